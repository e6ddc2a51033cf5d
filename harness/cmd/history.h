/*
 * What the reading commands start from: the database's rows folded into a history. dataset_load .. dataset_release.
 */
#ifndef GOALLOC_CMD_HISTORY_H
#define GOALLOC_CMD_HISTORY_H

#include "analysis/change.h"
#include "analysis/history.h"
#include "cmd/command.h"
#include "store/read.h"

struct dataset {
	struct store *db;
	struct cell_rows cells;
	struct sample_rows samples;
	struct decision_rows decisions;
	struct output_rows outputs;
	struct call_rows calls;
	struct site_rows sites;
	struct toolchain_rows toolchains;
	struct session_rows sessions;
	struct history history;
	struct evidence evidence;
};

enum { DATASET_ESCAPE = 1 /* decisions too: they are many */, DATASET_CAUSES = 2 /* and calls and sites */ };
int dataset_load(struct app *app, const struct row_filter *filter, unsigned what, struct dataset *d, struct error *err);
void dataset_release(struct dataset *d);
/*
 * The release in the history that one SPEC names (exact name, local name or path, 1.9, latest, latest~1); ERR_INFRA if it was
 * not measured, saying what was.
 */
const struct release *dataset_release_named(const struct dataset *d, const char *spec, struct error *err);
/* The same among the toolchains in the database: its `go`, borrowed from the rows; NULL if it was not measured. */
const char *measured_named(const struct toolchain_rows *rows, const char *spec);
/* A local toolchain may have been rebuilt since it was measured: then its rows are another's, which is worth a warning. */
void warn_if_rebuilt(struct app *app, const struct toolchain_rows *rows, const char *go);
/* One line: tool, platform, processor, dates, how counts and times were taken. The caller frees. */
char *dataset_caption(const struct dataset *d);

#endif
