#include "bench/schedule.h"

#include <math.h>
#include <stdlib.h>

#include "base/rng.h"

void schedule_order(uint64_t seed, int block, size_t *index, size_t n)
{
	struct rng r;

	/* two seeds, or two blocks, that differ in one bit have nothing in common after this */
	rng_seed(&r, seed);
	rng_seed(&r, rng_next(&r) ^ (uint64_t)block);
	for (size_t i = 0; i < n; i++)
		index[i] = i;
	rng_shuffle(&r, index, n);
}

int64_t schedule_iterations(int64_t n, int64_t elapsed_ns, int64_t aim_ns, int64_t max)
{
	double wanted = (double)aim_ns / (double)(elapsed_ns > 0 ? elapsed_ns : 1) * (double)n;

	if (!(wanted > 1))
		return 1;
	return wanted > (double)max ? max : (int64_t)wanted;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

bool schedule_median_interval(double *values, size_t n, double *low, double *median, double *high)
{
	double term, below = 0; /* P(B = k), P(B <= k - 1) */
	size_t k = 0;

	if (n < 6)
		return false;
	qsort(values, n, sizeof *values, by_value);
	/* in logarithms: 0.5^n is no double for large n */
	for (size_t i = 0; i < n / 2; i++) {
		term = exp(lgamma((double)n + 1) - lgamma((double)i + 1) - lgamma((double)(n - i) + 1) -
		           (double)n * log(2));
		below += term;
		if (below > 0.025)
			break;
		k = i + 1;
	}
	*low = values[k - 1];
	*high = values[n - k];
	*median = n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
	return true;
}

bool schedule_precise(double *values, size_t n, double precision)
{
	double low, median, high;

	if (!schedule_median_interval(values, n, &low, &median, &high))
		return false;
	return low >= median - precision * median && high <= median + precision * median;
}
