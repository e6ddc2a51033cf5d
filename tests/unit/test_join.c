/* Said, emitted and happened of a small case, joined: every kind of finding, and what must not be one. */
#include "testing.h"

#include "analysis/join.h"
#include "base/str.h"

#define ROWS 16

/* A case in one release, filled by add_*; join() makes the join of it. */
struct bench {
	const char *source, *go;
	struct decision_row decisions[ROWS];
	struct call_row calls[ROWS];
	struct site_row sites[ROWS];
	size_t ndecisions, ncalls, nsites;
	bool sites_unknown;
	struct source_map map;
	struct join join;
};

static const char source[] = "package p\n"                           /* 1 */
			     "import \"testing\"\n"                  /* 2 */
			     "var kept = grow(1)\n"                  /* 3 */
			     "func grow(n int) []int {\n"            /* 4 */
			     "	s := make([]int, 0, n)\n"            /* 5 */
			     "	return append(s, n)\n"               /* 6 */
			     "}\n"                                   /* 7 */
			     "func prepare() *T { return new(T) }\n" /* 8 */
			     "func box(x interface{}) { use(x) }\n"  /* 9 */
			     "func BenchmarkGrow(b *testing.B) {\n"  /* 10 */
			     "	t := prepare()\n"                    /* 11 */
			     "	for i := 0; i < b.N; i++ {\n"        /* 12 */
			     "		kept = grow(\n"              /* 13 */
			     "			9)\n"                /* 14 */
			     "		box(t)\n"                    /* 15 */
			     "		f := func() int {\n"         /* 16 */
			     "			return i\n"          /* 17 */
			     "		}\n"                         /* 18 */
			     "		kept[0] = f()\n"             /* 19 */
			     "	}\n"                                 /* 20 */
			     "}\n"                                   /* 21 */
			     "func (t *T) unused() *int { return new(int) }\n" /* 22 */;

static int setup(void **state)
{
	struct bench *b = calloc(1, sizeof *b);

	if (!b)
		return -1;
	b->source = source;
	b->go = "go1.20";
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct bench *b = *state;

	join_release(&b->join);
	source_map_release(&b->map);
	free(b);
	return 0;
}

static void said(struct bench *b, int line, const char *kind, const char *subject)
{
	assert_true(b->ndecisions < ROWS);
	b->decisions[b->ndecisions++] = (struct decision_row){
		.file = "p_test.go", .function = "", .kind = kind, .subject = subject, .detail = "", .line = line
	};
}

static void emitted(struct bench *b, int line, const char *callee)
{
	assert_true(b->ncalls < ROWS);
	b->calls[b->ncalls++] =
		(struct call_row){ .file = "p_test.go", .function = "", .callee = callee, .line = line, .calls = 1 };
}

static struct site_row *happened(struct bench *b, int line, double objects, double bytes, const char *callee)
{
	assert_true(b->nsites < ROWS);
	b->sites[b->nsites] = (struct site_row){ .benchmark = "BenchmarkGrow",
		                                 .function = "f",
		                                 .file = "p_test.go",
		                                 .callee = callee,
		                                 .line = line,
		                                 .objects_per_op = objects,
		                                 .bytes_per_op = bytes };
	return &b->sites[b->nsites++];
}

static void join(struct bench *b)
{
	struct join_input in = { .go = b->go,
		                 .file = "p_test.go",
		                 .source = &b->map,
		                 .decisions = b->decisions,
		                 .calls = b->calls,
		                 .sites = b->sites,
		                 .ndecisions = b->ndecisions,
		                 .ncalls = b->ncalls,
		                 .nsites = b->nsites,
		                 .said_known = true,
		                 .sites_known = !b->sites_unknown };

	assert_true(version_parse(b->go, &in.version));
	join_release(&b->join);
	source_map_release(&b->map);
	source_map_of(b->source, strlen(b->source), &b->map);
	join_of(&in, &b->join);
}

/* Exactly one finding: of this kind, at this line, whose note holds the text. */
static void expect(struct bench *b, enum finding_kind kind, int line, const char *note)
{
	join(b);
	if (b->join.nfindings != 1)
		fail_msg("%zu findings, the first: %s", b->join.nfindings,
		         b->join.nfindings ? finding_info(b->join.findings[0].kind)->name : "-");
	assert_string_equal(finding_info(b->join.findings[0].kind)->name, finding_info(kind)->name);
	assert_int_equal(b->join.findings[0].line, line);
	if (!strstr(b->join.findings[0].note, note))
		fail_msg("the note is: %s", b->join.findings[0].note);
	if (line)
		assert_int_equal(join_line_at(&b->join, line)->findings, 1u << kind);
}

static void expect_none(struct bench *b)
{
	join(b);
	if (b->join.nfindings)
		fail_msg("line %d: %s: %s", b->join.findings[0].line, finding_info(b->join.findings[0].kind)->name,
		         b->join.findings[0].note);
}

/* ---- the kinds ---- */

static void test_agreeing_is_no_finding(void **state)
{
	struct bench *b = *state;

	said(b, 5, "escapes", "make([]int, 0, n)");
	emitted(b, 5, "makeslice64");
	happened(b, 5, 1, 80, "");
	said(b, 6, "does_not_escape", "n");
	expect_none(b);
	assert_int_equal(b->join.len, 2);
	assert_string_equal(join_line_at(&b->join, 5)->calls[0].group, "makeslice");
	assert_null(join_line_at(&b->join, 7));
}

static void test_heap_without_a_call(void **state)
{
	struct bench *b = *state;

	said(b, 15, "escapes", "t");
	expect(b, SAID_HEAP_NOT_EMITTED, 15, "t");
	emitted(b, 15, "growslice"); /* of which a pointer cannot become one */
	expect(b, SAID_HEAP_NOT_EMITTED, 15, "t");
}

static void test_heap_with_a_call_that_allocates_nothing(void **state)
{
	struct bench *b = *state;

	said(b, 15, "escapes", "t");
	emitted(b, 15, "convT64");
	expect(b, SAID_HEAP_NOT_ALLOCATED, 15, "t");
	b->calls[0].callee = "convT2E"; /* another era, the same group */
	expect(b, SAID_HEAP_NOT_ALLOCATED, 15, "t");
}

static void test_stack_but_allocated(void **state)
{
	struct bench *b = *state;

	said(b, 5, "does_not_escape", "make([]int, 0, n)");
	emitted(b, 5, "makeslice");
	happened(b, 5, 1, 80, "");
	expect(b, SAID_STACK_BUT_ALLOCATED, 5, "makeslice: a size not known");
}

static void test_unsaid(void **state)
{
	struct bench *b = *state;

	said(b, 6, "does_not_escape", "&T{...}"); /* not what growslice is about */
	emitted(b, 6, "growslice");
	happened(b, 6, 1, 80, "");
	expect(b, ALLOCATED_UNSAID, 6, "growslice: append grows");
}

static void test_unclear(void **state)
{
	struct bench *b = *state;

	said(b, 6, "does_not_escape", "([]byte)(s)");
	emitted(b, 6, "growslice");
	emitted(b, 6, "stringtoslicebyte");
	happened(b, 6, 1, 80, "");
	expect(b, ALLOCATED_UNCLEAR, 6, "growslice: append grows its slice; stringtoslicebyte");
}

static void test_not_emitted(void **state)
{
	struct bench *b = *state;

	said(b, 4, "does_not_escape", "n");
	happened(b, 6, 1, 80, "");
	expect(b, ALLOCATED_NOT_EMITTED, 6, "");
	/* the line that it was lost from is not accused */
	said(b, 5, "escapes", "make([]int, 0, n)");
	emitted(b, 5, "makeslice");
	expect(b, ALLOCATED_NOT_EMITTED, 6, "");
	assert_int_equal(join_line_at(&b->join, 5)->findings, 0);
	/* what comes and goes is the runtime's own */
	b->ndecisions = b->ncalls = 0;
	b->sites[0].objects_per_op = 0.1;
	expect_none(b);
}

static void test_callee(void **state)
{
	struct bench *b = *state;

	happened(b, 6, 1, 80, "strconv.Itoa");
	happened(b, 6, 2, 80, "fmt.Sprint");
	expect(b, ALLOCATED_IN_CALLEE, 6, "fmt.Sprint, strconv.Itoa");
	happened(b, 6, 2, 80, "a.A");
	happened(b, 6, 2, 80, "b.B")->benchmark = "BenchmarkOther";
	happened(b, 6, 2, 80, "a.A")->benchmark = "BenchmarkOther";
	expect(b, ALLOCATED_IN_CALLEE, 6, "a.A, fmt.Sprint, strconv.Itoa and 1 more");
}

static void test_outside(void **state)
{
	struct bench *b = *state;

	happened(b, 40, 1, 80, "")->file = "time/sleep.go";
	expect(b, ALLOCATED_OUTSIDE, 0, "f in time/sleep.go");
	assert_int_equal(b->join.nelsewhere, 1);
}

/* ---- the traps ---- */

static void test_only_measured_code_is_accused(void **state)
{
	static const int lines[] = { 3, 8, 11, 22 }; /* a variable's value, set-up called and direct, unused */
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		said(b, lines[i], "escapes", "new(T)");
	expect_none(b);
	assert_true(source_line_at(&b->map, 11)->setup);
	assert_true(source_line_at(&b->map, 15)->measured);
	assert_true(source_line_at(&b->map, 5)->measured);
}

static void test_lines_of_a_statement(void **state)
{
	struct bench *b = *state;

	said(b, 13, "escapes", "9");
	emitted(b, 14, "convT64");
	happened(b, 14, 1, 8, "");
	expect_none(b);
	assert_int_equal(source_line_at(&b->map, 14)->statement, 13);
	assert_int_equal(source_line_at(&b->map, 17)->statement, 17);
}

static void test_address_of_a_field(void **state)
{
	struct bench *b = *state;

	b->go = "go1.12.17";
	said(b, 15, "escapes", "t.Mutex");
	expect_none(b);
	b->go = "go1.13.15";
	expect(b, SAID_HEAP_NOT_EMITTED, 15, "t.Mutex");
}

static void test_inlined_functions_are_decided_where_they_are_called(void **state)
{
	struct bench *b = *state;

	said(b, 5, "escapes", "make([]int, 0, n)");
	expect(b, SAID_HEAP_NOT_EMITTED, 5, "make");
	said(b, 13, "escapes", "make([]int, 0, 9)");
	said(b, 13, "inlined_call", "grow");
	expect_none(b);
	emitted(b, 6, "growslice"); /* the copy's */
	happened(b, 6, 1, 80, "");
	expect_none(b);
}

static void test_library_code_inlined(void **state)
{
	struct bench *b = *state;

	said(b, 15, "escapes", "\"negative count\"");
	said(b, 15, "inlined_call", "strings.(*Builder).Grow");
	expect_none(b);
	assert_int_equal(join_line_at(&b->join, 15)->ninlining, 1);
}

static void test_literals_end_up_to_go1_4(void **state)
{
	struct bench *b = *state;

	b->go = "go1.4.3";
	said(b, 16, "escapes", "func literal");
	emitted(b, 18, "newobject");
	happened(b, 18, 1, 16, "");
	expect_none(b);
	assert_non_null(join_line_at(&b->join, 16)->calls);
	assert_null(join_line_at(&b->join, 18));
	b->go = "go1.5.4";
	join(b);
	assert_non_null(join_line_at(&b->join, 18));
}

static void test_silence_about_everything(void **state)
{
	struct bench *b = *state;

	emitted(b, 5, "makeslice");
	happened(b, 5, 1, 80, "");
	expect_none(b);
	said(b, 4, "does_not_escape", "n");
	expect(b, ALLOCATED_UNSAID, 5, "makeslice");
}

static void test_sites_not_recorded(void **state)
{
	struct bench *b = *state;

	said(b, 15, "escapes", "t");
	b->sites_unknown = true;
	expect_none(b);
}

static void test_address_of_what_moved(void **state)
{
	struct bench *b = *state;

	b->go = "go1.9.7"; /* says it twice */
	said(b, 11, "moved_to_heap", "t");
	said(b, 15, "escapes", "t");
	emitted(b, 11, "newobject");
	happened(b, 11, 1, 8, "");
	expect_none(b);
}

/* ---- two releases ---- */

struct pair {
	struct bench old, new;
	struct differences none;
};

static unsigned differ(struct pair *p, int line)
{
	p->old.source = p->new.source = source;
	join(&p->old);
	join(&p->new);
	return joins_differ(&p->old.join, &p->new.join, &p->none, line);
}

static void pair_release(struct pair *p)
{
	join_release(&p->old.join);
	join_release(&p->new.join);
	source_map_release(&p->old.map);
	source_map_release(&p->new.map);
}

static void test_differences(void **state)
{
	struct pair p = { .old = { .go = "go1.16" }, .new = { .go = "go1.17" } };
	struct difference one = { .file = "p_test.go", .subject = "t", .line = 6 };

	(void)state;
	emitted(&p.old, 5, "convT2E");
	emitted(&p.new, 5, "convT64"); /* another name */
	happened(&p.old, 5, 1, 1000, "");
	happened(&p.new, 5, 1.1, 1010, "strings.Clone"); /* noise; a callee that has a frame now */
	assert_int_equal(differ(&p, 5), 0);
	p.new.sites[0].bytes_per_op = 1030;
	assert_int_equal(differ(&p, 5), DIFFERS_HAPPENED);
	p.new.nsites = 0;
	assert_int_equal(differ(&p, 5), DIFFERS_HAPPENED);
	p.new.ncalls = 0;
	assert_int_equal(differ(&p, 5), DIFFERS_HAPPENED | DIFFERS_EMITTED);
	p.none = (struct differences){ .items = &one, .len = 1 };
	assert_int_equal(differ(&p, 6), DIFFERS_SAID);
	pair_release(&p);
}

static void test_amounts(void **state)
{
	(void)state;
	assert_true(sites_differ(1, 16, 0, 0));
	assert_true(sites_differ(0.125, 2, 0, 0));   /* a packed uint16 */
	assert_true(sites_differ(0.0625, 1, 0, 0));  /* a packed byte */
	assert_false(sites_differ(0.0625, 6, 0, 0)); /* one of 96 bytes in sixteen operations */
	assert_false(sites_differ(0.5, 8, 0.55, 8.5));
	assert_true(sites_differ(1, 32, 1, 24));
	assert_false(sites_differ(20, 386296, 20, 386792));
}

static void test_moved_at_the_border_of_go1_9(void **state)
{
	struct pair p = { .old = { .go = "go1.8.7" }, .new = { .go = "go1.9.7" } };

	(void)state;
	emitted(&p.old, 13, "newobject");
	emitted(&p.new, 5, "newobject");
	happened(&p.old, 13, 1, 80, "");
	happened(&p.new, 5, 1, 80, "");
	assert_int_equal(differ(&p, 13), 0);
	assert_int_equal(differ(&p, 5), 0);
	p.new.sites[0].bytes_per_op = 160;
	assert_int_equal(differ(&p, 5), DIFFERS_HAPPENED);
	p.new.sites[0].bytes_per_op = 80;
	p.old.go = "go1.9.2";
	assert_int_equal(differ(&p, 5), DIFFERS_HAPPENED | DIFFERS_EMITTED);
	pair_release(&p);
}

static void test_counters_that_changed(void **state)
{
	struct pair p = { .old = { .go = "go1.4.3" }, .new = { .go = "go1.5.4" } };

	(void)state;
	happened(&p.old, 5, 0.5, 8, "");
	happened(&p.new, 5, 1, 16, "");
	assert_int_equal(differ(&p, 5), 0);
	p.new.sites[0].bytes_per_op = 32; /* not a packed one */
	assert_int_equal(differ(&p, 5), DIFFERS_HAPPENED);
	p.new.sites[0].bytes_per_op = 16;
	p.old.go = "go1.6.4";
	p.new.go = "go1.7.6";
	assert_int_equal(differ(&p, 5), DIFFERS_HAPPENED);
	pair_release(&p);
}

/* ---- text that is none ---- */

/*
 * ---- very much of everything: each of these took the square of it, and minutes ----
 * Not timed; the answers are looked at.
 */
#define MANY 100000

/* A line for each of MANY, made by the format from the number. */
static void add_many(struct str *out, const char *before, const char *after)
{
	for (int i = 0; i < MANY; i++)
		str_addf(out, "%s%d%s", before, i, after);
}

static void test_very_many_inlinings(void **state)
{
	struct decision_row *rows = calloc(MANY + 1, sizeof *rows);
	char(*names)[16] = calloc(MANY, sizeof *names);
	struct join_input in = { .go = "go1.20",
		                 .file = "p_test.go",
		                 .decisions = rows,
		                 .ndecisions = MANY + 1,
		                 .said_known = true,
		                 .sites_known = true };
	struct str text = STR_INIT;
	struct source_map map;
	struct join join;

	(void)state;
	assert_non_null(rows);
	assert_non_null(names);
	str_add(&text, "package p\nfunc BenchmarkX(b *testing.B) { for ; b.N > 0; { use(T{})\n");
	add_many(&text, "use(", ")\n");
	str_add(&text, "}}\n");
	add_many(&text, "func f", "() {}\n");
	for (int i = 0; i < MANY; i++) {
		snprintf(names[i], sizeof names[i], "%s%d", i % 2 ? "f" : "x.f", i);
		rows[i] = (struct decision_row){ .file = "p_test.go",
			                         .function = "",
			                         .kind = "inlined_call",
			                         .subject = names[i],
			                         .detail = "",
			                         .line = 3 + i };
	}
	rows[MANY] = rows[0];
	rows[MANY].kind = "escapes";
	rows[MANY].subject = "T{}";
	rows[MANY].line = 2;
	source_map_of(text.p, text.len, &map);
	in.source = &map;
	assert_true(version_parse(in.go, &in.version));
	join_of(&in, &join);
	assert_int_equal(join.nfindings, 1);
	assert_int_equal(join.findings[0].line, 2);
	assert_int_equal(join_line_at(&join, 2)->findings, 1u << SAID_HEAP_NOT_EMITTED);
	assert_int_equal(join.len, MANY + 1);
	join_release(&join);
	/* the function is inlined itself */
	rows[0].subject = "BenchmarkX";
	join_of(&in, &join);
	assert_int_equal(join.nfindings, 0);
	join_release(&join);
	source_map_release(&map);
	str_release(&text);
	free(rows);
	free(names);
}

static void test_very_many_functions(void **state)
{
	struct str text = STR_INIT;
	struct source_map m;

	(void)state;
	str_add(&text, "package p;");
	add_many(&text, "func BenchmarkX", "(b *testing.B) { for ; b.N > 0; { last() } };");
	str_add(&text, "\nfunc last() {\nM()\n}\n");
	add_many(&text, "func (t T", ") M() { t.M() }\n");
	str_add(&text, "func other() {\n}\n");
	source_map_of(text.p, text.len, &m);
	assert_int_equal(m.source.len, 2 * MANY + 2);
	assert_true(source_line_at(&m, 1)->measured);
	assert_true(source_line_at(&m, 3)->measured);
	assert_true(source_line_at(&m, 5)->measured);
	assert_true(source_line_at(&m, 4 + MANY)->measured);
	assert_false(source_line_at(&m, 5 + MANY)->measured);
	source_map_release(&m);
	str_release(&text);
}

static void test_broken_source(void **state)
{
	static const char *const texts[] = { "", "\n\n", "}}}}", "func f() {", "for .N {", "func (((((\n{{{{\n\"" };
	struct source_map m;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		source_map_of(texts[i], strlen(texts[i]), &m);
		assert_null(source_line_at(&m, 0));
		assert_null(source_line_at(&m, 100));
		source_map_release(&m);
	}
}

#define JOIN_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static const struct CMUnitTest tests[] = {
	JOIN_TEST(test_agreeing_is_no_finding),
	JOIN_TEST(test_heap_without_a_call),
	JOIN_TEST(test_heap_with_a_call_that_allocates_nothing),
	JOIN_TEST(test_stack_but_allocated),
	JOIN_TEST(test_unsaid),
	JOIN_TEST(test_unclear),
	JOIN_TEST(test_not_emitted),
	JOIN_TEST(test_callee),
	JOIN_TEST(test_outside),
	JOIN_TEST(test_only_measured_code_is_accused),
	JOIN_TEST(test_lines_of_a_statement),
	JOIN_TEST(test_address_of_a_field),
	JOIN_TEST(test_inlined_functions_are_decided_where_they_are_called),
	JOIN_TEST(test_library_code_inlined),
	JOIN_TEST(test_literals_end_up_to_go1_4),
	JOIN_TEST(test_silence_about_everything),
	JOIN_TEST(test_sites_not_recorded),
	JOIN_TEST(test_address_of_what_moved),
	cmocka_unit_test(test_differences),
	cmocka_unit_test(test_amounts),
	cmocka_unit_test(test_moved_at_the_border_of_go1_9),
	cmocka_unit_test(test_counters_that_changed),
	cmocka_unit_test(test_broken_source),
	cmocka_unit_test(test_very_many_inlinings),
	cmocka_unit_test(test_very_many_functions),
};

TEST_MAIN(tests)
