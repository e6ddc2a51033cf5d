/*
 * What the tests of child processes share: short ways to run one, and the program as its own child for what sh cannot
 * do (see be_child; PROCESS_TEST_MAIN).
 */
#ifndef GOALLOC_TESTS_PROCESS_FIXTURE_H
#define GOALLOC_TESTS_PROCESS_FIXTURE_H

#include "testing.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>

#include "base/file.h"
#include "base/process.h"

#define MS INT64_C(1000000)
#define SECOND (1000 * MS)

static char self_path[4096];
static char mark[64]; /* an argument by which only this run's processes are known */
static const char *const plain_env[] = { "PATH=/usr/bin:/bin", NULL };

/* Runs `sh -c script` with the other settings of *base. */
static inline struct child_result sh(const char *script, const struct child_spec *base)
{
	const char *argv[] = { "/bin/sh", "-c", script, NULL };
	struct child_spec spec = base ? *base : (struct child_spec){ 0 };
	struct child_result r;
	struct error err = ERROR_INIT;

	spec.argv = argv;
	spec.env = plain_env;
	if (child_run(&spec, &r, &err))
		fail_msg("%s: %s", script, err.msg);
	return r;
}

static inline struct child_result run_self(const char *task, const char *argument, const struct child_spec *base)
{
	const char *argv[] = { self_path, task, argument, NULL };
	struct child_spec spec = base ? *base : (struct child_spec){ 0 };
	struct child_result r;
	struct error err = ERROR_INIT;

	spec.argv = argv;
	spec.env = plain_env;
	if (child_run(&spec, &r, &err))
		fail_msg("%s: %s", task, err.msg);
	return r;
}

/* Is there a process with these two arguments side by side? */
static inline bool someone_runs(const char *program, const char *argument)
{
	struct strlist names = STRLIST_INIT;
	struct str wanted = STR_INIT;
	struct error err = ERROR_INIT;
	bool found = false;

	str_add_bytes(&wanted, program, strlen(program) + 1);
	str_add_bytes(&wanted, argument, strlen(argument) + 1);
	assert_int_equal(dir_list("/proc", &names, &err), 0);
	for (size_t i = 0; i < names.len; i++) {
		struct str line = STR_INIT, path = STR_INIT;

		str_addf(&path, "/proc/%s/cmdline", names.items[i]);
		if (path_is_file(path.p) && !file_read(path.p, 1 << 20, &line, &err))
			found = found || (line.len && memmem(line.p, line.len, wanted.p, wanted.len));
		str_release(&line);
		str_release(&path);
	}
	strlist_release(&names);
	str_release(&wanted);
	return found;
}

static inline bool have_children(void)
{
	siginfo_t info;

	return !waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT);
}

static inline void keep(void *ctx, struct child_result *r)
{
	*(struct child_result *)ctx = *r;
	*r = (struct child_result){ 0 };
}

/* Touches n MB. */
static inline void eat(long n)
{
	size_t size = (size_t)n << 20;
	char *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	for (size_t i = 0; i < size; i += 4096)
		((volatile char *)p)[i] = 1;
}

static inline void escape(const char *name)
{
	int ends[2];
	char c;

	if (pipe2(ends, O_CLOEXEC))
		_exit(1);
	if (fork() == 0) {
		setsid();
		if (fork() == 0) {
			/* holds on to stdout and stderr; the pipe closes when it is under way */
			execl(self_path, self_path, "sleep", name, (char *)NULL);
			_exit(1);
		}
		_exit(0);
	}
	wait(NULL);
	close(ends[1]);
	(void)!read(ends[0], &c, 1);
}

static inline int be_child(const char *task, const char *argument)
{
	if (!strcmp(task, "eat")) {
		eat(atol(argument));
	} else if (!strcmp(task, "eat-and-stay")) {
		eat(atol(argument));
		sleep(60);
	} else if (!strcmp(task, "four-eaters")) {
		for (int i = 0; i < 4; i++) {
			if (fork() == 0) {
				eat(atol(argument));
				sleep(60);
				_exit(0);
			}
		}
		sleep(60);
	} else if (!strcmp(task, "big-pipe")) {
		size_t n = (size_t)atol(argument);
		char *p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		(void)fcntl(1, F_SETPIPE_SZ, 1 << 20);
		return write(1, p, n) != (ssize_t)n;
	} else if (!strcmp(task, "bomb")) {
		for (int i = 0; i < 40 && fork() != 0; i++)
			;
		sleep(60);
	} else if (!strcmp(task, "sleep")) {
		sleep(60);
	} else if (!strcmp(task, "escape")) {
		escape(argument);
	} else if (!strcmp(task, "escape-and-stay")) {
		escape(argument);
		while (someone_runs("sleep", argument))
			nanosleep(&(struct timespec){ .tv_nsec = 10 * MS }, NULL);
		puts("escaper gone");
	} else {
		return 1;
	}
	return 0;
}

/* Runs the tests; with a task and its argument the program is a child. */
static inline int process_test_main(int argc, char **argv, const struct CMUnitTest *tests, size_t n)
{
	ssize_t len = readlink("/proc/self/exe", self_path, sizeof self_path - 1);

	if (len < 0)
		return 1;
	snprintf(mark, sizeof mark, "goalloc-test-%ld", (long)getpid());
	if (argc == 3)
		return be_child(argv[1], argv[2]);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return _cmocka_run_group_tests("process", tests, n, NULL, NULL);
}

#define PROCESS_TEST_MAIN(tests)                                                                                       \
	int main(int argc, char **argv)                                                                                \
	{                                                                                                              \
		return process_test_main(argc, argv, (tests), sizeof(tests) / sizeof *(tests));                        \
	}

#endif
