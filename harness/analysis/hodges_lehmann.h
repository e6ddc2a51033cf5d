/*
 * How large is the change: the Hodges-Lehmann estimate of the centre of paired differences, and its interval, which
 * belong to the signed-rank test (rank.h). Pure; nothing is owned, any order of calls.
 *
 * Both are order statistics of the n (n + 1) / 2 Walsh averages (x_i + x_j) / 2, i <= j; no distribution is assumed but
 * that it is symmetric about the centre, as differences within a block drawn in random order are. Of logarithms of
 * ratios the result is the logarithm of the typical ratio.
 *
 * Sources: Hollander, Wolfe, "Nonparametric Statistical Methods", 2nd ed., 3.2 (estimate) and 3.3 (interval); Hodges,
 * Lehmann, Ann. Math. Statist. 34 (1963).
 */
#ifndef GOALLOC_ANALYSIS_HODGES_LEHMANN_H
#define GOALLOC_ANALYSIS_HODGES_LEHMANN_H

#include <stdbool.h>
#include <stddef.h>

struct location {
	double estimate;  /* in the unit of the differences */
	double low, high; /* the interval, both ends included */
	double level;     /* its exact coverage: at least what was asked for, unless -1 was returned; more with ties */
};

/*
 * n values at a level in (0, 1); those that are not finite are left out. Returns -1 where no interval of that level
 * exists (2^(1-n) > 1 - level; below 6 values at 95 %): then it is the range, and `level` says what that covers.
 * Without values all is 0. Never NaN. Memory n; time n log n, and n for each of some ten
 * steps (64 at most and 60 more where the values are ties, or of very different sizes).
 */
int hodges_lehmann(const double *x, size_t n, double level, struct location *out);
/* Does an interval of that level exist, and lie within [low, high]? The same answer as from hodges_lehmann(), in time n log n. */
bool hodges_lehmann_within(const double *x, size_t n, double level, double low, double high);

#endif
