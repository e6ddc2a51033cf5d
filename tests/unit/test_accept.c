/* Accepted changes: the text that people write, what it covers, and what it no longer does. */
#include "history_fixture.h"

#include "analysis/accept.h"
#include "base/str.h"

static void parse(const char *text, struct accept_list *out)
{
	struct error err = ERROR_INIT;

	if (accept_parse(text, strlen(text), out, &err))
		fail_msg("%s", err.msg);
}

/* The text is refused, and the message holds the words. */
static void refuse(const char *text, const char *words)
{
	struct accept_list l;
	struct error err = ERROR_INIT;

	if (!accept_parse(text, strlen(text), &l, &err))
		fail_msg("taken: %s", text);
	assert_int_equal(err.kind, ERR_USAGE);
	assert_int_equal(l.len, 0);
	if (!strstr(err.msg, words))
		fail_msg("the message for %s is: %s", text, err.msg);
}

static void test_an_entry_is_read(void **state)
{
	struct accept_list l;
	const struct accept_entry *e;

	(void)state;
	parse("# a comment\n\n"
	      "goroutine/*,sync/pool\tallocs,bytes  since 1.17 until 2027-01-31 mode noopt,default "
	      "benchmark Go* why: a  reason of\ttwo \r\n"
	      "a/b all since tip why:short",
	      &l);
	assert_int_equal(l.len, 2);
	e = &l.items[0];
	assert_int_equal(e->line, 3);
	assert_string_equal(e->cases, "goroutine/*,sync/pool");
	assert_int_equal(e->globs.len, 2);
	assert_int_equal(e->metrics, METRIC_ALLOCS | METRIC_BYTES);
	assert_string_equal(e->since, "1.17");
	assert_false(e->local);
	assert_string_equal(e->until, "2027-01-31");
	assert_int_equal(e->modes.len, 2);
	assert_string_equal(e->benchmark, "Go*");
	assert_string_equal(e->why, "a  reason of\ttwo");
	e = &l.items[1];
	assert_true(e->local);
	assert_int_equal(e->metrics, METRIC_ALL);
	assert_string_equal(e->until, "");
	assert_string_equal(e->modes.items[0], "default");
	assert_string_equal(e->why, "short");
	assert_true(e->up_to < 0);
	accept_release(&l);
	parse(accept_template, &l);
	assert_int_equal(l.len, 0);
	parse("", &l);
	assert_int_equal(l.len, 0);
}

static void test_what_is_wrong_is_said_with_its_line(void **state)
{
	static const struct {
		const char *text, *words;
	} wrong[] = {
		{ "\n\na/b alocs since 1.17 why: x", "line 3: metric 'alocs' is none of allocs, bytes" },
		{ "a/b since 1.17 why: x", "line 1: the metrics are missing" },
		{ "a/b", "the metrics are missing" },
		{ "a/b allocs since 1.17", "`why: the reason` is missing; write for example `goroutine/*" },
		{ "a/b allocs since 1.17 why:", "no reason behind why:" },
		{ "a/b allocs since 1.17 why:  \t ", "no reason behind why:" },
		{ "a/b allocs why: x", "`since VERSION` is missing" },
		{ "a/b allocs since why: x", "'since' has no value" },
		{ "a/b allocs since 1.l7 why: x", "'1.l7' is no release of Go" },
		{ "a/b allocs since go1.17.x why: x", "'go1.17.x' is no release" },
		{ "a/b allocs since 1.17 since 1.18 why: x", "'since' is there twice; keep one" },
		{ "a/b allocs sinc 1.17 why: x", "'sinc' is none of since, until, mode, benchmark, up-to, why:" },
		{ "a/b allocs since 1.17 until 2027-02-29 why: x", "'2027-02-29' is no day" },
		{ "a/b allocs since 1.17 until 2027-13-01 why: x", "is no day" },
		{ "a/b allocs since 1.17 until 2027-1-01 why: x", "is no day" },
		{ "a/b allocs since 1.17 until 2027-01-00 why: x", "is no day" },
		{ "a/b allocs since 1.17 until 2027-01-011 why: x", "is no day" },
		{ "a/b allocs since 1.17 mode , why: x", "names no mode" },
		{ ", allocs since 1.17 why: x", "names no case" },
		{ "a/b allocs since 1.17 up-to many why: x", "'many' is no number" },
		{ "a/b allocs since 1.17 up-to 1.2.3 why: x", "is no number" },
		{ "a/b allocs,bytes since 1.17 up-to 3 why: x", "only for one metric" },
		{ "a/b escape since 1.17 up-to 3 why: x", "only for one metric" },
		{ "********* allocs since 1.17 why: x", "too many stars" },
		{ "a/b allocs since 1.17 benchmark ********* why: x", "too many stars" },
		{ "a/b allocs since 1.17 why: \x1b[2J", "does not show" },
		{ "a/b allocs since 1.17 why: \xff", "no UTF-8" },
		{ "a/b allocs since 1.17 why: \xe2\x80\xae", "does not show" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(wrong); i++)
		refuse(wrong[i].text, wrong[i].words);
	refuse("a/b allocs since 1.17 until 2100-02-29 why: x", "is no day");
}

static void test_all_is_bounded(void **state)
{
	static const char entry[] = "a allocs since 1.17 why: x\n";
	struct error err = ERROR_INIT;
	struct accept_list l;
	struct str text = STR_INIT;

	(void)state;
	for (int i = 0; i < ACCEPT_MAX_ENTRIES; i++)
		str_add(&text, entry);
	assert_int_equal(accept_parse(text.p, text.len, &l, &err), 0);
	assert_int_equal(l.len, ACCEPT_MAX_ENTRIES);
	accept_release(&l);
	str_add(&text, entry);
	refuse(text.p, "line 1001: more than 1000 entries");
	str_reset(&text);
	str_add(&text, "a allocs since 1.17 why: ");
	while (text.len <= ACCEPT_MAX_LINE)
		str_add_char(&text, 'x');
	refuse(text.p, "line 1: the line is too long");
	while (text.len <= ACCEPT_MAX_BYTES)
		str_add_char(&text, '\n');
	refuse(text.p, "more than 1 MiB");
	assert_int_equal(accept_parse("a\0b", 3, &l, &err), -1);
	assert_non_null(strstr(err.msg, "NUL"));
	str_release(&text);
}

/* ---- covering ---- */

/* The changes from `old` to `new` in a/b, of which `n` are there, with the entries of the text as of a day. */
struct covering {
	struct change_list changes;
	struct accept_list entries;
};

static void cover(struct rows *r, struct covering *c, const char *text, const char *old, const char *new,
                  const struct accept_scope *as)
{
	struct evidence e = { .history = &r->history };
	struct accept_scope scope = *as;

	build(r);
	c->changes = (struct change_list)CHANGE_LIST_INIT;
	scope.history = &r->history;
	scope.old = history_release_named(&r->history, old);
	scope.new = history_release_named(&r->history, new);
	assert_non_null(scope.old);
	assert_non_null(scope.new);
	parse(text, &c->entries);
	changes_between(&e, old, new, scope.metrics, &c->changes, NULL);
	accept_apply(&c->entries, &scope, &c->changes);
}

static const struct accept_scope usual = { .metrics = METRIC_ALLOCS | METRIC_BYTES,
	                                   .mode = "default",
	                                   .today = "2026-06-15" };

static void end(struct covering *c)
{
	change_list_release(&c->changes);
	accept_release(&c->entries);
}

/* BenchmarkX: 1 alloc of 16 bytes up to 1.16, 3 of 48 from 1.17 on; in tip 5 of 80. BenchmarkY: always the same. */
static void fill(struct rows *r)
{
	static const struct {
		const char *go;
		int allocs;
	} x[] = { { "go1.16.15", 1 }, { "go1.17.13", 3 }, { "go1.18.10", 3 }, { "go1.19rc1", 3 }, { "tip", 5 } };

	for (size_t i = 0; i < COUNT(x); i++) {
		if (!strcmp(x[i].go, "tip")) /* what its own version is does not matter */
			add_cell(r, "tip", "default", "a/b")->version = version_of("go1.16");
		else
			add_cell(r, x[i].go, "default", "a/b");
		add_count(r, x[i].go, "BenchmarkX", x[i].allocs * 100, x[i].allocs * 1600);
		add_count(r, x[i].go, "BenchmarkY", 200, 3200);
	}
}

/* One entry: its state, and how many of the changes are accepted. */
static void expect(struct rows *r, const char *text, const char *old, const char *new, const struct accept_scope *as,
                   enum accept_state state, size_t accepted)
{
	struct covering c;
	size_t n = 0;

	cover(r, &c, text, old, new, as);
	for (size_t i = 0; i < c.changes.len; i++)
		n += c.changes.items[i].accepted_why != NULL;
	if (c.entries.items[0].state != state || n != accepted)
		fail_msg("%s, %s to %s: state %d (wanted %d), %zu accepted (wanted %zu) of %zu", text, old, new,
		         (int)c.entries.items[0].state, (int)state, n, accepted, c.changes.len);
	end(&c);
}

static void test_the_border_must_lie_between(void **state)
{
	static const struct {
		const char *since, *old, *new;
		enum accept_state state;
	} border[] = {
		{ "1.17", "go1.16.15", "go1.17.13", ACCEPT_USED },
		{ "1.17", "go1.16.15", "go1.18.10", ACCEPT_USED },
		{ "go1.17rc1", "go1.16.15", "go1.17.13", ACCEPT_USED },
		{ "1.17.13", "go1.16.15", "go1.17.13", ACCEPT_USED },
		{ "1.17.14", "go1.16.15", "go1.17.13", ACCEPT_OUTSIDE },
		{ "1.16", "go1.16.15", "go1.17.13", ACCEPT_OUTSIDE },
		{ "1.16.15", "go1.16.15", "go1.17.13", ACCEPT_OUTSIDE },
		{ "1.16.16", "go1.16.15", "go1.17.13", ACCEPT_USED },
		{ "1.18", "go1.16.15", "go1.17.13", ACCEPT_OUTSIDE },
		{ "1.18", "go1.17.13", "go1.18.10", ACCEPT_STALE },
		{ "1.17", "go1.17.13", "go1.18.10", ACCEPT_OUTSIDE },
		{ "1.17", "go1.17.13", "go1.16.15", ACCEPT_OUTSIDE }, /* the other way round it is no news */
		{ "1.17", "go1.16.15", "tip", ACCEPT_USED },          /* newer than every release */
		{ "1.17", "go1.18.10", "tip", ACCEPT_OUTSIDE },
		{ "1.17", "tip", "go1.17.13", ACCEPT_OUTSIDE },
		{ "1.19", "go1.18.10", "go1.19rc1", ACCEPT_STALE }, /* its candidates belong to a minor */
		{ "1.19.0", "go1.18.10", "go1.19rc1", ACCEPT_OUTSIDE },
		{ "1.19.1", "go1.18.10", "go1.19rc1", ACCEPT_OUTSIDE },
		{ "1.19", "go1.19rc1", "tip", ACCEPT_OUTSIDE },
		{ "tip", "go1.18.10", "tip", ACCEPT_USED },
		{ "tip", "go1.16.15", "go1.18.10", ACCEPT_OUTSIDE },
		{ "top", "go1.18.10", "tip", ACCEPT_OUTSIDE },
	};

	fill(*state);
	for (size_t i = 0; i < COUNT(border); i++) {
		char text[100];

		snprintf(text, sizeof text, "a/* allocs,bytes since %s why: known", border[i].since);
		expect(*state, text, border[i].old, border[i].new, &usual, border[i].state,
		       border[i].state == ACCEPT_USED ? 2 : 0);
	}
}

static void test_names_metrics_and_benchmarks(void **state)
{
	static const struct {
		const char *text;
		enum accept_state state;
		size_t accepted;
	} entry[] = {
		{ "a/b allocs since 1.17 why: x", ACCEPT_USED, 1 },
		{ "z/*,a/? bytes since 1.17 why: x", ACCEPT_USED, 1 },
		{ "a/b all since 1.17 why: x", ACCEPT_USED, 2 },
		{ "a/c allocs since 1.17 why: x", ACCEPT_OUTSIDE, 0 }, /* the case is not in the comparison */
		{ "a/b allocs since 1.17 benchmark X why: x", ACCEPT_USED, 1 },
		{ "a/b allocs since 1.17 benchmark Benchmark[XZ] why: x", ACCEPT_USED, 1 },
		{ "a/b allocs since 1.17 benchmark Y why: x", ACCEPT_STALE, 0 },
		{ "a/b allocs since 1.17 benchmark Z why: x", ACCEPT_OUTSIDE, 0 },
		{ "a/b allocs since 1.17 mode noopt why: x", ACCEPT_OUTSIDE, 0 },
		{ "a/b allocs since 1.17 mode * why: x", ACCEPT_USED, 1 },
		{ "a/b allocs since 1.17 benchmark Y mode * why: x", ACCEPT_OUTSIDE,
		  0 },                                               /* only one mode is compared */
		{ "a/b time since 1.17 why: x", ACCEPT_OUTSIDE, 0 }, /* not asked for */
		{ "a/b allocs since 1.17 up-to 3 why: x", ACCEPT_USED, 1 },
		{ "a/b allocs since 1.17 up-to 2 why: x", ACCEPT_BEYOND, 0 },
		{ "a/b bytes since 1.17 up-to 48.5 why: x", ACCEPT_USED, 1 },
	};

	fill(*state);
	for (size_t i = 0; i < COUNT(entry); i++)
		expect(*state, entry[i].text, "go1.16.15", "go1.17.13", &usual, entry[i].state, entry[i].accepted);
}

static void test_after_its_day_it_covers_nothing(void **state)
{
	fill(*state);
	expect(*state, "a/b all since 1.17 until 2026-06-15 why: x", "go1.16.15", "go1.17.13", &usual, ACCEPT_USED, 2);
	expect(*state, "a/b all since 1.17 until 2026-06-14 why: x", "go1.16.15", "go1.17.13", &usual, ACCEPT_EXPIRED,
	       0);
	expect(*state, "a/b allocs since 1.17 until 2026-06-14 up-to 1 why: x", "go1.16.15", "go1.17.13", &usual,
	       ACCEPT_EXPIRED, 0);
	expect(*state, "a/b allocs since 1.17 until 2026-06-14 benchmark Y why: x", "go1.16.15", "go1.17.13", &usual,
	       ACCEPT_EXPIRED, 0);
	expect(*state, "a/c allocs since 1.17 until 2026-06-14 why: x", "go1.16.15", "go1.17.13", &usual,
	       ACCEPT_OUTSIDE, 0);
}

/* Without changes an entry is stale only if all that it names was compared. */
static void test_what_was_not_compared_is_not_stale(void **state)
{
	static const char unchanged[] = "a/b allocs,bytes since 1.18 why: x";
	struct rows *r = *state;
	struct accept_scope scope = usual;

	fill(r);
	expect(r, unchanged, "go1.17.13", "go1.18.10", &scope, ACCEPT_STALE, 0);
	scope.some_cases = true;
	expect(r, unchanged, "go1.17.13", "go1.18.10", &scope, ACCEPT_OUTSIDE, 0);
	scope.some_cases = false;
	scope.metrics = METRIC_ALLOCS;
	expect(r, unchanged, "go1.17.13", "go1.18.10", &scope, ACCEPT_OUTSIDE, 0);
	scope = usual;
	scope.mode = NULL;
	expect(r, "a/b allocs since 1.18 mode * why: x", "go1.17.13", "go1.18.10", &scope, ACCEPT_STALE, 0);
	scope = usual;
	scope.metrics = METRIC_ALL;
	expect(r, "a/b time since 1.18 why: x", "go1.17.13", "go1.18.10", &scope, ACCEPT_OUTSIDE, 0); /* never timed */
	r->cell[2].case_sha256 = "edited";
	expect(r, unchanged, "go1.17.13", "go1.18.10", &usual, ACCEPT_OUTSIDE, 0);
	r->cell[2].case_sha256 = "s";
	r->cell[2].status = "unsupported";
	expect(r, unchanged, "go1.17.13", "go1.18.10", &usual, ACCEPT_OUTSIDE, 0);
	scope = usual;
	scope.metrics = METRIC_EXACT;
	expect(r, "a/b status since 1.18 why: x", "go1.17.13", "go1.18.10", &scope, ACCEPT_OUTSIDE, 0);
	r->cell[2].status = "ok";
	r->cell[1].status = "unsupported";
	expect(r, "a/b status since 1.18 why: x", "go1.17.13", "go1.18.10", &scope, ACCEPT_OUTSIDE, 0);
	r->cell[1].status = "ok";
	expect(r, "a/b status since 1.18 why: x", "go1.17.13", "go1.18.10", &scope, ACCEPT_STALE, 0);
}

static void test_the_first_entry_says_why_and_no_other_is_stale(void **state)
{
	struct covering c;

	fill(*state);
	cover(*state, &c, "a/b allocs since 1.17 why: first\na/* all since 1.17 why: second\n", "go1.16.15",
	      "go1.17.13", &usual);
	assert_int_equal(c.changes.len, 2);
	assert_string_equal(c.changes.items[0].accepted_why, "first");
	assert_string_equal(c.changes.items[1].accepted_why, "second");
	assert_int_equal(c.entries.items[0].covered, 1);
	assert_int_equal(c.entries.items[1].covered, 2);
	end(&c);
}

/* What only Go's counters did needs no entry, and keeps none alive. */
static void test_counters_use_no_entry(void **state)
{
	struct rows *r = *state;

	for (int i = 0; i < 2; i++) {
		const char *go = i ? "go1.4.3" : "go1.3.3";

		add_cell(r, go, "default", "a/b");
		add_count(r, go, "BenchmarkX", i ? 100 : 0, i ? 800 : 800);
	}
	expect(r, "a/b allocs since 1.4 why: x", "go1.3.3", "go1.4.3", &usual, ACCEPT_STALE, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_entry_is_read),
		cmocka_unit_test(test_what_is_wrong_is_said_with_its_line),
		cmocka_unit_test(test_all_is_bounded),
		ROWS_TEST(test_the_border_must_lie_between),
		ROWS_TEST(test_names_metrics_and_benchmarks),
		ROWS_TEST(test_after_its_day_it_covers_nothing),
		ROWS_TEST(test_what_was_not_compared_is_not_stale),
		ROWS_TEST(test_the_first_entry_says_why_and_no_other_is_stale),
		ROWS_TEST(test_counters_use_no_entry),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
