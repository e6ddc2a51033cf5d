/* Escapers: what hostile text may do to the document it is put into. */
#include "testing.h"

#include "report/table.h"

typedef void escaper(struct str *out, const char *s);

static void check(escaper *f, const char *in, const char *want)
{
	struct str out = STR_INIT;

	f(&out, in);
	assert_string_equal(str_cstr(&out), want);
	str_release(&out);
}

static void test_text(void **state)
{
	(void)state;
	check(escape_text, "plain \xC3\xA9 \xE2\x86\x92", "plain \xC3\xA9 \xE2\x86\x92");
	check(escape_text, "a\nb\tc\rd", "a\\nb\\tc\\rd");
	check(escape_text, "\x1b[2J\x1b]0;title\a", "\\x1b[2J\\x1b]0;title\\x07");
	check(escape_text,
	      "\xC2\x9B"
	      "2J",
	      "\\x9b2J");                                  /* CSI as one C1 character */
	check(escape_text, "x\xE2\x80\xAEy", "x\\u202ey"); /* right-to-left override */
	check(escape_text, "a\xFFz", "a\xEF\xBF\xBDz");
	check(escape_text, "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD");                 /* overlong '/' */
	check(escape_text, "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"); /* a surrogate */
	check(escape_text, "cut\xE2\x82", "cut\xEF\xBF\xBD\xEF\xBF\xBD");           /* ends inside a character */
	check(escape_text, "", "");
}

static void test_html(void **state)
{
	(void)state;
	check(escape_html, "<script>alert('x')&\"</script>",
	      "&lt;script&gt;alert(&#39;x&#39;)&amp;&quot;&lt;/script&gt;");
	check(escape_html, "two\nlines\tkept", "two\nlines\tkept");
	check(escape_html, "\x1b\r\xFF", "\\x1b\\r\xEF\xBF\xBD");
}

static void test_markdown(void **state)
{
	(void)state;
	check(escape_markdown, "a|b\nc", "a\\|b<br>c");
	check(escape_markdown, "<img src=x>", "&lt;img src=x&gt;");
	check(escape_markdown, "slice/append_growth", "slice/append_growth");
	check(escape_markdown, "_x_ *y* `z` \\", "\\_x\\_ \\*y\\* \\`z\\` \\\\");
	check(escape_markdown, "@all", "&#64;all");
	check(escape_markdown, "\x1b", "\\\\x1b");
}

static void test_latex(void **state)
{
	(void)state;
	check(escape_latex, "50% of $x_1 & #2 {a}^b~c\\d",
	      "50\\% of \\$x\\_1 \\& \\#2 \\{a\\}\\textasciicircum{}b\\textasciitilde{}c\\textbackslash{}d");
	check(escape_latex, "[]int", "{[}]int"); /* or it is an option of the \\ before */
	check(escape_latex, "*T", "{*}T");
	check(escape_latex, "--x", "-{}-x");
	check(escape_latex, "a\nb", "a b");
	check(escape_latex, "3 \xE2\x86\x92 2", "3 $\\rightarrow$ 2");
	check(escape_latex, "\x1b", "\\textbackslash{}x1b");
}

static void test_json(void **state)
{
	(void)state;
	check(escape_json, "a\"b\\c\n\r\t\b\f", "\"a\\\"b\\\\c\\n\\r\\t\\b\\f\"");
	check(escape_json, "\x1b\x7f", "\"\\u001b\\u007f\"");
	check(escape_json, "\xFF", "\"\xEF\xBF\xBD\"");
	check(escape_json, "\xE2\x80\xA8", "\"\\u2028\"");
	check(escape_json, "\xF3\xA0\x81\x81", "\"\\udb40\\udc41\""); /* U+E0041 */
	check(escape_json, "\xF0\x9F\x98\x80", "\"\xF0\x9F\x98\x80\"");
}

static void test_csv(void **state)
{
	(void)state;
	check(escape_csv, "plain", "plain");
	check(escape_csv, "a,b", "\"a,b\"");
	check(escape_csv, "say \"x\"", "\"say \"\"x\"\"\"");
	check(escape_csv, "two\nlines", "\"two\nlines\"");
	check(escape_csv, "two\rlines", "\"two\rlines\"");
	check(escape_csv, " padded", "\" padded\"");
	check(escape_csv, "padded ", "\"padded \"");
	/* data stays data: nothing is put before what a spreadsheet takes for a formula */
	check(escape_csv, "=1+1", "=1+1");
	check(escape_csv, "+x", "+x");
	check(escape_csv, "-1", "-1");
	check(escape_csv, "@x", "@x");
	check(escape_csv, "\x1b[0m", "\x1b[0m");
	check(escape_csv, "\xFFx", "\xEF\xBF\xBDx");
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_text),  cmocka_unit_test(test_html), cmocka_unit_test(test_markdown),
	cmocka_unit_test(test_latex), cmocka_unit_test(test_json), cmocka_unit_test(test_csv),
};
TEST_MAIN(tests)
