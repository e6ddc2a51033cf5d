/* Children: deadlines and limits, and the end of all they started. */
#include "process_fixture.h"

#include "base/clock.h"
#include "base/process_internal.h"

static void test_deadline(void **state)
{
	struct child_result r = sh("trap '' TERM INT; echo before; sleep 61 & sleep 61",
	                           &(struct child_spec){ .deadline_ns = 150 * MS });
	char text[128];

	(void)state;
	assert_int_equal(r.end, CHILD_DEADLINE);
	assert_string_equal(str_cstr(&r.out), "before\n");
	assert_true(r.wall_ns >= 150 * MS);
	assert_string_equal(child_end_text(&r, text, sizeof text), "killed: not done within 150 ms");
	child_result_release(&r);
	assert_false(have_children());
}

static void test_output_limit(void **state)
{
	struct child_result r = sh("yes 2>&1", &(struct child_spec){ .max_output = 100001 });

	(void)state;
	assert_int_equal(r.end, CHILD_OUTPUT);
	assert_int_equal(r.out.len, 100001);
	child_result_release(&r);
	/* over all pipes together, and noticed even if the child has ended before we look */
	r = sh("echo 12345; echo 12345 >&2; echo 12345 >&3",
	       &(struct child_spec){ .max_output = 17, .want_result = true });
	assert_int_equal(r.end, CHILD_OUTPUT);
	assert_int_equal(r.out.len + r.err.len + r.res.len, 17);
	child_result_release(&r);
	r = sh("echo 12345; echo 12345 >&2; echo 12345 >&3",
	       &(struct child_spec){ .max_output = 18, .want_result = true });
	assert_true(child_ok(&r));
	child_result_release(&r);
}

static void test_memory_limit(void **state)
{
	const struct child_spec limit = { .max_rss = UINT64_C(300) << 20 };
	struct child_result r = run_self("eat-and-stay", "400", &limit);
	char text[128];

	(void)state;
	assert_int_equal(r.end, CHILD_MEMORY);
	assert_true(r.max_rss > limit.max_rss);
	assert_string_equal(child_end_text(&r, text, sizeof text), "killed: more than 314.6 MB resident");
	child_result_release(&r);
	r = run_self("eat", "20", &limit);
	assert_true(child_ok(&r));
	child_result_release(&r);
}

/* The two that the look at all processes would cover up. */
static void test_memory_of_the_child_itself(void **state)
{
	const char *stays[] = { self_path, "eat-and-stay", "400", NULL }, *leaves[] = { self_path, "eat", "400", NULL };
	struct child_spec spec = { .argv = stays, .env = plain_env, .max_rss = UINT64_C(300) << 20 };
	struct slot s;
	struct child_result r = { 0 };
	struct error err = ERROR_INIT;
	siginfo_t info;

	(void)state;
	assert_int_equal(slot_start(&s, &spec, keep, &r, &err), 0);
	while (!s.killed) {
		nanosleep(&(struct timespec){ .tv_nsec = 5 * MS }, NULL);
		slot_look(&s, clock_ns());
	}
	assert_int_equal(waitid(P_PID, (id_t)s.proc.pid, &info, WEXITED | WNOWAIT), 0);
	slot_finish(&s);
	assert_int_equal(r.end, CHILD_MEMORY);
	child_result_release(&r);
	/* gone before anybody looked: the system knows its largest size */
	spec.argv = leaves;
	assert_int_equal(slot_start(&s, &spec, keep, &r, &err), 0);
	assert_int_equal(waitid(P_PID, (id_t)s.proc.pid, &info, WEXITED | WNOWAIT), 0);
	slot_finish(&s);
	assert_int_equal(r.end, CHILD_MEMORY);
	assert_true(r.max_rss > spec.max_rss);
	child_result_release(&r);
}

static void test_output_left_at_the_end(void **state)
{
	/* all of it waits in the pipe when the child is gone */
	const char *argv[] = { self_path, "big-pipe", "200000", NULL };
	struct child_spec spec = { .argv = argv, .env = plain_env };
	struct slot s;
	struct child_result r = { 0 };
	struct error err = ERROR_INIT;
	siginfo_t info;

	(void)state;
	assert_int_equal(slot_start(&s, &spec, keep, &r, &err), 0);
	assert_int_equal(waitid(P_PID, (id_t)s.proc.pid, &info, WEXITED | WNOWAIT), 0);
	slot_finish(&s);
	assert_true(child_ok(&r));
	assert_int_equal(r.out.len, 200000);
	child_result_release(&r);
}

static void test_memory_is_summed_over_the_session(void **state)
{
	/* four times 100 MB, none of them over the limit by itself */
	struct child_result r = run_self("four-eaters", "100", &(struct child_spec){ .max_rss = UINT64_C(300) << 20 });

	(void)state;
	assert_int_equal(r.end, CHILD_MEMORY);
	child_result_release(&r);
	assert_false(have_children());
}

static void test_process_limit(void **state)
{
	struct child_result r = run_self("bomb", mark, NULL);

	(void)state;
	assert_int_equal(r.end, CHILD_PROCESSES);
	child_result_release(&r);
	assert_false(have_children());
	assert_false(someone_runs("bomb", mark));
	/* a build tool may */
	r = run_self("bomb", mark, &(struct child_spec){ .allow_many = true, .deadline_ns = 800 * MS });
	assert_int_equal(r.end, CHILD_DEADLINE);
	child_result_release(&r);
	assert_false(have_children());
}

static void test_ended_orphans_do_not_count(void **state)
{
	struct child_result r = sh("i=0; while [ $i -lt 30 ]; do (true & ) ; i=$((i+1)); done; sleep 0.5", NULL);

	(void)state;
	assert_true(child_ok(&r));
	child_result_release(&r);
	assert_false(have_children());
}

static void test_grandchild_holding_the_pipes(void **state)
{
	struct child_result r = sh("echo done; sleep 63 & exit 0", NULL);

	(void)state;
	assert_true(child_ok(&r));
	assert_string_equal(str_cstr(&r.out), "done\n");
	assert_true(r.wall_ns < 50 * SECOND);
	child_result_release(&r);
	assert_false(have_children());
}

static void test_escapers_are_killed(void **state)
{
	struct child_result r = run_self("escape", mark, NULL);

	(void)state;
	assert_true(child_ok(&r));
	child_result_release(&r);
	assert_false(have_children());
	assert_false(someone_runs("sleep", mark));
	/* and while the child goes on, without counting as its end */
	r = run_self("escape-and-stay", mark, &(struct child_spec){ .deadline_ns = 20 * SECOND });
	assert_true(child_ok(&r));
	assert_string_equal(str_cstr(&r.out), "escaper gone\n");
	child_result_release(&r);
	assert_false(have_children());
}

static void test_others_children_are_left_alone(void **state)
{
	pid_t pid = fork();
	struct child_result r;
	int status;

	(void)state;
	if (pid == 0) {
		pause();
		_exit(0);
	}
	r = run_self("escape", mark, NULL);
	child_result_release(&r);
	assert_int_equal(waitpid(pid, &status, WNOHANG), 0);
	kill(pid, SIGTERM);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(WTERMSIG(status), SIGTERM);
}

static void test_sweep_spares_the_other_slot(void **state)
{
	/* the subshell is gone at once; what it started is our child now, but still at work for a living one */
	const char *const argv[] = { "/bin/sh", "-c", "( (setsid sh -c 'sleep 0.6; echo orphan'; true) & ) | cat",
		                     NULL };
	const struct child_spec spec = { .argv = argv, .env = plain_env };
	struct child_pool *pool = child_pool_new(1);
	struct child_result r, slow = { 0 };
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(child_pool_start(pool, &spec, keep, &slow, &err), 0);
	r = run_self("escape", mark, NULL);
	assert_true(child_ok(&r));
	assert_false(someone_runs("sleep", mark));
	child_result_release(&r);
	assert_int_equal(child_pool_drain(pool, &err), 0);
	assert_string_equal(str_cstr(&slow.out), "orphan\n");
	child_result_release(&slow);
	child_pool_free(pool);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_deadline),
	cmocka_unit_test(test_output_limit),
	cmocka_unit_test(test_memory_limit),
	cmocka_unit_test(test_memory_of_the_child_itself),
	cmocka_unit_test(test_output_left_at_the_end),
	cmocka_unit_test(test_memory_is_summed_over_the_session),
	cmocka_unit_test(test_process_limit),
	cmocka_unit_test(test_ended_orphans_do_not_count),
	cmocka_unit_test(test_grandchild_holding_the_pipes),
	cmocka_unit_test(test_escapers_are_killed),
	cmocka_unit_test(test_others_children_are_left_alone),
	cmocka_unit_test(test_sweep_spares_the_other_slot),
};

PROCESS_TEST_MAIN(tests)
