/* Logs of the compiler: whose words are whose, and which lines are none. */
#include "testing.h"

#include "bench/compiler_log.h"

static struct compiler_log split(const char *text)
{
	struct compiler_log log;

	compiler_log_split(text, strlen(text), &log);
	return log;
}

static void test_packages(void **state)
{
	struct compiler_log log = split("# example.com/a\n./x.go:3:6: can inline f\n./x.go:7:10: n escapes to heap\n"
	                                "# example.com/b\r\n./y.go:9:2: moved to heap: v\r\n"
	                                "# example.com/a [example.com/a.test]\n./x.go:3:6: can inline g\n");

	(void)state;
	assert_int_equal(log.len, 2);
	assert_string_equal(log.items[0].pkg, "example.com/a");
	assert_string_equal(str_cstr(&log.items[0].text),
	                    "./x.go:3:6: can inline f\n./x.go:7:10: n escapes to heap\n./x.go:3:6: can inline g\n");
	assert_int_equal(log.items[0].decisions, 3);
	assert_false(log.items[0].reasons);
	assert_string_equal(log.items[1].pkg, "example.com/b");
	assert_int_equal(log.items[1].decisions, 1);
	compiler_log_release(&log);
}

static void test_reasons(void **state)
{
	struct compiler_log log =
		split("./x.go:7:10: n escapes to heap:\n./x.go:7:10:   flow: {heap} = &{storage for n}:\n"
	              "./x.go:7:10: n escapes to heap\n");

	(void)state;
	assert_int_equal(log.len, 1);
	assert_string_equal(log.items[0].pkg, "");
	assert_true(log.items[0].reasons);
	compiler_log_release(&log);
}

static void test_results_are_left_out(void **state)
{
	struct compiler_log log = split("# p\n./x.go:3:6: can inline f\ngoos: linux\npkg: p\nBenchmarkX-8 1 1 ns/op\n"
	                                "BenchmarkX-8 1 1\nPASS\nok  \tp\t1s\n");

	(void)state;
	assert_int_equal(log.len, 1);
	assert_string_equal(str_cstr(&log.items[0].text), "./x.go:3:6: can inline f\n");
	compiler_log_release(&log);
	/* a log without a word of the compiler */
	log = split("# p\nhello\nx.go:3: my own log line\nBenchmarkX 1 1 ns/op\n");
	assert_int_equal(log.len, 0);
	compiler_log_release(&log);
	log = split("");
	assert_int_equal(log.len, 0);
	compiler_log_release(&log);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_packages),
	cmocka_unit_test(test_reasons),
	cmocka_unit_test(test_results_are_left_out),
};
TEST_MAIN(tests)
