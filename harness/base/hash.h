/*
 * SHA-256 (OpenSSL libcrypto). hash_new .. hash_add .. hash_hex/hash_raw (which end it) or hash_free.
 */
#ifndef GOALLOC_BASE_HASH_H
#define GOALLOC_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

#define HASH_BYTES 32
#define HASH_HEX 65 /* with the NUL */

struct hash;
struct hash *hash_new(void);
void hash_add(struct hash *h, const void *p, size_t n);
/* Adds the string with its length before it, so that ("a","bc") and ("ab","c") differ. NULL counts as "". */
void hash_add_field(struct hash *h, const char *s);
void hash_raw(struct hash *h, unsigned char out[HASH_BYTES]); /* ends and frees h */
void hash_hex(struct hash *h, char out[HASH_HEX]);            /* ends and frees h */
void hash_free(struct hash *h);
/* Of a whole file, streamed. */
int hash_file(const char *path, char out[HASH_HEX], struct error *err);
void hash_to_hex(const unsigned char raw[HASH_BYTES], char out[HASH_HEX]);
/* Base64 (padded) of n bytes; `size` at least 4*((n+2)/3)+1. */
void base64_encode(const unsigned char *p, size_t n, char *out, size_t size);
/*
 * The bytes of the n characters at text (RFC 4648, padded). Strict, so that no two texts mean the same bytes: no blanks or
 * line ends, the padding whole, the bits that do not count zero. False, and *len 0, if it is not so or is more than `size`.
 */
bool base64_decode(const char *text, size_t n, unsigned char *out, size_t size, size_t *len);

#endif
