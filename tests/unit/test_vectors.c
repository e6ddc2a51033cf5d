/* The statistics against SciPy and published tables: tests/vectors/, which make.py writes. */
#include "testing.h"

#include <math.h>

#include "analysis/hodges_lehmann.h"
#include "analysis/multiple.h"
#include "analysis/rank.h"
#include "analysis/stats.h"
#include "vector_file.h"

#define MOST 512

static void assert_near(double got, double want, double relative)
{
	if (!(fabs(got - want) <= relative * fmax(fabs(want), 1e-300)))
		fail_msg("%.17g instead of %.17g", got, want);
}

static void signed_rank_p(void **state)
{
	struct vector_file v;
	double x[MOST];
	size_t approximate = 0;

	(void)state;
	vector_open(&v, "signed_rank.tsv");
	while (vector_row(&v)) {
		size_t n = vector_numbers(&v, x, MOST);
		double plus = vector_number(&v), minus = vector_number(&v), p = vector_number(&v);
		struct signed_rank r;

		signed_rank_test(x, n, &r);
		assert_int_equal(r.n, n);
		assert_float_equal(r.plus, plus, 0);
		assert_float_equal(r.minus, minus, 0);
		assert_near(r.p, p, 1e-11);
		approximate += !r.exact;
	}
	assert_true(v.rows >= 40);
	assert_true(approximate >= 4 && approximate < v.rows / 2);
}

static void hodges_lehmann_interval(void **state)
{
	struct vector_file v;
	double x[MOST];

	(void)state;
	vector_open(&v, "hodges_lehmann.tsv");
	while (vector_row(&v)) {
		size_t n = vector_numbers(&v, x, MOST);
		double level = vector_number(&v), estimate = vector_number(&v), low = vector_number(&v),
		       high = vector_number(&v), coverage = vector_number(&v), exists = vector_number(&v);
		struct location l;

		assert_int_equal(hodges_lehmann(x, n, level, &l), exists > 0 ? 0 : -1);
		assert_float_equal(l.estimate, estimate, 1e-15 * (1 + fabs(estimate)));
		assert_float_equal(l.low, low, 0);
		assert_float_equal(l.high, high, 0);
		assert_float_equal(l.level, coverage, 1e-12);
		/* within the interval itself, and within nothing that is narrower */
		assert_int_equal(hodges_lehmann_within(x, n, level, low, high), exists > 0);
		assert_false(hodges_lehmann_within(x, n, level, nextafter(low, INFINITY), high));
		assert_false(hodges_lehmann_within(x, n, level, low, nextafter(high, -INFINITY)));
	}
	assert_true(v.rows >= 100);
}

static void median_interval(void **state)
{
	struct vector_file v;
	double x[MOST];

	(void)state;
	vector_open(&v, "median.tsv");
	while (vector_row(&v)) {
		size_t n = vector_numbers(&v, x, MOST);
		double level = vector_number(&v), low = vector_number(&v), high = vector_number(&v),
		       coverage = vector_number(&v), exists = vector_number(&v), got[3];

		assert_int_equal(stats_median_interval_at(x, n, level, &got[0], &got[1], &got[2]), exists > 0 ? 0 : -1);
		assert_float_equal(got[0], low, 0);
		assert_float_equal(got[1], high, 0);
		assert_float_equal(got[2], coverage, 1e-12);
	}
	assert_true(v.rows >= 100);
}

static void false_discoveries(void **state)
{
	struct vector_file v;
	double p[MOST], want[MOST], q[MOST];

	(void)state;
	vector_open(&v, "multiple.tsv");
	while (vector_row(&v)) {
		size_t n = vector_numbers(&v, p, MOST);

		assert_int_equal(vector_numbers(&v, want, MOST), n);
		multiple_adjust(p, n, q);
		for (size_t i = 0; i < n; i++)
			assert_near(q[i], want[i], 1e-12);
	}
	assert_true(v.rows >= 10);
}

/* One past the critical value of the table is above the level, itself is not. */
static void published_critical_values(void **state)
{
	static const double levels[] = { 0.05, 0.025, 0.005 };
	struct vector_file v;

	(void)state;
	vector_open(&v, "published.tsv");
	while (vector_row(&v)) {
		size_t n = (size_t)vector_number(&v);

		for (size_t i = 0; i < 3; i++) {
			const char *text = vector_text(&v);
			size_t c = signed_rank_critical(n, levels[i], NULL);

			assert_int_equal(c, strcmp(text, "-") != 0 ? (size_t)atoi(text) + 1 : 0);
		}
	}
	assert_int_equal(v.rows, 20);
}

/* Hollander & Wolfe, examples 3.1, 3.3, 3.4: the depression scale; T+ 5, P .020; -.46; 96.1 %: (-.786, -.010). */
static void published_example(void **state)
{
	static const double before[] = { 1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30 },
			    after[] = { 0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29 };
	double d[9];
	struct signed_rank r;
	struct location l;

	(void)state;
	for (size_t i = 0; i < 9; i++)
		d[i] = after[i] - before[i];
	signed_rank_test(d, 9, &r);
	assert_float_equal(r.plus, 5, 0);
	assert_float_equal(r.p / 2, 0.020, 0.0005);
	assert_int_equal(hodges_lehmann(d, 9, 0.96, &l), 0);
	assert_float_equal(l.estimate, -0.46, 0.001);
	assert_float_equal(l.low, -0.786, 0.0005);
	assert_float_equal(l.high, -0.010, 0.0005);
	assert_float_equal(l.level, 0.961, 0.0005);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(signed_rank_p),
	cmocka_unit_test(hodges_lehmann_interval),
	cmocka_unit_test(median_interval),
	cmocka_unit_test(false_discoveries),
	cmocka_unit_test(published_critical_values),
	cmocka_unit_test(published_example),
};

TEST_MAIN(tests)
