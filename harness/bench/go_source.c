#include "bench/go_source.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

/* The tokens of one top-level statement are looked at as they come, by this state. */
struct scanner {
	struct go_lexer lexer;
	struct go_token now;
	int depth;      /* open brackets of any kind */
	bool fresh;     /* the token begins a statement at top level */
	int last_line;  /* of the previous token */
	bool last_ends; /* the previous token is one after which a newline ends the statement */
};

static bool is_open(const struct go_token *t)
{
	return t->kind == GO_MARK && (*t->text == '(' || *t->text == '[' || *t->text == '{');
}

static bool is_close(const struct go_token *t)
{
	return t->kind == GO_MARK && (*t->text == ')' || *t->text == ']' || *t->text == '}');
}

/*
 * Moves to the next token. A statement begins where the language puts a semicolon: after a newline that follows a
 * word, a literal or a closing bracket (https://go.dev/ref/spec#Semicolons), or after a written one.
 */
static void advance(struct scanner *s)
{
	struct go_token before = s->now;

	if (is_open(&before))
		s->depth++;
	else if (is_close(&before) && s->depth > 0)
		s->depth--;
	s->last_ends = before.kind == GO_WORD || before.kind == GO_LITERAL || is_close(&before);
	s->last_line = before.line;
	for (size_t i = 0; i < before.n; i++)
		s->last_line += before.text[i] == '\n';
	s->now = go_lexer_next(&s->lexer);
	s->fresh = s->depth == 0 && (go_token_is(&before, ";") || (s->last_ends && s->now.line > s->last_line));
}

static bool done(const struct scanner *s)
{
	return s->now.kind == GO_END;
}

/* Skips a bracketed group; the token is its opening bracket, and then the one after its closing bracket. */
static void skip_group(struct scanner *s)
{
	int depth = s->depth;

	do
		advance(s);
	while (!done(s) && s->depth > depth);
}

/* The receiver "(s *T[K])": its type's name as the compiler writes it, "(*T)" or "T". The token is its '('. */
static char *receiver(struct scanner *s)
{
	int depth = s->depth;
	struct go_token type = { .kind = GO_END, .text = "", .n = 0, .line = 0 };
	bool pointer = false;

	for (advance(s); !done(s) && s->depth > depth; advance(s)) {
		if (s->depth > depth + 1)
			continue; /* type parameters, or a type in brackets of its own, which no gofmt leaves */
		if (s->now.kind == GO_WORD)
			type = s->now;
		else if (go_token_is(&s->now, "*"))
			pointer = true;
	}
	return xasprintf(pointer ? "(*%.*s)" : "%.*s", (int)(type.n < 4096 ? type.n : 4096), type.text);
}

/* The parameters: true if they are exactly "x *testing.B". The token is their '('. */
static bool takes_b(struct scanner *s)
{
	static const char *const wanted[] = { NULL, "*", "testing", ".", "B" };
	const size_t n = sizeof wanted / sizeof wanted[0];
	int depth = s->depth;
	size_t i = 0;
	bool same = true;

	for (advance(s); !done(s) && s->depth > depth; advance(s)) {
		if (go_token_is(&s->now, ")") && s->depth == depth + 1)
			continue;
		if (i == n && go_token_is(&s->now, ",")) /* before a newline; if something follows, it counts */
			continue;
		if (i >= n || (wanted[i] ? !go_token_is(&s->now, wanted[i]) : s->now.kind != GO_WORD))
			same = false;
		i++;
	}
	return same && i == n;
}

static void add_func(struct go_source *out, const struct go_func *f)
{
	out->funcs = vec_grow(out->funcs, &out->cap, out->len + 1, sizeof *out->funcs);
	out->funcs[out->len++] = *f;
}

/* A function declaration; the token is `func`, and then the first one after the declaration. */
static void scan_func(struct scanner *s, struct go_source *out)
{
	struct go_func f = {
		.name = NULL, .first = s->now.line, .last = s->now.line, .method = false, .takes_b = false
	};
	char *type = NULL;
	bool parameters = false;

	advance(s);
	if (go_token_is(&s->now, "(")) {
		f.method = true;
		type = receiver(s);
	}
	if (s->now.kind != GO_WORD) {
		free(type);
		return;
	}
	f.name = xasprintf("%s%s%.*s", type ? type : "", type ? "." : "", (int)(s->now.n < 4096 ? s->now.n : 4096),
	                   s->now.text);
	free(type);
	advance(s);
	if (!s->fresh && go_token_is(&s->now, "[")) {
		parameters = true;
		skip_group(s);
	}
	if (!s->fresh && go_token_is(&s->now, "(")) {
		f.takes_b = takes_b(s) && !parameters;
		if (!done(s) && !s->fresh && !go_token_is(&s->now, "{"))
			f.takes_b = false; /* results */
	}
	while (!done(s) && !s->fresh)
		advance(s);
	f.last = s->last_line;
	add_func(out, &f);
}

void go_source_scan(const char *text, size_t n, struct go_source *out)
{
	struct scanner s = { .depth = 0, .fresh = true, .last_line = 0, .last_ends = false };
	bool first = true;

	*out = (struct go_source){ .package = NULL, .funcs = NULL, .len = 0, .cap = 0 };
	go_lexer_init(&s.lexer, text, n);
	s.now = go_lexer_next(&s.lexer);
	while (!done(&s)) {
		if (first && go_token_is(&s.now, "package")) {
			advance(&s);
			if (s.now.kind == GO_WORD)
				out->package = xstrndup(s.now.text, s.now.n);
		}
		first = false;
		if (s.fresh && go_token_is(&s.now, "func"))
			scan_func(&s, out);
		else
			advance(&s);
	}
	if (!out->package)
		out->package = xstrdup("");
}

/* By halves: they stand in file order and do not overlap. */
const struct go_func *go_source_func_at(const struct go_source *s, int line)
{
	size_t low = 0, high = s->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (s->funcs[middle].last < line)
			low = middle + 1;
		else
			high = middle;
	}
	return low < s->len && s->funcs[low].first <= line ? &s->funcs[low] : NULL;
}

bool go_func_is_benchmark(const struct go_func *f)
{
	static const char prefix[] = "Benchmark";

	if (f->method || !f->takes_b || !str_starts(f->name, prefix))
		return false;
	return !(f->name[sizeof prefix - 1] >= 'a' && f->name[sizeof prefix - 1] <= 'z');
}

void go_source_release(struct go_source *s)
{
	for (size_t i = 0; i < s->len; i++)
		free(s->funcs[i].name);
	free(s->funcs);
	free(s->package);
	*s = (struct go_source){ .package = NULL, .funcs = NULL, .len = 0, .cap = 0 };
}
