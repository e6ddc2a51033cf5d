/*
 * UTF-8, one character at a time, from text that may be anything. No state, nothing owned.
 */
#ifndef GOALLOC_REPORT_UTF8_H
#define GOALLOC_REPORT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_INVALID UINT32_MAX
#define UTF8_REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

/*
 * Bytes (1..4) of the character at NUL-terminated `s`, which must not be at its end; *cp its code point, or UTF8_INVALID
 * for a byte that starts none (overlong forms, surrogates and values above U+10FFFF included; RFC 3629).
 */
size_t utf8_next(const char *s, uint32_t *cp);
/*
 * Does the character act on the terminal or the layout instead of showing: C0, DEL, C1, zero-width and bidirectional
 * controls (which make a source line read as another one), line and paragraph separators, tags.
 */
bool utf8_is_control(uint32_t cp);

#endif
