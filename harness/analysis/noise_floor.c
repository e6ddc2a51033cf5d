#include "analysis/noise_floor.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/stats.h"
#include "base/alloc.h"
#include "base/rng.h"

#define DRAWS 200
#define SHARE 0.8
#define SEED UINT64_C(1)
#define EXACT_UP_TO 50 /* blocks; beyond, the distribution of the ranks' sum is taken for normal */
#define Z_975 1.959963984540054
#define HALVINGS 32

void noise_floor(const double *samples, size_t n, struct noise_floor *out)
{
	double *away = xreallocarray(NULL, n, sizeof *away);
	double median = stats_median(samples, n);
	size_t high = 0;

	for (size_t i = 0; i < n; i++) {
		away[i] = fabs(samples[i] - median);
		high += samples[i] >= median * (1 + NOISE_OUTLIER);
	}
	*out = (struct noise_floor){
		.median = median,
		.mad = stats_median(away, n) / median,
		.spread = (stats_quantile(samples, n, 0.75) - stats_quantile(samples, n, 0.25)) / median,
		.outliers = (double)high / (double)n,
	};
	if (n >= 4)
		out->drift = stats_median(samples + n / 2, n - n / 2) / stats_median(samples, n / 2) - 1;
	free(away);
}

size_t noise_signed_rank(size_t n)
{
	double count[EXACT_UP_TO * (EXACT_UP_TO + 1) / 2 + 1]; /* subsets of the ranks by their sum */
	double sum = (double)n * (double)(n + 1), below = 0, all = pow(2, (double)n);
	size_t top = n * (n + 1) / 2, k = 0;

	if (n > EXACT_UP_TO)
		return (size_t)floor(sum / 4 - Z_975 * sqrt(sum * (2 * (double)n + 1) / 24));
	for (size_t t = 0; t <= top; t++)
		count[t] = t == 0;
	for (size_t rank = 1; rank <= n; rank++)
		for (size_t t = top; t >= rank; t--)
			count[t] += count[t - rank];
	while (below + count[k] <= 0.025 * all)
		below += count[k++];
	return k;
}

static int by_value(const void *pa, const void *pb)
{
	double a = *(const double *)pa, b = *(const double *)pb;

	return (a > b) - (a < b);
}

/* How many pairs i <= j have (x[i] + x[j]) / 2 <= at; x ascends. */
static size_t walsh_below(const double *x, size_t n, double at)
{
	size_t total = 0, j = n;

	for (size_t i = 0; i < n; i++) {
		while (j > 0 && x[i] + x[j - 1] > 2 * at)
			j--;
		if (j <= i)
			break;
		total += j - i;
	}
	return total;
}

/* The k-th smallest Walsh average (k from 1) by halving: of n = 1,000 values there are half a million. */
static double walsh_at(const double *x, size_t n, size_t k)
{
	double low = x[0], high = x[n - 1];

	for (int i = 0; i < HALVINGS; i++) {
		double middle = low + (high - low) / 2;

		if (walsh_below(x, n, middle) >= k)
			high = middle;
		else
			low = middle;
	}
	return high;
}

double noise_half_width(const double *samples, size_t n, size_t blocks)
{
	double widths[DRAWS], *drawn = xreallocarray(NULL, blocks, sizeof *drawn);
	double *differences = xreallocarray(NULL, n, sizeof *differences);
	size_t k = noise_signed_rank(blocks), all = blocks * (blocks + 1) / 2;
	struct rng rng;

	for (size_t i = 0; i + 1 < n; i++)
		differences[i] = log(samples[i + 1] / samples[i]);
	rng_seed(&rng, SEED);
	for (int d = 0; d < DRAWS; d++) {
		for (size_t i = 0; i < blocks; i++) {
			double difference = differences[rng_below(&rng, n - 1)];

			drawn[i] = rng_next(&rng) >> 63 ? difference : -difference; /* either may be the old one */
		}
		qsort(drawn, blocks, sizeof *drawn, by_value);
		widths[d] = (walsh_at(drawn, blocks, all + 1 - k) - walsh_at(drawn, blocks, k)) / 2;
	}
	free(drawn);
	free(differences);
	return expm1(stats_quantile(widths, DRAWS, SHARE));
}

size_t noise_blocks(const double *samples, size_t n, double width)
{
	size_t low = NOISE_LEAST_BLOCKS, high = NOISE_MOST_BLOCKS + 1;

	while (low < high) { /* wider with fewer blocks, but for the luck of the draw */
		size_t middle = low + (high - low) / 2;

		if (noise_half_width(samples, n, middle) <= width)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}
