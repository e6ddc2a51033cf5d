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
	struct toolchain_rows toolchains;
	struct session_rows sessions;
	struct history history;
	struct evidence evidence;
};

enum { DATASET_ESCAPE = 1 /* decisions too: they are many */ };
int dataset_load(struct app *app, const struct row_filter *filter, unsigned what, struct dataset *d, struct error *err);
void dataset_release(struct dataset *d);
/*
 * The release in the history that one SPEC names (exact name, local name, 1.9, latest, latest~1); ERR_INFRA if it was
 * not measured, saying what was.
 */
const struct release *dataset_release_named(const struct dataset *d, const char *spec, struct error *err);
/* One line: tool, platform, processor, dates, how counts and times were taken. The caller frees. */
char *dataset_caption(const struct dataset *d);

#endif
