/* What a night shows: the baseline over the nights, and every series that is accused. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "report/figure_data.h"
#include "report/night.h"
#include "report/table.h"

#define PANELS 8 /* accused series drawn, the largest first */

static struct figure *add_figure(struct figure_list *l, const char *name, char *title)
{
	struct figure *f;

	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	f = &l->items[l->len++];
	*f = (struct figure){ .name = xstrdup(name), .script = "night.gp", .title = title };
	return f;
}

/* A panel's head: a text that is one cell of the data file. */
static void head(struct str *out, size_t panel, const char *label, const char *since)
{
	struct str safe = STR_INIT;

	escape_text(&safe, label);
	str_addf(out, "%zu\t%s\t%s\n", panel, str_cstr(&safe), *since ? since : "-");
	str_release(&safe);
}

static double ratio_percent(double log_ratio)
{
	return 100 * expm1(log_ratio);
}

/* One point of a panel: date, value and its interval in percent. */
static void point(struct str *out, const char *date, double value, double low, double high)
{
	str_addf(out, "%.10s\t%.6g\t%.6g\t%.6g\n", date, value, low, high);
}

/* The points of an accused series, against the median of what it had before. */
static void series_block(const struct nights *n, const struct night_news *r, struct str *out)
{
	for (size_t i = 0; i < n->npoints; i++) {
		const struct night_point *p = &n->points[i];
		const struct night_series *s = &n->series[p->series];

		if (p->pairs && !strcmp(s->go, r->go) && !strcmp(s->case_name, r->case_name) &&
		    !strcmp(s->benchmark, r->benchmark) && !strcmp(s->mode, r->mode) && !strcmp(s->goarch, r->goarch))
			point(out, n->items[p->night].date, ratio_percent(p->log_ratio), ratio_percent(p->low),
			      ratio_percent(p->high));
	}
}

static bool drawn(const struct night_news *r)
{
	return !strcmp(r->kind, "time") && (!strcmp(r->state, "new") || !strcmp(r->state, "open"));
}

static int by_size(const void *pa, const void *pb)
{
	const struct night_news *const *a = pa, *const *b = pb;
	double x = fabs((*a)->relative), y = fabs((*b)->relative);

	return (x < y) - (x > y);
}

static void plan_series(const struct night_report *r, struct figure_list *l)
{
	const struct night_news **list = xcalloc(r->judgement->len + 1, sizeof(void *));
	struct figure *f;
	size_t n = 0;

	for (size_t i = 0; i < r->judgement->len; i++)
		if (drawn(&r->judgement->news[i]))
			list[n++] = &r->judgement->news[i];
	qsort(list, n, sizeof(void *), by_size);
	n = n > PANELS ? PANELS : n;
	if (n) {
		f = add_figure(
			l, "series",
			xasprintf("Times against %s, night by night", r->nights->items[r->nights->len - 1].baseline));
		str_add(&f->data, "# panels: number, name, first night of the new level\n");
		for (size_t i = 0; i < n; i++) {
			char *label = xasprintf(
				"%s  %s %s%s%s  (%s)", list[i]->go, list[i]->case_name,
				benchmark_label(list[i]->benchmark), strcmp(list[i]->mode, "default") != 0 ? ", " : "",
				strcmp(list[i]->mode, "default") != 0 ? list[i]->mode : "", list[i]->state);

			head(&f->data, i + 1, label, list[i]->since);
			free(label);
		}
		for (size_t i = 0; i < n; i++) {
			str_add(&f->data, "\n\n# night, percent above the baseline, its interval\n");
			series_block(r->nights, list[i], &f->data);
		}
	}
	free(list);
}

static int by_value(const void *pa, const void *pb)
{
	const double *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

/*
 * The baseline's times of each night against those of the first one that has them: median over the benchmarks, and the
 * quartiles. Good enough to look at; judging is done elsewhere.
 */
static size_t machine_block(const struct nights *n, const char *baseline, struct str *out)
{
	double *first = xcalloc(n->nseries + 1, sizeof *first), *x = xcalloc(n->nseries + 1, sizeof *x);
	size_t drawn_nights = 0;

	for (size_t i = 0; i < n->npoints;) {
		const size_t night = n->points[i].night;
		size_t k = 0;

		for (; i < n->npoints && n->points[i].night == night; i++) {
			const struct night_point *p = &n->points[i];

			if (strcmp(n->series[p->series].go, baseline) != 0 || !(p->ns > 0))
				continue;
			if (!(first[p->series] > 0))
				first[p->series] = p->ns;
			x[k++] = 100 * (p->ns / first[p->series] - 1);
		}
		if (!k)
			continue;
		qsort(x, k, sizeof *x, by_value);
		point(out, n->items[night].date, x[k / 2], x[k / 4], x[(3 * k) / 4]);
		drawn_nights++;
	}
	free(first);
	free(x);
	return drawn_nights;
}

static void plan_machine(const struct night_report *r, struct figure_list *l)
{
	const struct nights *n = r->nights;
	const struct machine_state *m = &r->judgement->machine;
	struct str block = STR_INIT;

	if (machine_block(n, n->items[n->len - 1].baseline, &block) >= 3) {
		struct figure *f = add_figure(l, "machine", xstrdup("The baseline's own times, night by night"));
		char *label = xasprintf("%s  median over its benchmarks, and the middle half of them",
		                        n->items[n->len - 1].baseline);

		str_add(&f->data, "# panels: number, name, first night of the new level\n");
		head(&f->data, 1, label, m->changed ? m->since : "");
		str_add(&f->data, "\n\n# night, percent above its first night, quartiles\n");
		str_add(&f->data, str_cstr(&block));
		free(label);
	}
	str_release(&block);
}

int night_figures(const struct night_report *r, const struct figure_options *options, struct strlist *names,
                  struct error *err)
{
	struct figure_list list = FIGURE_LIST_INIT;
	int status = 0;

	plan_series(r, &list);
	plan_machine(r, &list);
	if (list.len)
		status = figure_list_draw(&list, options, names, err);
	figure_list_release(&list);
	return status;
}
