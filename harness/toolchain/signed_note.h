/*
 * Signed notes: a text and the signatures below it, as checksum databases sign their tree heads.
 *
 *     TEXT (lines)
 *     <empty line>
 *     <em dash> NAME BASE64(4 bytes of key hash, signature)     one line a signature
 *
 * The format is that of golang.org/x/mod/sumdb/note. A key is written NAME+HASH+BASE64(1, 32 bytes of Ed25519 key); its
 * hash is the first four bytes of SHA-256(NAME "\n" 1 key), so a key belongs to one name. note_key_parse or
 * note_key_make .. note_open, from any thread. Plain data, nothing to free.
 */
#ifndef GOALLOC_TOOLCHAIN_SIGNED_NOTE_H
#define GOALLOC_TOOLCHAIN_SIGNED_NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ed25519.h"
#include "base/error.h"

#define NOTE_MAX ((size_t)64 << 10) /* bytes of a note */
#define NOTE_SIGNATURES 100
#define NOTE_NAME 200 /* bytes of a name, with the NUL */

struct note_key {
	char name[NOTE_NAME];
	uint32_t hash;
	unsigned char key[ED25519_KEY];
};

/* "NAME+HASH+BASE64"; ERR_USAGE saying what about it is wrong. */
int note_key_parse(const char *text, struct note_key *out, struct error *err);
/* The key whose base64 (algorithm byte first) is given, under this name; false if one of the two is malformed. */
bool note_key_make(const char *name, const char *base64, struct note_key *out);

/*
 * Checks the n bytes of a note: well-formed, and signed with the key. Signatures by others are passed over; a wrong
 * one under our key is not. The first *text_len bytes are what was signed (they end with a newline). ERR_CORRUPT.
 */
int note_open(const struct note_key *key, const char *msg, size_t n, size_t *text_len, struct error *err);

/* Valid UTF-8 without control characters other than newlines? */
bool note_text_valid(const char *text, size_t n);

#endif
