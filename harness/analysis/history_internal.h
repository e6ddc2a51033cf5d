/*
 * Inside the analysis: rows of different lists brought into one order. Borrows everything.
 */
#ifndef GOALLOC_ANALYSIS_HISTORY_INTERNAL_H
#define GOALLOC_ANALYSIS_HISTORY_INTERNAL_H

#include "analysis/history.h"

/* A row of any list, or the first of `n` in a row, and what it is sorted by: case, mode, platform, release. */
struct ref {
	const void *row;
	size_t n;
	const char *case_name, *mode, *goos, *goarch;
	int mode_rank;
	size_t release;
};

/* Every release of the cells into h->releases, sorted. */
void releases_find(const struct cell_rows *cells, struct history *h);
/* Their indices in the order of their names, for release_index(). The caller frees. */
size_t *releases_by_name(const struct history *h);
/* Index of the release of this name; h->nreleases if there is none. */
size_t release_index(const struct history *h, const size_t *by_name, const char *go);

int text_compare(const char *a, const char *b);                  /* NULL counts as "" */
int mode_rank(const char *mode);                                 /* default, noinline, noopt, others */
int ref_compare_group(const struct ref *a, const struct ref *b); /* all but the release */
int ref_compare(const void *a, const void *b);
void refs_sort(struct ref *refs, size_t n);
/* The ref that equals the key, of a sorted array; NULL if there is none. */
const struct ref *refs_find(const struct ref *refs, size_t n, const struct ref *key);

/* Folds the samples (refs to sample_row) of one cell and benchmark into its point; scratch has room for n. */
void point_fold(struct point *p, const struct ref *samples, size_t n, double *scratch);

#endif
