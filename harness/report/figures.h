/*
 * Figures: data files and gnuplot. The scripts are plots/<name>.gp, found in
 * `script_dir`; gnuplot runs as a child with a clean environment. Every figure comes as SVG, PNG and PDF.
 */
#ifndef GOALLOC_REPORT_FIGURES_H
#define GOALLOC_REPORT_FIGURES_H

#include "analysis/history.h"
#include "base/error.h"
#include "base/event.h"
#include "base/str.h"
#include "store/read.h"

struct figure_options {
	const char *script_dir; /* where heatmap.gp, family.gp, time.gp are */
	const char *output_dir; /* figures; the data files go to output_dir/data/NAME.tsv */
	const char *mode;       /* which mode to draw: "default" */
	const char *caption;    /* parameters of the run, printed inside each figure */
	const char *formats;    /* "svg,png,pdf" */
	const struct event_sink *sink;
};
/*
 * Draws heatmap, changes (its rows that changed), one `family-NAME` per family (allocs/op and B/op as steps) and one
 * `time-NAME` per family (ns/op with its spread); a family of more than FIGURE_PANELS benchmarks goes on in NAME-2,
 * NAME-3, ... Adds the names of the figures that are there to *names. A figure whose data, script, caption and formats
 * are those
 * of the last time is not drawn again. ERR_USAGE for an unknown format; ERR_INFRA when gnuplot is missing or fails:
 * its first complaint is quoted, the other figures are drawn all the same, and no half-written figure is left behind.
 */
int figures_draw(const struct history *h, const struct figure_options *options, struct strlist *names,
                 struct error *err);
/* Draws `power`: how much of what was changed is found, by its size, and what is flagged without a change. */
int figures_draw_calibration(const struct calibration *c, const struct figure_options *options, struct strlist *names,
                             struct error *err);

#endif
