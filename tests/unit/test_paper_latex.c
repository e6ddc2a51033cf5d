/* LaTeX of the paper kit, piece by piece: what names may contain, and what figures look like. */
#include "testing.h"

#include "report/paper_latex.h"

typedef void writer(struct str *out, const char *s);

static void expect(writer *write, const char *given, const char *wanted)
{
	struct str out = STR_INIT;

	write(&out, given);
	assert_string_equal(str_cstr(&out), wanted);
	str_release(&out);
}

static void test_text(void **state)
{
	(void)state;
	expect(latex_text, "plain", "plain");
	expect(latex_text, NULL, "");
	expect(latex_text, "a_b$c\\d&e#f%g{h}i~j^k",
	       "a\\_b\\$c\\textbackslash{}d\\&e\\#f\\%g\\{h\\}i\\textasciitilde{}j\\textasciicircum{}k");
	expect(latex_text, "x\ny", "x y");
	/* what the T1 fonts have stays, what escape_latex knows is a sign, anything else is spelt */
	expect(latex_text, "Ä é", "Ä é");
	expect(latex_text, "2 × 3", "2 $\\times$ 3");
	expect(latex_text, "漢 😀 µ", "U+6F22 U+1F600 U+00B5");
	expect(latex_text, "\xff|", "U+FFFD\\textbar{}");
	expect(latex_text, "\x1b[0m", "\\textbackslash{}x1b{[}0m");
}

static void test_name(void **state)
{
	(void)state;
	expect(latex_name, "slice/append_x", "\\texttt{slice/\\allowbreak{}append\\_\\allowbreak{}x}");
	expect(latex_name, "AtoiBad", "\\texttt{Atoi\\allowbreak{}Bad}");
	expect(latex_name, "abcdefghijkl", "\\texttt{abcdefghij\\allowbreak{}kl}");
	expect(latex_name, "", "\\texttt{}");
	expect(latex_name, "a--b", "\\texttt{a-\\allowbreak{}-\\allowbreak{}b}"); /* no ligature */
	expect(latex_name, "}\\input{x}", "\\texttt{\\}\\textbackslash{}input\\{\\allowbreak{}x\\}}");
}

static void test_figure(void **state)
{
	(void)state;
	expect(latex_figure, "12", "12");
	expect(latex_figure, "-3.5", "-3.5");
	expect(latex_figure, "12..13", "{12--13}");
	expect(latex_figure, "-", "{-}");
	expect(latex_figure, "", "{}");
	expect(latex_figure, "1}&", "{1\\}\\&}");
	expect(latex_figure, "1.", "{1.}");
	expect(latex_figure, "..", "{--}");
}

static void test_p(void **state)
{
	static const struct {
		double p;
		const char *text;
	} rows[] = {
		{ 1, "1.000" }, { 0.0344, "0.034" }, { 0.001, "0.001" }, { 0.00012, "{$<$0.001}" }, { 0, "{$<$0.001}" }
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str out = STR_INIT;

		latex_p(&out, rows[i].p);
		assert_string_equal(str_cstr(&out), rows[i].text);
		str_release(&out);
	}
}

static void test_column(void **state)
{
	struct latex_width w = { .before = 0 };
	struct str out = STR_INIT;

	(void)state;
	latex_column(&out, &w);
	latex_measure(&w, "12");
	latex_measure(&w, "1.25");
	latex_measure(&w, "99999..100000"); /* in braces: takes no part */
	latex_column(&out, &w);
	latex_measure(&w, "-7");
	latex_column(&out, &w);
	assert_string_equal(str_cstr(&out), "S[table-format=1.0]S[table-format=2.2]S[table-format=-2.2]");
	str_release(&out);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_text), cmocka_unit_test(test_name),   cmocka_unit_test(test_figure),
	cmocka_unit_test(test_p),    cmocka_unit_test(test_column),
};
TEST_MAIN(tests)
