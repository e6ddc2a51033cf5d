/* Is the code that a benchmark runs the same in two releases? */
#include "testing.h"

#include "analysis/code.h"

#define ROW(name, sum, names)                                                                                          \
	{                                                                                                              \
		.function = (name), .digest = (sum), .refers = (names), .bytes = 8                                     \
	}
#define SIDE(array) ((struct code_side){ .rows = (array), .n = sizeof(array) / sizeof *(array) })

/* B calls grow, which takes a closure's address; other and C nobody asks. */
static const struct code_row base[] = {
	ROW("B", "1", "grow\n"),    ROW("C", "2", "other\n"), ROW("grow", "3", "grow.func1\n"),
	ROW("grow.func1", "4", ""), ROW("other", "5", "*\n"), ROW("init", "6", ""),
};

static void copy(struct code_row *to)
{
	memcpy(to, base, sizeof base);
}

static void test_what_is_reached_counts(void **state)
{
	struct code_row changed[6];

	(void)state;
	assert_int_equal(code_compare(SIDE(base), SIDE(base), "B"), CODE_SAME);
	for (size_t i = 0; i < 6; i++) {
		bool reached = i == 0 || i == 2 || i == 3;

		copy(changed);
		changed[i].digest = "x";
		assert_int_equal(code_compare(SIDE(base), SIDE(changed), "B"), reached ? CODE_DIFFERS : CODE_SAME);
		assert_int_equal(code_compare(SIDE(changed), SIDE(base), "B"), reached ? CODE_DIFFERS : CODE_SAME);
		/* a call through a pointer may lead to any of them */
		assert_int_equal(code_compare(SIDE(base), SIDE(changed), "C"), CODE_DIFFERS);
	}
}

/* The same function, but it does not call what it called; the digest says so, and the names do, too. */
static void test_one_more_function(void **state)
{
	struct code_row changed[6];

	(void)state;
	copy(changed);
	changed[2].refers = "grow.func1\ninit\n";
	assert_int_equal(code_compare(SIDE(base), SIDE(changed), "B"), CODE_DIFFERS);
	assert_int_equal(code_compare(SIDE(changed), SIDE(base), "B"), CODE_DIFFERS);
	changed[2].refers = "";
	assert_int_equal(code_compare(SIDE(base), SIDE(changed), "B"), CODE_DIFFERS);
	copy(changed);
	changed[3].function = "grow.func2";
	changed[2].refers = "grow.func2\n";
	assert_int_equal(code_compare(SIDE(base), SIDE(changed), "B"), CODE_DIFFERS);
}

/* Rows of a database need not be sorted; two of one name both count; functions that call each other end. */
static void test_any_order(void **state)
{
	static const struct code_row one[] = { ROW("f", "1", "g\n"), ROW("g", "2", "f\n"), ROW("g", "3", "") },
				     two[] = { ROW("g", "3", ""), ROW("g", "2", "f\n"), ROW("f", "1", "g\n") },
				     three[] = { ROW("g", "2", "f\n"), ROW("f", "1", "g\n"), ROW("g", "2", "") },
				     prefix[] = { ROW("f", "1", "g\n"), ROW("ga", "2", "f\n"), ROW("a", "3", "") };

	(void)state;
	assert_int_equal(code_compare(SIDE(one), SIDE(two), "f"), CODE_SAME);
	assert_int_equal(code_compare(SIDE(one), SIDE(three), "f"), CODE_DIFFERS);
	assert_int_equal(code_compare(SIDE(prefix), SIDE(prefix), "f"), CODE_UNKNOWN);
}

static void test_what_is_incomplete_is_unknown(void **state)
{
	static const struct code_row lacks[] = { ROW("B", "1", "grow\n") }, no_digest[] = { ROW("B", "", "") },
				     cut[] = { ROW("B", "1", "B\nB") }, empty[] = { ROW("B", "1", "\n") },
				     nameless[] = { ROW("", "1", "\n") };
	const struct code_side none = { .rows = NULL, .n = 0 };

	(void)state;
	assert_int_equal(code_compare(none, none, "B"), CODE_UNKNOWN);
	assert_int_equal(code_compare(SIDE(base), none, "B"), CODE_UNKNOWN);
	assert_int_equal(code_compare(none, SIDE(base), "B"), CODE_UNKNOWN);
	assert_int_equal(code_compare(SIDE(base), SIDE(base), "D"), CODE_UNKNOWN);
	assert_int_equal(code_compare(SIDE(base), SIDE(base), ""), CODE_UNKNOWN);
	assert_int_equal(code_compare(SIDE(lacks), SIDE(lacks), "B"), CODE_UNKNOWN);
	assert_int_equal(code_compare(SIDE(no_digest), SIDE(no_digest), "B"), CODE_UNKNOWN);
	assert_int_equal(code_compare(SIDE(cut), SIDE(cut), "B"), CODE_UNKNOWN);
	assert_int_equal(code_compare(SIDE(empty), SIDE(empty), "B"), CODE_UNKNOWN);
	assert_int_equal(code_compare(SIDE(nameless), SIDE(nameless), ""), CODE_SAME); /* strange, but all there */
}

/* 1.2 lists no bytes: with itself it can be compared, with later ones not. */
static void test_texts_and_bytes(void **state)
{
	struct code_row texts[6];

	(void)state;
	copy(texts);
	for (size_t i = 0; i < 6; i++)
		texts[i].bytes = 0;
	assert_int_equal(code_compare(SIDE(texts), SIDE(texts), "B"), CODE_SAME);
	assert_int_equal(code_compare(SIDE(texts), SIDE(base), "B"), CODE_UNKNOWN);
	assert_int_equal(code_compare(SIDE(base), SIDE(texts), "B"), CODE_UNKNOWN);
}

static void test_cells_are_found(void **state)
{
#define CELL(release, os, arch, m, name, f)                                                                            \
	{                                                                                                              \
		.go = (release), .goos = (os), .goarch = (arch), .mode = (m), .case_name = (name), .function = (f),    \
		.digest = "", .refers = ""                                                                             \
	}
	struct code_row rows[] = {
		CELL("go1.9", "linux", "amd64", "default", "a/b", "f"),
		CELL("go1.9", "linux", "amd64", "default", "a/b", "g"),
		CELL("go1.10", "linux", "amd64", "default", "a/b", "h"),
		CELL("go1.10", "linux", "386", "default", "a/b", "i"),
		CELL("go1.9", "linux", "amd64", "noopt", "a/b", "j"),
		CELL("go1.9", "linux", "amd64", "default", "a/c", "k"),
		CELL("go1.9", "plan9", "amd64", "default", "a/c", "l"),
	};
	const struct code_rows all = { .items = rows, .len = sizeof rows / sizeof *rows }, none = { .items = NULL };
	struct code_index *x = code_index_new(&all), *empty = code_index_new(&none);

	(void)state;
	for (size_t i = 0; i < all.len; i++) {
		struct code_side side =
			code_find(x, rows[i].go, rows[i].goos, rows[i].goarch, rows[i].mode, rows[i].case_name);

		assert_ptr_equal(side.rows, &rows[i < 2 ? 0 : i]);
		assert_int_equal(side.n, i < 2 ? 2 : 1);
	}
	assert_int_equal(code_find(x, "go1.11", "linux", "amd64", "default", "a/b").n, 0);
	assert_int_equal(code_find(empty, "go1.9", "linux", "amd64", "default", "a/b").n, 0);
	assert_int_equal(code_find(NULL, "go1.9", "linux", "amd64", "default", "a/b").n, 0);
	code_index_free(x);
	code_index_free(empty);
	code_index_free(NULL);
}

/* Identical work: the same code, none of which may leave the case, as far as it is reached. */
static void test_what_leaves_is_not_identical(void **state)
{
	struct code_row one[6], other[6];

	(void)state;
	assert_true(code_identical(SIDE(base), SIDE(base), "B"));
	for (size_t i = 0; i < 6; i++) {
		bool reached = i == 0 || i == 2 || i == 3;

		copy(one);
		copy(other);
		one[i].leaves = true; /* on one side it may */
		assert_int_equal(code_identical(SIDE(one), SIDE(other), "B"), !reached);
		assert_int_equal(code_identical(SIDE(other), SIDE(one), "B"), !reached);
		assert_int_equal(code_compare(SIDE(one), SIDE(other), "B"), CODE_SAME);
		other[i].digest = "x";
		one[i].leaves = false;
		assert_int_equal(code_identical(SIDE(one), SIDE(other), "B"), !reached);
	}
	assert_false(code_identical(SIDE(base), SIDE(base), "D"));
}

static void test_words(void **state)
{
	(void)state;
	assert_string_equal(code_verdict_name(CODE_UNKNOWN), "");
	assert_string_equal(code_verdict_name(CODE_SAME), "same");
	assert_string_equal(code_verdict_name(CODE_DIFFERS), "differs");
	assert_string_equal(code_verdict_name(CODE_VERDICTS), "");
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_what_is_reached_counts),
	cmocka_unit_test(test_one_more_function),
	cmocka_unit_test(test_any_order),
	cmocka_unit_test(test_what_is_incomplete_is_unknown),
	cmocka_unit_test(test_texts_and_bytes),
	cmocka_unit_test(test_cells_are_found),
	cmocka_unit_test(test_what_leaves_is_not_identical),
	cmocka_unit_test(test_words),
};

TEST_MAIN(tests)
