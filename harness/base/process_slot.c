/* One running child: its output, its limits, its end. */
#include "base/process_internal.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"

#define MS INT64_C(1000000)
#define LEADER_EVERY (20 * MS)  /* between looks at the size of the child itself */
#define STRAYS_WAIT (2000 * MS) /* SIGKILL takes effect within that, or the process hangs in the kernel */

static uint64_t maxrss_bytes(const struct rusage *u)
{
#ifdef __APPLE__
	return (uint64_t)u->ru_maxrss;
#else
	return (uint64_t)u->ru_maxrss * 1024;
#endif
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

int slot_start(struct slot *s, const struct child_spec *spec, child_done *done, void *ctx, struct error *err)
{
	struct rusage own = { 0 };
	int64_t now;

	getrusage(RUSAGE_SELF, &own);
	now = clock_ns();
	*s = (struct slot){
		.start = now,
		.deadline = spec->deadline_ns ? spec->deadline_ns : CHILD_DEADLINE_NS,
		.next_look = now + LEADER_EVERY,
		.max_rss = spec->max_rss ? spec->max_rss : CHILD_MAX_RSS,
		.own_rss = maxrss_bytes(&own),
		.max_output = spec->max_output ? spec->max_output : CHILD_MAX_OUTPUT,
		.allow_many = spec->allow_many,
		.done = done,
		.ctx = ctx,
	};
	if (process_spawn(spec, &s->proc, err))
		return -1;
	s->busy = true;
	return 0;
}

void slot_kill(struct slot *s, enum child_end why, uint64_t limit)
{
	if (!s->killed) {
		s->killed = true;
		s->result.end = why;
		s->result.limit = limit;
	}
	/* the group's number is the leader's and stays taken until that is waited for: nobody else is hit */
	kill(-s->proc.pid, SIGKILL);
}

void slot_read(struct slot *s, int which, size_t budget)
{
	struct str *const bufs[PIPE_COUNT] = { &s->result.out, &s->result.err, &s->result.res };
	char buf[1 << 16];
	size_t sum = 0;

	while (s->proc.pipes[which] >= 0 && sum < budget) {
		ssize_t n = read(s->proc.pipes[which], buf, sizeof buf);
		size_t room = s->max_output - s->output;

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n <= 0) {
			close_fd(&s->proc.pipes[which]);
			return;
		}
		str_add_bytes(bufs[which], buf, (size_t)n < room ? (size_t)n : room);
		s->output += (size_t)n < room ? (size_t)n : room;
		sum += (size_t)n;
		if ((size_t)n > room) {
			slot_kill(s, CHILD_OUTPUT, s->max_output);
			close_fd(&s->proc.pipes[which]);
		}
	}
}

void slot_finish(struct slot *s)
{
	struct child_result r;
	struct rusage u = { 0 };
	uint64_t largest;
	int status = 0;
	pid_t got;

	claim_end(s->proc.pid);
	/* the group first, in one step that no fork in it escapes; then what left the group, one by one */
	kill(-s->proc.pid, SIGKILL);
	sweep_orphans(STRAYS_WAIT);
	for (int i = 0; i < PIPE_COUNT; i++) {
		/* all there is; max_output ends it if a stray out of reach goes on writing */
		slot_read(s, i, SIZE_MAX);
		close_fd(&s->proc.pipes[i]);
	}
	do {
		got = wait4(s->proc.pid, &status, 0, &u);
	} while (got < 0 && errno == EINTR);
	close_fd(&s->proc.pidfd);
	claim_remove(s->proc.pid);
	s->result.user_us = (int64_t)u.ru_utime.tv_sec * 1000000 + u.ru_utime.tv_usec;
	s->result.sys_us = (int64_t)u.ru_stime.tv_sec * 1000000 + u.ru_stime.tv_usec;
	/*
	 * ru_maxrss of a child starts with the size of the process that forked it (setmax_mm_hiwater_rss in the
	 * kernel's exec): it says something only where it is larger, or where nothing else is known.
	 */
	largest = maxrss_bytes(&u);
	if (largest > s->result.max_rss && (largest > s->own_rss || !s->result.max_rss))
		s->result.max_rss = largest;
	if (!s->killed && largest > s->max_rss && largest > s->own_rss) {
		s->killed = true;
		s->result.end = CHILD_MEMORY;
		s->result.limit = s->max_rss;
	}
	if (!s->killed)
		s->result.end = WIFSIGNALED(status) ? CHILD_SIGNALED : CHILD_EXITED;
	s->result.status = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
	r = s->result;
	s->result = (struct child_result){ 0 };
	s->busy = false;
	/* the slot is free before the callback, which may start the next child */
	if (s->done)
		s->done(s->ctx, &r);
	child_result_release(&r);
}

void slot_look(struct slot *s, int64_t now)
{
	uint64_t rss;

	if (now - s->start >= s->deadline) {
		slot_kill(s, CHILD_DEADLINE, (uint64_t)s->deadline);
		return;
	}
	/* a little early is fine: the looks of all slots fall together, and so do our wake-ups */
	if (now < s->next_look - LEADER_EVERY / 4)
		return;
	s->next_look = now + LEADER_EVERY;
	rss = process_rss(s->proc.pid);
	if (rss > s->result.max_rss)
		s->result.max_rss = rss;
	if (rss > s->max_rss)
		slot_kill(s, CHILD_MEMORY, s->max_rss);
}

void slot_judge(struct slot *s, const struct usage *u)
{
	if (u->rss > s->result.max_rss)
		s->result.max_rss = u->rss;
	if (u->rss > s->max_rss)
		slot_kill(s, CHILD_MEMORY, s->max_rss);
	else if (!s->allow_many && u->processes > CHILD_MAX_PROCESSES)
		slot_kill(s, CHILD_PROCESSES, CHILD_MAX_PROCESSES);
}

bool slot_watched(const struct slot *s)
{
	return s->busy && !s->ended && !s->killed;
}

bool slot_has_ended(const struct slot *s, bool pidfd_ready)
{
	siginfo_t info = { 0 };

	if (s->proc.pidfd >= 0)
		return pidfd_ready;
	return !waitid(P_PID, (id_t)s->proc.pid, &info, WEXITED | WNOHANG | WNOWAIT) && info.si_pid == s->proc.pid;
}
