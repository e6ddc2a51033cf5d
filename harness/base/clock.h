/* Time: monotonic for durations, UTC for stamps; durations in words. No state. */
#ifndef GOALLOC_BASE_CLOCK_H
#define GOALLOC_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

int64_t clock_ns(void); /* CLOCK_MONOTONIC, nanoseconds */
/* "2026-11-23T04:05:06Z" of now; `size` at least 21. */
void clock_stamp(char *buf, size_t size);
/*
 * "90", "90s", "5m", "1h30m", "1.5s", "250ms" to nanoseconds (a bare number is seconds; parts go from large to small);
 * ERR_USAGE otherwise, negative and too large ones included.
 */
int duration_parse(const char *text, int64_t *ns, struct error *err);
/* "850 ns", "12 us", "250 ms", "1.2 s", "3 min 4 s", "2 h 5 min": for people. */
void duration_format(int64_t ns, char *buf, size_t size);
/* "12.3 MB" (powers of 1000): for people. */
void bytes_format(uint64_t n, char *buf, size_t size);

#endif
