#include "toolchain/signed_note.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/str.h"
#include "base/utf8.h"

#define ALGORITHM_ED25519 1
#define SIGNATURE_MAX 6144 /* bytes of a signature, other people's kinds included */

static const char dash[] = "\xe2\x80\x94 "; /* an em dash and a blank */

bool note_text_valid(const char *text, size_t n)
{
	const unsigned char *p = (const unsigned char *)text;

	for (size_t i = 0; i < n;) {
		size_t length = utf8_length(p + i, n - i);

		if (!length || (p[i] < 0x20 && p[i] != '\n'))
			return false;
		i += length;
	}
	return true;
}

/* Not empty, no "+", nothing below or at a blank. */
static bool name_valid(const char *name, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)name[i] <= ' ' || name[i] == '+' || name[i] == 0x7f)
			return false;
	return n > 0 && n < NOTE_NAME;
}

static uint32_t big_endian(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

bool note_key_make(const char *name, const char *base64, struct note_key *out)
{
	unsigned char raw[1 + ED25519_KEY], digest[HASH_BYTES];
	size_t n = 0;
	struct hash *h;

	if (!name_valid(name, strlen(name)) || !note_text_valid(name, strlen(name)) ||
	    !base64_decode(base64, strlen(base64), raw, sizeof raw, &n) || n != sizeof raw ||
	    raw[0] != ALGORITHM_ED25519)
		return false;
	h = hash_new();
	hash_add(h, name, strlen(name));
	hash_add(h, "\n", 1);
	hash_add(h, raw, sizeof raw);
	hash_raw(h, digest);
	*out = (struct note_key){ .hash = big_endian(digest) };
	str_copy(out->name, sizeof out->name, name, strlen(name));
	memcpy(out->key, raw + 1, ED25519_KEY);
	return true;
}

int note_key_parse(const char *text, struct note_key *out, struct error *err)
{
	const char *first = strchr(text, '+'), *second = first ? strchr(first + 1, '+') : NULL;
	char name[NOTE_NAME];
	char *end;
	unsigned long hash;

	if (!second || second - first != 9 || strspn(first + 1, "0123456789abcdefABCDEF") != 8 ||
	    first - text >= NOTE_NAME)
		return error_set(err, ERR_USAGE,
		                 "'%.200s' is not a key as NAME+HASH+KEY, HASH being 8 hexadecimal digits", text);
	str_copy(name, sizeof name, text, (size_t)(first - text));
	if (!note_key_make(name, second + 1, out))
		return error_set(err, ERR_USAGE, "'%.200s': after the second + comes no Ed25519 key in base64", text);
	hash = strtoul(first + 1, &end, 16);
	if (hash != out->hash)
		return error_set(
			err, ERR_USAGE,
			"'%.200s': the hash of this name and key is %08lx, not %08lx: one of the three is mistyped",
			text, (unsigned long)out->hash, hash);
	return 0;
}

/* Where the signatures begin: after the last empty line; 0: there is none. */
static size_t signatures_of(const char *msg, size_t n)
{
	for (size_t i = n; i >= 2; i--)
		if (msg[i - 1] == '\n' && msg[i - 2] == '\n')
			return i;
	return 0;
}

/* One signature line: 1 signed with our key, 0 somebody else's, -1 an error. */
static int check_line(const struct note_key *key, const char *msg, size_t text_len, const char *line, size_t n,
                      struct error *err)
{
	unsigned char raw[SIGNATURE_MAX];
	const char *name = line + strlen(dash), *blank;
	size_t length = 0;

	if (n <= strlen(dash) || memcmp(line, dash, strlen(dash)) || !(blank = memchr(name, ' ', n - strlen(dash))) ||
	    !name_valid(name, (size_t)(blank - name)) ||
	    !base64_decode(blank + 1, (size_t)(line + n - blank - 1), raw, sizeof raw, &length) || length < 5)
		return error_set(err, ERR_CORRUPT, "its signature lines are malformed");
	if (strlen(key->name) != (size_t)(blank - name) || memcmp(name, key->name, (size_t)(blank - name)) ||
	    big_endian(raw) != key->hash)
		return 0;
	if (length != 4 + ED25519_SIGNATURE || !ed25519_verify(key->key, msg, text_len, raw + 4))
		return error_set(err, ERR_CORRUPT, "the signature of %s+%08lx does not belong to it", key->name,
		                 (unsigned long)key->hash);
	return 1;
}

int note_open(const struct note_key *key, const char *msg, size_t n, size_t *text_len, struct error *err)
{
	size_t start, count = 0;
	bool ours = false;

	*text_len = 0;
	if (n > NOTE_MAX)
		return error_set(err, ERR_CORRUPT, "it is larger than a signed note may be");
	start = signatures_of(msg, n);
	/* both newlines of an empty line before the text's end would leave no text */
	if (start < 3 || start == n || msg[n - 1] != '\n' || !note_text_valid(msg, n))
		return error_set(err, ERR_CORRUPT, "it is not a signed note");
	for (size_t i = start; i < n;) {
		const char *end = memchr(msg + i, '\n', n - i);
		size_t length = (size_t)(end - (msg + i));
		int signer;

		if (++count > NOTE_SIGNATURES)
			return error_set(err, ERR_CORRUPT, "it has more than %d signatures", NOTE_SIGNATURES);
		signer = check_line(key, msg, start - 1, msg + i, length, err);
		if (signer < 0)
			return -1;
		ours = ours || signer;
		i += length + 1;
	}
	if (!ours)
		return error_set(err, ERR_CORRUPT, "%s+%08lx has not signed it", key->name, (unsigned long)key->hash);
	*text_len = start - 1;
	return 0;
}
