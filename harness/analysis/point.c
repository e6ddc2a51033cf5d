/* One point of a series: what the samples of one benchmark and release say. */
#include <string.h>

#include "analysis/history_internal.h"
#include "analysis/stats.h"

static double per_op(int64_t total, int64_t n)
{
	return (double)total / (double)n;
}

/* Strays of the runtime only add, so the least is nearest to the truth. */
static bool less(const struct sample_row *a, const struct sample_row *b)
{
	double x = per_op(a->bytes, a->n), y = per_op(b->bytes, b->n);

	return x < y || (x <= y && per_op(a->mallocs, a->n) < per_op(b->mallocs, b->n));
}

void point_fold(struct point *p, const struct ref *samples, size_t n, double *scratch)
{
	const struct sample_row *best = NULL;
	size_t timed = 0;

	for (size_t i = 0; i < n; i++) {
		const struct sample_row *s = samples[i].row;

		if (s->n >= ENGINE_MIN_N && s->mallocs >= 0 && s->bytes >= 0 && (!best || less(s, best)))
			best = s;
		if (s->n > 0 && s->elapsed_ns >= 0 && !strcmp(s->purpose, "time"))
			scratch[timed++] = per_op(s->elapsed_ns, s->n);
	}
	if (best) {
		p->counted = true;
		p->allocs = best->mallocs / best->n;
		p->bytes = best->bytes / best->n;
		p->allocs_exact = per_op(best->mallocs, best->n);
		p->bytes_exact = per_op(best->bytes, best->n);
		p->gc_per_op = per_op(best->gc_count, best->n);
	}
	if (timed) {
		p->timed = true;
		p->time_samples = timed;
		p->ns = stats_median(scratch, timed);
		p->ns_q1 = stats_quantile(scratch, timed, 0.25);
		p->ns_q3 = stats_quantile(scratch, timed, 0.75);
		stats_median_interval(scratch, timed, &p->ns_low, &p->ns_high);
	}
}
