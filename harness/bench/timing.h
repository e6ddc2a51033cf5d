/*
 * The timing blocks: one process at a time, every cell once a block, in random order.
 */
#ifndef GOALLOC_BENCH_TIMING_H
#define GOALLOC_BENCH_TIMING_H

#include "base/error.h"
#include "bench/target.h"

#define TIMING_BLOCKS_PRECISE 6 /* with a wanted precision: at least; fewer values have no 95 % interval */
#define TIMING_BLOCKS_MAX 50    /* and at most */

/* Blocks that a cell needs recorded before nothing is to be done for it. */
int timing_blocks(const struct engine_config *config);
/* See engine_conditions. */
void timing_conditions(const struct engine_config *config, struct str *out);
/*
 * Times the cells whose STAGE_TIME is to be done and that can be run, over all targets; each visit is recorded at once.
 * A cell that fails here is warned about and left out. Counts samples and time into *totals.
 */
int timing_run(const struct engine_config *config, const struct engine_recorder *recorder, struct target *targets,
               size_t n, struct engine_totals *totals, struct error *err);

#endif
