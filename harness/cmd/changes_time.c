/* What is said of times among changes: columns and notes. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/changes.h"
#include "cmd/changes_time.h"
#include "cmd/imported_times.h"
#include "report/figure_data.h"

#define CLEARED_SHOWN 8

/* ---- cells ---- */

char *time_percent(double ratio)
{
	return xasprintf("%+.1f %%", 100 * (ratio - 1));
}

void number_cells(struct table *t, bool any, const struct number *cells, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (any && cells[i].there)
			table_cellf(t, "%.10g", cells[i].value);
		else
			table_cell(t, "");
}

void estimate_columns(struct table *t)
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
		first = time_percent(o->result.ratio);
		again = time_percent(o->result.again.estimate.ratio);
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

void changes_suspected_text(const struct change_list *l, const char *old_go, const char *new_go, bool again,
                            struct str *out)
{
	size_t n = 0;

	for (size_t i = 0; i < l->noutcomes; i++)
		n += l->outcomes[i].result.verdict == TIME_SUSPECTED &&
		     (l->outcomes[i].result.again.pairs > 0) == again;
	if (n && !again)
		str_addf(out,
		         "%zu suspected %s not confirmed yet: `goalloc run --only time --go %s,%s` times %s again.", n,
		         plural(n, "one is", "ones are"), old_go, new_go, plural(n, "it", "them"));
	if (n && again)
		str_addf(out,
		         "%zu suspected %s timed again, which neither confirmed nor cleared %s: it takes more blocks, "
		         "or a quieter machine (`goalloc doctor`).",
		         n, plural(n, "one was", "ones were"), plural(n, "it", "them"));
}

void changes_unpaired_text(const struct change_list *l, const char *old_go, const char *new_go, struct str *out)
{
	const size_t n = l->times.unpaired, imported = imported_times_of(l).comparisons;

	if (n > imported)
		str_addf(out,
		         "%zu were never timed side by side: time both in one session: `goalloc run --only time --go "
		         "%s,%s`.",
		         n - imported, old_go, new_go);
}

static void note_of(struct table *t, struct str *text)
{
	if (text->len)
		table_note(t, "%s", text->p);
	str_reset(text);
}

void changes_time_notes(const struct change_list *l, const char *old_go, const char *new_go, bool marked,
                        struct table *t)
{
	const struct time_summary *s = &l->times;
	const size_t suspected = s->verdicts[TIME_SUSPECTED], cleared = s->verdicts[TIME_CLEARED];
	const struct imported_times imported = imported_times_of(l);
	struct str more = STR_INIT, text = STR_INIT;

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
	if (!marked) {
		changes_unpaired_text(l, old_go, new_go, &text);
		note_of(t, &text);
	}
	if (imported.comparisons) {
		imported_times_say(&imported, &text);
		table_note(t, "%s.", str_cstr(&text));
		str_reset(&text);
	}
	for (int again = 0; again < 2 && !marked; again++) {
		changes_suspected_text(l, old_go, new_go, again, &text);
		note_of(t, &text);
	}
	cleared_note(l, t);
	identical_note(s, t);
	str_release(&text);
	str_release(&more);
}
