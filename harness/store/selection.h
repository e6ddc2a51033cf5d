/*
 * The cells that a filter selects: what every reader starts from. Inside the store.
 *
 * selection_get() .. use. While nobody can write (STORE_READ), the last selection is kept with the store, so that the readers of
 * one filter share its cells and strings.
 */
#ifndef GOALLOC_STORE_SELECTION_H
#define GOALLOC_STORE_SELECTION_H

#include "store/arena.h"
#include "store/db.h"
#include "store/read.h"

struct selection {
	/* what selected it, copied */
	char *go, *mode, *case_glob;
	struct strlist releases;
	bool named;    /* the filter had a list of releases */
	bool measured; /* it took no imported ones */

	struct arena *arena; /* owns the strings of the rows: arena_keep() it to use them beyond the selection */
	struct cell_row *rows;
	int64_t *ids; /* of the rows in the database */
	size_t n;
};

/* Sorted as read.h says. Belongs to the store: valid until the next call, or store_close(). */
int selection_get(struct store *s, const struct row_filter *f, const struct selection **out, struct error *err);
void selection_free(struct selection *l); /* NULL is fine */

/* Does the filter (NULL: everything) take a toolchain of this name? */
bool filter_takes_release(const struct row_filter *f, const char *go);
/* The patterns of the filter's case_glob; filter_takes_case() asks them. */
struct strlist filter_globs(const struct row_filter *f);
bool filter_takes_case(const struct strlist *globs, const char *case_name);

#endif
