/* Figures for print: formats, widths, pages, and names that are LaTeX or gnuplot code. Run from the top folder. */
#include "figure_fixture.h"

#include <math.h>

#include "base/alloc.h"
#include "report/figure_formats.h"

static void test_formats(void **state)
{
	struct figure_options o = { .formats = "svg, data ,svg,png" };
	struct figure_formats f;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(figure_formats_choose(&o, &f, &err), 0);
	assert_string_equal(str_cstr(&f.names), "svg data png");
	assert_string_equal(str_cstr(&f.pictures), "svg png");
	assert_int_equal(f.suffixes.len, 2);
	assert_string_equal(f.font, "");
	figure_formats_release(&f);
	o.formats = "pdf,cairolatex";
	assert_int_equal(figure_formats_choose(&o, &f, &err), -1);
	assert_int_equal(err.kind, ERR_USAGE);
	assert_non_null(strstr(err.msg, "needs the width of a column"));
	figure_formats_release(&f);
	o.column_cm = FIGURE_COLUMN_CM;
	assert_int_equal(figure_formats_choose(&o, &f, &err), 0);
	assert_int_equal(f.suffixes.len, 3);
	assert_string_equal(f.suffixes.items[1], "-latex.tex");
	assert_true(*f.font != '\0');
	figure_formats_release(&f);
	o.font = "Some Face";
	assert_int_equal(figure_formats_choose(&o, &f, &err), 0);
	assert_string_equal(f.font, "Some Face");
	figure_formats_release(&f);
	{
		static const struct {
			double column, wide, pt;
			const char *font, *formats, *says;
		} wrong[] = {
			{ 2, 0, 0, NULL, "svg", "a figure 2 cm wide" },
			{ 8, 900, 0, NULL, "svg", "a figure 900 cm wide" },
			{ 8, 0, 1, NULL, "svg", "text of 1 pt" },
			{ 8, 0, 0, "x'; system('id'); '", "svg", "no font is called" },
			{ 8, 0, 0, "", "svg", "no font is called" },
			{ 0, 0, 0, NULL, "svg,gif", "no figure format 'gif': one of svg, png, pdf, cairolatex, data" },
			{ 0, 0, 0, NULL, " , ", "no figure format given" },
		};

		for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
			o = (struct figure_options){ .column_cm = wrong[i].column,
				                     .wide_cm = wrong[i].wide,
				                     .font_pt = wrong[i].pt,
				                     .font = wrong[i].font,
				                     .formats = wrong[i].formats };
			assert_int_equal(figure_formats_choose(&o, &f, &err), -1);
			assert_int_equal(err.kind, ERR_USAGE);
			assert_non_null(strstr(err.msg, wrong[i].says));
			figure_formats_release(&f);
		}
	}
}

static void test_widths(void **state)
{
	struct figure_options o = { .column_cm = 8.6 };

	(void)state;
	assert_true(figure_is_wide("changes-2"));
	assert_true(figure_is_wide("family-slice"));
	assert_false(figure_is_wide("causes"));
	assert_false(figure_is_wide("slope"));
	assert_true(fabs(figure_width(&o, "causes") - 8.6) < 1e-9);
	assert_true(fabs(figure_width(&o, "heatmap") - 17.8) < 1e-9);
	o.wide_cm = 16;
	assert_true(fabs(figure_width(&o, "heatmap") - 16) < 1e-9);
	o.column_cm = 0;
	assert_true(fabs(figure_width(&o, "heatmap") - 0) < 1e-9);
}

static void test_pages(void **state)
{
	struct figure_list l = FIGURE_LIST_INIT;
	struct sample_history s;

	(void)state;
	small(&s, "slice/append", "BenchmarkGrows");
	figures_plan(&s.h, "default", 1, &l);
	assert_string_equal(l.items[0].name, "heatmap");
	assert_string_equal(l.items[0].title, "Allocations per operation, by Go release (mode default, 1 of 2)");
	assert_non_null(strstr(l.items[0].data.p, "\n1\tslice\tappend\tGrows\t1\t1\n\n"));
	assert_string_equal(l.items[1].name, "heatmap-2");
	assert_non_null(strstr(l.items[1].data.p, "\n1\tslice\tappend\tFlat\t1\t1\n\n"));
	assert_null(strstr(l.items[1].data.p, "Grows"));
	figure_list_release(&l);
}

/* Without gnuplot there are data. */
static void test_data_alone(void **state)
{
	char *path = strdup(getenv("PATH"));
	struct sample_history s;
	struct place p;
	ino_t before[2];

	(void)state;
	place_init(&p);
	small(&s, "slice/append", "BenchmarkGrows");
	p.options.formats = "data";
	assert_int_equal(setenv("PATH", p.dir, 1), 0);
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), 0);
	assert_int_equal(p.names.len, 3);
	before[0] = inode(&p, "data/heatmap.tsv");
	before[1] = inode(&p, "data/time-slice.tsv");
	assert_int_equal(entries(&p), 1); /* data */
	strlist_release(&p.names);
	s.flat[2].allocs = 9; /* not timed: times stay as they are */
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), 0);
	assert_int_not_equal(before[0], inode(&p, "data/heatmap.tsv"));
	assert_int_equal(before[1], inode(&p, "data/time-slice.tsv"));
	assert_int_equal(setenv("PATH", path, 1), 0);
	free(path);
	place_release(&p);
}

static void test_only(void **state)
{
	struct strlist offered = STRLIST_INIT;
	struct sample_history s;
	struct place p;

	(void)state;
	place_init(&p);
	small(&s, "slice/append", "BenchmarkGrows");
	p.options.formats = "data";
	p.options.only = "time-*, heat?ap";
	p.options.offered = &offered;
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), 0);
	assert_int_equal(p.names.len, 2);
	assert_true(strlist_has(&p.names, "heatmap"));
	assert_true(strlist_has(&p.names, "time-slice"));
	assert_int_equal(offered.len, 3);
	assert_false(drawn(&p, "data/family-slice.tsv"));
	strlist_release(&offered);
	place_release(&p);
}

/* One width after another: the same data is drawn again. */
static void test_redrawn_for_print(void **state)
{
	struct sample_history s;
	struct place p;
	ino_t before, column;

	(void)state;
	place_init(&p);
	small(&s, "slice/append", "BenchmarkGrows");
	p.options.formats = "pdf";
	p.options.only = "time-*";
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), 0);
	before = inode(&p, "time-slice.pdf");
	p.options.column_cm = FIGURE_COLUMN_CM;
	p.options.font = "Liberation Serif";
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), 0);
	column = inode(&p, "time-slice.pdf");
	assert_int_not_equal(before, column);
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), 0);
	assert_int_equal(column, inode(&p, "time-slice.pdf"));
	p.options.font_pt = 9;
	assert_int_equal(figures_draw(&s.h, &p.options, &p.names, &p.err), 0);
	assert_int_not_equal(column, inode(&p, "time-slice.pdf"));
	place_release(&p);
}

#define HOSTILE "\\input{/etc/passwd}$_^#%&~<`id`"

/* What comes from outside is text to LaTeX, in every figure. */
static void holds_no_code(const struct place *p, const char *figure)
{
	struct str tex = STR_INIT;
	struct error err = ERROR_INIT;
	char *file = xasprintf("%s-latex.tex", figure), *path = in_output(p, file);

	if (file_read(path, 1 << 24, &tex, &err))
		fail_msg("%s", err.msg);
	assert_null(strstr(str_cstr(&tex), "\\input{/etc"));
	assert_null(strstr(str_cstr(&tex), "$_^"));
	assert_null(strstr(str_cstr(&tex), "`id`"));
	if (!strstr(str_cstr(&tex), "\\textbackslash{}input\\{/etc/passwd\\}\\$\\_\\textasciicircum{}\\#\\%\\&"))
		fail_msg("%s does not show the name", file);
	/* what it includes lies beside it, wherever that is */
	free(path);
	path = xasprintf("{%s-latex}", figure);
	if (!strstr(str_cstr(&tex), path))
		fail_msg("%s does not include its picture as %s", file, path);
	str_release(&tex);
	free(file);
	free(path);
}

static void test_hostile_latex(void **state)
{
	struct change_list changes = CHANGE_LIST_INIT;
	struct time_outcome outcome;
	struct sample_row row;
	struct sample_rows rows = { .items = &row, .len = 1 };
	struct change change = { .metric = METRIC_ALLOCS,
		                 .mode = (char *)"default",
		                 .case_name = (char *)HOSTILE,
		                 .benchmark = (char *)HOSTILE,
		                 .old_go = (char *)"go1.9.2",
		                 .new_go = (char *)"go1.27.4",
		                 .old_text = (char *)"1",
		                 .new_text = (char *)"2",
		                 .old_value = 1,
		                 .new_value = 2,
		                 .cause = CAUSE_ESCAPE };
	struct sample_history s;
	struct place p;

	(void)state;
	place_init(&p);
	small(&s, HOSTILE, HOSTILE);
	s.releases[2].go = s.flat[2].go = s.grows[2].go = HOSTILE;
	change.new_go = (char *)HOSTILE;
	changes.items = &change;
	changes.len = 1;
	outcome = (struct time_outcome){ .mode = "default",
		                         .case_name = HOSTILE,
		                         .benchmark = HOSTILE,
		                         .result = { .pairs = 9,
		                                     .verdict = TIME_SLOWER,
		                                     .told = { 1.1, 1.05, 1.15, true } } };
	changes.outcomes = &outcome;
	changes.noutcomes = 1;
	changes.times.threshold = 0.01;
	changes.times.rules.margin = 0.03;
	row = (struct sample_row){ .go = HOSTILE, .mode = "default", .case_name = HOSTILE, .benchmark = HOSTILE,
		                   .purpose = "time", .session = 1, .n = 1, .elapsed_ns = 20 };
	p.options.formats = "cairolatex,svg,png,pdf";
	p.options.column_cm = FIGURE_COLUMN_CM;
	if (figures_draw(&s.h, &p.options, &p.names, &p.err) ||
	    figures_draw_causes(&s.h, &changes, &p.options, &p.names, &p.err) ||
	    figures_draw_comparison(&s.h, &changes, "go1.9.2", HOSTILE, &p.options, &p.names, &p.err) ||
	    figures_draw_distribution(&s.h, &rows, NULL, &p.options, &p.names, &p.err))
		fail_msg("%s", p.err.msg);
	assert_int_equal(p.names.len, 7); /* heatmap, family, time, causes, slope, forest, distribution */
	for (size_t i = 0; i < p.names.len; i++)
		holds_no_code(&p, p.names.items[i]);
	place_release(&p);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_formats),           cmocka_unit_test(test_widths),
	cmocka_unit_test(test_pages),             cmocka_unit_test(test_data_alone),
	cmocka_unit_test(test_only),              cmocka_unit_test(test_redrawn_for_print),
	cmocka_unit_test(test_hostile_latex),
};
TEST_MAIN(tests)
