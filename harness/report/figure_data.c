#include "report/figure_data.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/table.h"
#include "report/utf8.h"

#define LONGEST_LABEL 60 /* characters */

const char *release_label(const char *go)
{
	return str_starts(go, "go") && isdigit((unsigned char)go[2]) ? go + 2 : go;
}

const char *benchmark_label(const char *benchmark)
{
	return str_starts(benchmark, "Benchmark") && benchmark[9] ? benchmark + 9 : benchmark;
}

static bool same_text(const char *a, const char *b)
{
	return !strcmp(a ? a : "", b ? b : "");
}

static bool same_platform(const struct series *a, const struct series *b)
{
	return same_text(a->goos, b->goos) && same_text(a->goarch, b->goarch);
}

char *series_label(const struct history *h, const struct series *s)
{
	for (size_t i = 0; i < h->len; i++) {
		const struct series *o = &h->items[i];

		if (!same_platform(o, s) && !strcmp(o->benchmark, s->benchmark) && !strcmp(o->mode, s->mode) &&
		    !strcmp(o->case_name, s->case_name))
			return xasprintf("%s (%s/%s)", benchmark_label(s->benchmark), s->goos ? s->goos : "",
					 s->goarch ? s->goarch : "");
	}
	return xstrdup(benchmark_label(s->benchmark));
}

char *case_family(const char *case_name)
{
	return xstrndup(case_name, strcspn(case_name, "/"));
}

static const char *case_short(const char *case_name)
{
	const char *slash = strchr(case_name, '/');

	return slash ? slash + 1 : case_name;
}

int accounting_epoch(const struct go_version *v)
{
	int epoch = 0;

	for (int minor = 3; minor <= 6; minor++)
		epoch += version_at_least(v, 1, minor);
	return epoch;
}

const struct point *cell_point(const struct history *h, const struct series *s, const char *go)
{
	const struct point *p = series_at(s, go);

	for (size_t i = 0; !p && i < h->len; i++) {
		const struct series *whole = &h->items[i];

		if (!*whole->benchmark && same_platform(whole, s) && !strcmp(whole->mode, s->mode) &&
		    !strcmp(whole->case_name, s->case_name))
			p = series_at(whole, go);
	}
	return p;
}

/* What one drawing needs to know of the history: its mode's benchmarks and the releases they were tried on. */
struct view {
	const struct history *h;
	const char *mode;
	const struct series **series;
	size_t n;
	const struct release **releases;
	size_t nreleases;
};

static void view_init(struct view *v, const struct history *h, const char *mode)
{
	*v = (struct view){.h = h, .mode = mode};
	v->series = xcalloc(h->len, sizeof(void *));
	v->releases = xcalloc(h->nreleases, sizeof(void *));
	for (size_t i = 0; i < h->len; i++)
		if (*h->items[i].benchmark && !strcmp(h->items[i].mode, mode))
			v->series[v->n++] = &h->items[i];
	for (size_t r = 0; r < h->nreleases; r++)
		for (size_t i = 0; i < v->n; i++)
			if (cell_point(h, v->series[i], h->releases[r].go)) {
				v->releases[v->nreleases++] = &h->releases[r];
				break;
			}
}

static void view_release(struct view *v)
{
	free(v->series);
	free(v->releases);
}

/*
 * A field of a data file: no tab or newline survives, nor a double quote (gnuplot takes what is between two for one
 * field); it is not empty (the next one would be taken for it), and a name without end does not make a figure without end.
 */
static void add_field(struct str *out, const char *text)
{
	size_t n = 0, characters = 0;
	uint32_t cp;
	char *cut;

	for (; text[n] && characters < LONGEST_LABEL; characters++)
		n += utf8_next(text + n, &cp);
	cut = xasprintf("%.*s%s", (int)n, text, text[n] ? "..." : "");
	for (char *p = cut; *p; p++)
		if (*p == '"')
			*p = '\'';
	escape_text(out, *cut ? cut : "-");
	free(cut);
}

static void add_fields(struct str *out, const char *a, const char *b)
{
	str_add_char(out, '\t');
	add_field(out, a);
	str_add_char(out, '\t');
	add_field(out, b);
}

static void add_block(struct str *out, const char *name, const char *columns)
{
	str_addf(out, "%s# %s\n# %s\n", out->len ? "\n\n" : "", name, columns);
}

static void add_releases(struct str *out, const struct view *v)
{
	add_block(out, "releases", "x\tgo\tnew_accounting");
	for (size_t r = 0; r < v->nreleases; r++) {
		bool border = r && accounting_epoch(&v->releases[r]->version) !=
					   accounting_epoch(&v->releases[r - 1]->version);

		str_addf(out, "%zu\t", r + 1);
		add_field(out, release_label(v->releases[r]->go));
		str_addf(out, "\t%d\n", border);
	}
}

/* At most five characters: "0" ... "9999", "12k", "1.2M". */
static void short_count(int64_t n, char *buf, size_t size)
{
	if (n < 10000)
		snprintf(buf, size, "%lld", (long long)n);
	else if (n < 999500)
		snprintf(buf, size, "%.0fk", (double)n / 1e3);
	else
		snprintf(buf, size, "%.1fM", (double)n / 1e6);
}

static int direction(int64_t old, int64_t new)
{
	return (new > old) - (new < old);
}

static void add_heatmap_row(struct str *out, const struct view *v, const struct series *s, size_t y)
{
	const struct point *left = NULL; /* the nearest release to the left that has a count */
	char *label = series_label(v->h, s);

	for (size_t r = 0; r < v->nreleases; r++) {
		const struct point *p = cell_point(v->h, s, v->releases[r]->go);
		char shown[32];

		str_addf(out, "%zu\t%zu\t", r + 1, y);
		if (!p || !p->counted) {
			str_add(out, "NaN\tn/a\t0\t");
		} else {
			short_count(p->allocs, shown, sizeof shown);
			str_addf(out, "%lld\t%s\t%d\t", (long long)p->allocs, shown,
				 left ? direction(left->allocs, p->allocs) : 0);
			left = p;
		}
		add_field(out, p ? p->status : "missing");
		add_fields(out, s->case_name, label);
		str_add_char(out, '\t');
		add_field(out, release_label(v->releases[r]->go));
		str_add_char(out, '\n');
	}
	free(label);
}

static bool same_family(const struct series *a, const struct series *b)
{
	size_t n = strcspn(a->case_name, "/");

	return n == strcspn(b->case_name, "/") && !strncmp(a->case_name, b->case_name, n);
}

static struct figure *add_figure(struct figure_list *l, const char *script)
{
	struct figure *f;

	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	f = &l->items[l->len++];
	*f = (struct figure){.script = script, .data = STR_INIT};
	return f;
}

static void plan_heatmap(const struct view *v, struct figure_list *out)
{
	struct figure *f = add_figure(out, "heatmap.gp");

	f->name = xstrdup("heatmap");
	f->title = xasprintf("Allocations per operation, by Go release (mode %s)", v->mode);
	add_releases(&f->data, v);
	add_block(&f->data, "rows", "y\tfamily\tcase\tbenchmark\tfirst_of_family\tfirst_of_case");
	for (size_t i = 0; i < v->n; i++) {
		const struct series *s = v->series[i];
		char *family = case_family(s->case_name), *label = series_label(v->h, s);

		str_addf(&f->data, "%zu\t", i + 1);
		add_field(&f->data, family);
		add_fields(&f->data, case_short(s->case_name), label);
		str_addf(&f->data, "\t%d\t%d\n", !i || !same_family(s, v->series[i - 1]),
			 !i || strcmp(s->case_name, v->series[i - 1]->case_name) != 0);
		free(family);
		free(label);
	}
	add_block(&f->data, "cells", "x\ty\tallocs\tshown\tchange\tstatus\tcase\tbenchmark\tgo");
	for (size_t i = 0; i < v->n; i++)
		add_heatmap_row(&f->data, v, v->series[i], i + 1);
}

static void add_panel_heads(struct str *out, const struct view *v, const struct series *const *series, size_t n)
{
	add_block(out, "panels", "panel\tcase\tbenchmark");
	for (size_t i = 0; i < n; i++) {
		char *label = series_label(v->h, series[i]);

		str_addf(out, "%zu", i + 1);
		add_fields(out, case_short(series[i]->case_name), label);
		free(label);
		str_add_char(out, '\n');
	}
}

/* Releases from `r` on that have the same value without a gap; 0 if the release before has it too: then it is no start. */
static size_t plateau(const struct point *const *points, size_t n, size_t r, int64_t (*value)(const struct point *))
{
	size_t end = r;

	if (r && points[r - 1] && value(points[r - 1]) == value(points[r]))
		return 0;
	while (end < n && points[end] && value(points[end]) == value(points[r]))
		end++;
	return end - r;
}

static int64_t value_allocs(const struct point *p)
{
	return p->allocs;
}

static int64_t value_bytes(const struct point *p)
{
	return p->bytes;
}

static void add_count_panel(struct str *out, const struct view *v, const struct series *s)
{
	const struct point **points = xcalloc(v->nreleases, sizeof(void *)); /* the counted ones, else NULL */
	const struct point *left = NULL;
	size_t n = v->nreleases;

	for (size_t r = 0; r < n; r++) {
		points[r] = cell_point(v->h, s, v->releases[r]->go);
		if (points[r] && !points[r]->counted)
			points[r] = NULL;
	}
	add_block(out, "panel", "x\tallocs\tbytes\tallocs_change\tbytes_change\tallocs_stay\tbytes_stay\tgo");
	for (size_t r = 0; r < n; r++) {
		const struct point *p = points[r];

		str_addf(out, "%zu\t", r + 1);
		if (!p) {
			str_add(out, "NaN\tNaN\t0\t0\t0\t0\t");
		} else {
			/* the first count is marked too: every line starts with its value */
			str_addf(out, "%lld\t%lld\t%d\t%d\t%zu\t%zu\t", (long long)p->allocs, (long long)p->bytes,
				 left ? direction(left->allocs, p->allocs) : 2,
				 left ? direction(left->bytes, p->bytes) : 2, plateau(points, n, r, value_allocs),
				 plateau(points, n, r, value_bytes));
			left = p;
		}
		add_field(out, release_label(v->releases[r]->go));
		str_add_char(out, '\n');
	}
	free(points);
}

static void add_time_panel(struct str *out, const struct view *v, const struct series *s)
{
	add_block(out, "panel", "x\tns\tns_low\tns_high\tsamples\tgo");
	for (size_t r = 0; r < v->nreleases; r++) {
		const struct point *p = cell_point(v->h, s, v->releases[r]->go);

		str_addf(out, "%zu\t", r + 1);
		if (p && p->timed && isfinite(p->ns) && isfinite(p->ns_low) && isfinite(p->ns_high))
			str_addf(out, "%.6g\t%.6g\t%.6g\t%zu\t", p->ns, p->ns_low, p->ns_high, p->time_samples);
		else
			str_add(out, "NaN\tNaN\tNaN\t0\t");
		add_field(out, release_label(v->releases[r]->go));
		str_add_char(out, '\n');
	}
}

/* A kind of small multiples. */
struct kind {
	const char *prefix, *script, *title;
	bool (*has)(const struct point *p); /* does the point say anything here */
	void (*panel)(struct str *out, const struct view *v, const struct series *s);
};

static bool has_count(const struct point *p)
{
	return p->counted;
}

static bool has_time(const struct point *p)
{
	return p->timed;
}

static const struct kind kinds[] = {
	{"family", "family.gp", "allocations and bytes per operation", has_count, add_count_panel},
	{"time", "time.gp", "time per operation", has_time, add_time_panel},
};

static bool series_has(const struct series *s, const struct kind *k)
{
	for (size_t i = 0; i < s->n; i++)
		if (k->has(&s->points[i]))
			return true;
	return false;
}

static bool name_taken(const struct figure_list *l, const char *name)
{
	for (size_t i = 0; i < l->len; i++)
		if (l->items[i].name && !strcmp(l->items[i].name, name))
			return true;
	return false;
}

/* The file name of a page of a family, which may be called anything. */
static void page_name(struct str *out, const char *kind, const char *family, size_t page)
{
	str_addf(out, "%s-%s", kind, family);
	for (char *p = out->p; *p; p++)
		if (!isalnum((unsigned char)*p) && !strchr("_-+", *p))
			*p = '_';
	if (page)
		str_addf(out, "-%zu", page + 1);
}

void figure_pages(const struct strlist *drawn, const char *kind, const char *family, struct strlist *out)
{
	bool more = drawn != NULL;

	for (size_t page = 0; more; page++) {
		struct str name = STR_INIT;

		page_name(&name, kind, family, page);
		more = strlist_has(drawn, str_cstr(&name));
		if (more)
			strlist_add(out, str_cstr(&name));
		str_release(&name);
	}
}

/* As page_name, but no other figure's. */
static char *figure_name(const struct figure_list *l, const char *kind, const char *family, size_t page)
{
	struct str name = STR_INIT;

	page_name(&name, kind, family, page);
	while (name_taken(l, name.p))
		str_add_char(&name, '_');
	return str_detach(&name);
}

static void plan_family(const struct view *v, const struct kind *k, const struct series *const *series, size_t n,
			struct figure_list *out)
{
	size_t pages = (n + FIGURE_PANELS - 1) / FIGURE_PANELS;
	char *family = case_family(series[0]->case_name);

	for (size_t page = 0, from = 0; page < pages; page++) {
		size_t take = (n - from + pages - page - 1) / (pages - page);
		struct figure *f = add_figure(out, k->script);
		char part[64] = "";

		if (pages > 1)
			snprintf(part, sizeof part, ", %zu of %zu", page + 1, pages);
		f->name = figure_name(out, k->prefix, family, page);
		f->title = xasprintf("%s: %s, by Go release (mode %s%s)", family, k->title, v->mode, part);
		add_releases(&f->data, v);
		add_panel_heads(&f->data, v, series + from, take);
		for (size_t i = 0; i < take; i++)
			k->panel(&f->data, v, series[from + i]);
		from += take;
	}
	free(family);
}

static void plan_kind(const struct view *v, const struct kind *k, struct figure_list *out)
{
	const struct series **some = xcalloc(v->n, sizeof(void *));

	for (size_t i = 0, end; i < v->n; i = end) {
		size_t n = 0;

		for (end = i; end < v->n && same_family(v->series[i], v->series[end]); end++)
			if (series_has(v->series[end], k))
				some[n++] = v->series[end];
		if (n)
			plan_family(v, k, some, n, out);
	}
	free(some);
}

void figures_plan(const struct history *h, const char *mode, struct figure_list *out)
{
	struct view v;

	view_init(&v, h, mode);
	if (v.n && v.nreleases) {
		plan_heatmap(&v, out);
		for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
			plan_kind(&v, &kinds[i], out);
	}
	view_release(&v);
}

void figure_list_release(struct figure_list *l)
{
	for (size_t i = 0; i < l->len; i++) {
		free(l->items[i].name);
		free(l->items[i].title);
		str_release(&l->items[i].data);
	}
	free(l->items);
	*l = (struct figure_list)FIGURE_LIST_INIT;
}
