/* The history as data: figures and ranges from samples, runs, the file and its parser, the comparison. */
#include "history_fixture.h"

#include "report/history_file.h"

#define SHA "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define OTHER_SHA "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static void cell(struct rows *r, const char *go)
{
	add_cell(r, go, "default", "a/b")->case_sha256 = SHA;
}

/* Samples of n iterations: mallocs and bytes are totals. */
static struct sample_row *sample(struct rows *r, const char *go, const char *benchmark, int64_t n, int64_t mallocs,
                                 int64_t bytes)
{
	struct sample_row *s = add_count(r, go, benchmark, mallocs, bytes);

	s->n = n;
	return s;
}

static void measure(struct rows *r, struct history_file *f)
{
	static const struct session_row session = { .tool_version = "0.1.0", .started_at = "2026-11-25T00:00:00Z" };

	build(r);
	history_measured(&r->history, &session, f);
}

static char *text_of(struct history_file *f)
{
	struct str out = STR_INIT;

	history_write(f, &out);
	return str_detach(&out);
}

/* The lines below the heading of the columns. */
static char *lines_of(struct history_file *f)
{
	char *text = text_of(f), *body = strstr(text, "\tbytes\n"), *lines;

	assert_non_null(body);
	lines = strdup(body + strlen("\tbytes\n"));
	free(text);
	return lines;
}

static void assert_lines(struct rows *r, const char *wanted)
{
	struct history_file f;
	char *lines;

	measure(r, &f);
	history_join(&f);
	lines = lines_of(&f);
	assert_string_equal(lines, wanted);
	free(lines);
	history_file_release(&f);
}

static struct history_file parsed(const char *text)
{
	struct error err = ERROR_INIT;
	struct history_file f;

	if (history_parse(text, strlen(text), &f, &err))
		fail_msg("%s", err.msg);
	return f;
}

static char *written(struct rows *r)
{
	struct history_file f;
	char *text;

	measure(r, &f);
	history_join(&f);
	text = text_of(&f);
	history_file_release(&f);
	return text;
}

static void equal_releases_are_one_run(void **state)
{
	struct rows *r = *state;

	cell(r, "go1.9.2");
	cell(r, "go1.10.8");
	cell(r, "go1.11.13");
	cell(r, "go1.12.17");
	sample(r, "go1.9.2", "BenchmarkX", 100, 200, 1600);
	sample(r, "go1.10.8", "BenchmarkX", 100, 200, 1600);
	sample(r, "go1.11.13", "BenchmarkX", 100, 0, 0);
	sample(r, "go1.12.17", "BenchmarkX", 100, 200, 1600);
	add_cell(r, "go1.9.2", "noopt", "a/b")->case_sha256 = SHA; /* not measured on go1.10.8: no run goes across */
	add_cell(r, "go1.11.13", "noopt", "a/b")->case_sha256 = SHA;
	add_sample(r, "go1.9.2", "noopt", "a/b", "BenchmarkX");
	add_sample(r, "go1.11.13", "noopt", "a/b", "BenchmarkX");
	assert_lines(r, "a/b\tBenchmarkX\tdefault\tgo1.9.2\tgo1.10.8\t2\t16\n"
	                "a/b\tBenchmarkX\tdefault\tgo1.11.13\tgo1.11.13\t0\t0\n"
	                "a/b\tBenchmarkX\tdefault\tgo1.12.17\tgo1.12.17\t2\t16\n"
	                "a/b\tBenchmarkX\tnoopt\tgo1.9.2\tgo1.9.2\t0\t0\n"
	                "a/b\tBenchmarkX\tnoopt\tgo1.11.13\tgo1.11.13\t0\t0\n");
}

static void what_has_no_count_says_why(void **state)
{
	struct rows *r = *state;

	cell(r, "go1.2.2");
	r->cell[0].status = "unsupported";
	cell(r, "go1.3.3");
	r->cell[1].status = "run_failed";
	cell(r, "go1.4.3");
	sample(r, "go1.4.3", "BenchmarkX", 100, 100, 800);
	add_cell(r, "go1.4.3", "default", "c/program")->case_sha256 = SHA; /* prints: no counts, no line */
	assert_lines(r, "a/b\tBenchmarkX\tdefault\tgo1.2.2\tgo1.2.2\tunsupported\tunsupported\n"
	                "a/b\tBenchmarkX\tdefault\tgo1.3.3\tgo1.3.3\trun_failed\trun_failed\n"
	                "a/b\tBenchmarkX\tdefault\tgo1.4.3\tgo1.4.3\t1\t8\n");
}

/* One row a rule: what the samples say, and what is written. */
static void figures_that_vary_are_ranges(void **state)
{
	static const struct {
		const char *benchmark;
		int64_t n, mallocs, bytes, long_n, long_mallocs, long_bytes, collections;
	} given[] = {
		{ "BenchmarkClean", 100, 200, 1600, 5000, 10000, 80000, 0 },
		{ "BenchmarkCollected", 100, 100, 6553600, 200, 200, 13107200, 1 }, /* 1 in 100 operations */
		{ "BenchmarkHalves", 100, 150, 1600, 5000, 7500, 80000, 0 },        /* 1.5 blocks each time */
		{ "BenchmarkHashed", 100, 300, 48000, 5000, 15500, 2450000, 0 },    /* 3.0 and 3.1 blocks */
		{ "BenchmarkShortOf", 100, 200, 4000, 5000, 9999, 199999, 0 },      /* 39.9998 bytes are 40 */
		{ "BenchmarkStray", 100, 212, 2900, 5000, 10009, 82000, 0 },        /* the longer is cleaner */
		{ "BenchmarkStrayBlock", 100, 104, 1900, 2000, 2014, 34010, 0 },    /* 17 bytes, or 16 and a stray */
	};
	struct rows *r = *state;

	cell(r, "go1.9.2");
	for (size_t i = 0; i < COUNT(given); i++) {
		sample(r, "go1.9.2", given[i].benchmark, given[i].n, given[i].mallocs, given[i].bytes)->gc_count =
			given[i].collections;
		sample(r, "go1.9.2", given[i].benchmark, given[i].long_n, given[i].long_mallocs, given[i].long_bytes);
	}
	assert_lines(r, "a/b\tBenchmarkClean\tdefault\tgo1.9.2\tgo1.9.2\t2\t16\n"
	                "a/b\tBenchmarkCollected\tdefault\tgo1.9.2\tgo1.9.2\t1\t65536..65537\n"
	                "a/b\tBenchmarkHalves\tdefault\tgo1.9.2\tgo1.9.2\t1..2\t15..16\n"
	                "a/b\tBenchmarkHashed\tdefault\tgo1.9.2\tgo1.9.2\t3\t480..490\n"
	                "a/b\tBenchmarkShortOf\tdefault\tgo1.9.2\tgo1.9.2\t2\t40\n"
	                "a/b\tBenchmarkStray\tdefault\tgo1.9.2\tgo1.9.2\t2\t16..17\n"
	                "a/b\tBenchmarkStrayBlock\tdefault\tgo1.9.2\tgo1.9.2\t1\t16..17\n");
}

/* Ranges of neighbours become one, and a release that looked exact between two that vary is part of it; a change is not. */
static void ranges_that_touch_are_one(void **state)
{
	struct rows *r = *state;

	cell(r, "go1.4.3");
	cell(r, "go1.5.4");
	cell(r, "go1.6.4");
	cell(r, "go1.7.6");
	sample(r, "go1.4.3", "BenchmarkX", 100, 300, 48000);
	sample(r, "go1.4.3", "BenchmarkX", 5000, 15500, 2450000);
	sample(r, "go1.5.4", "BenchmarkX", 100, 300, 48100);
	sample(r, "go1.6.4", "BenchmarkX", 100, 301, 48150);
	sample(r, "go1.6.4", "BenchmarkX", 5000, 15500, 2475000);
	sample(r, "go1.7.6", "BenchmarkX", 100, 300, 96000);
	assert_lines(r, "a/b\tBenchmarkX\tdefault\tgo1.4.3\tgo1.6.4\t3\t480..495\n"
	                "a/b\tBenchmarkX\tdefault\tgo1.7.6\tgo1.7.6\t3\t960\n");
}

static void the_file_reads_as_written(void **state)
{
	struct rows *r = *state;
	struct history_file f;
	char *text, *again;

	cell(r, "go1.9.2");
	cell(r, "go1.10.8");
	r->cell[1].status = "timeout";
	sample(r, "go1.9.2", "BenchmarkX", 100, 300, 48000);
	sample(r, "go1.9.2", "BenchmarkX", 5000, 15500, 2450000);
	text = written(r);
	f = parsed(text);
	assert_string_equal(f.goos, "linux");
	assert_string_equal(f.goarch, "amd64");
	assert_string_equal(f.tool, "0.1.0");
	assert_string_equal(f.releases[1], "go1.10.8");
	assert_int_equal(f.len, 2);
	assert_int_equal(f.runs[0].bytes.low, 480);
	assert_int_equal(f.runs[0].bytes.high, 490);
	assert_ptr_equal(history_find(&f, "a/b", "BenchmarkX", "default", 1), &f.runs[1]);
	assert_null(history_find(&f, "a/b", "BenchmarkX", "noopt", 1));
	assert_null(history_find(&f, "a/b", "BenchmarkX", "default", 2));
	again = text_of(&f);
	assert_string_equal(again, text);
	free(again);
	free(text);
	history_file_release(&f);
}

/* A valid file in parts, of which a test replaces one. */
static const char *const parts[] = {
	"#format\t1\n",
	"#platform\tlinux/amd64\n",
	"#tool\tgoalloc 0.1.0\n",
	"#measured\t2026-11-25\n",
	"#releases\tgo1.2.2\tgo1.9.2\tgo1.10.8\n",
	NULL, /* #cases, with the right digest */
	"#case\ta/b\t" SHA "\n",
	"case\tbenchmark\tmode\tfrom\tto\tallocs\tbytes\n",
	"a/b\tBenchmarkX\tdefault\tgo1.2.2\tgo1.9.2\t1\t8\n",
	"a/b\tBenchmarkX\tdefault\tgo1.10.8\tgo1.10.8\t0..2\t0..16\n",
};

static char *file_with(size_t replaced, const char *by)
{
	const struct history_case c = { "a/b", SHA };
	const struct history_file digested = { .cases = (struct history_case *)&c, .ncases = 1 };
	char digest[HASH_HEX];
	struct str out = STR_INIT;

	history_digest(&digested, digest);
	for (size_t i = 0; i < COUNT(parts); i++)
		if (i == replaced)
			str_add(&out, by);
		else if (parts[i])
			str_add(&out, parts[i]);
		else
			str_addf(&out, "#cases\t1\t%s\n", digest);
	return str_detach(&out);
}

static void whatever_is_wrong_is_refused(void **state)
{
	static const struct {
		size_t part;
		const char *by, *complaint;
	} wrong[] = {
		{ 0, "", "lacks" },
		{ 0, "#format\t2\n", "line 1: the format" },
		{ 0, "#format\t1\n#format\t1\n", "line 2" },
		{ 0, "#strange\t1\n", "line 1: a head line" },
		{ 1, "#platform\tlinux\n", "line 2" },
		{ 2, "#tool\tsomething 1\n", "line 3" },
		{ 4, "#releases\tgo1.9.2\tgo1.2.2\tgo1.10.8\n", "ascending" },
		{ 4, "#releases\tgo1.2.2\tgo1.9.2\tgo1.10.8\ttip\n", "not one of Go" },
		{ 4, "#releases\n", "line 5" },
		{ 5, "#cases\t1\t" SHA "\n", "digest" },
		{ 5, "", "line 6" },
		{ 6, "#case\ta/b\t" OTHER_SHA "\n", "digest" },
		{ 6, "#case\ta/b\tshort\n", "line 7" },
		{ 6, "#case\ta/b\t" SHA "\n#case\ta/b\t" SHA "\n", "sorted" },
		{ 7, "case\tallocs\n", "line 8" },
		{ 7, "", "line 8" },
		{ 8, "a/b\tBenchmarkX\tdefault\tgo1.2.2\tgo1.9.2\t1\n", "seven" },
		{ 8, "a/b\tBenchmarkX\tdefault\tgo1.2.2\tgo1.9.2\t1\t8\t9\n", "seven" },
		{ 8, "c/d\tBenchmarkX\tdefault\tgo1.2.2\tgo1.9.2\t1\t8\n", "the case" },
		{ 8, "a/b\tBenchmarkX\tdefault\tgo1.9.2\tgo1.2.2\t1\t8\n", "wrong way" },
		{ 8, "a/b\tBenchmarkX\tdefault\tgo1.2.2\tgo1.9.3\t1\t8\n", "none of the head" },
		{ 8, "a/b\tBenchmarkX\tdefault\tgo1.2.2\tgo1.10.8\t1\t8\n", "twice" },
		{ 8, "a/b\tBenchmarkX\tdefault\tgo1.2.2\tgo1.9.2\t-1\t8\n", "counts" },
		{ 8, "a/b\tBenchmarkX\tdefault\tgo1.2.2\tgo1.9.2\t01\t8\n", "counts" },
		{ 8, "a/b\tBenchmarkX\tdefault\tgo1.2.2\tgo1.9.2\t1\t8..8\n", "counts" },
		{ 8, "a/b\tBenchmarkX\tdefault\tgo1.2.2\tgo1.9.2\t1\t8..\n", "counts" },
		{ 8, "a/b\tBenchmarkX\tdefault\tgo1.2.2\tgo1.9.2\t1\t99999999999999999999\n", "counts" },
		{ 8, "a/b\tBenchmarkX\tdefault\tgo1.2.2\tgo1.9.2\tunsupported\ttimeout\n", "counts" },
		{ 8, "a/b\t\tdefault\tgo1.2.2\tgo1.9.2\t1\t8\n", "seven" },
		{ 8, "a/b\tBenchmark\x1b\tdefault\tgo1.2.2\tgo1.9.2\t1\t8\n", "seven" },
		{ 8, "# more\n", "among the runs" },
		{ 9, "a/b\tBenchmarkX\tdefault\tgo1.10.8\tgo1.10.8\t0\t0", "cut off" },
	};
	struct history_file f;
	char *text = file_with(COUNT(parts), "");

	(void)state;
	f = parsed(text);
	assert_int_equal(f.len, 2);
	history_file_release(&f);
	free(text);
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct error err = ERROR_INIT;

		text = file_with(wrong[i].part, wrong[i].by);
		if (!history_parse(text, strlen(text), &f, &err))
			fail_msg("taken: %s", wrong[i].by);
		if (!strstr(err.msg, wrong[i].complaint) || err.kind != ERR_CORRUPT)
			fail_msg("%s: %s, wanted %s", wrong[i].by, err.msg, wrong[i].complaint);
		assert_int_equal(f.len, 0);
		free(text);
	}
}

static void bytes_beyond_text_are_refused(void **state)
{
	struct error err = ERROR_INIT;
	struct history_file f;
	char *big = test_calloc(1, HISTORY_MAX_BYTES + 1);

	(void)state;
	memset(big, '#', HISTORY_MAX_BYTES + 1);
	assert_int_equal(history_parse(big, HISTORY_MAX_BYTES + 1, &f, &err), -1);
	assert_non_null(strstr(err.msg, "16 MiB"));
	assert_int_equal(history_parse("#format\t1\n\0", 11, &f, &err), -1);
	assert_non_null(strstr(err.msg, "NUL"));
	assert_int_equal(history_parse("", 0, &f, &err), -1);
	test_free(big);
}

static void a_range_has_leeway_and_a_number_none(void **state)
{
	static const struct figure_range number = { 100, 100, 100 }, range = { 100, 104, 100 },
					 large = { 1048576, 1048580, 1048576 };

	(void)state;
	assert_true(figure_reproduces(&number, 100));
	assert_false(figure_reproduces(&number, 101));
	assert_false(figure_reproduces(&number, 99));
	assert_true(figure_reproduces(&range, 96));
	assert_true(figure_reproduces(&range, 108));
	assert_false(figure_reproduces(&range, 95));
	assert_false(figure_reproduces(&range, 109));
	assert_true(figure_reproduces(&large, 1048580 + 1048)); /* a thousandth */
	assert_false(figure_reproduces(&large, 1048580 + 1049));
}

static void older_ranges_widen_what_agrees(void **state)
{
	struct rows *r = *state;
	char *text = file_with(9, "a/b\tBenchmarkX\tdefault\tgo1.10.8\tgo1.10.8\t1..2\t8..12\n");
	struct history_file old = parsed(text), now;
	char *lines;

	cell(r, "go1.9.2");
	cell(r, "go1.10.8");
	sample(r, "go1.9.2", "BenchmarkX", 100, 500, 4100); /* another number: news, not variation */
	sample(r, "go1.10.8", "BenchmarkX", 100, 200, 1600);
	measure(r, &now);
	assert_int_equal(history_widen(&now, &old), 1);
	history_join(&now);
	lines = lines_of(&now);
	assert_string_equal(lines, "a/b\tBenchmarkX\tdefault\tgo1.9.2\tgo1.9.2\t5\t41\n"
	                           "a/b\tBenchmarkX\tdefault\tgo1.10.8\tgo1.10.8\t1..2\t8..16\n");
	free(lines);
	history_file_release(&now);
	r->cell[0].case_sha256 = r->cell[1].case_sha256 = OTHER_SHA; /* an edited case starts anew */
	measure(r, &now);
	assert_int_equal(history_widen(&now, &old), 0);
	history_file_release(&now);
	history_file_release(&old);
	free(text);
}

/* The differences as "CASE BENCHMARK GO: EXPECTED / MEASURED\n". */
static char *differences(struct rows *r, const char *text, size_t *compared)
{
	struct history_file file = parsed(text), now;
	struct history_check check = HISTORY_CHECK_INIT;
	struct str out = STR_INIT;

	measure(r, &now);
	history_check(&file, &now, &check);
	for (size_t i = 0; i < check.len; i++)
		str_addf(&out, "%s %s %s: %s / %s\n", check.items[i].case_name, check.items[i].benchmark,
		         check.items[i].go, check.items[i].expected, check.items[i].measured);
	*compared = check.compared;
	history_check_release(&check);
	history_file_release(&now);
	history_file_release(&file);
	return str_detach(&out);
}

static void assert_differences(struct rows *r, const char *text, size_t compared, const char *wanted)
{
	size_t n;
	char *found = differences(r, text, &n);

	assert_string_equal(found, wanted);
	assert_int_equal(n, compared);
	free(found);
}

static void a_measurement_that_agrees_has_no_difference(void **state)
{
	struct rows *r = *state;
	char *text = file_with(COUNT(parts), "");

	cell(r, "go1.9.2"); /* one of the three: the others are not asked for */
	sample(r, "go1.9.2", "BenchmarkX", 100, 100, 800);
	assert_differences(r, text, 1, "");
	cell(r, "go1.10.8");
	sample(r, "go1.10.8", "BenchmarkX", 100, 200, 1600);
	assert_differences(r, text, 2, "");
	free(text);
}

static void each_difference_is_listed(void **state)
{
	struct rows *r = *state;
	char *text = file_with(8, "a/b\tBenchmarkGone\tdefault\tgo1.9.2\tgo1.9.2\t1\t8\n"
	                          "a/b\tBenchmarkX\tdefault\tgo1.2.2\tgo1.9.2\t1\t8\n");

	cell(r, "go1.2.2");
	cell(r, "go1.9.2");
	cell(r, "go1.10.8");
	r->cell[2].status = "timeout";
	cell(r, "go1.11.13");
	sample(r, "go1.2.2", "BenchmarkX", 100, 100, 1600);
	sample(r, "go1.9.2", "BenchmarkX", 100, 100, 800);
	sample(r, "go1.9.2", "BenchmarkNew", 100, 100, 800);
	sample(r, "go1.11.13", "BenchmarkX", 100, 100, 800);
	assert_differences(r, text, 3,
	                   "  go1.11.13: a release of the file / another release\n"
	                   "a/b BenchmarkNew go1.2.2: not in the file / uncounted\n"
	                   "a/b BenchmarkNew go1.9.2: not in the file / 1 allocs/op, 8 B/op\n"
	                   "a/b BenchmarkNew go1.10.8: not in the file / timeout\n"
	                   "a/b BenchmarkX go1.2.2: 1 allocs/op, 8 B/op / 1 allocs/op, 16 B/op\n"
	                   "a/b BenchmarkX go1.10.8: 0..2 allocs/op, 0..16 B/op / timeout\n"
	                   "a/b BenchmarkGone go1.9.2: 1 allocs/op, 8 B/op / not measured\n");
	free(text);
}

/* Where no release got to the benchmarks, the cell stands for all of them. */
static void a_cell_without_names_stands_for_its_benchmarks(void **state)
{
	struct rows *r = *state;
	char *text = file_with(8, "a/b\tBenchmarkX\tdefault\tgo1.2.2\tgo1.2.2\tunsupported\tunsupported\n"
	                          "a/b\tBenchmarkY\tdefault\tgo1.2.2\tgo1.2.2\t1\t8\n");

	cell(r, "go1.2.2");
	r->cell[0].status = "unsupported";
	assert_differences(r, text, 2, "a/b BenchmarkY go1.2.2: 1 allocs/op, 8 B/op / unsupported\n");
	free(text);
}

static void an_edited_case_and_another_platform_are_said_once(void **state)
{
	struct rows *r = *state;
	char *text = file_with(COUNT(parts), "");

	cell(r, "go1.9.2");
	r->cell[0].case_sha256 = OTHER_SHA;
	sample(r, "go1.9.2", "BenchmarkX", 100, 100, 800);
	assert_differences(r, text, 1, "a/b  : the case as it was / an edited case\n");
	r->cell[0].goarch = r->sample[0].goarch = "arm64";
	assert_differences(r, text, 0, "  : another platform / arm64\n");
	free(text);
}

/* Names of a database from elsewhere cannot break the file. */
static void hostile_names_do_not_break_lines(void **state)
{
	struct rows *r = *state;
	char *lines;
	struct history_file f;

	add_cell(r, "go1.9.2", "a\tmode", "a/b\n#case")->case_sha256 = "";
	add_sample(r, "go1.9.2", "a\tmode", "a/b\n#case", "Bench\x01mark")->mallocs = 100;
	measure(r, &f);
	lines = lines_of(&f);
	assert_string_equal(lines, "a/b?#case\tBench?mark\ta?mode\tgo1.9.2\tgo1.9.2\t1\t0\n");
	free(lines);
	history_file_release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROWS_TEST(equal_releases_are_one_run),
		ROWS_TEST(what_has_no_count_says_why),
		ROWS_TEST(figures_that_vary_are_ranges),
		ROWS_TEST(ranges_that_touch_are_one),
		ROWS_TEST(the_file_reads_as_written),
		cmocka_unit_test(whatever_is_wrong_is_refused),
		cmocka_unit_test(bytes_beyond_text_are_refused),
		cmocka_unit_test(a_range_has_leeway_and_a_number_none),
		ROWS_TEST(older_ranges_widen_what_agrees),
		ROWS_TEST(a_measurement_that_agrees_has_no_difference),
		ROWS_TEST(each_difference_is_listed),
		ROWS_TEST(a_cell_without_names_stands_for_its_benchmarks),
		ROWS_TEST(an_edited_case_and_another_platform_are_said_once),
		ROWS_TEST(hostile_names_do_not_break_lines),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
