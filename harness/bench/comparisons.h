/*
 * Which times are compared with which, and what is known of each comparison.
 *
 * A group is one case in one mode; its sides are the toolchains that have the cell. A benchmark's time on one side is compared
 * with that of the side before it in the list, or with the baseline's; a time that nobody is compared with (a run of one
 * toolchain, a benchmark that only one version of a case has) is a comparison with itself: "solo". What was measured earlier
 * counts as well as what this run measures: pairs of the same session and block.
 *
 * comparisons_make .. comparisons_load .. (timing.c fills in) .. comparisons_release. Borrows targets, cells and cases.
 */
#ifndef GOALLOC_BENCH_COMPARISONS_H
#define GOALLOC_BENCH_COMPARISONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "bench/target.h"

#define NO_BENCHMARK SIZE_MAX

struct time_series { /* of one benchmark on one side */
	int64_t n;   /* iterations of a sample, the same in every block of this run; 0: not known yet */
	bool failed; /* in this run: not asked again */
};
struct time_side {
	struct target *t;
	struct cell *cell;
	size_t toolchain;           /* place in the list */
	size_t *benchmark_of;       /* for each benchmark of the group: its place in the cell's case, or NO_BENCHMARK */
	struct time_series *series; /* for each benchmark of the group */
	int64_t since;              /* recorded times are wanted from this session on; INT64_MAX: none */
};
struct time_group {
	size_t mode, gocase;
	struct time_side *sides;
	size_t nsides, sides_cap;
	struct strlist benchmarks; /* of all sides, each name once */
	size_t first, len;         /* its comparisons */
};
struct logs {
	double *items;
	size_t len, cap;
};
struct comparison {
	size_t group, benchmark; /* place in the group's benchmarks */
	size_t old, new;         /* sides of the group; the same: solo */
	struct logs time;        /* log(new / old) of each pair timed; of a solo log(ns) of each sample */
	struct logs confirm;     /* of each pair timed as SAMPLE_CONFIRM */
	size_t judged;           /* pairs when pairs_for was asked last; 0: never */
	size_t wanted;           /* the answer */
	bool failed;             /* one side failed in this run */
	size_t again;            /* pairs that are to confirm it; 0: not suspected */
};
struct comparisons {
	const struct engine_config *config;
	struct time_group *groups;
	size_t ngroups, groups_cap;
	struct comparison *items;
	size_t len, cap;
	size_t asked;   /* that are not solo */
	int last_block; /* the highest number recorded */
};

/* Of the good cells of the targets (those of one toolchain follow one another) whose times are wanted. */
void comparisons_make(const struct engine_config *config, struct target *targets, size_t n, struct comparisons *out);
/* Fills in what the recorder has. */
int comparisons_load(struct comparisons *c, const struct engine_recorder *recorder, struct error *err);
void comparisons_release(struct comparisons *c);

bool comparison_solo(const struct comparison *c);
void logs_add(struct logs *l, double log_ratio);

#endif
