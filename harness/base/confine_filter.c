/*
 * A seccomp filter: system calls that no compiler and no measured program needs, refused. It asks for no privileges and
 * is the wall of last resort where namespaces and Landlock are not to be had.
 *
 * Everything is decided by the call's number (but for clone's flags and 386's socketcall), so that kernels from 5.11 on
 * remember the answer and a permitted call costs nothing. Programs for the processor's 32-bit mode (GOARCH=386, arm)
 * have their own numbers and get their own part; x32 calls are refused.
 */
#include "base/confine_internal.h"

#include <errno.h>

#define NONE (-1)

const struct filter_row filter_rows[] = {
	/* no sockets of any family: not to the network, not to Docker, the X server or an ssh agent; socketpair stays */
	{ "socket", EACCES, 41, 359, 198, 281 },
	/* its rings make sockets and open files on their own; programs know to do without */
	{ "io_uring_setup", ENOSYS, 425, 425, 425, 425 },
	{ "ptrace", EPERM, 101, 26, 117, 26 },
	{ "process_vm_readv", EPERM, 310, 347, 270, 376 },
	{ "process_vm_writev", EPERM, 311, 348, 271, 377 },
	{ "pidfd_getfd", EPERM, 438, 438, 438, 438 },
	{ "kcmp", EPERM, 312, 349, 272, 378 },
	{ "mount", EPERM, 165, 21, 40, 21 },
	{ "umount2", EPERM, 166, 52, 39, 52 },
	{ "pivot_root", EPERM, 155, 217, 41, 218 },
	{ "chroot", EPERM, 161, 61, 51, 61 },
	{ "open_tree", EPERM, 428, 428, 428, 428 },
	{ "move_mount", EPERM, 429, 429, 429, 429 },
	{ "fsopen", EPERM, 430, 430, 430, 430 },
	{ "fsconfig", EPERM, 431, 431, 431, 431 },
	{ "fsmount", EPERM, 432, 432, 432, 432 },
	{ "fspick", EPERM, 433, 433, 433, 433 },
	{ "mount_setattr", EPERM, 442, 442, 442, 442 },
	{ "unshare", EPERM, 272, 310, 97, 337 },
	{ "setns", EPERM, 308, 346, 268, 375 },
	/* its flags lie in memory, where a filter cannot look; callers fall back to clone */
	{ "clone3", ENOSYS, 435, 435, 435, 435 },
	{ "open_by_handle_at", EPERM, 304, 342, 265, 371 },
	{ "add_key", EPERM, 248, 286, 217, 309 },
	{ "request_key", EPERM, 249, 287, 218, 310 },
	{ "keyctl", EPERM, 250, 288, 219, 311 },
	{ "bpf", EPERM, 321, 357, 280, 386 },
	{ "userfaultfd", EPERM, 323, 374, 282, 388 },
	{ "perf_event_open", EPERM, 298, 336, 241, 364 },
	{ "kexec_load", EPERM, 246, 283, 104, 347 },
	{ "kexec_file_load", EPERM, 320, NONE, 294, 401 },
	{ "init_module", EPERM, 175, 128, 105, 128 },
	{ "finit_module", EPERM, 313, 350, 273, 379 },
	{ "delete_module", EPERM, 176, 129, 106, 129 },
	{ "reboot", EPERM, 169, 88, 142, 88 },
	{ "swapon", EPERM, 167, 87, 224, 87 },
	{ "swapoff", EPERM, 168, 115, 225, 115 },
	{ "quotactl", EPERM, 179, 131, 60, 131 },
	{ "acct", EPERM, 163, 51, 89, 51 },
	{ "syslog", EPERM, 103, 103, 116, 103 },
	{ "iopl", EPERM, 172, 110, NONE, NONE },
	{ "ioperm", EPERM, 173, 101, NONE, NONE },
	{ "settimeofday", EPERM, 164, 79, 170, 79 },
	{ "clock_settime", EPERM, 227, 264, 112, 262 },
	{ "clock_settime64", EPERM, NONE, 404, NONE, 404 },
	{ "sethostname", EPERM, 170, 74, 161, 74 },
	{ "setdomainname", EPERM, 171, 121, 162, 121 },
};
const size_t filter_nrows = sizeof filter_rows / sizeof *filter_rows;

#if defined __linux__ && (defined __x86_64__ || defined __aarch64__)
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>

/* struct seccomp_data: nr, arch, instruction_pointer, args[6] */
#define AT_NR 0
#define AT_ARCH 4
#define AT_ARG0 16 /* the low half on the little-endian processors this is for */

#define CLONE_NAMESPACES 0x7e020000U /* CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET */
#define X32_BIT 0x40000000U
#define SOCKETCALL 102
#define SOCKETCALL_SOCKET 1

struct abi {
	uint32_t arch;
	size_t column; /* offset in struct filter_row */
	uint32_t clone;
	bool x32, socketcall;
};
#if defined __x86_64__
static const struct abi abis[] = {
	{ AUDIT_ARCH_X86_64, offsetof(struct filter_row, x86_64), 56, true, false },
	{ AUDIT_ARCH_I386, offsetof(struct filter_row, i386), 120, false, true },
};
#else
static const struct abi abis[] = {
	{ AUDIT_ARCH_AARCH64, offsetof(struct filter_row, arm64), 220, false, false },
	{ AUDIT_ARCH_ARM, offsetof(struct filter_row, arm), 120, false, false },
};
#endif
#define NABIS (sizeof abis / sizeof *abis)

/* two a row, and what else one part has, with room to spare */
static struct sock_filter code[NABIS * (2 * sizeof filter_rows / sizeof *filter_rows + 24) + 8];
static struct sock_fprog program;

static void put(uint16_t op, uint8_t yes, uint8_t no, uint32_t k)
{
	code[program.len++] = (struct sock_filter){ .code = op, .jt = yes, .jf = no, .k = k };
}

static void load(uint32_t offset)
{
	put(BPF_LD | BPF_W | BPF_ABS, 0, 0, offset);
}

static void refuse(int error)
{
	put(BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | (uint32_t)error);
}

/* The next instruction is for a call of this number alone. */
static void if_equal(uint32_t k, uint8_t skip)
{
	put(BPF_JMP | BPF_JEQ | BPF_K, 0, skip, k);
}

static void put_part(const struct abi *abi)
{
	if (abi->x32) {
		put(BPF_JMP | BPF_JGE | BPF_K, 0, 1, X32_BIT);
		refuse(ENOSYS);
	}
	for (size_t i = 0; i < filter_nrows; i++) {
		int nr = *(const int *)(const void *)((const char *)&filter_rows[i] + abi->column);

		if (nr == NONE)
			continue;
		if_equal((uint32_t)nr, 1);
		refuse(filter_rows[i].error);
	}
	if_equal(abi->clone, 4);
	load(AT_ARG0);
	put(BPF_JMP | BPF_JSET | BPF_K, 0, 1, CLONE_NAMESPACES);
	refuse(EPERM);
	put(BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW);
	if (abi->socketcall) {
		if_equal(SOCKETCALL, 3);
		load(AT_ARG0);
		if_equal(SOCKETCALL_SOCKET, 1);
		refuse(EACCES);
	}
	put(BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW);
}

static void make_program(void)
{
	program.filter = code;
	for (size_t i = 0; i < NABIS; i++) {
		unsigned short jump;

		load(AT_ARCH);
		put(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, abis[i].arch);
		jump = program.len;
		put(BPF_JMP | BPF_JA, 0, 0, 0); /* a plain jump reaches further than a comparison's */
		load(AT_NR);
		put_part(&abis[i]);
		code[jump].k = (uint32_t)(program.len - jump - 1);
	}
	refuse(ENOSYS); /* an architecture we know nothing of */
}

const void *filter_program(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, make_program);
	return &program;
}

#else

const void *filter_program(void)
{
	return NULL;
}

#endif
