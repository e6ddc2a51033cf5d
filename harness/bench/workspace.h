/*
 * The generated GOPATH that bundles are built from:
 *   src/goalloc/cases/cHASH/NAME.go   a benchmark case as an ordinary package
 *   src/goalloc/prog/cHASH/NAME.go    a program case
 *   src/goalloc/bundle/main.go        runner.go with the imports and the table of one set of cases
 *   src/goalloc/bundle/sites.go       where they allocate
 * HASH is of the case's name, so that an edited case keeps its path. The texts are pure.
 */
#ifndef GOALLOC_BENCH_WORKSPACE_H
#define GOALLOC_BENCH_WORKSPACE_H

#include "base/error.h"
#include "base/str.h"
#include "bench/target.h"

#define WORKSPACE_PACKAGE 16 /* enough for workspace_package */

/* "c0123456789ab": the case's folder and the name it is imported by. */
const char *workspace_package(const struct gocase *c, char out[WORKSPACE_PACKAGE]);
/* "goalloc/cases/c0123456789ab"; a program's is below prog/. The caller frees. */
char *workspace_import_path(const struct gocase *c);
/* "append_growth.go": "append_growth_test.go" would be a test file. The caller frees. */
char *workspace_file(const struct gocase *c);
/*
 * The case's bytes as they are compiled: a package called documentation, which go commands take for text, gets
 * another name. Line numbers stay.
 */
void workspace_case_text(const struct gocase *c, struct str *out);
/* The program that runs the benchmarks of these cases, numbered in the order of cases and of their benchmarks. */
void workspace_main_text(const struct era *era, struct cell *const *cells, size_t n, struct str *out);
/* The part of it that reads the profile of allocations, as the era can. */
void workspace_sites_text(const struct era *era, struct str *out);

/* Empties the folder and writes the cases into it. */
int workspace_write(const char *root, struct cell *const *cells, size_t n, struct error *err);
/* (Re)writes the bundle's main for a subset of them. */
int workspace_write_main(const char *root, const struct era *era, struct cell *const *cells, size_t n,
                         struct error *err);

#endif
