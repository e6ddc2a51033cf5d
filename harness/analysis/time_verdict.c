#include "analysis/time_verdict.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/equivalence.h"
#include "analysis/hodges_lehmann.h"
#include "analysis/multiple.h"
#include "analysis/rank.h"
#include "base/alloc.h"

const struct time_rules time_rules_default = { .alpha = 0.05, .threshold = 0.01, .margin = 0.03 };

const char *time_verdict_name(enum time_verdict v)
{
	static const char *const names[TIME_VERDICTS] = { [TIME_NONE] = "",
		                                          [TIME_SLOWER] = "slower",
		                                          [TIME_FASTER] = "faster",
		                                          [TIME_SAME] = "same",
		                                          [TIME_OPEN] = "open" };

	return names[v];
}

void time_measure(const double *log_ratios, size_t n, const struct time_rules *rules, struct time_result *out)
{
	struct signed_rank test;
	struct location l;

	*out = (struct time_result){ .pairs = n, .ratio = 1, .p = 1, .q = 1 };
	if (!n)
		return;
	signed_rank_test(log_ratios, n, &test);
	out->p = test.p;
	out->bounded = !hodges_lehmann(log_ratios, n, 1 - rules->alpha, &l);
	out->ratio = exp(l.estimate);
	out->low = exp(l.low);
	out->high = exp(l.high);
	out->equivalent = equivalent_ratios(log_ratios, n, rules->margin, rules->alpha);
}

static bool can_be_significant(const struct time_result *r, const struct time_rules *rules)
{
	return multiple_least_p(r->pairs) <= rules->alpha;
}

static enum time_verdict verdict_of(const struct time_result *r, const struct time_rules *rules)
{
	if (r->family && r->q <= rules->alpha && fabs(log(r->ratio)) >= log1p(rules->threshold) &&
	    fabs(r->ratio - 1) > 0)
		return r->ratio > 1 ? TIME_SLOWER : TIME_FASTER;
	return r->equivalent ? TIME_SAME : TIME_OPEN;
}

/* Gathers the p of the family, adjusts them, and puts the q where they belong. */
static size_t adjust(struct time_result *results, size_t n, const struct time_rules *rules)
{
	double *p = xcalloc(n + 1, sizeof *p);
	size_t family = 0, at = 0;

	for (size_t i = 0; i < n; i++)
		if (can_be_significant(&results[i], rules))
			p[family++] = results[i].p;
	multiple_adjust(p, family, p);
	for (size_t i = 0; i < n; i++) {
		bool in = can_be_significant(&results[i], rules);

		results[i].family = in ? family : 0;
		results[i].q = in ? p[at++] : 1;
	}
	free(p);
	return family;
}

void time_decide(struct time_result *results, size_t n, const struct time_rules *rules, struct time_summary *out)
{
	double logs = 0;
	size_t paired = 0;

	*out = (struct time_summary){ .comparisons = n, .rules = *rules };
	out->family = adjust(results, n, rules);
	out->needed = multiple_pairs_needed(out->family, rules->alpha);
	for (size_t i = 0; i < n; i++) {
		struct time_result *r = &results[i];
		bool open;

		r->verdict = verdict_of(r, rules);
		out->verdicts[r->verdict]++;
		open = r->verdict == TIME_OPEN;
		out->unpaired += open && !r->pairs;
		out->short_of += open && r->pairs && r->pairs < out->needed;
		if (r->pairs) {
			logs += log(r->ratio);
			paired++;
		}
	}
	out->ratio = paired ? exp(logs / (double)paired) : 1;
}
