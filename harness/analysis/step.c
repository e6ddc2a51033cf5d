#include "analysis/step.h"

#include <math.h>

#define ALLOCS_NOISE 0.25 /* per op, unrounded */
#define BYTES_NOISE 0.005 /* of the count itself */
/*
 * A malloc now and then, so many per op at most, is none of the operation's (a goroutine of the runtime's, a stack, a
 * list of waiters made anew), and is no larger than this.
 */
#define STRAY_MALLOCS 0.05
#define STRAY_BYTES 1024.0
#define LEAST_CLASS 8 /* bytes between two size classes (runtime/sizeclasses.go), tiny objects aside */

/* How far what was seen of the two is apart, unrounded: below 0 where the new is less, 0 where they overlap. */
static double gap(const struct count_range *old, const struct count_range *new)
{
	if (new->seen_low > old->seen_high)
		return new->seen_low - old->seen_high;
	return new->seen_high < old->seen_low ? new->seen_high - old->seen_low : 0;
}

/* Operations that do not all allocate the same: what is printed is their mean. */
static bool is_mean(const struct point *p)
{
	return p->allocs_exact - floor(p->allocs_exact) >= STRAY_MALLOCS;
}

/*
 * A mean over more operations is another, and so it is for a release that is faster or a machine that is busy: N is chosen
 * by time. Both were counted over the same few operations, too; what changed shows there as well, by half at least.
 */
static bool iterations_explain(const struct point *old, const struct point *new, double difference, double at_first)
{
	return old->n != new->n && old->first_n == new->first_n && (is_mean(old) || is_mean(new)) &&
	       at_first / difference < 0.5;
}

int allocs_step(const struct point *old, const struct point *new)
{
	if (old->allocs == new->allocs || fabs(gap(&old->allocs_range, &new->allocs_range)) < ALLOCS_NOISE ||
	    iterations_explain(old, new, new->allocs_exact - old->allocs_exact, new->first_allocs - old->first_allocs))
		return 0;
	return new->allocs > old->allocs ? 1 : -1;
}

/* How many of the point's bytes per op may be strays'. */
static double stray_bytes(const struct point *p)
{
	double strays = p->allocs_exact - floor(p->allocs_exact);

	return strays < STRAY_MALLOCS ? strays * STRAY_BYTES : 0;
}

/* Blocks that are not the operation's own may be the whole difference. */
static bool strays_explain(const struct point *old, const struct point *new)
{
	return old->bytes_exact - stray_bytes(old) <= new->bytes_exact &&new->bytes_exact - stray_bytes(new) <=
	       old->bytes_exact;
}

/* Bytes that measuring again gives within a few, of a whole number of allocations. */
static bool is_steady(const struct point *p)
{
	return p->bytes_range.high - p->bytes_range.low < LEAST_CLASS &&
	       p->allocs_exact - floor(p->allocs_exact) < STRAY_MALLOCS;
}

static bool class_apart(const struct point *old, const struct point *new)
{
	return is_steady(old) && is_steady(new) &&
	       (new->bytes_range.low - old->bytes_range.high >= LEAST_CLASS ||
	        old->bytes_range.low - new->bytes_range.high >= LEAST_CLASS);
}

int bytes_step(const struct point *old, const struct point *new)
{
	const double base = (double)(old->bytes > 0 ? old->bytes : new->bytes);
	const bool small = fabs((double)old->bytes - (double)new->bytes) <= BYTES_NOISE * base;

	if ((small && !class_apart(old, new)) || fpclassify(gap(&old->bytes_range, &new->bytes_range)) == FP_ZERO ||
	    strays_explain(old, new) ||
	    iterations_explain(old, new, new->bytes_exact - old->bytes_exact, new->first_bytes - old->first_bytes))
		return 0;
	return new->bytes > old->bytes ? 1 : -1;
}

/* The minors of go1 that entered another way of counting (see the contract, "Accounting epochs"). */
static const int epoch_minors[] = { 3, 4, 5, 6 };

bool crosses_epoch(const struct go_version *a, const struct go_version *b)
{
	for (size_t i = 0; i < sizeof epoch_minors / sizeof *epoch_minors; i++)
		if (version_at_least(a, 1, epoch_minors[i]) != version_at_least(b, 1, epoch_minors[i]))
			return true;
	return false;
}
