/* Logs of go test -bench: what is read, what is left out, and that nothing is guessed. */
#include "testing.h"

#include "bench/bench_log.h"

static struct bench_log parse(const char *text)
{
	struct bench_log log;

	bench_log_parse(text, strlen(text), &log);
	return log;
}

static void check(const struct bench_result *r, const char *name, int procs, int64_t n, double ns, double bytes,
                  double allocs)
{
	assert_string_equal(r->benchmark, name);
	assert_int_equal(r->procs, procs);
	assert_int_equal(r->n, n);
	assert_true(r->ns_per_op == ns);
	assert_true(r->bytes_per_op == bytes);
	assert_true(r->allocs_per_op == allocs);
}

/* As go1.22 prints with -benchmem -count 2. */
static void test_modern(void **state)
{
	struct bench_log log =
		parse("goos: linux\ngoarch: amd64\npkg: example.com/a/b\ncpu: AMD EPYC 7B13\n"
	              "BenchmarkX-8   \t 1000000\t      1052 ns/op\t      16 B/op\t       2 allocs/op\n"
	              "BenchmarkX-8   \t 1000000\t      1040.5 ns/op\t      16 B/op\t       2 allocs/op\n"
	              "BenchmarkSub/size=10-8 \t 5\t 0.25 ns/op\n"
	              "PASS\nok  \texample.com/a/b\t3.1s\n");
	const struct bench_group *g = log.groups;

	(void)state;
	assert_int_equal(log.len, 1);
	assert_string_equal(g->pkg, "example.com/a/b");
	assert_string_equal(g->goos, "linux");
	assert_string_equal(g->goarch, "amd64");
	assert_string_equal(g->cpu, "AMD EPYC 7B13");
	assert_int_equal(g->len, 3);
	check(&g->items[0], "BenchmarkX", 8, 1000000, 1052, 16, 2);
	check(&g->items[1], "BenchmarkX", 8, 1000000, 1040.5, 16, 2);
	check(&g->items[2], "BenchmarkSub/size=10", 8, 5, 0.25, -1, -1);
	assert_int_equal(log.broken, 0);
	assert_int_equal(log.lines, 9);
	bench_log_release(&log);
}

/* Up to 1.8 the package stands behind its results alone; two packages in a row. */
static void test_package_named_at_the_end(void **state)
{
	struct bench_log log =
		parse("PASS\nBenchmarkA\t 2000\t 5 ns/op\nok  \texample.com/one\t1s\n"
	              "?   \texample.com/none\t[no test files]\n"
	              "PASS\nBenchmarkA\t 2000\t 6 ns/op\nok  \texample.com/two\t1s\nBenchmarkB\t1\t2 ns/op\n");

	(void)state;
	assert_int_equal(log.len, 3);
	assert_string_equal(log.groups[0].pkg, "example.com/one");
	assert_true(log.groups[0].items[0].ns_per_op == 5);
	assert_string_equal(log.groups[1].pkg, "example.com/two");
	assert_true(log.groups[1].items[0].ns_per_op == 6);
	assert_string_equal(log.groups[2].pkg, ""); /* the log is cut: nobody says whose it is */
	bench_log_release(&log);
}

/* The line of a package ends where the package does: the next one's results are not its. */
static void test_package_does_not_last(void **state)
{
	struct bench_log log = parse("pkg: a\nBenchmarkA 1 1 ns/op\nok  \ta\t1s\nBenchmarkA 1 2 ns/op\nok  \tb\t1s\n");

	(void)state;
	assert_int_equal(log.len, 2);
	assert_string_equal(log.groups[0].pkg, "a");
	assert_string_equal(log.groups[1].pkg, "b");
	bench_log_release(&log);
}

static void test_processors(void **state)
{
	/* -cpu 1,2: both names stay; */
	struct bench_log log = parse("BenchmarkX 1 1 ns/op\nBenchmarkX-2 1 2 ns/op\n");

	(void)state;
	check(&log.groups[0].items[0], "BenchmarkX", 1, 1, 1, -1, -1);
	check(&log.groups[0].items[1], "BenchmarkX-2", 1, 1, 2, -1, -1);
	bench_log_release(&log);
	/* sub-benchmarks on one processor: what looks like processors is their name */
	log = parse("BenchmarkX/size-8 1 1 ns/op\nBenchmarkX/size-16 1 2 ns/op\nBenchmarkY 1 1 ns/op\n");
	check(&log.groups[0].items[0], "BenchmarkX/size-8", 1, 1, 1, -1, -1);
	check(&log.groups[0].items[1], "BenchmarkX/size-16", 1, 1, 2, -1, -1);
	bench_log_release(&log);
	/* the same on four */
	log = parse("BenchmarkX/size-8-4 1 1 ns/op\nBenchmarkX/size-16-4 1 2 ns/op\n");
	check(&log.groups[0].items[0], "BenchmarkX/size-8", 4, 1, 1, -1, -1);
	check(&log.groups[0].items[1], "BenchmarkX/size-16", 4, 1, 2, -1, -1);
	bench_log_release(&log);
	/* no number of processors */
	log = parse("BenchmarkX-08 1 1 ns/op\n");
	check(&log.groups[0].items[0], "BenchmarkX-08", 1, 1, 1, -1, -1);
	bench_log_release(&log);
	log = parse("BenchmarkX-123456789012345678901234567890 1 1 ns/op\n");
	check(&log.groups[0].items[0], "BenchmarkX-123456789012345678901234567890", 1, 1, 1, -1, -1);
	bench_log_release(&log);
}

static void test_other_units(void **state)
{
	struct bench_log log = parse("BenchmarkX 10 5 ns/op 12.5 MB/s 3 hits/op 1 MB/s\nBenchmarkY 10 7 widgets\n");

	(void)state;
	assert_int_equal(log.groups[0].len, 2);
	check(&log.groups[0].items[0], "BenchmarkX", 1, 10, 5, -1, -1);
	check(&log.groups[0].items[1], "BenchmarkY", 1, 10, -1, -1, -1);
	assert_int_equal(log.units.len, 3);
	assert_string_equal(log.units.items[0], "MB/s");
	bench_log_release(&log);
}

/* Lines that are cut, mixed up or hostile: counted, and the first is found again. */
static void test_broken(void **state)
{
	static const char *const lines[] = {
		"BenchmarkX 10 5",
		"BenchmarkX 10",
		"BenchmarkX 10 5 ns/op 16",
		"BenchmarkX hello",
		"BenchmarkX -5 5 ns/op",
		"BenchmarkX 0 5 ns/op",
		"BenchmarkX 99999999999999999999 5 ns/op",
		"BenchmarkX 1 nan ns/op",
		"BenchmarkX 1 inf ns/op",
		"BenchmarkX 1 0x10 ns/op",
		"BenchmarkX 1 -1 ns/op",
		"BenchmarkX 1 1e400 ns/op",
		"BenchmarkX 1000000000 1e18 ns/op",
		"BenchmarkX 1 1 ns/op 2 ns/op",
	};

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		char text[200];
		struct bench_log log;

		snprintf(text, sizeof text, "log\n%s\n", lines[i]);
		log = parse(text);
		if (log.len || log.broken != 1 || log.first_broken != 2)
			fail_msg("%s: %zu groups, %zu broken", lines[i], log.len, log.broken);
		assert_int_equal(bench_log_class(lines[i], strlen(lines[i])), BENCH_LINE_BROKEN);
		bench_log_release(&log);
	}
}

static void test_what_is_no_result(void **state)
{
	static const char *const lines[] = { "BenchmarkX",
		                             "BenchmarkX-8   \t",
		                             "Benchmarks are fun 1 5 ns/op",
		                             " --- BENCH: BenchmarkX",
		                             "xBenchmarkX 1 1 ns/op",
		                             "./x.go:3:4: s escapes to heap",
		                             "Key: value",
		                             "a b: value",
		                             "key:value",
		                             "okay",
		                             "" };
	const char nul[] = "BenchmarkX\0y 1 1 ns/op";

	(void)state;
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (bench_log_class(lines[i], strlen(lines[i])) != BENCH_LINE_OTHER)
			fail_msg("%s", lines[i]);
	assert_int_equal(bench_log_class(nul, sizeof nul - 1), BENCH_LINE_OTHER);
	assert_int_equal(bench_log_class("key: value", 10), BENCH_LINE_CONFIG);
	assert_int_equal(bench_log_class("key:", 4), BENCH_LINE_CONFIG);
	assert_int_equal(bench_log_class("FAIL", 4), BENCH_LINE_END);
	assert_int_equal(bench_log_class("FAIL\ta [build failed]", 21), BENCH_LINE_END);
}

static void test_json_is_seen(void **state)
{
	struct bench_log log =
		parse("{\"Time\":\"2024\",\"Action\":\"output\",\"Output\":\"BenchmarkX 1 1 ns/op\\n\"}\n");

	(void)state;
	assert_true(log.json);
	assert_int_equal(log.len, 0);
	bench_log_release(&log);
}

static void test_crlf_and_missing_newline(void **state)
{
	struct bench_log log = parse("pkg: p\r\nBenchmarkX-2 3 4 ns/op\r\nBenchmarkY-2 5 6 ns/op 7 B/op");

	(void)state;
	assert_string_equal(log.groups[0].pkg, "p");
	check(&log.groups[0].items[0], "BenchmarkX", 2, 3, 4, -1, -1);
	check(&log.groups[0].items[1], "BenchmarkY", 2, 5, 6, 7, -1);
	bench_log_release(&log);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_modern),
	cmocka_unit_test(test_package_named_at_the_end),
	cmocka_unit_test(test_package_does_not_last),
	cmocka_unit_test(test_processors),
	cmocka_unit_test(test_other_units),
	cmocka_unit_test(test_broken),
	cmocka_unit_test(test_what_is_no_result),
	cmocka_unit_test(test_json_is_seen),
	cmocka_unit_test(test_crlf_and_missing_newline),
};
TEST_MAIN(tests)
