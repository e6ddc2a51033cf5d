/* A transparency log in memory, the database that serves it, and a key that signs its heads. Faults on demand. */
#ifndef GOALLOC_TESTS_LOG_FIXTURE_H
#define GOALLOC_TESTS_LOG_FIXTURE_H

#include "testing.h"

#include <openssl/evp.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/str.h"
#include "toolchain/signed_note.h"
#include "toolchain/tlog.h"

/* Every height of the complete subtrees: at[h][i] stands for the records i << h .. (i + 1) << h. */
struct log {
	uint64_t size;
	struct tlog_hash *at[24];
};

/* Record i of a log; from `fork` on it says something else. */
static inline void log_record(uint64_t i, uint64_t fork, struct str *out)
{
	struct hash *h = hash_new();
	unsigned char raw[HASH_BYTES];
	char text[48];

	hash_add(h, &i, sizeof i);
	if (i >= fork)
		hash_add(h, "fork", 4);
	hash_raw(h, raw);
	base64_encode(raw, sizeof raw, text, sizeof text);
	str_addf(out, "example.test/Mod v1.%llu.0 h1:%s\nexample.test/Mod v1.%llu.0/go.mod h1:%s\n",
	         (unsigned long long)i, text, (unsigned long long)i, text);
}

static inline void log_build(struct log *l, const struct tlog_hash *leaves, uint64_t size)
{
	memset(l, 0, sizeof *l);
	l->size = size;
	for (unsigned h = 0; h < 24; h++) {
		l->at[h] = xmalloc((size_t)(size >> h) * sizeof(struct tlog_hash) + 1);
		for (uint64_t i = 0; i < size >> h; i++) {
			if (h)
				tlog_node_hash(&l->at[h - 1][2 * i], &l->at[h - 1][2 * i + 1], &l->at[h][i]);
			else
				l->at[0][i] = leaves[i];
		}
	}
}

static inline void log_open(struct log *l, uint64_t size, uint64_t fork)
{
	struct tlog_hash *leaves = xmalloc((size_t)size * sizeof *leaves + 1);

	for (uint64_t i = 0; i < size; i++) {
		struct str text = STR_INIT;

		log_record(i, fork, &text);
		tlog_leaf_hash(text.p, text.len, &leaves[i]);
		str_release(&text);
	}
	log_build(l, leaves, size);
	free(leaves);
}

static inline void log_close(struct log *l)
{
	for (unsigned h = 0; h < 24; h++)
		free(l->at[h]);
}

/* The root by the definition: the largest power of two below the size at the left. */
static inline void log_root(const struct log *l, uint64_t from, uint64_t size, struct tlog_hash *out)
{
	struct tlog_hash left, right;
	uint64_t k = 1;

	if (size == 0) {
		hash_raw(hash_new(), out->b);
		return;
	}
	if (size == 1) {
		*out = l->at[0][from];
		return;
	}
	while (2 * k < size)
		k *= 2;
	log_root(l, from, k, &left);
	log_root(l, from + k, size - k, &right);
	tlog_node_hash(&left, &right, out);
}

static inline void log_tile(const struct log *l, unsigned level, uint64_t number, unsigned width, unsigned char *out)
{
	assert_true(number * TLOG_WIDTH + width <= l->size >> (level * TLOG_HEIGHT));
	memcpy(out, &l->at[level * TLOG_HEIGHT][number * TLOG_WIDTH], (size_t)width * HASH_BYTES);
}

/* ---- a key that signs ---- */
struct signer {
	EVP_PKEY *key;
	struct note_key public;
	char text[256]; /* NAME+HASH+KEY */
};

static inline void signer_open(struct signer *s, const char *name)
{
	unsigned char raw[1 + ED25519_KEY] = { 1 };
	size_t n = ED25519_KEY;
	char base64[64];

	s->key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	assert_non_null(s->key);
	assert_int_equal(EVP_PKEY_get_raw_public_key(s->key, raw + 1, &n), 1);
	base64_encode(raw, sizeof raw, base64, sizeof base64);
	assert_true(note_key_make(name, base64, &s->public));
	snprintf(s->text, sizeof s->text, "%s+%08x+%s", name, (unsigned)s->public.hash, base64);
}

static inline void signer_close(struct signer *s)
{
	EVP_PKEY_free(s->key);
}

/* Appends a signature line for the n bytes of text. */
static inline void sign_line(const struct signer *s, const char *text, size_t n, struct str *out)
{
	unsigned char raw[4 + ED25519_SIGNATURE];
	size_t length = ED25519_SIGNATURE;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	char base64[128];

	for (int i = 0; i < 4; i++)
		raw[i] = (unsigned char)(s->public.hash >> (24 - 8 * i));
	assert_int_equal(EVP_DigestSignInit(ctx, NULL, NULL, NULL, s->key), 1);
	assert_int_equal(EVP_DigestSign(ctx, raw + 4, &length, (const unsigned char *)text, n), 1);
	EVP_MD_CTX_free(ctx);
	base64_encode(raw, sizeof raw, base64, sizeof base64);
	str_addf(out, "\xe2\x80\x94 %s %s\n", s->public.name, base64);
}

/* The signed head of the log's first `size` records. */
static inline void sign_head(const struct signer *s, const struct log *l, uint64_t size, struct str *out)
{
	struct tlog_hash root;
	struct str text = STR_INIT;
	char base64[48];

	log_root(l, 0, size, &root);
	base64_encode(root.b, sizeof root.b, base64, sizeof base64);
	str_addf(&text, "go.sum database tree\n%llu\n%s\n", (unsigned long long)size, base64);
	str_add_bytes(out, text.p, text.len);
	str_add(out, "\n");
	sign_line(s, text.p, text.len, out);
	str_release(&text);
}

#endif
