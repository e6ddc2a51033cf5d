/*
 * Changes as rows for people: what is the same in several modes in one of them, in the order in which they are shown.
 *
 * rows_of_changes, then changes_text.h, then changed_rows_release. Borrows the changes, which must not move meanwhile.
 */
#ifndef GOALLOC_CMD_CHANGES_ROWS_H
#define GOALLOC_CMD_CHANGES_ROWS_H

#include "analysis/change.h"
#include "base/str.h"

enum row_group { ROWS_CHANGED, ROWS_OPEN, ROWS_ACCEPTED, ROW_GROUPS };

/* One row: changes that differ in the mode alone, or a comparison of times that is open. */
struct changed_row {
	const struct change *c; /* NULL: `open` */
	const struct time_outcome *open;
	struct strlist modes;
	enum row_group group;
	bool as_allocs; /* of bytes: the row of its allocations says why */
	bool other_why; /* `why` is that of the first mode; the same came about otherwise in another */
	char *why;
	double relative, absolute; /* how large */
	size_t index;              /* of the first of its changes */
	size_t step;               /* of trend: in which section */
};
struct changed_rows {
	struct changed_row *items;
	size_t len, cap;
	size_t open_hidden; /* open comparisons that have no row */
	size_t counters;    /* what only Go's counters did: no rows */
};

/*
 * In the order in which they are shown: by group, or with `steps` by release, newest first; then by metric, the largest first.
 * Of open comparisons the `most_open` with the largest differences get rows.
 */
void rows_of_changes(const struct change_list *changes, bool steps, size_t most_open, struct changed_rows *out);
void changed_rows_release(struct changed_rows *r);
/* For people: how large a change is, relative to what was, and in itself. Statuses and words have no size. */
void change_size(const struct change *c, double *relative, double *absolute);
enum metric row_metric(const struct changed_row *r);

#endif
