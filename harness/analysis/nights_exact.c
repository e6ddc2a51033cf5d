/* What needs no statistics: counts and status of a toolchain that was rebuilt. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/change.h"
#include "analysis/nights_internal.h"
#include "analysis/step.h"
#include "base/alloc.h"
#include "bench/record.h"

static struct count_range range_of(double exact, int64_t low, int64_t high)
{
	struct count_range r = { .low = low, .high = high, .value = count_printed(exact) };

	/* what was seen lies within what may be printed; a count that is one number was seen as itself */
	r.seen_low = low == high ? exact : fmin(exact, (double)low);
	r.seen_high = low == high ? exact : fmax(exact, (double)high);
	return r;
}

static struct point point_of(const struct night_point *p)
{
	return (struct point){ .counted = true,
		               .allocs = count_printed(p->allocs),
		               .bytes = count_printed(p->bytes),
		               .allocs_exact = p->allocs,
		               .bytes_exact = p->bytes,
		               .allocs_range = range_of(p->allocs, p->allocs_low, p->allocs_high),
		               .bytes_range = range_of(p->bytes, p->bytes_low, p->bytes_high) };
}

static struct night_news *report_on(const struct nights *n, const struct night_toolchain *t, size_t before,
                                    const struct night_series *s, const char *kind, struct judgement *j)
{
	struct night_news *r = judgement_report(j, kind, "new");

	r->go = r->old_go = t->go;
	r->goarch = s->goarch;
	r->mode = s->mode;
	r->case_name = s->case_name;
	r->benchmark = s->benchmark;
	r->since = n->items[n->len - 1].date;
	r->why = judgement_text(j, "against the night of %s", n->items[before].date);
	return r;
}

static void count_step(const struct nights *n, const struct night_toolchain *t, const struct night_point *old,
                       const struct night_point *new, struct judgement *j)
{
	const struct point a = point_of(old), b = point_of(new);
	const int step[] = { allocs_step(&a, &b), bytes_step(&a, &b) };
	const int64_t before[] = { a.allocs, a.bytes }, after[] = { b.allocs, b.bytes };
	static const enum metric metrics[] = { METRIC_ALLOCS, METRIC_BYTES };

	for (size_t i = 0; i < 2; i++) {
		struct night_news *r;

		if (!step[i])
			continue;
		r = report_on(n, t, old->night, &n->series[new->series], "counts", j);
		r->metric = metric_info(metrics[i])->name;
		r->old_text = judgement_text(j, "%" PRId64, before[i]);
		r->new_text = judgement_text(j, "%" PRId64, after[i]);
		r->relative = before[i] > 0 ? (double)after[i] / (double)before[i] - 1 : NAN;
		r->worse = step[i] > 0;
	}
}

/* Was the case fine, and is it no more, or the other way round? Points of one case, of any benchmark. */
static void status_step(const struct nights *n, const struct night_toolchain *t, const struct night_point *old,
                        const struct night_point *new, struct judgement *j)
{
	const bool was = !strcmp(old->status, "ok"), is = !strcmp(new->status, "ok");
	struct night_news *r;

	if (was == is)
		return;
	r = report_on(n, t, old->night, &n->series[new->series], "status", j);
	r->metric = metric_info(METRIC_STATUS)->name;
	r->benchmark = "";
	r->old_text = old->status;
	r->new_text = new->status;
	r->worse = was;
}

static bool same_case(const struct night_series *a, const struct night_series *b)
{
	return !strcmp(a->case_name, b->case_name) && !strcmp(a->mode, b->mode) && !strcmp(a->goarch, b->goarch) &&
	       !strcmp(a->case_sha256, b->case_sha256);
}

/* The last night before tonight that had the toolchain; n->len if there was none. */
static size_t last_night(const struct nights *n, const char *go)
{
	for (size_t t = n->len - 1; t-- > 0;)
		if (night_toolchain_at(n, t, go))
			return t;
	return n->len;
}

/* The points of the toolchain in one night, in the order of their series; the caller frees. */
static const struct night_point **points_at(const struct nights *n, size_t night, const char *go, size_t *len)
{
	const struct night_point **list = xcalloc(n->npoints + 1, sizeof(void *));

	*len = 0;
	for (size_t i = 0; i < n->npoints; i++)
		if (n->points[i].night == night && !strcmp(n->series[n->points[i].series].go, go))
			list[(*len)++] = &n->points[i];
	return list;
}

void judge_exact(const struct nights *n, const struct night_toolchain *t, struct judgement *j)
{
	const size_t before = last_night(n, t->go);
	const struct night_toolchain *then;
	const struct night_point **old, **new;
	size_t nold, nnew;

	if (before == n->len)
		return;
	then = night_toolchain_at(n, before, t->go);
	if (!strcmp(then->digest, t->digest))
		return;
	old = points_at(n, before, t->go, &nold);
	new = points_at(n, n->len - 1, t->go, &nnew);
	for (size_t i = 0, k = 0; i < nnew; i++) { /* one series, both nights: both lists are sorted by it */
		while (k < nold && old[k]->series < new[i]->series)
			k++;
		if (k < nold && old[k]->series == new[i]->series &&old[k]->counted &&new[i]->counted)
			count_step(n, t, old[k], new[i], j);
	}
	for (size_t i = 0; i < nnew; i++) { /* the first point of a case tonight against its first then */
		const struct night_series *s = &n->series[new[i]->series];
		size_t k = 0, first = 0;

		while (!same_case(&n->series[new[first]->series], s))
			first++;
		while (first == i && k < nold && !same_case(&n->series[old[k]->series], s))
			k++;
		if (first == i && k < nold)
			status_step(n, t, old[k], new[i], j);
	}
	free(old);
	free(new);
}
