/*
 * What the noise of a machine means for comparisons of times on it. Pure.
 *
 * The samples are times of the same work, in the order they were taken (bench/noise.h makes them). A block times both
 * sides of a comparison one after the other, so what it learns is a difference of neighbours; here, where both sides
 * are the same, these differences are nothing but noise.
 */
#ifndef GOALLOC_ANALYSIS_NOISE_FLOOR_H
#define GOALLOC_ANALYSIS_NOISE_FLOOR_H

#include <stddef.h>

#define NOISE_OUTLIER 0.10 /* a sample this much above the median is an outlier */
#define NOISE_LEAST_BLOCKS 6
#define NOISE_MOST_BLOCKS 1000

/* Shares of 1; all of them of the median. */
struct noise_floor {
	double median;   /* in the unit of the samples */
	double mad;      /* median absolute deviation from the median */
	double spread;   /* from the first to the third quartile */
	double drift;    /* the median of the second half above that of the first; 0 with fewer than 4 samples */
	double outliers; /* share of the samples that are NOISE_OUTLIER or more above the median */
};

/* n > 0 samples, all above 0. */
void noise_floor(const double *samples, size_t n, struct noise_floor *out);
/*
 * The largest k with P(T < k) <= 2.5 %, T the sum of the positive ranks among n under the signed-rank test: the k-th
 * smallest and the k-th largest of the n(n+1)/2 Walsh averages enclose the Hodges-Lehmann estimate's target with 95 %
 * (counted up to n = 50, then by the normal distribution). 0 below n = 6: no such interval exists.
 */
size_t noise_signed_rank(size_t n);
/*
 * The half width of the 95 % interval of a ratio that `blocks` blocks give on a machine with these samples, as a ratio less
 * 1 (0.01: from 1 % below to 1 % above): the interval is that of the signed-rank test (Hollander, Wolfe, Chicken,
 * Nonparametric Statistical Methods, 3.3) for the Hodges-Lehmann estimate of the log ratio; blocks are drawn 200 times
 * from the differences of neighbours (bootstrap; Efron, Annals of Statistics 7, 1979), and four of five draws are
 * narrower than what is returned. The same samples give the same figure. `blocks` within NOISE_LEAST_BLOCKS (fewer
 * have no such interval) .. NOISE_MOST_BLOCKS, n >= 2.
 */
double noise_half_width(const double *samples, size_t n, size_t blocks);
/* The smallest number of blocks for which noise_half_width is at most `width`; NOISE_MOST_BLOCKS + 1 if there is none. */
size_t noise_blocks(const double *samples, size_t n, double width);

#endif
