/* The module hash: order, names, and what is not one. */
#include "testing.h"

#include "toolchain/digests.h"
#include "toolchain/h1.h"

#define HEX_HELLO "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03" /* "hello\n" */
#define HEX_EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
/* { printf '%s  %s\n' HEX_EMPTY a.txt HEX_HELLO b/c.txt; } | sha256sum | xxd -r -p | base64 */
#define H1_OF_BOTH "h1:IDkFd+Ru7mVm++wJ5DTksM3W06hYBFaVNbd2yKSxaio="

static void is_the_hash_over_the_sorted_lines(void **state)
{
	struct h1 *h = h1_new();
	char text[H1_TEXT];
	(void)state;

	assert_true(h1_add(h, "b/c.txt", HEX_HELLO));
	assert_true(h1_add(h, "a.txt", HEX_EMPTY));
	assert_string_equal(h1_text(h, text), H1_OF_BOTH);
	assert_string_equal(h1_text(h, text), H1_OF_BOTH);
	assert_int_equal(h1_count(h), 2);
	h1_free(h);
}

static void refuses_what_would_make_two_trees_look_alike(void **state)
{
	struct h1 *h = h1_new();
	(void)state;

	assert_false(h1_add(h, "a\n" HEX_EMPTY "  b", HEX_HELLO));
	assert_false(h1_add(h, "a", "5891"));
	assert_false(h1_add(h, "a", "ZZ91b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"));
	assert_int_equal(h1_count(h), 0);
	h1_free(h);
}

static void knows_a_digest_when_it_sees_one(void **state)
{
	(void)state;
	assert_true(h1_valid(H1_OF_BOTH));
	assert_false(h1_valid(""));
	assert_false(h1_valid("h1:"));
	assert_false(h1_valid("h2:RvruPnIXe34bfNoY99F/eH7PdLbhzHt0PMyNKhim6W0="));
	assert_false(h1_valid("h1:RvruPnIXe34bfNoY99F/eH7PdLbhzHt0PMyNKhim6W0"));
	assert_false(h1_valid("h1:RvruPnIXe34bfNoY99F eH7PdLbhzHt0PMyNKhim6W0="));
}

static void released_digests_are_pinned(void **state)
{
	char buf[H1_TEXT];
	struct go_version newest;
	(void)state;

	unsetenv("GOALLOC_DIGESTS");
	assert_string_equal(digest_pinned("go1.9.2.linux-amd64", buf, sizeof buf),
	                    "h1:RvruPnIXe34bfNoY99F/eH7PdLbhzHt0PMyNKhim6W0=");
	assert_null(digest_pinned("go1.9.2.linux-amd6", buf, sizeof buf));
	assert_null(digest_pinned("go1.9.2", buf, sizeof buf));
	assert_null(digest_pinned("", buf, sizeof buf));
	digests_newest(&newest);
	assert_true(version_at_least(&newest, 1, 27));
}

static void every_minor_has_a_pin(void **state)
{
	char name[64], buf[H1_TEXT];
	(void)state;

	for (int minor = 2; minor <= 27; minor++) {
		bool found = false;

		for (int patch = 0; patch < 30; patch++) {
			snprintf(name, sizeof name, "go1.%d.%d.linux-amd64", minor, patch);
			found = found || digest_pinned(name, buf, sizeof buf);
		}
		if (!found)
			fail_msg("no digest of go1.%d is pinned", minor);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(is_the_hash_over_the_sorted_lines),
	cmocka_unit_test(refuses_what_would_make_two_trees_look_alike),
	cmocka_unit_test(knows_a_digest_when_it_sees_one),
	cmocka_unit_test(released_digests_are_pinned),
	cmocka_unit_test(every_minor_has_a_pin),
};

TEST_MAIN(tests)
