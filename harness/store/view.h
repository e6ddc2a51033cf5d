/*
 * Public views from end to end, as other programs read them: for who writes them out. The rows of one view at a time, none kept.
 */
#ifndef GOALLOC_STORE_VIEW_H
#define GOALLOC_STORE_VIEW_H

#include <stddef.h>

#include "store/store.h"

/* One row as text; NULL stays NULL. Borrowed during the call. */
typedef int view_taker(void *ctx, const char *const *cells, size_t n, struct error *err);
/*
 * Hands over the names of the columns, then the rows, in an order that does not change: by version where there are versions. The
 * views are toolchains, sessions, cells, cases (without the column source), calibrations. ERR_USAGE for another one;
 * what take() returns other than 0 ends it.
 */
int store_view(struct store *s, const char *view, view_taker *take, void *ctx, struct error *err);

#endif
