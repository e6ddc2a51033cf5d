/*
 * One toolchain: a Go release for one platform, or a local GOROOT, ready to be run.
 *
 * Filled by cache.h (installed releases) and local.h (a GOROOT somebody built); owns its strings:
 * toolchain_release. A toolchain that was handed out to be used stays on disk while its lock is held.
 */
#ifndef GOALLOC_TOOLCHAIN_TOOLCHAIN_H
#define GOALLOC_TOOLCHAIN_TOOLCHAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "toolchain/version.h"

struct toolchain {
	char *go;                  /* "go1.9.2", or a local toolchain's name: the database's `go` column */
	struct go_version version; /* of a local one: as its VERSION file says; "devel ..." counts as newest */
	bool local;
	char *goroot;         /* absolute path */
	char *goos, *goarch;  /* "linux", "amd64": what it runs on */
	char *source;         /* where it came from, without credentials: "module proxy", a path, ... */
	char *digest;         /* "h1:..." */
	char *trust;          /* who vouched for it: trust_name() of an installed one; NULL: not recorded */
	char *version_output; /* `go version`, one line */
	char *installed_at;   /* UTC stamp */
	char *archive_sha256; /* of the tar.gz it came in, in hexadecimal; NULL: it came as a module zip */
	int use;              /* the lock that keeps it from being removed (see use.h), plus one; 0: none */
};

struct toolchain_list {
	struct toolchain *items;
	size_t len, cap;
};
#define TOOLCHAIN_LIST_INIT                                                                                            \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0                                                                      \
	}

void toolchain_release(struct toolchain *t);
void toolchain_unuse(struct toolchain *t); /* gives the lock back early; the rest stays */
void toolchain_list_release(struct toolchain_list *l);
struct toolchain *toolchain_list_add(struct toolchain_list *l); /* a zeroed element */
void toolchain_list_sort(struct toolchain_list *l);             /* by version, local ones last by name */

/* The platform this program runs on, in Go's words. */
const char *host_goos(void);
const char *host_goarch(void);

#endif
