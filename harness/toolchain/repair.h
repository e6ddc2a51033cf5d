/*
 * Inside the cache: its folders, and what processes that died left in them.
 */
#ifndef GOALLOC_TOOLCHAIN_REPAIR_H
#define GOALLOC_TOOLCHAIN_REPAIR_H

#include "base/error.h"
#include "base/event.h"

/* toolchains, staging, locks, index */
int cache_folders(const char *cache, struct error *err);

/*
 * Removes what is half-installed or half-removed: staging folders, trees and sums without an .info, an .info that is not
 * whole or has no tree. What a living process holds the version's lock of is left alone. Never fails: what cannot be
 * repaired now (a cache that may not be written) is not visible as installed either.
 */
void cache_repair(const char *cache, const struct event_sink *sink);

#endif
