/*
 * Where toolchains come from: the module protocol (a proxy's base URL, http, https or file).
 *
 * source_open() finds the base: --source, $GOALLOC_SOURCE, $GOPROXY, then `go env GOPROXY`. Lists with "," and "|" are
 * tried in order; "direct" is skipped, "off" ends the list. No host name is built in. Free with source_free().
 */
#ifndef GOALLOC_TOOLCHAIN_SOURCE_H
#define GOALLOC_TOOLCHAIN_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/event.h"
#include "base/str.h"
#include "toolchain/download.h"
#include "toolchain/version.h"

struct source;

/*
 * `given` is --source or NULL; what is passed over is said as notes. ERR_INFRA when no source is known or "off" forbids
 * it, ERR_USAGE when an entry is no address: the message says how to name one.
 */
int source_open(const char *given, const struct event_sink *sink, struct source **out, struct error *err);
void source_free(struct source *s);
/* How it is recorded and shown: credentials removed. */
const char *source_name(const struct source *s);

struct version_list {
	struct go_version *items;
	size_t len, cap;
};
#define VERSION_LIST_INIT                                                                                              \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0                                                                      \
	}
void version_list_release(struct version_list *l);
void version_list_add(struct version_list *l, const struct go_version *v);
void version_list_sort(struct version_list *l);

/* Reads the list for the platform; sorted. ERR_INFRA with the address and the reason. */
int source_versions(struct source *s, const char *goos, const char *goarch, struct version_list *out,
                    struct error *err);
/*
 * The addresses of one toolchain's zip, one per base of the list, in order (strings without credentials removed:
 * never print them; use source_name).
 */
void source_zip_urls(const struct source *s, const struct go_version *v, const char *goos, const char *goarch,
                     struct strlist *out);
/* The bases of the list: how many, and each one's address without credentials. */
size_t source_bases(const struct source *s);
const char *source_base_name(const struct source *s, size_t i);
/* Its address as it is to be asked, credentials and all: never print it. */
const char *source_base_url(const struct source *s, size_t i);
/* Are all bases folders (file:)? */
bool source_only_files(const struct source *s);
/* Is the next base to be asked after base i failed so? After "," only when it has not got it, after "|" always. */
bool source_next_after(const struct source *s, size_t i, enum download_verdict verdict);

#endif
