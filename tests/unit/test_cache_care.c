/* Looking after the cache: who uses what, what goes when it is too large, what a dead process left, whom to ask. */
#include "testing.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "base/file.h"
#include "cache_fixture.h"
#include "toolchain/digests.h"
#include "toolchain/info.h"

static void install(struct place *p, const char *spec)
{
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct error err = ERROR_INIT;

	if (prepare(p, spec, NULL, &l, &err))
		fail_msg("%s", err.msg);
	toolchain_list_release(&l);
}

static bool installed(struct place *p, const char *go)
{
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct error err = ERROR_INIT;
	bool found = false;

	assert_int_equal(cache_list(p->cache, &l, &err), 0);
	for (size_t i = 0; i < l.len; i++)
		found = found || !strcmp(l.items[i].go, go);
	toolchain_list_release(&l);
	return found;
}

static char *name_of(const char *go)
{
	return xasprintf("%s.%s-%s", go, host_goos(), host_goarch());
}

/* As if it had last been used so many seconds ago. */
static void age(struct place *p, const char *folder, const char *file, long seconds)
{
	char *path = xasprintf("%s/%s/%s", p->cache, folder, file);
	struct timespec times[2] = { { .tv_sec = time(NULL) - seconds }, { .tv_sec = time(NULL) - seconds } };

	assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
	free(path);
}

static void age_use(struct place *p, const char *go, long seconds)
{
	char *name = name_of(go), *file = xasprintf("%s.use", name);

	age(p, "locks", file, seconds);
	free(file);
	free(name);
}

/* A process that uses the toolchains of SPEC until it is killed, or we are. */
static pid_t use_elsewhere(struct place *p, const char *spec)
{
	int ready[2], ours[2];
	char c;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(ours), 0); /* its end is our death */
	pid = fork();
	if (!pid) {
		struct toolchain_list l = TOOLCHAIN_LIST_INIT;
		struct error err = ERROR_INIT;

		close(ours[1]);
		(void)!write(ready[1], prepare(p, spec, NULL, &l, &err) ? "n" : "y", 1);
		(void)!read(ours[0], &c, 1);
		_exit(0);
	}
	close(ours[0]);
	close(ready[1]);
	assert_int_equal(read(ready[0], &c, 1), 1);
	assert_int_equal(c, 'y');
	close(ready[0]);
	return pid;
}

static void end(pid_t pid)
{
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static int trim(struct place *p, uint64_t max, struct witness *w)
{
	struct event_sink sink = { on_event, w };
	struct error err = ERROR_INIT;

	return cache_trim(p->cache, max, &sink, &err);
}

static void what_is_in_use_cannot_be_removed(void **state)
{
	struct place p;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct error err = ERROR_INIT;
	pid_t first, second;
	(void)state;

	place_open(&p);
	offer(&p, "go1.98.1");
	install(&p, "1.98.1");
	first = use_elsewhere(&p, "1.98.1");
	second = use_elsewhere(&p, "1.98.1"); /* any number at a time */
	assert_int_equal(cache_list(p.cache, &l, &err), 0);
	end(first);
	assert_int_equal(cache_remove(p.cache, &l.items[0], &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	assert_non_null(strstr(err.msg, "in use"));
	assert_true(installed(&p, "go1.98.1"));
	end(second);
	assert_int_equal(cache_remove(p.cache, &l.items[0], &err), 0);
	assert_false(installed(&p, "go1.98.1"));
	toolchain_list_release(&l);
	place_close(&p);
}

static void a_build_cache_goes_with_its_toolchain(void **state)
{
	struct place p;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct error err = ERROR_INIT;
	char *other;
	(void)state;

	place_open(&p);
	offer(&p, "go1.98.1");
	install(&p, "1.98.1");
	fake_put(p.cache, "gocache/go1.98.1/00/object", "x", 1);
	fake_put(p.cache, "gocache/go1.98.10/00/object", "x", 1);
	assert_int_equal(cache_list(p.cache, &l, &err), 0);
	assert_int_equal(cache_remove(p.cache, &l.items[0], &err), 0);
	other = xasprintf("%s/gocache/go1.98.1", p.cache);
	assert_false(path_exists(other));
	free(other);
	other = xasprintf("%s/gocache/go1.98.10", p.cache);
	assert_true(path_exists(other));
	free(other);
	toolchain_list_release(&l);
	place_close(&p);
}

static void the_longest_unused_goes_first(void **state)
{
	struct place p;
	struct witness w = WITNESS;
	uint64_t all;
	pid_t user;
	(void)state;

	place_open(&p);
	offer(&p, "go1.95.1");
	offer(&p, "go1.96.1");
	offer(&p, "go1.97.1");
	offer(&p, "go1.98.1");
	install(&p, "1.95.1,1.96.1,1.97.1,1.98.1");
	fake_put(p.cache, "bundles/old/bundle", "x", 1);
	fake_put(p.cache, "bundles/young/bundle", "x", 1);
	age(&p, "bundles", "old", 50 * 86400);
	age(&p, "bundles", "young", 3600);  /* may be in use */
	user = use_elsewhere(&p, "1.95.1"); /* used longest ago, but by somebody now */
	age_use(&p, "go1.95.1", 40000);
	age_use(&p, "go1.96.1", 10000);
	age_use(&p, "go1.97.1", 30000);
	age_use(&p, "go1.98.1", 20000);
	all = tree_bytes(p.cache);
	assert_int_equal(trim(&p, all, &w), 0);
	assert_true(installed(&p, "go1.97.1"));
	assert_int_equal(w.words.len, 0);
	/* the bundle is older than any use of a toolchain, and not enough */
	assert_int_equal(trim(&p, all - 20000, &w), 0);
	assert_true(installed(&p, "go1.95.1"));
	assert_true(installed(&p, "go1.96.1"));
	assert_false(installed(&p, "go1.97.1"));
	assert_true(installed(&p, "go1.98.1"));
	assert_non_null(strstr(w.words.p, "go1.97.1"));
	assert_true(tree_bytes(p.cache) <= all - 20000);
	assert_int_equal(trim(&p, 1, &w), 0);
	assert_true(installed(&p, "go1.95.1"));
	assert_false(installed(&p, "go1.96.1"));
	assert_false(installed(&p, "go1.98.1"));
	assert_non_null(strstr(w.words.p, "--max-cache"));
	char *bundles = xasprintf("%s/bundles", p.cache);
	struct strlist names = STRLIST_INIT;
	struct error err = ERROR_INIT;

	assert_int_equal(dir_list(bundles, &names, &err), 0);
	assert_int_equal(names.len, 1);
	assert_string_equal(names.items[0], "young");
	strlist_release(&names);
	free(bundles);
	end(user);
	str_release(&w.words);
	place_close(&p);
}

static void installing_keeps_what_was_asked_for(void **state)
{
	struct place p;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct install_options o = { .max_cache = 1 };
	struct error err = ERROR_INIT;
	(void)state;

	place_open(&p);
	offer(&p, "go1.97.1");
	offer(&p, "go1.98.1");
	install(&p, "1.97.1");
	o.source = p.url;
	assert_int_equal(cache_prepare(p.cache, "1.98.1", &o, NULL, &l, &err), 0);
	assert_true(installed(&p, "go1.98.1"));
	assert_false(installed(&p, "go1.97.1"));
	toolchain_list_release(&l);
	place_close(&p);
}

/* Every way in which a process can have died while it installed or removed. */
static void the_next_start_repairs(void **state)
{
	struct place p;
	char *whole = name_of("go1.98.1"), *half = name_of("go1.97.1"), *path;
	static const char *const lost[] = { "info", "sums", "tree", "broken info", "info alone" };
	struct error err = ERROR_INIT;
	(void)state;

	place_open(&p);
	offer(&p, "go1.97.1");
	offer(&p, "go1.98.1");
	for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
		char *info = xasprintf("%s/toolchains/%s.info", p.cache, half);
		char *sums = xasprintf("%s/toolchains/%s.sums", p.cache, half);
		char *tree = xasprintf("%s/toolchains/%s", p.cache, half);

		install(&p, "1.97.1,1.98.1");
		path = xasprintf("staging/%s/goroot/bin/go", half);
		fake_put(p.cache, path, "half", 4);
		free(path);
		if (!strcmp(lost[i], "info"))
			assert_int_equal(unlink(info), 0);
		if (!strcmp(lost[i], "broken info"))
			assert_int_equal(file_write(info, "go=go1.97.1\n", 12, &err), 0);
		if (!strcmp(lost[i], "tree") || !strcmp(lost[i], "info alone"))
			assert_int_equal(tree_remove(tree, &err), 0);
		if (!strcmp(lost[i], "sums") || !strcmp(lost[i], "info alone"))
			assert_int_equal(unlink(sums), 0);
		assert_int_equal(installed(&p, "go1.97.1"), !strcmp(lost[i], "sums"));
		install(&p, "1.98.1"); /* any start does */
		/* sums that are missing are `verify`'s to find: the toolchain itself is there */
		assert_int_equal(path_exists(info), !strcmp(lost[i], "sums"));
		assert_int_equal(path_exists(tree), !strcmp(lost[i], "sums"));
		assert_false(path_exists(sums));
		path = xasprintf("%s/staging/%s", p.cache, half);
		assert_false(path_exists(path));
		free(path);
		path = xasprintf("%s/toolchains/%s", p.cache, whole);
		assert_true(path_is_dir(path));
		free(path);
		if (!strcmp(lost[i], "sums"))
			assert_int_equal(unlink(info), 0);
		free(info);
		free(sums);
		free(tree);
	}
	install(&p, "1.97.1,1.98.1");
	assert_tidy(&p, 2);
	free(whole);
	free(half);
	place_close(&p);
}

static void what_another_process_is_at_is_left_alone(void **state)
{
	struct place p;
	char *name = name_of("go1.97.1"), *lock, *inside, *path;
	struct error err = ERROR_INIT;
	int fd;
	(void)state;

	place_open(&p);
	offer(&p, "go1.98.1");
	install(&p, "1.98.1");
	path = xasprintf("staging/%s/goroot/bin/go", name);
	inside = xasprintf("%s/%s", p.cache, path);
	fake_put(p.cache, path, "half", 4);
	lock = xasprintf("%s/locks/%s", p.cache, name);
	assert_int_equal(file_lock(lock, 0, &fd, NULL, &err), 0);
	install(&p, "1.98.1");
	assert_true(path_exists(inside));
	file_unlock(fd);
	install(&p, "1.98.1");
	assert_false(path_exists(inside));
	free(lock);
	free(inside);
	free(path);
	free(name);
	place_close(&p);
}

/* Prepares and returns what was said. */
static size_t said(struct place *p, const struct install_options *o, const char *spec, struct witness *w)
{
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct event_sink sink = { on_event, w };
	struct error err = ERROR_INIT;

	str_reset(&w->words);
	if (cache_prepare(p->cache, spec, o, &sink, &l, &err))
		fail_msg("%s", err.msg);
	toolchain_list_release(&l);
	return w->words.len;
}

static void nobody_is_asked_what_is_known_since_today(void **state)
{
	struct place p;
	struct witness w = WITNESS;
	struct install_options o = { 0 };
	struct error err = ERROR_INIT;
	char *platform = xasprintf("%s-%s", host_goos(), host_goarch());
	(void)state;

	place_open(&p);
	offer(&p, "go1.97.1");
	offer(&p, "go1.98.1");
	o.source = p.url;
	install(&p, "all");
	assert_int_equal(tree_remove(p.proxy, &err), 0); /* whoever asks now gets a warning */
	/* only -v is told that nobody was asked */
	said(&p, &o, "all", &w);
	assert_null(strstr(w.words.p, "going by"));
	assert_non_null(strstr(w.words.p, "--refresh"));
	o.refresh = true;
	said(&p, &o, "latest", &w);
	assert_non_null(strstr(w.words.p, "going by"));
	o.refresh = false;
	o.source = "file:///elsewhere"; /* may offer others */
	said(&p, &o, "latest", &w);
	assert_non_null(strstr(w.words.p, "going by"));
	o.source = p.url;
	age(&p, "index", platform, 13 * 3600);
	said(&p, &o, "latest", &w);
	assert_non_null(strstr(w.words.p, "going by"));
	free(platform);
	str_release(&w.words);
	place_close(&p);
}

static void pinned_details_are_known(void **state)
{
	uint64_t size;
	char date[11];
	(void)state;

	digest_details("go1.9.2.linux-amd64", &size, date);
	assert_true(size > 50000000 && size < 200000000);
	assert_string_equal(date, "2017-10-25");
	digest_details("go1.9.2.plan9-mips", &size, date);
	assert_int_equal(size, 0);
	assert_string_equal(date, "");
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(what_is_in_use_cannot_be_removed),
	cmocka_unit_test(a_build_cache_goes_with_its_toolchain),
	cmocka_unit_test(the_longest_unused_goes_first),
	cmocka_unit_test(installing_keeps_what_was_asked_for),
	cmocka_unit_test(the_next_start_repairs),
	cmocka_unit_test(what_another_process_is_at_is_left_alone),
	cmocka_unit_test(nobody_is_asked_what_is_known_since_today),
	cmocka_unit_test(pinned_details_are_known),
};

TEST_MAIN(tests)
