/* The history as data (report/history_file.h) for the commands: written by export, compared by status. */
#ifndef GOALLOC_CMD_HISTORY_DATA_H
#define GOALLOC_CMD_HISTORY_DATA_H

#include "cmd/command.h"
#include "store/read.h"

/* Prints the database's counts as a history; `older` (may be NULL) names a file whose ranges widen the new ones. */
int history_export(struct app *app, const struct row_filter *filter, const char *older, struct error *err);
/* Prints what does not reproduce the file; returns 0 if all does, 1 if not; ERR_INFRA where nothing can be compared. */
int history_against(struct app *app, const struct row_filter *filter, const char *path, enum format format,
                    struct error *err);

#endif
