/* Eras: the facts at their borders, and the clean environment of children. */
#include "testing.h"

#include "base/alloc.h"
#include "toolchain/era.h"

static struct era era(const char *version, const char *goarch)
{
	struct go_version v;
	struct era e;

	assert_true(version_parse(version, &v));
	era_of(&v, goarch, &e);
	return e;
}

static void facts_change_where_they_did(void **state)
{
	(void)state;
	assert_true(era("1.8.7", "amd64").needs_goroot);
	assert_false(era("1.9", "amd64").needs_goroot);
	assert_true(era("1.9.7", "amd64").leave_cgo_alone);
	assert_false(era("1.10", "amd64").leave_cgo_alone);
	assert_true(era("1.9.7", "amd64").mtimes_uniform);
	assert_false(era("1.9.7", "amd64").gcflags_pattern);
	assert_true(era("1.10", "amd64").gcflags_pattern);
	assert_false(era("1.19.13", "amd64").std_built_on_use);
	assert_true(era("1.20", "amd64").std_built_on_use);
	assert_true(era("1.20rc1", "amd64").std_from_build_cache);
	assert_false(era("1.18.10", "amd64").compile_needs_p);
	assert_true(era("1.20", "amd64").compile_needs_p);
	assert_false(era("1.12.17", "amd64").testing_init);
	assert_true(era("1.13", "amd64").testing_init);
	assert_false(era("1.5.4", "amd64").noinline_directive);
	assert_true(era("1.6.4", "amd64").noinline_directive);
	assert_false(era("1.8.7", "amd64").columns);
	assert_true(era("1.9", "amd64").columns);
	assert_false(era("1.9.7", "amd64").trims_paths);
	assert_true(era("1.10", "amd64").trims_paths);
	assert_true(era("1.5.4", "amd64").counts_own_goroutines);
	assert_false(era("1.6", "amd64").counts_own_goroutines);
	assert_true(era("1.9.7", "386").cross_std_in_goroot);
	assert_false(era("1.10", "386").cross_std_in_goroot);
	assert_false(era("1.10.8", "amd64").go_list_exports);
	assert_true(era("1.11", "amd64").go_list_exports);
	assert_true(era("2.0", "amd64").std_built_on_use);
	assert_false(era("2.0", "amd64").needs_goroot);
}

static void the_compiler_has_its_eras_name(void **state)
{
	(void)state;
	assert_string_equal(era("1.4.3", "amd64").compiler, "6g");
	assert_string_equal(era("1.4.3", "386").compiler, "8g");
	assert_string_equal(era("1.4.3", "arm").compiler, "5g");
	assert_string_equal(era("1.5.4", "amd64").compiler, "compile");
	assert_string_equal(era("1.27.4", "386").compiler, "compile");
}

static const char *value(const struct strlist *env, const char *name)
{
	const char *found = NULL;
	size_t n = strlen(name);

	for (size_t i = 0; i < env->len; i++) {
		if (strncmp(env->items[i], name, n) || env->items[i][n] != '=')
			continue;
		assert_null(found); /* never twice */
		found = env->items[i] + n + 1;
	}
	return found;
}

static void children_inherit_nothing(void **state)
{
	char goroot[] = "/r", goarch[] = "amd64";
	struct toolchain t = { .goroot = goroot, .goarch = goarch };
	struct child_dirs dirs = { .gocache = "/c", .scratch = "/s" };
	struct strlist env = STRLIST_INIT, extra = STRLIST_INIT;
	(void)state;

	setenv("GOFLAGS", "-mod=mod", 1);
	setenv("GOROOT", "/wrong", 1);
	setenv("GODEBUG", "x=1", 1);
	assert_true(version_parse("1.9.2", &t.version));
	strlist_add(&extra, "GOARCH=386");
	strlist_add(&extra, "GOFLAGS=-x");
	era_environment(&t, &dirs, &extra, &env);
	assert_string_equal(value(&env, "GOFLAGS"), "-x");
	assert_string_equal(value(&env, "GOARCH"), "386");
	assert_string_equal(value(&env, "GOTOOLCHAIN"), "local");
	assert_string_equal(value(&env, "GOENV"), "off");
	assert_string_equal(value(&env, "GO111MODULE"), "off");
	assert_string_equal(value(&env, "GOPROXY"), "off");
	assert_string_equal(value(&env, "GOCACHE"), "/c");
	assert_string_equal(value(&env, "GOPATH"), "/s/gopath");
	assert_string_equal(value(&env, "HOME"), "/s");
	assert_string_equal(value(&env, "TMPDIR"), "/s");
	assert_null(value(&env, "GODEBUG"));
	assert_null(value(&env, "GOROOT"));
	assert_null(value(&env, "CGO_ENABLED"));
	assert_non_null(value(&env, "PATH"));
	strlist_release(&env);

	assert_true(version_parse("1.4.3", &t.version));
	dirs.gopath = "/p";
	era_environment(&t, &dirs, NULL, &env);
	assert_string_equal(value(&env, "GOROOT"), "/r");
	assert_string_equal(value(&env, "GOPATH"), "/p");
	assert_string_equal(value(&env, "GOFLAGS"), "");
	assert_null(value(&env, "CGO_ENABLED"));
	strlist_release(&env);

	assert_true(version_parse("1.27.4", &t.version));
	era_environment(&t, &dirs, NULL, &env);
	assert_string_equal(value(&env, "CGO_ENABLED"), "0");
	strlist_release(&env);
	strlist_release(&extra);
}

static void variables_have_a_beginning(void **state)
{
	(void)state;

	assert_int_equal(era_variable_since("GOEXPERIMENT=x", 12), 17);
	assert_int_equal(era_variable_since("GOAMD64", 7), 18);
	assert_int_equal(era_variable_since("GOARCH", 6), 0);
	assert_int_equal(era_variable_since("GOAMD6", 6), 0);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(variables_have_a_beginning),
	cmocka_unit_test(facts_change_where_they_did),
	cmocka_unit_test(the_compiler_has_its_eras_name),
	cmocka_unit_test(children_inherit_nothing),
};

TEST_MAIN(tests)
