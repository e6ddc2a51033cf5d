/*
 * What measuring yields, as plain structs: handed by the engine to whoever records it (the store), read back by analysis.
 */
#ifndef GOALLOC_BENCH_RECORD_H
#define GOALLOC_BENCH_RECORD_H

#include <stdint.h>

#include "base/hash.h"
#include "base/str.h"
#include "bench/assembly.h"
#include "bench/case.h"
#include "bench/diagnostics.h"
#include "bench/mode.h"
#include "bench/sites.h"
#include "toolchain/toolchain.h"

/* Bumped whenever the runner or the way of measuring changes what numbers mean: part of every cell's key. */
#define RUNNER_VERSION "6"

enum cell_status { CELL_OK, CELL_UNSUPPORTED, CELL_BUILD_FAILED, CELL_RUN_FAILED, CELL_TIMEOUT, CELL_STATUSES };
const char *cell_status_name(enum cell_status s); /* the contract's words */

enum stage { STAGE_ESCAPE = 1, STAGE_ALLOCS = 2, STAGE_TIME = 4 };
#define STAGE_ALL (STAGE_ESCAPE | STAGE_ALLOCS | STAGE_TIME)

/* SAMPLE_CONFIRM: timed in fresh processes again because the times of a comparison looked like a change */
enum sample_purpose { SAMPLE_ALLOCS, SAMPLE_TIME, SAMPLE_CONFIRM, SAMPLE_PURPOSES };
const char *sample_purpose_name(enum sample_purpose p); /* "allocs", "time", "confirm" */

struct sample {
	const char *benchmark; /* borrowed from the case */
	enum sample_purpose purpose;
	int block, position; /* of a timing pass; 0 and the number of the process, from 1, for counting */
	int64_t n, elapsed_ns;
	uint64_t mallocs, bytes, gc_count, gc_pause_ns; /* totals over n iterations */
};
struct sample_list {
	struct sample *items;
	size_t len, cap;
};
#define SAMPLE_LIST_INIT                                                                                               \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0                                                                      \
	}
void sample_list_add(struct sample_list *l, const struct sample *s);
void sample_list_release(struct sample_list *l);

#define COUNT_MAX (INT64_C(1) << 53) /* of a count per op */
/*
 * What `go test -benchmem` prints of an unrounded count per op, within [0, COUNT_MAX]: it cuts off, but a total that is a
 * hundredth short of a whole number is that number (a counter read a moment early or late).
 */
int64_t count_printed(double per_op);

/* One cell, finished as far as `stages` says. Borrowed pointers live during the recording call. */
struct cell_record {
	const struct toolchain *toolchain;
	const struct mode *mode;
	const struct gocase *c;
	char key[HASH_HEX]; /* content key: see key.h */
	enum cell_status status;
	const char *reason;           /* "" when ok: one line (the compiler's whole message is in raw_m) */
	unsigned stages;              /* what this record holds */
	char binary_sha256[HASH_HEX]; /* "" if none was built */
	int64_t build_ms;
	const struct str *raw_m, *raw_mm; /* compiler output of -m and -m -m; NULL if not run */
	const struct decision_list *decisions;
	const struct runtime_call_list *calls;
	const struct code_list *codes; /* with STAGE_ESCAPE; may be NULL */
	const struct sample_list *samples;
	const struct alloc_site_list *sites; /* with STAGE_ALLOCS; may be NULL */
	const struct str *out, *err;         /* of a program case that ran; else NULL */
	int exit_status;
};

#endif
