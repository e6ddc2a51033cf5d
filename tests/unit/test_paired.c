/* Paired tests where vectors do not reach: nothing, one, all equal, huge, and properties that must hold for any data. */
#include "testing.h"

#include <math.h>

#include "analysis/equivalence.h"
#include "analysis/hodges_lehmann.h"
#include "analysis/multiple.h"
#include "analysis/paired.h"
#include "analysis/rank.h"
#include "base/rng.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static double uniform(struct rng *r)
{
	return ((double)(rng_next(r) >> 11) + 0.5) * 0x1p-53;
}

static void nothing_and_one(void **state)
{
	static const double one[] = { 0.25 };
	struct signed_rank r;
	struct location l;

	(void)state;
	signed_rank_test(NULL, 0, &r);
	assert_float_equal(r.p, 1, 0);
	assert_int_equal(hodges_lehmann(NULL, 0, 0.95, &l), -1);
	assert_float_equal(l.estimate, 0, 0);
	assert_float_equal(l.level, 0, 0);
	signed_rank_test(one, 1, &r);
	assert_float_equal(r.p, 1, 0);
	assert_int_equal(hodges_lehmann(one, 1, 0.95, &l), -1);
	assert_float_equal(l.estimate, 0.25, 0);
	assert_false(equivalent_ratios(NULL, 0, 0.03, 0.05));
	assert_false(equivalent_ratios(one, 1, 0.5, 0.05));
}

/* What no clock gives must not poison the rest. */
static void what_is_not_finite_is_left_out(void **state)
{
	static const double x[] = { 1, NAN, 2, INFINITY, 3, -INFINITY, 4, 5, 6 };
	struct signed_rank r;
	struct location l;

	(void)state;
	signed_rank_test(x, COUNT(x), &r);
	assert_int_equal(r.n, 6);
	assert_float_equal(r.p, 2.0 / 64, 0);
	assert_int_equal(hodges_lehmann(x, COUNT(x), 0.95, &l), 0);
	assert_float_equal(l.estimate, 3.5, 0);
	assert_float_equal(l.low, 1, 0);
	assert_float_equal(l.high, 6, 0);
}

static void zeros_are_no_evidence(void **state)
{
	static const double zeros[8] = { 0 }, most[] = { 0, 0, 0, 0, 0, 0, 0, 1 };
	struct signed_rank r;
	struct location l;

	(void)state;
	signed_rank_test(zeros, 8, &r);
	assert_int_equal(r.nonzero, 0);
	assert_float_equal(r.p, 1, 0);
	assert_int_equal(hodges_lehmann(zeros, 8, 0.95, &l), 0);
	assert_float_equal(l.low, 0, 0);
	assert_float_equal(l.high, 0, 0);
	assert_true(equivalent_ratios(zeros, 8, 0.03, 0.05));
	signed_rank_test(most, 8, &r);
	assert_float_equal(r.p, 1, 0);
	assert_float_equal(r.plus, 8, 0); /* Pratt: the zeros were ranked below it */
}

/* Exchanging the sides turns the result over and changes nothing else; scaling changes no p. */
static void symmetric_for_any_data(void **state)
{
	struct rng rng;
	double x[150], turned[150], scaled[150];

	(void)state;
	rng_seed(&rng, 3);
	for (int round = 0; round < 300; round++) {
		size_t n = 1 + (size_t)rng_below(&rng, 150);
		struct signed_rank a, b, c;
		struct location la, lb;
		int status;

		for (size_t i = 0; i < n; i++) {
			x[i] = round % 2 ? (double)rng_below(&rng, 9) - 3 : uniform(&rng) - 0.4;
			turned[i] = -x[i];
			scaled[i] = 8 * x[i];
		}
		signed_rank_test(x, n, &a);
		signed_rank_test(turned, n, &b);
		signed_rank_test(scaled, n, &c);
		assert_true(a.p > 0 && a.p <= 1);
		assert_float_equal(a.p, b.p, 0);
		assert_float_equal(a.p, c.p, 0);
		assert_float_equal(a.plus, b.minus, 0);
		status = hodges_lehmann(x, n, 0.95, &la);
		assert_int_equal(hodges_lehmann(turned, n, 0.95, &lb), status);
		assert_true(la.low <= la.estimate && la.estimate <= la.high);
		assert_float_equal(la.low, -lb.high, 0);
		assert_float_equal(la.estimate, -lb.estimate, 0);
		assert_true(status || la.level >= 0.95);
	}
}

/* Test and interval belong together: without ties, 0 is outside of it exactly if p is at most 1 - level. */
static void interval_inverts_the_test(void **state)
{
	struct rng rng;
	double x[40];
	size_t outside = 0;

	(void)state;
	rng_seed(&rng, 4);
	for (int round = 0; round < 500; round++) {
		size_t n = 6 + (size_t)rng_below(&rng, 35);
		struct signed_rank r;
		struct location l;

		for (size_t i = 0; i < n; i++)
			x[i] = uniform(&rng) - 0.38;
		signed_rank_test(x, n, &r);
		assert_int_equal(hodges_lehmann(x, n, 0.95, &l), 0);
		assert_int_equal(l.low > 0 || l.high < 0, r.p <= 0.05);
		outside += r.p <= 0.05;
	}
	assert_true(outside > 100 && outside < 400);
}

static int by_value(const void *pa, const void *pb)
{
	double a = *(const double *)pa, b = *(const double *)pb;

	return (a > b) - (a < b);
}

static double any_value(struct rng *r, int kind)
{
	switch (kind) {
	case 0:
		return (double)rng_below(r, 7) - 3; /* ties */
	case 1:
		return (uniform(r) - 0.5) * pow(10, (double)rng_below(r, 600) - 300); /* of very different sizes */
	case 2:
		return rng_below(r, 3) ? 0 : uniform(r) - 0.5;
	default:
		return 0.1 + 0.02 * uniform(r);
	}
}

/* The estimate and the interval's ends are the averages of two values that a look at all of them finds. */
static void they_are_averages_of_two_values(void **state)
{
	enum { N = 70 };
	static double x[N], all[N * (N + 1) / 2];
	struct rng rng;

	(void)state;
	rng_seed(&rng, 6);
	for (int round = 0; round < 400; round++) {
		size_t n = 1 + (size_t)rng_below(&rng, N), count = 0, c;
		struct location l;
		double middle;

		for (size_t i = 0; i < n; i++)
			x[i] = any_value(&rng, round % 4);
		for (size_t i = 0; i < n; i++)
			for (size_t k = i; k < n; k++)
				all[count++] = x[i] / 2 + x[k] / 2;
		qsort(all, count, sizeof *all, by_value);
		hodges_lehmann(x, n, 0.95, &l);
		c = signed_rank_critical(n, 0.025, NULL);
		c += !c;
		assert_true(l.low >= all[c - 1] && l.low <= all[c - 1]);
		assert_true(l.high >= all[count - c] && l.high <= all[count - c]);
		middle = all[(count - 1) / 2] / 2 + all[count / 2] / 2;
		if (!(l.estimate >= middle && l.estimate <= middle)) /* to the last bit, which a float does not show */
			fail_msg("%zu values of kind %d: %a instead of %a", n, round % 4, l.estimate, middle);
	}
}

/* The distribution is worked out once for each number of pairs: asked of many in turns, each has its own. */
static void each_number_of_pairs_has_its_own(void **state)
{
	static const struct {
		size_t n, critical; /* at 2.5 %: Hollander, Wolfe, table A.4 */
	} table[] = { { 6, 1 }, { 8, 4 }, { 10, 9 }, { 12, 14 }, { 15, 26 } };
	double x[15], below, p;

	(void)state;
	for (int round = 0; round < 3; round++)
		for (size_t i = 0; i < COUNT(table); i++) {
			struct signed_rank r;

			for (size_t k = 0; k < table[i].n; k++)
				x[k] = (double)(k + 1);
			assert_int_equal(signed_rank_critical(table[i].n, 0.025, &below), table[i].critical);
			assert_true(below <= 0.025 && below > 0.01);
			signed_rank_test(x, table[i].n, &r);
			p = 2 * pow(0.5, (double)table[i].n);
			assert_float_equal(r.p, p, 0);
		}
	assert_int_equal(signed_rank_critical(0, 0.025, &below), 0);
	assert_float_equal(below, 1, 0);
}

/* At the border of the exact distribution both say nearly the same, and so do their intervals. */
static void approximation_joins_the_exact_one(void **state)
{
	struct rng rng;
	double x[SIGNED_RANK_EXACT + 1], below[2];
	struct signed_rank r[2];
	size_t c[2];

	(void)state;
	rng_seed(&rng, 5);
	for (size_t i = 0; i < COUNT(x); i++)
		x[i] = uniform(&rng) - 0.45;
	signed_rank_test(x, SIGNED_RANK_EXACT, &r[0]);
	signed_rank_test(x, SIGNED_RANK_EXACT + 1, &r[1]);
	assert_true(r[0].exact && !r[1].exact);
	assert_true(fabs(log(r[0].p / r[1].p)) < 0.5);
	c[0] = signed_rank_critical(SIGNED_RANK_EXACT, 0.025, &below[0]);
	c[1] = signed_rank_critical(SIGNED_RANK_EXACT + 1, 0.025, &below[1]);
	assert_true(c[1] > c[0] && c[1] - c[0] < 60); /* a step of n is about n/2 in the middle */
	assert_true(below[0] <= 0.025 && below[1] <= 0.025 && below[1] > 0.024);
}

static void huge_samples_end_soon(void **state)
{
	enum { N = 100000 };
	double *x = calloc(N, sizeof *x);
	struct signed_rank r;
	struct location l;

	(void)state;
	assert_non_null(x);
	for (size_t i = 0; i < N; i++)
		x[i] = 1 + (double)(i % 1000) / 1000;
	signed_rank_test(x, N, &r);
	assert_true(r.p > 0 && r.p < 1e-100); /* left the doubles, but never 0 */
	assert_int_equal(hodges_lehmann(x, N, 0.95, &l), 0);
	assert_float_equal(l.estimate, 1.4995, 0.001);
	assert_true(l.high - l.low < 0.01);
	free(x);
}

static void pairs_are_of_one_block_and_session(void **state)
{
	struct timed old[] = { { 1, 2, 30 }, { 1, 1, 10 }, { 2, 1, 7 }, { 1, 3, 5 }, { 1, 4, 0 }, { 1, 1, 99 } };
	struct timed new[] = { { 1, 1, 20 }, { 3, 1, 7 }, { 1, 2, 15 }, { 1, 4, 8 }, { 1, 3, NAN }, { 2, 1, 7 } };
	double out[6];

	(void)state;
	assert_int_equal(paired_log_ratios(old, COUNT(old), new, COUNT(new), out), 3);
	assert_float_equal(out[0], log(2), 1e-15); /* block 1: the first of two counts */
	assert_float_equal(out[1], -log(2), 1e-15);
	assert_float_equal(out[2], 0, 0); /* session 2 */
	assert_int_equal(paired_log_ratios(old, 0, new, 4, out), 0);
}

static void geometric_means_of_matched_ones(void **state)
{
	static const double old[] = { 1, 4, 0, 3, NAN }, new[] = { 2, 2, 5, 0, 1 };
	size_t used;

	(void)state;
	assert_float_equal(paired_geometric_mean(old, new, 5, &used), 1, 1e-15);
	assert_int_equal(used, 2);
	assert_float_equal(paired_geometric_mean(old, new, 1, NULL), 2, 1e-15);
	assert_float_equal(paired_geometric_mean(old, new, 0, &used), 1, 0);
	assert_int_equal(used, 0);
}

static void equivalence_needs_the_interval_inside(void **state)
{
	/* of 5 values at 90 % the interval is the range */
	static const struct {
		double percent[5];
		size_t n;
		bool same;
	} table[] = { { { -1, 0, 1, 2, 2.9 }, 5, true },
		      { { -1, 0, 1, 2, 3.1 }, 5, false },
		      { { -3.1, 0, 1, 2, 2.9 }, 5, false },
		      { { 1, 1, 1, 1 }, 4, false }, /* too few */
		      { { 2.9, 2.9, 2.9, 2.9, 2.9 }, 5, true } };
	double x[5];

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		for (size_t k = 0; k < table[i].n; k++) {
			double percent = table[i].percent[k];

			x[k] = percent < 0 ? -log1p(-percent / 100) : log1p(percent / 100);
		}
		assert_int_equal(equivalent_ratios(x, table[i].n, 0.03, 0.05), table[i].same);
	}
}

static void pairs_needed_for_a_family(void **state)
{
	static const struct {
		size_t family, pairs;
	} table[] = { { 0, 6 }, { 1, 6 }, { 2, 7 }, { 100, 12 }, { 200, 13 }, { 500, 15 } };
	double p;

	(void)state;
	assert_float_equal(multiple_least_p(0), 1, 0);
	assert_float_equal(multiple_least_p(1), 1, 0);
	assert_float_equal(multiple_least_p(6), 0.03125, 0);
	assert_true(multiple_least_p(SIZE_MAX) > 0);
	for (size_t i = 0; i < COUNT(table); i++) {
		size_t family = table[i].family ? table[i].family : 1, n = table[i].pairs;

		assert_int_equal(multiple_pairs_needed(table[i].family, 0.05), n);
		assert_true((double)family * multiple_least_p(n) <= 0.05);
		assert_true((double)family * multiple_least_p(n - 1) > 0.05);
	}
	multiple_adjust(NULL, 0, NULL);
	p = NAN;
	multiple_adjust(&p, 1, &p);
	assert_float_equal(p, 1, 0);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(nothing_and_one),
	cmocka_unit_test(what_is_not_finite_is_left_out),
	cmocka_unit_test(zeros_are_no_evidence),
	cmocka_unit_test(symmetric_for_any_data),
	cmocka_unit_test(interval_inverts_the_test),
	cmocka_unit_test(they_are_averages_of_two_values),
	cmocka_unit_test(each_number_of_pairs_has_its_own),
	cmocka_unit_test(approximation_joins_the_exact_one),
	cmocka_unit_test(huge_samples_end_soon),
	cmocka_unit_test(pairs_are_of_one_block_and_session),
	cmocka_unit_test(geometric_means_of_matched_ones),
	cmocka_unit_test(equivalence_needs_the_interval_inside),
	cmocka_unit_test(pairs_needed_for_a_family),
};

TEST_MAIN(tests)
