/* Small statistics, against values computed by hand and from the binomial. */
#include "testing.h"

#include "analysis/stats.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void quantiles_interpolate(void **state)
{
	static const double x[] = { 40, 10, 30, 20 };

	(void)state;
	assert_float_equal(stats_quantile(x, 4, 0), 10, 1e-12);
	assert_float_equal(stats_quantile(x, 4, 0.25), 17.5, 1e-12); /* type 7: 10 + 0.75 * 10 */
	assert_float_equal(stats_quantile(x, 4, 0.5), 25, 1e-12);
	assert_float_equal(stats_quantile(x, 4, 0.9), 37, 1e-12);
	assert_float_equal(stats_quantile(x, 4, 1), 40, 1e-12);
	assert_float_equal(stats_quantile(x, 4, 2), 40, 1e-12);
	assert_float_equal(stats_quantile(x, 4, -1), 10, 1e-12);
	assert_float_equal(x[0], 40, 0); /* not sorted in place */
}

static void one_value_is_every_quantile(void **state)
{
	static const double x[] = { 7 };

	(void)state;
	assert_float_equal(stats_quantile(x, 1, 0.25), 7, 0);
	assert_float_equal(stats_median(x, 1), 7, 0);
}

static void median_of_odd_and_even(void **state)
{
	static const double x[] = { 5, 1, 9, 3 };

	(void)state;
	assert_float_equal(stats_median(x, 3), 5, 1e-12);
	assert_float_equal(stats_median(x, 4), 4, 1e-12);
}

/* Ranks from the binomial: the least k with 2 P(X < k) <= 5 % fails at k + 1. */
static void interval_takes_the_right_order_statistics(void **state)
{
	static const struct {
		size_t n, low, high;
		int status;
	} table[] = { { 1, 1, 1, -1 },    { 5, 1, 5, -1 },       { 6, 1, 6, 0 },         { 8, 1, 8, 0 },
		      { 9, 2, 8, 0 },     { 10, 2, 9, 0 },       { 20, 6, 15, 0 },       { 30, 10, 21, 0 },
		      { 100, 40, 61, 0 }, { 1000, 469, 532, 0 }, { 2500, 1201, 1300, 0 } };
	double *x = calloc(2500, sizeof *x), low, high;

	(void)state;
	assert_non_null(x);
	for (size_t i = 0; i < COUNT(table); i++) {
		double quantile;

		for (size_t k = 0; k < table[i].n; k++)
			x[k] = (double)(table[i].n - k); /* ranks, backwards */
		assert_int_equal(stats_median_interval(x, table[i].n, &low, &high), table[i].status);
		assert_float_equal(low, (double)table[i].low, 1e-12);
		assert_float_equal(high, (double)table[i].high, 1e-12);
		quantile = stats_quantile(x, table[i].n, 0.3);
		stats_sort(x, table[i].n);
		assert_float_equal(x[0], 1, 0);
		assert_float_equal(stats_quantile_sorted(x, table[i].n, 0.3), quantile, 0);
		assert_int_equal(stats_median_interval_sorted(x, table[i].n, &low, &high), table[i].status);
		assert_float_equal(low, (double)table[i].low, 1e-12);
		assert_float_equal(high, (double)table[i].high, 1e-12);
	}
	free(x);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(quantiles_interpolate),
	cmocka_unit_test(one_value_is_every_quantile),
	cmocka_unit_test(median_of_odd_and_even),
	cmocka_unit_test(interval_takes_the_right_order_statistics),
};

TEST_MAIN(tests)
