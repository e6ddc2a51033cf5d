/*
 * The verdict on a time: what the pairs of one benchmark say, and what may be reported of all of them together. Pure;
 * nothing is owned.
 *
 * time_measure for each comparison of a report, then time_decide once over all of them.
 *
 * | verdict | when |
 * |---|---|
 * | slower, faster | significant at alpha after the correction for the whole family, and by `threshold` at least |
 * | same | else, where a change larger than `margin` is ruled out (equivalence.h, at alpha) |
 * | open | else: no pairs, too few to be significant whatever they show, or too noisy to tell |
 *
 * The family: all comparisons of the report whose number of pairs can be significant on its own (2^(1-n) <= alpha).
 * It depends on how much was measured alone, never on the values, so that the correction holds.
 */
#ifndef GOALLOC_ANALYSIS_TIME_VERDICT_H
#define GOALLOC_ANALYSIS_TIME_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

enum time_verdict { TIME_NONE, TIME_SLOWER, TIME_FASTER, TIME_SAME, TIME_OPEN, TIME_VERDICTS };
/* "slower", "faster", "same", "open"; "" for TIME_NONE. */
const char *time_verdict_name(enum time_verdict v);

struct time_rules {
	double alpha;     /* of false discoveries, and of a wrong "same": (0, 1/2) */
	double threshold; /* the least relative change that counts: [0, ...) */
	double margin;    /* of "same": > 0 */
};
extern const struct time_rules time_rules_default; /* 5 %, 1 %, 3 % */

struct time_result {
	size_t pairs;            /* blocks with both sides */
	size_t family;           /* tests in the family; 0 where this one is not in it */
	double ratio, low, high; /* new / old: Hodges-Lehmann, its interval at 1 - alpha; 1, 0, 0 without pairs */
	bool bounded;            /* low and high are such an interval; else the range of what was seen */
	double p, q;             /* signed-rank, two-sided; adjusted (Benjamini, Hochberg). 1 where not tested */
	bool equivalent;
	enum time_verdict verdict;
};
/* What the report says in all. Verdicts add up to `comparisons`. */
struct time_summary {
	size_t comparisons, family;
	size_t verdicts[TIME_VERDICTS];
	size_t unpaired; /* open for having no block in common */
	size_t short_of; /* open, with blocks in common, but fewer than `needed` */
	size_t needed;   /* the least number of blocks with which one alone could be significant in this family */
	double ratio;    /* geometric mean of the ratios of those that have pairs; 1 without */
	struct time_rules rules;
};

/* n logarithms of ratios, one a block (paired.h). Fills all but family, q and the verdict. */
void time_measure(const double *log_ratios, size_t n, const struct time_rules *rules, struct time_result *out);
/* Fills family, q and verdict of all n results, and the summary. */
void time_decide(struct time_result *results, size_t n, const struct time_rules *rules, struct time_summary *out);

#endif
