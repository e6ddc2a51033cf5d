#include "store/rows.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "store/selection.h"

const char *column_string(struct arena *a, sqlite3_stmt *stmt, int col)
{
	const void *p = sqlite3_column_type(stmt, col) == SQLITE_BLOB ? sqlite3_column_blob(stmt, col)
	                                                              : (const void *)sqlite3_column_text(stmt, col);
	int n = sqlite3_column_bytes(stmt, col);

	return p && n > 0 ? arena_string(a, p, (size_t)n) : "";
}

const char *column_repeated(struct arena *a, sqlite3_stmt *stmt, int col, const char *last)
{
	const unsigned char *p = sqlite3_column_type(stmt, col) == SQLITE_TEXT ? sqlite3_column_text(stmt, col) : NULL;
	size_t n = p ? (size_t)sqlite3_column_bytes(stmt, col) : 0;

	return n && strlen(last) == n && !memcmp(p, last, n) ? last : column_string(a, stmt, col);
}

int column_known(struct store *s, struct arena *a, const char *sql, sqlite3_stmt *stmt, int col, const char **out,
                 struct error *err)
{
	const struct value id = value_int(sqlite3_column_int64(stmt, col));
	sqlite3_stmt *text;
	int status;

	*out = arena_find(a, id.i);
	if (*out)
		return 0;
	if (db_query(s, sql, &id, 1, &text, err))
		return -1;
	status = db_step(s, text, err);
	*out = status > 0 ? column_string(a, text, 0) : "";
	db_done(text);
	arena_remember(a, id.i, *out);
	return status < 0 ? -1 : 0;
}

int column_interned(struct store *s, sqlite3_stmt *stmt, int col, const char **out, struct error *err)
{
	return column_known(s, s->texts, "SELECT text FROM text WHERE id = ?1", stmt, col, out, err);
}

int64_t column_count(sqlite3_stmt *stmt, int col)
{
	int64_t n = sqlite3_column_int64(stmt, col);

	return n < 0 ? 0 : n;
}

int column_small(sqlite3_stmt *stmt, int col)
{
	int64_t n = column_count(stmt, col);

	return n > INT_MAX ? INT_MAX : (int)n;
}

int each_row(struct store *s, const char *sql, const struct value *v, size_t n, row_reader *read, void *ctx,
             struct error *err)
{
	sqlite3_stmt *stmt;
	int status;

	if (db_query(s, sql, v, n, &stmt, err))
		return -1;
	while ((status = db_step(s, stmt, err)) > 0) {
		status = read(ctx, stmt, err);
		if (status)
			break;
	}
	db_done(stmt);
	return status < 0 ? -1 : 0;
}

int each_child_begin(struct store *s, const struct row_filter *f, struct arena *a, const struct selection **cells,
                     struct error *err)
{
	if (selection_get(s, f, cells, err))
		return -1;
	if (!s->texts || !s->snapshot) {
		arena_free(s->texts);
		s->texts = arena_new();
	}
	arena_keep(a, (*cells)->arena);
	arena_keep(a, s->texts);
	return 0;
}

int each_child(struct store *s, const struct row_filter *f, struct arena *a, const char *sql, child_reader *read,
               void *ctx, struct error *err)
{
	const struct selection *cells;
	int status = each_child_begin(s, f, a, &cells, err);

	for (size_t i = 0; i < cells->n && status >= 0; i++) {
		const struct value id = value_int(cells->ids[i]);
		sqlite3_stmt *stmt;

		status = db_query(s, sql, &id, 1, &stmt, err);
		while (!status && (status = db_step(s, stmt, err)) > 0)
			status = read(ctx, &cells->rows[i], stmt, err);
		db_done(stmt);
	}
	return status < 0 ? -1 : 0;
}
