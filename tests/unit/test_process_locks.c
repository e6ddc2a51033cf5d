/* What a child holds between fork and exec, when its parent is killed there. */
#include "process_fixture.h"

#ifdef __linux__
#include <sys/ptrace.h>
#include <sys/syscall.h>

/* The tracee: holds the lock and starts a child. */
static _Noreturn void hold_and_start(const char *lock)
{
	struct error err = ERROR_INIT;
	int fd;

	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		_exit(77);
	raise(SIGSTOP);
	if (!file_lock(lock, 0, &fd, NULL, &err))
		sh("true", NULL);
	_exit(0);
}

static void resume(enum __ptrace_request how, pid_t pid, int signal)
{
	/* it may have been killed meanwhile */
	(void)ptrace(how, pid, NULL, (void *)(intptr_t)signal);
}

/* Lets the process run up to its vfork; the child's pid. */
static pid_t until_vfork(pid_t parent)
{
	unsigned long child = 0;
	int status;

	assert_int_equal(ptrace(PTRACE_SETOPTIONS, parent, NULL,
	                        (void *)(intptr_t)(PTRACE_O_TRACEVFORK | PTRACE_O_TRACEFORK | PTRACE_O_TRACESYSGOOD |
	                                           PTRACE_O_EXITKILL)),
	                 0);
	resume(PTRACE_CONT, parent, 0);
	for (;;) {
		assert_int_equal(waitpid(parent, &status, __WALL), parent);
		assert_true(WIFSTOPPED(status));
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_VFORK << 8) ||
		    status >> 8 == (SIGTRAP | PTRACE_EVENT_FORK << 8))
			break;
		resume(PTRACE_CONT, parent, WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status));
	}
	assert_int_equal(ptrace(PTRACE_GETEVENTMSG, parent, NULL, &child), 0);
	return (pid_t)child;
}

/* Lets the child run up to its setsid, the first thing that any child does for itself. */
static void until_setsid(pid_t child)
{
	for (;;) {
		struct __ptrace_syscall_info info;
		int status;

		assert_int_equal(waitpid(child, &status, __WALL), child);
		assert_true(WIFSTOPPED(status));
		if (ptrace(PTRACE_GET_SYSCALL_INFO, child, (void *)sizeof info, &info) > 0 &&
		    info.op == PTRACE_SYSCALL_INFO_ENTRY && info.entry.nr == SYS_setsid)
			return;
		resume(PTRACE_SYSCALL, child, 0);
	}
}

static void the_child_of_a_killed_parent_holds_no_lock(void **state)
{
	char *folder = test_folder(), *path;
	struct error err = ERROR_INIT;
	pid_t parent, child;
	int status, fd;

	(void)state;
	assert_true(asprintf(&path, "%s/lock", folder) > 0);
	parent = fork();
	if (parent == 0)
		hold_and_start(path);
	assert_int_equal(waitpid(parent, &status, 0), parent);
	if (WIFEXITED(status))
		skip(); /* nobody may be traced here */
	child = until_vfork(parent);
	until_setsid(child);
	assert_int_equal(file_lock(path, 0, &fd, NULL, &err), -1); /* the parent's */
	kill(parent, SIGKILL);
	assert_int_equal(waitpid(parent, &status, __WALL), parent);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(file_lock(path, 0, &fd, NULL, &err), 0);
	file_unlock(fd);
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, &status, __WALL), child);
	assert_int_equal(tree_remove(folder, &err), 0);
	free(path);
	free(folder);
}
#else
static void the_child_of_a_killed_parent_holds_no_lock(void **state)
{
	(void)state;
	skip();
}
#endif

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(the_child_of_a_killed_parent_holds_no_lock),
};

PROCESS_TEST_MAIN(tests)
