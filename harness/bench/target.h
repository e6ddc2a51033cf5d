/*
 * One toolchain in one mode, and its cells: what the steps of the bench layer hand to each other.
 *
 * target_open .. importcfg_make, compile_cells, bundle_build, count_cells, timing_run .. target_close. A target borrows
 * the toolchain, mode, cases and configuration, and owns everything else. Folders, all below the cache:
 *   gocache/GO/              the go command's build cache, one per toolchain
 *   bundles/KEY/             binaries of benchmark cases, kept between runs
 *   scratch/gopath-GO-KEY/   the workspace of one toolchain and mode: its path is compiled into the binaries, so it is
 *                            the same in every run, and locked while in use
 *   scratch/run-XXXXXX/      this process's: objects, working folders of children, HOME and TMPDIR
 * Confined children (base/confine.h) write there only: the toolchain's in gocache/GO, the workspace and run-XXXXXX/tool-GO-KEY,
 * what they built in run-XXXXXX/run.
 */
#ifndef GOALLOC_BENCH_TARGET_H
#define GOALLOC_BENCH_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/engine.h"
#include "toolchain/era.h"

struct cell {
	const struct gocase *c;
	char key[HASH_HEX];
	struct engine_have have; /* as recorded before this run */
	unsigned todo;           /* STAGE_* to do now; 0: nothing */
	bool compiled;           /* known to compile: recorded as such, or done in this run */
	bool good;               /* known to run: recorded as such, now or before */
	bool skipped;            /* counted as such: nothing was to be done */

	/* what this run found */
	enum cell_status status;
	char *reason;
	unsigned stages;
	int64_t build_ms; /* of compiling the case with -m */
	struct str raw_m, raw_mm;
	struct decision_list decisions;
	struct runtime_call_list calls;
	struct code_list codes;
	struct sample_list samples;
	struct alloc_site_list sites;
	struct str out, err; /* of a program */
	int exit_status;

	/* where it can be run */
	char *run_dir; /* working folder: a case that removes its own harms only itself */
	char *binary;  /* NULL: nowhere */
	char binary_sha256[HASH_HEX];
	size_t first; /* its first benchmark in the binary's table */
};

struct target {
	const struct engine_config *config;
	const struct toolchain *toolchain;
	const struct mode *mode;
	struct era era;
	const char *goarch;     /* compiled for */
	int64_t compile_cpu_ns; /* of all compilers called directly, user and system */
	bool failed;            /* cannot be used in this run: none of its cells is timed */
	bool cross;             /* which is not what the toolchain runs on */
	char *label;            /* "go1.22.12 noopt" */
	char *go, *compiler;
	char *gocache, *gopath, *bundles, *scratch;
	char *tool_dir;               /* HOME and TMPDIR of the go command and the compiler, sources and objects */
	char *run_dir;                /* working folder, HOME and TMPDIR of what the cases became */
	struct confinement *tools;    /* around what belongs to the toolchain */
	struct confinement *programs; /* and around what it built, when it is counted as when it is timed */
	char *importcfg;              /* file for the compiler; NULL: it finds packages itself */
	struct strlist go_env;        /* of the go command */
	struct strlist compile_env;   /* of the compiler called directly */
	struct strlist run_env;       /* of what the cases became */
	struct strlist time_env;      /* the same, with the settings that are stated when it is timed */
	struct cell *cells;
	size_t len;
};

/*
 * What is timed runs with one processor, since it has one, and with the collector as Go sets it; a mode may say otherwise.
 * Stated rather than left to each release's default, and tried: the deviation of the logarithm of an A/A pair's ratio (1.48 MAD,
 * median of 40 benchmarks of the library, 40 pairs each, go1.27.4 and go1.21.13, on 2 processors with 20 processes at
 * work) was 7.0 % and 6.7 % so; 28.7 % and 11.8 % with GOMAXPROCS=2 on the one processor, 10.4 % and 6.5 % with GOGC=off, 9.2 %
 * and 7.5 % with GOGC=400 (memory that was never touched costs more, and less evenly); not bound to a processor it
 * was 10.9 % and 17.8 %.
 */
#define TIMING_ENVIRONMENT "GOMAXPROCS=1 GOGC=100"
/*
 * How late timers of what is timed may fire. The runtime's monitor thread of every release sleeps for 20 us at a time until it
 * has found nothing to do 50 times. On the one processor that it shares with the benchmark, the first four milliseconds of a
 * process went a quarter slower for it, and not evenly: a sample of 5 ms ended on both sides of that. So late, it comes with the
 * clock's tick instead. No case waits for a timer.
 */
#define TIMING_SLACK_NS 10000000

/* `scratch` is this process's folder. Makes the folders; no child is run. */
int target_open(const struct engine_config *config, const struct toolchain *t, const struct mode *m,
                const char *scratch, struct target *out, struct error *err);
void target_close(struct target *t);

/* The first failure of a cell counts. Takes `reason`. */
void cell_fail(struct cell *c, enum cell_status status, char *reason);
/* Frees what was found, once it is recorded; where to run it stays. */
void cell_forget(struct cell *c);
/* A child's environment or arguments as child_spec wants them. */
const char *const *vector(const struct strlist *l);
int config_jobs(const struct engine_config *config);
/* A name that is one path element whatever `name` holds. The caller frees. */
char *safe_name(const char *name);

#endif
