/* The page of changes. */
#include "report/history_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_data.h"
#include "report/table.h"

#define MAX_ITEMS 12 /* benchmarks, or groups of them, on a line */
#define MAX_BRIEF 4  /* the same where only bytes changed */
#define MAX_LINES 2  /* of evidence */

/* What the page lists of one release: the rows [from, to) of the list. */
struct slice {
	const struct history_page *page;
	const struct release *release;
	const struct change *from, *to;
	bool *done; /* a flag for each row: listed */
};

/* ---- which section a change belongs to ---- */

enum section { FEWER, MORE, BYTES, OUTPUTS, OTHERS, SECTIONS, HIDDEN };
static const char *const section_titles[SECTIONS] = { "Fewer allocations", "More allocations",
	                                              "Other sizes, as many allocations",
	                                              "Programs that print otherwise", "Other changes" };

static bool same_row(const struct change *a, const struct change *b)
{
	return !strcmp(a->case_name, b->case_name) && !strcmp(a->benchmark, b->benchmark) && !strcmp(a->mode, b->mode);
}

static bool allocs_changed(const struct slice *s, const struct change *c)
{
	for (const struct change *k = s->from; k < s->to; k++)
		if (k->metric == METRIC_ALLOCS && same_row(k, c))
			return true;
	return false;
}

static enum section section_of(const struct slice *s, const struct change *c)
{
	if (c->epoch || c->cause == CAUSE_COUNTERS)
		return HIDDEN;
	switch (c->metric) {
	case METRIC_ALLOCS:
		return c->worse ? MORE : FEWER;
	case METRIC_BYTES: /* fewer allocations take fewer bytes: nothing new */
		return allocs_changed(s, c) ? HIDDEN : BYTES;
	case METRIC_OUTPUT:
		return OUTPUTS;
	case METRIC_TIME:
	case METRIC_ESCAPE:
	case METRIC_STATUS:
		break;
	}
	return OTHERS;
}

/* ---- one line ---- */

static bool alike(const struct slice *s, const struct change *a, const struct change *b, enum section section)
{
	return !strcmp(a->case_name, b->case_name) && !strcmp(a->mode, b->mode) && !strcmp(a->old_go, b->old_go) &&
	       a->metric == b->metric && a->cause == b->cause && section_of(s, b) == section;
}

static void add_item(const struct slice *s, const struct change *first, enum section section, struct str *out)
{
	const char *between = " ";

	for (const struct change *c = first; c < s->to; c++) {
		if (s->done[c - s->from] || !alike(s, first, c, section) || strcmp(c->old_text, first->old_text) != 0 ||
		    strcmp(c->new_text, first->new_text) != 0)
			continue;
		s->done[c - s->from] = true;
		if (*c->benchmark) {
			str_add(out, between);
			escape_markdown(out, benchmark_label(c->benchmark));
			between = ", ";
		}
	}
	if (first->metric != METRIC_ALLOCS && first->metric != METRIC_BYTES && first->metric != METRIC_OUTPUT)
		str_addf(out, " %s", metric_info(first->metric)->title);
	str_add(out, " ");
	escape_markdown(out, first->old_text);
	str_add(out, " → ");
	escape_markdown(out, first->new_text);
	if (first->time.verdict == TIME_SUSPECTED)
		str_add(out, " (suspected)");
}

/* Where the line of evidence is in the case's own file: "line 12", once for lines that follow one another; the rest of it. */
static const char *add_place(const struct change *c, const char *line, char *last, size_t size, struct str *out)
{
	const char *slash = strrchr(c->case_name, '/');
	char *own = xasprintf("%s_test.go:", slash ? slash + 1 : c->case_name), place[16];
	size_t digits = 0;

	if (str_starts(line, own))
		digits = strspn(line + strlen(own), "0123456789");
	if (digits && digits < sizeof place && str_starts(line + strlen(own) + digits, ": ")) {
		str_copy(place, sizeof place, line + strlen(own), digits);
		line += strlen(own) + digits + 2;
		if (strcmp(place, last) != 0)
			str_addf(out, "line %s: ", place);
		str_copy(last, size, place, strlen(place));
	} else {
		*last = '\0';
	}
	free(own);
	return line;
}

/* Every different line of evidence of the line's changes; what the compiler said where there is none. */
static void add_evidence(const struct slice *s, const struct change *first, enum section section, struct str *out)
{
	struct strlist lines = STRLIST_INIT;
	char last[16] = "";

	for (const struct change *c = first; c < s->to; c++) {
		struct strlist own = STRLIST_INIT;

		if (!alike(s, first, c, section))
			continue;
		strlist_split(&own, *c->evidence ? c->evidence : c->said, '\n');
		for (size_t i = 0; i < own.len; i++)
			if (!strlist_has(&lines, own.items[i]))
				strlist_add(&lines, own.items[i]);
		strlist_release(&own);
	}
	for (size_t i = 0; i < lines.len && i < MAX_LINES; i++) {
		str_add(out, i ? "; " : " — ");
		escape_markdown(out, add_place(first, lines.items[i], last, sizeof last, out));
	}
	if (lines.len > MAX_LINES)
		str_addf(out, "; %zu more", lines.len - MAX_LINES);
	strlist_release(&lines);
}

static const char *release_before(const struct slice *s)
{
	return s->release > s->page->history->releases ? (s->release - 1)->go : "";
}

static void add_line(const struct slice *s, const struct change *first, enum section section, struct str *out)
{
	const size_t most = section == BYTES ? MAX_BRIEF : MAX_ITEMS;
	size_t items = 0, hidden = 0;

	str_add(out, "- **");
	escape_markdown(out, first->case_name);
	str_add(out, "**");
	for (const struct change *c = first; c < s->to; c++) {
		if (s->done[c - s->from] || !alike(s, first, c, section))
			continue;
		if (items == most) {
			s->done[c - s->from] = true;
			hidden++;
			continue;
		}
		if (items++)
			str_add(out, ";");
		add_item(s, c, section, out);
	}
	if (hidden)
		str_addf(out, "; %zu more", hidden);
	if (section == BYTES)
		str_add(out, " B/op");
	if (!s->page->mode) {
		str_add(out, ", mode ");
		escape_markdown(out, first->mode);
	}
	if (strcmp(first->old_go, release_before(s)) != 0) {
		str_add(out, ", since ");
		escape_markdown(out, first->old_go);
	}
	if (*cause_info(first->cause)->name)
		str_addf(out, " (%s)", cause_info(first->cause)->name);
	if (section != BYTES)
		add_evidence(s, first, section, out);
	str_add(out, "\n");
}

/* ---- one release ---- */

static void add_anchor(const char *go, struct str *out)
{
	for (; *go; go++)
		str_add_char(out, strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-", *go)
		                          ? *go
		                          : '-');
}

static size_t count_section(const struct slice *s, enum section section)
{
	size_t n = 0;

	for (const struct change *c = s->from; c < s->to; c++)
		n += section_of(s, c) == section;
	return n;
}

static size_t count_counters(const struct slice *s)
{
	size_t n = 0;

	for (const struct change *c = s->from; c < s->to; c++)
		n += c->epoch || c->cause == CAUSE_COUNTERS;
	return n;
}

static void add_section(const struct slice *s, enum section section, struct str *out)
{
	if (!count_section(s, section))
		return;
	str_addf(out, "%s:\n\n", section_titles[section]);
	for (const struct change *c = s->from; c < s->to; c++)
		if (!s->done[c - s->from] && section_of(s, c) == section)
			add_line(s, c, section, out);
	str_add(out, "\n");
}

static void add_release(const struct slice *s, struct str *out)
{
	const struct go_version *v = &s->release->version;
	bool listed = false;

	str_add(out, "<a id=\"");
	add_anchor(s->release->go, out);
	str_add(out, "\"></a>\n\n## ");
	escape_markdown(out, s->release->go);
	str_add(out, "\n\n");
	if (!*release_before(s)) {
		str_add(out, "The first release measured.\n\n");
		return;
	}
	str_add(out, "Since ");
	escape_markdown(out, release_before(s));
	if (!s->release->local)
		str_addf(out, " ([release notes](https://go.dev/doc/go%d.%d))", v->major, v->minor);
	str_add(out, ".");
	if (count_counters(s))
		str_addf(out,
		         " Go changed here what its own counters count: %zu differences that come with it are no "
		         "changes "
		         "and are left out.",
		         count_counters(s));
	for (enum section k = FEWER; k < SECTIONS; k++)
		listed = listed || count_section(s, k);
	str_add(out, listed ? "\n\n" : " Nothing else changed.\n\n");
	for (enum section k = FEWER; k < SECTIONS; k++)
		add_section(s, k, out);
}

/* ---- the head ---- */

static bool cause_is_used(const struct history_page *p, enum cause cause)
{
	for (size_t i = 0; i < p->changes->len; i++)
		if (p->changes->items[i].cause == cause && !p->changes->items[i].epoch)
			return *cause_info(cause)->name != '\0';
	return false;
}

static void add_intro(const struct history_page *p, struct str *out)
{
	const struct history *h = p->history;

	str_add(out,
	        "# What Go allocates, release by release\n\nWhat changed in allocations per operation, newest release "
	        "first, in the ");
	str_addf(out, "%zu cases of goalloc (`goalloc case show NAME` prints one)", p->cases);
	str_addf(out, " over %zu releases of Go from ", h->nreleases);
	escape_markdown(out, h->nreleases ? h->releases[0].go : "");
	str_add(out, " to ");
	escape_markdown(out, h->nreleases ? h->releases[h->nreleases - 1].go : "");
	str_add(out, p->mode ? ", mode " : ", every mode");
	if (p->mode)
		escape_markdown(out, p->mode);
	str_add(out, ". Measured with goalloc ");
	escape_markdown(out, p->tool);
	str_add(out, " on ");
	escape_markdown(out, p->goos);
	str_add(out, "/");
	escape_markdown(out, p->goarch);
	str_add(out, " (");
	escape_markdown(out, p->cpu);
	str_add(out, "), ");
	escape_markdown(out, p->date);
	str_add(out, ". Numbers are allocs/op where nothing else is said: *before → after*.\n\n");
	for (enum cause c = CAUSE_UNKNOWN; c < CAUSES; c++)
		if (c != CAUSE_COUNTERS && cause_is_used(p, c))
			str_addf(out, "- *%s*: %s\n", cause_info(c)->name, cause_info(c)->meaning);
	str_add(out, "\n");
}

/* Benchmarks that changed, by release, direction and cause. */
static void add_counts(const struct slice *slices, size_t n, struct str *out)
{
	const struct history_page *p = slices->page;

	str_add(out, "| release | fewer allocs | more allocs | only bytes |");
	for (enum cause c = CAUSE_UNKNOWN; c < CAUSES; c++)
		if (c != CAUSE_COUNTERS && cause_is_used(p, c))
			str_addf(out, " %s |", cause_info(c)->name);
	str_add(out, "\n|---|--:|--:|--:|");
	for (enum cause c = CAUSE_UNKNOWN; c < CAUSES; c++)
		if (c != CAUSE_COUNTERS && cause_is_used(p, c))
			str_add(out, "--:|");
	str_add(out, "\n");
	for (size_t i = n; i-- > 1;) { /* the first release has nothing before it */
		const struct slice *s = &slices[i];

		str_add(out, "| [");
		escape_markdown(out, s->release->go);
		str_add(out, "](#");
		add_anchor(s->release->go, out);
		str_addf(out, ") | %zu | %zu | %zu |", count_section(s, FEWER), count_section(s, MORE),
		         count_section(s, BYTES));
		for (enum cause c = CAUSE_UNKNOWN; c < CAUSES; c++) {
			size_t here = 0;

			if (c == CAUSE_COUNTERS || !cause_is_used(p, c))
				continue;
			for (const struct change *k = s->from; k < s->to; k++)
				here += k->cause == c && section_of(s, k) < SECTIONS;
			str_addf(out, " %zu |", here);
		}
		str_add(out, "\n");
	}
	str_add(out, "\n");
}

void history_page(const struct history_page *page, struct str *out)
{
	const struct history *h = page->history;
	const struct change_list *l = page->changes;
	struct slice *slices = xcalloc(h->nreleases + 1, sizeof *slices);
	bool *done = xcalloc(l->len + 1, sizeof *done);
	size_t at = 0;

	for (size_t i = h->nreleases; i-- > 0;) {
		struct slice *s = &slices[i];

		*s = (struct slice){ .page = page, .release = &h->releases[i], .done = done + at };
		if (!l->items)
			continue;
		s->from = l->items + at;
		while (at < l->len && !strcmp(l->items[at].new_go, h->releases[i].go))
			at++;
		s->to = l->items + at;
	}
	add_intro(page, out);
	if (h->nreleases)
		add_counts(slices, h->nreleases, out);
	for (size_t i = h->nreleases; i-- > 0;)
		add_release(&slices[i], out);
	free(done);
	free(slices);
}
