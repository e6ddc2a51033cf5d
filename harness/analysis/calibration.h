/*
 * How far alarms can be trusted: rates with exact intervals from comparisons whose truth is known, and what may be
 * concluded from them. Pure; nothing is owned.
 *
 * proportion_interval for any count; calibration_judge concludes from tallies.
 */
#ifndef GOALLOC_ANALYSIS_CALIBRATION_H
#define GOALLOC_ANALYSIS_CALIBRATION_H

#include <stddef.h>

/*
 * The regularised incomplete beta function I_x(a, b), a, b > 0, x in [0, 1] (clamped), to about 1e-12 relative: the
 * continued fraction of DLMF 8.17.22, by Lentz's method. It is P(X <= x) of a beta variable.
 */
double beta_regularised(double a, double b, double x);

/*
 * The exact two-sided interval of a probability from k successes in n trials (Clopper, Pearson, Biometrika 26 (1934)), at
 * `level` in (0, 1): each end is missed with probability (1 - level) / 2 at most. n = 0 gives [0, 1]; k > n counts as n.
 */
void proportion_interval(size_t k, size_t n, double level, double *low, double *high);
/*
 * The least number of trials in which no success at all shows, at `level` (one-sided), that the probability is at most
 * p in (0, 1): 299 for 1 % at 95 %.
 */
size_t proportion_trials_needed(double p, double level);

/* Comparisons of one kind. */
struct calibration_tally {
	size_t comparisons;
	size_t found;     /* reported as a regression (of comparisons without a change: as any change) */
	size_t suspected; /* looked like a change at first, confirmed or not; at least `found` */
	size_t open;      /* neither reported nor shown to be the same */
};

enum calibration_verdict {
	CALIBRATION_FINE,
	CALIBRATION_BROKEN,  /* more false alarms than promised, beyond chance */
	CALIBRATION_TOO_FEW, /* not enough comparisons to tell */
	CALIBRATION_INTERRUPTED, /* stopped before all that was asked for was measured: what is complete is kept, nothing judged */
};
/* "fine", "broken", "too few", "interrupted". */
const char *calibration_verdict_name(enum calibration_verdict v);

struct calibration_promise {
	double comparisons; /* the largest share of comparisons without a change that may be flagged: 1 % */
	double reports;     /* of reports without a change that may have any flag: 5 % */
	double level;       /* of the intervals: 95 % */
};
extern const struct calibration_promise calibration_promise_default;

/*
 * Broken where the lower end of the interval of either rate is above its promise; else too few where even no flag among so many
 * comparisons would not show that the promise is kept; else fine. `exact` are counts, which promise no false alarm at
 * all: any is broken.
 */
enum calibration_verdict calibration_judge(const struct calibration_tally *comparisons,
                                           const struct calibration_tally *reports,
                                           const struct calibration_tally *exact,
                                           const struct calibration_promise *promise);

#endif
