/*
 * An archive with a toolchain, read as a stream and unpacked below a staging folder, with its digests computed on the
 * way: a module zip, or a tar.gz as the download index has it.
 *
 * Everything in the archive is hostile: names (absolute, "..", control characters, the wrong prefix, twice, or twice
 * but for case), kinds (only regular files and folders), amounts (files, bytes, names, ratio). Files are created with
 * openat() below the staging folder, never through a symlink, never over something, with modes and times of our own.
 * What is unpacked is not to be used before its digest was compared with one that is trusted.
 *
 * Both kinds leave the same tree, the same sums and the same module hash: a tar.gz is taken for the module that the Go
 * project makes of it (without the prefix "go/", without folders, api, doc, misc and test, go.mod called _go.mod: tried
 * with go1.26.8, all of whose names and contents come out as in its module zip).
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

enum unpack_format { UNPACK_ZIP, UNPACK_TAR_GZ };

struct unpack_options {
	enum unpack_format format;
	const char *prefix; /* of the names in the module, "golang.org/toolchain@v0.0.1-go1.9.2.linux-amd64/" */
	const char *folder; /* existing and empty; files appear there without the prefix */
	size_t max_files;   /* 0: UNPACK_MAX_FILES */
	uint64_t max_bytes; /* unpacked; 0: UNPACK_MAX_BYTES */
};
/* The largest release so far has 15,000 files, 270 MB in all and 2 MB of names, and shrinks to a third. */
#define UNPACK_MAX_FILES 60000
#define UNPACK_MAX_BYTES (UINT64_C(4) << 30)
#define UNPACK_MAX_NAMES ((size_t)8 << 20) /* bytes of all names together, and of all folders' names */
#define UNPACK_MAX_DEPTH 40                /* folders within folders */
#define UNPACK_MAX_RATIO 100               /* unpacked to packed, looked at from UNPACK_RATIO_FROM on */
#define UNPACK_RATIO_FROM (UINT64_C(64) << 20)
#define UNPACK_MAX_REST (UINT64_C(64) << 20) /* bytes of the archive after its last file */

struct unpack_result {
	char h1[H1_TEXT];
	char sha256[HASH_HEX];      /* of the archive's own bytes, of a tar.gz only; else "" */
	uint64_t packed;            /* the archive's bytes */
	size_t files, kept;         /* in the archive; written */
	uint64_t bytes, kept_bytes; /* unpacked; written */
	struct str sums;            /* lines "sha256  size  name" of what was written, "sha256  -  name" of the rest */
};
void unpack_result_release(struct unpack_result *r);

/*
 * ERR_CORRUPT with the name when the archive is not what it should be, ERR_INFRA when the disk is the trouble,
 * the reader's own error when the reader failed. What was written by then stays in the folder: remove it.
 */
int unpack_archive(unpack_read *read, void *ctx, const struct unpack_options *options, struct unpack_result *out,
                   struct error *err);
/* Do these bytes, the first that came, begin an archive of this kind? */
bool unpack_begins(enum unpack_format format, const void *p, size_t n);

/* Why the full name (with the prefix) may not be unpacked; NULL if it may. A folder's name ends with "/". */
const char *unpack_name_problem(const char *name, const char *prefix);
/*
 * Why names that are each fine may not stand side by side: one twice, two that differ only in case, a file and a folder
 * of one name; NULL if they may. Sorts them; *which is the one that shows it.
 */
const char *unpack_names_problem(const char **names, size_t n, const char **which);

/* goroot.c: Is the file, named relative to GOROOT, needed for building programs? Tests, other tools and the like not. */
bool goroot_needs(const char *name);
/* Is it a program: to be made executable? */
bool goroot_is_program(const char *name);
/* Is it in the tar.gz alone, and not in the module made of it? */
bool goroot_not_in_module(const char *name);
/*
 * What a file of the archive is called on disk: src/_go.mod and src/cmd/_go.mod lose the underscore that module zips
 * need, others keep their names.
 */
const char *goroot_name(const char *name);

#endif
