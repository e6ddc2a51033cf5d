/*
 * Go versions: parsing, order, writing. Plain data, no ownership.
 *
 * Order: beta < rc < release of the same number; go1.20 (no patch) == patch 0, before go1.20.1.
 */
#ifndef GOALLOC_TOOLCHAIN_VERSION_H
#define GOALLOC_TOOLCHAIN_VERSION_H

#include <stdbool.h>
#include <stddef.h>

enum go_stage { GO_BETA = 0, GO_RC = 1, GO_RELEASE = 2 };

struct go_version {
	int major, minor, patch; /* patch -1: not written (go1.9, go1.20); counts as 0 in the order */
	enum go_stage stage;
	int stage_number; /* rc2 -> 2; 0 for releases */
};

#define GO_VERSION_TEXT 32 /* enough for version_format */

/* "go1.9.2", "1.9.2", "1.26rc1", "go1.20"; the whole text must match. False if it is not a version. */
bool version_parse(const char *text, struct go_version *out);
/* <0, 0, >0; as qsort wants it of the values. */
int version_compare(const struct go_version *a, const struct go_version *b);
/* "go1.9.2", "go1.20", "go1.26rc1"; returns buf. */
const char *version_format(const struct go_version *v, char *buf, size_t size);
/* True for v >= go<major>.<minor> counting that minor's betas and candidates as in it. */
bool version_at_least(const struct go_version *v, int major, int minor);
/* As the release is really called: the first of a minor is go1.20 up to 1.20 and go1.21.0 from 1.21 on. */
void version_canonical(struct go_version *v);

#endif
