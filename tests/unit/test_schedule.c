#include "testing.h"

#include <stdbool.h>

#include "bench/schedule.h"

static void test_order_is_a_permutation_of_the_seed_and_block(void **state)
{
	size_t a[50], b[50], c[50], d[50];
	bool seen[50] = { false };

	(void)state;
	schedule_order(7, 1, a, 50);
	schedule_order(7, 1, b, 50);
	schedule_order(7, 2, c, 50);
	schedule_order(8, 1, d, 50);
	assert_memory_equal(a, b, sizeof a);
	assert_memory_not_equal(a, c, sizeof a);
	assert_memory_not_equal(a, d, sizeof a);
	for (size_t i = 0; i < 50; i++) {
		assert_in_range(a[i], 0, 49);
		assert_false(seen[a[i]]);
		seen[a[i]] = true;
	}
	schedule_order(7, 1, a, 0);
	schedule_order(7, 1, a, 1);
	assert_int_equal(a[0], 0);
}

/* Over many blocks every cell comes first about as often as any other. */
static void test_order_favours_nobody(void **state)
{
	int first[5] = { 0 };
	size_t order[5];

	(void)state;
	for (int block = 0; block < 5000; block++) {
		schedule_order(1, block, order, 5);
		first[order[0]]++;
	}
	for (int i = 0; i < 5; i++)
		assert_in_range(first[i], 850, 1150); /* 1000, and five standard deviations of 28 */
}

static void test_iterations(void **state)
{
	static const struct {
		int64_t n, elapsed, aim, max, want;
	} rows[] = {
		{ 100, 1000, 10000, 1000000, 1000 },       /* 10 ns each */
		{ 100, 100000000, 10000000, 1000000, 10 }, /* slower than the aim */
		{ 1, 5000000000, 10000000, 1000000, 1 },   /* never none */
		{ 100, 30, 10000000, 1000000, 1000000 },   /* never more than the most */
		{ 100, 0, 1000, 1000000, 100000 },         /* a clock that stood still */
		{ 1000000000, 1, INT64_MAX, 1000000000, 1000000000 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(schedule_iterations(rows[i].n, rows[i].elapsed, rows[i].aim, rows[i].max),
		                 rows[i].want);
}

/* The ranks of tables of the sign test's interval at 95 % (Conover, "Practical Nonparametric Statistics", table A3). */
static void test_median_interval(void **state)
{
	static const struct {
		size_t n, rank;
	} rows[] = { { 6, 1 },  { 8, 1 },  { 9, 2 },   { 10, 2 },  { 12, 3 }, { 15, 4 },
		     { 20, 6 }, { 25, 8 }, { 30, 10 }, { 40, 14 }, { 50, 18 } };
	double values[50], low, median, high;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t n = rows[i].n;

		for (size_t k = 0; k < n; k++) /* n .. 1: it sorts */
			values[k] = (double)(n - k);
		assert_true(schedule_median_interval(values, n, &low, &median, &high));
		assert_float_equal(low, (double)rows[i].rank, 1e-9);
		assert_float_equal(high, (double)(n + 1 - rows[i].rank), 1e-9);
		assert_float_equal(median, ((double)n + 1) / 2, 1e-9);
	}
	assert_false(schedule_median_interval(values, 5, &low, &median, &high));
	assert_false(schedule_median_interval(values, 0, &low, &median, &high));
}

static void test_precise(void **state)
{
	double wide[] = { 100, 101, 102, 98, 99, 100, 103, 97 };
	double narrow[] = { 100, 100.5, 100.2, 99.8, 99.9, 100, 100.1, 99.7 };

	(void)state;
	assert_false(schedule_precise(wide, 8, 0.02));
	assert_true(schedule_precise(wide, 8, 0.05));
	assert_true(schedule_precise(narrow, 8, 0.02));
	assert_false(schedule_precise(narrow, 5, 0.5)); /* too few to tell */
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_order_is_a_permutation_of_the_seed_and_block),
	cmocka_unit_test(test_order_favours_nobody),
	cmocka_unit_test(test_iterations),
	cmocka_unit_test(test_median_interval),
	cmocka_unit_test(test_precise),
};

TEST_MAIN(tests)
