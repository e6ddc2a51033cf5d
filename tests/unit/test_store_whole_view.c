/* Views handed out whole: the names of the columns first, every row, versions as versions. */
#include "store_fixture.h"

#include "store/view.h"

struct taken {
	struct str text; /* rows of cells, "a|b\n", NULL as "-" */
	size_t calls, stop_at;
};

static int take(void *ctx, const char *const *cells, size_t n, struct error *err)
{
	struct taken *t = ctx;

	if (t->stop_at && t->calls == t->stop_at)
		return error_set(err, ERR_INFRA, "enough");
	t->calls++;
	for (size_t i = 0; i < n; i++)
		str_addf(&t->text, "%s%s", i ? "|" : "", cells[i] ? cells[i] : "-");
	str_add_char(&t->text, '\n');
	return 0;
}

static void fill(struct scratch *x)
{
	struct store *s = open_session(x);
	struct sheet f;

	sheet_fill(&f);
	must(x, store_toolchain(s, &f.toolchain, &x->err));
	record(x, s, &f);
	f.toolchain.go = text("go1.10");
	f.toolchain.version = (struct go_version){ 1, 10, 0, GO_RELEASE, 0 };
	f.toolchain.trust = text("");
	must(x, store_toolchain(s, &f.toolchain, &x->err));
	record(x, s, &f);
	must(x, store_session_finish(s, &x->err));
	store_close(s);
}

static void test_whole(void **state)
{
	static const char *const views[] = { "toolchains", "sessions", "cells", "cases", "calibrations" };
	static const size_t rows[] = { 2, 1, 2, 1, 0 };
	struct scratch *x = *state;
	struct store *s;

	fill(x);
	s = open_store(x, STORE_READ);
	for (size_t i = 0; i < COUNT(views); i++) {
		struct taken t = { .calls = 0 };

		must(x, store_view(s, views[i], take, &t, &x->err));
		assert_int_equal(t.calls, 1 + rows[i]);
		if (!strcmp(views[i], "cells")) { /* 1.9 before 1.10 */
			assert_true(str_starts(str_cstr(&t.text), "go|goos|goarch|mode|case_name|status|"));
			assert_non_null(
				strstr(str_cstr(&t.text), "\ngo1.9.2|linux|amd64|default|slice/append_growth|ok|"));
			assert_true(strstr(str_cstr(&t.text), "\ngo1.9.2|") < strstr(str_cstr(&t.text), "\ngo1.10|"));
		}
		if (!strcmp(views[i], "toolchains"))
			assert_non_null(strstr(str_cstr(&t.text), "|0|checksum database\ngo1.10|"));
		if (!strcmp(views[i], "cases"))
			assert_null(strstr(str_cstr(&t.text), "source"));
		str_release(&t.text);
	}
	store_close(s);
}

static void test_refusals(void **state)
{
	struct scratch *x = *state;
	struct taken t = { .stop_at = 1 };
	struct store *s;

	fill(x);
	s = open_store(x, STORE_READ);
	assert_int_equal(store_view(s, "cell", take, &t, &x->err), -1); /* a table of our own */
	assert_int_equal(x->err.kind, ERR_USAGE);
	error_clear(&x->err);
	assert_int_equal(store_view(s, "cells", take, &t, &x->err), -1);
	assert_string_equal(x->err.msg, "enough");
	str_release(&t.text);
	store_close(s);
}

/* Who vouched for a toolchain reaches the readers. */
static void test_trust(void **state)
{
	struct scratch *x = *state;
	struct toolchain_rows rows;
	struct store *s;

	fill(x);
	s = open_store(x, STORE_READ);
	must(x, store_toolchains(s, &rows, &x->err));
	assert_int_equal(rows.len, 2);
	assert_string_equal(rows.items[0].trust, "checksum database");
	assert_string_equal(rows.items[1].trust, "");
	toolchain_rows_release(&rows);
	store_close(s);
}

static const struct CMUnitTest tests[] = { STORE_TEST(test_whole), STORE_TEST(test_refusals), STORE_TEST(test_trust) };
TEST_MAIN(tests)
