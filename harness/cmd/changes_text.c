#include "cmd/changes_text.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/changes.h"
#include "cmd/changes_time.h"
#include "report/figure_data.h"

const char *change_verdict(const struct change *c)
{
	return c->epoch                            ? "counters changed"
	       : c->accepted_why                   ? "accepted"
	       : c->time.verdict == TIME_SUSPECTED ? "suspected"
	       : c->worse                          ? "worse"
	       : c->metric == METRIC_OUTPUT        ? ""
	                                           : "better";
}

/* ---- the table ---- */

static const char *case_of(const struct changed_row *r)
{
	return r->c ? r->c->case_name : r->open->case_name;
}

static const char *benchmark_of(const struct changed_row *r)
{
	return r->c ? r->c->benchmark : r->open->benchmark;
}

/* Which columns there is something for. */
struct shown {
	bool mode, cause, benchmark;
};

static struct shown shown_columns(const struct changed_rows *r)
{
	struct shown s = { false, false, false };

	for (size_t i = 0; i < r->len; i++) {
		const struct changed_row *row = &r->items[i];

		s.mode = s.mode || row->modes.len > 1 || strcmp(row->modes.items[0], r->items[0].modes.items[0]) != 0;
		s.cause = s.cause || (row->c && *cause_info(row->c->cause)->name);
		s.benchmark = s.benchmark || *benchmark_of(row);
	}
	return s;
}

void rows_columns(const struct changed_rows *r, struct table *t)
{
	const struct shown s = shown_columns(r);

	table_column(t, "metric", "metric", COLUMN_TEXT, false);
	table_column(t, "case_name", "case", COLUMN_TEXT, false);
	table_column(t, "benchmark", "benchmark", COLUMN_TEXT, !s.benchmark);
	table_column(t, "mode", "mode", COLUMN_TEXT, !s.mode);
	table_heads(t);
	table_column(t, "old", "old", COLUMN_TEXT, false);
	table_column(t, "new", "new", COLUMN_TEXT, false);
	table_column(t, "difference", "difference", COLUMN_TEXT, false);
	table_column(t, "verdict", "", COLUMN_TEXT, false);
	table_column(t, "marks", "", COLUMN_TEXT, false);
	table_column(t, "cause", "cause", COLUMN_TEXT, !s.cause);
	table_column(t, "why", "why", COLUMN_TEXT, false);
	table_flows(t);
}

static enum text_style style_of(const struct changed_row *r)
{
	if (r->group == ROWS_OPEN || !r->c || r->c->time.verdict == TIME_SUSPECTED)
		return TEXT_DOUBT;
	if (r->group == ROWS_ACCEPTED || r->c->metric == METRIC_OUTPUT)
		return TEXT_PLAIN;
	return r->c->worse ? TEXT_BAD : TEXT_GOOD;
}

static void cells_of_change(const struct change *c, struct table *t)
{
	char difference[48];

	change_difference(c, difference, sizeof difference);
	table_cell(t, c->old_text);
	table_cell(t, c->new_text);
	table_cell(t, difference);
	table_cell(t, change_verdict(c));
}

static void cells_of_open(const struct time_outcome *o, struct table *t)
{
	char *old = o->old_ns > 0 ? change_time_text(o->old_ns) : NULL;
	char *new = o->new_ns > 0 ? change_time_text(o->new_ns) : NULL;
	char *difference = o->result.pairs ? time_percent(o->result.told.ratio) : NULL;

	table_cell(t, old);
	table_cell(t, new);
	table_cell(t, difference);
	table_cell(t, time_verdict_name(o->result.verdict));
	free(old);
	free(new);
	free(difference);
}

void rows_add(const struct changed_rows *r, size_t from, size_t until, struct doubts *d, struct table *t)
{
	for (size_t i = from; i < until; i++) {
		const struct changed_row *row = &r->items[i];
		struct str modes = STR_INIT, marks = STR_INIT;

		for (size_t k = 0; k < row->modes.len; k++)
			str_addf(&modes, "%s%s", k ? ", " : "", row->modes.items[k]);
		doubts_mark(d, row->c ? doubts_of_change(d, row->c) : doubts_of_outcome(d, row->open), &marks);
		table_cell(t, metric_info(row_metric(row))->title);
		table_cell(t, case_of(row));
		table_cell(t, benchmark_label(benchmark_of(row)));
		table_cell(t, str_cstr(&modes));
		if (row->c)
			cells_of_change(row->c, t);
		else
			cells_of_open(row->open, t);
		table_style(t, style_of(row));
		table_cell(t, str_cstr(&marks));
		table_style(t, TEXT_DIM);
		table_cell(t, row->c && !row->as_allocs ? cause_info(row->c->cause)->name : "");
		if (row->other_why && *row->why && !row->as_allocs)
			table_cellf(t, "in %s: %s", row->modes.items[0], row->why);
		else
			table_cell(t, row->as_allocs ? "as allocs/op" : row->why);
		str_release(&modes);
		str_release(&marks);
	}
}

void rows_summary(const struct changed_rows *r, size_t from, size_t until, struct str *out)
{
	enum { WORSE, BETTER, OTHER, SUSPECTED, OPEN, KINDS };
	static const char *const names[KINDS] = { "worse", "better", "otherwise", "suspected", "open" };
	size_t n[KINDS] = { 0 }, all = 0, said = 0, rows;
	bool open;

	for (size_t i = from; i < until; i++) {
		const struct changed_row *row = &r->items[i];
		const struct change *c = row->c;

		n[!c                                  ? OPEN
		  : c->time.verdict == TIME_SUSPECTED ? SUSPECTED
		  : c->worse                          ? WORSE
		  : c->metric == METRIC_OUTPUT        ? OTHER
		                                      : BETTER] += row->modes.len;
		all += row->modes.len;
	}
	open = until > from && r->items[from].group == ROWS_OPEN;
	rows = until - from + (open ? r->open_hidden : 0);
	n[OPEN] += open ? r->open_hidden : 0;
	all += open ? r->open_hidden : 0;
	str_addf(out, "%zu %s%s", all, open ? "comparison" : "difference", all == 1 ? "" : "s");
	for (int k = 0; k < KINDS; k++)
		if (n[k])
			str_addf(out, "%s%zu %s", said++ ? ", " : " (", n[k], names[k]);
	str_addf(out, "%s", said ? ")" : "");
	if (rows < all)
		str_addf(out, " in %zu row%s, each counted once a mode", rows, rows == 1 ? "" : "s");
	if (open && r->open_hidden)
		str_addf(out, "; %zu of the open ones have no row here (--verdicts lists all)", r->open_hidden);
}
