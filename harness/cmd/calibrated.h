/* What selftest found, for the commands that show it beside verdicts. */
#ifndef GOALLOC_CMD_CALIBRATED_H
#define GOALLOC_CMD_CALIBRATED_H

#include "cmd/history.h"
#include "report/figures.h"

/*
 * One line below a table of times: what share of comparisons without a change was flagged on the machine that timed the
 * dataset's newest session with times, under the same conditions, and what was found of injected changes; or that nobody
 * knows, and the command that measures it.
 */
void calibration_note(const struct dataset *d, struct table *t);
/* The newest calibration that was made without load, else the newest, of those that were not interrupted if there are any; NULL: none. */
const struct calibration *calibration_shown(const struct calibrations *all);
/* Draws it into options->output_dir; options->caption is not looked at. Nothing is drawn, and 0 returned, without any. */
int calibration_draw(const struct calibrations *all, const struct figure_options *options, struct strlist *names,
                     struct error *err);

#endif
