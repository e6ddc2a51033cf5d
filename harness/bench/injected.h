/*
 * Cases whose change is known because we made it: what alarms are calibrated with (goalloc selftest).
 *
 * They are embedded in the program (injected_*.go) and no part of the library. An operation repeats one unit of real work
 * INJECTED_UNITS times; the changed side repeats it some units more, so that 103 for 100 is 3 % more work (a little less in
 * time: the benchmark's own loop is about a thousandth). The constant stands in the source, so that the compiled code
 * differs as it does in reality, but in one byte alone (up to 127 units): no other code moves. The cases for counts
 * make one object more, or objects of the next size class.
 *
 * Each call gives a whole list; a list's cases have the same names, benchmarks and sha256 whatever was changed: they pass
 * for the same case, compiled by another toolchain. injected_digest() says which; use it as the toolchain's digest, for
 * keys and caches go by that. The caller releases the lists (case_list_release).
 */
#ifndef GOALLOC_BENCH_INJECTED_H
#define GOALLOC_BENCH_INJECTED_H

#include "base/error.h"
#include "bench/case.h"

#define INJECTED_FAMILY "selftest"
#define INJECTED_UNITS 100
#define INJECTED_MOST 27  /* units more, at most */
#define INJECTED_TIMES 48 /* benchmarks that are for times */
#define INJECTED_COUNTS 8 /* benchmarks that are for counts */

/* The cases for times: benchmark i, in the order of the list, with more[i] units more, 0 .. INJECTED_MOST; NULL: none. */
int injected_time_cases(const int *more, struct case_list *out, struct error *err);

enum injected_count { INJECTED_SAME, INJECTED_ALLOC, INJECTED_SIZE };
/* What the changed side of benchmark i of the cases for counts does more: an allocation, or bytes. */
enum injected_count injected_count_kind(int i);
int injected_count_cases(bool changed, struct case_list *out, struct error *err);

/* A digest of a toolchain that compiles these sources: the real one's, and what it is fed with. The caller frees. */
char *injected_digest(const char *digest, const char *side, const struct case_list *cases);

#endif
