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
/* The same, but `last` itself where the column says that again. */
const char *column_repeated(struct arena *a, sqlite3_stmt *stmt, int col, const char *last);
/* The first column of `sql` for the id that the column holds, "" if there is none; remembered in the arena by the id. */
int column_known(struct store *s, struct arena *a, const char *sql, sqlite3_stmt *stmt, int col, const char **out,
                 struct error *err);
/* The interned text whose id the column holds; "" if there is none. Within each_child(), whose arena keeps it. */
int column_interned(struct store *s, sqlite3_stmt *stmt, int col, const char **out, struct error *err);
int64_t column_count(sqlite3_stmt *stmt, int col); /* at least 0 */
int column_small(sqlite3_stmt *stmt, int col);     /* 0 .. INT_MAX */

/* Rows of the statement without parameters, or with the given ones, until done. */
typedef int row_reader(void *ctx, sqlite3_stmt *stmt, struct error *err);
int each_row(struct store *s, const char *sql, const struct value *v, size_t n, row_reader *read, void *ctx,
             struct error *err);

/* The matching cells, for a reader that asks for their children itself; as each_child() says of the arena. */
int each_child_begin(struct store *s, const struct row_filter *f, struct arena *a, const struct selection **cells,
                     struct error *err);
/*
 * For every matching cell the rows of `sql`, whose ?1 is the cell's id. The arena keeps the cells' strings and the interned
 * texts alive.
 */
typedef int child_reader(void *ctx, const struct cell_row *cell, sqlite3_stmt *stmt, struct error *err);
int each_child(struct store *s, const struct row_filter *f, struct arena *a, const char *sql, child_reader *read,
               void *ctx, struct error *err);

#endif
