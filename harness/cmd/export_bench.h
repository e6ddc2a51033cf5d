/* Samples in Go's benchmark format (golang.org/design/14313-benchmark-format), for benchstat. */
#ifndef GOALLOC_CMD_EXPORT_BENCH_H
#define GOALLOC_CMD_EXPORT_BENCH_H

#include <stdbool.h>

#include "base/str.h"
#include "store/read.h"

/*
 * Appends the rows, which come sorted as store_samples() gives them, whole benchmarks at a time: configuration lines (go, mode, goos,
 * goarch, pkg: the case, cpu: of the sample's session, purpose: as in the view samples) where they change, a line a sample. A line has what its process
 * measured: counts (allocs/op, B/op, as `go test` prints them) or a time (ns/op). The time of a process that counts is none,
 * and the counts of one that is timed are only taken where a benchmark has no others; so medians of the lines of one purpose
 * are those that goalloc compares: of confirmations where there are any, else of times.
 * `first`: nothing stands before.
 */
void export_bench(const struct sample_rows *rows, const struct session_rows *sessions, bool first, struct str *out);

#endif
