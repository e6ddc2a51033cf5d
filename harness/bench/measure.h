/*
 * Running what was built: one benchmark in a process of its own, or a program.
 *
 * count_cells() is the counting stage: every benchmark in a process with ENGINE_MIN_N iterations and in further ones
 * with as many as take a few milliseconds, all of them the same number, until three in a row print the same figures,
 * five at most: if even these differ the figure is not deterministic, which is no failure (analysis/history.h makes a
 * range of it). Once more to see where it allocates (sites.h).
 */
#ifndef GOALLOC_BENCH_MEASURE_H
#define GOALLOC_BENCH_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/process.h"
#include "bench/target.h"

#define RUN_MAX_OUTPUT ((size_t)8 << 20) /* bytes that a case may print on one run */

/* Makes the cell's working folder, which an earlier child may have removed: to be called before each start. */
int measure_folder(const struct target *t, struct cell *c, struct error *err);
/*
 * Fills a child's description for benchmark `k` of the cell with n iterations: "run" it, "count" after more of a warm-up, or find
 * its "sites". `argv` must outlive the start.
 */
void measure_spec(const struct target *t, const struct cell *c, const char *verb, size_t k, int64_t n,
                  struct strlist *argv, struct child_spec *spec);
/*
 * What the child's end means. CELL_OK: the sample's figures are filled. Otherwise *reason is one line (the caller
 * frees). Whatever a case wrote is hostile: a line that is not exactly the runner's, or another n, is a failure.
 */
enum cell_status measure_result(const struct child_result *r, int64_t n, struct sample *out, char **reason);

/*
 * Counts the allocations of every cell whose STAGE_ALLOCS is to be done, and runs the programs; config->jobs children
 * at a time. `finished` is called for each as soon as its last process has ended (its stage or failure is noted in the
 * cell); -1 from it ends the stage.
 */
typedef int cell_finished(void *ctx, struct target *t, struct cell *c, struct error *err);
int count_cells(struct target *t, cell_finished *finished, void *ctx, struct error *err);

#endif
