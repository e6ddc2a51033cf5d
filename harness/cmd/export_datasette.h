/* Metadata for Datasette: the public views and their columns in words (harness/store/views.tsv), the private tables hidden. */
#ifndef GOALLOC_CMD_EXPORT_DATASETTE_H
#define GOALLOC_CMD_EXPORT_DATASETTE_H

#include "base/error.h"
#include "base/str.h"
#include "store/store.h"

/* Appends the JSON for the database that was opened from `path`: of its views those that are described. */
int export_datasette(struct store *db, const char *path, struct str *out, struct error *err);

#endif
