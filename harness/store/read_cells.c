/* Cells, and what programs printed. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "store/rows.h"
#include "store/selection.h"

int store_cells(struct store *s, const struct row_filter *f, struct cell_rows *out, struct error *err)
{
	const struct selection *cells;
	struct arena *a;

	*out = (struct cell_rows){ .items = NULL };
	if (selection_get(s, f, &cells, err))
		return -1;
	a = arena_new();
	arena_keep(a, cells->arena);
	*out = (struct cell_rows){ .items = xreallocarray(NULL, cells->n, sizeof *out->items),
		                   .len = cells->n,
		                   .arena = a };
	memcpy(out->items, cells->rows, cells->n * sizeof *out->items);
	return 0;
}

void cell_rows_release(struct cell_rows *r)
{
	free(r->items);
	arena_free(r->arena);
	*r = (struct cell_rows){ .items = NULL };
}

struct output_reading {
	struct arena *a;
	struct output_rows *out;
	size_t cap;
};

static int read_output(void *ctx, const struct cell_row *cell, sqlite3_stmt *stmt, struct error *err)
{
	struct output_reading *r = ctx;

	(void)err;
	r->out->items = vec_grow(r->out->items, &r->cap, r->out->len + 1, sizeof *r->out->items);
	r->out->items[r->out->len++] = (struct output_row){
		.go = cell->go,
		.goos = cell->goos,
		.goarch = cell->goarch,
		.mode = cell->mode,
		.case_name = cell->case_name,
		.version = cell->version,
		.out = column_string(r->a, stmt, 0),
		.err = column_string(r->a, stmt, 1),
		.exit_status = column_small(stmt, 2),
	};
	return 0;
}

int store_outputs(struct store *s, const struct row_filter *f, struct output_rows *out, struct error *err)
{
	struct output_reading r = { .a = arena_new(), .out = out };

	*out = (struct output_rows){ .arena = r.a };
	if (!each_child(s, f, r.a,
	                "SELECT (SELECT bytes FROM content WHERE id = stdout), (SELECT bytes FROM content WHERE id = "
	                "stderr),"
	                " exit_status FROM output WHERE cell_id = ?1",
	                read_output, &r, err))
		return 0;
	output_rows_release(out);
	return -1;
}

void output_rows_release(struct output_rows *r)
{
	free(r->items);
	arena_free(r->arena);
	*r = (struct output_rows){ .items = NULL };
}
