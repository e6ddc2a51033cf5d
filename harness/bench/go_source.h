/*
 * A reader of Go source that knows just enough: comments, strings, raw strings and runes are skipped, brackets are
 * counted, and what stands at the top level is found. Pure text in, structs out; hostile input is fine, nothing is
 * checked beyond what is listed here. Owns strings: go_source_release.
 */
#ifndef GOALLOC_BENCH_GO_SOURCE_H
#define GOALLOC_BENCH_GO_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

enum go_token_kind {
	GO_END,     /* of the text; for ever after */
	GO_WORD,    /* identifier or keyword */
	GO_LITERAL, /* string, raw string, rune or number */
	GO_MARK,    /* one byte of anything else: brackets, operators */
};
struct go_token {
	enum go_token_kind kind;
	const char *text; /* into the source */
	size_t n;
	int line; /* where it begins, from 1 */
};
struct go_lexer {
	const char *text;
	size_t n, at;
	int line;
};
void go_lexer_init(struct go_lexer *l, const char *text, size_t n);
struct go_token go_lexer_next(struct go_lexer *l); /* comments and white space are skipped */
bool go_token_is(const struct go_token *t, const char *text);

struct go_func {
	char *name;      /* "F", "T.M", "(*T).M": as the compiler calls it, without type parameters */
	int first, last; /* lines of `func` and of its closing brace */
	bool method;     /* has a receiver */
	bool takes_b;    /* its parameters are exactly (x *testing.B), no results, no type parameters */
};
struct go_source {
	char *package; /* "" without a package clause */
	struct go_func *funcs;
	size_t len, cap;
};

/* The package clause and the functions declared at top level, in file order. */
void go_source_scan(const char *text, size_t n, struct go_source *out);
/* The function whose lines hold `line` (the first such); NULL if none does. */
const struct go_func *go_source_func_at(const struct go_source *s, int line);
/* go test's rule: "Benchmark", then nothing or anything but a lower-case letter; and it takes a *testing.B. */
bool go_func_is_benchmark(const struct go_func *f);
void go_source_release(struct go_source *s);

#endif
