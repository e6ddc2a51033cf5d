#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

int file_open(const char *path, int *fd, uint64_t *size, struct error *err)
{
	struct stat st;

	/* not blocking: a FIFO where a file should be must not stop us */
	*fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (*fd < 0)
		return error_errno(err, ERR_INFRA, "cannot open %s", path);
	if (fstat(*fd, &st)) {
		error_errno(err, ERR_INFRA, "cannot read %s", path);
	} else if (!S_ISREG(st.st_mode)) {
		error_set(err, ERR_INFRA, "cannot read %s: not a regular file", path);
	} else {
		if (size)
			*size = (uint64_t)st.st_size;
		return 0;
	}
	close(*fd);
	*fd = -1;
	return -1;
}

int file_read(const char *path, size_t max, struct str *out, struct error *err)
{
	char *buf = NULL;
	size_t total = 0;
	ssize_t n;
	int fd, rc = -1;

	if (file_open(path, &fd, NULL, err))
		return -1;
	str_add(out, ""); /* an empty file gives an empty string, too */
	buf = xmalloc(1 << 16);
	/* to the end, not to st_size: files in /proc say 0, and a log may grow */
	while ((n = read(fd, buf, 1 << 16)) != 0) {
		if (n < 0) {
			if (errno == EINTR)
				continue;
			error_errno(err, ERR_INFRA, "cannot read %s", path);
			goto out;
		}
		if ((size_t)n > max - total) {
			error_set(err, ERR_INFRA, "cannot read %s: larger than %zu bytes", path, max);
			goto out;
		}
		str_add_bytes(out, buf, (size_t)n);
		total += (size_t)n;
	}
	rc = 0;
out:
	free(buf);
	close(fd);
	return rc;
}

static int write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t done = write(fd, p, n);

		if (done < 0 && errno != EINTR)
			return -1;
		if (done > 0) {
			p += done;
			n -= (size_t)done;
		}
	}
	return 0;
}

int file_write(const char *path, const void *p, size_t n, struct error *err)
{
	static atomic_uint serial;
	char *temporary = NULL;
	int fd = -1;

	for (int tries = 0; fd < 0 && tries < 100; tries++) {
		free(temporary);
		temporary = xasprintf("%s.%ld-%u.tmp", path, (long)getpid(), atomic_fetch_add(&serial, 1));
		fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	if (fd < 0) {
		error_errno(err, ERR_INFRA, "cannot write %s", path);
		free(temporary);
		return -1;
	}
	if (write_all(fd, p, n) || fsync(fd))
		goto fail;
	if (close(fd)) {
		fd = -1;
		goto fail;
	}
	fd = -1;
	if (rename(temporary, path))
		goto fail;
	free(temporary);
	return 0;
fail:
	error_errno(err, ERR_INFRA, "cannot write %s", path);
	if (fd >= 0)
		close(fd);
	unlink(temporary);
	free(temporary);
	return -1;
}

int dir_make(const char *path, struct error *err)
{
	char *copy = xstrdup(path);
	int rc = 0;

	/* every prefix that ends before a slash, then the whole */
	for (char *p = copy; !rc; p++) {
		char held = *p;

		if (held && held != '/')
			continue;
		if (p > copy && p[-1] != '/') {
			*p = '\0';
			/* an existing one may be unwritable or, automounted, unmakeable: only its absence matters */
			int why = mkdir(copy, 0777) ? errno : 0;

			if (why && !path_is_dir(copy)) {
				errno = why;
				rc = error_errno(err, ERR_INFRA, "cannot create folder %s", copy);
			}
			*p = held;
		}
		if (!held)
			break;
	}
	free(copy);
	return rc;
}

int dir_list(const char *path, struct strlist *out, struct error *err)
{
	DIR *dir = opendir(path);
	struct dirent *e;
	int failed;

	if (!dir)
		return error_errno(err, ERR_INFRA, "cannot list folder %s", path);
	while (errno = 0, (e = readdir(dir)))
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, ".."))
			strlist_add(out, e->d_name);
	failed = errno;
	closedir(dir);
	errno = failed;
	if (failed)
		return error_errno(err, ERR_INFRA, "cannot list folder %s", path);
	strlist_sort(out);
	return 0;
}

bool path_exists(const char *path)
{
	struct stat st;

	return !lstat(path, &st);
}

bool path_is_dir(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

bool path_is_file(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode);
}

char *path_absolute(const char *path)
{
	char *folder, *joined;

	if (*path == '/')
		return xstrdup(path);
	folder = getcwd(NULL, 0);
	if (!folder) /* the working directory was removed: nothing better is known */
		return xstrdup(path);
	joined = xasprintf("%s%s%s", folder, strcmp(folder, "/") ? "/" : "", path);
	free(folder);
	return joined;
}
