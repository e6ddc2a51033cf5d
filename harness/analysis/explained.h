/*
 * One case in one mode on one platform, release by release: what was said, emitted and allocated, joined by line (join.h), and
 * where neighbours differ. Pure.
 *
 * cell_evidence_of (once, for all cells) .. explained_join for each release .. explained_differences .. explained_step ..
 * explained_release. Rows, names and the source map are borrowed.
 */
#ifndef GOALLOC_ANALYSIS_EXPLAINED_H
#define GOALLOC_ANALYSIS_EXPLAINED_H

#include <stdbool.h>

#include "analysis/change.h"
#include "analysis/join.h"

/* The rows of one cell: slices of the lists. */
struct cell_evidence {
	const struct decision_row *decisions;
	const struct call_row *calls;
	const struct site_row *sites;
	size_t ndecisions, ncalls, nsites;
};
/*
 * Those of every cell: out[i] of cells->items[i]. The lists come in the order of the cells, as the store reads them; NULL counts
 * as empty. The caller frees.
 */
struct cell_evidence *cell_evidence_of(const struct cell_rows *cells, const struct evidence *e);

struct explained {
	const char *go;
	const struct cell_row *cell;
	const struct decision_row *decisions;
	const struct call_row *calls;
	const struct site_row *sites;
	size_t ndecisions, ncalls, nsites;
	struct join join;
};
/* Of the cell, with its rows; the join is empty. */
struct explained explained_of(const struct cell_row *cell, const struct cell_evidence *rows);
/*
 * Was it recorded where the release allocates? Every benchmark that allocates has sites, or they were not. Of the n series of the
 * case and mode, with `sites` rows in all.
 */
bool explained_sites_known(const struct series *series, size_t n, const char *go, size_t sites);
/* Fills the join; `file` as decisions, calls and sites name it. */
void explained_join(struct explained *e, const char *file, const struct source_map *source, bool sites_known);
/* What was said differently by release i and the one before it, into out[i]; out[0] stays empty. */
void explained_differences(const struct explained *releases, size_t n, struct differences *out);
/* Do release i and the one before it differ at the line? A mask, DIFFERS_* of join.h. */
unsigned explained_step(const struct explained *releases, const struct differences *differences, size_t i, int line);
void explained_release(struct explained *e);

#endif
