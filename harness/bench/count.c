/* The counting stage: see measure.h. */
#include <stdlib.h>

#include "base/alloc.h"
#include "bench/measure.h"
#include "bench/reason.h"
#include "bench/schedule.h"
#include "bench/work.h"
#include "bench/workspace.h"

#define COUNT_NS INT64_C(2000000)       /* what the further runs aim at */
#define COUNT_MAX_N INT64_C(100000)     /* and their largest N */
#define COUNT_SLOW_NS INT64_C(20000000) /* after a first run that took longer the others have its N */
#define COUNT_AGREE 3                   /* so many processes that print the same are enough */
#define COUNT_RUNS 5                    /* and so many if they do not */

/* Ascending; within [2 * ENGINE_MIN_N, COUNT_MAX_N]. */
static const int64_t count_ladder[] = { 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, COUNT_MAX_N };

struct counting; /* one cell */
struct turn {    /* one of its benchmarks; of a program the only one */
	struct counting *of;
	size_t k;
	int64_t n;
	size_t runs, agreeing; /* processes that counted; the last of them that print the same */
	int64_t allocs, bytes; /* what they print */
	bool sites;            /* counted: now where it allocates */
};
struct counting {
	struct target *t;
	struct cell *cell;
	struct work *work;
	struct turn *turns;
	size_t pending; /* turns not yet over */
	bool given_up;  /* a process had to be killed: the others of this cell would be too */
	cell_finished *finished;
	void *ctx;
};

static void on_counted(void *ctx, struct child_result *r);
static void on_sites(void *ctx, struct child_result *r);
static void on_program(void *ctx, struct child_result *r);

static bool turn_wanted(void *ctx)
{
	struct turn *turn = ctx;
	struct error err = ERROR_INIT;

	if (turn->of->given_up)
		return false;
	if (measure_folder(turn->of->t, turn->of->cell, &err) < 0)
		work_fail(turn->of->work, &err);
	return true;
}

static void add_turn(struct turn *turn, bool front)
{
	struct counting *one = turn->of;
	struct task *task = work_add(one->work, front);

	if (one->cell->c->kind == CASE_PROGRAM) {
		strlist_add(&task->argv, one->cell->binary);
		task->spec.env = vector(&one->t->run_env);
		task->spec.confine = one->t->programs;
		task->spec.cwd = one->cell->run_dir;
		task->spec.deadline_ns = one->t->config->deadline_ns;
		task->spec.max_rss = one->t->config->max_rss;
		task->spec.max_output = RUN_MAX_OUTPUT;
		task->done = on_program;
	} else {
		measure_spec(one->t, one->cell, turn->sites ? "sites" : "count", turn->k, turn->n, &task->argv,
		             &task->spec);
		task->done = turn->sites ? on_sites : on_counted;
	}
	task->wanted = turn_wanted;
	task->ctx = turn;
}

static void turn_over(struct counting *one)
{
	struct error err = ERROR_INIT;

	if (--one->pending)
		return;
	one->cell->stages |= STAGE_ALLOCS;
	if (one->finished(one->ctx, one->t, one->cell, &err) < 0)
		work_fail(one->work, &err);
}

/* The reason in the case's terms: neither the binary's path nor the file's name in the workspace. */
static void fail(struct counting *one, const char *benchmark, enum cell_status status, char *why)
{
	const struct gocase *c = one->cell->c;
	char *file = workspace_file(c), *colon = xasprintf("%s:", file), *own = xasprintf("%s:", c->file);

	why = reason_replace(why, one->cell->binary, "bundle");
	if (c->kind == CASE_BENCHMARK)
		why = reason_replace(why, colon, own);
	cell_fail(one->cell, status, xasprintf("%s: %s", benchmark, why));
	free(own);
	free(colon);
	free(file);
	free(why);
}

/* N of the further runs: from a ladder, for two sessions to count over the same N though one is slower. */
static int64_t long_n(const struct sample *s)
{
	int64_t wanted = schedule_iterations(s->n, s->elapsed_ns, COUNT_NS, COUNT_MAX_N), n = count_ladder[0];

	if (s->elapsed_ns > COUNT_SLOW_NS)
		return s->n;
	for (size_t step = 0; step < sizeof count_ladder / sizeof *count_ladder; step++)
		if (count_ladder[step] <= wanted)
			n = count_ladder[step];
	return n;
}

/* Notes what the process counted. Is that enough? Strays only add: they show first at the smallest N. */
static bool counted_enough(struct turn *turn, const struct sample *s)
{
	int64_t allocs = count_printed((double)s->mallocs / (double)s->n);
	int64_t bytes = count_printed((double)s->bytes / (double)s->n);

	turn->agreeing = turn->runs && allocs == turn->allocs && bytes == turn->bytes ? turn->agreeing + 1 : 1;
	turn->allocs = allocs;
	turn->bytes = bytes;
	return ++turn->runs >= COUNT_RUNS || turn->agreeing >= COUNT_AGREE;
}

static void on_counted(void *ctx, struct child_result *r)
{
	struct turn *turn = ctx;
	struct counting *one = turn->of;
	struct sample s = { .benchmark = one->cell->c->benchmarks.items[turn->k], .purpose = SAMPLE_ALLOCS };
	enum cell_status status;
	char *why = NULL;

	if (!r) {
		turn_over(one);
		return;
	}
	status = measure_result(r, turn->n, &s, &why);
	if (status == CELL_OK) {
		s.position = (int)turn->runs + 1;
		sample_list_add(&one->cell->samples, &s);
		if (counted_enough(turn, &s)) {
			turn->sites = true;
			turn->n = SITES_N;
		} else if (turn->runs == 1) {
			turn->n = long_n(&s);
		}
		add_turn(turn, true);
		return;
	}
	fail(one, s.benchmark, status, why);
	one->given_up = r->end != CHILD_EXITED;
	turn_over(one);
}

/* The counts stand whatever comes of this: it takes more memory and time, and asks more of an old runtime. */
static void on_sites(void *ctx, struct child_result *r)
{
	struct turn *turn = ctx;
	struct counting *one = turn->of;
	struct cell *cell = one->cell;
	const char *benchmark = cell->c->benchmarks.items[turn->k];
	char *package, *built;

	if (!r) {
		turn_over(one);
		return;
	}
	package = workspace_import_path(cell->c);
	built = workspace_file(cell->c);
	if (!child_ok(r) ||
	    !sites_parse(&r->res, turn->n,
	                 &(struct site_case){ .package = package, .built = built, .file = cell->c->file }, benchmark,
	                 &cell->sites)) {
		char *why = reason_from_run(r);

		event_warn(one->t->config->sink, "%s: %s: %s: no allocation sites: %s", one->t->label, cell->c->name,
		           benchmark, why);
		free(why);
	}
	free(built);
	free(package);
	turn_over(one);
}

static void on_program(void *ctx, struct child_result *r)
{
	struct turn *turn = ctx;
	struct cell *cell = turn->of->cell;

	if (r && r->end == CHILD_EXITED) {
		char *folder = xasprintf("%s/src/", turn->of->t->gopath), *package = workspace_import_path(cell->c);
		char *own = xasprintf("%s/", package);

		/* where a panic happened, without this machine's folders */
		text_replace(&r->out, folder, "");
		text_replace(&r->err, folder, "");
		text_replace(&r->err, own, "");
		free(own);
		free(package);
		free(folder);
		cell->out = r->out;
		cell->err = r->err;
		r->out = r->err = (struct str)STR_INIT;
		cell->exit_status = r->status;
	} else if (r) {
		cell_fail(cell, r->end == CHILD_DEADLINE ? CELL_TIMEOUT : CELL_RUN_FAILED, reason_from_run(r));
	}
	turn_over(turn->of);
}

static int prepare(struct counting *one, struct target *t, struct cell *cell, struct work *work, struct error *err)
{
	size_t n = cell->c->kind == CASE_PROGRAM ? 1 : cell->c->benchmarks.len;

	one->t = t;
	one->cell = cell;
	one->work = work;
	one->turns = xcalloc(n + 1, sizeof *one->turns);
	one->pending = n;
	if (measure_folder(t, cell, err) < 0)
		return -1;
	for (size_t k = 0; k < n; k++) {
		one->turns[k] = (struct turn){ .of = one, .k = k, .n = ENGINE_MIN_N };
		add_turn(&one->turns[k], false);
	}
	return 0;
}

int count_cells(struct target *t, cell_finished *finished, void *ctx, struct error *err)
{
	struct counting *all = xcalloc(t->len + 1, sizeof *all);
	struct work *work = work_new(config_jobs(t->config));
	size_t n = 0;
	int rc = 0;

	for (size_t i = 0; i < t->len && rc == 0; i++) {
		struct cell *cell = &t->cells[i];

		if (!(cell->todo & STAGE_ALLOCS) || cell->status != CELL_OK || !cell->binary)
			continue;
		all[n].finished = finished;
		all[n].ctx = ctx;
		rc = prepare(&all[n++], t, cell, work, err);
	}
	if (rc == 0)
		rc = work_run(work, err);
	work_free(work);
	for (size_t i = 0; i < n; i++)
		free(all[i].turns);
	free(all);
	return rc;
}
