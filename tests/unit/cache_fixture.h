/* A proxy in a folder, digests of what it offers, and a cache: what tests of the cache begin with. */
#ifndef GOALLOC_TESTS_CACHE_FIXTURE_H
#define GOALLOC_TESTS_CACHE_FIXTURE_H

#include <pthread.h>

#include "testing.h"

#include "fake_toolchain.h"
#include "toolchain/cache.h"

/* A proxy, a digests file and a cache below one temporary folder. */
struct place {
	char *root, *proxy, *url, *cache, *digests;
	struct str pins;
};

static inline void place_open(struct place *p)
{
	p->root = test_folder();
	p->proxy = xasprintf("%s/proxy", p->root);
	p->url = xasprintf("file://%s", p->proxy);
	p->cache = xasprintf("%s/cache", p->root);
	p->digests = xasprintf("%s/digests", p->root);
	p->pins = (struct str)STR_INIT;
	setenv("GOALLOC_DIGESTS", p->digests, 1);
	unsetenv("GOALLOC_SOURCE");
	/* a checksum database that is not there: nothing is asked of a real one */
	setenv("GOSUMDB", "db.test+756cb385+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4 file:///nonexistent", 1);
	fake_put(p->root, "digests", "", 0);
}

static inline void place_close(struct place *p)
{
	struct error err = ERROR_INIT;

	tree_remove(p->root, &err);
	free(p->root);
	free(p->proxy);
	free(p->url);
	free(p->cache);
	free(p->digests);
	str_release(&p->pins);
}

static inline void pin(struct place *p, const char *go, const char *h1)
{
	str_addf(&p->pins, "%s.%s-%s %s\n", go, host_goos(), host_goarch(), h1);
	fake_put(p->root, "digests", p->pins.p, p->pins.len);
}

static inline void offer(struct place *p, const char *go)
{
	struct str zip = STR_INIT;
	char h1[H1_TEXT];

	fake_toolchain_zip(go, go, &zip, h1);
	fake_publish(p->proxy, go, &zip);
	pin(p, go, h1);
	str_release(&zip);
}

/* What was told, and what to do when it is. */
struct witness {
	pthread_mutex_t lock;
	int started, done, failed;
	struct str words;
	enum event_kind act_on;
	void (*act)(void);
};
#define WITNESS                                                                                                        \
	{                                                                                                              \
		.lock = PTHREAD_MUTEX_INITIALIZER                                                                      \
	}

static inline void on_event(void *ctx, const struct event *e)
{
	struct witness *w = ctx;
	bool download = e->task && str_starts(e->task, "download ");

	pthread_mutex_lock(&w->lock);
	w->started += download && e->kind == EVENT_START;
	w->done += download && e->kind == EVENT_DONE;
	w->failed += download && e->kind == EVENT_FAIL;
	if (e->text)
		str_addf(&w->words, "%s\n", e->text);
	pthread_mutex_unlock(&w->lock);
	if (w->act && download && e->kind == w->act_on)
		w->act();
}

static inline int prepare(struct place *p, const char *spec, struct witness *w, struct toolchain_list *out,
                          struct error *err)
{
	struct install_options o = { .source = p->url };
	struct event_sink sink = { on_event, w };

	error_clear(err);
	return cache_prepare(p->cache, spec, &o, w ? &sink : NULL, out, err);
}

/* Nothing half-done is left: no staging, and no toolchain but `n` whole ones. */
static inline void assert_tidy(struct place *p, size_t n)
{
	char *staging = xasprintf("%s/staging", p->cache), *toolchains = xasprintf("%s/toolchains", p->cache);
	struct strlist names = STRLIST_INIT;
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	struct error err = ERROR_INIT;

	if (path_is_dir(staging))
		assert_int_equal(dir_list(staging, &names, &err), 0);
	assert_int_equal(names.len, 0);
	if (path_is_dir(toolchains))
		assert_int_equal(dir_list(toolchains, &names, &err), 0);
	assert_int_equal(names.len, 3 * n);
	assert_int_equal(cache_list(p->cache, &l, &err), 0);
	assert_int_equal(l.len, n);
	toolchain_list_release(&l);
	strlist_release(&names);
	free(staging);
	free(toolchains);
}

#endif
