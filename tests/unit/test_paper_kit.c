/* The folder of a paper kit: nobody's files are replaced or removed but its own. */
#include "testing.h"

#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "report/paper_kit.h"

struct place {
	char *top, *dir;
	struct error err;
};

static int setup(void **state)
{
	struct place *p = xcalloc(1, sizeof *p);

	p->top = test_folder();
	p->dir = xasprintf("%s/papers/one", p->top);
	*state = p;
	return 0;
}

static int teardown(void **state)
{
	struct place *p = *state;

	if (tree_remove(p->top, &p->err))
		return -1;
	free(p->top);
	free(p->dir);
	free(p);
	return 0;
}

static char *read_text(struct place *p, const char *path)
{
	char *full = xasprintf("%s/%s", p->dir, path);
	struct str text = STR_INIT;

	if (!path_is_file(full) || file_read(full, 1 << 20, &text, &p->err))
		str_add(&text, "(none)");
	free(full);
	return str_detach(&text);
}

static void expect(struct place *p, const char *path, const char *wanted)
{
	char *got = read_text(p, path);

	assert_string_equal(got, wanted);
	free(got);
}

static void put(struct place *p, const char *path, const char *text)
{
	char *full = xasprintf("%s/%s", p->dir, path);

	assert_int_equal(file_write(full, text, strlen(text), &p->err), 0);
	free(full);
}

/* A kit of up to two files; returns what was kept, "a b". */
static char *write_kit(struct place *p, const char *const *files, const char *const *texts, size_t n)
{
	struct strlist kept = STRLIST_INIT;
	struct str out = STR_INIT;
	struct paper_kit *k;

	if (paper_kit_open(p->dir, &k, &p->err))
		fail_msg("%s", p->err.msg);
	for (size_t i = 0; i < n; i++) {
		struct str text = STR_INIT;

		str_add(&text, texts[i]);
		assert_int_equal(paper_kit_add(k, files[i], &text, str_ends(files[i], ".sh"), &p->err), 0);
		str_release(&text);
	}
	if (paper_kit_finish(k, &kept, &p->err))
		fail_msg("%s", p->err.msg);
	paper_kit_free(k);
	for (size_t i = 0; i < kept.len; i++)
		str_addf(&out, "%s%s", i ? " " : "", kept.items[i]);
	strlist_release(&kept);
	return str_detach(&out);
}

static void keeps(struct place *p, const char *const *files, const char *const *texts, size_t n, const char *wanted)
{
	char *kept = write_kit(p, files, texts, n);

	assert_string_equal(kept, wanted);
	free(kept);
}

static const char *const two[] = { "tables/a.tex", "b.sh" };

static void test_written_and_replaced(void **state)
{
	struct place *p = *state;
	struct strlist names = STRLIST_INIT;
	char *script, *sums;
	struct stat st;

	keeps(p, two, (const char *const[]){ "A1", "B1" }, 2, "");
	expect(p, "tables/a.tex", "A1");
	script = xasprintf("%s/b.sh", p->dir);
	assert_int_equal(stat(script, &st), 0);
	assert_true(st.st_mode & 0100);
	free(script);
	keeps(p, two, (const char *const[]){ "A2", "B1" }, 2, "");
	expect(p, "tables/a.tex", "A2");
	sums = read_text(p, PAPER_KIT_SUMS);
	assert_true(str_starts(sums, PAPER_KIT_MARK));
	assert_non_null(strstr(sums, "  tables/a.tex\n"));
	free(sums);
	assert_int_equal(dir_list(p->dir, &names, &p->err), 0);
	assert_int_equal(names.len, 3); /* SHA256SUMS, b.sh, tables: nothing half-made */
	strlist_release(&names);
}

/* What somebody changed stays, again and again, until it is taken away. */
static void test_changed_files_stay(void **state)
{
	struct place *p = *state;
	char *path;

	keeps(p, two, (const char *const[]){ "A1", "B1" }, 2, "");
	put(p, "b.sh", "mine");
	keeps(p, two, (const char *const[]){ "A2", "B2" }, 2, "b.sh");
	expect(p, "b.sh", "mine");
	expect(p, "tables/a.tex", "A2");
	keeps(p, two, (const char *const[]){ "A3", "B3" }, 2, "b.sh");
	expect(p, "b.sh", "mine");
	path = xasprintf("%s/b.sh", p->dir);
	assert_int_equal(unlink(path), 0);
	free(path);
	keeps(p, two, (const char *const[]){ "A3", "B3" }, 2, "");
	expect(p, "b.sh", "B3");
}

static void test_strangers_stay(void **state)
{
	struct place *p = *state;

	keeps(p, two, (const char *const[]){ "A1", "B1" }, 2, "");
	put(p, "paper.pdf", "theirs");
	put(p, "tables/own.tex", "theirs");
	keeps(p, &two[1], (const char *const[]){ "B1" }, 1, "");
	expect(p, "paper.pdf", "theirs");
	expect(p, "tables/own.tex", "theirs");
	expect(p, "tables/a.tex", "(none)"); /* no longer written, and still its own */
	keeps(p, two, (const char *const[]){ "A1", "B1" }, 2, "");
	put(p, "tables/a.tex", "edited");
	keeps(p, &two[1], (const char *const[]){ "B1" }, 1, "");
	expect(p, "tables/a.tex", "edited");
}

static void test_other_folders(void **state)
{
	struct place *p = *state;
	struct paper_kit *k;

	assert_int_equal(dir_make(p->dir, &p->err), 0);
	put(p, "thesis.tex", "x");
	assert_int_equal(paper_kit_open(p->dir, &k, &p->err), -1);
	assert_int_equal(p->err.kind, ERR_USAGE);
	assert_non_null(strstr(p->err.msg, "thesis.tex"));
	assert_non_null(strstr(p->err.msg, "empty folder"));
	expect(p, PAPER_KIT_SUMS, "(none)");
	put(p, PAPER_KIT_SUMS, "# sums of somebody else\n"); /* not ours either */
	error_clear(&p->err);
	assert_int_equal(paper_kit_open(p->dir, &k, &p->err), -1);
	assert_int_equal(p->err.kind, ERR_USAGE);
	expect(p, PAPER_KIT_SUMS, "# sums of somebody else\n");
}

static void test_unwritable(void **state)
{
	struct place *p = *state;
	char *file = xasprintf("%s/file", p->top), *below = xasprintf("%s/kit", file);
	struct paper_kit *k;

	assert_int_equal(file_write(file, "x", 1, &p->err), 0);
	assert_int_equal(paper_kit_open(below, &k, &p->err), -1);
	assert_int_equal(p->err.kind, ERR_INFRA);
	assert_non_null(strstr(p->err.msg, file));
	error_clear(&p->err);
	assert_int_equal(paper_kit_open(file, &k, &p->err), -1);
	assert_int_equal(p->err.kind, ERR_INFRA);
	free(file);
	free(below);
}

/* A list from elsewhere names files outside: they are not looked at. */
static void test_hostile_list(void **state)
{
	struct place *p = *state;
	char *outside = xasprintf("%s/papers/victim", p->top), *list;
	static const char empty[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

	assert_int_equal(dir_make(p->dir, &p->err), 0);
	assert_int_equal(file_write(outside, "", 0, &p->err), 0);
	list = xasprintf(PAPER_KIT_MARK "\n%s  ../victim\n%s  a/../../victim\n%s  %s\n", empty, empty, empty, outside);
	put(p, PAPER_KIT_SUMS, list);
	keeps(p, two, (const char *const[]){ "A1", "B1" }, 2, "");
	assert_true(path_is_file(outside));
	free(list);
	free(outside);
}

/* Killed at any time before the end: the next one takes the folder for what it is, and ends with the new files. */
static void test_interrupted(void **state)
{
	struct place *p = *state;
	struct str text = STR_INIT;
	struct paper_kit *k;

	assert_int_equal(paper_kit_open(p->dir, &k, &p->err), 0);
	str_add(&text, "A1");
	assert_int_equal(paper_kit_add(k, two[0], &text, false, &p->err), 0);
	paper_kit_free(k); /* given up: nothing of it shows */
	expect(p, two[0], "(none)");
	str_release(&text);
	keeps(p, two, (const char *const[]){ "A1", "B1" }, 2, "");
	expect(p, two[0], "A1");
}

static void test_drawn(void **state)
{
	struct place *p = *state;
	struct strlist kept = STRLIST_INIT;
	struct paper_kit *k;
	char *sums;

	assert_int_equal(paper_kit_open(p->dir, &k, &p->err), 0);
	put(p, "f.pdf", "drawn");
	assert_int_equal(paper_kit_drawn(k, "f.pdf", &p->err), 0);
	assert_int_equal(paper_kit_drawn(k, "g.pdf", &p->err), 0); /* not there */
	assert_int_equal(paper_kit_finish(k, &kept, &p->err), 0);
	paper_kit_free(k);
	assert_int_equal(kept.len, 0);
	sums = read_text(p, PAPER_KIT_SUMS);
	assert_non_null(strstr(sums, "  f.pdf\n"));
	assert_null(strstr(sums, "g.pdf"));
	free(sums);
	keeps(p, NULL, NULL, 0, "");
	expect(p, "f.pdf", "(none)"); /* of the kit, and no longer in it */
	strlist_release(&kept);
}

#define KIT_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

static const struct CMUnitTest tests[] = {
	KIT_TEST(test_written_and_replaced), KIT_TEST(test_changed_files_stay),
	KIT_TEST(test_strangers_stay),       KIT_TEST(test_other_folders),
	KIT_TEST(test_unwritable),           KIT_TEST(test_hostile_list),
	KIT_TEST(test_interrupted),          KIT_TEST(test_drawn),
};
TEST_MAIN(tests)
