/*
 * Inside the diagnostics parser: pieces of a line, and the words of all eras brought to one form. Pieces point into
 * the text and own nothing; what returns char * is freed by the caller.
 */
#ifndef GOALLOC_BENCH_DIAGNOSTICS_TEXT_H
#define GOALLOC_BENCH_DIAGNOSTICS_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct piece {
	const char *p;
	size_t n;
};
struct piece piece_of(const char *p, size_t n);
struct piece piece_rest(struct piece s, size_t from); /* without the first `from` bytes */
bool piece_starts(struct piece s, const char *prefix);
bool piece_ends(struct piece s, const char *suffix);
bool piece_is(struct piece s, const char *text);
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
 */
#define DETAIL_MAX ((size_t)8192)
char *text_copy(struct piece s);
char *subject_copy(struct piece s);
void make_normalise(struct str *subject);
char *function_copy(struct piece s);
void detail_add(struct str *detail, struct piece line);

#endif
