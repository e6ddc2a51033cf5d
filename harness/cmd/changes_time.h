/* Cells of times: shared by the list of changes and the list of verdicts. */
#ifndef GOALLOC_CMD_CHANGES_TIME_H
#define GOALLOC_CMD_CHANGES_TIME_H

#include <stdbool.h>
#include <stddef.h>

#include "report/table.h"

/* "+3.1 %" of a ratio. The caller frees. */
char *time_percent(double ratio);

struct number {
	bool there;
	double value;
};
/* A cell for each; empty where it is not there, or `any` is false. */
void number_cells(struct table *t, bool any, const struct number *cells, size_t n);
/* ratio, ratio_low, ratio_high: for programs. */
void estimate_columns(struct table *t);

#endif
