#include "bench/engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/confine.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "bench/bundle.h"
#include "bench/bundle_cache.h"
#include "bench/compile.h"
#include "bench/engine_progress.h"
#include "bench/importcfg.h"
#include "bench/key.h"
#include "bench/measure.h"
#include "bench/mode_support.h"
#include "bench/scratch.h"
#include "bench/target.h"
#include "bench/timing.h"

#define KEEP_BUNDLES_DAYS 7

struct engine {
	const struct engine_config *config;
	const struct engine_recorder *recorder;
	struct engine_totals *totals;
	struct target *targets;
	size_t len;
	struct error first;         /* of a toolchain that cannot be used; the others are measured all the same */
	bool recorder_failed;       /* then nothing else makes sense */
	struct progress_work *work; /* of each target, as foreseen */
	struct engine_progress progress;
	size_t planned; /* cells of the current target that have something to do */
};

static unsigned wanted_stages(const struct engine *e, const struct gocase *c)
{
	return c->kind == CASE_PROGRAM ? e->config->stages & ~(unsigned)STAGE_TIME : e->config->stages;
}

/*
 * What is missing, times of cells that are known aside: of these only timing.c can tell. A failure is an answer, too: the same
 * content fails again. Only when a case failed in running and the compiler's words were never asked for, it is done anew.
 */
static unsigned missing_stages(const struct engine *e, const struct gocase *c, const struct engine_have *have)
{
	unsigned wanted = wanted_stages(e, c), missing = wanted & ~have->stages & ~(unsigned)STAGE_TIME;

	if (have->status != CELL_OK) {
		bool ran = have->status == CELL_RUN_FAILED || have->status == CELL_TIMEOUT;

		return ran && (missing & STAGE_ESCAPE) ? STAGE_ESCAPE | STAGE_ALLOCS : 0;
	}
	return missing | (have->stages ? 0 : wanted & STAGE_TIME);
}

static bool is_supported(const struct toolchain *t, const struct gocase *c)
{
	/* a case for go1.18 may be tried with its candidates */
	if (c->min_go.patch <= 0 && c->min_go.stage == GO_RELEASE)
		return version_at_least(&t->version, c->min_go.major, c->min_go.minor);
	return version_compare(&t->version, &c->min_go) >= 0;
}

/* In some eras a library for another platform would be compiled into the toolchain's own folder: not there. */
static bool has_library(const struct target *t)
{
	char *folder;
	bool found;

	if (!t->cross || !t->era.cross_std_in_goroot)
		return true;
	folder = xasprintf("%s/pkg/%s_%s", t->toolchain->goroot, t->toolchain->goos, t->goarch);
	found = path_is_dir(folder);
	free(folder);
	return found;
}

static int plan(struct engine *e, struct target *t, struct error *err)
{
	const struct engine_config *config = e->config;
	const struct case_list *cases =
		config->cases_of ? config->cases_of[t->toolchain - config->toolchains->items] : config->cases;
	bool library = has_library(t), asked = false;
	char *refusal = NULL;

	t->cells = xcalloc(cases->len + 1, sizeof *t->cells);
	for (size_t i = 0; i < cases->len; i++) {
		struct cell *cell = &t->cells[t->len++];

		cell->c = &cases->items[i];
		cell_key(t->toolchain, t->mode, cell->c, cell->key);
		if (e->recorder->have(e->recorder->ctx, t->toolchain, t->mode, cell->c, cell->key, &cell->have, err) <
		    0) {
			e->recorder_failed = true;
			free(refusal);
			return -1;
		}
		cell->todo = missing_stages(e, cell->c, &cell->have);
		cell->compiled = cell->have.status == CELL_OK && (cell->have.stages || cell->have.timed_since);
		e->totals->cells++;
		if (!cell->todo) {
			cell->good = cell->have.status == CELL_OK && cell->have.stages;
			cell->skipped = true;
			e->totals->skipped++;
			continue;
		}
		e->planned++;
		if (!library)
			cell_fail(cell, CELL_UNSUPPORTED,
			          xasprintf("has no standard library for %s/%s", t->toolchain->goos, t->goarch));
		if (!asked && mode_support(t, &refusal, err))
			return -1;
		asked = true;
		if (refusal)
			cell_fail(cell, CELL_UNSUPPORTED, xstrdup(refusal));
		if (!is_supported(t->toolchain, cell->c)) {
			char version[GO_VERSION_TEXT];

			cell_fail(cell, CELL_UNSUPPORTED,
			          xasprintf("needs %s", version_format(&cell->c->min_go, version, sizeof version)));
		}
	}
	free(refusal);
	return 0;
}

/* Hands over what is finished. A failed cell has nothing more to do. */
static int record(struct engine *e, struct target *t, struct cell *cell, struct error *err)
{
	bool ok = cell->status == CELL_OK;
	struct cell_record r = {
		.toolchain = t->toolchain,
		.mode = t->mode,
		.c = cell->c,
		.status = cell->status,
		.reason = cell->reason ? cell->reason : "",
		.stages = ok ? cell->stages : wanted_stages(e, cell->c) | cell->stages,
		.build_ms = cell->build_ms,
		.raw_m = cell->raw_m.p ? &cell->raw_m : NULL,
		.raw_mm = cell->raw_mm.p ? &cell->raw_mm : NULL,
		.decisions = &cell->decisions,
		.calls = &cell->calls,
		.codes = &cell->codes,
		.samples = &cell->samples,
		.sites = &cell->sites,
		.exit_status = cell->exit_status,
	};

	/* only to be timed, and already known: nothing new to say */
	bool known = ok && !cell->stages && (cell->have.stages || cell->have.timed_since);

	memcpy(r.key, cell->key, sizeof r.key);
	memcpy(r.binary_sha256, cell->binary_sha256, sizeof r.binary_sha256);
	if (ok && cell->c->kind == CASE_PROGRAM && (cell->stages & STAGE_ALLOCS)) {
		r.out = &cell->out;
		r.err = &cell->err;
	}
	if (!known && e->recorder->cell(e->recorder->ctx, &r, err) < 0) {
		e->recorder_failed = true;
		return -1;
	}
	e->totals->by_status[cell->status]++;
	e->totals->fresh++;
	e->totals->samples += cell->samples.len;
	cell->good = ok;
	progress_cell(&e->progress, cell->c->name);
	cell_forget(cell);
	cell->todo = ok ? cell->todo & STAGE_TIME : 0;
	return 0;
}

/* As cell_finished of measure.h. */
static int record_finished(void *ctx, struct target *t, struct cell *cell, struct error *err)
{
	struct engine *e = ctx;

	progress_step(&e->progress, cell->c->name);
	return record(e, t, cell, err);
}

/* Compiled: recorded when that was all there was to do. */
static int record_compiled(void *ctx, struct target *t, struct cell *cell, struct error *err)
{
	struct engine *e = ctx;

	progress_step(&e->progress, cell->c->name);
	return cell->status != CELL_OK || !(cell->todo & (STAGE_ALLOCS | STAGE_TIME)) ? record(e, t, cell, err) : 0;
}

/* Records the cells that failed so far, and those that have none of the stages `later` to do. */
static int record_over(struct engine *e, struct target *t, unsigned later, struct error *err)
{
	for (size_t i = 0; i < t->len; i++) {
		struct cell *cell = &t->cells[i];

		if (cell->todo && (cell->status != CELL_OK || !(cell->todo & later)) && record(e, t, cell, err) < 0)
			return -1;
	}
	return 0;
}

static bool has_todo(const struct target *t, unsigned stages)
{
	for (size_t i = 0; i < t->len; i++)
		if (t->cells[i].status == CELL_OK && (t->cells[i].todo & stages))
			return true;
	return false;
}

static int measure(struct engine *e, struct target *t, struct error *err)
{
	int64_t start = clock_ns(), now;
	struct engine_totals *totals = e->totals;
	int rc;

	if (record_over(e, t, STAGE_ALL, err) < 0) /* unsupported */
		return -1;
	if (!has_todo(t, STAGE_ALL))
		return 0;
	progress_enter(&e->progress, PART_PREPARE);
	rc = importcfg_make(t, err);
	if (rc == 0) {
		progress_step(&e->progress, "");
		progress_enter(&e->progress, PART_COMPILE);
		rc = compile_cells(t, record_compiled, e, err);
	}
	now = clock_ns();
	totals->compile_cpu_ns += t->compile_cpu_ns;
	totals->compile_ns += now - start;
	start = now;
	if (rc < 0 || record_over(e, t, STAGE_ALLOCS | STAGE_TIME, err) < 0)
		return -1;
	progress_enter(&e->progress, PART_BUILD);
	rc = bundle_build(t, err);
	progress_step(&e->progress, "");
	now = clock_ns();
	totals->build_ns += now - start;
	start = now;
	if (rc < 0 || record_over(e, t, STAGE_ALLOCS, err) < 0)
		return -1;
	progress_enter(&e->progress, PART_COUNT);
	rc = count_cells(t, record_finished, e, err);
	totals->allocs_ns += clock_ns() - start;
	return rc;
}

static int run_target(struct engine *e, struct target *t, struct error *err)
{
	int rc;

	e->planned = 0;
	progress_target(&e->progress, t->label, &e->work[t - e->targets]);
	rc = plan(e, t, err);
	if (!rc && e->planned)
		rc = measure(e, t, err);
	confinement_rest(t->tools); /* timing has no use for it, and there may be hundreds of targets */
	progress_target_over(&e->progress);
	if (rc < 0 && !e->recorder_failed && err->kind != ERR_INTERRUPTED)
		event_note(e->config->sink, "%s: failed: %s", t->label, err->msg);
	return rc;
}

/* What there is to do over all targets, as the recorder has it now; the targets themselves ask again when it is their turn. */
static int foresee(struct engine *e, struct error *err)
{
	const struct engine_config *config = e->config;

	for (size_t i = 0; i < config->toolchains->len; i++)
		for (size_t k = 0; k < config->modes->len; k++) {
			const struct toolchain *t = &config->toolchains->items[i];
			const struct case_list *cases = config->cases_of ? config->cases_of[i] : config->cases;
			struct progress_work *work = &e->work[i * config->modes->len + k];

			for (size_t c = 0; c < cases->len; c++) {
				const struct gocase *one = &cases->items[c];
				struct engine_have have = { 0 };
				char key[HASH_HEX];

				if (interrupt_check(err) < 0)
					return -1;
				cell_key(t, &config->modes->items[k], one, key);
				if (e->recorder->have(e->recorder->ctx, t, &config->modes->items[k], one, key, &have,
				                      err) < 0)
					return -1;
				progress_foresee(work, missing_stages(e, one, &have),
				                 have.status == CELL_OK && (have.stages || have.timed_since),
				                 is_supported(t, one));
			}
		}
	return 0;
}

/* A toolchain that cannot be used does not keep the others from being measured: its error waits. */
static int run_targets(struct engine *e, const char *scratch, struct error *err)
{
	const struct engine_config *config = e->config;

	for (size_t i = 0; i < config->toolchains->len; i++) {
		for (size_t k = 0; k < config->modes->len; k++) {
			struct error own = ERROR_INIT;
			struct target *t = &e->targets[e->len];

			if (interrupt_check(err) < 0)
				return -1;
			if (target_open(config, &config->toolchains->items[i], &config->modes->items[k], scratch, t,
			                err) < 0)
				return -1;
			e->len++;
			if (run_target(e, t, &own) == 0)
				continue;
			if (e->recorder_failed || own.kind == ERR_INTERRUPTED) {
				*err = own;
				return -1;
			}
			if (e->first.kind == ERR_NONE)
				e->first = own;
			t->failed = true; /* what it has not counted is not timed */
		}
	}
	return 0;
}

/*
 * Cells whose times are wanted after all, and that had nothing else to do: they count as measured, not as known. One that
 * cannot be built any more is recorded as that.
 */
static int bundle(void *ctx, struct target *t, struct error *err)
{
	struct engine *e = ctx;
	struct error own = ERROR_INIT;
	int64_t start = clock_ns();
	bool missing = false;
	int rc = 0;

	for (size_t i = 0; i < t->len; i++)
		missing = missing || ((t->cells[i].todo & STAGE_TIME) && !t->cells[i].binary);
	if (missing)
		rc = bundle_build(t, &own);
	confinement_rest(t->tools);
	e->totals->build_ns += clock_ns() - start;
	if (rc < 0 && own.kind == ERR_INTERRUPTED) {
		*err = own;
		return -1;
	}
	if (rc < 0) {
		t->failed = true;
		if (e->first.kind == ERR_NONE)
			e->first = own;
	}
	for (size_t i = 0; i < t->len; i++) {
		struct cell *cell = &t->cells[i];

		if (!(cell->todo & STAGE_TIME) || !cell->skipped)
			continue;
		cell->skipped = false;
		e->totals->skipped--;
		if (cell->status != CELL_OK) {
			if (record(e, t, cell, err) < 0)
				return -1;
			continue;
		}
		e->totals->fresh++;
		e->totals->by_status[CELL_OK]++;
	}
	return 0;
}

int engine_run(const struct engine_config *config, const struct engine_recorder *recorder, struct engine_totals *totals,
               struct error *err)
{
	struct engine e = { .config = config, .recorder = recorder, .totals = totals, .first = ERROR_INIT };
	const struct timing_host host = { .ctx = &e, .bundle = bundle };
	struct scratch scratch = SCRATCH_INIT;
	int rc = -1;

	memset(totals, 0, sizeof *totals);
	if (confine_announce(config->sink, err) < 0)
		return -1;
	e.targets = xcalloc(config->toolchains->len * config->modes->len + 1, sizeof *e.targets);
	e.work = xcalloc(config->toolchains->len * config->modes->len + 1, sizeof *e.work);
	if (scratch_open(config->cache, &scratch, err) < 0)
		goto done;
	bundle_prune(config->cache, KEEP_BUNDLES_DAYS);
	if (config->sink && config->sink->emit && foresee(&e, err) < 0)
		goto done;
	progress_start(&e.progress, config->sink, e.work, config->toolchains->len * config->modes->len);
	rc = run_targets(&e, scratch.path, err);
	progress_stop(&e.progress, rc < 0);
	if (rc < 0)
		goto done;
	rc = -1;
	if (timing_run(config, recorder, &host, e.targets, e.len, totals, err) < 0)
		goto done;
	if (e.first.kind != ERR_NONE)
		*err = e.first;
	else
		rc = 0;
done:
	for (size_t i = 0; i < e.len; i++)
		target_close(&e.targets[i]);
	free(e.targets);
	free(e.work);
	scratch_close(&scratch);
	return rc;
}

void engine_conditions(const struct engine_config *config, struct str *out)
{
	timing_conditions(config, out);
}
