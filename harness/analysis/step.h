/*
 * When does a count differ? One rule for the tables and for the figures. Pure; no ownership.
 */
#ifndef GOALLOC_ANALYSIS_STEP_H
#define GOALLOC_ANALYSIS_STEP_H

#include <stdbool.h>

#include "analysis/history.h"

/*
 * Did the count of a benchmark move from one release to another beyond noise: -1 down, 0 no, 1 up. Both points must be
 * counted. Strays of the runtime and the random seeds of maps move a count by a little: a printed difference of one
 * may be 12.99 against 13.01 allocations, and bytes move with them, in proportion. Bytes that measuring again gives within
 * a few have no such noise: 8 apart, the least step of a size class, are a step, however many there are. Where operations
 * differ among each other and the two were counted over different numbers of them, a step has to show over the same number, too.
 */
int allocs_step(const struct point *old, const struct point *new);
int bytes_step(const struct point *old, const struct point *new);

/* Lies a border between the two where Go changed what its counters count (1.3, 1.4, 1.5, 1.6)? */
bool crosses_epoch(const struct go_version *a, const struct go_version *b);

#endif
