/*
 * The static HTML report: pages that open from the file system, no scripts from elsewhere, figures copied beside them.
 *
 *   index.html            what changed lately, every case in every release, how far to trust it
 *   compare[-MODE].html   any two releases; data/compare-MODE.json: what the page knows
 *   cases.html case/      a page a case; data/case/: its data
 *   releases.html release/  a page a release
 *   figures.html outputs.html provenance.html figures/ style.css
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
	const struct change_list *changes; /* along the history in all metrics, newest first, a case's rows together */
	const struct toolchain_rows *toolchains;
	const struct session_rows *sessions;
	const struct cell_rows *cells;
	const struct output_rows *outputs;
	const struct calibrations *calibrations; /* how far alarms on times can be trusted; may be NULL or empty */
	const char *figure_dir;                  /* where figures_draw wrote */
	const struct strlist *figures;           /* names; may be empty (gnuplot missing) */
	const char *caption;                     /* parameters of the run */
	/* for the pages of cases and releases, and for causes; NULL: not known */
	const struct evidence *evidence;
	const struct case_rows *cases; /* as they were when measured, every content; may be NULL */
	/*
	 * What the compiler said of one case, byte for byte: read while its page is written, since all of it is too much at
	 * once. NULL: not known. The list is released by who asked.
	 */
	int (*compiler_output)(void *ctx, const char *case_name, struct compiler_rows *out, struct error *err);
	void *ctx;
};
/*
 * Can it be written there? Makes the folder. ERR_INFRA where it cannot, or where pages of that name are not ours. site_write asks
 * it, too; before the data is loaded, it spares the wait.
 */
int site_check(const char *output_dir, struct error *err);
/*
 * Writes OUTPUT/index.html and what it links to; each page replaces the old one only when complete, the start page comes last.
 * ERR_INFRA where a file cannot be written, or would replace one that is not ours: that one stays, and says so.
 */
int site_write(const struct site_input *in, const char *output_dir, struct error *err);

#endif
