/* One table through every printer. */
#include "testing.h"

#include "report/table.h"

static void small(struct table *t, const char *title)
{
	table_init(t, title);
	table_column(t, "case_name", "case", COLUMN_TEXT, false);
	table_column(t, "allocs_per_op", "allocs/op", COLUMN_NUMBER, false);
	table_column(t, "worse", "worse", COLUMN_BOOL, true);
}

static void check(const struct table *t, enum format format, unsigned width, const char *want)
{
	struct error err = ERROR_INIT;
	struct str out = STR_INIT;

	assert_int_equal(table_print(t, format, width, &out, &err), 0);
	assert_string_equal(str_cstr(&out), want);
	str_release(&out);
}

static void test_plain_row(void **state)
{
	struct table t;

	(void)state;
	small(&t, "Changes");
	table_cell(&t, "slice/x");
	table_cellf(&t, "%d", 12);
	table_cell(&t, "true");
	table_cell(&t, "fmt/a_b");
	table_cell(&t, NULL);
	table_cell(&t, "no");
	table_note(&t, "of %d", 2);
	assert_int_equal(table_rows(&t), 2);
	check(&t, FORMAT_TEXT, 0,
	      "Changes\n"
	      "case     allocs/op\n"
	      "slice/x         12\n"
	      "fmt/a_b\n"
	      "of 2\n");
	check(&t, FORMAT_MARKDOWN, 0,
	      "**Changes**\n\n"
	      "| case | allocs/op |\n"
	      "|---|--:|\n"
	      "| slice/x | 12 |\n"
	      "| fmt/a_b |  |\n"
	      "\nof 2\n");
	check(&t, FORMAT_HTML, 0,
	      "<table>\n<caption>Changes</caption>\n"
	      "<thead><tr><th>case</th><th class=\"num\">allocs/op</th></tr></thead>\n<tbody>\n"
	      "<tr><td>slice/x</td><td class=\"num\">12</td></tr>\n"
	      "<tr><td>fmt/a_b</td><td class=\"num\"></td></tr>\n"
	      "</tbody>\n</table>\n<p class=\"note\">of 2</p>\n");
	check(&t, FORMAT_LATEX, 0,
	      "\\begin{table}\n\\centering\n\\caption{Changes}\n\\begin{tabular}{lr}\n\\toprule\n"
	      "case & allocs/op \\\\\n\\midrule\n"
	      "slice/x & 12 \\\\\n"
	      "fmt/a\\_b &  \\\\\n"
	      "\\bottomrule\n\\end{tabular}\n\n{\\footnotesize of 2\\par}\n\\end{table}\n");
	check(&t, FORMAT_CSV, 0,
	      "case_name,allocs_per_op,worse\r\n"
	      "slice/x,12,true\r\n"
	      "fmt/a_b,,no\r\n");
	check(&t, FORMAT_JSON, 0,
	      "[\n {\"case_name\": \"slice/x\", \"allocs_per_op\": 12, \"worse\": true},\n"
	      " {\"case_name\": \"fmt/a_b\", \"allocs_per_op\": null, \"worse\": false}\n]\n");
	table_release(&t);
}

static void test_hostile_cells(void **state)
{
	struct table t;

	(void)state;
	small(&t, "");
	table_cell(&t, "a|b\n<script>,\"\\%\x1b[1m\xFF");
	table_cell(&t, "=1");
	table_cell(&t, "maybe");
	check(&t, FORMAT_TEXT, 0,
	      "case                       allocs/op\n"
	      "a|b\\n<script>,\"\\%\\x1b[1m\xEF\xBF\xBD         =1\n");
	check(&t, FORMAT_MARKDOWN, 0,
	      "| case | allocs/op |\n|---|--:|\n"
	      "| a\\|b<br>&lt;script&gt;,\"\\\\%\\\\x1b\\[1m\xEF\xBF\xBD | =1 |\n");
	check(&t, FORMAT_HTML, 0,
	      "<table>\n<thead><tr><th>case</th><th class=\"num\">allocs/op</th></tr></thead>\n<tbody>\n"
	      "<tr><td>a|b\n&lt;script&gt;,&quot;\\%\\x1b[1m\xEF\xBF\xBD</td><td class=\"num\">=1</td></tr>\n"
	      "</tbody>\n</table>\n");
	check(&t, FORMAT_CSV, 0,
	      "case_name,allocs_per_op,worse\r\n\"a|b\n<script>,\"\"\\%\x1b[1m\xEF\xBF\xBD\",=1,maybe\r\n");
	check(&t, FORMAT_JSON, 0,
	      "[\n {\"case_name\": \"a|b\\n<script>,\\\"\\\\%\\u001b[1m\xEF\xBF\xBD\", \"allocs_per_op\": \"=1\", "
	      "\"worse\": \"maybe\"}\n]\n");
	table_release(&t);
}

static void test_json_numbers(void **state)
{
	static const char *const numbers[] = { "0", "-1", "1.5", "1e9", "-0.25E-3" };
	static const char *const texts[] = { "NaN", "inf", "+1", ".5", "1.", "007", "1e", "0x10", "1 ", "-" };
	struct error err = ERROR_INIT;
	struct str out = STR_INIT, want = STR_INIT;
	struct table t;

	(void)state;
	table_init(&t, NULL);
	table_column(&t, "x", "x", COLUMN_NUMBER, false);
	str_add(&want, "[");
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		table_cell(&t, numbers[i]);
		str_addf(&want, "%s\n {\"x\": %s}", i ? "," : "", numbers[i]);
	}
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		table_cell(&t, texts[i]);
		str_addf(&want, ",\n {\"x\": \"%s\"}", texts[i]);
	}
	str_add(&want, "\n]\n");
	assert_int_equal(table_print(&t, FORMAT_JSON, 0, &out, &err), 0);
	assert_string_equal(str_cstr(&out), str_cstr(&want));
	str_release(&out);
	str_release(&want);
	table_release(&t);
}

static void three_columns(struct table *t)
{
	table_init(t, "");
	table_column(t, "a", "name", COLUMN_TEXT, false);
	table_column(t, "b", "bytes", COLUMN_NUMBER, false);
	table_column(t, "c", "said", COLUMN_TEXT, false);
	table_cell(t, "slice/x");
	table_cell(t, "123456789012");
	table_cell(t, "make([]int, n) escapes to heap");
}

static void test_width_wraps_text_not_numbers(void **state)
{
	struct table t;

	(void)state;
	three_columns(&t);
	check(&t, FORMAT_TEXT, 40,
	      "name            bytes  said\n"
	      "slice/x  123456789012  make([]int, n)\n"
	      "                       escapes to heap\n");
	/* no room for columns: a block */
	check(&t, FORMAT_TEXT, 30,
	      "slice/x\n"
	      "  bytes 123456789012\n"
	      "  said make([]int, n) escapes\n"
	      "    to heap\n");
	check(&t, FORMAT_TEXT, 20,
	      "slice/x\n"
	      "  bytes 123456789012\n"
	      "  said make([]int,\n"
	      "    n) escapes to\n"
	      "    heap\n");
	table_release(&t);
}

static void test_one_line_cuts(void **state)
{
	struct table t;

	(void)state;
	three_columns(&t);
	t.one_line = true;
	check(&t, FORMAT_TEXT, 40,
	      "name            bytes  said\n"
	      "slice/x  123456789012  make([]int, n) e\xE2\x80\xA6\n");
	table_release(&t);
}

/* Words that flow: in their column, then below, with the heading of the column gone. */
static void test_flow(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, "");
	table_column(&t, "a", "case", COLUMN_TEXT, false);
	table_column(&t, "b", "why", COLUMN_TEXT, false);
	table_flows(&t);
	table_cell(&t, "slice/append_growth");
	table_cell(&t, "line 25: make([]byte, n) no longer escapes to the heap");
	table_cell(&t, "x");
	table_cell(&t, "");
	check(&t, FORMAT_TEXT, 60,
	      "case                 why\n"
	      "slice/append_growth  line 25: make([]byte, n) no longer\n"
	      "                     escapes to the heap\n"
	      "x\n");
	check(&t, FORMAT_TEXT, 40,
	      "case\n"
	      "slice/append_growth\n"
	      "  line 25: make([]byte, n) no longer\n"
	      "  escapes to the heap\n"
	      "x\n");
	check(&t, FORMAT_CSV, 20,
	      "a,b\r\n"
	      "slice/append_growth,\"line 25: make([]byte, n) no longer escapes to the heap\"\r\n"
	      "x,\r\n");
	table_release(&t);
}

/* Names stay whole; where there is no room for that, they head a block. */
static void test_heads(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, "");
	table_column(&t, "a", "metric", COLUMN_TEXT, false);
	table_column(&t, "b", "case", COLUMN_TEXT, false);
	table_heads(&t);
	table_column(&t, "c", "old", COLUMN_TEXT, false);
	table_column(&t, "d", "", COLUMN_TEXT, false);
	table_column(&t, "e", "why", COLUMN_TEXT, false);
	table_flows(&t);
	table_cell(&t, "allocs/op");
	table_cell(&t, "slice/append_growth");
	table_cell(&t, "1");
	table_cell(&t, "worse");
	table_cell(&t, "line 25 and more");
	check(&t, FORMAT_TEXT, 45,
	      "metric     case                 old\n"
	      "allocs/op  slice/append_growth  1    worse\n"
	      "  line 25 and more\n");
	check(&t, FORMAT_TEXT, 40,
	      "allocs/op  slice/append_growth\n"
	      "  old 1  worse\n"
	      "  line 25 and more\n");
	table_release(&t);
}

static void check_look(const struct table *t, const struct text_look *look, const char *want)
{
	struct error err = ERROR_INIT;
	struct str out = STR_INIT;

	assert_int_equal(table_print_text(t, look, &out, &err), 0);
	assert_string_equal(str_cstr(&out), want);
	str_release(&out);
}

static void test_sections_and_colours(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, "Title");
	table_column(&t, "a", "case", COLUMN_TEXT, false);
	table_column(&t, "b", "", COLUMN_TEXT, false);
	table_section(&t, "Changed: %d", 1);
	table_cell(&t, "slice/x");
	table_cell(&t, "worse");
	table_style(&t, TEXT_BAD);
	table_section(&t, "Open: 1");
	table_cell(&t, "caf\xC3\xA9");
	table_cell(&t, "open");
	table_section(&t, "Unchanged: 3");
	table_note(&t, "[1] one two three");
	check_look(&t, &(struct text_look){ .width = 0 },
	           "Title\n\nChanged: 1\ncase\nslice/x  worse\n\nOpen: 1\ncaf\xC3\xA9     open\n\nUnchanged: 3\n\n[1] "
	           "one two "
	           "three\n");
	check_look(&t, &(struct text_look){ .width = 12, .ascii = true },
	           "Title\n\nChanged: 1\nslice/x\n  worse\n\nOpen: 1\ncaf?\n  open\n\nUnchanged: 3\n\n[1] one "
	           "two\nthree\n");
	check_look(
		&t, &(struct text_look){ .colour = true },
		"\x1b[1mTitle\x1b[0m\n\n\x1b[1mChanged: 1\x1b[0m\n\x1b[2mcase\x1b[0m\nslice/x  \x1b[31mworse\x1b[0m\n\n"
		"\x1b[1mOpen: 1\x1b[0m\ncaf\xC3\xA9     open\n\n\x1b[1mUnchanged: 3\x1b[0m\n\n[1] one two three\n");
	check(&t, FORMAT_MARKDOWN, 0,
	      "**Title**\n\n| case |  |\n|---|---|\n| slice/x | worse |\n| caf\xC3\xA9 | open |\n\n\\[1\\] one two "
	      "three\n");
	table_release(&t);
}

static void test_width_counts_columns(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, "");
	table_column(&t, "a", "a", COLUMN_TEXT, false);
	table_column(&t, "b", "b", COLUMN_TEXT, false);
	table_cell(&t, "\xE6\x97\xA5\xE6\x9C\xAC"); /* two characters, four columns */
	table_cell(&t, "x");
	table_cell(&t, "abcd");
	table_cell(&t, "y");
	table_cell(&t, "\xC3\xA9\xC3\xA9");
	table_cell(&t, "z");
	check(&t, FORMAT_TEXT, 0, "a     b\n\xE6\x97\xA5\xE6\x9C\xAC  x\nabcd  y\n\xC3\xA9\xC3\xA9    z\n");
	table_release(&t);
}

static void test_notes_wrap(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, "");
	table_column(&t, "a", "a", COLUMN_TEXT, false);
	table_cell(&t, "x");
	table_note(&t, "one two three four");
	check(&t, FORMAT_TEXT, 9, "a\nx\none two\nthree\nfour\n");
	table_release(&t);
}

static void test_empty_and_unfinished(void **state)
{
	struct table t;

	(void)state;
	small(&t, "None");
	check(&t, FORMAT_TEXT, 80, "None\n");
	check(&t, FORMAT_JSON, 0, "[]\n");
	check(&t, FORMAT_CSV, 0, "case_name,allocs_per_op,worse\r\n");
	table_cell(&t, "only");
	assert_int_equal(table_rows(&t), 1);
	check(&t, FORMAT_JSON, 0, "[\n {\"case_name\": \"only\", \"allocs_per_op\": null, \"worse\": null}\n]\n");
	table_release(&t);
}

static void test_format_parse(void **state)
{
	struct error err = ERROR_INIT;
	enum format f = FORMAT_TEXT;

	(void)state;
	assert_int_equal(format_parse("latex", NULL, &f, &err), 0);
	assert_int_equal(f, FORMAT_LATEX);
	assert_int_equal(format_parse("json", "text, json", &f, &err), 0);
	assert_int_equal(f, FORMAT_JSON);
	assert_int_equal(format_parse("latex", "text,csv", &f, &err), -1);
	assert_int_equal(err.kind, ERR_USAGE);
	assert_string_equal(err.msg, "no format 'latex' here: one of text, csv");
	assert_int_equal(f, FORMAT_JSON);
	assert_int_equal(format_parse("yaml", NULL, &f, &err), -1);
	assert_non_null(strstr(err.msg, "text, markdown, html, latex, csv, json"));
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_plain_row),
	cmocka_unit_test(test_hostile_cells),
	cmocka_unit_test(test_json_numbers),
	cmocka_unit_test(test_width_wraps_text_not_numbers),
	cmocka_unit_test(test_one_line_cuts),
	cmocka_unit_test(test_flow),
	cmocka_unit_test(test_heads),
	cmocka_unit_test(test_sections_and_colours),
	cmocka_unit_test(test_width_counts_columns),
	cmocka_unit_test(test_notes_wrap),
	cmocka_unit_test(test_empty_and_unfinished),
	cmocka_unit_test(test_format_parse),
};
TEST_MAIN(tests)
