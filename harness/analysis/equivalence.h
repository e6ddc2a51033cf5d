/*
 * "No change larger than the margin", as a finding of its own: that a difference is not significant says nothing, a
 * noisy measurement never is. Pure; nothing is owned.
 *
 * Two one-sided tests at alpha, which is the same as the interval at 1 - 2 alpha lying within the margin: Schuirmann,
 * J. Pharmacokin. Biopharm. 15 (1987). Here with the signed-rank interval (hodges_lehmann.h): Hollander, Wolfe 3.3.
 */
#ifndef GOALLOC_ANALYSIS_EQUIVALENCE_H
#define GOALLOC_ANALYSIS_EQUIVALENCE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Are paired ratios, given as n logarithms, equivalent: is the typical ratio within [1 / (1 + margin), 1 + margin],
 * shown at alpha in (0, 1/2)? margin > 0: 0.03 is 3 %. False where the pairs are too few for an interval of that
 * level: below 5 at alpha = 5 %.
 */
bool equivalent_ratios(const double *log_ratios, size_t n, double margin, double alpha);

#endif
