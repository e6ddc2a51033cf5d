/*
 * One visit of a group in a block: benchmark by benchmark the sides that somebody wants, in an order drawn anew, then
 * recorded, then counted. For timing.c, which owns the state, sets it up and decides what the blocks are.
 */
#ifndef GOALLOC_BENCH_TIMING_VISIT_H
#define GOALLOC_BENCH_TIMING_VISIT_H

#include "bench/comparisons.h"
#include "bench/timing.h"
#include "bench/timing_sample.h"

/* All that one timing_run knows. */
struct timing {
	const struct engine_config *config;
	const struct engine_recorder *recorder;
	const struct timing_host *host;
	struct engine_totals *totals;
	struct comparisons all;
	struct timing_place place;
	size_t least; /* pairs that a comparison gets whatever they show */
	enum sample_purpose purpose;
	int block;
	int position; /* of the last sample in its block */
	int64_t start, budget;
	const char *task;
	uint64_t done, total; /* pairs */
};

/* Are pairs taken until the ratio is known well enough? */
bool timing_is_adaptive(const struct engine_config *config);
/* Is it, by what was recorded up to now? Asks the judge anew where pairs have come. */
bool timing_is_precise(const struct timing *g, struct comparison *c);
/* Does the comparison get another pair, of the purpose that is timed now? */
bool timing_wants_pair(const struct timing *g, struct comparison *c);
/* How many it will get, as far as can be told: 0 where it gets none, else 1 at least. */
size_t timing_missing_pairs(const struct timing *g, struct comparison *c);
/* One pair of each comparison of the group that wants one. -1: interrupted, out of files or the like, or not recorded. */
int timing_visit(struct timing *g, struct time_group *group, struct error *err);

#endif
