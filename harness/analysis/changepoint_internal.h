/*
 * Inside the change points: the cost of a level, the best cuts, the p-value. Borrow everything unless said.
 */
#ifndef GOALLOC_ANALYSIS_CHANGEPOINT_INTERNAL_H
#define GOALLOC_ANALYSIS_CHANGEPOINT_INTERNAL_H

#include "analysis/changepoint.h"

/* The points of a series, sorted by where each begins and ceases to be within the bound of a level. */
struct level_points {
	size_t n;
	double *x, *weight;    /* weight: 1/noise^2 of the point */
	double *low, *high;    /* x -+ bound noises */
	size_t *enter, *leave; /* indices by low, by high */
	double limit;          /* bound^2: the most that one point costs */
};

/* o has no defaults left, the noise included. Release with level_points_release. */
void level_points_init(struct level_points *l, const double *x, size_t n, const struct changepoint_options *o);
void level_points_release(struct level_points *l);
/* The least cost of one level through the points [from, to), in squared noise units; its level, where asked for. O(n). */
double level_cost(const struct level_points *l, size_t from, size_t to, double *level);

/* A series cut into levels. */
struct cuts {
	size_t *starts; /* first point of each level but the first; owned */
	size_t len;
	double cost; /* of the levels, and a penalty for each start */
};
/* The best cuts of all points. */
void cuts_find(const struct level_points *l, const struct changepoint_options *o, struct cuts *out);

/*
 * p-value of the change that the optimal split of x[from, to) is: permutations of these points, by the largest
 * standardised sum of scores over splits that leave min_segment points on both sides. Needs o->noise.
 */
double changepoint_p(const double *x, size_t from, size_t to, const struct changepoint_options *o);

/* Defaults filled in for n points. */
struct changepoint_options options_complete(const struct changepoint_options *o, size_t n);
/* The noise to be used: as given, or estimated. */
double options_noise(const struct changepoint_options *o, const double *x, size_t n);
/* Are values, and errors where given, usable? */
bool values_usable(const double *x, size_t n, const struct changepoint_options *o);
/* The change at `at` between the levels [from, at) and [at, to). */
struct changepoint changepoint_describe(const struct level_points *l, const double *x, size_t from, size_t at,
                                        size_t to, const struct changepoint_options *o);

#endif
