/* What `goalloc export` writes, for others that write it too. */
#ifndef GOALLOC_CMD_EXPORT_H
#define GOALLOC_CMD_EXPORT_H

#include "report/table.h"
#include "store/read.h"

/* Fills an initialised table with raw samples: a row each, totals over n iterations and values per operation. */
void sample_table(const struct sample_rows *rows, struct table *t);

#endif
