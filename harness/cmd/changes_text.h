/* Changes for people who read them on a terminal: the rows of changes_rows.h in a table, marks for doubts, sums. Owns nothing. */
#ifndef GOALLOC_CMD_CHANGES_TEXT_H
#define GOALLOC_CMD_CHANGES_TEXT_H

#include "cmd/changes_rows.h"
#include "cmd/doubts.h"
#include "report/table.h"

/* "worse", "better", "suspected", ...: what the table of changes says; "" for an output that differs. */
const char *change_verdict(const struct change *c);

/* The columns and rows, from the `from`th to before the `until`th; columns that would be empty are left out. */
void rows_columns(const struct changed_rows *r, struct table *t);
void rows_add(const struct changed_rows *r, size_t from, size_t until, struct doubts *d, struct table *t);
/* "12 differences (3 worse, 8 better, 1 otherwise)" of these rows, each mode counted; "in 9 rows" where rows are fewer. */
void rows_summary(const struct changed_rows *r, size_t from, size_t until, struct str *out);

#endif
