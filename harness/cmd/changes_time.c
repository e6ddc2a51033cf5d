/* What is said of times: columns, notes, and the list of all verdicts. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/changes.h"
#include "report/figure_data.h"

#define CLEARED_SHOWN 8

/* ---- cells ---- */

/* "+3.1 %" of a ratio. */
static char *percent(double ratio)
{
	return xasprintf("%+.1f %%", 100 * (ratio - 1));
}

struct number {
	bool there;
	double value;
};

static void number_cells(struct table *t, bool any, const struct number *cells, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (any && cells[i].there)
			table_cellf(t, "%.10g", cells[i].value);
		else
			table_cell(t, "");
}

static void estimate_columns(struct table *t)
{
	table_column(t, "ratio", "ratio", COLUMN_NUMBER, true);
	table_column(t, "ratio_low", "ratio, low", COLUMN_NUMBER, true);
	table_column(t, "ratio_high", "ratio, high", COLUMN_NUMBER, true);
}

void changes_time_columns(struct table *t)
{
	estimate_columns(t);
	table_column(t, "p", "p", COLUMN_NUMBER, true);
	table_column(t, "q", "q", COLUMN_NUMBER, true);
	table_column(t, "family", "family", COLUMN_NUMBER, true);
	table_column(t, "pairs", "pairs", COLUMN_NUMBER, true);
	table_column(t, "time_verdict", "time verdict", COLUMN_TEXT, true);
}

void changes_time_cells(struct table *t, const struct time_result *r)
{
	const struct number cells[] = { { true, r->told.ratio },
		                        { r->told.bounded, r->told.low },
		                        { r->told.bounded, r->told.high },
		                        { true, r->p },
		                        { true, r->q },
		                        { true, (double)r->family },
		                        { true, (double)r->pairs } };

	number_cells(t, r->verdict != TIME_NONE, cells, sizeof cells / sizeof *cells);
	table_cell(t, time_verdict_name(r->verdict));
}

void changes_again_columns(struct table *t)
{
	table_column(t, "first_ratio", "first ratio", COLUMN_NUMBER, true);
	table_column(t, "again_pairs", "pairs again", COLUMN_NUMBER, true);
	table_column(t, "again_p", "p again", COLUMN_NUMBER, true);
	table_column(t, "again_q", "q again", COLUMN_NUMBER, true);
}

void changes_again_cells(struct table *t, const struct time_result *r)
{
	const bool again = r->again.pairs > 0;
	const struct number cells[] = { { r->pairs > 0, r->ratio },
		                        { true, (double)r->again.pairs },
		                        { again, r->again.p },
		                        { again, r->again.q } };

	number_cells(t, r->verdict != TIME_NONE, cells, sizeof cells / sizeof *cells);
}

void changes_level_columns(struct table *t)
{
	table_column(t, "level_releases", "releases of the level", COLUMN_NUMBER, true);
	table_column(t, "level_ratio", "level, ratio", COLUMN_NUMBER, true);
	table_column(t, "level_low", "level, low", COLUMN_NUMBER, true);
	table_column(t, "level_high", "level, high", COLUMN_NUMBER, true);
	table_column(t, "level_p", "level, p", COLUMN_NUMBER, true);
	table_column(t, "level_q", "level, q", COLUMN_NUMBER, true);
	table_column(t, "level_session", "level, session", COLUMN_NUMBER, true);
}

void changes_level_cells(struct table *t, const struct time_level *l)
{
	const struct number cells[] = { { true, (double)l->releases },
		                        { true, l->ratio },
		                        { true, l->low },
		                        { true, l->high },
		                        { true, l->p },
		                        { true, l->q },
		                        { true, (double)l->session } };

	number_cells(t, l->releases > 0, cells, sizeof cells / sizeof *cells);
}

/* ---- notes ---- */

void changes_level_notes(const struct level_summary *s, struct table *t)
{
	if (!s->series)
		return;
	table_note(
		t,
		"%zu benchmarks were timed in %d releases or more of one session: %zu new levels. Times of different "
		"sessions do not compare: of each benchmark those of the session with most releases count (%s%" PRId64
		").",
		s->series, LEVELS_LEAST, s->levels, s->sessions > 1 ? "several, the last is " : "it is ", s->session);
}

static const char *plural(size_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}

static void identical_note(const struct time_summary *s, struct table *t)
{
	const struct time_noise *n = &s->noise;
	const size_t identical = s->verdicts[TIME_IDENTICAL];

	if (!identical)
		return;
	if (!n->tested) {
		table_note(t,
		           "%zu of them do identical work (the same machine code that calls nothing else): no change.",
		           identical);
		return;
	}
	table_note(
		t,
		"%zu of them do identical work (the same machine code that calls nothing else): what they show is "
		"noise. %zu of %zu (%.1f %%) have a p below %.3g %%, %zu would be suspected; 95 %% of the ratios are "
		"within %.1f %% of 1.",
		identical, n->significant, n->tested, 100 * (double)n->significant / (double)n->tested,
		100 * s->rules.alpha, n->suspected, 100 * n->typical95);
	if (s->threshold > s->rules.threshold)
		table_note(t,
		           "Only changes of %.1f %% or more are told instead of %.3g %%: by so much identical work is "
		           "shown "
		           "to differ.",
		           100 * s->threshold, 100 * s->rules.threshold);
}

static void cleared_note(const struct change_list *l, struct table *t)
{
	struct str text = STR_INIT;
	size_t n = 0;

	for (size_t i = 0; i < l->noutcomes; i++) {
		const struct time_outcome *o = &l->outcomes[i];
		char *first, *again;

		if (o->result.verdict != TIME_CLEARED || n++ >= CLEARED_SHOWN)
			continue;
		first = percent(o->result.ratio);
		again = percent(o->result.again.estimate.ratio);
		str_addf(&text, "%s%s %s %s, again %s", text.len ? "; " : "", o->case_name,
		         benchmark_label(o->benchmark), first, again);
		free(first);
		free(again);
	}
	if (n > CLEARED_SHOWN)
		str_addf(&text, "; %zu more: --verdicts", n - CLEARED_SHOWN);
	if (n)
		table_note(t, "Cleared, timed again in fresh processes: %s.", str_cstr(&text));
	str_release(&text);
}

static void suspected_note(const struct change_list *l, const char *old_go, const char *new_go, struct table *t)
{
	const size_t suspected = l->times.verdicts[TIME_SUSPECTED];
	size_t again = 0;

	for (size_t i = 0; i < l->noutcomes; i++)
		again += l->outcomes[i].result.verdict == TIME_SUSPECTED && l->outcomes[i].result.again.pairs > 0;
	if (suspected > again)
		table_note(t,
		           "%zu suspected %s not confirmed yet: `goalloc run --only time --go %s,%s` times %s again.",
		           suspected - again, plural(suspected - again, "one is", "ones are"), old_go, new_go,
		           plural(suspected - again, "it", "them"));
	if (again)
		table_note(t,
		           "%zu suspected %s timed again, which neither confirmed nor cleared %s: it takes more "
		           "blocks, or a "
		           "quieter machine (`goalloc doctor`).",
		           again, plural(again, "one was", "ones were"), plural(again, "it", "them"));
}

void changes_time_notes(const struct change_list *l, const char *old_go, const char *new_go, struct table *t)
{
	const struct time_summary *s = &l->times;
	const size_t suspected = s->verdicts[TIME_SUSPECTED], cleared = s->verdicts[TIME_CLEARED];
	struct str more = STR_INIT;

	if (!s->comparisons)
		return;
	if (s->short_of)
		str_addf(&more, " (%zu of them need at least %zu blocks)", s->short_of, s->needed);
	if (suspected)
		str_addf(&more, "; %zu suspected", suspected);
	if (cleared)
		str_addf(&more, "; %zu cleared", cleared);
	if (s->verdicts[TIME_IDENTICAL])
		str_addf(&more, "; %zu identical", s->verdicts[TIME_IDENTICAL]);
	table_note(t,
	           "%zu time comparisons; a family of %zu, Benjamini-Hochberg at %.3g %%: %zu slower, %zu faster, by "
	           "%.3g %% "
	           "or more; %zu the same within %.3g %%; %zu open%s.",
	           s->comparisons, s->family, 100 * s->rules.alpha, s->verdicts[TIME_SLOWER], s->verdicts[TIME_FASTER],
	           100 * s->rules.threshold, s->verdicts[TIME_SAME], 100 * s->rules.margin, s->verdicts[TIME_OPEN],
	           str_cstr(&more));
	if (s->paired)
		table_note(t, "Geometric mean of the ratios of the %zu benchmarks timed side by side: %.4f.", s->paired,
		           s->ratio);
	if (s->unpaired)
		table_note(t,
		           "%zu were never timed side by side: time both in one session: `goalloc run --only time --go "
		           "%s,%s`.",
		           s->unpaired, old_go, new_go);
	suspected_note(l, old_go, new_go, t);
	cleared_note(l, t);
	identical_note(s, t);
	str_release(&more);
}

/* ---- the list of all verdicts ---- */

/* In this order they come. */
static int rank_of(enum time_verdict v)
{
	static const int ranks[TIME_VERDICTS] = { [TIME_SUSPECTED] = 1, [TIME_CLEARED] = 2,   [TIME_OPEN] = 3,
		                                  [TIME_SAME] = 4,      [TIME_IDENTICAL] = 5, [TIME_NONE] = 6 };

	return ranks[v];
}

static int by_verdict(const void *pa, const void *pb)
{
	const struct time_outcome *const *pa_ = pa, *const *pb_ = pb, *a = *pa_, *b = *pb_;
	const double x = fabs(log(a->result.told.ratio)), y = fabs(log(b->result.told.ratio));
	int order = rank_of(a->result.verdict) - rank_of(b->result.verdict);

	if (!order)
		order = (x < y) - (x > y);
	return order ? order : (a > b) - (a < b);
}

static void needed_text(const struct time_result *r, const char *what, struct str *out)
{
	if (r->needed >= TIME_BLOCKS_MOST)
		str_addf(out, "it takes a quieter machine to %s", what);
	else
		str_addf(out, "about %zu blocks would %s", r->needed, what);
}

static void open_why(const struct time_result *r, const struct time_summary *s, struct str *out)
{
	switch (r->open) {
	case OPEN_NOT:
		break;
	case OPEN_UNPAIRED:
		str_add(out, "never timed side by side");
		break;
	case OPEN_FEW:
		str_addf(out, "too few blocks: it takes %zu", r->needed);
		break;
	case OPEN_NOISY:
		str_add(out, "too noisy: ");
		needed_text(r, "decide", out);
		break;
	case OPEN_FAMILY:
		str_addf(out, "clear on its own, not as one of %zu: ", r->family);
		needed_text(r, "decide", out);
		break;
	case OPEN_LAYOUT:
		str_addf(out, "no more than identical work is shown to differ (%.1f %%)", 100 * s->threshold);
		break;
	}
}

static void again_why(const struct time_result *r, struct str *out)
{
	char *first = percent(r->ratio);

	str_addf(out, "%s at first, timed again in %zu blocks (p %.2g)", first, r->again.pairs, r->again.p);
	free(first);
}

static void outcome_why(const struct time_outcome *o, const struct time_summary *s, struct str *out)
{
	const struct time_result *r = &o->result;

	switch (r->verdict) {
	case TIME_SLOWER:
	case TIME_FASTER:
	case TIME_CLEARED:
		again_why(r, out);
		break;
	case TIME_SUSPECTED:
		if (r->again.pairs)
			again_why(r, out);
		str_add(out, r->again.pairs ? ", which does not rule it out: " : "not timed again: ");
		needed_text(r, "confirm it", out);
		break;
	case TIME_SAME:
		str_addf(out, "no change larger than %.3g %%", 100 * s->rules.margin);
		break;
	case TIME_OPEN:
		open_why(r, s, out);
		break;
	case TIME_IDENTICAL:
		str_addf(out, "%s%s",
		         o->code == CODE_SAME ? "the same machine code, which calls nothing else" : "the same binary",
		         r->p <= s->rules.alpha ? ": what the clock says is noise" : "");
		break;
	case TIME_NONE:
	case TIME_VERDICTS:
		break;
	}
	if (o->code == CODE_SAME && r->look)
		str_add(out, "; its own code is the same: runtime, library or layout");
}

static void time_cell(struct table *t, double ns)
{
	char *text = ns > 0 ? change_time_text(ns) : NULL;

	table_cell(t, text);
	free(text);
}

static void verdict_row(const struct time_outcome *o, const struct time_summary *s, struct table *t)
{
	const struct time_result *r = &o->result;
	const struct time_estimate *e = &r->told;
	const struct number numbers[] = { { r->pairs > 0, e->ratio },  { e->bounded, e->low },
		                          { e->bounded, e->high },     { r->pairs > 0, o->old_ns },
		                          { r->pairs > 0, o->new_ns }, { r->pairs > 0, r->p },
		                          { r->family > 0, r->q },     { r->family > 0, (double)r->family } };
	struct str why = STR_INIT;
	char *ratio = percent(e->ratio), *low = percent(e->low), *high = percent(e->high);

	outcome_why(o, s, &why);
	table_cell(t, o->old_go);
	table_cell(t, o->new_go);
	table_cell(t, time_verdict_name(r->verdict));
	table_cell(t, o->case_name);
	table_cell(t, benchmark_label(o->benchmark));
	table_cell(t, o->mode);
	time_cell(t, o->old_ns);
	time_cell(t, o->new_ns);
	table_cell(t, r->pairs ? ratio : "");
	table_cellf(t, e->bounded ? "%s .. %s" : "", low, high);
	number_cells(t, true, numbers, sizeof numbers / sizeof *numbers);
	if (r->pairs)
		table_cellf(t, "%.2g", r->p);
	else
		table_cell(t, "");
	if (r->family)
		table_cellf(t, "%.2g", r->q);
	else
		table_cell(t, "");
	table_cellf(t, "%zu", r->pairs);
	table_cellf(t, "%zu", r->needed);
	table_cell(t, str_cstr(&why));
	table_cell(t, code_verdict_name(o->code));
	table_cell(t, r->identical ? "true" : "false");
	changes_again_cells(t, r);
	free(ratio);
	free(low);
	free(high);
	str_release(&why);
}

void verdicts_table(const struct change_list *l, struct table *t)
{
	const struct time_outcome **order = xcalloc(l->noutcomes + 1, sizeof(void *));

	table_column(t, "old_go", "before", COLUMN_TEXT, true);
	table_column(t, "new_go", "release", COLUMN_TEXT, true);
	table_column(t, "verdict", "verdict", COLUMN_TEXT, false);
	table_column(t, "case_name", "case", COLUMN_TEXT, false);
	table_column(t, "benchmark", "benchmark", COLUMN_TEXT, false);
	table_column(t, "mode", "mode", COLUMN_TEXT, false);
	table_column(t, "old", "old ns/op", COLUMN_TEXT, false);
	table_column(t, "new", "new ns/op", COLUMN_TEXT, false);
	table_column(t, "difference", "difference", COLUMN_TEXT, false);
	table_column(t, "interval", "interval", COLUMN_TEXT, false);
	estimate_columns(t);
	table_column(t, "old_ns", "old, ns", COLUMN_NUMBER, true);
	table_column(t, "new_ns", "new, ns", COLUMN_NUMBER, true);
	table_column(t, "p", "p", COLUMN_NUMBER, true);
	table_column(t, "q", "q", COLUMN_NUMBER, true);
	table_column(t, "family", "family", COLUMN_NUMBER, true);
	table_column(t, "p_text", "p", COLUMN_TEXT, false);
	table_column(t, "q_text", "q", COLUMN_TEXT, false);
	table_column(t, "pairs", "blocks", COLUMN_NUMBER, false);
	table_column(t, "needed", "needed", COLUMN_NUMBER, false);
	table_column(t, "why", "why", COLUMN_TEXT, false);
	table_column(t, "code", "machine code", COLUMN_TEXT, true);
	table_column(t, "identical", "identical work", COLUMN_BOOL, true);
	changes_again_columns(t);
	for (size_t i = 0; i < l->noutcomes; i++)
		order[i] = &l->outcomes[i];
	if (l->noutcomes > 1)
		qsort(order, l->noutcomes, sizeof(void *), by_verdict);
	for (size_t i = 0; i < l->noutcomes; i++)
		verdict_row(order[i], &l->times, t);
	free(order);
}
