/* The cache: installing from a proxy in a folder, all that can go wrong, and several at once. */
#include "testing.h"

#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/interrupt.h"
#include "cache_fixture.h"

static size_t findings(struct place *p, const struct toolchain *t, struct strlist *out)
{
	struct error err = ERROR_INIT;

	if (cache_verify(p->cache, t, NULL, out, &err))
		fail_msg("%s", err.msg);
	return out->len;
}

static void installs_once_and_says_what_it_has(void **state)
{
	struct place p;
	struct witness w = WITNESS;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct strlist found = STRLIST_INIT;
	struct error err = ERROR_INIT;
	struct stat a, b;
	(void)state;

	place_open(&p);
	offer(&p, "go1.98.1");
	offer(&p, "go1.97.3");
	offer(&p, "go1.97.2");
	if (prepare(&p, "1.98.1,1.97", &w, &l, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(w.started, 2);
	assert_int_equal(w.done, 2);
	assert_int_equal(l.len, 2);
	assert_string_equal(l.items[0].go, "go1.97.3");
	assert_string_equal(l.items[1].go, "go1.98.1");
	assert_true(str_starts(l.items[1].version_output, "go version go1.98.1 "));
	assert_true(h1_valid(l.items[1].digest));
	assert_string_equal(l.items[1].source, p.url);
	assert_string_equal(l.items[1].trust, "pinned");
	assert_string_equal(l.items[1].goarch, host_goarch());
	assert_int_equal(findings(&p, &l.items[0], &found), 0);
	assert_tidy(&p, 2);
	char *go = xasprintf("%s/bin/go", l.items[0].goroot), *src = xasprintf("%s/src", l.items[0].goroot);

	assert_int_equal(access(go, X_OK), 0);
	assert_int_equal(stat(go, &a), 0);
	assert_int_equal(stat(src, &b), 0);
	assert_true(a.st_mtime == b.st_mtime);
	toolchain_list_release(&l);
	assert_int_equal(prepare(&p, "1.97.3,1.98.1", &w, &l, &err), 0);
	assert_int_equal(l.len, 2);
	assert_int_equal(w.started, 2); /* nothing was fetched again */
	toolchain_list_release(&l);
	str_release(&w.words);
	free(go);
	free(src);
	place_close(&p);
}

/* Everything that is wrong with what the source sends: what must be said, and nothing must be left. */
static void what_is_wrong_is_refused(void **state)
{
	static const char wrong[] = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
	enum flaw { DIGEST, TRUNCATED, HTML, EMPTY, LIAR, UNPINNED, ABSENT };
	static const struct {
		enum flaw flaw;
		enum error_kind kind;
		const char *says;
	} t[] = {
		{ DIGEST, ERR_CORRUPT, "wrong digest" },
		{ TRUNCATED, ERR_CORRUPT, "truncated" },
		{ HTML, ERR_CORRUPT, "not a zip archive" },
		{ EMPTY, ERR_CORRUPT, "nothing at all" },
		{ LIAR, ERR_CORRUPT, "it calls itself 'go version go1.97.1" },
		{ UNPINNED, ERR_INFRA, "GOALLOC_DIGESTS" },
		{ ABSENT, ERR_INFRA, "no such file" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct place p;
		struct witness w = WITNESS;
		struct toolchain_list l = TOOLCHAIN_LIST_INIT;
		struct error err = ERROR_INIT;
		struct str zip = STR_INIT;
		char h1[H1_TEXT];

		place_open(&p);
		fake_toolchain_zip("go1.98.1", t[i].flaw == LIAR ? "go1.97.1" : "go1.98.1", &zip, h1);
		if (t[i].flaw == TRUNCATED)
			zip.len = zip.len * 2 / 3;
		if (t[i].flaw == HTML || t[i].flaw == EMPTY)
			str_reset(&zip);
		if (t[i].flaw == HTML)
			str_add(&zip, "<!DOCTYPE html><html>Sign in</html>");
		str_add(&zip, "");
		fake_publish(p.proxy, "go1.98.1", t[i].flaw == ABSENT ? NULL : &zip);
		if (t[i].flaw != UNPINNED)
			pin(&p, "go1.98.1", t[i].flaw == DIGEST ? wrong : h1);
		if (!prepare(&p, "1.98.1", &w, &l, &err))
			fail_msg("%s: installed", t[i].says);
		if (err.kind != t[i].kind || !strstr(err.msg, t[i].says) || !strstr(err.msg, "go1.98.1"))
			fail_msg("kind %d: '%s' does not say '%s'", (int)err.kind, err.msg, t[i].says);
		if (t[i].flaw == DIGEST)
			assert_non_null(strstr(err.msg, wrong));
		assert_int_equal(l.len, 0);
		assert_tidy(&p, 0);
		str_release(&zip);
		str_release(&w.words);
		place_close(&p);
	}
}

static void a_failure_leaves_the_others(void **state)
{
	struct place p;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct error err = ERROR_INIT;
	struct install_options one = { .jobs = 1 };
	(void)state;

	place_open(&p);
	one.source = p.url;
	offer(&p, "go1.97.1");
	fake_publish(p.proxy, "go1.98.1", NULL);
	pin(&p, "go1.98.1", "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
	assert_int_equal(cache_prepare(p.cache, "1.97.1,1.98.1", &one, NULL, &l, &err), -1);
	assert_non_null(strstr(err.msg, "go1.98.1"));
	assert_tidy(&p, 1);
	place_close(&p);
}

static void the_next_source_is_asked(void **state)
{
	struct place p;
	struct witness w = WITNESS;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct error err = ERROR_INIT;
	char *both, *good;
	(void)state;

	place_open(&p);
	offer(&p, "go1.98.1");
	good = p.url;
	/* the list comes from the second too: the first has nothing at all */
	both = xasprintf("file://%s/none,%s", p.root, good);
	p.url = both;
	if (prepare(&p, "1.98.1", &w, &l, &err))
		fail_msg("%s", err.msg);
	assert_string_equal(l.items[0].source, good);
	assert_non_null(strstr(w.words.p, "trying the next source"));
	toolchain_list_release(&l);
	str_release(&w.words);
	free(good);
	place_close(&p);
}

static void names_that_do_not_exist_and_sources_that_do_not_answer(void **state)
{
	struct place p;
	struct witness w = WITNESS;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct error err = ERROR_INIT;
	(void)state;

	place_open(&p);
	offer(&p, "go1.97.1");
	offer(&p, "go1.98.1");
	assert_int_equal(prepare(&p, "1.97.9", &w, &l, &err), -1);
	assert_int_equal(err.kind, ERR_USAGE);
	assert_non_null(strstr(err.msg, "nearest: go1.97.1"));
	assert_int_equal(prepare(&p, "1.97.1", &w, &l, &err), 0);
	toolchain_list_release(&l);
	free(p.url);
	p.url = xstrdup("http://127.0.0.1:1");
	/* the list is remembered: what is installed serves, with a warning, and the rest is known to exist */
	str_reset(&w.words);
	assert_int_equal(prepare(&p, "latest~1", &w, &l, &err), 0);
	assert_non_null(strstr(w.words.p, "127.0.0.1:1"));
	assert_string_equal(l.items[0].go, "go1.97.1");
	toolchain_list_release(&l);
	assert_int_equal(prepare(&p, "latest", &w, &l, &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	assert_non_null(strstr(err.msg, "go1.98.1"));
	/* nothing remembered: what is installed is all that is known */
	char *index = xasprintf("%s/index", p.cache);

	error_clear(&err);
	assert_int_equal(tree_remove(index, &err), 0);
	assert_int_equal(prepare(&p, "latest", &w, &l, &err), 0);
	assert_string_equal(l.items[0].go, "go1.97.1");
	free(index);
	toolchain_list_release(&l);
	/* what is installed exactly needs no source at all: not even a warning */
	str_reset(&w.words);
	assert_int_equal(prepare(&p, "1.97.1", &w, &l, &err), 0);
	assert_int_equal(w.words.len, 0);
	toolchain_list_release(&l);
	str_release(&w.words);
	place_close(&p);

	place_open(&p);
	free(p.url);
	p.url = xstrdup("http://127.0.0.1:1");
	assert_int_equal(prepare(&p, "1.97.1", NULL, &l, &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	assert_non_null(strstr(err.msg, "127.0.0.1:1"));
	place_close(&p);
}

static void offline_means_what_is_installed(void **state)
{
	struct place p;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct install_options offline = { .offline = true };
	struct error err = ERROR_INIT;
	(void)state;

	place_open(&p);
	offer(&p, "go1.97.1");
	offer(&p, "go1.98.1");
	assert_int_equal(prepare(&p, "1.97", NULL, &l, &err), 0);
	toolchain_list_release(&l);
	offline.source = p.url;
	assert_int_equal(cache_prepare(p.cache, "all", &offline, NULL, &l, &err), 0);
	assert_int_equal(l.len, 1);
	toolchain_list_release(&l);
	assert_int_equal(cache_prepare(p.cache, "1.98.1", &offline, NULL, &l, &err), -1);
	assert_int_equal(err.kind, ERR_INFRA);
	assert_non_null(strstr(err.msg, "go1.98.1 is not installed"));
	place_close(&p);
}

static void die(void)
{
	kill(getpid(), SIGKILL);
}

static void a_killed_installation_leaves_nothing_that_counts(void **state)
{
	struct place p;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct error err = ERROR_INIT;
	char *left;
	int status;
	pid_t pid;
	(void)state;

	place_open(&p);
	offer(&p, "go1.98.1");
	offer(&p, "go1.97.1");
	left = xasprintf("%s/staging/go1.98.1.%s-%s", p.cache, host_goos(), host_goarch());
	pid = fork();
	if (!pid) {
		struct witness w = WITNESS;

		w.act_on = EVENT_PROGRESS;
		w.act = die;
		prepare(&p, "1.98.1", &w, &l, &err);
		_exit(1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	assert_true(path_exists(left));
	assert_int_equal(cache_list(p.cache, &l, &err), 0);
	assert_int_equal(l.len, 0);
	/* an installation of something else clears it away */
	assert_int_equal(prepare(&p, "1.97.1", NULL, &l, &err), 0);
	toolchain_list_release(&l);
	assert_tidy(&p, 1);
	/* a folder in place without its .info does not exist either */
	char *half = xasprintf("toolchains/go1.98.1.%s-%s/bin/go", host_goos(), host_goarch());

	fake_put(p.cache, half, "half", 4);
	assert_int_equal(prepare(&p, "1.98.1", NULL, &l, &err), 0);
	assert_true(str_starts(l.items[0].version_output, "go version go1.98.1"));
	toolchain_list_release(&l);
	assert_tidy(&p, 2);
	free(half);
	free(left);
	place_close(&p);
}

static void an_interrupt_stops_and_cleans_up(void **state)
{
	struct place p;
	struct witness w = WITNESS;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct error err = ERROR_INIT;
	(void)state;

	place_open(&p);
	offer(&p, "go1.98.1");
	w.act_on = EVENT_START;
	w.act = interrupt_raise;
	assert_int_equal(prepare(&p, "1.98.1", &w, &l, &err), -1);
	interrupt_clear();
	assert_int_equal(err.kind, ERR_INTERRUPTED);
	assert_tidy(&p, 0);
	str_release(&w.words);
	place_close(&p);
}

static void two_processes_fetch_one_toolchain_once(void **state)
{
	struct place p;
	int pipes[2], status, starts = 0;
	pid_t pids[3];
	char c;
	(void)state;

	place_open(&p);
	offer(&p, "go1.98.1");
	assert_int_equal(pipe(pipes), 0);
	for (size_t i = 0; i < 3; i++) {
		pids[i] = fork();
		if (!pids[i]) {
			struct witness w = WITNESS;
			struct toolchain_list l = TOOLCHAIN_LIST_INIT;
			struct error err = ERROR_INIT;
			int rc = prepare(&p, "1.98.1", &w, &l, &err);

			if (w.started && write(pipes[1], "x", 1) != 1)
				_exit(2);
			_exit(rc || l.len != 1);
		}
	}
	close(pipes[1]);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	while (read(pipes[0], &c, 1) == 1)
		starts++;
	close(pipes[0]);
	assert_int_equal(starts, 1);
	assert_tidy(&p, 1);
	place_close(&p);
}

struct shared {
	struct place *p;
	struct witness *w;
	int rc;
};

static void *prepare_in_thread(void *ctx)
{
	struct shared *s = ctx;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct error err = ERROR_INIT;

	s->rc = prepare(s->p, "1.97.1,1.98.1", s->w, &l, &err);
	if (!s->rc && l.len != 2)
		s->rc = -2;
	toolchain_list_release(&l);
	return NULL;
}

static void two_threads_share_the_work(void **state)
{
	struct place p;
	struct witness w = WITNESS;
	struct shared s[2] = { { &p, &w, -1 }, { &p, &w, -1 } };
	pthread_t threads[2];
	(void)state;

	place_open(&p);
	offer(&p, "go1.97.1");
	offer(&p, "go1.98.1");
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, prepare_in_thread, &s[i]), 0);
	for (size_t i = 0; i < 2; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(s[i].rc, 0);
	}
	assert_int_equal(w.started, 2);
	assert_tidy(&p, 2);
	str_release(&w.words);
	place_close(&p);
}

static void verifying_names_what_changed(void **state)
{
	static const struct {
		const char *name, *content; /* NULL: removed */
		const char *finding;
	} t[] = {
		{ "src/fmt/print.go", "package fnt\n", "changed src/fmt/print.go" },
		{ "src/go.mod", NULL, "missing src/go.mod" },
		{ "src/fmt/more.go", "package fmt\n", "added src/fmt/more.go" },
		{ "src/fmt/fmt_test.go", "package fmt\n", "added src/fmt/fmt_test.go" },
		{ "../go1.98.1.%s-%s.sums", "", "changed go1.98.1.%s-%s.sums" },
		{ "../go1.98.1.%s-%s.sums", NULL, "missing go1.98.1.%s-%s.sums" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		struct place p;
		struct toolchain_list l = TOOLCHAIN_LIST_INIT;
		struct strlist found = STRLIST_INIT;
		struct error err = ERROR_INIT;
		bool placeholders = strchr(t[i].name, '%') != NULL;
		char *name = placeholders ? xasprintf("../go1.98.1.%s-%s.sums", host_goos(), host_goarch())
		                          : xstrdup(t[i].name);
		char *path;

		place_open(&p);
		offer(&p, "go1.98.1");
		assert_int_equal(prepare(&p, "1.98.1", NULL, &l, &err), 0);
		path = xasprintf("%s/%s", l.items[0].goroot, name);
		if (t[i].content)
			fake_put(l.items[0].goroot, name, t[i].content, strlen(t[i].content));
		else
			assert_int_equal(unlink(path), 0);
		assert_int_equal(findings(&p, &l.items[0], &found), 1);
		if (placeholders)
			assert_int_equal(strncmp(found.items[0], t[i].finding, 16), 0);
		else
			assert_string_equal(found.items[0], t[i].finding);
		strlist_release(&found);
		toolchain_list_release(&l);
		free(path);
		free(name);
		place_close(&p);
	}
}

/* Sums that were edited to fit an edited file do not have the digest any more. */
static void edited_sums_do_not_pass(void **state)
{
	struct place p;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct strlist found = STRLIST_INIT;
	struct str text = STR_INIT;
	struct error err = ERROR_INIT;
	char *sums;
	(void)state;

	place_open(&p);
	offer(&p, "go1.98.1");
	assert_int_equal(prepare(&p, "1.98.1", NULL, &l, &err), 0);
	sums = xasprintf("%s.sums", l.items[0].goroot);
	assert_int_equal(file_read(sums, 1 << 20, &text, &err), 0);
	text.p[3] = text.p[3] == '0' ? '1' : '0';
	assert_int_equal(file_write(sums, text.p, text.len, &err), 0);
	assert_int_equal(findings(&p, &l.items[0], &found), 1);
	assert_non_null(strstr(found.items[0], ".sums"));
	strlist_release(&found);
	str_release(&text);
	toolchain_list_release(&l);
	free(sums);
	place_close(&p);
}

static void removing_removes_everything(void **state)
{
	struct place p;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct error err = ERROR_INIT;
	(void)state;

	place_open(&p);
	offer(&p, "go1.98.1");
	assert_int_equal(prepare(&p, "1.98.1", NULL, &l, &err), 0);
	assert_int_equal(cache_remove(p.cache, &l.items[0], &err), 0);
	assert_tidy(&p, 0);
	assert_int_equal(cache_remove(p.cache, &l.items[0], &err), -1);
	toolchain_list_release(&l);
	place_close(&p);
}

static void a_local_goroot_is_used_where_it_lies(void **state)
{
	struct place p;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT, again = TOOLCHAIN_LIST_INIT;
	struct strlist found = STRLIST_INIT;
	struct error err = ERROR_INIT;
	char *spec, *named;
	(void)state;

	place_open(&p);
	offer(&p, "go1.98.1");
	assert_int_equal(prepare(&p, "1.98.1", NULL, &l, &err), 0);
	spec = xasprintf("tip=%s", l.items[0].goroot);
	named = xstrdup(l.items[0].goroot);
	if (prepare(&p, spec, NULL, &again, &err))
		fail_msg("%s", err.msg);
	assert_true(again.items[0].local);
	assert_string_equal(again.items[0].go, "tip");
	assert_string_equal(again.items[0].goroot, named);
	assert_true(version_at_least(&again.items[0].version, 1, 98));
	assert_int_equal(findings(&p, &again.items[0], &found), 0);
	/* its digest is of what compiles: a changed source is another toolchain, a changed test is not */
	fake_put(named, "src/fmt/fmt_test.go", "x", 1);
	assert_int_equal(findings(&p, &again.items[0], &found), 0);
	fake_put(named, "src/fmt/print.go", "x", 1);
	assert_int_equal(findings(&p, &again.items[0], &found), 1);
	assert_int_equal(cache_remove(p.cache, &again.items[0], &err), -1);
	toolchain_list_release(&again);
	error_clear(&err);
	assert_int_equal(prepare(&p, p.proxy, NULL, &again, &err), -1);
	assert_int_equal(err.kind, ERR_USAGE);
	assert_non_null(strstr(err.msg, "bin/go"));
	strlist_release(&found);
	toolchain_list_release(&l);
	free(named);
	free(spec);
	place_close(&p);
}

static void the_cache_may_be_named_relatively(void **state)
{
	struct place p;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct error err = ERROR_INIT;
	char *before = getcwd(NULL, 0);
	(void)state;

	place_open(&p);
	offer(&p, "go1.98.1");
	assert_int_equal(chdir(p.root), 0);
	free(p.cache);
	p.cache = xstrdup("cache");
	if (prepare(&p, "1.98.1", NULL, &l, &err))
		fail_msg("%s", err.msg);
	assert_int_equal(l.items[0].goroot[0], '/');
	toolchain_list_release(&l);
	assert_tidy(&p, 1);
	assert_int_equal(chdir(before), 0);
	free(before);
	place_close(&p);
}

static void a_digests_file_that_cannot_be_read_is_an_error(void **state)
{
	struct place p;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct error err = ERROR_INIT;
	(void)state;

	place_open(&p);
	offer(&p, "go1.98.1");
	assert_int_equal(unlink(p.digests), 0);
	assert_int_equal(prepare(&p, "1.98.1", NULL, &l, &err), -1);
	assert_non_null(strstr(err.msg, "GOALLOC_DIGESTS"));
	place_close(&p);
}

/* A limit on file sizes stands for the full disk. */
static void a_full_disk_leaves_nothing_behind(void **state)
{
	struct place p;
	int status;
	pid_t pid;
	(void)state;

	place_open(&p);
	offer(&p, "go1.98.1");
	pid = fork();
	if (!pid) {
		struct rlimit small = { .rlim_cur = 20, .rlim_max = 20 };
		struct toolchain_list l = TOOLCHAIN_LIST_INIT;
		struct error err = ERROR_INIT;

		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &small);
		_exit(prepare(&p, "1.98.1", NULL, &l, &err) == -1 && err.kind == ERR_INFRA &&
		                      strstr(err.msg, "cannot write")
		              ? 0
		              : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_tidy(&p, 0);
	place_close(&p);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(installs_once_and_says_what_it_has),
	cmocka_unit_test(what_is_wrong_is_refused),
	cmocka_unit_test(a_failure_leaves_the_others),
	cmocka_unit_test(the_next_source_is_asked),
	cmocka_unit_test(names_that_do_not_exist_and_sources_that_do_not_answer),
	cmocka_unit_test(offline_means_what_is_installed),
	cmocka_unit_test(a_killed_installation_leaves_nothing_that_counts),
	cmocka_unit_test(an_interrupt_stops_and_cleans_up),
	cmocka_unit_test(two_processes_fetch_one_toolchain_once),
	cmocka_unit_test(two_threads_share_the_work),
	cmocka_unit_test(verifying_names_what_changed),
	cmocka_unit_test(edited_sums_do_not_pass),
	cmocka_unit_test(removing_removes_everything),
	cmocka_unit_test(a_local_goroot_is_used_where_it_lies),
	cmocka_unit_test(the_cache_may_be_named_relatively),
	cmocka_unit_test(a_digests_file_that_cannot_be_read_is_an_error),
	cmocka_unit_test(a_full_disk_leaves_nothing_behind),
};

TEST_MAIN(tests)
