/* What status prints for people: cells by toolchain, then what is missing, incomplete or failed, and what does the rest. */
#ifndef GOALLOC_CMD_STATUS_TEXT_H
#define GOALLOC_CMD_STATUS_TEXT_H

#include "cmd/history.h"
#include "report/text.h"

/*
 * Appends to *out, from a dataset with DATASET_CELLS. Missing: a case of the database that another toolchain has a cell of, in a
 * mode in which this toolchain was measured. Imported cells are no part of that.
 */
int status_text(const struct dataset *d, const struct text_look *look, struct str *out, struct error *err);

#endif
