/* UTF-8: every border between what is a character and what is not; locales that read it. */
#include "testing.h"

#include <langinfo.h>
#include <wchar.h>

#include "base/utf8.h"
#include "base/utf8_locale.h"

/* The first character of n bytes: its length (0: none) and code point. */
static const struct {
	const char *bytes;
	size_t n, length;
	uint32_t cp;
} table[] = {
	/* first and last of each length */
	{ "\x01", 1, 1, 0x01 },
	{ "\x7f", 1, 1, 0x7f },
	{ "\xC2\x80", 2, 2, 0x80 },
	{ "\xDF\xBF", 2, 2, 0x7FF },
	{ "\xE0\xA0\x80", 3, 3, 0x800 },
	{ "\xE1\x80\x80", 3, 3, 0x1000 },
	{ "\xEC\xBF\xBF", 3, 3, 0xCFFF },
	{ "\xEF\xBF\xBF", 3, 3, 0xFFFF },
	{ "\xF0\x90\x80\x80", 4, 4, 0x10000 },
	{ "\xF1\x80\x80\x80", 4, 4, 0x40000 },
	{ "\xF3\xBF\xBF\xBF", 4, 4, 0xFFFFF },
	{ "\xF4\x8F\xBF\xBF", 4, 4, 0x10FFFF },
	/* what follows is not looked at */
	{ "\xC3\xA9\xFF", 3, 2, 0xE9 },
	{ "a\x80", 2, 1, 'a' },
	/* around the surrogates */
	{ "\xED\x9F\xBF", 3, 3, 0xD7FF },
	{ "\xED\xA0\x80", 3, 0, UTF8_INVALID },
	{ "\xED\xBF\xBF", 3, 0, UTF8_INVALID },
	{ "\xEE\x80\x80", 3, 3, 0xE000 },
	/* overlong */
	{ "\xC0\x80", 2, 0, UTF8_INVALID },
	{ "\xC1\xBF", 2, 0, UTF8_INVALID },
	{ "\xE0\x80\x80", 3, 0, UTF8_INVALID },
	{ "\xE0\x9F\xBF", 3, 0, UTF8_INVALID },
	{ "\xF0\x80\x80\x80", 4, 0, UTF8_INVALID },
	{ "\xF0\x8F\xBF\xBF", 4, 0, UTF8_INVALID },
	/* beyond Unicode */
	{ "\xF4\x90\x80\x80", 4, 0, UTF8_INVALID },
	{ "\xF5\x80\x80\x80", 4, 0, UTF8_INVALID },
	{ "\xF8\x88\x80\x80\x80", 5, 0, UTF8_INVALID },
	{ "\xFE", 1, 0, UTF8_INVALID },
	{ "\xFF", 1, 0, UTF8_INVALID },
	/* a continuation first; one missing or wrong, at each place */
	{ "\x80", 1, 0, UTF8_INVALID },
	{ "\xBF", 1, 0, UTF8_INVALID },
	{ "\xC3(", 2, 0, UTF8_INVALID },
	{ "\xC3\xC3", 2, 0, UTF8_INVALID },
	{ "\xE2(\xAC", 3, 0, UTF8_INVALID },
	{ "\xE2\x82(", 3, 0, UTF8_INVALID },
	{ "\xF0(\x98\x80", 4, 0, UTF8_INVALID },
	{ "\xF0\x9F(\x80", 4, 0, UTF8_INVALID },
	{ "\xF0\x9F\x98(", 4, 0, UTF8_INVALID },
	{ "\xF0\x9F\x98\xC0", 4, 0, UTF8_INVALID },
	/* cut off */
	{ "\xC3", 1, 0, UTF8_INVALID },
	{ "\xE2\x82", 2, 0, UTF8_INVALID },
	{ "\xE2", 1, 0, UTF8_INVALID },
	{ "\xF0\x9F\x98", 3, 0, UTF8_INVALID },
	{ "\xF0\x9F", 2, 0, UTF8_INVALID },
	{ "\xF0", 1, 0, UTF8_INVALID },
};
#define ROWS (sizeof table / sizeof *table)

static void every_border(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS; i++) {
		uint32_t cp;
		size_t n = utf8_next(table[i].bytes, &cp);

		if (utf8_length(table[i].bytes, table[i].n) != table[i].length || cp != table[i].cp ||
		    n != (table[i].length ? table[i].length : 1))
			fail_msg("row %zu: length %zu, next %zu, U+%04X", i, utf8_length(table[i].bytes, table[i].n), n,
			         (unsigned)cp);
	}
}

/* The bytes end in a block of their own size, so that the sanitizer sees a byte too far; so does utf8_next() a NUL. */
static void nothing_is_read_beyond_the_length(void **state)
{
	(void)state;
	assert_int_equal(utf8_length("x", 0), 0);
	assert_int_equal(utf8_length("", 1), 1); /* NUL is a character like any */
	for (size_t i = 0; i < ROWS; i++)
		for (size_t n = 1; n <= table[i].n; n++) {
			char *exactly = malloc(n), *terminated = calloc(1, n + 1);
			uint32_t cp;

			assert_true(exactly && terminated);
			memcpy(exactly, table[i].bytes, n);
			memcpy(terminated, table[i].bytes, n);
			assert_int_equal(utf8_length(exactly, n),
			                 table[i].length && table[i].length <= n ? table[i].length : 0);
			assert_true(utf8_next(terminated, &cp) <= n);
			free(exactly);
			free(terminated);
		}
}

/* Every code point, written by hand and read back; surrogates are none. */
static void all_of_unicode(void **state)
{
	(void)state;
	for (uint32_t c = 1; c < 0x110000; c++) {
		char b[5] = "";
		size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
		bool surrogate = c >= 0xD800 && c <= 0xDFFF;
		static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
		uint32_t cp, rest = c;

		for (size_t i = n; i-- > 1; rest >>= 6)
			b[i] = (char)(0x80 | (rest & 0x3F));
		b[0] = (char)(lead[n] | rest);
		if (utf8_length(b, n) != (surrogate ? 0 : n) || utf8_next(b, &cp) != (surrogate ? 1 : n) ||
		    cp != (surrogate ? UTF8_INVALID : c))
			fail_msg("U+%04X", (unsigned)c);
	}
}

static void valid_or_repaired(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *repaired; /* NULL: it is valid */
	} rows[] = {
		{ "", 0, NULL },
		{ "a\0b", 3, NULL },
		{ "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 9, NULL },
		{ "a\xC3(", 3, "a" UTF8_REPLACEMENT "(" },
		{ "\xED\xA0\x80", 3, UTF8_REPLACEMENT UTF8_REPLACEMENT UTF8_REPLACEMENT },
		{ "\xC3\xA9\xE2\x82", 4, "\xC3\xA9" UTF8_REPLACEMENT UTF8_REPLACEMENT },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct str out = STR_INIT;

		assert_int_equal(utf8_valid(rows[i].bytes, rows[i].n), !rows[i].repaired);
		utf8_repair(&out, rows[i].bytes, rows[i].n);
		if (rows[i].repaired) {
			assert_string_equal(str_cstr(&out), rows[i].repaired);
		} else {
			assert_int_equal(out.len, rows[i].n);
			assert_memory_equal(str_cstr(&out), rows[i].bytes, rows[i].n);
		}
		assert_true(utf8_valid(str_cstr(&out), out.len));
		str_release(&out);
	}
}

static void controls(void **state)
{
	static const struct {
		uint32_t cp;
		bool control;
	} rows[] = { { 0x00, true },    { 0x1F, true },   { 0x20, false },   { 0x7E, false },
		     { 0x7F, true },    { 0x9F, true },   { 0xA0, false },   { 0x200B, true },
		     { 0x200A, false }, { 0x202E, true }, { 0x202F, false }, { 0x2066, true },
		     { 0x206A, false }, { 0xFEFF, true }, { 0xE0041, true }, { 0x1F600, false } };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(utf8_is_control(rows[i].cp), rows[i].control);
}

/* Nested, and left again: the thread's locale is what it was. */
static void a_locale_that_reads_it(void **state)
{
	struct utf8_locale outer, inner;
	locale_t before = uselocale((locale_t)0);
	wchar_t wide;

	(void)state;
	utf8_locale_enter(&outer);
	assert_string_equal(nl_langinfo(CODESET), "UTF-8");
	assert_int_equal(mbtowc(&wide, "\xC3\xA9", 2), 2);
	utf8_locale_enter(&inner);
	utf8_locale_leave(&inner);
	assert_string_equal(nl_langinfo(CODESET), "UTF-8");
	utf8_locale_leave(&outer);
	assert_true(uselocale((locale_t)0) == before);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(every_border),   cmocka_unit_test(nothing_is_read_beyond_the_length),
	cmocka_unit_test(all_of_unicode), cmocka_unit_test(valid_or_repaired),
	cmocka_unit_test(controls),       cmocka_unit_test(a_locale_that_reads_it),
};
TEST_MAIN(tests)
