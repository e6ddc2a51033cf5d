#include "testing.h"

#include "base/alloc.h"
#include "base/str.h"

static void test_empty(void **state)
{
	struct str s = STR_INIT;
	char *p;

	(void)state;
	assert_string_equal(str_cstr(&s), "");
	p = str_detach(&s);
	assert_string_equal(p, "");
	free(p);
	str_add(&s, "");
	assert_non_null(s.p);
	assert_int_equal(s.len, 0);
	str_release(&s);
	assert_null(s.p);
	str_release(&s);
}

static void test_growth_keeps_bytes_and_terminator(void **state)
{
	struct str s = STR_INIT;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		str_add_char(&s, (char)i); /* NULs among them */
		assert_int_equal(s.p[s.len], 0);
		assert_true(s.cap > s.len);
	}
	assert_int_equal(s.len, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(s.p[i], (char)i);
	str_reset(&s);
	assert_int_equal(s.len, 0);
	assert_string_equal(s.p, "");
	str_addf(&s, "%d-%s", 7, "seven");
	str_add_bytes(&s, "\0x", 2);
	assert_int_equal(s.len, 9);
	assert_memory_equal(s.p, "7-seven\0x", 10);
	str_release(&s);
}

static void test_detach_leaves_it_empty(void **state)
{
	struct str s = STR_INIT;
	char *p;

	(void)state;
	str_add(&s, "abc");
	p = str_detach(&s);
	assert_string_equal(p, "abc");
	assert_null(s.p);
	assert_int_equal(s.len, 0);
	str_add(&s, "new");
	assert_string_equal(s.p, "new");
	assert_string_equal(p, "abc");
	free(p);
	str_release(&s);
}

static void test_list_serves_as_a_vector(void **state)
{
	struct strlist l = STRLIST_INIT;

	(void)state;
	for (int i = 0; i < 100; i++) {
		strlist_addf(&l, "%d", i);
		assert_null(l.items[l.len]);
	}
	strlist_take(&l, xstrdup("taken"));
	assert_int_equal(l.len, 101);
	assert_string_equal(l.items[99], "99");
	assert_true(strlist_has(&l, "taken"));
	assert_false(strlist_has(&l, "take"));
	strlist_release(&l);
	assert_int_equal(l.len, 0);
	assert_false(strlist_has(&l, "taken"));
}

static void check_split(const char *text, size_t n, const char *joined)
{
	struct strlist l = STRLIST_INIT;
	struct str s = STR_INIT;

	strlist_split(&l, text, ',');
	assert_int_equal(l.len, n);
	for (size_t i = 0; i < l.len; i++)
		str_addf(&s, "[%s]", l.items[i]);
	assert_string_equal(str_cstr(&s), joined);
	str_release(&s);
	strlist_release(&l);
}

static void test_split(void **state)
{
	(void)state;
	check_split("", 0, "");
	check_split(",, ,", 0, "");
	check_split("a", 1, "[a]");
	check_split(" a b ,\tc\n,,d", 3, "[a b][c][d]");
	check_split("a,", 1, "[a]");
}

static void test_sort_is_by_bytes(void **state)
{
	struct strlist l = STRLIST_INIT;

	(void)state;
	strlist_sort(&l);
	strlist_split(&l, "b,a,B,a,\xc3\xa4", ',');
	strlist_sort(&l);
	assert_string_equal(l.items[0], "B");
	assert_string_equal(l.items[1], "a");
	assert_string_equal(l.items[2], "a");
	assert_string_equal(l.items[3], "b");
	assert_string_equal(l.items[4], "\xc3\xa4");
	strlist_release(&l);
}

static void test_prefix_and_suffix(void **state)
{
	(void)state;
	assert_true(str_starts("go1.9.2", "go"));
	assert_true(str_starts("go", ""));
	assert_false(str_starts("g", "go"));
	assert_true(str_ends("a_test.go", "_test.go"));
	assert_true(str_ends("x", ""));
	assert_false(str_ends("t.go", "_test.go"));
	assert_false(str_ends("a_test.goo", "_test.go"));
}

static void test_copy_is_cut_and_terminated(void **state)
{
	char buf[5] = "????";

	(void)state;
	str_copy(buf, sizeof buf, "abcdefgh", 8);
	assert_string_equal(buf, "abcd");
	str_copy(buf, sizeof buf, "abcdefgh", 2);
	assert_string_equal(buf, "ab");
	str_copy(buf, 1, "abc", 3);
	assert_string_equal(buf, "");
	str_copy(buf, 0, "abc", 3); /* touches nothing */
	assert_string_equal(buf, "");
}

static void test_allocation_helpers(void **state)
{
	char *cut = xstrndup("abc", 2), *text = xasprintf("%s=%d", "k", 5);
	int *v = NULL;
	size_t cap = 0;

	(void)state;
	assert_null(xstrdup(NULL));
	assert_string_equal(cut, "ab");
	assert_string_equal(text, "k=5");
	for (size_t i = 0; i < 100; i++) {
		v = vec_grow(v, &cap, i + 1, sizeof *v);
		assert_true(cap > i);
		v[i] = (int)i;
	}
	assert_int_equal(v[99], 99);
	free(v);
	free(cut);
	free(text);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_empty),
	cmocka_unit_test(test_growth_keeps_bytes_and_terminator),
	cmocka_unit_test(test_detach_leaves_it_empty),
	cmocka_unit_test(test_list_serves_as_a_vector),
	cmocka_unit_test(test_split),
	cmocka_unit_test(test_sort_is_by_bytes),
	cmocka_unit_test(test_prefix_and_suffix),
	cmocka_unit_test(test_copy_is_cut_and_terminated),
	cmocka_unit_test(test_allocation_helpers),
};

TEST_MAIN(tests)
