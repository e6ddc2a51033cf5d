/* Changes as lines of a page. */
#include "report/site_groups.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_data.h"

const struct side_info side_table[SIDES] = {
	[SIDE_BETTER] = { "better", "\xE2\x96\xBC", "better" },
	[SIDE_WORSE] = { "worse", "\xE2\x96\xB2", "worse" },
	[SIDE_DIFFERS] = { "differs", "\xE2\x89\xA0", "differs" },
	[SIDE_OPEN] = { "open", "?", "suspected" },
	[SIDE_COUNTERS] = { "counters", "\xC2\xB1", "counters changed" },
};

enum side change_side(const struct change *c)
{
	if (c->epoch && (c->metric & (METRIC_ALLOCS | METRIC_BYTES)))
		return SIDE_COUNTERS;
	if (c->time.verdict == TIME_SUSPECTED)
		return SIDE_OPEN;
	if (c->worse)
		return SIDE_WORSE;
	return c->metric == METRIC_OUTPUT ? SIDE_DIFFERS : SIDE_BETTER;
}

static bool equal(const char *a, const char *b)
{
	return !strcmp(or_empty(a), or_empty(b));
}

static bool same_change(const struct change *a, const struct change *b)
{
	return a->worse == b->worse && equal(a->benchmark, b->benchmark) && equal(a->old_go, b->old_go) &&
	       equal(a->new_go, b->new_go) && equal(a->old_text, b->old_text) && equal(a->new_text, b->new_text) &&
	       (a->metric != METRIC_ESCAPE || equal(a->where, b->where));
}

struct change_group *groups_of(const struct change *c, size_t n, size_t *count)
{
	struct change_group *groups = xcalloc(n + 1, sizeof *groups);
	size_t first = 0; /* of the groups of this case: it may be in several modes, one after the other */

	*count = 0;
	for (size_t i = 0; i < n; i++) {
		size_t g;

		if (i && (c[i].metric != c[i - 1].metric || !equal(c[i].case_name, c[i - 1].case_name)))
			first = *count;
		for (g = first; g < *count && !same_change(groups[g].c, &c[i]);)
			g++;
		if (g == *count)
			groups[(*count)++].c = &c[i];
		str_addf(&groups[g].modes, "%s%s", groups[g].modes.len ? ", " : "", or_empty(c[i].mode));
	}
	return groups;
}

void groups_free(struct change_group *groups, size_t count)
{
	for (size_t i = 0; i < count; i++)
		str_release(&groups[i].modes);
	free(groups);
}

size_t groups_count(const struct change_group *groups, size_t n, unsigned metrics, enum side s)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += (!metrics || (groups[i].c->metric & metrics)) && change_side(groups[i].c) == s;
	return count;
}

size_t changes_release_end(const struct change_list *l, size_t from)
{
	size_t end = from;

	while (end < l->len && equal(l->items[end].new_go, l->items[from].new_go))
		end++;
	return end;
}

size_t changes_release_begin(const struct change_list *l, const char *go)
{
	size_t from = 0;

	while (from < l->len && !equal(l->items[from].new_go, go))
		from = changes_release_end(l, from);
	return from;
}

void page_side(const struct page *p, enum side s, size_t n)
{
	str_addf(p->out, "<span class=\"%s\">%s&nbsp;%zu</span>", side_table[s].class, side_table[s].sign, n);
}

static bool missing_side(const char *text)
{
	return !*or_empty(text) || !strcmp(text, "-");
}

void page_step(const struct page *p, const struct change *c)
{
	if (c->metric == METRIC_ESCAPE && missing_side(c->old_text) != missing_side(c->new_text)) {
		bool appeared = missing_side(c->old_text);

		str_addf(p->out, "%s ", appeared ? "+" : "\xE2\x88\x92");
		page_text(p, appeared ? c->new_text : c->old_text);
		return;
	}
	page_text(p, c->old_text);
	str_add(p->out, " \xE2\x86\x92 <b>");
	page_text(p, c->new_text);
	str_add(p->out, "</b>");
	if (c->metric == METRIC_TIME)
		str_addf(p->out, " ns/op (%+.1f\xC2\xA0%%)", 100 * (change_time_ratio(c) - 1));
}

/* How sure: "+65.5 % to +67.7 % in 32 pairs". */
static void add_interval(const struct page *p, const struct change *c)
{
	const struct time_estimate *e = &c->time.told;

	if (e->bounded)
		str_addf(p->out, "%+.1f\xC2\xA0%% to %+.1f\xC2\xA0%% ", 100 * (e->low - 1), 100 * (e->high - 1));
	str_addf(p->out, "in %zu pairs", time_told_test(&c->time).pairs);
}

void page_why(const struct page *p, const struct change *c)
{
	struct str why = STR_INIT;

	if (c->cause != CAUSE_NONE && c->cause != CAUSE_COUNTERS) {
		str_add(p->out, "<b class=\"cause\" title=\"");
		page_text(p, cause_info(c->cause)->meaning);
		str_add(p->out, "\">");
		page_text(p, cause_info(c->cause)->name);
		str_add(p->out, "</b> ");
	}
	if (*or_empty(c->where) && !*or_empty(c->evidence)) {
		str_add(p->out, "<code>");
		page_text(p, c->where);
		str_add(p->out, "</code> ");
	}
	change_why(c, &why);
	if (c->metric == METRIC_TIME && c->time.verdict != TIME_NONE) {
		add_interval(p, c);
		str_add(p->out, why.len ? "; " : "");
	}
	page_text(p, str_cstr(&why));
	str_release(&why);
	if (c->metric == METRIC_TIME && c->time.verdict == TIME_NONE && c->level.releases)
		str_addf(p->out, " a new level, for %zu releases", c->level.releases);
	if (change_side(c) == SIDE_COUNTERS)
		str_add(p->out, " <span class=\"epoch\" title=\"Between these two releases Go changed what its "
		                "counters count: the number may have changed though the program did not.\">counters "
		                "changed</span>");
}

void page_change_row(const struct page *p, const struct change *c, size_t more, const char *modes)
{
	const struct metric_info *m = metric_info(c->metric);
	const struct side_info *side = &side_table[change_side(c)];
	const bool number = c->metric == METRIC_ALLOCS || c->metric == METRIC_BYTES || c->metric == METRIC_TIME;

	str_addf(p->out, "<tr class=\"%s\"><td>", side->class);
	page_case_link(p, c->case_name);
	if (*or_empty(c->benchmark)) {
		str_add(p->out, " <b>");
		page_text(p, benchmark_label(c->benchmark));
		str_add(p->out, "</b>");
	}
	if (more)
		str_addf(p->out, " <small>and %zu more</small>", more);
	if (modes) {
		str_add(p->out, "</td><td>");
		page_text(p, modes);
	}
	str_add(p->out, "</td><td>");
	page_text(p, m ? m->title : "");
	str_addf(p->out, "</td><td class=\"%s\">", number ? "step" : "words");
	page_step(p, c);
	str_addf(p->out, "</td><td class=\"verdict\"><span class=\"%s\">%s %s</span></td><td class=\"said\">",
	         side->class, side->sign, side->word);
	page_why(p, c);
	str_add(p->out, "</td></tr>\n");
}

void page_group_table(const struct page *p, const struct change_group *groups, size_t n)
{
	str_add(p->out, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Changes\"><table "
	                "class=\"changes\"><thead><tr><th "
	                "scope=\"col\">case</th><th scope=\"col\">modes</th><th scope=\"col\">what</th><th "
	                "scope=\"col\">before \xE2\x86\x92 after</th><th scope=\"col\">verdict</th><th "
	                "scope=\"col\">why</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < n; i++)
		page_change_row(p, groups[i].c, 0, str_cstr(&groups[i].modes));
	str_add(p->out, "</tbody></table></div>\n");
}
