#include "toolchain/tlog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

#define LEVELS 7 /* of tiles: 48 bits of size, eight a level, and one for the carry of TLOG_SIZE_MAX itself */

/* A tile that has been read; `proven`: its hashes are the tree's. */
struct loaded {
	struct tlog_tile t;
	bool proven;
	unsigned char data[TLOG_TILE_BYTES];
};

struct tlog {
	struct tlog_tree tree;
	struct tlog_source source;
	struct loaded **tiles;
	size_t len, cap;
	bool edge_proven;
};

void tlog_leaf_hash(const void *p, size_t n, struct tlog_hash *out)
{
	struct hash *h = hash_new();

	hash_add(h, "\0", 1);
	hash_add(h, p, n);
	hash_raw(h, out->b);
}

void tlog_node_hash(const struct tlog_hash *left, const struct tlog_hash *right, struct tlog_hash *out)
{
	struct hash *h = hash_new();

	hash_add(h, "\1", 1);
	hash_add(h, left->b, sizeof left->b);
	hash_add(h, right->b, sizeof right->b);
	hash_raw(h, out->b);
}

bool tlog_same(const struct tlog_hash *a, const struct tlog_hash *b)
{
	return !memcmp(a->b, b->b, sizeof a->b);
}

const char *tlog_tile_path(const struct tlog_tile *t, bool whole, char buf[TLOG_PATH])
{
	char number[32], partial[16] = "";
	size_t at = sizeof number - 1;
	uint64_t n = t->number;

	/* from the end: three digits a folder, all but the last marked with an x */
	number[at] = '\0';
	for (bool last = true; last || n; last = false, n /= 1000) {
		char part[8];
		int length = snprintf(part, sizeof part, last ? "%03u" : "x%03u/", (unsigned)(n % 1000));

		if (at < (size_t)length)
			break; /* not below TLOG_SIZE_MAX */
		at -= (size_t)length;
		memcpy(number + at, part, (size_t)length);
	}
	if (!whole && t->width != TLOG_WIDTH)
		snprintf(partial, sizeof partial, ".p/%u", t->width);
	snprintf(buf, TLOG_PATH, "tile/%d/%u/%s%s", TLOG_HEIGHT, t->level, number + at, partial);
	return buf;
}

struct tlog *tlog_open(const struct tlog_tree *tree, const struct tlog_source *source)
{
	struct tlog *t = xcalloc(1, sizeof *t);

	t->tree = *tree;
	t->source = *source;
	return t;
}

void tlog_free(struct tlog *t)
{
	if (!t)
		return;
	for (size_t i = 0; i < t->len; i++)
		free(t->tiles[i]);
	free(t->tiles);
	free(t);
}

/* How many hashes the tree has at the height of the tiles' level. */
static uint64_t hashes_at(const struct tlog *t, unsigned level)
{
	return t->tree.size >> (TLOG_HEIGHT * level);
}

static struct loaded *find(const struct tlog *t, unsigned level, uint64_t number)
{
	for (size_t i = 0; i < t->len; i++)
		if (t->tiles[i]->t.level == level && t->tiles[i]->t.number == number)
			return t->tiles[i];
	return NULL;
}

static int read_tile(struct tlog *t, struct loaded *l, bool fresh, bool *kept, struct error *err)
{
	*kept = false;
	return t->source.read(t->source.ctx, &l->t, fresh, l->data, kept, err);
}

/* The root over 2^k hashes that lie one after the other. */
static void fold(const unsigned char *data, size_t n, struct tlog_hash *out)
{
	struct tlog_hash row[TLOG_WIDTH];

	memcpy(row, data, n * HASH_BYTES);
	for (; n > 1; n /= 2)
		for (size_t i = 0; i < n / 2; i++)
			tlog_node_hash(&row[2 * i], &row[2 * i + 1], &row[i]);
	*out = row[0];
}

/* The hash of the complete subtree of 2^height records that is the n-th of its height, from its tile. */
static void node_of(const struct loaded *l, unsigned height, uint64_t n, struct tlog_hash *out)
{
	unsigned within = height % TLOG_HEIGHT;
	size_t first = (size_t)((n << within) % TLOG_WIDTH);

	fold(l->data + first * HASH_BYTES, (size_t)1 << within, out);
}

/*
 * The largest complete subtrees that a tree of `size` records is made of are the one-bits of `size`; the one of
 * height h is the ((size >> h) - 1)-th of its height. Combined from the smallest, at the right, they give the root.
 */
struct chain {
	struct tlog_hash root;
	bool begun;
};

static void chain_add(struct chain *c, const struct tlog_hash *left)
{
	if (c->begun)
		tlog_node_hash(left, &c->root, &c->root);
	else
		c->root = *left;
	c->begun = true;
}

/* Reads the tiles at the right edge, where all those subtrees' hashes are, and computes the root. */
static int read_edge(struct tlog *t, bool fresh, struct loaded *edge[LEVELS], bool kept[LEVELS], struct tlog_hash *root,
                     struct error *err)
{
	struct chain c = { .begun = false };

	for (unsigned height = 0; t->tree.size >> height; height++) {
		unsigned level = height / TLOG_HEIGHT, width = hashes_at(t, level) % TLOG_WIDTH;
		struct tlog_hash h;

		if (!(t->tree.size >> height & 1))
			continue;
		if (!edge[level])
			edge[level] = xcalloc(1, sizeof *edge[level]);
		if (!edge[level]->t.width) {
			edge[level]->t = (struct tlog_tile){ .level = level,
				                             .number = hashes_at(t, level) / TLOG_WIDTH,
				                             .width = width };
			if (read_tile(t, edge[level], fresh, &kept[level], err))
				return -1;
		}
		node_of(edge[level], height, (t->tree.size >> height) - 1, &h);
		chain_add(&c, &h);
	}
	if (c.begun)
		*root = c.root;
	else
		hash_raw(hash_new(), root->b); /* of a tree without records: the hash of nothing */
	return 0;
}

static int prove_edge(struct tlog *t, struct error *err)
{
	struct loaded *edge[LEVELS] = { NULL };
	bool any_kept = true;
	int rc = 0;

	for (int fresh = 0; !rc && !t->edge_proven && fresh < 2; fresh++) {
		bool kept[LEVELS] = { false };
		struct tlog_hash root;

		for (unsigned i = 0; i < LEVELS; i++)
			if (edge[i])
				edge[i]->t.width = 0;
		if (fresh && !any_kept)
			break; /* it came that way: asking again is for the caller to decide */
		rc = read_edge(t, fresh, edge, kept, &root, err);
		t->edge_proven = !rc && tlog_same(&root, &t->tree.root);
		any_kept = false;
		for (unsigned i = 0; i < LEVELS; i++) {
			any_kept = any_kept || kept[i];
			if (t->edge_proven && edge[i] && !kept[i])
				t->source.save(t->source.ctx, &edge[i]->t, edge[i]->data);
		}
	}
	if (!rc && !t->edge_proven)
		rc = error_set(err, ERR_CORRUPT, "the tiles of the tree of %llu records do not hash to its signed root",
		               (unsigned long long)t->tree.size);
	for (unsigned i = 0; i < LEVELS; i++) {
		if (rc || !edge[i]) {
			free(edge[i]);
			continue;
		}
		edge[i]->proven = true;
		t->tiles = vec_grow(t->tiles, &t->cap, t->len + 1, sizeof(struct loaded *));
		t->tiles[t->len++] = edge[i];
	}
	return rc;
}

/* A whole tile, whose parent has been proven. */
static int prove_child(struct tlog *t, const struct loaded *parent, struct loaded *l, struct error *err)
{
	const unsigned char *entry = parent->data + l->t.number % TLOG_WIDTH * HASH_BYTES;
	char path[TLOG_PATH];
	bool kept = true;

	for (int fresh = 0; fresh < 2 && kept; fresh++) {
		struct tlog_hash root;

		if (read_tile(t, l, fresh, &kept, err))
			return -1;
		fold(l->data, TLOG_WIDTH, &root);
		l->proven = !memcmp(root.b, entry, HASH_BYTES);
		if (l->proven && !kept)
			t->source.save(t->source.ctx, &l->t, l->data);
		if (l->proven)
			return 0;
	}
	return error_set(err, ERR_CORRUPT, "%s does not hash to its entry in the tile above it",
	                 tlog_tile_path(&l->t, false, path));
}

/* The tile that holds hash `at` of the level, proven; NULL on failure. The way up ends at the edge. */
static struct loaded *proven_tile(struct tlog *t, unsigned level, uint64_t at, struct error *err)
{
	uint64_t numbers[LEVELS + 1];
	unsigned top = level;
	struct loaded *l;

	if (at >= hashes_at(t, level)) {
		error_set(err, ERR_CORRUPT, "hash %llu is not in the tree of %llu records", (unsigned long long)at,
		          (unsigned long long)t->tree.size);
		return NULL;
	}
	if (!t->edge_proven && prove_edge(t, err))
		return NULL;
	numbers[level] = at / TLOG_WIDTH;
	while (!(l = find(t, top, numbers[top]))) {
		if (top + 1 >= LEVELS) {
			error_set(err, ERR_CORRUPT, "the tree has no edge"); /* its size is bounded: not reached */
			return NULL;
		}
		numbers[top + 1] = numbers[top] / TLOG_WIDTH;
		top++;
	}
	while (top > level) {
		struct loaded *child = xcalloc(1, sizeof *child);

		top--;
		child->t = (struct tlog_tile){ .level = top, .number = numbers[top], .width = TLOG_WIDTH };
		if (prove_child(t, l, child, err)) {
			free(child);
			return NULL;
		}
		t->tiles = vec_grow(t->tiles, &t->cap, t->len + 1, sizeof(struct loaded *));
		t->tiles[t->len++] = l = child;
	}
	return l;
}

int tlog_record(struct tlog *t, uint64_t n, struct tlog_hash *out, struct error *err)
{
	struct loaded *l;

	if (n >= t->tree.size)
		return error_set(err, ERR_CORRUPT, "there is no record %llu in the tree of %llu records",
		                 (unsigned long long)n, (unsigned long long)t->tree.size);
	l = proven_tile(t, 0, n, err);
	if (!l)
		return -1;
	node_of(l, 0, n, out);
	return 0;
}

int tlog_root_at(struct tlog *t, uint64_t size, struct tlog_hash *out, struct error *err)
{
	struct chain c = { .begun = false };

	if (size > t->tree.size)
		return error_set(err, ERR_CORRUPT, "a tree of %llu records does not begin with %llu",
		                 (unsigned long long)t->tree.size, (unsigned long long)size);
	/* a smaller tree of no records is the beginning of any, but this one must be one that is known */
	if (!t->edge_proven && prove_edge(t, err))
		return -1;
	for (unsigned height = 0; size >> height; height++) {
		unsigned level = height / TLOG_HEIGHT;
		uint64_t n = (size >> height) - 1;
		struct tlog_hash h;
		struct loaded *l;

		if (!(size >> height & 1))
			continue;
		l = proven_tile(t, level, n << (height % TLOG_HEIGHT), err);
		if (!l)
			return -1;
		node_of(l, height, n, &h);
		chain_add(&c, &h);
	}
	if (c.begun)
		*out = c.root;
	else
		hash_raw(hash_new(), out->b);
	return 0;
}
