#include "report/utf8.h"

size_t utf8_next(const char *s, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s;
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	uint32_t value;
	size_t n;

	*cp = UTF8_INVALID;
	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	if (p[0] >= 0xC2 && p[0] <= 0xDF) {
		n = 2;
		value = p[0] & 0x1FU;
	} else if (p[0] >= 0xE0 && p[0] <= 0xEF) {
		n = 3;
		value = p[0] & 0x0FU;
	} else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
		n = 4;
		value = p[0] & 0x07U;
	} else {
		return 1;
	}
	for (size_t i = 1; i < n; i++) { /* the terminating NUL is no continuation byte: never read past it */
		if ((p[i] & 0xC0) != 0x80)
			return 1;
		value = value << 6 | (p[i] & 0x3FU);
	}
	if (value < smallest[n] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
		return 1;
	*cp = value;
	return n;
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
