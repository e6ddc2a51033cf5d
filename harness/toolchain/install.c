#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "toolchain/cache.h"
#include "toolchain/digests.h"
#include "toolchain/fetch.h"
#include "toolchain/info.h"
#include "toolchain/local.h"
#include "toolchain/repair.h"
#include "toolchain/use.h"

#define MAX_JOBS 16
#define DEFAULT_JOBS 2

/* The threads that install, and what they share. */
struct crew {
	const char *cache;
	const struct wanted_list *want;
	const struct event_sink *sink;
	const struct source *source;
	struct trust *trust;
	struct toolchain *results; /* one a wanted; go == NULL: not ready yet */
	pthread_mutex_t lock;      /* of what follows */
	size_t next, finished, missing;
	bool failed;
	struct error err; /* the first failure */
};

static int take_lock(const char *cache, const char *name, const char *go, const struct event_sink *sink, int *fd,
                     struct error *err)
{
	char *path = cache_lock(cache, name);
	long holder = 0;
	int rc = file_lock(path, 0, fd, &holder, err);

	if (rc && err->kind == ERR_INFRA && path_exists(path)) {
		if (holder)
			event_note(sink, "%s is being installed by process %ld: waiting for it", go, holder);
		else
			event_note(sink, "%s is being installed by another process: waiting for it", go);
		error_clear(err);
		rc = file_lock(path, -1, fd, NULL, err);
	}
	free(path);
	return rc;
}

/* Puts the unpacked and checked tree into place: .sums, the folder, and last the .info that makes it exist. */
static int put_in_place(struct crew *c, const char *name, struct fetched *f, struct toolchain *t, struct error *err)
{
	char *sums = cache_sums(c->cache, name);
	char stamp[32];
	char *final = cache_goroot(c->cache, name);
	int rc;

	clock_stamp(stamp, sizeof stamp);
	t->installed_at = xstrdup(stamp);
	rc = file_write(sums, f->sums.p, f->sums.len, err);
	if (!rc)
		rc = tree_remove(final, err); /* one without .info: of a process that died here */
	if (!rc && rename(f->goroot, final))
		rc = error_errno(err, ERR_INFRA, "cannot rename %s to %s", f->goroot, final);
	if (!rc) {
		free(t->goroot);
		t->goroot = xstrdup(final);
		rc = info_write(c->cache, name, t, err);
		if (rc) {
			struct error ignored = ERROR_INIT;

			tree_remove(final, &ignored);
			unlink(sums);
		}
	}
	free(final);
	free(sums);
	return rc;
}

/* Under the version's lock. */
static int install_locked(struct crew *c, const struct go_version *v, const char *name, struct toolchain *out,
                          struct error *err)
{
	char *staging = xasprintf("%s/staging/%s", c->cache, name);
	struct toolchain t = { .version = *v };
	struct fetched f = FETCHED_INIT;
	struct error ignored = ERROR_INIT;
	int rc;

	rc = fetch_toolchain(c->source, c->trust, v, staging, c->sink, &f, &t, err);
	if (!rc)
		rc = put_in_place(c, name, &f, &t, err);
	tree_remove(staging, &ignored);
	fetched_release(&f);
	toolchain_release(&t);
	/* still under the version's lock: nobody can have removed it */
	if (!rc && use_installed(c->cache, name, out))
		rc = error_set(err, ERR_INFRA, "it was installed, and is gone: does something clean up %s?", c->cache);
	free(staging);
	return rc;
}

static int install_one(struct crew *c, const struct go_version *v, struct toolchain *out, struct error *err)
{
	char go[GO_VERSION_TEXT], name[CACHE_NAME];
	int lock = -1, rc;

	version_format(v, go, sizeof go);
	cache_name(v, host_goos(), host_goarch(), name);
	if (take_lock(c->cache, name, go, c->sink, &lock, err))
		return error_prefix(err, "%s", go);
	/* whoever held the lock may have installed it */
	rc = use_installed(c->cache, name, out);
	if (rc)
		rc = install_locked(c, v, name, out, err);
	file_unlock(lock);
	return rc ? error_prefix(err, "%s", go) : 0;
}

static void *work(void *ctx)
{
	struct crew *c = ctx;

	pthread_mutex_lock(&c->lock);
	while (!c->failed && c->next < c->want->len) {
		size_t i = c->next++;
		struct error err = ERROR_INIT;
		int rc;

		if (c->results[i].go)
			continue;
		pthread_mutex_unlock(&c->lock);
		rc = install_one(c, &c->want->items[i].version, &c->results[i], &err);
		pthread_mutex_lock(&c->lock);
		if (rc && !c->failed) {
			c->failed = true;
			c->err = err;
		}
		c->finished += !rc;
		if (c->missing > 1)
			event_progress(c->sink, "toolchains", c->finished, c->missing, UNIT_COUNT);
	}
	pthread_mutex_unlock(&c->lock);
	return NULL;
}

static int run_crew(struct crew *c, int jobs, struct error *err)
{
	pthread_t threads[MAX_JOBS];
	size_t n = jobs > 0 ? (size_t)jobs : DEFAULT_JOBS, started = 0;

	if (n > MAX_JOBS)
		n = MAX_JOBS;
	if (n > c->missing)
		n = c->missing;
	if (c->missing > 1)
		event_start(c->sink, "toolchains", c->missing, UNIT_COUNT);
	while (started < n && !pthread_create(&threads[started], NULL, work, c))
		started++;
	if (!started)
		work(c); /* no thread to be had: one after the other then */
	for (size_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	if (c->failed)
		*err = c->err;
	if (c->missing > 1 && c->failed)
		event_fail(c->sink, "toolchains", err->msg);
	else if (c->missing > 1)
		event_done(c->sink, "toolchains", NULL);
	return c->failed ? -1 : 0;
}

/* Local ones, and what is installed already; counts the rest. */
static int find_present(struct crew *c, bool offline, struct error *err)
{
	char name[CACHE_NAME], go[GO_VERSION_TEXT];

	for (size_t i = 0; i < c->want->len; i++) {
		const struct wanted *w = &c->want->items[i];

		if (w->local) {
			if (local_open(w->name, w->path, &c->results[i], err))
				return -1;
		} else if (use_installed(c->cache, cache_name(&w->version, host_goos(), host_goarch(), name),
		                         &c->results[i])) {
			if (offline)
				return error_set(err, ERR_INFRA,
				                 "%s is not installed in %s, and offline it cannot be downloaded",
				                 version_format(&w->version, go, sizeof go), c->cache);
			c->missing++;
		}
	}
	return 0;
}

static int download_missing(struct crew *c, const struct install_options *options, struct error *err)
{
	struct source *source = NULL;
	const char *own = NULL;
	int rc = -1;

	if (cache_folders(c->cache, err) || digests_check(&own, err) ||
	    source_open(options->source, c->sink, &source, err))
		return -1;
	if (own)
		event_note(c->sink, "digests are looked up in %s first", own);
	c->source = source;
	c->trust = trust_open(c->cache, source, c->sink);
	rc = run_crew(c, options->jobs, err);
	trust_free(c->trust);
	source_free(source);
	return rc;
}

int cache_install(const char *cache, const struct wanted_list *want, const struct install_options *options,
                  const struct event_sink *sink, struct toolchain_list *out, struct error *err)
{
	char *absolute = path_absolute(cache); /* children run elsewhere */
	struct crew c = {
		.cache = absolute,
		.want = want,
		.sink = sink,
		.results = xcalloc(want->len + 1, sizeof *c.results),
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.err = ERROR_INIT,
	};
	int rc;

	cache_repair(absolute, sink);
	rc = find_present(&c, options->offline, err);
	if (!rc && c.missing)
		rc = download_missing(&c, options, err);
	if (!rc && options->max_cache)
		rc = cache_trim(absolute, options->max_cache, sink, err);
	for (size_t i = 0; i < want->len; i++) {
		if (rc)
			toolchain_release(&c.results[i]);
		else
			*toolchain_list_add(out) = c.results[i];
	}
	pthread_mutex_destroy(&c.lock);
	free(c.results);
	free(absolute);
	return rc;
}
