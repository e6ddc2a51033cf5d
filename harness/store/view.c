#include "store/view.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "store/db.h"

static const struct {
	const char *name, *sql;
} views[] = {
	{ "toolchains", "SELECT * FROM toolchains ORDER BY local, version_order, go, goos, goarch" },
	{ "sessions", "SELECT * FROM sessions ORDER BY session" },
	{ "cells",
	  "SELECT * FROM cells c ORDER BY case_name, mode, (SELECT min(t.local) FROM toolchains t WHERE t.go = c.go),"
	  " (SELECT min(t.version_order) FROM toolchains t WHERE t.go = c.go), go, goos, goarch" },
	{ "cases", "SELECT case_name, family, file, kind, title, question, why, answer, sha256 FROM cases"
	           " ORDER BY case_name, sha256" },
	{ "calibrations", "SELECT * FROM calibrations ORDER BY calibration DESC, metric, truth, effect, what" },
};

static int hand_over(struct store *s, sqlite3_stmt *stmt, view_taker *take, void *ctx, struct error *err)
{
	const size_t n = (size_t)sqlite3_column_count(stmt);
	const char **cells = xcalloc(n + 1, sizeof *cells);
	int status;

	for (size_t i = 0; i < n; i++)
		cells[i] = sqlite3_column_name(stmt, (int)i);
	status = take(ctx, cells, n, err);
	while (!status && (status = db_step(s, stmt, err)) > 0) {
		for (size_t i = 0; i < n; i++)
			cells[i] = (const char *)sqlite3_column_text(stmt, (int)i);
		status = take(ctx, cells, n, err);
	}
	free(cells);
	return status;
}

int store_view(struct store *s, const char *view, view_taker *take, void *ctx, struct error *err)
{
	for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
		sqlite3_stmt *stmt;
		int status;

		if (strcmp(views[i].name, view) != 0)
			continue;
		if (db_query(s, views[i].sql, NULL, 0, &stmt, err))
			return -1;
		status = hand_over(s, stmt, take, ctx, err);
		db_done(stmt);
		return status;
	}
	return error_set(err, ERR_USAGE, "no view '%s' is written out whole", view);
}
