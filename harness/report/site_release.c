/* The pages of the releases, one after the other. */
#include "report/site_release.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "harness/report/site_release.js.h"
#include "report/figure_data.h"
#include "report/site_groups.h"
#include "report/site_release_page.h"

#define ROWS_OPEN 60 /* a longer table is folded */

/* One release, and what it changed. */
struct release_view {
	const struct release *release;
	const struct release *before, *after; /* measured ones; NULL at the ends */
	struct change_group *groups;
	size_t count;
};

static const char *const verbs[SIDES] = { [SIDE_BETTER] = "better",
	                                  [SIDE_WORSE] = "worse",
	                                  [SIDE_DIFFERS] = "different",
	                                  [SIDE_OPEN] = "suspected",
	                                  [SIDE_COUNTERS] = "counted otherwise, which is no change of behaviour" };
/* What readers look for comes first. */
static const enum side sides[] = { SIDE_WORSE, SIDE_BETTER, SIDE_DIFFERS, SIDE_OPEN, SIDE_COUNTERS };
enum { NSIDES = sizeof sides / sizeof *sides };

/* A view of the compare page, which reads it from there: in a link's fragment every byte but the plain ones is %XX. */
static void add_fragment(struct str *out, const char *go)
{
	for (const char *c = go; *c; c++)
		if ((*c >= '0' && *c <= '9') || (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
		    strchr("._-", *c))
			str_add_char(out, *c);
		else
			str_addf(out, "%%%02X", (unsigned char)*c);
}

static void add_head(const struct page *p, const struct release_view *v)
{
	str_add(p->out, "<header>\n<h1>");
	page_text(p, v->release->go);
	str_add(p->out, "</h1>\n<p class=\"lead\">");
	if (v->before) {
		str_add(p->out, "What it changed against ");
		page_release_link(p, v->before->go);
		str_add(p->out, ", the release before it that was measured: ");
		str_addf(p->out, "%zu change%s, the same in several modes counted once. <a href=\"%scompare.html#old=",
		         v->count, v->count == 1 ? "" : "s", p->root);
		add_fragment(p->out, v->before->go);
		str_add(p->out, "&amp;new=");
		add_fragment(p->out, v->release->go);
		str_add(p->out, "\">Compare the two</a>");
	} else {
		str_add(p->out, "The oldest release that was measured: there is nothing to compare it with");
	}
	str_add(p->out, ".</p>\n<nav class=\"within\" aria-label=\"This release\">");
	if (v->count)
		str_add(p->out, "<a href=\"#changes\">What it changed</a> ");
	str_add(p->out, "<a href=\"#measured\">What was measured</a> <a href=\"#toolchain\">The toolchain</a>");
	if (v->after) {
		str_add(p->out, " <span>Next: ");
		page_release_link(p, v->after->go);
		str_add(p->out, "</span>");
	}
	str_add(p->out, "</nav>\n</header>\n");
}

/* ---- what it changed ---- */

/* A number a metric and direction, linked to its table. */
static void add_summary(const struct page *p, const struct release_view *v)
{
	str_add(p->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Summary\"><table "
	                "class=\"summary\"><thead><tr><th scope=\"col\">what</th>");
	for (size_t s = 0; s < NSIDES; s++)
		if (groups_count(v->groups, v->count, 0, sides[s]))
			str_addf(p->out, "<th scope=\"col\">%s</th>", side_table[sides[s]].word);
	str_add(p->out, "</tr></thead>\n<tbody>\n");
	for (size_t m = 0; m < metric_count; m++) {
		size_t any = 0;

		for (size_t s = 0; s < NSIDES; s++)
			any += groups_count(v->groups, v->count, metric_table[m].metric, sides[s]);
		if (!any)
			continue;
		str_addf(p->out, "<tr><th scope=\"row\">%s</th>", metric_table[m].title);
		for (size_t s = 0; s < NSIDES; s++) {
			const size_t n = groups_count(v->groups, v->count, metric_table[m].metric, sides[s]);

			if (!groups_count(v->groups, v->count, 0, sides[s]))
				continue;
			str_add(p->out, "<td>");
			if (n) {
				str_addf(p->out, "<a href=\"#%s-%s\">", metric_table[m].name,
				         side_table[sides[s]].class);
				page_side(p, sides[s], n);
				str_add(p->out, "</a>");
			}
			str_add(p->out, "</td>");
		}
		str_add(p->out, "</tr>\n");
	}
	str_add(p->out, "</tbody></table></div>\n");
}

/* "lowering 14, escape 2": how many have which cause, the most frequent first. */
static void add_causes(const struct page *p, const struct change_group *groups, size_t n)
{
	size_t counts[CAUSES] = { 0 }, found;
	enum cause order[CAUSES];

	for (size_t i = 0; i < n; i++)
		counts[groups[i].c->cause]++;
	found = causes_by_count(counts, order);
	for (size_t i = 0; i < found; i++)
		str_addf(p->out, "%s<b>%s</b> %zu", i ? ", " : "<p class=\"note\">Causes: ", cause_info(order[i])->name,
		         counts[order[i]]);
	str_add(p->out, found ? "</p>\n" : "");
}

/* The changes of one metric that went one way. */
static void add_table(const struct page *p, const struct release_view *v, const struct metric_info *m, enum side side)
{
	struct change_group *some = xcalloc(v->count + 1, sizeof *some);
	size_t n = 0;

	for (size_t i = 0; i < v->count; i++)
		if (v->groups[i].c->metric == m->metric && change_side(v->groups[i].c) == side)
			some[n++] = v->groups[i];
	if (n) {
		str_addf(p->out,
		         "<details class=\"release\" id=\"%s-%s\"%s><summary>%s, <span class=\"%s\">%s</span> %s: %zu"
		         "</summary>\n",
		         m->name, side_table[side].class, n > ROWS_OPEN || side == SIDE_COUNTERS ? "" : " open",
		         m->title, side_table[side].class, side_table[side].sign, verbs[side], n);
		add_causes(p, some, n);
		page_group_table(p, some, n);
		str_add(p->out, "</details>\n");
	}
	free(some);
}

/* Steps that are longer than from the release before: it had no result of the case. */
static size_t longer_steps(const struct release_view *v)
{
	size_t n = 0;

	for (size_t i = 0; i < v->count; i++)
		n += strcmp(or_empty(v->groups[i].c->old_go), v->before->go) != 0;
	return n;
}

static void add_changes(const struct page *p, const struct release_view *v)
{
	size_t longer;

	if (!v->before)
		return;
	str_add(p->out, "<section>\n");
	page_heading(p, 2, "changes", "What it changed");
	if (!v->count) {
		str_add(p->out, "<p>Nothing: it gives the same as the release before it.</p>\n</section>\n");
		return;
	}
	add_summary(p, v);
	longer = longer_steps(v);
	if (longer)
		str_addf(p->out,
		         "<p class=\"note\">%zu of them against an older release: the one before has no result of "
		         "the case.</p>\n",
		         longer);
	str_add(p->out, "<p id=\"filter\" hidden><label>Only lines with <input type=\"search\" placeholder=\"slice "
	                "growth noopt\"></label> <output aria-live=\"polite\"></output></p>\n");
	for (size_t m = 0; m < metric_count; m++)
		for (size_t s = 0; s < NSIDES; s++)
			add_table(p, v, &metric_table[m], sides[s]);
	str_add(p->out, "</section>\n");
}

/* ---- the pages ---- */

static int write_release(const struct page *p, const struct release_view *v, const char *output_dir, struct error *err)
{
	char *slug = site_release_slug(v->release->go), *path = xasprintf("release/%s.html", slug);
	int rc;

	str_reset(p->out);
	page_open(p, v->release->go, "releases.html", embedded_site_release_js);
	add_head(p, v);
	add_changes(p, v);
	page_release_cells(p, v->release->go);
	page_release_toolchain(p, v->release->go);
	page_close(p, embedded_site_release_js);
	rc = site_file(output_dir, path, p->out, err);
	free(path);
	free(slug);
	return rc;
}

int site_releases_write(const struct site_input *in, const char *output_dir, struct error *err)
{
	static const struct change_list none;
	const struct history *h = in->history;
	const struct change_list *changes = in->changes ? in->changes : &none;
	struct str out = STR_INIT;
	struct page p = { .in = in, .out = &out, .mode = h->len ? h->items[0].mode : "default", .root = "../" };
	int rc = 0;

	p.mark = xcalloc(h->nreleases + 1, sizeof *p.mark);
	for (size_t i = 0; i < h->nreleases && !rc; i++) {
		struct release_view v = { .release = &h->releases[i],
			                  .before = i ? &h->releases[i - 1] : NULL,
			                  .after = i + 1 < h->nreleases ? &h->releases[i + 1] : NULL };
		const size_t from = changes_release_begin(changes, v.release->go);

		if (from < changes->len)
			v.groups =
				groups_of(&changes->items[from], changes_release_end(changes, from) - from, &v.count);
		rc = write_release(&p, &v, output_dir, err);
		groups_free(v.groups, v.count);
	}
	str_release(&out);
	free(p.mark);
	return rc;
}
