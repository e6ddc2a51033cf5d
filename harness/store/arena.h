/*
 * Memory of one list of rows: strings that live and die together, and texts by their id. Inside the store.
 * arena_new .. arena_string .. arena_free. Several lists can share an arena: each keeps it.
 */
#ifndef GOALLOC_STORE_ARENA_H
#define GOALLOC_STORE_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct arena;
struct arena *arena_new(void);
void arena_free(struct arena *a); /* one owner less: frees with the last one; NULL is fine */
/* `a` becomes another owner of `shared`, until it is freed itself. */
void arena_keep(struct arena *a, struct arena *shared);
/*
 * A copy with a NUL behind it; NULs inside become U+2400, so that nothing behind them is lost to readers of C
 * strings.
 */
const char *arena_string(struct arena *a, const void *p, size_t n);
/* The text remembered under this id, or NULL. */
const char *arena_find(const struct arena *a, int64_t id);
void arena_remember(struct arena *a, int64_t id, const char *text);

#endif
