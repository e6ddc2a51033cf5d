/* Tables for the terminal, through libsmartcols: aligned by display width, cut to the terminal's. */
#include "report/table_formats.h"

#include <langinfo.h>
#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "base/utf8_locale.h"

#define SEPARATOR "  "
#define SEPARATOR_WIDTH 2
#define NARROWEST 8 /* a text column is not cut below this */

struct layout {
	bool ascii;            /* no UTF-8 to be had: other characters become '?' */
	size_t ncolumns;       /* those shown */
	size_t *source;        /* their index in the table */
	size_t *width, *least; /* display columns; what may not be cut: numbers and headings */
	struct strlist cells;  /* made printable, header row first */
};

/* Display columns of printable text; UTF-8 as long as the thread's locale is one. */
static size_t text_width(const char *s)
{
	size_t total = 0;

	while (*s) {
		uint32_t cp;
		int w;

		s += utf8_next(s, &cp);
		w = cp == UTF8_INVALID ? 1 : wcwidth((wchar_t)cp);
		total += w > 0 ? (size_t)w : w < 0;
	}
	return total;
}

/* The text with `?` for what is not ASCII, in place. */
static void text_to_ascii(char *s)
{
	char *to = s;

	while (*s) {
		uint32_t cp;
		size_t n = utf8_next(s, &cp);

		*to++ = n == 1 && cp != UTF8_INVALID ? *s : '?';
		s += n;
	}
	*to = '\0';
}

/* At most `width` columns of the text, a mark at its end if anything was cut. */
static char *text_cut(const char *s, size_t width, bool ascii)
{
	struct str out = STR_INIT;
	size_t used = 0;

	if (text_width(s) <= width)
		return xstrdup(s);
	while (*s) {
		uint32_t cp;
		size_t n = utf8_next(s, &cp);
		int w = wcwidth((wchar_t)cp);
		size_t columns = w > 0 ? (size_t)w : w < 0;

		if (used + columns + 1 > width)
			break;
		str_add_bytes(&out, s, n);
		used += columns;
		s += n;
	}
	str_add(&out, ascii ? "~" : "\xE2\x80\xA6");
	return str_detach(&out);
}

static void layout_init(const struct table *t, bool ascii, struct layout *l)
{
	size_t rows = table_rows(t);

	*l = (struct layout){ .ascii = ascii, .cells = STRLIST_INIT };
	l->source = xcalloc(t->ncolumns, sizeof *l->source);
	l->width = xcalloc(t->ncolumns, sizeof *l->width);
	l->least = xcalloc(t->ncolumns, sizeof *l->least);
	for (size_t c = 0; c < t->ncolumns; c++)
		if (!t->columns[c].machine_only)
			l->source[l->ncolumns++] = c;
	for (size_t r = 0; r <= rows; r++)
		for (size_t c = 0; c < l->ncolumns; c++) {
			const struct column *column = &t->columns[l->source[c]];
			struct str cell = STR_INIT;
			size_t w;

			escape_text(&cell, r ? table_at(t, r - 1, l->source[c]) : column->title);
			if (ascii && cell.p)
				text_to_ascii(cell.p);
			w = text_width(str_cstr(&cell));
			if (w > l->width[c])
				l->width[c] = w;
			if (w > l->least[c] && (!r || column->type != COLUMN_TEXT))
				l->least[c] = w;
			strlist_take(&l->cells, str_detach(&cell));
		}
}

static void layout_release(struct layout *l)
{
	free(l->source);
	free(l->width);
	free(l->least);
	strlist_release(&l->cells);
}

/* Takes columns away from the widest text column, one at a time, until the line fits or nothing is left to take. */
static void layout_fit(struct layout *l, size_t limit)
{
	size_t total = l->ncolumns ? (l->ncolumns - 1) * SEPARATOR_WIDTH : 0;

	for (size_t c = 0; c < l->ncolumns; c++)
		total += l->width[c];
	for (; total > limit; total--) {
		size_t widest = l->ncolumns;

		for (size_t c = 0; c < l->ncolumns; c++)
			if (l->width[c] > l->least[c] && l->width[c] > NARROWEST &&
			    (widest == l->ncolumns || l->width[c] > l->width[widest]))
				widest = c;
		if (widest == l->ncolumns)
			return;
		l->width[widest]--;
	}
}

static int draw(const struct table *t, const struct layout *l, char **text)
{
	struct libscols_table *tb = scols_new_table();
	size_t rows = table_rows(t);
	int rc = -1;

	if (!tb)
		return -1;
	scols_table_set_termforce(tb, SCOLS_TERMFORCE_NEVER); /* the layout is ours, whatever stdout is */
	/* the cells are printable already; a backslash in them is not to become \x5c */
	if (scols_table_enable_noencoding(tb, 1) || scols_table_set_column_separator(tb, SEPARATOR))
		goto out;
	for (size_t c = 0; c < l->ncolumns; c++)
		if (!scols_table_new_column(tb, l->cells.items[c], 0,
		                            t->columns[l->source[c]].type == COLUMN_NUMBER ? SCOLS_FL_RIGHT : 0))
			goto out;
	for (size_t r = 1; r <= rows; r++) {
		struct libscols_line *line = scols_table_new_line(tb, NULL);

		for (size_t c = 0; c < l->ncolumns; c++) {
			char *cut = text_cut(l->cells.items[r * l->ncolumns + c], l->width[c], l->ascii);
			bool failed = !line || scols_line_set_data(line, c, cut);

			free(cut);
			if (failed)
				goto out;
		}
	}
	rc = scols_print_table_to_string(tb, text) ? -1 : 0;
out:
	scols_unref_table(tb);
	return rc;
}

/* One paragraph, broken at spaces. */
static void add_wrapped(struct str *out, const char *s, size_t width)
{
	struct strlist words = STRLIST_INIT;
	struct str safe = STR_INIT;
	size_t used = 0;

	escape_text(&safe, s);
	strlist_split(&words, str_cstr(&safe), ' ');
	for (size_t i = 0; i < words.len; i++) {
		size_t w = text_width(words.items[i]);

		if (used && width && used + 1 + w > width) {
			str_add_char(out, '\n');
			used = 0;
		}
		if (used)
			str_add_char(out, ' ');
		str_add(out, words.items[i]);
		used += (used ? 1 : 0) + w;
	}
	str_add_char(out, '\n');
	strlist_release(&words);
	str_release(&safe);
}

/* The lines without the blanks at their ends, each ended. */
static void add_trimmed(struct str *out, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, "\n"), keep = n;

		while (keep && s[keep - 1] == ' ')
			keep--;
		str_add_bytes(out, s, keep);
		str_add_char(out, '\n');
		s += n + (s[n] == '\n');
	}
}

int print_text(const struct table *t, unsigned width, struct str *out, struct error *err)
{
	struct utf8_locale utf8;
	bool ascii;
	struct layout l;
	char *text = NULL;
	int rc = 0;

	utf8_locale_enter(&utf8);
	/* libsmartcols 2.38 does not come back from a character that its locale cannot decode */
	ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	layout_init(t, ascii, &l);
	if (width)
		layout_fit(&l, width);
	if (*t->title)
		add_wrapped(out, t->title, width);
	if (l.ncolumns && table_rows(t)) {
		rc = draw(t, &l, &text);
		if (rc)
			error_set(err, ERR_INFRA, "libsmartcols could not lay out a table of %zu rows", table_rows(t));
		else
			add_trimmed(out, text);
	}
	for (size_t i = 0; !rc && i < t->notes.len; i++)
		add_wrapped(out, t->notes.items[i], width);
	free(text);
	layout_release(&l);
	utf8_locale_leave(&utf8);
	return rc;
}
