#include "base/utf8.h"

size_t utf8_length(const void *p, size_t n)
{
	static const struct {
		unsigned char low, high; /* of the first byte */
		unsigned char from, to;  /* of the second; those behind it are 80..bf */
		unsigned char length;
	} forms[] = {
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 }, { 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
	}; /* The Unicode Standard, table 3-7 */
	const unsigned char *s = p;

	if (!n || s[0] < 0x80)
		return n ? 1 : 0;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (s[0] < forms[i].low || s[0] > forms[i].high)
			continue;
		if (n < forms[i].length || s[1] < forms[i].from || s[1] > forms[i].to)
			return 0;
		for (size_t k = 2; k < forms[i].length; k++)
			if (s[k] < 0x80 || s[k] > 0xbf)
				return 0;
		return forms[i].length;
	}
	return 0;
}

size_t utf8_next(const char *s, uint32_t *cp)
{
	static const unsigned char payload[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 }; /* of the first byte, by length */
	const unsigned char *p = (const unsigned char *)s;
	size_t n = utf8_length(s, 4); /* the NUL continues nothing: nothing behind it is read */

	*cp = UTF8_INVALID;
	if (!n)
		return 1;
	*cp = p[0] & payload[n];
	for (size_t i = 1; i < n; i++)
		*cp = *cp << 6 | (p[i] & 0x3fU);
	return n;
}

bool utf8_valid(const void *p, size_t n)
{
	const unsigned char *s = p;

	for (size_t i = 0, k; i < n; i += k) {
		k = utf8_length(s + i, n - i);
		if (!k)
			return false;
	}
	return true;
}

void utf8_repair(struct str *out, const void *p, size_t n)
{
	const unsigned char *s = p;

	for (size_t i = 0; i < n;) {
		size_t k = utf8_length(s + i, n - i);

		if (k)
			str_add_bytes(out, s + i, k);
		else
			str_add(out, UTF8_REPLACEMENT);
		i += k ? k : 1;
	}
}

bool utf8_is_control(uint32_t cp)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x00, 0x1F },     { 0x7F, 0x9F },     { 0x061C, 0x061C }, { 0x200B, 0x200F },   { 0x2028, 0x202E },
		{ 0x2060, 0x2069 }, { 0xFEFF, 0xFEFF }, { 0xFFF9, 0xFFFB }, { 0xE0000, 0xE007F },
	};

	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (cp >= ranges[i].first && cp <= ranges[i].last)
			return true;
	return false;
}
