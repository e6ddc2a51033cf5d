/*
 * Every two releases that were timed side by side, each pair judged as `compare` judges it. Pure.
 *
 * time_pairs_find .. time_pairs_release. Names in the outcomes are borrowed from the history.
 */
#ifndef GOALLOC_ANALYSIS_TIME_PAIRS_H
#define GOALLOC_ANALYSIS_TIME_PAIRS_H

#include "analysis/change.h"

struct time_pair {
	size_t old, new;             /* indices of the history's releases, old < new */
	size_t blocks;               /* that have both, in all sessions; at least 1 */
	bool judged;                 /* else too few blocks to tell anything, or too many comparisons in all */
	struct time_summary summary; /* as of changes_between(METRIC_TIME) */
	struct time_outcome *outcomes;
	size_t len;
};
struct time_pairs {
	struct time_pair *items; /* by old, then new */
	size_t len, cap;
	size_t left_out; /* pairs with enough blocks that were not judged: they would have been more than `most` */
};
#define TIME_PAIRS_INIT                                                                                                \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0, .left_out = 0                                                       \
	}
/*
 * Neighbours are judged in any case, others where their blocks can be significant (2^(1-n) <= alpha), newest first, until there are
 * `most` comparisons of benchmarks.
 */
void time_pairs_find(const struct evidence *e, size_t most, struct time_pairs *out);
void time_pairs_release(struct time_pairs *p);

#endif
