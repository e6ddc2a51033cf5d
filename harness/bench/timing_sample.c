#include "bench/timing_sample.h"

#include <string.h>

#include "base/process.h"
#include "bench/measure.h"
#include "bench/schedule.h"

#define MAX_N INT64_C(1000000000)
#define LONGEST 10 /* times the aim, that a sample of the slowest side may take */

void timing_place_choose(struct timing_place *out)
{
	memset(out, 0, sizeof *out);
	host_allowed(&out->allowed);
	out->bound = host_own_cpu("", &out->allowed, &out->cpu, &out->rest) && out->cpu < CHILD_CPUS;
}

void timing_place_take(const struct timing_place *p)
{
	if (p->bound)
		(void)host_bind(&p->rest); /* refused, we are only a worse neighbour */
}

void timing_place_leave(const struct timing_place *p)
{
	if (p->bound)
		(void)host_bind(&p->allowed);
}

int64_t timing_sample_ns(const struct engine_config *config)
{
	if (config->sample_ns > 0)
		return config->sample_ns;
	return config->precision > 0 ? ENGINE_SAMPLE_NS : ENGINE_SAMPLE_LOOK_NS;
}

/* One process. 0 with *status and *why on a failure of the case. */
static int run_once(const struct timing_place *place, const struct time_side *side, size_t benchmark, int64_t n,
                    struct sample *s, enum cell_status *status, char **why, struct error *err)
{
	struct strlist argv = STRLIST_INIT;
	struct child_spec spec;
	struct child_result r;
	int rc;

	if (measure_folder(side->t, side->cell, err) < 0)
		return -1;
	measure_spec(side->t, side->cell, "run", benchmark, n, &argv, &spec);
	spec.env = vector(&side->t->time_env);
	spec.bind = place->bound;
	spec.cpu = place->cpu;
	spec.timer_slack_ns = TIMING_SLACK_NS;
	rc = child_run(&spec, &r, err);
	if (rc == 0) {
		*status = measure_result(&r, n, s, why);
		child_result_release(&r);
	}
	strlist_release(&argv);
	return rc;
}

/* What was counted in this run says how long an operation takes; false if nothing was. */
static bool counted(const struct time_side *side, const char *name, struct sample *best)
{
	best->n = 0;
	for (size_t i = 0; i < side->cell->samples.len; i++) {
		const struct sample *s = &side->cell->samples.items[i];

		if (s->benchmark == name && s->n > best->n)
			*best = *s;
	}
	return best->n > 0;
}

#define TRIES 6

int timing_try(const struct engine_config *config, const struct timing_place *place, struct time_side *side, size_t k,
               double *ns, enum cell_status *status, char **why, struct error *err)
{
	const size_t benchmark = side->benchmark_of[k];
	const int64_t aim = timing_sample_ns(config);
	struct sample s = { .n = 0 };
	int64_t n = ENGINE_MIN_N;

	*status = CELL_OK;
	if (counted(side, side->cell->c->benchmarks.items[benchmark], &s))
		n = schedule_iterations(s.n, s.elapsed_ns, aim, MAX_N);
	for (int i = 0; i < TRIES; i++) {
		int64_t next;

		if (run_once(place, side, benchmark, n, &s, status, why, err) < 0)
			return -1;
		if (*status != CELL_OK)
			return 0;
		*ns = (double)(s.elapsed_ns > 0 ? s.elapsed_ns : 1) / (double)n;
		if ((s.elapsed_ns >= aim / 2 || n == MAX_N) && (s.elapsed_ns <= 2 * aim || n == 1))
			return 0;
		/*
		 * Too short to tell: on by at most a factor of ten, for a short try says too much of an operation or too
		 * little. Too long: a slow operation, or a fast one that somebody stopped meanwhile; the next try tells them apart.
		 */
		next = schedule_iterations(n, s.elapsed_ns, aim, MAX_N);
		n = next / 10 > n ? 10 * n : next;
	}
	return 0;
}

int64_t timing_iterations(const struct engine_config *config, double fastest, double slowest)
{
	const double aim = (double)timing_sample_ns(config);
	double n = aim / fastest;

	if (n * slowest > LONGEST * aim)
		n = LONGEST * aim / slowest;
	return n < 1 ? 1 : n > (double)MAX_N ? MAX_N : (int64_t)n;
}

int timing_sample(const struct timing_place *place, struct time_side *side, size_t k, struct sample *s,
                  enum cell_status *status, char **why, struct error *err)
{
	*status = CELL_OK;
	return run_once(place, side, side->benchmark_of[k], side->series[k].n, s, status, why, err);
}
