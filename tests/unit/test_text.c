/* Text that fits a terminal. */
#include "testing.h"

#include "report/text.h"

#define WIDE "\xE6\x97\xA5\xE6\x9C\xAC" /* two characters, four columns */
#define COMBINED "e\xCC\x81"            /* two characters, one column */

static void test_width(void **state)
{
	(void)state;
	assert_int_equal(text_width(""), 0);
	assert_int_equal(text_width("abc"), 3);
	assert_int_equal(text_width(WIDE), 4);
	assert_int_equal(text_width(COMBINED), 1);
	assert_int_equal(text_width("\xFF"), 1); /* no UTF-8: shown as something */
	assert_int_equal(text_fitting(WIDE, 3), 3);
	assert_int_equal(text_fitting(COMBINED "x", 1), 3);
}

static void wraps(const char *text, size_t used, size_t indent, size_t width, const char *want)
{
	struct str out = STR_INIT;

	text_wrap(&out, text, used, indent, width);
	assert_string_equal(str_cstr(&out), want);
	str_release(&out);
}

static void test_wrap(void **state)
{
	(void)state;
	wraps("", 0, 2, 20, "\n");
	wraps("one two three", 0, 0, 0, "one two three\n");
	wraps("one two three", 0, 2, 13, "one two three\n");
	wraps("one two three four five", 0, 2, 16, "one two three\n  four five\n");
	wraps("one\ntwo", 0, 2, 20, "one\n  two\n");
	wraps("one  two three", 0, 0, 5, "one\ntwo\nthree\n");
	wraps("slice/append_growth", 0, 2, 14, "slice/append_\n  growth\n");
	wraps("abcdefghijklmnop", 0, 0, 5, "abcde\nfghij\nklmno\np\n");
	wraps(WIDE WIDE, 0, 0, 5, WIDE "\n" WIDE "\n");
	wraps(WIDE, 0, 0, 1, "\xE6\x97\xA5\n\xE6\x9C\xAC\n"); /* a character that does not fit is shown all the same */
	/* behind what stands in the line; where that leaves nothing, in the next */
	wraps("one two", 10, 12, 30, "one two\n");
	wraps("one two three four", 25, 4, 30, "\n    one two three four\n");
	/* an indent as wide as the terminal gives way */
	wraps("one two three four", 0, 40, 20, "one two three four\n");
	wraps("one two three four five six", 0, 40, 20, "one two three four\n        five six\n");
}

static void test_cut(void **state)
{
	struct str out = STR_INIT;

	(void)state;
	text_cut(&out, "abcdef", 6, false);
	text_cut(&out, "|abcdef", 4, false);
	text_cut(&out, WIDE "x", 4, true);
	assert_string_equal(out.p, "abcdef|ab\xE2\x80\xA6\xE6\x97\xA5~");
	str_release(&out);
}

static void test_lines(void **state)
{
	struct str out = STR_INIT;

	(void)state;
	text_fit_lines(&out, "a line\n\n  one two three four\nlast", &(struct text_look){ .width = 18 });
	assert_string_equal(out.p, "a line\n\n  one two three\n    four\nlast\n");
	str_release(&out);
}

static void test_printable(void **state)
{
	const struct text_look ascii = { .ascii = true }, plain = { .width = 0 };
	char *text;

	(void)state;
	text = text_printable("a\x1b[1m\n" WIDE "\xFF\xE2\x80\xAE", &plain);
	assert_string_equal(text, "a\\x1b[1m\\n" WIDE "\xEF\xBF\xBD\\u202e");
	free(text);
	text = text_printable("\xCD\xB8", &plain); /* U+0378 is no character: nobody knows how wide it is */
	assert_string_equal(text, "\xEF\xBF\xBD");
	free(text);
	text = text_printable(WIDE "x", &ascii);
	assert_string_equal(text, "??x");
	free(text);
}

static void test_paint(void **state)
{
	const struct text_look colour = { .colour = true }, plain = { .width = 0 };
	struct str out = STR_INIT;

	(void)state;
	text_paint(&out, "a", TEXT_BAD, &plain);
	text_paint(&out, "b", TEXT_BAD, &colour);
	text_paint(&out, "c", TEXT_PLAIN, &colour);
	text_paint(&out, "", TEXT_BAD, &colour);
	assert_string_equal(out.p, "a\x1b[31mb\x1b[0mc");
	str_release(&out);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_width), cmocka_unit_test(test_wrap),      cmocka_unit_test(test_cut),
	cmocka_unit_test(test_lines), cmocka_unit_test(test_printable), cmocka_unit_test(test_paint),
};
TEST_MAIN(tests)
