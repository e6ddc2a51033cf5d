/*
 * A checksum database: what digest the whole world was told a module version has. Signature, inclusion in the log and
 * consistency with everything seen before are verified here (golang.org/design/25530-sumdb, as the go command does it).
 *
 * sumdb_open .. sumdb_lookup .. sumdb_free; one thread at a time per struct, any number of processes per state folder:
 *   FOLDER/NAME/latest        the newest signed tree head ever seen, as it came; replaced only by one that continues it
 *   FOLDER/NAME/tile/8/L/NNN  tiles, as much of each as was known (never trusted: hashed against the head at each use)
 *   FOLDER/NAME/lock          held while `latest` is replaced, never while the network is waited for
 *   FOLDER/NAME/forked        after an alarm: the two heads that exclude each other
 */
#ifndef GOALLOC_TOOLCHAIN_SUMDB_H
#define GOALLOC_TOOLCHAIN_SUMDB_H

#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "toolchain/download.h"
#include "toolchain/h1.h"

#define SUMDB_ANSWER_MAX ((uint64_t)64 << 10)

/*
 * Gets "/lookup/..." or "/tile/..." of the database: appends to *out at most `max` bytes, more is an error. *verdict
 * after a failure: DOWNLOAD_GONE if there is no such thing. 0 or -1.
 */
typedef int (*sumdb_fetch)(void *ctx, const char *path, uint64_t max, struct str *out, enum download_verdict *verdict,
                           struct error *err);

struct sumdb;
/* `gosumdb` as in sumdb_text.h. `folder` is created when there is something to remember. ERR_USAGE. */
int sumdb_open(const char *gosumdb, const char *folder, sumdb_fetch fetch, void *ctx, struct sumdb **out,
               struct error *err);
void sumdb_free(struct sumdb *db);
const char *sumdb_name(const struct sumdb *db);
const char *sumdb_url(const struct sumdb *db); /* the address given with the name, or NULL */
uint64_t sumdb_size(const struct sumdb *db);   /* records in the tree of the last lookup; 0 before */

/*
 * The digest "h1:..." of the module version. ERR_CORRUPT when anything does not verify; a fork of the log is one whose
 * message names both heads, and the remembered one stays. ERR_INFRA when the database cannot be reached, does not
 * know the version, or what is to be remembered cannot be written. ERR_USAGE for what is no module or version.
 */
int sumdb_lookup(struct sumdb *db, const char *module, const char *version, char out[H1_TEXT], struct error *err);

#endif
