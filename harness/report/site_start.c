/* The start page: what this is, and what changed lately. */
#include "report/site_start.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/site_groups.h"

#define LATELY_LINES 12    /* cases */
#define LATELY_RELEASES 40 /* lines of the summary; the others are on releases.html */

char *start_title(const struct page *p)
{
	const struct history *h = p->in->history;

	if (h->nreleases > 1)
		return xasprintf("How Go allocates, from %s to %s", h->releases[0].go,
		                 h->releases[h->nreleases - 1].go);
	return h->nreleases ? xasprintf("How Go allocates in %s", h->releases[0].go) : xstrdup("How Go allocates");
}

/* ---- the heading ---- */

static void add_fact(const struct page *p, const char *href, size_t n, const char *one, const char *many)
{
	str_add(p->out, "<li>");
	if (href)
		str_addf(p->out, "<a href=\"%s\">", href);
	str_addf(p->out, "<b>%zu</b> <span>%s</span>%s</li>\n", n, n == 1 ? one : many, href ? "</a>" : "");
}

static void add_machine(const struct page *p)
{
	const struct session_rows *s = p->in->sessions;
	const struct session_row *last = s && s->len ? &s->items[s->len - 1] : NULL;

	if (!last)
		return;
	str_add(p->out, "<p class=\"caption\">Measured on ");
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

void page_start_header(const struct page *p)
{
	const struct history *h = p->in->history;
	size_t cases = 0, benchmarks = 0, changes = 0;
	struct strlist modes = STRLIST_INIT;
	char *title = start_title(p);

	for (size_t i = 0; i < h->len; i++) {
		cases += !i || strcmp(h->items[i - 1].case_name, h->items[i].case_name) != 0;
		benchmarks += *h->items[i].benchmark && !strcmp(h->items[i].mode, p->mode);
		if (!strlist_has(&modes, h->items[i].mode))
			strlist_add(&modes, h->items[i].mode);
	}
	for (size_t i = 0; i < p->in->changes->len; i++)
		changes += change_side(&p->in->changes->items[i]) != SIDE_COUNTERS;
	str_add(p->out, "<header>\n<h1>");
	page_text(p, title);
	str_add(p->out,
	        "</h1>\n<p class=\"lead\">Small Go programs, each compiled and run with every release: how many "
	        "allocations, how many bytes, how much time one operation takes, what the compiler said about it, "
	        "and why it changed.</p>\n");
	str_add(p->out, "<ul class=\"facts\">\n");
	add_fact(p, "releases.html", h->nreleases, "Go release", "Go releases");
	add_fact(p, "cases.html", cases, "case", "cases");
	add_fact(p, "figures.html", benchmarks, "benchmark", "benchmarks");
	add_fact(p, NULL, modes.len, "compiler mode", "compiler modes");
	add_fact(p, NULL, changes, "change, counted in every mode", "changes, counted in every mode");
	str_add(p->out, "</ul>\n");
	add_machine(p);
	str_add(p->out, "</header>\n");
	strlist_release(&modes);
	free(title);
}

/* ---- lately ---- */

/* What people want to know first: counts and times, the worse ones before; then results, then what was only said. */
static int weight(const struct change_group *g)
{
	static const int sides[SIDES] = {
		[SIDE_WORSE] = 0, [SIDE_BETTER] = 1, [SIDE_DIFFERS] = 2, [SIDE_OPEN] = 3, [SIDE_COUNTERS] = 20
	};
	const int side = sides[change_side(g->c)];

	if (g->c->metric == METRIC_ESCAPE)
		return 10 + side;
	return g->c->metric == METRIC_OUTPUT || g->c->metric == METRIC_STATUS ? 5 + side : side;
}

/* A case's weightiest line, and how many more it has. */
struct headline {
	const struct change_group *g;
	size_t more, place;
};

static int by_weight(const void *pa, const void *pb)
{
	const struct headline *a = pa, *b = pb;
	const int order = weight(a->g) - weight(b->g);

	return order ? order : (a->place > b->place) - (a->place < b->place);
}

static int by_case(const void *pa, const void *pb)
{
	const struct headline *a = pa, *b = pb;
	const int order = strcmp(or_empty(a->g->c->case_name), or_empty(b->g->c->case_name));

	return order ? order : by_weight(a, b);
}

/* One headline a case, the weightiest first. The caller frees. */
static struct headline *headlines_of(const struct change_group *groups, size_t n, size_t *count)
{
	struct headline *all = xcalloc(n + 1, sizeof *all);

	for (size_t i = 0; i < n; i++)
		all[i] = (struct headline){ .g = &groups[i], .place = i };
	qsort(all, n, sizeof *all, by_case);
	*count = 0;
	for (size_t i = 0; i < n; i++) {
		if (*count && !strcmp(or_empty(all[*count - 1].g->c->case_name), or_empty(all[i].g->c->case_name)))
			all[*count - 1].more++;
		else
			all[(*count)++] = all[i];
	}
	qsort(all, *count, sizeof *all, by_weight);
	return all;
}

static void add_compare_link(const struct page *p, const char *old_go, const char *new_go, const char *text)
{
	char *file = page_compare_file(p, p->mode);

	/* names of releases may be anything: only letters, digits and dots go into an address as they are */
	str_addf(p->out, "<a href=\"%s#old=", file);
	page_address(p, old_go);
	str_add(p->out, "&amp;new=");
	page_address(p, new_go);
	str_add(p->out, "\">");
	page_text(p, text);
	str_add(p->out, "</a>");
	free(file);
}

static void add_release(const struct page *p, const struct change *c, size_t n)
{
	size_t count, lines;
	struct change_group *groups = groups_of(c, n, &count);
	struct headline *all = headlines_of(groups, count, &lines);

	str_add(p->out, "<p>");
	page_release_link(p, c->new_go);
	str_add(p->out, " against the release before it: ");
	for (enum side s = SIDE_BETTER; s < SIDES; s++) {
		const size_t of = groups_count(groups, count, 0, s);

		if (!of)
			continue;
		page_side(p, s, of);
		str_addf(p->out, " %s ", side_table[s].word);
	}
	str_addf(p->out, "in %zu %s (the same change in several modes counts once).</p>\n", lines,
	         lines == 1 ? "case" : "cases");
	str_add(p->out,
	        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"What changed lately\"><table "
	        "class=\"changes lately\"><thead><tr><th scope=\"col\">case</th><th scope=\"col\">what</th><th "
	        "scope=\"col\">before \xE2\x86\x92 after</th><th scope=\"col\">verdict</th><th "
	        "scope=\"col\">why</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < lines && i < LATELY_LINES; i++)
		page_change_row(p, all[i].g->c, all[i].more, NULL);
	str_add(p->out, "</tbody></table></div>\n<p>");
	if (lines > LATELY_LINES)
		str_addf(p->out, "The weightiest %d of %zu cases. ", LATELY_LINES, lines);
	str_add(p->out, "All of it: release ");
	page_release_link(p, c->new_go);
	str_add(p->out, ". What an upgrade does to you: ");
	add_compare_link(p, c->old_go, c->new_go, "compare any two releases");
	str_add(p->out, ".</p>\n");
	free(all);
	groups_free(groups, count);
}

/* The newest release with a real change, and those after it which changed nothing. */
void page_lately(const struct page *p)
{
	const struct change_list *l = p->in->changes;
	const struct history *h = p->in->history;

	str_add(p->out, "<section>\n");
	page_heading(p, 2, "changes", "What changed lately");
	if (!l->len) {
		str_add(p->out,
		        h->nreleases < 2
		                ? "<p>One release alone has nothing to be compared with: <code>goalloc run --go "
		                  "all</code> measures more.</p>\n</section>\n"
		                : "<p>Nothing: every release that was measured gives the same.</p>\n</section>\n");
		return;
	}
	if (h->nreleases && strcmp(or_empty(l->items[0].new_go), h->releases[h->nreleases - 1].go) != 0) {
		str_add(p->out, "<p>Nothing in ");
		page_release_link(p, h->releases[h->nreleases - 1].go);
		str_add(p->out, ".</p>\n");
	}
	add_release(p, l->items, changes_release_end(l, 0));
	page_summary(p, LATELY_RELEASES);
	str_add(p->out, "</section>\n");
}

/* ---- a line a release ---- */

static bool has_metric(const struct change_list *l, enum metric metric)
{
	for (size_t i = 0; i < l->len; i++)
		if (l->items[i].metric == metric)
			return true;
	return false;
}

/* The changes in one metric of a release's groups. */
static void add_summary_cell(const struct page *p, const struct change_group *groups, size_t n, enum metric metric)
{
	bool any = false;

	str_add(p->out, "<td>");
	for (enum side s = SIDE_BETTER; s < SIDE_COUNTERS; s++) {
		const size_t count = groups_count(groups, n, metric, s);

		if (!count)
			continue;
		if (any)
			str_add_char(p->out, ' ');
		page_side(p, s, count);
		any = true;
	}
	str_add(p->out, "</td>");
}

/* One release, its changes at `c`; a release without any is news, too. */
static void add_summary_row(const struct page *p, size_t release, const struct change *c, size_t n, size_t columns)
{
	const struct history *h = p->in->history;
	struct change_group *groups;
	size_t count;

	str_add(p->out, "<tr><th scope=\"row\">");
	page_release_link(p, h->releases[release].go);
	str_add(p->out, "</th>");
	if (!n) {
		str_addf(p->out, "<td colspan=\"%zu\">nothing changed</td>", columns);
	} else {
		groups = groups_of(c, n, &count);
		for (size_t m = 0; m < metric_count; m++)
			if (has_metric(p->in->changes, metric_table[m].metric))
				add_summary_cell(p, groups, count, metric_table[m].metric);
		groups_free(groups, count);
	}
	str_add(p->out, "<td>");
	add_compare_link(p, h->releases[release - 1].go, h->releases[release].go, "compare");
	str_add(p->out, "</td></tr>\n");
}

void page_summary(const struct page *p, size_t most)
{
	const struct history *h = p->in->history;
	const struct change_list *l = p->in->changes;
	size_t columns = 0, rows = 0;

	if (h->nreleases < 2)
		return;
	str_add(p->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Changes by release\"><table "
	                "class=\"summary\"><thead><tr><th scope=\"col\">release</th>");
	for (size_t m = 0; m < metric_count; m++) {
		if (!has_metric(l, metric_table[m].metric))
			continue;
		str_add(p->out, "<th scope=\"col\">");
		page_text(p, metric_table[m].title);
		str_add(p->out, "</th>");
		columns++;
	}
	str_add(p->out, "<th scope=\"col\">with the one before</th></tr></thead>\n<tbody>\n");
	for (size_t r = h->nreleases; r-- > 1 && rows < most; rows++) { /* the first has nothing to be compared with */
		const size_t from = changes_release_begin(l, h->releases[r].go);

		add_summary_row(p, r, l->items + from, changes_release_end(l, from) - from, columns);
	}
	str_add(p->out, "</tbody></table></div>\n<p class=\"note\">");
	if (rows + 1 < h->nreleases)
		str_add(p->out, "The newest ones; <a href=\"releases.html\">all releases</a>. ");
	str_add(p->out,
	        "Each number counts changes against the release before it that was measured: <span "
	        "class=\"better\">\xE2\x96\xBC better</span> is fewer allocations, fewer bytes, less time, a value "
	        "that no longer escapes; <span class=\"worse\">\xE2\x96\xB2 worse</span> the opposite. The same "
	        "change in several modes counts once; what Go's own counters did up to 1.6 does not count.</p>\n");
}
