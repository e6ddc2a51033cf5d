/*
 * Digests pinned in the repository (harness/toolchain/digests.txt, compiled in): lines
 * "goX.Y.Z.OS-ARCH h1:... SIZE DATE", sorted as versions; size (bytes of the archive) and day of the release may be missing.
 */
#ifndef GOALLOC_TOOLCHAIN_DIGESTS_H
#define GOALLOC_TOOLCHAIN_DIGESTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "toolchain/version.h"

/* "h1:..." for e.g. "go1.9.2.linux-amd64", copied into buf; NULL when not pinned. $GOALLOC_DIGESTS names a file
 * that is looked into first (tests, private toolchains); its use is the caller's to announce. */
const char *digest_pinned(const char *name, char *buf, size_t size);
/* Bytes of the archive and day of the release ("2026-11-02"), as pinned; 0 and "" where unknown. */
void digest_details(const char *name, uint64_t *size, char date[11]);
/* Is the file named by $GOALLOC_DIGESTS readable? *path is it, or NULL when none is named: announce its use. */
int digests_check(const char **path, struct error *err);
/* The newest version that is pinned: what a toolchain built from the development tree comes after. */
void digests_newest(struct go_version *out);

#endif
