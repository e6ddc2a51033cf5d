/*
 * Memory that is there or the program dies: out of memory is not an error one recovers from here.
 * What these return is freed with free().
 */
#ifndef GOALLOC_BASE_ALLOC_H
#define GOALLOC_BASE_ALLOC_H

#include <stddef.h>

void *xmalloc(size_t size) __attribute__((returns_nonnull, malloc));
void *xcalloc(size_t count, size_t size) __attribute__((returns_nonnull, malloc));
void *xrealloc(void *p, size_t size) __attribute__((returns_nonnull));
/* count * size with a check for overflow (dies). */
void *xreallocarray(void *p, size_t count, size_t size) __attribute__((returns_nonnull));
/* NULL stays NULL. */
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n) __attribute__((returns_nonnull));
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2), nonnull(1), returns_nonnull));
/*
 * Makes room for `need` elements of `size` bytes in the vector `p` of capacity *cap (doubling);
 * returns the vector, which may have moved: v.items = vec_grow(v.items, &v.cap, v.len + 1, sizeof *v.items).
 */
void *vec_grow(void *p, size_t *cap, size_t need, size_t size) __attribute__((returns_nonnull));

#endif
