#include "base/rng.h"

#include <unistd.h>
#ifdef __APPLE__
#include <sys/random.h>
#endif

#include "base/clock.h"

void rng_seed(struct rng *r, uint64_t seed)
{
	r->state = seed;
}

uint64_t rng_next(struct rng *r)
{
	uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

uint64_t rng_below(struct rng *r, uint64_t n)
{
	/* 2^64 mod n values at the bottom would make the small results likelier: drawn again */
	uint64_t skip = (0 - n) % n;
	uint64_t v;

	do {
		v = rng_next(r);
	} while (v < skip);
	return v % n;
}

void rng_shuffle(struct rng *r, size_t *index, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = (size_t)rng_below(r, i);
		size_t held = index[i - 1];

		index[i - 1] = index[j];
		index[j] = held;
	}
}

uint64_t rng_entropy(void)
{
	uint64_t seed;

	if (getentropy(&seed, sizeof seed)) {
		/* without the system's generator: time and process, mixed; a seed need not be secret */
		struct rng r = { .state = (uint64_t)clock_ns() ^ (uint64_t)getpid() << 32 };

		seed = rng_next(&r);
	}
	return seed;
}
