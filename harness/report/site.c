/* The report's files, one after the other; the start page last, so that what it links to is there. */
#include "report/site.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "harness/report/site.css.h"
#include "harness/report/site_case.css.h"
#include "report/site_case.h"
#include "report/site_compare.h"
#include "report/site_heat.h"
#include "report/site_lists.h"
#include "report/site_page.h"
#include "report/site_release.h"
#include "report/site_start.h"

#define MAX_FIGURE ((size_t)64 << 20)

/* "default", else the history's first. */
static const char *main_mode(const struct history *h)
{
	for (size_t i = 0; i < h->len; i++)
		if (!strcmp(h->items[i].mode, "default"))
			return "default";
	return h->len ? h->items[0].mode : "default";
}

/* ---- figures ---- */

static bool same_file(const char *path, const struct str *want)
{
	struct error ignored = ERROR_INIT;
	struct str have = STR_INIT;
	bool same = path_is_file(path) && !file_read(path, MAX_FIGURE, &have, &ignored) && have.len == want->len &&
	            !memcmp(str_cstr(&have), str_cstr(want), want->len);

	str_release(&have);
	return same;
}

/* The figure in each format it has; one that is there already stays untouched. */
static int copy_figure(const struct site_input *in, const char *name, const char *dir, struct error *err)
{
	static const char *const formats[] = { "svg", "png", "pdf" };
	int rc = 0;

	for (size_t i = 0; !rc && i < sizeof formats / sizeof *formats; i++) {
		char *from = xasprintf("%s/%s.%s", in->figure_dir, name, formats[i]);
		char *to = xasprintf("%s/%s.%s", dir, name, formats[i]);
		struct str bytes = STR_INIT;

		if (path_is_file(from)) {
			rc = file_read(from, MAX_FIGURE, &bytes, err);
			if (!rc && !same_file(to, &bytes))
				rc = file_write(to, str_cstr(&bytes), bytes.len, err);
		}
		str_release(&bytes);
		free(from);
		free(to);
	}
	return rc;
}

static int copy_figures(const struct site_input *in, const char *output_dir, struct error *err)
{
	char *dir = xasprintf("%s/figures", output_dir);
	int rc = in->figures && in->figures->len ? dir_make(dir, err) : 0;

	for (size_t i = 0; !rc && in->figures && i < in->figures->len; i++)
		rc = copy_figure(in, in->figures->items[i], dir, err);
	free(dir);
	return rc;
}

/* ---- the pages of one section each ---- */

static void fill_start(const struct page *p)
{
	page_start_header(p);
	page_lately(p);
	page_heat(p);
	page_trust(p);
}

static void fill_figures(const struct page *p)
{
	str_add(p->out, "<h1>Figures and counts, family by family</h1>\n");
	page_heatmap(p);
	page_families(p);
}

static void fill_outputs(const struct page *p)
{
	str_add(p->out, "<h1>What programs print</h1>\n");
	page_outputs(p);
}

static void fill_provenance(const struct page *p)
{
	str_add(p->out, "<h1>Provenance</h1>\n");
	page_missing(p);
	page_sources(p);
}

static const struct part {
	const char *file, *title; /* NULL: the start page's */
	void (*fill)(const struct page *p);
} parts[] = {
	{ "cases.html", "All cases", page_cases },
	{ "releases.html", "All releases", page_releases },
	{ "figures.html", "Figures and counts", fill_figures },
	{ "outputs.html", "What programs print", fill_outputs },
	{ "provenance.html", "Provenance", fill_provenance },
	{ "index.html", NULL, fill_start },
};

static int write_part(const struct page *page, const struct part *part, const char *output_dir, struct error *err)
{
	char *title = part->title ? xasprintf("%s - How Go allocates", part->title) : start_title(page);
	struct str out = STR_INIT;
	struct page p = *page;
	int rc;

	p.out = &out;
	page_open(&p, title, part->file, NULL);
	part->fill(&p);
	page_close(&p, NULL);
	rc = site_file(output_dir, part->file, &out, err);
	str_release(&out);
	free(title);
	return rc;
}

static int write_style(const char *output_dir, struct error *err)
{
	struct str style = STR_INIT;
	int rc;

	str_add(&style, "/* " SITE_MARK " */\n");
	str_add(&style, embedded_site_css);
	str_add(&style, embedded_site_case_css);
	rc = site_file(output_dir, "style.css", &style, err);
	str_release(&style);
	return rc;
}

int site_check(const char *output_dir, struct error *err)
{
	if (path_exists(output_dir) && !path_is_dir(output_dir))
		return error_set(err, ERR_INFRA, "%s is there and is no folder; give another one with --output",
		                 output_dir);
	if (dir_make(output_dir, err))
		return -1;
	if (access(output_dir, W_OK | X_OK))
		return error_errno(err, ERR_INFRA, "cannot write into %s (give another folder with --output)",
		                   output_dir);
	if (site_file_check(output_dir, "style.css", err))
		return -1;
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (site_file_check(output_dir, parts[i].file, err))
			return -1;
	return 0;
}

int site_write(const struct site_input *in, const char *output_dir, struct error *err)
{
	struct page p = { .in = in, .mode = main_mode(in->history), .root = "" };
	struct strlist modes = STRLIST_INIT;
	int rc = -1;

	p.mark = xcalloc(in->history->nreleases + 1, sizeof *p.mark);
	strlist_add(&modes, p.mode);
	for (size_t i = 0; i < in->history->len; i++)
		if (!strlist_has(&modes, in->history->items[i].mode))
			strlist_add(&modes, in->history->items[i].mode);
	if (site_check(output_dir, err) || copy_figures(in, output_dir, err) || write_style(output_dir, err) ||
	    site_cases_write(in, output_dir, err) || site_releases_write(in, output_dir, err) ||
	    compare_write(&p, &modes, output_dir, err))
		goto out;
	rc = 0;
	for (size_t i = 0; !rc && i < sizeof parts / sizeof *parts; i++)
		rc = write_part(&p, &parts[i], output_dir, err);
out:
	if (rc)
		error_prefix(err, "the report");
	strlist_release(&modes);
	free(p.mark);
	return rc;
}
