/* Verdicts on times: the table of rules. What they are worth: test_time_power.c. */
#include "testing.h"

#include <math.h>

#include "analysis/time_verdict.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* n ratios around `ratio`, spread evenly over +-width (relative). */
static void spread(double *x, size_t n, double ratio, double width)
{
	for (size_t i = 0; i < n; i++)
		x[i] = log(ratio) + width * (n > 1 ? 2 * (double)i / (double)(n - 1) - 1 : 0);
}

static void verdicts_follow_the_table(void **state)
{
	static const struct {
		size_t n;
		double ratio, width;
		enum time_verdict verdict;
	} table[] = {
		{ 20, 1.10, 0.02, TIME_SUSPECTED },  { 20, 0.90, 0.02, TIME_SUSPECTED }, { 20, 1.00, 0.02, TIME_SAME },
		{ 20, 1.005, 0.001, TIME_SAME },     /* significant, but below 1 % */
		{ 20, 1.02, 0.001, TIME_SUSPECTED }, /* within the margin, but a change */
		{ 20, 1.00, 0.50, TIME_OPEN },       { 20, 1.04, 0.20, TIME_OPEN },      { 0, 1, 0, TIME_OPEN },
		{ 1, 2.00, 0, TIME_OPEN },           { 5, 2.00, 0.01, TIME_OPEN }, /* no p of 5 % exists */
		{ 6, 2.00, 0.01, TIME_SUSPECTED },   { 5, 1.00, 0, TIME_SAME },          { 20, 1.00, 0, TIME_SAME },
	};
	double x[20];

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct time_result r;
		struct time_summary s;

		spread(x, table[i].n, table[i].ratio, table[i].width);
		time_measure(x, table[i].n, &time_rules_default, &r);
		time_decide(&r, 1, &time_rules_default, &s);
		if (r.verdict != table[i].verdict)
			fail_msg("row %zu: %s, not %s", i, time_verdict_name(r.verdict),
			         time_verdict_name(table[i].verdict));
		assert_int_equal(s.verdicts[table[i].verdict], 1);
		assert_int_equal(s.unpaired, !table[i].n);
		assert_int_equal(r.family, table[i].n >= 6);
		assert_true(isfinite(r.ratio) && r.ratio > 0 && isfinite(r.low) && isfinite(r.high));
		assert_true(r.p > 0 && r.p <= r.q && r.q <= 1);
		if (table[i].n)
			assert_float_equal(r.ratio, table[i].ratio, 1e-9);
	}
}

/* What is clear alone is not in a family: 6 blocks are enough for one test, for 40 there must be 11. */
static void the_family_raises_the_bar(void **state)
{
	struct time_result r[40];
	struct time_summary s;
	double x[6], clear[6];

	(void)state;
	spread(x, 6, 1, 0.5);
	spread(clear, 6, 2, 0.01);
	for (size_t i = 0; i < 40; i++)
		time_measure(i ? x : clear, 6, &time_rules_default, &r[i]);
	time_decide(r, 40, &time_rules_default, &s);
	assert_int_equal(r[0].verdict, TIME_OPEN);
	assert_float_equal(r[0].q, 1, 0.3);
	assert_int_equal(s.family, 40);
	assert_int_equal(s.needed, 11);
	assert_int_equal(s.short_of, 40);
	assert_int_equal(s.verdicts[TIME_OPEN], 40);
	for (size_t i = 1; i < 40; i++) /* those that can show nothing do not count */
		time_measure(x, 4, &time_rules_default, &r[i]);
	time_decide(r, 40, &time_rules_default, &s);
	assert_int_equal(s.family, 1);
	assert_int_equal(s.needed, 11); /* if they are timed on, they are in it */
	assert_int_equal(s.short_of, 39);
	assert_int_equal(r[0].verdict, TIME_SUSPECTED);
	assert_int_equal(r[1].family, 0);
	time_decide(NULL, 0, &time_rules_default, &s);
	assert_int_equal(s.comparisons, 0);
	assert_float_equal(s.ratio, 1, 0);
}

static void thresholds_are_taken(void **state)
{
	const struct time_rules high = { .alpha = 0.05, .threshold = 0.2, .margin = 0.2 };
	struct time_result r[2];
	struct time_summary s;
	double x[20];

	(void)state;
	spread(x, 20, 1.1, 0.02);
	time_measure(x, 20, &high, &r[0]);
	spread(x, 20, 1.25, 0.02);
	time_measure(x, 20, &high, &r[1]);
	time_decide(r, 2, &high, &s);
	assert_int_equal(r[0].verdict, TIME_SAME);
	assert_int_equal(r[1].verdict, TIME_SUSPECTED);
	assert_float_equal(s.ratio, sqrt(1.1 * 1.25), 1e-9);
}

/* ---- confirmation ---- */

/* One comparison, 20 pairs around `first`, timed again in `pairs` pairs around `again`. */
static void twice(double first, size_t pairs, double again, const struct time_rules *rules, struct time_result *r,
                  struct time_summary *s)
{
	double x[20];

	spread(x, 20, first, 0.005);
	time_measure(x, 20, rules, r);
	spread(x, pairs, again, 0.005);
	time_confirm(x, pairs, rules, r);
	time_decide(r, 1, rules, s);
}

static void the_second_pairs_decide(void **state)
{
	static const struct {
		double first;
		size_t pairs;
		double again;
		enum time_verdict verdict;
	} table[] = {
		{ 1.05, 0, 1, TIME_SUSPECTED },    { 1.05, 6, 1.05, TIME_SUSPECTED }, /* 2^-6 is more than 1 % */
		{ 1.05, 7, 1.05, TIME_SLOWER },    { 0.95, 12, 0.94, TIME_FASTER },
		{ 1.05, 12, 1.00, TIME_CLEARED },  { 1.05, 12, 0.95, TIME_CLEARED },   /* the other way */
		{ 1.05, 12, 1.0055, TIME_SLOWER }, { 1.05, 12, 1.0045, TIME_CLEARED }, /* half of 1 % */
		{ 1.00, 12, 1.05, TIME_SAME },     { 1.008, 12, 1.05, TIME_SAME },     /* nobody had asked */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct time_result r;
		struct time_summary s;
		const bool decided = table[i].verdict == TIME_SLOWER || table[i].verdict == TIME_FASTER ||
		                     table[i].verdict == TIME_CLEARED;

		twice(table[i].first, table[i].pairs, table[i].again, &time_rules_default, &r, &s);
		if (r.verdict != table[i].verdict)
			fail_msg("row %zu: %s, not %s", i, time_verdict_name(r.verdict),
			         time_verdict_name(table[i].verdict));
		assert_float_equal(r.told.ratio, decided ? table[i].again : table[i].first, 1e-9);
		assert_float_equal(r.ratio, table[i].first, 1e-9);
		assert_int_equal(time_decided_again(&r), decided);
		assert_int_equal(time_told_test(&r).pairs, decided ? table[i].pairs : 20);
		assert_float_equal(time_told_test(&r).p, decided ? r.again.p : r.p, 0);
		assert_float_equal(time_told_test(&r).q, decided ? r.again.q : r.q, 0);
		assert_int_equal(s.suspected_slower, r.verdict == TIME_SUSPECTED);
		assert_int_equal(s.verdicts[r.verdict], 1);
		assert_int_equal(r.needed > 0, r.verdict == TIME_SUSPECTED);
	}
}

/* Timed again and not confirmed, but so noisy that it may be as large as it looked: nothing is cleared by noise. */
static void noise_clears_nothing(void **state)
{
	static const struct {
		double again, width;
		enum time_verdict verdict;
	} table[] = { { 1.03, 0.20, TIME_SUSPECTED },
		      { 1.00, 0.20, TIME_SUSPECTED },
		      { 1.00, 0.01, TIME_CLEARED },
		      { 0.90, 0.10, TIME_CLEARED } };
	struct time_result r;
	struct time_summary s;
	double x[20];

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		spread(x, 20, 1.05, 0.005);
		time_measure(x, 20, &time_rules_default, &r);
		spread(x, 12, table[i].again, table[i].width);
		time_confirm(x, 12, &time_rules_default, &r);
		time_decide(&r, 1, &time_rules_default, &s);
		if (r.verdict != table[i].verdict)
			fail_msg("row %zu: %s", i, time_verdict_name(r.verdict));
		if (r.verdict == TIME_SUSPECTED)
			assert_in_range(r.needed, 13, TIME_BLOCKS_MOST);
	}
}

static void the_level_of_confirming_is_taken(void **state)
{
	struct time_rules rules = time_rules_default;
	struct time_result r;
	struct time_summary s;

	(void)state;
	rules.confirm = 0.001;
	twice(1.05, 9, 1.05, &rules, &r, &s);
	assert_int_equal(r.verdict, TIME_SUSPECTED);
	twice(1.05, 10, 1.05, &rules, &r, &s);
	assert_int_equal(r.verdict, TIME_SLOWER);
	assert_float_equal(r.again.p, ldexp(1, -10), 1e-15);
	rules.confirm = 0; /* 1 % */
	twice(1.05, 7, 1.05, &rules, &r, &s);
	assert_int_equal(r.verdict, TIME_SLOWER);
}

/* A suspicion among many needs more pairs to be confirmed, unless the others are confirmed too. */
static void confirmations_are_a_family(void **state)
{
	struct time_result r[10];
	struct time_summary s;
	double x[20], none[7], clear[7];

	(void)state;
	spread(x, 20, 1.05, 0.005);
	spread(none, 7, 1, 0.005);
	spread(clear, 7, 1.05, 0.005);
	for (size_t i = 0; i < 10; i++) {
		time_measure(x, 20, &time_rules_default, &r[i]);
		time_confirm(i ? none : clear, 7, &time_rules_default, &r[i]);
	}
	time_decide(r, 10, &time_rules_default, &s);
	assert_int_equal(s.confirmations, 10);
	assert_int_equal(r[0].verdict, TIME_SUSPECTED); /* 10 / 128 */
	for (size_t i = 1; i < 10; i++)
		time_confirm(clear, 7, &time_rules_default, &r[i]);
	time_decide(r, 10, &time_rules_default, &s);
	assert_int_equal(s.verdicts[TIME_SLOWER], 10);
	assert_int_equal(s.looks, 10);
}

/* What is not clear enough to be suspected among 100 is asked again, and then it is the second answer that counts. */
static void a_look_without_suspicion(void **state)
{
	struct time_result r[100];
	struct time_summary s;
	double x[20], y[12];

	(void)state;
	spread(x, 9, 1.05, 0.005);
	time_measure(x, 9, &time_rules_default, &r[0]); /* 2^-8, 100 of which are too many */
	spread(x, 20, 1, 0.02);
	for (size_t i = 1; i < 100; i++)
		time_measure(x, 20, &time_rules_default, &r[i]);
	time_decide(r, 100, &time_rules_default, &s);
	assert_true(r[0].look && !r[0].suspect);
	assert_int_equal(r[0].verdict, TIME_OPEN);
	assert_int_equal(s.looks, 1);
	spread(y, 12, 1, 0.005);
	time_confirm(y, 12, &time_rules_default, &r[0]);
	time_decide(r, 100, &time_rules_default, &s);
	assert_int_equal(r[0].verdict, TIME_OPEN); /* nothing was to be cleared */
	spread(y, 12, 1.04, 0.005);
	time_confirm(y, 12, &time_rules_default, &r[0]);
	time_decide(r, 100, &time_rules_default, &s);
	assert_int_equal(r[0].verdict, TIME_SLOWER);
	assert_float_equal(r[0].told.ratio, 1.04, 1e-9);
}

static void how_often_to_look(void **state)
{
	struct time_result r;
	struct time_summary s;
	double x[20];
	size_t wide, narrow;

	(void)state;
	spread(x, 20, 1.10, 0.01);
	time_measure(x, 20, &time_rules_default, &r);
	time_decide(&r, 1, &time_rules_default, &s);
	assert_int_equal(time_confirm_blocks(&r, &s), TIME_CONFIRM_LEAST);
	spread(x, 20, 1.02, 0.025);
	time_measure(x, 20, &time_rules_default, &r);
	time_decide(&r, 1, &time_rules_default, &s);
	narrow = time_confirm_blocks(&r, &s);
	assert_in_range(narrow, TIME_CONFIRM_LEAST + 1, TIME_CONFIRM_MOST);
	s.looks = 30;
	assert_true(time_confirm_blocks(&r, &s) > narrow);
	spread(x, 20, 1.03, 0.5);
	time_measure(x, 20, &time_rules_default, &r);
	time_decide(&r, 1, &time_rules_default, &s);
	wide = time_confirm_blocks(&r, &s);
	assert_int_equal(wide, TIME_CONFIRM_MOST);
}

/* ---- identical work ---- */

static void identical_work_is_never_a_change(void **state)
{
	struct time_rules all = time_rules_default;
	struct time_result r[30];
	struct time_summary s;
	double x[20];

	(void)state;
	spread(x, 20, 1.10, 0.005);
	for (size_t i = 0; i < 30; i++) {
		time_measure(x, 20, &time_rules_default, &r[i]);
		time_confirm(x, 20, &time_rules_default, &r[i]);
		r[i].identical = i >= 20;
	}
	time_decide(r, 30, &time_rules_default, &s);
	assert_int_equal(s.verdicts[TIME_SLOWER], 20);
	assert_int_equal(s.verdicts[TIME_IDENTICAL], 10);
	assert_int_equal(s.family, 20);
	assert_int_equal(r[25].family, 0);
	assert_int_equal(s.noise.comparisons, 10);
	assert_int_equal(s.noise.significant, 10);
	assert_int_equal(s.noise.suspected, 10);
	assert_float_equal(s.noise.typical95, 0.10, 1e-9);
	assert_float_equal(s.threshold, 0.01, 0); /* ten are too few to go by */
	all.judge_identical = true;
	time_decide(r, 30, &all, &s);
	assert_int_equal(s.verdicts[TIME_SLOWER], 30);
	assert_int_equal(s.family, 30);
}

/* What 20 benchmarks of identical code are shown to differ by, no other needs to be accused of. */
static void identical_work_raises_the_threshold(void **state)
{
	struct time_result r[42];
	struct time_summary s;
	double x[20];

	(void)state;
	for (size_t i = 0; i < 42; i++) {
		spread(x, 20, i == 40 ? 1.03 : i == 41 ? 1.10 : i % 2 ? 1.05 : 1 / 1.05, 0.005);
		time_measure(x, 20, &time_rules_default, &r[i]);
		r[i].identical = i < 40;
	}
	time_decide(r, 42, &time_rules_default, &s);
	assert_true(s.noise.shown95 > 0.04 && s.noise.shown95 < 0.05);
	assert_float_equal(s.threshold, s.noise.shown95, 0);
	assert_int_equal(r[40].verdict, TIME_OPEN);
	assert_int_equal(r[40].open, OPEN_LAYOUT);
	assert_int_equal(r[41].verdict, TIME_SUSPECTED);
	for (size_t i = 0; i < 40; i++) { /* noise that shows nothing raises nothing */
		spread(x, 20, i % 2 ? 1.02 : 1 / 1.02, 0.1);
		time_measure(x, 20, &time_rules_default, &r[i]);
		r[i].identical = true;
	}
	time_decide(r, 42, &time_rules_default, &s);
	assert_float_equal(s.threshold, 0.01, 0);
	assert_int_equal(r[40].verdict, TIME_SUSPECTED);
	assert_true(s.noise.typical95 > 0.015);
}

static void open_ones_say_why(void **state)
{
	struct time_result r[4];
	struct time_summary s;
	double x[20] = { 0 };

	(void)state;
	time_measure(x, 0, &time_rules_default, &r[0]);
	spread(x, 6, 1.5, 0.01);
	time_measure(x, 6, &time_rules_default, &r[1]);
	spread(x, 20, 1.01, 0.2);
	time_measure(x, 20, &time_rules_default, &r[2]);
	spread(x, 12, 1.1, 0.01);
	x[0] = -0.01;
	x[1] = -0.2;
	time_measure(x, 12, &time_rules_default, &r[3]);
	time_decide(r, 4, &time_rules_default, &s);
	assert_int_equal(r[0].open, OPEN_UNPAIRED);
	assert_int_equal(r[1].open, OPEN_FEW);
	assert_int_equal(r[1].needed, s.needed);
	assert_int_equal(r[2].open, OPEN_NOISY);
	/* until the interval is as long as the margin */
	assert_in_range(r[2].needed, 200, 2000);
	assert_int_equal(r[3].open, OPEN_FAMILY);
	assert_int_equal(s.unpaired, 1);
	assert_int_equal(s.short_of, 1);
	assert_int_equal(s.paired, 3);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(verdicts_follow_the_table),
	cmocka_unit_test(the_family_raises_the_bar),
	cmocka_unit_test(thresholds_are_taken),
	cmocka_unit_test(the_second_pairs_decide),
	cmocka_unit_test(noise_clears_nothing),
	cmocka_unit_test(the_level_of_confirming_is_taken),
	cmocka_unit_test(confirmations_are_a_family),
	cmocka_unit_test(a_look_without_suspicion),
	cmocka_unit_test(how_often_to_look),
	cmocka_unit_test(identical_work_is_never_a_change),
	cmocka_unit_test(identical_work_raises_the_threshold),
	cmocka_unit_test(open_ones_say_why),
};

TEST_MAIN(tests)
