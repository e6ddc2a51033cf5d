/*
 * The same program with the same behaviour gives equal decisions whatever words a release has for them: over what real
 * compilers printed (tests/eras, made by tests/tools/eras.sh).
 */
#include "testing.h"

#include "base/alloc.h"
#include "base/file.h"
#include "bench/diagnostics.h"

static void read_file(const char *name, struct str *out)
{
	const char *root = getenv("ROOT");
	char *path = xasprintf("%s/tests/eras/%s", root ? root : ".", name);
	struct error err = ERROR_INIT;

	if (file_read(path, 1 << 20, out, &err) < 0)
		fail_msg("%s", err.msg);
	free(path);
}

/* Decisions about the heap as a compare sees them, "line function kind subject"; and nothing unknown. */
static void decisions(const char *era, const char *name, struct strlist *out)
{
	struct decision_list l = DECISION_LIST_INIT;
	struct str said = STR_INIT, source = STR_INIT;
	char *said_name = xasprintf("%s/%s.txt", era, name), *source_name = xasprintf("%s.go", name);

	read_file(said_name, &said);
	read_file(source_name, &source);
	diagnostics_parse(said.p, said.len, &l);
	diagnostics_functions(&l, source.p, source.len);
	assert_int_equal(l.unknown, 0);
	for (size_t i = 0; i < l.len; i++) {
		const struct decision *d = &l.items[i];

		assert_string_not_equal(d->function, "");
		if (d->kind <= DECISION_LEAKING_RESULT && !strcmp(d->file, source_name))
			strlist_addf(out, "%d %s %s %s", d->line, d->function, decision_kind_name(d->kind), d->subject);
	}
	strlist_sort(out);
	decision_list_release(&l);
	str_release(&said);
	str_release(&source);
	free(said_name);
	free(source_name);
}

static void assert_equal_eras(const char *old, const char *new, const char *name)
{
	struct strlist a = STRLIST_INIT, b = STRLIST_INIT;

	decisions(old, name, &a);
	decisions(new, name, &b);
	assert_true(a.len > 0);
	for (size_t i = 0; i < a.len && i < b.len; i++)
		if (strcmp(a.items[i], b.items[i]))
			fail_msg("%s: %s says \"%s\", %s \"%s\"", name, old, a.items[i], new, b.items[i]);
	assert_int_equal(a.len, b.len);
	strlist_release(&a);
	strlist_release(&b);
}

/* 1.13 rewrote the analysis and its words: no functions before subjects, no addresses, no duplicates, no channels. */
static void test_go1_12_and_go1_13(void **state)
{
	static const char *const names[] = { "channel_make_buffer",   "channel_send_pointer", "fmt_keep_argument",
		                             "interface_reader_read", "pointer_return_local", "string_builder",
		                             "sync_pool_put" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_equal_eras("go1.12", "go1.13", names[i]);
}

/* No columns before 1.9, no reasons before 1.7. */
static void test_go1_4_and_go1_9(void **state)
{
	static const char *const names[] = { "channel_make_buffer", "channel_send_pointer", "pointer_return_local" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_equal_eras("go1.4", "go1.9", names[i]);
}

static void test_go1_9_and_go1_12(void **state)
{
	static const char *const names[] = { "channel_make_buffer", "channel_send_pointer", "fmt_keep_argument",
		                             "interface_reader_read", "pointer_return_local" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_equal_eras("go1.9", "go1.12", names[i]);
}

/* The reasons why a variable moves to the heap stood elsewhere up to 1.12, at "&x". */
static void test_reasons_of_what_is_moved(void **state)
{
	struct decision_list l = DECISION_LIST_INIT;
	struct str said = STR_INIT;
	size_t moved = 0;

	(void)state;
	read_file("go1.12/channel_send_pointer.txt", &said);
	diagnostics_parse(said.p, said.len, &l);
	for (size_t i = 0; i < l.len; i++)
		if (l.items[i].kind == DECISION_MOVED_TO_HEAP) {
			moved++;
			assert_int_equal(strncmp(l.items[i].detail, "from ", 5), 0);
			assert_non_null(strstr(l.items[i].detail, "(send) at channel_send_pointer.go:"));
		}
	assert_int_equal(moved, 2);
	decision_list_release(&l);
	str_release(&said);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_go1_12_and_go1_13),
	cmocka_unit_test(test_go1_4_and_go1_9),
	cmocka_unit_test(test_go1_9_and_go1_12),
	cmocka_unit_test(test_reasons_of_what_is_moved),
};

TEST_MAIN(tests)
