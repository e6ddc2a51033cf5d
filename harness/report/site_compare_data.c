/* What the compare page of one mode knows, as JSON: see site_compare.h; its parts: site_compare_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_data.h"
#include "report/site_compare_parts.h"
#include "report/table.h"

static int by_name(const void *key, const void *element)
{
	return strcmp(key, *(const char *const *)element);
}

static void scope_init(struct scope *s)
{
	const struct history *h = s->h;

	s->series = xcalloc(h->len + 1, sizeof(void *));
	s->cases = xcalloc(h->len + 1, sizeof(char *));
	s->first = xcalloc(h->len + 1, sizeof *s->first);
	for (size_t i = 0; i < h->len; i++) {
		if (strcmp(h->items[i].mode, s->mode) != 0)
			continue;
		if (!s->ncases || strcmp(s->cases[s->ncases - 1], h->items[i].case_name) != 0) {
			s->first[s->ncases] = s->n;
			s->cases[s->ncases++] = h->items[i].case_name;
		}
		s->series[s->n++] = &h->items[i];
	}
	s->first[s->ncases] = s->n;
}

static void scope_release(struct scope *s)
{
	free(s->series);
	free(s->cases);
	free(s->first);
}

long scope_case(const struct scope *s, const char *name)
{
	const char **found = bsearch(or_empty(name), s->cases, s->ncases, sizeof *s->cases, by_name);

	return found ? (long)(found - s->cases) : -1;
}

long scope_series(const struct scope *s, long c, const char *benchmark)
{
	for (size_t i = s->first[c]; *or_empty(benchmark) && i < s->first[c + 1]; i++)
		if (!strcmp(s->series[i]->benchmark, benchmark))
			return (long)i;
	return -1;
}

/* ---- what there is ---- */

void compare_data_string(struct str *out, const char *before, const char *text)
{
	str_add(out, before);
	escape_json(out, or_empty(text));
}

static void add_modes(const struct scope *s, const struct strlist *modes)
{
	for (size_t i = 0; i < modes->len; i++) {
		char *file = page_compare_file(s->p, modes->items[i]);

		compare_data_string(s->out, i ? ",[" : "[", modes->items[i]);
		compare_data_string(s->out, ",", file);
		str_add_char(s->out, ']');
		free(file);
	}
}

static void add_words(const struct scope *s)
{
	str_add(s->out, ",\n\"metrics\":[");
	for (size_t i = 0; i < metric_count; i++) {
		compare_data_string(s->out, i ? ",[" : "[", metric_table[i].name);
		compare_data_string(s->out, ",", metric_table[i].title);
		str_add_char(s->out, ']');
	}
	str_add(s->out, "],\n\"causes\":[");
	for (int i = 0; i < CAUSES; i++) {
		compare_data_string(s->out, i ? ",[" : "[", cause_info((enum cause)i)->name);
		compare_data_string(s->out, ",", cause_info((enum cause)i)->meaning);
		str_add_char(s->out, ']');
	}
	str_add(s->out, "],\n\"releases\":[");
	for (size_t r = 0; r < s->h->nreleases; r++) {
		char *slug = site_release_slug(s->h->releases[r].go), *page = xasprintf("release/%s.html", slug);

		compare_data_string(s->out, r ? ",[" : "[", s->h->releases[r].go);
		compare_data_string(s->out, ",", release_label(s->h->releases[r].go));
		compare_data_string(s->out, ",", page);
		str_add_char(s->out, ']');
		free(slug);
		free(page);
	}
	str_add_char(s->out, ']');
}

/* ---- cases ---- */

/* The point of any of the case's series at the release; NULL if there is none. */
static const struct point *point_of_case(const struct scope *s, size_t c, size_t release)
{
	for (size_t i = s->first[c]; i < s->first[c + 1]; i++)
		for (size_t k = 0; k < s->series[i]->n && s->series[i]->points[k].release <= release; k++)
			if (s->series[i]->points[k].release == release)
				return &s->series[i]->points[k];
	return NULL;
}

static bool equal(const char *a, const char *b)
{
	return !strcmp(or_empty(a), or_empty(b));
}

static void add_statuses(const struct scope *s, size_t c)
{
	const char *status = NULL, *reason = NULL;

	str_add(s->out, ",[");
	for (size_t r = 0; r < s->h->nreleases; r++) {
		const struct point *q = point_of_case(s, c, r);
		const char *now = q ? q->status : "not measured", *why = q ? or_empty(q->reason) : "";

		if (status && equal(status, now) && equal(reason, why))
			continue;
		str_addf(s->out, "%s[%zu", status ? "," : "", r);
		compare_data_string(s->out, ",", now);
		if (*why)
			compare_data_string(s->out, ",", why);
		str_add_char(s->out, ']');
		status = now;
		reason = why;
	}
	str_add_char(s->out, ']');
}

static void add_contents(const struct scope *s, size_t c)
{
	const char *content = NULL;
	struct strlist seen = STRLIST_INIT;
	size_t runs = 0;

	str_add(s->out, ",[");
	for (size_t r = 0; r < s->h->nreleases; r++) {
		const struct point *q = point_of_case(s, c, r);
		const char *now = q ? or_empty(q->case_sha256) : content;
		size_t number = 0;

		if (!now || (content && equal(content, now)))
			continue;
		content = now;
		while (number < seen.len && strcmp(seen.items[number], now) != 0)
			number++;
		if (number == seen.len)
			strlist_add(&seen, now);
		str_addf(s->out, "%s[%zu,%zu]", runs++ ? "," : "", r, number);
	}
	str_add_char(s->out, ']');
	strlist_release(&seen);
}

static void add_cases(const struct scope *s)
{
	str_add(s->out, ",\n\"cases\":[");
	for (size_t c = 0; c < s->ncases; c++) {
		char *slug = site_slug(s->cases[c]), *page = xasprintf("case/%s.html", slug);

		compare_data_string(s->out, c ? ",\n[" : "\n[", s->cases[c]);
		compare_data_string(s->out, ",", page);
		add_statuses(s, c);
		add_contents(s, c);
		str_add_char(s->out, ']');
		free(slug);
		free(page);
	}
	str_add_char(s->out, ']');
}

void compare_data(const struct page *p, const char *mode, const struct strlist *modes, const struct time_pairs *times,
                  struct str *out)
{
	struct scope s = { .p = p, .h = p->in->history, .mode = mode, .out = out };

	scope_init(&s);
	compare_data_string(out, "{\"generator\":\"" SITE_MARK "\",\"schema\":1,\"mode\":", mode);
	compare_data_string(out, ",\"goos\":", s.n ? s.series[0]->goos : "");
	compare_data_string(out, ",\"goarch\":", s.n ? s.series[0]->goarch : "");
	str_add(out, ",\n\"modes\":[");
	add_modes(&s, modes);
	str_add_char(out, ']');
	add_words(&s);
	add_cases(&s);
	compare_data_series(&s);
	compare_data_steps(&s);
	compare_data_times(&s, times);
	str_add(out, "}\n");
	scope_release(&s);
}
