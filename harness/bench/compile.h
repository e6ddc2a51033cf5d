/*
 * Cases through the compiler, one at a time: whether they compile, what it says about them (-m, -m -m) and what it
 * emits (-S). The compiler is called directly, with what the go command would tell it.
 */
#ifndef GOALLOC_BENCH_COMPILE_H
#define GOALLOC_BENCH_COMPILE_H

#include "base/error.h"
#include "bench/measure.h"
#include "bench/target.h"

/*
 * Compiles every cell that has something to do and is not known to compile, and every one whose STAGE_ESCAPE is to be
 * done: then raw_mm, decisions, calls and build_ms (milliseconds of the process that said and listed everything) are
 * filled and the stage is noted. Without STAGE_ESCAPE, raw_m is. A case that does not compile, or that the compiler dies
 * or hangs on, gets CELL_BUILD_FAILED with the reason and, in raw_m, what was printed with -m; when the compiler dies of
 * -m -m or -S alone, there is a raw_m, too, and what is lost is empty. Children run in parallel (config->jobs); `finished`
 * is called for each of these cells while the next ones compile; -1 from it ends the stage. -1 only for what is not the
 * cases' fault. The children's CPU time is added to t->compile_cpu_ns.
 */
int compile_cells(struct target *t, cell_finished *finished, void *ctx, struct error *err);

#endif
