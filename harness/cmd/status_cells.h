/*
 * Cells gathered for people: by toolchain and mode, and in heaps that have one reason.
 *
 * status_cells_of .. (read) .. status_cells_release. Borrows the dataset.
 */
#ifndef GOALLOC_CMD_STATUS_CELLS_H
#define GOALLOC_CMD_STATUS_CELLS_H

#include "bench/record.h"
#include "cmd/history.h"

/* Of one toolchain in one mode. */
struct status_row {
	size_t release; /* index into the history's releases */
	const char *mode;
	size_t by_status[CELL_STATUSES], missing, untimed;
	bool imported; /* all of it */
};

enum heap_kind { HEAP_MISSING, HEAP_FAILED, HEAP_INCOMPLETE, HEAP_UNSUPPORTED, HEAP_KINDS };
/* Cells with the same reason: each set without order of its own; a cell is in none or one. */
struct status_heap {
	enum heap_kind kind;
	char *why; /* "build_failed: undefined: x", "not timed", "needs go1.18"; "" for missing ones */
	char *key;
	size_t cells;
	bool *releases; /* by index */
	struct strlist modes, cases;
};
struct status_cells {
	struct status_row *rows; /* by release, then mode as in the cells */
	size_t len, cap;
	struct status_heap *heaps; /* by kind, then the largest first */
	size_t nheaps, heaps_cap;
	size_t cases, nreleases; /* that are known */
};
void status_cells_of(const struct dataset *d, const struct case_rows *cases, struct status_cells *out);
void status_cells_release(struct status_cells *c);

#endif
