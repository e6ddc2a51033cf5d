/*
 * Small statistics over plain arrays. Pure. Arrays are not modified unless said.
 */
#ifndef GOALLOC_ANALYSIS_STATS_H
#define GOALLOC_ANALYSIS_STATS_H

#include <stddef.h>

/* Quantile q in [0,1] of n > 0 values by linear interpolation of order statistics (Hyndman & Fan 1996, type 7). */
double stats_quantile(const double *x, size_t n, double q);
double stats_median(const double *x, size_t n);
/*
 * Distribution-free confidence interval of the median at 95 % from order statistics (Conover, Practical
 * Nonparametric Statistics, 3.2; its normal approximation above 1000 values). With n < 6 no such interval exists:
 * the range, and -1 is returned; else 0.
 */
int stats_median_interval(const double *x, size_t n, double *low, double *high);
/*
 * The same at any level in (0, 1), with its exact coverage: at least the level unless -1 is returned, when it is that of
 * the range, 1 - 2^(1-n). n = 0: all 0, and -1.
 */
int stats_median_interval_at(const double *x, size_t n, double level, double *low, double *high, double *coverage);

/* For whoever asks several of the same values: stats_sort() sorts them in place, the others take them so. */
void stats_sort(double *x, size_t n);
double stats_quantile_sorted(const double *x, size_t n, double q);
int stats_median_interval_sorted(const double *x, size_t n, double *low, double *high);

#endif
