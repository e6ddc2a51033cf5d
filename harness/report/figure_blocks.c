#include "report/figure_blocks.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/step.h"
#include "base/alloc.h"
#include "base/utf8.h"
#include "report/figure_data.h"
#include "report/table.h"

#define LONGEST_LABEL 60 /* characters */

void figure_plain(struct str *out, const char *text)
{
	struct str plain = STR_INIT;
	const char *at, *end;

	escape_text(&plain, text);
	at = str_cstr(&plain);
	for (; (end = strstr(at, "]]>")); at = end + 2) {
		str_add_bytes(out, at, (size_t)(end - at) + 2);
		str_add_char(out, ' ');
	}
	str_add(out, at);
	str_release(&plain);
}

void view_init(struct view *v, const struct history *h, const char *mode)
{
	*v = (struct view){ .h = h, .mode = mode };
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

void view_release(struct view *v)
{
	free(v->series);
	free(v->releases);
}

/*
 * A field of a data file: no tab or newline survives, nor a double quote (gnuplot takes what is between two for one
 * field); a backslash is doubled (gnuplot takes "\\i" for "i"); it is not empty (the next one would be taken for it), and a
 * name without end does not make a figure without end.
 */
void block_field(struct str *out, const char *text)
{
	struct str plain = STR_INIT;
	size_t n = 0, characters = 0;
	uint32_t cp;
	char *cut;

	for (; text[n] && characters < LONGEST_LABEL; characters++)
		n += utf8_next(text + n, &cp);
	cut = xasprintf("%.*s%s", (int)n, text, text[n] ? "..." : "");
	figure_plain(&plain, *cut ? cut : "-");
	for (const char *p = str_cstr(&plain); *p; p++)
		if (*p == '\\')
			str_add(out, "\\\\");
		else
			str_add_char(out, *p == '"' ? '\'' : *p);
	str_release(&plain);
	free(cut);
}

void block_fields(struct str *out, const char *a, const char *b)
{
	str_add_char(out, '\t');
	block_field(out, a);
	str_add_char(out, '\t');
	block_field(out, b);
}

void block_head(struct str *out, const char *name, const char *columns)
{
	str_addf(out, "%s# %s\n# %s\n", out->len ? "\n\n" : "", name, columns);
}

void block_releases(struct str *out, const struct view *v)
{
	block_head(out, "releases", "x\tgo\tnew_accounting");
	for (size_t r = 0; r < v->nreleases; r++) {
		bool border = r && crosses_epoch(&v->releases[r]->version, &v->releases[r - 1]->version);

		str_addf(out, "%zu\t", r + 1);
		block_field(out, release_label(v->releases[r]->go));
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

/* The label of a row: "GoClosure", "GoClosure (+2 alike)". The caller frees. */
static char *row_label(const struct view *v, size_t i)
{
	char *label = series_label(v->h, v->series[i]), *more;

	if (!v->alike || !v->alike[i])
		return label;
	more = xasprintf("%s (+%zu alike)", label, v->alike[i]);
	free(label);
	return more;
}

static void add_heatmap_row(struct str *out, const struct view *v, size_t index)
{
	const struct series *s = v->series[index];
	const struct point *left = NULL; /* the nearest release to the left that has a count */
	char *label = row_label(v, index);
	const size_t y = index + 1;

	for (size_t r = 0; r < v->nreleases; r++) {
		const struct point *p = cell_point(v->h, s, v->releases[r]->go);
		char shown[32];
		int step = 0;
		bool counters = false;

		str_addf(out, "%zu\t%zu\t", r + 1, y);
		if (!p || !p->counted) {
			str_add(out, "NaN\tn/a\t0\t");
		} else {
			/* where the counters themselves changed, a difference is no change */
			bool border = left && crosses_epoch(&left->version, &p->version);

			step = left ? allocs_step(left, p) : 0;
			counters = border && step;
			step = border ? 0 : step;
			short_count(p->allocs, shown, sizeof shown);
			str_addf(out, "%lld\t%s\t%d\t", (long long)p->allocs, shown, step);
			left = p;
		}
		block_field(out, p ? p->status : "missing");
		block_fields(out, s->case_name, label);
		str_add_char(out, '\t');
		block_field(out, release_label(v->releases[r]->go));
		str_addf(out, "\t%d\n", counters);
	}
	free(label);
}

bool same_family(const struct series *a, const struct series *b)
{
	size_t n = strcspn(a->case_name, "/");

	return n == strcspn(b->case_name, "/") && !strncmp(a->case_name, b->case_name, n);
}

static const char *case_short(const char *case_name)
{
	const char *slash = strchr(case_name, '/');

	return slash ? slash + 1 : case_name;
}

void blocks_heatmap(struct str *out, const struct view *v)
{
	block_releases(out, v);
	block_head(out, "rows", "y\tfamily\tcase\tbenchmark\tfirst_of_family\tfirst_of_case");
	for (size_t i = 0; i < v->n; i++) {
		const struct series *s = v->series[i];
		char *family = case_family(s->case_name), *label = row_label(v, i);

		str_addf(out, "%zu\t", i + 1);
		block_field(out, family);
		block_fields(out, case_short(s->case_name), label);
		str_addf(out, "\t%d\t%d\n", !i || !same_family(s, v->series[i - 1]),
		         !i || strcmp(s->case_name, v->series[i - 1]->case_name) != 0);
		free(family);
		free(label);
	}
	block_head(out, "cells", "x\ty\tallocs\tshown\tchange\tstatus\tcase\tbenchmark\tgo\tcounters");
	for (size_t i = 0; i < v->n; i++)
		add_heatmap_row(out, v, i);
}

void blocks_panel_heads(struct str *out, const struct view *v, const struct series *const *series, size_t n)
{
	block_releases(out, v);
	block_head(out, "panels", "panel\tcase\tbenchmark");
	for (size_t i = 0; i < n; i++) {
		char *label = series_label(v->h, series[i]);

		str_addf(out, "%zu", i + 1);
		block_fields(out, case_short(series[i]->case_name), label);
		free(label);
		str_add_char(out, '\n');
	}
}

typedef int step(const struct point *old, const struct point *new);

/* Releases from `r` on without a step or a gap; 0 if the release before belongs to them too: then it is no start. */
static size_t plateau(const struct point *const *points, size_t n, size_t r, step *between)
{
	size_t end = r + 1;

	if (r && points[r - 1] && !between(points[r - 1], points[r]))
		return 0;
	while (end < n && points[end] && !between(points[end - 1], points[end]))
		end++;
	return end - r;
}

void block_counts(struct str *out, const struct view *v, const struct series *s)
{
	const struct point **points = xcalloc(v->nreleases, sizeof(void *)); /* the counted ones, else NULL */
	const struct point *left = NULL;
	size_t n = v->nreleases;

	for (size_t r = 0; r < n; r++) {
		points[r] = cell_point(v->h, s, v->releases[r]->go);
		if (points[r] && !points[r]->counted)
			points[r] = NULL;
	}
	block_head(out, "panel", "x\tallocs\tbytes\tallocs_change\tbytes_change\tallocs_stay\tbytes_stay\tgo");
	for (size_t r = 0; r < n; r++) {
		const struct point *p = points[r];

		str_addf(out, "%zu\t", r + 1);
		if (!p) {
			str_add(out, "NaN\tNaN\t0\t0\t0\t0\t");
		} else {
			/* the first count is marked too: every line starts with its value */
			str_addf(out, "%lld\t%lld\t%d\t%d\t%zu\t%zu\t", (long long)p->allocs, (long long)p->bytes,
			         left ? allocs_step(left, p) : 2, left ? bytes_step(left, p) : 2,
			         plateau(points, n, r, allocs_step), plateau(points, n, r, bytes_step));
			left = p;
		}
		block_field(out, release_label(v->releases[r]->go));
		str_add_char(out, '\n');
	}
	free(points);
}

void block_times(struct str *out, const struct view *v, const struct series *s)
{
	block_head(out, "panel", "x\tns\tns_low\tns_high\tsamples\tgo");
	for (size_t r = 0; r < v->nreleases; r++) {
		const struct point *p = cell_point(v->h, s, v->releases[r]->go);

		str_addf(out, "%zu\t", r + 1);
		if (p && p->timed && isfinite(p->ns) && isfinite(p->ns_low) && isfinite(p->ns_high))
			str_addf(out, "%.6g\t%.6g\t%.6g\t%zu\t", p->ns, p->ns_low, p->ns_high, p->time_samples);
		else
			str_add(out, "NaN\tNaN\tNaN\t0\t");
		block_field(out, release_label(v->releases[r]->go));
		str_add_char(out, '\n');
	}
}
