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

/*
 * One comparison of two times: a benchmark of a case in a mode, the toolchain `old` and the one it is compared with. Places in
 * the lists of engine_config. log_ratios: log(new / old) of each pair, that is of two processes of the same block of the same
 * session, earlier sessions too.
 */
struct timing_comparison {
	size_t old, new, mode, gocase;
	const char *benchmark;
	const double *log_ratios;
	size_t pairs;
	size_t again; /* out, of suspects(): pairs that confirm or clear it; 0: it is not suspected */
};
/*
 * When there are enough blocks, and what has to be confirmed: statistics, which this layer has not. All or none of the functions.
 * None of them may let blocks depend on whether something looks significant: `pairs_for` is asked for the width alone.
 */
struct timing_judge {
	void *ctx;
	/*
	 * With how many of them, as far as these tell, the typical value of such logarithms is known within +-precision (0.02: 2 %):
	 * n or fewer where it is.
	 */
	size_t (*pairs_for)(void *ctx, const double *logs, size_t n, double precision);
	/* Pairs that each comparison needs so that one alone could be significant in a family of so many. */
	size_t (*least_pairs)(void *ctx, size_t family);
	/* Sets `again` of all. Only the pairs timed as SAMPLE_TIME are handed over, so the number is fixed before it is timed. */
	void (*suspects)(void *ctx, struct timing_comparison *all, size_t n);
};

struct engine_config {
	const struct toolchain_list *toolchains;
	const struct case_list *cases;
	/* NULL, or for each toolchain its own list: the same names in the same order as `cases`, other contents */
	const struct case_list *const *cases_of;
	const struct mode_list *modes;
	const char *cache; /* cache folder: gocache/, bundles/, scratch/ below it */
	const char *
		gocache; /* the go command's build cache of all the toolchains, if they share one; NULL: each its own */
	unsigned stages; /* STAGE_* wanted */
	int jobs;        /* parallel children when not timing; 0: number of processors */
	uint64_t seed;
	const char *baseline; /* `go` of a toolchain of the list: each other is compared with it; NULL: neighbours */
	int blocks;           /* pairs wanted per comparison; 0: ENGINE_BLOCKS */
	int64_t sample_ns;    /* aimed length of one timing sample; 0: by precision, ENGINE_SAMPLE_* */
	int64_t budget_ns;    /* no new group of samples starts after this much timing; confirming aside; 0: none */
	double precision; /* time a comparison until its ratio is known within +-precision (0.02); 0: off; needs a judge */
	const struct timing_judge *judge; /* NULL: fixed numbers of blocks, nothing is confirmed */
	int64_t deadline_ns;              /* per run child; 0: CHILD_DEADLINE_NS */
	uint64_t max_rss;                 /* per run child; 0: CHILD_MAX_RSS */
	const struct event_sink *sink;
};
#define ENGINE_BLOCKS 4
/*
 * Where ratios are to be known: tried on A/A pairs of 24 benchmarks made for selftest (20 pairs each, go1.27.4, 2 processors, nothing
 * else at work, timers as late as TIMING_SLACK_NS): the spread of a pair's ratio (1.48 MAD, median of the benchmarks) was
 * 4.3 % at 1 ms, 5.4 % at 2 ms, 2.2 % at 5 ms, 1.7 % at 10 ms, in 2.8, 4.4, 7.1 and 12.3 s. What disturbs comes in pieces of
 * a tenth of a millisecond (the kernel's work for the process before), whatever the length; and in 5 ms the collector of
 * what allocates runs, whose cost is part of the operation's: 1 and 2 ms mostly miss it. For a first look at a long history
 * the price counts more.
 */
#define ENGINE_SAMPLE_NS INT64_C(5000000)      /* with a precision */
#define ENGINE_SAMPLE_LOOK_NS INT64_C(2000000) /* without */
#define ENGINE_MIN_N 100                       /* iterations wherever a count is taken */

struct engine_have {
	unsigned stages;     /* recorded under this key */
	int64_t timed_since; /* session of the first timing sample under this key; 0: never timed */
	int last_block;      /* number of the block of the newest one */
	enum cell_status status;
};

/* A timing sample as it was recorded. */
struct recorded_time {
	int64_t session; /* above 0 */
	int block;
	enum sample_purpose purpose; /* SAMPLE_TIME, SAMPLE_CONFIRM */
	const char *benchmark;       /* of the case's list; others are not handed over */
	double ns;                   /* per op, above 0 */
};
struct recorded_times {
	struct recorded_time *items;
	size_t len, cap;
};
#define RECORDED_TIMES_INIT                                                                                            \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0                                                                      \
	}

/* What a visit of a case brought for one toolchain. */
struct timed_cell {
	const struct toolchain *toolchain;
	const struct gocase *c;
	const char *key;
	const struct sample_list *samples;
};

struct engine_recorder {
	void *ctx;
	/* What is already recorded for the cell under this key (zeroed if nothing). */
	int (*have)(void *ctx, const struct toolchain *t, const struct mode *m, const struct gocase *c, const char *key,
	            struct engine_have *out, struct error *err);
	/* Records a cell in one transaction; what an older key left for it is replaced, other stages of the same key stay. */
	int (*cell)(void *ctx, const struct cell_record *r, struct error *err);
	/* Adds timing samples of one case, all toolchains of a visit, in one transaction: both sides of a pair or none. */
	int (*timing)(void *ctx, const struct mode *m, const struct timed_cell *cells, size_t n, struct error *err);
	/* Appends the timing samples of the cell under this key from session `since` on, in no order. */
	int (*times)(void *ctx, const struct toolchain *t, const struct mode *m, const struct gocase *c,
	             const char *key, int64_t since, struct recorded_times *out, struct error *err);
};

struct engine_totals {
	size_t cells, fresh, skipped;    /* all, measured now, already there */
	size_t by_status[CELL_STATUSES]; /* of the fresh ones */
	size_t samples;
	int64_t compile_ns, build_ns, allocs_ns, time_ns; /* wall time by stage */
	int64_t compile_cpu_ns; /* CPU time, user and system, of the compilers (children of the stage compile) */

	/* Comparisons of times asked for, whether timed now or recorded before. comparisons = precise + open + failed. */
	size_t comparisons;
	size_t precise;         /* with a precision: known that well; without: as many pairs as were asked for */
	size_t open;            /* not so: the budget was spent, TIMING_BLOCKS_MAX reached */
	size_t failed;          /* one side failed when it was timed */
	size_t needed;          /* pairs with which one of them alone could be significant; 0 without a judge */
	size_t short_of;        /* comparisons with fewer pairs than that: nothing can be decided of them */
	size_t suspected;       /* that looked slower or faster */
	size_t unconfirmed;     /* suspected ones that could not be timed again as often as it takes */
	size_t confirm_samples; /* samples of purpose SAMPLE_CONFIRM taken now, counted in `samples` too */
	size_t pairs_min, pairs_median, pairs_max; /* over the comparisons that did not fail */
	bool budget_spent;
};

/* Toolchains must be installed. Interrupted: what is finished is recorded, ERR_INTERRUPTED returned. */
int engine_run(const struct engine_config *config, const struct engine_recorder *recorder, struct engine_totals *totals,
               struct error *err);
/* How engine_run times on this machine, as KEY=VALUE words for the session's `conditions`; "" when it does not time. */
void engine_conditions(const struct engine_config *config, struct str *out);

#endif
