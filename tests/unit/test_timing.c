/* Times as pairs: who stands beside whom, when there are enough, what is timed again, and what a killed run leaves. */
#include "engine_fixture.h"

#include "bench/timing.h"

/* A judge that says what it is told to, and remembers what it was asked. */
struct verdict {
	size_t precise_from; /* pairs from which on a ratio is known */
	size_t least;
	size_t again;          /* pairs that confirm what is suspected */
	const char *benchmark; /* the suspected one; NULL: all */
	bool interrupt;        /* when asked for suspects */

	size_t family, asked, pairs_seen;
};

static size_t pairs_for(void *ctx, const double *logs, size_t n, double precision)
{
	const struct verdict *v = ctx;

	assert_true(precision > 0);
	for (size_t i = 0; i < n; i++)
		assert_true(logs[i] < 100 && logs[i] > -100);
	return n >= v->precise_from ? n : v->precise_from;
}

static size_t least_pairs(void *ctx, size_t family)
{
	struct verdict *v = ctx;

	v->family = family;
	return v->least;
}

static void suspects(void *ctx, struct timing_comparison *all, size_t n)
{
	struct verdict *v = ctx;

	v->asked++;
	for (size_t i = 0; i < n; i++) {
		v->pairs_seen += all[i].pairs;
		all[i].again = !v->benchmark || !strcmp(all[i].benchmark, v->benchmark) ? v->again : 0;
	}
	if (v->interrupt)
		interrupt_raise();
}

/* Two toolchains, go1.13.15 and go1.14.1, and only times. */
static int setup(void **state)
{
	struct world *w;

	if (world_setup(state))
		return -1;
	w = *state;
	add_toolchain(w, "1.14.1");
	w->config.stages = STAGE_TIME;
	w->config.jobs = 1;
	return 0;
}

static void judge(struct world *w, struct timing_judge *j, struct verdict *v)
{
	*j = (struct timing_judge){
		.ctx = v, .pairs_for = pairs_for, .least_pairs = least_pairs, .suspects = suspects
	};
	w->config.judge = j;
}

/* Samples of a purpose in a session (0: all); of one cell and benchmark unless NULL. */
static size_t shots(const struct world *w, enum sample_purpose purpose, int64_t session, const struct entry *cell,
                    const char *benchmark)
{
	size_t n = 0;

	for (size_t i = 0; i < w->memory.nshots; i++) {
		const struct shot *s = &w->memory.shots[i];

		n += s->s.purpose == purpose && (!session || s->session == session) && (!cell || s->cell == cell) &&
		     (!benchmark || !strcmp(s->s.benchmark, benchmark));
	}
	return n;
}

static const struct shot *other_side(const struct world *w, const struct shot *of)
{
	const char *name = strchr(of->cell->label, ' ');

	for (size_t i = 0; i < w->memory.nshots; i++) {
		const struct shot *s = &w->memory.shots[i];

		if (s->cell != of->cell && s->session == of->session && s->s.block == of->s.block &&
		    s->s.purpose == of->s.purpose && !strcmp(s->s.benchmark, of->s.benchmark) &&
		    !strcmp(strchr(s->cell->label, ' '), name))
			return s;
	}
	return NULL;
}

/* No sample twice in one block of one session; nobody else's position. */
static void assert_no_sample_twice(const struct world *w)
{
	for (size_t i = 0; i < w->memory.nshots; i++) {
		for (size_t k = 0; k < i; k++) {
			const struct shot *a = &w->memory.shots[i], *b = &w->memory.shots[k];

			if (a->session != b->session || a->s.block != b->s.block)
				continue;
			assert_int_not_equal(a->s.position, b->s.position);
			assert_false(a->cell == b->cell && !strcmp(a->s.benchmark, b->s.benchmark));
		}
	}
}

static void test_sides_stand_next_to_each_other(void **state)
{
	struct world *w = *state;
	size_t first[2] = { 0 };
	char groups[13] = { 0 };

	for (int i = 0; i < 4; i++) {
		char path[32];

		snprintf(path, sizeof path, "f/c%d_test.go", i);
		add_bench(w, path, "", "One Two");
	}
	w->config.blocks = 12;
	assert_int_equal(run(w), 0);
	assert_int_equal(w->memory.nshots, 12 * 4 * 2 * 2);
	for (size_t i = 0; i < w->memory.nshots; i++) {
		const struct shot *s = &w->memory.shots[i], *o = other_side(w, s);

		assert_non_null(o);
		assert_int_equal(s->visit, o->visit); /* recorded together, or not at all */
		assert_int_equal(labs((long)s->s.position - (long)o->s.position), 1);
		assert_in_range(s->s.position, 1, 16); /* counted through within the block */
		assert_int_equal(s->s.block, 1 + i / 16);
		first[s->cell != cell_of(w, strrchr(s->cell->label, ' ') + 1)] += s->s.position < o->s.position;
		if (s->s.position == 1)
			groups[s->s.block] = s->cell->label[strlen(s->cell->label) - 1];
	}
	assert_no_sample_twice(w);
	assert_int_equal(first[0] + first[1], 96);
	assert_in_range(first[0], 24, 72); /* a fair coin: 48, and five deviations of 4.9 */
	for (int b = 3; b <= 12; b++)      /* groups come in another order in each block */
		if (groups[b] != groups[b - 1])
			return;
	fail_msg("the same case comes first in every block");
}

static void test_neighbours_and_a_baseline(void **state)
{
	struct world *w = *state;

	add_toolchain(w, "1.15.3");
	add_bench(w, "f/a_test.go", "", "One");
	add_bench(w, "f/b_test.go", "", "One Two");
	assert_int_equal(run(w), 0);
	assert_int_equal(w->totals.comparisons, 2 * 3); /* two steps */
	assert_int_equal(w->totals.precise, 6);
	assert_int_equal(w->totals.open, 0);
	assert_int_equal(w->totals.pairs_median, 2);
	assert_int_equal(w->memory.nshots, 2 * 3 * 3);
	/* the baseline: the outer two have been in the same blocks already */
	w->config.baseline = "go1.13.15";
	assert_int_equal(run(w), 0);
	assert_int_equal(w->totals.comparisons, 6);
	assert_int_equal(w->memory.nshots, 18);
	assert_int_equal(w->totals.samples, 0);
}

/* Where the one between them lacks the cell, the outer ones are neighbours. */
static void test_who_lacks_the_cell_is_skipped(void **state)
{
	struct world *w = *state;
	char *broken = xasprintf("%s/go1.14.1", w->folder);

	add_toolchain(w, "1.15.3");
	shell_script(broken, "BROKEN", "");
	add_bench(w, "f/a_test.go", "", "One");
	add_case(w, "f/b_test.go",
	         "// go: 1.15\n\npackage f\n\nimport \"testing\"\n\nfunc BenchmarkX(b *testing.B) {}\n");
	assert_int_equal(run(w), -1); /* says at its end which toolchain is broken */
	assert_int_equal(w->err.kind, ERR_INFRA);
	assert_int_equal(w->totals.comparisons, 1);
	assert_int_equal(w->totals.precise, 1);
	assert_int_equal(shots(w, SAMPLE_TIME, 0, cell_at(w, "go1.13.15", "f/a"), NULL), 2);
	assert_int_equal(shots(w, SAMPLE_TIME, 0, cell_at(w, "go1.15.3", "f/a"), NULL), 2);
	/* of a case that only one has there are times all the same */
	assert_int_equal(shots(w, SAMPLE_TIME, 0, cell_at(w, "go1.15.3", "f/b"), NULL), 2);
	free(broken);
}

/* Old and new in the same session: whoever is recorded already is measured again, and only timed. */
static void test_the_partner_is_timed_again(void **state)
{
	struct world *w = *state;
	const struct entry *old;

	w->config.stages = STAGE_ALL;
	w->toolchains.len = 1;
	add_bench(w, "f/a_test.go", "", "One");
	add_bench(w, "f/b_test.go", "", "One");
	assert_int_equal(run(w), 0);
	old = cell_of(w, "f/a");
	assert_int_equal(shots(w, SAMPLE_TIME, 1, old, NULL), 2);
	assert_int_equal(w->totals.comparisons, 0);
	w->toolchains.len = 2;
	assert_int_equal(run(w), 0);
	assert_int_equal(w->totals.comparisons, 2);
	assert_int_equal(w->totals.precise, 2);
	assert_int_equal(shots(w, SAMPLE_TIME, 2, old, NULL), 2);
	assert_int_equal(shots(w, SAMPLE_TIME, 2, cell_at(w, "go1.14.1", "f/a"), NULL), 2);
	assert_int_equal(old->records, 1);
	assert_int_equal(old->counted, 3);
	assert_int_equal(w->totals.fresh, 4); /* timed is measured, too */
	assert_int_equal(w->totals.skipped, 0);
	assert_int_equal(shell_calls(w->gocache, "install"), 1); /* its bundle was kept */
	assert_int_equal(shell_calls(w->gocache, "compile"), 2);
	/* one more case: its cells are all that is timed */
	add_bench(w, "f/c_test.go", "", "One");
	assert_int_equal(run(w), 0);
	assert_int_equal(shots(w, SAMPLE_TIME, 3, NULL, NULL), 4);
	assert_int_equal(w->totals.skipped, 4);
	assert_int_equal(run(w), 0);
	assert_int_equal(shots(w, SAMPLE_TIME, 4, NULL, NULL), 0);
	assert_int_equal(w->totals.fresh, 0);
	assert_int_equal(w->totals.skipped, 6);
	assert_int_equal(w->totals.comparisons, 3);
	assert_no_sample_twice(w);
}

/* Blocks until the ratio is known, as many as the family needs at least; that all look changed all the time ends nothing. */
static void test_the_width_decides_and_not_the_finding(void **state)
{
	static const struct {
		size_t precise_from, least, want;
	} rows[] = { { 7, 3, 7 }, { 3, 9, 9 }, { 1000, 3, TIMING_BLOCKS_MAX } };
	struct world *w = *state;
	struct timing_judge j;
	size_t before = 0;

	w->config.precision = 0.02;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct verdict v = { .precise_from = rows[i].precise_from, .least = rows[i].least, .again = 0 };
		char path[32];

		judge(w, &j, &v);
		case_list_release(&w->cases);
		snprintf(path, sizeof path, "f/%c_test.go", (char)('a' + i));
		add_bench(w, path, "", "One");
		assert_int_equal(run(w), 0);
		assert_int_equal(v.family, 1);
		assert_int_equal(v.asked, 1); /* for suspects: once, when all is done */
		assert_int_equal(v.pairs_seen, rows[i].want);
		assert_int_equal(w->memory.nshots - before, 2 * rows[i].want);
		assert_int_equal(w->totals.precise, rows[i].want < TIMING_BLOCKS_MAX);
		assert_int_equal(w->totals.open, rows[i].want == TIMING_BLOCKS_MAX);
		assert_int_equal(w->totals.needed, rows[i].least);
		before = w->memory.nshots;
		assert_int_equal(run(w), 0);
		assert_int_equal(w->memory.nshots, before);
	}
}

/* What was told of how far the timing is. */
struct told {
	uint64_t totals[16];
	size_t n;
};

static void note_progress(void *ctx, const struct event *e)
{
	struct told *told = ctx;

	if (e->kind != EVENT_PROGRESS || !e->task || strcmp(e->task, "time") != 0)
		return;
	assert_true(told->n < sizeof told->totals / sizeof *told->totals);
	assert_int_equal(e->done, told->n + 1);
	told->totals[told->n++] = e->total;
}

/* How many pairs there will be follows from how wide the interval still is, not from how many there were. */
static void test_what_is_left_is_foreseen(void **state)
{
	struct verdict v = { .precise_from = 7, .least = 3 };
	struct told told = { .n = 0 };
	const struct event_sink sink = { .emit = note_progress, .ctx = &told };
	struct world *w = *state;
	struct timing_judge j;

	judge(w, &j, &v);
	w->config.precision = 0.02;
	w->config.sink = &sink;
	add_bench(w, "f/a_test.go", "", "One");
	assert_int_equal(run(w), 0);
	assert_int_equal(told.n, 7);
	for (size_t i = 0; i < told.n; i++)
		assert_int_equal(told.totals[i], i + 1 < v.least ? 3 : 7);
}

/* Repetitions go where they are needed: a narrower interval asks for more of one comparison only. */
static void test_what_is_recorded_counts(void **state)
{
	struct verdict v = { .precise_from = 5, .least = 3 };
	struct world *w = *state;
	struct timing_judge j;

	judge(w, &j, &v);
	add_bench(w, "f/a_test.go", "", "One");
	w->config.blocks = 3;
	assert_int_equal(run(w), 0);
	assert_int_equal(w->memory.nshots, 6);
	assert_int_equal(w->totals.short_of, 0);
	w->config.precision = 0.02;
	assert_int_equal(run(w), 0);
	assert_int_equal(shots(w, SAMPLE_TIME, 2, NULL, NULL), 4); /* two pairs to the three */
	assert_int_equal(w->memory.shots[6].s.block, 4);
	/* fewer than its family needs: somebody is told */
	v.least = 8;
	w->config.precision = 0;
	assert_int_equal(run(w), 0);
	assert_int_equal(shots(w, SAMPLE_TIME, 3, NULL, NULL), 0);
	assert_int_equal(w->totals.short_of, 1);
	assert_int_equal(w->totals.needed, 8);
}

static void test_a_budget_is_kept(void **state)
{
	struct verdict v = { .precise_from = 4, .least = 3, .again = 4 };
	struct world *w = *state;
	struct timing_judge j;

	judge(w, &j, &v);
	w->config.precision = 0.02;
	add_bench(w, "f/a_test.go", "", "One");
	w->config.budget_ns = 1; /* spent before the first group */
	assert_int_equal(run(w), 0);
	assert_true(w->totals.budget_spent);
	assert_int_equal(w->totals.open, 1);
	assert_int_equal(w->totals.precise, 0);
	assert_int_equal(shots(w, SAMPLE_TIME, 0, NULL, NULL), 0);
	/* a suspicion is confirmed all the same */
	assert_int_equal(shots(w, SAMPLE_CONFIRM, 0, NULL, NULL), 8);
	assert_int_equal(w->totals.unconfirmed, 0);
	w->config.budget_ns = INT64_C(3600000000000);
	assert_int_equal(run(w), 0);
	assert_false(w->totals.budget_spent);
	assert_int_equal(shots(w, SAMPLE_TIME, 2, NULL, NULL), 8);
	assert_int_equal(w->totals.open, 0);
}

static void test_one_side_fails(void **state)
{
	struct world *w = *state;
	char *flaky = xasprintf("%s/go1.14.1", w->folder);
	const struct entry *a, *b;

	shell_script(flaky, "FLAKY", "");
	add_bench(w, "f/a_test.go", "", "One Flaky Two");
	assert_int_equal(run(w), 0);
	a = cell_at(w, "go1.13.15", "f/a");
	b = cell_at(w, "go1.14.1", "f/a");
	assert_int_equal(shots(w, SAMPLE_TIME, 0, b, "BenchmarkFlaky"), 0);
	assert_true(shots(w, SAMPLE_TIME, 0, a, "BenchmarkFlaky") <= 1); /* not asked again */
	assert_int_equal(shots(w, SAMPLE_TIME, 0, a, "BenchmarkOne"), 2);
	assert_int_equal(shots(w, SAMPLE_TIME, 0, b, "BenchmarkOne"), 2);
	assert_int_equal(shots(w, SAMPLE_TIME, 0, b, "BenchmarkTwo"), 2);
	assert_int_equal(w->totals.comparisons, 3);
	assert_int_equal(w->totals.failed, 1);
	assert_int_equal(w->totals.precise, 2);
	assert_int_equal(w->totals.open, 0);
	free(flaky);
}

/* The first iterations are slower than the rest: who does fewer of them would look slower. The fastest side sets the number. */
static void test_all_sides_do_the_same_iterations(void **state)
{
	static const struct {
		const char *benchmark;
		int64_t n;
	} rows[] = { { "BenchmarkOne", 10000 }, { "BenchmarkUneven", 10000 }, { "BenchmarkSteep", 100 } };
	struct verdict v = { .precise_from = 3, .least = 3, .again = 3 };
	struct world *w = *state;
	char *slow = xasprintf("%s/go1.14.1", w->folder);
	struct timing_judge j;
	size_t seen = 0;

	judge(w, &j, &v);
	shell_script(slow, "FLAKY", "");
	add_bench(w, "f/a_test.go", "", "One Uneven Steep");
	w->config.stages = STAGE_ALL; /* counted before, in other numbers */
	assert_int_equal(run(w), 0);
	for (size_t i = 0; i < w->memory.nshots; i++)
		for (size_t k = 0; k < 3; k++)
			if (!strcmp(w->memory.shots[i].s.benchmark, rows[k].benchmark)) {
				assert_int_equal(w->memory.shots[i].s.n, rows[k].n);
				seen++;
			}
	assert_int_equal(seen, 3 * 2 * (2 + 3));
	free(slow);
}

static void test_only_suspects_are_confirmed(void **state)
{
	struct verdict v = { .precise_from = 3, .least = 3, .again = 5, .benchmark = "BenchmarkTwo" };
	struct world *w = *state;
	struct timing_judge j;

	judge(w, &j, &v);
	add_bench(w, "f/a_test.go", "", "One Two");
	add_bench(w, "f/b_test.go", "", "One");
	assert_int_equal(run(w), 0);
	assert_int_equal(shots(w, SAMPLE_CONFIRM, 0, NULL, NULL), 10);
	assert_int_equal(shots(w, SAMPLE_CONFIRM, 0, NULL, "BenchmarkTwo"), 10);
	assert_int_equal(shots(w, SAMPLE_TIME, 0, NULL, NULL), 3 * 2 * 2);
	assert_int_equal(w->totals.suspected, 1);
	assert_int_equal(w->totals.unconfirmed, 0);
	assert_int_equal(w->totals.confirm_samples, 10);
	assert_int_equal(w->totals.samples, 12 + 10);
	for (size_t i = 0; i < w->memory.nshots; i++) { /* blocks of its own, and pairs as before */
		const struct shot *s = &w->memory.shots[i], *o = other_side(w, s);

		assert_non_null(o);
		assert_int_equal(s->s.block > 2, s->s.purpose == SAMPLE_CONFIRM);
		assert_int_equal(labs((long)s->s.position - (long)o->s.position), 1);
	}
	assert_no_sample_twice(w);
	assert_int_equal(run(w), 0);
	assert_int_equal(shots(w, SAMPLE_CONFIRM, 2, NULL, NULL), 0);
	assert_int_equal(w->totals.suspected, 1);
	assert_int_equal(w->totals.unconfirmed, 0);
	assert_int_equal(v.pairs_seen, 2 * 6); /* pairs that confirm are never handed to whoever suspects */
}

/* Ended before it could confirm: the next run does just that. */
static void test_confirming_is_caught_up_with(void **state)
{
	struct verdict v = { .precise_from = 3, .least = 3, .again = 4, .interrupt = true };
	struct world *w = *state;
	struct timing_judge j;

	judge(w, &j, &v);
	add_bench(w, "f/a_test.go", "", "One");
	assert_int_equal(run(w), -1);
	assert_int_equal(w->err.kind, ERR_INTERRUPTED);
	assert_int_equal(shots(w, SAMPLE_CONFIRM, 0, NULL, NULL), 0);
	assert_int_equal(w->totals.unconfirmed, 1);
	interrupt_clear();
	v.interrupt = false;
	w->memory.interrupt_after = w->memory.visits + 2; /* in its middle */
	assert_int_equal(run(w), -1);
	assert_int_equal(shots(w, SAMPLE_CONFIRM, 2, NULL, NULL), 4);
	interrupt_clear();
	w->memory.interrupt_after = 0;
	assert_int_equal(run(w), 0);
	assert_int_equal(shots(w, SAMPLE_CONFIRM, 3, NULL, NULL), 4);
	assert_int_equal(shots(w, SAMPLE_TIME, 1, NULL, NULL), 4);
	assert_int_equal(shots(w, SAMPLE_TIME, 0, NULL, NULL), 4);
	assert_int_equal(w->totals.unconfirmed, 0);
	assert_no_sample_twice(w);
}

/* Killed again and again: in the end there is what an undisturbed run leaves, and nothing twice. */
static void test_killed_between_visits(void **state)
{
	struct world *w = *state;
	int runs = 0;

	add_bench(w, "f/a_test.go", "", "One Two");
	add_bench(w, "f/b_test.go", "", "One");
	add_bench(w, "f/c_test.go", "", "One");
	w->config.blocks = 4;
	do {
		interrupt_clear();
		w->memory.interrupt_after = w->memory.visits + 2;
		runs++;
	} while (run(w) < 0 && runs < 50);
	assert_in_range(runs, 6, 12); /* 12 visits, of which each run does 2, and the last finds that it is done */
	assert_int_equal(w->memory.nshots, 4 * 4 * 2);
	for (size_t i = 0; i < w->memory.nshots; i++)
		assert_non_null(other_side(w, &w->memory.shots[i]));
	assert_no_sample_twice(w);
}

/* Each toolchain its own version of a case: what carries the same name is compared. */
static void test_cases_of_each_toolchain(void **state)
{
	struct world *w = *state;
	struct case_list other = CASE_LIST_INIT, own;
	const struct case_list *lists[2] = { &w->cases, &other };

	add_bench(w, "f/a_test.go", "changed", "One Two Three");
	other = w->cases;
	w->cases = (struct case_list)CASE_LIST_INIT;
	add_bench(w, "f/a_test.go", "", "Two One");
	w->config.cases_of = lists;
	assert_int_equal(run(w), 0);
	assert_int_equal(w->totals.comparisons, 2);
	assert_int_equal(shots(w, SAMPLE_TIME, 0, cell_of(w, "f/a"), NULL), 2 * 2);
	assert_int_equal(shots(w, SAMPLE_TIME, 0, cell_at(w, "go1.14.1", "f/a"), NULL), 2 * 3);
	assert_string_not_equal(cell_of(w, "f/a")->key, cell_at(w, "go1.14.1", "f/a")->key);
	own = w->cases;
	w->cases = other;
	case_list_release(&own);
}

static void test_conditions_in_words(void **state)
{
	struct world *w = *state;
	struct verdict v = { .least = 3 };
	struct timing_judge j;
	struct str s = STR_INIT;

	judge(w, &j, &v);
	w->config.sample_ns = 0;
	engine_conditions(&w->config, &s);
	assert_non_null(strstr(str_cstr(&s), "cpu="));
	assert_non_null(strstr(str_cstr(&s), " GOMAXPROCS=1 GOGC=100 sample=2ms"));
	assert_null(strstr(str_cstr(&s), "precision"));
	str_release(&s);
	w->config.precision = 0.015;
	w->config.baseline = "go1.13.15";
	engine_conditions(&w->config, &s);
	assert_non_null(strstr(str_cstr(&s), " sample=5ms ")); /* what is to be known is timed longer than a look */
	assert_true(str_ends(str_cstr(&s), " precision=0.015 baseline=go1.13.15"));
	str_release(&s);
	w->config.stages = STAGE_ALLOCS;
	engine_conditions(&w->config, &s);
	assert_string_equal(str_cstr(&s), "");
	str_release(&s);
}

#define TIMING_TEST(f) cmocka_unit_test_setup_teardown(f, setup, world_teardown)
static const struct CMUnitTest tests[] = {
	TIMING_TEST(test_sides_stand_next_to_each_other),
	TIMING_TEST(test_neighbours_and_a_baseline),
	TIMING_TEST(test_who_lacks_the_cell_is_skipped),
	TIMING_TEST(test_the_partner_is_timed_again),
	TIMING_TEST(test_the_width_decides_and_not_the_finding),
	TIMING_TEST(test_what_is_left_is_foreseen),
	TIMING_TEST(test_what_is_recorded_counts),
	TIMING_TEST(test_a_budget_is_kept),
	TIMING_TEST(test_one_side_fails),
	TIMING_TEST(test_all_sides_do_the_same_iterations),
	TIMING_TEST(test_only_suspects_are_confirmed),
	TIMING_TEST(test_confirming_is_caught_up_with),
	TIMING_TEST(test_killed_between_visits),
	TIMING_TEST(test_cases_of_each_toolchain),
	TIMING_TEST(test_conditions_in_words),
};

TEST_MAIN(tests)
