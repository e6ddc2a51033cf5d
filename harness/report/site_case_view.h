/*
 * What a case's page is made from. Inside report/ only.
 *
 * case_shelf_init once for all cases; case_view_of .. case_view_release for each; case_shelf_release. Everything is borrowed from
 * the input.
 */
#ifndef GOALLOC_REPORT_SITE_CASE_VIEW_H
#define GOALLOC_REPORT_SITE_CASE_VIEW_H

#include "analysis/explain_line.h"
#include "analysis/explained.h"
#include "report/site_page.h"

/* The input, by case. */
struct case_shelf {
	const struct site_input *in;
	struct cell_evidence *rows; /* of each cell */
	struct change *changes;     /* by case, then as they come; what they own is the input's */
	size_t nchanges;
};
void case_shelf_init(struct case_shelf *shelf, const struct site_input *in);
void case_shelf_release(struct case_shelf *shelf);

/* What is known of a line in releases that follow each other and agree: entries with '\n' between. */
struct case_run {
	size_t from, to;  /* into the mode's releases, both included */
	unsigned differs; /* DIFFERS_* against the release before `from` */
	char *said, *emitted, *happened, *found;
};
struct case_line {
	int line; /* 0: outside of the case's file */
	struct case_run *runs;
	size_t n, cap;
};
struct case_mode {
	const char *mode, *goos, *goarch;
	const struct series *series; /* of the history: its benchmarks, and the cell as a whole */
	size_t nseries;
	/* fine ones, measured with the text that is shown; oldest first */
	struct explained *releases;
	size_t len;
	struct differences *differences;
	struct case_line *lines; /* those with something to say, in order; outside comes last */
	size_t nlines, lines_cap;
	size_t left_out; /* fine ones that were measured with another text */
};
struct case_view {
	const struct case_shelf *shelf;
	const char *name;
	const struct case_row *text; /* NULL: the database has none */
	struct source_map source;
	struct case_mode *modes; /* the one shown first in front */
	size_t nmodes;
	const struct change *changes; /* newest release first */
	size_t nchanges;
	const struct cell_row *cells;
	const struct output_row *outputs;
	size_t ncells, noutputs;
};
/* Of the case of the history's n series from `series` on. */
void case_view_of(const struct case_shelf *shelf, const struct series *series, size_t n, struct case_view *out);
void case_view_release(struct case_view *v);

/* The lines of a mode whose releases are joined, of a text of so many (site_case_lines.c). */
void case_lines_of(struct case_mode *m, size_t lines);
void case_lines_release(struct case_mode *m);
/* The run that covers release i of the mode; NULL if nothing is known of the line there. */
const struct case_run *case_run_at(const struct case_line *l, size_t i);
/* "default", or "default, linux/386" where the case has it of several platforms. The caller frees. */
char *case_mode_label(const struct case_view *v, const struct case_mode *m);
/* Has it benchmarks? A program has none. */
bool case_is_counted(const struct case_view *v);
/* The choice of the mode that the script shows: with the numbers, else with the source. */
void page_case_modes(const struct page *p, const struct case_view *v);
/* The sections of the page, and its data. */
void page_case_numbers(const struct page *p, const struct case_view *v);
void page_case_source(const struct page *p, const struct case_view *v);
void page_case_outputs(const struct page *p, const struct case_view *v);
void page_case_raw(const struct page *p, const struct case_view *v, const struct compiler_rows *rows);
void page_case_missing(const struct page *p, const struct case_view *v);
void case_json(const struct case_view *v, struct str *out);

#endif
