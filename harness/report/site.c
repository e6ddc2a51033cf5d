#include "report/site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/hash.h"
#include "harness/report/site.css.h"
#include "harness/report/site.js.h"
#include "report/figure_data.h"
#include "report/site_page.h"
#include "report/table.h"

#define MAX_FIGURE ((size_t)64 << 20)

static const char *first_go(const struct history *h)
{
	return h->nreleases ? h->releases[0].go : "";
}

static const char *last_go(const struct history *h)
{
	return h->nreleases ? h->releases[h->nreleases - 1].go : "";
}

static void add_title(const struct page *p)
{
	const struct history *h = p->in->history;

	str_add(p->out, "How Go allocates");
	if (h->nreleases > 1) {
		str_add(p->out, ", from ");
		page_text(p, first_go(h));
		str_add(p->out, " to ");
		page_text(p, last_go(h));
	} else if (h->nreleases) {
		str_add(p->out, " in ");
		page_text(p, first_go(h));
	}
}

static void page_head(const struct page *p)
{
	unsigned char raw[HASH_BYTES];
	char digest[64];
	struct hash *hash = hash_new();

	/* only our own script may run, whatever else has found its way into the page */
	hash_add(hash, embedded_site_js, strlen(embedded_site_js));
	hash_raw(hash, raw);
	base64_encode(raw, sizeof raw, digest, sizeof digest);
	str_addf(p->out,
	         "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
	         "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'sha256-%s'; object-src 'none'; "
	         "base-uri 'none'\">\n<title>",
	         digest);
	add_title(p);
	str_add(p->out, "</title>\n<style>\n");
	str_add(p->out, embedded_site_css);
	str_add(p->out, "</style>\n</head>\n<body>\n");
}

/* Families, cases, benchmarks and modes of the history. */
struct size {
	size_t families, cases, benchmarks;
	struct strlist modes;
};

static void measure(const struct history *h, const char *mode, struct size *s)
{
	const char *family = NULL, *name = NULL;

	*s = (struct size){ .modes = STRLIST_INIT };
	for (size_t i = 0; i < h->len; i++) {
		const struct series *one = &h->items[i];

		s->families += !family || !same_family_name(family, one->case_name);
		s->cases += !name || strcmp(name, one->case_name) != 0;
		s->benchmarks += *one->benchmark && !strcmp(one->mode, mode);
		family = name = one->case_name;
		if (!strlist_has(&s->modes, one->mode))
			strlist_add(&s->modes, one->mode);
	}
}

static void add_fact(const struct page *p, size_t n, const char *one, const char *many)
{
	str_addf(p->out, "<li><b>%zu</b><span>%s</span></li>\n", n, n == 1 ? one : many);
}

static void add_machine(const struct page *p)
{
	const struct session_rows *s = p->in->sessions;
	const struct session_row *last = s && s->len ? &s->items[s->len - 1] : NULL;

	if (!last)
		return;
	str_add(p->out, "<p class=\"lead\">Measured on ");
	page_text(p, *or_empty(last->cpu) ? last->cpu : last->machine);
	if (*or_empty(last->kernel)) {
		str_add(p->out, " (");
		page_text(p, last->kernel);
		str_add(p->out, ")");
	}
	str_add(p->out, ", last ");
	page_text(p, *or_empty(last->finished_at) ? last->finished_at : last->started_at);
	str_add(p->out, ".</p>\n");
}

static void add_navigation(const struct page *p)
{
	const struct history *h = p->in->history;

	str_add(p->out, "<nav><a href=\"#changes\">What changed</a> ");
	if (p->in->calibrations && p->in->calibrations->len)
		str_add(p->out, "<a href=\"#trust\">How far alarms can be trusted</a> ");
	if (p->in->figures && strlist_has(p->in->figures, "heatmap"))
		str_add(p->out, "<a href=\"#heatmap\">Heatmap</a> ");
	for (size_t i = 0, end; i < h->len; i = end) {
		bool benchmarks;
		char *family;

		end = family_end(h, i, &benchmarks);
		if (!benchmarks)
			continue;
		family = case_family(h->items[i].case_name);
		str_add(p->out, "<a href=\"#family-");
		page_text(p, family);
		str_add(p->out, "\">");
		page_text(p, family);
		str_add(p->out, "</a> ");
		free(family);
	}
	if (p->in->outputs && p->in->outputs->len)
		str_add(p->out, "<a href=\"#outputs\">Program outputs</a> ");
	str_add(p->out, "<a href=\"#missing\">Without a result</a> <a href=\"#provenance\">Provenance</a></nav>\n");
}

static void page_header(const struct page *p)
{
	const struct history *h = p->in->history;
	struct size size;

	measure(h, p->mode, &size);
	str_add(p->out, "<header>\n<h1>");
	add_title(p);
	str_add(p->out,
	        "</h1>\n<p class=\"lead\">Small Go programs, each compiled and run with every release: how many "
	        "allocations, how many bytes, how much time one operation takes, and what the compiler said about it. "
	        "Releases: ");
	for (size_t i = 0; i < h->nreleases; i++) {
		str_add(p->out, i ? ", " : "");
		page_text(p, release_label(h->releases[i].go));
	}
	str_add(p->out, ".</p>\n");
	add_machine(p);
	str_add(p->out, "<p class=\"caption\">");
	page_text(p, p->in->caption);
	str_add(p->out, "</p>\n<ul class=\"facts\">\n");
	add_fact(p, h->nreleases, "Go release", "Go releases");
	add_fact(p, size.cases, "case", "cases");
	add_fact(p, size.benchmarks, "benchmark", "benchmarks");
	add_fact(p, size.modes.len, "compiler mode", "compiler modes");
	add_fact(p, p->in->changes->len, "change, counted in every mode", "changes, counted in every mode");
	str_add(p->out, "</ul>\n");
	add_navigation(p);
	str_add(p->out, "</header>\n");
	strlist_release(&size.modes);
}

static void page_footer(const struct page *p)
{
	str_add(p->out,
	        "<footer><p>allocs/op and B/op are the runtime's own counters over many iterations, divided and "
	        "rounded down as go test -benchmem does; ns/op is the median of samples taken in random order. "
	        "\xE2\x96\xB2 and \xE2\x96\xBC compare with the release to the left. Up to go1.6 Go changed what the "
	        "counters count several times: such steps are marked.</p></footer>\n<script>");
	str_add(p->out, embedded_site_js);
	str_add(p->out, "</script>\n</body>\n</html>\n");
}

static const char *main_mode(const struct history *h)
{
	for (size_t i = 0; i < h->len; i++)
		if (!strcmp(h->items[i].mode, "default"))
			return "default";
	return h->len ? h->items[0].mode : "default";
}

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
	int rc = dir_make(dir, err);

	for (size_t i = 0; !rc && in->figures && i < in->figures->len; i++)
		rc = copy_figure(in, in->figures->items[i], dir, err);
	free(dir);
	return rc;
}

int site_write(const struct site_input *in, const char *output_dir, struct error *err)
{
	struct str out = STR_INIT;
	struct page p = { .in = in, .out = &out, .mode = main_mode(in->history) };
	char *path = xasprintf("%s/index.html", output_dir);
	int rc = -1;

	p.mark = xcalloc(in->history->nreleases, sizeof *p.mark);
	if (copy_figures(in, output_dir, err))
		goto out;
	page_head(&p);
	page_header(&p);
	page_changes(&p);
	page_trust(&p);
	page_heatmap(&p);
	page_families(&p);
	page_outputs(&p);
	page_missing(&p);
	page_sources(&p);
	page_footer(&p);
	rc = file_write(path, str_cstr(&out), out.len, err);
out:
	if (rc)
		error_prefix(err, "the report");
	str_release(&out);
	free(p.mark);
	free(path);
	return rc;
}
