#include "testing.h"

#include "bench/mode.h"

static void assert_list(const struct strlist *l, const char *a, const char *b)
{
	assert_int_equal(l->len, (a != NULL) + (b != NULL));
	if (a)
		assert_string_equal(l->items[0], a);
	if (b)
		assert_string_equal(l->items[1], b);
}

static void test_the_table(void **state)
{
	struct mode_list l = MODE_LIST_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(mode_select(MODE_DEFAULT_NAMES, NULL, &l, &err), 0);
	assert_int_equal(l.len, 3);
	assert_string_equal(l.items[0].name, "default");
	assert_list(&l.items[0].flags, NULL, NULL);
	assert_string_equal(l.items[1].name, "noinline");
	assert_list(&l.items[1].flags, "-l", NULL);
	assert_string_equal(l.items[2].name, "noopt");
	assert_list(&l.items[2].flags, "-N", "-l");
	for (size_t i = 0; i < 3; i++)
		assert_list(&l.items[i].env, NULL, NULL);
	mode_list_release(&l);
}

static void test_defined_modes(void **state)
{
	struct mode_list defined = MODE_LIST_INIT, l = MODE_LIST_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(mode_define("small-32=GOARCH=386  GO386=softfloat -N\t-d=checkptr=1", &defined, &err), 0);
	assert_int_equal(mode_define("plain=", &defined, &err), 0);
	assert_int_equal(mode_select("noopt, small-32,noopt,plain", &defined, &l, &err), 0);
	assert_int_equal(l.len, 3);
	assert_string_equal(l.items[1].name, "small-32");
	assert_list(&l.items[1].env, "GOARCH=386", "GO386=softfloat");
	assert_list(&l.items[1].flags, "-N", "-d=checkptr=1");
	assert_string_equal(mode_goarch(&l.items[1], "amd64"), "386");
	assert_string_equal(mode_goarch(&l.items[0], "amd64"), "amd64");
	assert_list(&l.items[2].flags, NULL, NULL);
	mode_list_release(&defined); /* the selected ones are copies */
	assert_string_equal(l.items[1].env.items[0], "GOARCH=386");
	mode_list_release(&l);
}

static void test_bad_definitions(void **state)
{
	static const struct {
		const char *text, *named; /* what the message must name */
	} bad[] = {
		{ "", "''" },
		{ "x", "'x'" },
		{ "=-l", "'=-l'" },
		{ "Upper=-l", "Upper" },
		{ "a b=-l", "a b" },
		{ "a/b=-l", "a/b" },
		{ "x=word", "word" },
		{ "x=-", "'-'" },
		{ "x=PATH=/tmp", "PATH" },
		{ "x=GOROOT=/tmp", "GOROOT" },
		{ "x=GOFLAGS=-race", "GOFLAGS" },
		{ "x=GOARCH", "GOARCH" },
		{ "x=goarch=386", "goarch" },
		{ "x=GOARCH=386 GOARCH=arm64", "GOARCH" },
		{ "x=-o", "-o" },
		{ "x=-o=/x", "-o" },
		{ "x=--importcfg=/x", "-importcfg" },
		{ "x=-m", "-m" },
		{ "default=-l", "default" },
		{ "taken=-l", "taken" },
	};
	struct mode_list defined = MODE_LIST_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(mode_define("taken=-l", &defined, &err), 0);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		error_clear(&err);
		if (mode_define(bad[i].text, &defined, &err) != -1)
			fail_msg("taken: %s", bad[i].text);
		assert_int_equal(err.kind, ERR_USAGE);
		if (!strstr(err.msg, bad[i].named))
			fail_msg("%s: %s", bad[i].text, err.msg);
	}
	assert_int_equal(defined.len, 1);
	mode_list_release(&defined);
}

static void test_unknown_names_what_exists(void **state)
{
	static const char *const names[] = { "defualt", "default,nope", "", " , ", "default=", "noopt=-N" };
	struct mode_list defined = MODE_LIST_INIT, l = MODE_LIST_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(mode_define("mine=GOGC=off", &defined, &err), 0);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		error_clear(&err);
		assert_int_equal(mode_select(names[i], &defined, &l, &err), -1);
		assert_int_equal(err.kind, ERR_USAGE);
		assert_non_null(strstr(err.msg, "default, noinline, noopt, mine"));
		mode_list_release(&l);
	}
	mode_list_release(&defined);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_the_table),
	cmocka_unit_test(test_defined_modes),
	cmocka_unit_test(test_bad_definitions),
	cmocka_unit_test(test_unknown_names_what_exists),
};

TEST_MAIN(tests)
