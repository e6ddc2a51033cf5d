/* The figures of changes, comparisons and samples: what their data files hold. Run from the top folder. */
#include "figure_fixture.h"

#include "base/alloc.h"

/* A change by hand; its texts are the numbers. */
static struct change change(enum metric m, const char *case_name, const char *benchmark, double old, double new)
{
	struct change c = { .metric = m, .mode = xstrdup("default"), .case_name = xstrdup(case_name) };

	c.benchmark = xstrdup(benchmark);
	c.old_go = xstrdup("go1.9.2");
	c.new_go = xstrdup("go1.27.4");
	c.old_value = old;
	c.new_value = new;
	c.old_text = xasprintf("%g", old);
	c.new_text = xasprintf("%g", new);
	c.where = xstrdup("");
	c.said = xstrdup("");
	c.evidence = xstrdup("");
	c.cause = CAUSE_ESCAPE;
	c.old_range = (struct count_range){ .low = (int64_t)old, .high = (int64_t)old };
	c.new_range = (struct count_range){ .low = (int64_t) new, .high = (int64_t) new };
	c.worse = new > old;
	return c;
}

static struct change *add(struct change_list *l, struct change c)
{
	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	l->items[l->len] = c;
	return &l->items[l->len++];
}

static void test_causes(void **state)
{
	struct change_list along = CHANGE_LIST_INIT;
	struct figure_list l = FIGURE_LIST_INIT;
	struct sample_history s;

	(void)state;
	small(&s, "slice/append", "BenchmarkGrows");
	figure_plan_causes(&s.h, &along, "default", &l);
	assert_int_equal(l.len, 0); /* nothing changed */
	add(&along, change(METRIC_ALLOCS, "slice/append", "BenchmarkA", 1, 0));
	add(&along, change(METRIC_ALLOCS, "slice/append", "BenchmarkB", 1, 2));
	add(&along, change(METRIC_ALLOCS, "slice/append", "BenchmarkC", 1, 3))->cause = CAUSE_LIBRARY;
	add(&along, change(METRIC_BYTES, "slice/append", "BenchmarkC", 1, 3))->cause = CAUSE_NONE;
	add(&along, change(METRIC_ALLOCS, "slice/append", "BenchmarkD", 1, 3))->epoch = true;
	add(&along, change(METRIC_ESCAPE, "slice/append", "", 0, 1)); /* no count */
	{
		struct change *other = add(&along, change(METRIC_ALLOCS, "slice/append", "BenchmarkA", 1, 0));

		free(other->mode);
		other->mode = xstrdup("noopt");
	}
	figure_plan_causes(&s.h, &along, "default", &l);
	assert_int_equal(l.len, 1);
	assert_string_equal(l.items[0].name, "causes");
	assert_string_equal(
		str_cstr(&l.items[0].data),
		"# releases\n# x\tgo\tnew_accounting\tallocs_more\tallocs_fewer\tallocs_counters\tbytes_more\t"
		"bytes_fewer\tbytes_counters\n"
		"1\t1.5.4\t0\t0\t0\t0\t0\t0\t0\n2\t1.9.2\t1\t0\t0\t0\t0\t0\t0\n3\t1.27.4\t0\t2\t1\t1\t1\t0\t0\n"
		"\n\n# causes\n# place\tcause\tallocs\tbytes\n"
		"1\tescape\t2\t0\n2\tinlining\t0\t0\n3\tlowering\t0\t0\n4\tgrowth\t0\t0\n5\tlibrary\t1\t0\n"
		"6\tunknown\t0\t1\n"
		"\n\n# stacks\n# x\tmetric\tcause\tmore\tmore_below\tfewer\tfewer_above\tgo\n"
		"3\t1\t1\t1\t0\t1\t0\t1.27.4\n3\t1\t5\t1\t1\t0\t1\t1.27.4\n3\t2\t6\t1\t0\t0\t0\t1.27.4\n");
	figure_list_release(&l);
	change_list_release(&along);
}

static const struct figure_sides *sides_of(const struct sample_history *s)
{
	static struct figure_sides sides;

	sides = (struct figure_sides){ .h = &s->h, .old_go = "go1.9.2", .new_go = "go1.27.4", .mode = "default" };
	return &sides;
}

static void test_slope(void **state)
{
	struct change_list between = CHANGE_LIST_INIT;
	struct figure_list l = FIGURE_LIST_INIT;
	struct sample_history s;

	(void)state;
	small(&s, "slice/append", "BenchmarkGrows");
	add(&between, change(METRIC_ALLOCS, "slice/append", "BenchmarkA", 5, 1));
	add(&between, change(METRIC_ALLOCS, "slice/append", "BenchmarkB", 0, 12));
	add(&between, change(METRIC_ALLOCS, "slice/append", "BenchmarkC", 5, 1));
	add(&between, change(METRIC_ALLOCS, "slice/append", "BenchmarkD", 5, 1))->epoch = true;
	figure_plan_slope(sides_of(&s), &between, &l);
	assert_int_equal(l.len, 1);
	assert_string_equal(str_cstr(&l.items[0].data),
	                    "# sides\n# side\tgo\n1\t1.9.2\n2\t1.27.4\n"
	                    "\n\n# panels\n# panel\tmetric\tlines\tchanged\tmore\tfewer\tleft_out\tboth\n"
	                    "1\tallocs/op\t3\t3\t1\t2\t0\t1\n"
	                    "\n\n# lines\n# panel\tplace\told\tnew\tbenchmarks\tmore\told_text\tnew_text\tcase\t"
	                    "benchmark\tcause\tgo\n"
	                    "1\t1\t0\t12\t1\t1\t0\t12\tslice/append\tB\tescape\tgo1.27.4\n"
	                    "1\t2\t5\t1\t1\t0\t5\t1\tslice/append\tA\tescape\tgo1.27.4\n"
	                    "1\t3\t5\t1\t1\t0\t5\t1\tslice/append\tC\tescape\tgo1.27.4\n");
	figure_list_release(&l);
	/* what would not fit is put together: first within a case */
	for (int i = 0; i < 30; i++) {
		char name[24];

		snprintf(name, sizeof name, "BenchmarkX%02d", i);
		add(&between, change(METRIC_BYTES, "map/many", name, 8, 16));
		snprintf(name, sizeof name, "BenchmarkY%02d", i);
		add(&between, change(METRIC_BYTES, i % 2 ? "map/odd" : "map/even", name, 8, 24));
	}
	figure_plan_slope(sides_of(&s), &between, &l);
	assert_non_null(strstr(l.items[0].data.p, "2\tB/op\t3\t60\t60\t0\t0\t1\n"));
	assert_non_null(strstr(l.items[0].data.p, "2\t1\t8\t24\t15\t1\t8\t24\tmap/even\tY00\t"));
	assert_non_null(strstr(l.items[0].data.p, "2\t3\t8\t16\t30\t1\t8\t16\tmap/many\tX00\t"));
	figure_list_release(&l);
	/* ... and the smallest are left out */
	for (int i = 0; i < 30; i++)
		add(&between, change(METRIC_BYTES, "map/all", "BenchmarkZ", 1000, 2000 + i));
	figure_plan_slope(sides_of(&s), &between, &l);
	assert_non_null(strstr(l.items[0].data.p, "2\tB/op\t24\t90\t90\t0\t37\t1\n"));
	assert_null(strstr(l.items[0].data.p, "1000\t2000\t"));
	assert_non_null(strstr(l.items[0].data.p, "1000\t2029\t"));
	figure_list_release(&l);
	change_list_release(&between);
}

static struct time_outcome outcome(const char *benchmark, enum time_verdict v, double ratio, double low, double high,
                                   size_t pairs)
{
	return (struct time_outcome){
		.mode = "default",
		.case_name = "slice/append",
		.benchmark = benchmark,
		.old_go = "go1.9.2",
		.new_go = "go1.27.4",
		.result = { .pairs = pairs,
		            .verdict = v,
		            .again.pairs = v == TIME_SLOWER || v == TIME_FASTER ? pairs + 1 : 0,
		            .told = { .ratio = ratio, .low = low, .high = high, .bounded = pairs > 5 } },
	};
}

static void test_forest(void **state)
{
	struct change_list between = CHANGE_LIST_INIT;
	struct figure_list l = FIGURE_LIST_INIT;
	struct time_outcome outcomes[13];
	struct sample_history s;

	(void)state;
	small(&s, "slice/append", "BenchmarkGrows");
	add(&between, change(METRIC_ALLOCS, "slice/append", "BenchmarkB", 0, 12));
	figure_plan_forest(sides_of(&s), &between, 0, &l);
	assert_int_equal(l.len, 0); /* counts alone are the slope chart */
	outcomes[0] = outcome("BenchmarkSame", TIME_SAME, 1.001, 0.99, 1.01, 50);
	outcomes[1] = outcome("BenchmarkFaster", TIME_FASTER, 0.8, 0.78, 0.82, 50);
	outcomes[2] = outcome("BenchmarkSlower", TIME_SLOWER, 1.1, 1.05, 1.15, 50);
	outcomes[2].result.again.pairs = 32;
	outcomes[3] = outcome("BenchmarkSlowest", TIME_SLOWER, 1.2, 1.15, 1.25, 50);
	outcomes[4] = outcome("BenchmarkFew", TIME_OPEN, 1.3, 0.9, 1.4, 3);
	outcomes[5] = outcome("BenchmarkNever", TIME_OPEN, 1, 0, 0, 0);
	outcomes[6] = outcome("BenchmarkOther", TIME_OPEN, 1.3, 0.9, 1.4, 3);
	outcomes[6].mode = "noopt";
	for (int i = 7; i < 13; i++)
		outcomes[i] = outcome("BenchmarkMore", TIME_SAME, 1.0 + i / 1000.0, 0.99, 1.02, 50);
	between.outcomes = outcomes;
	between.noutcomes = 13;
	between.times.threshold = 0.01;
	between.times.rules.margin = 0.03;
	between.times.comparisons = 12;
	between.times.family = 11;
	add(&between, change(METRIC_ALLOCS, "slice/append", "BenchmarkC", 4, 0));
	add(&between, change(METRIC_ALLOCS, "slice/append", "BenchmarkD", 4, 6));
	between.items[2].new_range.high = 8;
	figure_plan_forest(sides_of(&s), &between, 0, &l);
	assert_int_equal(l.len, 1);
	assert_string_equal(
		str_cstr(&l.items[0].data),
		"# rules\n# threshold\tmargin\tcomparisons\tfamily\n0.01\t0.03\t12\t11\n"
		"\n\n# groups\n# group\tpanel\tname\tcomparisons\tdrawn\tleast_ratio\tgreatest_ratio\n"
		"1\t1\tslower\t2\t2\t1.1\t1.2\n2\t1\tfaster\t1\t1\t0.8\t0.8\n3\t1\topen\t2\t1\t1.3\t1.3\n"
		"4\t1\tsame\t7\t6\t1.001\t1.012\n5\t2\tallocs/op\t3\t3\t1.5\t1.5\n"
		"\n\n# rows\n# group\tpanel\trow\tratio\tlow\thigh\tedge\tbounded\tpairs\told\tnew\tcase\tbenchmark\n"
		"1\t1\t1\t1.2\t1.15\t1.25\t0\t1\t51\t-\t-\tslice/append\tSlowest\n"
		"1\t1\t2\t1.1\t1.05\t1.15\t0\t1\t32\t-\t-\tslice/append\tSlower\n"
		"2\t1\t1\t0.8\t0.78\t0.82\t0\t1\t51\t-\t-\tslice/append\tFaster\n"
		"3\t1\t1\t1.3\t0.9\t1.4\t0\t0\t3\t-\t-\tslice/append\tFew\n"
		"4\t1\t1\t1.012\t0.99\t1.02\t0\t1\t50\t-\t-\tslice/append\tMore\n"
		"4\t1\t2\t1.011\t0.99\t1.02\t0\t1\t50\t-\t-\tslice/append\tMore\n"
		"4\t1\t3\t1.01\t0.99\t1.02\t0\t1\t50\t-\t-\tslice/append\tMore\n"
		"4\t1\t4\t1.009\t0.99\t1.02\t0\t1\t50\t-\t-\tslice/append\tMore\n"
		"4\t1\t5\t1.008\t0.99\t1.02\t0\t1\t50\t-\t-\tslice/append\tMore\n"
		"4\t1\t6\t1.007\t0.99\t1.02\t0\t1\t50\t-\t-\tslice/append\tMore\n"
		"5\t2\t1\tNaN\tNaN\tNaN\t1\t1\t0\t0\t12\tslice/append\tB\n"
		"5\t2\t2\t1.5\t1.5\t2\t0\t1\t0\t4\t6\tslice/append\tD\n"
		"5\t2\t3\tNaN\tNaN\tNaN\t-1\t1\t0\t4\t0\tslice/append\tC\n");
	figure_list_release(&l);
	/* on a page all give way alike; the heads go on to say how many there are */
	figure_plan_forest(sides_of(&s), &between, 15, &l);
	assert_non_null(
		strstr(str_cstr(&l.items[0].data),
	               "1\t1\tslower\t2\t2\t1.1\t1.2\n2\t1\tfaster\t1\t1\t0.8\t0.8\n3\t1\topen\t2\t1\t1.3\t1.3\n"
	               "4\t1\tsame\t7\t1\t1.001\t1.012\n5\t2\tallocs/op\t3\t3\t1.5\t1.5\n"));
	figure_list_release(&l);
	figure_plan_forest(sides_of(&s), &between, 1, &l); /* one of each remains */
	assert_non_null(strstr(str_cstr(&l.items[0].data), "5\t2\tallocs/op\t3\t1\t"));
	figure_list_release(&l);
	between.outcomes = NULL;
	between.noutcomes = 0;
	change_list_release(&between);
}

static struct sample_row sample(const char *go, const char *purpose, int64_t session, int64_t block, int64_t ns)
{
	return (struct sample_row){
		.go = go,
		.mode = "default",
		.case_name = "slice/append",
		.benchmark = "BenchmarkGrows",
		.purpose = purpose,
		.session = session,
		.block = block,
		.n = 10,
		.elapsed_ns = 10 * ns,
	};
}

static void test_distribution(void **state)
{
	struct figure_list l = FIGURE_LIST_INIT;
	struct sample_row items[16];
	struct sample_rows rows = { .items = items };
	struct sample_history s;

	(void)state;
	small(&s, "slice/append", "BenchmarkGrows");
	/* the later session has one release only; confirmations were chosen for being large */
	for (int i = 0; i < 5; i++)
		items[rows.len++] = sample("go1.9.2", "time", 3, i, 30 - i);
	items[rows.len++] = sample("go1.27.4", "time", 3, 0, 20);
	items[rows.len++] = sample("go1.27.4", "time", 7, 0, 99);
	items[rows.len++] = sample("go1.27.4", "confirm", 3, 9, 98);
	items[rows.len++] = sample("go1.27.4", "allocs", 3, 9, 97);
	items[rows.len++] = sample("go1.27.4", "time", 3, 1, 0); /* no time at all */
	figure_plan_distributions(&s.h, &rows, "map/*,string/*", "default", &l);
	assert_int_equal(l.len, 0);
	figure_plan_distributions(&s.h, &rows, "map/*,slice/a*", "default", &l);
	assert_int_equal(l.len, 1);
	assert_string_equal(l.items[0].name, "distribution-slice--append");
	assert_string_equal(
		str_cstr(&l.items[0].data),
		"# releases\n# x\tgo\tnew_accounting\n1\t1.9.2\t0\n2\t1.27.4\t0\n"
		"\n\n# panels\n# panel\tcase\tbenchmark\tsession\n1\tslice/append\tGrows\t3\n"
		"\n\n# summary\n# x\tn\tmedian\tq1\tq3\tmedian_low\tmedian_high\tinterval\tleast\tgreatest\tgo\n"
		"1\t5\t28\t27\t29\t26\t30\t0\t26\t30\t1.9.2\n2\t1\t20\t20\t20\t20\t20\t0\t20\t20\t1.27.4\n"
		"\n\n# samples\n# x\torder\tof\tns\n"
		"1\t1\t5\t30\n1\t2\t5\t29\n1\t3\t5\t28\n1\t4\t5\t27\n1\t5\t5\t26\n2\t1\t1\t20\n");
	figure_list_release(&l);
	figure_plan_distributions(&s.h, &rows, NULL, "default", &l);
	assert_int_equal(l.len, 1);
	figure_list_release(&l);
}

static void test_distribution_names(void **state)
{
	static const char *const cases[] = {
		"a/b", "a-/b",  "a/-b", "a--b", "a-b", "a_b", "a/b/c", "a/b--c", "a/b-c", "a b",
		"a+b", "a+20b", "a\nb", "a.b",  "a$b", "-a",  "a-",    "",       "..",    "a/p2",
	};
	struct strlist names = STRLIST_INIT;
	char endless[400];
	char *one, *other;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *name = figure_distribution_name(cases[i]);

		assert_true(str_starts(name, "distribution-"));
		assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+"),
		                 strlen(name));
		assert_false(strlist_has(&names, name));
		strlist_take(&names, name);
	}
	memset(endless, 'x', sizeof endless);
	endless[399] = '\0';
	one = figure_distribution_name(endless);
	endless[398] = 'y';
	other = figure_distribution_name(endless);
	assert_true(strlen(one) < 200);
	assert_string_not_equal(one, other);
	free(one);
	free(other);
	strlist_release(&names);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_causes),
	cmocka_unit_test(test_slope),
	cmocka_unit_test(test_forest),
	cmocka_unit_test(test_distribution),
	cmocka_unit_test(test_distribution_names),
};
TEST_MAIN(tests)
