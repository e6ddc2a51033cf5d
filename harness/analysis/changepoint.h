/*
 * Change points: where a series of values (logarithms of medians along releases or nights) came to a new level. Pure.
 *
 * Method. The series is cut into levels so that
 *     sum over levels of  min over t of  sum of min(((x - t) / noise)^2, bound^2)   +   penalty * changes
 * is as small as it can be, exactly, by dynamic programming over all cuts into levels of at least `min_segment` points
 * (optimal partitioning, Jackson et al. 2005; cuts that can never win are dropped as in PELT, Killick, Fearnhead &
 * Eckley 2012). The truncated square is the biweight loss of Fearnhead & Rigaill, "Changepoint detection in the presence
 * of outliers", JASA 2019: near the level it is least squares, and what one value can add is bounded, which they show to
 * be necessary: with squares, Huber's or absolute losses a spike that is large enough makes two change points at any
 * penalty. Here a spike costs at most bound^2, less than two penalties, and is left in its level.
 * Penalty: 3 ln n by default, the modified BIC of Zhang & Siegmund (Biometrics 2007) without its terms in the lengths of
 * the levels (they only lower it). Who asks every night takes changepoint_penalty().
 * Noise: of one point, by default from the median absolute difference of neighbours (levels do not widen it); for
 * tonight's question from their mean square, cut off, which has the tails in it.
 * p-value: of each change alone, from permutations of the points of the two levels that meet in it: how often the largest
 * standardised sum over all splits is as large as it was, of distances from their median that are cut off at the bound
 * (ranks would do as well in the middle, but three new nights after sixty could never reach p = 0.001). It is raw: who reports many corrects for that. It takes the
 * points of a level to be exchangeable (noise that remembers yesterday makes it too small), and the outer ends of the two
 * levels as given.
 * Missing nights are just not there; `position` says when the points were taken, and only a trend looks at it.
 *
 * Ownership: lists own their items (changepoint_list_release); all else is borrowed for the call. Same options and seed:
 * same answer. Cost: at most O(n^3) by the letter, since a level's best fit takes O(n); bounds on what a cut can win
 * leave few of the n^2/2 fits. Without p-values, 26 points take 0.04 ms of CPU, 400 take 10 ms, 1,000 take 0.12 s.
 */
#ifndef GOALLOC_ANALYSIS_CHANGEPOINT_H
#define GOALLOC_ANALYSIS_CHANGEPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Every field may be zero: the default in brackets. */
struct changepoint_options {
	size_t min_segment; /* least points of a level [2] */
	size_t confirm; /* points behind a change from which on it counts as known [3: two spikes in a row happen] */
	double penalty; /* of a change, in squared noise units [3 ln n] */
	double bound;   /* a value further than this from its level, in noise units, is an outlier [3] */
	double noise;   /* standard deviation of a point, in units of x [estimated] */
	double least_noise;   /* the estimate is never below it [0.001: a thousandth, for logarithms] */
	const double *errors; /* n standard errors; a point with one above the noise weighs less [none] */
	bool trend; /* may all levels share one slope? Taken when that is cheaper than steps (changepoints_find) */
	size_t permutations; /* drawn at most; up to 7 points all orders are gone through [9,999] */
	uint64_t seed;       /* of the permutations */
	double least;        /* changepoint_recent: a smaller step, in units of x, is no new level [0: any] */
	size_t window;       /* changepoint_recent: points of the present level looked back on [60] */
	size_t recent;       /* changepoint_recent: points that the new level may have [20] */
	size_t history;      /* changepoint_recent: points of the old level needed [14] */
};

struct changepoint {
	size_t where;         /* index of the first point of the new level */
	size_t points;        /* that the new level has: up to the next change or the end */
	double before, after; /* the levels; with a trend, both at the new level's first point */
	double relative;      /* exp(after - before) - 1: of logarithms, +0.05 is 5 % more */
	double low, high;     /* its 95 % interval, the place of the change taken as given */
	double gain;          /* what the change saves, in squared noise units, before its penalty */
	double p;             /* raw; see above */
	bool known;           /* has the new level as many points as `confirm` asks for? */
};
struct changepoint_list {
	struct changepoint *items; /* in the order of the series */
	size_t len;
	double noise; /* used */
	double slope; /* of x per unit of position; 0 without a trend */
	double cost;  /* the minimum that was found, penalties included */
};
#define CHANGEPOINT_LIST_INIT                                                                                          \
	{                                                                                                              \
		.items = NULL, .len = 0, .noise = 0, .slope = 0, .cost = 0                                             \
	}
void changepoint_list_release(struct changepoint_list *l);

/*
 * All changes of x[0..n), in order; `position` increases strictly, NULL is 0, 1, 2, ... `o` may be NULL. *out is
 * overwritten. -1, and an empty list, when a value, error or position is not finite, an error negative, or the positions
 * do not increase. A constant series and one shorter than two levels have no changes.
 *
 * A slow drift is no series of steps. With o->trend a common slope (for the price of ln n, one more parameter in the BIC) is
 * tried where steps were found, and kept where levels on a slope cost less than level ones: then out->slope says so, and
 * only the steps that stand out from it are changes. Without it, a drift of several times the noise becomes a few steps.
 */
int changepoints_find(const double *x, const double *position, size_t n, const struct changepoint_options *o,
                      struct changepoint_list *out);

/*
 * Tonight's question: did a new level begin in the last nights? x[0..n) is the history up to tonight, `since` the first
 * point of the present level (0, or where the last change that was reported begins). Looks at the last o->window points of
 * it: long enough to know the old level, too short for a drift to matter. O(recent * n) and no search over cuts. 1 with *out
 * filled if there is one (out->points nights ago, out->known as above), 0 if there is none or too little history,
 * -1 as above.
 */
int changepoint_recent(const double *x, size_t n, size_t since, const struct changepoint_options *o,
                       struct changepoint *out);
/*
 * The penalty at which chance alone raises about `alarms` alarms in that many questions: the square of the normal
 * quantile at 1 - alarms/(2 questions). 100 series for 365 nights at 0.2 alarms a year: questions 36,500, penalty 20.7.
 */
double changepoint_penalty(double alarms, double questions);
/* The noise of a point of x[0..n), in units of x: 1.4826/sqrt(2) median |difference of neighbours|; 0 for n < 2. */
double changepoint_noise(const double *x, size_t n);

/* What happened to all series at once: to the machine, not to one benchmark. */
struct common_shift {
	double median, low, high; /* of the shifts over the series, with its 95 % interval (the range below 6 series) */
	double share;             /* of the series, that moved in the median's direction, in [0, 1] */
	bool common;              /* the interval is beyond `least` on one side, and at least 3/4 of the series moved */
};
/*
 * shift[i]: how far series i is tonight from its level, in logarithms (n > 0 of them, finite). `least` >= 0: smaller
 * shifts are never called common. The nightly takes the median out of every series before it accuses one of them.
 */
void series_common_shift(const double *shift, size_t n, double least, struct common_shift *out);

#endif
