/*
 * Cases through the compiler, one at a time: whether they compile, what it says about them (-m, -m -m) and what it
 * emits (-S). The compiler is called directly, with what the go command would tell it.
 */
#ifndef GOALLOC_BENCH_COMPILE_H
#define GOALLOC_BENCH_COMPILE_H

#include "base/error.h"
#include "bench/target.h"

/*
 * Compiles every cell that has something to do and is not known to compile, and every one whose STAGE_ESCAPE is to be
 * done (then raw_m, raw_mm, decisions, calls and build_ms are filled and the stage is noted). A case that does
 * not compile, or that the compiler dies or hangs on, gets CELL_BUILD_FAILED with the reason and what was printed.
 * -1 only for what is not the cases' fault. Children run in parallel (config->jobs).
 */
int compile_cells(struct target *t, struct error *err);

#endif
