#include "testing.h"

#include "base/file.h"
#include "bench/importcfg.h"
#include "bench/workspace.h"

/* A case from its text; the family folder and the file are taken from `path`. */
static struct gocase make_case(const char *path, const char *text)
{
	struct error err = ERROR_INIT;
	struct gocase c;
	bool is_case = false;

	assert_int_equal(case_parse(path, text, strlen(text), &c, &is_case, &err), 0);
	assert_true(is_case);
	return c;
}

#define BENCH(name) "func Benchmark" name "(b *testing.B) {}\n"

static void test_packages(void **state)
{
	struct gocase a = make_case("f/a_test.go", "package f\nimport \"testing\"\n" BENCH("A"));
	struct gocase edited = make_case("f/a_test.go", "package f\n\nimport \"testing\"\n" BENCH("B"));
	struct gocase other = make_case("f/b_test.go", "package f\nimport \"testing\"\n" BENCH("A"));
	struct gocase prog = make_case("f/p.go", "package main\nfunc main() {}\n");
	char one[WORKSPACE_PACKAGE], two[WORKSPACE_PACKAGE], *path;

	(void)state;
	assert_string_equal(workspace_package(&a, one), workspace_package(&edited, two));
	assert_string_not_equal(workspace_package(&a, one), workspace_package(&other, two));
	assert_int_equal(strspn(one, "c0123456789abdef"), 13);
	path = workspace_import_path(&a);
	assert_memory_equal(path, "goalloc/cases/c", 15);
	free(path);
	path = workspace_import_path(&prog);
	assert_memory_equal(path, "goalloc/prog/c", 14);
	free(path);
	gocase_release(&a);
	gocase_release(&edited);
	gocase_release(&other);
	gocase_release(&prog);
}

static void test_files(void **state)
{
	static const struct {
		const char *path, *text, *want;
	} rows[] = {
		{ "f/a_test.go", "package f\nimport \"testing\"\n" BENCH("A"), "a.go" },
		{ "f/a_test_test.go", "package f\nimport \"testing\"\n" BENCH("A"), "a.go" },
		{ "f/p.go", "package main\nfunc main() {}\n", "p.go" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct gocase c = make_case(rows[i].path, rows[i].text);
		char *name = workspace_file(&c);

		assert_string_equal(name, rows[i].want);
		free(name);
		gocase_release(&c);
	}
}

/* A package that go commands skip gets another name; nothing else of the text changes, and no line moves. */
static void test_package_clause(void **state)
{
	static const struct {
		const char *before, *name, *want;
	} rows[] = {
		{ "", "f", "f" },
		{ "// package x\n\n", "documentation", "documentation_" },
		{ "/* package x */ ", "documentation", "documentation_" },
		{ "", "documentations", "documentations" },
		{ "", "f_test", "f_test" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str text = STR_INIT, want = STR_INIT, got = STR_INIT;
		static const char rest[] = "\nimport \"testing\"\n\nfunc f() {}\n" BENCH("A");
		struct gocase c;

		str_addf(&text, "%spackage %s%s", rows[i].before, rows[i].name, rest);
		str_addf(&want, "%spackage %s%s", rows[i].before, rows[i].want, rest);
		c = make_case("f/a_test.go", text.p);
		workspace_case_text(&c, &got);
		assert_string_equal(got.p, want.p);
		gocase_release(&c);
		str_release(&text);
		str_release(&want);
		str_release(&got);
	}
}

static void test_program_keeps_its_package(void **state)
{
	struct gocase c = make_case("f/p.go", "package main\nfunc main() {}\n");
	struct str got = STR_INIT;

	(void)state;
	workspace_case_text(&c, &got);
	assert_string_equal(got.p, "package main\nfunc main() {}\n");
	str_release(&got);
	gocase_release(&c);
}

static void test_main_text(void **state)
{
	struct gocase a = make_case("f/a_test.go", "package f\nimport \"testing\"\n" BENCH("One") BENCH("Two"));
	struct gocase p = make_case("f/p.go", "package main\nfunc main() {}\n");
	struct gocase b = make_case("f/b_test.go", "package f\nimport \"testing\"\n" BENCH("One"));
	struct cell cells[3] = { { .c = &a }, { .c = &p }, { .c = &b } },
		    *list[3] = { &cells[0], &cells[1], &cells[2] };
	struct era old = { .testing_init = false }, today = { .testing_init = true };
	struct str text = STR_INIT, table = STR_INIT;
	char pa[WORKSPACE_PACKAGE], pb[WORKSPACE_PACKAGE];

	(void)state;
	workspace_package(&a, pa);
	workspace_package(&b, pb);
	workspace_main_text(&today, list, 3, &text);
	str_addf(&table, "\t\"testing\"\n\t%s \"goalloc/cases/%s\"\n\t%s \"goalloc/cases/%s\"\n)", pa, pa, pb, pb);
	assert_non_null(strstr(text.p, table.p));
	str_reset(&table);
	str_addf(&table, "{\n\t%s.BenchmarkOne,\n\t%s.BenchmarkTwo,\n\t%s.BenchmarkOne,\n}", pa, pa, pb);
	assert_non_null(strstr(text.p, table.p));
	assert_non_null(strstr(text.p, "\n\ttesting.Init()\n"));
	/* every marker is gone, but for the remark about them */
	assert_null(strstr(text.p, "//goalloc:i"));
	assert_null(strstr(text.p, "//goalloc:b"));
	str_reset(&text);
	workspace_main_text(&old, list, 0, &text);
	assert_null(strstr(text.p, "testing.Init()"));
	assert_null(strstr(text.p, "goalloc/cases/"));
	str_release(&text);
	str_release(&table);
	gocase_release(&a);
	gocase_release(&b);
	gocase_release(&p);
}

/* Frames are resolved as the era can: the rest of the file is the same for all. */
static void test_sites_text(void **state)
{
	struct era old = { .calls_frames = false }, today = { .calls_frames = true };
	struct str a = STR_INIT, b = STR_INIT;

	(void)state;
	workspace_sites_text(&old, &a);
	workspace_sites_text(&today, &b);
	assert_non_null(strstr(a.p, "runtime.FuncForPC(pc - 1)"));
	assert_null(strstr(a.p, "CallersFrames"));
	assert_non_null(strstr(b.p, "runtime.CallersFrames(stack)"));
	assert_null(strstr(b.p, "FuncForPC"));
	assert_null(strstr(a.p, "//goalloc:"));
	assert_null(strstr(b.p, "//goalloc:"));
	str_release(&a);
	str_release(&b);
}

static void test_writing(void **state)
{
	struct gocase a = make_case("f/a_test.go", "package f\nimport \"testing\"\n" BENCH("A"));
	struct cell cell = { .c = &a }, *list[1] = { &cell };
	struct era era = { .testing_init = true };
	char *folder = test_folder(), *root, *stale, *path, package[WORKSPACE_PACKAGE];
	struct str text = STR_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	assert_true(asprintf(&root, "%s/ws", folder) > 0);
	assert_true(asprintf(&stale, "%s/ws/pkg", folder) > 0);
	assert_int_equal(dir_make(stale, &err), 0);
	assert_int_equal(workspace_write(root, list, 1, &err), 0);
	assert_false(path_exists(stale));
	assert_int_equal(workspace_write_main(root, &era, list, 1, &err), 0);
	assert_true(asprintf(&path, "%s/src/goalloc/cases/%s/a.go", root, workspace_package(&a, package)) > 0);
	assert_int_equal(file_read(path, 1000, &text, &err), 0);
	assert_string_equal(text.p, a.source.p);
	free(path);
	assert_true(asprintf(&path, "%s/src/goalloc/bundle/sites.go", root) > 0);
	assert_true(path_exists(path));
	assert_int_equal(tree_remove(folder, &err), 0);
	str_release(&text);
	free(path);
	free(stale);
	free(root);
	free(folder);
	gocase_release(&a);
}

static void test_imports(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "package f\nimport \"testing\"\n", "testing" },
		{ "package f\nimport (\"fmt\"; t \"testing\"\n . `os/exec`\n _ \"io\"\n)\nimport \"fmt\"\n",
		  "fmt testing os/exec io" },
		{ "// import \"os\"\npackage f // x\n/* import \"io\" */ import \"fmt\" // \"os\"\nvar s = \"io\"\n",
		  "fmt" },
		{ "package f\nimport ()\nimport \"math/rand/v2\"\nfunc f() { import (\"os\") }\n", "math/rand/v2" },
		{ "package f\nimport \"C\"\nimport \"unsafe\"\nimport \"all\"\nimport \"std\"\nimport \"cmd\"\n", "" },
		{ "package f\nimport \"-x\"\nimport \"./x\"\nimport \"/x\"\nimport \"a/../b\"\nimport \"fmt/...\"\n",
		  "" },
		{ "package f\nimport \"example.org/x\"\nimport \"x.go\"\nimport \"a b\"\nimport \"\"\nimport \"a@b\"\n",
		  "" },
		{ "package f\nimport (\"fmt\"", "fmt" },
		{ "package f\nimport", "" },
		{ "import \"fmt\"\n", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct strlist got = STRLIST_INIT;
		struct str joined = STR_INIT;

		go_imports(rows[i].text, strlen(rows[i].text), &got);
		for (size_t k = 0; k < got.len; k++)
			str_addf(&joined, "%s%s", k ? " " : "", got.items[k]);
		assert_string_equal(str_cstr(&joined), rows[i].want);
		str_release(&joined);
		strlist_release(&got);
	}
}

static void test_importcfg_is_believed_only_whole(void **state)
{
	char *folder = test_folder(), *file;
	struct str text = STR_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	assert_true(asprintf(&file, "%s/a", folder) > 0);
	assert_int_equal(file_write(file, "x", 1, &err), 0);
	str_addf(&text, "packagefile fmt=%s\n", file);
	assert_true(importcfg_valid(text.p, text.len));
	assert_false(importcfg_valid(text.p, text.len - 1));
	assert_false(importcfg_valid("", 0));
	str_addf(&text, "packagefile os=%s-gone\n", file);
	assert_false(importcfg_valid(text.p, text.len));
	assert_int_equal(tree_remove(folder, &err), 0);
	str_release(&text);
	free(file);
	free(folder);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_packages),
	cmocka_unit_test(test_files),
	cmocka_unit_test(test_package_clause),
	cmocka_unit_test(test_program_keeps_its_package),
	cmocka_unit_test(test_main_text),
	cmocka_unit_test(test_writing),
	cmocka_unit_test(test_sites_text),
	cmocka_unit_test(test_imports),
	cmocka_unit_test(test_importcfg_is_believed_only_whole),
};

TEST_MAIN(tests)
