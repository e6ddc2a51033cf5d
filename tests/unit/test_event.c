/* Events reach the sink as they were meant; interrupts set the flag. */
#include "testing.h"

#include <signal.h>
#include <sys/wait.h>

#include "base/event.h"
#include "base/interrupt.h"

struct log {
	int n;
	struct event last;
	char task[64], text[4096];
};

static void record(void *ctx, const struct event *e)
{
	struct log *log = ctx;

	log->n++;
	log->last = *e;
	snprintf(log->task, sizeof log->task, "%s", e->task ? e->task : "-");
	snprintf(log->text, sizeof log->text, "%s", e->text ? e->text : "-");
}

static void check(const struct log *log, enum event_kind kind, const char *task, const char *text)
{
	assert_int_equal(log->last.kind, kind);
	assert_string_equal(log->task, task);
	assert_string_equal(log->text, text);
}

static void test_events(void **state)
{
	struct log log = { 0 };
	const struct event_sink sink = { record, &log };
	char text[5000];

	(void)state;
	event_start(&sink, "t", 10, UNIT_BYTES);
	check(&log, EVENT_START, "t", "-");
	assert_int_equal(log.last.total, 10);
	assert_int_equal(log.last.unit, UNIT_BYTES);
	event_progress(&sink, "t", 3, 10, UNIT_COUNT);
	check(&log, EVENT_PROGRESS, "t", "-");
	assert_int_equal(log.last.done, 3);
	assert_int_equal(log.last.unit, UNIT_COUNT);
	event_done(&sink, "t", "fine");
	check(&log, EVENT_DONE, "t", "fine");
	event_fail(&sink, "t", "broken");
	check(&log, EVENT_FAIL, "t", "broken");
	event_note(&sink, "%d%%", 5);
	check(&log, EVENT_NOTE, "-", "5%");
	event_warn(&sink, "%s", "careful");
	check(&log, EVENT_WARN, "-", "careful");
	event_debug(&sink, "%s", "detail");
	check(&log, EVENT_DEBUG, "-", "detail");
	assert_int_equal(log.n, 7);
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	event_note(&sink, "%s", text); /* cut, not overrun */
	assert_in_range(strlen(log.text), 1000, sizeof log.text - 2);
}

static void test_silence(void **state)
{
	const struct event_sink silent = { NULL, NULL };

	(void)state;
	event_start(NULL, "t", 0, UNIT_NONE);
	event_progress(&silent, "t", 1, 2, UNIT_NONE);
	event_done(NULL, "t", NULL);
	event_fail(&silent, "t", NULL);
	event_note(NULL, "%d", 1);
	event_warn(&silent, "%d", 1);
}

static void test_flag(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_false(interrupted());
	assert_int_equal(interrupt_check(&err), 0);
	interrupt_raise();
	interrupt_raise();
	assert_true(interrupted());
	assert_int_equal(interrupt_check(&err), -1);
	assert_int_equal(err.kind, ERR_INTERRUPTED);
	assert_int_equal(error_exit_code(&err), 130);
	interrupt_clear();
	assert_false(interrupted());
}

/* In a process of its own: raises sig `times` times after installing; 0: alive and interrupted, 1: alive and not. */
static int after_signals(int sig, int times, void (*before)(int))
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		signal(sig, before);
		interrupt_install();
		for (int i = 0; i < times; i++)
			raise(sig);
		_exit(interrupted() ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void test_signals(void **state)
{
	(void)state;
	assert_int_equal(after_signals(SIGINT, 1, SIG_DFL), 0);
	assert_int_equal(after_signals(SIGTERM, 2, SIG_DFL), 0);
	assert_int_equal(after_signals(SIGHUP, 1, SIG_DFL), 0);
	/* a shell without job control starts background jobs with SIGINT ignored; they can still be interrupted */
	assert_int_equal(after_signals(SIGINT, 1, SIG_IGN), 0);
	assert_int_equal(after_signals(SIGHUP, 1, SIG_IGN), 1); /* nohup */
	assert_int_equal(after_signals(SIGPIPE, 1, SIG_DFL), 1);
	/* the third of an impatient user ends it */
	assert_int_equal(after_signals(SIGINT, 3, SIG_DFL), -SIGINT);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_events),
	cmocka_unit_test(test_silence),
	cmocka_unit_test(test_flag),
	cmocka_unit_test(test_signals),
};

TEST_MAIN(tests)
