/* Times between two releases: what is paired, what is told, what is silent. */
#include "history_fixture.h"

static void add_pair(struct rows *r)
{
	add_cell(r, "go1.9.2", "default", "a/b");
	add_cell(r, "go1.13", "default", "a/b");
}

/* One process of each release in every block: the new one takes `percent` more, and a little more in later blocks. */
static void add_samples(struct rows *r, const char *purpose, const char *benchmark, size_t blocks, int64_t session,
                        double percent)
{
	for (size_t k = 0; k < blocks; k++) {
		int64_t before = 100000 + 1000 * (int64_t)(k * 7 % 10);
		struct sample_row *old = add_time(r, "go1.9.2", benchmark, before);
		struct sample_row *new =
			add_time(r, "go1.13", benchmark, (int64_t)((double)before * (1 + percent / 100)) + (int64_t)k);

		old->block = new->block = (int64_t)k;
		old->session = 1;
		new->session = session;
		old->purpose = new->purpose = purpose;
	}
}

static void add_blocks(struct rows *r, const char *benchmark, size_t blocks, int64_t session, double percent)
{
	add_samples(r, "time", benchmark, blocks, session, percent);
}

static void add_again(struct rows *r, const char *benchmark, size_t blocks, double percent)
{
	add_samples(r, "confirm", benchmark, blocks, 1, percent);
}

static struct change_list times_between(struct rows *r, const struct time_rules *rules)
{
	const struct evidence e = { .history = &r->history, .samples = &r->samples, .rules = rules };
	struct change_list l = CHANGE_LIST_INIT;

	build(r);
	changes_between(&e, "go1.9.2", "go1.13", METRIC_TIME, &l, NULL);
	return l;
}

static void times_differ_in_pairs(void **state)
{
	static const struct time_rules high = { .alpha = 0.05, .threshold = 0.2, .margin = 0.2 };
	static const struct {
		size_t blocks;
		int64_t session; /* of the new release; of the old one 1 */
		double percent;
		size_t blocks_again;
		double percent_again;
		const struct time_rules *rules;
		enum time_verdict verdict;
	} table[] = {
		{ 8, 1, 10, 8, 12, NULL, TIME_SLOWER }, /* though each varies by 10 % */
		{ 8, 1, -10, 8, -8, NULL, TIME_FASTER },   { 8, 1, 10, 0, 0, NULL, TIME_SUSPECTED },
		{ 8, 1, 10, 5, 10, NULL, TIME_SUSPECTED }, /* timed again, but too few */
		{ 8, 1, 10, 8, 0, NULL, TIME_CLEARED },    { 8, 1, 10, 8, -10, NULL, TIME_CLEARED },
		{ 8, 1, 0.5, 0, 0, NULL, TIME_SAME },      { 8, 2, 50, 0, 0, NULL, TIME_OPEN }, /* never side by side */
		{ 5, 1, 50, 0, 0, NULL, TIME_OPEN },                                            /* too few */
		{ 8, 1, 10, 0, 0, &high, TIME_SAME }
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		const bool decided = table[i].verdict == TIME_SLOWER || table[i].verdict == TIME_FASTER,
			   listed = decided || table[i].verdict == TIME_SUSPECTED;
		struct rows *r = *state;
		struct change_list l;

		r->cells.len = r->samples.len = 0;
		add_pair(r);
		add_blocks(r, "BenchmarkX", table[i].blocks, table[i].session, table[i].percent);
		add_again(r, "BenchmarkX", table[i].blocks_again, table[i].percent_again);
		l = times_between(r, table[i].rules);
		assert_int_equal(l.times.comparisons, 1);
		if (!l.times.verdicts[table[i].verdict])
			fail_msg("row %zu: not %s", i, time_verdict_name(table[i].verdict));
		assert_int_equal(l.times.unpaired, table[i].session != 1);
		assert_int_equal(l.noutcomes, 1);
		assert_string_equal(l.outcomes[0].benchmark, "BenchmarkX");
		assert_int_equal(l.outcomes[0].result.verdict, table[i].verdict);
		assert_int_equal(l.len, listed);
		if (listed) {
			const double percent = decided ? table[i].percent_again : table[i].percent;

			assert_int_equal(l.items[0].metric, METRIC_TIME);
			assert_int_equal(l.items[0].worse, decided && table[i].percent > 0);
			assert_string_equal(l.items[0].benchmark, "BenchmarkX");
			assert_int_equal(l.items[0].time.pairs, 8);
			assert_float_equal(l.items[0].time.ratio, 1 + table[i].percent / 100, 1e-3);
			assert_float_equal(l.items[0].time.told.ratio, 1 + percent / 100, 1e-3);
			assert_float_equal(l.items[0].time.p, 2.0 / 256, 1e-12);
			assert_float_equal(l.items[0].new_value / l.items[0].old_value, 1 + percent / 100, 1e-3);
		}
		change_list_release(&l);
	}
}

/* The medians are of the pairs: another day's times of one side, under other conditions, are not in them. */
static void medians_are_of_the_pairs(void **state)
{
	struct rows *r = *state;
	struct change_list l;

	add_pair(r);
	add_blocks(r, "BenchmarkX", 8, 1, 10);
	for (int k = 0; k < 12; k++) {
		struct sample_row *s = add_time(r, "go1.9.2", "BenchmarkX", 900000);

		s->session = 2;
		s->block = k;
	}
	add_blocks(r, "BenchmarkNever", 6, 2, 10);
	l = times_between(r, NULL);
	assert_int_equal(l.noutcomes, 2);
	for (size_t i = 0; i < 2; i++) {
		const struct time_outcome *o = &l.outcomes[i];

		if (!strcmp(o->benchmark, "BenchmarkX")) {
			assert_in_range((int64_t)o->old_ns, 10000, 11000); /* of 10 iterations */
			assert_float_equal(o->new_ns / o->old_ns, 1.1, 1e-3);
		} else {
			assert_float_equal(o->old_ns, 0, 0);
			assert_float_equal(o->new_ns, 0, 0);
		}
	}
	change_list_release(&l);
}

/* What is the same and calls nothing else, or the very same binary, cannot have become slower. */
static void identical_work_is_silent(void **state)
{
	static const struct {
		bool leaves;
		const char *old_binary, *new_binary;
		bool identical;
	} table[] = { { false, "", "", true },   { true, "", "", false },     { true, "b", "b", true },
		      { true, "b", "c", false }, { true, NULL, NULL, false }, { false, "b", "c", true } };

	for (size_t i = 0; i < COUNT(table); i++) {
		struct rows *r = *state;
		struct code_row codes[2];
		struct code_rows rows = { .items = codes, .len = 2 };
		struct evidence e = { .history = &r->history, .samples = &r->samples, .codes = &rows };
		struct change_list l = CHANGE_LIST_INIT;

		r->cells.len = r->samples.len = 0;
		add_pair(r);
		r->cell[0].binary = table[i].old_binary;
		r->cell[1].binary = table[i].new_binary;
		add_blocks(r, "BenchmarkX", 8, 1, 10);
		add_again(r, "BenchmarkX", 8, 10);
		for (int k = 0; k < 2; k++)
			codes[k] = (struct code_row){ .go = r->cell[k].go,
				                      .goos = "linux",
				                      .goarch = "amd64",
				                      .mode = "default",
				                      .case_name = "a/b",
				                      .function = "BenchmarkX",
				                      .digest = "1",
				                      .refers = "",
				                      .bytes = 1,
				                      .leaves = table[i].leaves && k };
		build(r);
		changes_between(&e, "go1.9.2", "go1.13", METRIC_TIME, &l, NULL);
		assert_int_equal(l.len, table[i].identical ? 0 : 1);
		assert_int_equal(l.outcomes[0].result.identical, table[i].identical);
		assert_int_equal(l.outcomes[0].code, CODE_SAME);
		assert_int_equal(l.times.noise.significant, table[i].identical);
		change_list_release(&l);
	}
}

/* What the compiler wrote alike it has not slowed down: the row says so. */
static void times_of_the_same_code(void **state)
{
	static const struct {
		const char *digest; /* of the newer release; the older one's is "1" */
		enum code_verdict code;
		const char *said;
	} table[] = { { "1", CODE_SAME,
		        "the case's own code is the same: not the compiler's doing, but the runtime's, the "
		        "library's, or where the code lies" },
		      { "2", CODE_DIFFERS, "" },
		      { NULL, CODE_UNKNOWN, "" } };

	for (size_t i = 0; i < COUNT(table); i++) {
		struct rows *r = *state;
		struct code_row codes[2];
		struct code_rows rows = { .items = codes, .len = table[i].digest ? 2 : 1 };
		struct evidence e = { .history = &r->history, .samples = &r->samples, .codes = &rows };
		struct change_list l = CHANGE_LIST_INIT;

		r->cells.len = r->samples.len = 0;
		add_pair(r);
		add_blocks(r, "BenchmarkX", 8, 1, 10);
		for (int k = 0; k < 2; k++)
			codes[k] = (struct code_row){ .go = k ? "go1.13" : "go1.9.2",
				                      .goos = "linux",
				                      .goarch = "amd64",
				                      .mode = "default",
				                      .case_name = "a/b",
				                      .function = "BenchmarkX",
				                      .digest = k ? table[i].digest : "1",
				                      .refers = "",
				                      .leaves = true,
				                      .version = version_of(k ? "go1.13" : "go1.9.2") };
		build(r);
		changes_between(&e, "go1.9.2", "go1.13", METRIC_TIME, &l, NULL);
		assert_int_equal(l.len, 1); /* suspected */
		assert_int_equal(l.items[0].code, table[i].code);
		assert_string_equal(l.items[0].said, table[i].said);
		change_list_release(&l);
	}
}

/* Rows in any order, of several benchmarks: each gets its own, the largest comes first. */
static void times_come_largest_first(void **state)
{
	struct rows *r = *state;
	struct change_list l;

	add_pair(r);
	add_blocks(r, "BenchmarkA", 9, 1, 10);
	add_blocks(r, "BenchmarkB", 9, 1, -40);
	add_blocks(r, "BenchmarkC", 9, 1, 20);
	for (size_t i = 0; i < r->samples.len; i++) {
		size_t other = i * 17 % r->samples.len;
		struct sample_row swap = r->sample[i];

		r->sample[i] = r->sample[other];
		r->sample[other] = swap;
	}
	l = times_between(r, NULL);
	assert_int_equal(l.len, 3);
	assert_string_equal(l.items[0].benchmark, "BenchmarkB");
	assert_string_equal(l.items[1].benchmark, "BenchmarkC");
	assert_string_equal(l.items[2].benchmark, "BenchmarkA");
	assert_int_equal(l.items[2].time.family, 3);
	assert_int_equal(l.items[2].time.pairs, 9);
	change_list_release(&l);
}

/* Along the history, all steps are one family. */
static void times_along_are_one_family(void **state)
{
	struct rows *r = *state;
	struct evidence e = { .history = &r->history, .samples = &r->samples };
	struct change_list l = CHANGE_LIST_INIT;

	add_pair(r);
	add_cell(r, "go1.14", "default", "a/b");
	add_blocks(r, "BenchmarkX", 9, 1, 10);
	for (int64_t k = 0; k < 9; k++) {
		struct sample_row *s = add_time(r, "go1.14", "BenchmarkX", 150000);

		s->session = 1;
		s->block = k;
	}
	build(r);
	changes_along(&e, METRIC_TIME, &l);
	assert_int_equal(l.times.comparisons, 2);
	assert_int_equal(l.times.family, 2);
	assert_int_equal(l.len, 2);
	assert_string_equal(l.items[0].new_go, "go1.14");
	change_list_release(&l);
}

/* Without the samples nothing can be said. */
static void times_without_samples_stay_open(void **state)
{
	struct rows *r = *state;
	struct evidence e = { .history = &r->history };
	struct change_list l = CHANGE_LIST_INIT;

	add_pair(r);
	add_blocks(r, "BenchmarkX", 9, 1, 50);
	build(r);
	changes_between(&e, "go1.9.2", "go1.13", METRIC_TIME, &l, NULL);
	assert_int_equal(l.len, 0);
	assert_int_equal(l.times.verdicts[TIME_OPEN], 1);
	change_list_release(&l);
}

/* ---- levels along many releases ---- */

static const char *const line[] = { "go1.9.2", "go1.10", "go1.11", "go1.12", "go1.13",
	                            "go1.14",  "go1.15", "go1.16", "go1.17", "go1.18" };

/* `n` releases in blocks of session 1, about 1000 ns, `percent` more from release `at` on; none is the same twice. */
static void add_line(struct rows *r, size_t n, size_t blocks, size_t at, double percent)
{
	r->cells.len = r->samples.len = 0;
	for (size_t i = 0; i < n; i++) {
		add_cell(r, line[i], "default", "a/b");
		for (size_t b = 0; b < blocks; b++) {
			double ns = (10000 + 20 * (double)(i * 7 % 5) + 15 * (double)(b * 5 % 4)) *
			            (i >= at ? 1 + percent / 100 : 1);
			struct sample_row *s = add_time(r, line[i], "BenchmarkX", (int64_t)ns);

			s->session = 1;
			s->block = (int64_t)(b + 100 * i); /* no pairs: these say nothing */
		}
	}
}

static struct change_list levels_along(struct rows *r, const struct time_rules *rules)
{
	const struct evidence e = { .history = &r->history, .samples = &r->samples, .rules = rules };
	struct change_list l = CHANGE_LIST_INIT;

	build(r);
	changes_along(&e, METRIC_TIME, &l);
	return l;
}

static void a_new_level_begins_with_a_release(void **state)
{
	static const struct time_rules high = { .alpha = 0.05, .threshold = 0.3, .margin = 0.3 };
	static const struct {
		size_t releases, at;
		double percent;
		const struct time_rules *rules;
		size_t series, levels;
	} table[] = {
		{ 10, 5, 20, NULL, 1, 1 }, { 10, 5, -20, NULL, 1, 1 },
		{ 10, 5, 0, NULL, 1, 0 },  { 10, 5, 20, &high, 1, 0 }, /* below the threshold */
		{ 8, 4, 20, NULL, 1, 1 },  { 7, 4, 20, NULL, 0, 0 },   /* too few releases */
		{ 10, 9, 20, NULL, 1, 0 },                             /* of the newest alone nothing can be said */
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct rows *r = *state;
		struct change_list l;

		add_line(r, table[i].releases, 6, table[i].at, table[i].percent);
		l = levels_along(r, table[i].rules);
		if (l.levels.series != table[i].series || l.levels.levels != table[i].levels)
			fail_msg("row %zu: %zu series, %zu levels", i, l.levels.series, l.levels.levels);
		assert_int_equal(l.len, table[i].levels);
		if (l.len) {
			const struct change *c = &l.items[0];

			assert_string_equal(c->new_go, line[table[i].at]);
			assert_string_equal(c->old_go, line[table[i].at - 1]);
			assert_int_equal(c->worse, table[i].percent > 0);
			assert_int_equal(c->level.releases, table[i].releases - table[i].at);
			assert_float_equal(c->level.ratio, 1 + table[i].percent / 100, 0.01);
			assert_true(c->level.low < c->level.ratio && c->level.ratio < c->level.high);
			assert_true(c->level.p <= c->level.q && c->level.q <= 0.05);
			assert_float_equal(c->new_value / c->old_value, c->level.ratio, 1e-9);
			assert_non_null(strstr(c->said, "a new level of"));
			assert_int_equal(c->time.verdict, TIME_NONE);
		}
		change_list_release(&l);
	}
}

/* Another session, on another machine perhaps: its times are no part of the line. */
static void levels_are_of_one_session(void **state)
{
	struct rows *r = *state;
	struct change_list l;

	add_line(r, 10, 4, 5, 0);
	for (size_t i = 0; i < 24; i++) /* half as fast; four releases against ten */
		add_time(r, line[6 + i % 4], "BenchmarkX", 20000)->session = 2;
	l = levels_along(r, NULL);
	assert_int_equal(l.levels.series, 1);
	assert_int_equal(l.levels.session, 1);
	assert_int_equal(l.levels.levels, 0);
	change_list_release(&l);
	for (size_t i = 0; i < r->samples.len; i++) /* no session has eight */
		if (r->sample[i].session == 1 && version_of(r->sample[i].go).minor > 14)
			r->sample[i].session = 2;
	l = levels_along(r, NULL);
	assert_int_equal(l.levels.series, 0);
	change_list_release(&l);
}

static void an_edited_case_has_no_levels(void **state)
{
	struct rows *r = *state;
	struct change_list l;

	add_line(r, 10, 6, 5, 20);
	for (size_t i = 5; i < 10; i++)
		r->cell[i].case_sha256 = "edited";
	l = levels_along(r, NULL);
	assert_int_equal(l.levels.series, 0);
	assert_int_equal(l.len, 0);
	change_list_release(&l);
}

/* What the pairs have found of the same step is one row. */
static void a_level_joins_what_the_pairs_say(void **state)
{
	struct rows *r = *state;
	struct change_list l;

	add_line(r, 10, 6, 5, 20);
	for (size_t i = 0; i < r->samples.len; i++)
		r->sample[i].block %= 100;
	l = levels_along(r, NULL);
	for (size_t i = 0; i < l.len; i++)
		if (l.items[i].level.releases) {
			assert_int_equal(l.items[i].time.verdict, TIME_SUSPECTED);
			assert_string_equal(l.items[i].new_go, line[5]);
			assert_int_equal(l.levels.levels, 1);
		}
	assert_int_equal(l.levels.levels, 1);
	assert_int_equal(l.len, 1);
	change_list_release(&l);
}

static const struct CMUnitTest tests[] = {
	ROWS_TEST(a_new_level_begins_with_a_release),
	ROWS_TEST(levels_are_of_one_session),
	ROWS_TEST(an_edited_case_has_no_levels),
	ROWS_TEST(a_level_joins_what_the_pairs_say),
	ROWS_TEST(times_differ_in_pairs),
	ROWS_TEST(medians_are_of_the_pairs),
	ROWS_TEST(identical_work_is_silent),
	ROWS_TEST(times_of_the_same_code),
	ROWS_TEST(times_come_largest_first),
	ROWS_TEST(times_along_are_one_family),
	ROWS_TEST(times_without_samples_stay_open),
};

TEST_MAIN(tests)
