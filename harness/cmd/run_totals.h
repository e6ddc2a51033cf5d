/* What a run came to: lines for people, or one JSON object for programs. Pure. */
#ifndef GOALLOC_CMD_RUN_TOTALS_H
#define GOALLOC_CMD_RUN_TOTALS_H

#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "bench/engine.h"

struct run_totals {
	const struct engine_config *config;
	const struct engine_totals *engine;
	const char *db;                     /* as it was named */
	int64_t session;                    /* 0: it recorded nothing */
	int64_t fetch_ns, wall_ns, cpu_ns;  /* cpu: our own, without the children's */
	const struct error *err;            /* what ended it early; ERR_NONE: nothing */
};

void run_totals_text(const struct run_totals *r, struct str *out);
/*
 * exit_code, exit_reason ("finished", "interrupted", "failed"), error, session (null: nothing was recorded), database, seed; cells: all
 * asked for, known before, measured now and of those how many of each status; samples taken now; seconds of wall time by
 * stage; comparisons of times, whether timed now or before: known well enough, open, failed; pairs each.
 */
void run_totals_json(const struct run_totals *r, struct str *out);

#endif
