/* Tonight's questions: a new level of one series, a shift of all of them. */
#include <math.h>
#include <stdlib.h>

#include "analysis/changepoint_internal.h"
#include "analysis/stats.h"

#define MOST 0.75 /* of the series move when the machine changed */

/*
 * Over the points of l: the split at which a last level of `least` to `recent` points saves most, if it saves a penalty; 0
 * if there is none. A shorter new level leaves the old one dearer: once the old one alone leaves too little to save, so do
 * all that follow, on most nights from the first.
 */
static size_t best_split(const struct level_points *l, const struct changepoint_options *o)
{
	const double whole = level_cost(l, 0, l->n, NULL);
	const size_t most = l->n - o->history < o->recent ? l->n - o->history : o->recent;
	double best = o->penalty;
	size_t at = 0;

	for (size_t k = most; k >= o->min_segment; k--) {
		double left = whole - level_cost(l, 0, l->n - k, NULL), saved;

		if (left < best)
			break;
		saved = left - level_cost(l, l->n - k, l->n, NULL);
		if (saved >= best) {
			best = saved;
			at = l->n - k;
		}
	}
	return at;
}

/*
 * The noise with its tails: root mean square of the differences of neighbours over sqrt 2, none counted for more than
 * three standard deviations as the median has them. The median alone, at 60 nights of heavy tails, is a fifth to a third
 * too small, which every night of a year asks to be an alarm.
 */
static double tailed_noise(const double *x, size_t n)
{
	const double most = 3 * sqrt(2) * changepoint_noise(x, n);
	double squares = 0;

	for (size_t i = 0; i + 1 < n; i++) {
		double d = fmin(most, fabs(x[i + 1] - x[i]));

		squares += d * d;
	}
	return sqrt(squares / 2 / (double)(n - 1));
}

static bool far_apart(const struct level_points *l, size_t at, double least)
{
	double before = 0, after = 0;

	level_cost(l, 0, at, &before);
	level_cost(l, at, l->n, &after);
	return fabs(after - before) >= least;
}

int changepoint_recent(const double *x, size_t n, size_t since, const struct changepoint_options *given,
                       struct changepoint *out)
{
	struct changepoint_options o = options_complete(given, n);
	struct level_points points;
	size_t first, at;
	bool found;

	if (!values_usable(x, n, &o))
		return -1;
	first = n > o.window && n - o.window > since ? n - o.window : since;
	if (first >= n || n - first < o.history + o.min_segment)
		return 0;
	/* the noise is that of the whole history: differences of neighbours do not mind its changes */
	if (o.noise <= 0)
		o.noise = fmax(o.least_noise, tailed_noise(x, n));
	o.errors = o.errors ? o.errors + first : NULL;
	level_points_init(&points, x + first, n - first, &o);
	at = best_split(&points, &o);
	found = at && far_apart(&points, at, o.least);
	if (found) {
		*out = changepoint_describe(&points, x + first, 0, at, n - first, &o);
		out->where += first;
	}
	level_points_release(&points);
	return found;
}

double changepoint_penalty(double alarms, double questions)
{
	const double tail = alarms / questions;
	double low = 0, high = 40; /* erfc(40 / sqrt 2) is zero in a double */

	for (int i = 0; i < 100; i++) { /* halving: P(|Z| > z) = erfc(z / sqrt 2) falls with z */
		double middle = (low + high) / 2;

		if (erfc(middle / sqrt(2)) > tail)
			low = middle;
		else
			high = middle;
	}
	return high * high;
}

void series_common_shift(const double *shift, size_t n, double least, struct common_shift *out)
{
	size_t along = 0;

	out->median = stats_median(shift, n);
	stats_median_interval(shift, n, &out->low, &out->high);
	for (size_t i = 0; i < n; i++)
		along += out->median > 0 ? shift[i] > 0 : shift[i] < 0;
	out->share = (double)along / (double)n;
	out->common = (out->low > least || out->high < -least) && out->share >= MOST;
}
