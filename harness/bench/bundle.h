/*
 * Binaries: many benchmark cases in one, and one for each program case.
 *
 * A set of cases is built and its initialisation tried ("probe"). If either fails, or if the initialisation leaves
 * goroutines or much live memory behind that would disturb the others, the set is halved and each half gets a bundle of
 * its own, down to the case that is to blame: that one alone pays. Bundles are kept (bundle_cache.h).
 */
#ifndef GOALLOC_BENCH_BUNDLE_H
#define GOALLOC_BENCH_BUNDLE_H

#include "base/error.h"
#include "bench/target.h"

/*
 * Sets `binary`, `binary_sha256` and `first` of the cells that have to run: those whose STAGE_ALLOCS or STAGE_TIME is
 * to be done. Other cells known to compile are built in too: the bundle is then the same, and found again, whatever is
 * missing. A case that cannot be built gets CELL_BUILD_FAILED. -1 when not even an empty bundle can be built, when
 * binaries of this mode cannot be started here, and on interrupt.
 */
int bundle_build(struct target *t, struct error *err);

#endif
