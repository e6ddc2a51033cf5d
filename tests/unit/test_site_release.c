/* The pages of the releases: what each changed, what was measured of it, where it comes from. */
#include "site_fixture.h"

#include "report/site_groups.h"
#include "report/site_release.h"

static void write_pages(struct pages *p)
{
	struct error err = ERROR_INIT;

	if (site_releases_write(&p->in, p->dir, &err))
		fail_msg("%s", err.msg);
}

static void test_changes(void **state)
{
	struct pages *p = pages_new(*state);
	char *page;

	pages_history(p);
	pages_finish(p);
	write_pages(p);
	page = page_read(p, "release/go1.16.1.html");
	check_page(page, 1);
	assert_non_null(strstr(page, "<h1>go1.16.1</h1>"));
	assert_non_null(strstr(page, "<a href=\"../release/go1.15.1.html\">1.15.1</a>, the release before it"));
	assert_non_null(strstr(page, "<a href=\"../compare.html#old=go1.15.1&amp;new=go1.16.1\">Compare the two</a>"));
	/* by metric and direction, each linked from the summary */
	assert_non_null(
		strstr(page, "<a href=\"#allocs-better\"><span class=\"better\">\xE2\x96\xBC&nbsp;1</span></a>"));
	assert_non_null(strstr(page, "<details class=\"release\" id=\"allocs-better\" open>"));
	assert_non_null(strstr(page, "<details class=\"release\" id=\"bytes-better\" open>"));
	assert_non_null(strstr(page, "<details class=\"release\" id=\"escape-better\" open>"));
	assert_null(strstr(page, "-worse\""));
	assert_non_null(strstr(page, "Causes: <b>escape</b> 1</p>"));
	assert_non_null(strstr(page, "<a href=\"../case/a.b.html\">a/b</a>"));
	free(page);
	/* without one before it, and without a change */
	page = page_read(p, "release/go1.14.1.html");
	check_page(page, 1);
	assert_non_null(strstr(page, "nothing to compare it with"));
	assert_null(strstr(page, "id=\"changes\""));
	free(page);
	page = page_read(p, "release/go1.17.1.html");
	check_page(page, 1);
	assert_non_null(strstr(page, "Nothing: it gives the same as the release before it."));
	free(page);
	pages_free(p);
}

/* What the release before has no result of is compared with an older one, which the page says. */
static void test_longer_step(void **state)
{
	struct pages *p = pages_new(*state);
	char *page;

	pages_history(p);
	p->r->cell[1].status = "build_failed";
	p->r->cell[1].reason = "1.15 <broken>";
	p->r->cell[1].stages = 0;
	memmove(&p->r->sample[2], &p->r->sample[4], 4 * sizeof *p->r->sample);
	p->r->samples.len -= 2;
	pages_finish(p);
	write_pages(p);
	page = page_read(p, "release/go1.16.1.html");
	check_page(page, 1);
	assert_non_null(strstr(page, "against an older release: the one before has no result of the case."));
	free(page);
	page = page_read(p, "release/go1.15.1.html");
	check_page(page, 1);
	assert_non_null(strstr(page,
	                       "<tr><th scope=\"row\">default</th><td>linux/amd64</td><td class=\"num\">0</td><td "
	                       "class=\"num\">0</td><td class=\"num\">1</td></tr>"));
	assert_non_null(strstr(page, "<tr><td>build_failed</td><td class=\"words\">1.15 &lt;broken&gt;</td><td "
	                             "class=\"words\"><a href=\"../case/a.b.html\">a/b</a> (default)</td></tr>"));
	free(page);
	pages_free(p);
}

static void test_toolchain(void **state)
{
	struct pages *p = pages_new(*state);
	char *page;

	pages_history(p);
	pages_finish(p);
	write_pages(p);
	page = page_read(p, "release/go1.17.1.html");
	assert_non_null(strstr(page, "<dt>Digest</dt><dd>h1:abc</dd>"));
	assert_non_null(strstr(page, "by</dt><dd>checksum database</dd>"));
	assert_non_null(strstr(page, "Every case ran in every mode."));
	free(page);
	page = page_read(p, "release/go1.16.1.html");
	assert_non_null(strstr(page, "Nothing is recorded of it."));
	free(page);
	p->toolchain.local = true;
	p->toolchain.trust = "";
	write_pages(p);
	page = page_read(p, "release/go1.17.1.html");
	assert_non_null(strstr(page, "nobody but its builder vouches for it"));
	assert_non_null(strstr(page, "by</dt><dd>not recorded</dd>"));
	free(page);
	pages_free(p);
}

static void test_hostile(void **state)
{
	struct rows *r = *state;
	struct pages *p = pages_new(r);
	char *page, *slug = site_release_slug(HOSTILE), *path = NULL;

	pages_history(p);
	pages_hostile(p, HOSTILE);
	for (size_t i = 0; i < PAGES_GO; i++)
		r->sample[2 * i].mallocs = 100 * (int64_t)(i + 1);
	r->decisions.len = r->calls.len = r->sites.len = 0;
	add_cell(r, HOSTILE, HOSTILE, HOSTILE "2")->status = HOSTILE;
	r->cell[4].reason = HOSTILE;
	p->toolchain = (struct toolchain_row){ .go = HOSTILE,
		                               .goos = HOSTILE,
		                               .goarch = HOSTILE,
		                               .source = HOSTILE,
		                               .digest = HOSTILE,
		                               .version_output = HOSTILE,
		                               .installed_at = HOSTILE,
		                               .trust = HOSTILE };
	p->in.caption = HOSTILE;
	pages_finish(p);
	write_pages(p);
	assert_null(strchr(slug, '/'));
	assert_true(asprintf(&path, "release/%s.html", slug) > 0);
	page = page_read(p, path);
	check_page(page, 1);
	assert_true(occurrences(page, HOSTILE_SHOWN) > 10);
	assert_non_null(strstr(page, "id=\"allocs-worse\""));
	assert_non_null(strstr(page, "&amp;new=%3C%2Fscript%3E%3Cimg%20src%3Dx%20"));
	free(page);
	free(path);
	free(slug);
	pages_free(p);
}

static void test_bare(void **state)
{
	struct pages *p = pages_new(*state);
	char *page;

	pages_history(p);
	pages_finish(p);
	p->in.changes = NULL;
	p->in.cells = NULL;
	p->in.toolchains = NULL;
	write_pages(p);
	page = page_read(p, "release/go1.16.1.html");
	check_page(page, 1);
	assert_non_null(strstr(page, "Nothing: it gives the same as the release before it."));
	free(page);
	pages_free(p);
}

/* A time says how sure it is: the interval and the pairs of the timing that decided. */
static void test_why_of_a_time(void **state)
{
	struct change c = {
		.metric = METRIC_TIME,
		.time = { .verdict = TIME_SLOWER, .pairs = 15, .again.pairs = 32, .told = { 1.2, 1.155, 1.25, true } }
	};
	char said[] = "not the compiler";
	struct str out = STR_INIT;
	const struct page p = { .out = &out };

	(void)state;
	page_why(&p, &c);
	assert_string_equal(str_cstr(&out), "+15.5\xC2\xA0% to +25.0\xC2\xA0% in 32 pairs");
	str_reset(&out);
	c.time.verdict = TIME_SUSPECTED;
	c.time.told.bounded = false;
	c.evidence = said;
	page_why(&p, &c);
	assert_string_equal(str_cstr(&out), "in 15 pairs; not the compiler");
	str_release(&out);
}

static const struct CMUnitTest tests[] = {
	ROWS_TEST(test_changes), ROWS_TEST(test_longer_step), ROWS_TEST(test_toolchain),
	ROWS_TEST(test_hostile), ROWS_TEST(test_bare),        cmocka_unit_test(test_why_of_a_time),
};
TEST_MAIN(tests)
