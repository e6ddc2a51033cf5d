/* The report: a whole page, nothing from outside acts in it, the old page stays until the new one is complete. */
#include "testing.h"

#include "base/file.h"
#include "report/figure_data.h"
#include "report/site.h"
#include "report/site_page.h"

#define HOSTILE "<script>alert(1)</script>\"'&\x1b[2J\xFF"

/* Everything that a page is made of, each text hostile if `text` is. */
struct material {
	struct history h;
	struct release releases[4];
	struct point points[4], program[4];
	struct series series[2];
	struct change changes[3];
	struct change_list list;
	struct toolchain_row toolchain;
	struct toolchain_rows toolchains;
	struct session_row session;
	struct session_rows sessions;
	struct cell_row cell[4];
	struct cell_rows cells;
	struct output_row output[4];
	struct output_rows outputs;
	struct strlist figures;
	struct site_input in;
	char name[200], reason[200];
	char *dir, *figure_dir, *output_dir, *page;
};

static void set_change(struct change *c, enum metric metric, char *text, char *old_go, char *new_go, bool worse)
{
	*c = (struct change){
		.metric = metric,
		.mode = text,
		.case_name = text,
		.benchmark = text,
		.old_go = old_go,
		.new_go = new_go,
		.old_text = text,
		.new_text = text,
		.where = text,
		.said = text,
		.worse = worse,
		.epoch = worse,
	};
}

static void material_init(struct material *m, const char *text)
{
	static char old_go[] = "go1.9.2", new_go[] = "go1.27.4";
	static const char *const go[] = { "go1.9.2", "go1.13.15", "go1.25.14", "go1.27.4" };
	struct error err = ERROR_INIT;

	*m = (struct material){ .h = { .nreleases = 4, .len = 2 }, .figures = STRLIST_INIT };
	snprintf(m->name, sizeof m->name, "%s/%s", text, text);
	snprintf(m->reason, sizeof m->reason, "%s", text);
	m->h.items = m->series;
	m->h.releases = m->releases;
	for (size_t i = 0; i < 4; i++) {
		m->releases[i].go = go[i];
		assert_true(version_parse(go[i], &m->releases[i].version));
		m->points[i] = (struct point){ .go = go[i], .status = "ok", .reason = "", .counted = true, .bytes = 8 };
		m->points[i].allocs = i == 3 ? 5 : 7;
		m->points[i].allocs_exact = (double)m->points[i].allocs;
		m->points[i].allocs_range.seen_low = m->points[i].allocs_exact;
		m->points[i].allocs_range.seen_high = m->points[i].allocs_exact;
		m->program[i] = (struct point){ .go = go[i], .status = "ok", .reason = "" };
		m->cell[i] = (struct cell_row){ .go = go[i],
			                        .mode = m->reason,
			                        .case_name = m->name,
			                        .status = "run_failed",
			                        .reason = m->reason };
		m->output[i] = (struct output_row){ .go = go[i],
			                            .mode = m->reason,
			                            .case_name = m->name,
			                            .out = i < 2 ? m->reason : "other",
			                            .err = m->reason };
	}
	m->points[1].status = "run_failed";
	m->points[1].reason = m->reason;
	m->points[1].counted = false;
	m->cell[3].status = "ok";
	m->series[0] = (struct series){
		.mode = m->reason, .case_name = m->name, .benchmark = m->name, .points = m->points, .n = 4
	};
	m->series[1] = (struct series){
		.mode = m->reason, .case_name = "string/alias", .benchmark = "", .points = m->program, .n = 4
	};
	set_change(&m->changes[0], METRIC_ALLOCS, m->reason, old_go, new_go, true);
	set_change(&m->changes[1], METRIC_ESCAPE, m->reason, old_go, new_go, false);
	set_change(&m->changes[2], METRIC_OUTPUT, m->reason, old_go, old_go, false);
	m->list = (struct change_list){ .items = m->changes, .len = 3 };
	m->toolchain = (struct toolchain_row){ .go = go[0],
		                               .goos = m->reason,
		                               .goarch = m->reason,
		                               .source = m->reason,
		                               .digest = m->reason,
		                               .version_output = m->reason,
		                               .installed_at = m->reason };
	m->session = (struct session_row){ .session = 3,
		                           .started_at = m->reason,
		                           .finished_at = m->reason,
		                           .command_line = m->reason,
		                           .tool_version = m->reason,
		                           .seed = m->reason,
		                           .machine = m->reason,
		                           .kernel = m->reason,
		                           .cpu = m->reason,
		                           .governor = m->reason,
		                           .load = m->reason };
	m->toolchains = (struct toolchain_rows){ .items = &m->toolchain, .len = 1 };
	m->sessions = (struct session_rows){ .items = &m->session, .len = 1 };
	m->cells = (struct cell_rows){ .items = m->cell, .len = 4 };
	m->outputs = (struct output_rows){ .items = m->output, .len = 4 };
	m->dir = test_folder();
	assert_true(asprintf(&m->figure_dir, "%s/drawn", m->dir) > 0);
	assert_true(asprintf(&m->output_dir, "%s/report", m->dir) > 0);
	assert_true(asprintf(&m->page, "%s/index.html", m->output_dir) > 0);
	assert_int_equal(dir_make(m->figure_dir, &err), 0);
	m->in = (struct site_input){ .history = &m->h,
		                     .changes = &m->list,
		                     .toolchains = &m->toolchains,
		                     .sessions = &m->sessions,
		                     .cells = &m->cells,
		                     .outputs = &m->outputs,
		                     .figure_dir = m->figure_dir,
		                     .figures = &m->figures,
		                     .caption = text };
}

static void add_figure(struct material *m, const char *name, const char *format, const char *bytes)
{
	struct error err = ERROR_INIT;
	char *path = NULL;

	if (!strlist_has(&m->figures, name))
		strlist_add(&m->figures, name);
	assert_true(asprintf(&path, "%s/%s.%s", m->figure_dir, name, format) > 0);
	assert_int_equal(file_write(path, bytes, strlen(bytes), &err), 0);
	free(path);
}

static void material_release(struct material *m)
{
	struct error err = ERROR_INIT;

	assert_int_equal(tree_remove(m->dir, &err), 0);
	strlist_release(&m->figures);
	free(m->dir);
	free(m->figure_dir);
	free(m->output_dir);
	free(m->page);
}

/* The page as written; the caller frees. */
static char *write_page(struct material *m)
{
	struct error err = ERROR_INIT;
	struct str page = STR_INIT;

	if (site_write(&m->in, m->output_dir, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(file_read(m->page, 1 << 24, &page, &err), 0);
	return str_detach(&page);
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, what)); p += strlen(what))
		n++;
	return n;
}

/* Every element of the page's own that needs an end has one. */
static void check_whole(const char *page)
{
	static const char *const tags[] = { "html",  "head",    "body",       "header",  "section", "footer",
		                            "nav",   "style",   "script",     "h1",      "h2",      "h3",
		                            "table", "caption", "thead",      "tbody",   "tr",      "td",
		                            "th",    "ul",      "li",         "details", "summary", "div",
		                            "p",     "figure",  "figcaption", "b",       "small",   "code",
		                            "pre",   "span",    "a",          "label",   "select",  "title" };

	assert_true(str_starts(page, "<!DOCTYPE html>\n"));
	assert_true(str_ends(page, "</html>\n"));
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		char open[32], open_with[32], end[32];

		snprintf(open, sizeof open, "<%s>", tags[i]);
		snprintf(open_with, sizeof open_with, "<%s ", tags[i]);
		snprintf(end, sizeof end, "</%s>", tags[i]);
		if (count(page, open) + count(page, open_with) != count(page, end))
			fail_msg("<%s>: %zu opened, %zu ended", tags[i], count(page, open) + count(page, open_with),
			         count(page, end));
	}
}

static void test_complete(void **state)
{
	struct material m;
	char *page;

	(void)state;
	material_init(&m, "plain");
	page = write_page(&m);
	check_whole(page);
	assert_non_null(strstr(page, "<title>How Go allocates, from go1.9.2 to go1.27.4</title>"));
	assert_non_null(strstr(page, "<h2 id=\"changes\">What changed, and in which release?</h2>"));
	/* the newest release is open, the others are there without scripts too */
	assert_non_null(strstr(page, "id=\"go-go1.27.4\" open>"));
	assert_non_null(strstr(page, "id=\"go-go1.9.2\">"));
	assert_non_null(strstr(page, "<tr><td>go1.25.14</td><td colspan=\"3\">nothing changed</td></tr>"));
	assert_non_null(strstr(page, "<tr><td><a href=\"#go-go1.27.4\">go1.27.4</a></td><td><span"));
	assert_int_equal(count(page, "nothing changed"), 2);
	assert_non_null(strstr(page, "\xE2\x96\xB2 worse"));
	assert_non_null(strstr(page, "\xE2\x89\xA0 differs"));
	assert_non_null(strstr(page, "counters changed"));
	/* counts against the last release that has one */
	assert_non_null(strstr(page, "<b class=\"better\">\xE2\x96\xBC\xC2\xA0"
	                             "5</b>"));
	assert_int_equal(count(page, "<b class=\"better\">"), 1);
	assert_non_null(strstr(page, "title=\"plain\">run_failed</td>"));
	/* outputs and troubles are told once, with their releases */
	assert_non_null(strstr(page, "plain: <b>1.9.2, 1.13.15</b>"));
	assert_non_null(strstr(page, "<td>1.9.2 to 1.25.14</td><td>run_failed</td><td>plain</td>"));
	assert_int_equal(count(page, "<td>run_failed</td><td>plain</td>"), 1);
	assert_non_null(strstr(page, "<td>plain/plain</td><td>plain</td><td>1.9.2 to 1.25.14</td>"));
	assert_non_null(strstr(page, "<td>go1.9.2</td><td>plain/plain</td>"));
	assert_non_null(strstr(page, "<td>3</td><td>plain</td>"));
	assert_null(strstr(page, "<img"));
	free(page);
	material_release(&m);
}

static void test_hostile(void **state)
{
	struct material m;
	char *page;

	(void)state;
	material_init(&m, HOSTILE);
	page = write_page(&m);
	check_whole(page);
	assert_int_equal(count(page, "<script>"), 1);
	assert_null(strstr(page, "<script>alert"));
	assert_null(strstr(page, "\x1b"));
	assert_null(strstr(page, "\xFF"));
	assert_true(count(page, "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\\x1b[2J\xEF\xBF\xBD") > 30);
	/* and no script but ours may run */
	assert_non_null(strstr(page, "script-src 'sha256-"));
	free(page);
	material_release(&m);
}

static void test_figures(void **state)
{
	struct error err = ERROR_INIT;
	struct material m;
	char *page, *copy = NULL;

	(void)state;
	material_init(&m, "plain");
	add_figure(&m, "heatmap", "svg", "<?xml?>\n<svg\n width=\"964\" height=\"2718\">");
	add_figure(&m, "heatmap", "pdf", "%PDF");
	add_figure(&m, "family-plain", "png", "PNG");
	add_figure(&m, "family-plain-2", "png", "PNG");
	strlist_add(&m.figures, "time-plain"); /* never drawn */
	page = write_page(&m);
	check_whole(page);
	assert_non_null(strstr(page, "src=\"figures/heatmap.svg\" width=\"964\" height=\"2718\""));
	assert_non_null(strstr(page, "href=\"figures/heatmap.pdf\""));
	assert_non_null(strstr(page, "src=\"figures/family-plain.png\""));
	assert_non_null(strstr(page, "src=\"figures/family-plain-2.png\""));
	assert_null(strstr(page, "time-plain"));
	assert_true(asprintf(&copy, "%s/figures/heatmap.pdf", m.output_dir) > 0);
	assert_true(path_is_file(copy));
	add_figure(&m, "heatmap", "pdf", "%PDF-new");
	free(page);
	page = write_page(&m);
	{
		struct str bytes = STR_INIT;

		assert_int_equal(file_read(copy, 100, &bytes, &err), 0);
		assert_string_equal(str_cstr(&bytes), "%PDF-new");
		str_release(&bytes);
	}
	free(copy);
	free(page);
	material_release(&m);
}

static void test_old_page_stays(void **state)
{
	struct error err = ERROR_INIT;
	struct str old = STR_INIT;
	struct material m;
	char *blocked = NULL, *page;

	(void)state;
	material_init(&m, "plain");
	add_figure(&m, "heatmap", "svg", "<svg>");
	assert_int_equal(dir_make(m.output_dir, &err), 0);
	assert_int_equal(file_write(m.page, "old", 3, &err), 0);
	assert_true(asprintf(&blocked, "%s/figures", m.output_dir) > 0);
	assert_int_equal(file_write(blocked, "", 0, &err), 0); /* a file where the folder should be */
	assert_int_equal(site_write(&m.in, m.output_dir, &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	assert_true(str_starts(err.msg, "the report: "));
	assert_int_equal(file_read(m.page, 100, &old, &err), 0);
	assert_string_equal(str_cstr(&old), "old");
	str_release(&old);
	assert_int_equal(unlink(blocked), 0);
	page = write_page(&m);
	check_whole(page);
	free(page);
	free(blocked);
	material_release(&m);
}

static void test_nothing(void **state)
{
	struct material m;
	char *page;

	(void)state;
	material_init(&m, "plain");
	m.h.len = m.h.nreleases = m.list.len = 0;
	m.in.toolchains = NULL;
	m.in.sessions = NULL;
	m.in.cells = NULL;
	m.in.outputs = NULL;
	m.in.figures = NULL;
	page = write_page(&m);
	check_whole(page);
	assert_non_null(strstr(page, "Nothing: every release that was measured gives the same."));
	free(page);
	material_release(&m);
}

static void test_same_change_in_modes(void **state)
{
	static char first[] = "default", second[] = "noopt";
	struct material m;
	char *page;

	(void)state;
	material_init(&m, "plain");
	m.changes[1] = m.changes[0];
	m.changes[0].mode = first;
	m.changes[1].mode = second;
	page = write_page(&m);
	assert_non_null(strstr(page, "<td>default, noopt</td>"));
	assert_non_null(strstr(page, "<span class=\"worse\">\xE2\x96\xB2&nbsp;1</span>"));
	free(page);
	material_release(&m);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_complete), cmocka_unit_test(test_hostile),
	cmocka_unit_test(test_figures),  cmocka_unit_test(test_old_page_stays),
	cmocka_unit_test(test_nothing),  cmocka_unit_test(test_same_change_in_modes),
};
TEST_MAIN(tests)
