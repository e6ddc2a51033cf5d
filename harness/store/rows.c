#include "store/rows.h"

#include <fnmatch.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

const char *column_string(struct arena *a, sqlite3_stmt *stmt, int col)
{
	const void *p = sqlite3_column_type(stmt, col) == SQLITE_BLOB ? sqlite3_column_blob(stmt, col)
	                                                              : (const void *)sqlite3_column_text(stmt, col);
	int n = sqlite3_column_bytes(stmt, col);

	return p && n > 0 ? arena_string(a, p, (size_t)n) : "";
}

int column_interned(struct store *s, struct arena *a, sqlite3_stmt *stmt, int col, const char **out, struct error *err)
{
	const struct value id = value_int(sqlite3_column_int64(stmt, col));
	sqlite3_stmt *text;
	int status;

	*out = arena_find(a, id.i);
	if (*out)
		return 0;
	if (db_query(s, "SELECT text FROM text WHERE id = ?1", &id, 1, &text, err))
		return -1;
	status = db_step(s, text, err);
	*out = status > 0 ? column_string(a, text, 0) : "";
	db_done(text);
	arena_remember(a, id.i, *out);
	return status < 0 ? -1 : 0;
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

bool filter_takes_release(const struct row_filter *f, const char *go)
{
	return !f || ((!f->go || !strcmp(f->go, go)) && (!f->releases || strlist_has(f->releases, go)));
}

struct strlist filter_globs(const struct row_filter *f)
{
	struct strlist globs = STRLIST_INIT;

	if (f && f->case_glob)
		strlist_split(&globs, f->case_glob, ',');
	return globs;
}

bool filter_takes_case(const struct strlist *globs, const char *case_name)
{
	for (size_t i = 0; i < globs->len; i++)
		if (!fnmatch(globs->items[i], case_name, 0))
			return true;
	return !globs->len;
}

struct loading {
	struct arena *arena;
	const struct row_filter *filter;
	const struct strlist *globs;
	struct cell_row *rows;
	int64_t *ids;
	size_t n, rows_cap, ids_cap;
};

static int read_cell(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct loading *l = ctx;
	const char *case_name = column_string(l->arena, stmt, 5), *go = column_string(l->arena, stmt, 1);
	struct cell_row *r;

	(void)err;
	if (!filter_takes_case(l->globs, case_name) || !filter_takes_release(l->filter, go))
		return 0;
	l->rows = vec_grow(l->rows, &l->rows_cap, l->n + 1, sizeof *l->rows);
	l->ids = vec_grow(l->ids, &l->ids_cap, l->n + 1, sizeof *l->ids);
	l->ids[l->n] = sqlite3_column_int64(stmt, 0);
	r = &l->rows[l->n++];
	*r = (struct cell_row){
		.go = go,
		.goos = column_string(l->arena, stmt, 2),
		.goarch = column_string(l->arena, stmt, 3),
		.mode = column_string(l->arena, stmt, 4),
		.case_name = case_name,
		.status = column_string(l->arena, stmt, 6),
		.reason = column_string(l->arena, stmt, 7),
		.key = column_string(l->arena, stmt, 8),
		.version = version_from_order(sqlite3_column_int64(stmt, 9)),
		.build_ms = column_count(stmt, 10),
		.stages = (unsigned)sqlite3_column_int64(stmt, 11) & STAGE_ALL,
		.case_sha256 = column_string(l->arena, stmt, 12),
		.local = sqlite3_column_int64(stmt, 13) != 0,
	};
	return 0;
}

int cells_load(struct store *s, const struct row_filter *f, struct arena *a, struct cell_row **rows, int64_t **ids,
               size_t *n, struct error *err)
{
	static const struct row_filter everything;
	const struct row_filter *filter = f ? f : &everything;
	const struct value v[] = { value_text_or_null(filter->go), value_text_or_null(filter->mode) };
	struct strlist globs = filter_globs(f);
	struct loading l = { .arena = a, .filter = f, .globs = &globs };
	int status;

	status = each_row(
		s,
		"SELECT c.id, t.go, t.goos, c.goarch, c.mode, c.case_name, c.status, c.reason, c.key,"
		" t.version_order, c.build_ms, c.stages, f.sha256, t.local"
		" FROM cell c JOIN toolchain t ON t.id = c.toolchain_id"
		" LEFT JOIN case_file f ON f.id = c.case_file_id"
		" WHERE (?1 IS NULL OR t.go = ?1) AND (?2 IS NULL OR c.mode = ?2)"
		" ORDER BY c.case_name, c.mode, t.local, iif(t.local, 0, t.version_order), t.go, t.goos, c.goarch,"
		" c.id",
		v, 2, read_cell, &l, err);
	strlist_release(&globs);
	if (status) {
		free(l.rows);
		free(l.ids);
		l = (struct loading){ .arena = a };
	}
	*rows = l.rows;
	*ids = l.ids;
	*n = l.n;
	return status;
}

int each_child(struct store *s, const struct row_filter *f, struct arena *a, const char *sql, child_reader *read,
               void *ctx, struct error *err)
{
	struct cell_row *cells;
	int64_t *ids;
	size_t n;
	int status = cells_load(s, f, a, &cells, &ids, &n, err);

	for (size_t i = 0; i < n && status >= 0; i++) {
		const struct value id = value_int(ids[i]);
		sqlite3_stmt *stmt;

		status = db_query(s, sql, &id, 1, &stmt, err);
		while (!status && (status = db_step(s, stmt, err)) > 0)
			status = read(ctx, &cells[i], stmt, err);
		db_done(stmt);
	}
	free(cells);
	free(ids);
	return status < 0 ? -1 : 0;
}
