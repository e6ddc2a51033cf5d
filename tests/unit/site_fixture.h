/* A small history for the tests of the report's pages, and what every page must be: whole, escaped, with two scripts at most. */
#ifndef GOALLOC_TESTS_SITE_FIXTURE_H
#define GOALLOC_TESTS_SITE_FIXTURE_H

#include "history_fixture.h"

#include <jansson.h>

#include "base/file.h"
#include "base/utf8.h"
#include "report/site.h"
#include "report/site_page.h"

#define HOSTILE "</script><img src=x onerror=alert(1)><!-- ]]> \"'&\\ \xE2\x80\xA8 \xFF \x1b[2J\r\n${x}`"
/* The same as text of a page. */
#define HOSTILE_SHOWN "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&lt;!-- ]]&gt; &quot;&#39;&amp;\\ "

/* One case of one benchmark: up to 1.15 its make goes to the heap, later it does not. */
struct pages {
	struct rows *r;
	struct change_list changes;
	struct evidence evidence;
	struct case_row text[2];
	struct case_rows cases;
	struct compiler_row raw[16];
	size_t nraw;
	struct toolchain_row toolchain;
	struct toolchain_rows toolchains;
	struct site_input in;
	char *dir;
};

#define PAGES_GO 4
static const char *const pages_go[PAGES_GO] = { "go1.14.1", "go1.15.1", "go1.16.1", "go1.17.1" };
/* The make is at line 10. */
static const char pages_source[] = "// title: A title\n"
				   "// ref: https://go.dev/ref/spec\n"
				   "// ref: javascript:alert(1)\n"
				   "\n"
				   "package b\n"
				   "\n"
				   "import \"testing\"\n"
				   "\n"
				   "func work(n int) []int {\n"
				   "\treturn make([]int, n)\n"
				   "}\n"
				   "\n"
				   "func BenchmarkX(b *testing.B) {\n"
				   "\tfor i := 0; i < b.N; i++ {\n"
				   "\t\twork(8)\n"
				   "\t}\n"
				   "}\n";

static inline int pages_compiler_output(void *ctx, const char *case_name, struct compiler_rows *out, struct error *err)
{
	struct pages *p = ctx;

	(void)err;
	*out = (struct compiler_rows){ .items = calloc(p->nraw + 1, sizeof *p->raw), .len = 0 };
	for (size_t i = 0; i < p->nraw; i++)
		if (!strcmp(p->raw[i].case_name, case_name))
			out->items[out->len++] = p->raw[i];
	return 0;
}

static inline void pages_history(struct pages *p)
{
	for (size_t i = 0; i < PAGES_GO; i++) {
		const char *go = pages_go[i];
		const bool heap = i < 2;

		add_cell(p->r, go, "default", "a/b");
		add_count(p->r, go, "BenchmarkX", heap ? 100 : 0, heap ? 6400 : 0);
		add_time(p->r, go, "BenchmarkX", heap ? 500 : 100);
		add_decision(p->r, go, 10, heap ? "escapes" : "does_not_escape", "make([]int, n)");
		if (heap) {
			add_call(p->r, go, 10, "makeslice");
			add_site(p->r, go, "BenchmarkX", 10, 1, 64);
		}
		p->raw[p->nraw++] = (struct compiler_row){ .go = go,
			                                   .goos = "linux",
			                                   .goarch = "amd64",
			                                   .mode = "default",
			                                   .case_name = "a/b",
			                                   .level = "-m -m",
			                                   .text = heap ? "b_test.go:10: make escapes\n"
			                                                : "b_test.go:10: make stays\n" };
	}
}

/* Cells and samples under hostile names: the mode, the benchmark, the newest release (a local one), and the case's. */
static inline void pages_hostile(struct pages *p, const char *case_name)
{
	struct rows *r = p->r;

	for (size_t i = 0; i < PAGES_GO; i++) {
		r->cell[i].go = i == PAGES_GO - 1 ? HOSTILE : pages_go[i];
		r->cell[i].local = i == PAGES_GO - 1;
		r->cell[i].case_name = case_name;
		r->cell[i].mode = HOSTILE;
		for (size_t k = 2 * i; k < 2 * i + 2; k++) {
			r->sample[k].go = r->cell[i].go;
			r->sample[k].case_name = case_name;
			r->sample[k].mode = HOSTILE;
			r->sample[k].benchmark = HOSTILE;
		}
	}
}

/* After the rows are as the test wants them. */
static inline void pages_finish(struct pages *p)
{
	build(p->r);
	p->evidence = (struct evidence){ .history = &p->r->history,
		                         .decisions = &p->r->decisions,
		                         .outputs = &p->r->outputs,
		                         .calls = &p->r->calls,
		                         .sites = &p->r->sites,
		                         .samples = &p->r->samples };
	changes_along(&p->evidence, METRIC_ALL, &p->changes);
	p->in.history = &p->r->history;
	p->in.evidence = &p->evidence;
}

static inline struct pages *pages_new(struct rows *r)
{
	struct pages *p = calloc(1, sizeof *p);

	assert_non_null(p);
	p->r = r;
	p->changes = (struct change_list)CHANGE_LIST_INIT;
	p->text[0] = (struct case_row){ .case_name = "a/b",
		                        .family = "a",
		                        .file = "b_test.go",
		                        .kind = "benchmark",
		                        .title = "A title",
		                        .question = "A question?",
		                        .why = "A reason.",
		                        .answer = "An answer.",
		                        .sha256 = "s",
		                        .source = pages_source };
	p->cases = (struct case_rows){ .items = p->text, .len = 1 };
	p->toolchain = (struct toolchain_row){ .go = pages_go[3],
		                               .goos = "linux",
		                               .goarch = "amd64",
		                               .source = "some proxy",
		                               .digest = "h1:abc",
		                               .version_output = "go version go1.17.1",
		                               .installed_at = "2026-11-27",
		                               .trust = "checksum database" };
	p->toolchains = (struct toolchain_rows){ .items = &p->toolchain, .len = 1 };
	p->dir = test_folder();
	p->in = (struct site_input){ .changes = &p->changes,
		                     .toolchains = &p->toolchains,
		                     .cells = &r->cells,
		                     .outputs = &r->outputs,
		                     .cases = &p->cases,
		                     .caption = "caption",
		                     .compiler_output = pages_compiler_output,
		                     .ctx = p };
	return p;
}

static inline void pages_free(struct pages *p)
{
	struct error err = ERROR_INIT;

	assert_int_equal(tree_remove(p->dir, &err), 0);
	change_list_release(&p->changes);
	free(p->dir);
	free(p);
}

static inline size_t occurrences(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *s = text; (s = strstr(s, what)); s += strlen(what))
		n++;
	return n;
}

/* A file of the report; the caller frees. */
static inline char *page_read(const struct pages *p, const char *path)
{
	struct error err = ERROR_INIT;
	struct str text = STR_INIT;
	char *full = NULL;

	assert_true(asprintf(&full, "%s/%s", p->dir, path) > 0);
	if (file_read(full, 1 << 24, &text, &err))
		fail_msg("%s", err.msg);
	free(full);
	return str_detach(&text);
}

/* Every element that needs an end has one, and what is not ours is text. */
static inline void check_page(const char *page, size_t scripts)
{
	static const char *const tags[] = { "html",  "head",   "body",   "header", "section", "footer",  "nav",
		                            "main",  "h1",     "h2",     "h3",     "table",   "thead",   "tbody",
		                            "tr",    "td",     "th",     "ol",     "li",      "dl",      "dt",
		                            "dd",    "div",    "p",      "b",      "details", "summary", "code",
		                            "pre",   "span",   "small",  "a",      "label",   "select",  "option",
		                            "title", "script", "figure", "output" };

	assert_true(str_starts(page, "<!DOCTYPE html>\n"));
	assert_true(str_ends(page, "</html>\n"));
	for (size_t i = 0; i < COUNT(tags); i++) {
		char open[32], open_with[32], end[32];

		snprintf(open, sizeof open, "<%s>", tags[i]);
		snprintf(open_with, sizeof open_with, "<%s ", tags[i]);
		snprintf(end, sizeof end, "</%s>", tags[i]);
		if (occurrences(page, open) + occurrences(page, open_with) != occurrences(page, end))
			fail_msg("<%s>: %zu opened, %zu ended", tags[i],
			         occurrences(page, open) + occurrences(page, open_with), occurrences(page, end));
	}
	assert_int_equal(occurrences(page, "<script"), scripts);
	assert_int_equal(occurrences(page, "<h1"), 1);
	assert_null(strstr(page, "<img"));
	assert_null(strstr(page, "style=\""));
	assert_null(strstr(page, "\x1b"));
	assert_null(strstr(page, "\xFF"));
	assert_true(utf8_valid(page, strlen(page)));
}

#endif
