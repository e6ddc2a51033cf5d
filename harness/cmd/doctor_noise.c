/* The noise of this machine as figures, and how many blocks a comparison needs because of it. */
#include <stdlib.h>

#include "analysis/noise_floor.h"
#include "analysis/stats.h"
#include "base/alloc.h"
#include "bench/timing.h"
#include "cmd/doctor.h"

#define MOST_SPREAD 0.02
#define MOST_DRIFT 0.01
#define MOST_OUTLIERS 0.10
#define FEW_BLOCKS 20
#define MEASURED "measured: see quiet"

const char *const doctor_noise_names[] = { "spread", "drift", "outliers", "switches", "quiet", NULL };

/* "14", or "more than 1000" */
static char *blocks_text(size_t n)
{
	return n > NOISE_MOST_BLOCKS ? xasprintf("more than %d", NOISE_MOST_BLOCKS) : xasprintf("%zu", n);
}

/* Takes over found and advice. */
static void add(struct doctor_list *l, const char *name, bool fine, char *found, const char *what, const char *advice,
                const char *cost, double value, const char *unit)
{
	doctor_add(l, &(struct doctor_check){ .group = DOCTOR_NOISE,
	                                      .name = name,
	                                      .what = what,
	                                      .state = fine ? DOCTOR_FINE : DOCTOR_BAD,
	                                      .found = found,
	                                      .advice = fine ? NULL : xstrdup(advice),
	                                      .cost = fine ? NULL : xstrdup(cost),
	                                      .has_value = true,
	                                      .value = value,
	                                      .unit = unit });
}

static void add_quiet(struct doctor_list *l, const double *ns, size_t n)
{
	size_t one = noise_blocks(ns, n, 0.01), three = noise_blocks(ns, n, 0.03);
	double few = noise_half_width(ns, n, FEW_BLOCKS);
	char *a = blocks_text(one), *b = blocks_text(three);

	_Static_assert(TIMING_BLOCKS_MAX == 50, "the words below say 50");
	add(l, "quiet", one <= TIMING_BLOCKS_MAX,
	    xasprintf("within 1 %% after %s blocks, within 3 %% after %s; %d blocks: within %.2f %%", a, b, FEW_BLOCKS,
	              few * 100),
	    "a ratio of two times is known within 1 % (95 % interval) after at most 50 blocks",
	    "what the rows above say, then measure again", "measured: the blocks named here, or what they leave open",
	    (double)one, "blocks");
	free(a);
	free(b);
}

void doctor_add_noise(struct doctor_list *l, const struct noise_sample *samples, size_t n, int cpu)
{
	double *ns = xreallocarray(NULL, n, sizeof *ns);
	int64_t stop = 0, switches = 0;
	size_t bound = 0;
	struct noise_floor f;
	char *where;

	for (size_t i = 0; i < n; i++) {
		ns[i] = (double)(samples[i].ns > 0 ? samples[i].ns : 1);
		stop = samples[i].stop_ns > stop ? samples[i].stop_ns : stop;
		switches += samples[i].switches;
		bound += samples[i].bound == 1;
	}
	noise_floor(ns, n, &f);
	where = bound == n ? xasprintf("bound to cpu %d", cpu) : xstrdup("not bound to a cpu");
	add(l, "spread", f.spread <= MOST_SPREAD,
	    xasprintf("%zu processes of %.1f ms, %s: quartiles %.2f %% apart, MAD %.2f %%", n, f.median / 1e6, where,
	              f.spread * 100, f.mad * 100),
	    "the middle half of the samples lies within 2 %",
	    "stop what else runs here; see load, steal, governor, boost", MEASURED, f.spread * 100, "%");
	add(l, "drift", f.drift <= MOST_DRIFT && f.drift >= -MOST_DRIFT,
	    xasprintf("the second half took %+.2f %%", f.drift * 100), "both halves agree within 1 %",
	    "wait until the machine has settled; see governor, boost, thermal",
	    "old and new in one block share it; two runs one after the other would take it for a change", f.drift * 100,
	    "%");
	add(l, "outliers", f.outliers <= MOST_OUTLIERS,
	    xasprintf("%.1f %% of the samples are 10 %% above the median or more; longest stop %.2f ms",
	              f.outliers * 100, (double)stop / 1e6),
	    "at most one sample in ten is 10 % slow", "stop what else runs here; see load, steal, cpu_quota", MEASURED,
	    f.outliers * 100, "%");
	add(l, "switches", switches * 10 <= (int64_t)n,
	    xasprintf("the cpu was taken away %lld times in %zu samples", (long long)switches, n),
	    "less than once in ten samples another process gets the cpu",
	    "stop what else runs here, or keep a cpu free (isolcpus=N at boot)", MEASURED, (double)switches,
	    "switches");
	add_quiet(l, ns, n);
	free(where);
	free(ns);
}

int doctor_measure_noise(struct doctor_list *l, int cpu, const struct event_sink *sink, struct error *err)
{
	struct noise_sample *samples = xcalloc(NOISE_SAMPLES, sizeof *samples);
	const struct noise_config config = {
		.samples = NOISE_SAMPLES, .sample_ns = NOISE_SAMPLE_NS, .cpu = cpu, .sink = sink
	};
	int rc = noise_measure(&config, samples, err);

	if (!rc)
		doctor_add_noise(l, samples, NOISE_SAMPLES, cpu);
	free(samples);
	return rc;
}
