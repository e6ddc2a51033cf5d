/*
 * A small seeded random generator, so that an order can be repeated from its seed.
 * splitmix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
 */
#ifndef GOALLOC_BASE_RNG_H
#define GOALLOC_BASE_RNG_H

#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t state;
};

void rng_seed(struct rng *r, uint64_t seed);
uint64_t rng_next(struct rng *r);
uint64_t rng_below(struct rng *r, uint64_t n);            /* uniform in [0, n), n > 0, unbiased */
void rng_shuffle(struct rng *r, size_t *index, size_t n); /* Fisher-Yates, of what index[] holds already */
uint64_t rng_entropy(void);                               /* a fresh seed from the system */

#endif
