#include "bench/engine_progress.h"

#include <stdio.h>

#include "base/clock.h"
#include "bench/record.h"

#define TASK "measure"

void progress_foresee(struct progress_work *work, unsigned todo, bool compiled, bool supported)
{
	work->cells += todo != 0;
	if (!todo || !supported)
		return;
	work->parts[PART_PREPARE] = 1;
	work->parts[PART_BUILD] |= (todo & (STAGE_ALLOCS | STAGE_TIME)) != 0;
	work->parts[PART_COMPILE] += !compiled || (todo & STAGE_ESCAPE);
	work->parts[PART_COUNT] += (todo & STAGE_ALLOCS) != 0;
}

void progress_start(struct engine_progress *p, const struct event_sink *sink, const struct progress_work *all, size_t n)
{
	*p = (struct engine_progress){ .sink = sink };
	for (size_t i = 0; i < n; i++) {
		p->total += all[i].cells;
		for (int k = 0; k < PROGRESS_PARTS; k++)
			p->parts[k].total += all[i].parts[k];
	}
	p->running = p->total > 0;
	if (p->running)
		event_start(sink, TASK, p->total, UNIT_COUNT);
}

static void account(struct engine_progress *p)
{
	const int64_t now = clock_ns();

	p->parts[p->now].ns += now - p->since;
	p->since = now;
}

static void tell(struct engine_progress *p, const char *case_name)
{
	char text[256];

	account(p);
	snprintf(text, sizeof text, "%s%s%s", p->label, *case_name ? " " : "", case_name);
	event_emit(p->sink, &(struct event){ .kind = EVENT_PROGRESS,
	                                     .task = TASK,
	                                     .text = text,
	                                     .done = p->done,
	                                     .total = p->total,
	                                     .unit = UNIT_COUNT,
	                                     .parts = p->parts,
	                                     .nparts = PROGRESS_PARTS });
}

void progress_target(struct engine_progress *p, const char *label, const struct progress_work *foreseen)
{
	p->label = label;
	p->foreseen = *foreseen;
	p->made = (struct progress_work){ 0 };
	p->now = PART_PREPARE;
	p->since = clock_ns();
}

void progress_enter(struct engine_progress *p, enum progress_part part)
{
	if (!p->running)
		return;
	account(p);
	p->now = part;
	tell(p, part == PART_PREPARE ? "the standard library" : part == PART_BUILD ? "building" : "");
}

/* More than was foreseen makes more of the whole. */
static void grow(uint64_t *made, uint64_t foreseen, uint64_t *done, uint64_t *total)
{
	if (++*made > foreseen)
		++*total;
	++*done;
}

void progress_step(struct engine_progress *p, const char *case_name)
{
	if (!p->running)
		return;
	grow(&p->made.parts[p->now], p->foreseen.parts[p->now], &p->parts[p->now].done, &p->parts[p->now].total);
	tell(p, case_name);
}

void progress_cell(struct engine_progress *p, const char *case_name)
{
	if (!p->running)
		return;
	grow(&p->made.cells, p->foreseen.cells, &p->done, &p->total);
	tell(p, case_name);
}

void progress_target_over(struct engine_progress *p)
{
	if (!p->running)
		return;
	account(p);
	if (p->made.cells < p->foreseen.cells)
		p->total -= p->foreseen.cells - p->made.cells;
	for (int k = 0; k < PROGRESS_PARTS; k++)
		if (p->made.parts[k] < p->foreseen.parts[k])
			p->parts[k].total -= p->foreseen.parts[k] - p->made.parts[k];
	tell(p, "");
}

void progress_stop(struct engine_progress *p, bool failed)
{
	if (!p->running)
		return;
	if (failed)
		event_fail(p->sink, TASK, NULL);
	else
		event_done(p->sink, TASK, NULL);
	p->running = false;
}
