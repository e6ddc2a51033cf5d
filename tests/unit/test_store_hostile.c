/* Values from outside: what is recorded and what is read back may be anything. */
#include "store_fixture.h"

#include <math.h>

static void make_database(struct scratch *x)
{
	struct store *s = open_session(x);
	struct sheet f;

	sheet_fill(&f);
	record(x, s, &f);
	time_it(x, s, &f, "key-1", 0);
	sheet_make_program(&f);
	record(x, s, &f);
	must(x, store_session_finish(s, &x->err));
	store_close(s);
}

/* Makes every column of the table accept anything, then runs the SQL. */
static void corrupt(struct scratch *x, const char *sql)
{
	sqlite3 *db;
	char *said = NULL;

	assert_int_equal(sqlite3_open(x->path, &db), SQLITE_OK);
	if (sqlite3_exec(db,
	                 "PRAGMA writable_schema = ON;"
	                 "UPDATE sqlite_schema SET sql = replace(replace(replace(sql, 'NOT NULL', ''), ') STRICT, "
	                 "WITHOUT ROWID',"
	                 " ') WITHOUT ROWID'), ') STRICT', ')') WHERE type = 'table'",
	                 NULL, NULL, &said) != SQLITE_OK)
		fail_msg("%s", said);
	sqlite3_close(db);
	tamper(x->path, sql);
}

/* A release is selected by its name as it is shown, whatever the file holds under it. */
static void read_by_release(struct scratch *x, struct store *s, const char *go)
{
	struct strlist releases = STRLIST_INIT;
	struct row_filter filter = { .releases = &releases };
	struct toolchain_rows toolchains;
	struct decision_rows decisions;
	struct cell_rows cells;

	strlist_add(&releases, go);
	must(x, store_toolchains_measured(s, &filter, &toolchains, &x->err));
	assert_int_equal(toolchains.len, 1);
	must(x, store_cells(s, &filter, &cells, &x->err));
	assert_int_equal(cells.len, 2);
	must(x, store_decisions(s, &filter, &decisions, &x->err));
	assert_int_equal(decisions.len, 4);
	for (size_t i = 0; i < cells.len; i++)
		assert_true(cells.items[i].go && cells.items[i].mode && cells.items[i].case_sha256);
	toolchain_rows_release(&toolchains);
	decision_rows_release(&decisions);
	cell_rows_release(&cells);
	strlist_release(&releases);
}

/* Reads everything; nothing may be NULL or negative. */
static void read_all(struct scratch *x)
{
	struct store *s = open_store(x, STORE_READ);
	struct cell_rows cells;
	struct sample_rows samples;
	struct decision_rows decisions;
	struct call_rows calls;
	struct code_rows codes;
	struct site_rows sites;
	struct output_rows outputs;
	struct toolchain_rows toolchains;
	struct session_rows sessions;
	struct case_rows cases;
	struct compiler_rows raw;

	must(x, store_cells(s, NULL, &cells, &x->err));
	must(x, store_samples(s, NULL, &samples, &x->err));
	must(x, store_decisions(s, NULL, &decisions, &x->err));
	must(x, store_calls(s, NULL, &calls, &x->err));
	must(x, store_codes(s, NULL, &codes, &x->err));
	must(x, store_sites(s, NULL, &sites, &x->err));
	must(x, store_outputs(s, NULL, &outputs, &x->err));
	must(x, store_toolchains(s, &toolchains, &x->err));
	must(x, store_sessions(s, &sessions, &x->err));
	must(x, store_cases(s, &cases, &x->err));
	must(x, store_compiler_output(s, NULL, &raw, &x->err));
	assert_int_equal(cells.len, 2);
	assert_int_equal(samples.len, 3);
	assert_int_equal(decisions.len, 4);
	for (size_t i = 0; i < cells.len; i++) {
		const struct cell_row *c = &cells.items[i];

		assert_true(c->go && c->goos && c->goarch && c->mode && c->case_name && c->status && c->reason &&
		            c->key && c->case_sha256);
		assert_true(c->build_ms >= 0 && c->stages <= STAGE_ALL && c->version.major >= 0 &&
		            c->version.patch >= -1);
	}
	for (size_t i = 0; i < samples.len; i++) {
		const struct sample_row *r = &samples.items[i];

		assert_true(r->benchmark && r->purpose);
		assert_true(r->n >= 0 && r->mallocs >= 0 && r->bytes >= 0 && r->elapsed_ns >= 0 && r->block >= 0);
	}
	for (size_t i = 0; i < decisions.len; i++) {
		const struct decision_row *d = &decisions.items[i];

		assert_true(d->file && d->function && d->kind && d->subject && d->detail && d->line >= 0 &&
		            d->col >= 0);
	}
	assert_int_equal(codes.len, 4);
	for (size_t i = 0; i < codes.len; i++) {
		const struct code_row *r = &codes.items[i];

		assert_true(r->function && r->digest && r->refers && r->bytes >= 0);
	}
	for (size_t i = 0; i < sites.len; i++) {
		const struct site_row *r = &sites.items[i];

		assert_true(r->benchmark && r->function && r->file && r->callee && r->line >= 0);
		assert_true(isfinite(r->objects_per_op) && r->objects_per_op >= 0 && isfinite(r->bytes_per_op) &&
		            r->bytes_per_op >= 0);
	}
	for (size_t i = 0; i < outputs.len; i++)
		assert_true(outputs.items[i].out && outputs.items[i].err && outputs.items[i].exit_status >= 0);
	for (size_t i = 0; i < sessions.len; i++)
		assert_true(sessions.items[i].cpu && sessions.items[i].finished_at && sessions.items[i].session >= 0);
	read_by_release(x, s, cells.items[0].go);
	cell_rows_release(&cells);
	sample_rows_release(&samples);
	decision_rows_release(&decisions);
	call_rows_release(&calls);
	code_rows_release(&codes);
	site_rows_release(&sites);
	output_rows_release(&outputs);
	toolchain_rows_release(&toolchains);
	session_rows_release(&sessions);
	case_rows_release(&cases);
	compiler_rows_release(&raw);
	store_close(s);
}

static void readers_survive_any_value(void **state)
{
	static const char *const values[] = {
		"NULL",      "-1",  "-9223372036854775808", "9223372036854775807",    "1e308", "'nonsense'", "''",
		"x'00ff00'", "x''", "zeroblob(2000000)",    "printf('%2000000s', '')"
	};

	for (size_t i = 0; i < COUNT(values); i++) {
		struct scratch *x = *state;
		const char *v = values[i];
		char *sql = xasprintf(
			"UPDATE cell SET mode = %s, goarch = %s, case_file_id = %s, reason = %s, status = %s, stages = "
			"%s, build_ms = %s, key = %s, flags = %s;"
			"UPDATE toolchain SET go = %s, goos = %s, version_order = %s, local = %s, source = %s;"
			"UPDATE sample SET n = %s, mallocs = %s, bytes = %s, elapsed_ns = %s, ordinal = %s, purpose = "
			"%s,"
			" block = %s, benchmark = %s;"
			"UPDATE decision SET line = %s, col = %s, kind = %s, subject = %s, detail = %s;"
			"UPDATE runtime_call SET calls = %s, callee = %s;"
			"UPDATE function_code SET function = %s, digest = %s, bytes = %s, refers = %s;"
			"UPDATE alloc_site SET line = %s, objects_per_op = %s, bytes_per_op = %s, callee = %s;"
			"UPDATE text SET text = %s; UPDATE content SET bytes = %s;"
			"UPDATE output SET stdout = %s, exit_status = %s; UPDATE raw_output SET content = %s;"
			"UPDATE case_file SET title = %s, source = %s; UPDATE session SET cpu = %s, finished_at = %s",
			v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v,
			v, v, v, v, v, v, v, v, v, v, v, v, v, v);

		make_database(x);
		corrupt(x, sql);
		read_all(x);
		assert_int_equal(unlink(x->path), 0);
		free(sql);
	}
}

/* Rows that refer to rows which are not there: texts and contents are empty, cells without a toolchain nobody's. */
static void references_may_lead_nowhere(void **state)
{
	struct scratch *x = *state;
	struct cell_rows cells;
	struct store *s;

	make_database(x);
	corrupt(x, "DELETE FROM text; DELETE FROM content; DELETE FROM case_file");
	read_all(x);
	tamper(x->path, "UPDATE cell SET toolchain_id = 77 WHERE id = (SELECT min(id) FROM cell)");
	s = open_store(x, STORE_READ);
	must(x, store_cells(s, NULL, &cells, &x->err));
	assert_int_equal(cells.len, 1);
	assert_string_equal(cells.items[0].case_sha256, "");
	cell_rows_release(&cells);
	store_close(s);
}

static void a_status_that_nobody_wrote_counts_as_nothing(void **state)
{
	struct scratch *x = *state;
	struct store *s;
	struct sheet f;

	make_database(x);
	tamper(x->path, "UPDATE cell SET status = 'splendid'");
	s = open_session(x);
	sheet_fill(&f);
	assert_int_equal(have(x, s, &f, "key-1").stages, 0);
	store_close(s);
}

/* A trigger in the file is somebody else's code: it does not run. */
static void triggers_do_not_fire(void **state)
{
	struct scratch *x = *state;
	struct store *s;
	struct sheet f;

	make_database(x);
	tamper(x->path, "CREATE TRIGGER trap AFTER UPDATE ON cell BEGIN DELETE FROM sample; END");
	s = open_session(x);
	sheet_fill(&f);
	f.record.samples = NULL;
	f.record.stages = STAGE_ESCAPE;
	record(x, s, &f);
	store_close(s);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM samples"), 3);
}

static void recorded_text_is_valid_whatever_came(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct sheet f;
	char *huge = calloc(1, 3000001);

	assert_non_null(huge);
	memset(huge, 'x', 3000000);
	sheet_fill(&f);
	f.decisions[0].subject = text("a\xff"
	                              "b'; DROP TABLE cell; --");
	f.decisions[0].detail = huge;
	f.decisions[1].subject = text("\xed\xa0\x80"); /* a surrogate */
	f.record.reason = "\xc0\xaf";                  /* overlong */
	record(x, s, &f);
	record(x, s, &f); /* found again under the same id */
	store_close(s);
	assert_int_equal(number_of(x->path,
	                           "SELECT count(*) FROM decisions WHERE subject ="
	                           " 'a' || char(0xfffd) || 'b''; DROP TABLE cell; --' AND length(detail) = 3000000"),
	                 1);
	assert_int_equal(number_of(x->path, "SELECT reason = char(0xfffd, 0xfffd) FROM cells"), 1);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM text WHERE text = char(0xfffd, 0xfffd, 0xfffd)"), 1);
	free(huge);
}

static const struct CMUnitTest tests[] = {
	STORE_TEST(readers_survive_any_value),
	STORE_TEST(a_status_that_nobody_wrote_counts_as_nothing),
	STORE_TEST(references_may_lead_nowhere),
	STORE_TEST(triggers_do_not_fire),
	STORE_TEST(recorded_text_is_valid_whatever_came),
};

TEST_MAIN(tests)
