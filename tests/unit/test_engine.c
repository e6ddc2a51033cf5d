#include "engine_fixture.h"

static void test_everything_and_then_nothing(void **state)
{
	struct world *w = *state;
	const struct entry *program;

	add_bench(w, "f/a_test.go", "", "One Two");
	add_bench(w, "f/b_test.go", "", "One");
	add_case(w, "f/p.go", "package main\nfunc main() {}\n");
	assert_int_equal(run(w), 0);
	assert_measured(cell_of(w, "f/a"), 2, 2);
	assert_measured(cell_of(w, "f/b"), 1, 2);
	assert_string_equal(cell_of(w, "f/a")->binary, cell_of(w, "f/b")->binary);
	program = cell_of(w, "f/p");
	assert_int_equal(program->have.status, CELL_OK);
	assert_string_equal(program->out, "said\n");
	assert_string_equal(program->err, "warned\n");
	assert_int_equal(program->exit_status, 3);
	assert_int_equal(program->timed, 0);
	assert_int_equal(w->totals.cells, 3);
	assert_int_equal(w->totals.fresh, 3);
	assert_int_equal(w->totals.by_status[CELL_OK], 3);
	assert_int_equal(w->totals.samples, 9 + 6);
	assert_int_equal(shell_calls(w->gocache, "compile"), 3);
	assert_int_equal(shell_calls(w->gocache, "install"), 1);

	assert_int_equal(run(w), 0);
	assert_int_equal(w->totals.fresh, 0);
	assert_int_equal(w->totals.skipped, 3);
	assert_int_equal(cell_of(w, "f/a")->records, 1);
	assert_int_equal(shell_calls(w->gocache, "compile"), 3);
	assert_int_equal(shell_calls(w->gocache, "install"), 1);
}

static void test_an_edited_case_is_measured_alone(void **state)
{
	struct world *w = *state;

	add_bench(w, "f/a_test.go", "", "One");
	add_bench(w, "f/b_test.go", "", "One");
	assert_int_equal(run(w), 0);
	gocase_release(&w->cases.items[1]);
	w->cases.len = 1;
	add_bench(w, "f/b_test.go", "edited", "One");
	assert_int_equal(run(w), 0);
	assert_int_equal(w->totals.fresh, 1);
	assert_int_equal(cell_of(w, "f/a")->records, 1);
	assert_int_equal(cell_of(w, "f/b")->records, 2);
}

static void test_stages_are_filled_in(void **state)
{
	struct world *w = *state;

	add_bench(w, "f/a_test.go", "", "One");
	w->config.stages = STAGE_ESCAPE;
	assert_int_equal(run(w), 0);
	assert_int_equal(cell_of(w, "f/a")->have.stages, STAGE_ESCAPE);
	assert_int_equal(shell_calls(w->gocache, "compile -m-m-S"), 1);
	assert_int_equal(shell_calls(w->gocache, "install"), 0);
	w->config.stages = STAGE_ALL;
	assert_int_equal(run(w), 0);
	assert_measured(cell_of(w, "f/a"), 1, 2);
	assert_int_equal(shell_calls(w->gocache, "compile"), 1); /* known to compile */
	w->config.blocks = 5;
	assert_int_equal(run(w), 0);
	assert_int_equal(cell_of(w, "f/a")->timed, 5);
	assert_int_equal(cell_of(w, "f/a")->have.last_block, 5);
	assert_int_equal(cell_of(w, "f/a")->counted, 3);
	assert_int_equal(cell_of(w, "f/a")->records, 2);         /* nothing new to say about the cell */
	assert_int_equal(shell_calls(w->gocache, "install"), 1); /* the bundle was kept */
}

/* One process says and lists everything; what is said is kept as -m -m prints it. */
static void test_all_at_once(void **state)
{
	struct world *w = *state;
	const struct entry *e;

	add_bench(w, "f/a_test.go", "", "One");
	add_bench(w, "f/b_test.go", "", "One");
	w->config.stages = STAGE_ESCAPE;
	assert_int_equal(run(w), 0);
	for (int i = 0; i < 2; i++) {
		e = cell_of(w, i ? "f/b" : "f/a");
		assert_int_equal(e->decisions, 1);
		assert_int_equal(e->calls, 1);
		assert_null(e->raw_m);
		assert_string_equal(e->raw_mm,
		                    i ? "./b_test.go:3:6: can inline f\n" : "./a_test.go:3:6: can inline f\n");
	}
	assert_int_equal(shell_calls(w->gocache, "compile"), 2);
	assert_true(w->totals.compile_cpu_ns > 0);
}

/* A compiler that dies of listing: the case compiles all the same, and what was said is not lost. */
static void test_one_by_one(void **state)
{
	struct world *w = *state;
	const struct entry *e;

	add_bench(w, "f/a_test.go", "NOLIST", "One");
	w->config.stages = STAGE_ESCAPE;
	w->config.jobs = 1; /* nothing else runs whose end would start what waits */
	assert_int_equal(run(w), 0);
	e = cell_of(w, "f/a");
	assert_int_equal(e->have.status, CELL_OK);
	assert_int_equal(e->decisions, 1);
	assert_int_equal(e->calls, 0);
	assert_string_equal(e->raw_m, "./a_test.go:3:6: can inline f\n");
	assert_string_equal(e->raw_mm, "./a_test.go:3:6: can inline f\n");
	assert_int_equal(shell_calls(w->gocache, "compile"), 4);
}

/* Cells at different stages: each gets what it lacks, from one bundle that is found again. */
static void test_topping_up(void **state)
{
	struct world *w = *state;

	add_bench(w, "f/a_test.go", "", "One");
	assert_int_equal(run(w), 0);
	add_bench(w, "f/b_test.go", "", "One");
	assert_int_equal(run(w), 0);
	assert_int_equal(shell_calls(w->gocache, "install"), 2);
	w->config.blocks = 3; /* both: built together though one had nothing to do */
	assert_int_equal(run(w), 0);
	assert_int_equal(shell_calls(w->gocache, "install"), 2);
	add_bench(w, "f/c_test.go", "", "One");
	w->config.blocks = 4;
	assert_int_equal(run(w), 0);
	assert_measured(cell_of(w, "f/a"), 1, 4);
	assert_measured(cell_of(w, "f/b"), 1, 4);
	assert_measured(cell_of(w, "f/c"), 1, 4);
	assert_int_equal(shell_calls(w->gocache, "install"), 3);
	/* programs that fail do not touch the bundle: together, an empty one, each alone */
	add_case(w, "f/p.go", "package main\nfunc main() {}\n");
	add_case(w, "f/q.go", "package main // NOBUILD\nfunc main() {}\n");
	assert_int_equal(run(w), 0);
	assert_int_equal(cell_of(w, "f/p")->have.status, CELL_OK);
	assert_int_equal(cell_of(w, "f/q")->have.status, CELL_BUILD_FAILED);
	assert_int_equal(shell_calls(w->gocache, "install"), 3 + 4);
}

/* However slow, a count is never taken over fewer iterations than ENGINE_MIN_N; timing may be. */
static void test_slow_benchmarks(void **state)
{
	struct world *w = *state;

	add_bench(w, "f/a_test.go", "", "Slow");
	assert_int_equal(run(w), 0);
	assert_measured(cell_of(w, "f/a"), 1, 2);
}

/* Three processes, the second and third over one N from the ladder; more of them only until three in a row agree. */
static void test_processes_must_agree(void **state)
{
	static const struct {
		const char *benchmark;
		size_t processes;
		int64_t n;
	} rows[] = {
		{ "One", 3, 100000 }, { "Middling", 3, 5000 }, { "Slow", 3, 200 },
		{ "Slower", 3, 100 }, { "Strays", 4, 100000 }, { "Restless", 5, 100000 },
	};
	struct world *w = *state;

	w->config.stages = STAGE_ALLOCS;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char path[32];

		snprintf(path, sizeof path, "f/%c_test.go", (char)('a' + i));
		add_bench(w, path, "", rows[i].benchmark);
	}
	assert_int_equal(run(w), 0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char name[32];
		const struct entry *e;

		snprintf(name, sizeof name, "f/%c", (char)('a' + i));
		e = cell_of(w, name);
		assert_int_equal(e->have.status, CELL_OK); /* that they disagree is no failure */
		assert_int_equal(e->sites, 1);
		if (e->counted != rows[i].processes)
			fail_msg("%s: %zu processes", rows[i].benchmark, e->counted);
		assert_int_equal(e->counted_n[0], ENGINE_MIN_N);
		for (size_t k = 1; k < e->counted; k++)
			assert_int_equal(e->counted_n[k], rows[i].n);
	}
}

/* Counts are counts, though where it allocates remains unknown; then somebody is told. */
static void note_warning(void *ctx, const struct event *e)
{
	char **warning = ctx;

	if (e->kind != EVENT_WARN)
		return;
	free(*warning);
	*warning = xstrdup(e->text);
}

static void test_no_sites_are_no_failure(void **state)
{
	struct world *w = *state;
	char *warning = NULL;
	const struct event_sink sink = { .emit = note_warning, .ctx = &warning };

	w->config.sink = &sink;
	w->config.stages = STAGE_ALLOCS;
	add_bench(w, "f/a_test.go", "", "Nowhere One");
	assert_int_equal(run(w), 0);
	assert_int_equal(cell_of(w, "f/a")->have.status, CELL_OK);
	assert_int_equal(cell_of(w, "f/a")->counted, 6);
	assert_int_equal(cell_of(w, "f/a")->sites, 1);
	assert_true(cell_of(w, "f/a")->sites_fine);
	assert_non_null(warning);
	assert_non_null(strstr(warning, "go1.13.15 default: f/a: BenchmarkNowhere: no allocation sites"));
	free(warning);
}

/* The last that was said of how far the measuring is. */
struct told {
	size_t n, stages;
	uint64_t done, total, first_total;
	struct event_part parts[8];
	size_t nparts;
	char text[128];
	bool backwards;
};

static void note_progress(void *ctx, const struct event *e)
{
	struct told *told = ctx;

	if (!e->task || strcmp(e->task, "measure") != 0)
		return;
	told->stages += e->kind == EVENT_START;
	if (e->kind == EVENT_START)
		told->first_total = e->total;
	if (e->kind != EVENT_PROGRESS)
		return;
	told->n++;
	told->backwards = told->backwards || e->done < told->done;
	told->done = e->done;
	told->total = e->total;
	told->nparts = e->nparts < 8 ? e->nparts : 8;
	memcpy(told->parts, e->parts, told->nparts * sizeof *told->parts);
	snprintf(told->text, sizeof told->text, "%s", e->text);
}

static void assert_all_done(const struct told *told, uint64_t cells)
{
	assert_int_equal(told->stages, 1);
	assert_false(told->backwards);
	assert_int_equal(told->done, cells);
	assert_int_equal(told->total, cells);
	assert_true(told->nparts > 0);
	for (size_t i = 0; i < told->nparts; i++)
		assert_int_equal(told->parts[i].done, told->parts[i].total);
}

/* All that there is to do is known from the beginning; what is known already is no part of it. */
static void test_progress(void **state)
{
	struct world *w = *state;
	struct told told = { 0 };
	const struct event_sink sink = { .emit = note_progress, .ctx = &told };

	w->config.sink = &sink;
	add_bench(w, "f/a_test.go", "", "One");
	add_bench(w, "f/b_test.go", "NOCOMPILE", "One");
	add_case(w, "f/p.go", "package main\nfunc main() {}\n");
	assert_int_equal(run(w), 0);
	assert_all_done(&told, 3);
	assert_int_equal(told.first_total, 3);
	assert_true(told.n >= 6); /* compiled, and recorded */
	assert_non_null(strstr(told.text, "go1.13.15 default"));
	told = (struct told){ 0 };
	assert_int_equal(run(w), 0);
	assert_int_equal(told.stages, 0); /* nothing to do */
	add_bench(w, "f/c_test.go", "", "One");
	assert_int_equal(run(w), 0);
	assert_all_done(&told, 1);
}

static void test_only_timing(void **state)
{
	struct world *w = *state;

	add_bench(w, "f/a_test.go", "", "One");
	add_bench(w, "f/b_test.go", "NOCOMPILE", "One");
	w->config.stages = STAGE_TIME;
	assert_int_equal(run(w), 0);
	assert_int_equal(cell_of(w, "f/a")->timed, 2);
	assert_int_equal(cell_of(w, "f/a")->counted, 0);
	assert_int_equal(cell_of(w, "f/a")->sites, 0);
	assert_int_equal(cell_of(w, "f/b")->have.status, CELL_BUILD_FAILED);
	assert_int_equal(run(w), 0);
	assert_int_equal(w->totals.fresh, 0);
}

static void test_the_guilty_alone_pay(void **state)
{
	struct world *w = *state;

	add_bench(w, "f/a_test.go", "", "One");
	add_bench(w, "f/compile_test.go", "NOCOMPILE", "One");
	add_bench(w, "f/b_test.go", "", "One");
	add_bench(w, "f/build_test.go", "NOBUILD", "One");
	add_bench(w, "f/c_test.go", "", "One");
	add_bench(w, "f/noisy_test.go", "NOISY", "One");
	add_case(w, "f/p.go", "package main\nfunc main() {}\n");
	add_case(w, "f/q.go", "package main // NOBUILD\nfunc main() {}\n");
	assert_int_equal(run(w), 0);
	assert_measured(cell_of(w, "f/a"), 1, 2);
	assert_measured(cell_of(w, "f/b"), 1, 2);
	assert_measured(cell_of(w, "f/c"), 1, 2);
	assert_int_equal(cell_of(w, "f/compile")->have.status, CELL_BUILD_FAILED);
	assert_string_equal(cell_of(w, "f/compile")->reason, "compile_test.go:3:1: undefined: NOCOMPILE");
	assert_int_equal(cell_of(w, "f/build")->have.status, CELL_BUILD_FAILED);
	assert_string_equal(cell_of(w, "f/build")->reason, "f/build/x.go:1: NOBUILD");
	assert_int_equal(cell_of(w, "f/q")->have.status, CELL_BUILD_FAILED);
	assert_int_equal(cell_of(w, "f/p")->have.status, CELL_OK);
	/* what disturbs its neighbours is measured in a bundle of its own */
	assert_measured(cell_of(w, "f/noisy"), 1, 2);
	assert_string_not_equal(cell_of(w, "f/noisy")->binary, cell_of(w, "f/c")->binary);
	assert_int_equal(w->totals.by_status[CELL_BUILD_FAILED], 3);
	/* a failure is an answer: it is not asked for again */
	assert_int_equal(run(w), 0);
	assert_int_equal(w->totals.fresh, 0);
}

static void test_failures_in_running(void **state)
{
	struct world *w = *state;

	add_bench(w, "f/a_test.go", "", "One");
	add_bench(w, "f/skip_test.go", "", "Skip One");
	add_bench(w, "f/panic_test.go", "", "Panic");
	add_bench(w, "f/exit_test.go", "", "Exit");
	assert_int_equal(run(w), 0);
	assert_measured(cell_of(w, "f/a"), 1, 2);
	assert_int_equal(cell_of(w, "f/skip")->have.status, CELL_RUN_FAILED);
	assert_string_equal(cell_of(w, "f/skip")->reason, "BenchmarkSkip: skipped: not here");
	assert_int_equal(cell_of(w, "f/skip")->counted, 3); /* of the other one */
	assert_int_equal(cell_of(w, "f/skip")->sites, 1);
	assert_int_equal(cell_of(w, "f/skip")->timed, 0);
	assert_string_equal(cell_of(w, "f/panic")->reason, "BenchmarkPanic: panic: oh");
	assert_string_equal(cell_of(w, "f/exit")->reason,
	                    "BenchmarkExit: the process ended before the benchmark did: exit status 0");
	assert_int_equal(w->totals.by_status[CELL_RUN_FAILED], 3);
	assert_int_equal(run(w), 0);
	assert_int_equal(w->totals.fresh, 0);
}

static void test_unsupported(void **state)
{
	struct world *w = *state;

	add_case(w, "f/new_test.go",
	         "// go: 1.18\n\npackage f\n\nimport \"testing\"\n\nfunc BenchmarkX(b *testing.B) {}\n");
	assert_int_equal(run(w), 0);
	assert_int_equal(cell_of(w, "f/new")->have.status, CELL_UNSUPPORTED);
	assert_string_equal(cell_of(w, "f/new")->reason, "needs go1.18");
	assert_int_equal(shell_calls(w->gocache, ""), 0);
	assert_int_equal(run(w), 0);
	assert_int_equal(w->totals.fresh, 0);
}

/* Nobody but the toolchain is to blame: no cell is marked, the others are measured, the run says so at its end. */
static void test_a_broken_toolchain(void **state)
{
	struct world *w = *state;
	char *other = xasprintf("%s/go2", w->folder);

	shell_script(w->goroot, "BROKEN", "");
	shell_toolchain(other, "1.14.1", &w->toolchains);
	add_bench(w, "f/a_test.go", "", "One");
	add_bench(w, "f/b_test.go", "", "One");
	assert_int_equal(run(w), -1);
	assert_int_equal(w->err.kind, ERR_INFRA);
	assert_non_null(strstr(w->err.msg, "go1.13.15"));
	assert_non_null(strstr(w->err.msg, "cannot find GOROOT"));
	assert_int_equal(cell_of(w, "f/a")->records, 0);
	for (size_t i = 0; i < w->memory.len; i++)
		if (str_starts(w->memory.items[i].label, "go1.14.1"))
			assert_measured(&w->memory.items[i], 1, 2);
	assert_int_equal(w->totals.by_status[CELL_OK], 2);
	free(other);
}

static void test_a_recorder_that_fails_ends_it(void **state)
{
	struct world *w = *state;

	add_bench(w, "f/a_test.go", "", "One");
	w->memory.fail = true;
	assert_int_equal(run(w), -1);
	assert_string_equal(w->err.msg, "the disk is full");
}

static void test_interrupted(void **state)
{
	struct world *w = *state;

	add_bench(w, "f/a_test.go", "", "One");
	add_bench(w, "f/endless_test.go", "", "Endless");
	w->memory.interrupt = true;
	assert_int_equal(run(w), -1);
	assert_int_equal(w->err.kind, ERR_INTERRUPTED);
	assert_int_equal(cell_of(w, "f/a")->records, 1);
	assert_int_equal(cell_of(w, "f/endless")->records, 0); /* killed by us: no failure of its own */
	/* resumed, it does the rest */
	interrupt_clear();
	w->memory.interrupt = false;
	w->config.deadline_ns = 500000000; /* a busy machine needs it for the good one */
	assert_int_equal(run(w), 0);
	assert_measured(cell_of(w, "f/a"), 1, 2);
	assert_int_equal(cell_of(w, "f/a")->records, 1);
	assert_int_equal(cell_of(w, "f/endless")->have.status, CELL_TIMEOUT);
}

/* What a run that was killed left behind is cleared by the next; what it leaves itself is nothing but the caches. */
static void test_scratch_is_swept(void **state)
{
	struct world *w = *state;
	char *dead = xasprintf("%s/scratch/run-dead00/compile", w->cache), *scratch = xasprintf("%s/scratch", w->cache);
	struct strlist names = STRLIST_INIT;
	struct error err = ERROR_INIT;

	assert_int_equal(dir_make(dead, &err), 0);
	add_bench(w, "f/a_test.go", "", "One");
	assert_int_equal(run(w), 0);
	assert_int_equal(dir_list(scratch, &names, &err), 0);
	for (size_t i = 0; i < names.len; i++)
		if (!str_ends(names.items[i], "lock"))
			fail_msg("%s is left", names.items[i]);
	strlist_release(&names);
	free(scratch);
	free(dead);
}

#define ENGINE_TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
static const struct CMUnitTest tests[] = {
	ENGINE_TEST(test_everything_and_then_nothing),
	ENGINE_TEST(test_an_edited_case_is_measured_alone),
	ENGINE_TEST(test_stages_are_filled_in),
	ENGINE_TEST(test_all_at_once),
	ENGINE_TEST(test_one_by_one),
	ENGINE_TEST(test_topping_up),
	ENGINE_TEST(test_slow_benchmarks),
	ENGINE_TEST(test_processes_must_agree),
	ENGINE_TEST(test_no_sites_are_no_failure),
	ENGINE_TEST(test_progress),
	ENGINE_TEST(test_only_timing),
	ENGINE_TEST(test_the_guilty_alone_pay),
	ENGINE_TEST(test_failures_in_running),
	ENGINE_TEST(test_unsupported),
	ENGINE_TEST(test_a_broken_toolchain),
	ENGINE_TEST(test_a_recorder_that_fails_ends_it),
	ENGINE_TEST(test_interrupted),
	ENGINE_TEST(test_scratch_is_swept),
};

TEST_MAIN(tests)
