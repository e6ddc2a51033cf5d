#include "testing.h"

#include <errno.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "bench/case.h"

#define BENCHMARK "func BenchmarkA(b *testing.B) {\n\tfor i := 0; i < b.N; i++ {\n\t}\n}\n"

static bool parse(const char *path, const char *text, struct gocase *c, struct error *err)
{
	bool is_case = true;

	error_clear(err);
	if (case_parse(path, text, strlen(text), c, &is_case, err)) {
		assert_int_not_equal(err->kind, ERR_NONE);
		assert_false(is_case);
	}
	return is_case;
}

static void test_everything_on_top(void **state)
{
	static const char text[] =
		"// title: Append past the capacity\n"
		"// question: How often does append reallocate,\n"
		"//   and how much\n"
		"//   does it over-allocate?\n"
		"// why: Copies cost: see below.\n"
		"// answer: 4 allocs; 3 since go1.18.\n"
		"// go: 1.18\n"
		"// ref: https://go.dev/doc/go1.18#runtime\n"
		"// ref: go/src/runtime/slice.go\n"
		"// fast: the loop is empty\n"
		"// unknown: ignored\n"
		"// just words: not a key, since it has a space\n"
		"\n"
		"//go:build linux\n"
		"\n"
		"package slice\n"
		"\n"
		"// title: not on top\n" BENCHMARK "func BenchmarkZ(b *testing.B) {}\nfunc helper() {}\n";
	struct error err = ERROR_INIT;
	struct gocase c;

	(void)state;
	assert_true(parse("/x/slice/append_growth_test.go", text, &c, &err));
	assert_string_equal(c.name, "slice/append_growth");
	assert_string_equal(c.family, "slice");
	assert_string_equal(c.file, "append_growth_test.go");
	assert_string_equal(c.path, "/x/slice/append_growth_test.go");
	assert_int_equal(c.kind, CASE_BENCHMARK);
	assert_string_equal(c.package, "slice");
	assert_string_equal(c.title, "Append past the capacity");
	assert_string_equal(c.question, "How often does append reallocate, and how much does it over-allocate?");
	assert_string_equal(c.why, "Copies cost: see below.");
	assert_string_equal(c.answer, "4 allocs; 3 since go1.18.");
	assert_string_equal(c.fast, "the loop is empty");
	assert_int_equal(c.min_go.minor, 18);
	assert_int_equal(c.refs.len, 2);
	assert_string_equal(c.refs.items[1], "go/src/runtime/slice.go");
	assert_int_equal(c.benchmarks.len, 2);
	assert_string_equal(c.benchmarks.items[0], "BenchmarkA");
	assert_string_equal(c.benchmarks.items[1], "BenchmarkZ");
	assert_int_equal(c.source.len, sizeof text - 1);
	gocase_release(&c);
}

static void test_nothing_on_top(void **state)
{
	struct error err = ERROR_INIT;
	struct gocase c;

	(void)state;
	assert_true(parse("map/x_test.go", "package maps\r\n// title: late\r\n" BENCHMARK, &c, &err));
	assert_string_equal(c.family, "map");
	assert_string_equal(c.package, "maps");
	assert_string_equal(c.title, "");
	assert_string_equal(c.fast, "");
	assert_int_equal(c.refs.len, 0);
	assert_int_equal(c.min_go.major, 1);
	assert_int_equal(c.min_go.minor, 2);
	/* sha256sum of the same bytes */
	assert_string_equal(c.sha256, "e2b9160fd7d7d6d0757740890668e28183d8b412f43d596c7fc802d7e91cc7fa");
	gocase_release(&c);
}

static void test_values_end_where_they_should(void **state)
{
	struct error err = ERROR_INIT;
	struct gocase c;

	(void)state;
	assert_true(parse("f/x_test.go",
	                  "// title: A \r\n//   B\n//\n//   not C\n"
	                  "// why:   spaces\t\n//    four more\n"
	                  "// answer: x\n//\tnot more\npackage f\n" BENCHMARK,
	                  &c, &err));
	assert_string_equal(c.title, "A B");
	assert_string_equal(c.why, "spaces");
	assert_string_equal(c.answer, "x");
	gocase_release(&c);
	assert_true(parse("f/x_test.go", "//title: glued\n// go:1.5\n// ref:\npackage f\n" BENCHMARK, &c, &err));
	assert_string_equal(c.title, "");
	assert_int_equal(c.min_go.minor, 5);
	assert_int_equal(c.refs.len, 1);
	gocase_release(&c);
}

static void test_bad_values_are_errors(void **state)
{
	static const char *const texts[] = {
		"// go: soon\npackage f\n" BENCHMARK,
		"// go:\npackage f\n" BENCHMARK,
		"// title: a\n// title: b\npackage f\n" BENCHMARK,
		"// go: 1.5\n// go: 1.6\npackage f\n" BENCHMARK,
	};
	struct error err = ERROR_INIT;
	struct gocase c;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		assert_false(parse("f/x_test.go", texts[i], &c, &err));
		assert_int_equal(err.kind, ERR_USAGE);
		assert_non_null(strstr(err.msg, "f/x_test.go"));
		gocase_release(&c);
	}
}

static void test_what_is_a_case(void **state)
{
	static const struct {
		const char *path, *text;
		bool is_case;
	} files[] = {
		{ "f/p.go", "package main\nfunc main() {}\n", true },
		{ "f/p.go", "package main\nfunc main() {}\n" BENCHMARK, true },
		{ "f/p.go", "package main\n", false },
		{ "f/p.go", "package f\n" BENCHMARK, false },
		{ "f/p.go", "package f\nfunc main() {}\n", false },
		{ "f/p_test.go", "package main\nfunc main() {}\n" BENCHMARK, false },
		{ "f/p_test.go", "package f\n", false },
		{ "f/p_test.go", "package f\n/*" BENCHMARK "*/", false },
		{ "f/p_test.go", BENCHMARK, true }, /* the compiler will say what is wrong with it */
		{ "f/p.txt", "package main\nfunc main() {}\n", false },
		{ "f/_test.go", "package f\n" BENCHMARK, false },
		{ "f/.go", "package main\nfunc main() {}\n", false },
		{ "f/a b_test.go", "package f\n" BENCHMARK, false },
		{ "f/a\nb_test.go", "package f\n" BENCHMARK, false },
		{ "f'; drop/a_test.go", "package f\n" BENCHMARK, false },
		{ "../p_test.go", "package f\n" BENCHMARK, false },
		{ "/p_test.go", "package f\n" BENCHMARK, false },
		{ "p_test.go", "package f\n" BENCHMARK, false },
		{ "", "", false },
	};
	struct error err = ERROR_INIT;
	struct gocase c;

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		if (parse(files[i].path, files[i].text, &c, &err) != files[i].is_case)
			fail_msg("%s: %s", files[i].path, files[i].text);
		if (files[i].is_case)
			assert_int_equal(c.benchmarks.len, str_ends(files[i].path, "_test.go") ? 1 : 0);
		gocase_release(&c);
	}
}

/* ---- discovery ---- */

struct folder {
	char *path;
	int warnings;
};

static void count_warning(void *ctx, const struct event *e)
{
	struct folder *f = ctx;

	if (e->kind == EVENT_WARN)
		f->warnings++;
}

static void put(const struct folder *f, const char *name, const char *text)
{
	struct error err = ERROR_INIT;
	char *path = xasprintf("%s/%s", f->path, name), *slash = strrchr(path, '/');

	*slash = '\0';
	assert_int_equal(dir_make(path, &err), 0);
	*slash = '/';
	assert_int_equal(file_write(path, text, strlen(text), &err), 0);
	free(path);
}

static int set_up(void **state)
{
	struct folder *f = xcalloc(1, sizeof *f);

	f->path = test_folder();
	put(f, "slice/b_test.go", "package slice\n" BENCHMARK);
	put(f, "slice/a_growth_test.go", "package slice\n" BENCHMARK);
	put(f, "slice/readme.md", "words");
	put(f, "slice/.hidden_test.go", "package slice\n" BENCHMARK);
	put(f, "slice/deeper/c_test.go", "package slice\n" BENCHMARK);
	put(f, "map/program.go", "package main\nfunc main() {}\n");
	put(f, "map/helper.go", "package map\n");
	put(f, ".git/x_test.go", "package git\n" BENCHMARK);
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct folder *f = *state;
	struct error err = ERROR_INIT;

	tree_remove(f->path, &err);
	free(f->path);
	free(f);
	return 0;
}

static int discover(struct folder *f, const char *name, struct case_list *l, struct error *err)
{
	const struct event_sink sink = { .emit = count_warning, .ctx = f };
	char *path = xasprintf("%s/%s", f->path, name);
	int r = case_discover(path, &sink, l, err);

	free(path);
	return r;
}

static void test_discover_families(void **state)
{
	static const char *const names[] = { "map/program", "slice/a_growth", "slice/b" };
	struct case_list l = CASE_LIST_INIT;
	struct error err = ERROR_INIT;
	struct folder *f = *state;

	assert_int_equal(discover(f, "", &l, &err), 0);
	assert_int_equal(l.len, 3);
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(l.items[i].name, names[i]);
	assert_int_equal(l.items[0].kind, CASE_PROGRAM);
	assert_int_equal(f->warnings, 1); /* helper.go */
	assert_ptr_equal(case_find(&l, "slice/b"), &l.items[2]);
	assert_null(case_find(&l, "slice"));
	case_list_filter(&l, NULL);
	assert_int_equal(l.len, 3);
	case_list_filter(&l, "*growth*, map/*");
	assert_int_equal(l.len, 2);
	assert_string_equal(l.items[1].name, "slice/a_growth");
	case_list_filter(&l, "program");
	assert_int_equal(l.len, 1);
	case_list_filter(&l, "");
	assert_int_equal(l.len, 0);
	case_list_release(&l);
}

static void test_discover_one_family_and_one_file(void **state)
{
	struct case_list l = CASE_LIST_INIT;
	struct error err = ERROR_INIT;
	struct folder *f = *state;

	assert_int_equal(discover(f, "slice/b_test.go", &l, &err), 0);
	assert_int_equal(l.len, 1);
	assert_string_equal(l.items[0].name, "slice/b");
	assert_int_equal(discover(f, "map/../map/.", &l, &err), 0);
	assert_int_equal(l.len, 2);
	assert_string_equal(l.items[0].name, "map/program");
	assert_string_equal(l.items[1].name, "slice/b");
	/* the same once more: its name is there already */
	assert_int_equal(discover(f, "slice/b_test.go", &l, &err), -1);
	assert_int_equal(err.kind, ERR_USAGE);
	assert_non_null(strstr(err.msg, "slice/b"));
	case_list_release(&l);
}

static void test_discover_follows_no_links(void **state)
{
	struct case_list l = CASE_LIST_INIT;
	struct error err = ERROR_INIT;
	struct folder *f = *state;
	char *link = xasprintf("%s/map/z_test.go", f->path), *loop = xasprintf("%s/loop", f->path);

	assert_int_equal(symlink("../slice/b_test.go", link), 0);
	assert_int_equal(symlink(".", loop), 0);
	assert_int_equal(discover(f, "", &l, &err), 0);
	assert_int_equal(l.len, 3);
	free(link);
	free(loop);
	case_list_release(&l);
}

static void test_discover_errors(void **state)
{
	struct case_list l = CASE_LIST_INIT;
	struct error err = ERROR_INIT;
	struct folder *f = *state;
	char *big = xmalloc((2 << 20) + 1);

	assert_int_equal(discover(f, "nowhere", &l, &err), -1);
	assert_int_equal(err.kind, ERR_USAGE);
	assert_non_null(strstr(err.msg, "nowhere"));
	put(f, "slice/a_growth.go", "package main\nfunc main() {}\n");
	assert_int_equal(discover(f, "slice", &l, &err), -1);
	assert_int_equal(err.kind, ERR_USAGE);
	assert_non_null(strstr(err.msg, "a_growth_test.go"));
	case_list_release(&l);
	memset(big, ' ', 2 << 20);
	big[2 << 20] = '\0';
	put(f, "map/big_test.go", big);
	assert_int_equal(discover(f, "map", &l, &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	assert_non_null(strstr(err.msg, "big_test.go"));
	case_list_release(&l);
	free(big);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_everything_on_top),
	cmocka_unit_test(test_nothing_on_top),
	cmocka_unit_test(test_values_end_where_they_should),
	cmocka_unit_test(test_bad_values_are_errors),
	cmocka_unit_test(test_what_is_a_case),
	cmocka_unit_test_setup_teardown(test_discover_families, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_discover_one_family_and_one_file, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_discover_follows_no_links, set_up, tear_down),
	cmocka_unit_test_setup_teardown(test_discover_errors, set_up, tear_down),
};

TEST_MAIN(tests)
