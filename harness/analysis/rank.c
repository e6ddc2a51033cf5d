#include "analysis/rank.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static int by_size(const void *pa, const void *pb)
{
	double a = fabs(*(const double *)pa), b = fabs(*(const double *)pb);

	return (a > b) - (a < b);
}

#define STRIDE 8

/*
 * One more coin: with heads the sum grows by `rank`. p[s] counts the ways to the sum s <= top; so far none is above *most. In doubles: a
 * power of two more or less rounds nothing, so that the probability is the count by all there are, and no step divides.
 */
static void convolve(double *p, size_t top, size_t rank, size_t *most)
{
	size_t s;

	*most = *most + rank < top ? *most + rank : top;
	s = *most + 1;
	/* from above, so that what is added has not been added to; a stride reads all of its own before it writes */
	for (; s >= rank + STRIDE; s -= STRIDE) {
		double *to = p + s - STRIDE;
		const double *from = to - rank;
		double sum[STRIDE];

		for (size_t i = 0; i < STRIDE; i++)
			sum[i] = to[i] + from[i];
		memcpy(to, sum, sizeof sum);
	}
	while (s-- > rank)
		p[s] += p[s - rank];
}

/* P(T+ <= s) of n ranks without ties, for every s up to the middle. The last few n are kept: a report asks the same of hundreds. */
static const double *plain_tails(size_t n)
{
	enum { KEPT = 4, MIDDLE = SIGNED_RANK_EXACT * (SIGNED_RANK_EXACT + 1) / 4 };
	static _Thread_local struct {
		size_t n;
		double tail[MIDDLE + 1];
	} known[KEPT];
	static _Thread_local size_t next;
	const size_t top = n * (n + 1) / 4;
	double *p;
	size_t most = 0, i = 0;

	while (i < KEPT && (known[i].n != n || !n))
		i++;
	if (i < KEPT)
		return known[i].tail;
	i = next++ % KEPT;
	known[i].n = n;
	p = known[i].tail;
	memset(p, 0, (top + 1) * sizeof *p);
	p[0] = 1;
	for (size_t rank = 1; rank <= n; rank++)
		convolve(p, top, rank, &most);
	for (size_t s = 1; s <= top; s++)
		p[s] += p[s - 1];
	for (size_t s = 0; s <= top; s++)
		p[s] = ldexp(p[s], -(int)n);
	return p;
}

/* Are the doubled ranks those of n differences without zeros and ties? */
static bool are_plain(const size_t *ranks, size_t n)
{
	size_t i = 0;

	while (i < n && ranks[i] == 2 * (i + 1))
		i++;
	return i == n;
}

/*
 * P(sum of the ranks with heads <= top); both doubled, top at most half of all. Without halves among them the sums are even, and
 * half as many.
 */
static double lower_tail(const size_t *ranks, size_t n, size_t top)
{
	double *p, sum = 0;
	size_t most = 0, unit = 2;

	if (are_plain(ranks, n))
		return plain_tails(n)[top / 2];
	for (size_t i = 0; i < n; i++)
		if (ranks[i] % 2)
			unit = 1;
	top /= unit;
	p = xcalloc(top + 1, sizeof *p);
	p[0] = 1;
	for (size_t i = 0; i < n; i++)
		convolve(p, top, ranks[i] / unit, &most);
	for (size_t s = 0; s <= top; s++)
		sum += p[s];
	free(p);
	return ldexp(sum, -(int)n);
}

/* The mean of any half of the sum is half the sum, its variance a quarter of the sum of squares. */
static double normal_p(double least, double sum, double squares)
{
	double away = sum / 2 - least - 0.5;

	return away <= 0 ? 1 : erfc(away / sqrt(squares / 4) / sqrt(2));
}

/* Mid-ranks of sorted d, doubled so that they are whole; those of zeros are dropped. Returns how many are left. */
static size_t double_ranks(const double *d, size_t n, size_t *ranks, double *plus, double *minus)
{
	size_t kept = 0;

	*plus = *minus = 0;
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && !by_size(&d[i], &d[end]);)
			end++;
		for (size_t k = i; k < end; k++) {
			if (d[k] > 0)
				*plus += (double)(i + 1 + end) / 2;
			else if (d[k] < 0)
				*minus += (double)(i + 1 + end) / 2;
			else
				continue;
			ranks[kept++] = i + 1 + end;
		}
	}
	return kept;
}

void signed_rank_test(const double *differences, size_t n, struct signed_rank *out)
{
	double *d = xcalloc(n + 1, sizeof *d), squares = 0, least;
	size_t *ranks = xcalloc(n + 1, sizeof *ranks);

	*out = (struct signed_rank){ .p = 1, .exact = true };
	for (size_t i = 0; i < n; i++)
		if (isfinite(differences[i]))
			d[out->n++] = differences[i];
	if (out->n)
		qsort(d, out->n, sizeof *d, by_size);
	out->nonzero = double_ranks(d, out->n, ranks, &out->plus, &out->minus);
	least = fmin(out->plus, out->minus);
	if (out->nonzero && out->nonzero <= SIGNED_RANK_EXACT) {
		out->p = fmin(1, 2 * lower_tail(ranks, out->nonzero, (size_t)(2 * least)));
	} else if (out->nonzero) {
		out->exact = false;
		for (size_t i = 0; i < out->nonzero; i++)
			squares += (double)ranks[i] * (double)ranks[i] / 4;
		out->p = normal_p(least, out->plus + out->minus, squares);
		if (out->p <= 0) /* it left the range of a double: no evidence is infinite */
			out->p = 0x1p-1000;
	}
	free(d);
	free(ranks);
}

static size_t critical_normal(double n, double tail, double *below)
{
	const double mean = n * (n + 1) / 4, deviation = sqrt(n * (n + 1) * (2 * n + 1) / 24);
	double low = 0, high = mean; /* P(T+ <= low) <= tail < P(T+ <= high) */

	while (high - low > 0.5) {
		double middle = floor((low + high) / 2);

		if (middle <= low)
			break;
		if (erfc((mean - middle - 0.5) / deviation / sqrt(2)) / 2 <= tail)
			low = middle;
		else
			high = middle;
	}
	*below = erfc((mean - low - 0.5) / deviation / sqrt(2)) / 2;
	return (size_t)low + 1;
}

size_t signed_rank_critical(size_t n, double tail, double *below)
{
	const double *tails;
	double ignored;
	size_t c = 0, above;

	if (!below)
		below = &ignored;
	if (n > SIGNED_RANK_EXACT)
		return critical_normal((double)n, tail, below);
	tails = plain_tails(n);
	/* they never fall: the first above `tail`, by halving */
	for (above = n * (n + 1) / 4 + 1; c < above;) {
		const size_t middle = c + (above - c) / 2;

		if (tails[middle] <= tail)
			c = middle + 1;
		else
			above = middle;
	}
	*below = tails[c ? c - 1 : 0];
	return c;
}
