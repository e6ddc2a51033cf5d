/* goalloc explain, for people: the source, and under each line what is known of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/explain_sheet.h"

#define NARROW                                                                                                         \
	60 /* with fewer columns: a gutter no wider than it must be, and what is known of a line in lines of its own */
#define LEAST_WORDS 12 /* columns that an indent leaves for words */
#define TAB 4

void add_blanks(struct str *out, size_t n)
{
	text_blanks(out, n);
}

size_t text_columns(const char *s)
{
	return text_width(s);
}

void explain_wrap(struct str *out, const char *text, unsigned indent, unsigned width)
{
	const struct text_look look = { .width = width };
	char *safe = text_printable(text, &look);

	if (*safe) {
		const unsigned own = width > indent + LEAST_WORDS ? indent
		                     : width > LEAST_WORDS        ? width - LEAST_WORDS
		                                                  : 0;

		add_blanks(out, own);
		text_wrap(out, safe, own, own, width);
	}
	free(safe);
}

/* ---- the source ---- */

static unsigned findings_at(const struct explanation *x, int line)
{
	unsigned mask = 0;

	for (size_t i = 0; i < x->len; i++) {
		const struct joined_line *l = join_line_at(&x->releases[i].join, line);

		mask |= l ? l->findings : 0;
	}
	return mask;
}

static void print_source_line(const struct sheet *s, int line, struct str *out)
{
	const struct source_line *l = source_line_at(&s->x->source, line);
	const struct text_look plain = { .width = 0 };
	const bool differs = s->marked[line - 1], found = findings_at(s->x, line);
	const size_t room = s->look.width > sheet_gutter(s) + 6 ? s->look.width - sheet_gutter(s) - 2 : 4;
	struct str text = STR_INIT, head = STR_INIT;
	size_t column = 0, next = 0;
	char *bare;

	for (size_t i = 0; i < l->n; i++) {
		size_t blanks = l->text[i] == '\t' ? (s->narrow ? 1 : TAB - column % TAB) : 0;

		add_blanks(&text, blanks);
		if (!blanks)
			str_add_char(&text, l->text[i]);
		column += blanks ? blanks : ((unsigned char)l->text[i] & 0xc0) != 0x80;
	}
	bare = text_printable(str_cstr(&text), &plain);
	str_addf(&head, "%c%c %*d |", differs ? '*' : ' ', found ? '!' : ' ', s->digits, line);
	text_paint(out, str_cstr(&head), found ? TEXT_BAD : differs ? TEXT_DOUBT : TEXT_DIM, &s->look);
	for (const char *p = bare; *p; p += next) {
		char *part = xstrndup(p, text_line(p, room, &next));

		if (p > bare) {
			add_blanks(out, sheet_gutter(s));
			str_add_char(out, '|');
		}
		str_add_char(out, ' ');
		text_paint(out, part, differs ? TEXT_STRONG : TEXT_PLAIN, &s->look);
		if (p[next])
			str_add_char(out, '\n');
		free(part);
	}
	str_add_char(out, '\n');
	free(bare);
	str_release(&head);
	str_release(&text);
}

static bool is_comment(const struct source_line *l)
{
	return l && l->n >= 2 && !strncmp(l->text, "//", 2);
}

/* Functions with something in them, whole, with the comment above; of the rest only lines with something. */
static void choose_lines(const struct sheet *s, bool *print)
{
	const struct source_map *m = &s->x->source;

	for (size_t i = 0; i < m->len; i++)
		print[i] = s->shown[i] || s->r->all;
	for (size_t f = 0; f < m->source.len; f++) {
		int first = m->source.funcs[f].first, last = m->source.funcs[f].last;
		bool any = false;

		for (int line = first; line <= last && (size_t)line <= m->len; line++)
			any = any || s->shown[line - 1];
		while (any && is_comment(source_line_at(m, first - 1)))
			first--;
		for (int line = first; any && line <= last && (size_t)line <= m->len; line++)
			print[line - 1] = true;
	}
}

static bool is_blank(const struct source_line *l)
{
	return !l->n;
}

static void print_source(const struct sheet *s, struct str *out)
{
	const struct source_map *m = &s->x->source;
	bool *print = xcalloc(m->len + 1, sizeof *print), gap = false;
	size_t row = 0;

	choose_lines(s, print);
	if (!s->len && !s->r->all)
		explain_wrap(out, "Nothing is put on the heap, or said to be, at any line (--all shows the source).", 0,
		             s->look.width);
	for (int line = 1; (size_t)line <= m->len; line++) {
		if (!print[line - 1]) {
			gap = gap || !is_blank(&m->lines[line - 1]) || gap;
			continue;
		}
		if (line > 1 && !print[line - 2]) {
			add_blanks(out, sheet_gutter(s) - 1);
			str_add(out, gap ? "...\n" : "|\n");
		}
		gap = false;
		print_source_line(s, line, out);
		for (; row < s->len && s->rows[row].line == line; row++)
			sheet_print_row(s, &s->rows[row], out);
	}
	free(print);
}

static void print_head(const struct sheet *s, unsigned width, struct str *out)
{
	const struct explanation *x = s->x;
	struct str text = STR_INIT;

	str_addf(&text, "%s: %s", x->text->case_name, x->text->title);
	str_add(out, s->look.colour ? text_sequence(TEXT_STRONG) : "");
	explain_wrap(out, text.p, 0, width);
	str_add(out, s->look.colour ? "\x1b[0m" : "");
	str_reset(&text);
	str_addf(&text, "%s", x->text->question);
	explain_wrap(out, text.p, 2, width);
	explain_wrap(out, x->text->answer, 2, width);
	str_reset(&text);
	for (size_t i = 0; i < x->len; i++)
		str_addf(&text, "%s%s", i ? ", " : "", x->releases[i].go);
	str_addf(&text, "; %s/%s; mode %s. Under a line: said, emitted, happened per operation.%s",
	         x->releases[0].cell->goos, x->releases[0].cell->goarch, x->releases[0].cell->mode,
	         x->len > 1 ? " * differs between releases, ! has a finding (at the end), = is as above."
	                    : " ! has a finding (at the end).");
	str_add_char(out, '\n');
	explain_wrap(out, text.p, 0, width);
	for (size_t i = 0; i < x->notes.len; i++)
		explain_wrap(out, x->notes.items[i], 0, width);
	str_add_char(out, '\n');
	str_release(&text);
}

void explain_text(const struct explanation *x, const struct explain_request *r, unsigned width, struct str *out)
{
	struct sheet s = { .x = x,
		           .r = r,
		           .look = { .width = width, .colour = r->colour },
		           .narrow = width < NARROW,
		           .digits = SHEET_GUTTER - 4 };

	if (explanation_is_imported(x)) {
		explain_imported_text(x, r, width, out);
		return;
	}
	s.shown = xcalloc(x->source.len + 1, sizeof *s.shown);
	s.marked = xcalloc(x->source.len + 1, sizeof *s.marked);
	for (size_t i = 0; i < x->data.history.len; i++)
		s.benchmarks +=
			*x->data.history.items[i].benchmark && benchmark_wanted(r, x->data.history.items[i].benchmark);
	for (int line = 1; (size_t)line <= x->source.len; line++)
		sheet_add_rows(&s, line);
	if (s.narrow)
		s.digits = snprintf(NULL, 0, "%zu", x->source.len);
	sheet_set_widths(&s, width);
	print_head(&s, width, out);
	print_source(&s, out);
	explain_text_end(x, r, width, out);
	sheet_release(&s);
}
