#include "bench/work.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/interrupt.h"

struct work {
	struct child_pool *pool;
	struct task *first, *last; /* waiting */
	struct task *running;      /* in no order */
	struct error err;
	bool free_slot; /* of the task whose callback runs; a start without one would wait, inside the callback */
};

struct work *work_new(int jobs)
{
	struct work *w = xcalloc(1, sizeof *w);

	w->pool = child_pool_new(jobs < 1 ? 1 : jobs);
	return w;
}

struct task *work_add(struct work *w, bool front)
{
	struct task *t = xcalloc(1, sizeof *t);

	t->work = w;
	if (front) {
		t->next = w->first;
		w->first = t;
		if (!w->last)
			w->last = t;
	} else {
		if (w->last)
			w->last->next = t;
		else
			w->first = t;
		w->last = t;
	}
	return t;
}

void work_fail(struct work *w, const struct error *err)
{
	if (w->err.kind == ERR_NONE)
		w->err = *err;
}

static void task_free(struct task *t)
{
	strlist_release(&t->argv);
	free(t);
}

static struct task *take_first(struct work *w)
{
	struct task *t = w->first;

	if (t) {
		w->first = t->next;
		if (!w->first)
			w->last = NULL;
		t->next = NULL;
	}
	return t;
}

static void set_running(struct task *t, bool yes)
{
	struct task **p = &t->work->running;

	if (yes) {
		t->next = *p;
		*p = t;
		return;
	}
	while (*p && *p != t)
		p = &(*p)->next;
	if (*p)
		*p = t->next;
}

static int start_next(struct work *w, struct error *err);

/* The pool's callback: the child's slot is free again, and is filled at once. */
static void on_end(void *ctx, struct child_result *r)
{
	struct task *t = ctx;
	struct work *w = t->work;

	set_running(t, false);
	if (r->end != CHILD_INTERRUPTED && w->err.kind == ERR_NONE) {
		w->free_slot = true;
		t->done(t->ctx, r);
		work_refill(w);
	}
	task_free(t);
}

/* Starts the first task that is wanted: 1; 0 if there is none. */
static int start_next(struct work *w, struct error *err)
{
	while (w->err.kind == ERR_NONE && w->first) {
		struct task *t;

		if (interrupt_check(err) < 0)
			return -1;
		t = take_first(w);
		if (t->wanted && !t->wanted(t->ctx)) {
			t->done(t->ctx, NULL);
			task_free(t);
			continue;
		}
		t->spec.argv = (const char *const *)t->argv.items;
		set_running(t, true);
		if (child_pool_start(w->pool, &t->spec, on_end, t, err) < 0) {
			set_running(t, false);
			task_free(t);
			return -1;
		}
		return 1;
	}
	return 0;
}

void work_refill(struct work *w)
{
	struct error err = ERROR_INIT;
	int started;

	if (!w->free_slot)
		return;
	w->free_slot = false; /* a task that is not wanted has its callback called meanwhile */
	started = start_next(w, &err);
	if (started < 0)
		work_fail(w, &err);
	w->free_slot = started == 0;
}

int work_run(struct work *w, struct error *err)
{
	/* one after the other until all slots are taken and one is waited for; the callback does the same meanwhile */
	while (w->err.kind == ERR_NONE && w->first)
		if (start_next(w, err) < 0)
			return -1;
	if (w->err.kind == ERR_NONE && child_pool_drain(w->pool, err) < 0)
		return -1;
	if (w->err.kind == ERR_NONE)
		return 0;
	*err = w->err;
	return -1;
}

void work_free(struct work *w)
{
	struct task *t;

	if (!w)
		return;
	child_pool_free(w->pool);
	while ((t = take_first(w)) != NULL)
		task_free(t);
	while ((t = w->running) != NULL) {
		w->running = t->next;
		task_free(t);
	}
	free(w);
}
