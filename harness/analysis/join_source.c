#include "analysis/join_source.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define DEPTH 256 /* of brackets that are told apart; deeper ones count as open */

const struct source_line *source_line_at(const struct source_map *m, int line)
{
	return line > 0 && (size_t)line <= m->len ? &m->lines[line - 1] : NULL;
}

static void split_lines(const char *text, size_t n, struct source_map *m)
{
	size_t cap = 0;

	for (size_t at = 0; at < n;) {
		const char *end = memchr(text + at, '\n', n - at);
		size_t length = end ? (size_t)(end - text) - at : n - at;

		m->lines = vec_grow(m->lines, &cap, m->len + 1, sizeof *m->lines);
		m->len++;
		m->lines[m->len - 1] = (struct source_line){ .text = text + at, .n = length, .statement = (int)m->len };
		at += length + 1;
	}
}

/* ---- statements ---- */

/* What begins a statement whose next brace, outside of other brackets, opens a block and no literal. */
static bool heads_block(const struct go_token *t)
{
	static const char *const words[] = { "for",    "if",   "switch", "select",  "else", "func",
		                             "struct", "type", "case",   "default", "}",    "{" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (go_token_is(t, words[i]))
			return true;
	return false;
}

/* May an expression go on in the next line behind this token? ("i++" ends one, all other operators do not.) */
static bool goes_on(const struct go_token *t, const struct go_token *before)
{
	if (t->kind != GO_MARK || !*t->text || !strchr("+-*/%&|^<>=!,.", *t->text))
		return false;
	return !((*t->text == '+' || *t->text == '-') && before->kind == GO_MARK && before->text + 1 == t->text &&
	         *before->text == *t->text);
}

static void find_statements(const char *text, size_t n, struct source_map *m)
{
	struct go_token t, last = { .kind = GO_END, .line = 0 }, before = last, first = last;
	bool inside[DEPTH];          /* per open bracket: is what is in it part of the statement around it? */
	int literals[DEPTH];         /* and the line of the function literal whose body it is; 0: of none */
	int begun = 1, function = 0; /* the literal whose body is yet to come */
	size_t depth = 0;
	struct go_lexer lexer;

	go_lexer_init(&lexer, text, n);
	while ((t = go_lexer_next(&lexer)).kind != GO_END) {
		bool within = depth && inside[depth < DEPTH ? depth - 1 : DEPTH - 1];

		if (t.line != last.line) {
			bool joined = within || (last.line && goes_on(&last, &before));

			if (!joined) {
				begun = t.line;
				first = t;
			}
			for (int line = t.line; joined && line > last.line; line--)
				if ((size_t)line <= m->len)
					m->lines[line - 1].statement = begun;
		}
		if (go_token_is(&t, "(") || go_token_is(&t, "[") || go_token_is(&t, "{")) {
			bool brace = *t.text == '{';
			bool body = brace && !go_token_is(&last, "interface") && !go_token_is(&last, "struct");

			if (depth < DEPTH) {
				bool block = (body && function) ||
				             (brace && !within && (go_token_is(&last, ")") || heads_block(&first)));

				inside[depth] = !block;
				literals[depth] = body ? function : 0;
			}
			function = body ? 0 : function;
			depth++;
		} else if (depth && (go_token_is(&t, ")") || go_token_is(&t, "]") || go_token_is(&t, "}"))) {
			depth--;
			if (depth < DEPTH && literals[depth] && literals[depth] != t.line && (size_t)t.line <= m->len)
				m->lines[t.line - 1].closes = literals[depth];
		} else if (depth && go_token_is(&t, "func")) {
			function = t.line;
		}
		before = last;
		last = t;
	}
}

/* ---- what runs at every operation ---- */

/* A function by the last word of its name, which is all that a call of it surely shows. */
struct named {
	const char *name;
	const struct go_func *func;
	bool measured;
	bool called; /* all of this name are measured (of the first of them) */
};
struct reach {
	struct source_map *map;
	const char *end;     /* of the text */
	struct named *named; /* sorted by name */
	size_t len;
	size_t *waiting, nwaiting; /* indices of measured ones whose words were not read yet */
	bool *read;                /* per line: a function that begins and ends there was read, and so were all such */
};

static int by_name(const void *pa, const void *pb)
{
	return strcmp(((const struct named *)pa)->name, ((const struct named *)pb)->name);
}

/* From the first line of a function, where no comment or string can be open. */
static void lexer_at(struct go_lexer *lexer, const struct reach *r, int line)
{
	const struct source_line *l = source_line_at(r->map, line);

	go_lexer_init(lexer, l ? l->text : r->end, l ? (size_t)(r->end - l->text) : 0);
	lexer->line = line;
}

static void mark_lines(struct source_map *m, int first, int last, bool measured, bool setup)
{
	for (int line = first; line <= last && (size_t)line <= m->len; line++)
		if (!m->lines[line - 1].measured) {
			m->lines[line - 1].measured = measured;
			m->lines[line - 1].setup = setup;
		}
}

/* The loops up to .N of a function: their lines are measured, its others set-up; without a loop all are measured. */
static void mark_function(struct reach *r, const struct go_func *f)
{
	struct go_lexer lexer;
	struct go_token t, prior = { .kind = GO_END };
	bool head = false, to_n = false, found = false;
	int from = 0;
	size_t depth = 0;

	lexer_at(&lexer, r, f->first);
	while ((t = go_lexer_next(&lexer)).kind != GO_END && t.line <= f->last) {
		if (depth) {
			depth += go_token_is(&t, "{");
			depth -= go_token_is(&t, "}");
			if (!depth)
				mark_lines(r->map, from, t.line, true, false);
		} else if (go_token_is(&t, "for")) {
			head = true;
			to_n = false;
			from = t.line;
		} else if (head && go_token_is(&t, "{")) {
			depth = to_n;
			found = found || to_n;
			head = false;
		} else if (head && go_token_is(&t, "N") && go_token_is(&prior, ".")) {
			to_n = true;
		}
		prior = t;
	}
	mark_lines(r->map, f->first, f->last, !found, found);
}

static void wait_for(struct reach *r, size_t i)
{
	if (!r->named[i].measured)
		r->waiting[r->nwaiting++] = i;
	r->named[i].measured = true;
}

/* The functions of this name: several types may have a method of it. */
static void wait_for_named(struct reach *r, const struct go_token *t)
{
	size_t low = 0, high = r->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strncmp(r->named[middle].name, t->text, t->n);

		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < r->len && r->named[low].called)
		return;
	for (size_t i = low; i < r->len && !strncmp(r->named[i].name, t->text, t->n) && !r->named[i].name[t->n]; i++) {
		r->named[low].called = true;
		wait_for(r, i);
	}
}

static void find_measured(struct source_map *m, const char *end)
{
	struct reach r = { .map = m, .end = end, .len = m->source.len };

	r.named = xcalloc(r.len + 1, sizeof *r.named);
	r.waiting = xcalloc(r.len + 1, sizeof *r.waiting);
	r.read = xcalloc(m->len + 1, sizeof *r.read);
	for (size_t i = 0; i < r.len; i++) {
		const char *dot = strrchr(m->source.funcs[i].name, '.');

		r.named[i].func = &m->source.funcs[i];
		r.named[i].name = dot ? dot + 1 : m->source.funcs[i].name;
	}
	qsort(r.named, r.len, sizeof *r.named, by_name);
	for (size_t i = 0; i < r.len; i++)
		if (go_func_is_benchmark(r.named[i].func))
			wait_for(&r, i);
	while (r.nwaiting) {
		const struct go_func *f = r.named[r.waiting[--r.nwaiting]].func;
		struct go_lexer lexer;
		struct go_token t;

		if (f->first == f->last && source_line_at(m, f->first)) {
			if (r.read[f->first - 1])
				continue;
			r.read[f->first - 1] = true;
		}
		mark_function(&r, f);
		lexer_at(&lexer, &r, f->first);
		while ((t = go_lexer_next(&lexer)).kind != GO_END && t.line <= f->last) {
			const struct source_line *l = source_line_at(m, t.line);

			if (t.kind == GO_WORD && l && l->measured)
				wait_for_named(&r, &t);
		}
	}
	free(r.named);
	free(r.waiting);
	free(r.read);
}

void source_map_of(const char *text, size_t n, struct source_map *out)
{
	*out = (struct source_map){ .lines = NULL };
	split_lines(text, n, out);
	go_source_scan(text, n, &out->source);
	find_statements(text, n, out);
	find_measured(out, text + n);
}

void source_map_release(struct source_map *m)
{
	free(m->lines);
	go_source_release(&m->source);
	*m = (struct source_map){ .lines = NULL };
}
