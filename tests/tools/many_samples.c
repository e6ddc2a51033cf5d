/*
 * Writes a database as years of nights leave it: many_samples FILE spread|piled [SAMPLES].
 *
 * 26 releases, 3 modes, 182 cases with 600 benchmarks, with what the compiler said of each. The samples (10,000,000) are those of
 * sessions of 20 blocks: "spread" over all releases and modes alike, or "piled" upon three releases of one mode (a baseline in
 * every session, beside it the newest one or the one before), as nights do that find no new release. They go into the file
 * in the order in which sessions would have recorded them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "bench/key.h"
#include "store/db.h"
#include "store/store.h"

#define RELEASES 26
#define CASES 182
#define BLOCKS 20
#define COUNTS 3     /* samples of a benchmark, for counting */
#define BENCHMARKS 4 /* of a case, at most */
#define MODES 3

struct world {
	struct store *db;
	struct rng rng;
	struct toolchain toolchains[RELEASES];
	struct gocase cases[CASES];
	struct mode_list modes;
	int64_t seq[RELEASES][MODES][CASES];   /* of the next sample */
	int64_t benchmarks[CASES][BENCHMARKS]; /* ids of the names */
	sqlite3_stmt *sample, *run;
	long long written, wanted;
};

static void make_case(struct gocase *c, size_t i)
{
	const size_t n = i % 10 < 3 ? 4 : 3; /* 601 in all */

	*c = (struct gocase){ .name = xasprintf("family%zu/case_%zu", i % 20, i),
		              .family = xasprintf("family%zu", i % 20),
		              .file = xasprintf("case_%zu_test.go", i),
		              .path = xasprintf("cases/family%zu/case_%zu_test.go", i % 20, i),
		              .package = xstrdup("p"),
		              .title = xstrdup("A title"),
		              .question = xstrdup("A question?"),
		              .why = xstrdup("Why."),
		              .answer = xstrdup(""),
		              .fast = xstrdup(""),
		              .kind = CASE_BENCHMARK };
	str_addf(&c->source, "package p // %zu\n", i);
	snprintf(c->sha256, sizeof c->sha256, "%064zx", i);
	version_parse("1.2", &c->min_go);
	for (size_t k = 0; k < n; k++)
		strlist_addf(&c->benchmarks, "BenchmarkCase%zuOf%zu", k, i);
}

static void make_toolchain(struct toolchain *t, size_t i)
{
	char *go = xasprintf("go1.%zu.%zu", i + 2, 2 + i % 3);

	*t = (struct toolchain){ .go = go,
		                 .goroot = xstrdup(""),
		                 .goos = xstrdup("linux"),
		                 .goarch = xstrdup("amd64"),
		                 .source = xstrdup("made"),
		                 .digest = xstrdup(go),
		                 .version_output = xasprintf("go version %s linux/amd64", go),
		                 .installed_at = xstrdup("2026-01-01T00:00:00Z") };
	version_parse(go, &t->version);
}

/* What the compiler said of a cell, and its counts; a count changes in one case of thirteen and release. */
static int record_cell(struct world *w, size_t t, size_t m, size_t c, struct error *err)
{
	const struct engine_recorder recorder = store_recorder(w->db);
	struct gocase *one = &w->cases[c];
	struct decision decisions[9];
	struct runtime_call calls[5];
	struct code codes[4];
	struct alloc_site sites[BENCHMARKS];
	struct decision_list decision_list = { .items = decisions, .len = 9, .cap = 9 };
	struct runtime_call_list call_list = { .items = calls, .len = 5, .cap = 5 };
	struct code_list code_list = { .items = codes, .len = 4, .cap = 4 };
	struct alloc_site_list site_list = { .items = sites, .len = one->benchmarks.len, .cap = BENCHMARKS };
	struct sample_list samples = SAMPLE_LIST_INIT;
	struct str raw = STR_INIT;
	struct cell_record r = { .toolchain = &w->toolchains[t],
		                 .mode = &w->modes.items[m],
		                 .c = one,
		                 .status = CELL_OK,
		                 .reason = "",
		                 .stages = STAGE_ALL,
		                 .raw_m = &raw,
		                 .raw_mm = &raw,
		                 .decisions = &decision_list,
		                 .calls = &call_list,
		                 .codes = &code_list,
		                 .sites = &site_list,
		                 .samples = &samples };
	const uint64_t allocs = (c + t) / 13;
	char *function[5];
	int status;

	for (size_t k = 0; k < 5; k++) {
		function[k] = xasprintf("function%zuOf%zu", k, c);
	}
	for (size_t k = 0; k < 9; k++)
		decisions[k] = (struct decision){ .file = one->file,
			                          .line = (int)(10 + k),
			                          .col = 3,
			                          .function = function[k % 5],
			                          .kind = (c + t) / 9 % 3 == k % 3 ? DECISION_ESCAPES
			                                                           : DECISION_DOES_NOT_ESCAPE,
			                          .subject = (char *)"make([]int, n)",
			                          .detail = (char *)"" };
	for (size_t k = 0; k < 5; k++)
		calls[k] = (struct runtime_call){ .file = one->file,
			                          .line = (int)(10 + k),
			                          .function = function[k],
			                          .callee = (char *)"runtime.makeslice",
			                          .calls = 1 };
	for (size_t k = 0; k < 4; k++) {
		codes[k] =
			(struct code){ .function = function[k], .bytes = 100, .refers = (char *)"runtime.makeslice\n" };
		snprintf(codes[k].digest, sizeof codes[k].digest, "%028zx%04zx", c * 7 + k, (t + k) / 5);
	}
	for (size_t k = 0; k < one->benchmarks.len; k++) {
		sites[k] = (struct alloc_site){ .benchmark = one->benchmarks.items[k],
			                        .function = function[k],
			                        .file = one->file,
			                        .line = (int)(10 + k),
			                        .objects_per_op = (double)allocs,
			                        .bytes_per_op = 16.0 * (double)allocs,
			                        .callee = (char *)"" };
		for (int i = 0; i < COUNTS; i++)
			sample_list_add(&samples, &(struct sample){ .benchmark = one->benchmarks.items[k],
			                                            .purpose = SAMPLE_ALLOCS,
			                                            .position = i + 1,
			                                            .n = i ? 20000 : 100,
			                                            .elapsed_ns = 2000000,
			                                            .mallocs = allocs * (i ? 20000 : 100),
			                                            .bytes = 16 * allocs * (i ? 20000 : 100) });
	}
	str_add(&raw, "raw\n");
	cell_key(r.toolchain, r.mode, one, r.key);
	status = recorder.cell(recorder.ctx, &r, err);
	for (size_t k = 0; k < 5; k++)
		free(function[k]);
	str_release(&raw);
	sample_list_release(&samples);
	return status;
}

/* Cells are recorded in one order into an empty file: so their ids are known. */
static int64_t cell_id(size_t t, size_t m, size_t c)
{
	return (int64_t)((t * MODES + m) * CASES + c) + 1;
}

static int record_cells(struct world *w, struct error *err)
{
	int status = 0;

	for (size_t t = 0; t < RELEASES && !status; t++)
		for (size_t m = 0; m < MODES && !status; m++)
			for (size_t c = 0; c < CASES && !status; c++) {
				status = record_cell(w, t, m, c, err);
				w->seq[t][m][c] = COUNTS * (int64_t)w->cases[c].benchmarks.len;
			}
	for (size_t c = 0; c < CASES && !status; c++)
		for (size_t k = 0; k < w->cases[c].benchmarks.len && !status; k++)
			status =
				db_begin(w->db, err) ||
				db_end(w->db,
			               text_id(w->db, w->cases[c].benchmarks.items[k], &w->benchmarks[c][k], err), err);
	return status;
}

static int step(struct world *w, sqlite3_stmt *stmt, const int64_t *v, int n, struct error *err)
{
	int rc = SQLITE_OK;

	for (int i = 0; i < n && rc == SQLITE_OK; i++)
		rc = sqlite3_bind_int64(stmt, i + 1, v[i]);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? 0 : db_error(w->db, rc, err);
}

/* What a session adds to one cell: each benchmark in every block. */
static int time_cell(struct world *w, int64_t session, size_t t, size_t m, size_t c, struct error *err)
{
	const size_t n = w->cases[c].benchmarks.len;
	const int64_t first = w->seq[t][m][c], last = first + (int64_t)n * BLOCKS - 1;
	const int64_t run[] = { cell_id(t, m, c), SAMPLE_TIME, session, first, last, BLOCKS, BLOCKS };

	for (int block = 1; block <= BLOCKS; block++)
		for (size_t k = 0; k < n; k++) {
			const int64_t iterations = 1000 + (int64_t)(c * 37 + k) * 100,
				      ns = 20 + (int64_t)(c * 13 + k * 5) % 900,
				      elapsed = iterations * ns * (int64_t)(97000 + rng_below(&w->rng, 8000)) / 100000,
				      allocs = (int64_t)((c + t) / 13);
			const int64_t v[] = { run[0],
				              w->seq[t][m][c]++,
				              session,
				              w->benchmarks[c][k],
				              (int64_t)k,
				              SAMPLE_TIME,
				              block,
				              1 + (int64_t)rng_below(&w->rng, CASES),
				              iterations,
				              elapsed,
				              allocs * iterations + (int64_t)rng_below(&w->rng, 3),
				              16 * allocs * iterations + (int64_t)rng_below(&w->rng, 500),
				              allocs * iterations / 200000,
				              allocs * iterations / 200000 * 30000 };

			if (step(w, w->sample, v, 14, err))
				return -1;
			w->written++;
		}
	return step(w, w->run, run, 7, err);
}

/* Which releases and modes does this session time? */
static bool timed_in(bool piled, int64_t session, size_t t, size_t m)
{
	if (!piled)
		return true;
	return m == 0 && (t == RELEASES - 3 || t == RELEASES - 1 - (size_t)(session % 10 == 0));
}

static int time_sessions(struct world *w, bool piled, struct error *err)
{
	for (int64_t session = 2; w->written < w->wanted; session++) {
		char *sql = xasprintf(
			"INSERT INTO session (id, started_at, finished_at, command_line, tool_version, seed, machine,"
			" kernel, cpu, governor, load) SELECT %lld, started_at, started_at, command_line,"
			" tool_version, %lld, machine, kernel, cpu, governor, load FROM session WHERE id = 1",
			(long long)session, (long long)session);
		int status = sqlite3_exec(w->db->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : db_error(w->db, 1, err);

		free(sql);
		for (size_t t = 0; t < RELEASES && !status; t++)
			for (size_t m = 0; m < MODES && !status; m++)
				for (size_t c = 0; c < CASES && !status && timed_in(piled, session, t, m); c++)
					status = time_cell(w, session, t, m, c, err);
		if (status)
			return -1;
	}
	return 0;
}

static int fill(struct world *w, bool piled, struct error *err)
{
	static const char fast[] =
		"PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000;"
		" PRAGMA foreign_keys = OFF";
	static const char
		sample[] = "INSERT INTO sample (cell_id, seq, session_id, benchmark, ordinal, purpose, block,"
			   " position, n, elapsed_ns, mallocs, bytes, gc_count, gc_pause_ns)"
			   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
		run[] = "INSERT INTO sample_run (cell_id, purpose, session_id, first, last, blocks, last_block)"
			" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
	const struct session_info info = { .command_line = "made",
		                           .tool_version = "0",
		                           .machine = "made",
		                           .kernel = "made",
		                           .cpu = "made",
		                           .governor = "",
		                           .load = "" };
	sqlite3 *db = w->db->db;
	int status;

	if (sqlite3_exec(db, fast, NULL, NULL, NULL) != SQLITE_OK)
		return db_error(w->db, 1, err);
	if (store_session_begin(w->db, &info, err) || record_cells(w, err) || store_session_finish(w->db, err))
		return -1;
	if (sqlite3_exec(db, "PRAGMA foreign_keys = OFF; BEGIN", NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, sample, -1, &w->sample, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, run, -1, &w->run, NULL) != SQLITE_OK)
		return db_error(w->db, 1, err);
	status = time_sessions(w, piled, err);
	sqlite3_finalize(w->sample);
	sqlite3_finalize(w->run);
	if (!status && (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK ||
	                sqlite3_exec(db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL) != SQLITE_OK))
		status = db_error(w->db, 1, err);
	return status;
}

int main(int argc, char **argv)
{
	struct world *w = xcalloc(1, sizeof *w);
	struct error err = ERROR_INIT;
	int status;

	if (argc < 3 || (strcmp(argv[2], "spread") != 0 && strcmp(argv[2], "piled") != 0)) {
		fputs("usage: many_samples FILE spread|piled [SAMPLES]\n", stderr);
		return 2;
	}
	w->wanted = argc > 3 ? strtoll(argv[3], NULL, 10) : 10000000;
	rng_seed(&w->rng, 1);
	for (size_t i = 0; i < RELEASES; i++)
		make_toolchain(&w->toolchains[i], i);
	for (size_t i = 0; i < CASES; i++)
		make_case(&w->cases[i], i);
	status = mode_select(MODE_DEFAULT_NAMES, NULL, &w->modes, &err) ||
	         store_open(argv[1], STORE_WRITE, &w->db, &err) || fill(w, !strcmp(argv[2], "piled"), &err);
	store_close(w->db);
	if (status)
		fprintf(stderr, "many_samples: %s\n", err.msg);
	return status ? 1 : 0;
}
