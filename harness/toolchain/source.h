/*
 * Where toolchains come from: module proxies (the module protocol below a base address) and the official download
 * index; http, https or file.
 *
 * source_open() finds the bases: --source, $GOALLOC_SOURCE, $GOPROXY, then `go env GOPROXY`. Lists with "," and "|" are
 * tried in order; "off" ends the list. A base whose path ends in "/dl" is a download index, any other a module proxy.
 * No proxy's host name is built in. "direct" means the origin to the go command: in the go command's variables, and
 * when nothing names a source at all, the official download index stands for it, as the last resort; in a list of ours it
 * is passed over. Free with source_free(). Reading from several threads is fine after source_open.
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
#include "toolchain/unpack.h"
#include "toolchain/version_list.h"

struct source;

/*
 * `given` is --source or NULL; what is passed over is said as notes. ERR_INFRA when no source is known or "off" forbids
 * it, ERR_USAGE when an entry is no address: the message says how to name one.
 */
int source_open(const char *given, const struct event_sink *sink, struct source **out, struct error *err);
void source_free(struct source *s);
/* How it is recorded and shown: credentials removed. */
const char *source_name(const struct source *s);

/* Reads the list for the platform; sorted. ERR_INFRA with the address and the reason. */
int source_versions(struct source *s, const char *goos, const char *goarch, struct version_list *out,
                    struct error *err);
/* One toolchain's archive at one base; release with source_file_release. */
struct source_file {
	char *url, *shown; /* as to be asked: never print it; as it may be shown */
	enum unpack_format format;
	char sha256[HASH_HEX]; /* of the archive, as a download index says; "" at a module proxy */
	uint64_t size;         /* the same; 0: not said */
};
/*
 * Where base i has it. At a module proxy that is a matter of names; a download index is fetched for it, once. The
 * verdict is as download_verdict's: DOWNLOAD_GONE when the index does not list it.
 */
int source_file(const struct source *s, size_t i, const struct go_version *v, const char *goos, const char *goarch,
                struct source_file *out, enum download_verdict *verdict, struct error *err);
void source_file_release(struct source_file *f);
/*
 * What the source says of a version: its archive's size in bytes (0: not said), and the day it was published as
 * "YYYY-MM-DD" ("" when not said: a download index does not). Asks one base after the other, small requests only.
 */
int source_describe(const struct source *s, const struct go_version *v, const char *goos, const char *goarch,
                    uint64_t *size, char date[11], struct error *err);
/* The bases of the list: how many, and each one's address without credentials. */
size_t source_bases(const struct source *s);
const char *source_base_name(const struct source *s, size_t i);
/* Its address as it is to be asked, credentials and all: never print it. */
const char *source_base_url(const struct source *s, size_t i);
/* Is base i a module proxy (else a download index)? */
bool source_is_proxy(const struct source *s, size_t i);
/* Does base i's answer come over a connection that nobody can change it on (https)? */
bool source_is_authentic(const struct source *s, size_t i);
/* Are all bases folders (file:)? */
bool source_only_files(const struct source *s);
/* Is the next base to be asked after base i failed so? After "," only when it has not got it, after "|" always. */
bool source_next_after(const struct source *s, size_t i, enum download_verdict verdict);
/* When no base is left: *err, the last one's failure, comes after the first one's (ERR_NONE: there was but one). -1. */
int source_give_up(const struct error *first, struct error *err);

#endif
