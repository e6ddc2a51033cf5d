/* From an argument vector to a running program with a known state: session, signals, descriptors, nothing inherited. */
#include "base/process_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

#include "base/alloc.h"
#include "base/confine_internal.h"
#include "base/file.h"

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif

bool process_without_pidfd;

enum stage { STAGE_SETUP, STAGE_BIND, STAGE_WALL, STAGE_CWD, STAGE_EXEC };

struct failure {
	enum stage stage;
	int number;
	int wall; /* enum mechanism */
};

/* All that the child needs between fork and exec, made ready before: there it may not allocate. */
struct launch {
	const char *path, *cwd;
	char *const *argv, *const *env;
	int fds[4]; /* what becomes 0..3; -1: for 2 the same as 1, for 3 nothing */
	int report; /* closed by a successful exec, else told what failed */
	pid_t parent;
	unsigned long timer_slack_ns; /* 0: the system's */
	const unsigned long *cpus;    /* a set of CHILD_CPUS bits to be bound to; NULL: none */
	struct gear gear;
};
#define CPU_WORD (8 * sizeof(unsigned long))
#define CPU_WORDS (CHILD_CPUS / CPU_WORD)

static void keep_from_exec(int first)
{
#if defined __linux__ && defined SYS_close_range
	if (!syscall(SYS_close_range, (unsigned int)first, ~0U, CLOSE_RANGE_CLOEXEC))
		return;
#endif
	/* an old kernel: what lies higher than this was hardly left open by whoever started us */
	for (int fd = first; fd < 1024; fd++) {
		int flags = fcntl(fd, F_GETFD);

		if (flags >= 0)
			(void)fcntl(fd, F_SETFD, flags | FD_CLOEXEC);
	}
}

static void default_signals(void)
{
	struct sigaction sa = { .sa_handler = SIG_DFL };
	sigset_t none;

	sigemptyset(&sa.sa_mask);
	for (int sig = 1; sig < NSIG; sig++)
		(void)sigaction(sig, &sa, NULL);
	/* only now that no handler of ours can run: after vfork it would write into our parent's memory */
	sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The child, in its parent's memory: system calls only, nothing of the parent's is changed. */
__attribute__((noinline)) static _Noreturn void become(const struct launch *l)
{
	struct failure f = { .stage = STAGE_SETUP };
	const struct rlimit no_core = { 0, 0 };
	int last = l->fds[3] >= 0 ? 3 : 2;

	file_locks_leave();
	if (setsid() < 0)
		goto fail;
#ifdef __linux__
	/* a parent that died before the prctl sends no signal any more */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) || getppid() != l->parent)
		goto fail;
	if (l->timer_slack_ns && prctl(PR_SET_TIMERSLACK, l->timer_slack_ns))
		goto fail;
#endif
#if defined __linux__ && defined SYS_sched_setaffinity
	f.stage = STAGE_BIND;
	if (l->cpus && syscall(SYS_sched_setaffinity, 0, CPU_WORDS * sizeof *l->cpus, l->cpus))
		goto fail;
	f.stage = STAGE_SETUP;
#endif
	default_signals();
	(void)setrlimit(RLIMIT_CORE, &no_core);
	for (int i = 0; i <= last; i++)
		if (dup2(l->fds[i] >= 0 ? l->fds[i] : 1, i) < 0) /* stderr without a pipe joins stdout */
			goto fail;
	keep_from_exec(last + 1);
	f.stage = STAGE_WALL;
	f.wall = confine_spaces(&l->gear);
	if (f.wall >= 0)
		goto fail;
	if (l->cwd) {
		f.stage = STAGE_CWD;
		if (chdir(l->cwd))
			goto fail;
	}
	f.stage = STAGE_WALL;
	f.wall = confine_rights(&l->gear);
	if (f.wall >= 0)
		goto fail;
	f.stage = STAGE_EXEC;
	execve(l->path, l->argv, l->env);
fail:
	f.number = errno;
	(void)!write(l->report, &f, sizeof f);
	_exit(127);
}

/* Above the numbers that dup2 will overwrite in the child, even if our own 0..3 are closed. */
static int lift(int fd)
{
	int high = fcntl(fd, F_DUPFD_CLOEXEC, 10);
	int saved = errno;

	close(fd);
	errno = saved;
	return high;
}

static int make_pipe(int ends[2])
{
	int low[2];

	ends[0] = ends[1] = -1;
#ifdef __linux__
	if (pipe2(low, O_CLOEXEC))
		return -1;
#else
	if (pipe(low))
		return -1;
#endif
	ends[0] = lift(low[0]);
	ends[1] = lift(low[1]);
	return ends[0] < 0 || ends[1] < 0 ? -1 : 0;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static int open_pidfd(pid_t pid)
{
#if defined __linux__ && defined SYS_pidfd_open
	if (!process_without_pidfd)
		return (int)syscall(SYS_pidfd_open, pid, 0U);
#endif
	(void)pid;
	return -1;
}

static pid_t fork_and_claim(const struct launch *l)
{
	sigset_t all, old;
	pid_t pid;
	int saved;

	sigfillset(&all);
	claims_lock();
	pthread_sigmask(SIG_SETMASK, &all, &old);
#ifdef __linux__
	/* a fork would copy the page tables of a large driver for each of thousands of short children */
	pid = vfork();
#else
	pid = fork();
#endif
	if (pid == 0)
		become(l); /* only system calls there, and no return. NOLINT(clang-analyzer-unix.Vfork) */
	saved = errno;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (pid > 0)
		claim_add(pid);
	claims_unlock();
	errno = saved;
	return pid;
}

static int explain(const struct child_spec *spec, const char *path, const struct failure *f, struct error *err)
{
	errno = f->number;
	switch (f->stage) {
	case STAGE_CWD:
		return error_errno(err, ERR_INFRA, "cannot run %s: cannot enter folder %s", path, spec->cwd);
	case STAGE_EXEC:
		return error_errno(err, ERR_INFRA, "cannot run %s", path);
	case STAGE_WALL:
		return error_errno(err, ERR_INFRA,
		                   "cannot run %s: a wall around it does not stand (%s; `goalloc doctor` says more, "
		                   "GOALLOC_CONFINE=off does without)",
		                   path, mechanism_name((enum mechanism)f->wall));
	case STAGE_BIND:
		return error_errno(err, ERR_INFRA, "cannot run %s: cannot bind it to cpu %d", path, spec->cpu);
	case STAGE_SETUP:
		break;
	}
	return error_errno(err, ERR_INFRA, "cannot run %s: cannot prepare the process", path);
}

static ssize_t read_report(int fd, struct failure *f)
{
	ssize_t n;

	do {
		n = read(fd, f, sizeof *f);
	} while (n < 0 && errno == EINTR);
	return n;
}

static void reap(pid_t pid)
{
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

/* All pipes of a child, both ends. */
static int make_pipes(const struct child_spec *spec, struct launch *l, struct started *s, int report[2])
{
	int ends[2];

	if (make_pipe(report))
		return -1;
	l->report = report[1];
	l->fds[0] = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (l->fds[0] < 0 || (l->fds[0] = lift(l->fds[0])) < 0)
		return -1;
	for (int i = 0; i < PIPE_COUNT; i++) {
		if ((i == PIPE_ERR && spec->merge_output) || (i == PIPE_RES && !spec->want_result))
			continue;
		if (make_pipe(ends)) {
			close_fd(&ends[0]);
			close_fd(&ends[1]);
			return -1;
		}
		s->pipes[i] = ends[0];
		l->fds[i + 1] = ends[1];
		if (fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0)
			return -1;
	}
	return 0;
}

int process_spawn(const struct child_spec *spec, struct started *out, struct error *err)
{
	static char *const no_env[] = { NULL };
	struct launch l = { .cwd = spec->cwd,
		            .fds = { -1, -1, -1, -1 },
		            .report = -1,
		            .parent = getpid(),
		            .gear = GEAR_NONE,
		            .timer_slack_ns = spec->timer_slack_ns };
	struct failure f = { .stage = STAGE_SETUP, .number = EIO };
	unsigned long cpus[CPU_WORDS] = { 0 };
	int report[2] = { -1, -1 };
	char *found = NULL, *here = NULL;
	int rc = -1;

	*out = (struct started){ .pid = -1, .pidfd = -1, .pipes = { -1, -1, -1 } };
	if (!spec->argv || !spec->argv[0])
		return error_set(err, ERR_USAGE, "no program to run");
	if (spec->bind) {
		if (spec->cpu < 0 || spec->cpu >= CHILD_CPUS)
			return error_set(err, ERR_USAGE, "there is no cpu %d to run %s on", spec->cpu, spec->argv[0]);
		/* the kernel's format: bit i of an array of longs (sched_setaffinity(2)) */
		cpus[(size_t)spec->cpu / CPU_WORD] |= 1UL << ((size_t)spec->cpu % CPU_WORD);
		l.cpus = cpus;
	}
	l.path = spec->argv[0];
	if (!strchr(l.path, '/')) {
		found = program_find(l.path);
		if (!found)
			return error_set(err, ERR_INFRA, "cannot run %s: not found on PATH; install it", l.path);
		l.path = found;
	}
	/* execve takes both without const for history's sake and changes neither */
	l.argv = (char *const *)(uintptr_t)spec->argv;
	l.env = spec->env ? (char *const *)(uintptr_t)spec->env : no_env;
	if (spec->confine && confinement_gear(spec->confine, &l.gear, err)) {
		error_prefix(err, "cannot run %s", l.path);
		goto done;
	}
	/* a mount namespace has its own root, and whoever enters it stands there */
	if (l.gear.mount >= 0 && !l.cwd)
		l.cwd = here = path_absolute(".");
	if (make_pipes(spec, &l, out, report)) {
		error_errno(err, ERR_INFRA, "cannot run %s: cannot make its pipes", l.path);
		goto done;
	}
	out->pid = fork_and_claim(&l);
	if (out->pid < 0) {
		error_errno(err, ERR_INFRA, "cannot run %s: cannot fork", l.path);
		goto done;
	}
	close_fd(&report[1]);
	if (read_report(report[0], &f) == 0) {
		out->pidfd = open_pidfd(out->pid);
		rc = 0;
		goto done;
	}
	explain(spec, l.path, &f, err);
	reap(out->pid);
	claim_remove(out->pid);
done:
	for (int i = 0; i < 4; i++)
		close_fd(&l.fds[i]);
	close_fd(&report[0]);
	close_fd(&report[1]);
	for (int i = 0; rc && i < PIPE_COUNT; i++)
		close_fd(&out->pipes[i]);
	free(found);
	free(here);
	return rc;
}
