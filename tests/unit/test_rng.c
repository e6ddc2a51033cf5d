#include "testing.h"

#include "base/rng.h"

static void test_known_sequence(void **state)
{
	/* splitmix64 from seed 1234567, as its reference implementation prints it */
	static const uint64_t expected[] = {
		UINT64_C(6457827717110365317), UINT64_C(3203168211198807973),  UINT64_C(9817491932198370423),
		UINT64_C(4593380528125082431), UINT64_C(16408922859458223821),
	};
	struct rng r;

	(void)state;
	rng_seed(&r, 1234567);
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		assert_true(rng_next(&r) == expected[i]);
}

static void test_below_is_even(void **state)
{
	enum { SIDES = 7, THROWS = 70000 };
	int seen[SIDES] = { 0 };
	double chi = 0;
	struct rng r;

	(void)state;
	rng_seed(&r, 1);
	for (int i = 0; i < THROWS; i++) {
		uint64_t v = rng_below(&r, SIDES);

		assert_true(v < SIDES);
		seen[v]++;
	}
	for (int i = 0; i < SIDES; i++)
		chi += (seen[i] - THROWS / SIDES) * (double)(seen[i] - THROWS / SIDES) / (THROWS / SIDES);
	assert_true(chi < 22.5); /* 6 degrees of freedom: p = 0.001 */
	for (int i = 0; i < 100; i++)
		assert_int_equal(rng_below(&r, 1), 0);
}

static void test_below_rejects_the_bias_of_large_ranges(void **state)
{
	/* of n = 3 * 2^62, plain v % n would give the lower third half of all draws, not a third */
	const uint64_t n = UINT64_C(3) << 62;
	int low = 0;
	struct rng r;

	(void)state;
	rng_seed(&r, 2);
	for (int i = 0; i < 10000; i++)
		low += rng_below(&r, n) < n / 3;
	assert_in_range(low, 3100, 3600);
}

static void test_shuffle(void **state)
{
	enum { N = 5, ROUNDS = 20000 };
	int at[N][N] = { 0 };
	size_t a[N], b[N];
	struct rng r, again;

	(void)state;
	rng_seed(&r, 3);
	rng_seed(&again, 3);
	for (int round = 0; round < ROUNDS; round++) {
		unsigned int set = 0;

		for (size_t i = 0; i < N; i++)
			a[i] = b[i] = i;
		rng_shuffle(&r, a, N);
		rng_shuffle(&again, b, N);
		assert_memory_equal(a, b, sizeof a); /* the seed repeats the order */
		for (size_t i = 0; i < N; i++) {
			set |= 1U << a[i];
			at[i][a[i]]++;
		}
		assert_int_equal(set, (1U << N) - 1);
	}
	for (int i = 0; i < N; i++)
		for (int k = 0; k < N; k++)
			assert_in_range(at[i][k], ROUNDS / N - 300, ROUNDS / N + 300);
	rng_shuffle(&r, a, 1);
	rng_shuffle(&r, NULL, 0);
}

static void test_entropy_differs(void **state)
{
	(void)state;
	assert_true(rng_entropy() != rng_entropy());
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_known_sequence),
	cmocka_unit_test(test_below_is_even),
	cmocka_unit_test(test_below_rejects_the_bias_of_large_ranges),
	cmocka_unit_test(test_shuffle),
	cmocka_unit_test(test_entropy_differs),
};

TEST_MAIN(tests)
