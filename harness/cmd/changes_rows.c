#include "cmd/changes_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/changes.h"
#include "cmd/changes_time.h"

void change_size(const struct change *c, double *relative, double *absolute)
{
	*relative = *absolute = 0;
	if (!(c->metric & (METRIC_ALLOCS | METRIC_BYTES | METRIC_TIME)))
		return;
	*absolute = fabs(c->new_value - c->old_value);
	if (c->metric == METRIC_TIME)
		*relative = fabs(change_time_ratio(c) - 1);
	else
		*relative = c->old_value > 0 ? *absolute / c->old_value : INFINITY;
}

enum metric row_metric(const struct changed_row *r)
{
	return r->c ? r->c->metric : METRIC_TIME;
}

static char *interval_text(const struct time_estimate *e, size_t pairs)
{
	char *low = time_percent(e->low), *high = time_percent(e->high);
	char *text = e->bounded ? xasprintf("between %s and %s in %zu pairs", low, high, pairs)
	                        : xasprintf("in %zu pairs", pairs);

	free(low);
	free(high);
	return text;
}

/* Of a time its interval; what the compiler has to do with it is a footnote. */
static char *why_of(const struct change *c)
{
	struct str why = STR_INIT;

	if (c->metric == METRIC_TIME && c->time.verdict != TIME_NONE)
		return interval_text(&c->time.told, time_told_test(&c->time).pairs);
	change_why(c, &why);
	return str_detach(&why);
}

static int text_order(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

/* The same change: all but the mode. */
static int by_content(const void *pa, const void *pb)
{
	const struct changed_row *a = pa, *b = pb;
	const struct change *x = a->c, *y = b->c;
	int order = (x->metric > y->metric) - (x->metric < y->metric);
	const char *const texts[][2] = { { x->case_name, y->case_name },
		                         { x->benchmark, y->benchmark },
		                         { x->new_go, y->new_go },
		                         { x->old_go, y->old_go },
		                         { x->old_text, y->old_text },
		                         { x->new_text, y->new_text },
		                         { x->accepted_why, y->accepted_why } };

	for (size_t i = 0; i < sizeof texts / sizeof *texts && !order; i++)
		order = text_order(texts[i][0], texts[i][1]);
	if (!order)
		order = (x->worse > y->worse) - (x->worse < y->worse);
	if (!order)
		order = (x->cause > y->cause) - (x->cause < y->cause);
	return order;
}

static int by_content_and_place(const void *pa, const void *pb)
{
	const struct changed_row *a = pa, *b = pb;
	int order = by_content(pa, pb);

	return order ? order : (a->index > b->index) - (a->index < b->index);
}

/* Where the same change is found on several platforms, a mode comes twice: then its rows stay apart. */
static bool goes_in(const struct changed_row *row, const struct changed_row *next)
{
	return row->c->metric != METRIC_TIME && !by_content(row, next) &&
	       !strlist_has(&row->modes, next->modes.items[0]);
}

static void merge_modes(struct changed_rows *r)
{
	size_t kept = 0;

	if (r->len)
		qsort(r->items, r->len, sizeof *r->items, by_content_and_place);
	for (size_t i = 0; i < r->len; i++) {
		struct changed_row *last = kept ? &r->items[kept - 1] : NULL;

		if (last && goes_in(last, &r->items[i])) {
			last->other_why = last->other_why || strcmp(last->why, r->items[i].why) != 0;
			strlist_add(&last->modes, r->items[i].modes.items[0]);
			strlist_release(&r->items[i].modes);
			free(r->items[i].why);
		} else {
			r->items[kept++] = r->items[i];
		}
	}
	r->len = kept;
}

/* ---- bytes that say no more than the allocations do ---- */

static int by_benchmark(const void *pa, const void *pb)
{
	const struct changed_row *const *pa_ = pa, *const *pb_ = pb, *a = *pa_, *b = *pb_;
	int order = text_order(a->c->case_name, b->c->case_name);

	if (!order)
		order = text_order(a->c->benchmark, b->c->benchmark);
	if (!order)
		order = text_order(a->c->new_go, b->c->new_go);
	if (!order)
		order = text_order(a->modes.items[0], b->modes.items[0]);
	return order ? order : (a->modes.len > b->modes.len) - (a->modes.len < b->modes.len);
}

static void find_same_reasons(struct changed_rows *r)
{
	struct changed_row **allocs = xcalloc(r->len + 1, sizeof(void *));
	size_t n = 0;

	for (size_t i = 0; i < r->len; i++)
		if (r->items[i].c->metric == METRIC_ALLOCS)
			allocs[n++] = &r->items[i];
	if (n)
		qsort(allocs, n, sizeof(void *), by_benchmark);
	for (size_t i = 0; i < r->len && n; i++) {
		struct changed_row *row = &r->items[i], **found;

		if (row->c->metric != METRIC_BYTES || !*row->why)
			continue;
		found = bsearch(&row, allocs, n, sizeof(void *), by_benchmark);
		row->as_allocs = found && row->c->cause == (*found)->c->cause && !strcmp(row->why, (*found)->why);
	}
	free(allocs);
}

/* ---- the order ---- */

static int by_place(const void *pa, const void *pb)
{
	const struct changed_row *a = pa, *b = pb;
	int order = (a->step > b->step) - (a->step < b->step);

	if (!order)
		order = (int)a->group - (int)b->group;
	if (!order)
		order = (a->open != NULL) - (b->open != NULL);
	if (!order)
		order = (row_metric(a) > row_metric(b)) - (row_metric(a) < row_metric(b));
	if (!order)
		order = (a->relative < b->relative) - (a->relative > b->relative);
	if (!order)
		order = (a->absolute < b->absolute) - (a->absolute > b->absolute);
	return order ? order : (a->index > b->index) - (a->index < b->index);
}

static struct changed_row *new_row(struct changed_rows *r, const char *mode)
{
	r->items = vec_grow(r->items, &r->cap, r->len + 1, sizeof *r->items);
	r->items[r->len] = (struct changed_row){ .modes = STRLIST_INIT, .index = r->len };
	strlist_add(&r->items[r->len].modes, mode);
	return &r->items[r->len++];
}

static void add_open(const struct change_list *changes, size_t most, struct changed_rows *out)
{
	const size_t first = out->len;

	for (size_t i = 0; i < changes->noutcomes; i++) {
		const struct time_outcome *o = &changes->outcomes[i];
		struct changed_row *row;

		if (o->result.verdict != TIME_OPEN)
			continue;
		row = new_row(out, o->mode);
		row->open = o;
		row->group = ROWS_OPEN;
		row->relative = o->result.pairs ? fabs(o->result.told.ratio - 1) : 0;
		row->why = o->result.pairs ? interval_text(&o->result.told, o->result.pairs) : xstrdup("");
	}
	if (out->len > first)
		qsort(out->items + first, out->len - first, sizeof *out->items, by_place);
	while (out->len > first + most) {
		struct changed_row *row = &out->items[--out->len];

		strlist_release(&row->modes);
		free(row->why);
		out->open_hidden++;
	}
}

/* Where a release lacked the case, the step is from an earlier one than that of the section. */
static void name_other_befores(struct changed_rows *r)
{
	for (size_t from = 0, i = 0; i < r->len; i++) {
		struct changed_row *row = &r->items[i];
		char *why;

		if (row->step != r->items[from].step)
			from = i;
		if (!strcmp(row->c->old_go, r->items[from].c->old_go))
			continue;
		why = xasprintf("(after %s)%s%s", row->c->old_go, *row->why ? " " : "", row->why);
		free(row->why);
		row->why = why;
	}
}

void rows_of_changes(const struct change_list *changes, bool steps, size_t most_open, struct changed_rows *out)
{
	size_t step = 0;

	*out = (struct changed_rows){ .items = NULL };
	for (size_t i = 0; i < changes->len; i++) {
		const struct change *c = &changes->items[i];
		struct changed_row *row;

		if (i && steps && strcmp(changes->items[i - 1].new_go, c->new_go) != 0)
			step++;
		if (c->epoch) {
			out->counters++;
			continue;
		}
		row = new_row(out, c->mode);
		row->c = c;
		row->group = steps                               ? ROWS_CHANGED
		             : c->accepted_why                   ? ROWS_ACCEPTED
		             : c->time.verdict == TIME_SUSPECTED ? ROWS_OPEN
		                                                 : ROWS_CHANGED;
		row->step = step;
		row->why = why_of(c);
		change_size(c, &row->relative, &row->absolute);
	}
	merge_modes(out);
	find_same_reasons(out);
	if (!steps && changes->noutcomes)
		add_open(changes, most_open, out);
	if (out->len)
		qsort(out->items, out->len, sizeof *out->items, by_place);
	if (steps)
		name_other_befores(out);
}

void changed_rows_release(struct changed_rows *r)
{
	for (size_t i = 0; i < r->len; i++) {
		strlist_release(&r->items[i].modes);
		free(r->items[i].why);
	}
	free(r->items);
	*r = (struct changed_rows){ .items = NULL };
}
