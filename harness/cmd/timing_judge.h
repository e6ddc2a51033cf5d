/*
 * The statistics behind timing (bench/engine.h, struct timing_judge), from analysis/: how well a ratio is known, how many pairs a
 * family needs, and which comparisons look like a change. Pure; nothing is owned.
 */
#ifndef GOALLOC_CMD_TIMING_JUDGE_H
#define GOALLOC_CMD_TIMING_JUDGE_H

#include "bench/engine.h"

/*
 * pairs_for: until the Hodges-Lehmann interval at 95 % lies within +-precision of the estimate, as ratios.
 *
 * suspects: worth a look (time_verdict.h) under time_rules_default, in one of the families that a report may be made of: one
 * step (two toolchains) in one mode, one step in all modes, or all that was compared. What any of these reports would
 * suspect is confirmed, in as many pairs as that one asks for (time_confirm_blocks), so that none has to leave it at that.
 */
extern const struct timing_judge timing_judge;
#define PRECISION_OF_TWO 0.015 /* run's, of two toolchains: see run.c; what selftest calibrates with */

#endif
