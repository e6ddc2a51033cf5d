/* The pages of the cases: what was said, emitted and happened, release by release; nothing from outside acts in them. */
#include "site_fixture.h"

#include "report/site_case.h"
#include "report/site_case_view.h"

static void write_pages(struct pages *p)
{
	struct error err = ERROR_INIT;

	if (site_cases_write(&p->in, p->dir, &err))
		fail_msg("%s", err.msg);
}

/* What lies in the page as data. */
static json_t *embedded(const char *page)
{
	const char *from = strstr(page, "id=\"data\">"), *to;
	json_error_t why;
	json_t *root;

	assert_non_null(from);
	from += strlen("id=\"data\">");
	to = strstr(from, "</script>");
	assert_non_null(to);
	root = json_loadb(from, (size_t)(to - from), 0, &why);
	if (!root)
		fail_msg("line %d: %s", why.line, why.text);
	return root;
}

static void test_page(void **state)
{
	struct pages *p = pages_new(*state);
	char *page;

	pages_history(p);
	pages_finish(p);
	write_pages(p);
	page = page_read(p, "case/a.b.html");
	check_page(page, 2);
	assert_non_null(strstr(page, "<title>a/b: A title</title>"));
	assert_non_null(strstr(page, "<dt>Question</dt><dd>A question?</dd>"));
	assert_non_null(strstr(page, "<dt>Answer</dt><dd>An answer.</dd>"));
	/* a web address is a link, a script is none */
	assert_non_null(strstr(page, "href=\"https://go.dev/ref/spec\">https://go.dev/ref/spec</a>"));
	assert_non_null(strstr(page, "<dd>javascript:alert(1)</dd>"));
	assert_null(strstr(page, "href=\"javascript"));
	/* what changed, with its cause and evidence */
	assert_non_null(
		strstr(page, "<a href=\"../release/go1.16.1.html\">1.16.1</a></td><td>X</td><td>allocs/op</td>"));
	assert_non_null(strstr(page, "<b class=\"cause\">escape</b>"));
	assert_int_equal(occurrences(page, "as above</td>"), 1); /* of bytes: the line that allocates is the same */
	/* counts and times of every release */
	assert_non_null(strstr(page, "<td class=\"num\">1<br><small>64\xC2\xA0"
	                             "B</small><br><small>50.0\xC2\xA0ns [50.0, 50.0]</small></td>"));
	assert_non_null(strstr(page, "<b class=\"better\">\xE2\x96\xBC\xC2\xA0"
	                             "0</b>"));
	/* the newest release is there without scripts; the step before it changed nothing */
	assert_non_null(strstr(page, "go1.17.1, mode default, beside go1.16.1."));
	assert_non_null(strstr(page, "<li id=\"L10\"><a href=\"#L10\" aria-label=\"line 10\">10</a><code>\treturn "
	                             "make([]int, n)</code><div class=\"note\"><div class=\"part said\"><b>said</b> "
	                             "<span>stack make([]int, n)</span></div><div class=\"since\">changed in "
	                             "<span>1.16.1</span></div></div></li>"));
	assert_int_equal(occurrences(page, "class=\"was\""), 0);
	/* both sides of the step */
	assert_non_null(strstr(page, "1.14.1 to 1.15.1</td><td class=\"said\">heap make([]int, n)</td><td "
	                             "class=\"emitted\">makeslice</td><td class=\"happened\">1 obj 64 B</td>"));
	assert_non_null(strstr(page, "1.16.1 to 1.17.1</td><td class=\"said new\">stack make([]int, n)</td><td "
	                             "class=\"emitted new\"></td><td class=\"happened new\"></td>"));
	free(page);
	pages_free(p);
}

static void test_newest_differs(void **state)
{
	struct pages *p = pages_new(*state);
	char *page;

	pages_history(p);
	p->r->cells.len = 3; /* 1.14, 1.15, 1.16 */
	p->r->samples.len = 6;
	p->r->decisions.len = 3;
	pages_finish(p);
	write_pages(p);
	page = page_read(p, "case/a.b.html");
	check_page(page, 2);
	assert_non_null(strstr(page, "<div class=\"part said new\"><b>said</b> <span>stack make([]int, n)</span> <span "
	                             "class=\"was\">1.15.1: heap make([]int, n)</span></div>"));
	assert_non_null(strstr(page, "<div class=\"part emitted new\"><b>emitted</b> <span>nothing</span> <span "
	                             "class=\"was\">1.15.1: makeslice</span></div>"));
	assert_non_null(strstr(page, "<span class=\"was\">1.15.1: 1 obj 64 B</span>"));
	free(page);
	pages_free(p);
}

static const char *text_of(const json_t *o, const char *key)
{
	const char *text = json_string_value(json_object_get(o, key));

	return text ? text : "";
}

static long long number_of(const json_t *o, const char *key)
{
	assert_true(json_is_integer(json_object_get(o, key)));
	return json_integer_value(json_object_get(o, key));
}

static void test_data(void **state)
{
	struct pages *p = pages_new(*state);
	json_t *root, *beside, *mode, *line, *run, *benchmark;
	char *page, *data;

	pages_history(p);
	pages_finish(p);
	write_pages(p);
	page = page_read(p, "case/a.b.html");
	data = page_read(p, "data/case/a.b.json");
	root = embedded(page);
	beside = json_loads(data, 0, NULL);
	assert_non_null(beside);
	assert_true(json_equal(root, beside));
	assert_true(str_starts(data, "{\"generator\":\"goalloc report\""));
	assert_string_equal(text_of(root, "case"), "a/b");
	assert_int_equal(json_array_size(json_object_get(root, "releases")), 4);
	assert_int_equal(json_array_size(json_object_get(root, "modes")), 1);
	mode = json_array_get(json_object_get(root, "modes"), 0);
	assert_int_equal(json_array_size(json_object_get(mode, "measured")), 4);
	assert_int_equal(json_array_size(json_object_get(mode, "lines")), 1);
	line = json_array_get(json_object_get(mode, "lines"), 0);
	assert_int_equal(number_of(line, "line"), 10);
	assert_int_equal(json_array_size(json_object_get(line, "runs")), 2);
	run = json_array_get(json_object_get(line, "runs"), 1);
	assert_int_equal(number_of(run, "from"), 2);
	assert_int_equal(number_of(run, "to"), 3);
	assert_string_equal(text_of(run, "differs"), "said emitted happened ");
	assert_string_equal(text_of(run, "said"), "stack make([]int, n)");
	benchmark = json_array_get(json_object_get(mode, "benchmarks"), 0);
	assert_string_equal(text_of(benchmark, "name"), "BenchmarkX");
	assert_int_equal(json_integer_value(json_array_get(json_object_get(benchmark, "allocs"), 1)), 1);
	assert_int_equal(json_integer_value(json_array_get(json_object_get(benchmark, "bytes"), 3)), 0);
	assert_true(json_number_value(json_array_get(json_object_get(benchmark, "ns"), 0)) == 50);
	assert_null(json_object_get(benchmark, "allocs_low")); /* the same every time */
	assert_true(json_array_size(json_object_get(root, "changes")) >= 3);
	json_decref(root);
	json_decref(beside);
	free(data);
	free(page);
	pages_free(p);
}

/* Outputs that neighbours have in common are there once, with both names. */
static void test_raw(void **state)
{
	struct pages *p = pages_new(*state);
	char *page;

	pages_history(p);
	p->raw[3].text = "b_test.go:10: make escapes\n"; /* as 1.14 and 1.15 had it, but not next to them */
	pages_finish(p);
	write_pages(p);
	page = page_read(p, "case/a.b.html");
	assert_int_equal(occurrences(page, "<details class=\"raw\">"), 3);
	assert_non_null(strstr(page, "<summary>1.14.1, 1.15.1, <code>-m -m</code>, 27 bytes</summary>\n"
	                             "<pre>b_test.go:10: make escapes\n</pre>"));
	assert_non_null(strstr(page, "<summary>1.16.1, <code>"));
	assert_non_null(strstr(page, "<summary>1.17.1, <code>"));
	free(page);
	pages_free(p);
}

/* Lines of another text are others: such releases are left out of the source, not of the numbers. */
static void test_other_text(void **state)
{
	struct pages *p = pages_new(*state);
	char *page;

	pages_history(p);
	p->r->cell[0].case_sha256 = "old";
	p->text[1] = p->text[0];
	p->text[1].sha256 = "old";
	p->text[1].source = "package old\n";
	p->cases.len = 2;
	pages_finish(p);
	write_pages(p);
	page = page_read(p, "case/a.b.html");
	check_page(page, 2);
	assert_non_null(strstr(page, "1 release was measured with another text"));
	assert_null(strstr(page, "package old"));
	assert_null(strstr(page, "1.14.1 to 1.15.1</td>"));
	assert_non_null(strstr(page, "\"measured\":[1,2,3]"));
	assert_non_null(strstr(page, "\"allocs\":[1,1,0,0]"));
	free(page);
	pages_free(p);
}

static void test_program(void **state)
{
	struct rows *r = *state;
	struct pages *p = pages_new(r);
	char *page;

	for (size_t i = 0; i < PAGES_GO; i++) {
		struct cell_row *c = add_cell(r, pages_go[i], "default", "a/b");

		if (!i) {
			c->status = "unsupported";
			c->reason = "needs go1.15";
			continue;
		}
		add_output(r, pages_go[i], i < 3 ? "old & plain\n" : "new\n");
	}
	p->text[0].kind = "program";
	pages_finish(p);
	write_pages(p);
	page = page_read(p, "case/a.b.html");
	check_page(page, 2);
	assert_non_null(
		strstr(page, "default: <b>1.15.1, 1.16.1</b>\n<pre title=\"standard output\">old &amp; plain\n</pre>"));
	assert_non_null(strstr(page, "<tr><td>1.14.1</td><td>default</td><td>unsupported</td><td class=\"words\">needs "
	                             "go1.15</td></tr>"));
	assert_null(strstr(page, "id=\"trend\""));
	assert_non_null(strstr(page, "id=\"mode\""));
	free(page);
	pages_free(p);
}

/* Whatever a case file, a compiler, a program or a toolchain calls itself: it is text. */
static void test_hostile(void **state)
{
	struct rows *r = *state;
	struct pages *p = pages_new(r);
	char *page, *data, *path = NULL, *slug = site_slug(HOSTILE "/../../x");
	static const char name[] = HOSTILE "/../../x";
	json_t *root;

	pages_history(p);
	pages_hostile(p, name);
	for (size_t i = 0; i < PAGES_GO; i++) {
		const char *go = r->cell[i].go;

		r->decision[i].go = go;
		r->decision[i].case_name = name;
		r->decision[i].mode = HOSTILE;
		r->decision[i].subject = HOSTILE;
		r->decision[i].file = "b" HOSTILE;
		p->raw[i].go = go;
		p->raw[i].case_name = name;
		p->raw[i].mode = HOSTILE;
		p->raw[i].level = HOSTILE;
		p->raw[i].text = HOSTILE;
		add_output(r, go, HOSTILE)->case_name = name;
		r->output[i].mode = HOSTILE;
		r->output[i].err = HOSTILE;
		if (i >= 2)
			continue;
		r->call[i].case_name = name;
		r->call[i].mode = HOSTILE;
		r->call[i].file = "b" HOSTILE;
		r->site[i].case_name = name;
		r->site[i].mode = HOSTILE;
		r->site[i].file = "b" HOSTILE;
		r->site[i].benchmark = HOSTILE;
		r->site[i].function = HOSTILE;
		r->site[i].callee = HOSTILE;
	}
	r->cell[0].status = "run_failed";
	r->cell[0].reason = HOSTILE;
	p->text[0] = (struct case_row){ .case_name = name,
		                        .family = HOSTILE,
		                        .file = "b" HOSTILE,
		                        .kind = HOSTILE,
		                        .title = HOSTILE,
		                        .question = HOSTILE,
		                        .why = HOSTILE,
		                        .answer = HOSTILE,
		                        .sha256 = "s",
		                        .source = "// ref: https://x\"onclick=alert(1) x=\"\n// ref: " HOSTILE
		                                  "\n\n\n\n\n\n\n\n" HOSTILE "\n" };
	p->in.caption = HOSTILE;
	pages_finish(p);
	write_pages(p);
	assert_null(strchr(slug, '/'));
	assert_true(asprintf(&path, "case/%s.html", slug) > 0);
	page = page_read(p, path);
	free(path);
	assert_true(asprintf(&path, "data/case/%s.json", slug) > 0);
	data = page_read(p, path);
	check_page(page, 2);
	assert_true(occurrences(page, HOSTILE_SHOWN) > 30);
	assert_null(strstr(page, "\"onclick"));
	assert_null(strstr(page, "${x}`</a></script>"));
	root = embedded(page); /* nothing in it ends it */
	assert_true(json_is_object(root));
	json_decref(root);
	root = json_loads(data, 0, NULL);
	assert_non_null(root);
	assert_true(str_starts(text_of(root, "title"),
	                       "</script><img src=x onerror=alert(1)><!-- ]]> \"'&\\ \xE2\x80\xA8"));
	assert_int_equal(json_array_size(json_object_get(root, "releases")), 4);
	json_decref(root);
	free(data);
	free(page);
	free(path);
	free(slug);
	pages_free(p);
}

/* Nothing is known but the history. */
static void test_bare(void **state)
{
	struct pages *p = pages_new(*state);
	char *page;

	pages_history(p);
	pages_finish(p);
	p->in.changes = NULL;
	p->in.evidence = NULL;
	p->in.cases = NULL;
	p->in.cells = NULL;
	p->in.outputs = NULL;
	p->in.compiler_output = NULL;
	write_pages(p);
	page = page_read(p, "case/a.b.html");
	check_page(page, 2);
	assert_non_null(strstr(page, "<h1>a/b</h1>"));
	assert_non_null(strstr(page, "Nothing: every release"));
	assert_null(strstr(page, "id=\"source\""));
	assert_non_null(strstr(page, "\"allocs\":[1,1,0,0]"));
	free(page);
	pages_free(p);
}

static void test_no_history(void **state)
{
	struct pages *p = pages_new(*state);
	char *folder = NULL;

	pages_finish(p);
	write_pages(p);
	assert_true(asprintf(&folder, "%s/case", p->dir) > 0);
	assert_false(path_exists(folder));
	free(folder);
	pages_free(p);
}

/* Two platforms of one mode are two modes of the page. */
static void test_platforms(void **state)
{
	struct rows *r = *state;
	struct pages *p = pages_new(r);
	char *page;

	pages_history(p);
	for (size_t i = 0; i < 2; i++) {
		add_cell(r, pages_go[i], "default", "a/b")->goarch = "386";
		add_count(r, pages_go[i], "BenchmarkX", 100, 3200)->goarch = "386";
	}
	pages_finish(p);
	write_pages(p);
	page = page_read(p, "case/a.b.html");
	check_page(page, 2);
	assert_non_null(strstr(page, "default, linux/386"));
	assert_non_null(strstr(page, "default, linux/amd64"));
	assert_non_null(strstr(page, "\"bytes\":[32,32,null,null]"));
	free(page);
	pages_free(p);
}

/* A disk that is full, a folder that is none: said, and nothing leaks. */
static void test_not_writable(void **state)
{
	struct pages *p = pages_new(*state);
	struct error err = ERROR_INIT;
	char *blocked = NULL;

	pages_history(p);
	pages_finish(p);
	assert_true(asprintf(&blocked, "%s/case", p->dir) > 0);
	assert_int_equal(file_write(blocked, "", 0, &err), 0);
	assert_int_equal(site_cases_write(&p->in, p->dir, &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	free(blocked);
	pages_free(p);
}

static const struct CMUnitTest tests[] = {
	ROWS_TEST(test_page),       ROWS_TEST(test_newest_differs), ROWS_TEST(test_data),         ROWS_TEST(test_raw),
	ROWS_TEST(test_other_text), ROWS_TEST(test_program),        ROWS_TEST(test_hostile),      ROWS_TEST(test_bare),
	ROWS_TEST(test_no_history), ROWS_TEST(test_platforms),      ROWS_TEST(test_not_writable),
};
TEST_MAIN(tests)
