/* The public views: exactly these columns in this order, for whoever opens the file. New columns may only follow. */
#include "store_fixture.h"

static const struct {
	const char *view, *columns;
} contract[] = {
	{ "toolchains", "go,goos,goarch,source,digest,go_version_output,installed_at,version_order,local,trust" },
	{ "cells", "go,goos,goarch,mode,case_name,status,reason,binary_sha256,build_ms,key" },
	{ "decisions", "go,goos,goarch,mode,case_name,file,line,col,function,kind,subject,detail" },
	{ "runtime_calls", "go,goos,goarch,mode,case_name,file,line,function,callee,calls" },
	{ "function_codes", "go,goos,goarch,mode,case_name,function,digest,bytes" },
	{ "alloc_sites", "go,goos,goarch,mode,case_name,benchmark,function,file,line,objects_per_op,bytes_per_op,"
	                 "callee" },
	{ "samples",
	  "session,go,goos,goarch,mode,case_name,benchmark,block,position,n,elapsed_ns,mallocs,bytes,gc_count,"
	  "gc_pause_ns,ns_per_op,allocs_per_op,bytes_per_op,purpose" },
	{ "outputs", "go,goos,goarch,mode,case_name,stdout,stderr,exit_status" },
	{ "sessions",
	  "session,started_at,finished_at,command_line,tool_version,seed,machine,kernel,cpu,governor,load" },
	{ "compiler_output", "go,goos,goarch,mode,case_name,level,text" },
	{ "cases", "case_name,family,file,kind,title,question,why,answer,sha256,source" },
};

static struct store *filled(struct scratch *x)
{
	struct store *s = open_session(x);
	struct sheet f;

	sheet_fill(&f);
	record(x, s, &f);
	sheet_fill(&f);
	sheet_make_program(&f);
	record(x, s, &f);
	must(x, store_session_finish(s, &x->err));
	return s;
}

static void columns_are_as_promised(void **state)
{
	struct scratch *x = *state;
	sqlite3 *db;

	store_close(filled(x));
	assert_int_equal(sqlite3_open_v2(x->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	for (size_t i = 0; i < COUNT(contract); i++) {
		char *sql = xasprintf("SELECT * FROM %s", contract[i].view);
		struct str columns = STR_INIT;
		sqlite3_stmt *stmt;

		if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
			fail_msg("%s: %s", contract[i].view, sqlite3_errmsg(db));
		for (int k = 0; k < sqlite3_column_count(stmt); k++)
			str_addf(&columns, "%s,", sqlite3_column_name(stmt, k));
		if (strncmp(str_cstr(&columns), contract[i].columns, strlen(contract[i].columns)) != 0 ||
		    str_cstr(&columns)[strlen(contract[i].columns)] != ',')
			fail_msg("%s has columns %s", contract[i].view, str_cstr(&columns));
		/* every view can be read to its end */
		assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
		sqlite3_finalize(stmt);
		str_release(&columns);
		free(sql);
	}
	sqlite3_close(db);
}

static void samples_are_per_op_as_go_test_prints_them(void **state)
{
	struct scratch *x = *state;

	store_close(filled(x));
	assert_int_equal(number_of(x->path,
	                           "SELECT count(*) FROM samples WHERE benchmark = 'BenchmarkZebra' AND n = 100"
	                           " AND ns_per_op = 12.5 AND allocs_per_op = 3 AND bytes_per_op = 128"
	                           " AND mallocs = 399 AND bytes = 12850 AND purpose = 'allocs' AND session = 1"),
	                 1);
}

static void rows_carry_the_words_of_the_contract(void **state)
{
	static const char *const one[] = {
		"cells WHERE case_name = 'slice/append_growth' AND go = 'go1.9.2' AND goos = 'linux' AND goarch = "
		"'amd64'"
		" AND mode = 'default' AND status = 'ok' AND reason = '' AND binary_sha256 = 'b1' AND build_ms = 42"
		" AND key = 'key-1' AND stages = 'escape,allocs' AND case_sha256 = '5ha' AND session = 1",
		"decisions WHERE case_name = 'slice/append_growth' AND kind = 'escapes' AND line = 12 AND col = 9"
		" AND function = 'BenchmarkZebra' AND subject = 'make([]int, n)' AND detail = 'from x'"
		" AND file = 'append_growth_test.go'",
		"runtime_calls WHERE case_name = 'slice/append_growth' AND callee = 'growslice' AND calls = 3 AND line "
		"= 12",
		"function_codes WHERE case_name = 'slice/append_growth' AND go = 'go1.9.2' AND goos = 'linux' AND "
		"goarch = 'amd64' AND mode = 'default' AND function = 'BenchmarkZebra' AND digest = 'd1' AND bytes = "
		"88",
		"alloc_sites WHERE case_name = 'slice/append_growth' AND go = 'go1.9.2' AND goos = 'linux' AND goarch "
		"= "
		"'amd64' AND mode = 'default' AND benchmark = 'BenchmarkZebra' AND function = 'grow'"
		" AND file = 'append_growth_test.go' AND line = 7 AND objects_per_op = 3.5 AND bytes_per_op = 112"
		" AND callee = ''",
		"alloc_sites WHERE line = 8 AND objects_per_op = 0.25 AND bytes_per_op = 16.5 AND callee = "
		"'errors.New'",
		"outputs WHERE stdout = 'b b' || char(10) AND typeof(stdout) = 'text' AND typeof(stderr) = 'blob'"
		" AND exit_status = 3",
		"sessions WHERE session = 1 AND seed = '18446744073709551615' AND finished_at >= started_at",
		"toolchains WHERE go = 'go1.9.2' AND digest = 'h1:abc=' AND source = 'module proxy'"
		" AND go_version_output = 'go version go1.9.2 linux/amd64' AND installed_at = '2026-01-02T03:04:05Z'"
		" AND trust = 'checksum database'",
		"compiler_output WHERE case_name = 'slice/append_growth' AND level = '-m' AND typeof(text) = 'text'",
		"cases WHERE case_name = 'string/alias' AND kind = 'program' AND question = 'How?'",
	};
	struct scratch *x = *state;

	store_close(filled(x));
	for (size_t i = 0; i < COUNT(one); i++) {
		char *sql = xasprintf("SELECT count(*) FROM %s", one[i]);

		if (number_of(x->path, sql) != 1)
			fail_msg("not one row: %s", sql);
		free(sql);
	}
}

static void versions_sort_as_versions_in_sql(void **state)
{
	static const struct {
		const char *go;
		struct go_version version;
	} releases[] = { { "go1.9.2", { 1, 9, 2, GO_RELEASE, 0 } },     { "go1.20beta1", { 1, 20, -1, GO_BETA, 1 } },
		         { "go1.20rc2", { 1, 20, -1, GO_RC, 2 } },      { "go1.20rc10", { 1, 20, -1, GO_RC, 10 } },
		         { "go1.20", { 1, 20, -1, GO_RELEASE, 0 } },    { "go1.20.1", { 1, 20, 1, GO_RELEASE, 0 } },
		         { "go1.20.14", { 1, 20, 14, GO_RELEASE, 0 } }, { "go2.0", { 2, 0, -1, GO_RELEASE, 0 } } };

	(void)state;
	for (size_t i = 0; i < COUNT(releases); i++) {
		struct go_version back = version_from_order(version_order(&releases[i].version));

		assert_memory_equal(&back, &releases[i].version, sizeof back);
		if (i)
			assert_true(version_order(&releases[i - 1].version) < version_order(&releases[i].version));
	}
}

/* STRICT tables refuse what is of another type; a cell takes its children with it. */
static void tables_are_strict_and_children_go_with_their_cell(void **state)
{
	struct scratch *x = *state;
	sqlite3 *db;

	store_close(filled(x));
	assert_int_equal(
		number_of(x->path,
	                  "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%STRICT%'"),
		0);
	assert_int_equal(number_of(x->path, "PRAGMA user_version"), STORE_VERSION);
	assert_int_equal(sqlite3_open(x->path, &db), SQLITE_OK);
	assert_int_not_equal(sqlite3_exec(db, "UPDATE cell SET build_ms = 'soon'", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA foreign_keys = ON; DELETE FROM toolchain", NULL, NULL, NULL),
	                 SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(number_of(x->path, "SELECT (SELECT count(*) FROM cell) + (SELECT count(*) FROM decision)"
	                                    " + (SELECT count(*) FROM sample) + (SELECT count(*) FROM runtime_call)"
	                                    " + (SELECT count(*) FROM function_code)"
	                                    " + (SELECT count(*) FROM output) + (SELECT count(*) FROM raw_output)"),
	                 0);
}

static void the_file_is_in_wal_mode(void **state)
{
	struct scratch *x = *state;
	sqlite3 *db;
	sqlite3_stmt *stmt;

	store_close(filled(x));
	assert_int_equal(sqlite3_open(x->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, "PRAGMA journal_mode", -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_string_equal((const char *)sqlite3_column_text(stmt, 0), "wal");
	sqlite3_finalize(stmt);
	sqlite3_close(db);
}

static const struct CMUnitTest tests[] = {
	STORE_TEST(columns_are_as_promised),
	STORE_TEST(samples_are_per_op_as_go_test_prints_them),
	STORE_TEST(rows_carry_the_words_of_the_contract),
	STORE_TEST(versions_sort_as_versions_in_sql),
	STORE_TEST(tables_are_strict_and_children_go_with_their_cell),
	STORE_TEST(the_file_is_in_wal_mode),
};

TEST_MAIN(tests)
