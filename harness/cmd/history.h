/*
 * What the reading commands start from: the database's rows folded into a history. dataset_load or dataset_load_named ..
 * dataset_release.
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
	struct code_rows codes;
	struct toolchain_rows toolchains;
	struct session_rows sessions;
	struct history history;
	struct evidence evidence;
};

/* What is read besides cells, samples and outputs (or without them); what was not is NULL in `evidence`. */
enum {
	DATASET_ESCAPE = 1, /* decisions: they are many */
	DATASET_CAUSES = 2, /* runtime calls and allocation sites: what the causes of changes are found from */
	DATASET_CODES = 8,  /* machine code: whether it is the same where times differ */
	DATASET_CELLS = 4,  /* no samples and outputs: the history's points have status and reason, and no counts */
	/* of the samples, where there are millions: */
	DATASET_COUNTS = 16, /* no times */
	DATASET_RECENT = 32  /* times of the newest sessions that timed both sides: HISTORY_TIME_BLOCKS blocks */
};
#define HISTORY_TIME_BLOCKS 50 /* as many as a run gives one comparison at most */
int dataset_load(struct app *app, const struct row_filter *filter, unsigned what, struct dataset *d, struct error *err);
/*
 * Loads the rows of the named releases alone: each of the `n` SPECs (exact name, local name or path, 1.9, latest, latest~1)
 * names one of the releases that have cells matching the filter; go[i] becomes its name, borrowed from the dataset.
 * ERR_INFRA if one was not measured, saying what was. The history then holds those releases and no other.
 */
int dataset_load_named(struct app *app, const struct row_filter *filter, const char *const *specs, size_t n,
                       unsigned what, struct dataset *d, const char **go, struct error *err);
void dataset_release(struct dataset *d);
/*
 * The release in a loaded history that one SPEC names, as above; ERR_INFRA if it was not measured, saying what was.
 */
const struct release *dataset_release_named(const struct dataset *d, const char *spec, struct error *err);
/* The toolchain among the rows that one SPEC names: its `go`, borrowed from them; NULL if there is none. */
const char *measured_named(const struct toolchain_rows *rows, const char *spec);
/* A local toolchain may have been rebuilt since it was measured: then its rows are another's, which is worth a warning. */
void warn_if_rebuilt(struct app *app, const struct toolchain_rows *rows, const char *go);
/* The newest session that measured; where there are only imported ones, the newest of those; NULL without any. */
const struct session_row *dataset_session(const struct dataset *d);
/* One line: tool, platform, processor, dates, how counts and (if there are any) times were taken. The caller frees. */
char *dataset_caption(const struct dataset *d);

#endif
