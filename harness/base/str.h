/*
 * Growing byte strings and string lists.
 *
 * struct str owns its bytes; they are always NUL-terminated (p is never NULL after the first add; an
 * untouched STR_INIT has p == NULL, use str_cstr()) and may hold NULs. struct strlist owns its strings
 * and keeps items[len] == NULL, so that `items` serves as an argument or environment vector.
 */
#ifndef GOALLOC_BASE_STR_H
#define GOALLOC_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

struct str {
	char *p;
	size_t len, cap;
};
#define STR_INIT                                                                                                       \
	{                                                                                                              \
		.p = NULL, .len = 0, .cap = 0                                                                          \
	}

void str_release(struct str *s);                            /* frees and re-initialises */
void str_reset(struct str *s);                              /* empties, keeps the memory */
void str_add(struct str *s, const char *text);              /* NUL-terminated text */
void str_add_bytes(struct str *s, const void *p, size_t n); /* any bytes */
void str_add_char(struct str *s, char c);
void str_addf(struct str *s, const char *fmt, ...) __attribute__((format(printf, 2, 3), nonnull(2)));
char *str_detach(struct str *s);           /* the caller frees; s is empty again; never NULL */
const char *str_cstr(const struct str *s); /* "" for an empty one */

struct strlist {
	char **items;
	size_t len, cap;
};
#define STRLIST_INIT                                                                                                   \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0                                                                      \
	}

void strlist_release(struct strlist *l);
void strlist_add(struct strlist *l, const char *s); /* copies */
void strlist_addf(struct strlist *l, const char *fmt, ...) __attribute__((format(printf, 2, 3), nonnull(2)));
void strlist_take(struct strlist *l, char *s);                  /* takes ownership of s */
void strlist_split(struct strlist *l, const char *s, char sep); /* adds the non-empty, trimmed parts of s */
bool strlist_has(const struct strlist *l, const char *s);
void strlist_sort(struct strlist *l); /* by bytes */
/* For qsort and bsearch over arrays of strings: by bytes, as strlist_sort has it. Both point to a `char *`. */
int str_order(const void *a, const void *b);

bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);
/* Copies `src` of `n` bytes into `dst` of `size` bytes, cut if need be, always terminated. */
void str_copy(char *dst, size_t size, const char *src, size_t n);

#endif
