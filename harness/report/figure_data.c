#include "report/figure_data.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/step.h"
#include "base/alloc.h"
#include "report/figure_blocks.h"

struct figure *figure_add(struct figure_list *l, const char *script)
{
	struct figure *f;

	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	f = &l->items[l->len++];
	*f = (struct figure){ .script = script, .data = STR_INIT };
	return f;
}

/* The rows, on as many pages as print needs: at most `rows` on each, 0 for any number. */
static void plan_rows(const struct view *v, const char *name, const char *title, size_t rows, struct figure_list *out)
{
	const size_t pages = rows && v->n ? (v->n + rows - 1) / rows : 1;

	for (size_t page = 0, from = 0; page < pages; page++) {
		struct figure *f = figure_add(out, "heatmap.gp");
		struct view some = *v;

		some.series = v->series + from;
		some.alike = v->alike ? v->alike + from : NULL;
		some.n = (v->n - from + pages - page - 1) / (pages - page);
		f->name = page ? xasprintf("%s-%zu", name, page + 1) : xstrdup(name);
		f->title = pages > 1 ? xasprintf("%s (mode %s, %zu of %zu)", title, v->mode, page + 1, pages)
		                     : xasprintf("%s (mode %s)", title, v->mode);
		blocks_heatmap(&f->data, &some);
		from += some.n;
	}
}

/* Do the allocations differ between two neighbouring releases, other than by a change of the counters themselves? */
static bool ever_changed(const struct series *s)
{
	const struct point *last = NULL;

	for (size_t i = 0; i < s->n; i++) {
		const struct point *p = &s->points[i];

		if (!p->counted)
			continue;
		if (last && !crosses_epoch(&last->version, &p->version) && allocs_step(last, p))
			return true;
		last = p;
	}
	return false;
}

static bool same_text(const char *a, const char *b)
{
	return !strcmp(a ? a : "", b ? b : "");
}

/* Do two benchmarks of a case show the same allocations in every release? */
static bool counts_alike(const struct series *a, const struct series *b)
{
	if (strcmp(a->case_name, b->case_name) != 0 || !same_text(a->goos, b->goos) ||
	    !same_text(a->goarch, b->goarch) || a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (a->points[i].release != b->points[i].release || a->points[i].counted != b->points[i].counted ||
		    (a->points[i].counted && a->points[i].allocs != b->points[i].allocs))
			return false;
	return true;
}

/* The heatmap's rows in which something happened; benchmarks of a case that look the same are one row. */
static void plan_changes(const struct view *v, size_t rows, struct figure_list *out)
{
	struct view some = *v;
	size_t *alike = xcalloc(v->n, sizeof *alike);

	some.series = xcalloc(v->n, sizeof(void *));
	some.alike = alike;
	some.n = 0;
	for (size_t i = 0; i < v->n; i++) {
		size_t same = 0;

		if (!ever_changed(v->series[i]))
			continue;
		while (same < some.n && !counts_alike(some.series[same], v->series[i]))
			same++;
		if (same < some.n)
			alike[same]++;
		else
			some.series[some.n++] = v->series[i];
	}
	if (some.n)
		plan_rows(&some, "changes", "Where allocations per operation changed", rows, out);
	free(alike);
	free(some.series);
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
	{ "family", "family.gp", "allocations and bytes per operation", has_count, block_counts },
	{ "time", "time.gp", "time per operation", has_time, block_times },
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
		struct figure *f = figure_add(out, k->script);
		char part[64] = "";

		if (pages > 1)
			snprintf(part, sizeof part, ", %zu of %zu", page + 1, pages);
		f->name = figure_name(out, k->prefix, family, page);
		f->title = xasprintf("%s: %s, by Go release (mode %s%s)", family, k->title, v->mode, part);
		blocks_panel_heads(&f->data, v, series + from, take);
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

void figures_plan(const struct history *h, const char *mode, size_t rows, struct figure_list *out)
{
	struct view v;

	view_init(&v, h, mode);
	if (v.n && v.nreleases) {
		plan_rows(&v, "heatmap", "Allocations per operation, by Go release", rows, out);
		plan_changes(&v, rows, out);
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
