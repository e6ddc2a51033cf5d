/*
 * What the figures show, as text: which figures a history gives, and the data file of each. Pure; inside report/ only.
 *
 * A data file is tab-separated with one blank-line separated block per thing drawn (gnuplot's `index`), each under a
 * comment line with its name and one with its columns. Missing numbers are NaN. figure_list_release frees all.
 */
#ifndef GOALLOC_REPORT_FIGURE_DATA_H
#define GOALLOC_REPORT_FIGURE_DATA_H

#include "analysis/change.h"
#include "analysis/history.h"
#include "base/str.h"
#include "store/read.h"

#define FIGURE_ROWS 60   /* at most, of heatmap and changes on a printed page */
#define FIGURE_PANELS 12 /* at most, in one figure; a larger family goes on in NAME-2, NAME-3, ... */

struct figure {
	char *name;         /* "heatmap", "family-slice", "time-slice-2": also the names of its files */
	const char *script; /* "heatmap.gp" */
	char *title;
	struct str data; /* the blocks */
};
struct figure_list {
	struct figure *items;
	size_t len, cap;
};
#define FIGURE_LIST_INIT                                                                                               \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0                                                                      \
	}

/* The figures of one mode: none if the history has no benchmark in it. `rows`: of heatmap and changes, at most; 0: any number. */
void figures_plan(const struct history *h, const char *mode, size_t rows, struct figure_list *out);
/* The figure of a calibration: none if it has no times. */
void figure_plan_calibration(const struct calibration *c, struct figure_list *out);
/* The counts that changed, by release and cause: figure_causes.c. */
void figure_plan_causes(const struct history *h, const struct change_list *along, const char *mode,
                        struct figure_list *out);
/* Two releases: figure_slope.c, figure_forest.c. */
struct figure_sides {
	const struct history *h;
	const char *old_go, *new_go, *mode;
};
void figure_plan_slope(const struct figure_sides *sides, const struct change_list *between, struct figure_list *out);
/* `room`: rows that fit, heads among them; 0: any number. */
void figure_plan_forest(const struct figure_sides *sides, const struct change_list *between, size_t room,
                        struct figure_list *out);
/* The samples of each matching case: figure_samples.c. */
void figure_plan_distributions(const struct history *h, const struct sample_rows *samples, const char *case_glob,
                               const char *mode, struct figure_list *out);
/* An empty one at the end of the list; `script` is a constant. Name, title and data are for the caller to fill. */
struct figure *figure_add(struct figure_list *l, const char *script);
void figure_list_release(struct figure_list *l);
/* Draws them (figures.c) as figures_draw() of figures.h does. */
struct figure_options;
struct error;
int figure_list_draw(const struct figure_list *list, const struct figure_options *options, struct strlist *names,
                     struct error *err);

/* Labels, borrowed from the argument: "go1.9.2" as "1.9.2" (a local toolchain's name as it is), "BenchmarkX" as "X". */
const char *release_label(const char *go);
const char *benchmark_label(const char *benchmark);
/* The benchmark's label, with its platform where the history has the same benchmark of several. The caller frees. */
char *series_label(const struct history *h, const struct series *s);
/* "slice" of "slice/append_growth", the whole name if it has no folder. The caller frees. */
char *case_family(const char *case_name);
/* Which of `drawn` are the family's figures of a kind ("family", "time"), page by page: adds their names to *out. */
void figure_pages(const struct strlist *drawn, const char *kind, const char *family, struct strlist *out);
/* The point of the benchmark at the release, or else that of the whole case there (it may never have got to its
 * benchmarks); NULL if nothing was recorded. */
const struct point *cell_point(const struct history *h, const struct series *s, const char *go);

#endif
