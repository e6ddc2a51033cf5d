/*
 * Content keys: SHA-256 over everything that decides a cell's numbers: toolchain digest, case name and bytes, flags, environment, target
 * platform, RUNNER_VERSION. Equal key, equal work: it need not be done again.
 */
#ifndef GOALLOC_BENCH_KEY_H
#define GOALLOC_BENCH_KEY_H

#include "base/hash.h"
#include "bench/case.h"
#include "bench/mode.h"
#include "toolchain/toolchain.h"

void cell_key(const struct toolchain *t, const struct mode *m, const struct gocase *c, char out[HASH_HEX]);

#endif
