/*
 * Where the compiler, called directly, finds the standard library when it lies in the go command's build cache
 * instead of pkg/OS_ARCH: a file of "packagefile PATH=FILE" lines, made by `go list -export` and kept beside the cache.
 */
#ifndef GOALLOC_BENCH_IMPORTCFG_H
#define GOALLOC_BENCH_IMPORTCFG_H

#include "base/error.h"
#include "base/str.h"
#include "bench/target.h"

/*
 * Adds the import paths of a Go file's import declarations that can name a package of the standard library and are
 * safe as arguments; others ("C", "unsafe", "./x", "example.org/x", wildcards) are left out. Pure.
 */
void go_imports(const char *text, size_t n, struct strlist *out);
/*
 * Sets t->importcfg for what the cells with something to do import; NULL where the compiler does without. Builds the
 * packages that are not yet in the build cache, which takes its time once per toolchain.
 */
int importcfg_make(struct target *t, struct error *err);
/* True if every file named by the lines exists: the go command removes what was not used for days. */
bool importcfg_valid(const char *text, size_t n);

#endif
