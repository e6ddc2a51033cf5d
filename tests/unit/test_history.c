/* The history: rows folded into points. */
#include "analysis/step.h"
#include "history_fixture.h"

static void the_least_sample_is_the_count(void **state)
{
	struct rows *r = *state;
	const struct point *p;

	add_cell(r, "go1.9.2", "default", "a/b");
	add_count(r, "go1.9.2", "BenchmarkX", 305, 2500);
	add_count(r, "go1.9.2", "BenchmarkX", 304, 2400);
	add_count(r, "go1.9.2", "BenchmarkX", 303, 2400)->gc_count = 50;
	add_count(r, "go1.9.2", "BenchmarkX", 304, 2400);
	add_count(r, "go1.9.2", "BenchmarkX", 0, 0)->n = 99; /* too few iterations */
	add_count(r, "go1.9.2", "BenchmarkX", 0, 0)->n = 0;
	add_count(r, "go1.9.2", "BenchmarkX", -1, -1); /* nonsense */
	build(r);
	assert_int_equal(r->history.len, 1);
	assert_int_equal(r->history.items[0].n, 1);
	p = &r->history.items[0].points[0];
	assert_true(p->counted);
	assert_int_equal(p->allocs, 3);
	assert_int_equal(p->bytes, 24);
	assert_float_equal(p->allocs_exact, 3.03, 1e-6);
	assert_float_equal(p->bytes_exact, 24, 1e-6);
	assert_float_equal(p->gc_per_op, 0.5, 1e-6);
	assert_false(p->timed);
}

static void assert_range(const struct count_range *r, int64_t low, int64_t high)
{
	if (r->low != low || r->high != high)
		fail_msg("%lld..%lld instead of %lld..%lld", (long long)r->low, (long long)r->high, (long long)low,
		         (long long)high);
}

/* The least sample and the longest ones, all of them; a shorter one only adds strays. */
static void counts_that_vary_are_ranges(void **state)
{
	static const struct {
		int64_t n[4], mallocs[4], bytes[4], allocs[2], per_op[2];
	} rows[] = {
		{ { 100, 1000, 1000 }, { 300, 3000, 3000 }, { 2400, 24000, 24000 }, { 3, 3 }, { 24, 24 } },
		{ { 100, 1000, 1000 }, { 500, 3000, 3000 }, { 9900, 24000, 24000 }, { 3, 3 }, { 24, 24 } },
		/* a hundredth short is whole */
		{ { 100, 1000, 1000 }, { 300, 2995, 2995 }, { 2400, 24000, 24000 }, { 3, 3 }, { 24, 24 } },
		{ { 100, 1000, 1000 }, { 300, 3000, 4000 }, { 2400, 24000, 25000 }, { 3, 4 }, { 24, 25 } },
		{ { 100, 1000, 1000 }, { 300, 4000, 3000 }, { 2400, 25000, 24000 }, { 3, 4 }, { 24, 25 } },
		{ { 100, 1000, 1000 }, { 200, 3000, 3000 }, { 1600, 24000, 24000 }, { 2, 3 }, { 16, 24 } },
		/* a quarter above may be the next; strays carry bytes along */
		{ { 100, 1000, 1000 }, { 330, 3300, 3300 }, { 2400, 24000, 24000 }, { 3, 4 }, { 23, 24 } },
	};
	struct rows *r = *state;
	const struct point *p;

	for (size_t i = 0; i < COUNT(rows); i++) {
		r->samples.len = r->cells.len = 0;
		add_cell(r, "go1.9.2", "default", "a/b");
		for (size_t k = 0; k < 4 && rows[i].n[k]; k++)
			add_count(r, "go1.9.2", "BenchmarkX", rows[i].mallocs[k], rows[i].bytes[k])->n = rows[i].n[k];
		build(r);
		p = &r->history.items[0].points[0];
		assert_range(&p->allocs_range, rows[i].allocs[0], rows[i].allocs[1]);
		assert_range(&p->bytes_range, rows[i].per_op[0], rows[i].per_op[1]);
		assert_int_equal(point_deterministic(p), i < 3);
	}
	r->samples.len = 0;
	build(r);
	assert_false(point_deterministic(&r->history.items[0].points[0])); /* nothing counted */
}

/* Two counts differ only if what was seen of them is apart: by a quarter of an allocation, half a percent of the bytes. */
static void steps_are_between_ranges(void **state)
{
	static const struct {
		int64_t old[2], new[2]; /* mallocs, or bytes, of two samples of 1000 iterations */
		int allocs, bytes;
	} rows[] = {
		{ { 3000, 3000 }, { 3000, 3000 }, 0, 0 },   { { 3000, 3000 }, { 4000, 4000 }, 1, 1 },
		{ { 3000, 3000 }, { 2000, 2000 }, -1, -1 }, { { 3000, 4200 }, { 4000, 4000 }, 0, 0 },
		{ { 4000, 4000 }, { 3000, 4200 }, 0, 0 },   { { 3000, 3900 }, { 4100, 4100 }, 0, 1 },
		{ { 3000, 3700 }, { 4100, 4100 }, 1, 1 },   { { 4100, 4100 }, { 3000, 3700 }, -1, -1 },
	};
	struct rows *r = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct point *old, *new;

		r->samples.len = r->cells.len = 0;
		add_cell(r, "go1.9.2", "default", "a/b");
		add_cell(r, "go1.10", "default", "a/b");
		for (size_t k = 0; k < 2; k++) {
			add_count(r, "go1.9.2", "BenchmarkX", rows[i].old[k], rows[i].old[k])->n = 1000;
			add_count(r, "go1.10", "BenchmarkX", rows[i].new[k], rows[i].new[k])->n = 1000;
		}
		build(r);
		old = &r->history.items[0].points[0];
		new = &r->history.items[0].points[1];
		if (allocs_step(old, new) != rows[i].allocs || bytes_step(old, new) != rows[i].bytes)
			fail_msg("row %zu: %d, %d", i, allocs_step(old, new), bytes_step(old, new));
	}
}

/* A mean over 200 operations is not that over 1000: counted over 100 both are the same. What changed shows there, too. */
static void a_mean_depends_on_how_many(void **state)
{
	static const struct {
		int64_t n, first[2], longest[2]; /* of the new: n of the longest; mallocs, bytes */
		int allocs, bytes;
	} rows[] = {
		{ 1000, { 1815, 57504 }, { 18117, 566880 }, 0, 0 },  /* the same operations */
		{ 1000, { 1815, 56404 }, { 18117, 556880 }, 0, -1 }, /* 11 bytes fewer in the first, too */
		{ 1000, { 1815, 57404 }, { 18117, 556880 }, 0, 0 },  /* only one byte */
		{ 200, { 1815, 57504 }, { 3626, 111208 }, 0, -1 },   /* as many operations: nothing to explain it */
		{ 1000, { 1815, 57504 }, { 20117, 566880 }, 0, 0 },  { 1000, { 2015, 57504 }, { 20117, 566880 }, 1, 0 },
	};
	struct rows *r = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct point *old, *new;

		r->samples.len = r->cells.len = 0;
		add_cell(r, "go1.9.2", "default", "a/b");
		add_cell(r, "go1.10", "default", "a/b");
		add_count(r, "go1.9.2", "BenchmarkX", 1815, 57504)->n = 100;
		add_count(r, "go1.9.2", "BenchmarkX", 3626, 114208)->n = 200;
		add_count(r, "go1.10", "BenchmarkX", rows[i].first[0], rows[i].first[1])->n = 100;
		add_count(r, "go1.10", "BenchmarkX", rows[i].longest[0], rows[i].longest[1])->n = rows[i].n;
		build(r);
		old = &r->history.items[0].points[0];
		new = &r->history.items[0].points[1];
		if (allocs_step(old, new) != rows[i].allocs || bytes_step(old, new) != rows[i].bytes)
			fail_msg("row %zu: %d, %d", i, allocs_step(old, new), bytes_step(old, new));
	}
}

static void times_are_medians_with_intervals(void **state)
{
	static const int64_t elapsed[] = { 60, 50, 40, 30, 20, 10 };
	struct rows *r = *state;
	const struct point *p;

	add_cell(r, "go1.9.2", "default", "a/b");
	for (size_t i = 0; i < COUNT(elapsed); i++)
		add_time(r, "go1.9.2", "BenchmarkX", elapsed[i]);
	add_time(r, "go1.9.2", "BenchmarkX", 1)->n = 0;
	build(r);
	p = &r->history.items[0].points[0];
	assert_true(p->timed);
	assert_false(p->counted); /* none has N >= 100 */
	assert_int_equal(p->time_samples, 6);
	assert_float_equal(p->ns, 3.5, 1e-6);
	assert_float_equal(p->ns_low, 1, 1e-6);
	assert_float_equal(p->ns_high, 6, 1e-6);
	assert_float_equal(p->ns_q1, 2.25, 1e-6);
	assert_float_equal(p->ns_q3, 4.75, 1e-6);
}

static void series_and_points_are_sorted(void **state)
{
	static const char *const modes[] = { "386", "noopt", "default", "noinline" };
	static const char *const sorted[] = { "default", "noinline", "noopt", "386" };
	struct rows *r = *state;

	for (size_t i = 0; i < COUNT(modes); i++) {
		add_cell(r, "tip", modes[i], "b/c");
		add_cell(r, "go1.10", modes[i], "b/c");
		add_cell(r, "go1.9.2", modes[i], "b/c");
		add_cell(r, "go1.27.4", modes[i], "b/c");
	}
	add_cell(r, "go1.9.2", "noopt", "a/z");
	build(r);
	assert_int_equal(r->history.len, 5);
	assert_string_equal(r->history.items[0].case_name, "a/z");
	for (size_t i = 0; i < COUNT(sorted); i++) {
		const struct series *s = &r->history.items[i + 1];

		assert_string_equal(s->mode, sorted[i]);
		assert_string_equal(s->benchmark, "");
		assert_int_equal(s->n, 4);
		assert_string_equal(s->points[0].go, "go1.9.2");
		assert_string_equal(s->points[1].go, "go1.10");
		assert_string_equal(s->points[2].go, "go1.27.4");
		assert_string_equal(s->points[3].go, "tip"); /* local ones last, whatever their version */
	}
	assert_int_equal(r->history.nreleases, 4);
	assert_string_equal(r->history.releases[3].go, "tip");
	assert_true(r->history.releases[3].local);
}

static void benchmarks_follow_the_newest_file(void **state)
{
	struct rows *r = *state;

	add_cell(r, "go1.9.2", "default", "a/b");
	add_cell(r, "go1.10", "default", "a/b");
	add_count(r, "go1.9.2", "BenchmarkA", 0, 0)->ordinal = 0;
	add_count(r, "go1.9.2", "BenchmarkB", 0, 0)->ordinal = 1;
	add_count(r, "go1.9.2", "BenchmarkGone", 700, 800)->ordinal = 2;
	add_count(r, "go1.10", "BenchmarkB", 0, 0)->ordinal = 0;
	add_count(r, "go1.10", "BenchmarkA", 100, 1600)->ordinal = 1;
	build(r);
	assert_int_equal(r->history.len, 3);
	assert_string_equal(r->history.items[0].benchmark, "BenchmarkB");
	assert_string_equal(r->history.items[1].benchmark, "BenchmarkA");
	assert_string_equal(r->history.items[2].benchmark, "BenchmarkGone");
	assert_int_equal(series_at(&r->history.items[1], "go1.10")->allocs, 1);
	assert_int_equal(series_at(&r->history.items[2], "go1.9.2")->allocs, 7);
	assert_false(series_at(&r->history.items[2], "go1.10")->counted);
	assert_null(series_at(&r->history.items[2], "go1.11"));
}

static void platforms_are_series_of_their_own(void **state)
{
	struct rows *r = *state;
	struct sample_row *s;

	add_cell(r, "go1.9.2", "default", "a/b");
	add_cell(r, "go1.9.2", "default", "a/b")->goarch = "arm64";
	add_cell(r, "go1.9.2", "default", "a/b")->goarch = "arm64"; /* twice: not from us */
	s = add_count(r, "go1.9.2", "BenchmarkX", 500, 500);
	s->goarch = "arm64";
	build(r);
	assert_int_equal(r->history.len, 2);
	assert_string_equal(r->history.items[0].benchmark, "");
	assert_false(r->history.items[0].points[0].counted);
	assert_string_equal(r->history.items[1].goarch, "arm64");
	assert_int_equal(r->history.items[1].n, 1);
	assert_int_equal(r->history.items[1].points[0].allocs, 5);
}

static void strangers_and_nothing_are_harmless(void **state)
{
	struct rows *r = *state;

	build(r);
	assert_int_equal(r->history.len, 0);
	assert_null(history_release_named(&r->history, "1.9"));
	add_count(r, "go1.9.2", "BenchmarkX", 1, 1); /* a sample without its cell */
	add_count(r, "go1.10", "BenchmarkX", 500, 500);
	add_cell(r, "go1.10", "default", "a/b")->status = "nonsense";
	build(r);
	assert_int_equal(r->history.len, 1);
	assert_int_equal(r->history.items[0].n, 1);
	assert_int_equal(r->history.items[0].points[0].allocs, 5);
}

static void releases_are_found_by_name(void **state)
{
	static const char *const releases[] = { "go1.20", "go1.20.14", "go1.9.2", "go1.27rc1", "go1.26.1", "tip" };
	static const struct {
		const char *name, *found;
	} table[] = { { "go1.9.2", "go1.9.2" },
		      { "1.9.2", "go1.9.2" },
		      { "1.9", "go1.9.2" },
		      { "go1.9", "go1.9.2" },
		      { "1.20", "go1.20.14" },
		      { "go1.20", "go1.20" },
		      { "1.27rc1", "go1.27rc1" },
		      { "1.27", NULL },
		      { "1.26", "go1.26.1" },
		      { "1.26.2", NULL },
		      { "tip", "tip" },
		      { "1.1", NULL },
		      { "", NULL },
		      { "1.9.2.1", NULL } };
	struct rows *r = *state;

	for (size_t i = 0; i < COUNT(releases); i++)
		add_cell(r, releases[i], "default", "a/b");
	build(r);
	for (size_t i = 0; i < COUNT(table); i++) {
		const struct release *found = history_release_named(&r->history, table[i].name);

		if (!table[i].found)
			assert_null(found);
		else if (!found)
			fail_msg("%s: not found", table[i].name);
		else
			assert_string_equal(found->go, table[i].found);
	}
}

static const struct CMUnitTest tests[] = {
	ROWS_TEST(counts_that_vary_are_ranges),        ROWS_TEST(steps_are_between_ranges),
	ROWS_TEST(a_mean_depends_on_how_many),         ROWS_TEST(the_least_sample_is_the_count),
	ROWS_TEST(times_are_medians_with_intervals),   ROWS_TEST(series_and_points_are_sorted),
	ROWS_TEST(benchmarks_follow_the_newest_file),  ROWS_TEST(platforms_are_series_of_their_own),
	ROWS_TEST(strangers_and_nothing_are_harmless), ROWS_TEST(releases_are_found_by_name),
};

TEST_MAIN(tests)
