/*
 * A queue of child processes over a pool: tasks are started in order, and the end of one may add others.
 *
 * Order: work_new .. work_add, filling the task .. work_run (until nothing is left) .. work_free. A task belongs to the
 * queue. Its `done` is called with the result, or with NULL when `wanted` said no; never after an interrupt or once
 * the queue has failed.
 */
#ifndef GOALLOC_BENCH_WORK_H
#define GOALLOC_BENCH_WORK_H

#include <stdbool.h>

#include "base/error.h"
#include "base/process.h"
#include "base/str.h"

struct work;

struct task {
	struct child_spec spec; /* argv is set from the list below */
	struct strlist argv;
	bool (*wanted)(void *ctx); /* asked right before the start; NULL: yes */
	void (*done)(void *ctx, struct child_result *r);
	void *ctx;
	struct task *next; /* the queue's own */
	struct work *work;
};

struct work *work_new(int jobs);
/* A zeroed task at the end of the queue, or at its front (follow-ups: what was begun is finished first). */
struct task *work_add(struct work *w, bool front);
/* From a callback that has long work before it: starts the next task now, in the slot that has become free. */
void work_refill(struct work *w);
/* From a callback: stops the queue; work_run returns this error. The first one counts. */
void work_fail(struct work *w, const struct error *err);
/* -1 when a child could not be started, a callback failed the queue, or on interrupt; nothing is left running. */
int work_run(struct work *w, struct error *err);
void work_free(struct work *w);

#endif
