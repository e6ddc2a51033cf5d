/* Tables of what changed between the two releases that are compared. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_data.h"
#include "report/paper_facts.h"
#include "report/paper_latex.h"

#define ROWS 24 /* in the table of one page */
#define COUNT_TEXT 48

/* A benchmark whose counts differ; changes of either metric may be NULL. */
struct row {
	const struct series *series;
	const struct change *allocs, *bytes;
};

static bool is_of(const struct series *s, const struct change *c)
{
	return !strcmp(s->case_name, c->case_name) && !strcmp(s->benchmark, c->benchmark) && !strcmp(s->mode, c->mode);
}

static const struct series *series_of(const struct paper_input *in, const struct change *c)
{
	const struct history *h = in->pair;

	for (size_t i = 0; i < h->len; i++)
		if (is_of(&h->items[i], c) && series_at(&h->items[i], in->old_go) &&
		    series_at(&h->items[i], in->new_go))
			return &h->items[i];
	return NULL;
}

/* A row a benchmark, in the order of the changes; returns how many. The caller frees. */
static size_t collect(const struct paper_input *in, struct row **out)
{
	struct row *rows = xcalloc(in->changes->len + 1, sizeof *rows);
	size_t n = 0;

	for (size_t i = 0; i < in->changes->len; i++) {
		const struct change *c = &in->changes->items[i];
		const bool bytes = c->metric == METRIC_BYTES;
		const struct series *s;
		size_t k = 0;

		if (!(c->metric & (METRIC_ALLOCS | METRIC_BYTES)) || !(s = series_of(in, c)))
			continue;
		while (k < n && (rows[k].series != s || (bytes ? rows[k].bytes : rows[k].allocs)))
			k++;
		n += k == n;
		rows[k].series = s;
		*(bytes ? &rows[k].bytes : &rows[k].allocs) = c;
	}
	*out = rows;
	return n;
}

/* allocs old, new, bytes old, new */
static void texts_of(const struct paper_input *in, const struct row *r, char texts[4][COUNT_TEXT])
{
	const struct point *old = series_at(r->series, in->old_go), *new = series_at(r->series, in->new_go);

	paper_count_text(old, false, texts[0], COUNT_TEXT);
	paper_count_text(new, false, texts[1], COUNT_TEXT);
	paper_count_text(old, true, texts[2], COUNT_TEXT);
	paper_count_text(new, true, texts[3], COUNT_TEXT);
}

static void add_caption(const struct paper_input *in, const char *what, size_t shown, size_t n, struct str *out)
{
	str_addf(out, "%s from ", what);
	latex_text(out, in->old_go);
	str_add(out, " to ");
	latex_text(out, in->new_go);
	if (strcmp(in->mode, "default") != 0) {
		str_add(out, " (mode ");
		latex_text(out, in->mode);
		str_add_char(out, ')');
	}
	if (shown < n)
		str_addf(out, ": the \\num{%zu} largest of \\num{%zu}; all are in \\texttt{data/changes.csv}", shown,
		         n);
}

static const char *cause_of(const struct row *r)
{
	const struct change *c = r->allocs ? r->allocs : r->bytes;

	return cause_info(c->cause)->name;
}

static void no_comparison(const struct paper_input *in, struct str *out)
{
	struct str why = STR_INIT;

	if (!in->pair) {
		latex_nothing(out, "There is one release only: nothing to compare.");
		return;
	}
	str_add(&why, "No benchmark allocates otherwise in ");
	latex_text(&why, in->new_go);
	str_add(&why, " than in ");
	latex_text(&why, in->old_go);
	str_add_char(&why, '.');
	latex_nothing(out, str_cstr(&why));
	str_release(&why);
}

void paper_changes(const struct paper_input *in, struct str *out)
{
	struct str caption = STR_INIT, columns = STR_INIT;
	struct latex_width widths[4] = { { .before = 1 }, { .before = 1 }, { .before = 1 }, { .before = 1 } };
	char texts[4][COUNT_TEXT];
	struct row *rows;
	size_t n, shown;

	if (!paper_has_counts(in)) {
		no_comparison(in, out);
		return;
	}
	n = collect(in, &rows);
	shown = n < ROWS ? n : ROWS;
	add_caption(in, "Benchmarks that allocate otherwise", shown, n, &caption);
	str_add(&columns, "@{}" LATEX_NAME("0.22") LATEX_NAME("0.2"));
	for (size_t i = 0; i < shown; i++) {
		texts_of(in, &rows[i], texts);
		for (size_t k = 0; k < 4; k++)
			latex_measure(&widths[k], texts[k]);
	}
	for (size_t k = 0; k < 4; k++)
		latex_column(&columns, &widths[k]);
	str_add(&columns, "l@{}");
	latex_table_begin(out, "changes", str_cstr(&caption), str_cstr(&columns),
	                  "& & \\multicolumn{2}{c}{allocs/op} & \\multicolumn{2}{c}{B/op} & \\\\\n"
	                  "\\cmidrule(lr){3-4}\\cmidrule(lr){5-6}\n"
	                  "case & benchmark & {old} & {new} & {old} & {new} & cause \\\\\n");
	for (size_t i = 0; i < shown; i++) {
		texts_of(in, &rows[i], texts);
		latex_name(out, rows[i].series->case_name);
		str_add(out, " & ");
		latex_name(out, benchmark_label(rows[i].series->benchmark));
		for (size_t k = 0; k < 4; k++) {
			str_add(out, " & ");
			latex_figure(out, texts[k]);
		}
		str_addf(out, " & %s", cause_of(&rows[i]));
		latex_row_end(out);
	}
	latex_table_end(out);
	free(rows);
	str_release(&caption);
	str_release(&columns);
}

/* What one change says, for the long table: times have a table of their own. */
static void add_change(const struct change *c, struct str *out)
{
	struct str why = STR_INIT;

	change_why(c, &why);
	latex_name(out, c->case_name);
	str_add(out, " & ");
	latex_name(out, benchmark_label(c->benchmark));
	str_add(out, " & ");
	latex_text(out, metric_info(c->metric)->title);
	str_add(out, " & ");
	latex_name(out, c->old_text);
	str_add(out, " & ");
	latex_name(out, c->new_text);
	str_addf(out, " & %s & ", cause_info(c->cause)->name);
	latex_name(out, str_cstr(&why));
	latex_row_end(out);
	str_release(&why);
}

void paper_changes_all(const struct paper_input *in, struct str *out)
{
	struct str caption = STR_INIT;
	size_t n = 0;

	for (size_t i = 0; in->pair && i < in->changes->len; i++)
		n += in->changes->items[i].metric != METRIC_TIME;
	if (!n) {
		no_comparison(in, out);
		return;
	}
	add_caption(in, "Everything but times that differs", n, n, &caption);
	latex_long_begin(out, "changes-all", str_cstr(&caption),
	                 "@{}" LATEX_NAME("0.12") LATEX_NAME("0.12") "l" LATEX_NAME("0.12")
	                         LATEX_NAME("0.12") "l" LATEX_NAME("0.24") "@{}",
	                 "case & benchmark & metric & old & new & cause & why \\\\\n");
	for (size_t i = 0; i < in->changes->len; i++)
		if (in->changes->items[i].metric != METRIC_TIME)
			add_change(&in->changes->items[i], out);
	latex_long_end(out);
	str_release(&caption);
}
