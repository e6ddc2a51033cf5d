/* The p-value of a change: permutations of its two levels. */
#include <math.h>
#include <stdlib.h>

#include "analysis/changepoint_internal.h"
#include "analysis/stats.h"
#include "base/alloc.h"
#include "base/rng.h"

#define EXACT_UP_TO 7 /* points: 5,040 orders */
/* After so many orders as extreme as the data p is known well enough: Besag & Clifford, Biometrika 1991. */
#define ENOUGH 50
#define TIE 1e-9 /* statistics closer than this are equal */

struct permutation {
	double *score; /* of each point: distance from the median in noises, cut off at the bound; minus their mean */
	double *scale; /* of a split after k points: 1 / standard deviation of the sum of k scores, but for a constant */
	size_t n, least;
};

static void permutation_init(struct permutation *p, const double *x, size_t n, const struct changepoint_options *o)
{
	const double middle = stats_median(x, n);
	double mean = 0;

	*p = (struct permutation){ .n = n, .least = o->min_segment };
	p->score = xcalloc(n, sizeof *p->score);
	p->scale = xcalloc(n, sizeof *p->scale);
	for (size_t i = 0; i < n; i++) {
		p->score[i] = fmax(-o->bound, fmin(o->bound, (x[i] - middle) / o->noise));
		mean += p->score[i] / (double)n;
		p->scale[i] = i ? 1 / sqrt((double)i * (double)(n - i)) : 0;
	}
	for (size_t i = 0; i < n; i++)
		p->score[i] -= mean;
}

/* The largest standardised sum of scores over the splits, in this order of the points. */
static double statistic(const struct permutation *p, const size_t *order)
{
	double sum = 0, most = 0;

	for (size_t k = 1; k + p->least <= p->n; k++) {
		sum += p->score[order[k - 1]];
		if (k >= p->least)
			most = fmax(most, fabs(sum) * p->scale[k]);
	}
	return most;
}

/* All orders, one exchange apart (Heap, Computer Journal 1963); the given one is among them. */
static double exact(const struct permutation *p, size_t *order, double seen)
{
	size_t turn[EXACT_UP_TO] = { 0 }, all = 1, extreme = 1;

	for (size_t i = 1; i < p->n;) {
		size_t from, held;

		if (turn[i] >= i) {
			turn[i++] = 0;
			continue;
		}
		from = i % 2 ? turn[i] : 0;
		held = order[from];
		order[from] = order[i];
		order[i] = held;
		all++;
		extreme += statistic(p, order) >= seen - TIE;
		turn[i]++;
		i = 1;
	}
	return (double)extreme / (double)all;
}

/* The data count as one of the orders: Phipson & Smyth, "Permutation p-values should never be zero", 2010. */
static double drawn(const struct permutation *p, size_t *order, double seen, size_t permutations, uint64_t seed)
{
	size_t extreme = 0;
	struct rng rng;

	rng_seed(&rng, seed);
	for (size_t i = 1; i <= permutations; i++) {
		rng_shuffle(&rng, order, p->n);
		extreme += statistic(p, order) >= seen - TIE;
		if (extreme == ENOUGH)
			return (double)extreme / (double)i;
	}
	return (double)(extreme + 1) / (double)(permutations + 1);
}

double changepoint_p(const double *x, size_t from, size_t to, const struct changepoint_options *o)
{
	struct permutation p;
	size_t *order, n = to - from;
	double seen, value;

	permutation_init(&p, x + from, n, o);
	order = xreallocarray(NULL, n, sizeof *order);
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	seen = statistic(&p, order);
	/* the place is part of the seed: two changes do not share their draws */
	value = n <= EXACT_UP_TO ? exact(&p, order, seen) : drawn(&p, order, seen, o->permutations, o->seed + from);
	free(p.score);
	free(p.scale);
	free(order);
	return value;
}
