/* SPECs: what each form names among the versions that exist, and what is said about those that name nothing. */
#include "testing.h"

#include "base/alloc.h"
#include "base/str.h"
#include "toolchain/spec.h"

static const char *const existing[] = {
	"1.26.11", "1.2.2",     "1.9.7",   "1.9",     "1.9.2",  "1.10.8",  "1.13.15",
	"1.13.1",  "1.18beta1", "1.18",    "1.18.10", "1.20",   "1.20.14", "1.25.9",
	"1.25.14", "1.25.0",    "1.26rc1", "1.26.0",  "1.27.4", "1.21.0",  "1.28rc1",
};
#define EXISTING (sizeof existing / sizeof *existing)

static int resolve(const char *spec, size_t n, struct str *out, struct error *err)
{
	struct go_version versions[EXISTING];
	struct wanted_list l = WANTED_LIST_INIT;
	char buf[GO_VERSION_TEXT];
	int rc;

	for (size_t i = 0; i < EXISTING; i++)
		assert_true(version_parse(existing[i], &versions[i]));
	str_reset(out);
	str_add(out, "");
	rc = spec_resolve(spec, versions, n, &l, err);
	for (size_t i = 0; i < l.len; i++) {
		if (l.items[i].local)
			str_addf(out, " %s=%s", l.items[i].name, l.items[i].path);
		else
			str_addf(out, " %s", version_format(&l.items[i].version, buf, sizeof buf));
	}
	wanted_list_release(&l);
	return rc;
}

static void names_what_it_should(void **state)
{
	static const struct {
		const char *spec, *names;
	} t[] = {
		{ "1.9.2", " go1.9.2" },
		{ "go1.9.2", " go1.9.2" },
		{ "1.9", " go1.9.7" },
		{ "go1.9", " go1.9.7" },
		{ "1.18", " go1.18.10" },
		{ "1.21", " go1.21.0" },
		{ "1.18.0", " go1.18" },
		{ "1.18beta1", " go1.18beta1" },
		{ "go1.26rc1", " go1.26rc1" },
		{ "1.13..1.20", " go1.13.15 go1.18.10 go1.20.14" },
		{ "go1.25..latest", " go1.25.14 go1.26.11 go1.27.4" },
		{ "latest~2..1.26", " go1.25.14 go1.26.11" },
		{ "1.25.*", " go1.25.0 go1.25.9 go1.25.14" },
		{ "1.18.*", " go1.18 go1.18.10" },
		{ "latest", " go1.27.4" },
		{ "latest~1", " go1.26.11" },
		{ "latest~0", " go1.27.4" },
		{ "all",
		  " go1.2.2 go1.9.7 go1.10.8 go1.13.15 go1.18.10 go1.20.14 go1.21.0 go1.25.14 go1.26.11 go1.27.4" },
		{ "1.13, 1.9.2 ,1.9.2,latest", " go1.9.2 go1.13.15 go1.27.4" },
		{ "tip=/a/b,1.9.2,/usr/lib/go", " go1.9.2 go=/usr/lib/go tip=/a/b" },
		{ "/x/go1.9.2", " local-go1.9.2=/x/go1.9.2" },
		{ "/x/a b/", " a_b=/x/a b/" },
		{ "a=/x,a=/x", " a=/x" },
		{ "/x/1..2", " 1..2=/x/1..2" },
	};
	struct str out = STR_INIT;
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct error err = ERROR_INIT;

		if (resolve(t[i].spec, EXISTING, &out, &err))
			fail_msg("%s: %s", t[i].spec, err.msg);
		assert_string_equal(str_cstr(&out), t[i].names);
	}
	str_release(&out);
}

static void says_what_is_wrong_and_what_is_near(void **state)
{
	static const struct {
		const char *spec, *says;
	} t[] = {
		{ "1.9.99", "nearest: go1.9.7, go1.9.2, go1.9" },
		{ "1.11", "nearest: go1.10.8" },
		{ "1.28", "nearest: go1.28rc1" },
		{ "1.11.*", "there is no go1.11" },
		{ "1.26rc2", "nearest: go1.26rc1" },
		{ "1.20..1.13", "the older version comes first" },
		{ "1.13..1.72", "there is no go1.72" },
		{ "1.13..1.25.9", "from minor to minor" },
		{ "1.13..", "from minor to minor" },
		{ "..1.13", "SPEC '..1.13'" },
		{ "lastest", "did you mean 'latest'" },
		{ "al", "did you mean 'all'" },
		{ "latest~99", "only 10 minor releases" },
		{ "latest~", "SPEC 'latest~'" },
		{ "latest~x", "SPEC 'latest~x'" },
		{ "newest", "SPEC 'newest' is not understood" },
		{ "1.9.2,nonsense", "SPEC 'nonsense'" },
		{ "1.9.2;rm", "SPEC '1.9.2;rm'" },
		{ "", "no toolchain named" },
		{ " , ", "no toolchain named" },
		{ "go1.9.2=/x", "is not itself a version" },
		{ "a b=/x", "letters, digits" },
		{ "=/x", "letters, digits" },
		{ "../x=/y", "" },
		{ "x=", "no path after" },
		{ "a=/x,a=/y", "two local toolchains are called 'a'" },
	};
	struct str out = STR_INIT;
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct error err = ERROR_INIT;

		if (!*t[i].says)
			continue;
		if (!resolve(t[i].spec, EXISTING, &out, &err))
			fail_msg("'%s' resolved to%s", t[i].spec, str_cstr(&out));
		assert_int_equal(err.kind, ERR_USAGE);
		if (!strstr(err.msg, t[i].says))
			fail_msg("'%s': '%s' does not say '%s'", t[i].spec, err.msg, t[i].says);
		assert_string_equal(str_cstr(&out), "");
	}
	str_release(&out);
}

static void without_a_list_only_exact_versions_resolve(void **state)
{
	struct str out = STR_INIT;
	struct error err = ERROR_INIT;
	(void)state;

	assert_int_equal(resolve("1.20.0,1.9.99", 0, &out, &err), 0);
	assert_string_equal(str_cstr(&out), " go1.9.99 go1.20");
	assert_int_equal(resolve("1.9", 0, &out, &err), -1);
	assert_int_equal(resolve("all", 0, &out, &err), -1);
	assert_int_equal(resolve("latest", 0, &out, &err), -1);
	str_release(&out);
}

static void knows_when_a_list_is_needed(void **state)
{
	(void)state;
	assert_false(spec_needs_versions("1.9.2,go1.26rc1,/x,a=/y,./z"));
	assert_true(spec_needs_versions("1.9.2,1.9"));
	assert_true(spec_needs_versions("latest"));
	assert_true(spec_needs_versions(SPEC_DEFAULT));
}

static void malformed_is_malformed_without_any_list(void **state)
{
	struct error err = ERROR_INIT;
	(void)state;

	assert_int_equal(spec_check(SPEC_DEFAULT, &err), 0);
	assert_int_equal(spec_check("1.9.2,bogus", &err), -1);
	assert_int_equal(err.kind, ERR_USAGE);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(names_what_it_should),
	cmocka_unit_test(says_what_is_wrong_and_what_is_near),
	cmocka_unit_test(without_a_list_only_exact_versions_resolve),
	cmocka_unit_test(knows_when_a_list_is_needed),
	cmocka_unit_test(malformed_is_malformed_without_any_list),
};

TEST_MAIN(tests)
