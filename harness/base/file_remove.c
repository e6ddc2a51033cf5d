/*
 * Removal of a tree that others made: by folder descriptors, so that a symlink put there meanwhile leads nowhere,
 * and flattened when deep, so that a tree of any depth needs few descriptors.
 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

#define DEEPEST 64 /* folders open at a time */

struct removal {
	int top; /* descriptor of the tree's root, where deep folders are moved */
	unsigned int moved;
};

/* The folder `name` below `parent`, made readable and writable if it is ours; -1 with errno. */
static int open_folder(int parent, const char *name)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(parent, name, flags);
	struct stat st;

	if (fd < 0 && errno == EACCES && !fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) && S_ISDIR(st.st_mode) &&
	    !fchmodat(parent, name, 0700, 0))
		fd = openat(parent, name, flags);
	if (fd >= 0 && !fstat(fd, &st) && (st.st_mode & 0300) != 0300)
		(void)!fchmod(fd, 0700); /* what this was needed for fails by itself */
	return fd;
}

static int remove_entry(struct removal *r, int parent, const char *name, int depth);

/* Empties the folder; takes fd over. -1 with errno. */
static int remove_content(struct removal *r, int fd, int depth)
{
	DIR *dir = fdopendir(fd);
	struct dirent *e;
	int failed = 0;

	if (!dir) {
		failed = errno;
		close(fd);
		errno = failed;
		return -1;
	}
	while (!failed && (errno = 0, (e = readdir(dir)))) {
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..") && remove_entry(r, fd, e->d_name, depth))
			failed = errno;
	}
	if (!failed)
		failed = errno;
	closedir(dir);
	errno = failed;
	return failed ? -1 : 0;
}

/* Moves a folder too deep to enter up to the root of the tree, where it is met again. */
static int move_up(struct removal *r, int parent, const char *name)
{
	char up[32];

	for (;;) {
		snprintf(up, sizeof up, ".deep-%u", r->moved++);
		if (!renameat(parent, name, r->top, up))
			return 0;
		if (errno != EEXIST && errno != ENOTEMPTY && errno != ENOTDIR)
			return -1;
	}
}

static int remove_folder(struct removal *r, int parent, const char *name, int depth)
{
	/* more than once: others may still write, and some systems skip entries of a folder that shrinks */
	for (int tries = 0;; tries++) {
		int fd = open_folder(parent, name);
		unsigned int moved = r->moved;

		if (fd < 0)
			return errno == ENOENT ? 0 : -1;
		if (depth == 0)
			r->top = fd;
		if (remove_content(r, fd, depth + 1))
			return -1;
		if (!unlinkat(parent, name, AT_REMOVEDIR) || errno == ENOENT)
			return 0;
		if ((errno != ENOTEMPTY && errno != EEXIST) || (tries >= 10 && moved == r->moved))
			return -1;
	}
}

static int remove_entry(struct removal *r, int parent, const char *name, int depth)
{
	struct stat st;

	if (fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW))
		return errno == ENOENT ? 0 : -1;
	if (!S_ISDIR(st.st_mode))
		return unlinkat(parent, name, 0) && errno != ENOENT ? -1 : 0;
	if (depth >= DEEPEST)
		return move_up(r, parent, name);
	return remove_folder(r, parent, name, depth);
}

int tree_remove(const char *path, struct error *err)
{
	struct removal r = { .top = -1, .moved = 0 };
	char *name = xstrdup(path);
	int rc = 0;

	/* a slash at the end would make a symlink the folder it points to */
	for (size_t n = strlen(name); n > 1 && name[n - 1] == '/'; n--)
		name[n - 1] = '\0';
	if (remove_entry(&r, AT_FDCWD, name, 0))
		rc = error_errno(err, ERR_INFRA, "cannot remove %s", path);
	free(name);
	return rc;
}
