#include "testing.h"

#include <errno.h>

#include "base/error.h"
#include "base/str.h"
#include "base/utf8.h"

static void test_message_and_kind(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(error_set(&err, ERR_USAGE, "no case %s", "x"), -1);
	assert_int_equal(err.kind, ERR_USAGE);
	assert_string_equal(err.msg, "no case x");
	assert_int_equal(error_prefix(&err, "run %d", 3), -1);
	assert_int_equal(err.kind, ERR_USAGE);
	assert_string_equal(err.msg, "run 3: no case x");
	error_clear(&err);
	assert_int_equal(err.kind, ERR_NONE);
	assert_string_equal(err.msg, "");
}

static void test_errno_is_read_first(void **state)
{
	struct error err = ERROR_INIT;
	char expected[128];

	(void)state;
	errno = ENOSPC;
	assert_int_equal(error_errno(&err, ERR_INFRA, "cannot write %s", "f"), -1);
	snprintf(expected, sizeof expected, "cannot write f: %s", strerror(ENOSPC));
	assert_string_equal(err.msg, expected);
	assert_int_equal(err.kind, ERR_INFRA);
}

static void test_arguments_may_be_the_message_itself(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	error_set(&err, ERR_INFRA, "inner");
	error_set(&err, ERR_CORRUPT, "outer: %s", err.msg);
	assert_string_equal(err.msg, "outer: inner");
	error_prefix(&err, "%s", err.msg);
	assert_string_equal(err.msg, "outer: inner: outer: inner");
}

static void test_one_line(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	error_set(&err, ERR_CORRUPT, "server said: %s", "a\r\nb\nc");
	assert_string_equal(err.msg, "server said: a  b c");
}

static void test_long_text_is_cut(void **state)
{
	struct error err = ERROR_INIT;
	char text[4000];

	(void)state;
	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	error_set(&err, ERR_INFRA, "%s", text);
	assert_int_equal(strlen(err.msg), sizeof err.msg - 1);
	errno = EIO;
	error_errno(&err, ERR_INFRA, "%s", text);
	assert_int_equal(strlen(err.msg), sizeof err.msg - 1);
	error_prefix(&err, "start");
	assert_int_equal(strlen(err.msg), sizeof err.msg - 1);
	assert_memory_equal(err.msg, "start: xxx", 10);
}

/* A name without end leaves room for what to do about it. */
static void test_the_middle_is_cut(void **state)
{
	struct error err = ERROR_INIT;
	char name[8000];

	(void)state;
	for (size_t i = 0; i < sizeof name - 1; i += 2)
		memcpy(name + i, "\xc3\xa9", 2); /* e with an acute accent */
	name[sizeof name - 2] = '\0';
	error_set(&err, ERR_INFRA, "%s was not measured; run `goalloc run` first", name);
	assert_true(str_ends(err.msg, "\xc3\xa9 was not measured; run `goalloc run` first"));
	assert_non_null(strstr(err.msg, "\xc3\xa9 ... \xc3\xa9"));
	assert_true(utf8_valid(err.msg, strlen(err.msg)));
	error_prefix(&err, "here");
	assert_memory_equal(err.msg, "here: \xc3\xa9", 8);
	assert_true(str_ends(err.msg, "run `goalloc run` first"));
	memset(name, 0x80, sizeof name - 1); /* no UTF-8 at all */
	name[sizeof name - 1] = '\0';
	error_set(&err, ERR_INFRA, "%s", name);
	assert_in_range(strlen(err.msg), sizeof err.msg - 8, sizeof err.msg - 1);
}

static void test_exit_codes(void **state)
{
	static const struct {
		enum error_kind kind;
		int code;
	} table[] = {
		{ ERR_NONE, 0 },    { ERR_USAGE, 2 },     { ERR_INFRA, 3 },
		{ ERR_CORRUPT, 3 }, { ERR_UNDECIDED, 4 }, { ERR_INTERRUPTED, 130 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct error err = { .kind = table[i].kind };

		assert_int_equal(error_exit_code(&err), table[i].code);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_message_and_kind),
	cmocka_unit_test(test_errno_is_read_first),
	cmocka_unit_test(test_arguments_may_be_the_message_itself),
	cmocka_unit_test(test_one_line),
	cmocka_unit_test(test_long_text_is_cut),
	cmocka_unit_test(test_the_middle_is_cut),
	cmocka_unit_test(test_exit_codes),
};

TEST_MAIN(tests)
