#include "testing.h"

#include "bench/go_source.h"

static struct go_source scan(const char *text)
{
	struct go_source s;

	go_source_scan(text, strlen(text), &s);
	return s;
}

static void assert_func(const struct go_source *s, size_t i, const char *name, int first, int last)
{
	assert_in_range(i, 0, s->len - 1);
	assert_string_equal(s->funcs[i].name, name);
	assert_int_equal(s->funcs[i].first, first);
	assert_int_equal(s->funcs[i].last, last);
}

static void test_comments_and_strings_hide(void **state)
{
	struct go_source s = scan("/* package no * /\nfunc A() {} */ // func B() {}\n"
	                          "package yes\n"
	                          "var a = \"func C() {}\\\"\\n}\"\n"
	                          "var b = `\nfunc D() {\n\\`\n"
	                          "var c, d = '{', '\\''\n"
	                          "func E() {\n\t_ = \"}\" // }\n}\n"
	                          "func F() {}\n");

	(void)state;
	assert_string_equal(s.package, "yes");
	assert_int_equal(s.len, 2);
	assert_func(&s, 0, "E", 9, 11);
	assert_func(&s, 1, "F", 12, 12);
	go_source_release(&s);
}

static void test_only_top_level_functions(void **state)
{
	struct go_source s = scan("package p\n"
	                          "var f = func() int { return 1 }\n"
	                          "var g =\n"
	                          "func(x int) T { return T{} }\n"
	                          "type t struct {\n\tf func()\n}\n"
	                          "func A() func() { return func() {\n} }\n"
	                          "func B() interface {\n\tM()\n} {\n\treturn nil\n}\n"
	                          "func C(x int); func D() {}\n");

	(void)state;
	assert_int_equal(s.len, 4);
	assert_func(&s, 0, "A", 8, 9);
	assert_func(&s, 1, "B", 10, 14);
	assert_func(&s, 2, "C", 15, 15);
	assert_func(&s, 3, "D", 15, 15);
	assert_string_equal(go_source_func_at(&s, 12)->name, "B");
	assert_null(go_source_func_at(&s, 2));
	assert_null(go_source_func_at(&s, 7));
	assert_null(go_source_func_at(&s, 16));
	go_source_release(&s);
}

static void test_methods_as_the_compiler_names_them(void **state)
{
	static const char *const wanted[] = { "(*T).A", "T.B", "(*T).C", "T.D", "(*T).E", "F" };
	struct go_source s = scan("package p\n"
	                          "func (t *T) A() {}\nfunc (t T) B() {}\nfunc (*T) C() {}\nfunc (T) D() {}\n"
	                          "func (t *T[K, V]) E() {}\nfunc F[K any, V int | string](k K) {}\n");

	(void)state;
	assert_int_equal(s.len, 6);
	for (size_t i = 0; i < s.len; i++)
		assert_string_equal(s.funcs[i].name, wanted[i]);
	assert_true(s.funcs[0].method);
	assert_false(s.funcs[5].method);
	go_source_release(&s);
}

static void test_benchmarks(void **state)
{
	static const struct {
		const char *text;
		bool benchmark;
	} cases[] = {
		{ "func BenchmarkA(b *testing.B) {}", true },
		{ "func BenchmarkA(x *testing.B) {}", true },
		{ "func Benchmark(b *testing.B) {}", true },
		{ "func Benchmark_a(b *testing.B) {}", true },
		{ "func Benchmark1(b *testing.B) {}", true },
		{ "func Benchmark\xc3\x84(b *testing.B) {\n}", true },
		{ "func BenchmarkA(\n\tb *testing.B,\n) {}", true },
		{ "func Benchmarka(b *testing.B) {}", false },
		{ "func benchmarkA(b *testing.B) {}", false },
		{ "func BenchmarkA(b *testing.T) {}", false },
		{ "func BenchmarkA(b testing.B) {}", false },
		{ "func BenchmarkA(b *testing.B, n int) {}", false },
		{ "func BenchmarkA(b *testing.B) error { return nil }", false },
		{ "func BenchmarkA[T any](b *testing.B) {}", false },
		{ "func (t T) BenchmarkA(b *testing.B) {}", false },
		{ "var x = func() { BenchmarkA(b) }", false },
		{ "func BenchmarkA()", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct go_source s = scan(cases[i].text);
		bool benchmark = s.len == 1 && go_func_is_benchmark(&s.funcs[0]);

		if (benchmark != cases[i].benchmark)
			fail_msg("%s", cases[i].text);
		go_source_release(&s);
	}
}

static void test_anything_ends(void **state)
{
	static const char *const texts[] = {
		"",
		"package",
		"func",
		"func (",
		"func (t",
		"func F",
		"func F[",
		"func F(",
		"func F() {",
		"}}}))) func F() {}",
		"\"",
		"'",
		"`",
		"/*",
		"//",
		"/",
		"'\\",
		"package p\nfunc ()",
		"func \xff\xfe",
		"\xef\xbb\xbfpackage p",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct go_source s = scan(texts[i]);

		assert_non_null(s.package);
		go_source_release(&s);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_comments_and_strings_hide),
	cmocka_unit_test(test_only_top_level_functions),
	cmocka_unit_test(test_methods_as_the_compiler_names_them),
	cmocka_unit_test(test_benchmarks),
	cmocka_unit_test(test_anything_ends),
};

TEST_MAIN(tests)
