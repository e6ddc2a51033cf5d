/*
 * A local toolchain: a GOROOT that somebody built or unpacked, used where it lies and never written to.
 *
 * Its digest says what it compiles with: VERSION, the compiler, assembler and linker, and the standard library's
 * sources without tests, hashed as a module hash. A rebuilt compiler is another toolchain.
 */
#ifndef GOALLOC_TOOLCHAIN_LOCAL_H
#define GOALLOC_TOOLCHAIN_LOCAL_H

#include "base/error.h"
#include "toolchain/h1.h"
#include "toolchain/toolchain.h"

/* `path` is absolute. ERR_USAGE when there is no bin/go below it, ERR_INFRA when it cannot be read or run. */
int local_open(const char *name, const char *path, struct toolchain *out, struct error *err);
int local_digest(const char *path, const char *goos, const char *goarch, char out[H1_TEXT], struct error *err);
/*
 * The version in a VERSION file's first line or in the output of `go version`: "go1.22.12", "go1.22.12-custom",
 * "devel go1.28-abcdef ..."; a development version is its minor's first beta, and without a number that of the minor
 * after the newest one pinned. False when there is nothing like it.
 */
bool local_version(const char *text, struct go_version *out);
/* `go version` in a clean environment; one line, the caller frees. Runs one at a time over all threads. */
char *toolchain_version_output(const struct toolchain *t, const char *scratch, struct error *err);

#endif
