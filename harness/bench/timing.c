#include "bench/timing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "bench/schedule.h"
#include "bench/timing_visit.h"

static size_t pairs_asked(const struct engine_config *config)
{
	return (size_t)(config->blocks > 0 ? config->blocks : ENGINE_BLOCKS);
}

/* Pairs that the group's comparisons still get, as far as can be told; 0: nobody wants one. */
static uint64_t missing_of(const struct timing *g, const struct time_group *group)
{
	uint64_t n = 0;

	for (size_t i = 0; i < group->len; i++)
		n += timing_missing_pairs(g, &g->all.items[group->first + i]);
	return n;
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

static uint64_t missing(const struct timing *g)
{
	uint64_t n = 0;

	for (size_t i = 0; i < g->all.ngroups; i++)
		n += missing_of(g, &g->all.groups[i]);
	return n;
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

		const uint64_t wanted = missing_of(g, group), others = g->total - g->done - wanted;

		if (!wanted)
			continue;
		if (is_spent(g)) {
			g->totals->budget_spent = true;
			*more = false;
			break;
		}
		*more = true;
		rc = timing_visit(g, group, err);
		/* what a wanted precision takes is known better with each pair */
		g->total = g->done + others + missing_of(g, group);
		tell(g, group);
	}
	free(order);
	return rc;
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

		if (!timing_wants_pair(g, c))
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

		if (timing_wants_pair(g, c) && (!sides[c->old].cell->binary || !sides[c->new].cell->binary))
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
	g->total = missing(g); /* without what could not be built */
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
		known = timing_is_adaptive(g->config) ? c->time.len >= g->least && timing_is_precise(g, c)
		                                      : !timing_wants_pair(g, c);
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
		if (timing_is_adaptive(config) && totals->needed > g.least)
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
	if (timing_is_adaptive(config))
		str_addf(out, " precision=%g", config->precision);
	if (config->baseline)
		str_addf(out, " baseline=%s", config->baseline);
}
