/* The system call filter, instruction by instruction, against the table it is made from. */
#include "testing.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>

#include "base/confine_internal.h"

#if defined __x86_64__ || defined __aarch64__
/* What the kernel does with a filter, for the instructions that ours has. */
static uint32_t decide(const struct sock_fprog *p, const struct seccomp_data *data)
{
	uint32_t a = 0;

	for (size_t pc = 0; pc < p->len; pc++) {
		const struct sock_filter *i = &p->filter[pc];

		switch (i->code) {
		case BPF_LD | BPF_W | BPF_ABS:
			memcpy(&a, (const char *)data + i->k, sizeof a);
			break;
		case BPF_JMP | BPF_JA:
			pc += i->k;
			break;
		case BPF_JMP | BPF_JEQ | BPF_K:
			pc += a == i->k ? i->jt : i->jf;
			break;
		case BPF_JMP | BPF_JGE | BPF_K:
			pc += a >= i->k ? i->jt : i->jf;
			break;
		case BPF_JMP | BPF_JSET | BPF_K:
			pc += a & i->k ? i->jt : i->jf;
			break;
		case BPF_RET | BPF_K:
			return i->k;
		default:
			fail_msg("instruction %#x", i->code);
		}
	}
	fail_msg("the filter ends without an answer");
	return 0;
}

static int refusal(const struct sock_fprog *p, uint32_t arch, int nr, uint64_t arg)
{
	uint32_t said = decide(p, &(struct seccomp_data){ .nr = nr, .arch = arch, .args = { arg } });

	return said == SECCOMP_RET_ALLOW ? 0 : (int)(said & SECCOMP_RET_DATA);
}

/* Every row is refused as it says, in both modes of the processor, and nothing else is. */
static void test_filter_decides(void **state)
{
#ifdef __x86_64__
	static const struct {
		uint32_t arch;
		size_t column;
		int clone;
	} modes[] = { { AUDIT_ARCH_X86_64, offsetof(struct filter_row, x86_64), 56 },
		      { AUDIT_ARCH_I386, offsetof(struct filter_row, i386), 120 } };
#else
	static const struct {
		uint32_t arch;
		size_t column;
		int clone;
	} modes[] = { { AUDIT_ARCH_AARCH64, offsetof(struct filter_row, arm64), 220 },
		      { AUDIT_ARCH_ARM, offsetof(struct filter_row, arm), 120 } };
#endif
	const struct sock_fprog *p = filter_program();

	(void)state;
	for (size_t m = 0; m < 2; m++) {
		for (int nr = 0; nr < 1000; nr++) {
			int wanted = 0;

			for (size_t i = 0; i < filter_nrows; i++)
				if (*(const int *)(const void *)((const char *)&filter_rows[i] + modes[m].column) == nr)
					wanted = filter_rows[i].error;
			if (refusal(p, modes[m].arch, nr, 0) != wanted)
				fail_msg("mode %zu, call %d: %d instead of %d", m, nr, refusal(p, modes[m].arch, nr, 0),
				         wanted);
		}
		assert_int_equal(refusal(p, modes[m].arch, modes[m].clone, SIGCHLD | CLONE_VM), 0);
		assert_int_equal(refusal(p, modes[m].arch, modes[m].clone, SIGCHLD | CLONE_NEWUSER), EPERM);
		assert_int_equal(refusal(p, modes[m].arch, modes[m].clone, SIGCHLD | CLONE_NEWNS), EPERM);
	}
#ifdef __x86_64__
	assert_int_equal(refusal(p, AUDIT_ARCH_I386, 102, 1), EACCES); /* socketcall: socket, and then socketpair */
	assert_int_equal(refusal(p, AUDIT_ARCH_I386, 102, 8), 0);
	assert_int_equal(refusal(p, AUDIT_ARCH_X86_64, 102, 1), 0); /* getuid */
	assert_int_equal(refusal(p, AUDIT_ARCH_X86_64, 0x40000000 | SYS_getpid, 0), ENOSYS);
#endif
	assert_int_equal(refusal(p, AUDIT_ARCH_S390, 1, 0), ENOSYS);
}
#endif

static void test_filter_numbers(void **state)
{
	static const struct {
		const char *name;
		int nr;
	} known[] = {
		{ "socket", SYS_socket },
		{ "ptrace", SYS_ptrace },
		{ "process_vm_readv", SYS_process_vm_readv },
		{ "process_vm_writev", SYS_process_vm_writev },
		{ "mount", SYS_mount },
		{ "umount2", SYS_umount2 },
		{ "unshare", SYS_unshare },
		{ "setns", SYS_setns },
		{ "keyctl", SYS_keyctl },
		{ "bpf", SYS_bpf },
		{ "userfaultfd", SYS_userfaultfd },
		{ "perf_event_open", SYS_perf_event_open },
		{ "kexec_load", SYS_kexec_load },
		{ "finit_module", SYS_finit_module },
		{ "open_by_handle_at", SYS_open_by_handle_at },
		{ "reboot", SYS_reboot },
		{ "clock_settime", SYS_clock_settime },
		{ "syslog", SYS_syslog },
		{ "quotactl", SYS_quotactl },
		{ "kcmp", SYS_kcmp },
	};
	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		size_t k = 0;

		while (k < filter_nrows && strcmp(filter_rows[k].name, known[i].name) != 0)
			k++;
		assert_true(k < filter_nrows);
#if defined __x86_64__
		assert_int_equal(filter_rows[k].x86_64, known[i].nr);
#elif defined __aarch64__
		assert_int_equal(filter_rows[k].arm64, known[i].nr);
#endif
	}
}

static const struct CMUnitTest tests[] = {
#if defined __x86_64__ || defined __aarch64__
	cmocka_unit_test(test_filter_decides),
#endif
	cmocka_unit_test(test_filter_numbers),
};

TEST_MAIN(tests)
