#include "analysis/time_verdict.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/equivalence.h"
#include "analysis/hodges_lehmann.h"
#include "analysis/multiple.h"
#include "analysis/rank.h"
#include "analysis/stats.h"
#include "base/alloc.h"

#define CONFIRM_LEVEL 0.01
#define TAILS 1.5

const struct time_rules time_rules_default = {
	.alpha = 0.05, .threshold = 0.01, .margin = 0.03, .confirm = CONFIRM_LEVEL, .look = 0.01
};

const char *time_verdict_name(enum time_verdict v)
{
	static const char *const names[TIME_VERDICTS] = {
		[TIME_NONE] = "",           [TIME_SLOWER] = "slower",       [TIME_FASTER] = "faster",
		[TIME_SAME] = "same",       [TIME_OPEN] = "open",           [TIME_SUSPECTED] = "suspected",
		[TIME_CLEARED] = "cleared", [TIME_IDENTICAL] = "identical",
	};

	return (unsigned)v < TIME_VERDICTS ? names[v] : "";
}

static double confirm_level(const struct time_rules *rules)
{
	return rules->confirm > 0 ? rules->confirm : CONFIRM_LEVEL;
}

static struct time_estimate estimate(const double *log_ratios, size_t n, const struct time_rules *rules)
{
	struct time_estimate e = { .ratio = 1 };
	struct location l;

	if (!n)
		return e;
	e.bounded = !hodges_lehmann(log_ratios, n, 1 - rules->alpha, &l);
	e.ratio = exp(l.estimate);
	e.low = exp(l.low);
	e.high = exp(l.high);
	return e;
}

void time_measure(const double *log_ratios, size_t n, const struct time_rules *rules, struct time_result *out)
{
	const struct time_estimate e = estimate(log_ratios, n, rules);
	struct signed_rank test;

	*out = (struct time_result){ .pairs = n,
		                     .ratio = e.ratio,
		                     .low = e.low,
		                     .high = e.high,
		                     .bounded = e.bounded,
		                     .p = 1,
		                     .q = 1,
		                     .again = { .estimate = { .ratio = 1 }, .p = 1, .q = 1 },
		                     .told = e };
	if (!n)
		return;
	signed_rank_test(log_ratios, n, &test);
	out->p = test.p;
	out->equivalent = equivalent_ratios(log_ratios, n, rules->margin, rules->alpha);
}

void time_confirm(const double *log_ratios, size_t n, const struct time_rules *rules, struct time_result *out)
{
	struct signed_rank test;
	bool agrees;

	out->again.pairs = n;
	out->again.estimate = estimate(log_ratios, n, rules);
	out->again.p = 1;
	if (!n)
		return;
	signed_rank_test(log_ratios, n, &test);
	agrees = out->ratio > 1 ? test.plus > test.minus : test.plus < test.minus;
	out->again.p = agrees ? test.p / 2 : 1 - test.p / 2;
}

/* ---- the family ---- */

static bool can_be_significant(const struct time_result *r, const struct time_rules *rules)
{
	return multiple_least_p(r->pairs) <= rules->alpha;
}

/* Gathers the p of the family, identical work in it or not, adjusts them, and puts each q where it belongs. */
static size_t adjust(const struct time_result *results, size_t n, const struct time_rules *rules, bool identical,
                     double *q)
{
	size_t *members = xcalloc(n + 1, sizeof *members), family = 0;
	double *p = xcalloc(n + 1, sizeof *p);

	for (size_t i = 0; i < n; i++) {
		q[i] = 1;
		if (!can_be_significant(&results[i], rules) || (results[i].identical && !identical))
			continue;
		members[family] = i;
		p[family++] = results[i].p;
	}
	multiple_adjust(p, family, p);
	for (size_t k = 0; k < family; k++)
		q[members[k]] = p[k];
	free(p);
	free(members);
	return family;
}

/* Is it a change of the threshold at least, if its p, as it is or adjusted, is believed up to `level`? */
static bool stands_out(const struct time_result *r, double p, double level, double threshold)
{
	const double size = fabs(log(r->ratio));

	return p <= level && size > 0 && size >= log1p(threshold);
}

/* ---- identical work ---- */

/* How far the interval lies from no change, as a ratio less 1; 0 if it holds it. */
static double shown(const struct time_result *r)
{
	return fmax(0, fmax(r->low, r->low > 0 && r->high < 1 ? 1 / r->high : 0) - 1);
}

static double larger(double ratio)
{
	return fmax(ratio, 1 / ratio) - 1;
}

static void identical_work(const struct time_result *results, size_t n, const struct time_rules *rules,
                           struct time_noise *out)
{
	double *typical = xcalloc(n + 1, sizeof *typical), *least = xcalloc(n + 1, sizeof *least),
	       *q = xcalloc(n + 1, sizeof *q);

	adjust(results, n, rules, true, q);
	for (size_t i = 0; i < n; i++) {
		const struct time_result *r = &results[i];

		if (!r->identical || !r->pairs)
			continue;
		typical[out->comparisons++] = larger(r->ratio);
		if (!can_be_significant(r, rules))
			continue;
		least[out->tested++] = r->bounded ? shown(r) : 0;
		out->significant += r->p <= rules->alpha;
		out->suspected += stands_out(r, q[i], rules->alpha, rules->threshold);
	}
	if (out->comparisons)
		out->typical95 = stats_quantile(typical, out->comparisons, 0.95);
	if (out->tested >= TIME_NOISE_LEAST)
		out->shown95 = stats_quantile(least, out->tested, 0.95);
	free(typical);
	free(least);
	free(q);
}

/* ---- verdicts ---- */

/* The q of the second test: over all that were worth a look and timed again. Returns how many. */
static size_t adjust_again(struct time_result *results, size_t n)
{
	double *p = xcalloc(n + 1, sizeof *p);
	size_t family = 0, at = 0;

	for (size_t i = 0; i < n; i++)
		if (results[i].look && results[i].again.pairs)
			p[family++] = results[i].again.p;
	multiple_adjust(p, family, p);
	for (size_t i = 0; i < n; i++)
		results[i].again.q = results[i].look && results[i].again.pairs ? p[at++] : 1;
	free(p);
	return family;
}

static bool is_confirmed(const struct time_result *r, const struct time_rules *rules)
{
	/* the p is that of the same direction */
	return r->look && r->again.q <= confirm_level(rules) &&
	       fabs(log(r->again.estimate.ratio)) >= log1p(rules->threshold) / 2;
}

/* Were there pairs enough to confirm it, if it were the only one? The least one-sided p is half of the two-sided one. */
static bool could_confirm(const struct time_result *r, const struct time_summary *s)
{
	return r->again.pairs &&
	       multiple_least_p(r->again.pairs) / 2 * (double)s->confirmations <= confirm_level(&s->rules);
}

/* Not confirming is not enough: noise alone does that. */
static bool is_ruled_out(const struct time_result *r)
{
	const struct time_estimate *e = &r->again.estimate;

	return e->bounded && (r->ratio < e->low || r->ratio > e->high);
}

static enum time_verdict verdict_of(const struct time_result *r, const struct time_summary *s)
{
	if (r->identical && !s->rules.judge_identical)
		return TIME_IDENTICAL;
	if (is_confirmed(r, &s->rules))
		return r->ratio > 1 ? TIME_SLOWER : TIME_FASTER;
	if (r->suspect)
		return could_confirm(r, s) && is_ruled_out(r) ? TIME_CLEARED : TIME_SUSPECTED;
	return r->equivalent ? TIME_SAME : TIME_OPEN;
}

static enum time_open open_because(const struct time_result *r, const struct time_summary *s)
{
	if (!r->pairs)
		return OPEN_UNPAIRED;
	if (r->pairs < multiple_pairs_needed(s->family, s->rules.alpha))
		return OPEN_FEW;
	if (stands_out(r, r->q, s->rules.alpha, s->rules.threshold))
		return OPEN_LAYOUT;
	return r->p <= s->rules.alpha ? OPEN_FAMILY : OPEN_NOISY;
}

/*
 * Blocks until the interval is no longer than the margin: then it lies within the margin, or beside no change. Widths go
 * with 1 / sqrt(n).
 */
static size_t blocks_to_decide(const struct time_result *r, const struct time_summary *s)
{
	double times, blocks;

	if (!r->bounded || !(r->low > 0))
		return s->needed;
	times = (log(r->high) - log(r->low)) / log1p(s->rules.margin);
	blocks = ceil((double)r->pairs * times * times);
	return blocks >= TIME_BLOCKS_MOST ? TIME_BLOCKS_MOST : blocks > (double)s->needed ? (size_t)blocks : s->needed;
}

static double deviation_of_pair(const struct time_estimate *e, size_t pairs)
{
	return e->bounded && e->low > 0 ? (log(e->high) - log(e->low)) / 2 / 1.96 * sqrt((double)pairs) : 0;
}

/* The quantile of the normal distribution at 1 - tail, by halving. */
static double normal_quantile(double tail)
{
	double low = 0, high = 40;

	for (int i = 0; i < 60; i++) {
		double middle = (low + high) / 2;

		if (erfc(middle / sqrt(2)) / 2 > tail)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Pairs of such a deviation that confirm such a change in 99 %. */
static double pairs_to_confirm(double deviation, double change, const struct time_summary *s)
{
	const double level = confirm_level(&s->rules) / (double)(s->looks ? s->looks : 1),
		     z = normal_quantile(0.01) + normal_quantile(level), ratio = z * deviation / change;

	return change > 0 ? fmax(TIME_CONFIRM_LEAST, ceil(TAILS * ratio * ratio)) : TIME_BLOCKS_MOST;
}

size_t time_confirm_blocks(const struct time_result *r, const struct time_summary *s)
{
	const struct time_estimate first = { r->ratio, r->low, r->high, r->bounded };
	const double change = fmax(log1p(shown(r)), log1p(s->threshold));

	return (size_t)fmin(TIME_CONFIRM_MOST, pairs_to_confirm(deviation_of_pair(&first, r->pairs), change, s));
}

/* More than it was timed again with, if it was: as noisy, and as large, as that has shown. */
static size_t blocks_to_confirm(const struct time_result *r, const struct time_summary *s)
{
	const struct time_estimate *e = &r->again.estimate;
	double pairs;

	if (!e->bounded)
		return time_confirm_blocks(r, s);
	pairs = pairs_to_confirm(deviation_of_pair(e, r->again.pairs), fmax(fabs(log(e->ratio)), log1p(s->threshold)),
	                         s);
	return (size_t)fmin(TIME_BLOCKS_MOST, fmax((double)r->again.pairs + 1, pairs));
}

bool time_decided_again(const struct time_result *r)
{
	return r->verdict == TIME_SLOWER || r->verdict == TIME_FASTER || r->verdict == TIME_CLEARED;
}

struct time_test time_told_test(const struct time_result *r)
{
	return time_decided_again(r) ? (struct time_test){ r->again.pairs, r->again.p, r->again.q }
	                             : (struct time_test){ r->pairs, r->p, r->q };
}

static void conclude(struct time_result *r, struct time_summary *s)
{
	r->verdict = verdict_of(r, s);
	r->open = r->verdict == TIME_OPEN ? open_because(r, s) : OPEN_NOT;
	r->needed = r->verdict == TIME_OPEN        ? blocks_to_decide(r, s)
	            : r->verdict == TIME_SUSPECTED ? blocks_to_confirm(r, s)
	                                           : 0;
	if (time_decided_again(r))
		r->told = r->again.estimate;
	else
		r->told = (struct time_estimate){ r->ratio, r->low, r->high, r->bounded };
	s->verdicts[r->verdict]++;
	s->paired += r->pairs > 0;
	s->unpaired += r->open == OPEN_UNPAIRED;
	s->short_of += r->open == OPEN_FEW;
	s->suspected_slower += r->verdict == TIME_SUSPECTED && r->ratio > 1;
}

/* How large the family is once all have pairs enough to be in it. */
static size_t judged(const struct time_result *results, size_t n, const struct time_rules *rules)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += !results[i].identical || rules->judge_identical;
	return count;
}

void time_decide(struct time_result *results, size_t n, const struct time_rules *rules, struct time_summary *out)
{
	double *q = xcalloc(n + 1, sizeof *q), logs = 0;

	*out = (struct time_summary){ .comparisons = n, .rules = *rules, .threshold = rules->threshold };
	identical_work(results, n, rules, &out->noise);
	if (!rules->judge_identical)
		out->threshold = fmax(out->threshold, out->noise.shown95);
	out->family = adjust(results, n, rules, rules->judge_identical, q);
	out->needed = multiple_pairs_needed(judged(results, n, rules), rules->alpha);
	for (size_t i = 0; i < n; i++) {
		struct time_result *r = &results[i];
		bool in = can_be_significant(r, rules) && (!r->identical || rules->judge_identical);

		r->family = in ? out->family : 0;
		r->q = q[i];
		r->suspect = in && stands_out(r, r->q, rules->alpha, out->threshold);
		r->look = r->suspect || (in && stands_out(r, r->p, rules->look, out->threshold));
		out->looks += r->look;
		if (r->pairs)
			logs += log(r->ratio);
	}
	out->confirmations = adjust_again(results, n);
	for (size_t i = 0; i < n; i++)
		conclude(&results[i], out);
	out->ratio = out->paired ? exp(logs / (double)out->paired) : 1;
	free(q);
}
