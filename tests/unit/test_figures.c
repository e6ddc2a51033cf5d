/* Figures: what the data files hold, and that drawing leaves whole figures or none. Run from the top folder. */
#include "figure_fixture.h"

#include "base/process.h"

static void test_data(void **state)
{
	struct figure_list l = FIGURE_LIST_INIT;
	struct sample_history s;

	(void)state;
	small(&s, "slice/append", "BenchmarkGrows");
	figures_plan(&s.h, "default", 0, &l);
	assert_int_equal(l.len, 3);
	assert_string_equal(l.items[0].name, "heatmap");
	assert_string_equal(l.items[0].script, "heatmap.gp");
	assert_string_equal(str_cstr(&l.items[0].data),
	                    "# releases\n# x\tgo\tnew_accounting\n"
	                    "1\t1.5.4\t0\n2\t1.9.2\t1\n3\t1.27.4\t0\n"
	                    "\n\n# rows\n# y\tfamily\tcase\tbenchmark\tfirst_of_family\tfirst_of_case\n"
	                    "1\tslice\tappend\tGrows\t1\t1\n2\tslice\tappend\tFlat\t0\t0\n"
	                    "\n\n# cells\n# x\ty\tallocs\tshown\tchange\tstatus\tcase\tbenchmark\tgo\tcounters\n"
	                    "1\t1\t0\t0\t0\tok\tslice/append\tGrows\t1.5.4\t0\n"
	                    "2\t1\tNaN\tn/a\t0\trun_failed\tslice/append\tGrows\t1.9.2\t0\n"
	                    "3\t1\t12345\t12k\t0\tok\tslice/append\tGrows\t1.27.4\t1\n" /* across a border */
	                    "1\t2\t2\t2\t0\tok\tslice/append\tFlat\t1.5.4\t0\n"
	                    "2\t2\t2\t2\t0\tok\tslice/append\tFlat\t1.9.2\t0\n"
	                    "3\t2\t2\t2\t0\tok\tslice/append\tFlat\t1.27.4\t0\n");
	assert_string_equal(l.items[1].name, "family-slice");
	assert_string_equal(
		str_cstr(&l.items[1].data),
		"# releases\n# x\tgo\tnew_accounting\n"
		"1\t1.5.4\t0\n2\t1.9.2\t1\n3\t1.27.4\t0\n"
		"\n\n# panels\n# panel\tcase\tbenchmark\n1\tappend\tGrows\n2\tappend\tFlat\n"
		"\n\n# panel\n# x\tallocs\tbytes\tallocs_change\tbytes_change\tallocs_stay\tbytes_stay\tgo\n"
		"1\t0\t0\t2\t2\t1\t1\t1.5.4\n"
		"2\tNaN\tNaN\t0\t0\t0\t0\t1.9.2\n"
		"3\t12345\t1048576\t1\t1\t1\t1\t1.27.4\n"
		"\n\n# panel\n# x\tallocs\tbytes\tallocs_change\tbytes_change\tallocs_stay\tbytes_stay\tgo\n"
		"1\t2\t24\t2\t2\t3\t3\t1.5.4\n"
		"2\t2\t24\t0\t0\t0\t0\t1.9.2\n"
		"3\t2\t24\t0\t0\t0\t0\t1.27.4\n");
	assert_string_equal(l.items[2].name, "time-slice"); /* of the one benchmark that was timed */
	assert_string_equal(str_cstr(&l.items[2].data), "# releases\n# x\tgo\tnew_accounting\n"
	                                                "1\t1.5.4\t0\n2\t1.9.2\t1\n3\t1.27.4\t0\n"
	                                                "\n\n# panels\n# panel\tcase\tbenchmark\n1\tappend\tGrows\n"
	                                                "\n\n# panel\n# x\tns\tns_low\tns_high\tsamples\tgo\n"
	                                                "1\t12.5\t11.25\t13.75\t5\t1.5.4\n"
	                                                "2\tNaN\tNaN\tNaN\t0\t1.9.2\n"
	                                                "3\t1500\t1350\t1650\t5\t1.27.4\n");
	figure_list_release(&l);
	figures_plan(&s.h, "noopt", 0, &l); /* a mode that was not measured */
	assert_int_equal(l.len, 0);
}

/* The figure of changes: only what changed, and benchmarks of one case that look the same are one row. */
static void test_changes(void **state)
{
	struct figure_list l = FIGURE_LIST_INIT;
	struct sample_history s;
	struct series series[4];
	struct point other[3];

	(void)state;
	small(&s, "slice/append", "BenchmarkGrows");
	assert_true(version_parse("go1.7.6", &s.releases[0].version)); /* no border between */
	point(&s.grows[0], &s.releases[0], "ok", 0, 0, 0);
	memcpy(other, s.grows, sizeof other);
	series[0] = s.series[0];
	series[1] = s.series[1];
	series[2] = (struct series){
		.mode = "default", .case_name = "slice/append", .benchmark = "BenchmarkToo", .points = other, .n = 3
	};
	series[3] = series[2]; /* another case: not the same row */
	series[3].case_name = "slice/other";
	s.h.items = series;
	s.h.len = 4;
	figures_plan(&s.h, "default", 0, &l);
	assert_string_equal(l.items[1].name, "changes");
	assert_non_null(strstr(l.items[1].data.p, "1\tslice\tappend\tGrows (+1 alike)\t1\t1\n"
	                                          "2\tslice\tother\tToo\t0\t1\n\n"));
	assert_non_null(strstr(l.items[1].data.p, "3\t1\t12345\t12k\t1\tok\tslice/append\tGrows (+1 alike)\t"));
	assert_null(strstr(l.items[1].data.p, "Flat"));
	assert_non_null(strstr(l.items[0].data.p, "3\tslice\tappend\tToo\t0\t0\n")); /* the heatmap has all */
	figure_list_release(&l);
	other[2].allocs = 7;
	figures_plan(&s.h, "default", 0, &l);
	assert_null(strstr(l.items[1].data.p, "alike"));
	figure_list_release(&l);
}

/* A benchmark that a release never got to has that release's point in the series of the whole case. */
static void test_status_of_whole_case(void **state)
{
	struct figure_list l = FIGURE_LIST_INIT;
	struct sample_history s;

	(void)state;
	small(&s, "slice/append", "BenchmarkGrows");
	s.series[2].case_name = "slice/append";
	s.program[0].status = "unsupported";
	s.series[0].points = &s.grows[1];
	s.series[0].n = 2;
	figures_plan(&s.h, "default", 0, &l);
	assert_non_null(
		strstr(str_cstr(&l.items[0].data), "1\t1\tNaN\tn/a\t0\tunsupported\tslice/append\tGrows\t1.5.4\t0\n"));
	figure_list_release(&l);
}

static void test_pages_and_platforms(void **state)
{
	struct figure_list l = FIGURE_LIST_INIT;
	struct strlist drawn = STRLIST_INIT, pages = STRLIST_INIT;
	struct series many[FIGURE_PANELS + 1];
	char names[FIGURE_PANELS + 1][20];
	struct sample_history s;

	(void)state;
	small(&s, "slice/append", "BenchmarkGrows");
	for (size_t i = 0; i <= FIGURE_PANELS; i++) {
		snprintf(names[i], sizeof names[i], "BenchmarkB%zu", i);
		many[i] = s.series[1];
		many[i].benchmark = names[i];
	}
	many[1].benchmark = many[0].benchmark; /* the same, of another platform */
	many[1].goos = "linux";
	many[1].goarch = "386";
	s.h.items = many;
	s.h.len = FIGURE_PANELS + 1;
	figures_plan(&s.h, "default", 0, &l);
	assert_int_equal(l.len, 3);
	assert_string_equal(l.items[1].name, "family-slice");
	assert_string_equal(l.items[2].name, "family-slice-2");
	assert_non_null(strstr(l.items[2].title, "2 of 2"));
	assert_non_null(strstr(str_cstr(&l.items[1].data), "\n2\tappend\tB0 (linux/386)\n"));
	assert_non_null(strstr(str_cstr(&l.items[1].data), "\n7\tappend\tB6\n"));
	assert_null(strstr(str_cstr(&l.items[1].data), "\tB7\n"));
	assert_non_null(strstr(str_cstr(&l.items[2].data), "\n1\tappend\tB7\n"));
	for (size_t i = 0; i < l.len; i++)
		strlist_add(&drawn, l.items[i].name);
	figure_pages(&drawn, "family", "slice", &pages);
	assert_int_equal(pages.len, 2);
	assert_string_equal(pages.items[1], "family-slice-2");
	strlist_release(&drawn);
	strlist_release(&pages);
	figure_list_release(&l);
}

/* Strays of the runtime make no step in a figure; they would in a naive comparison of the printed numbers. */
static void test_noise(void **state)
{
	struct figure_list l = FIGURE_LIST_INIT;
	struct sample_history s;

	(void)state;
	small(&s, "slice/append", "BenchmarkGrows");
	s.flat[0].bytes_exact = (double)(s.flat[0].bytes = 386296);
	s.flat[1].bytes_exact = (double)(s.flat[1].bytes = 386305);
	s.flat[2].bytes_exact = (double)(s.flat[2].bytes = 357625);
	s.flat[1].allocs_exact = 2.99;
	s.flat[1].allocs_range = seen(2.99);
	s.flat[2].allocs = 3;
	s.flat[2].allocs_exact = 3.01;
	s.flat[2].allocs_range = seen(3.01);
	for (size_t i = 0; i < 3; i++) {
		s.flat[i].bytes_exact = (double)s.flat[i].bytes;
		s.flat[i].bytes_range = seen((double)s.flat[i].bytes);
	}
	figures_plan(&s.h, "default", 0, &l);
	assert_non_null(strstr(str_cstr(&l.items[1].data), "1\t2\t386296\t2\t2\t3\t2\t1.5.4\n"
	                                                   "2\t2\t386305\t0\t0\t0\t0\t1.9.2\n"
	                                                   "3\t3\t357625\t0\t-1\t0\t1\t1.27.4\n"));
	assert_non_null(strstr(str_cstr(&l.items[0].data), "3\t2\t3\t3\t0\tok\tslice/append\tFlat\t1.27.4\t0\n"));
	figure_list_release(&l);
}

static void test_draws_and_redraws(void **state)
{
	static const char *const names[] = { "heatmap", "family-slice", "time-slice" };
	static const char *const formats[] = { "svg", "png", "pdf" };
	ino_t before[3], again[3];
	struct sample_history s;
	struct place p;

	(void)state;
	place_init(&p);
	small(&s, "slice/append", "BenchmarkGrows");
	if (figures_draw(&s.h, &p.options, &p.names, &p.err))
		fail_msg("%s", p.err.msg);
	assert_int_equal(p.names.len, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_string_equal(p.names.items[i], names[i]);
		for (size_t f = 0; f < 3; f++) {
			char file[64];

			snprintf(file, sizeof file, "%s.%s", names[i], formats[f]);
			assert_true(inode(&p, file) > 0);
		}
	}
	assert_int_equal(entries(&p), 3 * 3 + 1); /* and data, but no scratch folder */
	for (size_t f = 0; f < 3; f++) {
		char file[64];

		snprintf(file, sizeof file, "family-slice.%s", formats[f]);
		before[f] = inode(&p, file);
	}
	/* nothing new: nothing is drawn, not even looked for */
	strlist_release(&p.names);
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), 0);
	assert_int_equal(p.names.len, 3);
	again[0] = inode(&p, "family-slice.svg");
	assert_int_equal(before[0], again[0]);
	/* a number, then the caption changes */
	s.flat[2].bytes = 25;
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), 0);
	again[1] = inode(&p, "family-slice.png");
	assert_int_not_equal(before[1], again[1]);
	before[1] = inode(&p, "time-slice.png");
	p.options.caption = "another machine";
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), 0);
	again[2] = inode(&p, "time-slice.png");
	assert_int_not_equal(before[1], again[2]);
	place_release(&p);
}

/* What was drawn in more formats will do, until the data are others: then no format is left that shows the old ones. */
static void test_fewer_formats(void **state)
{
	struct sample_history s;
	struct place p;
	ino_t before;

	(void)state;
	place_init(&p);
	small(&s, "slice/append", "BenchmarkGrows");
	p.options.only = "family-*";
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), 0);
	before = inode(&p, "family-slice.svg");
	p.options.formats = "pdf,svg";
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), 0);
	assert_int_equal(inode(&p, "family-slice.svg"), before);
	assert_true(drawn(&p, "family-slice.png"));
	s.flat[2].bytes = 25;
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), 0);
	assert_int_not_equal(inode(&p, "family-slice.svg"), before);
	assert_false(drawn(&p, "family-slice.png"));
	/* ... and one more has to be drawn */
	p.options.formats = "svg,png";
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), 0);
	assert_true(drawn(&p, "family-slice.png"));
	place_release(&p);
}

static void test_no_gnuplot(void **state)
{
	char *path = strdup(getenv("PATH"));
	struct sample_history s;
	struct place p;

	(void)state;
	place_init(&p);
	small(&s, "slice/append", "BenchmarkGrows");
	assert_int_equal(setenv("PATH", p.dir, 1), 0);
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), -1);
	assert_int_equal(setenv("PATH", path, 1), 0);
	free(path);
	assert_int_equal(p.err.kind, ERR_INFRA);
	assert_non_null(strstr(p.err.msg, "gnuplot is not on PATH"));
	assert_non_null(strstr(p.err.msg, "install gnuplot-nox"));
	assert_int_equal(p.names.len, 0);
	assert_int_equal(entries(&p), 1); /* data, empty */
	place_release(&p);
}

static void copy_script(struct place *p, const char *name, const char *text)
{
	struct str bytes = STR_INIT;
	char *from = NULL, *to = NULL;

	assert_true(asprintf(&from, "plots/%s", name) > 0 && asprintf(&to, "%s/%s", p->scripts, name) > 0);
	if (text)
		str_add(&bytes, text);
	else
		assert_int_equal(file_read(from, 1 << 20, &bytes, &p->err), 0);
	assert_int_equal(file_write(to, str_cstr(&bytes), bytes.len, &p->err), 0);
	str_release(&bytes);
	free(from);
	free(to);
}

static void test_failing_script(void **state)
{
	struct sample_history s;
	struct place p;

	(void)state;
	place_init(&p);
	small(&s, "slice/append", "BenchmarkGrows");
	assert_int_equal(dir_make(p.scripts, &p.err), 0);
	copy_script(&p, "common.gp", NULL);
	copy_script(&p, "panels.gp", NULL);
	copy_script(&p, "time.gp", NULL);
	/* fails with one picture written and the next begun; reports success without a picture */
	copy_script(&p, "heatmap.gp",
	            "set terminal svg\nset output ARG2.'.svg'\nplot x\nset output ARG2.'.png'\nprint no_such_thing\n");
	copy_script(&p, "family.gp", "print 'hello'\n");
	p.options.script_dir = p.scripts;
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), -1);
	assert_int_equal(p.err.kind, ERR_INFRA);
	assert_non_null(strstr(p.err.msg, "figure "));
	assert_int_equal(p.names.len, 1); /* the others are drawn all the same */
	assert_string_equal(p.names.items[0], "time-slice");
	assert_true(drawn(&p, "time-slice.svg"));
	assert_false(drawn(&p, "heatmap.svg"));
	assert_false(drawn(&p, "family-slice.svg"));
	assert_false(drawn(&p, "data/heatmap.tsv"));
	assert_int_equal(entries(&p), 3 + 1);
	/* once mended, the same history is drawn */
	copy_script(&p, "family.gp", NULL);
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), -1);
	assert_non_null(strstr(p.err.msg, "figure heatmap: gnuplot: "));
	assert_non_null(strstr(p.err.msg, "undefined variable: no_such_thing"));
	assert_true(drawn(&p, "family-slice.svg"));
	/* success is not taken on trust */
	copy_script(&p, "heatmap.gp", "set terminal svg\nset output ARG2.'.svg'\nplot x\nset output ARG2.'.png'\n");
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), -1);
	assert_string_equal(p.err.msg, "figure heatmap: gnuplot wrote no png");
	assert_false(drawn(&p, "heatmap.svg"));
	place_release(&p);
}

static void test_missing_script(void **state)
{
	struct sample_history s;
	struct place p;

	(void)state;
	place_init(&p);
	small(&s, "slice/append", "BenchmarkGrows");
	p.options.script_dir = p.dir;
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), -1);
	assert_int_equal(p.err.kind, ERR_INFRA);
	assert_non_null(strstr(p.err.msg, "common.gp"));
	p.options.formats = "svg,gif";
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), -1);
	assert_int_equal(p.err.kind, ERR_USAGE);
	assert_non_null(strstr(p.err.msg, "'gif'"));
	place_release(&p);
}

/* Names that are commands to a shell or gnuplot, markup in an SVG, and longer than any picture. */
static void test_hostile_names(void **state)
{
	char endless[5000], hostile[300], *trap = NULL;
	struct figure_list plan = FIGURE_LIST_INIT;
	struct str svg = STR_INIT;
	struct sample_history s;
	struct place p;
	char *path;

	(void)state;
	place_init(&p);
	assert_true(asprintf(&trap, "%s/trap", p.dir) > 0);
	snprintf(hostile, sizeof hostile, "`touch %s`\"'.system(\"touch %s\").\n\t<script>&%%d$x{_^@", trap, trap);
	memset(endless, 'x', sizeof endless - 1);
	endless[sizeof endless - 1] = '\0';
	small(&s, "| touch x/../$(id)", hostile);
	s.series[1].benchmark = endless;
	s.releases[1].go = s.flat[1].go = s.grows[1].go = "a \"local\" <tree>";
	figures_plan(&s.h, "default", 0, &plan);
	for (size_t i = 0; i < plan.len; i++) {
		assert_null(strchr(str_cstr(&plan.items[i].data), '"'));
		assert_true(plan.items[i].data.len < 3000);
	}
	figure_list_release(&plan);
	p.options.caption = "`id` <b> \"quoted\" 'single'";
	if (figures_draw(&s.h, &p.options, &p.names, &p.err))
		fail_msg("%s", p.err.msg);
	assert_false(path_exists(trap));
	assert_int_equal(p.names.len, 3);
	assert_string_equal(p.names.items[1], "family-__touch_x");
	path = in_output(&p, "heatmap.svg");
	assert_int_equal(file_read(path, 1 << 24, &svg, &p.err), 0);
	assert_null(strstr(str_cstr(&svg), "<script>"));
	assert_non_null(strstr(str_cstr(&svg), "&lt;b>"));
	str_release(&svg);
	free(path);
	free(trap);
	place_release(&p);
}

static void test_abandoned_scratch(void **state)
{
	char *old, *mine;
	struct sample_history s;
	struct place p;

	(void)state;
	place_init(&p);
	small(&s, "slice/append", "BenchmarkGrows");
	old = in_output(&p, ".tmp-2147483646"); /* above any pid_max: nobody's */
	mine = in_output(&p, ".tmp-notes");
	assert_int_equal(dir_make(old, &p.err), 0);
	assert_int_equal(dir_make(mine, &p.err), 0);
	p.options.formats = "svg";
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), 0);
	assert_false(path_exists(old));
	assert_true(path_exists(mine));
	free(old);
	free(mine);
	place_release(&p);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_data),
	cmocka_unit_test(test_changes),
	cmocka_unit_test(test_status_of_whole_case),
	cmocka_unit_test(test_pages_and_platforms),
	cmocka_unit_test(test_noise),
	cmocka_unit_test(test_draws_and_redraws),
	cmocka_unit_test(test_fewer_formats),
	cmocka_unit_test(test_no_gnuplot),
	cmocka_unit_test(test_failing_script),
	cmocka_unit_test(test_missing_script),
	cmocka_unit_test(test_hostile_names),
	cmocka_unit_test(test_abandoned_scratch),
};
TEST_MAIN(tests)
