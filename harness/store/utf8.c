#include "store/utf8.h"

#include <stdint.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

/* Bytes of the character at p, of n > 0 that are left; 0 if none starts there. */
static size_t character(const unsigned char *p, size_t n)
{
	static const struct {
		unsigned char mask, lead;
		uint32_t least; /* the first code point that needs this many bytes */
	} forms[] = { { 0x80, 0x00, 0 }, { 0xe0, 0xc0, 0x80 }, { 0xf0, 0xe0, 0x800 }, { 0xf8, 0xf0, 0x10000 } };

	for (size_t k = 0; k < sizeof forms / sizeof *forms && k < n; k++) {
		uint32_t cp;

		if ((p[0] & forms[k].mask) != forms[k].lead)
			continue;
		cp = p[0] & (unsigned char)~forms[k].mask;
		for (size_t i = 1; i <= k; i++) {
			if ((p[i] & 0xc0) != 0x80)
				return 0;
			cp = cp << 6 | (p[i] & 0x3f);
		}
		return cp < forms[k].least || (cp >= 0xd800 && cp <= 0xdfff) || cp > 0x10ffff ? 0 : k + 1;
	}
	return 0;
}

bool utf8_valid(const void *p, size_t n)
{
	const unsigned char *s = p;

	for (size_t i = 0, k; i < n; i += k) {
		k = character(s + i, n - i);
		if (!k)
			return false;
	}
	return true;
}

void utf8_repair(struct str *out, const void *p, size_t n)
{
	const unsigned char *s = p;

	for (size_t i = 0; i < n;) {
		size_t k = character(s + i, n - i);

		if (k)
			str_add_bytes(out, s + i, k);
		else
			str_add(out, REPLACEMENT);
		i += k ? k : 1;
	}
}
