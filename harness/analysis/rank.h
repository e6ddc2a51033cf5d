/*
 * Wilcoxon's signed-rank test of paired differences, and the distribution of its statistic. Pure; nothing is owned, any
 * order of calls.
 *
 * The process is the unit: a difference is that of one pair (one block), and under the hypothesis "no change" its sign
 * is a fair coin, since the order within a block is drawn. Nothing else is assumed of the noise but that.
 *
 * Sources: Hollander, Wolfe, "Nonparametric Statistical Methods", 2nd ed., 3.1 (the statistic, its exact distribution
 * by convolution, the conditional one over mid-ranks); Pratt, "Remarks on zeros and ties in the Wilcoxon signed rank
 * procedures", JASA 54 (1959): zeros take part in the ranking and are then dropped, so that a difference moved towards
 * zero never makes a result more significant.
 */
#ifndef GOALLOC_ANALYSIS_RANK_H
#define GOALLOC_ANALYSIS_RANK_H

#include <stdbool.h>
#include <stddef.h>

struct signed_rank {
	size_t n;           /* finite differences: others are left out */
	size_t nonzero;     /* those that have a sign */
	double plus, minus; /* sums of the mid-ranks of positive and negative ones: multiples of 1/2 */
	double p;           /* two-sided: twice the smaller tail, in (0, 1]; 1 where nothing has a sign */
	bool exact;         /* the conditional distribution given the mid-ranks was summed */
};
/* Up to so many differences with a sign the test is exact; beyond, normal with a correction for continuity. */
enum { SIGNED_RANK_EXACT = 100 };

/* n may be 0. The array is not modified. */
void signed_rank_test(const double *differences, size_t n, struct signed_rank *out);

/*
 * For intervals: the largest c >= 1 with P(T+ <= c - 1) <= tail (in (0, 1/2)), T+ of n differences without zeros and
 * ties; *below (may be NULL) gets that probability. 0 if there is none, which is so for 2^-n > tail; *below is 2^-n then.
 * Above SIGNED_RANK_EXACT from the normal approximation, *below too.
 */
size_t signed_rank_critical(size_t n, double tail, double *below);

#endif
