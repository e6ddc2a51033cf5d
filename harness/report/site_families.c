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

	str_add(p->out, "<div class=\"scroll\"><table class=\"counts\"><thead><tr><th>allocs/op and B/op</th>");
	for (size_t r = 0; r < h->nreleases; r++) {
		str_add(p->out, "<th class=\"num\">");
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
		page_text(p, strchr(s->case_name, '/') ? strchr(s->case_name, '/') + 1 : s->case_name);
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

/* Modes in which the family has benchmarks, the page's own first. */
static void family_modes(const struct page *p, const char *case_name, struct strlist *modes)
{
	const struct history *h = p->in->history;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < h->len; i++) {
			const struct series *s = &h->items[i];

			if (*s->benchmark && same_family_name(s->case_name, case_name) &&
			    (pass || !strcmp(s->mode, p->mode)) && !strlist_has(modes, s->mode))
				strlist_add(modes, s->mode);
		}
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

static void add_family(const struct page *p, const char *case_name)
{
	char *family = case_family(case_name);
	struct strlist modes = STRLIST_INIT;

	family_modes(p, case_name, &modes);
	str_add(p->out, "<section>\n<h2 id=\"family-");
	page_text(p, family);
	str_add(p->out, "\">");
	page_text(p, family);
	str_add(p->out, "</h2>\n");
	add_figures(p, "family", family, "allocations and bytes per operation");
	for (size_t i = 0; i < modes.len; i++) {
		str_addf(p->out, "<details%s><summary>Counts in mode ", i ? "" : " open");
		page_text(p, modes.items[i]);
		str_add(p->out, "</summary>\n");
		add_family_table(p, case_name, modes.items[i]);
		str_add(p->out, "</details>\n");
	}
	add_figures(p, "time", family, "time per operation");
	str_add(p->out, "</section>\n");
	strlist_release(&modes);
	free(family);
}

void page_families(const struct page *p)
{
	const struct history *h = p->in->history;

	for (size_t i = 0, end; i < h->len; i = end) {
		bool benchmarks;

		end = family_end(h, i, &benchmarks);
		if (benchmarks)
			add_family(p, h->items[i].case_name);
	}
}
