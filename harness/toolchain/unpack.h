/*
 * A module zip, read as a stream and unpacked below a staging folder, with its module hash computed on the way.
 *
 * Everything in the archive is hostile: names (absolute, "..", control characters, the wrong prefix, twice, or twice
 * but for case), kinds (only regular files and folders), amounts (files, bytes, ratio). Files are created with
 * openat() below the staging folder, never through a symlink, never over something. What is unpacked is not to be
 * used before *h1 was compared with a digest one trusts.
 */
#ifndef GOALLOC_TOOLCHAIN_UNPACK_H
#define GOALLOC_TOOLCHAIN_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "toolchain/h1.h"

/* The next bytes of the archive; *n == 0 at its end. The bytes stay valid until the next call. */
typedef int unpack_read(void *ctx, const void **p, size_t *n, struct error *err);

struct unpack_options {
	const char *prefix; /* every name begins with it, as "golang.org/toolchain@v0.0.1-go1.9.2.linux-amd64/" */
	const char *folder; /* existing and empty; files appear there without the prefix */
	size_t max_files;   /* 0: UNPACK_MAX_FILES */
	uint64_t max_bytes; /* unpacked; 0: UNPACK_MAX_BYTES */
};
#define UNPACK_MAX_FILES 200000
#define UNPACK_MAX_BYTES (UINT64_C(4) << 30)
#define UNPACK_MAX_RATIO 100 /* unpacked to packed, looked at from UNPACK_RATIO_FROM on */
#define UNPACK_RATIO_FROM (UINT64_C(64) << 20)

struct unpack_result {
	char h1[H1_TEXT];
	size_t files, kept;         /* in the archive; written */
	uint64_t bytes, kept_bytes; /* unpacked; written */
	struct str sums;            /* lines "sha256  size  name" of what was written, "sha256  -  name" of the rest */
};
void unpack_result_release(struct unpack_result *r);

/*
 * ERR_CORRUPT with the name when the archive is not what it should be, ERR_INFRA when the disk is the trouble,
 * the reader's own error when the reader failed. What was written by then stays in the folder: remove it.
 */
int unpack_zip(unpack_read *read, void *ctx, const struct unpack_options *options, struct unpack_result *out,
               struct error *err);

/* Why the full name (with the prefix) may not be unpacked; NULL if it may. A folder's name ends with "/". */
const char *unpack_name_problem(const char *name, const char *prefix);
/* Is the file, named relative to GOROOT, needed for building programs? Tests, their data and the like are not. */
bool goroot_needs(const char *name);
/*
 * What a file of the archive is called on disk: src/_go.mod and src/cmd/_go.mod lose the underscore that module zips
 * need, others keep their names.
 */
const char *goroot_name(const char *name);

#endif
