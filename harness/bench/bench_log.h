/*
 * Logs of `go test -bench`, as people have kept them: the lines of Go's benchmark format (golang.org/design/14313-benchmark-format)
 * among whatever else a log holds. Hostile text in, plain structs out; nothing is guessed: a line that is cut or broken
 * is counted and left out.
 *
 * bench_log_parse() .. (use) .. bench_log_release(), which frees all strings. A log of several packages or platforms gives
 * a group for each. bench_log_class() tells single lines apart, for logs that hold what the compiler said as well.
 */
#ifndef GOALLOC_BENCH_BENCH_LOG_H
#define GOALLOC_BENCH_BENCH_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* One line: one process's or -count's measurement. */
struct bench_result {
	char *benchmark;  /* "BenchmarkX/sub", without the processors where bench_log_parse() took them off */
	int procs;        /* GOMAXPROCS, from the name's end; 1 where it says none */
	int64_t n;        /* iterations, at least 1 */
	double ns_per_op; /* finite, at least 0; below 0: the line has none */
	double bytes_per_op, allocs_per_op; /* the same */
	bool confirm;                       /* goalloc's own export says that it was made to confirm a difference */
};
struct bench_group {
	char *pkg;                 /* "" where the log names none */
	char *goos, *goarch, *cpu; /* "" where the log says nothing */
	char *go, *mode;           /* of goalloc's own export; else "" */
	struct bench_result *items;
	size_t len, cap;
};
struct bench_log {
	struct bench_group *groups; /* in the order of their first line; each has at least one result */
	size_t len, cap;
	size_t lines, broken; /* read; of them benchmark lines that do not parse */
	size_t first_broken;  /* the number of the first of those, from 1; 0: none */
	struct strlist units; /* of values that are not read ("MB/s"): each once, at most BENCH_LOG_UNITS */
	bool json;            /* there are lines of `go test -json`: their text must be unpacked first */
};
#define BENCH_LOG_INIT                                                                                                 \
	{                                                                                                              \
		.groups = NULL, .len = 0                                                                               \
	}
#define BENCH_LOG_UNITS 20

enum bench_line { BENCH_LINE_OTHER, BENCH_LINE_RESULT, BENCH_LINE_BROKEN, BENCH_LINE_CONFIG, BENCH_LINE_END };
/* Of one line without its newline: END is what closes a package ("ok pkg 1.2s", "PASS", "FAIL pkg"). */
enum bench_line bench_log_class(const char *line, size_t n);

/*
 * Reads `n` bytes. Where all names of a group end in the same number of processors ("-8"), it is taken off them: names that end in
 * different ones (-cpu 1,2,4; "size-8" and "size-16" on one processor) stay as they are, with procs 1. Old logs
 * name their package only behind its results ("ok pkg 1.2s"): that counts too.
 */
void bench_log_parse(const char *text, size_t n, struct bench_log *out);
void bench_log_release(struct bench_log *l);

#endif
