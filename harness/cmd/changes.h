/* Lists of changes as tables: shared by compare and trend. */
#ifndef GOALLOC_CMD_CHANGES_H
#define GOALLOC_CMD_CHANGES_H

#include "analysis/change.h"
#include "report/table.h"

/* Fills an initialised table with the columns of a change list; `steps`: with the releases of each row (trend). */
void changes_table(const struct change_list *changes, bool steps, struct table *t);
/* "2 fewer", "+1", "-37.5 %", ...: the difference of one change, for people. */
void change_difference(const struct change *c, char *buf, size_t size);

#endif
