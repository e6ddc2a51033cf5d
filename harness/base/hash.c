#include "base/hash.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"

struct hash {
	EVP_MD_CTX *ctx;
};

/* SHA-256 fails only when libcrypto has no memory or is broken: a digest that is not one must never get out. */
static void must(int ok)
{
	if (ok != 1)
		abort();
}

struct hash *hash_new(void)
{
	struct hash *h = xmalloc(sizeof *h);

	h->ctx = EVP_MD_CTX_new();
	must(h->ctx != NULL);
	must(EVP_DigestInit_ex(h->ctx, EVP_sha256(), NULL));
	return h;
}

void hash_add(struct hash *h, const void *p, size_t n)
{
	if (n)
		must(EVP_DigestUpdate(h->ctx, p, n));
}

void hash_add_field(struct hash *h, const char *s)
{
	uint64_t n = s ? strlen(s) : 0;
	unsigned char length[8];

	for (size_t i = 0; i < sizeof length; i++)
		length[i] = (unsigned char)(n >> (8 * i));
	hash_add(h, length, sizeof length);
	hash_add(h, s, (size_t)n);
}

void hash_raw(struct hash *h, unsigned char out[HASH_BYTES])
{
	unsigned int n = 0;

	must(EVP_DigestFinal_ex(h->ctx, out, &n));
	must(n == HASH_BYTES);
	hash_free(h);
}

void hash_hex(struct hash *h, char out[HASH_HEX])
{
	unsigned char raw[HASH_BYTES];

	hash_raw(h, raw);
	hash_to_hex(raw, out);
}

void hash_free(struct hash *h)
{
	if (!h)
		return;
	EVP_MD_CTX_free(h->ctx);
	free(h);
}

int hash_file(const char *path, char out[HASH_HEX], struct error *err)
{
	struct hash *h = NULL;
	char *buf = NULL;
	ssize_t n;
	int fd, rc = -1;

	if (file_open(path, &fd, NULL, err))
		return -1;
	h = hash_new();
	buf = xmalloc(1 << 16);
	while ((n = read(fd, buf, 1 << 16)) != 0) {
		if (n > 0) {
			hash_add(h, buf, (size_t)n);
		} else if (errno != EINTR) {
			error_errno(err, ERR_INFRA, "cannot read %s", path);
			goto out;
		}
	}
	hash_hex(h, out);
	h = NULL;
	rc = 0;
out:
	hash_free(h);
	free(buf);
	close(fd);
	return rc;
}

void hash_to_hex(const unsigned char raw[HASH_BYTES], char out[HASH_HEX])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < HASH_BYTES; i++) {
		out[2 * i] = digits[raw[i] >> 4];
		out[2 * i + 1] = digits[raw[i] & 15];
	}
	out[HASH_HEX - 1] = '\0';
}

void base64_encode(const unsigned char *p, size_t n, char *out, size_t size)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t o = 0;

	for (size_t i = 0; i < n && o + 4 < size; i += 3) {
		uint32_t v = (uint32_t)p[i] << 16;

		if (i + 1 < n)
			v |= (uint32_t)p[i + 1] << 8;
		if (i + 2 < n)
			v |= p[i + 2];
		out[o++] = digits[v >> 18];
		out[o++] = digits[v >> 12 & 63];
		out[o++] = i + 1 < n ? digits[v >> 6 & 63] : '=';
		out[o++] = i + 2 < n ? digits[v & 63] : '=';
	}
	if (size)
		out[o] = '\0';
}

/* The six bits that a character stands for, or -1. */
static int base64_bits(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool base64_decode(const char *text, size_t n, unsigned char *out, size_t size, size_t *len)
{
	size_t padding = 0, o = 0;
	uint32_t held = 0;

	*len = 0;
	if (n % 4)
		return false;
	while (padding < 2 && padding < n && text[n - 1 - padding] == '=')
		padding++;
	if (n / 4 * 3 - padding > size)
		return false;
	for (size_t i = 0; i < n - padding; i++) {
		int bits = base64_bits(text[i]);

		if (bits < 0)
			return false;
		held = held << 6 | (uint32_t)bits;
		if (i % 4) /* the second to fourth character of a group each complete a byte */
			out[o++] = (unsigned char)(held >> (6 - 2 * (i % 4)));
	}
	/* in a group cut short the last character has bits left over */
	if (padding && held & (padding == 1 ? 3 : 15))
		return false;
	*len = o;
	return true;
}
