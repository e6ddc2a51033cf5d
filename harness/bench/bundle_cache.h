/*
 * Bundles kept between runs: bundles/KEY/ holds `bundle` and `sha256`, or `split` alone when this set of cases is known
 * to need several bundles. Folders appear by rename, complete.
 */
#ifndef GOALLOC_BENCH_BUNDLE_CACHE_H
#define GOALLOC_BENCH_BUNDLE_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "bench/target.h"

/* The folder for exactly these cells' benchmark cases, there or not. The caller frees. */
char *bundle_dir(const struct target *t, struct cell *const *cells, size_t n);
/* True if there is a bundle: its digest in sha256. Touches it, so that it is not pruned. */
bool bundle_find(const char *dir, char sha256[HASH_HEX]);
bool bundle_is_split(const char *dir);
/* Moves the built binary into place. */
int bundle_keep(const char *dir, const char *scratch, const char *built, char sha256[HASH_HEX], struct error *err);
int bundle_mark_split(const char *dir, struct error *err);
/* Removes bundles that no run has used for `days`, and temporary workspaces of runs that died. Best effort. */
void bundle_prune(const char *cache, int days);

#endif
