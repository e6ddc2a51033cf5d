/*
 * Whose process is it? The claims of all pools, looks at /proc, and the end of those that no living child claims.
 *
 * A process belongs to a child when it is in the child's session, or descends from it or from somebody in that session.
 * What a child leaves behind becomes a child of ours (subreaper), so every stray has an ancestor directly below us.
 */
#include "base/process_internal.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "base/alloc.h"
#include "base/clock.h"
#include "base/process_proc.h"

#define MS INT64_C(1000000)

struct claim {
	pid_t pid;
	bool ended;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
	struct claim *items;
	size_t len, cap;
} claims;

void claims_lock(void)
{
	pthread_mutex_lock(&lock);
}

void claims_unlock(void)
{
	pthread_mutex_unlock(&lock);
}

static struct claim *claim_find(pid_t pid)
{
	for (size_t i = 0; i < claims.len; i++)
		if (claims.items[i].pid == pid)
			return &claims.items[i];
	return NULL;
}

static bool claim_lives(pid_t pid)
{
	const struct claim *c = claim_find(pid);

	return c && !c->ended;
}

void claim_add(pid_t pid)
{
	claims.items = vec_grow(claims.items, &claims.cap, claims.len + 1, sizeof *claims.items);
	claims.items[claims.len++] = (struct claim){ .pid = pid };
}

void claim_end(pid_t pid)
{
	struct claim *c;

	claims_lock();
	c = claim_find(pid);
	if (c)
		c->ended = true;
	claims_unlock();
}

void claim_remove(pid_t pid)
{
	struct claim *c;

	claims_lock();
	c = claim_find(pid);
	if (c)
		*c = claims.items[--claims.len];
	if (!claims.len) {
		free(claims.items);
		claims.items = NULL;
		claims.cap = 0;
	}
	claims_unlock();
}

void adopt_orphans(void)
{
#ifdef __linux__
	static pthread_mutex_t once = PTHREAD_MUTEX_INITIALIZER;
	static bool done;

	pthread_mutex_lock(&once);
	if (!done)
		(void)prctl(PR_SET_CHILD_SUBREAPER, 1UL, 0UL, 0UL, 0UL); /* refused: strays that left live on */
	done = true;
	pthread_mutex_unlock(&once);
#endif
}

/* The living child that p belongs to, 0 for a stray, -1 for a process that is none of ours. Claims locked. */
static pid_t owner(const struct proc_list *all, const struct proc *p, pid_t self, pid_t our_session)
{
	const struct proc *root;

	if (claim_lives(p->session))
		return p->session; /* nearly all; the others need a walk */
	root = proc_below(all, p, self);
	/* what stays in our own session was not started here but by some other part of the program */
	if (!root || root->session == our_session)
		return -1;
	if (claim_lives(root->pid))
		return root->pid;
	return claim_lives(root->session) ? root->session : 0;
}

/* Is there a child of ours that no living child claims? Claims locked. */
static bool any_stray(pid_t our_session)
{
	pid_t *children;
	size_t n;
	bool found = false;

	if (proc_children(&children, &n))
		return true; /* not known: look closer */
	for (size_t i = 0; i < n && !found; i++) {
		pid_t session = claim_find(children[i]) ? our_session : getsid(children[i]);

		found = session > 0 && session != our_session && !claim_lives(session);
	}
	free(children);
	return found;
}

/* Kills all strays and reaps those that are ours to reap; how many were there. Claims locked. */
static size_t kill_strays(pid_t our_session)
{
	const pid_t self = getpid();
	struct proc_list all = { 0 };
	size_t n = 0;

	proc_list_read(&all);
	for (size_t i = 0; i < all.len; i++) {
		const struct proc *p = &all.items[i];

		/* the leader of an ended child is a zombie that its pool waits for */
		if (claim_find(p->pid) || owner(&all, p, self, our_session) != 0)
			continue;
		n++;
		kill(p->pid, SIGKILL);
		if (p->parent == self)
			(void)waitpid(p->pid, NULL, WNOHANG);
	}
	proc_list_release(&all);
	return n;
}

void sweep_orphans(int64_t wait_ns)
{
	const pid_t our_session = getsid(0);
	const int64_t stop = clock_ns() + wait_ns;
	int64_t pause = MS / 10;

	for (;;) {
		bool more;

		claims_lock();
		more = any_stray(our_session) && kill_strays(our_session) > 0;
		claims_unlock();
		if (!more || clock_ns() >= stop)
			return;
		nanosleep(&(struct timespec){ .tv_nsec = pause }, NULL);
		pause = pause < 10 * MS ? pause * 2 : pause;
	}
}

void process_usage(struct usage *u, size_t n)
{
	const pid_t self = getpid(), our_session = getsid(0);
	struct proc_list all = { 0 };

	for (size_t i = 0; i < n; i++)
		u[i].rss = u[i].processes = 0;
	proc_list_read(&all);
	claims_lock();
	for (size_t i = 0; i < all.len; i++) {
		const struct proc *p = &all.items[i];
		pid_t whose = owner(&all, p, self, our_session);

		/* ended orphans of a living child: nobody else waits for them, and they are not its processes any more */
		if (whose > 0 && p->parent == self && !claim_find(p->pid) && waitpid(p->pid, NULL, WNOHANG) == p->pid)
			continue;
		for (size_t k = 0; k < n && whose > 0; k++) {
			if (u[k].pid != whose)
				continue;
			u[k].rss += p->rss;
			u[k].processes++;
		}
	}
	claims_unlock();
	proc_list_release(&all);
}
