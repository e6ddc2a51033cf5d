/* The change points of a series, with and without a trend. */
#include "analysis/changepoint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/changepoint_internal.h"
#include "analysis/stats.h"
#include "base/alloc.h"

#define MAD_NORMAL 1.482602218505602 /* 1 / normal quantile at 3/4 */
#define Z_975 1.959963984540054
#define TREND_LEAST 20 /* points; below, a slope and steps can't be told apart */
#define TREND_ROUNDS 8

void changepoint_list_release(struct changepoint_list *l)
{
	free(l->items);
	*l = (struct changepoint_list)CHANGEPOINT_LIST_INIT;
}

double changepoint_noise(const double *x, size_t n)
{
	double *differences, median;

	if (n < 2)
		return 0;
	differences = xreallocarray(NULL, n - 1, sizeof *differences);
	for (size_t i = 0; i + 1 < n; i++)
		differences[i] = fabs(x[i + 1] - x[i]);
	median = stats_median(differences, n - 1);
	free(differences);
	return MAD_NORMAL / sqrt(2) * median;
}

struct changepoint_options options_complete(const struct changepoint_options *given, size_t n)
{
	struct changepoint_options o = given ? *given : (struct changepoint_options){ .min_segment = 0 };

	o.min_segment = o.min_segment ? o.min_segment : 2;
	o.confirm = o.confirm ? o.confirm : 3;
	o.penalty = o.penalty > 0 ? o.penalty : 3 * log((double)(n > 2 ? n : 2));
	o.bound = o.bound > 0 ? o.bound : 3;
	o.least_noise = o.least_noise > 0 ? o.least_noise : 0.001;
	o.permutations = o.permutations ? o.permutations : 9999;
	o.window = o.window ? o.window : 60;
	o.recent = o.recent ? o.recent : 20;
	o.history = o.history ? o.history : 14;
	return o;
}

double options_noise(const struct changepoint_options *o, const double *x, size_t n)
{
	return o->noise > 0 ? o->noise : fmax(o->least_noise, changepoint_noise(x, n));
}

bool values_usable(const double *x, size_t n, const struct changepoint_options *o)
{
	for (size_t i = 0; i < n; i++)
		if (!isfinite(x[i]) || (o->errors && (!isfinite(o->errors[i]) || o->errors[i] < 0)))
			return false;
	return true;
}

static bool positions_increase(const double *position, size_t n)
{
	for (size_t i = 0; position && i < n; i++)
		if (!isfinite(position[i]) || (i && position[i] <= position[i - 1]))
			return false;
	return true;
}

/* Sum of the weights of the points of [from, to) that are within the bound of the level. */
static double inlying_weight(const struct level_points *l, size_t from, size_t to, double level)
{
	double weight = 0;

	for (size_t i = from; i < to; i++)
		weight += level >= l->low[i] && level <= l->high[i] ? l->weight[i] : 0;
	return weight;
}

struct changepoint changepoint_describe(const struct level_points *l, const double *x, size_t from, size_t at,
                                        size_t to, const struct changepoint_options *o)
{
	struct changepoint c = { .where = at, .points = to - at, .known = to - at >= o->confirm };
	double apart = level_cost(l, from, at, &c.before) + level_cost(l, at, to, &c.after), error;

	error = sqrt(1 / inlying_weight(l, from, at, c.before) + 1 / inlying_weight(l, at, to, c.after));
	c.gain = level_cost(l, from, to, NULL) - apart;
	c.relative = expm1(c.after - c.before);
	c.low = expm1(c.after - c.before - Z_975 * error);
	c.high = expm1(c.after - c.before + Z_975 * error);
	c.p = changepoint_p(x, from, to, o);
	return c;
}

/* ---- a trend ---- */

/* A series with a slope taken out, cut. */
struct fit {
	double slope;
	double *rest; /* x without the slope */
	struct level_points points;
	struct cuts cuts;
};

static double place(const double *position, size_t i)
{
	return position ? position[i] : (double)i;
}

static void fit_make(struct fit *f, const double *x, const double *position, size_t n, double slope,
                     const struct changepoint_options *o)
{
	*f = (struct fit){ .slope = slope, .rest = xreallocarray(NULL, n + 1, sizeof *f->rest) };
	for (size_t i = 0; i < n; i++)
		f->rest[i] = x[i] - slope * (place(position, i) - place(position, 0));
	level_points_init(&f->points, f->rest, n, o);
	cuts_find(&f->points, o, &f->cuts);
}

static void fit_release(struct fit *f)
{
	free(f->rest);
	free(f->cuts.starts);
	level_points_release(&f->points);
}

static size_t cut(const struct fit *f, size_t i)
{
	return i == 0 ? 0 : i > f->cuts.len ? f->points.n : f->cuts.starts[i - 1];
}

/* What slope is left within the levels: least squares over the points within the bound, one slope for all levels. */
static double slope_left(const struct fit *f, const double *position)
{
	double above = 0, below = 0;

	for (size_t s = 0; s <= f->cuts.len; s++) {
		size_t from = cut(f, s), to = cut(f, s + 1);
		double level = 0, weight = 0, middle = 0;

		level_cost(&f->points, from, to, &level);
		for (int pass = 0; pass < 2; pass++) {
			for (size_t i = from; i < to; i++) {
				double w = f->points.weight[i], at = place(position, i);

				if (level < f->points.low[i] || level > f->points.high[i])
					continue;
				weight += pass ? 0 : w;
				middle += pass ? 0 : w * at;
				above += pass ? w * (at - middle / weight) * (f->rest[i] - level) : 0;
				below += pass ? w * (at - middle / weight) * (at - middle / weight) : 0;
			}
		}
	}
	return below > 0 ? above / below : 0;
}

/* The slope if there are no steps: median slope between points half the series apart (Theil 1950, incomplete). */
static double slope_throughout(const double *x, const double *position, size_t n)
{
	size_t half = n / 2;
	double *slopes = xreallocarray(NULL, half, sizeof *slopes), median;

	for (size_t i = 0; i < half; i++)
		slopes[i] = (x[i + half] - x[i]) / (place(position, i + half) - place(position, i));
	median = stats_median(slopes, half);
	free(slopes);
	return median;
}

/* Slope and cuts in turns from one slope on; what is cheaper than *best by ln n or more in all takes its place. */
static void try_slope(const double *x, const double *position, size_t n, double slope,
                      const struct changepoint_options *o, struct fit *best)
{
	for (int round = 0; round < TREND_ROUNDS; round++) {
		double price = best->slope != 0 ? 0 : log((double)n), left;
		struct fit f;

		fit_make(&f, x, position, n, slope, o);
		left = slope_left(&f, position);
		if (f.cuts.cost + price < best->cuts.cost) {
			struct fit held = *best;

			*best = f;
			f = held;
		}
		fit_release(&f);
		if (fabs(left) * (place(position, n - 1) - place(position, 0)) < o->noise / 100)
			break;
		slope += left;
	}
}

int changepoints_find(const double *x, const double *position, size_t n, const struct changepoint_options *given,
                      struct changepoint_list *out)
{
	struct changepoint_options o = options_complete(given, n);
	struct fit f;

	*out = (struct changepoint_list)CHANGEPOINT_LIST_INIT;
	if (!values_usable(x, n, &o) || !positions_increase(position, n))
		return -1;
	o.noise = options_noise(&o, x, n);
	fit_make(&f, x, position, n, 0, &o);
	if (o.trend && f.cuts.len && n >= TREND_LEAST) {
		double within = slope_left(&f, position);

		try_slope(x, position, n, slope_throughout(x, position, n), &o, &f);
		try_slope(x, position, n, within, &o, &f);
	}
	out->noise = o.noise;
	out->slope = f.slope;
	out->cost = f.cuts.cost + (f.slope != 0 ? log((double)n) : 0);
	out->len = f.cuts.len;
	out->items = xreallocarray(NULL, out->len + 1, sizeof *out->items);
	for (size_t i = 0; i < out->len; i++) {
		struct changepoint *c = &out->items[i];
		double back;

		*c = changepoint_describe(&f.points, f.rest, cut(&f, i), cut(&f, i + 1), cut(&f, i + 2), &o);
		back = f.slope * (place(position, c->where) - place(position, 0));
		c->before += back;
		c->after += back;
	}
	fit_release(&f);
	return 0;
}
