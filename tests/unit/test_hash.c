#include "testing.h"

#include "base/alloc.h"
#include "base/file.h"
#include "base/hash.h"

/* FIPS 180-2, appendix B */
#define OF_NOTHING "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define OF_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define OF_A_MILLION "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"

static void test_known_digests(void **state)
{
	struct hash *h = hash_new();
	char hex[HASH_HEX], piece[997];

	(void)state;
	hash_hex(h, hex);
	assert_string_equal(hex, OF_NOTHING);
	h = hash_new();
	hash_add(h, "a", 1);
	hash_add(h, NULL, 0);
	hash_add(h, "bc", 2);
	hash_hex(h, hex);
	assert_string_equal(hex, OF_ABC);
	h = hash_new();
	memset(piece, 'a', sizeof piece);
	for (size_t left = 1000000; left;) {
		size_t n = left < sizeof piece ? left : sizeof piece;

		hash_add(h, piece, n);
		left -= n;
	}
	hash_hex(h, hex);
	assert_string_equal(hex, OF_A_MILLION);
	hash_free(hash_new());
	hash_free(NULL);
}

static void of_fields(const char *a, const char *b, char hex[HASH_HEX])
{
	struct hash *h = hash_new();

	hash_add_field(h, a);
	hash_add_field(h, b);
	hash_hex(h, hex);
}

static void test_fields_do_not_run_together(void **state)
{
	char one[HASH_HEX], two[HASH_HEX];

	(void)state;
	of_fields("a", "bc", one);
	of_fields("ab", "c", two);
	assert_string_not_equal(one, two);
	of_fields("a", "bc", two);
	assert_string_equal(one, two);
	of_fields("", "x", one);
	of_fields(NULL, "x", two);
	assert_string_equal(one, two);
}

static void test_of_a_file(void **state)
{
	char *folder = test_folder(), path[4096], hex[HASH_HEX], *content = xmalloc(1000000);
	struct error err = ERROR_INIT;

	(void)state;
	snprintf(path, sizeof path, "%s/f", folder);
	memset(content, 'a', 1000000);
	assert_int_equal(file_write(path, content, 1000000, &err), 0);
	assert_int_equal(hash_file(path, hex, &err), 0);
	assert_string_equal(hex, OF_A_MILLION);
	assert_int_equal(hash_file(folder, hex, &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	strcat(path, "-missing");
	assert_int_equal(hash_file(path, hex, &err), -1);
	assert_non_null(strstr(err.msg, path));
	assert_int_equal(tree_remove(folder, &err), 0);
	free(content);
	free(folder);
}

static void test_hex(void **state)
{
	unsigned char raw[HASH_BYTES];
	char hex[HASH_HEX];

	(void)state;
	for (size_t i = 0; i < sizeof raw; i++)
		raw[i] = (unsigned char)(i * 17);
	hash_to_hex(raw, hex);
	assert_memory_equal(hex, "00112233445566778899aabbccddeeff10", 34);
	assert_int_equal(strlen(hex), 64);
}

static void test_base64(void **state)
{
	/* RFC 4648, section 10 */
	static const char *const of_foobar[] = { "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy" };
	static const unsigned char high[] = { 0xfb, 0xff, 0xfe };
	char out[16];

	(void)state;
	for (size_t n = 0; n <= 6; n++) {
		base64_encode((const unsigned char *)"foobar", n, out, 4 * ((n + 2) / 3) + 1);
		assert_string_equal(out, of_foobar[n]);
	}
	base64_encode(high, 3, out, sizeof out);
	assert_string_equal(out, "+//+");
	memset(out, '?', sizeof out);
	base64_encode((const unsigned char *)"foobar", 6, out, 8); /* no room for all: no overrun */
	assert_int_equal(out[8], '?');
	assert_string_equal(out, "Zm9v");
}

static void test_base64_back(void **state)
{
	static const char *const wrong[] = {
		"Zg",   "Zg=",   "Zg===",  "=",     "====", "Z===",     "Zh==", /* a bit that does not count is set */
		"Zm9=", "Zm9v ", "Zm9v\n", "Zm 9v", "Zm-_", "Zg==Zg==", "Zm9v=", "Zm=v", "\xc3\xbc==", "Zg=\0",
	};
	unsigned char raw[48], back[48];
	char text[68];
	size_t n;

	(void)state;
	for (size_t i = 0; i < sizeof raw; i++)
		raw[i] = (unsigned char)(i * 83 + 251);
	for (size_t k = 0; k <= sizeof raw; k++) {
		base64_encode(raw, k, text, sizeof text);
		memset(back, '?', sizeof back);
		assert_true(base64_decode(text, strlen(text), back, k, &n));
		assert_int_equal(n, k);
		assert_memory_equal(back, raw, k);
		if (k) { /* no room: no overrun */
			assert_false(base64_decode(text, strlen(text), back, k - 1, &n));
			assert_int_equal(n, 0);
		}
	}
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		if (base64_decode(wrong[i], strlen(wrong[i]), back, sizeof back, &n) || n)
			fail_msg("accepted: '%s'", wrong[i]);
	assert_false(base64_decode("Zm\0v", 4, back, sizeof back, &n));
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_known_digests), cmocka_unit_test(test_fields_do_not_run_together),
	cmocka_unit_test(test_of_a_file),     cmocka_unit_test(test_hex),
	cmocka_unit_test(test_base64),        cmocka_unit_test(test_base64_back),
};

TEST_MAIN(tests)
