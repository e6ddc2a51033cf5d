/*
 * UTF-8 as the database wants it: TEXT must be valid, or pandas and others refuse the whole table. Pure.
 */
#ifndef GOALLOC_STORE_UTF8_H
#define GOALLOC_STORE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF. */
bool utf8_valid(const void *p, size_t n);
/* Appends the bytes, each one that is no part of a character replaced by U+FFFD. */
void utf8_repair(struct str *out, const void *p, size_t n);

#endif
