#include "base/ed25519.h"

#include <openssl/err.h>
#include <openssl/evp.h>

bool ed25519_verify(const unsigned char key[ED25519_KEY], const void *p, size_t n,
                    const unsigned char signature[ED25519_SIGNATURE])
{
	EVP_PKEY *pkey = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key, ED25519_KEY);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool good = pkey && ctx && EVP_DigestVerifyInit(ctx, NULL, NULL, NULL, pkey) == 1 &&
	            EVP_DigestVerify(ctx, signature, ED25519_SIGNATURE, p, n) == 1;

	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(pkey);
	ERR_clear_error(); /* a wrong signature leaves its reason in this thread's queue, where others would find it */
	return good;
}
