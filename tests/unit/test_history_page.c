/* The page of changes: what is on it, and what is not. */
#include "history_fixture.h"

#include "report/history_page.h"

/* A change of the newest release but for what the test sets; the texts are constants and stay so. */
static struct change change_of(enum metric metric, const char *benchmark, const char *old, const char *new)
{
	return (struct change){ .metric = metric,
		                .mode = (char *)"default",
		                .case_name = (char *)"a/b",
		                .benchmark = (char *)benchmark,
		                .old_go = (char *)"go1.16.15",
		                .new_go = (char *)"go1.17.13",
		                .old_text = (char *)old,
		                .new_text = (char *)new,
		                .where = (char *)"",
		                .said = (char *)"",
		                .evidence = (char *)"",
		                .cause = CAUSE_UNKNOWN,
		                .worse = atoi(new) > atoi(old) };
}

/* The page of the changes over go1.15.15, go1.16.15 and go1.17.13. The caller frees. */
static char *page_of(struct change *items, size_t n, const char *mode)
{
	struct release releases[] = { { .go = "go1.15.15", .version = { 1, 15, 15, GO_RELEASE, 0 } },
		                      { .go = "go1.16.15", .version = { 1, 16, 15, GO_RELEASE, 0 } },
		                      { .go = "go1.17.13", .version = { 1, 17, 13, GO_RELEASE, 0 } } };
	const struct history h = { .releases = releases, .nreleases = COUNT(releases) };
	const struct change_list l = { .items = items, .len = n };
	const struct history_page page = { .history = &h,
		                           .changes = &l,
		                           .mode = mode,
		                           .tool = "0.1.0",
		                           .goos = "linux",
		                           .goarch = "amd64",
		                           .cpu = "A <fast> one",
		                           .date = "2026-11-25",
		                           .cases = 7 };
	struct str out = STR_INIT;

	history_page(&page, &out);
	return str_detach(&out);
}

/* Each of the texts is on the page, in this order. */
static void assert_in_order(const char *page, const char *const *texts)
{
	const char *at = page;

	for (; *texts; texts++) {
		const char *found = strstr(at, *texts);

		if (!found)
			fail_msg("not there, or not in its place: %s\non:\n%s", *texts, page);
		at = found + strlen(*texts);
	}
}
#define IN_ORDER(page, ...) assert_in_order(page, (const char *const[]){ __VA_ARGS__, NULL })

static void newest_first_with_anchors_and_counts(void **state)
{
	struct change items[] = { change_of(METRIC_ALLOCS, "BenchmarkNew", "1", "0"),
		                  change_of(METRIC_ALLOCS, "BenchmarkOld", "2", "3") };
	char *page;

	(void)state;
	items[0].cause = CAUSE_ESCAPE;
	items[1].old_go = (char *)"go1.15.15";
	items[1].new_go = (char *)"go1.16.15";
	page = page_of(items, COUNT(items), "default");
	IN_ORDER(page, "# What Go allocates", "7 cases", "3 releases of Go from go1.15.15 to go1.17.13, mode default",
	         "A &lt;fast&gt; one", "- *unknown*: ", "- *escape*: ",
	         "| release | fewer allocs | more allocs | only bytes | unknown | escape |\n",
	         "| [go1.17.13](#go1.17.13) | 1 | 0 | 0 | 0 | 1 |\n",
	         "| [go1.16.15](#go1.16.15) | 0 | 1 | 0 | 1 | 0 |\n",
	         "<a id=\"go1.17.13\"></a>\n\n## go1.17.13\n\nSince go1.16.15 ([release "
	         "notes](https://go.dev/doc/go1.17)).",
	         "Fewer allocations:\n\n- **a/b** New 1 → 0 (escape)\n", "## go1.16.15",
	         "More allocations:", "- **a/b** Old 2 → 3 (unknown)\n", "## go1.15.15\n\nThe first release measured.");
	free(page);
}

static void what_changed_alike_is_one_line(void **state)
{
	struct change items[] = { change_of(METRIC_ALLOCS, "BenchmarkA", "1", "0"),
		                  change_of(METRIC_ALLOCS, "BenchmarkB", "5", "4"),
		                  change_of(METRIC_ALLOCS, "BenchmarkC", "1", "0"),
		                  change_of(METRIC_ALLOCS, "BenchmarkD", "1", "0"),
		                  change_of(METRIC_ALLOCS, "BenchmarkE", "1", "0") };
	char *page;

	(void)state;
	items[0].evidence = (char *)"b_test.go:3: newobject 1 -> 0\nsame";
	items[1].evidence = (char *)"same\nb_test.go:9: x no longer escapes";
	items[3].cause = CAUSE_LOWERING; /* another cause, another line */
	items[3].evidence = (char *)"b_test.go:5: y no longer escapes\nb_test.go:5: newobject 1 -> 0";
	items[4].cause = CAUSE_ESCAPE;
	items[4].said = (char *)"where there is no evidence";
	page = page_of(items, COUNT(items), "default");
	IN_ORDER(page, "- **a/b** A, C 1 → 0; B 5 → 4 (unknown) — line 3: newobject 1 -&gt; 0; same; 1 more\n",
	         "- **a/b** D 1 → 0 (lowering) — line 5: y no longer escapes; newobject 1 -&gt; 0\n",
	         "- **a/b** E 1 → 0 (escape) — where there is no evidence\n");
	free(page);
}

static void a_long_line_is_cut(void **state)
{
	struct change items[15];
	char names[COUNT(items)][16], values[COUNT(items)][8], *page;

	(void)state;
	for (size_t i = 0; i < COUNT(items); i++) {
		snprintf(names[i], sizeof names[i], "BenchmarkX%zu", i);
		snprintf(values[i], sizeof values[i], "%zu", 100 + i);
		items[i] = change_of(METRIC_ALLOCS, names[i], values[i], "1");
	}
	page = page_of(items, COUNT(items), "default");
	IN_ORDER(page, "| [go1.17.13](#go1.17.13) | 15 |", "X11 111 → 1; 3 more (unknown)\n");
	assert_null(strstr(page, "X12"));
	free(page);
}

static void bytes_count_only_alone(void **state)
{
	struct change items[] = { change_of(METRIC_ALLOCS, "BenchmarkA", "1", "0"),
		                  change_of(METRIC_BYTES, "BenchmarkA", "16", "0"),
		                  change_of(METRIC_BYTES, "BenchmarkB", "16", "32") };
	char *page;

	(void)state;
	items[2].cause = CAUSE_GROWTH;
	items[2].evidence = (char *)"not shown where it is brief";
	page = page_of(items, COUNT(items), "default");
	IN_ORDER(page, "| [go1.17.13](#go1.17.13) | 1 | 0 | 1 |", "- **a/b** A 1 → 0",
	         "Other sizes, as many allocations:\n\n- **a/b** B 16 → 32 B/op (growth)\n");
	assert_null(strstr(page, "A 16"));
	free(page);
}

static void counters_that_changed_are_named_not_listed(void **state)
{
	struct change items[] = { change_of(METRIC_ALLOCS, "BenchmarkA", "1", "0"),
		                  change_of(METRIC_ALLOCS, "BenchmarkB", "1", "0") };
	char *page;

	(void)state;
	items[0].epoch = true;
	items[1].cause = CAUSE_COUNTERS;
	page = page_of(items, COUNT(items), "default");
	IN_ORDER(page, "| [go1.17.13](#go1.17.13) | 0 | 0 | 0 |", "what its own counters count: 2 differences",
	         "Nothing else changed.");
	assert_null(strstr(page, "1 → 0"));
	assert_null(strstr(page, "counters:")); /* nor in the list of causes */
	free(page);
}

static void modes_outputs_and_gaps_are_said(void **state)
{
	struct change items[] = { change_of(METRIC_ALLOCS, "BenchmarkA", "1", "0"),
		                  change_of(METRIC_OUTPUT, "", "b\nb", "a|b"),
		                  change_of(METRIC_STATUS, "", "ok", "build_failed") };
	char *page;

	(void)state;
	items[0].mode = (char *)"noinline";
	items[0].old_go = (char *)"go1.15.15";
	items[1].cause = items[2].cause = CAUSE_NONE;
	page = page_of(items, COUNT(items), NULL);
	IN_ORDER(page, ", every mode.", "- **a/b** A 1 → 0, mode noinline, since go1.15.15 (unknown)\n",
	         "Programs that print otherwise:", "- **a/b** b<br>b → a\\|b, mode default\n",
	         "Other changes:", "- **a/b** status ok → build_failed, mode default\n");
	free(page);
}

static void hostile_texts_are_escaped(void **state)
{
	struct change items[] = { change_of(METRIC_ALLOCS, "Benchmark<b>", "1", "0") };
	char *page;

	(void)state;
	items[0].case_name = (char *)"a/*b*\n# heading";
	items[0].evidence = (char *)"<script>\x1b[2J";
	page = page_of(items, COUNT(items), "default");
	assert_null(strstr(page, "<script>"));
	assert_null(strstr(page, "<b>"));
	assert_null(strstr(page, "\n# heading"));
	assert_null(strchr(page, 0x1b));
	assert_non_null(strstr(page, "&lt;script&gt;"));
	free(page);
}

static void nothing_changed_is_a_page_too(void **state)
{
	char *page = page_of(NULL, 0, "default");

	(void)state;
	IN_ORDER(page, "## go1.17.13", "Nothing else changed.", "## go1.15.15");
	free(page);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(newest_first_with_anchors_and_counts),
	cmocka_unit_test(what_changed_alike_is_one_line),
	cmocka_unit_test(a_long_line_is_cut),
	cmocka_unit_test(bytes_count_only_alone),
	cmocka_unit_test(counters_that_changed_are_named_not_listed),
	cmocka_unit_test(modes_outputs_and_gaps_are_said),
	cmocka_unit_test(hostile_texts_are_escaped),
	cmocka_unit_test(nothing_changed_is_a_page_too),
};

TEST_MAIN(tests)
