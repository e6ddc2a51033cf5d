/* Folding points into series. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/nights_internal.h"
#include "analysis/stats.h"
#include "base/alloc.h"

static double value_of(const struct night_point *p, bool baseline)
{
	if (baseline)
		return p->ns > 0 ? log(p->ns) : NAN;
	return p->pairs ? p->log_ratio : NAN;
}

/* Which series of the toolchain have a value tonight: their lane plus one, by series. */
static size_t *lanes_tonight(const struct nights *n, const char *go, bool baseline, struct band *out)
{
	const size_t tonight = n->len - 1;
	size_t *lane = xcalloc(n->nseries + 1, sizeof *lane);

	for (size_t i = n->npoints; i-- > 0 && n->points[i].night == tonight;) {
		const struct night_point *p = &n->points[i];

		if (!strcmp(n->series[p->series].go, go) && isfinite(value_of(p, baseline)))
			lane[p->series] = 1;
	}
	for (size_t s = 0; s < n->nseries; s++)
		if (lane[s])
			lane[s] = ++out->len;
	return lane;
}

static void fill_lanes(const struct nights *n, const size_t *lane, bool baseline, size_t first, struct band *out)
{
	const size_t room = n->len - first;

	for (size_t s = 0; s < n->nseries; s++)
		if (lane[s])
			out->lanes[lane[s] - 1] = (struct lane){ .series = s,
				                                 .night = xcalloc(room, sizeof(size_t)),
				                                 .x = xcalloc(room, sizeof(double)) };
	for (size_t i = 0; i < n->npoints; i++) {
		const struct night_point *p = &n->points[i];
		double x = value_of(p, baseline);
		struct lane *l;

		if (p->night < first || !lane[p->series] || !isfinite(x))
			continue;
		l = &out->lanes[lane[p->series] - 1];
		if (l->n == room) /* a point twice: no database of ours */
			continue;
		l->night[l->n] = p->night;
		l->x[l->n++] = x;
	}
}

static void find_common(struct band *b)
{
	double *shifts = xcalloc(b->len + 1, sizeof *shifts);
	size_t *at = xcalloc(b->len + 1, sizeof *at);

	for (size_t t = 0; t < b->nights; t++) {
		size_t k = 0;

		for (size_t i = 0; i < b->len; i++) {
			const struct lane *l = &b->lanes[i];

			if (at[i] < l->n && l->night[at[i]] == t)
				shifts[k++] = l->x[at[i]++] - l->reference;
		}
		b->common[t] = k ? stats_median(shifts, k) : NAN;
	}
	free(shifts);
	free(at);
}

void band_make(const struct nights *n, const char *go, bool baseline, size_t first, struct band *out)
{
	size_t *lane;

	*out = (struct band){ .nights = n->len };
	lane = lanes_tonight(n, go, baseline, out);
	out->lanes = xcalloc(out->len + 1, sizeof *out->lanes);
	out->common = xcalloc(n->len, sizeof *out->common);
	fill_lanes(n, lane, baseline, first, out);
	for (size_t i = 0; i < out->len; i++) {
		struct lane *l = &out->lanes[i];

		l->reference = stats_median(l->x, l->n < NIGHTS_REFERENCE ? l->n : NIGHTS_REFERENCE);
	}
	find_common(out);
	free(lane);
}

void band_release(struct band *b)
{
	for (size_t i = 0; i < b->len; i++) {
		free(b->lanes[i].night);
		free(b->lanes[i].x);
	}
	free(b->lanes);
	free(b->common);
	*b = (struct band){ .lanes = NULL };
}

size_t band_common(const struct band *b, size_t first, double *x, size_t *night)
{
	size_t k = 0;

	for (size_t t = first; t < b->nights; t++)
		if (isfinite(b->common[t])) {
			x[k] = b->common[t];
			night[k++] = t;
		}
	return k;
}

void band_shift(const struct band *b, double level, double *shift)
{
	for (size_t i = 0; i < b->len; i++)
		shift[i] = b->lanes[i].x[b->lanes[i].n - 1] - b->lanes[i].reference - level;
}

const struct night_toolchain *night_toolchain_at(const struct nights *n, size_t night, const char *go)
{
	for (size_t i = n->ntoolchains; i-- > 0;)
		if (n->toolchains[i].night == night && !strcmp(n->toolchains[i].go, go))
			return &n->toolchains[i];
	return NULL;
}

size_t night_from(const struct nights *n, const char *date)
{
	size_t i = 0;

	while (i < n->len && strcmp(n->items[i].date, date) < 0)
		i++;
	return i;
}
