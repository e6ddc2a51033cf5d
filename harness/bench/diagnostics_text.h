/*
 * Inside the diagnostics parser: pieces of a line, and the words of all eras brought to one form. Pieces point into
 * the text and own nothing; what returns char * is freed by the caller.
 */
#ifndef GOALLOC_BENCH_DIAGNOSTICS_TEXT_H
#define GOALLOC_BENCH_DIAGNOSTICS_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/str.h"

struct piece {
	const char *p;
	size_t n;
};
/* These are asked dozens of times a line: in the header, so that the lengths of constants are known. */
static inline struct piece piece_of(const char *p, size_t n)
{
	return (struct piece){ .p = p, .n = n };
}

/* Without the first `from` bytes. */
static inline struct piece piece_rest(struct piece s, size_t from)
{
	return from >= s.n ? piece_of(s.p + s.n, 0) : piece_of(s.p + from, s.n - from);
}

static inline bool piece_starts(struct piece s, const char *prefix)
{
	size_t n = strlen(prefix);

	return s.n >= n && !memcmp(s.p, prefix, n);
}

static inline bool piece_ends(struct piece s, const char *suffix)
{
	size_t n = strlen(suffix);

	return s.n >= n && !memcmp(s.p + s.n - n, suffix, n);
}

static inline bool piece_is(struct piece s, const char *text)
{
	return s.n == strlen(text) && !memcmp(s.p, text, s.n);
}

/* Where `needle` begins, first or last; -1 if nowhere. */
long piece_find(struct piece s, const char *needle);
long piece_find_last(struct piece s, const char *needle);
/* The length of the leading name: up to the first space outside brackets, which type arguments may hold. */
size_t piece_name(struct piece s);
/* The part after the last slash. */
struct piece piece_base(struct piece path);

/* "FILE:LINE:", "FILE:LINE:COL:" at the start of a line; *rest is what follows the colon. */
struct position {
	struct piece file; /* base name */
	int line, col;
};
bool position_parse(struct piece text, struct position *out, struct piece *rest);

/*
 * Up to 1.13 "does not escape" has the function before the subject: "f s", "(*T).M t", "f func literal",
 * "f ... argument". True if the text can be read so; then it is split.
 */
bool prefix_split(struct piece text, struct piece *function, struct piece *subject);

/*
 * Copies that are valid UTF-8 without control characters ('?' instead).
 * subject_copy: "&T literal", "&T{}" -> "&T{...}"; "x·2" -> "x"; without package quotes (@"".x) and "go.shape."; sizes
 *   as make_normalise has them.
 * make_normalise: "make([]byte, 1 << 10)" -> "make([]byte, 1024)"; "make(chan int, 0)" -> "make(chan int)".
 * function_copy: the top-level function it belongs to: "F.func1", "F-fm" -> "F", "(*T[int]).M" -> "(*T).M"; "" for
 *   what is in none (package initialisation, func·001).
 * detail_add: appends a line to the detail unless it is in it, with file names shortened and arrows as in 1.14 to
 *   1.24; nothing more once DETAIL_MAX is reached.
 * detail_join: the lines of the second to the first, which takes them over if it has none; the second is empty then.
 */
#define DETAIL_MAX ((size_t)8192)
struct detail {
	struct str text;
	uint64_t seen[4]; /* a bit for each line's fingerprint: clear means that no such line is in the text */
};
char *text_copy(struct piece s);
void clean_add(struct str *out, struct piece s); /* what text_copy copies, at the end */
char *subject_copy(struct piece s);
void make_normalise(struct str *subject);
char *function_copy(struct piece s);
void detail_add(struct detail *d, struct piece line);
void detail_join(struct detail *d, struct detail *from);

#endif
