/*
 * The history: rows of the store folded into one point per benchmark and release, sorted by version. Pure.
 *
 * Strings are borrowed from the rows, which must outlive the history. history_release frees the rest.
 */
#ifndef GOALLOC_ANALYSIS_HISTORY_H
#define GOALLOC_ANALYSIS_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/read.h"

struct count_range {
	int64_t low, high;          /* both included; within [0, COUNT_MAX] */
	int64_t value;              /* what the representative sample prints */
	double seen_low, seen_high; /* per op, unrounded: of the samples the range is from */
};

struct point {
	const char *go;
	struct go_version version;
	const char *status, *reason; /* of the cell */
	bool counted;                /* a count with N >= ENGINE_MIN_N exists */
	/* per op as `go test -benchmem` prints them: floor(total/n) of the representative sample */
	int64_t allocs, bytes;
	double allocs_exact, bytes_exact; /* the same, unrounded */
	/*
	 * What `go test -benchmem` may print for it (count_printed: `allocs`, `bytes` are cut off), low and high equal
	 * where every measurement gives that number.
	 */
	struct count_range allocs_range, bytes_range;
	int64_t n, first_n;               /* iterations of the longest and of the shortest samples that counted */
	double first_allocs, first_bytes; /* per op, unrounded, of the shortest: releases that differ in n share it */
	bool timed;
	double ns, ns_low, ns_high; /* median of the timing samples and its 95 % interval (or range below 6 samples) */
	double ns_q1, ns_q3;
	size_t time_samples;
	double gc_per_op;        /* collections per op of the representative sample */
	unsigned stages;         /* STAGE_* recorded for the cell */
	const char *case_sha256; /* of the case's bytes when measured */
	const char *binary;      /* SHA-256 of what ran, of the cell; "" if unknown */
	size_t release;          /* index into the history's releases */
	bool imported;           /* from logs: a timing sample says nothing of allocations there */
};

struct series {
	const char *mode, *case_name;
	const char *benchmark; /* "" for a program case (or a cell that never got to its benchmarks) */
	struct point *points;  /* one per release that has the cell, sorted as the releases are */
	size_t n;
	const char *goos, *goarch; /* compiled for; one series per platform */
};

struct release {
	const char *go;
	struct go_version version;
	bool local;
};

struct history {
	/*
	 * sorted by case_name, mode (default, noinline, noopt, then others), platform, benchmark (as in the newest
	 * file)
	 */
	struct series *items;
	size_t len, cap;
	struct release *releases; /* every release seen, sorted by version, local ones last by name */
	size_t nreleases;
};

/*
 * The representative count is the sample with the fewest bytes, then mallocs, per op among those with n >=
 * ENGINE_MIN_N: the counters are process-wide and strays only add. Only of samples taken for counting, where there are any.
 *
 * The ranges come from it and from the longest samples (the largest n; processes that counted as many iterations each):
 * all of them must print the same, and none lie a quarter or more above that; else the range goes from the least to the
 * greatest print, one further where a quarter is passed. Where a block in 400 operations or more is not the operation's
 * own, or the collector ran once in 500 or more, bytes are a range in any case, one to the side where the truth may be.
 */
void history_build(const struct cell_rows *cells, const struct sample_rows *samples, struct history *out);
void history_release(struct history *h);
/* Does measuring again give the same counts? False also where nothing was counted. */
bool point_deterministic(const struct point *p);
/* NULL if the series has no point for it. */
const struct point *series_at(const struct series *s, const char *go);
/* "go1.9.2" or "1.9.2", a local toolchain's name; "1.9" is the newest patch of 1.9 present. NULL if none. */
const struct release *history_release_named(const struct history *h, const char *name);

#endif
