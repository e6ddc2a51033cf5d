/* Rows as the store would give them, for the tests of the analysis: filled one by one, in any order. */
#ifndef GOALLOC_TESTS_HISTORY_FIXTURE_H
#define GOALLOC_TESTS_HISTORY_FIXTURE_H

#include "testing.h"

#include "analysis/change.h"
#include "analysis/history.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define ROWS 64

struct rows {
	struct cell_row cell[ROWS];
	struct sample_row sample[ROWS];
	struct decision_row decision[ROWS];
	struct output_row output[ROWS];
	struct call_row call[ROWS];
	struct site_row site[ROWS];
	struct cell_rows cells;
	struct sample_rows samples;
	struct decision_rows decisions;
	struct output_rows outputs;
	struct call_rows calls;
	struct site_rows sites;
	struct history history;
};

static inline int rows_setup(void **state)
{
	struct rows *r = calloc(1, sizeof *r);

	if (!r)
		return -1;
	r->cells.items = r->cell;
	r->samples.items = r->sample;
	r->decisions.items = r->decision;
	r->outputs.items = r->output;
	r->calls.items = r->call;
	r->sites.items = r->site;
	*state = r;
	return 0;
}

static inline int rows_teardown(void **state)
{
	struct rows *r = *state;

	history_release(&r->history);
	free(r);
	return 0;
}

#define ROWS_TEST(f) cmocka_unit_test_setup_teardown(f, rows_setup, rows_teardown)

/* Version of "go1.9.2"; a local toolchain ("tip") counts as go1.1. */
static inline struct go_version version_of(const char *go)
{
	struct go_version v = { 1, 1, -1, GO_RELEASE, 0 };

	version_parse(go, &v);
	return v;
}

static inline struct cell_row *add_cell(struct rows *r, const char *go, const char *mode, const char *case_name)
{
	struct cell_row *c = &r->cell[r->cells.len++];

	assert_true(r->cells.len <= ROWS);
	*c = (struct cell_row){ .go = go,
		                .goos = "linux",
		                .goarch = "amd64",
		                .mode = mode,
		                .case_name = case_name,
		                .status = "ok",
		                .reason = "",
		                .key = "k",
		                .version = version_of(go),
		                .stages = STAGE_ALL,
		                .case_sha256 = "s",
		                .local = go[0] != 'g' };
	return c;
}

static inline struct sample_row *add_sample(struct rows *r, const char *go, const char *mode, const char *case_name,
                                            const char *benchmark)
{
	struct sample_row *s = &r->sample[r->samples.len++];

	assert_true(r->samples.len <= ROWS);
	*s = (struct sample_row){ .go = go,
		                  .goos = "linux",
		                  .goarch = "amd64",
		                  .mode = mode,
		                  .case_name = case_name,
		                  .benchmark = benchmark,
		                  .purpose = "allocs",
		                  .version = version_of(go),
		                  .n = 100,
		                  .elapsed_ns = 1000 };
	return s;
}

/* A counting sample of the case "a/b" in mode default. */
static inline struct sample_row *add_count(struct rows *r, const char *go, const char *benchmark, int64_t mallocs,
                                           int64_t bytes)
{
	struct sample_row *s = add_sample(r, go, "default", "a/b", benchmark);

	s->mallocs = mallocs;
	s->bytes = bytes;
	return s;
}

static inline struct sample_row *add_time(struct rows *r, const char *go, const char *benchmark, int64_t elapsed_ns)
{
	struct sample_row *s = add_sample(r, go, "default", "a/b", benchmark);

	s->purpose = "time";
	s->n = 10; /* too few to count by */
	s->elapsed_ns = elapsed_ns;
	return s;
}

static inline struct decision_row *add_decision(struct rows *r, const char *go, int line, const char *kind,
                                                const char *subject)
{
	struct decision_row *d = &r->decision[r->decisions.len++];

	assert_true(r->decisions.len <= ROWS);
	*d = (struct decision_row){ .go = go,
		                    .goos = "linux",
		                    .goarch = "amd64",
		                    .mode = "default",
		                    .case_name = "a/b",
		                    .file = "b_test.go",
		                    .function = "",
		                    .kind = kind,
		                    .subject = subject,
		                    .detail = "",
		                    .version = version_of(go),
		                    .line = line };
	return d;
}

static inline struct output_row *add_output(struct rows *r, const char *go, const char *out)
{
	struct output_row *o = &r->output[r->outputs.len++];

	assert_true(r->outputs.len <= ROWS);
	*o = (struct output_row){ .go = go,
		                  .goos = "linux",
		                  .goarch = "amd64",
		                  .mode = "default",
		                  .case_name = "a/b",
		                  .out = out,
		                  .err = "",
		                  .version = version_of(go) };
	return o;
}

/* Calls and sites of one cell are added one after the other. */
static inline void add_call(struct rows *r, const char *go, int line, const char *callee)
{
	assert_true(r->calls.len < ROWS);
	r->call[r->calls.len++] = (struct call_row){ .go = go,
		                                     .goos = "linux",
		                                     .goarch = "amd64",
		                                     .mode = "default",
		                                     .case_name = "a/b",
		                                     .file = "b_test.go",
		                                     .function = "work",
		                                     .callee = callee,
		                                     .version = version_of(go),
		                                     .line = line,
		                                     .calls = 1 };
}

static inline void add_site(struct rows *r, const char *go, const char *benchmark, int line, double objects,
                            double bytes)
{
	assert_true(r->sites.len < ROWS);
	r->site[r->sites.len++] = (struct site_row){ .go = go,
		                                     .goos = "linux",
		                                     .goarch = "amd64",
		                                     .mode = "default",
		                                     .case_name = "a/b",
		                                     .benchmark = benchmark,
		                                     .file = "b_test.go",
		                                     .function = "work",
		                                     .callee = "",
		                                     .version = version_of(go),
		                                     .line = line,
		                                     .objects_per_op = objects,
		                                     .bytes_per_op = bytes };
}

static inline int by_release(const void *pa, const void *pb)
{
	const struct decision_row *a = pa, *b = pb;

	return version_compare(&a->version, &b->version);
}

/* Decisions of one cell follow one another, as the store gives them; the rest may come in any order. */
static inline void build(struct rows *r)
{
	qsort(r->decision, r->decisions.len, sizeof *r->decision, by_release);
	history_release(&r->history);
	history_build(&r->cells, &r->samples, &r->history);
}

#endif
