#include "toolchain/repair.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "toolchain/info.h"

int cache_folders(const char *cache, struct error *err)
{
	static const char *const folders[] = { "toolchains", "staging", "locks", "index" };

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		char *path = xasprintf("%s/%s", cache, folders[i]);
		int rc = dir_make(path, err);

		free(path);
		if (rc)
			return -1;
	}
	return 0;
}

/* The lock of a version that nobody is installing or removing; -1 if somebody is. */
static int lock_of(const char *cache, const char *name)
{
	char *path = cache_lock(cache, name);
	struct error ignored = ERROR_INIT;
	int fd = -1;

	(void)file_lock(path, 0, &fd, NULL, &ignored);
	free(path);
	return fd;
}

/* Staging folders are named as their version's lock: whoever can take the lock of one finds a dead process's leftover. */
static void sweep_staging(const char *cache)
{
	char *staging = xasprintf("%s/staging", cache);
	struct error ignored = ERROR_INIT;
	struct strlist names = STRLIST_INIT;

	if (path_is_dir(staging))
		(void)dir_list(staging, &names, &ignored);
	for (size_t i = 0; i < names.len; i++) {
		char *path = xasprintf("%s/%s", staging, names.items[i]);
		int fd = lock_of(cache, names.items[i]);

		if (fd >= 0)
			(void)tree_remove(path, &ignored);
		file_unlock(fd);
		free(path);
	}
	strlist_release(&names);
	free(staging);
}

/* Under the version's lock: only what is whole stays. */
static void sweep_version(const char *cache, const char *name, const struct event_sink *sink)
{
	char *info = cache_info(cache, name), *sums = cache_sums(cache, name), *goroot = cache_goroot(cache, name);
	struct error err = ERROR_INIT;
	struct toolchain t = { 0 };

	if (info_read(cache, name, &t)) {
		event_note(sink, "%s is not whole (a process died while it was installed or removed): cleared away",
		           name);
		if ((unlink(info) && path_exists(info)) || tree_remove(goroot, &err) ||
		    (unlink(sums) && path_exists(sums)))
			event_debug(sink, "%s cannot be cleared away: %s", name, err.msg);
	}
	toolchain_release(&t);
	free(info);
	free(sums);
	free(goroot);
}

static void add_once(struct strlist *l, const char *name)
{
	struct go_version v;
	char goos[32], goarch[32];

	/* whatever else lies there is not ours */
	if (cache_name_parse(name, &v, goos, goarch) && (!l->len || strcmp(l->items[l->len - 1], name) != 0))
		strlist_add(l, name);
}

static void sweep_toolchains(const char *cache, const struct event_sink *sink)
{
	static const char *const suffixes[] = { ".info", ".sums", "" };
	char *folder = xasprintf("%s/toolchains", cache);
	struct error ignored = ERROR_INIT;
	struct strlist files = STRLIST_INIT, names = STRLIST_INIT;

	if (path_is_dir(folder))
		(void)dir_list(folder, &files, &ignored);
	for (size_t i = 0; i < files.len; i++) {
		for (size_t k = 0; k < sizeof suffixes / sizeof *suffixes; k++) {
			if (!str_ends(files.items[i], suffixes[k]))
				continue;
			files.items[i][strlen(files.items[i]) - strlen(suffixes[k])] = '\0';
			add_once(&names, files.items[i]);
			break;
		}
	}
	for (size_t i = 0; i < names.len; i++) {
		struct toolchain t = { 0 };
		int fd;

		/* most are whole, and need no lock to be seen so */
		if (!info_read(cache, names.items[i], &t)) {
			toolchain_release(&t);
			continue;
		}
		fd = lock_of(cache, names.items[i]);
		if (fd >= 0)
			sweep_version(cache, names.items[i], sink);
		file_unlock(fd);
	}
	strlist_release(&names);
	strlist_release(&files);
	free(folder);
}

void cache_repair(const char *cache, const struct event_sink *sink)
{
	char *locks = xasprintf("%s/locks", cache);

	if (path_is_dir(locks) && !access(locks, W_OK)) {
		sweep_staging(cache);
		sweep_toolchains(cache, sink);
	}
	free(locks);
}
