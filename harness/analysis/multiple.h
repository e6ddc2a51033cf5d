/*
 * Many tests at once: false discoveries held down over a whole report, and what a number of pairs can show at all.
 * Pure; nothing is owned, any order of calls.
 *
 * Source: Benjamini, Hochberg, "Controlling the false discovery rate", J. R. Statist. Soc. B 57 (1995): with the
 * hypotheses rejected whose q is at most alpha, at most alpha of what is reported is false on average; where nothing
 * changed, a report has any false alarm with probability alpha at most. Which tests belong to the family may depend on
 * the number of pairs, never on what they show.
 */
#ifndef GOALLOC_ANALYSIS_MULTIPLE_H
#define GOALLOC_ANALYSIS_MULTIPLE_H

#include <stddef.h>

/* q[i] of p[i], adjusted for the family of all n (0 too): min over p(j) >= p(i) of n p(j) / j, in [p(i), 1]. p outside
 * of [0, 1], or NaN, is taken as the nearer end, or 1. q may be p. */
void multiple_adjust(const double *p, size_t n, double *q);
/* The least two-sided p that so many pairs can give, by signs or signed ranks: 2^(1-n); 1 for n <= 1. */
double multiple_least_p(size_t pairs);
/*
 * The least number of pairs with which one test in a family of `family` (0 counts as 1) can be significant at alpha, in
 * (0, 1), if it is the only one: family 2^(1-n) <= alpha. 6 for one test at 5 %, 13 for 200.
 */
size_t multiple_pairs_needed(size_t family, double alpha);

#endif
