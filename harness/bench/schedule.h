/*
 * When and how long: the random order of a block, iterations for a wanted duration, and when there are enough samples.
 * Pure.
 */
#ifndef GOALLOC_BENCH_SCHEDULE_H
#define GOALLOC_BENCH_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Fills index[0..n) with a permutation of 0..n-1 that depends on the seed and the block's number alone. */
void schedule_order(uint64_t seed, int block, size_t *index, size_t n);
/*
 * Iterations that take about `aim_ns`, when `n` of them took elapsed_ns: within [1, max]. An elapsed time of 0 (the
 * clock is too coarse) counts as 1 ns.
 */
int64_t schedule_iterations(int64_t n, int64_t elapsed_ns, int64_t aim_ns, int64_t max);
/*
 * The 95 % interval of the median of n values, without assumptions about their distribution: the order statistics
 * x(k), x(n+1-k) with the largest k for which P(B <= k-1) <= 0.025, B binomial (n, 1/2) (Hahn, Meeker, "Statistical
 * Intervals", 5.2). False below n = 6, where not even the extremes cover it. `values` is sorted in place.
 */
bool schedule_median_interval(double *values, size_t n, double *low, double *median, double *high);
/* True if that interval lies within +-precision (0.02) of the median. */
bool schedule_precise(double *values, size_t n, double precision);

#endif
