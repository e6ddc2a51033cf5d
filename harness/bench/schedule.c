#include "bench/schedule.h"

#include "base/rng.h"

/* Two numbers that differ in one bit have nothing in common after this. */
static void mix_in(struct rng *r, uint64_t number)
{
	rng_seed(r, rng_next(r) ^ number);
}

static void shuffle(struct rng *r, size_t *index, size_t n)
{
	for (size_t i = 0; i < n; i++)
		index[i] = i;
	rng_shuffle(r, index, n);
}

void schedule_order(uint64_t seed, int block, size_t *index, size_t n)
{
	struct rng r;

	rng_seed(&r, seed);
	mix_in(&r, (uint64_t)block);
	shuffle(&r, index, n);
}

void schedule_sides(uint64_t seed, int block, size_t group, size_t benchmark, size_t *index, size_t n)
{
	struct rng r;

	rng_seed(&r, seed);
	mix_in(&r, (uint64_t)block);
	mix_in(&r, (uint64_t)group + 1);
	mix_in(&r, (uint64_t)benchmark);
	shuffle(&r, index, n);
}

int64_t schedule_iterations(int64_t n, int64_t elapsed_ns, int64_t aim_ns, int64_t max)
{
	double wanted = (double)aim_ns / (double)(elapsed_ns > 0 ? elapsed_ns : 1) * (double)n;

	if (!(wanted > 1))
		return 1;
	return wanted > (double)max ? max : (int64_t)wanted;
}
