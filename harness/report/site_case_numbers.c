/* The counts and times of a case: a place for the script to draw them, and a table for everybody. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/step.h"
#include "report/figure_data.h"
#include "report/site_case_view.h"

/* "8", or "12..13" where measuring again may give another; in the colour of the step from the release to the left. */
static void add_count(const struct page *p, int64_t value, const struct count_range *range, int step, const char *unit)
{
	if (step)
		str_addf(p->out, "<b class=\"%s\">%s\xC2\xA0", step > 0 ? "worse" : "better",
		         step > 0 ? "\xE2\x96\xB2" : "\xE2\x96\xBC");
	if (range->low < range->high)
		str_addf(p->out, "%lld..%lld%s", (long long)range->low, (long long)range->high, unit);
	else
		str_addf(p->out, "%lld%s", (long long)value, unit);
	str_add(p->out, step ? "</b>" : "");
}

static void add_time(const struct page *p, const struct point *q)
{
	char *ns = change_time_text(q->ns), *low = change_time_text(q->ns_low), *high = change_time_text(q->ns_high);

	str_addf(p->out, "<br><small>%s\xC2\xA0ns [%s, %s]</small>", ns, low, high);
	free(ns);
	free(low);
	free(high);
}

static bool has_time(const struct point *q)
{
	return q->timed && isfinite(q->ns) && isfinite(q->ns_low) && isfinite(q->ns_high);
}

static void add_point(const struct page *p, const struct point *q, const struct point *left)
{
	if (!q || (!q->counted && !has_time(q))) {
		str_add(p->out, "<td class=\"none\" title=\"");
		page_text(p, q && *or_empty(q->reason) ? q->reason : q ? q->status : "not measured");
		str_add(p->out, "\">");
		page_text(p, !q || !strcmp(q->status, "ok") || !strcmp(q->status, "unsupported") ? "n/a" : q->status);
		str_add(p->out, "</td>");
		return;
	}
	str_add(p->out, "<td class=\"num\">");
	if (q->counted) {
		/* across a border of the counters a difference is none */
		const bool compares = left && !crosses_epoch(&left->version, &q->version);

		add_count(p, q->allocs, &q->allocs_range, compares ? allocs_step(left, q) : 0, "");
		str_add(p->out, "<br><small>");
		add_count(p, q->bytes, &q->bytes_range, compares ? bytes_step(left, q) : 0,
		          "\xC2\xA0"
		          "B");
		str_add(p->out, "</small>");
	} else {
		str_add(p->out, "<small>not counted</small>");
	}
	if (has_time(q))
		add_time(p, q);
	str_add(p->out, "</td>");
}

/* What is known of the release: of the benchmark, or else of the whole case there. */
static const struct point *point_at(const struct case_mode *m, const struct series *s, const char *go)
{
	const struct point *q = series_at(s, go);

	for (size_t i = 0; !q && i < m->nseries; i++)
		if (!*m->series[i].benchmark)
			q = series_at(&m->series[i], go);
	return q;
}

static void add_table(const struct page *p, const struct case_mode *m)
{
	const struct history *h = p->in->history;

	str_add(p->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Counts and times\"><table "
	                "class=\"counts\"><thead><tr><th "
	                "scope=\"col\">allocs/op, B/op, ns/op</th>");
	for (size_t r = 0; r < h->nreleases; r++) {
		str_add(p->out, "<th scope=\"col\" class=\"num\">");
		page_release_link(p, h->releases[r].go);
		str_add(p->out, "</th>");
	}
	str_add(p->out, "</tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < m->nseries; i++) {
		const struct series *s = &m->series[i];
		const struct point *left = NULL;

		if (!*s->benchmark)
			continue;
		str_add(p->out, "<tr><th scope=\"row\">");
		page_text(p, benchmark_label(s->benchmark));
		str_add(p->out, "</th>");
		for (size_t r = 0; r < h->nreleases; r++) {
			const struct point *q = point_at(m, s, h->releases[r].go);

			add_point(p, q, left);
			if (q && q->counted)
				left = q;
		}
		str_add(p->out, "</tr>\n");
	}
	str_add(p->out, "</tbody></table></div>\n");
}

static bool has_benchmarks(const struct case_mode *m)
{
	for (size_t i = 0; i < m->nseries; i++)
		if (*m->series[i].benchmark)
			return true;
	return false;
}

bool case_is_counted(const struct case_view *v)
{
	for (size_t i = 0; i < v->nmodes; i++)
		if (has_benchmarks(&v->modes[i]))
			return true;
	return false;
}

void page_case_modes(const struct page *p, const struct case_view *v)
{
	str_add(p->out, "<p class=\"controls\" hidden><label>Compiler mode <select id=\"mode\">");
	for (size_t i = 0; i < v->nmodes; i++) {
		char *label = case_mode_label(v, &v->modes[i]);

		str_add(p->out, "<option>");
		page_text(p, label);
		str_add(p->out, "</option>");
		free(label);
	}
	str_add(p->out, "</select></label></p>\n");
}

void page_case_numbers(const struct page *p, const struct case_view *v)
{
	bool timed = false;

	for (size_t i = 0; i < v->nmodes; i++)
		for (size_t s = 0; s < v->modes[i].nseries; s++)
			for (size_t k = 0; k < v->modes[i].series[s].n; k++)
				timed = timed || v->modes[i].series[s].points[k].timed;
	if (!case_is_counted(v))
		return;
	str_add(p->out, "<section>\n");
	page_heading(p, 2, "numbers", "Counts and times, release by release");
	page_case_modes(p, v);
	str_add(p->out, "<div id=\"trend\" hidden></div>\n");
	for (size_t i = 0; i < v->nmodes; i++) {
		char *label;

		if (!has_benchmarks(&v->modes[i]))
			continue;
		label = case_mode_label(v, &v->modes[i]);
		str_addf(p->out, "<details class=\"numbers\"%s><summary>As a table, mode ", i ? "" : " open");
		page_text(p, label);
		str_add(p->out, "</summary>\n");
		add_table(p, &v->modes[i]);
		str_add(p->out, "</details>\n");
		free(label);
	}
	str_add(p->out,
	        "<p class=\"note\">Counts are the runtime's own over many operations, as go test -benchmem prints "
	        "them; 12..13: measured again, either may come out. Coloured steps compare with the release to "
	        "the left.");
	if (timed)
		str_add(p->out,
		        " Times are medians with their 95 % interval; what was not timed in one session side by "
		        "side is not compared, however far the points are apart: the list above has what is "
		        "known to have changed.");
	str_add(p->out, "</p>\n</section>\n");
}
