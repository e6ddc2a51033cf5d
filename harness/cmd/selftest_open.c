/* What the selftest needs: a toolchain, the library's benchmarks, folders in the cache. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "cmd/selftest.h"
#include "toolchain/cache.h"

/* The newest one that is installed, so that nothing has to be fetched; else the newest there is. */
static int find_toolchain(struct selftest *s, struct error *err)
{
	const struct install_options install = { .source = s->app->source,
		                                 .offline = s->app->offline,
		                                 .max_cache = s->app->max_cache };
	struct toolchain_list have = TOOLCHAIN_LIST_INIT;
	char *newest = NULL;
	int rc = s->go ? 0 : cache_list(s->app->cache, &have, err);

	if (!rc && have.len)
		newest = xstrdup(have.items[have.len - 1].go);
	toolchain_list_release(&have);
	if (!rc)
		rc = cache_prepare(s->app->cache,
		                   s->go    ? s->go
		                   : newest ? newest
		                            : "latest",
		                   &install, &s->app->sink, &s->real, err);
	free(newest);
	if (!rc && s->real.len != 1)
		rc = error_set(err, ERR_USAGE, "--go: name one toolchain; it is used twice, under two names");
	return rc;
}

int selftest_library(struct selftest *s, struct error *err)
{
	char *folder = data_folder("cases");
	int rc = case_discover(folder, NULL, &s->library, err);
	size_t kept = 0;

	free(folder);
	if (rc)
		return -1;
	case_list_filter(&s->library, s->match);
	for (size_t i = 0; i < s->library.len; i++) {
		struct gocase *c = &s->library.items[i];

		if (c->kind == CASE_BENCHMARK)
			s->library.items[kept++] = *c;
		else
			gocase_release(c);
	}
	s->library.len = kept;
	if (s->match && !kept)
		return error_set(err, ERR_USAGE,
		                 "no benchmark of the library matches '%s'; `goalloc case list` names them", s->match);
	return 0;
}

/* Folders below the cache; one selftest at a time, for two would disturb each other. */
static int open_folders(struct selftest *s, struct error *err)
{
	char *lock;
	long holder;
	int rc;

	s->root = xasprintf("%s/selftest", s->app->cache);
	s->gocache = cache_gocache(s->app->cache, s->real.items[0].go);
	if (dir_make(s->root, err))
		return -1;
	lock = xasprintf("%s/lock", s->root);
	rc = file_lock(lock, 0, &s->lock, &holder, err);
	free(lock);
	if (rc)
		return interrupted()
		               ? -1
		               : error_set(err, ERR_INFRA,
		                           "another selftest (process %ld) is at work with this cache: wait for it, "
		                           "for they would disturb each other",
		                           holder);
	s->scratch = xasprintf("%s/databases", s->root); /* of one that was killed, too */
	return tree_remove(s->scratch, err) || dir_make(s->scratch, err) ? -1 : 0;
}

static void close_folders(struct selftest *s)
{
	struct error ignored = ERROR_INIT;
	char *bundles;

	if (s->lock < 0)
		return;
	bundles = xasprintf("%s/bundles", s->root);
	(void)tree_remove(s->scratch, &ignored);
	(void)tree_remove(bundles, &ignored); /* nobody wants to time these again */
	free(bundles);
	file_unlock(s->lock);
}

void selftest_close(struct selftest *s)
{
	close_folders(s);
	case_list_release(&s->library);
	mode_list_release(&s->modes);
	toolchain_list_release(&s->real);
	strlist_release(&s->flagged);
	str_release(&s->conditions);
	free(s->root);
	free(s->scratch);
	free(s->gocache);
}

int selftest_open(struct selftest *s, struct error *err)
{
	return find_toolchain(s, err) || open_folders(s, err) ? -1 : 0;
}
