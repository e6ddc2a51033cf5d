#include "bench/comparisons.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

bool comparison_solo(const struct comparison *c)
{
	return c->old == c->new;
}

void logs_add(struct logs *l, double log_ratio)
{
	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	l->items[l->len++] = log_ratio;
}

static size_t index_of(const struct strlist *l, const char *name)
{
	for (size_t i = 0; i < l->len; i++)
		if (!strcmp(l->items[i], name))
			return i;
	return NO_BENCHMARK;
}

static void add_side(struct time_group *g, struct target *t, struct cell *cell, size_t toolchain)
{
	g->sides = vec_grow(g->sides, &g->sides_cap, g->nsides + 1, sizeof *g->sides);
	g->sides[g->nsides++] = (struct time_side){ .t = t, .cell = cell, .toolchain = toolchain, .since = INT64_MAX };
	for (size_t k = 0; k < cell->c->benchmarks.len; k++)
		if (index_of(&g->benchmarks, cell->c->benchmarks.items[k]) == NO_BENCHMARK)
			strlist_add(&g->benchmarks, cell->c->benchmarks.items[k]);
}

/* Known to run, and its times are asked for. */
static bool is_timed(const struct target *t, const struct cell *cell)
{
	return !t->failed && cell->good && cell->c->kind == CASE_BENCHMARK && cell->c->benchmarks.len;
}

static void add_comparison(struct comparisons *c, size_t benchmark, size_t old, size_t new)
{
	c->items = vec_grow(c->items, &c->cap, c->len + 1, sizeof *c->items);
	c->items[c->len++] =
		(struct comparison){ .group = c->ngroups - 1, .benchmark = benchmark, .old = old, .new = new };
	c->asked += old != new;
}

/* The side that all others are compared with; nsides: there is none. */
static size_t baseline_of(const struct engine_config *config, const struct time_group *g)
{
	size_t i = 0;

	while (i < g->nsides && strcmp(g->sides[i].t->toolchain->go, config->baseline) != 0)
		i++;
	return i;
}

static void compare_benchmark(struct comparisons *c, const struct time_group *g, size_t benchmark)
{
	const bool fixed = c->config->baseline != NULL;
	const size_t none = g->nsides;
	size_t old = fixed ? baseline_of(c->config, g) : none, alone = none, compared = 0;

	if (old < none && g->sides[old].benchmark_of[benchmark] == NO_BENCHMARK)
		old = none;
	for (size_t i = 0; i < g->nsides; i++) {
		if (g->sides[i].benchmark_of[benchmark] == NO_BENCHMARK || (fixed && i == old))
			continue;
		if (old < none) {
			add_comparison(c, benchmark, old, i);
			compared++;
		} else if (fixed) {
			add_comparison(c, benchmark, i, i);
		} else {
			alone = i;
		}
		if (!fixed)
			old = i;
	}
	if (fixed && old < none && !compared)
		add_comparison(c, benchmark, old, old);
	if (!fixed && alone < none && !compared)
		add_comparison(c, benchmark, alone, alone);
}

static void finish_group(struct comparisons *c, struct time_group *g)
{
	for (size_t i = 0; i < g->nsides; i++) {
		struct time_side *s = &g->sides[i];

		s->benchmark_of = xcalloc(g->benchmarks.len, sizeof *s->benchmark_of);
		s->series = xcalloc(g->benchmarks.len, sizeof *s->series);
		for (size_t k = 0; k < g->benchmarks.len; k++)
			s->benchmark_of[k] = index_of(&s->cell->c->benchmarks, g->benchmarks.items[k]);
	}
	g->first = c->len;
	for (size_t k = 0; k < g->benchmarks.len; k++)
		compare_benchmark(c, g, k);
	g->len = c->len - g->first;
}

void comparisons_make(const struct engine_config *config, struct target *targets, size_t n, struct comparisons *out)
{
	*out = (struct comparisons){ .config = config };
	if (!(config->stages & STAGE_TIME))
		return;
	for (size_t m = 0; m < config->modes->len; m++) {
		for (size_t k = 0; k < config->cases->len; k++) {
			struct time_group g = { .mode = m, .gocase = k };

			for (size_t i = 0; i < n; i++)
				if (targets[i].mode == &config->modes->items[m] && k < targets[i].len &&
				    is_timed(&targets[i], &targets[i].cells[k]))
					add_side(&g, &targets[i], &targets[i].cells[k],
					         (size_t)(targets[i].toolchain - config->toolchains->items));
			if (!g.nsides)
				continue;
			out->groups = vec_grow(out->groups, &out->groups_cap, out->ngroups + 1, sizeof *out->groups);
			out->groups[out->ngroups++] = g;
			finish_group(out, &out->groups[out->ngroups - 1]);
		}
	}
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void want_since(struct time_side *s, int64_t session)
{
	if (session < s->since)
		s->since = session;
}

static int by_block(const void *pa, const void *pb)
{
	const struct recorded_time *a = pa, *b = pb;
	int order = (a->session > b->session) - (a->session < b->session);

	return order ? order : (a->block > b->block) - (a->block < b->block);
}

/* The times of one purpose and benchmark, by session and block. */
static size_t pick(const struct recorded_times *all, enum sample_purpose purpose, const char *benchmark,
                   struct recorded_time *out)
{
	size_t n = 0;

	for (size_t i = 0; i < all->len; i++)
		if (all->items[i].purpose == purpose && !strcmp(all->items[i].benchmark, benchmark))
			out[n++] = all->items[i];
	qsort(out, n, sizeof *out, by_block);
	return n;
}

/* Pairs: one of each, in order; of several in one block the first of each side. */
static void pair_up(const struct recorded_time *old, size_t nold, const struct recorded_time *new, size_t nnew,
                    struct logs *out)
{
	size_t i = 0, k = 0;

	while (i < nold && k < nnew) {
		int order = by_block(&old[i], &new[k]);

		if (!order) {
			logs_add(out, log(new[k].ns) - log(old[i].ns));
			while (i + 1 < nold && !by_block(&old[i], &old[i + 1]))
				i++;
			while (k + 1 < nnew && !by_block(&new[k], &new[k + 1]))
				k++;
		}
		i += order <= 0;
		k += order >= 0;
	}
}

static void take_recorded(struct comparison *c, const struct time_group *g, const struct recorded_times *times)
{
	const struct recorded_times *old = &times[c->old], *new = &times[c->new];
	struct recorded_time *a = xcalloc(old->len + 1, sizeof *a), *b = xcalloc(new->len + 1, sizeof *b);
	const char *name = g->benchmarks.items[c->benchmark];
	size_t na = pick(old, SAMPLE_TIME, name, a), nb = pick(new, SAMPLE_TIME, name, b);

	if (comparison_solo(c)) {
		for (size_t i = 0; i < na; i++)
			logs_add(&c->time, log(a[i].ns));
	} else {
		pair_up(a, na, b, nb, &c->time);
		na = pick(old, SAMPLE_CONFIRM, name, a);
		nb = pick(new, SAMPLE_CONFIRM, name, b);
		pair_up(a, na, b, nb, &c->confirm);
	}
	free(a);
	free(b);
}

static int load_group(struct comparisons *all, const struct time_group *g, const struct engine_recorder *recorder,
                      struct error *err)
{
	struct recorded_times *times = xcalloc(g->nsides, sizeof *times);
	const struct mode *m = &all->config->modes->items[g->mode];
	int rc = 0;

	for (size_t i = 0; i < g->len; i++) {
		const struct comparison *c = &all->items[g->first + i];
		const int64_t old = g->sides[c->old].cell->have.timed_since,
			      new = g->sides[c->new].cell->have.timed_since;

		if (!old || !new)
			continue; /* no block can have both */
		want_since(&g->sides[c->old], later(old, new));
		want_since(&g->sides[c->new], later(old, new));
	}
	for (size_t i = 0; i < g->nsides && rc == 0; i++) {
		const struct time_side *s = &g->sides[i];

		if (s->cell->have.last_block > all->last_block)
			all->last_block = s->cell->have.last_block;
		if (s->since < INT64_MAX)
			rc = recorder->times(recorder->ctx, s->t->toolchain, m, s->cell->c, s->cell->key, s->since,
			                     &times[i], err);
	}
	for (size_t i = 0; i < g->len && rc == 0; i++)
		take_recorded(&all->items[g->first + i], g, times);
	for (size_t i = 0; i < g->nsides; i++)
		free(times[i].items);
	free(times);
	return rc;
}

int comparisons_load(struct comparisons *c, const struct engine_recorder *recorder, struct error *err)
{
	for (size_t i = 0; i < c->ngroups; i++)
		if (load_group(c, &c->groups[i], recorder, err) < 0)
			return -1;
	return 0;
}

void comparisons_release(struct comparisons *c)
{
	for (size_t i = 0; i < c->ngroups; i++) {
		for (size_t k = 0; k < c->groups[i].nsides; k++) {
			free(c->groups[i].sides[k].benchmark_of);
			free(c->groups[i].sides[k].series);
		}
		free(c->groups[i].sides);
		strlist_release(&c->groups[i].benchmarks);
	}
	for (size_t i = 0; i < c->len; i++) {
		free(c->items[i].time.items);
		free(c->items[i].confirm.items);
	}
	free(c->groups);
	free(c->items);
	*c = (struct comparisons){ .config = c->config };
}
