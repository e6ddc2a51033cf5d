/* Go versions: what parses, how they order, how they are written. */
#include "testing.h"

#include "toolchain/version.h"

static void parses_what_is_a_version_and_nothing_else(void **state)
{
	static const struct {
		const char *text, *written; /* NULL: not a version */
	} t[] = {
		{ "1.9.2", "go1.9.2" },
		{ "go1.9.2", "go1.9.2" },
		{ "1.9", "go1.9" },
		{ "go1.20", "go1.20" },
		{ "1.21.0", "go1.21.0" },
		{ "1.26rc1", "go1.26rc1" },
		{ "go1.18beta1", "go1.18beta1" },
		{ "1.9.2rc2", "go1.9.2rc2" },
		{ "1.9999", "go1.9999" },
		{ "", NULL },
		{ "go", NULL },
		{ "1", NULL },
		{ "1.", NULL },
		{ "1.9.", NULL },
		{ "1.9.2.3", NULL },
		{ "1.9.2 ", NULL },
		{ " 1.9.2", NULL },
		{ "v1.9.2", NULL },
		{ "1.09", NULL },
		{ "1.-9", NULL },
		{ "1.9rc", NULL },
		{ "1.9beta", NULL },
		{ "1.9rcx", NULL },
		{ "1.99999999999", NULL },
		{ "1.10000", NULL },
		{ "gogo1.9", NULL },
		{ "1.9.2-custom", NULL },
		{ "1.9\n", NULL },
	};
	char buf[GO_VERSION_TEXT];
	struct go_version v;
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		bool good = version_parse(t[i].text, &v);

		if (good != (t[i].written != NULL))
			fail_msg("'%s' is%s taken for a version", t[i].text, good ? "" : " not");
		if (good)
			assert_string_equal(version_format(&v, buf, sizeof buf), t[i].written);
	}
}

static void orders_versions_as_versions(void **state)
{
	static const char *const rising[] = { "1.2.2",   "1.9",  "1.9.2",  "1.9.10",  "1.10",   "1.18beta1", "1.18rc1",
		                              "1.18rc2", "1.18", "1.18.1", "1.21rc3", "1.21.0", "1.100",     "2.0" };
	(void)state;

	for (size_t i = 0; i < sizeof rising / sizeof *rising; i++) {
		for (size_t j = 0; j < sizeof rising / sizeof *rising; j++) {
			struct go_version a, b;
			int c;

			assert_true(version_parse(rising[i], &a));
			assert_true(version_parse(rising[j], &b));
			c = version_compare(&a, &b);
			if ((c < 0) != (i < j) || (c == 0) != (i == j))
				fail_msg("%s against %s gives %d", rising[i], rising[j], c);
		}
	}
}

static void a_missing_patch_is_patch_zero(void **state)
{
	struct go_version a, b;
	char buf[GO_VERSION_TEXT];
	(void)state;

	assert_true(version_parse("1.20", &a));
	assert_true(version_parse("1.20.0", &b));
	assert_int_equal(version_compare(&a, &b), 0);
	version_canonical(&b);
	assert_string_equal(version_format(&b, buf, sizeof buf), "go1.20");
	assert_true(version_parse("1.21", &a));
	version_canonical(&a);
	assert_string_equal(version_format(&a, buf, sizeof buf), "go1.21.0");
	assert_true(version_parse("1.26rc1", &a));
	version_canonical(&a);
	assert_string_equal(version_format(&a, buf, sizeof buf), "go1.26rc1");
}

static void candidates_belong_to_their_minor(void **state)
{
	struct go_version v;
	(void)state;

	assert_true(version_parse("1.26rc1", &v));
	assert_true(version_at_least(&v, 1, 26));
	assert_false(version_at_least(&v, 1, 27));
	assert_false(version_at_least(&v, 2, 0));
	assert_true(version_parse("2.0", &v));
	assert_true(version_at_least(&v, 1, 99));
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(parses_what_is_a_version_and_nothing_else),
	cmocka_unit_test(orders_versions_as_versions),
	cmocka_unit_test(a_missing_patch_is_patch_zero),
	cmocka_unit_test(candidates_belong_to_their_minor),
};

TEST_MAIN(tests)
