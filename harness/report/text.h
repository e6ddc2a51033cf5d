/*
 * Text for terminals: how wide it is, lines that fit, colours. Pure; nothing is owned, everything appends to *out.
 *
 * Widths are display columns of UTF-8 (wide characters take two, combining ones none), whatever the user's locale is. Text must
 * have gone through escape_text() first: a control character has no width.
 */
#ifndef GOALLOC_REPORT_TEXT_H
#define GOALLOC_REPORT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* How a terminal wants its text. All zero: as wide as it is, no colours, UTF-8. */
struct text_look {
	unsigned width; /* columns; 0: unlimited */
	bool colour;
	bool ascii; /* what is not ASCII becomes '?' */
};

enum text_style { TEXT_PLAIN, TEXT_GOOD, TEXT_BAD, TEXT_DOUBT, TEXT_DIM, TEXT_STRONG, TEXT_STYLES };

size_t text_width(const char *s);
/* Bytes of the longest start of `s` that takes `width` columns at most; combining characters stay with theirs. */
size_t text_fitting(const char *s, size_t width);
/* `?` for each character that is not ASCII, in place. */
void text_to_ascii(char *s);
/* What comes from outside, printable: escape_text(), and in ASCII if the look wants that. The caller frees. */
char *text_printable(const char *s, const struct text_look *look);
void text_blanks(struct str *out, size_t n);
/* At most `width` columns of it, a mark at its end if anything was cut. */
void text_cut(struct str *out, const char *s, size_t width, bool ascii);
/*
 * The next line of a text of at least one character in `width` columns: returns the bytes that it takes, *next where the line
 * after it begins. A newline ends a line, else it is broken at a blank, else behind one of / _ , . ; else anywhere; at
 * least one character goes in.
 */
size_t text_line(const char *s, size_t width, size_t *next);
/*
 * The text in lines of `width` columns (0: unlimited), each ended; those after the first begin with `indent` blanks. `used`:
 * columns that already stand in the first line. Indents give way where the width leaves fewer than 12 columns beside them.
 */
void text_wrap(struct str *out, const char *s, size_t used, size_t indent, size_t width);
/* Every line of a text, wrapped: what does not fit goes on below its own indent and two blanks more. */
void text_fit_lines(struct str *out, const char *text, const struct text_look *look);
/* The text in the style's colours; as it is with TEXT_PLAIN, or without colours. */
void text_paint(struct str *out, const char *s, enum text_style style, const struct text_look *look);
const char *text_sequence(enum text_style style); /* what begins it: "\x1b[32m"; "" for TEXT_PLAIN */

#endif
