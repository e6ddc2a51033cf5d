/* Which samples are read, where they are found, and what stays true of that when they are added, replaced and pruned. */
#include "samples_fixture.h"

static void what_is_asked_for_is_read(void **state)
{
	struct scratch *x = *state;
	struct sheet f;

	fill_one(x, &f);
	assert_read(x, NULL,
	            "go1.9.2 allocs 3/0, go1.9.2 time 1/1, go1.9.2 time 1/2, go1.9.2 time 2/1, go1.9.2 confirm 2/1");
	assert_read(x, &counts, "go1.9.2 allocs 3/0");
	assert_read(x, &(struct row_filter){ .purposes = 1u << SAMPLE_TIME },
	            "go1.9.2 time 1/1, go1.9.2 time 1/2, go1.9.2 time 2/1");
	assert_read(x, &(struct row_filter){ .session = 2 },
	            "go1.9.2 allocs 3/0, go1.9.2 time 2/1, go1.9.2 confirm 2/1");
	assert_read(x, &(struct row_filter){ .session = 1, .purposes = 1u << SAMPLE_TIME },
	            "go1.9.2 time 1/1, go1.9.2 time 1/2");
	assert_read(x, &(struct row_filter){ .session = 9, .purposes = 1u << SAMPLE_TIME }, "");
	/* alone, its newest session; both where one block is not enough */
	assert_read(x, &(struct row_filter){ .time_blocks = 1 },
	            "go1.9.2 allocs 3/0, go1.9.2 time 2/1, go1.9.2 confirm 2/1");
	assert_read(x, &(struct row_filter){ .time_blocks = 2 },
	            "go1.9.2 allocs 3/0, go1.9.2 time 1/1, go1.9.2 time 1/2, go1.9.2 time 2/1, go1.9.2 confirm 2/1");
}

static void what_was_only_timed_is_counted_from_that(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct sheet f;

	sheet_fill(&f);
	add(x, s, &f, SAMPLE_TIME, 7);
	store_close(s);
	assert_read(x, &counts, "go1.9.2 time 1/7");
}

/* The old release was last timed in session 2, the new one in every session: the pairs are in 1 and 2. */
static void times_are_of_sessions_that_timed_both(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct sheet f;

	sheet_fill(&f);
	for (int session = 1; session <= 12; session++) {
		for (int block = 1; block <= 2; block++) {
			name_release(&f, "go1.9.2", 9);
			if (session <= 2)
				add(x, s, &f, SAMPLE_TIME, block);
			name_release(&f, "go1.27.4", 27);
			add(x, s, &f, SAMPLE_TIME, block);
		}
		if (session == 2 || session == 12)
			add(x, s, &f, SAMPLE_CONFIRM, 1);
		if (session < 12)
			next_session(x, s);
	}
	store_close(s);
	assert_read(x, &(struct row_filter){ .time_blocks = 2 },
	            "go1.9.2 time 2/1, go1.9.2 time 2/2, go1.27.4 time 2/1, go1.27.4 time 2/2, go1.27.4 confirm 2/1");
	assert_read(x, &(struct row_filter){ .time_blocks = 3, .purposes = 1u << SAMPLE_TIME },
	            "go1.9.2 time 1/1, go1.9.2 time 1/2, go1.9.2 time 2/1, go1.9.2 time 2/2, "
	            "go1.27.4 time 1/1, go1.27.4 time 1/2, go1.27.4 time 2/1, go1.27.4 time 2/2");
	/* by itself the newest */
	assert_read(x, &(struct row_filter){ .go = "go1.27.4", .time_blocks = 2 },
	            "go1.27.4 time 12/1, go1.27.4 time 12/2, go1.27.4 confirm 12/1");
}

static void runs_follow_the_samples(void **state)
{
	struct scratch *x = *state;
	struct store *s;
	struct sheet f;

	fill_one(x, &f);
	assert_runs(x);
	s = open_session(x);
	for (int block = 1; block <= 3; block++) { /* three visits of a block */
		add(x, s, &f, SAMPLE_TIME, block);
		add(x, s, &f, SAMPLE_TIME, block);
		add(x, s, &f, SAMPLE_CONFIRM, block);
	}
	record(x, s, &f);
	strcpy(f.record.key, "key-2");
	assert_int_equal(number_of(x->path, "SELECT blocks FROM sample_run WHERE session_id = 4 AND purpose = 1"), 3);
	assert_runs(x);
	record(x, s, &f); /* another key: all anew */
	assert_runs(x);
	store_close(s);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM sample_run"), 1);
}

static void samples_that_others_add_are_found(void **state)
{
	struct scratch *x = *state;
	struct store *s;
	struct sheet f;

	fill_one(x, &f);
	tamper(x->path, "INSERT INTO sample SELECT cell_id, 1000, session_id, benchmark, ordinal, 0, 0, 9, n, "
	                "elapsed_ns, mallocs,"
	                " bytes, gc_count, gc_pause_ns FROM sample WHERE purpose = 0");
	assert_read(x, &counts, "go1.9.2 allocs 3/0, go1.9.2 allocs 3/0");
	s = open_session(x);
	record(x, s, &f); /* counts are replaced: those too */
	store_close(s);
	assert_read(x, &counts, "go1.9.2 allocs 4/0");
	assert_runs(x);
}

/* What a failed transaction took back is made again. */
static void runs_survive_a_failure(void **state)
{
	struct scratch *x = *state;
	const struct sample_list list = { .items = (struct sample[]){ { .benchmark = "BenchmarkZebra",
		                                                        .purpose = SAMPLE_TIME,
		                                                        .n = 100,
		                                                        .block = 8 } },
		                          .len = 1,
		                          .cap = 1 };
	struct store *s;
	struct sheet f;

	fill_one(x, &f);
	tamper(x->path, "DELETE FROM sample_run WHERE session_id = 3");
	s = open_session(x);
	must(x, db_begin(s, &x->err));
	must(x, cell_put_samples(s, 1, &f.c, &list, &x->err));
	assert_int_equal(db_end(s, -1, &x->err), -1);
	add(x, s, &f, SAMPLE_TIME, 9);
	store_close(s);
	assert_runs(x);
	assert_read(x, &(struct row_filter){ .purposes = 1u << SAMPLE_TIME },
	            "go1.9.2 time 1/1, go1.9.2 time 1/2, go1.9.2 time 2/1, go1.9.2 time 4/9");
}

static void pruning_takes_times_alone(void **state)
{
	struct scratch *x = *state;
	struct store *s;
	struct sheet f;

	fill_one(x, &f);
	s = open_store(x, STORE_WRITE);
	must(x, store_prune_samples(s, (const int64_t[]){ 1, 3, 77 }, 3, &x->err));
	store_close(s);
	assert_read(x, NULL, "go1.9.2 allocs 3/0, go1.9.2 time 2/1, go1.9.2 confirm 2/1");
	assert_runs(x);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM sessions"), 3);
}

struct gathered {
	struct str text;
	size_t calls;
};

static int gather(void *ctx, const struct sample_rows *rows, struct error *err)
{
	struct gathered *g = ctx;

	(void)err;
	g->calls++;
	for (size_t i = 0; i < rows->len; i++)
		str_addf(&g->text, "%s %s %s %s\n", rows->items[i].case_name, rows->items[i].go,
		         rows->items[i].benchmark, rows->items[i].purpose);
	return g->calls == 3 ? error_set(err, ERR_INFRA, "enough") : 0;
}

static void samples_come_case_by_case(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct gathered g = { .text = STR_INIT };
	struct sample_rows rows;
	struct str expected = STR_INIT;
	struct sheet f;

	sheet_fill(&f);
	for (int i = 0; i < 4; i++) {
		name_release(&f, i % 2 ? "go1.9.2" : "go1.27.4", i % 2 ? 9 : 27);
		f.c.name = text(i < 2 ? "slice/b" : "slice/a");
		record(x, s, &f);
	}
	store_close(s);
	s = open_store(x, STORE_READ);
	must(x, store_samples(s, NULL, &rows, &x->err));
	assert_int_equal(rows.len, 8);
	for (size_t i = 0; i < rows.len; i++)
		str_addf(&expected, "%s %s %s %s\n", rows.items[i].case_name, rows.items[i].go, rows.items[i].benchmark,
		         rows.items[i].purpose);
	must(x, store_samples_by_case(s, NULL, gather, &g, &x->err));
	assert_int_equal(g.calls, 2);
	assert_string_equal(g.text.p, expected.p);
	assert_int_equal(store_samples_by_case(s, NULL, gather, &g, &x->err), -1); /* the third call says so */
	assert_string_equal(x->err.msg, "enough");
	str_release(&g.text);
	str_release(&expected);
	sample_rows_release(&rows);
	store_close(s);
}

static void sweeping_leaves_the_names_of_benchmarks(void **state)
{
	struct scratch *x = *state;
	struct store *s;
	struct sheet f;

	fill_one(x, &f);
	tamper(x->path, "DELETE FROM alloc_site; INSERT INTO text (hash, text) VALUES (1, 'nobody''s')");
	s = open_session(x);
	f.record.stages = STAGE_ESCAPE;
	f.record.samples = NULL;
	record(x, s, &f);
	must(x, store_session_finish(s, &x->err));
	/* and references are looked after again, which removing an empty session does without */
	must(x, store_session_begin(s, &some_session, &x->err));
	must(x, store_session_finish(s, &x->err));
	assert_int_equal(sqlite3_exec(s->db, "DELETE FROM cell", NULL, NULL, NULL), SQLITE_OK);
	store_close(s);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM text WHERE text = 'nobody''s'"), 0);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM text WHERE text = 'BenchmarkZebra'"), 1);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM sample"), 0);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM sessions"), 4);
}

static const struct CMUnitTest tests[] = {
	STORE_TEST(what_is_asked_for_is_read),
	STORE_TEST(what_was_only_timed_is_counted_from_that),
	STORE_TEST(times_are_of_sessions_that_timed_both),
	STORE_TEST(runs_follow_the_samples),
	STORE_TEST(samples_that_others_add_are_found),
	STORE_TEST(runs_survive_a_failure),
	STORE_TEST(pruning_takes_times_alone),
	STORE_TEST(samples_come_case_by_case),
	STORE_TEST(sweeping_leaves_the_names_of_benchmarks),
};

TEST_MAIN(tests)
