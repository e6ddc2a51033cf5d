/*
 * What the pages of the report are made of: the frame (site_frame.c), names of files and links, and the sections. Inside
 * report/ only; composed by site.c.
 *
 * A page: page_open, page_data where a script needs data, sections, page_close, site_file. Everything from outside goes
 * through page_text (HTML) or escape_json (data); scripts are ours alone, named by their SHA-256 in the page's policy.
 */
#ifndef GOALLOC_REPORT_SITE_PAGE_H
#define GOALLOC_REPORT_SITE_PAGE_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"
#include "report/site.h"

/* In the first bytes of every file that site_file writes: what does not have it is somebody else's. */
#define SITE_MARK "goalloc report"

struct page {
	const struct site_input *in;
	struct str *out;
	const char *mode; /* the one shown first: "default", else the history's first */
	bool *mark;       /* scratch: one flag a release of the history, see page_mark */
	const char *root; /* from the page to the start page's folder: "" or "../" */
};

/* ---- the frame ---- */
/*
 * From the doctype to <main id="main">: title (escaped), policy for `script` (NULL: none), ROOTstyle.css, a link past the
 * navigation, the navigation. `here` is the entry that the page belongs to: its file on top, "cases.html"; NULL: none.
 */
void page_open(const struct page *p, const char *title, const char *here, const char *script);
/* </main>, the footer, the same script, the end. */
void page_close(const struct page *p, const char *script);
/* JSON as data in the page: <script type="application/json" id="data">, not executed; escaped for HTML. */
void page_data(const struct page *p, const char *json);
/*
 * The file name, without suffix, of a case or a mode: letters, digits, '_' and '-' stay, '/' becomes '.' (but not in front),
 * every other byte =XX; over 150 bytes it is cut, and 16 digits of the name's SHA-256 follow. Never two names the same. The caller
 * frees. Of a release '.' stays, unless in front.
 */
char *site_slug(const char *name);
char *site_release_slug(const char *go);
/* <a href="ROOTcase/SLUG.html">NAME</a>; <a href="ROOTrelease/SLUG.html">1.22.12</a> */
void page_case_link(const struct page *p, const char *case_name);
void page_release_link(const struct page *p, const char *go);
/* Into an address: all but letters, digits, '.', '_' and '-' as %XX. */
void page_address(const struct page *p, const char *text);
/* "compare.html" for the mode that is shown first, else "compare-MODE.html". The caller frees. */
char *page_compare_file(const struct page *p, const char *mode);
/*
 * Writes OUTPUT/PATH: makes folders, leaves a file with these very bytes alone, replaces one of ours at once (never half of
 * it), and refuses to replace one that is not ours (SITE_MARK): ERR_INFRA, saying which and what to do. HTML has the mark from page_open; JSON begins
 * with {"generator":"goalloc report", and CSS with a comment.
 */
int site_file(const char *output_dir, const char *path, const struct str *text, struct error *err);
/* Would site_file refuse, because the file there is not ours? Nothing is written. */
int site_file_check(const char *output_dir, const char *path, struct error *err);

/* ---- sections ---- */
void page_heatmap(const struct page *p);  /* gnuplot's */
void page_families(const struct page *p); /* figures and a table of counts each */
void page_outputs(const struct page *p);  /* what programs print differently */
/* What one program prints, of n rows of its case: each different output with its modes and releases. */
void page_program(const struct page *p, const struct output_row *rows, size_t n);
void page_trust(const struct page *p);   /* how trustworthy the numbers are */
void page_missing(const struct page *p); /* cells without a result, and why */
void page_sources(const struct page *p); /* toolchains, sessions */

/* A heading with an anchor: `id` is ours, `title` escaped. */
void page_heading(const struct page *p, int level, const char *id, const char *title);
void page_text(const struct page *p, const char *text); /* escaped; NULL counts as "" */
/* The figure NAME as an image with links to its other formats; nothing if it was not drawn. */
void page_figure(const struct page *p, const char *name, const char *alt);

/* Marked releases as text: page_unmark, page_mark ..., page_marked adds "1.9.2 to 1.17.13, 1.22.12". */
void page_unmark(const struct page *p);
void page_mark(const struct page *p, const char *go);
void page_marked(const struct page *p, struct str *out);

/* Are the two cases of one family? (names up to the slash) */
bool same_family_name(const char *a, const char *b);
/* The history's series come family by family: the end of the run that begins at `from`, and whether it has benchmarks. */
size_t family_end(const struct history *h, size_t from, bool *benchmarks);
/* NULL as "". */
const char *or_empty(const char *s);

#endif
