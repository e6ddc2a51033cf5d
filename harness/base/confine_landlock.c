/* Landlock: which files a child may read, run and write, by folder (Linux 5.13 on; the kernel's landlock(7)). */
#include "base/confine_internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#ifdef __linux__
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The interface is stable and newer than many systems' headers: its numbers are here. */
#define NR_CREATE_RULESET 444
#define NR_ADD_RULE 445
#define CREATE_RULESET_VERSION 1U
#define RULE_PATH_BENEATH 1
struct ruleset_attr {
	uint64_t handled_access_fs, handled_access_net, scoped;
};
struct path_beneath_attr {
	uint64_t allowed_access;
	int32_t parent_fd;
} __attribute__((packed));

enum {
	FS_EXECUTE = 1 << 0,
	FS_WRITE_FILE = 1 << 1,
	FS_READ_FILE = 1 << 2,
	FS_READ_DIR = 1 << 3,
	FS_MAKE_CHAR = 1 << 6,
	FS_MAKE_FIFO = 1 << 10,
	FS_MAKE_BLOCK = 1 << 11,
	FS_MAKE_SYM = 1 << 12,
	FS_REFER = 1 << 13,     /* ABI 2 */
	FS_TRUNCATE = 1 << 14,  /* ABI 3 */
	FS_IOCTL_DEV = 1 << 15, /* ABI 5 */
	FS_ABI_1 = FS_REFER - 1,

	READS = FS_EXECUTE | FS_READ_FILE | FS_READ_DIR,
	DEVICE = FS_READ_FILE | FS_WRITE_FILE | FS_TRUNCATE | FS_IOCTL_DEV,
	/* what a right on a single file may hold */
	OF_FILES = FS_EXECUTE | FS_WRITE_FILE | FS_READ_FILE | FS_TRUNCATE | FS_IOCTL_DEV,
	/* a symlink or fifo left behind could lead us, who are not confined, elsewhere; devices are nobody's business */
	NEVER = FS_MAKE_CHAR | FS_MAKE_BLOCK | FS_MAKE_FIFO | FS_MAKE_SYM | FS_IOCTL_DEV,
};
#define NET_TCP 3U    /* ABI 4: bind and connect */
#define SCOPE_BOTH 3U /* ABI 6: abstract sockets and signals */

/* What programs need of the system, and nothing that is the user's. */
static const struct {
	const char *path;
	uint64_t rights;
} of_system[] = {
	{ "/usr", READS },
	{ "/bin", READS },
	{ "/sbin", READS },
	{ "/lib", READS },
	{ "/lib32", READS },
	{ "/lib64", READS },
	{ "/libx32", READS },
	{ "/nix/store", READS },
	{ "/gnu/store", READS },
	{ "/etc/alternatives", READS },
	{ "/etc/ld.so.cache", FS_READ_FILE },
	{ "/etc/ld.so.preload", FS_READ_FILE },
	{ "/etc/localtime", FS_READ_FILE },
	{ "/etc/nsswitch.conf", FS_READ_FILE },
	{ "/etc/passwd", FS_READ_FILE },
	{ "/etc/group", FS_READ_FILE },
	{ "/etc/hosts", FS_READ_FILE },
	{ "/etc/resolv.conf", FS_READ_FILE },
	{ "/etc/services", FS_READ_FILE },
	{ "/etc/protocols", FS_READ_FILE },
	{ "/etc/mime.types", FS_READ_FILE },
	/* of other processes only what everybody may see: the rest is ptrace's, which the same wall stops */
	{ "/proc", FS_READ_FILE | FS_READ_DIR },
	/* the runtime looks at these to find how many processors it has and how large a huge page is */
	{ "/sys/devices/system", FS_READ_FILE | FS_READ_DIR },
	{ "/sys/fs/cgroup", FS_READ_FILE | FS_READ_DIR },
	{ "/sys/kernel/mm", FS_READ_FILE | FS_READ_DIR },
	{ "/dev/null", DEVICE },
	{ "/dev/zero", DEVICE },
	{ "/dev/full", DEVICE },
	{ "/dev/random", FS_READ_FILE },
	{ "/dev/urandom", FS_READ_FILE },
};

int landlock_abi(void)
{
	long abi = syscall(NR_CREATE_RULESET, NULL, 0UL, CREATE_RULESET_VERSION);

	return abi > 0 ? (int)abi : 0;
}

static uint64_t handled(int abi)
{
	uint64_t all = FS_ABI_1;

	if (abi >= 2)
		all |= FS_REFER;
	if (abi >= 3)
		all |= FS_TRUNCATE;
	if (abi >= 5)
		all |= FS_IOCTL_DEV;
	return all;
}

static int allow(int ruleset, const char *path, uint64_t rights)
{
	int fd = open(path, O_PATH | O_CLOEXEC), rc = -1, saved;
	struct path_beneath_attr rule = { .allowed_access = rights, .parent_fd = fd };
	struct stat st;

	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR || errno == EACCES ? 0 : -1;
	if (fstat(fd, &st) == 0) {
		if (!S_ISDIR(st.st_mode))
			rule.allowed_access &= OF_FILES;
		rc = (int)syscall(NR_ADD_RULE, ruleset, RULE_PATH_BENEATH, &rule, 0U);
	}
	saved = errno;
	close(fd);
	errno = saved;
	return rc;
}

int landlock_make(const struct strlist *write, const struct strlist *read, bool tcp, bool scope, int *fd, char *why,
                  size_t size)
{
	struct ruleset_attr attr = { .handled_access_fs = handled(landlock_abi()),
		                     .handled_access_net = tcp ? NET_TCP : 0,
		                     .scoped = scope ? SCOPE_BOTH : 0 };
	const uint64_t all = attr.handled_access_fs;
	const char *path = "a ruleset";
	int rc;

	/* what is zero at the end an older kernel does not mind */
	*fd = lift_fd((int)syscall(NR_CREATE_RULESET, &attr, sizeof attr, 0U));
	rc = *fd < 0 ? -1 : 0;
	for (size_t i = 0; rc == 0 && i < sizeof of_system / sizeof *of_system; i++)
		rc = allow(*fd, path = of_system[i].path, of_system[i].rights & all);
	for (size_t i = 0; rc == 0 && i < read->len; i++)
		rc = allow(*fd, path = read->items[i], READS);
	for (size_t i = 0; rc == 0 && i < write->len; i++)
		rc = allow(*fd, path = write->items[i], all & ~(uint64_t)NEVER);
	if (rc == 0)
		return 0;
	snprintf(why, size, "%.60s: %s", path, strerror(errno));
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
	return -1;
}

#else

int landlock_abi(void)
{
	errno = ENOSYS;
	return 0;
}

int landlock_make(const struct strlist *write, const struct strlist *read, bool tcp, bool scope, int *fd, char *why,
                  size_t size)
{
	(void)write;
	(void)read;
	(void)tcp;
	(void)scope;
	*fd = -1;
	snprintf(why, size, "%s", strerror(ENOSYS));
	return -1;
}

#endif
