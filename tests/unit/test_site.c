/* The report: whole pages, nothing from outside acts in them, what is not ours stays, each old page stays until the new one is complete. */
#include "testing.h"

#include <jansson.h>
#include <sys/stat.h>

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
		m->points[i].bytes_range = (struct count_range){ 8, 8, 8, 8, 8 };
		m->points[i].allocs_range.low = m->points[i].allocs_range.high = m->points[i].allocs;
		m->points[i].version = m->releases[i].version;
		m->program[i] = (struct point){ .go = go[i], .status = "ok", .reason = "" };
		m->program[i].version = m->releases[i].version;
		m->points[i].release = m->program[i].release = i;
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

static void write_site(struct material *m)
{
	struct error err = ERROR_INIT;

	if (site_write(&m->in, m->output_dir, &err))
		fail_msg("%s", err.msg);
}

/* A file of the report; the caller frees. */
static char *read_page(const struct material *m, const char *name)
{
	struct error err = ERROR_INIT;
	struct str page = STR_INIT;
	char *path = NULL;

	assert_true(asprintf(&path, "%s/%s", m->output_dir, name) > 0);
	if (file_read(path, 1 << 24, &page, &err))
		fail_msg("%s", err.msg);
	free(path);
	return str_detach(&page);
}

/* The start page as written; the caller frees. */
static char *write_page(struct material *m)
{
	write_site(m);
	return read_page(m, "index.html");
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, what)); p += strlen(what))
		n++;
	return n;
}

/* Without the tables of the heatmap, whose cells have no end tags: HTML does not ask for them. The caller frees. */
static char *without_maps(const char *page)
{
	struct str out = STR_INIT;
	const char *map;

	while ((map = strstr(page, "<table class=\"heat\">"))) {
		str_add_bytes(&out, page, (size_t)(map - page));
		page = strstr(map, "</table>");
		assert_non_null(page);
		page += strlen("</table>");
	}
	str_add(&out, page);
	return str_detach(&out);
}

/* Every element of the page's own that needs an end has one. */
static void check_whole(const char *name, const char *text)
{
	static const char *const tags[] = { "html",       "head",     "body",   "header",  "section", "footer",
		                            "main",       "nav",      "style",  "script",  "h1",      "h2",
		                            "h3",         "noscript", "table",  "caption", "thead",   "tbody",
		                            "tr",         "td",       "button", "th",      "ul",      "li",
		                            "details",    "summary",  "div",    "svg",     "p",       "figure",
		                            "figcaption", "b",        "small",  "code",    "ol",      "pre",
		                            "span",       "a",        "label",  "select",  "title",   "dl" };
	char *page = without_maps(text), *end_of_page = strstr(page, "<script>"); /* a script may hold anything */

	assert_true(str_starts(page, "<!DOCTYPE html>\n"));
	assert_true(str_ends(page, "</html>\n"));
	if (end_of_page)
		assert_int_equal(count(end_of_page, "</script>"), 1);
	if (end_of_page)
		memmove(end_of_page, strstr(end_of_page, "</script>") + strlen("</script>"),
		        strlen(strstr(end_of_page, "</script>") + strlen("</script>")) + 1);
	for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
		char open[32], open_with[32], end[32];

		snprintf(open, sizeof open, "<%s>", tags[i]);
		snprintf(open_with, sizeof open_with, "<%s ", tags[i]);
		snprintf(end, sizeof end, "</%s>", tags[i]);
		if (count(page, open) + count(page, open_with) != count(page, end))
			fail_msg("%s: <%s>: %zu opened, %zu ended", name, tags[i],
			         count(page, open) + count(page, open_with), count(page, end));
	}
	free(page);
}

/* All files below the folder, from the output's on, whose names end so. */
static void find_files(const struct material *m, const char *folder, const char *suffix, struct strlist *out)
{
	struct error err = ERROR_INIT;
	struct strlist names = STRLIST_INIT;
	char *dir = NULL;

	assert_true(asprintf(&dir, "%s/%s", m->output_dir, folder) > 0);
	assert_int_equal(dir_list(dir, &names, &err), 0);
	for (size_t i = 0; i < names.len; i++) {
		char *path = NULL, *below = NULL;

		assert_true(asprintf(&path, "%s/%s", dir, names.items[i]) > 0);
		assert_true(asprintf(&below, "%s%s%s", folder, *folder ? "/" : "", names.items[i]) > 0);
		if (path_is_dir(path))
			find_files(m, below, suffix, out);
		else if (str_ends(below, suffix))
			strlist_add(out, below);
		free(path);
		free(below);
	}
	strlist_release(&names);
	free(dir);
}

/* Each page is whole, and its data is data. */
static void check_site(const struct material *m)
{
	struct strlist pages = STRLIST_INIT, data = STRLIST_INIT;

	find_files(m, "", ".html", &pages);
	assert_true(pages.len >= 6 + 1 + 2 + 4); /* start and lists, compare, cases, releases */
	for (size_t i = 0; i < pages.len; i++) {
		char *page = read_page(m, pages.items[i]);

		check_whole(pages.items[i], page);
		free(page);
	}
	find_files(m, "", ".json", &data);
	assert_true(data.len >= 1 + 2);
	for (size_t i = 0; i < data.len; i++) {
		char *text = read_page(m, data.items[i]);
		json_error_t error;
		json_t *root = json_loads(text, 0, &error);

		if (!root)
			fail_msg("%s: line %d: %s", data.items[i], error.line, error.text);
		json_decref(root);
		free(text);
	}
	strlist_release(&pages);
	strlist_release(&data);
}

static void test_complete(void **state)
{
	struct material m;
	char *page;

	(void)state;
	material_init(&m, "plain");
	page = write_page(&m);
	check_site(&m);
	assert_non_null(strstr(page, "<title>How Go allocates, from go1.9.2 to go1.27.4</title>"));
	assert_non_null(strstr(page, "<h2 id=\"changes\">What changed lately</h2>"));
	/* the newest release's changes, and a line a release */
	assert_non_null(strstr(page, "<a href=\"release/go1.27.4.html\">1.27.4</a> against the release before it"));
	assert_non_null(strstr(page, "<th scope=\"row\"><a href=\"release/go1.25.14.html\">1.25.14</a></th><td "
	                             "colspan=\"3\">nothing changed</td>"));
	assert_int_equal(count(page, "nothing changed</td>"), 2);
	assert_non_null(strstr(page, "counters changed"));
	assert_non_null(strstr(page, "<a href=\"compare.html#old=go1.25.14&amp;new=go1.27.4\">compare</a>"));
	assert_non_null(strstr(page, "<th scope=row><a href=\"case/plain.plain.html\">plain</a>"));
	assert_non_null(strstr(page, "<td class=x>\xC3\x97")); /* the cell that failed */
	assert_null(strstr(page, "<img"));
	free(page);
	/* counts against the last release that has one */
	page = read_page(&m, "figures.html");
	assert_non_null(strstr(page, "<b class=\"better\">\xE2\x96\xBC\xC2\xA0"
	                             "5</b>"));
	assert_int_equal(count(page, "<b class=\"better\">"), 1);
	assert_non_null(strstr(page, "title=\"plain\">run_failed</td>"));
	free(page);
	/* outputs and troubles are told once, with their releases */
	page = read_page(&m, "outputs.html");
	assert_non_null(strstr(page, "plain: <b>1.9.2, 1.13.15</b>"));
	free(page);
	page = read_page(&m, "provenance.html");
	assert_non_null(strstr(page, "<td>1.9.2 to 1.25.14</td><td>run_failed</td><td>plain</td>"));
	assert_int_equal(count(page, "<td>run_failed</td><td>plain</td>"), 1);
	assert_non_null(strstr(page, "<td>plain/plain</td><td>plain</td><td>1.9.2 to 1.25.14</td>"));
	assert_non_null(strstr(page, "<td>go1.9.2</td><td>plain/plain</td>"));
	assert_non_null(strstr(page, "<td>3</td><td>plain</td>"));
	free(page);
	material_release(&m);
}

/* A page of its own for each: hostile names lead nowhere else, and do nothing there. */
static void test_hostile(void **state)
{
	struct strlist pages = STRLIST_INIT;
	struct material m;
	size_t escaped = 0;

	(void)state;
	material_init(&m, HOSTILE);
	write_site(&m);
	check_site(&m);
	find_files(&m, "", ".html", &pages);
	for (size_t i = 0; i < pages.len; i++) {
		char *page = read_page(&m, pages.items[i]);

		assert_true(count(page, "<script>") <= 1);
		assert_null(strstr(page, "<script>alert"));
		assert_null(strstr(page, "\x1b"));
		assert_null(strstr(page, "\xFF"));
		assert_null(strstr(page, "=\"http"));
		escaped += count(page, "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\\x1b[2J\xEF\xBF\xBD");
		/* and no script but ours may run */
		assert_true(count(page, "script-src 'sha256-") + count(page, "script-src 'none'") == 1);
		free(page);
	}
	assert_true(escaped > 60);
	strlist_release(&pages);
	material_release(&m);
}

static void test_slugs(void **state)
{
	static const struct {
		const char *name, *slug;
	} cases[] = {
		{ "slice/append_growth", "slice.append_growth" },
		{ "a.b/c", "a=2Eb.c" },
		{ "/etc", "=2Fetc" },
		{ "..", "=2E=2E" },
		{ "", "=" },
		{ "a=2Eb/c", "a=3D2Eb.c" },
		{ "<\"'\n", "=3C=22=27=0A" },
	};
	char long_name[400], *a, *b;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char *slug = site_slug(cases[i].name);

		assert_string_equal(slug, cases[i].slug);
		free(slug);
	}
	memset(long_name, 'x', sizeof long_name);
	long_name[399] = '\0';
	a = site_slug(long_name);
	long_name[398] = 'y';
	b = site_slug(long_name);
	assert_int_equal(strlen(a), 150 + 1 + 16);
	assert_string_not_equal(a, b);
	free(a);
	free(b);
	a = site_release_slug("go1.22.12");
	b = site_release_slug("../x");
	assert_string_equal(a, "go1.22.12");
	assert_string_equal(b, "=2E.=2Fx");
	free(a);
	free(b);
}

/* Data ends no element and starts none, and is the same data. */
static void test_data(void **state)
{
	struct str out = STR_INIT;
	const struct page p = { .out = &out };

	(void)state;
	page_data(&p, "{\"a\":\"</script><!--&\xE2\x80\xA8\xE2\x80\xA9\xE2\x82\xAC\"}");
	assert_string_equal(str_cstr(&out),
	                    "<script type=\"application/json\" id=\"data\">{\"a\":\"\\u003c/script\\u003e\\u003c"
	                    "!--\\u0026\\u2028\\u2029\xE2\x82\xAC\"}</script>\n");
	str_release(&out);
}

/* A folder with other people's files keeps them; one of the report's own names that is not ours stops it before anything is written. */
static void test_foreign(void **state)
{
	static const char mine[] = "<html>mine</html>";
	struct error err = ERROR_INIT;
	struct material m;
	char *other = NULL, *style = NULL, *text;

	(void)state;
	material_init(&m, "plain");
	assert_int_equal(dir_make(m.output_dir, &err), 0);
	assert_true(asprintf(&other, "%s/mine.html", m.output_dir) > 0);
	assert_true(asprintf(&style, "%s/style.css", m.output_dir) > 0);
	assert_int_equal(file_write(other, mine, strlen(mine), &err), 0);
	assert_int_equal(file_write(m.page, mine, strlen(mine), &err), 0);
	assert_int_equal(site_write(&m.in, m.output_dir, &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	assert_non_null(strstr(err.msg, "index.html is not a file of goalloc's"));
	assert_false(path_exists(style));
	assert_int_equal(unlink(m.page), 0);
	write_site(&m);
	write_site(&m); /* our own are replaced */
	text = read_page(&m, "mine.html");
	assert_string_equal(text, mine);
	free(text);
	free(other);
	free(style);
	material_release(&m);
}

/* What did not change is not written again: the times of files say what did. */
static void test_unchanged(void **state)
{
	struct material m;
	struct stat before, after;

	(void)state;
	material_init(&m, "plain");
	write_site(&m);
	assert_int_equal(stat(m.page, &before), 0);
	write_site(&m);
	assert_int_equal(stat(m.page, &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	m.in.caption = "another";
	write_site(&m);
	assert_int_equal(stat(m.page, &after), 0);
	assert_int_not_equal(before.st_ino, after.st_ino);
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
	write_site(&m);
	check_site(&m);
	page = read_page(&m, "figures.html");
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
	assert_int_equal(file_write(m.page, "<!-- goalloc report -->", 23, &err), 0);
	assert_true(asprintf(&blocked, "%s/figures", m.output_dir) > 0);
	assert_int_equal(file_write(blocked, "", 0, &err), 0); /* a file where the folder should be */
	assert_int_equal(site_write(&m.in, m.output_dir, &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	assert_true(str_starts(err.msg, "the report: "));
	assert_int_equal(file_read(m.page, 100, &old, &err), 0);
	assert_string_equal(str_cstr(&old), "<!-- goalloc report -->");
	str_release(&old);
	assert_int_equal(unlink(blocked), 0);
	page = write_page(&m);
	check_site(&m);
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
	m.h.len = m.list.len = 0;
	m.in.toolchains = NULL;
	m.in.sessions = NULL;
	m.in.cells = NULL;
	m.in.outputs = NULL;
	m.in.figures = NULL;
	page = write_page(&m);
	check_whole("index.html", page);
	assert_non_null(strstr(page, "Nothing: every release that was measured gives the same."));
	free(page);
	m.h.nreleases = 0;
	page = write_page(&m);
	check_whole("index.html", page);
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
	m.changes[0].epoch = m.changes[1].epoch = false;
	page = write_page(&m);
	assert_non_null(strstr(page, "<span class=\"worse\">\xE2\x96\xB2&nbsp;1</span>"));
	free(page);
	page = read_page(&m, "release/go1.27.4.html");
	assert_non_null(strstr(page, "<td>default, noopt</td>"));
	free(page);
	material_release(&m);
}

static json_t *compare_json(struct material *m)
{
	char *slug = site_slug(m->reason), *name = NULL, *text;
	json_t *root;

	assert_true(asprintf(&name, "data/compare-%s.json", slug) > 0);
	text = read_page(m, name);
	root = json_loads(text, 0, NULL);
	assert_non_null(root);
	free(text);
	free(name);
	free(slug);
	return root;
}

/* What the page of two releases knows: runs of equal counts, the steps between, what is only noise. */
static void test_compare_data(void **state)
{
	struct material m;
	json_t *root, *series, *allocs;
	char *text;

	(void)state;
	material_init(&m, "plain");
	m.changes[0].case_name = m.name;
	m.changes[0].epoch = false;
	write_site(&m);
	root = compare_json(&m);
	assert_string_equal(json_string_value(json_object_get(root, "generator")), SITE_MARK);
	assert_int_equal(json_array_size(json_object_get(root, "releases")), 4);
	series = json_array_get(json_object_get(root, "series"), 0);
	assert_string_equal(json_string_value(json_array_get(series, 1)), "plain/plain");
	allocs = json_array_get(series, 2);
	text = json_dumps(allocs, JSON_COMPACT);
	assert_string_equal(text, "[[0,7],[1],[2,7],[3,5]]"); /* the second one failed */
	free(text);
	text = json_dumps(json_array_get(series, 4), JSON_COMPACT);
	assert_string_equal(text, "[]");
	free(text);
	assert_int_equal(json_array_size(json_object_get(root, "steps")), 1);
	text = json_dumps(json_array_get(json_object_get(root, "steps"), 0), JSON_COMPACT);
	assert_non_null(strstr(text, "[0,0,"));
	assert_non_null(strstr(text, ",0,3,")); /* from the first release to the last */
	free(text);
	json_decref(root);
	/* printed 7 and 5, though by a hair: what was seen overlaps */
	m.points[3].allocs_range.seen_low = 5;
	m.points[3].allocs_range.seen_high = 7;
	m.points[3].allocs_range.high = 7;
	write_site(&m);
	root = compare_json(&m);
	series = json_array_get(json_object_get(root, "series"), 0);
	text = json_dumps(json_array_get(series, 4), JSON_COMPACT);
	assert_string_equal(text, "[[0,3],[2,3]]");
	free(text);
	text = json_dumps(json_array_get(series, 2), JSON_COMPACT);
	assert_string_equal(text, "[[0,7],[1],[2,7],[3,5,5,7,5,7]]");
	free(text);
	json_decref(root);
	material_release(&m);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_complete),     cmocka_unit_test(test_hostile),
	cmocka_unit_test(test_slugs),        cmocka_unit_test(test_data),
	cmocka_unit_test(test_foreign),      cmocka_unit_test(test_unchanged),
	cmocka_unit_test(test_figures),      cmocka_unit_test(test_old_page_stays),
	cmocka_unit_test(test_nothing),      cmocka_unit_test(test_same_change_in_modes),
	cmocka_unit_test(test_compare_data),
};
TEST_MAIN(tests)
