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
#include <stdlib.h>

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

/* Where a call's number may lead: what comes at the end of its processor mode's part. */
enum goal { GOAL_CLONE, GOAL_SOCKETCALL, GOAL_EPERM, GOAL_EACCES, GOAL_ENOSYS, GOAL_ALLOW, GOALS };
struct entry {
	uint32_t nr;
	enum goal goal;
};
#define MAX_ENTRIES (sizeof filter_rows / sizeof *filter_rows + 2)
#define MAX_PART (2 * MAX_ENTRIES + 16)

static struct sock_filter code[NABIS * MAX_PART + 1];
static struct sock_fprog program;
/* Of the part being written: jumps whose goal's place is not known yet. */
static enum goal goals_yes[NABIS * MAX_PART + 1], goals_no[NABIS * MAX_PART + 1];

static unsigned short put(uint16_t op, uint32_t k)
{
	code[program.len] = (struct sock_filter){ .code = op, .k = k };
	goals_yes[program.len] = goals_no[program.len] = GOALS;
	return program.len++;
}

static void put_choice(uint16_t op, uint32_t k, enum goal yes, enum goal no)
{
	unsigned short at = put(BPF_JMP | op | BPF_K, k);

	goals_yes[at] = yes;
	goals_no[at] = no;
}

static void load(uint32_t offset)
{
	put(BPF_LD | BPF_W | BPF_ABS, offset);
}

static int by_number(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return x->nr < y->nr ? -1 : x->nr > y->nr;
}

static size_t collect(const struct abi *abi, struct entry *out)
{
	size_t n = 0;

	for (size_t i = 0; i < filter_nrows; i++) {
		const struct filter_row *row = &filter_rows[i];
		int nr = *(const int *)(const void *)((const char *)row + abi->column);

		if (nr != NONE)
			out[n++] = (struct entry){ .nr = (uint32_t)nr,
				                   .goal = row->error == EACCES   ? GOAL_EACCES
				                           : row->error == ENOSYS ? GOAL_ENOSYS
				                                                  : GOAL_EPERM };
	}
	out[n++] = (struct entry){ .nr = abi->clone, .goal = GOAL_CLONE };
	if (abi->socketcall)
		out[n++] = (struct entry){ .nr = SOCKETCALL, .goal = GOAL_SOCKETCALL };
	qsort(out, n, sizeof *out, by_number);
	return n;
}

/*
 * A search by halves: the kernel runs the filter for every number there is when it is put on, to remember what is always
 * permitted, and a walk along all rows made that the dearest part of starting a confined child.
 */
static void put_search(const struct entry *entries, size_t n)
{
	unsigned short at;

	if (n == 1) {
		put_choice(BPF_JEQ, entries->nr, entries->goal, GOAL_ALLOW);
		return;
	}
	at = put(BPF_JMP | BPF_JGE | BPF_K, entries[n / 2].nr);
	put_search(entries, n / 2);
	code[at].jt = (uint8_t)(program.len - at - 1);
	put_search(entries + n / 2, n - n / 2);
}

static void put_part(const struct abi *abi)
{
	struct entry entries[MAX_ENTRIES];
	unsigned short places[GOALS], first = program.len;

	if (abi->x32)
		put_choice(BPF_JGE, X32_BIT, GOAL_ENOSYS, GOALS); /* else: the next instruction */
	put_search(entries, collect(abi, entries));
	places[GOAL_CLONE] = program.len;
	load(AT_ARG0);
	put_choice(BPF_JSET, CLONE_NAMESPACES, GOAL_EPERM, GOAL_ALLOW);
	places[GOAL_SOCKETCALL] = program.len;
	load(AT_ARG0);
	put_choice(BPF_JEQ, SOCKETCALL_SOCKET, GOAL_EACCES, GOAL_ALLOW);
	places[GOAL_EPERM] = put(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM);
	places[GOAL_EACCES] = put(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES);
	places[GOAL_ENOSYS] = put(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS);
	places[GOAL_ALLOW] = put(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	/* a part is shorter than a jump can reach */
	for (unsigned short i = first; i < program.len; i++) {
		if (goals_yes[i] != GOALS)
			code[i].jt = (uint8_t)(places[goals_yes[i]] - i - 1);
		if (goals_no[i] != GOALS)
			code[i].jf = (uint8_t)(places[goals_no[i]] - i - 1);
	}
}
_Static_assert(MAX_PART <= UINT8_MAX, "a comparison jumps at most 255 instructions far");

static void make_program(void)
{
	program.filter = code;
	for (size_t i = 0; i < NABIS; i++) {
		unsigned short jump;

		load(AT_ARCH);
		code[put(BPF_JMP | BPF_JEQ | BPF_K, abis[i].arch)].jt = 1;
		jump = put(BPF_JMP | BPF_JA, 0);
		load(AT_NR);
		put_part(&abis[i]);
		code[jump].k = (uint32_t)(program.len - jump - 1);
	}
	put(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS); /* an architecture we know nothing of */
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
