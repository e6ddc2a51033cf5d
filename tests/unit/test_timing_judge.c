/* When a ratio is known, and which comparisons are timed again. */
#include "testing.h"

#include <math.h>

#include "base/rng.h"
#include "cmd/timing_judge.h"

enum { PAIRS = 20, MOST = 400 };

/* About normal, of deviation 1: twelve uniform ones (Knuth, TAOCP 2, 3.4.1). */
static double noise(struct rng *r)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += (double)(rng_next(r) >> 11) * 0x1p-53;
	return sum;
}

static void test_precise_is_the_width_as_ratios(void **state)
{
	/* the interval of 6 is their range (Hollander, Wolfe, table A.4: 21 of 21 Walsh averages) */
	const double six[] = { log(1.10), log(1.11), log(1.12), log(1.13), log(1.14), log(1.15) };
	double shifted[6];

	(void)state;
	/* from 1.1 to 1.15 around 1.125: 1.5 times too wide, so 2.2 times as many */
	assert_int_equal(timing_judge.pairs_for(NULL, six, 6, 0.015), 13);
	assert_int_equal(timing_judge.pairs_for(NULL, six, 6, 0.03), 6);
	assert_true(timing_judge.pairs_for(NULL, six, 5, 0.5) > 5); /* too few to tell */
	assert_true(timing_judge.pairs_for(NULL, six, 0, 0.5) > 0);
	for (int i = 0; i < 6; i++)
		shifted[i] = six[i] + 17; /* logarithms of nanoseconds rather than of ratios */
	assert_true(timing_judge.pairs_for(NULL, shifted, 6, 0.015) > 6);
	assert_int_equal(timing_judge.pairs_for(NULL, shifted, 6, 0.03), 6);
}

/* The same answer whether or not "no change" lies within: only the width counts. */
static void test_a_finding_does_not_make_it_precise(void **state)
{
	struct rng r;
	double x[PAIRS], y[PAIRS];

	(void)state;
	rng_seed(&r, 11);
	for (int trial = 0; trial < 200; trial++) {
		for (int i = 0; i < PAIRS; i++) {
			x[i] = 0.03 * noise(&r);
			y[i] = x[i] + 0.25;
		}
		const size_t of_x = timing_judge.pairs_for(NULL, x, PAIRS, 0.015),
			     of_y = timing_judge.pairs_for(NULL, y, PAIRS, 0.015);

		assert_int_equal(of_x <= PAIRS, of_y <= PAIRS);
		assert_true(of_x <= of_y + 1 && of_y <= of_x + 1); /* but for how numbers are rounded */
	}
}

static void test_pairs_for_a_family(void **state)
{
	(void)state;
	assert_int_equal(timing_judge.least_pairs(NULL, 1), 6);
	assert_int_equal(timing_judge.least_pairs(NULL, 200), 13);
	assert_int_equal(timing_judge.least_pairs(NULL, 2000), 17);
}

struct comparisons_of {
	struct timing_comparison items[MOST];
	double logs[MOST][PAIRS];
};

/* n comparisons of pure noise in a step and mode, from `at` on. */
static void quiet(struct comparisons_of *c, struct rng *r, size_t at, size_t n, size_t step, size_t mode, size_t pairs)
{
	for (size_t i = at; i < at + n; i++) {
		for (size_t k = 0; k < PAIRS; k++)
			c->logs[i][k] = 0.02 * noise(r);
		c->items[i] = (struct timing_comparison){ .old = step,
			                                  .new = step + 1,
			                                  .mode = mode,
			                                  .gocase = i,
			                                  .benchmark = "BenchmarkX",
			                                  .log_ratios = c->logs[i],
			                                  .pairs = pairs,
			                                  .again = 77 };
	}
}

static void change(struct comparisons_of *c, size_t i, double ratio)
{
	for (size_t k = 0; k < PAIRS; k++)
		c->logs[i][k] += log(ratio);
}

static void test_changes_are_suspected(void **state)
{
	static struct comparisons_of c;
	struct rng r;
	size_t others = 0;

	(void)state;
	rng_seed(&r, 5);
	quiet(&c, &r, 0, 200, 0, 0, PAIRS);
	change(&c, 20, 1.10);
	change(&c, 30, 1 / 1.10);
	timing_judge.suspects(NULL, c.items, 200);
	assert_true(c.items[20].again >= 10);
	assert_true(c.items[30].again >= 10);
	for (size_t i = 0; i < 200; i++) {
		assert_true(c.items[i].again != 77); /* each is answered */
		others += i != 20 && i != 30 && c.items[i].again;
	}
	assert_true(others <= 10);
}

/* Too few pairs for anything: none, whatever they show. */
static void test_few_pairs_raise_no_suspicion(void **state)
{
	static struct comparisons_of c;
	struct rng r;

	(void)state;
	rng_seed(&r, 5);
	quiet(&c, &r, 0, 50, 0, 0, 4);
	for (size_t i = 0; i < 50; i++)
		change(&c, i, 2);
	timing_judge.suspects(NULL, c.items, 50);
	for (size_t i = 0; i < 50; i++)
		assert_int_equal(c.items[i].again, 0);
	timing_judge.suspects(NULL, c.items, 0);
}

/*
 * What a report of one step in one mode would suspect is confirmed although it is lost among all that was compared: twelve
 * pairs of one sign have p = 2^-11, enough for 40 comparisons and too little for 400.
 */
static void test_each_report_has_its_own_family(void **state)
{
	static struct comparisons_of c;
	struct rng r;

	(void)state;
	rng_seed(&r, 8);
	for (size_t step = 0; step < 5; step++) {
		quiet(&c, &r, step * 80, 40, step, 0, 12);
		quiet(&c, &r, step * 80 + 40, 40, step, 1, 12);
	}
	for (size_t k = 0; k < 12; k++)
		c.logs[100][k] = 0.02 + 0.001 * (double)k; /* clear, and small */
	/* in an order that is none */
	for (size_t i = 0; i < MOST / 2; i += 3) {
		struct timing_comparison held = c.items[i];

		c.items[i] = c.items[MOST - 1 - i];
		c.items[MOST - 1 - i] = held;
	}
	timing_judge.suspects(NULL, c.items, MOST);
	for (size_t i = 0; i < MOST; i++)
		if (c.items[i].gocase == 100)
			assert_true(c.items[i].again > 0);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_precise_is_the_width_as_ratios),
	cmocka_unit_test(test_a_finding_does_not_make_it_precise),
	cmocka_unit_test(test_pairs_for_a_family),
	cmocka_unit_test(test_changes_are_suspected),
	cmocka_unit_test(test_few_pairs_raise_no_suspicion),
	cmocka_unit_test(test_each_report_has_its_own_family),
};

TEST_MAIN(tests)
