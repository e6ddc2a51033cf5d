/* Tables for the terminal: laid out by text_layout.h, columns drawn by libsmartcols. */
#include "report/table_formats.h"

#include <langinfo.h>
#include <libsmartcols.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8_locale.h"
#include "report/text_layout.h"

#define STACK_INDENT ((size_t)2) /* of a block's lines but the first */

struct drawing {
	const struct table *t;
	struct text_layout l;
	struct strlist lines; /* as libsmartcols drew them, header first */
	size_t *height;       /* of each row, in such lines */
};

static enum text_style style_of(const struct drawing *d, size_t row, size_t column)
{
	const size_t cell = row * d->t->ncolumns + d->l.source[column];

	return cell < d->t->nstyles ? (enum text_style)d->t->styles[cell] : TEXT_PLAIN;
}

/* ---- columns ---- */

static int set_cell(const struct drawing *d, struct libscols_line *line, size_t at, const char *text,
                    enum text_style style)
{
	if (!line || scols_line_set_data(line, at, text))
		return -1;
	if (d->l.look.colour && style != TEXT_PLAIN && *text)
		return scols_cell_set_color(scols_line_get_cell(line, at), text_sequence(style));
	return 0;
}

/* One line of a row: what of its cells comes next. *more: there is another one. */
static int add_line(const struct drawing *d, struct libscols_table *tb, size_t row, const char **rest, bool *more)
{
	struct libscols_line *line = scols_table_new_line(tb, NULL);
	size_t at = 0;
	int rc = 0;

	*more = false;
	for (size_t c = 0; c < d->l.ncolumns && !rc; c++) {
		struct str part = STR_INIT;
		size_t next = 0;

		if (!text_layout_in_line(&d->l, c))
			continue;
		if (d->t->one_line) {
			text_cut(&part, rest[c], d->l.width[c], d->l.look.ascii);
			next = strlen(rest[c]);
		} else if (*rest[c]) {
			str_add_bytes(&part, rest[c], text_line(rest[c], d->l.width[c], &next));
		}
		rest[c] += next;
		*more = *more || *rest[c];
		rc = set_cell(d, line, at++, str_cstr(&part), style_of(d, row, c));
		str_release(&part);
	}
	return rc;
}

static int add_row(struct drawing *d, struct libscols_table *tb, size_t row)
{
	const char **rest = xcalloc(d->l.ncolumns + 1, sizeof *rest);
	bool more = true;
	int rc = 0;

	for (size_t c = 0; c < d->l.ncolumns; c++)
		rest[c] = text_layout_cell(&d->l, row + 1, c);
	while (more && !rc) {
		rc = add_line(d, tb, row, rest, &more);
		d->height[row]++;
	}
	free(rest);
	return rc;
}

static int add_header(const struct drawing *d, struct libscols_table *tb)
{
	for (size_t c = 0; c < d->l.ncolumns; c++) {
		const bool right = d->t->columns[d->l.source[c]].type == COLUMN_NUMBER;

		if (!text_layout_in_line(&d->l, c))
			continue;
		if (!scols_table_new_column(tb, text_layout_cell(&d->l, 0, c), 0, right ? SCOLS_FL_RIGHT : 0))
			return -1;
	}
	return 0;
}

/* The lines without the blanks at their ends. */
static void split_trimmed(struct strlist *out, const char *s)
{
	while (*s) {
		size_t n = strcspn(s, "\n"), keep = n;

		while (keep && s[keep - 1] == ' ')
			keep--;
		strlist_take(out, xstrndup(s, keep));
		s += n + (s[n] == '\n');
	}
}

static int draw_columns(struct drawing *d)
{
	struct libscols_table *tb = scols_new_table();
	char *text = NULL;
	int rc = -1;

	if (!tb)
		return -1;
	scols_table_set_termforce(tb, SCOLS_TERMFORCE_NEVER); /* the layout is ours, whatever stdout is */
	/* the cells are printable already; a backslash in them is not to become \x5c */
	if (scols_table_enable_noencoding(tb, 1) || scols_table_set_column_separator(tb, TEXT_SEPARATOR) ||
	    scols_table_enable_colors(tb, d->l.look.colour) || add_header(d, tb))
		goto out;
	for (size_t r = 0; r < d->l.rows; r++)
		if (add_row(d, tb, r))
			goto out;
	if (!scols_print_table_to_string(tb, &text)) {
		split_trimmed(&d->lines, text);
		rc = 0;
	}
out:
	free(text);
	scols_unref_table(tb);
	return rc;
}

/* The words of a row that flow, below it. */
static void add_below(const struct drawing *d, size_t row, struct str *out)
{
	const size_t indent = d->l.look.width >= 60 ? 4 : STACK_INDENT;
	const char *words = d->l.below ? text_layout_cell(&d->l, row + 1, d->l.flow) : "";

	if (!*words)
		return;
	text_blanks(out, indent);
	text_wrap(out, words, indent, indent, d->l.look.width);
}

static void add_drawn(const struct drawing *d, size_t *line, size_t n, struct str *out)
{
	for (; n > 0 && *line < d->lines.len; n--, ++*line) {
		str_add(out, d->lines.items[*line]);
		str_add_char(out, '\n');
	}
}

/* ---- a block a row ---- */

/* One cell behind what stands in the line, of which `used` columns are; returns how many are then. */
static size_t add_item(const struct drawing *d, size_t row, size_t column, size_t used, struct str *out)
{
	const char *title = text_layout_cell(&d->l, 0, column), *value = text_layout_cell(&d->l, row + 1, column);
	const bool titled = *title && column != d->l.flow;
	struct str item = STR_INIT;
	size_t w;

	str_addf(&item, "%s%s%s", titled ? title : "", titled ? " " : "", value);
	w = text_width(str_cstr(&item));
	if (used && (column == d->l.flow || used + TEXT_SEPARATOR_WIDTH + w > d->l.look.width)) {
		str_add_char(out, '\n');
		used = 0;
	}
	text_blanks(out, STACK_INDENT);
	used += STACK_INDENT;
	if (used + w > d->l.look.width) {
		text_wrap(out, str_cstr(&item), used, 2 * STACK_INDENT, d->l.look.width);
		used = 0;
	} else {
		str_addf(out, "%s%s", titled ? title : "", titled ? " " : "");
		text_paint(out, value, style_of(d, row, column), &d->l.look);
		used += w;
	}
	str_release(&item);
	return used;
}

/* The names that head the block in one line; without any, the first cell. Returns the column after them. */
static size_t add_block_head(const struct drawing *d, size_t row, struct str *out)
{
	struct str head = STR_INIT;
	size_t c = 0;

	for (; c < d->l.ncolumns && (!head.len || d->t->columns[d->l.source[c]].heads); c++) {
		const char *cell = text_layout_cell(&d->l, row + 1, c);

		if (*cell)
			str_addf(&head, "%s%s", head.len ? TEXT_SEPARATOR : "", cell);
	}
	text_wrap(out, str_cstr(&head), 0, 2 * STACK_INDENT, d->l.look.width);
	str_release(&head);
	return c;
}

static void add_block(const struct drawing *d, size_t row, struct str *out)
{
	size_t used = 0;

	for (size_t c = add_block_head(d, row, out); c < d->l.ncolumns; c++)
		if (*text_layout_cell(&d->l, row + 1, c))
			used = add_item(d, row, c, used, out);
	if (used)
		str_add_char(out, '\n');
}

/* ---- all of it ---- */

static void add_words(struct str *out, const char *s, enum text_style style, size_t indent,
                      const struct text_look *look)
{
	char *safe = text_printable(s, look);
	const bool painted = look->colour && style != TEXT_PLAIN && *safe;

	if (painted)
		str_add(out, text_sequence(style));
	text_wrap(out, safe, 0, indent, look->width);
	if (painted) { /* the line's end is outside */
		out->p[--out->len] = '\0';
		str_add(out, "\x1b[0m\n");
	}
	free(safe);
}

static void add_sections(const struct drawing *d, size_t row, size_t *next, struct str *out)
{
	for (; *next < d->t->nsections && d->t->sections[*next].row <= row; ++*next) {
		if (row || out->len)
			str_add_char(out, '\n');
		add_words(out, d->t->sections[*next].text, TEXT_STRONG, 2, &d->l.look);
	}
}

static void add_rows(struct drawing *d, struct str *out)
{
	size_t section = 0, line = 0;

	/* the header stands above the first section's rows */
	add_sections(d, 0, &section, out);
	if (line < d->lines.len) {
		text_paint(out, d->lines.items[line++], TEXT_DIM, &d->l.look);
		str_add_char(out, '\n');
	}
	for (size_t r = 0; r < d->l.rows; r++) {
		if (r)
			add_sections(d, r, &section, out);
		if (d->l.stacked) {
			add_block(d, r, out);
			continue;
		}
		add_drawn(d, &line, d->height[r], out);
		add_below(d, r, out);
	}
	add_sections(d, SIZE_MAX, &section, out);
}

/* A note that begins with its mark, "[1] ", goes on behind it. */
static size_t note_indent(const char *note)
{
	return *note == '[' && strchr("123456789", note[1]) ? 4 : 0;
}

int table_print_text(const struct table *t, const struct text_look *look, struct str *out, struct error *err)
{
	struct drawing d = { .t = t, .lines = STRLIST_INIT };
	struct text_look own = *look;
	struct utf8_locale utf8;
	int rc = 0;

	utf8_locale_enter(&utf8);
	/* libsmartcols 2.38 does not come back from a character that its locale cannot decode */
	own.ascii = own.ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	text_layout_init(t, &own, &d.l);
	d.height = xcalloc(d.l.rows + 1, sizeof *d.height);
	if (d.l.ncolumns && d.l.rows && !d.l.stacked && draw_columns(&d))
		rc = error_set(err, ERR_INFRA, "libsmartcols could not lay out a table of %zu rows", d.l.rows);
	if (!rc) {
		if (*t->title)
			add_words(out, t->title, TEXT_STRONG, 0, &own);
		add_rows(&d, out);
		if (t->nsections && t->notes.len)
			str_add_char(out, '\n');
		for (size_t i = 0; i < t->notes.len; i++)
			add_words(out, t->notes.items[i], TEXT_PLAIN, note_indent(t->notes.items[i]), &own);
	}
	strlist_release(&d.lines);
	text_layout_release(&d.l);
	free(d.height);
	utf8_locale_leave(&utf8);
	return rc;
}

int print_text(const struct table *t, unsigned width, struct str *out, struct error *err)
{
	return table_print_text(t, &(struct text_look){ .width = width }, out, err);
}
