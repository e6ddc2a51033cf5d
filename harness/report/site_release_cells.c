/* What was measured of a release, what was not and why, and with which toolchain. */
#include "report/site_release_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "toolchain/digests.h"

static bool is(const char *a, const char *b)
{
	return !strcmp(or_empty(a), or_empty(b));
}

/* ---- cells ---- */

enum outcome { OUTCOME_OK, OUTCOME_UNSUPPORTED, OUTCOME_FAILED, OUTCOMES };

static enum outcome outcome_of(const struct cell_row *c)
{
	return is(c->status, "ok") ? OUTCOME_OK : is(c->status, "unsupported") ? OUTCOME_UNSUPPORTED : OUTCOME_FAILED;
}

struct mode_count {
	const char *mode, *goos, *goarch;
	size_t cells[OUTCOMES];
};

/* The modes of the release's cells, as they come. */
static struct mode_count *count_modes(const struct cell_rows *cells, const char *go, size_t *n)
{
	struct mode_count *modes = NULL;
	size_t cap = 0;

	*n = 0;
	for (size_t i = 0; i < cells->len; i++) {
		const struct cell_row *c = &cells->items[i];
		size_t m = 0;

		if (!is(c->go, go))
			continue;
		while (m < *n &&
		       !(is(modes[m].mode, c->mode) && is(modes[m].goos, c->goos) && is(modes[m].goarch, c->goarch)))
			m++;
		if (m == *n) {
			modes = vec_grow(modes, &cap, *n + 1, sizeof *modes);
			modes[(*n)++] = (struct mode_count){ .mode = c->mode, .goos = c->goos, .goarch = c->goarch };
		}
		modes[m].cells[outcome_of(c)]++;
	}
	return modes;
}

static void add_modes(const struct page *p, const struct cell_rows *cells, const char *go)
{
	size_t n;
	struct mode_count *modes = count_modes(cells, go, &n);

	str_add(p->out,
	        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Cells by mode\"><table><thead><tr>"
	        "<th scope=\"col\">mode</th><th scope=\"col\">platform</th><th scope=\"col\" "
	        "class=\"num\">ok</th><th scope=\"col\" class=\"num\">unsupported</th><th scope=\"col\" "
	        "class=\"num\">failed</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < n; i++) {
		str_add(p->out, "<tr><th scope=\"row\">");
		page_text(p, modes[i].mode);
		str_add(p->out, "</th><td>");
		page_text(p, modes[i].goos);
		str_add(p->out, "/");
		page_text(p, modes[i].goarch);
		str_add(p->out, "</td>");
		for (size_t k = 0; k < OUTCOMES; k++)
			str_addf(p->out, "<td class=\"num\">%zu</td>", modes[i].cells[k]);
		str_add(p->out, "</tr>\n");
	}
	str_add(p->out, "</tbody></table></div>\n");
	free(modes);
}

/* Why one or more cases have no result. */
static int by_reason(const void *pa, const void *pb)
{
	const struct cell_row *a = *(const struct cell_row *const *)pa, *b = *(const struct cell_row *const *)pb;
	int order = (int)outcome_of(b) - (int)outcome_of(a); /* failed ones first */

	if (!order)
		order = strcmp(or_empty(a->status), or_empty(b->status));
	if (!order)
		order = strcmp(or_empty(a->reason), or_empty(b->reason));
	if (!order)
		order = strcmp(or_empty(a->case_name), or_empty(b->case_name));
	return order ? order : strcmp(or_empty(a->mode), or_empty(b->mode));
}

static bool same_reason(const struct cell_row *a, const struct cell_row *b)
{
	return is(a->status, b->status) && is(a->reason, b->reason);
}

/* The cases of n cells, each with its modes: "fmt/args (default, noopt)". */
static void add_cases(const struct page *p, const struct cell_row *const *cells, size_t n)
{
	for (size_t i = 0, end; i < n; i = end) {
		str_add(p->out, i ? ", " : "");
		page_case_link(p, or_empty(cells[i]->case_name));
		str_add(p->out, " (");
		for (end = i; end < n && is(cells[end]->case_name, cells[i]->case_name); end++) {
			str_add(p->out, end > i ? ", " : "");
			page_text(p, cells[end]->mode);
		}
		str_add(p->out, ")");
	}
}

static void add_missing(const struct page *p, const struct cell_row *const *missing, size_t n)
{
	str_add(p->out,
	        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Without a result\"><table><thead>"
	        "<tr><th scope=\"col\">status</th><th scope=\"col\">why</th><th "
	        "scope=\"col\">cases</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0, end; i < n; i = end) {
		for (end = i + 1; end < n && same_reason(missing[i], missing[end]);)
			end++;
		str_add(p->out, "<tr><td>");
		page_text(p, missing[i]->status);
		str_add(p->out, "</td><td class=\"words\">");
		page_text(p, missing[i]->reason);
		str_add(p->out, "</td><td class=\"words\">");
		add_cases(p, missing + i, end - i);
		str_add(p->out, "</td></tr>\n");
	}
	str_add(p->out, "</tbody></table></div>\n");
}

void page_release_cells(const struct page *p, const char *go)
{
	static const struct cell_rows none;
	const struct cell_rows *cells = p->in->cells ? p->in->cells : &none;
	const struct cell_row **missing = xcalloc(cells->len + 1, sizeof(void *));
	size_t n = 0;

	for (size_t i = 0; i < cells->len; i++)
		if (is(cells->items[i].go, go) && outcome_of(&cells->items[i]) != OUTCOME_OK)
			missing[n++] = &cells->items[i];
	qsort(missing, n, sizeof(void *), by_reason);
	str_add(p->out, "<section>\n");
	page_heading(p, 2, "measured", "What was measured of it");
	add_modes(p, cells, go);
	if (n)
		add_missing(p, missing, n);
	else
		str_add(p->out, "<p>Every case ran in every mode.</p>\n");
	str_add(p->out, "</section>\n");
	free(missing);
}

/* ---- the toolchain ---- */

/* Is the digest the one that goalloc itself carries for this release? */
static const char *pin_of(const struct toolchain_row *t)
{
	char *name = xasprintf("%s.%s-%s", t->go, or_empty(t->goos), or_empty(t->goarch));
	char digest[256];
	const char *pinned = digest_pinned(name, digest, sizeof digest), *words;

	if (t->local)
		words = "a local toolchain: nobody but its builder vouches for it";
	else if (!pinned)
		words = "not among the digests that goalloc carries";
	else
		words = is(pinned, t->digest) ? "the digest that goalloc carries for this release"
		                              : "not the digest that goalloc carries for this release";
	free(name);
	return words;
}

static void add_fact(const struct page *p, const char *word, const char *text)
{
	str_addf(p->out, "<dt>%s</dt><dd>", word);
	page_text(p, *or_empty(text) ? text : "not recorded");
	str_add(p->out, "</dd>\n");
}

void page_release_toolchain(const struct page *p, const char *go)
{
	const struct toolchain_rows *rows = p->in->toolchains;
	bool any = false;

	str_add(p->out, "<section>\n");
	page_heading(p, 2, "toolchain", "The toolchain");
	for (size_t i = 0; rows && i < rows->len; i++) {
		const struct toolchain_row *t = &rows->items[i];

		if (!is(t->go, go))
			continue;
		any = true;
		str_add(p->out, "<h3>");
		page_text(p, t->goos);
		str_add(p->out, "/");
		page_text(p, t->goarch);
		str_add(p->out, "</h3>\n<dl class=\"words\">\n");
		add_fact(p, "It says", t->version_output);
		add_fact(p, "Digest", t->digest);
		add_fact(p, "That is", pin_of(t));
		add_fact(p, "Vouched for, when it was installed, by",
		         is(t->trust, "pinned") ? "the pinned digest" : t->trust);
		add_fact(p, "From", t->source);
		add_fact(p, "Installed", t->installed_at);
		str_add(p->out, "</dl>\n");
	}
	str_add(p->out, any ? "</section>\n" : "<p>Nothing is recorded of it.</p>\n</section>\n");
}
