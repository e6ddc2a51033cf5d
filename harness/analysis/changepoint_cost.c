/* What a level costs, and where a series is best cut into levels. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "analysis/changepoint_internal.h"
#include "base/alloc.h"

/* ---- one level ---- */

struct keyed {
	double key;
	size_t index;
};

static int by_key(const void *pa, const void *pb)
{
	const struct keyed *a = pa, *b = pb;
	int order = (a->key > b->key) - (a->key < b->key);

	return order ? order : (a->index > b->index) - (a->index < b->index);
}

static size_t *order_of(const double *key, size_t n)
{
	struct keyed *sorted = xreallocarray(NULL, n + 1, sizeof *sorted);
	size_t *order = xreallocarray(NULL, n + 1, sizeof *order);

	for (size_t i = 0; i < n; i++)
		sorted[i] = (struct keyed){ key[i], i };
	qsort(sorted, n, sizeof *sorted, by_key);
	for (size_t i = 0; i < n; i++)
		order[i] = sorted[i].index;
	free(sorted);
	return order;
}

void level_points_init(struct level_points *l, const double *x, size_t n, const struct changepoint_options *o)
{
	*l = (struct level_points){ .n = n, .limit = o->bound * o->bound };
	l->x = xreallocarray(NULL, n + 1, sizeof *l->x);
	l->weight = xreallocarray(NULL, n + 1, sizeof *l->weight);
	l->low = xreallocarray(NULL, n + 1, sizeof *l->low);
	l->high = xreallocarray(NULL, n + 1, sizeof *l->high);
	for (size_t i = 0; i < n; i++) {
		double own = o->errors ? fmax(o->noise, o->errors[i]) : o->noise;

		l->x[i] = x[i];
		l->weight[i] = 1 / (own * own);
		l->low[i] = x[i] - o->bound * own;
		l->high[i] = x[i] + o->bound * own;
	}
	l->enter = order_of(l->low, n);
	l->leave = order_of(l->high, n);
}

void level_points_release(struct level_points *l)
{
	free(l->x);
	free(l->weight);
	free(l->low);
	free(l->high);
	free(l->enter);
	free(l->leave);
	*l = (struct level_points){ .n = 0 };
}

/* The points within the bound of a level that moves upwards: their number and weighted sums about `origin`. */
struct inliers {
	double origin, weight, sum, squares;
	size_t n;
};

static void inlier(struct inliers *in, const struct level_points *l, size_t i, double sign)
{
	double x, w = sign * l->weight[i];

	if (!in->n) /* anew: what a far spike left behind in rounding is gone */
		*in = (struct inliers){ .origin = l->x[i] };
	x = l->x[i] - in->origin;
	in->weight += w;
	in->sum += w * x;
	in->squares += w * x * x;
	in->n += sign > 0 ? 1 : (size_t)-1;
}

/*
 * The set of points within the bound only changes where one enters or leaves. For every such set its least squares, and
 * the bound for all others, is never less than the true minimum (one that is not within the bound of the set's mean costs
 * less than counted), and equals it for the set of the best level: the least over all sets is the minimum.
 */
double level_cost(const struct level_points *l, size_t from, size_t to, double *level)
{
	struct inliers in = { .n = 0 };
	double best = DBL_MAX;
	size_t a = 0, b = 0;

	for (;;) {
		double cost;

		while (a < l->n && (l->enter[a] < from || l->enter[a] >= to))
			a++;
		while (b < l->n && (l->leave[b] < from || l->leave[b] >= to))
			b++;
		if (b == l->n)
			break;
		if (a < l->n && l->low[l->enter[a]] <= l->high[l->leave[b]])
			inlier(&in, l, l->enter[a++], 1);
		else
			inlier(&in, l, l->leave[b++], -1);
		if (!in.n)
			continue;
		cost = fmax(0, in.squares - in.sum * in.sum / in.weight) + l->limit * (double)(to - from - in.n);
		if (cost < best) {
			best = cost;
			if (level)
				*level = in.origin + in.sum / in.weight;
		}
	}
	return best;
}

/* ---- the cuts ---- */

/* A place where the last level may begin. */
struct candidate {
	double cost;  /* of the best cuts of the points before it, with its own penalty */
	double bound; /* the last level costs at least this: what it cost when it was shorter */
	size_t dead;  /* from this end on it can't win any more */
};

/* Tries the last level [from, to); a cost only grows with the points, so that an old one is a bound. */
static void try_candidate(const struct level_points *l, struct candidate *c, size_t from, size_t to, double *best,
                          size_t *start)
{
	if (c[from].dead <= to || c[from].cost + c[from].bound >= *best)
		return;
	c[from].bound = level_cost(l, from, to, NULL);
	if (c[from].cost + c[from].bound < *best) {
		*best = c[from].cost + c[from].bound;
		*start = from;
	}
}

static void cuts_collect(const size_t *start, size_t n, struct cuts *out)
{
	for (size_t to = n; start[to]; to = start[to])
		out->len++;
	out->starts = xreallocarray(NULL, out->len + 1, sizeof *out->starts);
	for (size_t to = n, i = out->len; start[to]; to = start[to])
		out->starts[--i] = start[to];
}

void cuts_find(const struct level_points *l, const struct changepoint_options *o, struct cuts *out)
{
	const size_t n = l->n, least = o->min_segment;
	struct candidate *c = xcalloc(n + 1, sizeof *c);
	size_t *start = xcalloc(n + 1, sizeof *start);

	*out = (struct cuts){ .len = 0 };
	for (size_t i = 0; i <= n; i++) {
		c[i].cost = i ? DBL_MAX : 0; /* no level ends before `least` */
		c[i].dead = SIZE_MAX;
	}
	for (size_t to = least < n ? least : n; to <= n && n; to++) {
		double best = DBL_MAX;

		/* where the last best one began is likely to be best again, and makes the others' bounds bite */
		try_candidate(l, c, start[to - 1], to, &best, &start[to]);
		for (size_t from = 0; from + least <= to; from++)
			if (c[from].cost < DBL_MAX)
				try_candidate(l, c, from, to, &best, &start[to]);
		/* PELT: whoever is no better than a cut here is no better later, once that level is long enough */
		for (size_t from = 0; from + least <= to; from++)
			if (c[from].cost < DBL_MAX && c[from].dead == SIZE_MAX &&
			    c[from].cost + c[from].bound >= best + o->penalty)
				c[from].dead = to + least;
		c[to].cost = best + o->penalty;
		out->cost = best;
	}
	cuts_collect(start, n, out);
	free(c);
	free(start);
}
