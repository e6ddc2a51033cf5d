/* One step between two points of the history, metric by metric. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/cause_find.h"
#include "analysis/change_internal.h"
#include "analysis/emitted.h"
#include "analysis/step.h"
#include "base/alloc.h"

/* ---- findings ---- */

struct finding *finding_add(struct comparison *c, enum metric metric, size_t index, const struct point *old,
                            const struct point *new)
{
	const struct series *s = &c->history->items[index];
	struct finding *f;

	c->found = vec_grow(c->found, &c->cap, c->len + 1, sizeof *c->found);
	f = &c->found[c->len++];
	*f = (struct finding){ .series = index, .release = new->release };
	f->change = (struct change){ .metric = metric,
		                     .mode = xstrdup(s->mode),
		                     .case_name = xstrdup(s->case_name),
		                     .evidence = xstrdup(""),
		                     .old_go = xstrdup(old->go),
		                     .new_go = xstrdup(new->go),
		                     .new_version = new->version };
	return f;
}

static char *given(const char *text)
{
	return xstrdup(text ? text : "");
}

/* ---- escape ---- */

static bool compiled(const struct point *p)
{
	return strcmp(p->status, "unsupported") != 0 && strcmp(p->status, "build_failed") != 0;
}

static void statements_at(const struct comparison *c, const struct series *s, const struct point *p,
                          const struct point *other, struct statements *out)
{
	const struct ref *ref = comparison_ref(c->decisions, c->ndecisions, s, p);

	statements_of(ref ? ref->row : NULL, ref ? ref->n : 0, &p->version, &other->version, out);
}

/* The calls of both releases, of one cell. */
struct both_calls {
	const struct ref *refs[2];
};

/* How many calls of that name (of any that make a value: NULL) there are in that line. */
static int values_made(const struct ref *calls, int line, const char *name)
{
	int n = 0;

	for (size_t i = 0; calls && i < calls->n; i++) {
		const struct call_row *r = (const struct call_row *)calls->row + i;
		struct emitted e = emitted_of(r->callee);

		n += r->line == line && e.value && (!name || !strcmp(e.name, name)) ? r->calls : 0;
	}
	return n;
}

static bool same_values_made(const struct ref *a, const struct ref *b, int line)
{
	for (size_t i = 0; a && i < a->n; i++) {
		const struct call_row *r = (const struct call_row *)a->row + i;
		const char *name = emitted_of(r->callee).name;

		if (r->line == line && values_made(a, line, name) != values_made(b, line, name))
			return false;
	}
	return values_made(a, line, NULL) == values_made(b, line, NULL);
}

/*
 * That something escapes which needs no room on the heap (a pointer put into an interface) is said by some releases
 * and not by others: no news where both make the same in that line, or nothing.
 */
static bool is_news(void *ctx, const struct difference *one)
{
	const struct both_calls *calls = ctx;

	return !difference_is_one_sided(one) || !same_values_made(calls->refs[0], calls->refs[1], one->line);
}

/* What the compiler says otherwise in the step; empty where it was not asked on both sides. */
static const struct differences *differences_of(struct comparison *c, size_t index, const struct point *old,
                                                const struct point *new)
{
	const struct series *s = &c->history->items[index];
	struct statements before, after;

	/* points of the benchmarks of one cell are different ones: the first series stands for all */
	while (index > 0 && s[-1].n == s->n && !text_compare(s[-1].case_name, s->case_name) &&
	       !text_compare(s[-1].mode, s->mode) && !text_compare(s[-1].goos, s->goos) &&
	       !text_compare(s[-1].goarch, s->goarch)) {
		old = s[-1].points + (old - s->points);
		new = s[-1].points + (new - s->points);
		s--;
		index--;
	}
	if (c->differences_old == old && c->differences_new == new)
		return &c->differences;
	differences_release(&c->differences);
	c->differences_old = old;
	c->differences_new = new;
	if (!has_metric(c, index, old, METRIC_ESCAPE) || !has_metric(c, index, new, METRIC_ESCAPE))
		return &c->differences;
	statements_at(c, s, old, new, &before);
	statements_at(c, s, new, old, &after);
	statements_diff(&before, &after, &c->differences);
	if (c->calls) {
		struct both_calls calls = { { comparison_ref(c->calls, c->ncalls, s, old),
			                      comparison_ref(c->calls, c->ncalls, s, new) } };

		differences_keep(&c->differences, is_news, &calls);
	}
	statements_release(&before);
	statements_release(&after);
	return &c->differences;
}

void compare_escape(struct comparison *c, size_t index, const struct point *old, const struct point *new)
{
	const struct differences *d = differences_of(c, index, old, new);

	for (size_t i = 0; i < d->len; i++) {
		const struct difference *one = &d->items[i];
		struct finding *f = finding_add(c, METRIC_ESCAPE, index, old, new);
		struct str before = STR_INIT, after = STR_INIT;

		difference_text(one, one->old_kinds, &before);
		difference_text(one, one->new_kinds, &after);
		f->heap = difference_is_heap(one);
		f->line = one->line;
		f->change.benchmark = given(NULL);
		f->change.old_value = difference_appeared(one) ? 0 : 1;
		f->change.new_value = difference_appeared(one) ? 1 : 0;
		f->change.old_text = str_detach(&before);
		f->change.new_text = str_detach(&after);
		f->change.where = xasprintf("%s:%d", one->file, one->line);
		f->change.said = given(NULL);
		f->change.worse = difference_is_worse(one);
	}
}

/* ---- counts ---- */

static struct cause_side cause_side_of(const struct comparison *c, const struct series *s, const struct point *p,
                                       bool bytes)
{
	const struct ref *decisions = comparison_ref(c->decisions, c->ndecisions, s, p),
			 *calls = comparison_ref(c->calls, c->ncalls, s, p),
			 *sites = comparison_ref(c->sites, c->nsites, s, p);
	struct cause_side side = { .version = &p->version, .count = bytes ? p->bytes_exact : p->allocs_exact };

	if (decisions) {
		side.decisions = decisions->row;
		side.ndecisions = decisions->n;
	}
	if (calls) {
		side.calls = calls->row;
		side.ncalls = calls->n;
	}
	for (size_t i = 0; sites && i < sites->n; i++) { /* a benchmark's rows follow one another */
		const struct site_row *r = (const struct site_row *)sites->row + i;

		if (strcmp(r->benchmark, s->benchmark) != 0)
			continue;
		if (!side.nsites++)
			side.sites = r;
	}
	return side;
}

static void add_cause(const struct comparison *c, size_t index, const struct point *old, const struct point *new,
                      const struct differences *d, struct change *change)
{
	const struct series *s = &c->history->items[index];
	const bool bytes = change->metric == METRIC_BYTES;
	const struct cause_question q = {
		.old = cause_side_of(c, s, old, bytes),
		.new = cause_side_of(c, s, new, bytes),
		.differences = d,
		.bytes = bytes,
		.epoch = change->epoch,
	};
	struct str evidence = STR_INIT;
	const char *place;

	change->cause = cause_find(&q, &evidence);
	change->epoch = change->cause == CAUSE_COUNTERS;
	free(change->evidence);
	str_add(&evidence, "");
	change->evidence = str_detach(&evidence);
	place = strstr(change->evidence, ": "); /* "x_test.go:12: ..." */
	if (place && memchr(change->evidence, ':', (size_t)(place - change->evidence))) {
		free(change->where);
		change->where = xasprintf("%.*s", (int)(place - change->evidence), change->evidence);
	}
}

static double rounded(double per_op)
{
	return round(100 * per_op) / 100;
}

/*
 * "12", or "12..13" where measuring again may print either. If that looks as if the two might be equal, which they are
 * not (step.h looks at what was seen, unrounded), as it was seen: "7.5" is printed as 7 or 8, and is less than 8.
 */
static char *count_text(int64_t value, const struct count_range *range, const struct count_range *other)
{
	const double low = rounded(range->seen_low), high = rounded(range->seen_high);

	if (range->low == range->high)
		return xasprintf("%" PRId64, value);
	if (range->low > other->high || range->high < other->low)
		return xasprintf("%" PRId64 "..%" PRId64, range->low, range->high);
	return low < high ? xasprintf("%.12g..%.12g", low, high) : xasprintf("%.12g", low);
}

static void add_count(struct comparison *c, enum metric metric, size_t index, const struct point *old,
                      const struct point *new)
{
	const bool bytes = metric == METRIC_BYTES;
	const int64_t a = bytes ? old->bytes : old->allocs, b = bytes ? new->bytes : new->allocs;
	const struct differences *d = c->decisions ? differences_of(c, index, old, new) : NULL;
	struct finding *f = finding_add(c, metric, index, old, new);
	struct str said = STR_INIT;

	if (d)
		differences_said(d, b > a, &said);
	f->change.benchmark = xstrdup(c->history->items[index].benchmark);
	f->change.old_value = (double)a;
	f->change.new_value = (double)b;
	f->change.old_range = bytes ? old->bytes_range : old->allocs_range;
	f->change.new_range = bytes ? new->bytes_range : new->allocs_range;
	f->change.old_text = count_text(a, &f->change.old_range, &f->change.new_range);
	f->change.new_text = count_text(b, &f->change.new_range, &f->change.old_range);
	f->change.where = given(NULL);
	f->change.said = str_detach(&said);
	f->change.worse = b > a;
	f->change.epoch = crosses_epoch(&old->version, &new->version);
	if (d && c->calls && c->sites)
		add_cause(c, index, old, new, d, &f->change);
}

void compare_counts(struct comparison *c, size_t index, const struct point *old, const struct point *new)
{
	if ((c->metrics & METRIC_ALLOCS) && allocs_step(old, new))
		add_count(c, METRIC_ALLOCS, index, old, new);
	if ((c->metrics & METRIC_BYTES) && bytes_step(old, new))
		add_count(c, METRIC_BYTES, index, old, new);
}

/* ---- outputs of programs ---- */

void compare_output(struct comparison *c, size_t index, const struct point *old, const struct point *new)
{
	const struct series *s = &c->history->items[index];
	const struct ref *a = comparison_ref(c->outputs, c->noutputs, s, old),
			 *b = comparison_ref(c->outputs, c->noutputs, s, new);
	struct str before = STR_INIT, after = STR_INIT;
	struct finding *f;

	if (!a || !b || !output_difference(a->row, b->row, &before, &after))
		return;
	f = finding_add(c, METRIC_OUTPUT, index, old, new);
	f->change.benchmark = given(NULL);
	f->change.new_value = 1;
	f->change.old_text = str_detach(&before);
	f->change.new_text = str_detach(&after);
	f->change.where = given(NULL);
	f->change.said = given(NULL);
}

/* ---- status ---- */

void compare_status(struct comparison *c, size_t index, const struct point *old, const struct point *new)
{
	bool worse = !strcmp(old->status, "ok");
	struct finding *f;

	if (!strcmp(old->status, new->status))
		return;
	f = finding_add(c, METRIC_STATUS, index, old, new);
	f->change.benchmark = given(NULL);
	f->change.old_value = worse ? 0 : 1;
	f->change.new_value = !strcmp(new->status, "ok") ? 0 : 1;
	f->change.old_text = xstrdup(old->status);
	f->change.new_text = xstrdup(new->status);
	f->change.where = given(NULL);
	f->change.said = given(!strcmp(new->status, "ok") ? old->reason : new->reason);
	f->change.worse = worse;
}

bool has_metric(const struct comparison *c, size_t index, const struct point *p, enum metric metric)
{
	switch (metric) {
	case METRIC_ALLOCS:
	case METRIC_BYTES:
		return p->counted;
	case METRIC_TIME:
		return p->timed;
	case METRIC_ESCAPE:
		return c->decisions && (p->stages & STAGE_ESCAPE) && compiled(p);
	case METRIC_OUTPUT:
		return comparison_ref(c->outputs, c->noutputs, &c->history->items[index], p) != NULL;
	case METRIC_STATUS:
		break;
	}
	return strcmp(p->status, "unsupported") != 0;
}
