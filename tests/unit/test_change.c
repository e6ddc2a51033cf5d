/* Changes between releases: what is one, what is noise, and what is said of it. */
#include "history_fixture.h"

static struct change_list between(struct rows *r, const char *old_go, const char *new_go, unsigned metrics,
                                  size_t *compared)
{
	struct change_list l = CHANGE_LIST_INIT;
	struct evidence e = { .history = &r->history, .decisions = &r->decisions, .outputs = &r->outputs };

	build(r);
	changes_between(&e, old_go, new_go, metrics, &l, compared);
	return l;
}

static struct change_list along(struct rows *r, unsigned metrics)
{
	struct change_list l = CHANGE_LIST_INIT;
	struct evidence e = { .history = &r->history, .decisions = &r->decisions, .outputs = &r->outputs };

	build(r);
	changes_along(&e, metrics, &l);
	return l;
}

/* Two releases of the case "a/b". */
static void add_pair(struct rows *r)
{
	add_cell(r, "go1.9.2", "default", "a/b");
	add_cell(r, "go1.13", "default", "a/b");
}

static void counts_differ_beyond_noise(void **state)
{
	static const struct {
		const char *benchmark;
		int64_t old_mallocs, old_bytes, new_mallocs, new_bytes; /* of 100 iterations */
		unsigned metrics;
	} table[] = {
		{ "Same", 300, 4800, 300, 4800, 0 },
		{ "OneMore", 300, 4800, 400, 4800, METRIC_ALLOCS },
		{ "Rounding", 1299, 4800, 1301, 4800, 0 }, /* 12 and 13 as printed */
		{ "HalfPercent", 300, 20000, 300, 20100, 0 },
		{ "MoreThanThat", 300, 20000, 300, 20101, 0 }, /* prints the same */
		{ "TwoBytes", 300, 20000, 300, 20200, METRIC_BYTES },
		{ "OneClassOfMany", 300, 1600000, 300, 1600800, METRIC_BYTES }, /* 16000, 16008 */
		{ "NoClass", 300, 1600000, 300, 1600700, 0 },
		{ "ClassAndStrays", 300, 1600000, 301, 1600850, 0 }, /* may be a block of 850 */
		{ "FromNothing", 0, 0, 100, 100, METRIC_ALLOCS | METRIC_BYTES },
		{ "Stray", 0, 0, 3, 48, 0 },
		{ "StrayGoroutine", 300, 4800, 301, 5280,
		  0 }, /* 52 bytes as printed: a block of 480 is not the operation's */
		{ "StrayTooSmall", 300, 4800, 301, 5900, METRIC_BYTES },
		{ "OftenMore", 300, 4800, 350, 5280, METRIC_BYTES }, /* every other operation is no stray */
	};
	struct rows *r = *state;
	struct change_list l;
	size_t compared, at = 0;

	add_pair(r);
	for (size_t i = 0; i < COUNT(table); i++) {
		add_count(r, "go1.9.2", table[i].benchmark, table[i].old_mallocs, table[i].old_bytes)->ordinal =
			(int64_t)i;
		add_count(r, "go1.13", table[i].benchmark, table[i].new_mallocs, table[i].new_bytes)->ordinal =
			(int64_t)i;
	}
	l = between(r, "go1.9.2", "go1.13", METRIC_ALL, &compared);
	assert_int_equal(compared, COUNT(table));
	for (unsigned metric = METRIC_ALLOCS; metric <= METRIC_BYTES; metric *= 2) {
		for (size_t i = 0; i < COUNT(table); i++) {
			if (!(table[i].metrics & metric))
				continue;
			assert_true(at < l.len);
			assert_int_equal(l.items[at].metric, metric);
			assert_string_equal(l.items[at].benchmark, table[i].benchmark);
			assert_true(l.items[at].worse);
			assert_false(l.items[at].epoch);
			at++;
		}
	}
	assert_int_equal(l.len, at);
	assert_string_equal(l.items[0].old_text, "3");
	assert_string_equal(l.items[0].new_text, "4");
	assert_float_equal(l.items[0].old_value, 3, 0);
	assert_string_equal(l.items[0].old_go, "go1.9.2");
	assert_string_equal(l.items[0].new_go, "go1.13");
	assert_int_equal(l.items[0].new_version.minor, 13);
	change_list_release(&l);
}

static void epochs_of_the_counters_are_marked(void **state)
{
	static const struct {
		const char *old, *new;
		bool epoch;
	} table[] = { { "go1.2.2", "go1.3.3", true }, { "go1.3.3", "go1.4.3", true },  { "go1.4.3", "go1.5.4", true },
		      { "go1.5.4", "go1.6.4", true }, { "go1.6.4", "go1.7.6", false }, { "go1.2.2", "go1.9.2", true },
		      { "go1.6", "go1.6.4", false } };

	for (size_t i = 0; i < COUNT(table); i++) {
		struct rows *r = *state;
		struct change_list l;

		r->cells.len = r->samples.len = 0;
		add_cell(r, table[i].old, "default", "a/b");
		add_cell(r, table[i].new, "default", "a/b");
		add_count(r, table[i].old, "BenchmarkX", 100, 100);
		add_count(r, table[i].new, "BenchmarkX", 0, 0);
		l = between(r, table[i].old, table[i].new, METRIC_ALLOCS, NULL);
		assert_int_equal(l.len, 1);
		assert_int_equal(l.items[0].epoch, table[i].epoch);
		assert_false(l.items[0].worse);
		change_list_release(&l);
	}
}

static void counts_say_what_the_compiler_changed(void **state)
{
	struct rows *r = *state;
	struct change_list l;

	add_pair(r);
	add_count(r, "go1.9.2", "BenchmarkX", 200, 1600);
	add_count(r, "go1.13", "BenchmarkX", 100, 800);
	add_decision(r, "go1.9.2", 31, "escapes", "make([]int, n)");
	add_decision(r, "go1.9.2", 32, "moved_to_heap", "x");
	add_decision(r, "go1.9.2", 33, "escapes", "y");
	add_decision(r, "go1.9.2", 34, "escapes", "z");
	add_decision(r, "go1.13", 3, "escapes", "new(T)"); /* the other way: said last */
	add_decision(r, "go1.13", 31, "does_not_escape", "make([]int, n)");
	add_decision(r, "go1.13", 40, "can_inline", "f");
	l = between(r, "go1.9.2", "go1.13", METRIC_ALLOCS, NULL);
	assert_int_equal(l.len, 1);
	assert_string_equal(l.items[0].said,
	                    "line 31: make([]int, n) no longer escapes; line 32: x no longer moved to heap; "
	                    "line 33: y no longer escapes; 2 more");
	change_list_release(&l);
	r->sample[1].mallocs = 300; /* now more allocations: what appeared comes first */
	r->decisions.len = 3;
	add_decision(r, "go1.13", 9, "escapes", "new(T)");
	add_decision(r, "go1.13", 11, "moved_to_heap", "t");
	l = between(r, "go1.9.2", "go1.13", METRIC_ALLOCS, NULL);
	assert_string_equal(
		l.items[0].said,
		"line 9: new(T) now escapes; line 11: t now moved to heap; line 31: make([]int, n) no longer escapes; "
		"2 more");
	change_list_release(&l);
}

/* Each benchmark's change has its own cause, from the sites of that benchmark alone. */
static void counts_have_causes(void **state)
{
	struct rows *r = *state;
	struct evidence e = {
		.history = &r->history, .decisions = &r->decisions, .calls = &r->calls, .sites = &r->sites
	};
	struct change_list l = CHANGE_LIST_INIT;

	add_pair(r);
	for (int i = 0; i < 2; i++) {
		add_count(r, i ? "go1.13" : "go1.9.2", "BenchmarkX", i ? 0 : 100, i ? 0 : 800);
		add_count(r, i ? "go1.13" : "go1.9.2", "BenchmarkY", i ? 0 : 100, i ? 0 : 800);
		add_count(r, i ? "go1.13" : "go1.9.2", "BenchmarkZ", i ? 0 : 100, i ? 0 : 800);
	}
	add_decision(r, "go1.9.2", 31, "escapes", "make([]int, n)");
	add_decision(r, "go1.13", 31, "does_not_escape", "make([]int, n)");
	add_call(r, "go1.9.2", 41, "slicebytetostring");
	add_site(r, "go1.9.2", "BenchmarkX", 31, 1, 8);
	add_site(r, "go1.9.2", "BenchmarkY", 41, 1, 8);
	build(r);
	changes_between(&e, "go1.9.2", "go1.13", METRIC_ALLOCS, &l, NULL);
	assert_int_equal(l.len, 3);
	assert_int_equal(l.items[0].cause, CAUSE_ESCAPE);
	assert_string_equal(l.items[0].evidence, "b_test.go:31: make([]int, n) no longer escapes");
	assert_string_equal(l.items[0].where, "b_test.go:31");
	assert_int_equal(l.items[1].cause, CAUSE_LOWERING);
	assert_string_equal(l.items[1].where, "b_test.go:41");
	assert_int_equal(l.items[2].cause, CAUSE_UNKNOWN);
	assert_string_equal(l.items[2].evidence, "");
	assert_string_equal(l.items[2].where, "");
	change_list_release(&l);
	e.sites = NULL; /* not read: no cause is made up */
	changes_between(&e, "go1.9.2", "go1.13", METRIC_ALLOCS, &l, NULL);
	assert_int_equal(l.items[0].cause, CAUSE_NONE);
	change_list_release(&l);
}

/* That something escapes which needs no room on the heap: some releases say it, with the same code. */
static void what_makes_nothing_is_no_change(void **state)
{
	static const struct {
		const char *old_call, *new_call; /* NULL: none */
		const char *new_kind;            /* NULL: nothing is said */
		size_t changes;
	} table[] = {
		{ NULL, NULL, NULL, 0 },
		{ "convT2E64", "convT64", NULL, 0 }, /* of another expression of the line */
		{ "newobject", NULL, NULL, 1 },
		{ NULL, "newobject", NULL, 1 },
		{ "newobject", "growslice", NULL, 1 },
		{ "deferproc", NULL, NULL, 0 }, /* no value */
		{ NULL, NULL, "leaking_param", 1 },
		{ NULL, NULL, "does_not_escape", 1 },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct rows *r = *state;
		struct evidence e = { .history = &r->history, .decisions = &r->decisions, .calls = &r->calls };
		struct change_list l = CHANGE_LIST_INIT;

		r->cells.len = r->decisions.len = r->calls.len = 0;
		add_pair(r);
		add_decision(r, "go1.9.2", 9, "escapes", "p");
		if (table[i].new_kind)
			add_decision(r, "go1.13", 9, table[i].new_kind, "p");
		if (table[i].old_call)
			add_call(r, "go1.9.2", 9, table[i].old_call);
		add_call(r, "go1.9.2", 10, "newobject"); /* another line */
		if (table[i].new_call)
			add_call(r, "go1.13", 9, table[i].new_call);
		build(r);
		changes_between(&e, "go1.9.2", "go1.13", METRIC_ESCAPE, &l, NULL);
		assert_int_equal(l.len, table[i].changes);
		change_list_release(&l);
	}
}

static void escape_compares_places(void **state)
{
	struct rows *r = *state;
	struct change_list l;

	add_pair(r);
	add_count(r, "go1.13", "BenchmarkX", 0, 0); /* two series of one cell: said once */
	add_count(r, "go1.13", "BenchmarkY", 0, 0);
	add_decision(r, "go1.9.2", 5, "escapes", "make([]int, n)");
	add_decision(r, "go1.13", 5, "does_not_escape", "make([]int, n)");
	add_decision(r, "go1.13", 9, "moved_to_heap", "s");
	add_decision(r, "go1.9.2", 2, "leaking_param", "p");
	add_decision(r, "go1.13", 2, "leaking_content", "p");
	add_decision(r, "go1.9.2", 7, "escapes", "kept");
	add_decision(r, "go1.13", 7, "escapes", "kept");
	add_decision(r, "go1.13", 7, "escapes", "kept"); /* twice is once */
	add_decision(r, "go1.13", 7, "can_inline", "f");
	add_decision(r, "go1.9.2", 7, "cannot_inline", "f");
	add_decision(r, "go1.9.2", 7, "inlined_call", "f");
	add_decision(r, "go1.9.2", 7, "made_up", "f");
	add_decision(r, "go1.9.2", 1, "leaking_param", ".this")->file = "<autogenerated>";
	l = between(r, "go1.9.2", "go1.13", METRIC_ESCAPE, NULL);
	assert_int_equal(l.len, 3);
	assert_string_equal(l.items[0].old_text, "line 5: make([]int, n) escapes to heap");
	assert_string_equal(l.items[0].new_text, "line 5: make([]int, n) does not escape");
	assert_string_equal(l.items[0].where, "b_test.go:5");
	assert_false(l.items[0].worse);
	assert_float_equal(l.items[0].old_value, 1, 0);
	assert_float_equal(l.items[0].new_value, 0, 0);
	assert_string_equal(l.items[1].old_text, "-");
	assert_string_equal(l.items[1].new_text, "line 9: moved to heap: s");
	assert_true(l.items[1].worse);
	assert_float_equal(l.items[1].new_value, 1, 0);
	/* not about the heap: behind, although of an earlier line */
	assert_string_equal(l.items[2].old_text, "line 2: leaking param: p");
	assert_string_equal(l.items[2].new_text, "line 2: leaking param content: p");
	assert_false(l.items[2].worse);
	assert_string_equal(l.items[2].benchmark, "");
	change_list_release(&l);
}

static void one_fact_in_two_wordings_is_no_change(void **state)
{
	struct rows *r = *state;
	struct change_list l;

	add_pair(r);
	add_decision(r, "go1.9.2", 22, "moved_to_heap", "s");
	add_decision(r, "go1.9.2", 23, "escapes", "&s"); /* up to 1.12; at another line than the variable */
	add_decision(r, "go1.9.2", 24, "escapes", "&s.f");
	add_decision(r, "go1.9.2", 25, "leaking_param", "s")->detail = "closure reference";
	add_decision(r, "go1.9.2", 44, "does_not_escape", "&t");
	add_decision(r, "go1.13", 22, "moved_to_heap", "s");
	l = between(r, "go1.9.2", "go1.13", METRIC_ESCAPE, NULL);
	assert_int_equal(l.len, 0);
	change_list_release(&l);
	add_decision(r, "go1.13", 50, "escapes", "&T{...}"); /* an object, not the address of one */
	l = between(r, "go1.9.2", "go1.13", METRIC_ESCAPE, NULL);
	assert_int_equal(l.len, 1);
	change_list_release(&l);
}

/* What variables of the package are given at first is spoken of since 1.16. */
static void initial_values_are_spoken_of_since_1_16(void **state)
{
	struct rows *r = *state;
	struct change_list l;

	add_cell(r, "go1.15", "default", "a/b");
	add_cell(r, "go1.16", "default", "a/b");
	add_cell(r, "go1.17", "default", "a/b");
	add_decision(r, "go1.16", 9, "escapes", "make([]int, 9)")->function = "init";
	l = between(r, "go1.15", "go1.16", METRIC_ESCAPE, NULL);
	assert_int_equal(l.len, 0);
	change_list_release(&l);
	l = between(r, "go1.16", "go1.17", METRIC_ESCAPE, NULL);
	assert_int_equal(l.len, 1);
	change_list_release(&l);
	r->decision[0].function = "work";
	l = between(r, "go1.15", "go1.16", METRIC_ESCAPE, NULL);
	assert_int_equal(l.len, 1);
	change_list_release(&l);
}

/* What only one of two releases would ever say; what says nothing of the heap; two names of one thing. */
static void wordings_of_one_era_are_no_change(void **state)
{
	static const struct {
		const char *old, *new;
		const char *old_kind, *old_subject, *new_kind, *new_subject;
		size_t changes;
	} table[] = {
		{ "go1.9.2", "go1.13", "escapes", "make(chan int)", NULL, NULL, 0 },
		{ "go1.9.2", "go1.12", "escapes", "make(chan int)", NULL, NULL, 1 },
		{ "go1.24.1", "go1.25.1", NULL, NULL, "escapes", "append", 0 },
		{ "go1.25.1", "go1.26.1", NULL, NULL, "escapes", "append", 1 },
		{ "go1.25.1", "go1.26.1", "escapes", "append", "does_not_escape", "append", 1 },
		{ "go1.24.1", "go1.25.1", NULL, NULL, "escapes", "appendix", 1 },
		{ "go1.15", "go1.16", NULL, NULL, "devirtualized", "r.Read", 0 },
		{ "go1.16", "go1.17", NULL, NULL, "devirtualized", "r.Read", 1 },
		{ "go1.16", "go1.17", NULL, NULL, "does_not_escape", "b", 0 },
		{ "go1.16", "go1.17", "leaking_param", "b", "does_not_escape", "b", 1 },
		{ "go1.12", "go1.13", "escapes", "... argument", "escapes", "[]interface {}{...}", 0 },
		{ "go1.12", "go1.13", "escapes", "... argument", "does_not_escape", "[]interface {}{...}", 1 },
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct rows *r = *state;
		struct change_list l;

		r->cells.len = r->decisions.len = 0;
		add_cell(r, table[i].old, "default", "a/b");
		add_cell(r, table[i].new, "default", "a/b");
		if (table[i].old_kind)
			add_decision(r, table[i].old, 5, table[i].old_kind, table[i].old_subject);
		if (table[i].new_kind)
			add_decision(r, table[i].new, 5, table[i].new_kind, table[i].new_subject);
		l = between(r, table[i].old, table[i].new, METRIC_ESCAPE, NULL);
		if (l.len != table[i].changes)
			fail_msg("row %zu: %zu changes", i, l.len);
		change_list_release(&l);
	}
}

/*
 * Up to 1.12 `buf[:]` of an array that was moved to the heap was said to escape, too; a conversion of it, to this
 * day.
 */
static void slices_of_a_moved_array_are_no_change(void **state)
{
	struct rows *r = *state;
	struct change_list l;

	add_pair(r);
	add_decision(r, "go1.9.2", 34, "moved_to_heap", "buf");
	add_decision(r, "go1.9.2", 35, "escapes", "buf");
	add_decision(r, "go1.9.2", 36, "escapes", "other");
	add_decision(r, "go1.13", 34, "moved_to_heap", "buf");
	l = between(r, "go1.9.2", "go1.13", METRIC_ESCAPE, NULL);
	assert_int_equal(l.len, 1);
	assert_string_equal(l.items[0].where, "b_test.go:36");
	change_list_release(&l);
	add_decision(r, "go1.13", 35, "escapes", "buf");
	l = between(r, "go1.9.2", "go1.13", METRIC_ESCAPE, NULL);
	assert_int_equal(l.len, 1);
	change_list_release(&l);
	l = between(r, "go1.13", "go1.9.2", METRIC_ESCAPE, NULL);
	assert_int_equal(l.len, 1);
	assert_true(l.items[0].worse);
	change_list_release(&l);
	add_cell(r, "go1.14", "default", "a/b"); /* from 1.13 on it is a statement of its own */
	add_decision(r, "go1.14", 34, "moved_to_heap", "buf");
	l = between(r, "go1.13", "go1.14", METRIC_ESCAPE, NULL);
	assert_int_equal(l.len, 1);
	assert_string_equal(l.items[0].where, "b_test.go:35");
	change_list_release(&l);
}

static void escape_needs_both_sides(void **state)
{
	static const struct {
		const char *status;
		unsigned stages;
		size_t changes;
	} table[] = { { "ok", STAGE_ALL, 1 },
		      { "ok", STAGE_ALLOCS | STAGE_TIME, 0 }, /* never asked */
		      { "build_failed", STAGE_ALL, 0 },       /* nothing said */
		      { "unsupported", STAGE_ALL, 0 },
		      { "timeout", STAGE_ESCAPE, 1 } }; /* it did compile */

	for (size_t i = 0; i < COUNT(table); i++) {
		struct rows *r = *state;
		struct change_list l;

		r->cells.len = r->decisions.len = 0;
		add_pair(r);
		r->cell[0].status = table[i].status;
		r->cell[0].stages = table[i].stages;
		add_decision(r, "go1.13", 9, "moved_to_heap", "s");
		l = between(r, "go1.9.2", "go1.13", METRIC_ESCAPE, NULL);
		assert_int_equal(l.len, table[i].changes);
		change_list_release(&l);
	}
}

static void status_changes_but_for_support(void **state)
{
	static const struct {
		const char *old, *new;
		bool change, worse;
	} table[] = { { "ok", "ok", false, false },          { "ok", "build_failed", true, true },
		      { "ok", "timeout", true, true },       { "run_failed", "ok", true, false },
		      { "unsupported", "ok", false, false }, { "unsupported", "build_failed", false, false },
		      { "ok", "unsupported", false, false } };

	for (size_t i = 0; i < COUNT(table); i++) {
		struct rows *r = *state;
		struct change_list l;
		size_t compared;

		r->cells.len = 0;
		add_pair(r);
		r->cell[0].status = table[i].old;
		r->cell[1].status = table[i].new;
		r->cell[1].reason = "why";
		l = between(r, "go1.9.2", "go1.13", METRIC_ALL, &compared);
		assert_int_equal(l.len, table[i].change);
		assert_int_equal(compared, strcmp(table[i].old, "unsupported") && strcmp(table[i].new, "unsupported"));
		if (l.len) {
			assert_int_equal(l.items[0].metric, METRIC_STATUS);
			assert_int_equal(l.items[0].worse, table[i].worse);
			assert_string_equal(l.items[0].new_text, table[i].new);
			assert_string_equal(l.items[0].said, table[i].worse ? "why" : "");
		}
		change_list_release(&l);
	}
}

static void an_edited_case_is_not_compared(void **state)
{
	struct rows *r = *state;
	struct change_list l;
	size_t compared;

	add_pair(r);
	r->cell[0].case_sha256 = "edited";
	add_count(r, "go1.9.2", "BenchmarkX", 200, 1600);
	add_count(r, "go1.13", "BenchmarkX", 100, 800);
	add_decision(r, "go1.13", 9, "moved_to_heap", "s");
	l = between(r, "go1.9.2", "go1.13", METRIC_ALL, &compared);
	assert_int_equal(l.len, 0);
	assert_int_equal(l.stale, 1);
	assert_int_equal(compared, 0);
	change_list_release(&l);
	l = along(r, METRIC_ALL);
	assert_int_equal(l.len, 0);
	assert_int_equal(l.stale, 1);
	change_list_release(&l);
}

static void outputs_differ_but_for_addresses(void **state)
{
	struct rows *r = *state;
	struct change_list l;

	assert_true(output_same("p=0xc000012345 q", "p=0xc00001 q"));
	assert_false(output_same("p=0xc000012345 q", "p=0x0 q")); /* nil is another thing */
	assert_true(output_same("0x0", "0x00"));
	assert_false(output_same("b b\n", "a b\n"));
	assert_false(output_same("b b\n", "b b\nc"));
	assert_false(output_same("0x", "0xg"));
	assert_true(output_same("", ""));

	add_cell(r, "go1.9.2", "default", "a/b");
	add_cell(r, "go1.13", "default", "a/b");
	add_cell(r, "go1.20", "default", "a/b");
	add_output(r, "go1.9.2", "[0/32]0xc1\nb b\nx\n");
	add_output(r, "go1.13", "[0/32]0xc2\na b\n");
	add_output(r, "go1.20", "[0/32]0xc3\na b\n")->exit_status = 2;
	l = along(r, METRIC_OUTPUT);
	assert_int_equal(l.len, 2);
	assert_string_equal(l.items[0].new_go, "go1.20");
	assert_string_equal(l.items[0].old_text, "exit status 0");
	assert_string_equal(l.items[0].new_text, "exit status 2");
	assert_string_equal(l.items[1].old_text, "b b");
	assert_string_equal(l.items[1].new_text, "a b");
	change_list_release(&l);
}

static void long_lines_are_cut_between_characters(void **state)
{
	struct rows *r = *state;
	char old[128], new[128];
	struct change_list l;

	memset(old, 'x', 59);
	strcpy(old + 59, "\xC3\xA9 and so on");
	strcpy(new, "");
	add_pair(r);
	add_output(r, "go1.9.2", old);
	add_output(r, "go1.13", new);
	l = between(r, "go1.9.2", "go1.13", METRIC_OUTPUT, NULL);
	assert_int_equal(l.len, 1);
	assert_int_equal(strlen(l.items[0].old_text), 59 + 3);
	assert_string_equal(l.items[0].new_text, "-");
	change_list_release(&l);
}

/* Where a release failed in between, the step is from the last one that has the number. */
static void the_history_is_walked_newest_first(void **state)
{
	static const char *const releases[] = { "go1.9.2", "go1.10", "go1.11", "go1.12", "tip" };
	static const int64_t mallocs[] = { 100, 200, -1, 300, 300 };
	struct rows *r = *state;
	struct change_list l;

	for (size_t i = 0; i < COUNT(releases); i++) {
		add_cell(r, releases[i], "default", "a/b")->status = mallocs[i] < 0 ? "run_failed" : "ok";
		if (mallocs[i] >= 0)
			add_count(r, releases[i], "BenchmarkX", mallocs[i], 100);
	}
	l = along(r, METRIC_ALLOCS | METRIC_STATUS);
	assert_int_equal(l.len, 4);
	assert_string_equal(l.items[0].new_go, "go1.12");
	assert_string_equal(l.items[0].old_go, "go1.10");
	assert_int_equal(l.items[0].metric, METRIC_ALLOCS);
	assert_string_equal(l.items[1].new_go, "go1.12");
	assert_int_equal(l.items[1].metric, METRIC_STATUS);
	assert_string_equal(l.items[2].new_go, "go1.11");
	assert_int_equal(l.items[2].metric, METRIC_STATUS);
	assert_string_equal(l.items[3].new_go, "go1.10");
	assert_string_equal(l.items[3].old_go, "go1.9.2");
	change_list_release(&l);
}

/* Two benchmarks of one cell, two steps: each step says what changed in it, once for the cell, with every count. */
/* A change between two patches of one minor is found where it happened, and the minor's first patch is blamed for nothing. */
static void patches_count(void **state)
{
	struct rows *r = *state;
	static const char *const releases[] = { "go1.26.10", "go1.26.11", "go1.26.2", "go1.26.0", "go1.25.14" };
	struct change_list l;

	for (size_t i = 0; i < COUNT(releases); i++) {
		add_cell(r, releases[i], "default", "a/b");
		add_count(r, releases[i], "BenchmarkX", i < 2 ? 200 : 100, i < 2 ? 3200 : 1600);
	}
	l = along(r, METRIC_ALLOCS);
	assert_int_equal(l.len, 1);
	assert_string_equal(l.items[0].old_go, "go1.26.2");
	assert_string_equal(l.items[0].new_go, "go1.26.10");
	change_list_release(&l);
}

static void each_step_says_its_own(void **state)
{
	static const char *const releases[] = { "go1.9.2", "go1.10", "go1.11" };
	static const char *const benchmarks[] = { "BenchmarkX", "BenchmarkY" };
	struct rows *r = *state;
	struct change_list l;

	for (size_t i = 0; i < COUNT(releases); i++) {
		add_cell(r, releases[i], "default", "a/b");
		for (size_t k = 0; k < COUNT(benchmarks); k++)
			add_count(r, releases[i], benchmarks[k], 100 * (int64_t)i, 100);
	}
	add_decision(r, "go1.10", 1, "escapes", "one");
	add_decision(r, "go1.11", 1, "escapes", "one");
	add_decision(r, "go1.11", 2, "escapes", "two");
	l = along(r, METRIC_ALLOCS | METRIC_ESCAPE);
	assert_int_equal(l.len, 6);
	for (size_t i = 0; i < 2; i++) {
		assert_string_equal(l.items[i].benchmark, benchmarks[i]);
		assert_string_equal(l.items[i].said, "line 2: two now escapes");
		assert_string_equal(l.items[3 + i].said, "line 1: one now escapes");
	}
	assert_string_equal(l.items[2].new_text, "line 2: two escapes to heap");
	assert_string_equal(l.items[5].new_text, "line 1: one escapes to heap");
	change_list_release(&l);
}

static void metrics_are_named(void **state)
{
	struct error err = ERROR_INIT;
	unsigned mask;

	(void)state;
	assert_int_equal(metrics_parse("allocs, escape", &mask, &err), 0);
	assert_int_equal(mask, METRIC_ALLOCS | METRIC_ESCAPE);
	assert_int_equal(metrics_parse("allocs,speed", &mask, &err), -1);
	assert_int_equal(err.kind, ERR_USAGE);
	assert_string_equal(err.msg, "metric 'speed' is none of allocs, bytes, time, escape, output, status");
	assert_int_equal(metrics_parse("", &mask, &err), -1);
	for (size_t i = 0; i < metric_count; i++)
		assert_ptr_equal(metric_info(metric_table[i].metric), &metric_table[i]);
}

static const struct CMUnitTest tests[] = {
	ROWS_TEST(counts_differ_beyond_noise),
	ROWS_TEST(epochs_of_the_counters_are_marked),
	ROWS_TEST(counts_say_what_the_compiler_changed),
	ROWS_TEST(counts_have_causes),
	ROWS_TEST(what_makes_nothing_is_no_change),
	ROWS_TEST(escape_compares_places),
	ROWS_TEST(one_fact_in_two_wordings_is_no_change),
	ROWS_TEST(initial_values_are_spoken_of_since_1_16),
	ROWS_TEST(wordings_of_one_era_are_no_change),
	ROWS_TEST(slices_of_a_moved_array_are_no_change),
	ROWS_TEST(escape_needs_both_sides),
	ROWS_TEST(status_changes_but_for_support),
	ROWS_TEST(an_edited_case_is_not_compared),
	ROWS_TEST(outputs_differ_but_for_addresses),
	ROWS_TEST(long_lines_are_cut_between_characters),
	ROWS_TEST(the_history_is_walked_newest_first),
	ROWS_TEST(patches_count),
	ROWS_TEST(each_step_says_its_own),
	ROWS_TEST(metrics_are_named),
};

TEST_MAIN(tests)
