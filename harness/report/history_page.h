/*
 * The page of changes: what changed in which release and why, newest first, as Markdown that people link to. Pure.
 *
 * A heading and an anchor (#go1.27.4) per release; under it a line per case, direction and cause, the benchmarks that
 * changed alike together. Differences that come from Go's counters (change.epoch) are counted, not listed.
 */
#ifndef GOALLOC_REPORT_HISTORY_PAGE_H
#define GOALLOC_REPORT_HISTORY_PAGE_H

#include "analysis/change.h"
#include "analysis/history.h"
#include "base/str.h"

struct history_page {
	const struct history *history;
	const struct change_list *changes; /* of changes_along(): newest release first, a case's rows together */
	const char *mode;                  /* "default"; NULL: all of them */
	const char *tool, *goos, *goarch, *cpu, *date;
	size_t cases;
};
void history_page(const struct history_page *page, struct str *out);

#endif
