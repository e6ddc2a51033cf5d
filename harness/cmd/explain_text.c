/* goalloc explain, for people: the source, and under each line what is known of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/explain.h"

#define GUTTER 9 /* "*!  123 | " without its last blank */
#define NARROW                                                                                                         \
	60 /* with fewer columns: a gutter no wider than it must be, and what is known of a line in lines of its own */
#define LEAST_WORDS 12 /* columns that an indent leaves for words */
#define TAB 4
#define VERSION_GAP ((size_t)2)

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

/* ---- what stands under a line ---- */

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
static size_t gutter_of(const struct sheet *s)
{
	return (size_t)s->digits + 4;
}

static char *safe_cell(const char *text)
{
	const struct text_look plain = { .width = 0 };
	struct str safe = STR_INIT;

	for (;;) {
		size_t n = strcspn(text, "\n");
		char *entry = xstrndup(text, n), *printable;

		printable = text_printable(entry, &plain);
		str_add(&safe, printable);
		free(printable);
		free(entry);
		if (!text[n])
			return str_detach(&safe);
		str_add_char(&safe, '\n');
		text += n + 1;
	}
}

static void fill_row(const struct sheet *s, const struct explained *e, int line, bool all, struct note_row *row)
{
	const struct joined_line none = { .line = line }, *l = join_line_at(&e->join, line);
	struct str texts[CELLS] = { STR_INIT, STR_INIT, STR_INIT, STR_INIT };

	str_add(&texts[CELL_VERSION], e->go);
	explain_said(l ? l : &none, all, "\n", &texts[CELL_SAID]);
	explain_emitted(l ? l : &none, &texts[CELL_EMITTED]);
	explain_happened(&e->join, l ? l : &none, s->benchmarks, &texts[CELL_HAPPENED]);
	row->line = line;
	for (size_t c = 0; c < CELLS; c++) {
		row->cells[c] = safe_cell(str_cstr(&texts[c]));
		str_release(&texts[c]);
	}
}

static void set_cell(struct note_row *row, enum cell c, const char *text)
{
	free(row->cells[c]);
	row->cells[c] = xstrdup(text);
}

/* Is there more to say of the line than what was inlined there? */
static bool worth_showing(const struct sheet *s, int line)
{
	for (size_t i = 0; i < s->x->len; i++) {
		const struct joined_line *l = join_line_at(&s->x->releases[i].join, line);
		struct joined_line bare;
		struct str said = STR_INIT;
		bool some;

		if (!l)
			continue;
		bare = *l;
		bare.ninlining = s->r->all ? l->ninlining : 0;
		explain_said(&bare, s->r->all, "\n", &said);
		some = said.len || l->ncalls || l->nsites;
		str_release(&said);
		if (some)
			return true;
	}
	return false;
}

/* The rows of a line: one a release, or one for all when they agree; "=" for what is as in the release before. */
static void add_rows(struct sheet *s, int line)
{
	size_t first = s->len, n = s->x->len;
	unsigned differs = explanation_differs(s->x, line);
	bool same = !differs;

	s->marked[line - 1] = differs != 0;
	if (!differs && !worth_showing(s, line))
		return;
	s->shown[line - 1] = true;
	s->rows = vec_grow(s->rows, &s->cap, s->len + n, sizeof *s->rows);
	for (size_t i = 0; i < n; i++) {
		fill_row(s, &s->x->releases[i], line, s->r->all || (differs & DIFFERS_SAID), &s->rows[first + i]);
		same = same && !strcmp(s->rows[first].cells[CELL_SAID], s->rows[first + i].cells[CELL_SAID]) &&
		       s->x->releases[i].join.sites_known == s->x->releases[0].join.sites_known;
	}
	s->len += n;
	if (same && n > 1) {
		for (size_t i = first; i + 1 < s->len; i++)
			for (size_t c = 0; c < CELLS; c++)
				free(s->rows[i].cells[c]);
		s->rows[first] = s->rows[s->len - 1];
		s->len = first + 1;
		set_cell(&s->rows[first], CELL_VERSION, n == 2 ? "both" : "all");
		return;
	}
	for (size_t i = n - 1; i > 0; i--) {
		unsigned step = explanation_step(s->x, i, line);

		for (enum cell c = CELL_SAID; c < CELLS; c++) {
			const char *before = s->rows[first + i - 1].cells[c], *now = s->rows[first + i].cells[c];
			bool equal = !strcmp(before, now);

			if (c == CELL_HAPPENED && !(step & DIFFERS_HAPPENED) && *before && *now && *now != '?' &&
			    *before != '?')
				equal = true;
			if (equal && *now)
				set_cell(&s->rows[first + i], c, "=");
		}
	}
}

/* The widest entry of each column, but no more than its share of the room. */
static void set_widths(struct sheet *s, unsigned width)
{
	static const size_t least[CELLS] = { 0, 16, 12, 20 };
	size_t room = width > GUTTER + 50 ? width - GUTTER - 1 : 50, sum = 0;

	for (size_t i = 0; i < s->len; i++)
		for (size_t c = 0; c < CELLS; c++)
			for (const char *p = s->rows[i].cells[c]; *p; p += strcspn(p, "\n"), p += *p == '\n') {
				char *entry = xstrndup(p, strcspn(p, "\n"));
				size_t columns = text_columns(entry);

				free(entry);
				if (columns > s->widths[c])
					s->widths[c] = columns;
			}
	sum = s->widths[CELL_VERSION] + VERSION_GAP * 3;
	room = sum < room ? room - sum : 0;
	sum = 0;
	for (size_t c = CELL_SAID; c < CELLS; c++) {
		s->widths[c] = s->widths[c] > least[c] ? s->widths[c] : least[c];
		sum += s->widths[c];
	}
	while (sum > room) { /* the widest gives way */
		size_t widest = CELL_SAID;

		for (size_t c = CELL_SAID; c < CELLS; c++)
			if (s->widths[c] > s->widths[widest])
				widest = c;
		if (s->widths[widest] <= 12) {
			s->narrow = true;
			break;
		}
		s->widths[widest]--;
		sum--;
	}
}

static void begin_row(const struct sheet *s, struct str *out)
{
	add_blanks(out, gutter_of(s) - 1);
	str_add(out, ": ");
}

/* A line for each entry: what it is, and the entry, wrapped. */
static void print_stacked(const struct sheet *s, const struct note_row *row, struct str *out)
{
	static const char *const titles[CELLS] = { "", "said ", "emitted ", "happened " };
	const size_t at = gutter_of(s) + 1;

	for (size_t c = 0; c < CELLS; c++) {
		struct strlist entries = STRLIST_INIT;

		strlist_split(&entries, *row->cells[c] ? row->cells[c] : "-", '\n');
		for (size_t i = 0; i < entries.len; i++) {
			char *text = xasprintf("%s%s%s", c ? "  " : "", titles[c], entries.items[i]);
			size_t next = 0, n, room = s->look.width > at + 4 ? s->look.width - at : 4;

			for (const char *p = text; *p; p += next) { /* what goes on below stands further to the right */
				const size_t indent = p > text && room > 16 ? 4 : 0;

				n = text_line(p, room - indent, &next);
				begin_row(s, out);
				add_blanks(out, indent);
				str_add_bytes(out, p, n);
				str_add_char(out, '\n');
			}
			free(text);
		}
		strlist_release(&entries);
	}
}

static void print_row(const struct sheet *s, const struct note_row *row, struct str *out)
{
	const char *rest[CELLS];
	bool more = true;

	if (s->narrow) {
		print_stacked(s, row, out);
		return;
	}
	for (size_t c = 0; c < CELLS; c++)
		rest[c] = *row->cells[c] ? row->cells[c] : "-";
	while (more) {
		struct str line = STR_INIT;
		size_t column = 0, at = 0;

		more = false;
		for (size_t c = 0; c < CELLS; c++) {
			size_t next = 0, n = *rest[c] ? text_line(rest[c], s->widths[c], &next) : 0;
			char *part = xstrndup(rest[c], n);

			if (*part) {
				add_blanks(&line, column - at);
				str_add(&line, part);
				at = column + text_columns(part);
			}
			free(part);
			rest[c] += next;
			more = more || *rest[c];
			column += s->widths[c] + VERSION_GAP;
		}
		begin_row(s, out);
		str_addf(out, "%s\n", str_cstr(&line));
		str_release(&line);
	}
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
	const size_t room = s->look.width > gutter_of(s) + 6 ? s->look.width - gutter_of(s) - 2 : 4;
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
			add_blanks(out, gutter_of(s));
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
			add_blanks(out, gutter_of(s) - 1);
			str_add(out, gap ? "...\n" : "|\n");
		}
		gap = false;
		print_source_line(s, line, out);
		for (; row < s->len && s->rows[row].line == line; row++)
			print_row(s, &s->rows[row], out);
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
		           .digits = GUTTER - 4 };

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
		add_rows(&s, line);
	if (s.narrow)
		s.digits = snprintf(NULL, 0, "%zu", x->source.len);
	set_widths(&s, width);
	print_head(&s, width, out);
	print_source(&s, out);
	explain_text_end(x, r, width, out);
	for (size_t i = 0; i < s.len; i++)
		for (size_t c = 0; c < CELLS; c++)
			free(s.rows[i].cells[c]);
	free(s.rows);
	free(s.shown);
	free(s.marked);
}
