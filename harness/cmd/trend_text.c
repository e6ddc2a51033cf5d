#include "cmd/trend_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/changes.h"
#include "cmd/changes_text.h"
#include "cmd/doubts.h"
#include "cmd/terminal.h"
#include "report/figure_data.h"

/* ---- the summary: a row per release and case, newest release first ---- */

/* Rows of one release and case, in the order of the list: [from, to). */
static size_t same_case(const struct change_list *l, size_t from)
{
	size_t to = from + 1;

	while (to < l->len && !strcmp(l->items[to].new_go, l->items[from].new_go) &&
	       !strcmp(l->items[to].case_name, l->items[from].case_name))
		to++;
	return to;
}

static int by_release_and_case(const void *a, const void *b)
{
	const struct change *x = a, *y = b;
	int order = version_compare(&y->new_version, &x->new_version);

	if (!order)
		order = strcmp(y->new_go, x->new_go);
	if (!order)
		order = strcmp(x->case_name, y->case_name);
	if (!order)
		order = strcmp(x->benchmark, y->benchmark);
	return order ? order : (int)x->metric - (int)y->metric;
}

/* The same was said of another mode. */
static bool said_before(const struct change_list *l, size_t from, size_t at)
{
	const struct change *c = &l->items[at];

	for (size_t i = from; i < at; i++) {
		const struct change *b = &l->items[i];

		if (b->metric == c->metric && !b->epoch && !strcmp(b->benchmark, c->benchmark) &&
		    !strcmp(b->old_text, c->old_text) && !strcmp(b->new_text, c->new_text))
			return true;
	}
	return false;
}

/* "MakeSmall 1 -> 0, MakeLarge 1 -> 0, ..." for one metric; returns how many benchmarks. */
static size_t summarise(const struct change_list *l, size_t from, size_t to, enum metric metric, char *buf, size_t size)
{
	size_t n = 0, used = 0;

	buf[0] = '\0';
	for (size_t i = from; i < to; i++) {
		const struct change *c = &l->items[i];

		if (c->metric != metric || c->epoch || said_before(l, from, i))
			continue;
		if (n++ < 2 && used < size)
			used += (size_t)snprintf(buf + used, size - used, "%s%s %s -> %s", n > 1 ? ", " : "",
			                         metric == METRIC_OUTPUT ? "prints" : benchmark_label(c->benchmark),
			                         c->old_text, c->new_text);
	}
	if (n > 2 && used < size)
		snprintf(buf + used, size - used, ", %zu more", n - 2);
	return n;
}

static void summary_rows(struct change_list *l, size_t max_rows, struct table *t)
{
	size_t shown = 0, hidden = 0, epoch = 0, bytes_only = 0;

	if (l->len)
		qsort(l->items, l->len, sizeof *l->items, by_release_and_case);
	for (size_t from = 0, to; from < l->len; from = to) {
		char text[256];
		size_t better = 0, worse = 0;
		const struct change *c = &l->items[from];
		const struct change *told = NULL; /* whose cause stands for all */

		to = same_case(l, from);
		for (size_t i = from; i < to; i++) {
			epoch += l->items[i].epoch;
			if (l->items[i].metric == METRIC_ALLOCS && !l->items[i].epoch)
				*(l->items[i].worse ? &worse : &better) += 1;
			if (!l->items[i].epoch &&
			    (!told || (told->cause <= CAUSE_UNKNOWN && l->items[i].cause > CAUSE_UNKNOWN)))
				told = &l->items[i];
		}
		if (!summarise(l, from, to, METRIC_ALLOCS, text, sizeof text) &&
		    !summarise(l, from, to, METRIC_OUTPUT, text, sizeof text)) {
			char ignored[64];

			bytes_only += summarise(l, from, to, METRIC_BYTES, ignored, sizeof ignored) > 0;
			continue;
		}
		if (shown >= max_rows) {
			hidden++;
			continue;
		}
		shown++;
		table_cell(t, c->new_go);
		table_cell(t, c->case_name);
		table_cell(t, worse && better ? "both" : worse ? "worse" : better ? "better" : "differs");
		table_style(t, worse ? TEXT_BAD : better ? TEXT_GOOD : TEXT_PLAIN);
		table_cell(t, text);
		table_cell(t, told ? cause_info(told->cause)->name : "");
		changes_why_cell(t, told);
	}
	if (hidden)
		table_note(t, "%zu more rows: `goalloc trend --metric allocs`.", hidden);
	table_note(t, "%zu cases changed in B/op alone: `goalloc trend --metric bytes`.", bytes_only);
	if (epoch)
		table_note(t, "%zu differences where Go changed the counters themselves are left out.", epoch);
}

void trend_summary(struct change_list *l, struct table *t)
{
	unsigned height = terminal_height();

	table_column(t, "go", "release", COLUMN_TEXT, false);
	table_column(t, "case_name", "case", COLUMN_TEXT, false);
	table_heads(t);
	table_column(t, "verdict", "", COLUMN_TEXT, false);
	table_column(t, "allocs", "allocs/op, or output", COLUMN_TEXT, false);
	table_column(t, "cause", "cause", COLUMN_TEXT, false);
	table_column(t, "why", "why", COLUMN_TEXT, false);
	table_flows(t);
	t->one_line = true;
	summary_rows(l, height > 20 ? height - 12 : 34, t);
}

/* ---- all of it: releases, newest first ---- */

/* What only Go's counters did to the release. */
static size_t counters_of(const struct change_list *l, const char *go)
{
	size_t n = 0;

	for (size_t i = 0; i < l->len; i++)
		n += l->items[i].epoch && !strcmp(l->items[i].new_go, go);
	return n;
}

static void release_title(const struct changed_rows *r, size_t from, size_t to, const struct change_list *l,
                          struct str *out)
{
	const struct change *first = r->items[from].c;
	const size_t counters = counters_of(l, first->new_go);

	str_addf(out, "%s after %s: ", first->new_go, first->old_go);
	rows_summary(r, from, to, out);
	if (counters)
		str_addf(out, "; %zu more counts differ only because Go changed its counters", counters);
}

void trend_releases(const struct dataset *d, const struct change_list *l, struct table *t)
{
	struct changed_rows rows;
	struct doubts doubts;
	struct str all = STR_INIT;
	size_t releases = 0;

	rows_of_changes(l, true, 0, &rows);
	doubts_init(d, l, "OLD", "NEW", &doubts);
	rows_columns(&rows, t);
	for (size_t from = 0, to; from < rows.len; from = to) {
		struct str title = STR_INIT;

		for (to = from; to < rows.len && rows.items[to].step == rows.items[from].step;)
			to++;
		releases++;
		release_title(&rows, from, to, l, &title);
		table_section(t, "%s", str_cstr(&title));
		rows_add(&rows, from, to, &doubts, t);
		str_release(&title);
	}
	doubts_notes(&doubts, t);
	if (rows.len) {
		rows_summary(&rows, 0, rows.len, &all);
		table_note(t, "%s; %zu of %zu releases changed something.", str_cstr(&all), releases,
		           d->history.nreleases);
	}
	if (rows.counters)
		table_note(t, "%zu more counts differ only because Go changed its counters: no change of behaviour.",
		           rows.counters);
	str_release(&all);
	doubts_release(&doubts);
	changed_rows_release(&rows);
}
