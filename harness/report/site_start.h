/*
 * The start page, but for its heatmap and trust: what this is, and what changed lately. Inside report/ only.
 */
#ifndef GOALLOC_REPORT_SITE_START_H
#define GOALLOC_REPORT_SITE_START_H

#include "report/site_page.h"

/* "How Go allocates, from go1.9.2 to go1.27.4". The caller frees. */
char *start_title(const struct page *p);
/* The heading, the machine, the numbers of releases, cases and changes. */
void page_start_header(const struct page *p);
/* The newest release that changed anything, its weightiest lines; then a line a release. */
void page_lately(const struct page *p);
/* A line a release, the newest first: how many changes of what, links; at most so many. */
void page_summary(const struct page *p, size_t most);

#endif
