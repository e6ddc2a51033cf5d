/* Samples that an earlier version recorded, which no run tells of: they are read and added to all the same. */
#include "samples_fixture.h"

#include "base/rng.h"
#include "store/night.h"
#include "store/runs.h"

#define NO_RUNS "DELETE FROM sample_run"
#define COUNT_RUNS "SELECT count(*) FROM sample_run"

static void add_to(struct scratch *x, struct store *s, struct sheet *f, bool new, enum sample_purpose purpose,
                   int block)
{
	name_release(f, new ? "go1.27.4" : "go1.9.2", new ? 27 : 9);
	add(x, s, f, purpose, block);
}

/* What one session does to two releases: counts them or not, times one or both, confirms. */
static void work(struct scratch *x, struct store *s, struct sheet *f, struct rng *r)
{
	const unsigned sides = 1 + (unsigned)rng_below(r, 3);

	for (int side = 0; side < 2; side++)
		if (rng_below(r, 4) == 0) {
			name_release(f, side ? "go1.27.4" : "go1.9.2", side ? 27 : 9);
			record(x, s, f);
		}
	for (int block = 1; block <= (int)rng_below(r, 4); block++)
		for (int side = 0; side < 2; side++)
			if (sides & 1u << side)
				add_to(x, s, f, side, SAMPLE_TIME, block);
	for (int block = 1; block <= (int)rng_below(r, 3); block++)
		for (int side = 0; side < 2; side++)
			if (sides & 1u << side)
				add_to(x, s, f, side, SAMPLE_CONFIRM, block);
}

/* Whatever was recorded, and whatever is asked: the same rows with the runs and without. */
static void the_same_is_read_without_runs(void **state)
{
	static const struct row_filter filters[] = {
		{ .purposes = 1u << SAMPLE_ALLOCS },
		{ .purposes = 1u << SAMPLE_TIME },
		{ .purposes = 1u << SAMPLE_CONFIRM },
		{ .session = 1 },
		{ .session = 4 },
		{ .session = 7, .purposes = 1u << SAMPLE_TIME },
		{ .time_blocks = 1 },
		{ .time_blocks = 5 },
		{ .time_blocks = 5, .purposes = 1u << SAMPLE_ALLOCS | 1u << SAMPLE_CONFIRM },
		{ .time_blocks = 2, .go = "go1.27.4" },
		{ .time_blocks = 1000 },
		{ .time_blocks = 0 },
	};
	struct scratch *x = *state;
	struct rng r;

	rng_seed(&r, 1);
	for (int world = 0; world < 12; world++) {
		struct store *s = open_session(x);
		char *with[COUNT(filters)];
		struct sheet f;

		sheet_fill(&f);
		for (int session = 0; session < 8; session++) {
			work(x, s, &f, &r);
			next_session(x, s);
		}
		must(x, store_session_finish(s, &x->err));
		store_close(s);
		for (size_t i = 0; i < COUNT(filters); i++)
			with[i] = read_as_text(x, &filters[i]);
		assert_runs(x);
		tamper(x->path, NO_RUNS);
		for (size_t i = 0; i < COUNT(filters); i++) {
			assert_read(x, &filters[i], with[i]);
			free(with[i]);
		}
		tamper(x->path, "PRAGMA foreign_keys = ON; DELETE FROM cell; DELETE FROM session");
	}
}

/* What is added before the runs are made up for is found with what was there; then they are those of all. */
static void adding_waits_for_the_end_of_the_session(void **state)
{
	struct scratch *x = *state;
	const struct row_filter newest = { .time_blocks = 1, .purposes = 1u << SAMPLE_TIME };
	struct store *s;
	struct sheet f;

	fill_one(x, &f);
	tamper(x->path, NO_RUNS);
	s = open_session(x);
	add(x, s, &f, SAMPLE_TIME, 5);
	add(x, s, &f, SAMPLE_TIME, 6);
	assert_int_equal(number_of(x->path, COUNT_RUNS), 0);
	assert_read(x, &newest, "go1.9.2 time 4/5, go1.9.2 time 4/6");
	assert_read(x, &counts, "go1.9.2 allocs 3/0");
	store_close(s); /* killed: still none, and nothing is lost */
	assert_int_equal(number_of(x->path, COUNT_RUNS), 0);
	s = open_session(x);
	add(x, s, &f, SAMPLE_TIME, 7);
	must(x, store_session_finish(s, &x->err));
	assert_runs(x);
	assert_read(x, &newest, "go1.9.2 time 5/7");
	must(x, store_session_begin(s, &some_session, &x->err));
	add(x, s, &f, SAMPLE_TIME, 8);
	store_close(s);
	assert_runs(x);
	assert_read(x, &newest, "go1.9.2 time 6/8");
	assert_read(x, &counts, "go1.9.2 allocs 3/0");
}

/* Counting again replaces the counts, wherever they stand. */
static void counting_again_makes_runs(void **state)
{
	struct scratch *x = *state;
	struct store *s;
	struct sheet f;

	fill_one(x, &f);
	tamper(x->path, NO_RUNS);
	s = open_session(x);
	add(x, s, &f, SAMPLE_TIME, 5);
	record(x, s, &f);
	store_close(s);
	assert_runs(x);
	assert_read(x, &counts, "go1.9.2 allocs 4/0");
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM sample WHERE purpose = 1"), 4);
}

/* A session that an earlier process began stands behind a later one: then the order of the samples is none to count on. */
static void a_session_taken_up_again_makes_runs(void **state)
{
	struct scratch *x = *state;
	struct store *s;
	struct sheet f;

	fill_one(x, &f);
	tamper(x->path, NO_RUNS);
	s = open_session(x);
	add(x, s, &f, SAMPLE_TIME, 1); /* in 4 */
	next_session(x, s);
	tamper(x->path, NO_RUNS);
	store_close(s);
	s = open_session(x);
	add(x, s, &f, SAMPLE_TIME, 1); /* in 6 */
	assert_int_equal(number_of(x->path, COUNT_RUNS), 0);
	must(x, store_session_resume(s, 4, &x->err));
	add(x, s, &f, SAMPLE_TIME, 2);
	store_close(s);
	assert_runs(x);
	assert_read(x, &(struct row_filter){ .session = 4, .purposes = 1u << SAMPLE_TIME },
	            "go1.9.2 time 4/1, go1.9.2 time 4/2");
	assert_read(x, &(struct row_filter){ .time_blocks = 1, .purposes = 1u << SAMPLE_TIME }, "go1.9.2 time 6/1");
}

/* No session pays for the years before it: so many samples, whole cells, the rest another time. */
static void runs_are_made_up_for_in_pieces(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct sheet f;

	sheet_fill(&f);
	for (int block = 1; block <= 5; block++)
		for (int side = 0; side < 2; side++)
			add_to(x, s, &f, side, SAMPLE_TIME, block);
	next_session(x, s);
	tamper(x->path, NO_RUNS);
	store_close(s);
	s = open_session(x);
	for (int side = 0; side < 2; side++)
		add_to(x, s, &f, side, SAMPLE_TIME, 1);
	must(x, runs_catch_up(s, 0, &x->err));
	assert_int_equal(number_of(x->path, COUNT_RUNS), 0);
	must(x, runs_catch_up(s, 1, &x->err));
	assert_int_equal(number_of(x->path, "SELECT count(DISTINCT cell_id) FROM sample_run"), 1);
	for (int side = 0; side < 2; side++)
		add_to(x, s, &f, side, SAMPLE_TIME, 2);
	assert_read(x, &(struct row_filter){ .time_blocks = 1 },
	            "go1.9.2 time 3/1, go1.9.2 time 3/2, go1.27.4 time 3/1, go1.27.4 time 3/2");
	must(x, runs_catch_up(s, 100, &x->err));
	store_close(s);
	assert_runs(x);
}

static int count_steps(void *steps)
{
	(*(size_t *)steps)++;
	return 0;
}

/* Hundreds of SQLite's instructions that reading the newest block takes. */
static size_t steps_of_reading(struct scratch *x, const struct row_filter *filter, size_t expected)
{
	struct store *s = open_store(x, STORE_READ);
	struct sample_rows rows;
	size_t steps = 0;

	sqlite3_progress_handler(s->db, 100, count_steps, &steps);
	must(x, store_samples(s, filter, &rows, &x->err));
	assert_int_equal(rows.len, expected);
	sample_rows_release(&rows);
	store_close(s);
	return steps;
}

/* What years have left is not read to find the newest times and the counts. */
static void what_is_old_is_not_looked_at(void **state)
{
	struct scratch *x = *state;
	const struct row_filter newest = { .time_blocks = 1 };
	struct store *s = open_session(x);
	size_t few, many, all;
	struct sheet f;

	sheet_fill(&f);
	f.sample_list.len = 1;
	for (int side = 0; side < 2; side++) {
		name_release(&f, side ? "go1.27.4" : "go1.9.2", side ? 27 : 9);
		record(x, s, &f);
	}
	for (int side = 0; side < 2; side++)
		add_to(x, s, &f, side, SAMPLE_TIME, 1);
	must(x, store_session_finish(s, &x->err));
	store_close(s);
	tamper(x->path, NO_RUNS);
	few = steps_of_reading(x, &newest, 4);
	tamper(x->path, "INSERT INTO session SELECT id + k, started_at, finished_at, command_line, tool_version, seed, "
	                "machine, kernel,"
	                " cpu, governor, load, conditions FROM session, (WITH RECURSIVE r(k) AS (SELECT 1 UNION ALL "
	                "SELECT k + 1 FROM r"
	                " WHERE k < 1000) SELECT k FROM r);"
	                "INSERT INTO sample SELECT cell_id, seq + k, session_id + k, benchmark, ordinal, purpose, "
	                "block, position, n,"
	                " elapsed_ns, mallocs, bytes, gc_count, gc_pause_ns FROM sample, (WITH RECURSIVE r(k) AS "
	                "(SELECT 1 UNION ALL"
	                " SELECT k + 1 FROM r WHERE k < 1000) SELECT k FROM r) WHERE purpose = 1");
	many = steps_of_reading(x, &newest, 4);
	all = steps_of_reading(x, &(struct row_filter){ .time_blocks = 1000000 }, 2004);
	assert_in_range(many, 0, few + 2);
	assert_true(all > 20 * many);
}

static const struct CMUnitTest tests[] = {
	STORE_TEST(the_same_is_read_without_runs),  STORE_TEST(adding_waits_for_the_end_of_the_session),
	STORE_TEST(counting_again_makes_runs),      STORE_TEST(a_session_taken_up_again_makes_runs),
	STORE_TEST(runs_are_made_up_for_in_pieces), STORE_TEST(what_is_old_is_not_looked_at),
};

TEST_MAIN(tests)
