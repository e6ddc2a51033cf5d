/* Children: how they start, what they get and give back, and the pool. */
#include "process_fixture.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/host.h"
#include "base/interrupt.h"
#include "base/process_internal.h"
#include "base/process_proc.h"

static void test_output_and_status(void **state)
{
	struct child_result r = sh("echo out; echo err >&2; exit 7", NULL);

	(void)state;
	assert_int_equal(r.end, CHILD_EXITED);
	assert_int_equal(r.status, 7);
	assert_false(child_ok(&r));
	assert_string_equal(str_cstr(&r.out), "out\n");
	assert_string_equal(str_cstr(&r.err), "err\n");
	assert_true(r.wall_ns > 0);
	assert_true(r.max_rss > 0);
	child_result_release(&r);
	r = sh("exit 0", NULL);
	assert_true(child_ok(&r));
	child_result_release(&r);
}

static void test_merged_output_keeps_its_order(void **state)
{
	struct child_result r =
		sh("echo 1; echo 2 >&2; echo 3; echo 4 >&2", &(struct child_spec){ .merge_output = true });

	(void)state;
	assert_string_equal(str_cstr(&r.out), "1\n2\n3\n4\n");
	assert_int_equal(r.err.len, 0);
	child_result_release(&r);
}

static void test_result_pipe(void **state)
{
	struct child_result r = sh("echo result >&3; echo out", &(struct child_spec){ .want_result = true });

	(void)state;
	assert_true(child_ok(&r));
	assert_string_equal(str_cstr(&r.res), "result\n");
	assert_string_equal(str_cstr(&r.out), "out\n");
	child_result_release(&r);
}

static void test_child_has_only_its_descriptors(void **state)
{
	/* one that whoever started us left open, without close-on-exec */
	int leak = open("/dev/null", O_RDONLY);
	int high = fcntl(leak, F_DUPFD, 200);
	struct child_result r = sh("cd /proc/self/fd && for f in *; do [ -e /proc/$$/fd/$f ] && echo $f; done", NULL);

	(void)state;
	assert_string_equal(str_cstr(&r.out), "0\n1\n2\n");
	child_result_release(&r);
	r = sh("readlink /proc/$$/fd/0; cat", NULL);
	assert_true(child_ok(&r));
	assert_string_equal(str_cstr(&r.out), "/dev/null\n");
	child_result_release(&r);
	close(leak);
	close(high);
}

/* Timers as late as asked for, in the child alone. */
static void test_timer_slack(void **state)
{
	struct child_result r;

	(void)state;
	if (access("/proc/self/timerslack_ns", R_OK))
		return; /* not on this system */
	r = sh("cat /proc/self/timerslack_ns", &(struct child_spec){ .timer_slack_ns = 10000000 });
	assert_string_equal(str_cstr(&r.out), "10000000\n");
	child_result_release(&r);
	r = sh("cat /proc/self/timerslack_ns", &(struct child_spec){ .timer_slack_ns = 0 });
	assert_string_not_equal(str_cstr(&r.out), "10000000\n");
	child_result_release(&r);
}

/* On one cpu from its first instruction on, and nobody else is moved. */
static void test_bound_to_a_cpu(void **state)
{
	const char *const argv[] = { "/bin/true", NULL };
	struct host_cpus before, after;
	struct error err = ERROR_INIT;
	struct child_result r;

	(void)state;
	host_allowed(&before);
	for (int cpu = 0; cpu < HOST_CPUS; cpu++) {
		char want[32];

		if (!host_cpus_has(&before, cpu))
			continue;
		snprintf(want, sizeof want, "%d\n", cpu);
		r = sh("sed -n 's/^Cpus_allowed_list:[[:space:]]*//p' /proc/self/status",
		       &(struct child_spec){ .bind = true, .cpu = cpu });
		assert_string_equal(str_cstr(&r.out), want);
		child_result_release(&r);
	}
	host_allowed(&after);
	assert_memory_equal(&before, &after, sizeof before);
	for (int i = 0; i < 2; i++) {
		const struct child_spec spec = { .argv = argv, .bind = true, .cpu = i ? -1 : CHILD_CPUS };

		assert_int_equal(child_run(&spec, &r, &err), -1);
		assert_non_null(strstr(err.msg, "no cpu"));
		error_clear(&err);
	}
	/* a cpu that this machine has not */
	if (host_cpus_has(&before, CHILD_CPUS - 1))
		return;
	const struct child_spec spec = { .argv = argv, .bind = true, .cpu = CHILD_CPUS - 1 };
	assert_int_equal(child_run(&spec, &r, &err), -1);
	assert_non_null(strstr(err.msg, "cannot bind it to cpu 4095"));
}

static void test_environment_and_folder(void **state)
{
	const char *const env[] = { "ONLY=this one", NULL };
	const char *const argv[] = { "/usr/bin/env", NULL };
	struct child_spec spec = { .argv = argv, .env = env };
	struct child_result r;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(child_run(&spec, &r, &err), 0);
	assert_string_equal(str_cstr(&r.out), "ONLY=this one\n");
	child_result_release(&r);
	r = sh("pwd", &(struct child_spec){ .cwd = "/usr" });
	assert_string_equal(str_cstr(&r.out), "/usr\n");
	child_result_release(&r);
}

static void test_signals_are_reset(void **state)
{
	/* 32 and 33 are the C library's own: nobody can reset them, and some make(1) start their children with them ignored */
	const unsigned long long library = UINT64_C(3) << 31;
	unsigned long long blocked = 1, ignored = 1;
	struct child_result r;
	sigset_t block, old;

	(void)state;
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&block);
	sigaddset(&block, SIGTERM);
	sigprocmask(SIG_BLOCK, &block, &old);
	r = sh("grep -E 'SigBlk|SigIgn' /proc/self/status", NULL);
	sigprocmask(SIG_SETMASK, &old, NULL);
	signal(SIGPIPE, SIG_DFL);
	assert_int_equal(sscanf(str_cstr(&r.out), "SigBlk: %llx SigIgn: %llx", &blocked, &ignored), 2);
	assert_int_equal(blocked, 0);
	assert_int_equal(ignored & ~library, 0);
	child_result_release(&r);
}

static void test_own_session(void **state)
{
	int pid, group, session, core;
	struct rlimit limit;
	struct child_result r;

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_CORE, &limit), 0);
	limit.rlim_cur = limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_CORE, &limit), 0);
	r = sh("cut -d' ' -f1,5,6 /proc/$$/stat; ulimit -c", NULL);
	assert_int_equal(sscanf(str_cstr(&r.out), "%d %d %d %d", &pid, &group, &session, &core), 4);
	assert_int_equal(pid, group);
	assert_int_equal(pid, session);
	assert_int_equal(core, 0);
	child_result_release(&r);
}

static void expect_no_start(const struct child_spec *spec, const char *what, const char *why)
{
	struct child_result r;
	struct error err = ERROR_INIT;

	assert_int_equal(child_run(spec, &r, &err), -1);
	assert_non_null(strstr(err.msg, what));
	assert_non_null(strstr(err.msg, why));
	assert_null(r.out.p);
	assert_false(have_children());
}

static void test_what_cannot_start_is_named(void **state)
{
	const char *const missing[] = { "/nowhere/program", NULL };
	const char *const folder[] = { "/usr", NULL };
	const char *const unknown[] = { "goalloc-no-such-program", NULL };
	const char *const shell[] = { "/bin/sh", "-c", "exit 0", NULL };
	const char *const nothing[] = { NULL };

	(void)state;
	expect_no_start(&(struct child_spec){ .argv = missing, .env = plain_env }, "/nowhere/program",
	                strerror(ENOENT));
	expect_no_start(&(struct child_spec){ .argv = folder, .env = plain_env }, "/usr", strerror(EACCES));
	expect_no_start(&(struct child_spec){ .argv = unknown, .env = plain_env }, "goalloc-no-such-program", "PATH");
	expect_no_start(&(struct child_spec){ .argv = shell, .env = plain_env, .cwd = "/nowhere" }, "/nowhere",
	                strerror(ENOENT));
	expect_no_start(&(struct child_spec){ .argv = nothing, .env = plain_env }, "no program", "");
}

static void test_death_by_signal(void **state)
{
	struct child_result r = sh("kill -USR1 $$", NULL);
	char text[128];

	(void)state;
	assert_int_equal(r.end, CHILD_SIGNALED);
	assert_int_equal(r.status, SIGUSR1);
	assert_non_null(strstr(child_end_text(&r, text, sizeof text), "signal 10"));
	child_result_release(&r);
}

struct tally {
	struct child_pool *pool;
	int ended, right, more;
	const struct child_spec *spec;
};

static void count(void *ctx, struct child_result *r)
{
	struct tally *t = ctx;
	struct error err = ERROR_INIT;

	t->ended++;
	t->right += child_ok(r) && !strcmp(str_cstr(&r->out), "x\n");
	if (t->more > 0) {
		t->more--;
		assert_int_equal(child_pool_start(t->pool, t->spec, count, t, &err), 0);
	}
}

static void run_many(int slots, int n, int more)
{
	const char *const argv[] = { "/bin/sh", "-c", "echo x", NULL };
	const struct child_spec spec = { .argv = argv, .env = plain_env };
	struct tally t = { .pool = child_pool_new(slots), .spec = &spec, .more = more };
	struct error err = ERROR_INIT;

	for (int i = 0; i < n; i++)
		assert_int_equal(child_pool_start(t.pool, &spec, count, &t, &err), 0);
	assert_int_equal(child_pool_drain(t.pool, &err), 0);
	assert_int_equal(t.ended, n + more);
	assert_int_equal(t.right, n + more);
	child_pool_free(t.pool);
	assert_false(have_children());
}

static int open_descriptors(void)
{
	struct strlist names = STRLIST_INIT;
	struct error err = ERROR_INIT;
	int n;

	assert_int_equal(dir_list("/proc/self/fd", &names, &err), 0);
	n = (int)names.len;
	strlist_release(&names);
	return n;
}

static void test_pool_of_many(void **state)
{
	int before = open_descriptors();

	(void)state;
	run_many(2, 200, 0);
	/* callbacks that start the next */
	run_many(2, 2, 40);
	assert_int_equal(open_descriptors(), before);
}

static void test_without_pidfd(void **state)
{
	struct child_result r;

	(void)state;
	process_without_pidfd = true;
	run_many(2, 20, 0);
	r = sh("sleep 64", &(struct child_spec){ .deadline_ns = 100 * MS });
	process_without_pidfd = false;
	assert_int_equal(r.end, CHILD_DEADLINE);
	child_result_release(&r);
}

static void test_one_slow_child_does_not_hold_the_pool(void **state)
{
	const char *const argv[] = { "/bin/sh", "-c", "echo x; sleep 65", NULL };
	const char *const quick[] = { "/bin/sh", "-c", "echo x", NULL };
	const struct child_spec slow = { .argv = argv, .env = plain_env };
	const struct child_spec fast = { .argv = quick, .env = plain_env };
	struct tally t = { .pool = child_pool_new(2) };
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(child_pool_start(t.pool, &slow, count, &t, &err), 0);
	for (int i = 0; i < 10; i++)
		assert_int_equal(child_pool_start(t.pool, &fast, count, &t, &err), 0);
	assert_in_range(t.ended, 9, 10);
	/* freed with the slow one running: it dies, and its callback is not called */
	child_pool_free(t.pool);
	assert_in_range(t.ended, 9, 10);
	assert_false(have_children());
}

static void raise_in_a_while(int sig)
{
	(void)sig;
	interrupt_raise();
}

static void test_interrupt(void **state)
{
	const char *const argv[] = { "/bin/sh", "-c", "echo x; sleep 66", NULL };
	const struct child_spec spec = { .argv = argv, .env = plain_env };
	struct child_pool *pool = child_pool_new(2);
	struct child_result r = { 0 };
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(child_pool_start(pool, &spec, keep, &r, &err), 0);
	signal(SIGALRM, raise_in_a_while);
	ualarm(100000, 0);
	assert_int_equal(child_pool_drain(pool, &err), -1);
	assert_int_equal(err.kind, ERR_INTERRUPTED);
	assert_int_equal(r.end, CHILD_INTERRUPTED);
	assert_string_equal(str_cstr(&r.out), "x\n");
	child_result_release(&r);
	error_clear(&err);
	assert_int_equal(child_pool_start(pool, &spec, keep, &r, &err), -1);
	assert_int_equal(err.kind, ERR_INTERRUPTED);
	assert_int_equal(child_run(&spec, &r, &err), -1);
	child_pool_free(pool);
	interrupt_clear();
	assert_false(have_children());
}

static void test_child_dies_with_us(void **state)
{
	int ends[2];
	pid_t pid;
	char name[64];
	int child = 0;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	pid = fork();
	if (pid == 0) {
		const char *const argv[] = { "/bin/sleep", "67", NULL };
		struct child_pool *pool = child_pool_new(1);
		struct error err = ERROR_INIT;
		struct started s;

		(void)pool;
		if (process_spawn(&(struct child_spec){ .argv = argv, .env = plain_env }, &s, &err))
			_exit(1);
		child = s.pid;
		(void)!write(ends[1], &child, sizeof child);
		_exit(0); /* as if killed: nothing is cleaned up */
	}
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(read(ends[0], &child, sizeof child), (int)sizeof child);
	snprintf(name, sizeof name, "/proc/%d/exe", child);
	/* it became our orphan, dead already or about to be */
	for (int i = 0; i < 1000 && waitpid(child, NULL, WNOHANG) != child && !kill(child, 0); i++)
		nanosleep(&(struct timespec){ .tv_nsec = 10 * MS }, NULL);
	assert_int_equal(kill(child, 0), -1);
	close(ends[0]);
	close(ends[1]);
}

static void test_cpu_time(void **state)
{
	int64_t before = children_cpu_ns();
	struct child_result r = sh("i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done", NULL);

	(void)state;
	assert_true(r.user_us + r.sys_us > 0);
	assert_true(children_cpu_ns() - before >= (r.user_us + r.sys_us) * 1000);
	child_result_release(&r);
}

static void test_program_find(void **state)
{
	char *folder = test_folder(), *old = xstrdup(getenv("PATH")), *found;
	struct error err = ERROR_INIT;
	char path[4096], expected[4200];

	(void)state;
	snprintf(path, sizeof path, "%s/tool", folder);
	assert_int_equal(file_write(path, "#!/bin/sh\necho mine\n", 20, &err), 0);
	snprintf(expected, sizeof expected, "/nowhere::%s:/bin", folder);
	setenv("PATH", expected, 1);
	assert_null(program_find("tool")); /* not executable */
	chmod(path, 0755);
	found = program_find("tool");
	assert_string_equal(found, path);
	free(found);
	found = program_find(path);
	assert_string_equal(found, path);
	free(found);
	assert_null(program_find(""));
	assert_null(program_find("goalloc-no-such-program"));
	assert_null(program_find(folder));
	setenv("PATH", old, 1);
	tree_remove(folder, &err);
	free(folder);
	free(old);
}

static void test_parse_of_a_stat_line(void **state)
{
	static const char line[] =
		"42 (a) R 1 (b) S 7 41 40 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 1000 123456 321 18446744";
	struct proc p;

	(void)state;
	assert_int_equal(proc_parse(line, 4096, &p), 0);
	assert_int_equal(p.pid, 42);
	assert_int_equal(p.parent, 7);
	assert_int_equal(p.session, 40);
	assert_int_equal(p.rss, 321 * 4096);
	assert_int_equal(proc_parse("42 (a) S 7 41", 4096, &p), -1);
	assert_int_equal(proc_parse("", 4096, &p), -1);
	assert_int_equal(proc_parse(")", 4096, &p), -1);
}

static void test_ancestors(void **state)
{
	struct proc items[] = { { 2, 1, 2, 0 }, { 5, 2, 5, 0 }, { 6, 5, 5, 0 }, { 8, 9, 8, 0 }, { 9, 8, 8, 0 } };
	const struct proc_list l = { .items = items, .len = 5 };

	(void)state;
	assert_ptr_equal(proc_below(&l, &items[2], 2), &items[1]);
	assert_ptr_equal(proc_below(&l, &items[1], 2), &items[1]);
	assert_null(proc_below(&l, &items[0], 2));
	assert_null(proc_below(&l, &items[3], 2)); /* a circle ends */
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_output_and_status),
	cmocka_unit_test(test_merged_output_keeps_its_order),
	cmocka_unit_test(test_result_pipe),
	cmocka_unit_test(test_child_has_only_its_descriptors),
	cmocka_unit_test(test_bound_to_a_cpu),
	cmocka_unit_test(test_timer_slack),
	cmocka_unit_test(test_environment_and_folder),
	cmocka_unit_test(test_signals_are_reset),
	cmocka_unit_test(test_own_session),
	cmocka_unit_test(test_what_cannot_start_is_named),
	cmocka_unit_test(test_death_by_signal),
	cmocka_unit_test(test_pool_of_many),
	cmocka_unit_test(test_without_pidfd),
	cmocka_unit_test(test_one_slow_child_does_not_hold_the_pool),
	cmocka_unit_test(test_interrupt),
	cmocka_unit_test(test_child_dies_with_us),
	cmocka_unit_test(test_cpu_time),
	cmocka_unit_test(test_program_find),
	cmocka_unit_test(test_parse_of_a_stat_line),
	cmocka_unit_test(test_ancestors),
};

PROCESS_TEST_MAIN(tests)
