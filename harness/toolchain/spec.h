/*
 * SPEC: how toolchains are named on the command line (see the contract, "Versions").
 *
 * spec_resolve() turns a comma-separated list into wanted toolchains, given the versions that exist.
 * The versions come from the source or, offline, from the cache. The result has no duplicates, sorted by version, local ones last.
 */
#ifndef GOALLOC_TOOLCHAIN_SPEC_H
#define GOALLOC_TOOLCHAIN_SPEC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "toolchain/version.h"

/* "1.9.2, 1.13, 1.17, 1.20, 1.22, 1.24 and the newest patch of the three newest minors". */
#define SPEC_DEFAULT "1.9.2,1.13,1.17,1.20,1.22,1.24,latest~2,latest~1,latest"

struct wanted {
	bool local;
	struct go_version version; /* of a release */
	char *name, *path;         /* of a local one: the name given (or the folder's) and its absolute path */
};
struct wanted_list {
	struct wanted *items;
	size_t len, cap;
};
#define WANTED_LIST_INIT                                                                                               \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0                                                                      \
	}

/* True if resolving needs the list of versions at all: false for exact versions and local paths alone. */
bool spec_needs_versions(const char *spec);
/* ERR_USAGE when a part is malformed, whatever versions exist. */
int spec_check(const char *spec, struct error *err);
/*
 * `versions` need not be sorted. ERR_USAGE for a SPEC that is malformed or names nothing that exists: the message
 * quotes the part and suggests the nearest existing versions. An exact version passes unchecked when n == 0.
 */
int spec_resolve(const char *spec, const struct go_version *versions, size_t n, struct wanted_list *out,
                 struct error *err);
void wanted_list_release(struct wanted_list *l);

#endif
