/* What the compiler said, as a set: what is one expression, and what are two. */
#include "testing.h"

#include "analysis/statement.h"

static struct decision_row row(const char *file, int line, const char *kind, const char *subject)
{
	return (struct decision_row){
		.file = file, .line = line, .function = "f", .kind = kind, .subject = subject, .detail = ""
	};
}

static struct go_version version(const char *go)
{
	struct go_version v;

	assert_true(version_parse(go, &v));
	return v;
}

/* A package has many files: the same words in the same line of two of them are of two places. */
static void files_are_told_apart(void **state)
{
	const struct go_version old = version("go1.21.13"), new = version("go1.22.5");
	const struct decision_row before[] = { row("x.go", 7, "escapes", "make([]int, n)"),
		                               row("y.go", 7, "escapes", "make([]int, n)") },
				  after[] = { row("x.go", 7, "does_not_escape", "make([]int, n)"),
		                              row("y.go", 7, "escapes", "make([]int, n)") };
	struct statements a, b;
	struct differences d;

	(void)state;
	statements_of(before, 2, &old, &new, &a);
	statements_of(after, 2, &new, &old, &b);
	assert_int_equal(a.len, 2);
	statements_diff(&a, &b, &d);
	assert_int_equal(d.len, 1);
	assert_string_equal(d.items[0].file, "x.go");
	differences_release(&d);
	statements_release(&a);
	statements_release(&b);
}

/* Two logs may have been made in two folders. */
static void folders_are_not(void **state)
{
	const struct go_version old = version("go1.21.13"), new = version("go1.22.5");
	const struct decision_row before[] = { row("/home/a/p/x.go", 7, "escapes", "v") },
				  after[] = { row("p/x.go", 7, "escapes", "v") };
	struct statements a, b;
	struct differences d;

	(void)state;
	statements_of(before, 1, &old, &new, &a);
	statements_of(after, 1, &new, &old, &b);
	statements_diff(&a, &b, &d);
	assert_int_equal(d.len, 0);
	differences_release(&d);
	statements_release(&a);
	statements_release(&b);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(files_are_told_apart),
	cmocka_unit_test(folders_are_not),
};

TEST_MAIN(tests)
