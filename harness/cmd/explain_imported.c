/* goalloc explain of what was imported: what the compilers said by the logs, place by place. The source is not known. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/explain.h"

#define GUTTER 8        /* before the colon, as under a line of a source */
#define NARROW_WORDS 12 /* with fewer columns for words they stand below the name */

/* A line of a file of the package. */
struct place {
	const char *file; /* without folders: logs are made in different ones */
	int line;
};
static struct place place_of(const char *file, int line)
{
	return (struct place){ .file = statement_file_name(file), .line = line };
}

static int by_place(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;
	int order = strcmp(a->file, b->file);

	return order ? order : (a->line > b->line) - (a->line < b->line);
}

/* What one release said: both lists by place. */
struct heard {
	struct statements said;
	const struct decision_row **calls; /* inlined ones */
	struct joined_inlining *inlining;  /* the same */
	size_t ncalls;
	size_t said_at, call_at; /* up to where they are told */
	bool known;              /* there is a log of the compiler */
};
struct listening {
	const struct explanation *x;
	struct heard *heard; /* of each release */
	struct place *places;
	size_t nplaces;
};

static int by_statement(const void *pa, const void *pb)
{
	const struct statement *a = pa, *b = pb;
	const struct place at = place_of(a->file, a->line), bt = place_of(b->file, b->line);
	int order = by_place(&at, &bt);

	return order ? order : strcmp(a->key, b->key);
}

static int by_call(const void *pa, const void *pb)
{
	const struct decision_row *a = *(const struct decision_row *const *)pa,
				  *b = *(const struct decision_row *const *)pb;
	const struct place at = place_of(a->file, a->line), bt = place_of(b->file, b->line);
	int order = by_place(&at, &bt);

	return order ? order : strcmp(a->subject, b->subject);
}

static void hear(const struct explained *e, struct heard *h)
{
	statements_of(e->decisions, e->ndecisions, &e->cell->version, &e->cell->version, &h->said);
	if (h->said.len)
		qsort(h->said.items, h->said.len, sizeof *h->said.items, by_statement);
	h->known = (e->cell->stages & STAGE_ESCAPE) != 0;
	h->calls = xcalloc(e->ndecisions + 1, sizeof(void *));
	for (size_t i = 0; i < e->ndecisions; i++)
		if (decision_kind_parse(e->decisions[i].kind) == DECISION_INLINED_CALL)
			h->calls[h->ncalls++] = &e->decisions[i];
	qsort(h->calls, h->ncalls, sizeof(void *), by_call);
	h->inlining = xcalloc(h->ncalls + 1, sizeof *h->inlining);
	for (size_t i = 0; i < h->ncalls; i++)
		h->inlining[i] = (struct joined_inlining){ .callee = h->calls[i]->subject, .line = h->calls[i]->line };
}

static void listen(const struct explanation *x, struct listening *l)
{
	size_t n = 0, all = 0;

	*l = (struct listening){ .x = x, .heard = xcalloc(x->len, sizeof *l->heard) };
	for (size_t i = 0; i < x->len; i++) {
		hear(&x->releases[i], &l->heard[i]);
		all += l->heard[i].said.len + l->heard[i].ncalls;
	}
	l->places = xcalloc(all + 1, sizeof *l->places);
	for (size_t i = 0; i < x->len; i++) {
		const struct heard *h = &l->heard[i];

		for (size_t k = 0; k < h->said.len; k++)
			l->places[n++] = place_of(h->said.items[k].file, h->said.items[k].line);
		for (size_t k = 0; k < h->ncalls; k++)
			l->places[n++] = place_of(h->calls[k]->file, h->calls[k]->line);
	}
	qsort(l->places, n, sizeof *l->places, by_place);
	for (size_t i = 0; i < n; i++)
		if (!l->nplaces || by_place(&l->places[l->nplaces - 1], &l->places[i]) != 0)
			l->places[l->nplaces++] = l->places[i];
}

static void listening_release(struct listening *l)
{
	for (size_t i = 0; i < l->x->len; i++) {
		statements_release(&l->heard[i].said);
		free(l->heard[i].calls);
		free(l->heard[i].inlining);
	}
	free(l->heard);
	free(l->places);
}

/* What the release says at the next place; places are asked for in their order. */
static struct joined_line said_at(struct heard *h, const struct place *p)
{
	struct joined_line line = { .line = p->line,
		                    .said = h->said.items + h->said_at,
		                    .inlining = h->inlining + h->call_at };

	for (; h->said_at < h->said.len; h->said_at++, line.nsaid++) {
		const struct place at = place_of(h->said.items[h->said_at].file, h->said.items[h->said_at].line);

		if (by_place(&at, p) != 0)
			break;
	}
	for (; h->call_at < h->ncalls; h->call_at++, line.ninlining++) {
		const struct place at = place_of(h->calls[h->call_at]->file, h->calls[h->call_at]->line);

		if (by_place(&at, p) != 0)
			break;
	}
	return line;
}

/* Does a release say otherwise than the one before it? Differences come sorted by line. */
static bool place_differs(const struct explanation *x, const struct place *p)
{
	for (size_t i = 1; i < x->len; i++) {
		const struct differences *d = &x->differences[i];
		size_t low = 0, high = d->len;

		if (!(x->releases[i - 1].cell->stages & x->releases[i].cell->stages & STAGE_ESCAPE))
			continue;
		while (low < high) {
			size_t middle = low + (high - low) / 2;

			if (d->items[middle].line < p->line)
				low = middle + 1;
			else
				high = middle;
		}
		for (; low < d->len && d->items[low].line == p->line; low++)
			if (!strcmp(statement_file_name(d->items[low].file), p->file))
				return true;
	}
	return false;
}

/* ---- for people ---- */

/* Entries on lines of their own, the name before the first of them. */
static void print_entries(const char *name, size_t name_width, const char *said, unsigned width, struct str *out)
{
	const size_t indent = GUTTER + 2 + name_width + 2;
	struct strlist entries = STRLIST_INIT;
	bool first = true;

	strlist_split(&entries, said, '\n');
	if (width < indent + NARROW_WORDS) {
		explain_wrap(out, name, 2, width);
		for (size_t i = 0; i < entries.len; i++)
			explain_wrap(out, entries.items[i], 4, width);
		strlist_release(&entries);
		return;
	}
	for (size_t i = 0; i < entries.len; i++) {
		struct str lines = STR_INIT;

		explain_wrap(&lines, entries.items[i], 0, width - (unsigned)indent);
		for (const char *s = str_cstr(&lines); *s; s += strcspn(s, "\n") + 1) {
			add_blanks(out, GUTTER);
			str_addf(out, ": %s", first ? name : "");
			add_blanks(out, name_width + 2 - (first ? text_columns(name) : 0));
			str_add_bytes(out, s, strcspn(s, "\n") + 1);
			first = false;
		}
		str_release(&lines);
	}
	strlist_release(&entries);
}

static char *safe_name(const char *go)
{
	struct str safe = STR_INIT;

	escape_text(&safe, go);
	return str_detach(&safe);
}

static void print_place(struct listening *l, const struct place *p, const struct explain_request *r, char *const *names,
                        size_t name_width, unsigned width, struct str *out)
{
	const struct explanation *x = l->x;
	const bool differs = place_differs(x, p);
	struct str *said = xcalloc(x->len, sizeof *said), file = STR_INIT, head = STR_INIT;
	bool any = differs, same = !differs;

	for (size_t i = 0; i < x->len; i++) {
		struct joined_line line = said_at(&l->heard[i], p);

		explain_said(&line, r->all || differs, "\n", &said[i]);
		line.ninlining = r->all ? line.ninlining : 0;
		any = any || (said[i].len && (line.nsaid || line.ninlining));
		if (!said[i].len)
			str_add(&said[i], l->heard[i].known ? "-" : "?");
		same = same && !strcmp(said[i].p, said[0].p);
	}
	if (any) {
		escape_text(&file, p->file);
		str_addf(&head, "%c  %s:%d", differs ? '*' : ' ', str_cstr(&file), p->line);
		text_wrap(out, head.p, 0, 4, width);
	}
	for (size_t i = 0; any && i < x->len; i++)
		if (!same || x->len == 1)
			print_entries(names[i], name_width, said[i].p, width, out);
		else if (!i)
			print_entries(x->len == 2 ? "both" : "all", name_width, said[i].p, width, out);
	for (size_t i = 0; i < x->len; i++)
		str_release(&said[i]);
	str_release(&file);
	str_release(&head);
	free(said);
}

static void print_head(const struct listening *l, char *const *names, unsigned width, struct str *out)
{
	const struct explanation *x = l->x;
	struct str text = STR_INIT;
	size_t unknown = 0;

	str_addf(&text, "%s: %s", x->text->case_name, x->text->title);
	explain_wrap(out, text.p, 0, width);
	str_reset(&text);
	for (size_t i = 0; i < x->len; i++) {
		str_addf(&text, "%s%s", i ? ", " : "", names[i]);
		unknown += !l->heard[i].known;
	}
	str_addf(&text,
	         "; %s/%s; mode %s. What the compiler said, from logs: the source is not known here, nor what was "
	         "emitted "
	         "and where it allocated.%s%s",
	         x->releases[0].cell->goos, x->releases[0].cell->goarch, x->releases[0].cell->mode,
	         x->len > 1 ? " * differs between releases." : "",
	         unknown ? " ?: no log of the compiler (`go build -gcflags=-m`) was imported." : "");
	str_add_char(out, '\n');
	explain_wrap(out, text.p, 0, width);
	for (size_t i = 0; i < x->notes.len; i++)
		explain_wrap(out, x->notes.items[i], 0, width);
	str_add_char(out, '\n');
	str_release(&text);
}

void explain_imported_text(const struct explanation *x, const struct explain_request *r, unsigned width,
                           struct str *out)
{
	char **names = xcalloc(x->len, sizeof *names);
	struct listening l;
	size_t name_width = 4, before; /* "both" */

	listen(x, &l);
	for (size_t i = 0; i < x->len; i++) {
		names[i] = safe_name(x->releases[i].go);
		name_width = text_columns(names[i]) > name_width ? text_columns(names[i]) : name_width;
	}
	print_head(&l, names, width, out);
	before = out->len;
	for (size_t i = 0; i < l.nplaces; i++)
		print_place(&l, &l.places[i], r, names, name_width, width, out);
	if (out->len == before)
		str_addf(out, "Nothing is %s at any line%s.\n",
		         r->all ? "said" : "said to be on the heap or kept off it",
		         r->all ? "" : " (--all shows parameters and what leaks)");
	explain_text_end(x, r, width, out);
	for (size_t i = 0; i < x->len; i++)
		free(names[i]);
	free(names);
	listening_release(&l);
}

/* ---- for programs ---- */

void explain_imported_rows(const struct explanation *x, struct table *t)
{
	struct listening l;

	listen(x, &l);
	for (size_t i = 0; i < l.nplaces; i++) {
		const bool differs = place_differs(x, &l.places[i]);

		for (size_t k = 0; k < x->len; k++) {
			const struct joined_line line = said_at(&l.heard[k], &l.places[i]);
			struct str said = STR_INIT;

			explain_said(&line, true, "; ", &said);
			if (said.len || differs)
				explain_row(&(struct explained_row){ .line = l.places[i].line,
				                                     .go = x->releases[k].go,
				                                     .said = str_cstr(&said),
				                                     .changed = differs,
				                                     .file = l.places[i].file,
				                                     .mode = x->releases[k].cell->mode,
				                                     .case_name = x->text->case_name },
				            t);
			str_release(&said);
		}
	}
	listening_release(&l);
}
