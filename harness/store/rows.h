/*
 * How the readers walk: cells that match a filter, in order, then the children of each. Inside the store.
 * Values are whatever the file holds: NULL, another type, out of range; the column_* functions make plain ones of them.
 */
#ifndef GOALLOC_STORE_ROWS_H
#define GOALLOC_STORE_ROWS_H

#include "store/arena.h"
#include "store/db.h"
#include "store/read.h"

/* Never NULL; lives in the arena. */
const char *column_string(struct arena *a, sqlite3_stmt *stmt, int col);
/* The interned text whose id the column holds; "" if there is none. */
int column_interned(struct store *s, struct arena *a, sqlite3_stmt *stmt, int col, const char **out, struct error *err);
int64_t column_count(sqlite3_stmt *stmt, int col); /* at least 0 */
int column_small(sqlite3_stmt *stmt, int col);     /* 0 .. INT_MAX */

/* Rows of the statement without parameters, or with the given ones, until done. */
typedef int row_reader(void *ctx, sqlite3_stmt *stmt, struct error *err);
int each_row(struct store *s, const char *sql, const struct value *v, size_t n, row_reader *read, void *ctx,
             struct error *err);

/* Does the filter (NULL: everything) take a toolchain of this name? */
bool filter_takes_release(const struct row_filter *f, const char *go);
/* The patterns of the filter's case_glob; filter_takes_case() asks them. */
struct strlist filter_globs(const struct row_filter *f);
bool filter_takes_case(const struct strlist *globs, const char *case_name);

/* Cells matching the filter, sorted; *ids (freed by the caller) their rows in the database. */
int cells_load(struct store *s, const struct row_filter *f, struct arena *a, struct cell_row **rows, int64_t **ids,
               size_t *n, struct error *err);
/* For every matching cell the rows of `sql`, whose ?1 is the cell's id. */
typedef int child_reader(void *ctx, const struct cell_row *cell, sqlite3_stmt *stmt, struct error *err);
int each_child(struct store *s, const struct row_filter *f, struct arena *a, const char *sql, child_reader *read,
               void *ctx, struct error *err);

#endif
