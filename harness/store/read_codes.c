/* The machine code of the cases' functions: function_codes. */
#include <stdlib.h>

#include "base/alloc.h"
#include "store/rows.h"

struct code_reading {
	struct store *s;
	struct code_rows *out;
	size_t cap;
};

static int read_code(void *ctx, const struct cell_row *cell, sqlite3_stmt *stmt, struct error *err)
{
	struct code_reading *r = ctx;
	struct code_row row = {
		.go = cell->go,
		.goos = cell->goos,
		.goarch = cell->goarch,
		.mode = cell->mode,
		.case_name = cell->case_name,
		.version = cell->version,
		.bytes = column_small(stmt, 3),
		.leaves = sqlite3_column_type(stmt, 4) == SQLITE_NULL || sqlite3_column_int64(stmt, 4) != 0,
	};

	if (column_interned(r->s, stmt, 0, &row.function, err) || column_interned(r->s, stmt, 1, &row.digest, err) ||
	    column_interned(r->s, stmt, 2, &row.refers, err))
		return -1;
	r->out->items = vec_grow(r->out->items, &r->cap, r->out->len + 1, sizeof *r->out->items);
	r->out->items[r->out->len++] = row;
	return 0;
}

int store_codes(struct store *s, const struct row_filter *f, struct code_rows *out, struct error *err)
{
	struct arena *a = arena_new();
	struct code_reading r = { .s = s, .out = out };

	*out = (struct code_rows){ .arena = a };
	if (!each_child(
		    s, f, a,
		    "SELECT function, digest, refers, bytes, leaves FROM function_code WHERE cell_id = ?1 ORDER BY seq",
		    read_code, &r, err))
		return 0;
	code_rows_release(out);
	return -1;
}

void code_rows_release(struct code_rows *r)
{
	free(r->items);
	arena_free(r->arena);
	*r = (struct code_rows){ .items = NULL };
}
