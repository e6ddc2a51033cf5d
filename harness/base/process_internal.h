/*
 * What the parts of process.h share: starting (process_spawn.c), watching and killing (process_watch.c), the loop
 * (process.c). Nobody else includes this but its tests.
 */
#ifndef GOALLOC_BASE_PROCESS_INTERNAL_H
#define GOALLOC_BASE_PROCESS_INTERNAL_H

#include <sys/types.h>

#include "base/process.h"

enum { PIPE_OUT, PIPE_ERR, PIPE_RES, PIPE_COUNT };

/* A child just started: its pid (already claimed) and our ends of its pipes, not blocking, -1 for none. */
struct started {
	pid_t pid;
	int pidfd; /* readable once the child has ended; -1 where the system has none */
	int pipes[PIPE_COUNT];
};

/* Starts the child: returns after its exec has succeeded. */
int process_spawn(const struct child_spec *spec, struct started *out, struct error *err);

/* Tests set it to take the way of systems without pidfd_open. */
extern bool process_without_pidfd;

/*
 * The claims: the pids of all children of all pools, so that a sweep can tell them from orphans. Locked from before
 * the fork until the claim is made, or a sweep of another thread would kill the newborn.
 */
void claims_lock(void);
void claims_unlock(void);
void claim_add(pid_t pid);    /* the lock is held */
void claim_end(pid_t pid);    /* takes the lock: the leader has ended, its session is free to be killed */
void claim_remove(pid_t pid); /* takes the lock: the leader has been waited for */

/* Once, before the first child: orphans of our descendants become our children. */
void adopt_orphans(void);

/*
 * Kills and reaps every descendant that no living child claims; waits up to wait_ns for their end. Cheap when there is
 * none.
 */
void sweep_orphans(int64_t wait_ns);

/* Bytes resident of one process; 0 if unknown. */
uint64_t process_rss(pid_t pid);

/* What the processes of one child's session, and its descendants outside, come to. */
struct usage {
	pid_t pid; /* in: the leader */
	uint64_t rss;
	size_t processes;
};
/* Fills u[0..n) from one look at all processes; leaves zeros where the system does not tell. */
void process_usage(struct usage *u, size_t n);

/* One place in a pool and the child in it (process_slot.c). */
struct slot {
	bool busy;
	bool ended;  /* the leader is a zombie */
	bool killed; /* by us, for result.end */
	struct started proc;
	struct child_result result;
	int64_t start, deadline, next_look;
	uint64_t max_rss;
	uint64_t own_rss; /* of this program when the child was started */
	size_t output, max_output;
	bool allow_many;
	child_done *done;
	void *ctx;
};

int slot_start(struct slot *s, const struct child_spec *spec, child_done *done, void *ctx, struct error *err);
bool slot_watched(const struct slot *s); /* runs, as far as we know, and within its limits */
void slot_kill(struct slot *s, enum child_end why, uint64_t limit);
/* Reads what is there, at most about `budget` bytes; closes the pipe at its end. */
void slot_read(struct slot *s, int which, size_t budget);
/* Deadline and the size of the child itself. */
void slot_look(struct slot *s, int64_t now);
/* The size and number of all its processes. */
void slot_judge(struct slot *s, const struct usage *u);
bool slot_has_ended(const struct slot *s, bool pidfd_ready);
/* The leader has ended: all that is left of the child goes, the slot becomes free, the callback is called. */
void slot_finish(struct slot *s);

#endif
