/* The forest plot of a comparison: ratios of times with their intervals, verdict by verdict; ratios of counts beside them. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_blocks.h"
#include "report/figure_data.h"

/* From the top downwards, and how many of each have a row: the largest; the others are numbers. */
static const struct {
	enum time_verdict verdict;
	size_t most;
} verdicts[] = {
	{ TIME_SLOWER, 25 }, { TIME_FASTER, 25 }, { TIME_SUSPECTED, 15 }, { TIME_CLEARED, 10 },
	{ TIME_OPEN, 6 },    { TIME_SAME, 6 },    { TIME_IDENTICAL, 4 },
};
#define VERDICTS (sizeof verdicts / sizeof *verdicts)
static const struct {
	enum metric metric;
	const char *name;
} counts[] = { { METRIC_ALLOCS, "allocs/op" }, { METRIC_BYTES, "B/op" } };
#define COUNTS 2
#define COUNT_ROWS 15

enum { PANEL_TIMES = 1, PANEL_COUNTS = 2 };

/* A ratio, new to old. */
struct row {
	double ratio, low, high;
	int edge;     /* -1: to 0, 1: from 0; there is no ratio then */
	bool bounded; /* low .. high is a 95 % interval (or exact), no mere range of what was seen */
	size_t pairs; /* 0: a count */
	const char *case_name, *benchmark, *old_text, *new_text;
};
struct rows {
	struct row *items;
	size_t len, cap;
	size_t all;
	double least, greatest; /* of the ratios of all */
};

static struct row *add_row(struct rows *l, double ratio)
{
	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	if (ratio > 0) {
		l->least = l->least > 0 && l->least < ratio ? l->least : ratio;
		l->greatest = l->greatest > ratio ? l->greatest : ratio;
	}
	l->items[l->len] = (struct row){ .ratio = ratio, .low = ratio, .high = ratio, .bounded = true };
	return &l->items[l->len++];
}

static void gather_times(const struct change_list *l, const char *mode, enum time_verdict verdict, struct rows *out)
{
	*out = (struct rows){ .items = NULL };
	for (size_t i = 0; i < l->noutcomes; i++) {
		const struct time_outcome *o = &l->outcomes[i];
		const struct time_estimate *told = &o->result.told;
		struct row *r;

		if (o->result.verdict != verdict || strcmp(o->mode, mode) != 0)
			continue;
		out->all++;
		if (!o->result.pairs || !(told->ratio > 0) || !isfinite(told->ratio) || !(told->low > 0) ||
		    !isfinite(told->high))
			continue; /* never timed side by side: there is nothing to draw */
		r = add_row(out, told->ratio);
		r->low = told->low;
		r->high = told->high;
		r->bounded = told->bounded;
		r->pairs = time_told_test(&o->result).pairs;
		r->case_name = o->case_name;
		r->benchmark = o->benchmark;
	}
}

static void gather_counts(const struct change_list *l, const char *mode, enum metric m, struct rows *out)
{
	*out = (struct rows){ .items = NULL };
	for (size_t i = 0; i < l->len; i++) {
		const struct change *c = &l->items[i];
		struct row *r;

		if (c->metric != m || c->epoch || strcmp(c->mode, mode) != 0)
			continue;
		out->all++;
		r = add_row(out, c->old_value > 0 && c->new_value > 0 ? c->new_value / c->old_value : 0);
		r->edge = !(c->old_value > 0) ? 1 : !(c->new_value > 0) ? -1 : 0;
		if (c->old_range.low > 0 && c->new_range.low > 0) { /* where counts vary, so does their ratio */
			r->low = (double)c->new_range.low / (double)c->old_range.high;
			r->high = (double)c->new_range.high / (double)c->old_range.low;
		}
		r->case_name = c->case_name;
		r->benchmark = c->benchmark;
		r->old_text = c->old_text;
		r->new_text = c->new_text;
	}
}

static double size(const struct row *r)
{
	return r->edge ? HUGE_VAL : fabs(log(r->ratio));
}

/* The largest first; what has no ratio before all. */
static int by_size(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;
	double x = size(a), y = size(b);
	int names;

	if (x != y)
		return x < y ? 1 : -1;
	if (a->edge != b->edge)
		return a->edge < b->edge ? 1 : -1;
	names = strcmp(a->case_name, b->case_name);
	return names ? names : strcmp(a->benchmark, b->benchmark);
}

static int by_ratio(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;
	double x = a->edge ? a->edge * HUGE_VAL : log(a->ratio), y = b->edge ? b->edge * HUGE_VAL : log(b->ratio);

	return x != y ? (x < y ? 1 : -1) : by_size(pa, pb);
}

/* What stands together under one head. */
struct group {
	int panel;
	const char *name;
	size_t most; /* rows */
	struct rows rows;
};
#define GROUPS (VERDICTS + COUNTS)
#define HEAD 1.4 /* rows' height that a group's head takes: forest.gp */

static void keep_largest(struct group *g)
{
	if (g->rows.len)
		qsort(g->rows.items, g->rows.len, sizeof *g->rows.items, by_size);
	if (g->rows.len > g->most)
		g->rows.len = g->most;
}

/* All give way alike, by their share of what they may have, until they fit into the room; one row of each stays. 0: there is room. */
static void fit(struct group *groups, size_t room)
{
	for (;;) {
		double height = 0;
		struct group *fullest = NULL;

		for (size_t k = 0; k < GROUPS; k++) {
			struct group *g = &groups[k];

			height += g->rows.all ? (double)g->rows.len + HEAD : 0;
			if (g->rows.len > 1 && (!fullest || g->rows.len * fullest->most > fullest->rows.len * g->most))
				fullest = g;
		}
		if (!room || height <= (double)room || !fullest)
			return;
		fullest->rows.len--;
	}
}

/* Appends the group's line, and its rows to *lines. */
static void add_group(struct str *groups, struct str *lines, size_t *group, const struct group *g)
{
	const struct rows *l = &g->rows;

	if (!l->all)
		return;
	if (l->len)
		qsort(l->items, l->len, sizeof *l->items, by_ratio);
	str_addf(groups, "%zu\t%d\t%s\t%zu\t%zu\t%.6g\t%.6g\n", ++*group, g->panel, g->name, l->all, l->len, l->least,
	         l->greatest);
	for (size_t i = 0; i < l->len; i++) {
		const struct row *r = &l->items[i];

		str_addf(lines, "%zu\t%d\t%zu\t", *group, g->panel, i + 1);
		if (r->edge)
			str_addf(lines, "NaN\tNaN\tNaN\t%d\t", r->edge);
		else
			str_addf(lines, "%.6g\t%.6g\t%.6g\t0\t", r->ratio, r->low, r->high);
		str_addf(lines, "%d\t%zu", r->bounded, r->pairs);
		block_fields(lines, r->old_text ? r->old_text : "-", r->new_text ? r->new_text : "-");
		block_fields(lines, r->case_name, benchmark_label(r->benchmark));
		str_add_char(lines, '\n');
	}
}

void figure_plan_forest(const struct figure_sides *sides, const struct change_list *between, size_t room,
                        struct figure_list *out)
{
	struct str groups = STR_INIT, lines = STR_INIT;
	struct group all[GROUPS] = { { .panel = 0 } };
	size_t group = 0, drawn = 0;

	for (size_t k = 0; k < VERDICTS; k++) {
		all[k].panel = PANEL_TIMES;
		all[k].name = time_verdict_name(verdicts[k].verdict);
		gather_times(between, sides->mode, verdicts[k].verdict, &all[k].rows);
		all[k].most = verdicts[k].most;
		keep_largest(&all[k]);
		drawn += all[k].rows.len;
	}
	for (size_t k = 0; k < COUNTS && drawn; k++) { /* alone, they are the slope chart */
		struct group *g = &all[VERDICTS + k];

		g->panel = PANEL_COUNTS;
		g->name = counts[k].name;
		gather_counts(between, sides->mode, counts[k].metric, &g->rows);
		g->most = COUNT_ROWS;
		keep_largest(g);
	}
	fit(all, room);
	for (size_t g = 0; g < GROUPS; g++) {
		add_group(&groups, &lines, &group, &all[g]);
		free(all[g].rows.items);
	}
	if (drawn) {
		struct figure *f = figure_add(out, "forest.gp");

		f->name = xstrdup("forest");
		f->title = xasprintf("%s against %s: ratios with 95 %% intervals (mode %s)", sides->new_go,
		                     sides->old_go, sides->mode);
		block_head(&f->data, "rules", "threshold\tmargin\tcomparisons\tfamily");
		str_addf(&f->data, "%.6g\t%.6g\t%zu\t%zu\n", between->times.threshold, between->times.rules.margin,
		         between->times.comparisons, between->times.family);
		block_head(&f->data, "groups", "group\tpanel\tname\tcomparisons\tdrawn\tleast_ratio\tgreatest_ratio");
		str_add(&f->data, str_cstr(&groups));
		block_head(&f->data, "rows",
		           "group\tpanel\trow\tratio\tlow\thigh\tedge\tbounded\tpairs\told\tnew\tcase\tbenchmark");
		str_add(&f->data, str_cstr(&lines));
	}
	str_release(&groups);
	str_release(&lines);
}
