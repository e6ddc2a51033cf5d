/*
 * Does a toolchain know what a mode asks for? An old go command passes over a variable that it does not know, and would
 * measure the default under the mode's name.
 */
#ifndef GOALLOC_BENCH_MODE_SUPPORT_H
#define GOALLOC_BENCH_MODE_SUPPORT_H

#include "bench/target.h"

/*
 * *reason (the caller frees) is why the toolchain cannot do it: "needs go1.17 for GOEXPERIMENT", or the go command's own
 * words; NULL when it can. Runs a child only for modes that set what a go command checks. ERR_INFRA, ERR_INTERRUPTED.
 */
int mode_support(const struct target *t, char **reason, struct error *err);

#endif
