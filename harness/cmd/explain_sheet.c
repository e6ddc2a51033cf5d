#include "cmd/explain_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define VERSION_GAP ((size_t)2)

size_t sheet_gutter(const struct sheet *s)
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

void sheet_add_rows(struct sheet *s, int line)
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

void sheet_set_widths(struct sheet *s, unsigned width)
{
	static const size_t least[CELLS] = { 0, 16, 12, 20 };
	size_t room = width > SHEET_GUTTER + 50 ? width - SHEET_GUTTER - 1 : 50, sum = 0;

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
	add_blanks(out, sheet_gutter(s) - 1);
	str_add(out, ": ");
}

/* A line for each entry: what it is, and the entry, wrapped. */
static void print_stacked(const struct sheet *s, const struct note_row *row, struct str *out)
{
	static const char *const titles[CELLS] = { "", "said ", "emitted ", "happened " };
	const size_t at = sheet_gutter(s) + 1;

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

void sheet_print_row(const struct sheet *s, const struct note_row *row, struct str *out)
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

void sheet_release(struct sheet *s)
{
	for (size_t i = 0; i < s->len; i++)
		for (size_t c = 0; c < CELLS; c++)
			free(s->rows[i].cells[c]);
	free(s->rows);
	free(s->shown);
	free(s->marked);
}
