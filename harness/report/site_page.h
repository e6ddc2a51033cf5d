/*
 * The sections of the report's page, each appended to the page by one function. Inside report/ only; composed by site.c.
 */
#ifndef GOALLOC_REPORT_SITE_PAGE_H
#define GOALLOC_REPORT_SITE_PAGE_H

#include <stdbool.h>

#include "base/str.h"
#include "report/site.h"

struct page {
	const struct site_input *in;
	struct str *out;
	const char *mode; /* the one shown first: "default", else the history's first */
	bool *mark;       /* scratch: one flag a release of the history, see page_mark */
};

void page_changes(const struct page *p); /* what changed, and in which release */
void page_heatmap(const struct page *p);
void page_families(const struct page *p); /* figures and a table of counts each */
void page_outputs(const struct page *p);  /* what programs print differently */
void page_trust(const struct page *p);    /* how far alarms on times can be trusted */
void page_missing(const struct page *p);  /* cells without a result, and why */
void page_sources(const struct page *p);  /* toolchains, sessions */

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
