#include "analysis/multiple.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"

struct ranked {
	double p;
	size_t index;
};

static int by_p(const void *pa, const void *pb)
{
	const struct ranked *a = pa, *b = pb;

	return (a->p > b->p) - (a->p < b->p);
}

void multiple_adjust(const double *p, size_t n, double *q)
{
	struct ranked *r = xcalloc(n + 1, sizeof *r);
	double least = 1;

	for (size_t i = 0; i < n; i++)
		r[i] = (struct ranked){ isnan(p[i]) ? 1 : fmin(1, fmax(0, p[i])), i };
	if (n)
		qsort(r, n, sizeof *r, by_p);
	for (size_t i = n; i-- > 0;) {
		/* the largest has the factor 1: no rounding may take a q below its p */
		least = fmin(least, fmax(r[i].p, r[i].p * (double)n / (double)(i + 1)));
		q[r[i].index] = least;
	}
	free(r);
}

double multiple_least_p(size_t pairs)
{
	return pairs <= 1 ? 1 : ldexp(1, 1 - (int)(pairs < 1000 ? pairs : 1000));
}

size_t multiple_pairs_needed(size_t family, double alpha)
{
	size_t n = 1;

	while (n < 1000 && multiple_least_p(n) * (double)(family ? family : 1) > alpha)
		n++;
	return n;
}
