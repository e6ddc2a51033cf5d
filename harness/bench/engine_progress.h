/*
 * How far the measuring is: cells done and left over all targets, and what each kind of step takes. Inside bench/, of engine.c.
 *
 * progress_foresee for each target .. progress_start .. for each target (progress_target .. (progress_enter .. progress_step*)* ..
 * progress_target_over) .. progress_stop. One thread at a time. The sink gets one task, "measure".
 */
#ifndef GOALLOC_BENCH_ENGINE_PROGRESS_H
#define GOALLOC_BENCH_ENGINE_PROGRESS_H

#include <stdbool.h>

#include "base/event.h"
#include "bench/case.h"
#include "bench/target.h"

/* What a target has to do: once each, and for each case. */
enum progress_part { PART_PREPARE, PART_COMPILE, PART_BUILD, PART_COUNT, PROGRESS_PARTS };
struct progress_work {
	uint64_t cells;
	uint64_t parts[PROGRESS_PARTS];
};
struct engine_progress {
	const struct event_sink *sink;
	const char *label; /* of the target */
	uint64_t done, total;
	struct event_part parts[PROGRESS_PARTS];
	struct progress_work foreseen, made; /* of the target */
	enum progress_part now;
	int64_t since;
	bool running;
};

/* Adds what a cell with these stages to do will take; `supported`: by the toolchain's version. */
void progress_foresee(struct progress_work *work, unsigned todo, bool compiled, bool supported);
void progress_start(struct engine_progress *p, const struct event_sink *sink, const struct progress_work *all,
                    size_t n);
void progress_target(struct engine_progress *p, const char *label, const struct progress_work *foreseen);
/* The time goes to this part from now on. */
void progress_enter(struct engine_progress *p, enum progress_part part);
void progress_step(struct engine_progress *p, const char *case_name); /* one of the part is done */
void progress_cell(struct engine_progress *p, const char *case_name); /* a cell is recorded */
/* What was foreseen and not made is not to come any more. */
void progress_target_over(struct engine_progress *p);
void progress_stop(struct engine_progress *p, bool failed);

#endif
