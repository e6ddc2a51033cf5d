/* The pool: slots, one poll over all pipes and ends, the limits. */
#include "base/process_internal.h"

#include <poll.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/interrupt.h"

#define MS INT64_C(1000000)
#define SCAN_EVERY (200 * MS)   /* between looks at all processes, and the age from which a child is worth one */
#define SCAN_SHARE 100          /* a scan that takes long is made rarer: this many times its own duration */
#define LONGEST_POLL (100 * MS) /* an interrupt that another thread took is noticed by then */
#define BLIND_POLL (2 * MS)     /* without pidfd */

struct child_pool {
	struct slot *slots;
	int count;
	struct pollfd *fds; /* pidfd and pipes of every slot */
	struct usage *usage;
	int64_t next_scan;
};

#define FDS_PER_SLOT (PIPE_COUNT + 1)

struct child_pool *child_pool_new(int slots)
{
	struct child_pool *pool = xcalloc(1, sizeof *pool);

	pool->count = slots > 1 ? slots : 1;
	pool->slots = xcalloc((size_t)pool->count, sizeof *pool->slots);
	pool->fds = xcalloc((size_t)pool->count * FDS_PER_SLOT, sizeof *pool->fds);
	pool->usage = xcalloc((size_t)pool->count, sizeof *pool->usage);
	adopt_orphans();
	return pool;
}

/* All processes of all children that have lived for a while; strays are removed on the way. */
static void scan(struct child_pool *pool, int64_t now)
{
	int64_t cost;
	size_t n = 0;

	for (int i = 0; i < pool->count; i++)
		if (slot_watched(&pool->slots[i]) && now - pool->slots[i].start >= SCAN_EVERY)
			pool->usage[n++].pid = pool->slots[i].proc.pid;
	if (!n)
		return;
	sweep_orphans(0);
	process_usage(pool->usage, n);
	for (int i = 0; i < pool->count; i++) {
		struct slot *s = &pool->slots[i];

		for (size_t k = 0; k < n && slot_watched(s); k++)
			if (pool->usage[k].pid == s->proc.pid)
				slot_judge(s, &pool->usage[k]);
	}
	cost = clock_ns() - now;
	pool->next_scan = now + (cost * SCAN_SHARE > SCAN_EVERY ? cost * SCAN_SHARE : SCAN_EVERY);
}

/* How long nothing needs to be looked at, in ms for poll. */
static int poll_time(const struct child_pool *pool, int64_t now)
{
	int64_t until = now + LONGEST_POLL;

	for (int i = 0; i < pool->count; i++) {
		const struct slot *s = &pool->slots[i];
		int64_t scan_at = pool->next_scan;

		if (!s->busy)
			continue;
		if (s->proc.pidfd < 0 && now + BLIND_POLL < until)
			until = now + BLIND_POLL;
		if (!slot_watched(s))
			continue;
		if (scan_at < s->start + SCAN_EVERY)
			scan_at = s->start + SCAN_EVERY;
		if (s->next_look < until)
			until = s->next_look;
		if (s->start + s->deadline < until)
			until = s->start + s->deadline;
		if (scan_at < until)
			until = scan_at;
	}
	return until <= now ? 0 : (int)((until - now + MS - 1) / MS);
}

/* Waits for something to happen and deals with it. */
static void serve(struct child_pool *pool)
{
	int64_t now = clock_ns();
	int ready;

	for (int i = 0; i < pool->count; i++) {
		struct pollfd *fds = &pool->fds[(size_t)i * FDS_PER_SLOT];
		const struct slot *s = &pool->slots[i];

		/* negative ones are skipped by poll */
		for (int k = 0; k < PIPE_COUNT; k++)
			fds[k] = (struct pollfd){ .fd = s->busy ? s->proc.pipes[k] : -1, .events = POLLIN };
		fds[PIPE_COUNT] = (struct pollfd){ .fd = s->busy ? s->proc.pidfd : -1, .events = POLLIN };
	}
	ready = poll(pool->fds, (nfds_t)pool->count * FDS_PER_SLOT, poll_time(pool, now));
	now = clock_ns();
	for (int i = 0; i < pool->count; i++) {
		const struct pollfd *fds = &pool->fds[(size_t)i * FDS_PER_SLOT];
		struct slot *s = &pool->slots[i];

		if (!s->busy)
			continue;
		for (int k = 0; k < PIPE_COUNT; k++)
			if (ready > 0 && fds[k].revents)
				slot_read(s, k, (size_t)1 << 16);
		if (!s->ended && slot_has_ended(s, ready > 0 && fds[PIPE_COUNT].revents)) {
			s->ended = true;
			s->result.wall_ns = now - s->start;
		}
		if (!slot_watched(s))
			continue;
		if (interrupted())
			slot_kill(s, CHILD_INTERRUPTED, 0);
		else
			slot_look(s, now);
	}
	if (now >= pool->next_scan)
		scan(pool, now);
	/* last, for callbacks come back into this pool and leave nothing above valid */
	for (int i = 0; i < pool->count; i++)
		if (pool->slots[i].busy && pool->slots[i].ended)
			slot_finish(&pool->slots[i]);
}

static struct slot *free_slot(struct child_pool *pool)
{
	for (int i = 0; i < pool->count; i++)
		if (!pool->slots[i].busy)
			return &pool->slots[i];
	return NULL;
}

static bool any_busy(const struct child_pool *pool)
{
	for (int i = 0; i < pool->count; i++)
		if (pool->slots[i].busy)
			return true;
	return false;
}

int child_pool_drain(struct child_pool *pool, struct error *err)
{
	while (any_busy(pool))
		serve(pool);
	return interrupt_check(err);
}

int child_pool_start(struct child_pool *pool, const struct child_spec *spec, child_done *done, void *ctx,
                     struct error *err)
{
	struct slot *s;

	while (!(s = free_slot(pool)) && !interrupted())
		serve(pool);
	if (interrupted())
		return child_pool_drain(pool, err);
	return slot_start(s, spec, done, ctx, err);
}

void child_pool_free(struct child_pool *pool)
{
	if (!pool)
		return;
	for (int i = 0; i < pool->count; i++) {
		if (!pool->slots[i].busy)
			continue;
		pool->slots[i].done = NULL;
		slot_kill(&pool->slots[i], CHILD_INTERRUPTED, 0);
	}
	while (any_busy(pool))
		serve(pool);
	free(pool->slots);
	free(pool->fds);
	free(pool->usage);
	free(pool);
}

static void take_result(void *ctx, struct child_result *r)
{
	*(struct child_result *)ctx = *r;
	*r = (struct child_result){ 0 };
}

int child_run(const struct child_spec *spec, struct child_result *out, struct error *err)
{
	struct child_pool *pool = child_pool_new(1);
	int rc;

	*out = (struct child_result){ 0 };
	rc = child_pool_start(pool, spec, take_result, out, err);
	if (!rc)
		rc = child_pool_drain(pool, err);
	child_pool_free(pool);
	if (rc) {
		child_result_release(out);
		*out = (struct child_result){ 0 };
	}
	return rc;
}
