/* Makes an unpacked tree what the go command expects: module zips carry neither execute bits nor times. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "toolchain/fetch.h"

/*
 * 2020-01-01: up to go1.9 the standard library counts as stale, and is compiled again, unless no source is newer than
 * its archive. Any one moment does; a fixed one makes two installations equal.
 */
#define MOMENT 1577836800

static bool is_program(const char *name)
{
	return str_starts(name, "bin/") || str_starts(name, "pkg/tool/");
}

static int settle(int dir, const char *name, struct error *err)
{
	const struct timespec times[2] = { { .tv_sec = MOMENT }, { .tv_sec = MOMENT } };
	DIR *d = fdopendir(dir);
	struct dirent *e;
	int rc = 0;

	if (!d) {
		error_errno(err, ERR_INFRA, "cannot read folder %s", name);
		close(dir);
		return -1;
	}
	while (!rc && (errno = 0, e = readdir(d))) {
		struct stat st;
		char *path;

		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, ".."))
			continue;
		path = *name ? xasprintf("%s/%s", name, e->d_name) : xstrdup(e->d_name);
		rc = fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW);
		if (!rc && S_ISDIR(st.st_mode)) {
			int sub = openat(dirfd(d), e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

			rc = sub < 0 ? -1 : settle(sub, path, err);
			if (rc && sub >= 0) {
				free(path);
				break;
			}
		} else if (!rc) {
			if (is_program(path))
				rc = fchmodat(dirfd(d), e->d_name, 0755, 0);
			if (!rc)
				rc = utimensat(dirfd(d), e->d_name, times, AT_SYMLINK_NOFOLLOW);
		}
		if (rc)
			error_errno(err, ERR_INFRA, "cannot set mode or time of %s", path);
		free(path);
	}
	/* last: whatever was done in the folder changed its time */
	if (!rc && futimens(dirfd(d), times))
		rc = error_errno(err, ERR_INFRA, "cannot set the time of folder %s", name);
	closedir(d);
	return rc;
}

int tree_settle(const char *goroot, struct error *err)
{
	int fd = open(goroot, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return error_errno(err, ERR_INFRA, "cannot open folder %s", goroot);
	return settle(fd, "", err) ? error_prefix(err, "%s", goroot) : 0;
}
