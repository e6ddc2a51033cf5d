#include "analysis/paired.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static int by_block(const struct timed *a, const struct timed *b)
{
	int order = (a->session > b->session) - (a->session < b->session);

	return order ? order : (a->block > b->block) - (a->block < b->block);
}

/* Insertion: they come in this order. Unlike qsort it keeps the first of several in front. */
static void sort_blocks(struct timed *t, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct timed one = t[i];
		size_t at = i;

		for (; at > 0 && by_block(&t[at - 1], &one) > 0; at--)
			t[at] = t[at - 1];
		t[at] = one;
	}
}

static bool usable(double x)
{
	return isfinite(x) && x > 0;
}

static size_t keep_usable(struct timed *t, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (usable(t[i].ns))
			t[kept++] = t[i];
	return kept;
}

/* The first of the next block. */
static size_t next_block(const struct timed *t, size_t n, size_t i)
{
	size_t next = i + 1;

	while (next < n && !by_block(&t[i], &t[next]))
		next++;
	return next;
}

size_t paired_match(struct timed *old, size_t nold, struct timed *new, size_t nnew)
{
	size_t n = 0, i = 0, k = 0;

	nold = keep_usable(old, nold);
	nnew = keep_usable(new, nnew);
	sort_blocks(old, nold);
	sort_blocks(new, nnew);
	while (i < nold && k < nnew) {
		int order = by_block(&old[i], &new[k]);
		size_t next_old = order <= 0 ? next_block(old, nold, i) : i,
		       next_new = order >= 0 ? next_block(new, nnew, k) : k;

		if (!order) { /* n <= i and n <= k: nothing is overwritten that is still to be read */
			old[n] = old[i];
			new[n++] = new[k];
		}
		i = next_old;
		k = next_new;
	}
	return n;
}

size_t paired_log_ratios(struct timed *old, size_t nold, struct timed *new, size_t nnew, double *out)
{
	size_t n = paired_match(old, nold, new, nnew);

	for (size_t i = 0; i < n; i++)
		out[i] = log(new[i].ns) - log(old[i].ns);
	return n;
}

double paired_geometric_mean(const double *old, const double *new, size_t n, size_t *used)
{
	double sum = 0;
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (usable(old[i]) && usable(new[i])) {
			sum += log(new[i]) - log(old[i]);
			kept++;
		}
	if (used)
		*used = kept;
	return kept ? exp(sum / (double)kept) : 1;
}
