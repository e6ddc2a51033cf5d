#include "bench/timing_sample.h"

#include <string.h>

#include "base/process.h"
#include "bench/measure.h"
#include "bench/schedule.h"

#define MAX_N INT64_C(1000000000)

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
	return config->sample_ns > 0 ? config->sample_ns : ENGINE_SAMPLE_NS;
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
	rc = child_run(&spec, &r, err);
	if (rc == 0) {
		*status = measure_result(&r, n, s, why);
		child_result_release(&r);
	}
	strlist_release(&argv);
	return rc;
}

/* Iterations for a sample, from what was counted in this run or from a try. */
static int find_iterations(const struct engine_config *config, const struct timing_place *place, struct time_side *side,
                           size_t k, enum cell_status *status, char **why, struct error *err)
{
	const size_t benchmark = side->benchmark_of[k];
	const char *name = side->cell->c->benchmarks.items[benchmark];
	int64_t aim = timing_sample_ns(config);
	struct sample best = { .n = 0 };

	for (size_t i = 0; i < side->cell->samples.len; i++) {
		const struct sample *s = &side->cell->samples.items[i];

		if (s->benchmark == name && s->n > best.n)
			best = *s;
	}
	if (!best.n) {
		if (run_once(place, side, benchmark, ENGINE_MIN_N, &best, status, why, err) < 0)
			return -1;
		if (*status == CELL_OK && best.elapsed_ns < aim / 10) {
			/* too short to tell: the second try is a tenth of a sample */
			int64_t more = schedule_iterations(best.n, best.elapsed_ns, aim / 10, MAX_N);

			if (run_once(place, side, benchmark, more, &best, status, why, err) < 0)
				return -1;
		}
		if (*status != CELL_OK)
			return 0;
	}
	side->series[k].n = schedule_iterations(best.n, best.elapsed_ns, aim, MAX_N);
	return 0;
}

/*
 * The first of a series shows whether its iterations fit: counting goes on in parallel, and where pages are touched for the
 * first time, so what it says may be several times too slow.
 */
int timing_sample(const struct engine_config *config, const struct timing_place *place, struct time_side *side,
                  size_t k, struct sample *s, enum cell_status *status, char **why, struct error *err)
{
	int64_t *n = &side->series[k].n, aim = timing_sample_ns(config);
	const size_t benchmark = side->benchmark_of[k];
	bool first = !*n;

	*status = CELL_OK;
	if (first && find_iterations(config, place, side, k, status, why, err) < 0)
		return -1;
	if (*status != CELL_OK)
		return 0;
	if (run_once(place, side, benchmark, *n, s, status, why, err) < 0)
		return -1;
	if (!first || *status != CELL_OK || s->elapsed_ns >= aim / 2 || *n == MAX_N)
		return 0;
	*n = schedule_iterations(s->n, s->elapsed_ns, aim, MAX_N);
	return run_once(place, side, benchmark, *n, s, status, why, err);
}
