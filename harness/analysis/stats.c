#include "analysis/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define EXACT_UP_TO 1000 /* values for which the binomial is summed; beyond, 2^-n leaves the range of a double */
#define Z_975 1.959963984540054

static int by_value(const void *pa, const void *pb)
{
	double a = *(const double *)pa, b = *(const double *)pb;

	return (a > b) - (a < b);
}

static double *sorted_copy(const double *x, size_t n)
{
	double *copy = xreallocarray(NULL, n, sizeof *copy);

	memcpy(copy, x, n * sizeof *copy);
	qsort(copy, n, sizeof *copy, by_value);
	return copy;
}

static double quantile_of_sorted(const double *x, size_t n, double q)
{
	double at = q <= 0 ? 0 : q >= 1 ? (double)(n - 1) : q * (double)(n - 1);
	size_t below = (size_t)at;

	if (below + 1 >= n)
		return x[n - 1];
	return x[below] + (at - (double)below) * (x[below + 1] - x[below]);
}

double stats_quantile(const double *x, size_t n, double q)
{
	double *sorted = sorted_copy(x, n), value = quantile_of_sorted(sorted, n, q);

	free(sorted);
	return value;
}

double stats_median(const double *x, size_t n)
{
	return stats_quantile(x, n, 0.5);
}

/*
 * The largest k with 2 P(X < k) <= 5 % for X binomial (n, 1/2): the k-th smallest and the k-th largest value
 * enclose the median with at least 95 %. 0 if there is none.
 */
static size_t median_rank(size_t n)
{
	double probability = pow(0.5, (double)n), sum = 0; /* of X = k */
	size_t k = 0;

	if (n > EXACT_UP_TO)
		return (size_t)floor((double)n / 2 - Z_975 * sqrt((double)n) / 2);
	while (sum + probability <= 0.025) {
		sum += probability;
		probability *= (double)(n - k) / (double)(k + 1);
		k++;
	}
	return k;
}

int stats_median_interval(const double *x, size_t n, double *low, double *high)
{
	double *sorted = sorted_copy(x, n);
	size_t k = median_rank(n);

	*low = sorted[k ? k - 1 : 0];
	*high = sorted[k ? n - k : n - 1];
	free(sorted);
	return k ? 0 : -1;
}
