/*
 * Writes a small database with known contents for the command-line tests: fixture FILE.
 *
 * Three releases, one benchmark case whose allocations go 1 -> 1 -> 0 because a make no longer escapes, one that gets worse
 * in the newest, one program whose output changes, one case the oldest is too old for, and one that fails to build.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bench/case.h"
#include "bench/key.h"
#include "bench/mode.h"
#include "store/store.h"

static struct gocase make_case(const char *name, enum case_kind kind, const char *benchmark)
{
	struct gocase c = { .name = xstrdup(name), .kind = kind };
	const char *slash = strchr(name, '/');

	c.family = xstrndup(name, (size_t)(slash - name));
	c.file = kind == CASE_PROGRAM ? xasprintf("%s.go", slash + 1) : xasprintf("%s_test.go", slash + 1);
	c.path = xasprintf("cases/%s", name);
	c.package = xstrdup("p");
	c.title = xstrdup("A title");
	c.question = xstrdup("A question?");
	c.why = xstrdup("");
	c.answer = xstrdup("");
	c.fast = xstrdup("");
	str_add(&c.source, "package p\n");
	memset(c.sha256, 'a', sizeof c.sha256 - 1);
	version_parse("1.2", &c.min_go);
	if (benchmark)
		strlist_add(&c.benchmarks, benchmark);
	return c;
}

struct cell_spec {
	int allocs, bytes; /* per op */
	const char *heap;  /* subject of an "escapes" decision on line 12, or NULL for "does_not_escape" */
	const char *out;   /* of a program */
	enum cell_status status;
	const char *reason;
};

static int write_cell(const struct engine_recorder *r, const struct toolchain *t, const struct mode *m,
                      const struct gocase *c, const struct cell_spec *spec, struct error *err)
{
	struct decision decision = { .file = c->file,
		                     .line = 12,
		                     .col = 3,
		                     .function = (char *)"f",
		                     .kind = spec->heap ? DECISION_ESCAPES : DECISION_DOES_NOT_ESCAPE,
		                     .subject = (char *)"make([]int, n)",
		                     .detail = (char *)"" };
	struct decision_list decisions = { .items = &decision, .len = 1, .cap = 1 };
	struct runtime_call_list calls = RUNTIME_CALL_LIST_INIT;
	struct sample_list samples = SAMPLE_LIST_INIT;
	struct str raw = STR_INIT, out = STR_INIT, errors = STR_INIT;
	struct cell_record record = { .toolchain = t,
		                      .mode = m,
		                      .c = c,
		                      .status = spec->status,
		                      .reason = spec->reason,
		                      .stages = STAGE_ALL,
		                      .raw_m = &raw,
		                      .raw_mm = &raw,
		                      .decisions = &decisions,
		                      .calls = &calls,
		                      .samples = &samples };
	int status;

	cell_key(t, m, c, record.key);
	str_add(&raw, "raw\n");
	if (c->kind == CASE_PROGRAM) {
		str_add(&out, spec->out);
		record.out = &out;
		record.err = &errors;
	} else if (spec->status == CELL_OK) {
		struct sample s = {
			.benchmark = c->benchmarks.items[0], .purpose = SAMPLE_ALLOCS, .n = 1000, .elapsed_ns = 50000
		};

		s.mallocs = (uint64_t)spec->allocs * 1000 + 2;
		s.bytes = (uint64_t)spec->bytes * 1000 + 64;
		sample_list_add(&samples, &s);
		for (int block = 1; block <= 6; block++) {
			s.purpose = SAMPLE_TIME;
			s.block = block;
			s.elapsed_ns = 50000 + block * 100;
			sample_list_add(&samples, &s);
		}
	}
	status = r->cell(r->ctx, &record, err);
	str_release(&raw);
	str_release(&out);
	str_release(&errors);
	sample_list_release(&samples);
	return status;
}

static int fill(struct store *db, struct error *err)
{
	static const char *const releases[] = { "go1.9.2", "go1.22.12", "go1.27.4" };
	static const struct cell_spec better[] = { { 1, 512, "x", NULL, CELL_OK, "" },
		                                   { 1, 512, "x", NULL, CELL_OK, "" },
		                                   { 0, 0, NULL, NULL, CELL_OK, "" } };
	static const struct cell_spec worse[] = { { 0, 0, NULL, NULL, CELL_OK, "" },
		                                  { 0, 0, NULL, NULL, CELL_OK, "" },
		                                  { 2, 48, "x", NULL, CELL_OK, "" } };
	static const struct cell_spec program[] = { { 0, 0, NULL, "b b 0xc420001\n", CELL_OK, "" },
		                                    { 0, 0, NULL, "b b 0xc000777\n", CELL_OK, "" },
		                                    { 0, 0, NULL, "a b 0xc000777\n", CELL_OK, "" } };
	static const struct cell_spec young[] = { { 0, 0, NULL, NULL, CELL_UNSUPPORTED, "needs go1.18" },
		                                  { 1, 8, "x", NULL, CELL_OK, "" },
		                                  { 1, 8, "x", NULL, CELL_OK, "" } };
	static const struct cell_spec broken[] = { { 1, 8, "x", NULL, CELL_OK, "" },
		                                   { 1, 8, "x", NULL, CELL_OK, "" },
		                                   { 0, 0, NULL, NULL, CELL_BUILD_FAILED, "undefined: x" } };
	const struct cell_spec *const specs[] = { better, worse, program, young, broken };
	struct gocase cases[] = { make_case("slice/better", CASE_BENCHMARK, "BenchmarkBetter"),
		                  make_case("slice/worse", CASE_BENCHMARK, "BenchmarkWorse"),
		                  make_case("string/program", CASE_PROGRAM, NULL),
		                  make_case("generics/young", CASE_BENCHMARK, "BenchmarkYoung"),
		                  make_case("map/broken", CASE_BENCHMARK, "BenchmarkBroken") };
	struct engine_recorder recorder = store_recorder(db);
	struct mode_list modes = MODE_LIST_INIT;
	int status = mode_select("default", NULL, &modes, err);

	for (size_t r = 0; r < 3 && !status; r++) {
		struct toolchain t = { .go = (char *)releases[r],
			               .goroot = (char *)"",
			               .goos = (char *)"linux",
			               .goarch = (char *)"amd64",
			               .source = (char *)"fixture",
			               .digest = (char *)releases[r],
			               .version_output = (char *)"go version",
			               .installed_at = (char *)"2026-01-01T00:00:00Z" };

		version_parse(releases[r], &t.version);
		status = store_toolchain(db, &t, err);
		for (size_t c = 0; c < 5 && !status; c++)
			status = write_cell(&recorder, &t, &modes.items[0], &cases[c], &specs[c][r], err);
	}
	for (size_t c = 0; c < 5; c++)
		gocase_release(&cases[c]);
	mode_list_release(&modes);
	return status;
}

int main(int argc, char **argv)
{
	const struct session_info info = { .command_line = "fixture",
		                           .tool_version = "0",
		                           .seed = 1,
		                           .machine = "m",
		                           .kernel = "k",
		                           .cpu = "A processor",
		                           .governor = "g",
		                           .load = "0 0 0" };
	struct error err = ERROR_INIT;
	struct store *db = NULL;
	int status = 2;

	if (argc == 2)
		status = store_open(argv[1], STORE_WRITE, &db, &err) || store_session_begin(db, &info, &err) ||
		         fill(db, &err) || store_session_finish(db, &err);
	if (status)
		fprintf(stderr, "fixture: %s\n", argc == 2 ? err.msg : "usage: fixture FILE");
	store_close(db);
	return status;
}
