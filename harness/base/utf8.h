/*
 * UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF), from bytes that may be anything. No state,
 * nothing owned.
 */
#ifndef GOALLOC_BASE_UTF8_H
#define GOALLOC_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define UTF8_INVALID UINT32_MAX
#define UTF8_REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

/* Bytes (1..4) of the character at p, of which n are left and no more are read; 0 if no whole one starts there. */
size_t utf8_length(const void *p, size_t n);
/*
 * Bytes (1..4) of the character at NUL-terminated `s`, which must not be at its end; *cp its code point, or UTF8_INVALID
 * and 1 for a byte that starts none.
 */
size_t utf8_next(const char *s, uint32_t *cp);
bool utf8_valid(const void *p, size_t n);
/* Appends the bytes, each one that is no part of a character replaced by U+FFFD. */
void utf8_repair(struct str *out, const void *p, size_t n);
/*
 * Does the character act on the terminal or the layout instead of showing: C0, DEL, C1, zero-width and bidirectional
 * controls (which make a source line read as another one), line and paragraph separators, tags.
 */
bool utf8_is_control(uint32_t cp);

#endif
