/* Verdicts on times: the table of rules, and simulated reports with noise as machines have it. */
#include "testing.h"

#include <math.h>

#include "analysis/paired.h"
#include "analysis/time_verdict.h"
#include "base/rng.h"

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
		{ 20, 1.10, 0.02, TIME_SLOWER },  { 20, 0.90, 0.02, TIME_FASTER }, { 20, 1.00, 0.02, TIME_SAME },
		{ 20, 1.005, 0.001, TIME_SAME },  /* significant, but below 1 % */
		{ 20, 1.02, 0.001, TIME_SLOWER }, /* within the margin, but a change */
		{ 20, 1.00, 0.50, TIME_OPEN },    { 20, 1.04, 0.20, TIME_OPEN },   { 0, 1, 0, TIME_OPEN },
		{ 1, 2.00, 0, TIME_OPEN },        { 5, 2.00, 0.01, TIME_OPEN }, /* no p of 5 % exists */
		{ 6, 2.00, 0.01, TIME_SLOWER },   { 5, 1.00, 0, TIME_SAME },       { 20, 1.00, 0, TIME_SAME },
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
	assert_int_equal(r[0].verdict, TIME_SLOWER);
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
	assert_int_equal(r[1].verdict, TIME_SLOWER);
	assert_float_equal(s.ratio, sqrt(1.1 * 1.25), 1e-9);
}

/* ---- simulation ---- */

static double uniform(struct rng *r)
{
	return ((double)(rng_next(r) >> 11) + 0.5) * 0x1p-53;
}

/* Heavy-tailed: Student's t with 3 degrees of freedom, by Bailey's polar method. */
static double heavy(struct rng *r)
{
	double u, v, w;

	do {
		u = 2 * uniform(r) - 1;
		v = 2 * uniform(r) - 1;
		w = u * u + v * v;
	} while (w >= 1 || w <= 0);
	return u * sqrt(3 * (pow(w, -2.0 / 3) - 1) / w);
}

/*
 * A report of n benchmarks over 20 blocks. The machine drifts by 2 % from block to block, sometimes one process is
 * disturbed by up to 40 %, and everything jitters by 0.7 %, heavy-tailed.
 */
static void simulate(struct rng *rng, size_t n, double ratio, struct time_summary *s, struct time_result *results)
{
	enum { BLOCKS = 20 };

	for (size_t i = 0; i < n; i++) {
		struct timed old[BLOCKS], new[BLOCKS];
		double drift = 0, x[BLOCKS];

		for (int b = 0; b < BLOCKS; b++) {
			drift += 0.02 * heavy(rng);
			for (int side = 0; side < 2; side++) {
				double noise =
					drift + 0.007 * heavy(rng) + (rng_below(rng, 20) ? 0 : 0.4 * uniform(rng));

				(side ? new : old)[b] = (struct timed){ 1, b, 100 * (side ? ratio : 1) * exp(noise) };
			}
		}
		time_measure(x, paired_log_ratios(old, BLOCKS, new, BLOCKS, x), &time_rules_default, &results[i]);
	}
	time_decide(results, n, &time_rules_default, s);
}

static void no_change_gives_few_alarms(void **state)
{
	enum { REPORTS = 200, SIZE = 40 };
	struct time_result results[SIZE];
	struct time_summary s;
	struct rng rng;
	size_t alarms = 0, reports = 0, significant = 0;

	(void)state;
	rng_seed(&rng, 1);
	for (int i = 0; i < REPORTS; i++) {
		size_t flagged;

		simulate(&rng, SIZE, 1, &s, results);
		flagged = s.verdicts[TIME_SLOWER] + s.verdicts[TIME_FASTER];
		alarms += flagged;
		reports += flagged > 0;
		for (size_t k = 0; k < SIZE; k++)
			significant += results[k].p <= 0.05;
	}
	/* 8,000 tests at 5 %: 400 expected, less what the steps of the distribution take away */
	assert_in_range(significant, 300, 450);
	/* a report may have an alarm in 5 %: 10 of 200, 17 with a probability of 2 % */
	assert_in_range(reports, 0, 16);
	assert_in_range(alarms, 0, 20); /* of 8,000 */
}

static void changes_are_found(void **state)
{
	static const struct {
		double ratio;
		size_t least; /* of 400: 80, 95, 99 % */
	} table[] = { { 1.03, 320 }, { 1.05, 380 }, { 1 / 1.05, 380 }, { 1.10, 396 } };
	struct time_result results[100];
	struct time_summary s;
	struct rng rng;

	(void)state;
	rng_seed(&rng, 2);
	for (size_t i = 0; i < COUNT(table); i++) {
		size_t found = 0, wrong = 0;

		for (int report = 0; report < 4; report++) {
			simulate(&rng, 100, table[i].ratio, &s, results);
			found += s.verdicts[table[i].ratio > 1 ? TIME_SLOWER : TIME_FASTER];
			wrong += s.verdicts[table[i].ratio > 1 ? TIME_FASTER : TIME_SLOWER];
		}
		if (found < table[i].least)
			fail_msg("a ratio of %g: %zu of 400 found", table[i].ratio, found);
		assert_int_equal(wrong, 0);
	}
}

/* One change among 100 benchmarks that have none: the hard case for a correction. */
static void one_change_among_many(void **state)
{
	struct time_result results[101];
	struct time_summary s;
	struct rng rng;
	size_t found = 0, others = 0;

	(void)state;
	rng_seed(&rng, 3);
	for (int report = 0; report < 40; report++) {
		simulate(&rng, 100, 1, &s, results);
		simulate(&rng, 1, 1.05, &s, &results[100]);
		time_decide(results, 101, &time_rules_default, &s);
		found += results[100].verdict == TIME_SLOWER;
		others += s.verdicts[TIME_SLOWER] + s.verdicts[TIME_FASTER] - (results[100].verdict == TIME_SLOWER);
	}
	assert_in_range(found, 20, 40); /* 20 blocks just suffice: with 13 clear ones a p of 5 % / 101 exists */
	assert_in_range(others, 0, 8);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(verdicts_follow_the_table), cmocka_unit_test(the_family_raises_the_bar),
	cmocka_unit_test(thresholds_are_taken),      cmocka_unit_test(no_change_gives_few_alarms),
	cmocka_unit_test(changes_are_found),         cmocka_unit_test(one_change_among_many),
};

TEST_MAIN(tests)
