/* What a tree takes on disk. */
#include "base/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEEPEST 200 /* folders open at a time; what lies deeper is not counted */

static uint64_t on_disk(const struct stat *st)
{
	return (uint64_t)st->st_blocks * 512; /* POSIX leaves the unit open; it is 512 on Linux, BSD and macOS */
}

/* Takes fd over. */
static uint64_t content(int fd, int depth)
{
	DIR *dir = fdopendir(fd);
	struct dirent *e;
	uint64_t sum = 0;

	if (!dir) {
		close(fd);
		return 0;
	}
	while ((e = readdir(dir))) {
		struct stat st;
		int sub;

		if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") ||
		    fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW))
			continue;
		sum += on_disk(&st);
		if (!S_ISDIR(st.st_mode) || depth >= DEEPEST)
			continue;
		sub = openat(dirfd(dir), e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (sub >= 0)
			sum += content(sub, depth + 1);
	}
	closedir(dir);
	return sum;
}

uint64_t tree_bytes(const char *path)
{
	struct stat st;
	int fd;

	if (lstat(path, &st))
		return 0;
	if (!S_ISDIR(st.st_mode))
		return on_disk(&st);
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return on_disk(&st) + (fd < 0 ? 0 : content(fd, 0));
}
