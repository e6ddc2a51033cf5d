/*
 * A transparency log: an append-only Merkle tree whose signed head stands for every record (RFC 6962, section 2),
 * read by tiles as golang.org/x/mod/sumdb/tlog publishes it.
 *
 * A tile of level L, number N holds up to 256 consecutive hashes of the tree's height 8*L, beginning with the
 * 256*N-th. The inclusion of a record, and of a whole older tree, is shown by tiles: those along the right edge must
 * hash to the head's root, every other one to its entry in the tile above it. No hash is believed before that.
 *
 * tlog_open with a head that was verified .. tlog_record, tlog_root_at .. tlog_free. One thread per reader.
 */
#ifndef GOALLOC_TOOLCHAIN_TLOG_H
#define GOALLOC_TOOLCHAIN_TLOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/hash.h"

#define TLOG_HEIGHT 8
#define TLOG_WIDTH 256
#define TLOG_TILE_BYTES ((size_t)TLOG_WIDTH * HASH_BYTES)
#define TLOG_SIZE_MAX (UINT64_C(1) << 48) /* records; six levels of tiles */

struct tlog_hash {
	unsigned char b[HASH_BYTES];
};
struct tlog_tree {
	uint64_t size; /* records, at most TLOG_SIZE_MAX */
	struct tlog_hash root;
};
struct tlog_tile {
	unsigned level;
	uint64_t number;
	unsigned width; /* hashes asked for: 1 to 256 */
};

/* SHA-256(0 data): of a record. */
void tlog_leaf_hash(const void *p, size_t n, struct tlog_hash *out);
/* SHA-256(1 left right): of the node above the two. */
void tlog_node_hash(const struct tlog_hash *left, const struct tlog_hash *right, struct tlog_hash *out);
bool tlog_same(const struct tlog_hash *a, const struct tlog_hash *b);

#define TLOG_PATH 64 /* enough for tlog_tile_path */
/* "tile/8/L/x001/x234/067.p/W", the last part only if it is not the whole tile, and never with `whole`. Returns buf. */
const char *tlog_tile_path(const struct tlog_tile *t, bool whole, char buf[TLOG_PATH]);

/* Where tiles come from. */
struct tlog_source {
	void *ctx;
	/*
	 * Fills t->width hashes. *kept: they come from what `save` put away; not with `fresh`, which says that this
	 * was no good. 0 or -1.
	 */
	int (*read)(void *ctx, const struct tlog_tile *t, bool fresh, unsigned char *out, bool *kept,
	            struct error *err);
	/* They are what the tree says and were not kept yet. */
	void (*save)(void *ctx, const struct tlog_tile *t, const unsigned char *data);
};

struct tlog;
/* Both are copied, the source's ctx is borrowed until tlog_free. Nothing is read yet. */
struct tlog *tlog_open(const struct tlog_tree *tree, const struct tlog_source *source);
void tlog_free(struct tlog *t);

/*
 * The hash of record n, proven to be in the tree. ERR_CORRUPT when there is no such record, or the tiles do not fit the
 * head; what the source says when it cannot read one.
 */
int tlog_record(struct tlog *t, uint64_t n, struct tlog_hash *out, struct error *err);
/* The root that the tree had when it held `size` records (at most its own): an honest older head's. Errors as above. */
int tlog_root_at(struct tlog *t, uint64_t size, struct tlog_hash *out, struct error *err);

#endif
