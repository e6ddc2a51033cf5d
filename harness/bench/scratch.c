#include "bench/scratch.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"

#define PREFIX "run-"

int scratch_write(const char *path, const struct str *text, struct error *err)
{
	/* a child may have written there: no link of its making leads us out, no fifo makes us wait */
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666), bad;
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");

	if (!f) {
		error_errno(err, ERR_INFRA, "cannot write %s", path);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	bad = text->len && fwrite(text->p, 1, text->len, f) != text->len;
	if (fclose(f) != 0 || bad)
		return error_errno(err, ERR_INFRA, "cannot write %s", path);
	return 0;
}

/* Under the lock of all: a folder without a holder of its own lock is nobody's. */
static void sweep(const char *root)
{
	struct strlist names = STRLIST_INIT;
	struct error ignored = ERROR_INIT;

	(void)dir_list(root, &names, &ignored);
	for (size_t i = 0; i < names.len; i++) {
		char *path, *lock_path;
		int lock;

		if (!str_starts(names.items[i], PREFIX) || str_ends(names.items[i], ".lock"))
			continue;
		path = xasprintf("%s/%s", root, names.items[i]);
		lock_path = xasprintf("%s.lock", path);
		if (file_lock(lock_path, 0, &lock, NULL, &ignored) == 0) {
			(void)tree_remove(path, &ignored);
			(void)unlink(lock_path);
			file_unlock(lock);
		}
		error_clear(&ignored);
		free(lock_path);
		free(path);
	}
	strlist_release(&names);
}

int scratch_open(const char *cache, struct scratch *out, struct error *err)
{
	char *relative = xasprintf("%s/scratch", cache), *root = path_absolute(relative);
	char *all_path = xasprintf("%s/lock", root), *path = NULL, *lock_path = NULL;
	int all = -1, lock = -1, rc = -1;

	*out = (struct scratch)SCRATCH_INIT;
	if (dir_make(root, err) < 0 || file_lock(all_path, -1, &all, NULL, err) < 0)
		goto done;
	sweep(root);
	path = xasprintf("%s/" PREFIX "XXXXXX", root);
	if (!mkdtemp(path)) {
		error_errno(err, ERR_INFRA, "cannot create a folder in %s", root);
		goto done;
	}
	lock_path = xasprintf("%s.lock", path);
	if (file_lock(lock_path, 0, &lock, NULL, err) < 0)
		goto done;
	*out = (struct scratch){ .path = path, .lock_path = lock_path, .lock = lock };
	path = lock_path = NULL;
	rc = 0;
done:
	if (all >= 0)
		file_unlock(all);
	free(path);
	free(lock_path);
	free(all_path);
	free(root);
	free(relative);
	return rc;
}

void scratch_close(struct scratch *s)
{
	struct error ignored = ERROR_INIT;

	if (!s->path)
		return;
	(void)tree_remove(s->path, &ignored);
	(void)unlink(s->lock_path);
	file_unlock(s->lock);
	free(s->path);
	free(s->lock_path);
	*s = (struct scratch)SCRATCH_INIT;
}
