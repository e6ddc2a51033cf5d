/*
 * The verdict on a time: what the pairs of one benchmark say, and what may be reported of all of them together. Pure;
 * nothing is owned.
 *
 * time_measure for each comparison of a report, time_confirm for those that were timed again, then time_decide once over
 * all of them. Before timing again: time_decide says of which it is worth while (`look`), time_confirm_blocks how often.
 *
 * | verdict | when |
 * |---|---|
 * | identical | the same machine code that calls nothing else: no change, whatever the clock says (code.h) |
 * | slower, faster | worth a look, and confirmed |
 * | cleared | suspected, not confirmed, and the second interval does not hold the first estimate any more |
 * | suspected | suspected, and not timed again, or too few times, or too noisy: the second does not rule the first out |
 * | same | else, where a change larger than `margin` is ruled out (equivalence.h, at alpha) |
 * | open | else: no pairs, too few to be significant whatever they show, or too noisy to tell |
 *
 * Suspected: significant at alpha after the correction for the whole family, and by the threshold at least. The family: all
 * comparisons of the report, identical ones aside, whose number of pairs can be significant on its own (2^(1-n) <=
 * alpha). It depends on how much was measured and on the code alone, never on times, so that the correction holds.
 *
 * Worth a look: suspected, or by the threshold at least and p <= `look` before any correction. A lone change among
 * hundreds has to be very clear to be suspected; to time one in a hundred again costs little, and it is the second
 * timing that decides.
 *
 * Confirmed: the same comparison, timed again in fresh processes, goes in the same direction, is significant by the
 * one-sided signed-rank test at the level `confirm` after the correction (Benjamini, Hochberg) over all that were worth a look
 * and timed again, and its estimate is half the threshold at least. These pairs decide alone: those that came first were
 * chosen for being large, and every answer that uses them again is too sure. For the same reason the estimate that
 * is told of what was timed again is that of the second pairs only.
 * - The level, 1 %: each look is a hypothesis stated before its data, so a report in which nothing changed has an alarm
 *   in one of a hundred at most, however the first test erred. It is five times as strict as the issue of an
 *   alarm asks for, because on a machine whose noise remembers what it did to one side, each p is too small; the
 *   simulated one in tests/unit/test_time_power.c finds 18 % of its unchanged pairs below 5 %.
 * - Half the threshold: a change of just the threshold would fail at the full one half of the times; one that is not
 *   there is no more than noise, which half of it holds off as well once it must be significant too.
 *
 * The noise that identical code shows. Where 20 comparisons or more are of identical work and could be significant, the
 * threshold is raised to what they are shown to differ by: the 95th percentile of the distance of their intervals from no
 * change. By chance alone that is 0 (5 % of the intervals lie beside it), so that a quiet machine loses nothing; where
 * the place of code in memory alone makes 4 %, 3 % is no finding about the compiler.
 */
#ifndef GOALLOC_ANALYSIS_TIME_VERDICT_H
#define GOALLOC_ANALYSIS_TIME_VERDICT_H

#include <stdbool.h>
#include <stddef.h>

enum time_verdict {
	TIME_NONE,
	TIME_SLOWER,
	TIME_FASTER,
	TIME_SAME,
	TIME_OPEN,
	TIME_SUSPECTED,
	TIME_CLEARED,
	TIME_IDENTICAL,
	TIME_VERDICTS
};
/* "slower", "faster", "same", "open", "suspected", "cleared", "identical"; "" for TIME_NONE. */
const char *time_verdict_name(enum time_verdict v);

/* Why one is open. */
enum time_open {
	OPEN_NOT,
	OPEN_UNPAIRED, /* no block has both */
	OPEN_FEW,      /* with so few blocks nothing can be significant in this family */
	OPEN_NOISY,    /* its interval holds "no change" and a change larger than the margin */
	OPEN_FAMILY,   /* its own interval is beside no change, but not after the correction for the family */
	OPEN_LAYOUT    /* it is significant, but no larger than what identical code shows here */
};

struct time_rules {
	double alpha;         /* of false discoveries, and of a wrong "same": (0, 1/2) */
	double threshold;     /* the least relative change that counts: [0, ...) */
	double margin;        /* of "same": > 0 */
	double confirm;       /* one-sided level of the confirmation: (0, 1/2); 0 stands for 1 % */
	double look;          /* p below which the clock is asked again: (0, 1); 0: if suspected only */
	bool judge_identical; /* judge identical work as all else: for the selftest, in which all is the same */
};
extern const struct time_rules time_rules_default; /* 5 %, 1 %, 3 %, 1 %, 1 % */

/* new / old: Hodges-Lehmann and its interval at 1 - alpha; bounded: else the range of what was seen. */
struct time_estimate {
	double ratio, low, high; /* 1, 0, 0 without pairs */
	bool bounded;
};
struct time_result {
	size_t pairs;            /* blocks with both sides */
	size_t family;           /* tests in the family; 0 where this one is not in it */
	double ratio, low, high; /* the estimate from the first pairs */
	bool bounded;
	double p, q; /* signed-rank, two-sided; adjusted (Benjamini, Hochberg). 1 where not tested */
	bool equivalent;
	bool identical; /* for the caller to set between time_measure and time_decide */
	struct {
		size_t pairs;
		struct time_estimate estimate;
		double p, q; /* one-sided, in the direction of the first pairs; adjusted. 1 without */
	} again;             /* time_confirm */
	bool suspect, look;  /* suspected by the first pairs; worth timing again (all that are suspected are) */
	enum time_verdict verdict;
	struct time_estimate told; /* what to report: of the second pairs where they decided, else of the first */
	enum time_open open;
	size_t needed; /* blocks that would decide an open one, or confirm a suspected one, at most TIME_BLOCKS_MOST; 0: none */
};

/* Of a verdict: do the second pairs decide, so that `told` is theirs? */
bool time_decided_again(const struct time_result *r);
/* The pairs that `told` is from, and p and q of their test. */
struct time_test {
	size_t pairs;
	double p, q;
};
struct time_test time_told_test(const struct time_result *r);

/* Identical work: what it shows is noise. */
struct time_noise {
	size_t comparisons; /* of identical work, with pairs */
	size_t tested;      /* of them, with enough pairs to be significant on their own */
	size_t significant; /* of those, p <= alpha */
	size_t suspected;   /* of those, if they were judged with the others, as one family */
	double typical95;   /* 95th percentile of |ratio - 1| over `comparisons`; 0 without */
	double shown95; /* ... of what they are shown to differ by, over `tested`; 0 if fewer than TIME_NOISE_LEAST */
};
enum { TIME_NOISE_LEAST = 20 };

/* What the report says in all. Verdicts add up to `comparisons`. */
struct time_summary {
	size_t comparisons, family;
	size_t verdicts[TIME_VERDICTS];
	size_t paired;   /* have a block with both sides */
	size_t unpaired; /* open for having no block in common */
	size_t short_of; /* open, with blocks in common, but too few to be significant in this family */
	size_t needed; /* blocks with which one alone could be, once all comparisons have as many and are in the family */
	size_t suspected_slower; /* of the suspected: what --fail-on would count if it were confirmed */
	double ratio;            /* geometric mean of the ratios of those that have pairs; 1 without */
	size_t looks;            /* worth timing again */
	size_t confirmations;    /* of them, timed again: the family of the second test */
	double threshold;        /* used: rules.threshold, or what identical code shows */
	struct time_noise noise;
	struct time_rules rules;
};

/* n logarithms of ratios, one a block (paired.h). Fills the estimate, p and equivalent; sets the rest back. */
void time_measure(const double *log_ratios, size_t n, const struct time_rules *rules, struct time_result *out);
/* The n pairs of timing it again, into out->again; after time_measure. */
void time_confirm(const double *log_ratios, size_t n, const struct time_rules *rules, struct time_result *out);
/* Fills what depends on the family, and the summary. May be called again, with other results, too. */
void time_decide(struct time_result *results, size_t n, const struct time_rules *rules, struct time_summary *out);
/*
 * How many blocks to time one again with that is worth a look, in [TIME_CONFIRM_LEAST, TIME_CONFIRM_MOST]; the summary is that
 * of time_decide. With them a change as large as the near end of its interval (not less than the threshold) is confirmed in
 * 99 %: n = 1.5 ((z(99 %) + z(1 - confirm / looks)) deviation / change)^2, the deviation of a pair from the interval's
 * width. The half as many again and the least are for tails: a few processes that were disturbed by more than the change
 * weigh most among the ranks, and the interval does not see them (simulated in test_time_power.c: 12 pairs lose a quarter
 * of the changes of 5 and 10 % where one process in 20 is disturbed, 32 one in a hundred). To be fixed before they are timed, never until it becomes significant.
 */
size_t time_confirm_blocks(const struct time_result *r, const struct time_summary *s);
enum { TIME_CONFIRM_LEAST = 32, TIME_CONFIRM_MOST = 96, TIME_BLOCKS_MOST = 10000 };

#endif
