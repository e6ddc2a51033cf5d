#include "analysis/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define FEW 100          /* values that insertion sorts sooner */
#define EXACT_UP_TO 1000 /* values for which the binomial is summed; beyond, 2^-n leaves the range of a double */

static int by_value(const void *pa, const void *pb)
{
	double a = *(const double *)pa, b = *(const double *)pb;

	return (a > b) - (a < b);
}

void stats_sort(double *x, size_t n)
{
	if (n > FEW)
		qsort(x, n, sizeof *x, by_value);
	for (size_t i = 1; i < n && n <= FEW; i++) {
		const double one = x[i];
		size_t at = i;

		for (; at > 0 && x[at - 1] > one; at--)
			x[at] = x[at - 1];
		x[at] = one;
	}
}

static double *sorted_copy(const double *x, size_t n)
{
	double *copy = xreallocarray(NULL, n, sizeof *copy);

	memcpy(copy, x, n * sizeof *copy);
	stats_sort(copy, n);
	return copy;
}

double stats_quantile_sorted(const double *x, size_t n, double q)
{
	double at = q <= 0 ? 0 : q >= 1 ? (double)(n - 1) : q * (double)(n - 1);
	size_t below = (size_t)at;

	if (below + 1 >= n)
		return x[n - 1];
	return x[below] + (at - (double)below) * (x[below + 1] - x[below]);
}

double stats_quantile(const double *x, size_t n, double q)
{
	double *sorted = sorted_copy(x, n), value = stats_quantile_sorted(sorted, n, q);

	free(sorted);
	return value;
}

double stats_median(const double *x, size_t n)
{
	return stats_quantile(x, n, 0.5);
}

/*
 * The largest k with P(X < k) <= tail for X binomial (n, 1/2), and that probability: the k-th smallest and the k-th
 * largest value enclose the median with a probability of 1 - 2 *below. 0 if there is none.
 */
static size_t median_rank(size_t n, double tail, double *below)
{
	double probability = pow(0.5, (double)n), sum = 0; /* of X = k */
	size_t k = 0;

	if (n > EXACT_UP_TO) {
		/* the quantile of the normal distribution, by bisection of its tail */
		double low = 0, high = 40, deviation = sqrt((double)n) / 2;

		for (int i = 0; i < 64; i++) {
			double middle = (low + high) / 2;

			*(erfc(middle / sqrt(2)) / 2 > tail ? &low : &high) = middle;
		}
		k = (size_t)fmax(0, floor((double)n / 2 - high * deviation));
		*below = erfc(((double)n / 2 - (double)k) / deviation / sqrt(2)) / 2;
		return k;
	}
	while (sum + probability <= tail) {
		sum += probability;
		probability *= (double)(n - k) / (double)(k + 1);
		k++;
	}
	*below = sum;
	return k;
}

static int interval_of_sorted(const double *x, size_t n, double level, double *low, double *high, double *coverage)
{
	double below;
	size_t k;

	*low = *high = *coverage = 0;
	if (!n)
		return -1;
	k = median_rank(n, (1 - level) / 2, &below);
	*low = x[k ? k - 1 : 0];
	*high = x[k ? n - k : n - 1];
	*coverage = k ? 1 - 2 * below : 1 - 2 * pow(0.5, (double)n);
	return k ? 0 : -1;
}

int stats_median_interval_at(const double *x, size_t n, double level, double *low, double *high, double *coverage)
{
	double *sorted = n ? sorted_copy(x, n) : NULL;
	int status = interval_of_sorted(sorted, n, level, low, high, coverage);

	free(sorted);
	return status;
}

int stats_median_interval_sorted(const double *x, size_t n, double *low, double *high)
{
	double coverage;

	return interval_of_sorted(x, n, 0.95, low, high, &coverage);
}

int stats_median_interval(const double *x, size_t n, double *low, double *high)
{
	double coverage;

	return stats_median_interval_at(x, n, 0.95, low, high, &coverage);
}
