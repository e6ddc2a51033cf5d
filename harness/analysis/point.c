/* One point of a series: what the samples of one benchmark and release say. */
#include <math.h>
#include <string.h>

#include "analysis/history_internal.h"
#include "analysis/stats.h"

#define STABLE 0.25         /* per op: less above what is printed stays so */
#define COLLECTIONS 0.002   /* per op: the collector's own blocks show in the bytes */
#define STRAY_BLOCKS 0.0025 /* per op: so do others' */

static double per_op(int64_t total, int64_t n)
{
	return (double)total / (double)n;
}

/* ---- ranges ---- */

/* The least sample's figure, and the least and the greatest of the longest ones'. */
static struct count_range range_of(double least, double low, double high)
{
	int64_t value = count_printed(least), a = count_printed(low), b = count_printed(high);
	struct count_range r = { .low = a < value ? a : value,
		                 .high = b > value ? b : value,
		                 .value = value,
		                 .seen_low = fmin(least, low),
		                 .seen_high = fmax(least, high) };
	double above = (double)r.high;

	if (r.high < COUNT_MAX && (least - above >= STABLE || high - above >= STABLE))
		r.high++;
	return r;
}

/* Blocks that are not the operation's own may have carried the bytes over a whole number, or will the next time. */
static void allow_strays(struct count_range *bytes, double stray_blocks, double collections)
{
	if (bytes->low == bytes->high && stray_blocks >= STRAY_BLOCKS && bytes->low > 0)
		bytes->low--;
	if (bytes->low == bytes->high && collections >= COLLECTIONS && bytes->high < COUNT_MAX)
		bytes->high++;
}

bool point_deterministic(const struct point *p)
{
	return p->counted && p->allocs_range.low == p->allocs_range.high && p->bytes_range.low == p->bytes_range.high;
}

/* ---- folding ---- */

/* Long enough that the iterations outweigh the strays. Times count only for what was not counted: `counted` says which. */
static bool counts(const struct sample_row *s, bool counted)
{
	return s->n >= ENGINE_MIN_N && s->mallocs >= 0 && s->bytes >= 0 && (!counted || !strcmp(s->purpose, "allocs"));
}

static bool was_counted(const struct ref *samples, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (counts(samples[i].row, true))
			return true;
	return false;
}

/* Strays of the runtime only add, so the least is nearest to the truth. */
static bool less(const struct sample_row *a, const struct sample_row *b)
{
	double x = per_op(a->bytes, a->n), y = per_op(b->bytes, b->n);

	return x < y || (x <= y && per_op(a->mallocs, a->n) < per_op(b->mallocs, b->n));
}

/* Of the samples of the smallest n the one that the others only add to. */
static void fold_first(struct point *p, const struct sample_row *s)
{
	const double mallocs = per_op(s->mallocs, s->n), bytes = per_op(s->bytes, s->n);

	if (p->first_n && (s->n > p->first_n || (s->n == p->first_n && bytes >= p->first_bytes)))
		return;
	p->first_n = s->n;
	p->first_allocs = mallocs;
	p->first_bytes = bytes;
}

static void fold_counts(struct point *p, const struct ref *samples, size_t n, bool counted,
                        const struct sample_row *best)
{
	double mallocs_low = 0, mallocs_high = 0, bytes_low = 0, bytes_high = 0;
	int64_t longest = 0;

	for (size_t i = 0; i < n; i++) {
		const struct sample_row *s = samples[i].row;
		double mallocs, bytes;

		if (!counts(s, counted))
			continue;
		fold_first(p, s);
		if (s->n < longest)
			continue;
		mallocs = per_op(s->mallocs, s->n);
		bytes = per_op(s->bytes, s->n);
		if (s->n > longest) {
			mallocs_low = mallocs_high = mallocs;
			bytes_low = bytes_high = bytes;
		}
		longest = s->n;
		mallocs_low = fmin(mallocs_low, mallocs);
		mallocs_high = fmax(mallocs_high, mallocs);
		bytes_low = fmin(bytes_low, bytes);
		bytes_high = fmax(bytes_high, bytes);
	}
	p->counted = true;
	p->n = longest;
	p->allocs = best->mallocs / best->n;
	p->bytes = best->bytes / best->n;
	p->allocs_exact = per_op(best->mallocs, best->n);
	p->bytes_exact = per_op(best->bytes, best->n);
	p->gc_per_op = per_op(best->gc_count, best->n);
	p->allocs_range = range_of(p->allocs_exact, mallocs_low, mallocs_high);
	p->bytes_range = range_of(p->bytes_exact, bytes_low, bytes_high);
	allow_strays(&p->bytes_range, p->allocs_exact - (double)p->allocs_range.value, p->gc_per_op);
}

void point_fold(struct point *p, const struct ref *samples, size_t n, double *scratch)
{
	const bool counted = was_counted(samples, n);
	const struct sample_row *best = NULL;
	size_t timed = 0;

	for (size_t i = 0; i < n; i++) {
		const struct sample_row *s = samples[i].row;

		if (counts(s, counted) && (!best || less(s, best)))
			best = s;
		if (s->n > 0 && s->elapsed_ns >= 0 && !strcmp(s->purpose, "time"))
			scratch[timed++] = per_op(s->elapsed_ns, s->n);
	}
	if (best)
		fold_counts(p, samples, n, counted, best);
	if (timed) {
		p->timed = true;
		p->time_samples = timed;
		stats_sort(scratch, timed);
		p->ns = stats_quantile_sorted(scratch, timed, 0.5);
		p->ns_q1 = stats_quantile_sorted(scratch, timed, 0.25);
		p->ns_q3 = stats_quantile_sorted(scratch, timed, 0.75);
		stats_median_interval_sorted(scratch, timed, &p->ns_low, &p->ns_high);
	}
}
