/*
 * Figures: data files and gnuplot. The scripts are plots/<name>.gp, found in
 * `script_dir`; gnuplot runs as a child with a clean environment.
 *
 * On the screen a figure is as large as its data and has its title and caption inside. For print it has a width: that of a
 * column, or of both (figure_is_wide), text of one size, and neither title nor caption, which are the document's.
 */
#ifndef GOALLOC_REPORT_FIGURES_H
#define GOALLOC_REPORT_FIGURES_H

#include <stdbool.h>

#include "analysis/change.h"
#include "analysis/history.h"
#include "base/error.h"
#include "base/event.h"
#include "base/str.h"
#include "store/read.h"

#define FIGURE_COLUMN_CM 8.6
#define FIGURE_WIDE_CM 17.8

struct figure_options {
	const char *script_dir; /* where heatmap.gp, family.gp, time.gp are */
	const char *output_dir; /* figures; the data files go to output_dir/data/NAME.tsv */
	const char *mode;       /* which mode to draw: "default" */
	const char *caption;    /* parameters of the run, printed inside each figure */
	/*
	 * "svg,png,pdf", and besides: "cairolatex", NAME-latex.tex to \input, which includes NAME-latex.pdf from beside it
	 * (\graphicspath) and leaves all text to the document's font; it needs a width, graphicx, xcolor and amssymb. "data":
	 * the data file alone, without gnuplot.
	 */
	const char *formats;
	const struct event_sink *sink;

	/* For print; all 0: the screen. */
	double column_cm;   /* FIGURE_COLUMN_CM; 0: the screen */
	double wide_cm;     /* of figures over both columns; 0: two columns and 6 mm */
	double font_pt;     /* of their text; 0: 8 */
	const char *font;   /* of svg, png and pdf; NULL: Latin Modern Roman, or else a serif face, whichever is installed */

	const char *only;         /* globs over figures' names, separated by commas; NULL: all */
	struct strlist *offered;  /* NULL, or gets the names that `only` chooses from */
};
/*
 * Draws heatmap, changes (its rows that changed), one `family-NAME` per family (allocs/op and B/op as steps) and one
 * `time-NAME` per family (ns/op with its spread); a family of more than FIGURE_PANELS benchmarks goes on in NAME-2,
 * NAME-3, ..., and so do heatmap and changes in print, page by page. Adds the names of the figures that are there to
 * *names. A figure whose data, script, caption, formats and width are those of the last time is not drawn again.
 * ERR_USAGE for an unknown format, or one that needs a width; ERR_INFRA when gnuplot is missing or fails: its first
 * complaint is quoted, the other figures are drawn all the same, and no half-written figure is left behind.
 */
int figures_draw(const struct history *h, const struct figure_options *options, struct strlist *names,
                 struct error *err);
/* Draws `power`: how much of what was changed is found, by its size, and what is flagged without a change. */
int figures_draw_calibration(const struct calibration *c, const struct figure_options *options, struct strlist *names,
                             struct error *err);
/* Draws `causes`: of every release, how many counts changed and why. `along`: changes_along with METRIC_ALLOCS, METRIC_BYTES. */
int figures_draw_causes(const struct history *h, const struct change_list *along, const struct figure_options *options,
                        struct strlist *names, struct error *err);
/*
 * Draws `slope`, the counts that differ between two releases, and `forest`, the ratios of times with their intervals and
 * those of counts, which are exact. `between`: changes_between with METRIC_ALLOCS, METRIC_BYTES and METRIC_TIME. Neither is drawn
 * where it would be empty.
 */
int figures_draw_comparison(const struct history *h, const struct change_list *between, const char *old_go,
                            const char *new_go, const struct figure_options *options, struct strlist *names,
                            struct error *err);
/*
 * Draws the single samples of times of each case that matches (fnmatch, several separated by commas; NULL: all), release by
 * release: figure_distribution_name(case). Only times of one session compare: of each benchmark, those of the session
 * that has most of its releases, of several the latest, are drawn, without those taken to confirm.
 */
int figures_draw_distribution(const struct history *h, const struct sample_rows *samples, const char *case_glob,
                              const struct figure_options *options, struct strlist *names, struct error *err);
/* "distribution-slice--append_growth": one name a case, safe as a file's and in LaTeX. The caller frees. */
char *figure_distribution_name(const char *case_name);

/* Is a figure of that name meant for both columns of a page? */
bool figure_is_wide(const char *name);

#endif
