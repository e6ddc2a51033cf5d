/*
 * The toolchain cache: what is installed, and installing.
 *
 * Layout below the cache folder (created on demand):
 *   toolchains/go1.9.2.linux-amd64/        the GOROOT, renamed into place only when its digest was right
 *   toolchains/go1.9.2.linux-amd64.info    key=value lines: digest, source, installed_at, version_output, ...
 *   toolchains/go1.9.2.linux-amd64.sums    one "sha256  size  name" line for every file of the archive, with "-" for
 *                                          the size of those not kept; their module hash is the digest
 *   staging/                               unpacking happens here; leftovers of dead processes are removed
 *   locks/                                 a version's lock, and NAME.use of those who work with it (see use.h)
 *   index/                                 the last list of versions seen (used, with a word, when offline)
 *   sumdb/                                 what is remembered of checksum databases (sumdb.h)
 *   gocache/GO/                            a toolchain's build cache: goes with it
 *   bundles/, scratch/                     the bench layer's
 * A toolchain without its .info file does not exist: the .info is written last and removed first.
 */
#ifndef GOALLOC_TOOLCHAIN_CACHE_H
#define GOALLOC_TOOLCHAIN_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/event.h"
#include "toolchain/source.h"
#include "toolchain/spec.h"
#include "toolchain/toolchain.h"

/* $XDG_CACHE_HOME/goalloc or ~/.cache/goalloc; the caller frees. NULL if neither is set. */
char *cache_default_dir(void);
/* gocache/GO, absolute, for "go1.9.2" or a local toolchain's name as a file name; the caller frees. */
char *cache_gocache(const char *cache, const char *go);

/* Everything installed for the host's platform, sorted. */
int cache_list(const char *cache, struct toolchain_list *out, struct error *err);

struct install_options {
	const char *source; /* --source, or NULL */
	int jobs;           /* downloads at a time; 0: 2 */
	bool offline;       /* never touch the network */
	bool refresh;       /* ask the source which versions exist, however lately it was asked */
	uint64_t max_cache; /* bytes that the whole cache may take (see cache_trim); 0: any number */
};

/*
 * The versions that exist for the platform (NULL, NULL: the host's): from the source, remembered under index/; when the
 * source cannot be reached, or must not be, the remembered list with a warning event; when there is none, what is
 * installed, with a warning too.
 */
int cache_versions(const char *cache, const struct install_options *options, const char *goos, const char *goarch,
                   const struct event_sink *sink, struct version_list *out, struct error *err);

/*
 * Makes every wanted toolchain ready (downloads what is missing, checks local ones) and adds it to *out in the
 * order of *want. Several at a time, in threads; the first failure stops new ones, those under way finish or are
 * cancelled on interrupt. On failure what was installed stays, nothing half-installed is visible.
 */
int cache_install(const char *cache, const struct wanted_list *want, const struct install_options *options,
                  const struct event_sink *sink, struct toolchain_list *out, struct error *err);

/*
 * SPEC to ready toolchains: spec_resolve over cache_versions or, offline, the installed ones, then cache_install. Nobody
 * is asked for what is installed and named exactly, nor for what a list of versions no older than 12 hours says.
 */
int cache_prepare(const char *cache, const char *spec, const struct install_options *options,
                  const struct event_sink *sink, struct toolchain_list *out, struct error *err);

/* With its build cache. Gives back t's own lock first; ERR_INFRA while others use it, ERR_USAGE for a local one. */
int cache_remove(const char *cache, struct toolchain *t, struct error *err);

/*
 * Removes toolchains with their build caches, and bundles not used for a day, the least recently used first, until all of
 * the cache takes no more than `max` bytes of disk. What is in use stays, ours too; a warning says so if that is too much.
 */
int cache_trim(const char *cache, uint64_t max, const struct event_sink *sink, struct error *err);

/* Rehashes what lies on disk; adds a line "changed|missing|added NAME" per finding. 0 findings: it verifies. */
int cache_verify(const char *cache, const struct toolchain *t, const struct event_sink *sink, struct strlist *findings,
                 struct error *err);

#endif
