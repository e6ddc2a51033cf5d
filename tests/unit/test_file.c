#include "testing.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/interrupt.h"

static char *folder;

static int set_up(void **state)
{
	(void)state;
	folder = test_folder();
	return 0;
}

static int tear_down(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(tree_remove(folder, &err), 0);
	assert_false(path_exists(folder));
	free(folder);
	return 0;
}

/* A path in the test's folder; valid until the next but three. */
static const char *in(const char *name)
{
	static char bufs[4][4096];
	static int next;
	char *buf = bufs[next++ % 4];

	snprintf(buf, sizeof bufs[0], "%s/%s", folder, name);
	return buf;
}

static void put(const char *name, const char *content)
{
	struct error err = ERROR_INIT;

	if (file_write(in(name), content, strlen(content), &err))
		fail_msg("%s", err.msg);
}

static void test_write_and_read(void **state)
{
	struct str s = STR_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	put("f", "one");
	put("f", "second content");
	str_add(&s, "before ");
	assert_int_equal(file_read(in("f"), 14, &s, &err), 0);
	assert_string_equal(s.p, "before second content");
	put("empty", "");
	str_release(&s);
	assert_int_equal(file_read(in("empty"), 0, &s, &err), 0);
	assert_string_equal(s.p, "");
	str_release(&s);
	/* nothing else is left in the folder */
	struct strlist names = STRLIST_INIT;
	assert_int_equal(dir_list(folder, &names, &err), 0);
	assert_int_equal(names.len, 2);
	strlist_release(&names);
}

static void test_large_and_binary(void **state)
{
	size_t n = 300001;
	char *content = xmalloc(n);
	struct str s = STR_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	for (size_t i = 0; i < n; i++)
		content[i] = (char)(i * 31 % 256);
	assert_int_equal(file_write(in("f"), content, n, &err), 0);
	assert_int_equal(file_read(in("f"), n, &s, &err), 0);
	assert_int_equal(s.len, n);
	assert_memory_equal(s.p, content, n);
	str_release(&s);
	assert_int_equal(file_read(in("f"), n - 1, &s, &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	assert_non_null(strstr(err.msg, "larger than 300000 bytes"));
	str_release(&s);
	free(content);
}

/* Bytes and permissions, into a file of its own; never over one that is there. */
static void test_copy(void **state)
{
	size_t n = 300001;
	char *content = xmalloc(n);
	struct str s = STR_INIT;
	struct error err = ERROR_INIT;
	struct stat st;

	(void)state;
	for (size_t i = 0; i < n; i++)
		content[i] = (char)(i * 31 % 256);
	assert_int_equal(file_write(in("from"), content, n, &err), 0);
	assert_int_equal(chmod(in("from"), 0700), 0);
	{
		char *from = xstrdup(in("from")), *to = xstrdup(in("to"));

		assert_int_equal(file_copy(from, to, &err), 0);
		assert_int_equal(file_copy(from, to, &err), -1);
		assert_non_null(strstr(err.msg, to));
		error_clear(&err);
		free(to);
		to = xstrdup(in("no/such/folder"));
		assert_int_equal(file_copy(from, to, &err), -1);
		error_clear(&err);
		assert_int_equal(file_copy(to, from, &err), -1);
		assert_non_null(strstr(err.msg, "cannot read"));
		free(to);
		free(from);
	}
	assert_int_equal(file_read(in("to"), n, &s, &err), 0);
	assert_int_equal(s.len, n);
	assert_memory_equal(s.p, content, n);
	assert_int_equal(stat(in("to"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	str_release(&s);
	free(content);
}

static void test_what_is_no_file(void **state)
{
	struct str s = STR_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(file_read(in("missing"), 10, &s, &err), -1);
	assert_non_null(strstr(err.msg, in("missing")));
	assert_int_equal(file_read(folder, 10, &s, &err), -1);
	/* nobody will ever write into it: reading would wait for ever */
	assert_int_equal(mkfifo(in("fifo"), 0600), 0);
	assert_int_equal(file_read(in("fifo"), 10, &s, &err), -1);
	assert_non_null(strstr(err.msg, "not a regular file"));
	assert_int_equal(file_read("/dev/zero", 10, &s, &err), -1);
	str_release(&s);
}

static void test_failed_write_leaves_the_old(void **state)
{
	struct str s = STR_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(file_write(in("no/such/folder"), "x", 1, &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	assert_non_null(strstr(err.msg, in("no/such/folder")));
	/* a folder cannot be replaced: what was written beside it must go */
	assert_int_equal(dir_make(in("d/inner"), &err), 0);
	assert_int_equal(file_write(in("d"), "x", 1, &err), -1);
	struct strlist names = STRLIST_INIT;
	assert_int_equal(dir_list(folder, &names, &err), 0);
	assert_int_equal(names.len, 1);
	assert_string_equal(names.items[0], "d");
	strlist_release(&names);
	str_release(&s);
}

static void test_write_does_not_follow(void **state)
{
	struct str s = STR_INIT;
	struct error err = ERROR_INIT;
	struct stat st;

	(void)state;
	put("target", "kept");
	assert_int_equal(symlink("target", in("link")), 0);
	put("link", "new");
	assert_int_equal(file_read(in("target"), 100, &s, &err), 0);
	assert_string_equal(s.p, "kept");
	assert_int_equal(lstat(in("link"), &st), 0);
	assert_true(S_ISREG(st.st_mode));
	str_release(&s);
}

static void test_dir_make(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(dir_make(in("a//b/c/"), &err), 0);
	assert_true(path_is_dir(in("a/b/c")));
	assert_int_equal(dir_make(in("a/b/c"), &err), 0);
	assert_int_equal(dir_make("/", &err), 0);
	put("file", "");
	assert_int_equal(dir_make(in("file"), &err), -1);
	assert_int_equal(dir_make(in("file/below"), &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	assert_non_null(strstr(err.msg, "file"));
}

static void test_dir_list(void **state)
{
	struct strlist names = STRLIST_INIT;
	struct error err = ERROR_INIT;

	(void)state;
	put("b", "");
	put("a", "");
	put(".hidden", "");
	assert_int_equal(dir_list(folder, &names, &err), 0);
	assert_int_equal(names.len, 3);
	assert_string_equal(names.items[0], ".hidden");
	assert_string_equal(names.items[1], "a");
	assert_string_equal(names.items[2], "b");
	strlist_release(&names);
	assert_int_equal(dir_list(in("missing"), &names, &err), -1);
	assert_int_equal(dir_list(in("a"), &names, &err), -1);
	assert_int_equal(names.len, 0);
}

static void test_remove_follows_nothing(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(dir_make(in("outside/inner"), &err), 0);
	put("outside/inner/kept", "");
	assert_int_equal(dir_make(in("tree/sub"), &err), 0);
	assert_int_equal(symlink(in("outside"), in("tree/sub/link")), 0);
	assert_int_equal(symlink("nowhere", in("tree/dangling")), 0);
	put("tree/sub/file", "");
	assert_int_equal(mkfifo(in("tree/fifo"), 0), 0);
	assert_int_equal(tree_remove(in("tree"), &err), 0);
	assert_false(path_exists(in("tree")));
	assert_true(path_exists(in("outside/inner/kept")));
	/* a link itself, with a slash behind it, too */
	assert_int_equal(symlink("outside", in("link")), 0);
	assert_int_equal(tree_remove(in("link/"), &err), 0);
	assert_false(path_exists(in("link")));
	assert_true(path_exists(in("outside/inner/kept")));
	assert_int_equal(tree_remove(in("outside/inner/kept"), &err), 0);
	assert_int_equal(tree_remove(in("missing"), &err), 0);
	assert_int_equal(tree_remove(in("missing/below"), &err), 0);
}

static void test_remove_locked_and_deep(void **state)
{
	enum { DEEP = 3000, FEW = 128 };
	struct rlimit limit, few;
	struct error err = ERROR_INIT;
	int fd, before = dup(0);

	(void)state;
	close(before);
	assert_int_equal(dir_make(in("tree/readonly/inner"), &err), 0);
	put("tree/readonly/f", "");
	assert_int_equal(chmod(in("tree/readonly"), 0500), 0);
	assert_int_equal(chmod(in("tree/readonly/inner"), 0), 0);
	/* deeper than a path can say, and than there are descriptors */
	fd = open(in("tree"), O_RDONLY | O_DIRECTORY);
	for (int i = 0; i < DEEP; i++) {
		int next;

		assert_int_equal(mkdirat(fd, "d", 0777), 0);
		next = openat(fd, "d", O_RDONLY | O_DIRECTORY);
		close(fd);
		fd = next;
	}
	close(fd);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	few = limit;
	few.rlim_cur = FEW;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	assert_int_equal(tree_remove(in("tree"), &err), 0);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
	assert_false(path_exists(in("tree")));
	/* no descriptor is left open */
	fd = dup(0);
	assert_int_equal(fd, before);
	close(fd);
}

static void test_kinds(void **state)
{
	(void)state;
	put("f", "");
	assert_int_equal(symlink("f", in("to-file")), 0);
	assert_int_equal(symlink("nowhere", in("dangling")), 0);
	assert_true(path_exists(in("f")) && path_is_file(in("f")) && !path_is_dir(in("f")));
	assert_true(path_exists(folder) && !path_is_file(folder) && path_is_dir(folder));
	assert_true(path_is_file(in("to-file")));
	assert_true(path_exists(in("dangling")) && !path_is_file(in("dangling")));
	assert_false(path_exists(in("missing")));
}

static void test_absolute(void **state)
{
	char *here = getcwd(NULL, 0), *a, *b;
	char expected[4096];

	(void)state;
	assert_int_equal(chdir("/usr"), 0);
	a = path_absolute("x/../y");
	b = path_absolute("/x");
	assert_string_equal(a, "/usr/x/../y");
	assert_string_equal(b, "/x");
	free(a);
	assert_int_equal(chdir("/"), 0);
	a = path_absolute("x");
	assert_string_equal(a, "/x");
	assert_int_equal(chdir(here), 0);
	snprintf(expected, sizeof expected, "%s/x", here);
	free(a);
	a = path_absolute("x");
	assert_string_equal(a, expected);
	free(a);
	free(b);
	free(here);
}

/* A process that holds the lock until the returned descriptor is closed. */
static pid_t hold_lock(const char *path, int *let_go)
{
	int ready[2], stay[2];
	char c = 0;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(stay), 0);
	pid = fork();
	if (pid == 0) {
		struct error err = ERROR_INIT;
		int fd;

		close(stay[1]);
		c = file_lock(path, 0, &fd, NULL, &err) ? 'n' : 'y';
		(void)!write(ready[1], &c, 1);
		(void)!read(stay[0], &c, 1);
		_exit(0); /* without file_unlock: death is enough */
	}
	close(stay[0]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	assert_int_equal(c, 'y');
	close(ready[0]);
	close(ready[1]);
	*let_go = stay[1];
	return pid;
}

static void test_lock_is_exclusive(void **state)
{
	struct error err = ERROR_INIT;
	struct str s = STR_INIT;
	int fd, let_go;
	long holder = -1;
	pid_t pid;
	char expected[64];

	(void)state;
	pid = hold_lock(in("lock"), &let_go);
	assert_int_equal(file_lock(in("lock"), 0, &fd, &holder, &err), -1);
	assert_int_equal(fd, -1);
	assert_int_equal(err.kind, ERR_INFRA);
	assert_int_equal(holder, pid);
	snprintf(expected, sizeof expected, "locked by process %ld", (long)pid);
	assert_non_null(strstr(err.msg, expected));
	assert_int_equal(file_lock(in("lock"), 120, &fd, NULL, &err), -1);
	close(let_go);
	/* the holder goes while we wait */
	assert_int_equal(file_lock(in("lock"), -1, &fd, &holder, &err), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(file_read(in("lock"), 100, &s, &err), 0);
	assert_int_equal(atol(s.p), getpid());
	file_unlock(fd);
	str_release(&s);
	assert_int_equal(file_read(in("lock"), 100, &s, &err), 0);
	assert_string_equal(s.p, "");
	assert_int_equal(file_lock(in("lock"), 0, &fd, &holder, &err), 0);
	assert_int_equal(holder, 0);
	file_unlock(fd);
	file_unlock(-1);
	str_release(&s);
}

static void test_lock_of_a_removed_file_does_not_count(void **state)
{
	struct error err = ERROR_INIT;
	int old, fd;

	(void)state;
	assert_int_equal(file_lock(in("lock"), 0, &old, NULL, &err), 0);
	assert_int_equal(unlink(in("lock")), 0);
	assert_int_equal(file_lock(in("lock"), 0, &fd, NULL, &err), 0);
	assert_true(path_exists(in("lock")));
	file_unlock(fd);
	file_unlock(old);
}

static void test_lock_cannot_be_made(void **state)
{
	struct error err = ERROR_INIT;
	int fd;

	(void)state;
	assert_int_equal(file_lock(in("no/lock"), -1, &fd, NULL, &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	assert_non_null(strstr(err.msg, in("no/lock")));
}

static void test_interrupt_ends_the_wait(void **state)
{
	struct error err = ERROR_INIT;
	int fd, let_go;
	pid_t pid = hold_lock(in("lock"), &let_go);

	(void)state;
	interrupt_raise();
	assert_int_equal(file_lock(in("lock"), -1, &fd, NULL, &err), -1);
	interrupt_clear();
	assert_int_equal(err.kind, ERR_INTERRUPTED);
	close(let_go);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	TEST(test_write_and_read),
	TEST(test_large_and_binary),
	TEST(test_copy),
	TEST(test_what_is_no_file),
	TEST(test_failed_write_leaves_the_old),
	TEST(test_write_does_not_follow),
	TEST(test_dir_make),
	TEST(test_dir_list),
	TEST(test_remove_follows_nothing),
	TEST(test_remove_locked_and_deep),
	TEST(test_kinds),
	TEST(test_absolute),
	TEST(test_lock_is_exclusive),
	TEST(test_lock_of_a_removed_file_does_not_count),
	TEST(test_lock_cannot_be_made),
	TEST(test_interrupt_ends_the_wait),
};

TEST_MAIN(tests)
