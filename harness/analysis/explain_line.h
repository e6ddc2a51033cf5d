/*
 * What is known of one line of a case, in words: for explain and for the report's pages. Pure. Entries of one text stand on
 * lines of their own where `between` says so; nothing is escaped.
 */
#ifndef GOALLOC_ANALYSIS_EXPLAIN_LINE_H
#define GOALLOC_ANALYSIS_EXPLAIN_LINE_H

#include "analysis/join.h"
#include "base/str.h"

/* "FromNil" of "BenchmarkFromNil". */
const char *benchmark_short(const char *name);
/* What was said at the line: "heap make([]int, n)"; parameters and leaks only if `all`. */
void explain_said(const struct joined_line *l, bool all, const char *between, struct str *out);
void explain_emitted(const struct joined_line *l, struct str *out); /* "2 newobject, growslice" */
/*
 * What was allocated at the line per operation, an entry a benchmark, or one for all when they agree: "Small: 1 obj 8 B". Of a
 * case with so many benchmarks; "?" if it was not recorded.
 */
void explain_happened(const struct join *j, const struct joined_line *l, size_t benchmarks, struct str *out);

#endif
