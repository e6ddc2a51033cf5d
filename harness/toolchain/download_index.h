/*
 * The index of the official download site, as https://go.dev/dl/?mode=json&include=all sends it: a JSON array of
 * releases {version, stable, files: [{filename, os, arch, version, sha256, size, kind}]}. Parsed with jansson: JSON from
 * outside is a job for a parser that many have looked at. What the text may cost (depth, values) is bounded before.
 *
 * download_index_parse .. download_index_find .. download_index_release. Plain data after that: reading it from several
 * threads is fine.
 */
#ifndef GOALLOC_TOOLCHAIN_DOWNLOAD_INDEX_H
#define GOALLOC_TOOLCHAIN_DOWNLOAD_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/hash.h"
#include "toolchain/version.h"

#define INDEX_MAX_BYTES ((uint64_t)16 << 20) /* the real one has 3 MB */
#define INDEX_MAX_DEPTH 8                    /* it has 4 */
#define INDEX_MAX_VALUES 1000000             /* it has 100,000 */
#define INDEX_MAX_RELEASES 2000              /* it has 350 */

/* One archive: a tar.gz for the platform asked for. */
struct index_file {
	struct go_version version;
	char filename[96];     /* no more than letters, digits, ".", "-": may stand in an address */
	char sha256[HASH_HEX]; /* of the archive */
	uint64_t size;         /* bytes; 0: not said */
	int variant;           /* "-osx10.8" of old darwin archives: 8; else 0 */
};

struct download_index {
	struct index_file *items; /* sorted by version, one each */
	size_t len, cap;
	size_t releases; /* of whatever platform: 0 means that this is no such index */
};
#define DOWNLOAD_INDEX_INIT                                                                                            \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0, .releases = 0                                                       \
	}

/*
 * The releases from go1.2 on that have an archive for the platform. An archive's name must be
 * goVERSION.OS-ARCH.tar.gz (of several for darwin, ending in -osx10.N, the newest is taken) and its sha256 64
 * hexadecimal digits: others are passed over, as is what has another shape. ERR_CORRUPT when the text is no JSON, no
 * array, too deep or too large, or when it names two digests for one archive.
 */
int download_index_parse(const char *text, size_t n, const char *goos, const char *goarch, struct download_index *out,
                         struct error *err);
/* NULL when it is not there. */
const struct index_file *download_index_find(const struct download_index *x, const struct go_version *v);
void download_index_release(struct download_index *x);

#endif
