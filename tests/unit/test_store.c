/* The store's records: what is replaced, what merges, what stays. */
#include "store_fixture.h"

static void a_cell_comes_back_as_it_went_in(void **state)
{
	struct scratch *x = *state;
	struct sheet f;
	struct store *s = open_session(x);
	struct cell_rows cells;
	struct sample_rows samples;
	struct decision_rows decisions;
	struct call_rows calls;
	struct site_rows sites;
	struct compiler_rows raw, of_case;
	struct case_rows cases;

	sheet_fill(&f);
	record(x, s, &f);
	must(x, store_session_finish(s, &x->err));
	store_close(s);

	s = open_store(x, STORE_READ);
	must(x, store_cells(s, NULL, &cells, &x->err));
	assert_int_equal(cells.len, 1);
	assert_string_equal(cells.items[0].go, "go1.9.2");
	assert_string_equal(cells.items[0].goos, "linux");
	assert_string_equal(cells.items[0].goarch, "amd64");
	assert_string_equal(cells.items[0].mode, "default");
	assert_string_equal(cells.items[0].case_name, "slice/append_growth");
	assert_string_equal(cells.items[0].status, "ok");
	assert_string_equal(cells.items[0].key, "key-1");
	assert_string_equal(cells.items[0].case_sha256, "5ha");
	assert_int_equal(cells.items[0].version.minor, 9);
	assert_int_equal(cells.items[0].version.patch, 2);
	assert_int_equal(cells.items[0].stages, STAGE_ESCAPE | STAGE_ALLOCS);
	assert_int_equal(cells.items[0].build_ms, 42);

	must(x, store_samples(s, NULL, &samples, &x->err));
	assert_int_equal(samples.len, 2);
	assert_string_equal(samples.items[0].benchmark, "BenchmarkZebra"); /* order of the file */
	assert_string_equal(samples.items[0].purpose, "allocs");
	assert_int_equal(samples.items[0].n, 100);
	assert_int_equal(samples.items[0].mallocs, 399);
	assert_int_equal(samples.items[0].bytes, 12850);
	assert_int_equal(samples.items[0].elapsed_ns, 1250);
	assert_int_equal(samples.items[0].gc_pause_ns, 77);
	assert_int_equal(samples.items[1].ordinal, 1);

	must(x, store_decisions(s, NULL, &decisions, &x->err));
	assert_int_equal(decisions.len, 2);
	assert_int_equal(decisions.items[0].line, 7);
	assert_string_equal(decisions.items[0].kind, "moved_to_heap");
	assert_string_equal(decisions.items[1].subject, "make([]int, n)");
	assert_string_equal(decisions.items[1].detail, "from x");
	assert_string_equal(decisions.items[1].function, "BenchmarkZebra");
	assert_int_equal(decisions.items[1].col, 9);

	must(x, store_calls(s, NULL, &calls, &x->err));
	assert_int_equal(calls.len, 1);
	assert_string_equal(calls.items[0].callee, "growslice");
	assert_int_equal(calls.items[0].calls, 3);

	must(x, store_sites(s, NULL, &sites, &x->err));
	assert_int_equal(sites.len, f.site_list.len);
	for (size_t i = 0; i < sites.len; i++) {
		const struct site_row *r = &sites.items[i];
		const struct alloc_site *a = &f.sites[i];

		assert_string_equal(r->benchmark, a->benchmark);
		assert_string_equal(r->function, a->function);
		assert_string_equal(r->file, a->file);
		assert_string_equal(r->callee, a->callee);
		assert_int_equal(r->line, a->line);
		assert_float_equal(r->objects_per_op, a->objects_per_op, 1e-9);
		assert_float_equal(r->bytes_per_op, a->bytes_per_op, 1e-9);
	}

	must(x, store_compiler_output(s, NULL, &raw, &x->err));
	assert_int_equal(raw.len, 2);
	assert_string_equal(raw.items[0].level, "-m");
	assert_string_equal(raw.items[0].text, "x.go:12: make escapes\n");
	assert_string_equal(raw.items[1].text, "x.go:12: make escapes\n\xff\xE2\x90\x80y"); /* the NUL made visible */
	must(x, store_compiler_output_of(s, NULL, raw.items[0].case_name, &of_case, &x->err));
	assert_int_equal(of_case.len, 2);
	assert_string_equal(of_case.items[0].level, "-m");
	assert_string_equal(of_case.items[1].text, raw.items[1].text);
	assert_string_equal(of_case.items[1].go, "go1.9.2");
	compiler_rows_release(&of_case);
	must(x, store_compiler_output_of(s, NULL, "slice", &of_case, &x->err)); /* no pattern: a name */
	assert_int_equal(of_case.len, 0);
	compiler_rows_release(&of_case);

	must(x, store_cases(s, &cases, &x->err));
	assert_int_equal(cases.len, 1);
	assert_string_equal(cases.items[0].title, "Growth");
	assert_string_equal(cases.items[0].source, "package slice\n");

	cell_rows_release(&cells);
	sample_rows_release(&samples);
	decision_rows_release(&decisions);
	call_rows_release(&calls);
	site_rows_release(&sites);
	compiler_rows_release(&raw);
	case_rows_release(&cases);
	store_close(s);
	/* byte for byte, whatever bytes */
	assert_int_equal(number_of(x->path,
	                           "SELECT text = CAST(x'782e676f3a31323a206d616b6520657363617065730aff0079' AS BLOB)"
	                           " FROM compiler_output WHERE level = '-m -m'"),
	                 1);
}

static void a_program_keeps_its_output(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct output_rows outputs;
	struct sheet f;

	sheet_fill(&f);
	sheet_make_program(&f);
	record(x, s, &f);
	record(x, s, &f);
	must(x, store_outputs(s, NULL, &outputs, &x->err));
	assert_int_equal(outputs.len, 1);
	assert_string_equal(outputs.items[0].out, "b b\n");
	assert_string_equal(outputs.items[0].err, "[0/32]0xc00001\xE2\x90\x80z");
	assert_int_equal(outputs.items[0].exit_status, 3);
	output_rows_release(&outputs);
	store_close(s);
}

static void another_key_replaces_all(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct sheet f;

	sheet_fill(&f);
	record(x, s, &f);
	time_it(x, s, &f, "key-1", 0);
	strcpy(f.record.key, "key-2");
	strcpy(f.c.sha256, "edited");
	f.decision_list.len = 1;
	f.decisions[0].subject = text("&T{...}");
	f.sample_list.len = 1;
	f.site_list.len = 1;
	f.raw_mm = bytes("other", 5);
	f.record.stages = STAGE_ESCAPE | STAGE_ALLOCS;
	record(x, s, &f);
	must(x, store_session_finish(s, &x->err));
	assert_int_equal(have(x, s, &f, "key-1").stages, 0);
	assert_int_equal(have(x, s, &f, "key-2").stages, STAGE_ESCAPE | STAGE_ALLOCS);
	assert_int_equal(have(x, s, &f, "key-2").timed_since, 0);
	assert_int_equal(times(x, s, &f, "key-2", 0), 0);
	store_close(s);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM cells"), 1);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM samples"), 1);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM decisions"), 1);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM runtime_calls"), 1);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM function_codes"), 2);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM alloc_sites"), 1);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM compiler_output"), 2);
	/* nothing of the old cell is left lying about */
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM cases"), 1);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM text WHERE text LIKE 'make%'"), 0);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM content"), 2);
}

static void the_same_key_merges_stages(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct sheet f;

	sheet_fill(&f);
	f.record.stages = STAGE_ESCAPE;
	f.record.samples = NULL;
	record(x, s, &f);
	assert_int_equal(have(x, s, &f, "key-1").stages, STAGE_ESCAPE);

	f.record.stages = STAGE_ALLOCS;
	f.record.samples = &f.sample_list;
	f.record.decisions = NULL;
	f.record.calls = NULL;
	f.record.raw_m = f.record.raw_mm = NULL;
	record(x, s, &f);
	assert_int_equal(have(x, s, &f, "key-1").stages, STAGE_ESCAPE | STAGE_ALLOCS);

	assert_int_equal(have(x, s, &f, "key-1").timed_since, 0);
	time_it(x, s, &f, "key-1", 0);
	time_it(x, s, &f, "key-1", 1);
	assert_int_equal(have(x, s, &f, "key-1").stages, STAGE_ALL);
	assert_int_equal(have(x, s, &f, "key-1").timed_since, store_session_id(s));
	assert_int_equal(times(x, s, &f, "key-1", 0), 2);
	assert_int_equal(times(x, s, &f, "key-2", 0), 0);

	record(x, s, &f); /* counts again: in place of the old ones, the times stay */
	assert_int_equal(times(x, s, &f, "key-1", 0), 2);
	store_close(s);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM samples WHERE purpose = 'allocs'"), 2);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM samples WHERE purpose = 'time'"), 2);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM decisions"), 2);
	assert_int_equal(number_of(x->path, "SELECT stages = 'escape,allocs,time' FROM cells"), 1);
}

/* Code of which is not known whether it leaves the case: it may, and the compiler is asked anew. */
static void cells_that_may_leave_are_compiled_again(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct code_rows codes;
	struct sheet f;

	sheet_fill(&f);
	record(x, s, &f);
	assert_int_equal(have(x, s, &f, "key-1").stages, STAGE_ESCAPE | STAGE_ALLOCS);
	store_close(s);
	tamper(x->path, "UPDATE function_code SET leaves = NULL; UPDATE cell SET codes = 1");

	s = open_session(x);
	assert_int_equal(have(x, s, &f, "key-1").stages, STAGE_ALLOCS);
	must(x, store_codes(s, NULL, &codes, &x->err));
	assert_int_equal(codes.len, 2);
	assert_true(codes.items[0].leaves && codes.items[1].leaves);
	code_rows_release(&codes);
	store_close(s);
}

/* Recorded before there were codes: all of it stays, and what the compiler emits is had anew when it is asked for. */
static void cells_without_codes_are_compiled_again(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct code_rows codes;
	struct sheet f;

	sheet_fill(&f);
	record(x, s, &f);
	store_close(s);
	/* the views first: they stand in the way of what they use */
	tamper(x->path, "DROP VIEW function_codes; DROP VIEW sessions; DROP VIEW calibrations; DROP VIEW nights;"
	                "DROP VIEW night_points; DROP VIEW night_reports; DROP VIEW imported_logs; DROP VIEW cells");
	tamper(x->path,
	       "DROP TABLE function_code; ALTER TABLE cell DROP COLUMN codes;"
	       "ALTER TABLE session DROP COLUMN conditions; DROP TABLE sample_run; DROP TABLE imported_log;"
	       "DROP TABLE calibration_row; DROP TABLE calibration; DROP TABLE night_news; DROP TABLE night_point;"
	       "DROP TABLE night_series; DROP TABLE night_toolchain; DROP TABLE night_pin; DROP TABLE night;"
	       "PRAGMA user_version = 3");

	s = open_session(x);
	must(x, store_codes(s, NULL, &codes, &x->err));
	assert_int_equal(codes.len, 0);
	code_rows_release(&codes);
	assert_int_equal(have(x, s, &f, "key-1").stages, STAGE_ALLOCS);
	time_it(x, s, &f, "key-1", 0);
	assert_int_equal(have(x, s, &f, "key-1").stages, STAGE_ALLOCS | STAGE_TIME);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM decisions"), 2);
	assert_int_equal(number_of(x->path, "SELECT stages = 'escape,allocs,time' FROM cells"), 1);

	f.record.stages = STAGE_ESCAPE;
	f.record.samples = NULL;
	record(x, s, &f);
	f.codes[0].digest[0] = 'e'; /* and again: the newest one stays */
	record(x, s, &f);
	must(x, store_session_finish(s, &x->err));
	assert_int_equal(have(x, s, &f, "key-1").stages, STAGE_ALL);
	must(x, store_codes(s, NULL, &codes, &x->err));
	assert_int_equal(codes.len, 2);
	assert_string_equal(codes.items[0].function, "BenchmarkZebra");
	assert_string_equal(codes.items[0].digest, "e1");
	assert_string_equal(codes.items[0].refers, "grow\n");
	assert_int_equal(codes.items[0].bytes, 88);
	assert_string_equal(codes.items[0].go, "go1.9.2");
	assert_string_equal(codes.items[0].goos, "linux");
	assert_string_equal(codes.items[0].goarch, "amd64");
	assert_string_equal(codes.items[0].mode, "default");
	assert_string_equal(codes.items[0].case_name, "slice/append_growth");
	assert_int_equal(codes.items[0].version.minor, 9);
	assert_string_equal(codes.items[1].refers, "");
	assert_true(codes.items[0].leaves && !codes.items[1].leaves);
	code_rows_release(&codes);
	store_close(s);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM text WHERE text = 'd1'"), 0);
}

/* A case that failed has no codes, and nothing more to do. */
static void failed_cells_need_no_codes(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct sheet f;

	sheet_fill(&f);
	f.record.status = CELL_BUILD_FAILED;
	f.record.codes = NULL;
	record(x, s, &f);
	assert_int_equal(have(x, s, &f, "key-1").stages, STAGE_ESCAPE | STAGE_ALLOCS);
	store_close(s);
}

/* Counted again, the sites are the new ones; escape alone leaves them; texts in use stay, the others go. */
static void sites_are_replaced_with_their_counts(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct sheet f;

	sheet_fill(&f);
	record(x, s, &f);
	must(x, store_session_finish(s, &x->err));
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM alloc_sites WHERE callee = 'errors.New'"), 1);

	must(x, store_session_begin(s, &some_session, &x->err));
	f.sites[1].callee = text("fmt.Errorf");
	f.record.stages = STAGE_ALLOCS;
	record(x, s, &f);
	must(x, store_session_finish(s, &x->err));
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM text WHERE text = 'errors.New'"), 0);

	must(x, store_session_begin(s, &some_session, &x->err));
	f.record.stages = STAGE_ESCAPE;
	f.record.samples = NULL;
	f.record.sites = NULL;
	record(x, s, &f);
	must(x, store_session_finish(s, &x->err));
	store_close(s);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM alloc_sites"), 2);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM alloc_sites WHERE callee = 'fmt.Errorf'"), 1);
}

static void blocks_of_two_sessions_add_up(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	int64_t first = store_session_id(s);
	struct sheet f;

	sheet_fill(&f);
	record(x, s, &f);
	time_it(x, s, &f, "key-1", 0);
	must(x, store_session_finish(s, &x->err));
	must(x, store_session_begin(s, &some_session, &x->err));
	time_it(x, s, &f, "key-1", 0);
	assert_int_equal(have(x, s, &f, "key-1").timed_since, first);
	assert_int_equal(times(x, s, &f, "key-1", 0), 2);
	assert_int_equal(times(x, s, &f, "key-1", first + 1), 1);
	store_close(s);
	assert_int_equal(number_of(x->path, "SELECT count(DISTINCT session) FROM samples"), 2);
}

static void a_failed_run_is_not_made_fine_by_compiling(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct sheet f;

	sheet_fill(&f);
	f.record.stages = STAGE_ALLOCS;
	f.record.status = CELL_TIMEOUT;
	f.record.reason = "no answer within 60 s";
	record(x, s, &f);
	f.record.stages = STAGE_ESCAPE;
	f.record.status = CELL_OK;
	f.record.reason = "";
	record(x, s, &f);
	assert_int_equal(have(x, s, &f, "key-1").status, CELL_TIMEOUT);
	f.record.stages = STAGE_ALLOCS;
	record(x, s, &f);
	assert_int_equal(have(x, s, &f, "key-1").status, CELL_OK);
	store_close(s);
	assert_int_equal(number_of(x->path, "SELECT reason = '' FROM cells"), 1);
}

static void modes_and_targets_are_cells_of_their_own(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	char *env[] = { text("GOARCH=386"), NULL }, *flags[] = { text("-N"), text("-l"), NULL };
	struct sheet f;

	sheet_fill(&f);
	record(x, s, &f);
	f.mode.name = text("small");
	f.mode.env = (struct strlist){ .items = env, .len = 1, .cap = 2 };
	f.mode.flags = (struct strlist){ .items = flags, .len = 2, .cap = 3 };
	record(x, s, &f);
	store_close(s);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM cells"), 2);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM cells WHERE mode = 'small' AND goarch = '386'"
	                                    " AND flags = '-N -l' AND environment = 'GOARCH=386'"),
	                 1);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM toolchains"), 1);
}

static void a_rebuilt_local_toolchain_forgets_its_cells(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct sheet f;

	sheet_fill(&f);
	record(x, s, &f);
	f.toolchain.go = text("tip");
	f.toolchain.local = true;
	record(x, s, &f);
	must(x, store_toolchain(s, &f.toolchain, &x->err)); /* the same: nothing happens */
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM cells"), 2);
	f.toolchain.digest = text("h1:rebuilt=");
	must(x, store_toolchain(s, &f.toolchain, &x->err));
	/* a release from another source is still that release */
	f.toolchain.go = text("go1.9.2");
	f.toolchain.local = false;
	must(x, store_toolchain(s, &f.toolchain, &x->err));
	store_close(s);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM cells WHERE go = 'tip'"), 0);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM cells WHERE go = 'go1.9.2'"), 1);
	assert_int_equal(number_of(x->path, "SELECT digest = 'h1:rebuilt=' FROM toolchains WHERE go = 'tip'"), 1);
}

static void rows_come_sorted_and_filtered(void **state)
{
	static const struct {
		const char *go;
		struct go_version version;
		bool local;
	} toolchains[] = { { "tip", { 1, 3, 0, GO_RELEASE, 0 }, true },
		           { "go1.10", { 1, 10, -1, GO_RELEASE, 0 }, false },
		           { "go1.27rc1", { 1, 27, -1, GO_RC, 1 }, false },
		           { "go1.27", { 1, 27, -1, GO_RELEASE, 0 }, false },
		           { "go1.9.2", { 1, 9, 2, GO_RELEASE, 0 }, false } };
	static const char *const sorted[] = { "go1.9.2", "go1.10", "go1.27rc1", "go1.27", "tip" };
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct row_filter filter = { .case_glob = "slice/*" };
	struct strlist releases = STRLIST_INIT;
	struct cell_rows cells;
	struct toolchain_rows rows;
	struct sheet f;

	sheet_fill(&f);
	for (size_t i = 0; i < COUNT(toolchains); i++) {
		f.toolchain.go = text(toolchains[i].go);
		f.toolchain.version = toolchains[i].version;
		f.toolchain.local = toolchains[i].local;
		f.c.name = text("slice/append_growth");
		record(x, s, &f);
		f.c.name = text("map/clear");
		record(x, s, &f);
	}
	must(x, store_cells(s, &filter, &cells, &x->err));
	assert_int_equal(cells.len, COUNT(sorted));
	for (size_t i = 0; i < COUNT(sorted); i++) {
		assert_string_equal(cells.items[i].go, sorted[i]);
		assert_string_equal(cells.items[i].case_name, "slice/append_growth");
	}
	assert_true(cells.items[4].local);
	cell_rows_release(&cells);

	must(x, store_toolchains(s, &rows, &x->err));
	assert_int_equal(rows.len, COUNT(sorted));
	for (size_t i = 0; i < COUNT(sorted); i++)
		assert_string_equal(rows.items[i].go, sorted[i]);
	assert_int_equal(rows.items[2].version.stage, GO_RC);
	assert_int_equal(rows.items[2].version.stage_number, 1);
	assert_int_equal(rows.items[1].version.patch, -1);
	toolchain_rows_release(&rows);

	filter = (struct row_filter){ .go = "go1.10", .mode = "default", .case_glob = "*clear, slice/none" };
	must(x, store_cells(s, &filter, &cells, &x->err));
	assert_int_equal(cells.len, 1);
	cell_rows_release(&cells);
	filter.mode = "noopt";
	must(x, store_cells(s, &filter, &cells, &x->err));
	assert_int_equal(cells.len, 0);
	cell_rows_release(&cells);

	strlist_add(&releases, "tip");
	strlist_add(&releases, "go1.9.2");
	strlist_add(&releases, "go1.9"); /* exact names alone */
	filter = (struct row_filter){ .releases = &releases, .case_glob = "slice/*" };
	must(x, store_cells(s, &filter, &cells, &x->err));
	assert_int_equal(cells.len, 2);
	assert_string_equal(cells.items[0].go, "go1.9.2");
	assert_string_equal(cells.items[1].go, "tip");
	cell_rows_release(&cells);
	filter.go = "tip"; /* and, as all members */
	must(x, store_cells(s, &filter, &cells, &x->err));
	assert_int_equal(cells.len, 1);
	cell_rows_release(&cells);
	strlist_release(&releases);
	must(x, store_cells(s, &filter, &cells, &x->err)); /* an empty list names none */
	assert_int_equal(cells.len, 0);
	cell_rows_release(&cells);
	store_close(s);
}

/* The toolchains that have cells which match; another mode's, another case's and unmeasured ones are not among them. */
static void toolchains_with_matching_cells(void **state)
{
	static const char *const releases[] = { "go1.9.2", "go1.10", "go1.11" };
	static const struct {
		struct row_filter filter;
		const char *found[COUNT(releases)];
	} rows[] = {
		{ { .go = NULL }, { "go1.9.2", "go1.10" } },
		{ { .mode = "default" }, { "go1.9.2" } },
		{ { .mode = "noopt" }, { "go1.10" } },
		{ { .case_glob = "slice/*" }, { "go1.9.2" } },
		{ { .case_glob = "slice/*,map/*" }, { "go1.9.2", "go1.10" } },
		{ { .mode = "default", .case_glob = "map/*" }, { NULL } },
		{ { .go = "go1.10" }, { "go1.10" } },
	};
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct sheet f;

	sheet_fill(&f);
	for (size_t i = 0; i < COUNT(releases); i++) {
		f.toolchain.go = text(releases[i]);
		version_parse(releases[i], &f.toolchain.version);
		f.c.name = text(i ? "map/clear" : "slice/append_growth");
		f.mode.name = text(i ? "noopt" : "default");
		if (i < 2)
			record(x, s, &f);
		else
			must(x, store_toolchain(s, &f.toolchain, &x->err));
	}
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct toolchain_rows found;

		must(x, store_toolchains_measured(s, &rows[i].filter, &found, &x->err));
		for (size_t k = 0; k < found.len; k++)
			assert_string_equal(found.items[k].go, rows[i].found[k]);
		assert_null(rows[i].found[found.len]);
		toolchain_rows_release(&found);
	}
	store_close(s);
}

/* Lists share cells and texts behind the scenes; each is whole for itself, whichever goes first. */
static void lists_outlive_each_other_and_the_store(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct row_filter filter = { .mode = "default" }, other = { .mode = "other" };
	struct decision_rows decisions, again;
	struct sample_rows samples;
	struct cell_rows cells, none;
	struct sheet f;

	sheet_fill(&f);
	record(x, s, &f);
	store_close(s);
	s = open_store(x, STORE_READ);
	must(x, store_cells(s, &filter, &cells, &x->err));
	must(x, store_decisions(s, &filter, &decisions, &x->err));
	must(x, store_samples(s, &filter, &samples, &x->err));
	assert_ptr_equal(samples.items[0].case_name, cells.items[0].case_name);
	must(x, store_cells(s, &other, &none, &x->err)); /* takes the kept selection's place */
	assert_int_equal(none.len, 0);
	must(x, store_decisions(s, &filter, &again, &x->err));
	cell_rows_release(&cells);
	cell_rows_release(&none);
	store_close(s);
	assert_int_equal(decisions.len, again.len);
	for (size_t i = 0; i < decisions.len; i++) {
		assert_string_equal(decisions.items[i].case_name, again.items[i].case_name);
		assert_string_equal(decisions.items[i].subject, again.items[i].subject);
	}
	decision_rows_release(&decisions);
	assert_string_equal(samples.items[0].case_name, again.items[0].case_name);
	decision_rows_release(&again);
	sample_rows_release(&samples);
}

/* Nothing is kept where it may change: neither cells nor texts, whose ids are given again. */
static void a_writer_reads_what_it_wrote(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct decision_rows decisions;
	struct cell_rows cells;
	struct sheet f;

	sheet_fill(&f);
	record(x, s, &f);
	must(x, store_cells(s, NULL, &cells, &x->err));
	assert_int_equal(cells.len, 1);
	cell_rows_release(&cells);
	must(x, store_decisions(s, NULL, &decisions, &x->err));
	decision_rows_release(&decisions);
	tamper(x->path, "UPDATE text SET text = 'another'");
	f.c.name = text("map/clear");
	record(x, s, &f);
	must(x, store_cells(s, NULL, &cells, &x->err));
	assert_int_equal(cells.len, 2);
	cell_rows_release(&cells);
	must(x, store_decisions(s, NULL, &decisions, &x->err));
	assert_string_equal(decisions.items[decisions.len - 1].subject, "another");
	decision_rows_release(&decisions);
	store_close(s);
}

static void sessions_that_record_nothing_leave_nothing(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct session_rows sessions;
	struct sheet f;

	must(x, store_session_finish(s, &x->err));
	must(x, store_session_begin(s, &some_session, &x->err));
	sheet_fill(&f);
	record(x, s, &f);
	must(x, store_session_finish(s, &x->err));
	must(x, store_sessions(s, &sessions, &x->err));
	assert_int_equal(sessions.len, 1);
	assert_string_equal(sessions.items[0].seed, "18446744073709551615");
	assert_string_equal(sessions.items[0].tool_version, "0.1.0");
	assert_int_equal(strlen(sessions.items[0].finished_at), strlen("2026-01-02T03:04:05Z"));
	session_rows_release(&sessions);
	store_close(s);
}

static void nothing_is_recorded_outside_a_session(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_store(x, STORE_WRITE);
	struct engine_recorder r = store_recorder(s);
	struct sheet f;

	sheet_fill(&f);
	assert_int_equal(r.cell(r.ctx, &f.record, &x->err), -1);
	assert_non_null(strstr(x->err.msg, "session"));
	/* the failed transaction is over: the next one can begin */
	must(x, store_session_begin(s, &some_session, &x->err));
	record(x, s, &f);
	store_close(s);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM cells"), 1);
}

static void totals_beyond_63_bits_are_cut(void **state)
{
	struct scratch *x = *state;
	struct store *s = open_session(x);
	struct sheet f;

	sheet_fill(&f);
	f.samples[0].mallocs = UINT64_MAX;
	record(x, s, &f);
	store_close(s);
	assert_int_equal(number_of(x->path, "SELECT max(mallocs) = 9223372036854775807 FROM samples"), 1);
}

static const struct CMUnitTest tests[] = {
	STORE_TEST(a_cell_comes_back_as_it_went_in),
	STORE_TEST(a_program_keeps_its_output),
	STORE_TEST(another_key_replaces_all),
	STORE_TEST(the_same_key_merges_stages),
	STORE_TEST(cells_that_may_leave_are_compiled_again),
	STORE_TEST(cells_without_codes_are_compiled_again),
	STORE_TEST(failed_cells_need_no_codes),
	STORE_TEST(sites_are_replaced_with_their_counts),
	STORE_TEST(blocks_of_two_sessions_add_up),
	STORE_TEST(a_failed_run_is_not_made_fine_by_compiling),
	STORE_TEST(modes_and_targets_are_cells_of_their_own),
	STORE_TEST(a_rebuilt_local_toolchain_forgets_its_cells),
	STORE_TEST(rows_come_sorted_and_filtered),
	STORE_TEST(toolchains_with_matching_cells),
	STORE_TEST(lists_outlive_each_other_and_the_store),
	STORE_TEST(a_writer_reads_what_it_wrote),
	STORE_TEST(sessions_that_record_nothing_leave_nothing),
	STORE_TEST(nothing_is_recorded_outside_a_session),
	STORE_TEST(totals_beyond_63_bits_are_cut),
};
TEST_MAIN(tests)
