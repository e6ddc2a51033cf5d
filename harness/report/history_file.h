/*
 * The history as data: allocs/op and B/op of every case, benchmark, mode and release in one text file that is committed,
 * compared by people in diffs and by programs against a new measurement. Pure.
 *
 * A measurement: history_measured .. (history_widen) .. history_write; or history_parse of the file and history_measured
 * of a database .. history_check. Always history_file_release.
 *
 * A figure is what `go test -benchmem` prints: one number where measuring again gives that number, else a range of what
 * was seen, by the rule of analysis/history.h.
 */
#ifndef GOALLOC_REPORT_HISTORY_FILE_H
#define GOALLOC_REPORT_HISTORY_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/history.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/str.h"
#include "store/read.h"

#define HISTORY_FORMAT 1
#define HISTORY_MAX_BYTES ((size_t)16 << 20) /* of a file */
#define HISTORY_MAX_RELEASES 1000
#define HISTORY_MAX_NAME 200        /* bytes of a name */
#define HISTORY_MAX_COUNT COUNT_MAX /* of a figure */

struct figure_range {
	int64_t low, high; /* equal: exactly this */
	int64_t value;     /* of a measurement: what the least sample prints; of a file: low */
};
/* The figures of one benchmark and mode from one release to another, both included; indices into the releases. */
struct history_run {
	const char *case_name, *benchmark, *mode; /* benchmark "-": the case never got to its benchmarks */
	size_t from, to;
	const char *status; /* "" where counted, else why not: "unsupported" */
	struct figure_range allocs, bytes;
};
struct history_case {
	const char *name, *sha256;
};
struct history_file {
	const char *goos, *goarch, *tool, *date; /* date of the measurement: 2026-11-25 */
	const char **releases;                   /* ascending: go1.2.2, ... */
	size_t nreleases, releases_cap;
	struct history_case *cases; /* sorted by name, unique */
	size_t ncases, cases_cap;
	struct history_run *runs;
	size_t len, cap;
	char *text; /* a parsed file's bytes, which the strings point into; else the rows' strings are used */
	struct history_run **index; /* a parsed file's runs, sorted for history_find */
};
#define HISTORY_FILE_INIT                                                                                              \
	{                                                                                                              \
		.goos = "", .goarch = "", .tool = "", .date = ""                                                       \
	}
void history_file_release(struct history_file *f);

/*
 * What was measured, a run per release: every counted benchmark of the first platform in the history, local toolchains left
 * out. Programs have no counts and no runs. Strings are borrowed from the rows. `session` (the last) may be NULL.
 */
void history_measured(const struct history *h, const struct session_row *session, struct history_file *out);
/*
 * Widens the ranges of the measurement by what an older file says of the same case, unedited, and release, where the two
 * agree by the rule of history_check, or differ by no more than a stray block: what varied once is known to vary. Returns how many figures became wider.
 */
size_t history_widen(struct history_file *measured, const struct history_file *older);
/* Runs of equal figures joined, as in the file: ranges that cannot be told apart become one that covers both. */
void history_join(struct history_file *f);
/* The file as text, of joined runs; the same content gives the same bytes. */
void history_write(const struct history_file *f, struct str *out);
/* SHA-256 over the lines "NAME SHA256\n" of the cases. */
void history_digest(const struct history_file *f, char out[HASH_HEX]);

/* Text from anywhere; ERR_CORRUPT with the line's number if anything is not as history_write writes it. */
int history_parse(const char *text, size_t n, struct history_file *out, struct error *err);
/* The run of a parsed file that covers the release; NULL if there is none. */
const struct history_run *history_find(const struct history_file *f, const char *case_name, const char *benchmark,
                                       const char *mode, size_t release);
/* Where in the index of a parsed file the case's runs begin; f->len or another case's if it has none. */
size_t history_find_case(const struct history_file *f, const char *case_name);
/* Index of the release; f->nreleases if there is none. */
size_t history_release_index(const struct history_file *f, const char *go);
const struct history_case *history_case_named(const struct history_file *f, const char *name);

/* "3", "3..5" */
void figure_range_text(const struct figure_range *r, char *buf, size_t size);
/*
 * Does the value reproduce the figure? A single number exactly; a range also where it misses it by no more than the
 * range's own width or a thousandth of the figure, whichever is more.
 */
bool figure_reproduces(const struct figure_range *r, int64_t value);

struct history_difference {
	char *case_name, *benchmark, *mode, *go;
	char *expected, *measured; /* "3 allocs/op, 48..50 B/op", "unsupported", "not in the file" */
};
struct history_check {
	struct history_difference *items;
	size_t len, cap;
	size_t compared;  /* figures compared: a benchmark, mode and release each */
	size_t in_ranges; /* of them, those where a range was enough */
	size_t total;     /* figures in the file */
};
#define HISTORY_CHECK_INIT                                                                                             \
	{                                                                                                              \
		.items = NULL                                                                                          \
	}
/*
 * A measurement (not joined) against the file: each figure that does not reproduce, each that only one of the two has
 * within the cases, modes and releases that were measured, and once for each case, release or platform that the file
 * does not have so: an edited case, a newer patch.
 */
void history_check(const struct history_file *file, const struct history_file *measured, struct history_check *out);
void history_check_release(struct history_check *c);

#endif
