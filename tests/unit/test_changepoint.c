/* Change points: published and made series with known answers, an exhaustive search beside the fast one, p by counting. */
#include "testing.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "analysis/changepoint.h"
#include "analysis/changepoint_internal.h"
#include "simulated_series.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/*
 * Annual flow of the Nile at Aswan, 1871-1970, 10^8 m^3: Cobb, "The problem of the Nile: conditional solution to a
 * change-point problem", Biometrika 65 (1978), 243-251; R's datasets::Nile. Its level fell after 1898 (all authors).
 */
static const double nile[] = { 1120, 1160, 963, 1210, 1160, 1160, 813,  1230, 1370, 1140, 995,  935,  1110, 994,  1020,
	                       960,  1180, 799, 958,  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774,  840,
	                       874,  694,  940, 833,  701,  916,  692,  1020, 1050, 969,  831,  726,  456,  824,  702,
	                       1120, 1100, 832, 764,  821,  768,  845,  864,  862,  698,  845,  744,  796,  1040, 759,
	                       781,  865,  845, 944,  984,  897,  822,  1010, 771,  676,  649,  846,  812,  742,  801,
	                       1040, 860,  874, 848,  890,  744,  749,  838,  1050, 918,  986,  797,  923,  975,  815,
	                       1020, 906,  901, 1170, 912,  746,  919,  718,  714,  740 };

static void nile_falls_in_1899(void **state)
{
	struct changepoint_list l;
	double sum = 0;

	(void)state;
	assert_int_equal(COUNT(nile), 100);
	for (size_t i = 0; i < COUNT(nile); i++)
		sum += nile[i];
	assert_float_equal(sum / 100, 919.35, 1e-9); /* as published: nothing mistyped */
	assert_int_equal(changepoints_find(nile, NULL, COUNT(nile), NULL, &l), 0);
	assert_int_equal(l.len, 1);
	assert_int_equal(1871 + l.items[0].where, 1899);
	assert_int_equal(l.items[0].points, 72);
	assert_float_equal(l.items[0].before, 1097.75, 15); /* the means of the two parts; here outliers are left out */
	assert_float_equal(l.items[0].after, 849.97, 15);
	assert_float_equal(l.items[0].p, 0.0001, 1e-12); /* none of 9,999 */
	assert_true(l.items[0].known);
	changepoint_list_release(&l);
}

/* ---- the optimum ---- */

static double least_by_subsets(const double *x, size_t n, double noise, double bound)
{
	double best = DBL_MAX;

	for (unsigned set = 1; set < 1u << n; set++) {
		double mean = 0, cost = 0, k = 0;

		for (size_t i = 0; i < n; i++)
			if (set >> i & 1)
				mean += x[i], k++;
		mean /= k;
		for (size_t i = 0; i < n; i++)
			cost += set >> i & 1 ? pow((x[i] - mean) / noise, 2) : bound * bound;
		best = fmin(best, cost);
	}
	return best;
}

/* Every cut of n points: the least total. */
static double least_by_cuts(const double *x, size_t n, size_t least, double noise, double bound, double penalty)
{
	double best = n ? least_by_subsets(x, n, noise, bound) : 0;

	for (size_t to = least; to + least <= n; to++)
		best = fmin(best, least_by_subsets(x, to, noise, bound) + penalty +
		                          least_by_cuts(x + to, n - to, least, noise, bound, penalty));
	return best;
}

static void cuts_are_the_best_of_all(void **state)
{
	struct rng r;

	(void)state;
	rng_seed(&r, 6);
	for (int round = 0; round < 120; round++) {
		struct changepoint_options o = { .noise = 1, .penalty = 2 + (double)rng_below(&r, 5), .bound = 2 };
		size_t n = 1 + (size_t)rng_below(&r, 10);
		struct changepoint_list l;
		double x[10];

		o.min_segment = 1 + (size_t)rng_below(&r, 3);
		for (size_t i = 0; i < n; i++)
			x[i] = simulated_normal(&r) + 4 * (double)rng_below(&r, 3);
		assert_int_equal(changepoints_find(x, NULL, n, &o, &l), 0);
		assert_float_equal(l.cost, least_by_cuts(x, n, o.min_segment, 1, o.bound, o.penalty), 1e-9);
		for (size_t i = 0; i < l.len; i++)
			assert_true(l.items[i].points >= o.min_segment);
		changepoint_list_release(&l);
	}
}

/* ---- made series ---- */

/* Noise of 1 %, seeded, at level 0; steps are added by the test. */
static void noise(double *x, size_t n, uint64_t seed)
{
	struct rng r;

	rng_seed(&r, seed);
	for (size_t i = 0; i < n; i++)
		x[i] = 0.01 * simulated_normal(&r);
}

static void add(double *x, size_t from, size_t to, double step)
{
	for (size_t i = from; i < to; i++)
		x[i] += step;
}

static void several_steps_are_found_where_they_are(void **state)
{
	struct changepoint_list l;
	double x[400];

	(void)state;
	noise(x, COUNT(x), 1);
	add(x, 100, 400, log(1.10));
	add(x, 250, 400, log(0.95));
	add(x, 260, 400, log(1.08));
	assert_int_equal(changepoints_find(x, NULL, COUNT(x), NULL, &l), 0);
	assert_int_equal(l.len, 3);
	assert_int_equal(l.items[0].where, 100);
	assert_int_equal(l.items[1].where, 250);
	assert_int_equal(l.items[2].where, 260);
	assert_float_equal(l.items[0].relative, 0.10, 0.005);
	assert_float_equal(l.items[1].relative, -0.05, 0.01);
	assert_true(l.items[0].low < 0.10 && l.items[0].high > 0.10 && l.items[0].high - l.items[0].low < 0.01);
	assert_float_equal(l.noise, 0.01, 0.0015);
	changepoint_list_release(&l);
}

static void a_lone_spike_is_no_change(void **state)
{
	static const double spikes[] = { 0, 0.1, 0.3, 3, 1e6, -0.5 };

	(void)state;
	for (size_t i = 0; i < COUNT(spikes); i++)
		for (size_t at = 0; at < 26; at++) { /* the first and the last, too */
			struct changepoint_list l;
			double x[26];

			noise(x, COUNT(x), 2);
			x[at] += spikes[i];
			assert_int_equal(changepoints_find(x, NULL, COUNT(x), NULL, &l), 0);
			assert_int_equal(l.len, 0);
			changepoint_list_release(&l);
		}
}

/* ... nor does one hide a change, or move its levels. */
static void a_spike_beside_a_step(void **state)
{
	struct changepoint_list l;
	double x[60];

	(void)state;
	noise(x, COUNT(x), 3);
	add(x, 30, 60, 0.1);
	x[20] += 5;
	x[45] -= 5;
	add(x, 0, 60, 1e6); /* nor does where zero is drown them in rounding */
	assert_int_equal(changepoints_find(x, NULL, COUNT(x), NULL, &l), 0);
	assert_int_equal(l.len, 1);
	assert_int_equal(l.items[0].where, 30);
	assert_float_equal((l.items[0].after - l.items[0].before), 0.1, 0.01);
	changepoint_list_release(&l);
}

static void constant_and_short_series(void **state)
{
	double x[40] = { 0 };

	(void)state;
	for (size_t n = 0; n <= COUNT(x); n++) {
		struct changepoint_list l;

		assert_int_equal(changepoints_find(x, NULL, n, NULL, &l), 0);
		assert_int_equal(l.len, 0);
		changepoint_list_release(&l);
	}
	/* constant but for one step: the least noise is what it is measured by */
	for (size_t i = 20; i < COUNT(x); i++)
		x[i] = 0.02;
	for (size_t i = 0; i < 2; i++) {
		struct changepoint_options o = { .least_noise = i ? 0.05 : 0.001 };
		struct changepoint_list l;

		assert_int_equal(changepoints_find(x, NULL, COUNT(x), &o, &l), 0);
		assert_int_equal(l.len, i ? 0 : 1);
		assert_float_equal(l.noise, o.least_noise, 0);
		changepoint_list_release(&l);
	}
}

static void what_is_no_number_is_refused(void **state)
{
	const double bad[] = { (double)NAN, (double)INFINITY };
	double x[8] = { 0 }, position[8] = { 0, 1, 2, 3, 4, 5, 6, 7 }, errors[8] = { 0 };
	struct changepoint_options o = { .errors = errors };
	struct changepoint_list l;
	struct changepoint c;

	(void)state;
	assert_int_equal(changepoints_find(x, position, 8, &o, &l), 0);
	changepoint_list_release(&l);
	for (size_t i = 0; i < COUNT(bad); i++) {
		x[7] = bad[i];
		assert_int_equal(changepoints_find(x, position, 8, &o, &l), -1);
		assert_int_equal(changepoint_recent(x, 8, 0, &o, &c), -1);
		x[7] = 0;
		position[7] = bad[i];
		assert_int_equal(changepoints_find(x, position, 8, &o, &l), -1);
		position[7] = 7;
	}
	errors[3] = -1;
	assert_int_equal(changepoints_find(x, position, 8, &o, &l), -1);
	errors[3] = 0;
	position[4] = 3;
	assert_int_equal(changepoints_find(x, position, 8, &o, &l), -1);
	assert_null(l.items);
}

/* Points that are known badly do not make a level. */
static void errors_weigh(void **state)
{
	double x[30], errors[30] = { 0 };

	(void)state;
	noise(x, COUNT(x), 4);
	add(x, 20, 30, 0.08);
	for (size_t i = 0; i < 2; i++) {
		struct changepoint_options o = { .errors = errors };
		struct changepoint_list l;

		assert_int_equal(changepoints_find(x, NULL, COUNT(x), &o, &l), 0);
		assert_int_equal(l.len, i ? 0 : 1);
		changepoint_list_release(&l);
		for (size_t k = 20; k < 30; k++)
			errors[k] = 0.08;
	}
}

/* ---- drift ---- */

static void drift_is_a_trend_and_no_steps(void **state)
{
	struct changepoint_options with = { .trend = true }, without = { .trend = false };
	double x[365], position[365];
	struct changepoint_list l;

	(void)state;
	noise(x, COUNT(x), 5);
	for (size_t i = 0; i < COUNT(x); i++) {
		position[i] = (double)(i < 200 ? i : i + 60); /* two months missed */
		x[i] += 0.06 / 425 * position[i];
	}
	assert_int_equal(changepoints_find(x, position, COUNT(x), &without, &l), 0);
	assert_in_range(l.len, 2, 6); /* 6 % over the year at 1 % noise: stairs, as the header says */
	changepoint_list_release(&l);
	assert_int_equal(changepoints_find(x, position, COUNT(x), &with, &l), 0);
	assert_int_equal(l.len, 0);
	assert_float_equal(l.slope * 425, 0.06, 0.006); /* by the position: the missed months count */
	changepoint_list_release(&l);
	add(x, 120, 365, 0.05); /* and a step on the slope stands out */
	assert_int_equal(changepoints_find(x, position, COUNT(x), &with, &l), 0);
	assert_int_equal(l.len, 1);
	assert_in_range(l.items[0].where, 119, 121);
	assert_float_equal(l.items[0].relative, 0.05, 0.006);
	assert_float_equal(l.items[0].before, 0.06 / 425 * 120, 0.005);
	changepoint_list_release(&l);
}

static void steps_are_no_trend(void **state)
{
	struct changepoint_options o = { .trend = true };
	struct changepoint_list l;
	double x[120];

	(void)state;
	noise(x, COUNT(x), 6);
	add(x, 60, 120, 0.1);
	assert_int_equal(changepoints_find(x, NULL, COUNT(x), &o, &l), 0);
	assert_int_equal(l.len, 1);
	assert_int_equal(l.items[0].where, 60);
	assert_float_equal(l.slope, 0, 0);
	changepoint_list_release(&l);
}

/* ---- p ---- */

/* By hand: 3 low, 3 high. Of the 20 ways to choose who comes first, 2 are as extreme (splits of 3, all low or all high). */
static void p_by_counting(void **state)
{
	static const double x[] = { 0, 0, 0, 1, 1, 1 }, y[] = { 0, 0, 1, 1 }, z[] = { 1, 0, 1, 0, 1, 0 };
	struct changepoint_options o = { .noise = 0.1 };

	(void)state;
	o = options_complete(&o, 6);
	assert_float_equal(changepoint_p(x, 0, 6, &o), 2.0 / 20, 1e-12);
	assert_float_equal(changepoint_p(y, 0, 4, &o), 2.0 / 6, 1e-12);
	assert_float_equal(changepoint_p(z, 0, 6, &o), 1, 1e-12);
}

static double largest_sum(const double *x, size_t n)
{
	double sum = 0, most = 0;

	for (size_t k = 1; k + 2 <= n; k++) {
		sum += x[k - 1];
		if (k >= 2)
			most = fmax(most, fabs(sum) / sqrt((double)k * (double)(n - k)));
	}
	return most;
}

/* Orders of x[0, n) with x[0, fixed) as they are: how many there are, and how many reach `seen`. */
static void count_orders(double *x, size_t fixed, size_t n, double seen, size_t *all, size_t *extreme)
{
	if (fixed == n) {
		*all += 1;
		*extreme += largest_sum(x, n) >= seen - 1e-9;
	}
	for (size_t i = fixed; i < n; i++) {
		double held = x[fixed];

		x[fixed] = x[i];
		x[i] = held;
		count_orders(x, fixed + 1, n, seen, all, extreme);
		x[i] = x[fixed];
		x[fixed] = held;
	}
}

static void p_goes_through_all_orders(void **state)
{
	struct changepoint_options o = { .noise = 1, .bound = 100 };
	struct rng r;

	(void)state;
	rng_seed(&r, 8);
	for (size_t n = 4; n <= 7; n++) {
		size_t all = 0, extreme = 0;
		double x[7], mean = 0, p;

		for (size_t i = 0; i < n; i++)
			mean += (x[i] = simulated_normal(&r) + (i < 3)) / (double)n;
		o = options_complete(&o, n);
		p = changepoint_p(x, 0, n, &o);
		for (size_t i = 0; i < n; i++)
			x[i] -= mean;
		count_orders(x, 0, n, largest_sum(x, n), &all, &extreme);
		assert_float_equal(p, (double)extreme / (double)all, 1e-12);
	}
}

/* Drawn: 12 of 24 first: 2 in 2.7 million are as extreme, so that none of 999 is; p is 1/1000 and never zero. */
static void p_is_never_zero(void **state)
{
	struct changepoint_options o = { .noise = 0.1, .permutations = 999, .seed = 3 };
	double x[24] = { 0 };

	(void)state;
	add(x, 12, 24, 1);
	o = options_complete(&o, 24);
	assert_float_equal(changepoint_p(x, 0, 24, &o), 0.001, 1e-12);
}

/* Without a change p is uniform: at most 5 % are below 5 %, within 3 standard errors; and small p are there. */
static void p_is_uniform_without_a_change(void **state)
{
	struct changepoint_options o = { .noise = 0.01, .permutations = 199 };
	size_t small = 0, half = 0;
	double x[20];

	(void)state;
	o = options_complete(&o, COUNT(x));
	for (uint64_t seed = 0; seed < 600; seed++) {
		double p;

		noise(x, COUNT(x), 100 + seed);
		o.seed = seed;
		p = changepoint_p(x, 0, COUNT(x), &o);
		small += p <= 0.05;
		half += p <= 0.5;
	}
	assert_in_range(small, 14, 46);  /* 30 -+ 3 * 5.3 */
	assert_in_range(half, 263, 337); /* 300 -+ 3 * 12.2 */
}

static void same_seed_same_answer(void **state)
{
	struct changepoint_options o = { .penalty = 4, .permutations = 99, .seed = 5 };
	struct changepoint_list a, b;
	double x[60];

	(void)state;
	noise(x, COUNT(x), 9);
	add(x, 30, 60, 0.008);
	assert_int_equal(changepoints_find(x, NULL, COUNT(x), &o, &a), 0);
	assert_int_equal(changepoints_find(x, NULL, COUNT(x), &o, &b), 0);
	assert_true(a.len > 0);
	assert_int_equal(a.len, b.len);
	for (size_t i = 0; i < a.len; i++)
		assert_float_equal(a.items[i].p, b.items[i].p, 0);
	changepoint_list_release(&a);
	changepoint_list_release(&b);
}

/* ---- tonight ---- */

static void a_new_level_is_seen_when_it_has_points(void **state)
{
	struct changepoint c;
	double x[110];

	(void)state;
	noise(x, COUNT(x), 10);
	add(x, 100, 110, 0.1);
	assert_int_equal(changepoint_recent(x, 100, 0, NULL, &c), 0);
	assert_int_equal(changepoint_recent(x, 101, 0, NULL, &c), 0); /* a spike, for all one knows */
	assert_int_equal(changepoint_recent(x, 102, 0, NULL, &c), 1);
	assert_false(c.known);
	assert_int_equal(changepoint_recent(x, 103, 0, NULL, &c), 1);
	assert_true(c.known);
	assert_int_equal(c.where, 100);
	assert_int_equal(c.points, 3);
	assert_float_equal(c.relative, expm1(0.1), 0.02);
	assert_true(c.p < 0.001);
	assert_int_equal(changepoint_recent(x, 110, 100, NULL, &c), 0); /* reported: its level is the present one */
	assert_int_equal(changepoint_recent(x, 103, 95, NULL, &c), 0);  /* too little of the old level */
	assert_int_equal(changepoint_recent(x, 110, 200, NULL, &c), 0);
	assert_int_equal(changepoint_recent(x, 110, 0, &(struct changepoint_options){ .least = 0.2 }, &c), 0);
	assert_int_equal(changepoint_recent(x, 110, 0, &(struct changepoint_options){ .least = 0.08 }, &c), 1);
}

/* The normal quantiles of every table. */
static void penalty_is_a_squared_quantile(void **state)
{
	(void)state;
	assert_float_equal(sqrt(changepoint_penalty(0.05, 1)), 1.959963985, 1e-8);
	assert_float_equal(sqrt(changepoint_penalty(1, 1000)), 3.290526731, 1e-8);
	assert_float_equal(changepoint_penalty(0.2, 36500), 20.7, 0.05); /* as the header says */
}

static void a_shift_of_most_series_is_common(void **state)
{
	struct common_shift s;
	double shift[100];

	(void)state;
	noise(shift, COUNT(shift), 11);
	series_common_shift(shift, COUNT(shift), 0.005, &s);
	assert_false(s.common);
	assert_true(s.low < 0 && s.high > 0);
	add(shift, 0, 20, 0.1); /* a fifth of them: no machine */
	series_common_shift(shift, COUNT(shift), 0.005, &s);
	assert_false(s.common);
	add(shift, 20, 100, 0.05);
	series_common_shift(shift, COUNT(shift), 0.005, &s);
	assert_true(s.common);
	assert_float_equal(s.median, 0.05, 0.01);
	assert_true(s.low > 0.04 && s.low < s.median && s.high > s.median);
	assert_float_equal(s.share, 1, 0);
	series_common_shift(shift, COUNT(shift), 0.06, &s); /* smaller than what matters */
	assert_false(s.common);
	for (size_t i = 0; i < COUNT(shift); i++) /* 70 up, 30 down: the interval alone would say so */
		shift[i] = i < 70 ? 0.05 : -0.05;
	series_common_shift(shift, COUNT(shift), 0.005, &s);
	assert_true(s.low > 0.005);
	assert_float_equal(s.share, 0.7, 1e-12);
	assert_false(s.common);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(nile_falls_in_1899),
	cmocka_unit_test(cuts_are_the_best_of_all),
	cmocka_unit_test(several_steps_are_found_where_they_are),
	cmocka_unit_test(a_lone_spike_is_no_change),
	cmocka_unit_test(a_spike_beside_a_step),
	cmocka_unit_test(constant_and_short_series),
	cmocka_unit_test(what_is_no_number_is_refused),
	cmocka_unit_test(errors_weigh),
	cmocka_unit_test(drift_is_a_trend_and_no_steps),
	cmocka_unit_test(steps_are_no_trend),
	cmocka_unit_test(p_by_counting),
	cmocka_unit_test(p_goes_through_all_orders),
	cmocka_unit_test(p_is_never_zero),
	cmocka_unit_test(p_is_uniform_without_a_change),
	cmocka_unit_test(same_seed_same_answer),
	cmocka_unit_test(a_new_level_is_seen_when_it_has_points),
	cmocka_unit_test(penalty_is_a_squared_quantile),
	cmocka_unit_test(a_shift_of_most_series_is_common),
};

TEST_MAIN(tests)
