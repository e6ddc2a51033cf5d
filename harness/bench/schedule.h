/*
 * When and how long: the random order of a block, and iterations for a wanted duration. Pure.
 */
#ifndef GOALLOC_BENCH_SCHEDULE_H
#define GOALLOC_BENCH_SCHEDULE_H

#include <stddef.h>
#include <stdint.h>

/* Fills index[0..n) with a permutation of 0..n-1 that depends on the seed and the block's number alone. */
void schedule_order(uint64_t seed, int block, size_t *index, size_t n);
/* The order of the n sides of one benchmark of a group within a block: as above, and drawn afresh for each of them. */
void schedule_sides(uint64_t seed, int block, size_t group, size_t benchmark, size_t *index, size_t n);
/*
 * Iterations that take about `aim_ns`, when `n` of them took elapsed_ns: within [1, max]. An elapsed time of 0 (the
 * clock is too coarse) counts as 1 ns.
 */
int64_t schedule_iterations(int64_t n, int64_t elapsed_ns, int64_t aim_ns, int64_t max);

#endif
