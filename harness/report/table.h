/*
 * One table, many printers: text (libsmartcols), markdown, html, latex, csv, json; an escaper each.
 *
 * table_init .. table_column .. (table_row, table_cell)* .. table_print into a string .. table_release.
 * Nothing is printed here: the caller writes the string.
 */
#ifndef GOALLOC_REPORT_TABLE_H
#define GOALLOC_REPORT_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/str.h"
#include "report/text.h"

enum column_type { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_BOOL };
struct column {
	const char *name;      /* for csv, json: "allocs_per_op" */
	const char *title;     /* for people: "allocs/op" */
	enum column_type type; /* numbers are right-aligned; unquoted in json (an empty cell is null) */
	bool machine_only;     /* left out of text, markdown, html, latex */
	bool flows;            /* of text alone: words, which may stand below their row */
	bool heads;            /* of text alone: names, which are never taken apart, and head a row that is a block */
};
/* A heading above a row, of text alone. */
struct table_section {
	size_t row;
	char *text;
};
struct table {
	char *title;            /* "" for none; a caption or heading where the format has one */
	struct column *columns; /* borrowed names: string constants */
	size_t ncolumns, columns_cap;
	struct strlist cells; /* row by row */
	struct strlist notes; /* footnotes: below the table in formats for people */
	/* of text alone */
	struct table_section *sections;
	size_t nsections, sections_cap;
	unsigned char *styles; /* enum text_style of the cells; shorter than they are many: the others are plain */
	size_t nstyles, styles_cap;
	bool one_line; /* cells that are too wide are cut, instead of going on in the next line */
};

void table_init(struct table *t, const char *title);
void table_release(struct table *t);
void table_column(struct table *t, const char *name, const char *title, enum column_type type, bool machine_only);
void table_cell(struct table *t, const char *text); /* the next cell, in row order; NULL counts as "" */
void table_cellf(struct table *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void table_note(struct table *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
size_t table_rows(const struct table *t);
/* ---- of text alone; the other formats have none of it ---- */
void table_flows(struct table *t);                        /* the column added last */
void table_heads(struct table *t);                        /* the columns added so far, which come first */
void table_style(struct table *t, enum text_style style); /* the cell added last */
/* A heading above the row that comes next. Where none comes any more it stands at the end. */
void table_section(struct table *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

enum format { FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_HTML, FORMAT_LATEX, FORMAT_CSV, FORMAT_JSON };
/* "text" ... "json" within `allowed` (comma-separated names; NULL: all); ERR_USAGE lists them. */
int format_parse(const char *name, const char *allowed, enum format *out, struct error *err);
/* `width` of the terminal in columns for text (0: unlimited); appends to *out. */
int table_print(const struct table *t, enum format format, unsigned width, struct str *out, struct error *err);
/*
 * The same as text of that look. No line is wider: words go on below, then columns are made narrower, then each row becomes a
 * block of its own. No part of a cell is lost (but for one_line).
 */
int table_print_text(const struct table *t, const struct text_look *look, struct str *out, struct error *err);

/*
 * Escapers, for whoever composes documents: append to *out. Invalid UTF-8 becomes U+FFFD. Control characters of hostile
 * text are made visible ("\x1b"), except that newline and tab stay in html, a newline is <br> in markdown and a blank in
 * latex, and csv, being data, keeps them all.
 */
void escape_html(struct str *out, const char *s);
void escape_latex(struct str *out, const char *s);
void escape_csv(struct str *out, const char *s);  /* with quotes where RFC 4180 wants them; no guard before = + - @ */
void escape_json(struct str *out, const char *s); /* with the quotes */
void escape_markdown(struct str *out, const char *s);
void escape_text(struct str *out, const char *s); /* no control characters, no escape sequences */

#endif
