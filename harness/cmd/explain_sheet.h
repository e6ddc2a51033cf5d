/*
 * What stands under the lines of a source in `goalloc explain`, for people: rows of what each release said, emitted, and what
 * happened. Zeroed, with x, r, look, narrow and digits set and room in shown and marked for each line: sheet_add_rows for
 * each line in order, sheet_set_widths, sheet_print_row, sheet_release. Borrows x and r.
 */
#ifndef GOALLOC_CMD_EXPLAIN_SHEET_H
#define GOALLOC_CMD_EXPLAIN_SHEET_H

#include "cmd/explain.h"

#define SHEET_GUTTER 9 /* "*!  123 | " without its last blank */

enum cell { CELL_VERSION, CELL_SAID, CELL_EMITTED, CELL_HAPPENED, CELLS };
struct note_row {
	int line;
	char *cells[CELLS]; /* harmless; entries of a cell on lines of their own */
};
struct sheet {
	const struct explanation *x;
	const struct explain_request *r;
	struct note_row *rows;
	size_t len, cap;
	size_t widths[CELLS];
	bool *shown;  /* per line of the source, from 0: it has rows */
	bool *marked; /* it differs between releases */
	size_t benchmarks;
	struct text_look look;
	bool narrow;
	int digits; /* of a line's number */
};

/* Columns up to the source, or to what is said below it. */
size_t sheet_gutter(const struct sheet *s);
/* The rows of a line: one a release, or one for all when they agree; "=" for what is as in the release before. */
void sheet_add_rows(struct sheet *s, int line);
/* The widest entry of each column, but no more than its share of the room; narrow where that does not suffice. */
void sheet_set_widths(struct sheet *s, unsigned width);
void sheet_print_row(const struct sheet *s, const struct note_row *row, struct str *out);
void sheet_release(struct sheet *s);

#endif
