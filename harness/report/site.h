/*
 * The static HTML report: one index.html that opens from the file system, no scripts from elsewhere, figures copied beside it.
 */
#ifndef GOALLOC_REPORT_SITE_H
#define GOALLOC_REPORT_SITE_H

#include "analysis/change.h"
#include "analysis/history.h"
#include "base/error.h"
#include "base/str.h"
#include "store/read.h"

struct site_input {
	const struct history *history;
	const struct change_list *changes; /* along the history, newest first */
	const struct toolchain_rows *toolchains;
	const struct session_rows *sessions;
	const struct cell_rows *cells;
	const struct output_rows *outputs;
	const struct calibrations *calibrations; /* how far alarms on times can be trusted; may be NULL or empty */
	const char *figure_dir;                  /* where figures_draw wrote */
	const struct strlist *figures;           /* names; may be empty (gnuplot missing) */
	const char *caption;                     /* parameters of the run */
};
/* Writes OUTPUT/index.html and OUTPUT/figures/; the page replaces the old one only when complete. */
int site_write(const struct site_input *in, const char *output_dir, struct error *err);

#endif
