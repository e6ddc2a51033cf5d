#include "analysis/hodges_lehmann.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/rank.h"
#include "analysis/stats.h"
#include "base/alloc.h"

#define SIGN_BIT (UINT64_C(1) << 63)

/* Doubles as whole numbers of the same order. */
static uint64_t key_of(double x)
{
	uint64_t bits;

	memcpy(&bits, &x, sizeof bits);
	return bits & SIGN_BIT ? ~bits : bits | SIGN_BIT;
}

static double of_key(uint64_t key)
{
	uint64_t bits = key & SIGN_BIT ? key & ~SIGN_BIT : ~key;
	double x;

	memcpy(&x, &bits, sizeof x);
	return x;
}

static double average(double a, double b)
{
	return a / 2 + b / 2;
}

/* How many Walsh averages of sorted x are at most v. */
static uint64_t averages_upto(const double *x, size_t n, double v)
{
	uint64_t count = 0;
	size_t end = n; /* x[i] with x[end] and those above is too large; it only falls as i grows */

	for (size_t i = 0; i < n; i++) {
		while (end > i && average(x[i], x[end - 1]) > v)
			end--;
		if (end <= i)
			break;
		count += end - i;
	}
	return count;
}

#define FEW 32   /* averages that are sorted rather than halved further */
#define STEPS 60 /* what is left then are ties, or numbers of very different sizes */

/* Those in (low, high], of which there are at most FEW, sorted. */
static size_t averages_between(const double *x, size_t n, double low, double high, double *out)
{
	size_t count = 0, start = n, end = n; /* x[i] with x[start] and those above is more than low; end as above */

	for (size_t i = 0; i < n; i++) {
		while (end > i && average(x[i], x[end - 1]) > high)
			end--;
		while (start > i && average(x[i], x[start - 1]) > low)
			start--;
		if (end <= i)
			break;
		for (size_t j = start > i ? start : i; j < end && count < FEW; j++) {
			const double one = average(x[i], x[j]);
			size_t at = count++;

			for (; at > 0 && out[at - 1] > one; at--)
				out[at] = out[at - 1];
			out[at] = one;
		}
	}
	return count;
}

/* The k-th smallest Walsh average (k from 1) of sorted x, which lies in (low, high]: the least double that k do not exceed. */
static double kth_by_bits(const double *x, size_t n, uint64_t k, double low_value, double high_value)
{
	uint64_t low = key_of(low_value) + 1, high = key_of(high_value);

	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (averages_upto(x, n, of_key(middle)) >= k)
			high = middle;
		else
			low = middle + 1;
	}
	return of_key(low);
}

/* The same among all. Few are left after five to ten steps, mostly; halving the bits takes up to 64. */
static double kth_average(const double *x, size_t n, uint64_t k)
{
	double low = nextafter(x[0], -INFINITY), high = x[n - 1], few[FEW] = { 0 };
	uint64_t below = 0, upto = (uint64_t)n * (n + 1) / 2;

	for (int i = 0; i < STEPS && upto - below > FEW; i++) {
		double middle = low + (high - low) * ((double)(k - below) - 0.5) / (double)(upto - below);
		uint64_t count;

		/* where it would be if they lay evenly, and the middle, in turns */
		if (i % 2 || !(middle > low && middle < high))
			middle = average(low, high);
		if (!(middle > low && middle < high))
			break;
		count = averages_upto(x, n, middle);
		if (count >= k) {
			high = middle;
			upto = count;
		} else {
			low = middle;
			below = count;
		}
	}
	if (upto - below > FEW)
		return kth_by_bits(x, n, k, low, high) + 0.0; /* no negative zero */
	/* halves of the smallest doubles are rounded: then some may be missing */
	return (k - below <= averages_between(x, n, low, high, few) ? few[k - below - 1] : high) + 0.0;
}

/* The finite ones, sorted; *kept of them. The caller frees. */
static double *sorted_values(const double *x, size_t n, size_t *kept)
{
	double *sorted = xcalloc(n + 1, sizeof *sorted);

	*kept = 0;
	for (size_t i = 0; i < n; i++)
		if (isfinite(x[i]))
			sorted[(*kept)++] = x[i];
	stats_sort(sorted, *kept);
	return sorted;
}

int hodges_lehmann(const double *x, size_t n, double level, struct location *out)
{
	size_t kept;
	double *sorted = sorted_values(x, n, &kept), below = 0;
	uint64_t averages, c;

	*out = (struct location){ .estimate = 0 };
	if (!kept) {
		free(sorted);
		return -1;
	}
	averages = (uint64_t)kept * (kept + 1) / 2;
	out->estimate = kth_average(sorted, kept, (averages + 1) / 2);
	if (averages % 2 == 0)
		out->estimate = average(out->estimate, kth_average(sorted, kept, averages / 2 + 1));
	c = signed_rank_critical(kept, (1 - level) / 2, &below);
	out->low = kth_average(sorted, kept, c ? c : 1);
	out->high = kth_average(sorted, kept, averages + 1 - (c ? c : 1));
	out->level = 1 - 2 * below;
	free(sorted);
	return c ? 0 : -1;
}

bool hodges_lehmann_within(const double *x, size_t n, double level, double low, double high)
{
	size_t kept;
	double *sorted = sorted_values(x, n, &kept);
	const uint64_t averages = (uint64_t)kept * (kept + 1) / 2,
		       c = signed_rank_critical(kept, (1 - level) / 2, NULL);
	/* the c-th smallest is at least `low` where fewer than c are below it */
	const bool within = kept && c && averages_upto(sorted, kept, nextafter(low, -INFINITY)) < c &&
	                    averages_upto(sorted, kept, high) >= averages + 1 - c;

	free(sorted);
	return within;
}
