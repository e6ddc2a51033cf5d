/*
 * Times as machines give them, for the tests of verdicts: seeded, so that a count of alarms is a number and no chance.
 */
#ifndef GOALLOC_TESTS_SIMULATED_TIMES_H
#define GOALLOC_TESTS_SIMULATED_TIMES_H

#include <math.h>

#include "analysis/paired.h"
#include "analysis/time_verdict.h"
#include "base/rng.h"

/* Relative sizes, of logarithms. */
struct machine {
	double jitter;    /* of a process, heavy-tailed */
	double drift;     /* a step of the random walk from block to block, of both sides */
	double memory;    /* share of a side's own state that is left in the next block: 0 none */
	double state;     /* size of what comes to that state in each block */
	double disturbed; /* share of processes that are disturbed, by up to 40 % */
	double layout;    /* what the place of code makes between the two binaries, for good */
};

static inline double sim_uniform(struct rng *r)
{
	return ((double)(rng_next(r) >> 11) + 0.5) * 0x1p-53;
}

/* Heavy-tailed: Student's t with 3 degrees of freedom, by Bailey's polar method. */
static inline double sim_heavy(struct rng *r)
{
	double u, v, w;

	do {
		u = 2 * sim_uniform(r) - 1;
		v = 2 * sim_uniform(r) - 1;
		w = u * u + v * v;
	} while (w >= 1 || w <= 0);
	return u * sqrt(3 * (pow(w, -2.0 / 3) - 1) / w);
}

enum { SIM_BLOCKS = 128 };

/* The log ratios of one comparison over so many blocks. */
static inline size_t sim_pairs(struct rng *rng, const struct machine *m, size_t blocks, double log_ratio, double *out)
{
	struct timed side[2][SIM_BLOCKS];
	double drift = 0, state[2] = { 0, 0 };

	for (size_t b = 0; b < blocks; b++) {
		drift += m->drift * sim_heavy(rng);
		for (int k = 0; k < 2; k++) {
			double noise = drift + m->jitter * sim_heavy(rng);

			state[k] = m->memory * state[k] + m->state * sim_heavy(rng);
			if (sim_uniform(rng) < m->disturbed)
				noise += 0.4 * sim_uniform(rng);
			side[k][b] = (struct timed){ 1, (int64_t)b, 100 * exp(noise + state[k] + (k ? log_ratio : 0)) };
		}
	}
	return paired_log_ratios(side[0], blocks, side[1], blocks, out);
}

/* A comparison on its way: what it changed by, with what the place of code adds, which stays when it is timed again. */
struct sim_case {
	double log_ratio;
};

/* n comparisons in `blocks` blocks each, all changed by `ratio`. */
static inline void sim_report(struct rng *rng, const struct machine *m, size_t n, size_t blocks, double ratio,
                              struct sim_case *cases, struct time_result *results)
{
	for (size_t i = 0; i < n; i++) {
		double x[SIM_BLOCKS];

		cases[i].log_ratio = log(ratio) + m->layout * sim_heavy(rng);
		time_measure(x, sim_pairs(rng, m, blocks, cases[i].log_ratio, x), &time_rules_default, &results[i]);
	}
}

/* What a run does: those that are suspected are timed again, then all is decided anew. */
static inline void sim_confirm(struct rng *rng, const struct machine *m, size_t n, const struct sim_case *cases,
                               struct time_result *results, struct time_summary *s)
{
	struct time_summary before;

	time_decide(results, n, &time_rules_default, &before);
	for (size_t i = 0; i < n; i++) {
		double x[SIM_BLOCKS];
		size_t blocks;

		if (!results[i].look)
			continue;
		blocks = time_confirm_blocks(&results[i], &before);
		time_confirm(x, sim_pairs(rng, m, blocks, cases[i].log_ratio, x), &time_rules_default, &results[i]);
	}
	time_decide(results, n, &time_rules_default, s);
}

#endif
