/*
 * Ratios of what was measured side by side. What a machine does to both alike (clock, heat, neighbours) leaves the ratio
 * of two processes of the same block; between blocks, let alone sessions, it does not. Pure; nothing is owned.
 */
#ifndef GOALLOC_ANALYSIS_PAIRED_H
#define GOALLOC_ANALYSIS_PAIRED_H

#include <stddef.h>
#include <stdint.h>

/* One process's measurement. */
struct timed {
	int64_t session, block;
	double ns; /* per op */
};

/*
 * Brings both into the order of session and block and keeps of each what has a partner in the other: old[i] and new[i] of the
 * same block, i below what is returned. Values that are not positive and finite are left out; of several in one block
 * the first counts.
 */
size_t paired_match(struct timed *old, size_t nold, struct timed *new, size_t nnew);

/*
 * log(new / old) of each block of a session that has both, by session and block, into out[], which has room for the
 * lesser of the two numbers; returns how many. Both arrays are left as paired_match leaves them. Exchanging old and new
 * changes the signs exactly.
 */
size_t paired_log_ratios(struct timed *old, size_t nold, struct timed *new, size_t nnew, double *out);

/*
 * The geometric mean of new[i] / old[i] over the pairs in which both are positive and finite, so that it is one of a
 * matched set; *used (may be NULL) gets their number. 1 if there are none.
 */
double paired_geometric_mean(const double *old, const double *new, size_t n, size_t *used);

#endif
