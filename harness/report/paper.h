/*
 * The paper kit: what a paper needs of a database, as LaTeX, and as text for reproducing it. Pure but for paper_kit.h.
 *
 * Fill a struct paper_input, then write each of paper_parts into its file. Everything from the database is escaped: names
 * may be LaTeX code, and characters that pdfLaTeX has no glyph for become U+XXXX. Nothing is claimed that is not in the database:
 * where a setting was not recorded, the text says so.
 */
#ifndef GOALLOC_REPORT_PAPER_H
#define GOALLOC_REPORT_PAPER_H

#include "analysis/change.h"
#include "analysis/history.h"
#include "base/str.h"
#include "store/read.h"

/* A mode as it was measured: empty flags and environment are the compiler's own. */
struct paper_mode {
	const char *name, *flags, *environment; /* words separated by blanks */
};

/* All borrowed; lists may be empty, pointers are not NULL unless noted. */
struct paper_input {
	const struct history *history;     /* one mode, all releases */
	const struct change_list *along;   /* its changes from release to release, newest first, without times */
	const struct sample_rows *samples; /* that the history was built from */
	const char *mode;
	/* the comparison; NULL: there is none (one release only) */
	const char *old_go, *new_go;
	const struct history *pair;        /* the two releases alone */
	const struct change_list *changes; /* of the pair, all metrics, largest first; counters' own taken out */
	const struct sample_rows *pair_samples;
	size_t compared, counters; /* benchmarks and programs that both have; changes that only Go's counters made */
	/* all modes */
	const struct toolchain_rows *toolchains;
	const struct session_rows *sessions;
	const struct cell_rows *cells;
	const struct paper_mode *modes;
	size_t nmodes;
	const struct case_rows *cases;
	const struct calibration *calibration; /* NULL: none was made */
	const struct strlist *figures;         /* names that were drawn */
	const char *tool;                      /* version of this program */
	bool history_file;                     /* data/history.tsv is there */
};

/* A file of the kit. */
struct paper_part {
	const char *path; /* within the kit */
	void (*write)(const struct paper_input *in, struct str *out);
	const char *about; /* for README.txt */
	bool executable;
};
extern const struct paper_part paper_parts[]; /* ends with path NULL */

/* ---- tables/: one float each, for a page of two columns ---- */
void paper_toolchains(const struct paper_input *in, struct str *out);
void paper_releases(const struct paper_input *in, struct str *out);
void paper_changes(const struct paper_input *in, struct str *out);
void paper_changes_all(const struct paper_input *in, struct str *out); /* longtable, with why */
void paper_times(const struct paper_input *in, struct str *out);
void paper_times_all(const struct paper_input *in, struct str *out); /* longtable */
void paper_calibration(const struct paper_input *in, struct str *out);
/* ---- text ---- */
void paper_numbers(const struct paper_input *in, struct str *out); /* \newcommand\goallocReleases{26} ... */
void paper_results(const struct paper_input *in, struct str *out);
void paper_methods(const struct paper_input *in, struct str *out);
void paper_figures(const struct paper_input *in, struct str *out);
void paper_citation(const struct paper_input *in, struct str *out);
void paper_bibliography(const struct paper_input *in, struct str *out);
/* ---- to do it again ---- */
void paper_lock(const struct paper_input *in, struct str *out);
void paper_reproduce(const struct paper_input *in, struct str *out);

#endif
