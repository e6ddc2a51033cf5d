#include "report/text_layout.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "report/table_formats.h"

#define CUT_LEAST 8   /* a text column is not cut below this, */
#define WRAP_LEAST 12 /* and one that goes on in the next line not made narrower than this */
#define FLOW_LEAST 34 /* with fewer columns, words stand below their row */

/* A column with neither heading nor cells is none. */
static bool is_empty(const struct table *t, size_t column)
{
	for (size_t r = 0; r < table_rows(t); r++)
		if (*table_at(t, r, column))
			return false;
	return !*t->columns[column].title;
}

static void set_widths(const struct table *t, struct text_layout *l)
{
	const size_t narrow = t->one_line ? CUT_LEAST : WRAP_LEAST;

	for (size_t r = 0; r <= l->rows; r++)
		for (size_t c = 0; c < l->ncolumns; c++) {
			const size_t w = text_width(text_layout_cell(l, r, c));
			const struct column *column = &t->columns[l->source[c]];
			const bool whole = !r || column->type != COLUMN_TEXT || (column->heads && !t->one_line);
			const size_t least = whole || w < narrow ? w : narrow;

			if (w > l->width[c])
				l->width[c] = w;
			if (least > l->least[c])
				l->least[c] = least;
		}
}

const char *text_layout_cell(const struct text_layout *l, size_t row, size_t column)
{
	return l->cells.items[row * l->ncolumns + column];
}

bool text_layout_in_line(const struct text_layout *l, size_t column)
{
	return !l->below || column != l->flow;
}

static size_t total_width(const struct text_layout *l)
{
	size_t total = 0, n = 0;

	for (size_t c = 0; c < l->ncolumns; c++)
		if (text_layout_in_line(l, c)) {
			total += l->width[c];
			n++;
		}
	return total + (n ? (n - 1) * TEXT_SEPARATOR_WIDTH : 0);
}

/* Takes columns away from the widest text column, one at a time, until the line fits or nothing is left to take. */
static void make_narrower(struct text_layout *l, size_t limit)
{
	for (size_t total = total_width(l); total > limit; total--) {
		size_t widest = l->ncolumns;

		for (size_t c = 0; c < l->ncolumns; c++)
			if (text_layout_in_line(l, c) && l->width[c] > l->least[c] &&
			    (widest == l->ncolumns || l->width[c] > l->width[widest]))
				widest = c;
		if (widest == l->ncolumns)
			return;
		l->width[widest]--;
	}
}

static void fit(const struct table *t, struct text_layout *l)
{
	const size_t limit = l->look.width, total = total_width(l);

	if (!limit || total <= limit)
		return;
	if (l->flow < l->ncolumns && !t->one_line) {
		const size_t rest = total - l->width[l->flow];

		if (rest + FLOW_LEAST <= limit) {
			l->width[l->flow] = limit - rest;
			return;
		}
		l->below = true;
	}
	make_narrower(l, limit);
	if (total_width(l) > limit) {
		l->stacked = true;
		l->below = false;
	}
}

void text_layout_init(const struct table *t, const struct text_look *look, struct text_layout *l)
{
	*l = (struct text_layout){ .look = *look, .rows = table_rows(t), .cells = STRLIST_INIT };
	l->source = xcalloc(t->ncolumns + 1, sizeof *l->source);
	l->width = xcalloc(t->ncolumns + 1, sizeof *l->width);
	l->least = xcalloc(t->ncolumns + 1, sizeof *l->least);
	for (size_t c = 0; c < t->ncolumns; c++)
		if (!t->columns[c].machine_only && !is_empty(t, c))
			l->source[l->ncolumns++] = c;
	l->flow = l->ncolumns;
	for (size_t c = 0; c < l->ncolumns; c++)
		if (t->columns[l->source[c]].flows)
			l->flow = c;
	for (size_t r = 0; r <= l->rows; r++)
		for (size_t c = 0; c < l->ncolumns; c++)
			strlist_take(&l->cells, text_printable(r ? table_at(t, r - 1, l->source[c])
			                                         : t->columns[l->source[c]].title,
			                                       look));
	set_widths(t, l);
	fit(t, l);
}

void text_layout_release(struct text_layout *l)
{
	free(l->source);
	free(l->width);
	free(l->least);
	strlist_release(&l->cells);
}
