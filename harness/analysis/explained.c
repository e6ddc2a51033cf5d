#include "analysis/explained.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static bool same(const char *a, const char *b)
{
	return a == b || !strcmp(a, b); /* one list's equal neighbours share their strings */
}

#define OF_CELL(row, cell)                                                                                             \
	(same((row)->case_name, (cell)->case_name) && same((row)->mode, (cell)->mode) &&                               \
	 same((row)->go, (cell)->go) && same((row)->goos, (cell)->goos) && same((row)->goarch, (cell)->goarch))

struct cell_evidence *cell_evidence_of(const struct cell_rows *cells, const struct evidence *e)
{
	struct cell_evidence *out = xcalloc(cells->len + 1, sizeof *out);
	size_t ndecisions = e->decisions ? e->decisions->len : 0, ncalls = e->calls ? e->calls->len : 0;
	size_t nsites = e->sites ? e->sites->len : 0, decision = 0, call = 0, site = 0;

	for (size_t i = 0; i < cells->len; i++) {
		const struct cell_row *c = &cells->items[i];
		struct cell_evidence *at = &out[i];

		at->decisions = decision < ndecisions ? &e->decisions->items[decision] : NULL;
		for (; decision < ndecisions && OF_CELL(&e->decisions->items[decision], c); decision++)
			at->ndecisions++;
		at->calls = call < ncalls ? &e->calls->items[call] : NULL;
		for (; call < ncalls && OF_CELL(&e->calls->items[call], c); call++)
			at->ncalls++;
		at->sites = site < nsites ? &e->sites->items[site] : NULL;
		for (; site < nsites && OF_CELL(&e->sites->items[site], c); site++)
			at->nsites++;
	}
	return out;
}

bool explained_sites_known(const struct series *series, size_t n, const char *go, size_t sites)
{
	bool counted = false, allocates = false;

	for (size_t i = 0; i < n; i++) {
		const struct point *p = *series[i].benchmark ? series_at(&series[i], go) : NULL;

		counted = counted || (p && p->counted);
		allocates = allocates || (p && p->counted && p->allocs > 0);
	}
	return counted && (sites || !allocates);
}

struct explained explained_of(const struct cell_row *cell, const struct cell_evidence *rows)
{
	return (struct explained){ .go = cell->go,
		                   .cell = cell,
		                   .decisions = rows->decisions,
		                   .calls = rows->calls,
		                   .sites = rows->sites,
		                   .ndecisions = rows->ndecisions,
		                   .ncalls = rows->ncalls,
		                   .nsites = rows->nsites };
}

void explained_join(struct explained *e, const char *file, const struct source_map *source, bool sites_known)
{
	const struct join_input in = { .go = e->go,
		                       .file = file,
		                       .version = e->cell->version,
		                       .source = source,
		                       .decisions = e->decisions,
		                       .calls = e->calls,
		                       .sites = e->sites,
		                       .ndecisions = e->ndecisions,
		                       .ncalls = e->ncalls,
		                       .nsites = e->nsites,
		                       .said_known = (e->cell->stages & STAGE_ESCAPE) != 0,
		                       .sites_known = sites_known };

	join_of(&in, &e->join);
}

void explained_differences(const struct explained *releases, size_t n, struct differences *out)
{
	for (size_t i = 1; i < n; i++) {
		const struct explained *a = &releases[i - 1], *b = &releases[i];
		struct statements old, new;

		statements_of(a->decisions, a->ndecisions, &a->cell->version, &b->cell->version, &old);
		statements_of(b->decisions, b->ndecisions, &b->cell->version, &a->cell->version, &new);
		statements_diff(&old, &new, &out[i]);
		statements_release(&old);
		statements_release(&new);
	}
}

unsigned explained_step(const struct explained *releases, const struct differences *differences, size_t i, int line)
{
	return joins_differ(&releases[i - 1].join, &releases[i].join, &differences[i], line);
}

void explained_release(struct explained *e)
{
	join_release(&e->join);
}
