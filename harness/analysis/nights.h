/*
 * What a night says: did the machine change, did a toolchain that is rebuilt change, and what of it is news. Pure: from
 * the nights recorded so far (store/night.h) to a list of reports and a verdict.
 *
 *   nights_judge .. judgement_add (what the comparison of a new release found) .. night_conclude .. judgement_release
 *
 * Times. A series is the logarithm of the ratio to the pinned baseline, timed in the same session, night by night.
 *  1. The machine: the baseline's own times over all benchmarks, as one series (the median of their distances from their
 *     first nights). A new level of it, or another machine or processor in the fingerprint, is the machine's doing: the
 *     night says so, accuses nobody of its times, and all levels begin anew. A single night far off accuses nobody either.
 *  2. A toolchain as a whole: the median over its series (of eight or more). A new level is one report, not a hundred.
 *  3. Each series without what moved all of them: a new level (changepoint.h) of at least `confirm` nights is news; with fewer
 *     it is open, and open ones that do not hold up are cleared. A level whose nights all had the same build as those before
 *     it can't be Go's doing and is said to be the machine's.
 * Only local toolchains are followed so: a release never changes. What a new release changed, a comparison says.
 * Counts (allocations, bytes) and the status of cases are exact: compared with the last night at once.
 *
 * Each report begins a new level of its series: what was said once is not said again.
 * Constants and their rates were found by simulation (tests/unit/test_nightly_year.c, test_changepoint_year.c).
 */
#ifndef GOALLOC_ANALYSIS_NIGHTS_H
#define GOALLOC_ANALYSIS_NIGHTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "store/night.h"

#define NIGHTS_WINDOW 150 /* nights that judging looks at: cost does not grow with the years */
#define NIGHTS_LEARN 17   /* nights before the first question: the old level's and the new one's least */

struct night_rules {
	double threshold; /* the least relative change of a time that counts: > 0 */
	double p;         /* raw: a change with more is not reported */
	double alarms;    /* false ones a year that chance may raise over all series of a toolchain, before p */
	size_t confirm;   /* nights of the new level */
};
extern const struct night_rules night_rules_default; /* 1.5 %, 0.002, 0.03, 4 */

struct machine_state {
	bool changed;   /* tonight says so */
	bool certain;   /* another fingerprint, not an inference from times */
	bool unsettled; /* tonight alone is far off: not a new level yet */
	double relative; /* the baseline's times against their level: +0.05 is 5 % slower; NAN: nothing to compare with */
	double low, high;  /* its 95 % interval over the benchmarks */
	double noise;      /* of that from night to night, relative; NAN: too few nights */
	size_t series;     /* benchmarks of the baseline looked at */
	size_t nights;     /* on this machine with this baseline, tonight included */
	const char *since; /* the first of them */
};

struct judgement {
	struct machine_state machine;
	struct night_news *news; /* strings borrowed from the nights, or owned by `texts` */
	size_t len, cap;
	size_t followed; /* series of local toolchains that have a time tonight */
	size_t learning; /* those among them whose level is not known yet */
	struct strlist texts;
};

/* The last of the nights is judged, from all of them. n->len > 0. *out is overwritten. */
void nights_judge(const struct nights *n, const struct night_rules *rules, struct judgement *out);
/* A report of somebody else's; all strings are copied, NULL counts as "". */
void judgement_add(struct judgement *j, const struct night_news *report);
void judgement_release(struct judgement *j);

struct night_verdict {
	const char *word; /* "nothing new", "news", "regression", "machine changed", "undecided" */
	int exit_code;    /* of the contract: 0, 1, 4 */
	size_t worse, better, other, accepted, open, cleared, failing; /* failing: those behind the code 1 */
};
/*
 * fail_on: METRIC_* whose worsening by `threshold` (relative, 0: any) exits with 1. `undecided`: comparisons of times that
 * were asked for and stay open.
 */
void night_conclude(const struct judgement *j, unsigned fail_on, double threshold, size_t undecided,
                    struct night_verdict *out);

#endif
