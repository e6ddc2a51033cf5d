/* What the compiler said and emitted: decisions, runtime calls, raw output. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "store/rows.h"
#include "store/selection.h"

struct decision_reading {
	struct store *s;
	struct arena *a;
	struct decision_rows *out;
	size_t cap;
};

static int read_decision(void *ctx, const struct cell_row *cell, sqlite3_stmt *stmt, struct error *err)
{
	struct decision_reading *r = ctx;
	struct decision_row row = {
		.go = cell->go,
		.goos = cell->goos,
		.goarch = cell->goarch,
		.mode = cell->mode,
		.case_name = cell->case_name,
		.version = cell->version,
		.line = column_small(stmt, 5),
		.col = column_small(stmt, 6),
	};

	if (column_interned(r->s, stmt, 0, &row.file, err) || column_interned(r->s, stmt, 1, &row.function, err) ||
	    column_interned(r->s, stmt, 2, &row.kind, err) || column_interned(r->s, stmt, 3, &row.subject, err) ||
	    column_interned(r->s, stmt, 4, &row.detail, err))
		return -1;
	r->out->items = vec_grow(r->out->items, &r->cap, r->out->len + 1, sizeof *r->out->items);
	r->out->items[r->out->len++] = row;
	return 0;
}

int store_decisions(struct store *s, const struct row_filter *f, struct decision_rows *out, struct error *err)
{
	struct decision_reading r = { .s = s, .a = arena_new(), .out = out };

	*out = (struct decision_rows){ .arena = r.a };
	if (!each_child(s, f, r.a,
	                "SELECT file, function, kind, subject, detail, line, col FROM decision WHERE cell_id = ?1"
	                " ORDER BY line, col, seq",
	                read_decision, &r, err))
		return 0;
	decision_rows_release(out);
	return -1;
}

void decision_rows_release(struct decision_rows *r)
{
	free(r->items);
	arena_free(r->arena);
	*r = (struct decision_rows){ .items = NULL };
}

struct call_reading {
	struct store *s;
	struct arena *a;
	struct call_rows *out;
	size_t cap;
};

static int read_call(void *ctx, const struct cell_row *cell, sqlite3_stmt *stmt, struct error *err)
{
	struct call_reading *r = ctx;
	struct call_row row = {
		.go = cell->go,
		.goos = cell->goos,
		.goarch = cell->goarch,
		.mode = cell->mode,
		.case_name = cell->case_name,
		.version = cell->version,
		.line = column_small(stmt, 3),
		.calls = column_small(stmt, 4),
	};

	if (column_interned(r->s, stmt, 0, &row.file, err) || column_interned(r->s, stmt, 1, &row.function, err) ||
	    column_interned(r->s, stmt, 2, &row.callee, err))
		return -1;
	r->out->items = vec_grow(r->out->items, &r->cap, r->out->len + 1, sizeof *r->out->items);
	r->out->items[r->out->len++] = row;
	return 0;
}

int store_calls(struct store *s, const struct row_filter *f, struct call_rows *out, struct error *err)
{
	struct call_reading r = { .s = s, .a = arena_new(), .out = out };

	*out = (struct call_rows){ .arena = r.a };
	if (!each_child(s, f, r.a,
	                "SELECT file, function, callee, line, calls FROM runtime_call WHERE cell_id = ?1 ORDER BY "
	                "line, seq",
	                read_call, &r, err))
		return 0;
	call_rows_release(out);
	return -1;
}

void call_rows_release(struct call_rows *r)
{
	free(r->items);
	arena_free(r->arena);
	*r = (struct call_rows){ .items = NULL };
}

struct compiler_reading {
	struct arena *a;
	struct compiler_rows *out;
	size_t cap;
};

static int read_raw(void *ctx, const struct cell_row *cell, sqlite3_stmt *stmt, struct error *err)
{
	struct compiler_reading *r = ctx;

	(void)err;
	r->out->items = vec_grow(r->out->items, &r->cap, r->out->len + 1, sizeof *r->out->items);
	r->out->items[r->out->len++] = (struct compiler_row){
		.go = cell->go,
		.goos = cell->goos,
		.goarch = cell->goarch,
		.mode = cell->mode,
		.case_name = cell->case_name,
		.version = cell->version,
		.level = column_string(r->a, stmt, 0),
		.text = column_string(r->a, stmt, 1),
	};
	return 0;
}

int store_compiler_output(struct store *s, const struct row_filter *f, struct compiler_rows *out, struct error *err)
{
	struct compiler_reading r = { .a = arena_new(), .out = out };

	*out = (struct compiler_rows){ .arena = r.a };
	if (!each_child(
		    s, f, r.a,
		    "SELECT level, (SELECT bytes FROM content WHERE id = content) FROM raw_output WHERE cell_id = ?1"
		    " ORDER BY level",
		    read_raw, &r, err))
		return 0;
	compiler_rows_release(out);
	return -1;
}

/* The first of the case's cells, sorted by name; or where it would be. */
static size_t first_cell(const struct selection *cells, const char *case_name)
{
	size_t low = 0, high = cells->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(cells->rows[middle].case_name, case_name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int read_cell_output(struct store *s, const struct cell_row *cell, int64_t id, struct compiler_reading *r,
                            struct error *err)
{
	const struct value v = value_int(id);
	sqlite3_stmt *stmt;
	int status = db_query(s, "SELECT level, content FROM raw_output WHERE cell_id = ?1 ORDER BY level", &v, 1,
	                      &stmt, err);

	while (!status && (status = db_step(s, stmt, err)) > 0) {
		const struct compiler_row *last = r->out->len ? &r->out->items[r->out->len - 1] : NULL;
		struct compiler_row row = {
			.go = cell->go,
			.goos = cell->goos,
			.goarch = cell->goarch,
			.mode = cell->mode,
			.case_name = cell->case_name,
			.version = cell->version,
			.level = column_repeated(r->a, stmt, 0, last ? last->level : ""),
		};

		status = column_known(s, r->a, "SELECT bytes FROM content WHERE id = ?1", stmt, 1, &row.text, err);
		r->out->items = vec_grow(r->out->items, &r->cap, r->out->len + 1, sizeof *r->out->items);
		r->out->items[r->out->len++] = row;
	}
	db_done(stmt);
	return status < 0 ? -1 : 0;
}

int store_compiler_output_of(struct store *s, const struct row_filter *f, const char *case_name,
                             struct compiler_rows *out, struct error *err)
{
	struct compiler_reading r = { .a = arena_new(), .out = out };
	const struct selection *cells;
	int status;

	*out = (struct compiler_rows){ .arena = r.a };
	status = each_child_begin(s, f, r.a, &cells, err);
	for (size_t i = status ? 0 : first_cell(cells, case_name); !status && i < cells->n; i++) {
		if (strcmp(cells->rows[i].case_name, case_name) != 0)
			break;
		status = read_cell_output(s, &cells->rows[i], cells->ids[i], &r, err);
	}
	if (status)
		compiler_rows_release(out);
	return status;
}

void compiler_rows_release(struct compiler_rows *r)
{
	free(r->items);
	arena_free(r->arena);
	*r = (struct compiler_rows){ .items = NULL };
}
