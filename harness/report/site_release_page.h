/* The parts of a release's page that are about what was measured (site_release_cells.c). Inside report/ only. */
#ifndef GOALLOC_REPORT_SITE_RELEASE_PAGE_H
#define GOALLOC_REPORT_SITE_RELEASE_PAGE_H

#include "report/site_page.h"

/* Cells by mode and status, and those without a result by reason. */
void page_release_cells(const struct page *p, const char *go);
/* Digest, source, and who vouches for them. */
void page_release_toolchain(const struct page *p, const char *go);

#endif
