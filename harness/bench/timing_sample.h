/*
 * One timing sample: a process of its own, on the cpu and with the settings of timing_place, with as many iterations as take the
 * aimed time. Inside the timing of the bench layer.
 */
#ifndef GOALLOC_BENCH_TIMING_SAMPLE_H
#define GOALLOC_BENCH_TIMING_SAMPLE_H

#include "base/error.h"
#include "base/host.h"
#include "bench/comparisons.h"

/*
 * Where timed children run: on a cpu of their own when the machine has one that shares no core with those left over for us
 * (`bound`), else wherever the system puts them. Chosen from what this process may use now.
 */
struct timing_place {
	bool bound;
	int cpu;                        /* of the children */
	struct host_cpus allowed, rest; /* before; and for us meanwhile */
};
void timing_place_choose(struct timing_place *out);
void timing_place_take(const struct timing_place *p);  /* before the first sample: we leave the children's cpu */
void timing_place_leave(const struct timing_place *p); /* after the last */

/* Nanoseconds aimed at. */
int64_t timing_sample_ns(const struct engine_config *config);

/*
 * Times benchmark k of the group on this side once, into s->n .. s->gc_pause_ns. The first sample of a series finds out its number of
 * iterations. 0 with *status, and *why (the caller frees), on a failure of the case.
 */
int timing_sample(const struct engine_config *config, const struct timing_place *place, struct time_side *side,
                  size_t k, struct sample *s, enum cell_status *status, char **why, struct error *err);

#endif
