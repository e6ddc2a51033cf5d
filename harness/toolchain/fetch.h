/*
 * Inside the cache: one toolchain from its source to a checked GOROOT in a staging folder.
 *
 * fetch_toolchain downloads, unpacks, compares the digest with the trusted one (trust.h), and only then runs its
 * `go version`. Called with the version's lock held, from
 * any thread; the staging folder is emptied first and is the caller's to remove whatever happens.
 */
#ifndef GOALLOC_TOOLCHAIN_FETCH_H
#define GOALLOC_TOOLCHAIN_FETCH_H

#include "base/error.h"
#include "base/event.h"
#include "base/str.h"
#include "toolchain/source.h"
#include "toolchain/toolchain.h"
#include "toolchain/trust.h"

struct fetched {
	char *goroot;    /* below the staging folder */
	struct str sums; /* the content of the .sums file */
	bool from_index; /* trusted for the download index's SHA-256 alone: no module hash was known to compare with */
};
#define FETCHED_INIT                                                                                                   \
	{                                                                                                              \
		.goroot = NULL, .sums = STR_INIT                                                                       \
	}
void fetched_release(struct fetched *f);

/* *t: version is set by the caller, all else but installed_at is filled here. */
int fetch_toolchain(const struct source *s, struct trust *trust, const struct go_version *v, const char *staging,
                    const struct event_sink *sink, struct fetched *out, struct toolchain *t, struct error *err);

#endif
