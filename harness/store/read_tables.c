/* The small tables: toolchains, sessions, cases. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "store/rows.h"
#include "store/selection.h"

struct toolchain_reading {
	struct store *s;
	struct arena *a;
	const struct row_filter *filter; /* only toolchains with cells that match; NULL: all */
	struct strlist globs;
	struct toolchain_rows *out;
	size_t cap;
};

/* Has this toolchain a cell that matches? Reads the index over (toolchain_id, ..) up to the first one. */
static int has_cell(struct toolchain_reading *r, int64_t id, struct error *err)
{
	const struct value v[] = { value_int(id), value_text_or_null(r->filter->mode) };
	struct arena *a = arena_new();
	sqlite3_stmt *stmt;
	int status =
		db_query(r->s,
	                 r->filter->measured
	                         ? "SELECT case_name FROM cell WHERE toolchain_id = ?1 AND (?2 IS NULL OR mode = ?2)"
	                           " AND key <> '" CELL_KEY_IMPORTED "'"
	                         : "SELECT case_name FROM cell WHERE toolchain_id = ?1 AND (?2 IS NULL OR mode = ?2)",
	                 v, 2, &stmt, err);

	while (!status && (status = db_step(r->s, stmt, err)) > 0)
		status = filter_takes_case(&r->globs, column_string(a, stmt, 0)) ? 1 : 0;
	db_done(stmt);
	arena_free(a);
	return status;
}

static int read_toolchain(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct toolchain_reading *r = ctx;
	const char *go = column_string(r->a, stmt, 0);

	if (r->filter) {
		int found = filter_takes_release(r->filter, go) ? has_cell(r, sqlite3_column_int64(stmt, 9), err) : 0;

		if (found <= 0)
			return found;
	}
	r->out->items = vec_grow(r->out->items, &r->cap, r->out->len + 1, sizeof *r->out->items);
	r->out->items[r->out->len++] = (struct toolchain_row){
		.go = go,
		.goos = column_string(r->a, stmt, 1),
		.goarch = column_string(r->a, stmt, 2),
		.source = column_string(r->a, stmt, 3),
		.digest = column_string(r->a, stmt, 4),
		.version_output = column_string(r->a, stmt, 5),
		.installed_at = column_string(r->a, stmt, 6),
		.version = version_from_order(sqlite3_column_int64(stmt, 7)),
		.local = sqlite3_column_int64(stmt, 8) != 0,
		.trust = column_string(r->a, stmt, 10),
	};
	return 0;
}

static int read_toolchains(struct store *s, const struct row_filter *f, struct toolchain_rows *out, struct error *err)
{
	struct toolchain_reading r = { .s = s, .a = arena_new(), .filter = f, .globs = filter_globs(f), .out = out };
	int status;

	*out = (struct toolchain_rows){ .arena = r.a };
	status = each_row(
		s,
		"SELECT go, goos, goarch, source, digest, go_version_output, installed_at, version_order, local, id,"
		" trust FROM toolchain ORDER BY local, iif(local, 0, version_order), go, goos, goarch",
		NULL, 0, read_toolchain, &r, err);
	strlist_release(&r.globs);
	if (status)
		toolchain_rows_release(out);
	return status;
}

int store_toolchains(struct store *s, struct toolchain_rows *out, struct error *err)
{
	return read_toolchains(s, NULL, out, err);
}

int store_toolchains_measured(struct store *s, const struct row_filter *f, struct toolchain_rows *out,
                              struct error *err)
{
	static const struct row_filter everything;

	return read_toolchains(s, f ? f : &everything, out, err);
}

void toolchain_rows_release(struct toolchain_rows *r)
{
	free(r->items);
	arena_free(r->arena);
	*r = (struct toolchain_rows){ .items = NULL };
}

struct session_reading {
	struct arena *a;
	struct session_rows *out;
	size_t cap;
};

static int read_session(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct session_reading *r = ctx;

	(void)err;
	r->out->items = vec_grow(r->out->items, &r->cap, r->out->len + 1, sizeof *r->out->items);
	r->out->items[r->out->len++] = (struct session_row){
		.session = column_count(stmt, 0),
		.started_at = column_string(r->a, stmt, 1),
		.finished_at = column_string(r->a, stmt, 2),
		.command_line = column_string(r->a, stmt, 3),
		.tool_version = column_string(r->a, stmt, 4),
		.seed = column_string(r->a, stmt, 5),
		.machine = column_string(r->a, stmt, 6),
		.kernel = column_string(r->a, stmt, 7),
		.cpu = column_string(r->a, stmt, 8),
		.governor = column_string(r->a, stmt, 9),
		.load = column_string(r->a, stmt, 10),
		.conditions = column_string(r->a, stmt, 11),
	};
	return 0;
}

int store_sessions(struct store *s, struct session_rows *out, struct error *err)
{
	struct session_reading r = { .a = arena_new(), .out = out };

	*out = (struct session_rows){ .arena = r.a };
	if (!each_row(s,
	              "SELECT id, started_at, finished_at, command_line, tool_version, seed, machine, kernel, cpu, "
	              "governor,"
	              " load, conditions FROM session ORDER BY id",
	              NULL, 0, read_session, &r, err))
		return 0;
	session_rows_release(out);
	return -1;
}

void session_rows_release(struct session_rows *r)
{
	free(r->items);
	arena_free(r->arena);
	*r = (struct session_rows){ .items = NULL };
}

struct case_reading {
	struct arena *a;
	struct case_rows *out;
	size_t cap;
};

static int read_case(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct case_reading *r = ctx;

	(void)err;
	r->out->items = vec_grow(r->out->items, &r->cap, r->out->len + 1, sizeof *r->out->items);
	r->out->items[r->out->len++] = (struct case_row){
		.case_name = column_string(r->a, stmt, 0),
		.family = column_string(r->a, stmt, 1),
		.file = column_string(r->a, stmt, 2),
		.kind = column_string(r->a, stmt, 3),
		.title = column_string(r->a, stmt, 4),
		.question = column_string(r->a, stmt, 5),
		.why = column_string(r->a, stmt, 6),
		.answer = column_string(r->a, stmt, 7),
		.sha256 = column_string(r->a, stmt, 8),
		.source = column_string(r->a, stmt, 9),
	};
	return 0;
}

int store_cases(struct store *s, struct case_rows *out, struct error *err)
{
	struct case_reading r = { .a = arena_new(), .out = out };

	*out = (struct case_rows){ .arena = r.a };
	if (!each_row(
		    s,
		    "SELECT case_name, family, file, kind, title, question, why, answer, sha256, source FROM case_file"
		    " WHERE id IN (SELECT case_file_id FROM cell) ORDER BY case_name, id",
		    NULL, 0, read_case, &r, err))
		return 0;
	case_rows_release(out);
	return -1;
}

void case_rows_release(struct case_rows *r)
{
	free(r->items);
	arena_free(r->arena);
	*r = (struct case_rows){ .items = NULL };
}

struct naming {
	struct strlist *tables, *views;
};

static int read_name(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct naming *n = ctx;
	const char *type = (const char *)sqlite3_column_text(stmt, 0),
		   *name = (const char *)sqlite3_column_text(stmt, 1);

	(void)err;
	if (type && name)
		strlist_add(!strcmp(type, "view") ? n->views : n->tables, name);
	return 0;
}

int store_names(struct store *s, struct strlist *tables, struct strlist *views, struct error *err)
{
	struct naming n = { .tables = tables, .views = views };

	return each_row(
		s,
		"SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
		" ORDER BY name",
		NULL, 0, read_name, &n, err);
}
