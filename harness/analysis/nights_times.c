/* Did a toolchain that is rebuilt become slower or faster, as a whole or in one benchmark? */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/nights_internal.h"
#include "base/alloc.h"

#define WHOLE_NOISE 0.003 /* of a median of ratios, from night to night: at least */

/* The night the level of one series begins at, by what was reported of it; NULL: of the toolchain as a whole. */
static size_t level_begins(const struct nights *n, const char *go, const struct night_series *s, size_t first)
{
	for (size_t i = 0; i < n->nnews; i++) {
		const struct night_news *r = &n->news[i];
		size_t since;

		if (r->night == n->len - 1 || strcmp(r->state, "new") != 0 || strcmp(r->go, go) != 0 ||
		    strcmp(r->kind, s ? "time" : "whole") != 0)
			continue;
		if (s && (strcmp(r->case_name, s->case_name) != 0 || strcmp(r->benchmark, s->benchmark) != 0 ||
		          strcmp(r->mode, s->mode) != 0 || strcmp(r->goarch, s->goarch) != 0))
			continue;
		since = night_from(n, r->since);
		if (since < n->len && since > first)
			first = since;
	}
	return first;
}

/* Had some night of the new level, or one just before it, another build than the one before? */
static bool was_rebuilt(const struct nights *n, const char *go, size_t where)
{
	const struct night_toolchain *last = night_toolchain_at(n, n->len - 1, go);

	for (size_t t = where > 3 ? where - 3 : 0; last && t < n->len; t++) {
		const struct night_toolchain *then = night_toolchain_at(n, t, go);

		if (then && strcmp(then->digest, last->digest) != 0)
			return true;
	}
	return false;
}

static void report_time(struct question *q, const char *go, const struct night_series *s, size_t where,
                        const struct changepoint *c)
{
	const struct nights *n = q->nights;
	const bool known = c->known && c->p <= q->rules->p;
	struct night_news *r = judgement_report(q->out, s ? "time" : "whole", known ? "new" : "open");

	r->metric = "time";
	r->go = r->old_go = go;
	if (s) {
		r->goarch = s->goarch;
		r->mode = s->mode;
		r->case_name = s->case_name;
		r->benchmark = s->benchmark;
	}
	r->old_text = judgement_text(q->out, "%.4f", exp(c->before));
	r->new_text = judgement_text(q->out, "%.4f", exp(c->after));
	r->relative = c->relative;
	r->low = c->low;
	r->high = c->high;
	r->p = c->p;
	r->since = n->items[where].date;
	r->worse = c->relative > 0;
	if (!was_rebuilt(n, go, where)) {
		r->worse = false;
		r->why = judgement_text(q->out, "%s is the same build as before: not Go's doing", go);
	} else {
		r->why = judgement_text(q->out, "ratio to %s, %zu nights", n->items[n->len - 1].baseline, c->points);
	}
}

/* The whole toolchain: one report. Returns the level that its common movement has had before tonight. */
static double judge_whole(struct question *q, const struct band *b, const char *go)
{
	struct changepoint_options o = night_question(q->rules, q->rules->alarms, NIGHTS_YEAR);
	const size_t since = level_begins(q->nights, go, NULL, q->first);
	const size_t k = band_common(b, since, q->x, q->night);
	struct changepoint c;

	o.least_noise = WHOLE_NOISE;
	if (k >= NIGHTS_LEARN && changepoint_recent(q->x, k, 0, &o, &c) == 1) {
		report_time(q, go, NULL, q->night[c.where], &c);
		if (c.known)
			return c.after;
	}
	return k ? level_before(q->x, k) : 0;
}

static void judge_lane(struct question *q, const struct band *b, const struct lane *l, const char *go, bool common)
{
	const struct night_series *s = &q->nights->series[l->series];
	const size_t begins = level_begins(q->nights, go, s, q->first);
	const struct changepoint_options o =
		night_question(q->rules, q->rules->alarms, (double)NIGHTS_YEAR * (double)b->len);
	struct changepoint c;
	size_t since = 0;

	for (size_t i = 0; i < l->n; i++) {
		q->x[i] = l->x[i] - (common ? b->common[l->night[i]] : 0);
		since += l->night[i] < begins;
	}
	if (l->n - since < NIGHTS_LEARN) {
		q->out->learning++;
		return;
	}
	if (changepoint_recent(q->x, l->n, since, &o, &c) == 1)
		report_time(q, go, s, l->night[c.where], &c);
}

void judge_times(struct question *q, const struct night_toolchain *t)
{
	struct common_shift shift = { .common = false };
	struct band b;

	band_make(q->nights, t->go, false, q->first, &b);
	q->out->followed += b.len;

	if (b.len >= NIGHTS_COMMON) {
		double *shifts = xcalloc(b.len, sizeof *shifts);

		band_shift(&b, judge_whole(q, &b, t->go), shifts);
		series_common_shift(shifts, b.len, 0.02, &shift);
		free(shifts);
	}
	/* a night in which all moved, and nobody knows yet whether for good, accuses none of them */
	for (size_t i = 0; i < b.len && !shift.common; i++)
		judge_lane(q, &b, &b.lanes[i], t->go, b.len >= NIGHTS_COMMON);
	band_release(&b);
}
