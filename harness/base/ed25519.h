/*
 * Ed25519 signatures (RFC 8032, OpenSSL libcrypto): checking only. No state, any thread.
 */
#ifndef GOALLOC_BASE_ED25519_H
#define GOALLOC_BASE_ED25519_H

#include <stdbool.h>
#include <stddef.h>

#define ED25519_KEY 32
#define ED25519_SIGNATURE 64

/* Did the owner of the public key sign these n bytes? False for a key that is none, too. */
bool ed25519_verify(const unsigned char key[ED25519_KEY], const void *p, size_t n,
                    const unsigned char signature[ED25519_SIGNATURE]);

#endif
