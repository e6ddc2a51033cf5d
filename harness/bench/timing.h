/*
 * Timing as pairs: a block is a pass, in random order, over the groups (comparisons.h) in which somebody still wants a pair;
 * inside a group, benchmark by benchmark, the sides that are timed stand next to each other, in an order drawn anew, each in a
 * process of its own: what the machine does meanwhile it does to both. One process at a time.
 *
 * Blocks go on for a comparison until it has as many pairs as are asked for; with a precision, at least as many as its family
 * needs to be decided at all, and then until the judge says that its ratio is known that well, TIMING_BLOCKS_MAX are there, or the
 * budget is spent: never until it is significant, which chance would be sooner or later. Then the judge names what looks
 * slower or faster, and these comparisons alone are timed again, as often as it says, in the same way but as
 * SAMPLE_CONFIRM, and from a copy of the binary: where a file's pages lie in memory makes a difference too, and that is drawn
 * anew. It is not counted against the budget: a suspicion does not stay because time is up.
 *
 * Each visit of a group is recorded at once; a run that was killed is continued by the next one, which reads what was recorded.
 */
#ifndef GOALLOC_BENCH_TIMING_H
#define GOALLOC_BENCH_TIMING_H

#include "base/error.h"
#include "bench/target.h"

#define TIMING_BLOCKS_MAX 50 /* pairs at most, with a wanted precision */

/* What timing needs of the engine. */
struct timing_host {
	void *ctx;
	/*
	 * Sees to it that the target's cells whose STAGE_TIME is to be done have a binary (target.h), or a failed status. -1 only
	 * when nothing else makes sense: a toolchain that can't build keeps the others from nothing.
	 */
	int (*bundle)(void *ctx, struct target *t, struct error *err);
};

/* See engine_conditions. */
void timing_conditions(const struct engine_config *config, struct str *out);
/*
 * Times what is missing of the cells that are `good`, over all targets. A benchmark that fails here is warned about, and its
 * comparisons are left out. Fills in what *totals has of comparisons, adds samples and time.
 */
int timing_run(const struct engine_config *config, const struct engine_recorder *recorder,
               const struct timing_host *host, struct target *targets, size_t n, struct engine_totals *totals,
               struct error *err);

#endif
