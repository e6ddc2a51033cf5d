#include "testing.h"

#include "base/str.h"
#include "bench/measure.h"
#include "bench/reason.h"

static struct child_result result(enum child_end end, int status, const char *out, const char *err, const char *res)
{
	struct child_result r = { .end = end, .status = status };

	str_add(&r.out, out);
	str_add(&r.err, err);
	str_add(&r.res, res);
	return r;
}

static void test_line_is_clean(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "", "" },
		{ " \n\t ", "" },
		{ "  a\tb\r\n\nc ", "a b c" },
		{ "\x1b[31mred\x7f!", "[31mred !" },
		{ "gr\xc3\xbc\xc3\x9f", "gr\xc3\xbc\xc3\x9f" },
		{ "\xff\xc3(\xe2\x82", "?"
		                       "?(?"
		                       "?" }, /* broken, and cut at the end */
		{ "\xc0\xaf \xed\xa0\x80", "?"
		                           "? ?"
		                           "?"
		                           "?" }, /* overlong, surrogate */
	};
	char *line, text[1000];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		line = reason_line(rows[i].text, strlen(rows[i].text));
		assert_string_equal(line, rows[i].want);
		free(line);
	}
	line = reason_line("a\0b", 3);
	assert_string_equal(line, "a b");
	free(line);
	memset(text, 'x', sizeof text);
	line = reason_line(text, sizeof text);
	assert_int_equal(strlen(line), REASON_MAX);
	free(line);
}

static void test_build(void **state)
{
	static const struct {
		const char *out, *want;
	} rows[] = {
		{ "x.go:3:34: undefined: y\nx.go:4:1: more\n", "x.go:3:34: undefined: y" },
		{ "# goalloc/cases/c1\n./x.go:3: undefined: y\n", "x.go:3: undefined: y" },
		{ "x.go:1:6: can inline F\nx.go:2:7: n escapes to heap\nx.go:9: too large\n", "x.go:9: too large" },
		{ "package goalloc/bundle\n\timports goalloc/a\n\timports goalloc/b: build constraints exclude all\n",
		  "goalloc/b: build constraints exclude all" },
		{ "package goalloc/bundle\nother\n", "package goalloc/bundle" },
		{ "", "compiling: exit status 2, and not a word why" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct child_result r = result(CHILD_EXITED, 2, rows[i].out, "", "");
		char *line = reason_from_build(&r);

		assert_string_equal(line, rows[i].want);
		free(line);
		child_result_release(&r);
	}
}

static void test_run(void **state)
{
	static const struct {
		int status;
		const char *err, *res, *want;
	} rows[] = {
		{ 0, "", "failed skipped: \tx.go:3: not here\n", "skipped: x.go:3: not here" },
		{ 2, "noise\npanic: oh\n\ngoroutine 1\n", "", "panic: oh" },
		{ 2, "runtime: goroutine stack exceeds\nfatal error: stack overflow\n", "",
		  "fatal error: stack overflow" },
		{ 3, "noise\n", "", "the process ended before the benchmark did: exit status 3" },
		{ 0, "", "failed ", "the process ended before the benchmark did: exit status 0" },
		{ 1, "panic: late\n", "failed early\n", "panic: late" }, /* its own word counts only at a clean end */
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct child_result r = result(CHILD_EXITED, rows[i].status, "", rows[i].err, rows[i].res);
		char *line = reason_from_run(&r);

		assert_string_equal(line, rows[i].want);
		free(line);
		child_result_release(&r);
	}
}

static void test_machine(void **state)
{
	struct child_result r = result(CHILD_EXITED, 1, "mkdir /x: no space left on device\n", "", "");

	(void)state;
	assert_true(reason_is_machine(&r));
	r.status = 0;
	assert_false(reason_is_machine(&r));
	child_result_release(&r);
	r = result(CHILD_EXITED, 1, "x.go:1: undefined: y\n", "", "");
	assert_false(reason_is_machine(&r));
	child_result_release(&r);
}

static void test_replace(void **state)
{
	struct str text = STR_INIT;
	char *line;

	(void)state;
	str_add_bytes(&text, "/w/src/a.go:1\0/w/src/b", 22);
	text_replace(&text, "/w/src/", "");
	assert_int_equal(text.len, 8 + 0);
	assert_memory_equal(text.p, "a.go:1\0b", 8);
	text_replace(&text, "none", "some");
	assert_int_equal(text.len, 8);
	str_release(&text);
	text_replace(&text, "x", "y");
	assert_int_equal(text.len, 0);
	line = strdup("aXbXX");
	line = reason_replace(line, "X", "--");
	assert_string_equal(line, "a--b----");
	free(line);
}

/* What a benchmark process answers is under the control of a hostile case. */
static void test_samples(void **state)
{
	static const struct {
		const char *res;
		bool fine;
	} rows[] = {
		{ "sample 100 12345 200 1600 1 99\n", true },
		{ "sample 100 12345 200 1600 1 99", false },
		{ "sample 100 12345 200 1600 1 99\nsample 100 1 1 1 1 1\n", false },
		{ "sample 100 12345 200 1600 1 99 7\n", false },
		{ "sample 100 12345 200 1600 1\n", false },
		{ "sample 99 12345 200 1600 1 99\n", false },
		{ "sample 100 -5 200 1600 1 99\n", false },
		{ "sample 100 12345 +2 1600 1 99\n", false },
		{ "sample  100 12345 200 1600 1 99\n", false },
		{ "sample 100 99999999999999999999 200 1600 1 99\n", false },
		{ "sample 100 9223372036854775808 200 1600 1 99\n", false },
		{ "sample", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct child_result r = result(CHILD_EXITED, 0, "", "", rows[i].res);
		struct sample s = { .n = 0 };
		char *why = NULL;
		enum cell_status status = measure_result(&r, 100, &s, &why);

		assert_int_equal(status, rows[i].fine ? CELL_OK : CELL_RUN_FAILED);
		assert_int_equal(why == NULL, rows[i].fine);
		if (rows[i].fine) {
			assert_int_equal(s.n, 100);
			assert_int_equal(s.elapsed_ns, 12345);
			assert_int_equal(s.mallocs, 200);
			assert_int_equal(s.bytes, 1600);
			assert_int_equal(s.gc_count, 1);
			assert_int_equal(s.gc_pause_ns, 99);
		}
		free(why);
		child_result_release(&r);
	}
}

static void test_how_it_ended(void **state)
{
	static const struct {
		enum child_end end;
		enum cell_status want;
	} rows[] = {
		{ CHILD_DEADLINE, CELL_TIMEOUT },     { CHILD_MEMORY, CELL_RUN_FAILED },
		{ CHILD_OUTPUT, CELL_RUN_FAILED },    { CHILD_SIGNALED, CELL_RUN_FAILED },
		{ CHILD_PROCESSES, CELL_RUN_FAILED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		/* even with a good answer: it did not end by itself */
		struct child_result r = result(rows[i].end, 9, "", "", "sample 100 1 1 1 1 1\n");
		struct sample s = { .n = 0 };
		char *why = NULL;

		assert_int_equal(measure_result(&r, 100, &s, &why), rows[i].want);
		assert_non_null(why);
		assert_true(*why);
		free(why);
		child_result_release(&r);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_line_is_clean), cmocka_unit_test(test_build),   cmocka_unit_test(test_run),
	cmocka_unit_test(test_machine),       cmocka_unit_test(test_replace), cmocka_unit_test(test_samples),
	cmocka_unit_test(test_how_it_ended),
};

TEST_MAIN(tests)
