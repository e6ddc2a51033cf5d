/* Toolchains leave the cache: when asked to, or because the cache has grown too large. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "toolchain/cache.h"
#include "toolchain/info.h"
#include "toolchain/use.h"

#define DAY_NS (86400 * INT64_C(1000000000))

/* The .info first: from then on it is not installed, whatever happens to the rest. */
static int remove_parts(const char *cache, const char *name, const char *go, struct error *err)
{
	char *info = cache_info(cache, name), *sums = cache_sums(cache, name), *goroot = cache_goroot(cache, name);
	char *gocache = cache_gocache(cache, go);
	int rc = unlink(info) ? error_errno(err, ERR_INFRA, "cannot remove %s", info) : 0;

	if (!rc)
		rc = tree_remove(goroot, err);
	if (!rc)
		rc = tree_remove(gocache, err);
	if (!rc && unlink(sums) && errno != ENOENT)
		rc = error_errno(err, ERR_INFRA, "cannot remove %s", sums);
	free(info);
	free(sums);
	free(goroot);
	free(gocache);
	return rc;
}

static int remove_version(const char *cache, const char *name, const char *go, struct error *err)
{
	char *path = cache_lock(cache, name), *folder = xasprintf("%s/locks", cache);
	int lock = -1, use = -1, rc = dir_make(folder, err);

	if (!rc)
		rc = file_lock(path, 0, &lock, NULL, err);
	if (!rc)
		rc = use_end_all(cache, name, &use, err);
	if (!rc)
		rc = remove_parts(cache, name, go, err);
	file_unlock(use);
	file_unlock(lock);
	free(folder);
	free(path);
	return rc;
}

int cache_remove(const char *cache, struct toolchain *t, struct error *err)
{
	char name[CACHE_NAME];

	if (t->local)
		return error_set(err, ERR_USAGE, "%s is a local toolchain in %s: it is yours to remove", t->go,
		                 t->goroot);
	toolchain_unuse(t);
	return remove_version(cache, cache_name(&t->version, t->goos, t->goarch, name), t->go, err)
	               ? error_prefix(err, "%s", t->go)
	               : 0;
}

/* Something that may go: a toolchain (with `go`) or a bundle. */
struct candidate {
	char *name, *go;
	int64_t used;
};

struct candidates {
	struct candidate *items;
	size_t len, cap;
};

static void add(struct candidates *l, const char *name, const char *go, int64_t used)
{
	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	l->items[l->len++] = (struct candidate){ .name = xstrdup(name), .go = go ? xstrdup(go) : NULL, .used = used };
}

static int by_use(const void *pa, const void *pb)
{
	const struct candidate *a = pa, *b = pb;

	return a->used != b->used ? (a->used > b->used ? 1 : -1) : strcmp(a->name, b->name);
}

static int find_toolchains(const char *cache, struct candidates *out, struct error *err)
{
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	int rc = cache_list(cache, &l, err);

	for (size_t i = 0; !rc && i < l.len; i++) {
		char name[CACHE_NAME];

		cache_name(&l.items[i].version, l.items[i].goos, l.items[i].goarch, name);
		add(out, name, l.items[i].go, use_last(cache, name));
	}
	toolchain_list_release(&l);
	return rc;
}

/* A bundle has no lock: one that was made or used within a day may be in use. */
static void find_bundles(const char *cache, struct candidates *out)
{
	char *folder = xasprintf("%s/bundles", cache);
	struct strlist names = STRLIST_INIT;
	struct error ignored = ERROR_INIT;
	const int64_t now = time(NULL) * INT64_C(1000000000);

	if (path_is_dir(folder))
		(void)dir_list(folder, &names, &ignored);
	for (size_t i = 0; i < names.len; i++) {
		char *path = xasprintf("%s/%s", folder, names.items[i]);
		struct stat st;

		if (!lstat(path, &st) && now - st.st_mtime * INT64_C(1000000000) > DAY_NS)
			add(out, names.items[i], NULL, st.st_mtime * INT64_C(1000000000));
		free(path);
	}
	strlist_release(&names);
	free(folder);
}

static uint64_t bytes_of(const char *cache, const struct candidate *c)
{
	char *bundle = xasprintf("%s/bundles/%s", cache, c->name), *goroot = cache_goroot(cache, c->name);
	char *gocache = c->go ? cache_gocache(cache, c->go) : NULL;
	uint64_t n = c->go ? tree_bytes(goroot) + tree_bytes(gocache) : tree_bytes(bundle);

	free(bundle);
	free(goroot);
	free(gocache);
	return n;
}

/* Removes one of them; false when it has to stay. */
static bool evict(const char *cache, const struct candidate *c, uint64_t bytes, const struct event_sink *sink)
{
	char size[32], *bundle = xasprintf("%s/bundles/%s", cache, c->name);
	struct error err = ERROR_INIT;
	int rc = c->go ? remove_version(cache, c->name, c->go, &err) : tree_remove(bundle, &err);

	bytes_format(bytes, size, sizeof size);
	if (rc)
		event_debug(sink, "%s stays in the cache: %s", c->go ? c->go : c->name, err.msg);
	else if (c->go)
		event_note(sink, "%s was removed to keep the cache small (%s): it was not used for the longest time",
		           c->go, size);
	free(bundle);
	return !rc;
}

int cache_trim(const char *cache, uint64_t max, const struct event_sink *sink, struct error *err)
{
	struct candidates l = { 0 };
	uint64_t total = tree_bytes(cache);
	char have[32], may[32];
	int rc = 0;

	if (total > max) {
		rc = find_toolchains(cache, &l, err);
		find_bundles(cache, &l);
		if (l.len)
			qsort(l.items, l.len, sizeof *l.items, by_use);
	}
	for (size_t i = 0; !rc && i < l.len && total > max; i++) {
		uint64_t bytes = bytes_of(cache, &l.items[i]);

		rc = interrupt_check(err);
		if (!rc && evict(cache, &l.items[i], bytes, sink))
			total -= bytes < total ? bytes : total;
	}
	if (!rc && total > max) {
		bytes_format(total, have, sizeof have);
		bytes_format(max, may, sizeof may);
		event_warn(sink,
		           "the cache takes %s, more than the %s that --max-cache allows: what is left is in use, "
		           "or was used today",
		           have, may);
	}
	for (size_t i = 0; i < l.len; i++) {
		free(l.items[i].name);
		free(l.items[i].go);
	}
	free(l.items);
	return rc;
}
