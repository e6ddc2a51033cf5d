/* The folder side of the unpacker: files appear below one folder and nowhere else, and never over something. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "toolchain/unpack_internal.h"

/*
 * 2020-01-01: up to go1.9 the standard library counts as stale, and is compiled again, unless no source is newer than
 * its archive. Any one moment does; a fixed one makes two installations equal.
 */
#define MOMENT 1577836800
static const struct timespec moment[2] = { { .tv_sec = MOMENT }, { .tv_sec = MOMENT } };

int unpack_disk_open(struct unpack_disk *d, const char *folder, struct error *err)
{
	d->folder = folder;
	d->root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return d->root < 0 ? error_errno(err, ERR_INFRA, "cannot open folder %s", folder) : 0;
}

static int disk_error(struct unpack_disk *d, const char *name, struct error *err)
{
	const char *advice = errno == ENOSPC || errno == EDQUOT ? " (free some space or name another --cache)" : "";
	int saved = errno;

	return error_set(err, ERR_INFRA, "cannot write %s/%s: %s%s", d->folder, name, strerror(saved), advice);
}

/* Leaves the open folders that are not on the way to the folder that is the first n bytes of `name`. */
static void leave(struct unpack_disk *d, const char *name, size_t n)
{
	size_t keep = 0;

	while (keep < d->depth && d->ends[keep] <= n && !strncmp(d->path.p, name, d->ends[keep]) &&
	       (d->ends[keep] == n || name[d->ends[keep]] == '/'))
		keep++;
	while (d->depth > keep)
		close(d->fds[--d->depth]);
}

/* Opens the folder `part` in `parent`, or makes it; never through a symlink. */
static int open_part(struct unpack_disk *d, int parent, const char *part, const char *name, size_t end,
                     struct error *err)
{
	const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(parent, part, flags);

	if (fd >= 0)
		return fd;
	if (errno == ENOENT && !mkdirat(parent, part, 0755)) {
		d->made_bytes += end;
		if (d->made_bytes > UNPACK_MAX_NAMES) {
			unpack_corrupt(name, "more folders than any toolchain has", err);
			return -1;
		}
		strlist_take(&d->made, xstrndup(name, end));
		fd = openat(parent, part, flags);
	}
	if (fd < 0 && (errno == ENOTDIR || errno == ELOOP))
		unpack_corrupt(name, "a file and a folder of one name", err);
	else if (fd < 0)
		disk_error(d, name, err);
	return fd;
}

/* The folder that is the first n bytes of `name` (none: the root): its descriptor, which stays ours; -1 on error. */
static int enter(struct unpack_disk *d, const char *name, size_t n, struct error *err)
{
	size_t at;

	leave(d, name, n);
	at = d->depth ? d->ends[d->depth - 1] + 1 : 0;
	while (at < n) {
		size_t len = strcspn(name + at, "/");
		char *part;
		int fd;

		if (d->depth == UNPACK_MAX_DEPTH) {
			unpack_corrupt(name, "folders too deep within each other", err);
			return -1;
		}
		part = xstrndup(name + at, len);
		fd = open_part(d, d->depth ? d->fds[d->depth - 1] : d->root, part, name, at + len, err);
		free(part);
		if (fd < 0)
			return -1;
		d->fds[d->depth] = fd;
		d->ends[d->depth++] = at + len;
		at += len + 1;
	}
	str_reset(&d->path);
	str_add_bytes(&d->path, name, n);
	return d->depth ? d->fds[d->depth - 1] : d->root;
}

int unpack_disk_create(struct unpack_disk *d, const char *name, bool program, int *fd, struct error *err)
{
	const char *slash = strrchr(name, '/');
	int folder = enter(d, name, slash ? (size_t)(slash - name) : 0, err);

	*fd = -1;
	if (folder < 0)
		return -1;
	*fd = openat(folder, slash ? slash + 1 : name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (*fd < 0 && errno == EEXIST)
		return unpack_corrupt(name, "the name comes twice", err);
	if (*fd < 0 || (program && fchmod(*fd, 0755)))
		return disk_error(d, name, err);
	return 0;
}

int unpack_disk_write(struct unpack_disk *d, int fd, const char *name, const void *data, size_t n, struct error *err)
{
	const char *p = data;

	while (n) {
		ssize_t w = write(fd, p, n);

		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return disk_error(d, name, err);
		p += w;
		n -= (size_t)w;
	}
	return 0;
}

int unpack_disk_close(struct unpack_disk *d, int fd, const char *name, struct error *err)
{
	int rc = futimens(fd, moment) ? disk_error(d, name, err) : 0;

	if (close(fd) && !rc)
		rc = disk_error(d, name, err);
	return rc;
}

int unpack_disk_settle(struct unpack_disk *d, struct error *err)
{
	for (size_t i = 0; i < d->made.len; i++)
		if (utimensat(d->root, d->made.items[i], moment, AT_SYMLINK_NOFOLLOW))
			return disk_error(d, d->made.items[i], err);
	return futimens(d->root, moment) ? disk_error(d, "", err) : 0;
}

void unpack_disk_release(struct unpack_disk *d)
{
	leave(d, "", 0);
	if (d->root >= 0)
		close(d->root);
	d->root = -1;
	str_release(&d->path);
	strlist_release(&d->made);
}
