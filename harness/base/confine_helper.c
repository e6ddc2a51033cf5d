/* A process that makes namespaces for us, one step at a time; and descriptors out of a child's way. */
#include "base/confine_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "base/file.h"

#define LOWEST_FD 10 /* a child's own are below */

int lift_fd(int fd)
{
	int high, saved;

	if (fd < 0 || fd >= LOWEST_FD)
		return fd;
	high = fcntl(fd, F_DUPFD_CLOEXEC, LOWEST_FD);
	saved = errno;
	close(fd);
	errno = saved;
	return high;
}

bool helper_say(int up, int down, int number)
{
	char go;

	return write(up, &number, sizeof number) == sizeof number && read(down, &go, 1) == 1;
}

#ifdef __linux__
int helper_start(struct helper *h, helper_work *work, const void *ctx)
{
	int up[2], down[2];
	sigset_t all, old;

	if (pipe2(up, O_CLOEXEC))
		return -1;
	if (pipe2(down, O_CLOEXEC)) {
		close(up[0]);
		close(up[1]);
		return -1;
	}
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old); /* it has our handlers */
	h->pid = fork();
	if (h->pid == 0) {
		file_locks_leave();
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(up[0]);
		close(down[1]);
		work(up[1], down[0], ctx);
		_exit(0);
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	close(up[1]);
	close(down[0]);
	h->up = up[0];
	h->down = down[1];
	if (h->pid > 0)
		return 0;
	close(h->up);
	close(h->down);
	return -1;
}

int helper_hear(const struct helper *h)
{
	int number = EIO;
	ssize_t n;

	do {
		n = read(h->up, &number, sizeof number);
	} while (n < 0 && errno == EINTR);
	return n == sizeof number ? number : EIO;
}

void helper_tell(const struct helper *h)
{
	(void)!write(h->down, "", 1); /* gone: then the next word is missing */
}

void helper_end(struct helper *h)
{
	close(h->down);
	close(h->up);
	while (waitpid(h->pid, NULL, 0) < 0 && errno == EINTR)
		;
}

#endif
