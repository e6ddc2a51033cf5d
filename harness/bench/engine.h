/*
 * The main loop: toolchains x modes x cases -> records.
 *
 * Per toolchain and mode: the missing cells are compiled one by one (-m -m -S), the good ones go into one bundle
 * binary (and one binary per program), each benchmark's allocations are counted in a process of its own, and each cell
 * is handed to the recorder as soon as it is finished. Then, over everything, the timing blocks: each block visits every
 * cell being timed once, in a random order drawn from the seed. Results are keyed by content (key.h); the recorder says
 * what it already has.
 */
#ifndef GOALLOC_BENCH_ENGINE_H
#define GOALLOC_BENCH_ENGINE_H

#include "base/error.h"
#include "base/event.h"
#include "bench/case.h"
#include "bench/mode.h"
#include "bench/record.h"
#include "toolchain/toolchain.h"

struct engine_config {
	const struct toolchain_list *toolchains;
	const struct case_list *cases;
	const struct mode_list *modes;
	const char *cache; /* cache folder: gocache/, bundles/, scratch/ below it */
	unsigned stages;   /* STAGE_* wanted */
	int jobs;          /* parallel children when not timing; 0: number of processors */
	uint64_t seed;
	int blocks;        /* timing blocks wanted per cell; 0: ENGINE_BLOCKS */
	int64_t sample_ns; /* aimed length of one timing sample; 0: ENGINE_SAMPLE_NS */
	int64_t budget_ns; /* no new block starts after this much timing; 0: none */
	double precision; /* stop timing a benchmark whose median's 95 % interval is within +-precision (0.02); 0: off */
	int64_t deadline_ns; /* per run child; 0: CHILD_DEADLINE_NS */
	uint64_t max_rss;    /* per run child; 0: CHILD_MAX_RSS */
	const struct event_sink *sink;
};
#define ENGINE_BLOCKS 4
#define ENGINE_SAMPLE_NS INT64_C(2000000) /* the default set is 18,000 samples: it has to be over in minutes */
#define ENGINE_MIN_N 100                  /* iterations wherever a count is taken */

struct engine_have {
	unsigned stages; /* recorded under this key */
	int blocks;      /* timing blocks recorded under this key */
	enum cell_status status;
};

struct engine_recorder {
	void *ctx;
	/* What is already recorded for the cell under this key (zeroed if nothing). */
	int (*have)(void *ctx, const struct toolchain *t, const struct mode *m, const struct gocase *c, const char *key,
	            struct engine_have *out, struct error *err);
	/* Records a cell in one transaction; what an older key left for it is replaced, other stages of the same key stay. */
	int (*cell)(void *ctx, const struct cell_record *r, struct error *err);
	/* Adds timing samples of one cell visit in one transaction. */
	int (*timing)(void *ctx, const struct toolchain *t, const struct mode *m, const struct gocase *c,
	              const char *key, const struct sample_list *samples, struct error *err);
};

struct engine_totals {
	size_t cells, fresh, skipped;    /* all, measured now, already there */
	size_t by_status[CELL_STATUSES]; /* of the fresh ones */
	size_t samples;
	int64_t compile_ns, build_ns, allocs_ns, time_ns; /* wall time by stage */
	int64_t compile_cpu_ns; /* CPU time, user and system, of the compilers (children of the stage compile) */
};

/* Toolchains must be installed. Interrupted: what is finished is recorded, ERR_INTERRUPTED returned. */
int engine_run(const struct engine_config *config, const struct engine_recorder *recorder, struct engine_totals *totals,
               struct error *err);

#endif
