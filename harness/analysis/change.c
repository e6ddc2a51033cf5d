/* Changes between two releases, and along the whole history. */
#include "analysis/change.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/change_internal.h"
#include "base/alloc.h"

static int rank_of(enum time_verdict v)
{
	static const int ranks[TIME_VERDICTS] = { [TIME_SUSPECTED] = 1, [TIME_CLEARED] = 2,   [TIME_OPEN] = 3,
		                                  [TIME_SAME] = 4,      [TIME_IDENTICAL] = 5, [TIME_NONE] = 6 };

	return ranks[v];
}

int time_outcome_order(const void *pa, const void *pb)
{
	const struct time_outcome *const *pa_ = pa, *const *pb_ = pb, *a = *pa_, *b = *pb_;
	const double x = fabs(log(a->result.told.ratio)), y = fabs(log(b->result.told.ratio));
	int order = rank_of(a->result.verdict) - rank_of(b->result.verdict);

	if (!order)
		order = (x < y) - (x > y);
	return order ? order : (a > b) - (a < b);
}

void change_list_release(struct change_list *l)
{
	for (size_t i = 0; i < l->len; i++) {
		struct change *c = &l->items[i];

		free(c->mode);
		free(c->case_name);
		free(c->benchmark);
		free(c->old_go);
		free(c->new_go);
		free(c->old_text);
		free(c->new_text);
		free(c->where);
		free(c->said);
		free(c->evidence);
	}
	free(l->items);
	free(l->outcomes);
	*l = (struct change_list)CHANGE_LIST_INIT;
}

void change_why(const struct change *c, struct str *out)
{
	const char *evidence = c->evidence ? c->evidence : "";
	size_t first = strcspn(evidence, "\n"), more = 0;

	for (const char *p = evidence + first; *p; p++)
		more += *p == '\n';
	str_add_bytes(out, evidence, first);
	if (!first && c->said)
		str_add(out, c->said);
	if (more)
		str_addf(out, "; %zu more", more);
}

double change_time_ratio(const struct change *c)
{
	return c->time.verdict == TIME_NONE ? c->level.ratio : c->time.told.ratio;
}

/* How a metric is compared; those of a cell are the same for all its benchmarks. */
static const struct comparer {
	unsigned metrics;
	bool of_cell;
	void (*compare)(struct comparison *c, size_t index, const struct point *old, const struct point *new);
} comparers[] = {
	{ METRIC_ALLOCS | METRIC_BYTES, false, compare_counts },
	{ METRIC_TIME, false, compare_times },
	{ METRIC_ESCAPE, true, compare_escape },
	{ METRIC_OUTPUT, true, compare_output },
	{ METRIC_STATUS, true, compare_status },
};
#define COMPARERS (sizeof comparers / sizeof *comparers)

/* One metric stands for its comparer. */
static enum metric first_metric(const struct comparer *k)
{
	return k->metrics & METRIC_ALLOCS ? METRIC_ALLOCS : (enum metric)k->metrics;
}

static bool first_of_cell(const struct history *h, size_t index)
{
	const struct series *s = &h->items[index], *before = index ? s - 1 : NULL;

	return !before || text_compare(before->case_name, s->case_name) || text_compare(before->mode, s->mode) ||
	       text_compare(before->goos, s->goos) || text_compare(before->goarch, s->goarch);
}

/* A case that was edited between the two measurements says nothing about Go. */
static bool same_case(const struct point *old, const struct point *new)
{
	return !text_compare(old->case_sha256, new->case_sha256);
}

static int by_line(const struct finding *a, const struct finding *b)
{
	int order = (int)a->change.metric - (int)b->change.metric;

	if (!order)
		order = (a->size < b->size) - (a->size > b->size);
	if (!order)
		order = (a->series > b->series) - (a->series < b->series);
	if (!order)
		order = (int)b->heap - (int)a->heap;
	if (!order)
		order = (a->line > b->line) - (a->line < b->line);
	return order ? order : strcmp(a->change.new_text, b->change.new_text);
}

static int newest_first(const void *pa, const void *pb)
{
	const struct finding *a = pa, *b = pb;
	int order = (a->release < b->release) - (a->release > b->release);

	return order ? order : by_line(a, b);
}

static void hand_changes(struct comparison *c, struct change_list *out)
{
	for (size_t i = 0; i < c->len; i++) {
		out->items = vec_grow(out->items, &out->cap, out->len + 1, sizeof *out->items);
		out->items[out->len++] = c->found[i].change;
	}
	c->len = 0;
}

void findings_forget(struct comparison *c)
{
	struct change_list gone = CHANGE_LIST_INIT;

	hand_changes(c, &gone);
	change_list_release(&gone);
}

/* Sorts what was found and hands it over to the list. */
static void hand_over(struct comparison *c, struct change_list *out)
{
	if (c->times)
		times_finish(c, out);
	if (c->len)
		qsort(c->found, c->len, sizeof *c->found, newest_first);
	hand_changes(c, out);
	out->stale += c->stale;
	comparison_release(c);
}

void changes_between(const struct evidence *e, const char *old_go, const char *new_go, unsigned metrics,
                     struct change_list *out, size_t *compared)
{
	struct comparison c;
	size_t both = 0;

	comparison_init(&c, e, metrics);
	for (size_t i = 0; i < e->history->len; i++) {
		const struct point *old = series_at(&e->history->items[i], old_go);
		const struct point *new = series_at(&e->history->items[i], new_go);

		if (!old || !new || !has_metric(&c, i, old, METRIC_STATUS) || !has_metric(&c, i, new, METRIC_STATUS))
			continue;
		if (!same_case(old, new)) {
			c.stale++;
			continue;
		}
		both++;
		for (size_t k = 0; k < COMPARERS; k++)
			if ((metrics & comparers[k].metrics) &&
			    (!comparers[k].of_cell || first_of_cell(e->history, i)) &&
			    has_metric(&c, i, old, first_metric(&comparers[k])) &&
			    has_metric(&c, i, new, first_metric(&comparers[k])))
				comparers[k].compare(&c, i, old, new);
	}
	if (compared)
		*compared = both;
	hand_over(&c, out);
}

/* The steps of one series: each point against the last before it that has the metric, too. */
static void walk_series(struct comparison *c, size_t index)
{
	const struct series *s = &c->history->items[index];
	const bool first = first_of_cell(c->history, index);
	const struct point *last[COMPARERS] = { NULL }, *before = NULL;

	for (const struct point *p = s->points; p < s->points + s->n; p++) {
		c->stale += before && !same_case(before, p);
		before = p;
		for (size_t k = 0; k < COMPARERS; k++) {
			if (!(c->metrics & comparers[k].metrics) || (comparers[k].of_cell && !first) ||
			    !has_metric(c, index, p, first_metric(&comparers[k])))
				continue;
			if (last[k] && same_case(last[k], p))
				comparers[k].compare(c, index, last[k], p);
			last[k] = p;
		}
	}
}

void changes_along(const struct evidence *e, unsigned metrics, struct change_list *out)
{
	struct comparison c;

	comparison_init(&c, e, metrics);
	c.along = true;
	for (size_t i = 0; i < e->history->len; i++)
		walk_series(&c, i);
	hand_over(&c, out);
}
