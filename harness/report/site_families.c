/* The heatmap, and a section for every family: its figures, its counts release by release. */
#include "report/site_page.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/step.h"
#include "base/alloc.h"
#include "report/figure_data.h"
#include "report/table.h"

void page_heatmap(const struct page *p)
{
	if (!p->in->figures || !strlist_has(p->in->figures, "heatmap"))
		return;
	str_add(p->out, "<section>\n");
	page_heading(p, 2, "heatmap", "Every benchmark in every release");
	if (strlist_has(p->in->figures, "changes"))
		page_figure(p, "changes", "The benchmarks whose allocations per operation changed");
	page_figure(p, "heatmap", "Allocations per operation of every benchmark in every Go release");
	str_add(p->out, "</section>\n");
}

/* One count, with a sign if it is a step from the release to the left. */
static void add_count(const struct page *p, int64_t value, int step, const char *unit)
{
	if (step)
		str_addf(p->out, "<b class=\"%s\">%s\xC2\xA0%lld%s</b>", step > 0 ? "worse" : "better",
		         step > 0 ? "\xE2\x96\xB2" : "\xE2\x96\xBC", (long long)value, unit);
	else
		str_addf(p->out, "%lld%s", (long long)value, unit);
}

static void add_counts(const struct page *p, const struct series *s)
{
	const struct history *h = p->in->history;
	const struct point *left = NULL;

	for (size_t r = 0; r < h->nreleases; r++) {
		const struct point *q = cell_point(h, s, h->releases[r].go);

		if (q && q->counted) {
			str_add(p->out, "<td class=\"num\">");
			add_count(p, q->allocs, left ? allocs_step(left, q) : 0, "");
			str_add(p->out, "<br><small>");
			add_count(p, q->bytes, left ? bytes_step(left, q) : 0,
			          "\xC2\xA0"
			          "B");
			str_add(p->out, "</small></td>");
			left = q;
		} else {
			str_add(p->out, "<td class=\"none\" title=\"");
			page_text(p, q && *or_empty(q->reason) ? q->reason : q ? q->status : "not measured");
			str_add(p->out, "\">");
			/* the common reason in short: the release is too old for the case */
			page_text(p, !q || !strcmp(q->status, "ok") || !strcmp(q->status, "unsupported") ? "n/a"
			                                                                                 : q->status);
			str_add(p->out, "</td>");
		}
	}
}

/* The counts of one family in one mode. */
static void add_family_table(const struct page *p, const char *case_name, const char *mode)
{
	const struct history *h = p->in->history;

	str_add(p->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Counts\"><table "
	                "class=\"counts\"><thead><tr><th scope=\"col\">allocs/op and B/op</th>");
	for (size_t r = 0; r < h->nreleases; r++) {
		str_add(p->out, "<th scope=\"col\" class=\"num\">");
		page_text(p, release_label(h->releases[r].go));
		str_add(p->out, "</th>");
	}
	str_add(p->out, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < h->len; i++) {
		const struct series *s = &h->items[i];
		char *label;

		if (!*s->benchmark || strcmp(s->mode, mode) != 0 || !same_family_name(s->case_name, case_name))
			continue;
		str_add(p->out, "<tr><td>");
		page_case_link(p, s->case_name);
		str_add(p->out, " <b>");
		label = series_label(h, s);
		page_text(p, label);
		free(label);
		str_add(p->out, "</b></td>");
		add_counts(p, s);
		str_add(p->out, "</tr>\n");
	}
	str_add(p->out, "</tbody></table></div>\n");
}

/* NAME, then NAME-2, NAME-3, ... of a family with many benchmarks. */
static void add_figures(const struct page *p, const char *prefix, const char *family, const char *what)
{
	char *alt = xasprintf("%s: %s by Go release", family, what);
	struct strlist names = STRLIST_INIT;

	figure_pages(p->in->figures, prefix, family, &names);
	for (size_t i = 0; i < names.len; i++)
		page_figure(p, names.items[i], alt);
	strlist_release(&names);
	free(alt);
}

/* Has the family benchmarks in the page's mode? */
static bool is_counted(const struct page *p, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++)
		if (*p->in->history->items[i].benchmark && !strcmp(p->in->history->items[i].mode, p->mode))
			return true;
	return false;
}

/* Counts in one mode: the pages of the cases have all of them. */
static void add_family(const struct page *p, size_t from, size_t end)
{
	const char *case_name = p->in->history->items[from].case_name;
	char *family = case_family(case_name), *slug = site_slug(family);

	str_addf(p->out, "<section>\n<h2 id=\"family-%s\">", slug);
	page_text(p, family);
	str_add(p->out, "</h2>\n");
	add_figures(p, "family", family, "allocations and bytes per operation");
	if (is_counted(p, from, end)) {
		str_add(p->out, "<details><summary>Counts in mode ");
		page_text(p, p->mode);
		str_add(p->out, "</summary>\n");
		add_family_table(p, case_name, p->mode);
		str_add(p->out, "</details>\n");
	}
	add_figures(p, "time", family, "time per operation");
	str_add(p->out, "</section>\n");
	free(slug);
	free(family);
}

static void add_links(const struct page *p)
{
	const struct history *h = p->in->history;

	str_add(p->out, "<nav aria-label=\"Families\">");
	for (size_t i = 0, end; i < h->len; i = end) {
		bool benchmarks;
		char *family, *slug;

		end = family_end(h, i, &benchmarks);
		if (!benchmarks)
			continue;
		family = case_family(h->items[i].case_name);
		slug = site_slug(family);
		str_addf(p->out, "<a href=\"#family-%s\">", slug);
		page_text(p, family);
		str_add(p->out, "</a> ");
		free(slug);
		free(family);
	}
	str_add(p->out, "</nav>\n");
}

void page_families(const struct page *p)
{
	const struct history *h = p->in->history;

	add_links(p);
	for (size_t i = 0, end; i < h->len; i = end) {
		bool benchmarks;

		end = family_end(h, i, &benchmarks);
		if (benchmarks)
			add_family(p, i, end);
	}
	str_add(p->out,
	        "<p class=\"note\">allocs/op and B/op are the runtime's own counters over many iterations, divided and "
	        "rounded down as go test -benchmem does; ns/op is the median of samples taken in random order. "
	        "\xE2\x96\xB2 and \xE2\x96\xBC compare with the release to the left. The pages of the cases have every "
	        "mode.</p>\n");
}
