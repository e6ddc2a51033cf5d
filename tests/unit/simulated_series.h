/*
 * A year of nights made up from a seed, for the tests of what watches them: many series of times with log-normal noise that
 * has heavy tails, load by the day of the week, drift, single spikes, a week that was missed, another machine from one
 * night on, and planted changes whose nights are known. Nothing but base/rng.h behind it: the same seed, the same year.
 * simulated_free() releases it.
 */
#ifndef GOALLOC_TESTS_SIMULATED_SERIES_H
#define GOALLOC_TESTS_SIMULATED_SERIES_H

#include "testing.h"

#include <math.h>
#include <stdbool.h>

#include "base/alloc.h"
#include "base/rng.h"

struct planted {
	size_t series, night; /* the first night of the new level */
	double size;          /* in logarithms: log(1.05) is 5 % more */
};

struct simulated {
	size_t nseries, nights; /* nights: that ran */
	double *x;              /* x[series * nights + i]: logarithm of the median, of the i-th night that ran */
	double *position;       /* the calendar night of each */
	double *sigma;          /* of each series: standard deviation of its noise, spikes aside */
	struct planted *planted;
	size_t nplanted;
	size_t swap; /* the first night on the other machine, as index into the nights that ran; 0: none */
};

struct simulation {
	uint64_t seed;
	size_t nseries, calendar; /* nights in the calendar */
	size_t plants;            /* planted changes, in as many different series */
	size_t missed;            /* first night of the missed week; 0: none */
	size_t swap;              /* calendar night of the other machine; 0: none */
	double load;              /* by how much nights of a week's end are slower */
	double drift;             /* a tenth of the series go up or down by so much in the year */
	double spikes;            /* share of measurements that are spikes: 10 to 100 % too slow */
	double sigma_low, sigma_high;
};

static inline double simulated_uniform(struct rng *r)
{
	return ((double)(rng_next(r) >> 11) + 0.5) / 9007199254740992.0; /* 2^53 */
}

static inline double simulated_normal(struct rng *r)
{
	double radius = sqrt(-2 * log(simulated_uniform(r)));

	return radius * cos(2 * acos(-1) * simulated_uniform(r)); /* Box & Muller 1958 */
}

/* Student's t with 5 degrees of freedom, of variance 1: tails about like those of medians of a few processes. */
static inline double simulated_heavy(struct rng *r)
{
	double z = simulated_normal(r), squares = 0;

	for (int i = 0; i < 5; i++) {
		double y = simulated_normal(r);

		squares += y * y;
	}
	return z / sqrt(squares / 5) * sqrt(3.0 / 5);
}

static inline bool simulated_ran(const struct simulation *m, size_t night)
{
	return !m->missed || night < m->missed || night >= m->missed + 7;
}

/* A night for a change: old levels of 40 nights before it, 25 after it, and not near the swap. */
static inline size_t simulated_night(const struct simulation *m, struct rng *r)
{
	for (;;) {
		size_t night = 40 + (size_t)rng_below(r, m->calendar - 65);

		if (simulated_ran(m, night) && (!m->swap || night + 25 < m->swap || night > m->swap + 40))
			return night;
	}
}

static inline double simulated_value(const struct simulation *m, const struct simulated *s, size_t series, size_t night,
                                     const double *traits, struct rng *r)
{
	double x = traits[0] + s->sigma[series] * simulated_heavy(r);

	x += night % 7 >= 5 ? m->load * traits[1] : 0;
	x += series % 10 == 3 ? traits[2] * m->drift * (double)night / (double)m->calendar : 0;
	x += m->swap && night >= m->swap ? traits[3] : 0;
	if (simulated_uniform(r) < m->spikes)
		x += log(1.1 + 0.9 * simulated_uniform(r));
	for (size_t i = 0; i < s->nplanted; i++)
		if (s->planted[i].series == series && night >= s->planted[i].night)
			x += s->planted[i].size;
	return x;
}

static inline struct simulated simulate(const struct simulation *m)
{
	static const double sizes[] = { 0.03, 0.05, 0.10, -0.05 };
	struct simulated s = { .nseries = m->nseries };
	struct rng r;

	rng_seed(&r, m->seed);
	s.position = xcalloc(m->calendar, sizeof *s.position);
	s.sigma = xcalloc(m->nseries, sizeof *s.sigma);
	s.planted = xcalloc(m->plants + 1, sizeof *s.planted);
	for (size_t night = 0; night < m->calendar; night++) {
		if (!simulated_ran(m, night))
			continue;
		s.swap = m->swap && night == m->swap ? s.nights : s.swap;
		s.position[s.nights++] = (double)night;
	}
	for (size_t i = 0; i < m->plants; i++)
		s.planted[s.nplanted++] = (struct planted){ .series = (7 * i + 1) % m->nseries,
			                                    .night = simulated_night(m, &r),
			                                    .size = log1p(sizes[i % 4]) };
	s.x = xcalloc(m->nseries * s.nights, sizeof *s.x);
	for (size_t i = 0; i < m->nseries; i++) {
		double traits[] = { log(5) + 10 * simulated_uniform(&r), 0.5 + simulated_uniform(&r),
			            i % 20 == 3 ? -1 : 1, log(0.92) + 0.02 * simulated_normal(&r) };

		s.sigma[i] = m->sigma_low * pow(m->sigma_high / m->sigma_low, simulated_uniform(&r));
		for (size_t t = 0; t < s.nights; t++)
			s.x[i * s.nights + t] = simulated_value(m, &s, i, (size_t)s.position[t], traits, &r);
	}
	return s;
}

static inline void simulated_free(struct simulated *s)
{
	free(s->x);
	free(s->position);
	free(s->sigma);
	free(s->planted);
}

#endif
