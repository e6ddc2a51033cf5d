/* What the compare page of one mode knows, as JSON: see site_compare.h. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/step.h"
#include "base/alloc.h"
#include "report/figure_data.h"
#include "report/site_compare.h"
#include "report/site_groups.h"
#include "report/table.h"

#define OPEN_ROWS 16000 /* comparisons without a finding, in all; of more only their number */

/* The mode's series, in the history's order: a case's together. */
struct scope {
	const struct page *p;
	const struct history *h;
	const char *mode;
	const struct series **series;
	size_t n;
	const char **cases; /* sorted, each once */
	size_t *first;      /* of each case: its first series */
	size_t ncases;
	struct strlist texts; /* sorted, each once */
	struct str *out;
};

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
	strlist_release(&s->texts);
}

/* -1: not in this mode. */
static long case_of(const struct scope *s, const char *name)
{
	const char **found = bsearch(or_empty(name), s->cases, s->ncases, sizeof *s->cases, by_name);

	return found ? (long)(found - s->cases) : -1;
}

static long series_of(const struct scope *s, long c, const char *benchmark)
{
	for (size_t i = s->first[c]; *or_empty(benchmark) && i < s->first[c + 1]; i++)
		if (!strcmp(s->series[i]->benchmark, benchmark))
			return (long)i;
	return -1;
}

static size_t release_of(const struct scope *s, const char *go)
{
	size_t r = 0;

	while (r < s->h->nreleases && strcmp(s->h->releases[r].go, or_empty(go)) != 0)
		r++;
	return r;
}

/* ---- what there is ---- */

static void add_string(struct str *out, const char *before, const char *text)
{
	str_add(out, before);
	escape_json(out, or_empty(text));
}

static void add_modes(const struct scope *s, const struct strlist *modes)
{
	for (size_t i = 0; i < modes->len; i++) {
		char *file = page_compare_file(s->p, modes->items[i]);

		add_string(s->out, i ? ",[" : "[", modes->items[i]);
		add_string(s->out, ",", file);
		str_add_char(s->out, ']');
		free(file);
	}
}

static void add_words(const struct scope *s)
{
	str_add(s->out, ",\n\"metrics\":[");
	for (size_t i = 0; i < metric_count; i++) {
		add_string(s->out, i ? ",[" : "[", metric_table[i].name);
		add_string(s->out, ",", metric_table[i].title);
		str_add_char(s->out, ']');
	}
	str_add(s->out, "],\n\"causes\":[");
	for (int i = 0; i < CAUSES; i++) {
		add_string(s->out, i ? ",[" : "[", cause_info((enum cause)i)->name);
		add_string(s->out, ",", cause_info((enum cause)i)->meaning);
		str_add_char(s->out, ']');
	}
	str_add(s->out, "],\n\"releases\":[");
	for (size_t r = 0; r < s->h->nreleases; r++) {
		char *slug = site_release_slug(s->h->releases[r].go), *page = xasprintf("release/%s.html", slug);

		add_string(s->out, r ? ",[" : "[", s->h->releases[r].go);
		add_string(s->out, ",", release_label(s->h->releases[r].go));
		add_string(s->out, ",", page);
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
		add_string(s->out, ",", now);
		if (*why)
			add_string(s->out, ",", why);
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

		add_string(s->out, c ? ",\n[" : "\n[", s->cases[c]);
		add_string(s->out, ",", page);
		add_statuses(s, c);
		add_contents(s, c);
		str_add_char(s->out, ']');
		free(slug);
		free(page);
	}
	str_add_char(s->out, ']');
}

/* ---- counts ---- */

static const struct count_range *range_of(const struct point *q, bool bytes)
{
	return bytes ? &q->bytes_range : &q->allocs_range;
}

static int64_t value_of(const struct point *q, bool bytes)
{
	return bytes ? q->bytes : q->allocs;
}

static bool varies(const struct count_range *r)
{
	return r->low < r->high;
}

static bool same_figure(const struct point *a, const struct point *b, bool bytes)
{
	const struct count_range *x = range_of(a, bytes), *y = range_of(b, bytes);

	return value_of(a, bytes) == value_of(b, bytes) && !varies(x) && !varies(y);
}

static void add_figures(const struct scope *s, const struct series *one, bool bytes)
{
	const struct point *last = NULL;
	bool any = false;
	size_t next = 0; /* the release that a run would go on with */

	str_add(s->out, ",[");
	for (size_t k = 0; k < one->n; k++) {
		const struct point *q = &one->points[k];
		const struct count_range *range = range_of(q, bytes);

		if (!q->counted)
			continue;
		if (last && q->release > next) {
			str_addf(s->out, ",[%zu]", next);
			last = NULL;
		}
		if (!last || !same_figure(last, q, bytes)) {
			str_addf(s->out, "%s[%zu,%" PRId64, any ? "," : "", q->release, value_of(q, bytes));
			if (varies(range))
				str_addf(s->out, ",%" PRId64 ",%" PRId64 ",%.10g,%.10g", range->low, range->high,
				         range->seen_low, range->seen_high);
			str_add_char(s->out, ']');
		}
		any = true;
		last = q;
		next = q->release + 1;
	}
	if (any && next < s->h->nreleases)
		str_addf(s->out, ",[%zu]", next);
	str_add_char(s->out, ']');
}

/* Values that differ, though by no more than noise: as compare has it, which looks at more than the values. */
static void add_same(const struct scope *s, const struct series *one, bool bytes)
{
	bool any = false;

	str_add(s->out, ",[");
	for (size_t a = 0; a < one->n; a++) {
		bool begun = false;

		for (size_t b = a + 1; b < one->n; b++) {
			const struct point *old = &one->points[a], *new = &one->points[b];

			if (!old->counted || !new->counted || value_of(old, bytes) == value_of(new, bytes) ||
			    (bytes ? bytes_step(old, new) : allocs_step(old, new)))
				continue;
			if (!begun)
				str_addf(s->out, "%s[%zu", any ? "," : "", old->release);
			str_addf(s->out, ",%zu", new->release);
			begun = any = true;
		}
		if (begun)
			str_add_char(s->out, ']');
	}
	str_add_char(s->out, ']');
}

static void add_series(const struct scope *s)
{
	size_t c = 0;

	str_add(s->out, ",\n\"series\":[");
	for (size_t i = 0; i < s->n; i++) {
		const struct series *one = s->series[i];

		while (i >= s->first[c + 1])
			c++;
		str_addf(s->out, "%s[%zu", i ? ",\n" : "\n", c);
		add_string(s->out, ",", benchmark_label(one->benchmark));
		for (int bytes = 0; bytes < 2; bytes++)
			add_figures(s, one, bytes);
		for (int bytes = 0; bytes < 2; bytes++)
			add_same(s, one, bytes);
		str_add_char(s->out, ']');
	}
	str_add_char(s->out, ']');
}

/* ---- steps ---- */

static bool is_here(const struct scope *s, const struct change *c)
{
	return !strcmp(or_empty(c->mode), s->mode) && case_of(s, c->case_name) >= 0;
}

static void find_texts(struct scope *s)
{
	const struct change_list *l = s->p->in->changes;
	size_t kept = 0;

	for (size_t i = 0; i < l->len; i++) {
		const struct change *c = &l->items[i];
		struct str why = STR_INIT;

		if (!is_here(s, c))
			continue;
		change_why(c, &why);
		strlist_add(&s->texts, or_empty(c->old_text));
		strlist_add(&s->texts, or_empty(c->new_text));
		strlist_add(&s->texts, or_empty(c->where));
		strlist_take(&s->texts, str_detach(&why));
	}
	strlist_sort(&s->texts);
	for (size_t i = 0; i < s->texts.len; i++) {
		if (kept && !strcmp(s->texts.items[kept - 1], s->texts.items[i]))
			free(s->texts.items[i]);
		else
			s->texts.items[kept++] = s->texts.items[i];
	}
	s->texts.len = kept;
	if (s->texts.items)
		s->texts.items[kept] = NULL;
	str_add(s->out, ",\n\"texts\":[");
	for (size_t i = 0; i < kept; i++)
		add_string(s->out, i ? ",\n" : "\n", s->texts.items[i]);
	str_add_char(s->out, ']');
}

static void add_text(const struct scope *s, const char *text)
{
	const char *wanted = or_empty(text);
	char **found = bsearch(&wanted, s->texts.items, s->texts.len, sizeof *s->texts.items, str_order);

	str_addf(s->out, ",%ld", found ? (long)(found - s->texts.items) : -1L);
}

static size_t metric_index(enum metric m)
{
	size_t i = 0;

	while (i + 1 < metric_count && metric_table[i].metric != m)
		i++;
	return i;
}

static void add_step(const struct scope *s, const struct change *c, bool first)
{
	static const int signs[SIDES] = {
		[SIDE_BETTER] = -1, [SIDE_WORSE] = 1, [SIDE_DIFFERS] = 0, [SIDE_OPEN] = 3, [SIDE_COUNTERS] = 2
	};
	const long of = case_of(s, c->case_name);
	struct str why = STR_INIT;

	change_why(c, &why);
	str_addf(s->out, "%s[%zu,%ld,%ld,%zu,%zu", first ? "\n" : ",\n", metric_index(c->metric), of,
	         series_of(s, of, c->benchmark), release_of(s, c->old_go), release_of(s, c->new_go));
	add_text(s, c->old_text);
	add_text(s, c->new_text);
	str_addf(s->out, ",%d,%d", signs[change_side(c)], (int)c->cause);
	add_text(s, str_cstr(&why));
	add_text(s, c->where);
	str_add_char(s->out, ']');
	str_release(&why);
}

static void add_steps(struct scope *s)
{
	const struct change_list *l = s->p->in->changes;
	bool first = true;

	find_texts(s);
	str_add(s->out, ",\n\"steps\":[");
	for (size_t i = 0; i < l->len; i++) {
		if (!is_here(s, &l->items[i]))
			continue;
		add_step(s, &l->items[i], first);
		first = false;
	}
	str_add_char(s->out, ']');
}

/* ---- times ---- */

static void add_number(const struct scope *s, double value)
{
	if (isfinite(value))
		str_addf(s->out, ",%.5g", value);
	else
		str_add(s->out, ",null");
}

static bool has_finding(const struct time_result *r)
{
	return r->verdict == TIME_SLOWER || r->verdict == TIME_FASTER || r->verdict == TIME_SUSPECTED ||
	       r->verdict == TIME_CLEARED;
}

static void add_time(const struct scope *s, const struct time_outcome *o, long series)
{
	const struct time_result *r = &o->result;

	str_addf(s->out, "\n[%ld", series);
	add_number(s, r->told.ratio);
	add_number(s, r->told.low);
	add_number(s, r->told.high);
	add_number(s, r->verdict == TIME_SLOWER || r->verdict == TIME_FASTER ? r->again.q : r->q);
	add_string(s->out, ",", time_verdict_name(r->verdict));
	str_addf(s->out, ",%zu", r->again.pairs && has_finding(r) ? r->again.pairs : r->pairs);
	add_number(s, o->old_ns);
	add_number(s, o->new_ns);
	str_addf(s->out, ",%d]", o->code == CODE_SAME);
}

/* The outcomes of this mode: where they are many, of those without a finding only how many. */
static void add_outcomes(const struct scope *s, const struct time_pair *pair, size_t *open)
{
	size_t counts[TIME_VERDICTS] = { 0 };
	bool any = false;

	str_addf(s->out, "[%zu,%zu,%zu,%.5g,[", pair->old, pair->new, pair->blocks, pair->summary.threshold);
	for (size_t i = 0; i < pair->len; i++) {
		const struct time_outcome *o = &pair->outcomes[i];
		const bool paired = o->result.pairs > 0 || o->result.again.pairs > 0;
		long of, series;

		if (strcmp(o->mode, s->mode) != 0)
			continue;
		counts[o->result.verdict]++;
		if (!paired || (!has_finding(&o->result) && *open >= OPEN_ROWS))
			continue;
		of = case_of(s, o->case_name);
		series = of >= 0 ? series_of(s, of, o->benchmark) : -1;
		if (series < 0)
			continue;
		*open += !has_finding(&o->result);
		str_add(s->out, any ? "," : "");
		add_time(s, o, series);
		any = true;
	}
	str_add(s->out, "],{");
	for (int v = TIME_NONE + 1; v < TIME_VERDICTS; v++)
		str_addf(s->out, "%s\"%s\":%zu", v > TIME_NONE + 1 ? "," : "", time_verdict_name((enum time_verdict)v),
		         counts[v]);
	str_add(s->out, "}]");
}

static void add_times(const struct scope *s, const struct time_pairs *times)
{
	size_t open = 0;
	bool any = false;

	str_add(s->out, ",\n\"pairs\":[");
	for (size_t i = 0; i < times->len; i++)
		str_addf(s->out, "%s[%zu,%zu,%zu]", i ? "," : "", times->items[i].old, times->items[i].new,
		         times->items[i].blocks);
	str_add(s->out, "],\n\"times\":[");
	for (int pass = 0; pass < 2;
	     pass++) /* neighbours first: there is room for those of all others, or there is not */
		for (size_t i = times->len; i-- > 0;) {
			const struct time_pair *pair = &times->items[i];

			if (!pair->judged || (pair->old + 1 == pair->new) == (pass > 0))
				continue;
			str_add(s->out, any ? ",\n" : "\n");
			add_outcomes(s, pair, &open);
			any = true;
		}
	str_add(s->out, "]");
}

void compare_data(const struct page *p, const char *mode, const struct strlist *modes, const struct time_pairs *times,
                  struct str *out)
{
	struct scope s = { .p = p, .h = p->in->history, .mode = mode, .texts = STRLIST_INIT, .out = out };

	scope_init(&s);
	add_string(out, "{\"generator\":\"" SITE_MARK "\",\"schema\":1,\"mode\":", mode);
	add_string(out, ",\"goos\":", s.n ? s.series[0]->goos : "");
	add_string(out, ",\"goarch\":", s.n ? s.series[0]->goarch : "");
	str_add(out, ",\n\"modes\":[");
	add_modes(&s, modes);
	str_add_char(out, ']');
	add_words(&s);
	add_cases(&s);
	add_series(&s);
	add_steps(&s);
	add_times(&s, times);
	str_add(out, "}\n");
	scope_release(&s);
}
