/* What the running programs allocated, by place: alloc_sites. */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "store/rows.h"

struct site_reading {
	struct store *s;
	struct arena *a;
	struct site_rows *out;
	size_t cap;
};

/* A database may hold anything, infinity and less than nothing included. */
static double column_amount(sqlite3_stmt *stmt, int col)
{
	double x = sqlite3_column_double(stmt, col);

	return isfinite(x) && x > 0 ? x : 0;
}

static int read_site(void *ctx, const struct cell_row *cell, sqlite3_stmt *stmt, struct error *err)
{
	struct site_reading *r = ctx;
	struct site_row row = {
		.go = cell->go,
		.goos = cell->goos,
		.goarch = cell->goarch,
		.mode = cell->mode,
		.case_name = cell->case_name,
		.version = cell->version,
		.line = column_small(stmt, 4),
		.objects_per_op = column_amount(stmt, 5),
		.bytes_per_op = column_amount(stmt, 6),
	};

	if (column_interned(r->s, stmt, 0, &row.benchmark, err) || column_interned(r->s, stmt, 1, &row.function, err) ||
	    column_interned(r->s, stmt, 2, &row.file, err) || column_interned(r->s, stmt, 3, &row.callee, err))
		return -1;
	r->out->items = vec_grow(r->out->items, &r->cap, r->out->len + 1, sizeof *r->out->items);
	r->out->items[r->out->len++] = row;
	return 0;
}

int store_sites(struct store *s, const struct row_filter *f, struct site_rows *out, struct error *err)
{
	struct site_reading r = { .s = s, .a = arena_new(), .out = out };

	*out = (struct site_rows){ .arena = r.a };
	if (!each_child(s, f, r.a,
	                "SELECT benchmark, function, file, callee, line, objects_per_op, bytes_per_op FROM alloc_site"
	                " WHERE cell_id = ?1"
	                " ORDER BY (SELECT text FROM text WHERE id = benchmark), seq",
	                read_site, &r, err))
		return 0;
	site_rows_release(out);
	return -1;
}

void site_rows_release(struct site_rows *r)
{
	free(r->items);
	arena_free(r->arena);
	*r = (struct site_rows){ .items = NULL };
}
