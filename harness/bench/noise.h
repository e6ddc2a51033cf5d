/*
 * The noise of this machine: one loop of ours, always the same work, timed again and again. What its times differ by is
 * what any benchmark's times differ by at least.
 *
 * A sample is a process of its own (forked), bound to one processor, as a timing sample is; its work is a chain of
 * multiplications and reads all over 256 KiB that it got from the system afresh. No Go is needed. The caller must not
 * run threads.
 */
#ifndef GOALLOC_BENCH_NOISE_H
#define GOALLOC_BENCH_NOISE_H

#include <stdint.h>

#include "base/error.h"
#include "base/event.h"

#define NOISE_SAMPLES 60
#define NOISE_SAMPLE_NS INT64_C(5000000)
#define NOISE_MOST_SAMPLES 10000

struct noise_config {
	int samples;                   /* 1 .. NOISE_MOST_SAMPLES */
	int64_t sample_ns;             /* length aimed at, above 0 */
	int cpu;                       /* bound to this one; below 0: wherever the system puts it */
	const struct event_sink *sink; /* hears of the progress when it will take more than 2 s; may be NULL */
};
struct noise_sample {
	int64_t ns;       /* for the whole work */
	int64_t stop_ns;  /* the longest of its 64 parts took this much longer than the shortest */
	int64_t switches; /* times the system took the processor away (getrusage, ru_nivcsw) */
	int32_t bound;    /* 1: it ran on config.cpu */
};

/* Finds out how much work takes sample_ns, then fills out[0..samples). */
int noise_measure(const struct noise_config *config, struct noise_sample *out, struct error *err);

#endif
