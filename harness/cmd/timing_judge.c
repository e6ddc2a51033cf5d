#include "cmd/timing_judge.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/hodges_lehmann.h"
#include "analysis/multiple.h"
#include "analysis/time_verdict.h"
#include "base/alloc.h"

/* Widths go with 1 / sqrt(n). */
static size_t pairs_for(void *ctx, const double *logs, size_t n, double precision)
{
	struct location l;
	double wide;

	(void)ctx;
	if (hodges_lehmann(logs, n, 1 - time_rules_default.alpha, &l))
		return n + 1;
	wide = fmax(expm1(l.high - l.estimate), -expm1(l.low - l.estimate)) / precision;
	if (wide <= 1)
		return n;
	return (size_t)fmin(fmax((double)n * wide * wide, (double)n + 1), TIME_BLOCKS_MOST);
}

static size_t least_pairs(void *ctx, size_t family)
{
	(void)ctx;
	return multiple_pairs_needed(family, time_rules_default.alpha);
}

/* How a report may be cut: by step and mode, by step, not at all. */
enum cut { CUT_MODE, CUT_STEP, CUT_NONE, CUTS };

static int order_of(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static bool same_part(const struct timing_comparison *a, const struct timing_comparison *b, enum cut cut)
{
	return cut == CUT_NONE || (a->old == b->old && a->new == b->new && (cut == CUT_STEP || a->mode == b->mode));
}

struct row {
	struct timing_comparison *c;
};

/* By step, then mode: the parts of each cut follow one another. */
static int by_part(const void *pa, const void *pb)
{
	const struct timing_comparison *a = ((const struct row *)pa)->c, *b = ((const struct row *)pb)->c;
	int order = order_of(a->old, b->old);

	if (!order)
		order = order_of(a->new, b->new);
	return order ? order : order_of(a->mode, b->mode);
}

/* What is worth a look in this part, and how often; the more careful of two reports counts. */
static void look(const struct row *rows, struct time_result *results, size_t n)
{
	const struct time_rules *rules = &time_rules_default;
	struct time_summary summary;

	time_decide(results, n, rules, &summary);
	for (size_t i = 0; i < n; i++) {
		size_t again = results[i].look ? time_confirm_blocks(&results[i], &summary) : 0;

		if (again > rows[i].c->again)
			rows[i].c->again = again;
	}
}

static void suspects(void *ctx, struct timing_comparison *all, size_t n)
{
	const struct time_rules *rules = &time_rules_default;
	struct row *rows = xcalloc(n + 1, sizeof *rows);
	struct time_result *results = xcalloc(n + 1, sizeof *results);

	(void)ctx;
	for (size_t i = 0; i < n; i++) {
		rows[i].c = &all[i];
		all[i].again = 0;
	}
	if (n)
		qsort(rows, n, sizeof *rows, by_part);
	for (size_t i = 0; i < n; i++)
		time_measure(rows[i].c->log_ratios, rows[i].c->pairs, rules, &results[i]);
	for (enum cut cut = CUT_MODE; cut < CUTS; cut++)
		for (size_t from = 0, to; from < n; from = to) {
			to = from + 1;
			while (to < n && same_part(rows[from].c, rows[to].c, cut))
				to++;
			look(rows + from, results + from, to - from);
		}
	free(rows);
	free(results);
}

const struct timing_judge timing_judge = { .pairs_for = pairs_for, .least_pairs = least_pairs, .suspects = suspects };
