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
 * How long one operation of benchmark k of the group takes on this side, roughly: *ns. 0 with *status, and *why (the caller
 * frees), on a failure of the case.
 */
int timing_try(const struct engine_config *config, const struct timing_place *place, struct time_side *side, size_t k,
               double *ns, enum cell_status *status, char **why, struct error *err);
/*
 * Iterations for a sample of every side, from the least and the greatest ns per operation of them (above 0). One number for all:
 * the first iterations are slower than the rest (pages, caches, a heap that has not grown yet), so a side that does fewer of
 * them would look slower in every pair. The fastest side takes the aimed time, the slowest at most ten times that.
 */
int64_t timing_iterations(const struct engine_config *config, double fastest, double slowest);
/* Times benchmark k of the group on this side once, into s->n .. s->gc_pause_ns, with the iterations of its series. Fails as above. */
int timing_sample(const struct timing_place *place, struct time_side *side, size_t k, struct sample *s,
                  enum cell_status *status, char **why, struct error *err);

#endif
