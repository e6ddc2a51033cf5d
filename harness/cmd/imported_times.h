/*
 * Times from imported logs, for the commands that compare: nothing was taken side by side, so no pair judges them, and no new
 * measurement of goalloc's can. What is left to say is how many there are, and who compares samples that are no pairs. Pure.
 */
#ifndef GOALLOC_CMD_IMPORTED_TIMES_H
#define GOALLOC_CMD_IMPORTED_TIMES_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/change.h"
#include "base/str.h"

struct imported_times {
	size_t comparisons; /* open for having no block in common, and of logs on one side or both */
	size_t least, most; /* samples of a side, over all of them */
};
struct imported_times imported_times_of(const struct change_list *l);
/* Is one side of logs? *old, *new: samples of each. */
bool imported_outcome(const struct time_outcome *o, size_t *old, size_t *new);
/* "3 are of imported logs (6 to 10 samples a side): ... `goalloc export ...` ...": a sentence without its stop; nothing without any. */
void imported_times_say(const struct imported_times *t, struct str *out);

#endif
