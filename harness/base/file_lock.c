#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/interrupt.h"

#define MS INT64_C(1000000)
#define RETRY_MS 50

/*
 * The descriptors of the locks that are held by file_lock, plus one; 0 is a free place. No mutex: whoever has just forked reads
 * them, perhaps in its parent's memory and beside its parent's threads. More than there are places for: only noted nowhere.
 */
static atomic_int held[64];

static void note(int fd)
{
	for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
		int nobody = 0;

		if (atomic_compare_exchange_strong(&held[i], &nobody, fd + 1))
			return;
	}
}

static void forget(int fd)
{
	for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
		int own = fd + 1;

		if (atomic_compare_exchange_strong(&held[i], &own, 0))
			return;
	}
}

void file_locks_leave(void)
{
	for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
		const int fd = atomic_load(&held[i]) - 1;

		if (fd >= 0)
			close(fd);
	}
}

static long read_holder(int fd)
{
	char text[32];
	ssize_t n = pread(fd, text, sizeof text - 1, 0);

	if (n <= 0)
		return 0;
	text[n] = '\0';
	return strtol(text, NULL, 10);
}

static void write_holder(int fd)
{
	char text[32];
	int n = snprintf(text, sizeof text, "%ld\n", (long)getpid());

	/* only for people: the lock holds without it */
	if (!ftruncate(fd, 0))
		(void)!pwrite(fd, text, (size_t)n, 0);
}

/* Is what we locked still the file of that name? If not, another process may hold the new one. */
static bool still_named(int fd, const char *path)
{
	struct stat ours, named;

	return !fstat(fd, &ours) && !stat(path, &named) && ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
}

static int lock(const char *path, int operation, int wait_ms, int *fd, long *holder, struct error *err)
{
	const int64_t start = clock_ns();
	long pid = 0;

	if (holder)
		*holder = 0;
	*fd = -1;
	for (;;) {
		int f = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0666);

		if (f < 0)
			return error_errno(err, ERR_INFRA, "cannot open lock file %s", path);
		if (!flock(f, operation | LOCK_NB)) {
			if (still_named(f, path)) {
				if (operation == LOCK_EX) {
					write_holder(f);
					note(f);
				}
				*fd = f;
				return 0;
			}
			close(f);
			continue;
		}
		if (errno != EWOULDBLOCK && errno != EINTR) {
			error_errno(err, ERR_INFRA, "cannot lock %s", path);
			close(f);
			return -1;
		}
		pid = read_holder(f);
		close(f);
		if (wait_ms >= 0 && clock_ns() - start >= wait_ms * MS)
			break;
		if (interrupt_check(err))
			return error_prefix(err, "waiting for lock %s", path);
		nanosleep(&(struct timespec){ .tv_nsec = RETRY_MS * MS }, NULL);
	}
	if (holder)
		*holder = pid;
	if (pid)
		return error_set(err, ERR_INFRA, "%s is locked by process %ld", path, pid);
	return error_set(err, ERR_INFRA, "%s is locked by another process", path);
}

int file_lock(const char *path, int wait_ms, int *fd, long *holder, struct error *err)
{
	return lock(path, LOCK_EX, wait_ms, fd, holder, err);
}

int file_lock_shared(const char *path, int wait_ms, int *fd, struct error *err)
{
	return lock(path, LOCK_SH, wait_ms, fd, NULL, err);
}

void file_unlock(int fd)
{
	if (fd < 0)
		return;
	(void)!ftruncate(fd, 0);
	forget(fd); /* before its number can be another's */
	close(fd);
}
