/* What compare prints for people: changed, open, accepted, and how many are as they were. */
#ifndef GOALLOC_CMD_COMPARE_TEXT_H
#define GOALLOC_CMD_COMPARE_TEXT_H

#include "analysis/change.h"
#include "cmd/history.h"
#include "report/table.h"

/*
 * Fills an initialised table with sections, the footnotes of their marks, and the count of cases: each case counts once, as what
 * comes first of changed, open, accepted, unchanged. What only Go's counters did is not in the list any more.
 */
void compare_text(const struct dataset *d, const struct change_list *changes, const char *old_go, const char *new_go,
                  struct table *t);

#endif
