#include "bench/timing_visit.h"

#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/interrupt.h"
#include "bench/schedule.h"

bool timing_is_adaptive(const struct engine_config *config)
{
	return config->precision > 0 && config->judge;
}

bool timing_is_precise(const struct timing *g, struct comparison *c)
{
	const struct timing_judge *judge = g->config->judge;

	if (c->judged != c->time.len) {
		c->wanted = judge->pairs_for(judge->ctx, c->time.items, c->time.len, g->config->precision);
		c->judged = c->time.len;
	}
	return c->judged && c->wanted <= c->judged;
}

size_t timing_missing_pairs(const struct timing *g, struct comparison *c)
{
	size_t wanted = g->least;

	if (!timing_wants_pair(g, c))
		return 0;
	if (g->purpose == SAMPLE_CONFIRM)
		return c->again - c->confirm.len;
	if (timing_is_adaptive(g->config) && c->judged && c->wanted > wanted)
		wanted = c->wanted < TIMING_BLOCKS_MAX ? c->wanted : TIMING_BLOCKS_MAX;
	return wanted > c->time.len ? wanted - c->time.len : 1;
}

bool timing_wants_pair(const struct timing *g, struct comparison *c)
{
	if (c->failed)
		return false;
	if (g->purpose == SAMPLE_CONFIRM)
		return c->confirm.len < c->again;
	if (c->time.len < g->least)
		return true;
	return timing_is_adaptive(g->config) && c->time.len < TIMING_BLOCKS_MAX && !timing_is_precise(g, c);
}

/* ---- a visit ---- */

/* The sides of a benchmark that some comparison wants now, in the order in which they are timed; returns how many. */
static size_t choose_sides(const struct timing *g, const struct time_group *group, size_t benchmark, size_t *sides)
{
	bool *wanted = xcalloc(group->nsides, sizeof *wanted);
	size_t n = 0, *order;

	for (size_t i = 0; i < group->len; i++) {
		struct comparison *c = &g->all.items[group->first + i];

		if (c->benchmark == benchmark && timing_wants_pair(g, c))
			wanted[c->old] = wanted[c->new] = true;
	}
	order = xcalloc(group->nsides, sizeof *order);
	schedule_sides(g->config->seed, g->block, (size_t)(group - g->all.groups), benchmark, order, group->nsides);
	for (size_t i = 0; i < group->nsides; i++)
		if (wanted[order[i]])
			sides[n++] = order[i];
	free(order);
	free(wanted);
	return n;
}

/* What one visit of a group brings. */
struct visit {
	struct time_group *group;
	struct sample_list *samples; /* of each side */
	double *ns;                  /* [benchmark * nsides + side]; 0: not timed, or failed */
	size_t *sides;               /* scratch */
};

static void side_failed(const struct timing *g, struct visit *v, size_t side, size_t benchmark, const char *why)
{
	const struct time_side *s = &v->group->sides[side];

	event_warn(g->config->sink, "%s: %s: %s: not timed: %s", s->t->label, s->cell->c->name,
	           v->group->benchmarks.items[benchmark], why);
	s->series[benchmark].failed = true;
	for (size_t i = 0; i < v->group->len; i++) {
		struct comparison *c = &g->all.items[v->group->first + i];

		if (c->benchmark == benchmark && (c->old == side || c->new == side))
			c->failed = true;
	}
}

/* Gives the first n of v->sides their number of iterations: that of the others, or else one for all of them. */
static int fit(struct timing *g, struct visit *v, size_t benchmark, size_t n, struct error *err)
{
	struct time_group *group = v->group;
	double fastest = 0, slowest = 0;
	int64_t common = 0;
	bool all = true;

	for (size_t i = 0; i < n; i++)
		all = all && group->sides[v->sides[i]].series[benchmark].n;
	for (size_t i = 0; i < group->nsides && !common; i++)
		common = group->sides[i].series[benchmark].n;
	if (all)
		return 0;
	for (size_t i = 0; i < n && !common; i++) {
		enum cell_status status;
		char *why = NULL;
		double ns = 0;

		if (interrupt_check(err) < 0 || timing_try(g->config, &g->place, &group->sides[v->sides[i]], benchmark,
		                                           &ns, &status, &why, err) < 0)
			return -1;
		if (status != CELL_OK) {
			side_failed(g, v, v->sides[i], benchmark, why);
			free(why);
			continue;
		}
		fastest = !(fastest > 0) || ns < fastest ? ns : fastest;
		slowest = ns > slowest ? ns : slowest;
	}
	if (!common && fastest > 0)
		common = timing_iterations(g->config, fastest, slowest);
	for (size_t i = 0; i < n; i++)
		group->sides[v->sides[i]].series[benchmark].n = common;
	return 0;
}

static int time_benchmark(struct timing *g, struct visit *v, size_t benchmark, struct error *err)
{
	const size_t n = choose_sides(g, v->group, benchmark, v->sides);

	if (fit(g, v, benchmark, n, err) < 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct time_side *side = &v->group->sides[v->sides[i]];
		struct sample s = { .benchmark = side->cell->c->benchmarks.items[side->benchmark_of[benchmark]],
			            .purpose = g->purpose,
			            .block = g->block,
			            .position = ++g->position };
		enum cell_status status;
		char *why = NULL;

		if (side->series[benchmark].failed)
			continue;
		if (interrupt_check(err) < 0 || timing_sample(&g->place, side, benchmark, &s, &status, &why, err) < 0)
			return -1;
		if (status != CELL_OK) {
			side_failed(g, v, v->sides[i], benchmark, why);
			free(why);
			continue;
		}
		sample_list_add(&v->samples[v->sides[i]], &s);
		/* a clock that stood still has not measured nothing */
		v->ns[benchmark * v->group->nsides + v->sides[i]] =
			(double)(s.elapsed_ns > 0 ? s.elapsed_ns : 1) / (double)s.n;
	}
	return 0;
}

static int record_visit(const struct timing *g, const struct visit *v, struct error *err)
{
	const struct time_group *group = v->group;
	struct timed_cell *cells = xcalloc(group->nsides, sizeof *cells);
	size_t n = 0, samples = 0;
	int rc = 0;

	for (size_t i = 0; i < group->nsides; i++) {
		const struct time_side *s = &group->sides[i];

		if (!v->samples[i].len)
			continue;
		cells[n++] = (struct timed_cell){ s->t->toolchain, s->cell->c, s->cell->key, &v->samples[i] };
		samples += v->samples[i].len;
	}
	if (n)
		rc = g->recorder->timing(g->recorder->ctx, &g->config->modes->items[group->mode], cells, n, err);
	if (rc == 0) {
		g->totals->samples += samples;
		g->totals->confirm_samples += g->purpose == SAMPLE_CONFIRM ? samples : 0;
	}
	free(cells);
	return rc;
}

/* Only what is recorded counts. */
static void count_pairs(struct timing *g, const struct visit *v)
{
	for (size_t i = 0; i < v->group->len; i++) {
		struct comparison *c = &g->all.items[v->group->first + i];
		const double *ns = v->ns + c->benchmark * v->group->nsides;
		const bool wanted = timing_wants_pair(g, c);

		if (!(ns[c->old] > 0) || !(ns[c->new] > 0))
			continue;
		if (comparison_solo(c))
			logs_add(&c->time, log(ns[c->new]));
		else
			logs_add(g->purpose == SAMPLE_CONFIRM ? &c->confirm : &c->time,
			         log(ns[c->new]) - log(ns[c->old]));
		g->done += wanted;
	}
}

int timing_visit(struct timing *g, struct time_group *group, struct error *err)
{
	struct visit v = { .group = group,
		           .samples = xcalloc(group->nsides, sizeof *v.samples),
		           .ns = xcalloc(group->nsides * group->benchmarks.len, sizeof *v.ns),
		           .sides = xcalloc(group->nsides, sizeof *v.sides) };
	int rc = 0;

	for (size_t k = 0; k < group->benchmarks.len && rc == 0; k++)
		rc = time_benchmark(g, &v, k, err);
	if (rc == 0)
		rc = record_visit(g, &v, err);
	if (rc == 0)
		count_pairs(g, &v);
	for (size_t i = 0; i < group->nsides; i++)
		sample_list_release(&v.samples[i]);
	free(v.samples);
	free(v.ns);
	free(v.sides);
	return rc;
}
