/*
 * The lists that lead to all pages: cases.html by family, releases.html. Inside report/ only.
 */
#ifndef GOALLOC_REPORT_SITE_LISTS_H
#define GOALLOC_REPORT_SITE_LISTS_H

#include "report/site_page.h"

void page_cases(const struct page *p);
void page_releases(const struct page *p);

#endif
