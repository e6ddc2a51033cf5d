/*
 * The module hash "h1:": the digest under which the checksum database knows a toolchain.
 *
 * Base64 of the SHA-256 over the lines "hex-sha256  name\n" of every file, sorted by name as bytes (Go's
 * golang.org/x/mod/sumdb/dirhash, Hash1). h1_new .. h1_add (in any order) .. h1_text, which may be asked more than
 * once .. h1_free. A name must hold no newline: h1_add says so.
 */
#ifndef GOALLOC_TOOLCHAIN_H1_H
#define GOALLOC_TOOLCHAIN_H1_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"

#define H1_TEXT 48 /* "h1:", 44 characters, NUL */

struct h1;
struct h1 *h1_new(void);
void h1_free(struct h1 *h);
/* False, and nothing added, for a name with a newline or a text that is not 64 lower-case hexadecimal digits. */
bool h1_add(struct h1 *h, const char *name, const char *hex);
size_t h1_count(const struct h1 *h);
const char *h1_text(struct h1 *h, char out[H1_TEXT]);
/* Is it "h1:" and the base64 of 32 bytes? */
bool h1_valid(const char *text);

#endif
