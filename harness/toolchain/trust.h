/*
 * Where the trust in a toolchain's digest comes from: pinned in the repository (or in the user's own file), else the
 * checksum database, whose signature and proofs are verified here (sumdb.h).
 *
 * trust_open .. trust_digest, trust_look_up, from any thread .. trust_free. Nothing is asked, neither the environment
 * nor the network, before a version needs it: what is pinned needs neither, and a pin always wins.
 *
 * The environment means what it means to the go command when it downloads a toolchain (`go mod download
 * golang.org/toolchain@...`, or switching to one; read in go1.26's modfetch/sumdb.go and tried):
 *   GOSUMDB=NAME[+HASH+KEY] [URL]  the database. With a URL it is asked there and nowhere else; otherwise by the
 *                         first module proxy of the source that passes it on (BASE/sumdb/NAME/supported), and when all
 *                         of them say that they do not, directly. A proxy in trouble is an error, not a reason to ask
 *                         elsewhere.
 *   GOSUMDB=off           toolchains are looked up all the same, which fails: no unpinned version can be installed.
 *   GONOSUMDB, GOPRIVATE  matching golang.org/toolchain: no effect, toolchains are looked up all the same.
 *   ... but where the only source is one file:///folder, these let an unpinned version pass unchecked (TRUST_NONE).
 *   GOFLAGS=-insecure     no effect: the flag is one of `go get` alone, which answers that it is gone.
 *   GOINSECURE            no effect: it never turned checksums off.
 *   GONOSUMCHECK          no effect: the go command does not know it.
 * Whatever has no effect though somebody may count on it, and whatever lets something pass, is said as a warning.
 */
#ifndef GOALLOC_TOOLCHAIN_TRUST_H
#define GOALLOC_TOOLCHAIN_TRUST_H

#include <stdbool.h>

#include "base/error.h"
#include "base/event.h"
#include "toolchain/h1.h"
#include "toolchain/source.h"

enum trust_kind {
	TRUST_PINNED,   /* digests.txt or $GOALLOC_DIGESTS */
	TRUST_DATABASE, /* the checksum database, verified */
	TRUST_INDEX,    /* the official index's SHA-256 of the archive */
	TRUST_NONE,     /* nobody vouches for it: allowed as said above, and nowhere else */
};
/* "pinned", "checksum database", "download index", "none": as recorded in .info files. */
const char *trust_name(enum trust_kind kind);

struct trust;
/*
 * All arguments are borrowed until trust_free; what is remembered of the database lies in `cache` below sumdb/. Never
 * fails: what is wrong with the environment shows when it matters.
 */
struct trust *trust_open(const char *cache, const struct source *source, const struct event_sink *sink);
void trust_free(struct trust *t);

/*
 * The digest that the module zip of `name` ("go1.9.2.linux-amd64") must have; "" with TRUST_NONE. ERR_INFRA when nobody
 * vouches for it, with what to do; ERR_CORRUPT when the database's answer does not verify; ERR_USAGE when GOSUMDB is
 * malformed.
 */
int trust_digest(struct trust *t, const char *name, char out[H1_TEXT], enum trust_kind *how, struct error *err);
/* The same from the database alone, whatever is pinned. */
int trust_look_up(struct trust *t, const char *name, char out[H1_TEXT], struct error *err);
/* Says as a note that what is named was checked with the database: which one, and how large its tree was. */
void trust_say(struct trust *t, const char *what);

/* Does a pattern of the comma-separated list (globs, as $GONOSUMDB) match a prefix of the module's path? */
bool module_matches(const char *patterns, const char *path);

#endif
