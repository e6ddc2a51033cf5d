/*
 * Child processes: argument vectors, a given environment, an own session and process group, a deadline,
 * and limits on resident memory, processes and output. No threads: one pool polls all its children.
 *
 * Ownership: child_spec is borrowed for the duration of child_start / child_run; child_result belongs to the
 * caller of child_run (child_result_release) and to the callback for a pool (the pool releases it afterwards,
 * unless the callback has emptied it). Every fd a child gets is: 0 /dev/null, 1 and 2 pipes (the same pipe with
 * merge_output), 3 a pipe for results with want_result; all others are close-on-exec.
 * Descendants are killed with their child: by process group and session, and orphans that left both are adopted
 * (PR_SET_CHILD_SUBREAPER on Linux) and killed when no child of ours claims them.
 *
 * Order: child_pool_new .. child_pool_start (blocks while all slots are busy, serving the others) ..
 * child_pool_drain .. child_pool_free. A callback may start further children in the pool. Once interrupted()
 * (base/interrupt.h) every child is killed, every callback called, and start, drain and run fail with ERR_INTERRUPTED.
 *
 * On Linux a child dies with the thread that started it, so a pool stays with one thread; pools of several threads do
 * not disturb each other. Children get default signal dispositions, an empty mask and no core files. Elsewhere than
 * on Linux only the deadline, the output limit and the size of the process itself at its end are watched, and
 * descendants are killed by process group alone.
 */
#ifndef GOALLOC_BASE_PROCESS_H
#define GOALLOC_BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/confine.h"
#include "base/error.h"
#include "base/str.h"

struct child_spec {
	const char *const *argv; /* argv[0] is the program's path (our PATH is searched if it holds no slash) */
	const char *const *env;  /* NULL-terminated "K=V"; the whole environment of the child */
	const char *cwd;         /* NULL: ours */
	int64_t deadline_ns;     /* from start; 0: CHILD_DEADLINE_NS */
	uint64_t max_rss;        /* bytes resident, summed over the child's session; 0: CHILD_MAX_RSS */
	size_t max_output;       /* bytes over all pipes; 0: CHILD_MAX_OUTPUT */
	bool merge_output;       /* stderr into stdout's pipe, in the order written */
	bool want_result;        /* fd 3 is a pipe into result.res */
	bool allow_many;         /* a build tool: no limit of CHILD_MAX_PROCESSES */
	bool bind;               /* to `cpu` alone, from its first instruction on; Linux only */
	int cpu;                 /* 0 .. CHILD_CPUS - 1 */
	/* how late its timers may fire so that several fire at once, in nanoseconds; 0: the system's 50 us. Linux only */
	unsigned long timer_slack_ns;

	/* Walls around it; NULL: none. */
	struct confinement *confine;
};
#define CHILD_DEADLINE_NS (60 * INT64_C(1000000000))
#define CHILD_MAX_RSS (UINT64_C(2) << 30)
#define CHILD_MAX_OUTPUT ((size_t)64 << 20)
#define CHILD_MAX_PROCESSES 16
#define CHILD_CPUS 4096

enum child_end {
	CHILD_EXITED,   /* status is the exit status */
	CHILD_SIGNALED, /* status is the signal it died of by itself */
	CHILD_DEADLINE, /* the rest: killed by us */
	CHILD_MEMORY,
	CHILD_OUTPUT,
	CHILD_PROCESSES,
	CHILD_INTERRUPTED,
};

struct child_result {
	enum child_end end;
	int status;
	struct str out, err, res;
	int64_t wall_ns, user_us, sys_us; /* of the child and what it waited for (wait4) */
	uint64_t max_rss;                 /* bytes, largest seen; for a short child not below this program's own */
	uint64_t limit;                   /* the one that was hit: ns, bytes or processes */
};

void child_result_release(struct child_result *r);
/* "exit status 1", "killed: more than 2.1 GB resident", "killed: not done within 1 min 0 s": for people; returns buf. */
const char *child_end_text(const struct child_result *r, char *buf, size_t size);
bool child_ok(const struct child_result *r); /* exited with status 0 */

/*
 * Runs one child to its end. -1 only when it could not be started (exec's errno named) or on interrupt; *out is
 * empty then.
 */
int child_run(const struct child_spec *spec, struct child_result *out, struct error *err);

struct child_pool;
typedef void child_done(void *ctx, struct child_result *r);
struct child_pool *child_pool_new(int slots); /* at least 1 */
/* -1 when the child could not be started (no callback then) or on interrupt. */
int child_pool_start(struct child_pool *pool, const struct child_spec *spec, child_done *done, void *ctx,
                     struct error *err);
int child_pool_drain(struct child_pool *pool, struct error *err); /* until all have ended */
void child_pool_free(struct child_pool *pool);                    /* kills what still runs; no callbacks */

/* Total CPU time (user+system) that all children waited for so far have used, nanoseconds (getrusage). */
int64_t children_cpu_ns(void);
/* Where a program is found on $PATH; NULL if nowhere. The caller frees. */
char *program_find(const char *name);

#endif
