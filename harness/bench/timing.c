#include "bench/timing.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "bench/comparisons.h"
#include "bench/schedule.h"
#include "bench/timing_sample.h"

struct timing {
	const struct engine_config *config;
	const struct engine_recorder *recorder;
	const struct timing_host *host;
	struct engine_totals *totals;
	struct comparisons all;
	struct timing_place place;
	size_t least; /* pairs that a comparison gets whatever they show */
	enum sample_purpose purpose;
	int block;
	int position; /* of the last sample in its block */
	int64_t start, budget;
	const char *task;
	uint64_t done, total; /* pairs */
};

static size_t pairs_asked(const struct engine_config *config)
{
	return (size_t)(config->blocks > 0 ? config->blocks : ENGINE_BLOCKS);
}

static bool is_adaptive(const struct engine_config *config)
{
	return config->precision > 0 && config->judge;
}

static bool is_precise(const struct timing *g, struct comparison *c)
{
	const struct timing_judge *judge = g->config->judge;

	if (c->judged != c->time.len) {
		c->precise = judge->precise(judge->ctx, c->time.items, c->time.len, g->config->precision);
		c->judged = c->time.len;
	}
	return c->judged && c->precise;
}

static bool wants_pair(const struct timing *g, struct comparison *c)
{
	if (c->failed)
		return false;
	if (g->purpose == SAMPLE_CONFIRM)
		return c->confirm.len < c->again;
	if (c->time.len < g->least)
		return true;
	return is_adaptive(g->config) && c->time.len < TIMING_BLOCKS_MAX && !is_precise(g, c);
}

/* The sides of a benchmark that some comparison wants now, in the order in which they are timed; returns how many. */
static size_t choose_sides(const struct timing *g, const struct time_group *group, size_t benchmark, size_t *sides)
{
	bool *wanted = xcalloc(group->nsides, sizeof *wanted);
	size_t n = 0, *order;

	for (size_t i = 0; i < group->len; i++) {
		struct comparison *c = &g->all.items[group->first + i];

		if (c->benchmark == benchmark && wants_pair(g, c))
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
		const bool wanted = wants_pair(g, c);

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

static int visit(struct timing *g, struct time_group *group, struct error *err)
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

static bool group_wants(const struct timing *g, const struct time_group *group)
{
	for (size_t i = 0; i < group->len; i++)
		if (wants_pair(g, &g->all.items[group->first + i]))
			return true;
	return false;
}

static bool is_spent(const struct timing *g)
{
	return g->budget > 0 && clock_ns() - g->start >= g->budget;
}

static void tell(const struct timing *g, const struct time_group *group)
{
	const int64_t spent = clock_ns() - g->start;
	char text[256];

	snprintf(text, sizeof text, "%s %s", g->config->modes->items[group->mode].name, group->sides[0].cell->c->name);
	event_emit(g->config->sink, &(struct event){ .kind = EVENT_PROGRESS,
	                                             .task = g->task,
	                                             .text = text,
	                                             .done = g->done,
	                                             .total = g->total,
	                                             .unit = UNIT_COUNT,
	                                             .most_ns = g->budget > spent ? g->budget - spent : 0 });
}

/* *more: there may be a block after it. */
static int run_block(struct timing *g, bool *more, struct error *err)
{
	size_t *order = xcalloc(g->all.ngroups + 1, sizeof *order);
	int rc = 0;

	*more = false;
	g->position = 0;
	schedule_order(g->config->seed, g->block, order, g->all.ngroups);
	for (size_t i = 0; i < g->all.ngroups && rc == 0; i++) {
		struct time_group *group = &g->all.groups[order[i]];

		if (!group_wants(g, group))
			continue;
		if (is_spent(g)) {
			g->totals->budget_spent = true;
			*more = false;
			break;
		}
		*more = true;
		rc = visit(g, group, err);
		if (g->done > g->total)
			g->total = g->done; /* a wanted precision asks for more than was foreseen */
		tell(g, group);
	}
	free(order);
	return rc;
}

/* Pairs that are missing as far as can be told. */
static uint64_t missing(const struct timing *g)
{
	uint64_t n = 0;

	for (size_t i = 0; i < g->all.len; i++) {
		struct comparison *c = &g->all.items[i];

		if (!wants_pair(g, c))
			continue;
		if (g->purpose == SAMPLE_CONFIRM)
			n += c->again - c->confirm.len;
		else
			n += c->time.len < g->least ? g->least - c->time.len : 1;
	}
	return n;
}

/* The file that an earlier cell of the target had before it got a copy of it; NULL: none had this one. */
static const char *copy_of(const struct target *t, char *const *originals, size_t cell)
{
	for (size_t i = 0; i < cell; i++)
		if (originals[i] && !strcmp(originals[i], t->cells[cell].binary))
			return t->cells[i].binary;
	return NULL;
}

/*
 * Cells that are timed get a copy of their binary, one of each file of the target's. Without space for it the first file does.
 * All names have one length: a program's arguments lie on its stack.
 */
static void renew_binaries(struct target *t, size_t number)
{
	char **originals = xcalloc(t->len + 1, sizeof *originals);
	struct error ignored = ERROR_INIT;
	size_t copies = 0;

	for (size_t i = 0; i < t->len; i++) {
		struct cell *cell = &t->cells[i];
		const char *known;
		char *copy;

		if (!(cell->todo & STAGE_TIME) || !cell->binary)
			continue;
		known = copy_of(t, originals, i);
		copy = known ? xstrdup(known) : xasprintf("%s/prog/again-%04zu-%04zu", t->scratch, number, copies++);
		if (!known && file_copy(cell->binary, copy, &ignored) < 0) {
			free(copy);
			break;
		}
		originals[i] = cell->binary;
		cell->binary = copy;
	}
	for (size_t i = 0; i < t->len; i++)
		free(originals[i]);
	free(originals);
}

/* Marks the cells that are to be timed, and has them built where they are not. */
static int prepare(struct timing *g, struct target *targets, size_t n, struct error *err)
{
	int rc = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < targets[i].len; k++)
			targets[i].cells[k].todo &= ~(unsigned)STAGE_TIME;
	for (size_t i = 0; i < g->all.len; i++) {
		struct comparison *c = &g->all.items[i];
		struct time_side *sides = g->all.groups[c->group].sides;

		if (!wants_pair(g, c))
			continue;
		sides[c->old].cell->todo |= STAGE_TIME;
		sides[c->new].cell->todo |= STAGE_TIME;
	}
	for (size_t i = 0; i < n && rc == 0; i++) {
		bool wanted = false;

		for (size_t k = 0; k < targets[i].len; k++)
			wanted = wanted || (targets[i].cells[k].todo & STAGE_TIME);
		if (!wanted)
			continue;
		rc = g->host->bundle(g->host->ctx, &targets[i], err);
		if (rc == 0 && g->purpose == SAMPLE_CONFIRM)
			renew_binaries(&targets[i], i);
	}
	for (size_t i = 0; i < g->all.len; i++) {
		struct comparison *c = &g->all.items[i];
		const struct time_side *sides = g->all.groups[c->group].sides;

		if (wants_pair(g, c) && (!sides[c->old].cell->binary || !sides[c->new].cell->binary))
			c->failed = true;
	}
	return rc;
}

static int run_blocks(struct timing *g, enum sample_purpose purpose, struct target *targets, size_t n,
                      struct error *err)
{
	bool more = true;
	int rc;

	g->purpose = purpose;
	g->task = purpose == SAMPLE_CONFIRM ? "confirm" : "time";
	g->done = 0;
	g->total = missing(g);
	if (!g->total)
		return 0;
	event_start(g->config->sink, g->task, g->total, UNIT_COUNT);
	if (prepare(g, targets, n, err) < 0) {
		event_fail(g->config->sink, g->task, NULL);
		return -1;
	}
	g->start = clock_ns(); /* the budget is for timing: building is not */
	timing_place_take(&g->place);
	do {
		g->block++;
		rc = run_block(g, &more, err);
	} while (rc == 0 && more);
	timing_place_leave(&g->place);
	g->totals->time_ns += clock_ns() - g->start;
	if (rc < 0)
		event_fail(g->config->sink, g->task, NULL);
	else
		event_done(g->config->sink, g->task, NULL);
	return rc;
}

/* Asks the judge about all comparisons. */
static void find_suspects(struct timing *g)
{
	const struct timing_judge *judge = g->config->judge;
	struct timing_comparison *rows = xcalloc(g->all.asked + 1, sizeof *rows);
	size_t n = 0;

	for (size_t i = 0; i < g->all.len; i++) {
		const struct comparison *c = &g->all.items[i];
		const struct time_group *group = &g->all.groups[c->group];

		if (!comparison_solo(c))
			rows[n++] = (struct timing_comparison){ .old = group->sides[c->old].toolchain,
				                                .new = group->sides[c->new].toolchain,
				                                .mode = group->mode,
				                                .gocase = group->gocase,
				                                .benchmark = group->benchmarks.items[c->benchmark],
				                                .log_ratios = c->time.items,
				                                .pairs = c->time.len };
	}
	judge->suspects(judge->ctx, rows, n);
	n = 0;
	for (size_t i = 0; i < g->all.len; i++)
		if (!comparison_solo(&g->all.items[i]))
			g->all.items[i].again = rows[n++].again;
	free(rows);
}

static int by_size(const void *pa, const void *pb)
{
	const size_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

static void sum_up(struct timing *g)
{
	struct engine_totals *t = g->totals;
	size_t *pairs = xcalloc(g->all.asked + 1, sizeof *pairs), n = 0;

	g->purpose = SAMPLE_TIME;
	t->comparisons = g->all.asked;
	for (size_t i = 0; i < g->all.len; i++) {
		struct comparison *c = &g->all.items[i];
		bool known;

		if (comparison_solo(c))
			continue;
		t->suspected += c->again > 0;
		t->unconfirmed += c->confirm.len < c->again;
		if (c->failed) {
			t->failed++;
			continue;
		}
		known = is_adaptive(g->config) ? c->time.len >= g->least && is_precise(g, c) : !wants_pair(g, c);
		t->precise += known;
		t->open += !known;
		t->short_of += c->time.len < t->needed;
		pairs[n++] = c->time.len;
	}
	if (n) {
		qsort(pairs, n, sizeof *pairs, by_size);
		t->pairs_min = pairs[0];
		t->pairs_median = pairs[n / 2];
		t->pairs_max = pairs[n - 1];
	}
	free(pairs);
}

int timing_run(const struct engine_config *config, const struct engine_recorder *recorder,
               const struct timing_host *host, struct target *targets, size_t n, struct engine_totals *totals,
               struct error *err)
{
	const struct timing_judge *judge = config->judge;
	struct timing g = { .config = config,
		            .recorder = recorder,
		            .host = host,
		            .totals = totals,
		            .budget = config->budget_ns,
		            .least = pairs_asked(config) };
	int rc;

	comparisons_make(config, targets, n, &g.all);
	rc = comparisons_load(&g.all, recorder, err);
	if (rc == 0 && g.all.len) {
		g.block = g.all.last_block;
		if (judge && g.all.asked)
			totals->needed = judge->least_pairs(judge->ctx, g.all.asked);
		/* known before anything is measured, so that it can't depend on what that shows */
		if (is_adaptive(config) && totals->needed > g.least)
			g.least = totals->needed;
		timing_place_choose(&g.place);
		rc = run_blocks(&g, SAMPLE_TIME, targets, n, err);
		g.budget = 0;
		if (rc == 0 && judge) {
			find_suspects(&g);
			rc = run_blocks(&g, SAMPLE_CONFIRM, targets, n, err);
		}
		sum_up(&g);
	}
	comparisons_release(&g.all);
	return rc;
}

void timing_conditions(const struct engine_config *config, struct str *out)
{
	struct timing_place place;

	if (!(config->stages & STAGE_TIME))
		return;
	timing_place_choose(&place);
	if (place.bound)
		str_addf(out, "cpu=%d ", place.cpu);
	else
		str_add(out, "cpu=any ");
	str_addf(out, "%s sample=%.4gms", TIMING_ENVIRONMENT, (double)timing_sample_ns(config) / 1e6);
#ifdef __linux__
	str_addf(out, " slack=%.4gms", (double)TIMING_SLACK_NS / 1e6);
#endif
	if (is_adaptive(config))
		str_addf(out, " precision=%g", config->precision);
	if (config->baseline)
		str_addf(out, " baseline=%s", config->baseline);
}
