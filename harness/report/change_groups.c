#include "report/change_groups.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_data.h"
#include "report/table.h"

#define EVIDENCE_SHOWN 12 /* lines; the case's page has its source beside them */

static const struct direction_info directions[] = {
	[DIRECTION_WORSE] = { "worse", "\xE2\x96\xB2", "worse" },
	[DIRECTION_BETTER] = { "better", "\xE2\x96\xBC", "better" },
	[DIRECTION_DIFFERS] = { "differs", "\xE2\x89\xA0", "differs" },
	[DIRECTION_SUSPECTED] = { "open", "?", "suspected" },
	[DIRECTION_COUNTERS] = { "counters", "\xC2\xB1", "counters changed" },
};

const struct direction_info *direction_info(enum direction d)
{
	return &directions[d];
}

enum direction change_direction(const struct change *c)
{
	if (c->epoch && (c->metric & (METRIC_ALLOCS | METRIC_BYTES)))
		return DIRECTION_COUNTERS;
	if (c->metric == METRIC_TIME && c->time.verdict == TIME_SUSPECTED && !c->level.releases)
		return DIRECTION_SUSPECTED;
	if (c->worse)
		return DIRECTION_WORSE;
	return c->metric == METRIC_OUTPUT ? DIRECTION_DIFFERS : DIRECTION_BETTER;
}

/* ---- grouping ---- */

struct entry {
	const struct change *c;
	size_t at; /* among the changes */
};

static int by_content(const struct change *a, const struct change *b)
{
	const char *const left[] = { a->case_name, a->benchmark, a->new_go, a->old_go, a->old_text, a->new_text,
		                     a->metric == METRIC_ESCAPE ? a->where : "" };
	const char *const right[] = { b->case_name, b->benchmark, b->new_go, b->old_go, b->old_text, b->new_text,
		                      b->metric == METRIC_ESCAPE ? b->where : "" };
	int order = (int)a->metric - (int)b->metric;

	if (!order)
		order = (int)a->worse - (int)b->worse;
	for (size_t i = 0; !order && i < sizeof left / sizeof *left; i++)
		order = strcmp(or_empty(left[i]), or_empty(right[i]));
	return order;
}

static int by_entry(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	int order = by_content(a->c, b->c);

	return order ? order : (a->at > b->at) - (a->at < b->at);
}

struct place {
	struct change_group group;
	size_t at;
};

static int by_place(const void *pa, const void *pb)
{
	const struct place *a = pa, *b = pb;

	return (a->at > b->at) - (a->at < b->at);
}

struct change_group *change_groups(const struct change *const *changes, size_t n, size_t *count)
{
	struct entry *entries = xcalloc(n + 1, sizeof *entries);
	struct place *places = xcalloc(n + 1, sizeof *places);
	struct change_group *groups = xcalloc(n + 1, sizeof *groups);

	*count = 0;
	for (size_t i = 0; i < n; i++)
		entries[i] = (struct entry){ .c = changes[i], .at = i };
	qsort(entries, n, sizeof *entries, by_entry);
	for (size_t i = 0; i < n; i++) {
		struct place *last;

		if (!i || by_content(entries[i - 1].c, entries[i].c))
			places[(*count)++] = (struct place){ .group.c = entries[i].c, .at = entries[i].at };
		last = &places[*count - 1];
		str_addf(&last->group.modes, "%s%s", last->group.modes.len ? ", " : "", or_empty(entries[i].c->mode));
	}
	qsort(places, *count, sizeof *places, by_place);
	for (size_t i = 0; i < *count; i++)
		groups[i] = places[i].group;
	free(entries);
	free(places);
	return groups;
}

void change_groups_free(struct change_group *groups, size_t count)
{
	for (size_t i = 0; i < count; i++)
		str_release(&groups[i].modes);
	free(groups);
}

/* ---- rows ---- */

void page_groups_open(const struct page *p, unsigned columns)
{
	str_addf(p->out,
	         "<div class=\"scroll\"><table class=\"steps\"><thead><tr>%s%s%s<th>before \xE2\x86\x92 after</th>"
	         "<th>modes</th><th>why</th></tr></thead>\n<tbody>\n",
	         columns & GROUP_RELEASE ? "<th>release</th>" : "",
	         columns & GROUP_CASE ? "<th>case</th>" : "<th>benchmark</th>",
	         columns & GROUP_METRIC ? "<th>what</th>" : "");
}

void page_groups_close(const struct page *p)
{
	str_add(p->out, "</tbody></table></div>\n");
}

static bool missing(const char *text)
{
	return !*or_empty(text) || !strcmp(text, "-");
}

/* old -> new; a decision that appeared or vanished has one side only. */
static void add_step(const struct page *p, const struct change *c)
{
	const struct direction_info *d = direction_info(change_direction(c));

	str_addf(p->out, "<span class=\"%s\" title=\"%s\">%s</span> <span class=\"hidden\">%s: </span>", d->class,
	         d->word, d->sign, d->word);
	if (c->metric == METRIC_ESCAPE && missing(c->old_text) != missing(c->new_text)) {
		bool appeared = missing(c->old_text);

		str_add(p->out, appeared ? "new: " : "gone: ");
		page_text(p, appeared ? c->new_text : c->old_text);
		return;
	}
	page_text(p, c->old_text);
	str_add(p->out, " \xE2\x86\x92 <b>");
	page_text(p, c->new_text);
	str_add(p->out, "</b>");
}

/* The lines that show it, one below the other. */
static void add_evidence(const struct page *p, const char *evidence)
{
	size_t n = 0, more = 0;

	for (const char *s = evidence; *s;) {
		size_t length = strcspn(s, "\n");
		char *line = xstrndup(s, length);

		if (n < EVIDENCE_SHOWN) {
			str_add(p->out, n ? "<br><code>" : "<code>");
			page_text(p, line);
			str_add(p->out, "</code>");
			n++;
		} else {
			more++;
		}
		free(line);
		s += length + (s[length] == '\n');
	}
	if (more)
		str_addf(p->out, "<br>%zu more", more);
}

static void add_why(const struct page *p, const struct change *c)
{
	if (c->cause != CAUSE_NONE) {
		str_add(p->out, "<b title=\"");
		page_text(p, cause_info(c->cause)->meaning);
		str_add(p->out, "\">");
		page_text(p, cause_info(c->cause)->name);
		str_add(p->out, "</b> ");
	}
	if (*or_empty(c->evidence)) {
		add_evidence(p, c->evidence);
		return;
	}
	if (*or_empty(c->where)) {
		str_add(p->out, "<code>");
		page_text(p, c->where);
		str_add(p->out, "</code> ");
	}
	page_text(p, c->said);
}

void page_group_row(const struct page *p, const struct change_group *g, unsigned columns)
{
	const struct change *c = g->c;
	const bool number = c->metric & (METRIC_ALLOCS | METRIC_BYTES | METRIC_TIME);

	str_add(p->out, "<tr>");
	if (columns & GROUP_RELEASE) {
		str_add(p->out, "<td>");
		page_release_link(p, c->new_go);
		str_add(p->out, "</td>");
	}
	str_add(p->out, "<td>");
	if (columns & GROUP_CASE) {
		page_case_link(p, or_empty(c->case_name));
		str_add(p->out, *or_empty(c->benchmark) ? " <b>" : "");
	}
	page_text(p, benchmark_label(or_empty(c->benchmark)));
	str_add(p->out, columns & GROUP_CASE && *or_empty(c->benchmark) ? "</b></td>" : "</td>");
	if (columns & GROUP_METRIC) {
		str_add(p->out, "<td>");
		page_text(p, metric_info(c->metric)->title);
		str_add(p->out, "</td>");
	}
	str_addf(p->out, "<td class=\"%s\">", number ? "step" : "words");
	add_step(p, c);
	str_add(p->out, "</td><td>");
	page_text(p, str_cstr(&g->modes));
	str_add(p->out, "</td><td class=\"said\">");
	add_why(p, c);
	str_add(p->out, "</td></tr>\n");
}
