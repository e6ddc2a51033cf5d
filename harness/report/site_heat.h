/*
 * The heatmap of the start page, as HTML: a row a case, a column a release, a table a mode. Inside report/ only.
 */
#ifndef GOALLOC_REPORT_SITE_HEAT_H
#define GOALLOC_REPORT_SITE_HEAT_H

#include "report/site_page.h"

void page_heat(const struct page *p);

#endif
