/* goalloc report --paper: the kit for a paper (report/paper.h), written into a folder (report/paper_kit.h). */
#ifndef GOALLOC_CMD_PAPER_H
#define GOALLOC_CMD_PAPER_H

#include "cmd/command.h"

/*
 * `compare` is "OLD,NEW" (SPECs) or NULL: the two newest releases measured; of one release alone everything but the comparison is
 * written. Prints the path of the sample paper. Figures that cannot be drawn are a warning; `bare`: none are wanted. ERR_USAGE
 * for another `compare`, or a folder that holds something else.
 */
int paper_write(struct app *app, const char *dir, const char *compare, bool bare, struct error *err);

#endif
