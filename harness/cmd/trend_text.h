/* What trend prints for people. Tables are initialised by the caller, and get columns, rows and notes. */
#ifndef GOALLOC_CMD_TREND_TEXT_H
#define GOALLOC_CMD_TREND_TEXT_H

#include "analysis/change.h"
#include "cmd/history.h"
#include "report/table.h"

/* One screen: a row per release and case, newest release first. Sorts the list. */
void trend_summary(struct change_list *l, struct table *t);
/* A section per release, newest first, with marks and footnotes. */
void trend_releases(const struct dataset *d, const struct change_list *l, struct table *t);

#endif
