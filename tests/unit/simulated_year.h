/*
 * A year of nights of a toolchain that is rebuilt every day, made up from a seed: ratios to a baseline whose noise is
 * resampled from nights that were really measured with nothing to find (tests/vectors/aa_nights.tsv: one toolchain under
 * two names), in runs of consecutive nights, so that what one night has of the last one stays; scaled for each benchmark. With
 * planted changes, slow drift, spikes of one night, load by the day of the week, a week without nights, and another machine.
 * year_make .. year_free. The same seed, the same year.
 */
#ifndef GOALLOC_TESTS_SIMULATED_YEAR_H
#define GOALLOC_TESTS_SIMULATED_YEAR_H

#include "testing.h"

#include <math.h>
#include <stdbool.h>
#include <time.h>

#include "analysis/stats.h"
#include "simulated_series.h"
#include "vector_file.h"

/* What was recorded: z[series * nights + night], of mean 0 and standard deviation 1 for each series. */
struct recorded {
	double *z;
	size_t nseries, nights;
};

static inline struct recorded recorded_read(void)
{
	struct recorded r = { .nights = 0 };
	double *x = NULL;
	size_t n = 0, cap = 0, series = 0, rows = 0;
	struct vector_file v;

	vector_open(&v,
	            "aa_nights.tsv"); /* rows sorted by series, then night: series number, night number, log ratio */
	while (vector_row(&v)) {
		size_t s = (size_t)vector_number(&v), night = (size_t)vector_number(&v);

		x = vec_grow(x, &cap, n + 1, sizeof *x);
		x[n++] = vector_number(&v);
		r.nights = night + 1 > r.nights ? night + 1 : r.nights;
		series = s + 1 > series ? s + 1 : series;
		rows++;
	}
	assert_true(series > 10 && r.nights > 30);
	assert_int_equal(rows, series * r.nights);
	for (size_t s = 0; s < series; s++) {
		double *own = x + s * r.nights, mean = 0, squares = 0;

		for (size_t i = 0; i < r.nights; i++)
			mean += own[i] / (double)r.nights;
		for (size_t i = 0; i < r.nights; i++)
			squares += (own[i] - mean) * (own[i] - mean);
		for (size_t i = 0; i < r.nights; i++)
			own[i] = (own[i] - mean) / sqrt(squares / (double)(r.nights - 1));
	}
	r.z = x;
	r.nseries = series;
	return r;
}

struct year_plan {
	uint64_t seed;
	size_t nseries, plants;
	size_t missed;                /* first night of the week without nights; 0: none */
	size_t swap;                  /* calendar night of the other machine; 0: none */
	bool seen;                    /* does its fingerprint say so? */
	double drift;                 /* a tenth of the ratios go up or down by so much in the year */
	double spikes;                /* share of measurements that are 10 to 100 % too slow */
	double load;                  /* by how much the machine is slower at a week's end */
	double sigma_low, sigma_high; /* of a ratio's noise */
};

struct year {
	struct year_plan plan;
	size_t nights; /* that ran */
	size_t *night; /* the calendar night of each */
	double *ratio; /* log ratio of series i in the t-th night that ran: [i * nights + t] */
	double *base;  /* log ns/op of the baseline, the same */
	double *sigma;
	struct planted *planted; /* night: calendar */
	size_t nplanted;
};

static inline bool year_ran(const struct year_plan *p, size_t night)
{
	return !p->missed || night < p->missed || night >= p->missed + 7;
}

/* Old levels of 40 nights before a change, 25 after it, none near the other machine. */
static inline size_t year_night(const struct year_plan *p, struct rng *r)
{
	for (;;) {
		size_t night = 40 + (size_t)rng_below(r, 300);

		if (year_ran(p, night) && (!p->swap || night + 25 < p->swap || night > p->swap + 40))
			return night;
	}
}

static inline void year_plant(struct year *y, struct rng *r)
{
	static const double sizes[] = { 0.03, 0.05, 0.10, -0.05, 0.30, -0.03, 0.07, -0.20 };

	for (size_t i = 0; i < y->plan.plants; i++)
		y->planted[y->nplanted++] = (struct planted){ .series = (7 * i + 1) % y->plan.nseries,
			                                      .night = year_night(&y->plan, r),
			                                      .size = log1p(sizes[i % 8]) };
}

static inline void year_fill(struct year *y, size_t i, const struct recorded *noise, struct rng *r)
{
	const struct year_plan *p = &y->plan;
	const double level = 0.1 * simulated_normal(r), own_load = 0.5 + simulated_uniform(r);
	const double ns = log(5) + 10 * simulated_uniform(r), machine = log(0.92) + 0.02 * simulated_normal(r);
	const double moved = 0.015 * simulated_normal(r), drift = i % 10 == 3 ? (i % 20 == 3 ? -1 : 1) * p->drift : 0;
	const double *z = noise->z + (size_t)rng_below(r, noise->nseries) * noise->nights;
	const double *b = noise->z + (size_t)rng_below(r, noise->nseries) * noise->nights;
	size_t from = 0;

	y->sigma[i] = p->sigma_low * pow(p->sigma_high / p->sigma_low, simulated_uniform(r));
	for (size_t t = 0; t < y->nights; t++) {
		const size_t night = y->night[t];
		const double load = night % 7 >= 5 ? p->load * own_load : 0;
		double *x = &y->ratio[i * y->nights + t];

		if (t % noise->nights == 0)
			from = (size_t)rng_below(r, noise->nights);
		*x = level + 0.1 * load +
		     y->sigma[i] * sqrt(0.5) * (z[(from + t) % noise->nights] + simulated_heavy(r)) +
		     drift * (double)night / 365 + (p->swap && night >= p->swap ? moved : 0);
		if (simulated_uniform(r) < p->spikes)
			*x += log(1.1 + 0.9 * simulated_uniform(r));
		for (size_t k = 0; k < y->nplanted; k++)
			if (y->planted[k].series == i && night >= y->planted[k].night)
				*x += y->planted[k].size;
		y->base[i * y->nights + t] = ns + 2 * y->sigma[i] * b[(from + t) % noise->nights] + load +
		                             0.03 * (double)night / 365 + (p->swap && night >= p->swap ? machine : 0);
	}
}

static inline struct year year_make(const struct year_plan *p, const struct recorded *noise)
{
	struct year y = { .plan = *p };
	struct rng r;

	rng_seed(&r, p->seed);
	y.night = xcalloc(365, sizeof *y.night);
	for (size_t night = 0; night < 365; night++)
		if (year_ran(p, night))
			y.night[y.nights++] = night;
	y.ratio = xcalloc(p->nseries * y.nights, sizeof *y.ratio);
	y.base = xcalloc(p->nseries * y.nights, sizeof *y.base);
	y.sigma = xcalloc(p->nseries, sizeof *y.sigma);
	y.planted = xcalloc(p->plants + 1, sizeof *y.planted);
	year_plant(&y, &r);
	for (size_t i = 0; i < p->nseries; i++)
		year_fill(&y, i, noise, &r);
	return y;
}

static inline void year_free(struct year *y)
{
	free(y->night);
	free(y->ratio);
	free(y->base);
	free(y->sigma);
	free(y->planted);
}

static inline void year_date(size_t night, char out[11])
{
	time_t then = 1798761600 + (time_t)night * 86400; /* from 2027-01-01 on */
	struct tm t;

	gmtime_r(&then, &t);
	strftime(out, 11, "%Y-%m-%d", &t);
}

#endif
