#include "bench/timing.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/interrupt.h"
#include "base/process.h"
#include "bench/measure.h"
#include "bench/schedule.h"

#define MAX_N INT64_C(1000000000)
#define TASK "time"

struct series {         /* one benchmark */
	int64_t n;      /* iterations of a sample, the same in every block; 0: not known yet */
	double *values; /* ns/op of this run */
	size_t len, cap;
};
struct timed { /* one cell */
	struct target *t;
	struct cell *cell;
	struct series *series; /* one for each benchmark */
	int blocks;            /* recorded before this run */
	bool failed;
};
struct timing {
	const struct engine_config *config;
	const struct engine_recorder *recorder;
	struct engine_totals *totals;
	struct timed *items;
	size_t len;
	uint64_t visits, total;
};

int timing_blocks(const struct engine_config *config)
{
	int blocks = config->blocks > 0 ? config->blocks : ENGINE_BLOCKS;

	return config->precision > 0 && blocks < TIMING_BLOCKS_PRECISE ? TIMING_BLOCKS_PRECISE : blocks;
}

static int64_t sample_ns(const struct engine_config *config)
{
	return config->sample_ns > 0 ? config->sample_ns : ENGINE_SAMPLE_NS;
}

/* One process. 0 with *status and *why on a failure of the case. */
static int run_once(const struct timed *x, size_t k, int64_t n, struct sample *s, enum cell_status *status, char **why,
                    struct error *err)
{
	struct strlist argv = STRLIST_INIT;
	struct child_spec spec;
	struct child_result r;
	int rc;

	if (measure_folder(x->t, x->cell, err) < 0)
		return -1;
	measure_spec(x->t, x->cell, "run", k, n, &argv, &spec);
	rc = child_run(&spec, &r, err);
	if (rc == 0) {
		*status = measure_result(&r, n, s, why);
		child_result_release(&r);
	}
	strlist_release(&argv);
	return rc;
}

/* Iterations for a sample, from what was counted in this run or from a try. */
static int find_iterations(const struct timing *g, struct timed *x, size_t k, enum cell_status *status, char **why,
                           struct error *err)
{
	const char *benchmark = x->cell->c->benchmarks.items[k];
	int64_t aim = sample_ns(g->config);
	struct sample best = { .n = 0 };

	for (size_t i = 0; i < x->cell->samples.len; i++) {
		const struct sample *s = &x->cell->samples.items[i];

		if (s->benchmark == benchmark && s->n > best.n)
			best = *s;
	}
	if (!best.n) {
		if (run_once(x, k, ENGINE_MIN_N, &best, status, why, err) < 0)
			return -1;
		if (*status == CELL_OK && best.elapsed_ns < aim / 10) {
			/* too short to tell: the second try is a tenth of a sample */
			int64_t more = schedule_iterations(best.n, best.elapsed_ns, aim / 10, MAX_N);

			if (run_once(x, k, more, &best, status, why, err) < 0)
				return -1;
		}
		if (*status != CELL_OK)
			return 0;
	}
	x->series[k].n = schedule_iterations(best.n, best.elapsed_ns, aim, MAX_N);
	return 0;
}

/*
 * One sample. The first of a benchmark shows whether its iterations fit: counting goes on in parallel, and where pages
 * are touched for the first time, so what it says may be several times too slow.
 */
static int sample_once(const struct timing *g, struct timed *x, size_t k, struct sample *s, enum cell_status *status,
                       char **why, struct error *err)
{
	int64_t *n = &x->series[k].n, aim = sample_ns(g->config);
	bool first = !*n;

	*status = CELL_OK;
	if (first && find_iterations(g, x, k, status, why, err) < 0)
		return -1;
	if (*status != CELL_OK)
		return 0;
	if (run_once(x, k, *n, s, status, why, err) < 0)
		return -1;
	if (!first || *status != CELL_OK || s->elapsed_ns >= aim / 2 || *n == MAX_N)
		return 0;
	*n = schedule_iterations(s->n, s->elapsed_ns, aim, MAX_N);
	return run_once(x, k, *n, s, status, why, err);
}

/* All benchmarks of one cell, one sample each; recorded together. */
static int visit(struct timing *g, struct timed *x, int block, int *position, struct error *err)
{
	const struct cell *cell = x->cell;
	struct sample_list samples = SAMPLE_LIST_INIT;
	int rc = 0;

	for (size_t k = 0; k < cell->c->benchmarks.len && !x->failed; k++) {
		struct sample s = { .benchmark = cell->c->benchmarks.items[k], .purpose = SAMPLE_TIME };
		enum cell_status status;
		char *why = NULL;

		s.block = block;
		s.position = ++*position;
		rc = sample_once(g, x, k, &s, &status, &why, err);
		if (rc < 0)
			goto done;
		if (status != CELL_OK) {
			event_warn(g->config->sink, "%s: %s: %s: not timed: %s", x->t->label, cell->c->name,
			           s.benchmark, why);
			free(why);
			x->failed = true;
			goto done;
		}
		sample_list_add(&samples, &s);
	}
	rc = g->recorder->timing(g->recorder->ctx, x->t->mode,
	                         &(const struct timed_cell){ x->t->toolchain, cell->c, cell->key, &samples }, 1, err);
	if (rc < 0)
		goto done;
	for (size_t k = 0; k < samples.len; k++) {
		struct series *v = &x->series[k];

		v->values = vec_grow(v->values, &v->cap, v->len + 1, sizeof *v->values);
		v->values[v->len++] = (double)samples.items[k].elapsed_ns / (double)samples.items[k].n;
	}
	g->totals->samples += samples.len;
done:
	sample_list_release(&samples);
	return rc;
}

static bool is_precise(const struct timing *g, struct timed *x)
{
	for (size_t k = 0; k < x->cell->c->benchmarks.len; k++)
		if (!schedule_precise(x->series[k].values, x->series[k].len, g->config->precision))
			return false;
	return true;
}

static bool wants_block(const struct timing *g, struct timed *x, int block)
{
	if (x->failed || x->blocks >= block)
		return false;
	if (block <= timing_blocks(g->config))
		return true;
	return g->config->precision > 0 && block <= TIMING_BLOCKS_MAX && !is_precise(g, x);
}

static int run_block(struct timing *g, int block, bool *any, struct error *err)
{
	size_t *order = xcalloc(g->len, sizeof *order);
	int position = 0, rc = 0;

	schedule_order(g->config->seed, block, order, g->len);
	for (size_t i = 0; i < g->len && rc == 0; i++) {
		struct timed *x = &g->items[order[i]];

		if (!wants_block(g, x, block))
			continue;
		*any = true;
		rc = interrupt_check(err);
		if (rc == 0)
			rc = visit(g, x, block, &position, err);
		g->visits++;
		if (g->visits > g->total)
			g->total = g->visits; /* a wanted precision asks for more */
		event_progress(g->config->sink, TASK, g->visits, g->total, UNIT_COUNT);
	}
	free(order);
	return rc;
}

static void collect(struct timing *g, struct target *targets, size_t n)
{
	size_t cap = 0;

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < targets[i].len; k++) {
			struct cell *cell = &targets[i].cells[k];
			struct timed *x;

			if (!(cell->todo & STAGE_TIME) || cell->status != CELL_OK || !cell->binary ||
			    !cell->c->benchmarks.len)
				continue;
			g->items = vec_grow(g->items, &cap, g->len + 1, sizeof *g->items);
			x = &g->items[g->len++];
			*x = (struct timed){ .t = &targets[i], .cell = cell, .blocks = cell->blocks };
			x->series = xcalloc(cell->c->benchmarks.len, sizeof *x->series);
			g->total += (uint64_t)(timing_blocks(g->config) - x->blocks);
		}
	}
}

static void release(struct timing *g)
{
	for (size_t i = 0; i < g->len; i++) {
		for (size_t k = 0; k < g->items[i].cell->c->benchmarks.len; k++)
			free(g->items[i].series[k].values);
		free(g->items[i].series);
	}
	free(g->items);
}

int timing_run(const struct engine_config *config, const struct engine_recorder *recorder, struct target *targets,
               size_t n, struct engine_totals *totals, struct error *err)
{
	struct timing g = { .config = config, .recorder = recorder, .totals = totals };
	int64_t start = clock_ns();
	int block = TIMING_BLOCKS_MAX, rc = 0;
	bool any = true;

	collect(&g, targets, n);
	if (!g.len)
		return 0;
	for (size_t i = 0; i < g.len; i++)
		if (g.items[i].blocks < block)
			block = g.items[i].blocks;
	event_start(config->sink, TASK, g.total, UNIT_COUNT);
	/* a block that nobody wants any more ends it, once all have what is wanted anyway */
	for (block++; rc == 0 && (any || block <= timing_blocks(config)); block++) {
		if (config->budget_ns > 0 && clock_ns() - start >= config->budget_ns) {
			event_note(config->sink, "the time budget is used up after block %d", block - 1);
			break;
		}
		any = false;
		rc = run_block(&g, block, &any, err);
	}
	totals->time_ns += clock_ns() - start;
	if (rc < 0)
		event_fail(config->sink, TASK, err->msg);
	else
		event_done(config->sink, TASK, NULL);
	release(&g);
	return rc;
}

void timing_conditions(const struct engine_config *config, struct str *out)
{
	if (!(config->stages & STAGE_TIME))
		return;
	str_addf(out, "sample=%.3gms", (double)sample_ns(config) / 1e6);
	if (config->precision > 0)
		str_addf(out, " precision=%g", config->precision);
	if (config->baseline)
		str_addf(out, " baseline=%s", config->baseline);
}
