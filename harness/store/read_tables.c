/* The small tables: toolchains, sessions, cases. */
#include <stdlib.h>

#include "base/alloc.h"
#include "store/rows.h"

struct toolchain_reading {
	struct arena *a;
	struct toolchain_rows *out;
	size_t cap;
};

static int read_toolchain(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct toolchain_reading *r = ctx;

	(void)err;
	r->out->items = vec_grow(r->out->items, &r->cap, r->out->len + 1, sizeof *r->out->items);
	r->out->items[r->out->len++] = (struct toolchain_row){
		.go = column_string(r->a, stmt, 0),
		.goos = column_string(r->a, stmt, 1),
		.goarch = column_string(r->a, stmt, 2),
		.source = column_string(r->a, stmt, 3),
		.digest = column_string(r->a, stmt, 4),
		.version_output = column_string(r->a, stmt, 5),
		.installed_at = column_string(r->a, stmt, 6),
		.version = version_from_order(sqlite3_column_int64(stmt, 7)),
		.local = sqlite3_column_int64(stmt, 8) != 0,
	};
	return 0;
}

int store_toolchains(struct store *s, struct toolchain_rows *out, struct error *err)
{
	struct toolchain_reading r = { .a = arena_new(), .out = out };

	*out = (struct toolchain_rows){ .arena = r.a };
	if (!each_row(s,
	              "SELECT go, goos, goarch, source, digest, go_version_output, installed_at, version_order, local"
	              " FROM toolchain ORDER BY local, iif(local, 0, version_order), go, goos, goarch",
	              NULL, 0, read_toolchain, &r, err))
		return 0;
	toolchain_rows_release(out);
	return -1;
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
	              " load FROM session ORDER BY id",
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
