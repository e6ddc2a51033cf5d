/*
 * A hostile child: each function tries to get through a wall and returns 0 when it did, else the errno it was refused
 * with. The program runs itself as its own child for that: PROGRAM attempt NAME FOLDER, in FOLDER/own, which it may
 * write to, beside FOLDER/out, which it may not even see.
 */
#ifndef GOALLOC_TESTS_CONFINE_PROBER_H
#define GOALLOC_TESTS_CONFINE_PROBER_H

#include "testing.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "base/confine_internal.h"

/* What the parent tells by the environment: its listeners, and where it keeps a word. */
#define PROBER_TCP "PROBER_TCP"
#define PROBER_UDP "PROBER_UDP"
#define PROBER_ABSTRACT "PROBER_ABSTRACT"
#define PROBER_ADDRESS "PROBER_ADDRESS"

static int verdict(long rc)
{
	return rc < 0 ? errno : 0;
}

static int number_of(const char *name)
{
	const char *text = getenv(name);

	return text ? atoi(text) : 0;
}

static int try_open(const char *path, int flags)
{
	return verdict(open(path, flags, 0644));
}

/* ---- files ---- */
static int try_create(void)
{
	return try_open("../out/new", O_WRONLY | O_CREAT | O_EXCL);
}
static int try_append(void)
{
	return try_open("../out/file", O_WRONLY | O_APPEND);
}
static int try_open_truncating(void)
{
	return try_open("../out/file", O_RDONLY | O_TRUNC);
}
static int try_truncate(void)
{
	return verdict(truncate("../out/file", 1));
}
static int try_rename_out(void)
{
	return verdict(rename("mine", "../out/mine"));
}
static int try_rename_in(void)
{
	return verdict(rename("../out/file", "stolen"));
}
static int try_replace(void)
{
	return verdict(rename("mine", "../out/file"));
}
static int try_link_out(void)
{
	return verdict(link("mine", "../out/mine"));
}
static int try_link_in(void)
{
	return verdict(link("../out/file", "same")) ? errno : try_open("same", O_WRONLY);
}
static int try_unlink(void)
{
	return verdict(unlink("../out/file"));
}
static int try_mkdir(void)
{
	return verdict(mkdir("../out/made", 0755));
}
static int try_rmdir(void)
{
	return verdict(rmdir("../out/empty"));
}
static int try_symlink(void)
{
	return verdict(symlink("/", "../out/link"));
}
static int try_symlink_trick(void)
{
	return verdict(symlink("../out/file", "trick")) ? errno : try_open("trick", O_WRONLY);
}
static int try_own_symlink(void)
{
	return verdict(symlink("../out/file", "trick"));
}
static int try_fifo(void)
{
	return verdict(mkfifo("../out/fifo", 0644));
}
static int try_device(void)
{
	return verdict(mknod("device", S_IFCHR | 0600, makedev(1, 3)));
}
static int try_proc_root(void)
{
	char here[4096], path[8192];

	if (!getcwd(here, sizeof here))
		return errno;
	snprintf(path, sizeof path, "/proc/self/root%s/../out/file", here);
	return try_open(path, O_WRONLY);
}
static int try_proc_fd(void)
{
	char path[64];
	int fd = open("../out/file", O_PATH);

	if (fd < 0)
		return errno;
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	return try_open(path, O_WRONLY);
}
static int try_parent_root(void)
{
	char here[4096], path[8192];

	if (!getcwd(here, sizeof here))
		return errno;
	snprintf(path, sizeof path, "/proc/%ld/root%s/../out/file", (long)getppid(), here);
	return try_open(path, O_WRONLY);
}
static int try_grandchild(void)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		setsid();
		child = fork();
		if (child == 0)
			_exit(try_create());
		waitpid(child, &status, 0);
		_exit(WEXITSTATUS(status));
	}
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

/* ---- attributes ---- */
static int try_chmod(void)
{
	return verdict(chmod("../out/file", 0777));
}
static int try_fchmod(void)
{
	int fd = open("../out/file", O_RDONLY);

	return fd < 0 ? errno : verdict(fchmod(fd, 0777));
}
static int try_chown(void)
{
	return verdict(chown("../out/file", getuid(), getgid()));
}
static int try_utimes(void)
{
	return verdict(utimensat(AT_FDCWD, "../out/file", NULL, 0));
}

/* ---- reads ---- */
static int try_read(void)
{
	return try_open("../out/file", O_RDONLY);
}
static int try_readdir(void)
{
	return opendir("../out") ? 0 : errno;
}
static int try_execute(void)
{
	char *const argv[] = { (char *)"true", NULL };
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		execv("../out/program", argv);
		_exit(errno);
	}
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

/* ---- network ---- */
static struct sockaddr_in loopback(int port)
{
	return (struct sockaddr_in){ .sin_family = AF_INET,
		                     .sin_port = htons((uint16_t)port),
		                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}
static int try_connect(void)
{
	struct sockaddr_in to = loopback(number_of(PROBER_TCP));
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return fd < 0 ? errno : verdict(connect(fd, (struct sockaddr *)&to, sizeof to));
}
static int try_udp(void)
{
	struct sockaddr_in to = loopback(number_of(PROBER_UDP));
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	return fd < 0 ? errno : verdict(sendto(fd, "x", 1, 0, (struct sockaddr *)&to, sizeof to));
}
static int try_listen(void)
{
	struct sockaddr_in to = loopback(0);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&to, sizeof to))
		return errno;
	return verdict(listen(fd, 1));
}
static int try_raw(void)
{
	return verdict(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
}
static int try_netlink(void)
{
	return verdict(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
}
static int try_vsock(void)
{
	return verdict(socket(AF_VSOCK, SOCK_STREAM, 0));
}
static int unix_connect(const char *name, bool abstract)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	size_t n = strlen(name);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (fd < 0)
		return errno;
	memcpy(to.sun_path + abstract, name, n);
	return verdict(connect(fd, (struct sockaddr *)&to,
	                       (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n + abstract)));
}
static int try_unix_path(void)
{
	return unix_connect("../out/socket", false);
}
static int try_unix_abstract(void)
{
	return unix_connect(getenv(PROBER_ABSTRACT), true);
}
static int try_io_uring(void)
{
	char params[120] = { 0 };

	return verdict(syscall(SYS_io_uring_setup, 1, params));
}
#ifdef __x86_64__
static long int80(long nr, long a, long b, long c)
{
	long rc;

	__asm__ volatile("int $0x80" : "=a"(rc) : "a"(nr), "b"(a), "c"(b), "d"(c) : "memory", "r8", "r9", "r10", "r11");
	if (rc < 0) {
		errno = (int)-rc;
		return -1;
	}
	return rc;
}
static int try_386_socket(void)
{
	return verdict(int80(359, AF_INET, SOCK_STREAM, 0));
}
static int try_386_socketcall(void)
{
	uint32_t *args = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	if (args == MAP_FAILED)
		return errno;
	args[0] = AF_INET;
	args[1] = SOCK_STREAM;
	args[2] = 0;
	return verdict(int80(102, 1, (long)args, 0));
}
static int try_x32_socket(void)
{
	return verdict(syscall(0x40000000 | SYS_socket, AF_INET, SOCK_STREAM, 0));
}
#endif

/* ---- other processes ---- */
static int try_signal(void)
{
	return verdict(kill(getppid(), SIGURG)); /* which nobody notices */
}
static int try_ptrace(void)
{
	return verdict(ptrace(PTRACE_SEIZE, getppid(), NULL, NULL));
}
static int try_memory(void)
{
	char word[8];
	const char *text = getenv(PROBER_ADDRESS);
	struct iovec to = { word, sizeof word };
	struct iovec from = { (void *)(uintptr_t)strtoull(text ? text : "0", NULL, 16), sizeof word };

	return verdict(process_vm_readv(getppid(), &to, 1, &from, 1, 0));
}
static int try_environment(void)
{
	char path[64], c;
	int fd;

	snprintf(path, sizeof path, "/proc/%ld/environ", (long)getppid());
	fd = open(path, O_RDONLY);
	return fd < 0 ? errno : read(fd, &c, 1) == 1 ? 0 : EACCES;
}

/* ---- the kernel and its privileges ---- */
static int try_mount(void)
{
	char here[4096];
	int said = getcwd(here, sizeof here) ? verdict(mount("tmpfs", here, "tmpfs", 0, NULL)) : errno;

	if (!said)
		umount2(here, MNT_DETACH);
	return said;
}
static int try_unshare(void)
{
	return verdict(unshare(CLONE_NEWUSER));
}
static int clone_child(void *unused)
{
	(void)unused;
	return 0;
}
static int try_clone(void)
{
	static char stack[65536];

	return verdict(clone(clone_child, stack + sizeof stack, CLONE_NEWUSER | SIGCHLD, NULL));
}
static int try_clone3(void)
{
	uint64_t args[11] = { CLONE_NEWUSER, 0, 0, 0, SIGCHLD };
	long pid = syscall(SYS_clone3, args, sizeof args);

	if (pid == 0)
		_exit(0);
	return verdict(pid);
}
static int try_keyctl(void)
{
	return verdict(syscall(SYS_keyctl, 0, -3, 1)); /* our session's keyring */
}
static int try_bpf(void)
{
	uint32_t attr[32] = { 2, 4, 4, 1 }; /* an array map of one */

	return verdict(syscall(SYS_bpf, 0, attr, sizeof attr));
}
static int try_hostname(void)
{
	char name[256];

	return gethostname(name, sizeof name) ? errno : verdict(sethostname(name, strlen(name)));
}
/* Powers of root but those over files. */
static int try_capabilities(void)
{
	char line[256];
	unsigned long long caps = 0;
	FILE *f = fopen("/proc/self/status", "r");

	while (f && fgets(line, sizeof line, f))
		(void)sscanf(line, "CapEff: %llx", &caps);
	return caps & ~0xaULL ? 0 : EPERM;
}
/* A program with the set-user-id bit of somebody else. */
static int try_setuid(void)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		execl("suid", "suid", "who", (char *)NULL);
		_exit(99);
	}
	waitpid(child, &status, 0);
	return WEXITSTATUS(status) == 1 ? 0 : WEXITSTATUS(status) == 0 ? EPERM : WEXITSTATUS(status);
}

/* ---- all of them ---- */
#define U (1U << MECH_USER)
#define N (1U << MECH_NET)
#define M (1U << MECH_MOUNT)
#define P (1U << MECH_PRIVILEGES)
#define L (P | 1U << MECH_LANDLOCK)
#define T (L | 1U << MECH_TCP)
#define S (L | 1U << MECH_SCOPE)
#define F (P | 1U << MECH_FILTER)
#define ALL ((1U << MECHS) - 1)

/*
 * Every attempt gets through without walls (or the test would prove nothing), is refused with all of them, and is
 * refused by each of these sets of mechanisms alone.
 */
/* Who gets through without walls: everybody, root, root where there are other users, whom the system lets. */
enum need { ANYBODY, ROOT, OTHERS, MAYBE };
static const struct attempt {
	const char *name;
	int (*run)(void);
	enum need need;
	unsigned alone[4];
} attempts[] = {
	{ "create", try_create, ANYBODY, { M, L } },
	{ "append", try_append, ANYBODY, { M, L } },
	{ "open truncating", try_open_truncating, ANYBODY, { M, L } },
	{ "truncate", try_truncate, ANYBODY, { M, L } },
	{ "rename out", try_rename_out, ANYBODY, { M, L } },
	{ "rename in", try_rename_in, ANYBODY, { M, L } },
	{ "replace", try_replace, ANYBODY, { M, L } },
	{ "link out", try_link_out, ANYBODY, { M, L } },
	{ "link in", try_link_in, ANYBODY, { M, L } },
	{ "unlink", try_unlink, ANYBODY, { M, L } },
	{ "mkdir", try_mkdir, ANYBODY, { M, L } },
	{ "rmdir", try_rmdir, ANYBODY, { M, L } },
	{ "symlink", try_symlink, ANYBODY, { M, L } },
	{ "symlink trick", try_symlink_trick, ANYBODY, { M, L } },
	{ "symlink left behind", try_own_symlink, ANYBODY, { L } },
	{ "fifo", try_fifo, ANYBODY, { M, L } },
	{ "device", try_device, ROOT, { U, L } },
	{ "/proc/self/root", try_proc_root, ANYBODY, { M, L } },
	{ "/proc/self/fd", try_proc_fd, ANYBODY, { M, L } },
	{ "/proc/PARENT/root", try_parent_root, ANYBODY, { U, L } },
	{ "grandchild", try_grandchild, ANYBODY, { M, L } },
	{ "chmod", try_chmod, ANYBODY, { M } },
	{ "fchmod", try_fchmod, ANYBODY, { M } },
	{ "chown", try_chown, ANYBODY, { M } },
	{ "utimes", try_utimes, ANYBODY, { M } },
	{ "read", try_read, ANYBODY, { L } },
	{ "readdir", try_readdir, ANYBODY, { L } },
	{ "execute", try_execute, ANYBODY, { L } },
	{ "connect", try_connect, ANYBODY, { N, T, F } },
	{ "udp", try_udp, ANYBODY, { N, F } },
	{ "listen", try_listen, ANYBODY, { T, F } },
	{ "raw socket", try_raw, ROOT, { U | N | P, F } },
	{ "netlink", try_netlink, ANYBODY, { F } },
	{ "vsock", try_vsock, MAYBE, { F } },
	{ "unix socket", try_unix_path, ANYBODY, { F } },
	{ "abstract unix socket", try_unix_abstract, ANYBODY, { N, S, F } },
	{ "io_uring", try_io_uring, MAYBE, { F } },
#ifdef __x86_64__
	{ "386 socket", try_386_socket, MAYBE, { F } },
	{ "386 socketcall", try_386_socketcall, MAYBE, { F } },
	{ "x32 socket", try_x32_socket, MAYBE, { F } },
#endif
	{ "signal", try_signal, ANYBODY, { S } },
	{ "ptrace", try_ptrace, ANYBODY, { U, L, F } },
	{ "memory of another", try_memory, ANYBODY, { U, L, F } },
	{ "environment of another", try_environment, ANYBODY, { U, L } },
	{ "mount", try_mount, ROOT, { U, L, F } },
	{ "unshare", try_unshare, MAYBE, { F } },
	{ "clone", try_clone, MAYBE, { F } },
	{ "clone3", try_clone3, MAYBE, { F } },
	{ "keyctl", try_keyctl, MAYBE, { F } },
	{ "bpf", try_bpf, MAYBE, { F } },
	{ "sethostname", try_hostname, ROOT, { U, F } },
	{ "capabilities", try_capabilities, ROOT, { P } },
	{ "set-user-id", try_setuid, OTHERS, { P, M } },
};

#endif
