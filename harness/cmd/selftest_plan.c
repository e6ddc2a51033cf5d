/* Which benchmark of ours is changed by how much in which report. */
#include "base/rng.h"
#include "cmd/selftest.h"

const int selftest_effects[SELFTEST_EFFECTS] = { 1, 2, 3, 5, 10 };

/*
 * All benchmarks in one drawn order, walked through from report to report: each is changed as often as any other, and by
 * each effect as often: `number` moves both on, and a round over all benchmarks takes the effects one further.
 */
void selftest_plan(uint64_t seed, int number, int each, int more[INJECTED_TIMES])
{
	const size_t per_report = (size_t)each * SELFTEST_EFFECTS;
	size_t order[INJECTED_TIMES];
	struct rng r;

	for (size_t i = 0; i < INJECTED_TIMES; i++) {
		order[i] = i;
		more[i] = 0;
	}
	rng_seed(&r, seed);
	rng_shuffle(&r, order, INJECTED_TIMES);
	for (size_t i = 0; i < per_report && i < INJECTED_TIMES; i++) {
		const size_t at = (size_t)number * per_report + i;

		more[order[at % INJECTED_TIMES]] = selftest_effects[(at + at / INJECTED_TIMES) % SELFTEST_EFFECTS];
	}
}
