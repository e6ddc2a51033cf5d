/* All cases by family with their questions; all releases with what they changed. */
#include "report/site_lists.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_data.h"
#include "report/site_groups.h"
#include "report/site_start.h"

/* Of the content measured last; NULL if the case's text is not known. They come sorted by name, then oldest first. */
static const struct case_row *text_of(const struct case_rows *rows, const char *name)
{
	size_t low = 0, high = rows ? rows->len : 0;

	while (low < high) { /* the first that is greater */
		const size_t middle = low + (high - low) / 2;

		if (strcmp(rows->items[middle].case_name, name) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low && !strcmp(rows->items[low - 1].case_name, name) ? &rows->items[low - 1] : NULL;
}

/* The cases of all changes, sorted: how many a case has is then a search. */
static const char **changed_cases(const struct change_list *l, size_t *n)
{
	const char **names = xcalloc(l->len + 1, sizeof(char *));

	*n = 0;
	for (size_t i = 0; i < l->len; i++)
		if (change_side(&l->items[i]) != SIDE_COUNTERS)
			names[(*n)++] = or_empty(l->items[i].case_name);
	qsort(names, *n, sizeof(char *), str_order);
	return names;
}

static size_t first_at_least(const char *const *names, size_t n, const char *name, bool past)
{
	size_t low = 0, high = n;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int order = strcmp(names[middle], name);

		if (order < 0 || (past && !order))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void add_case(const struct page *p, const char *name, size_t changes)
{
	const struct case_row *text = text_of(p->in->cases, name);

	str_add(p->out, "<tr><td>");
	page_case_link(p, name);
	str_add(p->out, "</td><td class=\"said\">");
	if (text)
		page_text(p, *or_empty(text->question) ? text->question : text->title);
	str_addf(p->out, "</td><td class=\"num\">%zu</td></tr>\n", changes);
}

static void add_family(const struct page *p, const char *case_name)
{
	char *family = case_family(case_name);

	str_add(p->out, "<section>\n<h2>");
	page_text(p, family);
	str_add(p->out, "</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	page_text(p, family);
	str_add(p->out,
	        "\"><table class=\"cases\"><thead><tr><th scope=\"col\">case</th><th scope=\"col\">question</th><th "
	        "scope=\"col\" class=\"num\">changes in all modes</th></tr></thead>\n<tbody>\n");
	free(family);
}

void page_cases(const struct page *p)
{
	const struct history *h = p->in->history;
	const char *last = NULL;
	size_t nchanged, n = 0;
	const char **changed = changed_cases(p->in->changes, &nchanged);

	for (size_t i = 0; i < h->len; i++)
		n += !i || strcmp(h->items[i - 1].case_name, h->items[i].case_name) != 0;
	str_addf(p->out,
	         "<h1>%zu %s</h1>\n<p class=\"lead\">Each asks one question about allocation. Its page has the answer, "
	         "the source with what each release said, emitted and did, and the trends.</p>\n",
	         n, n == 1 ? "case" : "cases");
	for (size_t i = 0; i < h->len; i++) {
		const char *name = h->items[i].case_name;

		if (last && !strcmp(last, name))
			continue;
		if (!last || !same_family_name(last, name)) {
			str_add(p->out, last ? "</tbody></table></div>\n</section>\n" : "");
			add_family(p, name);
		}
		add_case(p, name,
		         first_at_least(changed, nchanged, name, true) -
		                 first_at_least(changed, nchanged, name, false));
		last = name;
	}
	str_add(p->out, last ? "</tbody></table></div>\n</section>\n" : "<p>None was measured.</p>\n");
	free(changed);
}

void page_releases(const struct page *p)
{
	const struct history *h = p->in->history;

	str_addf(p->out, "<h1>%zu %s</h1>\n", h->nreleases, h->nreleases == 1 ? "release" : "releases");
	page_summary(p, h->nreleases);
	if (h->nreleases) {
		str_add(p->out, "<p>The first one, which has nothing to be compared with: ");
		page_release_link(p, h->releases[0].go);
		str_add(p->out, ".</p>\n");
	}
}
