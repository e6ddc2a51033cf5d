/*
 * How a table's columns get into a terminal's width. Inside report/ only.
 *
 * text_layout_init .. (read) .. text_layout_release. The cells are the layout's own, made printable.
 */
#ifndef GOALLOC_REPORT_TEXT_LAYOUT_H
#define GOALLOC_REPORT_TEXT_LAYOUT_H

#include "report/table.h"

struct text_layout {
	struct text_look look;
	size_t rows, ncolumns; /* ncolumns: those shown */
	size_t *source;        /* their index in the table */
	size_t *width, *least; /* display columns; `least`: what may not be taken away */
	size_t flow;           /* the shown column whose words may flow; ncolumns: none */
	bool below;            /* its words stand below their row */
	bool stacked;          /* there is no room for columns: each row is a block */
	struct strlist cells;  /* header row first */
};
#define TEXT_SEPARATOR "  "
enum { TEXT_SEPARATOR_WIDTH = 2 };

void text_layout_init(const struct table *t, const struct text_look *look, struct text_layout *l);
void text_layout_release(struct text_layout *l);
/* Row 0 is the header. */
const char *text_layout_cell(const struct text_layout *l, size_t row, size_t column);
bool text_layout_in_line(const struct text_layout *l, size_t column); /* not below */

#endif
