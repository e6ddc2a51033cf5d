/* The middle of a night: exact figures that are missing, then every time anew in one session; and what it comes to. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/change.h"
#include "analysis/hodges_lehmann.h"
#include "analysis/paired.h"
#include "analysis/stats.h"
#include "base/alloc.h"
#include "base/rng.h"
#include "bench/engine.h"
#include "cmd/machine.h"
#include "cmd/nightly.h"
#include "cmd/timing_judge.h"
#include "store/read.h"

/* ---- measuring ---- */

/*
 * The store's recorder, in which only this night's times are known: old ones say nothing of tonight. What a killed start
 * of the same night timed is in the same session, and counts.
 */
struct tonight {
	struct engine_recorder store;
	int64_t session;
};

static int have(void *ctx, const struct toolchain *t, const struct mode *m, const struct gocase *c, const char *key,
                struct engine_have *out, struct error *err)
{
	const struct tonight *x = ctx;

	if (x->store.have(x->store.ctx, t, m, c, key, out, err))
		return -1;
	if (out->timed_since && out->timed_since < x->session)
		out->timed_since = x->session;
	return 0;
}

static int put_cell(void *ctx, const struct cell_record *r, struct error *err)
{
	const struct tonight *x = ctx;

	return x->store.cell(x->store.ctx, r, err);
}

static int put_timing(void *ctx, const struct mode *m, const struct timed_cell *cells, size_t n, struct error *err)
{
	const struct tonight *x = ctx;

	return x->store.timing(x->store.ctx, m, cells, n, err);
}

static int times(void *ctx, const struct toolchain *t, const struct mode *m, const struct gocase *c, const char *key,
                 int64_t since, struct recorded_times *out, struct error *err)
{
	const struct tonight *x = ctx;

	return x->store.times(x->store.ctx, t, m, c, key, since > x->session ? since : x->session, out, err);
}

static unsigned stages_of(unsigned metrics)
{
	return (metrics & (METRIC_ESCAPE | METRIC_STATUS) ? STAGE_ESCAPE : 0u) |
	       (metrics & (METRIC_ALLOCS | METRIC_BYTES | METRIC_OUTPUT) ? STAGE_ALLOCS : 0u) |
	       (metrics & METRIC_TIME ? STAGE_TIME : 0u);
}

static const struct toolchain *baseline_of(const struct nightly *n)
{
	size_t i = 0;

	while (i + 1 < n->toolchains.len && strcmp(n->toolchains.items[i].go, n->baseline) != 0)
		i++;
	return &n->toolchains.items[i];
}

/* Begins a session, or goes on in that of a start that was killed; then the night's row. */
static int begin(struct nightly *n, const struct engine_config *config, struct error *err)
{
	struct str line = STR_INIT, conditions = STR_INIT;
	struct machine m;
	struct night night;
	int status;

	add_command_line(n->app, &line);
	machine_read(&m);
	engine_conditions(config, &conditions);
	if (n->state == NIGHT_MEASURING && n->session && !n->again) {
		status = store_session_resume(n->db, n->session, err);
		event_note(&n->app->sink, "the night of %s was not finished: it goes on", n->date);
	} else {
		const struct session_info info =
			machine_session(&m, config->seed, str_cstr(&line), str_cstr(&conditions));

		status = store_session_begin(n->db, &info, err);
	}
	night = (struct night){ .date = n->date,
		                .baseline = n->baseline,
		                .baseline_digest = baseline_of(n)->digest,
		                .machine = m.machine,
		                .kernel = m.kernel,
		                .cpu = m.cpu,
		                .governor = m.governor,
		                .conditions = str_cstr(&conditions) };
	if (!status)
		status = store_night_begin(n->db, &night, &n->id, err);
	n->session = store_session_id(n->db);
	machine_release(&m);
	str_release(&line);
	str_release(&conditions);
	return status;
}

int night_measure(struct nightly *n, struct error *err)
{
	const struct nightly_config *c = &n->config;
	struct engine_config config = { .toolchains = &n->toolchains,
		                        .cases = &n->cases,
		                        .modes = &n->modes,
		                        .cache = n->app->cache,
		                        .stages = stages_of(c->metrics),
		                        .jobs = c->jobs,
		                        .seed = rng_entropy() >> 1,
		                        .baseline = n->baseline,
		                        .blocks = c->blocks,
		                        .sample_ns = c->sample_ns,
		                        .budget_ns = c->budget_ns,
		                        .precision = c->precision,
		                        .judge = &timing_judge,
		                        .sink = &n->app->sink };
	struct engine_totals totals;
	struct tonight tonight;
	struct engine_recorder recorder = {
		.ctx = &tonight, .have = have, .cell = put_cell, .timing = put_timing, .times = times
	};
	int status = begin(n, &config, err);

	for (size_t i = 0; i < n->toolchains.len && !status; i++)
		status = store_toolchain(n->db, &n->toolchains.items[i], err);
	if (status)
		return -1;
	tonight = (struct tonight){ .store = store_recorder(n->db), .session = n->session };
	if (engine_run(&config, &recorder, &totals, &n->trouble)) {
		if (n->trouble.kind == ERR_INTERRUPTED) {
			*err = n->trouble;
			return -1;
		}
		event_warn(&n->app->sink, "a part of the night is missing: %s", n->trouble.msg);
	}
	return night_points(n, err) || store_session_finish(n->db, err) ? -1 : 0;
}

/* ---- what it comes to ---- */

struct collecting {
	struct nightly *n;
	struct cell_rows cells;
	struct sample_rows samples;
	struct history history;
	struct night_series *series;
	struct night_point *points;
	size_t len, series_cap, points_cap;
	struct timed *side[2]; /* scratch: of the baseline and the other */
	size_t side_cap[2];
	double *ratios;
	size_t ratios_cap;
};

static int by_name(const void *pa, const void *pb)
{
	const struct sample_row *const *a = pa, *const *b = pb;
	int order = strcmp((*a)->go, (*b)->go);

	if (!order)
		order = strcmp((*a)->mode, (*b)->mode);
	if (!order)
		order = strcmp((*a)->goarch, (*b)->goarch);
	if (!order)
		order = strcmp((*a)->case_name, (*b)->case_name);
	return order ? order : strcmp((*a)->benchmark, (*b)->benchmark);
}

/* Tonight's times of a benchmark, from the list sorted by name, into the scratch of a side. */
static size_t gather(struct collecting *x, const struct sample_row *const *sorted, size_t n,
                     const struct sample_row *key, int side)
{
	size_t low = 0, high = n, k = 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (by_name(&sorted[middle], &key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < n && !by_name(&sorted[low], &key); low++) {
		x->side[side] = vec_grow(x->side[side], &x->side_cap[side], k + 1, sizeof *x->side[side]);
		x->side[side][k++] = (struct timed){ sorted[low]->session, sorted[low]->block,
			                             (double)sorted[low]->elapsed_ns / (double)sorted[low]->n };
	}
	return k;
}

static double median_ns(struct collecting *x, int side, size_t n)
{
	x->ratios = vec_grow(x->ratios, &x->ratios_cap, n + 1, sizeof *x->ratios);
	for (size_t i = 0; i < n; i++)
		x->ratios[i] = x->side[side][i].ns;
	return n ? stats_median(x->ratios, n) : NAN;
}

static void add_times(struct collecting *x, const struct sample_row *const *sorted, size_t nsorted,
                      const struct series *s, const char *go, struct night_point *p)
{
	struct sample_row key = {
		.go = go, .mode = s->mode, .goarch = s->goarch, .case_name = s->case_name, .benchmark = s->benchmark
	};
	size_t own = gather(x, sorted, nsorted, &key, 1), base, pairs;
	struct location ratio;

	key.go = x->n->baseline;
	base = gather(x, sorted, nsorted, &key, 0);
	p->ns = median_ns(x, 1, own);
	p->baseline_ns = median_ns(x, 0, base);
	if (!strcmp(go, x->n->baseline)) {
		p->pairs = own;
		p->log_ratio = p->low = p->high = 0;
		return;
	}
	x->ratios = vec_grow(x->ratios, &x->ratios_cap, own + base + 1, sizeof *x->ratios);
	pairs = paired_log_ratios(x->side[0], base, x->side[1], own, x->ratios);
	p->pairs = pairs;
	if (!pairs)
		return;
	hodges_lehmann(x->ratios, pairs, 0.95, &ratio);
	p->log_ratio = ratio.estimate;
	p->low = ratio.low;
	p->high = ratio.high;
}

static void add_point(struct collecting *x, const struct sample_row *const *sorted, size_t nsorted,
                      const struct series *s, const struct point *h)
{
	struct night_point p = { .series = x->len,
		                 .status = h->status,
		                 .log_ratio = NAN,
		                 .low = NAN,
		                 .high = NAN,
		                 .ns = NAN,
		                 .baseline_ns = NAN,
		                 .counted = h->counted,
		                 .allocs = h->allocs_exact,
		                 .bytes = h->bytes_exact,
		                 .allocs_low = h->allocs_range.low,
		                 .allocs_high = h->allocs_range.high,
		                 .bytes_low = h->bytes_range.low,
		                 .bytes_high = h->bytes_range.high };

	if (*s->benchmark)
		add_times(x, sorted, nsorted, s, h->go, &p);
	x->series = vec_grow(x->series, &x->series_cap, x->len + 1, sizeof *x->series);
	x->points = vec_grow(x->points, &x->points_cap, x->len + 1, sizeof *x->points);
	x->series[x->len] = (struct night_series){ .go = h->go,
		                                   .goarch = s->goarch,
		                                   .mode = s->mode,
		                                   .case_name = s->case_name,
		                                   .case_sha256 = h->case_sha256,
		                                   .benchmark = s->benchmark };
	x->points[x->len++] = p;
}

static bool wanted(const struct nightly *n, const struct series *s, const struct point *p)
{
	const struct gocase *c = NULL;
	bool mode = false;

	for (size_t i = 0; i < n->modes.len; i++)
		mode |= !strcmp(n->modes.items[i].name, s->mode);
	for (size_t i = 0; i < n->cases.len && !c; i++)
		if (!strcmp(n->cases.items[i].name, s->case_name))
			c = &n->cases.items[i];
	return mode && c && !strcmp(c->sha256, p->case_sha256) && strcmp(p->status, "unsupported") != 0;
}

static void collect(struct collecting *x)
{
	const struct sample_row **sorted = xcalloc(x->samples.len + 1, sizeof(void *));
	size_t n = 0;

	for (size_t i = 0; i < x->samples.len; i++) {
		const struct sample_row *r = &x->samples.items[i];

		if (r->session == x->n->session && r->n > 0 && !strcmp(r->purpose, "time"))
			sorted[n++] = r;
	}
	if (n)
		qsort(sorted, n, sizeof(void *), by_name);
	for (size_t i = 0; i < x->history.len; i++)
		for (size_t k = 0; k < x->history.items[i].n; k++)
			if (wanted(x->n, &x->history.items[i], &x->history.items[i].points[k]))
				add_point(x, sorted, n, &x->history.items[i], &x->history.items[i].points[k]);
	free(sorted);
}

int night_points(struct nightly *n, struct error *err)
{
	struct collecting x = { .n = n };
	struct strlist names = STRLIST_INIT;
	const struct row_filter filter = { .releases = &names,
		                           .purposes = 1u << SAMPLE_ALLOCS | 1u << SAMPLE_TIME,
		                           .session = n->session };
	struct night_toolchain *toolchains = xcalloc(n->toolchains.len + 1, sizeof *toolchains);
	int status;

	for (size_t i = 0; i < n->toolchains.len; i++) {
		const struct toolchain *t = &n->toolchains.items[i];

		strlist_add(&names, t->go);
		toolchains[i] = (struct night_toolchain){ .go = t->go,
			                                  .digest = t->digest,
			                                  .version_output = t->version_output,
			                                  .version = t->version,
			                                  .local = t->local };
	}
	status = store_cells(n->db, &filter, &x.cells, err) || store_samples(n->db, &filter, &x.samples, err) ? -1 : 0;
	if (!status) {
		history_build(&x.cells, &x.samples, &x.history);
		collect(&x);
		status = store_night_points(n->db, n->id,
		                            &(struct night_record){ .toolchains = toolchains,
		                                                    .ntoolchains = n->toolchains.len,
		                                                    .series = x.series,
		                                                    .nseries = x.len,
		                                                    .points = x.points,
		                                                    .npoints = x.len },
		                            err);
		history_release(&x.history);
	}
	cell_rows_release(&x.cells);
	sample_rows_release(&x.samples);
	strlist_release(&names);
	free(toolchains);
	free(x.series);
	free(x.points);
	free(x.side[0]);
	free(x.side[1]);
	free(x.ratios);
	return status;
}
