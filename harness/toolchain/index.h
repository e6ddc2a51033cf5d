/*
 * Inside the cache: the last list of versions seen for a platform, index/OS-ARCH: a line "# STAMP SOURCE", then one
 * version a line.
 */
#ifndef GOALLOC_TOOLCHAIN_INDEX_H
#define GOALLOC_TOOLCHAIN_INDEX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/event.h"
#include "toolchain/source.h"

struct index_age {
	char stamp[32];   /* when it was seen, UTC; "" if unknown */
	char source[512]; /* where: source_name, cut */
	int64_t seconds;  /* ago; negative if that lies in the future or is unknown */
};

/* A list that cannot be written is worth a warning, no more. */
void index_remember(const char *cache, const char *goos, const char *goarch, const char *source,
                    const struct version_list *l, const struct event_sink *sink);
/* False when none is remembered. Adds to *out, sorted. */
bool index_recall(const char *cache, const char *goos, const char *goarch, struct version_list *out,
                  struct index_age *age);

#endif
