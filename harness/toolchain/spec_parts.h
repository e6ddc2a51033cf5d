/*
 * One part of a SPEC (see spec.h), and what it names among the versions that exist. Pure; no ownership but
 * struct version_range, whose items the caller frees.
 */
#ifndef GOALLOC_TOOLCHAIN_SPEC_PARTS_H
#define GOALLOC_TOOLCHAIN_SPEC_PARTS_H

#include <stddef.h>

#include "base/error.h"
#include "toolchain/version.h"

enum part_kind {
	PART_LOCAL,   /* /path, ./path, name=/path */
	PART_EXACT,   /* 1.9.2, go1.26rc1 */
	PART_MINOR,   /* 1.9 */
	PART_PATCHES, /* 1.25.* */
	PART_RANGE,   /* 1.13..1.27; an end may be latest or latest~N */
	PART_LATEST,  /* latest, latest~2 */
	PART_ALL,     /* all */
	PART_UNKNOWN,
};

enum part_kind spec_part_kind(const char *part);

struct version_range {
	struct go_version *items;
	size_t len;
};

/*
 * What the part (not a local one) names, of the n versions sorted by version. ERR_USAGE with the nearest existing
 * versions when it names nothing. With n == 0 an exact version is taken as it is.
 */
int spec_part_range(const char *part, const struct go_version *sorted, size_t n, struct version_range *out,
                    struct error *err);

/* Writes up to three versions nearest to v, as "go1.9.7, go1.9.4", into buf ("" if n is 0); returns buf. */
const char *spec_nearest(const struct go_version *v, const struct go_version *sorted, size_t n, char *buf, size_t size);

#endif
