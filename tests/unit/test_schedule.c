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

/* The sides of each benchmark, group and block have an order of their own; of two, either is first half of the time. */
static void test_sides_are_drawn_afresh(void **state)
{
	size_t a[20], b[20], first = 0;

	(void)state;
	schedule_sides(7, 1, 2, 3, a, 20);
	schedule_sides(7, 1, 2, 3, b, 20);
	assert_memory_equal(a, b, sizeof a);
	for (int i = 0; i < 4; i++) {
		schedule_sides(7 + (i == 0), 1 + (i == 1), 2 + (size_t)(i == 2), 3 + (size_t)(i == 3), b, 20);
		assert_memory_not_equal(a, b, sizeof a);
	}
	for (int block = 1; block <= 400; block++) {
		schedule_sides(7, block, (size_t)block % 7, (size_t)block % 3, a, 2);
		assert_int_equal(a[0] + a[1], 1);
		first += a[0];
	}
	assert_in_range(first, 150, 250); /* 200, and five deviations of 10 */
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

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_order_is_a_permutation_of_the_seed_and_block),
	cmocka_unit_test(test_order_favours_nobody),
	cmocka_unit_test(test_sides_are_drawn_afresh),
	cmocka_unit_test(test_iterations),
};

TEST_MAIN(tests)
