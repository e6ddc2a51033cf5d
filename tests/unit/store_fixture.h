/* What the tests of the store share: a scratch database and a record of one benchmark case, to be varied. */
#ifndef GOALLOC_TESTS_STORE_FIXTURE_H
#define GOALLOC_TESTS_STORE_FIXTURE_H

#include "testing.h"

#include <sqlite3.h>

#include "base/alloc.h"
#include "base/file.h"
#include "store/db.h"
#include "store/read.h"
#include "store/store.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct scratch {
	char *folder, *path;
	struct error err;
};

static inline int scratch_setup(void **state)
{
	struct scratch *x = xcalloc(1, sizeof *x);

	x->folder = test_folder();
	x->path = xasprintf("%s/results/goalloc.db", x->folder);
	*state = x;
	return 0;
}

static inline int scratch_teardown(void **state)
{
	struct scratch *x = *state;

	if (tree_remove(x->folder, &x->err))
		return -1;
	free(x->folder);
	free(x->path);
	free(x);
	return 0;
}

#define STORE_TEST(f) cmocka_unit_test_setup_teardown(f, scratch_setup, scratch_teardown)

/* Everything a cell_record points at, filled; nothing allocated. */
struct sheet {
	struct toolchain toolchain;
	struct mode mode;
	struct gocase c;
	char *benchmarks[3];
	struct decision decisions[3];
	struct decision_list decision_list;
	struct runtime_call calls[1];
	struct runtime_call_list call_list;
	struct code codes[2];
	struct code_list code_list;
	struct sample samples[2];
	struct sample_list sample_list;
	struct alloc_site sites[2];
	struct alloc_site_list site_list;
	struct str raw_m, raw_mm, out, errors;
	struct cell_record record;
};

static inline char *text(const char *s)
{
	return (char *)(uintptr_t)s; /* the store only reads */
}

static inline struct str bytes(const char *s, size_t n)
{
	return (struct str){ .p = text(s), .len = n, .cap = n + 1 };
}

static inline void sheet_fill(struct sheet *f)
{
	memset(f, 0, sizeof *f);
	f->toolchain = (struct toolchain){ .go = text("go1.9.2"),
		                           .version = { 1, 9, 2, GO_RELEASE, 0 },
		                           .goos = text("linux"),
		                           .goarch = text("amd64"),
		                           .source = text("module proxy"),
		                           .digest = text("h1:abc="),
		                           .version_output = text("go version go1.9.2 linux/amd64"),
		                           .installed_at = text("2026-01-02T03:04:05Z"),
		                           .trust = text("checksum database") };
	f->mode.name = text("default");
	f->benchmarks[0] = text("BenchmarkZebra");
	f->benchmarks[1] = text("BenchmarkApple");
	f->c = (struct gocase){ .name = text("slice/append_growth"),
		                .family = text("slice"),
		                .file = text("append_growth_test.go"),
		                .path = text("cases/slice/append_growth_test.go"),
		                .source = bytes("package slice\n", 14),
		                .title = text("Growth"),
		                .question = text("How?"),
		                .why = text("Because."),
		                .answer = text("So."),
		                .fast = text(""),
		                .benchmarks = { .items = f->benchmarks, .len = 2, .cap = 3 } };
	strcpy(f->c.sha256, "5ha");
	f->decisions[0] = (struct decision){ text("append_growth_test.go"),
		                             12,
		                             9,
		                             text("BenchmarkZebra"),
		                             DECISION_ESCAPES,
		                             text("make([]int, n)"),
		                             text("from x") };
	f->decisions[1] = (struct decision){ text("append_growth_test.go"), 7,         0,       text(""),
		                             DECISION_MOVED_TO_HEAP,        text("s"), text("") };
	f->decision_list = (struct decision_list){ .items = f->decisions, .len = 2, .cap = 3 };
	f->calls[0] = (struct runtime_call){ text("append_growth_test.go"), 12, text("BenchmarkZebra"),
		                             text("growslice"), 3 };
	f->call_list = (struct runtime_call_list){ .items = f->calls, .len = 1, .cap = 1 };
	f->codes[0] = (struct code){ text("BenchmarkZebra"), "d1", 88, text("grow\n"), true };
	f->codes[1] = (struct code){ text("grow"), "d2", 70, text(""), false };
	f->code_list = (struct code_list){ .items = f->codes, .len = 2, .cap = 2 };
	f->samples[0] = (struct sample){ .benchmark = f->benchmarks[0],
		                         .purpose = SAMPLE_ALLOCS,
		                         .n = 100,
		                         .elapsed_ns = 1250,
		                         .mallocs = 399,
		                         .bytes = 12850,
		                         .gc_count = 1,
		                         .gc_pause_ns = 77 };
	f->samples[1] = f->samples[0];
	f->samples[1].benchmark = f->benchmarks[1];
	f->samples[1].mallocs = 0;
	f->sample_list = (struct sample_list){ .items = f->samples, .len = 2, .cap = 2 };
	f->sites[0] = (struct alloc_site){
		f->benchmarks[0], text("grow"), text("append_growth_test.go"), 7, text(""), 3.5, 112
	};
	f->sites[1] = (struct alloc_site){
		f->benchmarks[0], text("grow"), text("append_growth_test.go"), 8, text("errors.New"), 0.25, 16.5
	};
	f->site_list = (struct alloc_site_list){ .items = f->sites, .len = 2, .cap = 2 };
	f->raw_m = bytes("x.go:12: make escapes\n", 22);
	f->raw_mm = bytes("x.go:12: make escapes\n\xff\0y", 25);
	f->record = (struct cell_record){ .toolchain = &f->toolchain,
		                          .mode = &f->mode,
		                          .c = &f->c,
		                          .key = "key-1",
		                          .status = CELL_OK,
		                          .reason = "",
		                          .stages = STAGE_ESCAPE | STAGE_ALLOCS,
		                          .binary_sha256 = "b1",
		                          .build_ms = 42,
		                          .raw_m = &f->raw_m,
		                          .raw_mm = &f->raw_mm,
		                          .decisions = &f->decision_list,
		                          .calls = &f->call_list,
		                          .codes = &f->code_list,
		                          .samples = &f->sample_list,
		                          .sites = &f->site_list };
}

/* The sheet as a program case that ran. */
static inline void sheet_make_program(struct sheet *f)
{
	f->c.name = text("string/alias");
	f->c.kind = CASE_PROGRAM;
	f->c.benchmarks.len = 0;
	f->out = bytes("b b\n", 4);
	f->errors = bytes("[0/32]0xc00001\0z", 16);
	f->record.samples = NULL;
	f->record.sites = NULL;
	f->record.out = &f->out;
	f->record.err = &f->errors;
	f->record.exit_status = 3;
}

static const struct session_info some_session = { .command_line = "goalloc run",
	                                          .tool_version = "0.1.0",
	                                          .seed = UINT64_MAX,
	                                          .machine = "m",
	                                          .kernel = "k",
	                                          .cpu = "c",
	                                          .governor = "g",
	                                          .load = "0.5" };

static inline void must(struct scratch *x, int status)
{
	if (status)
		fail_msg("%s", x->err.msg);
}

static inline struct store *open_store(struct scratch *x, enum store_access access)
{
	struct store *s;

	must(x, store_open(x->path, access, &s, &x->err));
	return s;
}

static inline struct store *open_session(struct scratch *x)
{
	struct store *s = open_store(x, STORE_WRITE);

	must(x, store_session_begin(s, &some_session, &x->err));
	return s;
}

static inline void record(struct scratch *x, struct store *s, const struct sheet *f)
{
	struct engine_recorder r = store_recorder(s);

	must(x, r.cell(r.ctx, &f->record, &x->err));
}

static inline void time_it(struct scratch *x, struct store *s, const struct sheet *f, const char *key, int block)
{
	struct engine_recorder r = store_recorder(s);
	struct sample samples[1] = { f->samples[0] };
	struct sample_list list = { .items = samples, .len = 1, .cap = 1 };
	const struct timed_cell cell = { &f->toolchain, &f->c, key, &list };

	samples[0].purpose = SAMPLE_TIME;
	samples[0].block = block;
	must(x, r.timing(r.ctx, &f->mode, &cell, 1, &x->err));
}

static inline struct engine_have have(struct scratch *x, struct store *s, const struct sheet *f, const char *key)
{
	struct engine_recorder r = store_recorder(s);
	struct engine_have out;

	must(x, r.have(r.ctx, &f->toolchain, &f->mode, &f->c, key, &out, &x->err));
	return out;
}

/* How many timing samples the recorder hands over. */
static inline size_t times(struct scratch *x, struct store *s, const struct sheet *f, const char *key, int64_t since)
{
	struct engine_recorder r = store_recorder(s);
	struct recorded_times out = RECORDED_TIMES_INIT;
	size_t n;

	must(x, r.times(r.ctx, &f->toolchain, &f->mode, &f->c, key, since, &out, &x->err));
	n = out.len;
	for (size_t i = 0; i < n; i++)
		assert_true(out.items[i].session >= since && out.items[i].ns > 0 && out.items[i].block >= 0);
	free(out.items);
	return n;
}

/* The first column of the only row of a query, by a connection of its own. */
static inline int64_t number_of(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	int64_t n;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK || sqlite3_step(stmt) != SQLITE_ROW)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return n;
}

/* Changes the file behind the store's back. */
static inline void tamper(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	char *said = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &said) != SQLITE_OK)
		fail_msg("%s: %s", sql, said);
	sqlite3_close(db);
}

#endif
