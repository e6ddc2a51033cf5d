/* Unpacking: what a good archive leaves on disk, and that a hostile one leaves nothing outside and is named. */
#include "testing.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "fake_toolchain.h"
#include "toolchain/unpack.h"

#define PREFIX "golang.org/toolchain@v0.0.1-go1.98.1.linux-amd64/"

/* A stream over memory, in pieces of `step` bytes. */
struct memory {
	const char *p;
	size_t n, step;
	bool broken; /* ends with an error of its own instead of the end */
};

static int read_memory(void *ctx, const void **p, size_t *n, struct error *err)
{
	struct memory *m = ctx;

	if (!m->n && m->broken)
		return error_set(err, ERR_INFRA, "the line went dead");
	*p = m->p;
	*n = m->n < m->step ? m->n : m->step;
	m->p += *n;
	m->n -= *n;
	return 0;
}

static int unpack(const char *folder, const void *p, size_t n, size_t step, struct unpack_result *out,
                  struct error *err)
{
	struct memory m = { .p = p, .n = n, .step = step };
	struct unpack_options o = { .prefix = PREFIX, .folder = folder };
	int rc;

	error_clear(err);
	rc = unpack_archive(read_memory, &m, &o, out, err);
	if (rc)
		assert_int_not_equal(err->kind, ERR_NONE);
	return rc;
}

static int unpack_files(const char *folder, const char *prefix, const struct fake_file *files, struct error *err)
{
	struct unpack_result r;
	struct str zip = STR_INIT;
	int rc;

	fake_zip(prefix, files, &zip);
	rc = unpack(folder, zip.p, zip.len, 4096, &r, err);
	unpack_result_release(&r);
	str_release(&zip);
	return rc;
}

static const struct fake_file good[] = {
	{ "VERSION", "go1.98.1\n", NULL },
	{ "api/go1.txt", "pkg\n", NULL },
	{ "bin/go", "#!/bin/sh\n", NULL },
	{ "pkg/linux_amd64/fmt.a", "a", NULL },
	{ "pkg/linux_amd64_race/fmt.a", "r", NULL },
	{ "src/_go.mod", "module std\n", NULL },
	{ "src/cmd/_go.mod", "module cmd\n", NULL },
	{ "src/fmt/print.go", "package fmt\n", NULL },
	{ "src/fmt/print_test.go", "package fmt\n", NULL },
	{ "src/fmt/testdata/a/b", "x", NULL },
	{ "src/x/_asm/_go.mod", "module asm\n", NULL },
	{ "src/z\xc3\xa9.go", "package z\n", NULL },
	{ NULL, NULL, NULL },
};

static void a_good_archive_is_unpacked_and_hashed(void **state)
{
	static const struct {
		const char *name;
		bool there;
	} want[] = {
		{ "VERSION", true },
		{ "bin/go", true },
		{ "src/go.mod", true },
		{ "src/_go.mod", false },
		{ "src/cmd/go.mod", true },
		{ "src/x/_asm/_go.mod", true },
		{ "src/fmt/print.go", true },
		{ "src/fmt/print_test.go", false },
		{ "src/fmt/testdata", false },
		{ "api", false },
		{ "pkg/linux_amd64/fmt.a", true },
		{ "pkg/linux_amd64_race", false },
		{ "src/z\xc3\xa9.go", true },
	};
	(void)state;

	for (size_t step = 1; step < 100000; step = step * 7 + 2) {
		char *folder = test_folder(), digest[H1_TEXT];
		struct unpack_result r;
		struct error err = ERROR_INIT;
		struct str zip = STR_INIT, text = STR_INIT;

		fake_zip(PREFIX, good, &zip);
		fake_h1(PREFIX, good, digest);
		if (unpack(folder, zip.p, zip.len, step, &r, &err))
			fail_msg("%s", err.msg);
		assert_string_equal(r.h1, digest);
		assert_int_equal(r.files, 12);
		assert_int_equal(r.kept, 8);
		for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
			char *path = xasprintf("%s/%s", folder, want[i].name);

			if (path_exists(path) != want[i].there)
				fail_msg("%s is%s there", want[i].name, want[i].there ? " not" : "");
			free(path);
		}
		char *path = xasprintf("%s/src/fmt/print.go", folder);

		assert_int_equal(file_read(path, 100, &text, &err), 0);
		assert_string_equal(str_cstr(&text), "package fmt\n");
		assert_non_null(strstr(r.sums.p, "  12  src/fmt/print.go\n"));
		assert_non_null(strstr(r.sums.p, "  -  src/fmt/print_test.go\n"));
		tree_remove(folder, &err);
		free(path);
		free(folder);
		str_release(&text);
		str_release(&zip);
		unpack_result_release(&r);
	}
}

static void hostile_archives_are_refused_by_name(void **state)
{
	static const struct {
		const char *prefix;
		struct fake_file files[4];
		const char *says;
	} t[] = {
		{ PREFIX, { { "../evil", "x", NULL } }, "'.' or '..'" },
		{ PREFIX, { { "a/../../../../../../evil", "x", NULL } }, "'.' or '..'" },
		{ PREFIX, { { "a/./b", "x", NULL } }, "'.' or '..'" },
		{ PREFIX, { { "a//b", "x", NULL } }, "an empty part" },
		{ PREFIX, { { "a\\..\\b", "x", NULL } }, "backslash" },
		{ PREFIX, { { "a\nb", "x", NULL } }, "control character" },
		{ PREFIX, { { "a\x1b[2Jb", "x", NULL } }, "control character" },
		{ PREFIX, { { "a\x7f", "x", NULL } }, "control character" },
		{ "/" PREFIX, { { "a", "x", NULL } }, "absolute" },
		{ "/", { { "etc/evil", "x", NULL } }, "absolute" },
		{ "", { { "a", "x", NULL } }, "prefix" },
		{ "golang.org/toolchain@v0.0.1-go1.98.2.linux-amd64/", { { "a", "x", NULL } }, "prefix" },
		{ "../" PREFIX, { { "a", "x", NULL } }, "prefix" },
		{ PREFIX, { { "a", "x", NULL }, { "a", "y", NULL } }, "twice" },
		{ PREFIX, { { "test/a", "x", NULL }, { "test/a", "y", NULL } }, "twice" },
		{ PREFIX, { { "src/a.go", "x", NULL }, { "src/A.go", "y", NULL } }, "only in case" },
		{ PREFIX, { { "src/a/x", "x", NULL }, { "src/A/y", "y", NULL } }, "only in case" },
		{ PREFIX, { { "src/a", "x", NULL }, { "src/a/b", "y", NULL } }, "a file and a folder" },
		{ PREFIX, { { "src/a/b", "x", NULL }, { "src/a", "y", NULL } }, "twice" },
		{ PREFIX, { { "src/_go.mod", "x", NULL }, { "src/go.mod", "y", NULL } }, "twice" },
		{ PREFIX, { { NULL, NULL, NULL } }, "does not begin" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		char *outer = test_folder(), *folder = xasprintf("%s/in", outer);
		struct strlist names = STRLIST_INIT;
		struct error err = ERROR_INIT;

		assert_int_equal(dir_make(folder, &err), 0);
		if (!unpack_files(folder, t[i].prefix, t[i].files, &err))
			fail_msg("%s%s was unpacked", t[i].prefix, t[i].files[0].name);
		assert_int_equal(err.kind, ERR_CORRUPT);
		if (!strstr(err.msg, t[i].says))
			fail_msg("'%s' does not say '%s'", err.msg, t[i].says);
		assert_int_equal(dir_list(outer, &names, &err), 0);
		assert_int_equal(names.len, 1); /* nothing beside the folder */
		strlist_release(&names);
		tree_remove(outer, &err);
		free(folder);
		free(outer);
	}
}

static void names_are_checked_byte_by_byte(void **state)
{
	static const struct {
		const char *name;
		bool good;
	} t[] = {
		{ PREFIX "a", true },
		{ PREFIX "a/b.go", true },
		{ PREFIX "\xc3\xa9", true },
		{ PREFIX "..a", true },
		{ PREFIX "a..", true },
		{ PREFIX "a/", true },
		{ PREFIX "\xff", false },
		{ PREFIX "\xc3", false },
		{ PREFIX "\xc0\xaf", false },
		{ PREFIX "\xed\xa0\x80", false },
		{ PREFIX "\xf4\x90\x80\x80", false },
		{ PREFIX "\xe0\x80\xaf", false },
		{ PREFIX "\xc2\x85", false },
		{ PREFIX "/a", false },
		{ PREFIX "a//", false },
		{ PREFIX "..", false },
		{ PREFIX "../", false },
		{ PREFIX "a/..", false },
		{ "golang.org", false },
		{ "", false },
	};
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		if (!unpack_name_problem(t[i].name, PREFIX) != t[i].good)
			fail_msg("%zu: '%s' is judged wrong", i, t[i].name);
}

static void a_symlink_is_never_followed_nor_made(void **state)
{
	static const struct fake_file files[] = { { "src/link", NULL, "/tmp" },
		                                  { "src/link/evil", "x", NULL },
		                                  { NULL, NULL, NULL } };
	static const struct fake_file through[] = { { "src/out/evil", "x", NULL }, { NULL, NULL, NULL } };
	char *outer = test_folder(), *folder = xasprintf("%s/in", outer), *src = xasprintf("%s/src", folder);
	char *link = xasprintf("%s/out", src), *evil = xasprintf("%s/evil", outer);
	struct error err = ERROR_INIT;
	struct stat st;
	(void)state;

	assert_int_equal(dir_make(folder, &err), 0);
	assert_int_equal(unpack_files(folder, PREFIX, files, &err), -1);
	char *made = xasprintf("%s/link", src);

	assert_true(lstat(made, &st) || !S_ISLNK(st.st_mode));
	/* one that somebody else put there is not a way out either */
	assert_int_equal(dir_make(src, &err), 0);
	assert_int_equal(symlink(outer, link), 0);
	assert_int_equal(unpack_files(folder, PREFIX, through, &err), -1);
	assert_false(path_exists(evil));
	tree_remove(outer, &err);
	free(made);
	free(evil);
	free(link);
	free(src);
	free(folder);
	free(outer);
}

static void every_truncation_is_noticed(void **state)
{
	char *outer = test_folder();
	struct str zip = STR_INIT;
	struct error err = ERROR_INIT;
	(void)state;

	fake_zip(PREFIX, good, &zip);
	for (size_t n = 0; n < zip.len; n++) {
		char *folder = xasprintf("%s/%zu", outer, n);
		struct unpack_result r;

		assert_int_equal(dir_make(folder, &err), 0);
		if (!unpack(folder, zip.p, n, 512, &r, &err))
			fail_msg("%zu of %zu bytes are taken for all", n, zip.len);
		assert_int_equal(err.kind, ERR_CORRUPT);
		unpack_result_release(&r);
		tree_remove(folder, &err);
		free(folder);
	}
	str_release(&zip);
	tree_remove(outer, &err);
	free(outer);
}

static void a_flipped_bit_changes_the_digest_or_is_noticed(void **state)
{
	char *outer = test_folder(), digest[H1_TEXT];
	struct str zip = STR_INIT;
	struct error err = ERROR_INIT;
	size_t noticed = 0;
	(void)state;

	fake_zip(PREFIX, good, &zip);
	fake_h1(PREFIX, good, digest);
	for (size_t i = 0; i < zip.len; i++) {
		char *folder = xasprintf("%s/%zu", outer, i);
		char *file = xasprintf("%s/src/fmt/print.go", folder);
		struct unpack_result r;
		struct str text = STR_INIT;

		zip.p[i] = (char)(zip.p[i] ^ (1 << (i % 8)));
		assert_int_equal(dir_make(folder, &err), 0);
		if (unpack(folder, zip.p, zip.len, 4096, &r, &err)) {
			noticed++;
		} else if (!strcmp(r.h1, digest)) {
			/* a time, a mode, something in the directory at the end: the files themselves are right */
			assert_int_equal(file_read(file, 100, &text, &err), 0);
			assert_string_equal(str_cstr(&text), "package fmt\n");
		}
		zip.p[i] = (char)(zip.p[i] ^ (1 << (i % 8)));
		str_release(&text);
		unpack_result_release(&r);
		tree_remove(folder, &err);
		free(file);
		free(folder);
	}
	assert_true(noticed > zip.len / 4);
	str_release(&zip);
	tree_remove(outer, &err);
	free(outer);
}

static void what_follows_the_archive_is_read_to_the_end(void **state)
{
	char *folder = test_folder();
	struct str zip = STR_INIT;
	struct unpack_result r;
	struct error err = ERROR_INIT;
	(void)state;

	fake_zip(PREFIX, good, &zip);
	str_add(&zip, "and then some");
	assert_int_equal(unpack(folder, zip.p, zip.len, 16, &r, &err), -1);
	assert_int_equal(err.kind, ERR_CORRUPT);
	unpack_result_release(&r);
	tree_remove(folder, &err);
	/* an end that announces a comment is not the end */
	zip.len -= strlen("and then some");
	zip.p[zip.len - 2] = 1;
	assert_int_equal(dir_make(folder, &err), 0);
	assert_int_equal(unpack(folder, zip.p, zip.len, 16, &r, &err), -1);
	assert_int_equal(err.kind, ERR_CORRUPT);
	unpack_result_release(&r);
	str_release(&zip);
	tree_remove(folder, &err);
	free(folder);
}

struct endless {
	struct memory m;
	uint64_t more;
	char zeros[1 << 16];
};

static int read_endless(void *ctx, const void **p, size_t *n, struct error *err)
{
	struct endless *e = ctx;

	if (e->m.n)
		return read_memory(&e->m, p, n, err);
	*p = e->zeros;
	*n = sizeof e->zeros;
	e->more += sizeof e->zeros;
	return e->more > 2 * UNPACK_MAX_REST ? error_set(err, ERR_INFRA, "it is read for ever") : 0;
}

static void what_follows_without_end_is_cut_off(void **state)
{
	struct error err = ERROR_INIT;
	(void)state;

	for (int tar = 0; tar < 2; tar++) {
		struct endless *e = xcalloc(1, sizeof *e);
		char *folder = test_folder();
		struct unpack_options o = { .format = tar ? UNPACK_TAR_GZ : UNPACK_ZIP,
			                    .prefix = PREFIX,
			                    .folder = folder };
		struct str archive = STR_INIT;
		struct unpack_result r;

		fake_archive(tar, tar ? "go/" : PREFIX, good, &archive);
		e->m = (struct memory){ .p = archive.p, .n = archive.len, .step = 4096 };
		error_clear(&err);
		assert_int_equal(unpack_archive(read_endless, e, &o, &r, &err), -1);
		assert_int_equal(err.kind, ERR_CORRUPT);
		unpack_result_release(&r);
		str_release(&archive);
		tree_remove(folder, &err);
		free(folder);
		free(e);
	}
}

static void the_readers_error_is_the_one_reported(void **state)
{
	struct str zip = STR_INIT;
	struct error err = ERROR_INIT;
	(void)state;

	fake_zip(PREFIX, good, &zip);
	for (size_t n = 0; n <= zip.len; n += zip.len / 8) {
		char *folder = test_folder();
		struct memory m = { .p = zip.p, .n = n, .step = 64, .broken = true };
		struct unpack_options o = { .prefix = PREFIX, .folder = folder };
		struct unpack_result r;

		error_clear(&err);
		assert_int_equal(unpack_archive(read_memory, &m, &o, &r, &err), -1);
		assert_int_equal(err.kind, ERR_INFRA);
		assert_string_equal(err.msg, "the line went dead");
		unpack_result_release(&r);
		tree_remove(folder, &err);
		free(folder);
	}
	str_release(&zip);
}

static void amounts_are_limited(void **state)
{
	char *folder = test_folder();
	struct str zip = STR_INIT;
	struct error err = ERROR_INIT;
	struct unpack_result r;
	struct memory m;
	struct unpack_options o = { .prefix = PREFIX, .folder = folder, .max_files = 3 };
	(void)state;

	fake_zip(PREFIX, good, &zip);
	m = (struct memory){ .p = zip.p, .n = zip.len, .step = 4096 };
	assert_int_equal(unpack_archive(read_memory, &m, &o, &r, &err), -1);
	assert_non_null(strstr(err.msg, "more files"));
	unpack_result_release(&r);
	tree_remove(folder, &err);
	assert_int_equal(dir_make(folder, &err), 0);
	o = (struct unpack_options){ .prefix = PREFIX, .folder = folder, .max_bytes = 20 };
	m = (struct memory){ .p = zip.p, .n = zip.len, .step = 4096 };
	assert_int_equal(unpack_archive(read_memory, &m, &o, &r, &err), -1);
	assert_non_null(strstr(err.msg, "more bytes"));
	unpack_result_release(&r);
	tree_remove(folder, &err);
	str_release(&zip);
	free(folder);
}

static void a_bomb_is_stopped(void **state)
{
	char *folder = test_folder(), *big = xmalloc((80u << 20) + 1);
	struct fake_file files[] = { { "test/zeros", big, NULL }, { NULL, NULL, NULL } };
	struct error err = ERROR_INIT;
	(void)state;

	memset(big, '0', 80u << 20);
	big[80u << 20] = '\0';
	assert_int_equal(unpack_files(folder, PREFIX, files, &err), -1);
	assert_int_equal(err.kind, ERR_CORRUPT);
	assert_non_null(strstr(err.msg, "far more than was sent"));
	tree_remove(folder, &err);
	free(big);
	free(folder);
}

/* A limit on file sizes stands for the full disk: writing fails in the middle. */
static void a_failing_disk_is_named_as_such(void **state)
{
	static const struct fake_file files[] = { { "src/big.go", "0123456789", NULL }, { NULL, NULL, NULL } };
	char *folder = test_folder();
	struct error err = ERROR_INIT;
	int status;
	pid_t pid = fork();
	(void)state;

	if (!pid) {
		struct rlimit small = { .rlim_cur = 4, .rlim_max = 4 };

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &small);
		_exit(unpack_files(folder, PREFIX, files, &err) == -1 && err.kind == ERR_INFRA &&
		                      strstr(err.msg, "cannot write") && strstr(err.msg, "src/big.go")
		              ? 0
		              : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	tree_remove(folder, &err);
	free(folder);
}

static int unpack_tar(const char *folder, const void *p, size_t n, struct unpack_result *out, struct error *err)
{
	struct memory m = { .p = p, .n = n, .step = 777 };
	struct unpack_options o = { .format = UNPACK_TAR_GZ, .prefix = PREFIX, .folder = folder };

	error_clear(err);
	return unpack_archive(read_memory, &m, &o, out, err);
}

/* All names below the folder, with modes and times, each on a line. */
static void list_tree(const char *folder, const char *name, struct str *out)
{
	struct strlist names = STRLIST_INIT;
	char *path = xasprintf("%s/%s", folder, name);
	struct error err = ERROR_INIT;

	assert_int_equal(dir_list(path, &names, &err), 0);
	for (size_t i = 0; i < names.len; i++) {
		char *below = *name ? xasprintf("%s/%s", name, names.items[i]) : xstrdup(names.items[i]);
		char *full = xasprintf("%s/%s", folder, below);
		struct stat st;

		assert_int_equal(lstat(full, &st), 0);
		str_addf(out, "%s %o %lld %lld\n", below, (unsigned)st.st_mode, (long long)st.st_mtime,
		         S_ISREG(st.st_mode) ? (long long)st.st_size : 0);
		if (S_ISDIR(st.st_mode))
			list_tree(folder, below, out);
		free(full);
		free(below);
	}
	strlist_release(&names);
	free(path);
}

static void a_tar_gz_leaves_what_the_module_made_of_it_leaves(void **state)
{
	static const struct fake_file tar[] = {
		{ "VERSION", "go1.98.1\n", NULL },
		{ "api/go1.txt", "not in the module\n", NULL },
		{ "doc/go.html", "not in the module\n", NULL },
		{ "misc/x", "not in the module\n", NULL },
		{ "test/go.mod", "not in the module\n", NULL },
		{ "bin/", NULL, NULL },
		{ "bin/go", "#!/bin/sh\n", NULL },
		{ "src/go.mod", "module std\n", NULL },
		{ "src/cmd/go.mod", "module cmd\n", NULL },
		{ "src/x/_asm/go.mod", "module asm\n", NULL },
		{ "src/fmt/print_test.go", "package fmt\n", NULL },
		{ "src/fmt/deep/er/a.go", "package er\n", NULL },
		{ "src/fmta/b.go", "package fmta\n", NULL },
		{ "src/fmt/c.go", "package fmt\n", NULL },
		{ "src/z\xc3\xa9.go", "package z\n", NULL },
		{ NULL, NULL, NULL },
	};
	static const struct fake_file module[] = {
		{ "VERSION", "go1.98.1\n", NULL },
		{ "bin/go", "#!/bin/sh\n", NULL },
		{ "src/_go.mod", "module std\n", NULL },
		{ "src/cmd/_go.mod", "module cmd\n", NULL },
		{ "src/x/_asm/_go.mod", "module asm\n", NULL },
		{ "src/fmt/print_test.go", "package fmt\n", NULL },
		{ "src/fmt/deep/er/a.go", "package er\n", NULL },
		{ "src/fmta/b.go", "package fmta\n", NULL },
		{ "src/fmt/c.go", "package fmt\n", NULL },
		{ "src/z\xc3\xa9.go", "package z\n", NULL },
		{ NULL, NULL, NULL },
	};
	char *one = test_folder(), *other = test_folder(), hex[HASH_HEX];
	struct str a = STR_INIT, b = STR_INIT, tree_a = STR_INIT, tree_b = STR_INIT;
	struct hash *h = hash_new();
	struct unpack_result ra, rb;
	struct error err = ERROR_INIT;
	(void)state;

	fake_archive(true, "go/", tar, &a);
	fake_zip(PREFIX, module, &b);
	if (unpack_tar(one, a.p, a.len, &ra, &err) || unpack(other, b.p, b.len, 777, &rb, &err))
		fail_msg("%s", err.msg);
	assert_string_equal(ra.h1, rb.h1);
	assert_string_equal(ra.sums.p, rb.sums.p);
	assert_int_equal(ra.files, rb.files);
	assert_int_equal(ra.kept, rb.kept);
	hash_add(h, a.p, a.len);
	hash_hex(h, hex);
	assert_string_equal(ra.sha256, hex);
	assert_int_equal(ra.packed, a.len);
	assert_string_equal(rb.sha256, "");
	list_tree(one, "", &tree_a);
	list_tree(other, "", &tree_b);
	assert_string_equal(tree_a.p, tree_b.p);
	assert_non_null(strstr(tree_a.p, "bin/go 100755 1577836800 10\n"));
	assert_non_null(strstr(tree_a.p, "src/go.mod 100644 1577836800 11\n"));
	assert_non_null(strstr(tree_a.p, "src/fmt/c.go 100644"));
	assert_non_null(strstr(tree_a.p, "src/fmta/b.go 100644"));
	assert_non_null(strstr(tree_a.p, "src 40755 1577836800 0\n"));
	str_release(&a);
	str_release(&b);
	str_release(&tree_a);
	str_release(&tree_b);
	unpack_result_release(&ra);
	unpack_result_release(&rb);
	tree_remove(one, &err);
	tree_remove(other, &err);
	free(one);
	free(other);
}

static void a_hostile_tar_gz_is_refused_by_name(void **state)
{
	static const struct {
		const char *prefix;
		struct fake_file files[4];
		const char *says;
	} t[] = {
		{ "go/", { { "../evil", "x", NULL } }, "'.' or '..'" },
		{ "/", { { "evil", "x", NULL } }, "absolute" },
		{ "", { { "evil", "x", NULL } }, "prefix" },
		{ "go/", { { "a\nb", "x", NULL } }, "control character" },
		{ "go/", { { "src/l", NULL, "/etc" } }, "link" },
		{ "go/", { { "src/a", "x", NULL }, { "src/a", "y", NULL } }, "twice" },
		{ "go/", { { "test/a", "x", NULL }, { "test/a", "y", NULL } }, "twice" },
		{ "go/", { { "src/go.mod", "x", NULL }, { "src/_go.mod", "y", NULL } }, "twice" },
		{ "go/", { { "src/x/go.mod", "x", NULL }, { "src/x/_go.mod", "y", NULL } }, "twice" },
		{ "go/", { { "src/a/x", "x", NULL }, { "src/A/y", "y", NULL } }, "only in case" },
		{ "go/", { { "src/a", "x", NULL }, { "src/a/b", "y", NULL } }, "a file and a folder" },
		{ "go/", { { "test/a", "x", NULL } }, "empty" },
		{ "go/", { { NULL, NULL, NULL } }, "empty" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		char *outer = test_folder(), *folder = xasprintf("%s/in", outer);
		struct strlist names = STRLIST_INIT;
		struct error err = ERROR_INIT;
		struct unpack_result r;
		struct str tar = STR_INIT;

		assert_int_equal(dir_make(folder, &err), 0);
		fake_archive(true, t[i].prefix, t[i].files, &tar);
		if (!unpack_tar(folder, tar.p, tar.len, &r, &err))
			fail_msg("%zu: %s%s was unpacked", i, t[i].prefix, t[i].files[0].name);
		assert_int_equal(err.kind, ERR_CORRUPT);
		if (!strstr(err.msg, t[i].says))
			fail_msg("'%s' does not say '%s'", err.msg, t[i].says);
		assert_int_equal(dir_list(outer, &names, &err), 0);
		assert_int_equal(names.len, 1);
		strlist_release(&names);
		unpack_result_release(&r);
		str_release(&tar);
		tree_remove(outer, &err);
		free(folder);
		free(outer);
	}
}

/* What libarchive does not notice (gzip's own checksum, the padding at the end), the digest does. */
static void no_changed_tar_gz_has_its_digest(void **state)
{
	char *outer = test_folder(), *folder = xasprintf("%s/in", outer), right[HASH_HEX];
	struct error err = ERROR_INIT;
	struct unpack_result r;
	struct str tar = STR_INIT;
	size_t refused = 0;
	(void)state;

	fake_archive(true, "go/", good, &tar);
	for (size_t i = 0; i < 2 * tar.len; i += 7) {
		size_t at = i % tar.len, n = i < tar.len ? tar.len : at;

		if (i < tar.len)
			tar.p[at] = (char)(tar.p[at] ^ (i ? 1 << (i % 8) : 0));
		assert_int_equal(dir_make(folder, &err), 0);
		if (unpack_tar(folder, tar.p, n, &r, &err)) {
			assert_int_equal(err.kind, ERR_CORRUPT);
			refused++;
		} else if (!i) {
			str_copy(right, sizeof right, r.sha256, strlen(r.sha256));
		} else {
			assert_string_not_equal(r.sha256, right);
		}
		unpack_result_release(&r);
		if (i < tar.len)
			tar.p[at] = (char)(tar.p[at] ^ (i ? 1 << (i % 8) : 0));
		tree_remove(folder, &err);
	}
	assert_true(refused > tar.len / 7);
	str_release(&tar);
	tree_remove(outer, &err);
	free(folder);
	free(outer);
}

static void names_side_by_side(void **state)
{
	static const struct {
		const char *names[4];
		const char *says; /* NULL: nothing */
	} t[] = {
		{ { "a", "b" }, NULL },
		{ { "a/x", "a/y", "a-b", "ab" }, NULL },
		{ { "a/", "a/x", "a!", "a0" }, NULL },
		{ { "a", "a" }, "twice" },
		{ { "a/", "a/" }, "twice" },
		{ { "a", "A" }, "case" },
		{ { "a/x", "A/y" }, "case" },
		{ { "a/b/c/x", "a/q", "z", "a/B/d/y" }, "case" },
		{ { "a/", "A/" }, "case" },
		{ { "a/", "A/x" }, "case" },
		{ { "a", "A/x" }, "case" },
		{ { "a", "a/x" }, "a file and a folder" },
		{ { "a/x", "a!", "a-", "a" }, "a file and a folder" },
		{ { "a", "a/" }, "a file and a folder" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		const char *names[4], *which, *problem;
		size_t n = 0;

		for (; n < 4 && t[i].names[n]; n++)
			names[n] = t[i].names[n];
		problem = unpack_names_problem(names, n, &which);
		if (!problem != !t[i].says || (problem && !strstr(problem, t[i].says)))
			fail_msg("%zu: %s", i, problem ? problem : "nothing is found");
	}
}

static void the_bytes_of_all_names_are_limited(void **state)
{
	const size_t n = UNPACK_MAX_NAMES / 900 + 10;
	struct fake_file *files = xcalloc(n + 1, sizeof *files);
	char *folder = test_folder(), *fill = xmalloc(900);
	struct error err = ERROR_INIT;
	(void)state;

	memset(fill, 'x', 899);
	fill[899] = '\0';
	for (size_t i = 200; i < 899; i += 200)
		fill[i] = '/';
	for (size_t i = 0; i < n; i++) {
		files[i].name = xasprintf("test/%zu/%s", i, fill);
		files[i].text = "";
	}
	assert_int_equal(unpack_files(folder, PREFIX, files, &err), -1);
	assert_non_null(strstr(err.msg, "longer names"));
	for (size_t i = 0; i < n; i++)
		free((char *)(uintptr_t)files[i].name);
	tree_remove(folder, &err);
	free(files);
	free(fill);
	free(folder);
}

static void what_building_needs_is_kept(void **state)
{
	static const struct {
		const char *name;
		bool kept;
	} t[] = {
		{ "bin/go", true },
		{ "bin/gofmt", false },
		{ "bin/godoc", false },
		{ "pkg/tool/linux_amd64/compile", true },
		{ "pkg/tool/linux_amd64/6g", true },
		{ "pkg/tool/linux_amd64/vet", true },
		{ "pkg/tool/linux_amd64/pack", true },
		{ "pkg/tool/linux_amd64/something_new", true },
		{ "pkg/tool/linux_amd64/pprof", false },
		{ "pkg/tool/linux_amd64/cover", false },
		{ "pkg/linux_amd64/fmt.a", true },
		{ "pkg/linux_amd64/cmd/internal/obj.a", false },
		{ "pkg/linux_amd64_race/fmt.a", false },
		{ "pkg/include/textflag.h", true },
		{ "src/cmd/compile/main.go", false },
		{ "src/cmd/cgo/main.go", true }, /* loaded by the go command up to 1.9 */
		{ "src/cmd/cgo/internal/test/test.go", false },
		{ "src/cmd/_go.mod", true },
		{ "src/cmdx/a.go", true },
		{ "src/runtime/race/race_linux_amd64.syso", false },
		{ "src/runtime/race/internal/amd64v1/race_linux.syso", false },
		{ "src/runtime/race/doc.go", true },
		{ "src/crypto/internal/boring/syso/goboringcrypto_linux_amd64.syso", true },
		{ "src/fmt/print_test.go", false },
		{ "src/fmt/testdata/x", false },
		{ "lib/time/zoneinfo.zip", true },
		{ "test/x.go", false },
		{ "go.env", true },
	};
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		if (goroot_needs(t[i].name) != t[i].kept)
			fail_msg("%s is%s kept", t[i].name, t[i].kept ? " not" : "");
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(a_good_archive_is_unpacked_and_hashed),
	cmocka_unit_test(hostile_archives_are_refused_by_name),
	cmocka_unit_test(names_are_checked_byte_by_byte),
	cmocka_unit_test(a_symlink_is_never_followed_nor_made),
	cmocka_unit_test(every_truncation_is_noticed),
	cmocka_unit_test(a_flipped_bit_changes_the_digest_or_is_noticed),
	cmocka_unit_test(what_follows_the_archive_is_read_to_the_end),
	cmocka_unit_test(what_follows_without_end_is_cut_off),
	cmocka_unit_test(the_readers_error_is_the_one_reported),
	cmocka_unit_test(amounts_are_limited),
	cmocka_unit_test(a_bomb_is_stopped),
	cmocka_unit_test(a_failing_disk_is_named_as_such),
	cmocka_unit_test(a_tar_gz_leaves_what_the_module_made_of_it_leaves),
	cmocka_unit_test(a_hostile_tar_gz_is_refused_by_name),
	cmocka_unit_test(no_changed_tar_gz_has_its_digest),
	cmocka_unit_test(names_side_by_side),
	cmocka_unit_test(the_bytes_of_all_names_are_limited),
	cmocka_unit_test(what_building_needs_is_kept),
};

TEST_MAIN(tests)
