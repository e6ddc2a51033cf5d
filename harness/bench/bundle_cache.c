#include "bench/bundle_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/alloc.h"
#include "base/file.h"
#include "bench/scratch.h"

char *bundle_dir(const struct target *t, struct cell *const *cells, size_t n)
{
	struct hash *h = hash_new();
	char hex[HASH_HEX];

	/* the cells' keys stand for the toolchain, the mode, the sources and the runner */
	hash_add_field(h, "bundle");
	hash_add_field(h, t->toolchain->goroot);
	for (size_t i = 0; i < n; i++)
		if (cells[i]->c->kind == CASE_BENCHMARK)
			hash_add_field(h, cells[i]->key);
	hash_hex(h, hex);
	return xasprintf("%s/%.32s", t->bundles, hex);
}

bool bundle_find(const char *dir, char sha256[HASH_HEX])
{
	char *binary = xasprintf("%s/bundle", dir), *note = xasprintf("%s/sha256", dir);
	struct error ignored = ERROR_INIT;
	struct str text = STR_INIT;
	bool found = path_is_file(binary) && path_is_file(note) && file_read(note, 1024, &text, &ignored) == 0 &&
	             text.len >= HASH_HEX - 1;

	if (found) {
		str_copy(sha256, HASH_HEX, text.p, HASH_HEX - 1);
		(void)utimensat(AT_FDCWD, dir, NULL, 0);
	}
	str_release(&text);
	free(note);
	free(binary);
	return found;
}

bool bundle_is_split(const char *dir)
{
	char *mark = xasprintf("%s/split", dir);
	bool found = path_is_file(mark);

	free(mark);
	return found;
}

/* Renames a finished folder into place; another run may have been there first with the same content. */
static int place(const char *folder, const char *dir, struct error *err)
{
	if (rename(folder, dir) == 0)
		return 0;
	if (errno == EEXIST || errno == ENOTEMPTY)
		return tree_remove(folder, err);
	return error_errno(err, ERR_INFRA, "cannot keep the bundle %s", dir);
}

int bundle_keep(const char *dir, const char *scratch, const char *built, char sha256[HASH_HEX], struct error *err)
{
	char *folder = xasprintf("%s/keep", scratch), *binary = xasprintf("%s/bundle", folder);
	char *note = xasprintf("%s/sha256", folder);
	struct str text = STR_INIT;
	int rc = -1;

	if (hash_file(built, sha256, err) < 0 || tree_remove(folder, err) < 0 || dir_make(folder, err) < 0)
		goto done;
	str_addf(&text, "%s\n", sha256);
	if (rename(built, binary) < 0) {
		error_errno(err, ERR_INFRA, "cannot keep the bundle %s", built);
		goto done;
	}
	if (scratch_write(note, &text, err) == 0)
		rc = place(folder, dir, err);
done:
	str_release(&text);
	free(note);
	free(binary);
	free(folder);
	return rc;
}

int bundle_mark_split(const char *dir, struct error *err)
{
	char *mark = xasprintf("%s/split", dir);
	struct str none = STR_INIT;
	int rc = dir_make(dir, err) == 0 ? scratch_write(mark, &none, err) : -1;

	free(mark);
	return rc;
}

void bundle_prune(const char *cache, int days)
{
	char *root = xasprintf("%s/bundles", cache);
	struct error ignored = ERROR_INIT;
	struct strlist names = STRLIST_INIT;

	if (path_is_dir(root))
		(void)dir_list(root, &names, &ignored);
	for (size_t i = 0; i < names.len; i++) {
		char *path = xasprintf("%s/%s", root, names.items[i]);
		struct stat st;

		if (lstat(path, &st) == 0 && difftime(time(NULL), st.st_mtime) > days * 86400.0)
			(void)tree_remove(path, &ignored);
		free(path);
	}
	strlist_release(&names);
	free(root);
}
