/* A copy that shares nothing with its original: other pages of the cache, too. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static int write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t wrote = write(fd, p, n);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return -1;
		p += wrote;
		n -= (size_t)wrote;
	}
	return 0;
}

static int copy_bytes(int from, int to)
{
	char buf[1 << 16];

	while (true) {
		ssize_t n = read(from, buf, sizeof buf);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return (int)n;
		if (write_all(to, buf, (size_t)n))
			return -1;
	}
}

int file_copy(const char *from, const char *to, struct error *err)
{
	struct stat st;
	int in = open(from, O_RDONLY | O_CLOEXEC), out = -1, rc = -1;

	if (in < 0 || fstat(in, &st)) {
		error_errno(err, ERR_INFRA, "cannot read %s", from);
		goto done;
	}
	out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, st.st_mode & 0777);
	if (out < 0 || copy_bytes(in, out) || close(out)) {
		error_errno(err, ERR_INFRA, "cannot copy %s to %s", from, to);
		if (out >= 0)
			(void)unlink(to);
		goto done;
	}
	rc = 0;
done:
	if (in >= 0)
		close(in);
	return rc;
}
