/* "What changed, and in which release?": a line a release, then every change, newest release first. */
#include "report/site_page.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_data.h"
#include "report/table.h"

/* The same change in several modes is told once. */
struct group {
	const struct change *c;
	struct str modes;
};

enum verdict { BETTER, WORSE, DIFFERENT };

static const struct {
	const char *class, *sign, *word;
} verdicts[] = {
	[BETTER] = { "better", "\xE2\x96\xBC", "better" },
	[WORSE] = { "worse", "\xE2\x96\xB2", "worse" },
	[DIFFERENT] = { "differs", "\xE2\x89\xA0", "differs" },
};

static enum verdict verdict(const struct change *c)
{
	if (c->worse)
		return WORSE;
	return c->metric == METRIC_OUTPUT ? DIFFERENT : BETTER;
}

static bool equal(const char *a, const char *b)
{
	return !strcmp(or_empty(a), or_empty(b));
}

static bool same_change(const struct change *a, const struct change *b)
{
	return a->metric == b->metric && a->worse == b->worse && equal(a->case_name, b->case_name) &&
	       equal(a->benchmark, b->benchmark) && equal(a->old_go, b->old_go) && equal(a->new_go, b->new_go) &&
	       equal(a->old_text, b->old_text) && equal(a->new_text, b->new_text) &&
	       (a->metric != METRIC_ESCAPE || equal(a->where, b->where));
}

/* Groups of the n changes at `c`; the caller frees each group's modes and the array. */
static struct group *group_changes(const struct change *c, size_t n, size_t *count)
{
	struct group *groups = xcalloc(n, sizeof *groups);

	*count = 0;
	for (size_t i = 0; i < n; i++) {
		size_t g = 0;

		while (g < *count && !same_change(groups[g].c, &c[i]))
			g++;
		if (g == *count)
			groups[(*count)++].c = &c[i];
		str_addf(&groups[g].modes, "%s%s", groups[g].modes.len ? ", " : "", or_empty(c[i].mode));
	}
	return groups;
}

static void groups_free(struct group *groups, size_t count)
{
	for (size_t i = 0; i < count; i++)
		str_release(&groups[i].modes);
	free(groups);
}

static void add_verdict(const struct page *p, enum verdict v, size_t n)
{
	str_addf(p->out, "<span class=\"%s\">%s&nbsp;%zu</span>", verdicts[v].class, verdicts[v].sign, n);
}

static bool missing_side(const char *text)
{
	return !*or_empty(text) || !strcmp(text, "-");
}

/* old -> new; a decision that appeared or vanished has one side only. */
static void add_step(const struct page *p, const struct change *c)
{
	if (c->metric == METRIC_ESCAPE && missing_side(c->old_text) != missing_side(c->new_text)) {
		bool appeared = missing_side(c->old_text);

		str_addf(p->out, "%s ", appeared ? "+" : "\xE2\x88\x92");
		page_text(p, appeared ? c->new_text : c->old_text);
	} else {
		page_text(p, c->old_text);
		str_add(p->out, " \xE2\x86\x92 <b>");
		page_text(p, c->new_text);
		str_add(p->out, "</b>");
	}
}

static void add_row(const struct page *p, const struct group *g)
{
	const struct change *c = g->c;
	const struct metric_info *m = metric_info(c->metric);
	enum verdict v = verdict(c);
	struct str why = STR_INIT;
	bool number = c->metric == METRIC_ALLOCS || c->metric == METRIC_BYTES || c->metric == METRIC_TIME;

	str_addf(p->out, "<tr class=\"%s\"><td>", verdicts[v].class);
	page_text(p, c->case_name);
	if (*or_empty(c->benchmark)) {
		str_add(p->out, " <b>");
		page_text(p, benchmark_label(c->benchmark));
		str_add(p->out, "</b>");
	}
	str_add(p->out, "</td><td>");
	page_text(p, str_cstr(&g->modes));
	str_add(p->out, "</td><td>");
	page_text(p, m ? m->title : "");
	str_addf(p->out, "</td><td class=\"%s\">", number ? "step" : "words");
	add_step(p, c);
	str_addf(p->out, "</td><td class=\"verdict\"><span class=\"%s\">%s %s</span></td><td class=\"said\">",
	         verdicts[v].class, verdicts[v].sign, verdicts[v].word);
	if (c->cause != CAUSE_NONE && c->cause != CAUSE_COUNTERS) {
		str_add(p->out, "<b title=\"");
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
	page_text(p, str_cstr(&why));
	str_release(&why);
	if (c->epoch)
		str_add(p->out, " <span class=\"epoch\" title=\"Between these two releases Go changed what its "
		                "counters count: the "
		                "number may have changed though the program did not.\">counters changed</span>");
	str_add(p->out, "</td></tr>\n");
}

static size_t count_of(const struct group *groups, size_t n, enum metric metric, enum verdict v)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += groups[i].c->metric == metric && verdict(groups[i].c) == v;
	return count;
}

/* The run of changes of one release that begins at `from`. */
static size_t release_end(const struct change_list *l, size_t from)
{
	size_t end = from;

	while (end < l->len && equal(l->items[end].new_go, l->items[from].new_go))
		end++;
	return end;
}

static bool has_metric(const struct change_list *l, enum metric metric)
{
	for (size_t i = 0; i < l->len; i++)
		if (l->items[i].metric == metric)
			return true;
	return false;
}

/* The changes in one metric of a release's groups. */
static void add_summary_cell(const struct page *p, const struct group *groups, size_t n, enum metric metric)
{
	bool any = false;

	str_add(p->out, "<td>");
	for (enum verdict v = BETTER; v <= DIFFERENT; v++) {
		size_t count = count_of(groups, n, metric, v);

		if (!count)
			continue;
		if (any)
			str_add_char(p->out, ' ');
		add_verdict(p, v, count);
		any = true;
	}
	str_add(p->out, "</td>");
}

/* One release, its changes at `c`; a release without any is news, too. */
static void add_summary_row(const struct page *p, const char *go, const struct change *c, size_t n, size_t columns)
{
	size_t count;
	struct group *groups;

	str_add(p->out, "<tr><td>");
	if (!n) {
		page_text(p, go);
		str_addf(p->out, "</td><td colspan=\"%zu\">nothing changed</td></tr>\n", columns);
		return;
	}
	groups = group_changes(c, n, &count);
	str_add(p->out, "<a href=\"#go-");
	page_text(p, go);
	str_add(p->out, "\">");
	page_text(p, go);
	str_add(p->out, "</a></td>");
	for (size_t m = 0; m < metric_count; m++)
		if (has_metric(p->in->changes, metric_table[m].metric))
			add_summary_cell(p, groups, count, metric_table[m].metric);
	str_add(p->out, "</tr>\n");
	groups_free(groups, count);
}

static void add_summary(const struct page *p, const struct change_list *l)
{
	const struct history *h = p->in->history;
	size_t columns = 0;

	str_add(p->out, "<div class=\"scroll\"><table class=\"summary\"><thead><tr><th>release</th>");
	for (size_t m = 0; m < metric_count; m++) {
		if (!has_metric(l, metric_table[m].metric))
			continue;
		str_add(p->out, "<th>");
		page_text(p, metric_table[m].title);
		str_add(p->out, "</th>");
		columns++;
	}
	str_add(p->out, "</tr></thead>\n<tbody>\n");
	for (size_t r = h->nreleases; r-- > 1;) { /* the first has nothing to be compared with */
		size_t from = 0;

		while (from < l->len && !equal(l->items[from].new_go, h->releases[r].go))
			from++;
		add_summary_row(p, h->releases[r].go, l->items + from, release_end(l, from) - from, columns);
	}
	str_add(p->out, "</tbody></table></div>\n");
	str_add(p->out, "<p class=\"note\">Each number counts changes against the release before it that was measured: "
	                "<span class=\"better\">\xE2\x96\xBC better</span> is fewer allocations, fewer bytes, less "
	                "time, a value that "
	                "no longer escapes; <span class=\"worse\">\xE2\x96\xB2 worse</span> the opposite. The same "
	                "change in several "
	                "modes counts once.</p>\n");
}

static void add_release(const struct page *p, const struct change *c, size_t n, bool open)
{
	size_t count, by_verdict[3] = { 0 };
	struct group *groups = group_changes(c, n, &count);

	for (size_t i = 0; i < count; i++)
		by_verdict[verdict(groups[i].c)]++;
	str_add(p->out, "<details class=\"release\" id=\"go-");
	page_text(p, c->new_go);
	str_addf(p->out, "\"%s><summary><b>", open ? " open" : "");
	page_text(p, c->new_go);
	str_add(p->out, "</b>");
	for (enum verdict v = BETTER; v <= DIFFERENT; v++)
		if (by_verdict[v]) {
			str_add(p->out, " ");
			add_verdict(p, v, by_verdict[v]);
			str_addf(p->out, " %s", verdicts[v].word);
		}
	str_add(p->out, "</summary>\n<div class=\"scroll\"><table "
	                "class=\"changes\"><thead><tr><th>case</th><th>modes</th><th>what</th>"
	                "<th>before \xE2\x86\x92 after</th><th></th><th>why</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < count; i++)
		add_row(p, &groups[i]);
	str_add(p->out, "</tbody></table></div></details>\n");
	groups_free(groups, count);
}

void page_changes(const struct page *p)
{
	const struct change_list *l = p->in->changes;

	str_add(p->out, "<section>\n");
	page_heading(p, 2, "changes", "What changed, and in which release?");
	if (!l->len) {
		str_add(p->out, "<p>Nothing: every release that was measured gives the same.</p>\n</section>\n");
		return;
	}
	add_summary(p, l);
	str_add(p->out, "<p id=\"filter\" hidden><label>Show only lines with <input type=\"search\" "
	                "placeholder=\"slice allocs noopt\"></label> <label>that are <select><option "
	                "value=\"\">better, worse or "
	                "different</option><option value=\"worse\">worse</option><option "
	                "value=\"better\">better</option></select>"
	                "</label> <output></output></p>\n");
	for (size_t i = 0, end; i < l->len; i = end) {
		end = release_end(l, i);
		add_release(p, &l->items[i], end - i, !i);
	}
	str_add(p->out, "</section>\n");
}
