#include "testing.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

#include "base/alloc.h"
#include "base/confine_internal.h"
#include "base/file.h"
#include "base/process_internal.h"
#include "bench/scratch.h"
#include "confine_prober.h"

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

static char self_path[4096], *folder, *own;
static char env_tcp[64], env_udp[64], env_abstract[128], env_address[64];
/* the leak checker traces the process: not behind these walls */
static const char *const prober_env[] = {
	"PATH=/usr/bin:/bin", "ASAN_OPTIONS=detect_leaks=0", env_tcp, env_udp, env_abstract, env_address, NULL
};
static const char word[8] = "secret!";

static bool others; /* files can be given to other users here */

/* FOLDER/own with a file, FOLDER/out with one of everything, as before the first attempt. */
static void furnish(void)
{
	static int listener = -1;
	struct error err = ERROR_INIT;
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	char *path;

	assert_int_equal(tree_remove(folder, &err), 0);
	for (const char *const *d = (const char *const[]){ "own", "out/empty", NULL }; *d; d++) {
		path = xasprintf("%s/%s", folder, *d);
		assert_int_equal(dir_make(path, &err), 0);
		free(path);
	}
	for (const char *const *f = (const char *const[]){ "own/mine", "out/file", NULL }; *f; f++) {
		path = xasprintf("%s/%s", folder, *f);
		assert_int_equal(file_write(path, "text\n", 5, &err), 0);
		free(path);
	}
	path = xasprintf("cp /bin/true %s/out/program && cp %s %s/own/suid && chmod 755 %s/own/suid", folder, self_path,
	                 folder, folder);
	assert_int_equal(system(path), 0);
	free(path);
	path = xasprintf("%s/own/suid", folder);
	/* not where no other user is known */
	others = geteuid() == 0 && chown(path, 1, 1) == 0 && chmod(path, 04755) == 0;
	free(path);
	if (listener >= 0)
		close(listener);
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	snprintf(at.sun_path, sizeof at.sun_path, "%s/out/socket", folder);
	assert_int_equal(bind(listener, (struct sockaddr *)&at, sizeof at), 0);
	assert_int_equal(listen(listener, 8), 0);
}

static struct confinement *walls(void)
{
	struct confinement *c = confinement_new();

	confinement_write(c, own);
	confinement_read(c, self_path);
	return c;
}

/* 0: got through; an errno: refused; -1: it died. */
static int attempt_in(const char *name, struct confinement *c)
{
	const char *const argv[] = { self_path, "attempt", name, NULL };
	struct child_spec spec = { .argv = argv, .env = prober_env, .cwd = own, .confine = c, .allow_many = true };
	struct child_result r;
	struct error err = ERROR_INIT;
	int said = -1;

	furnish();
	if (child_run(&spec, &r, &err))
		fail_msg("%s: %s", name, err.msg);
	if (!child_ok(&r) || sscanf(str_cstr(&r.out), "attempt %d", &said) != 1)
		said = -1;
	child_result_release(&r);
	return said;
}

static bool all_stand(unsigned mechanisms)
{
	struct mech_state states[MECHS];
	bool off;

	confine_states(states, &off);
	for (int m = 0; m < MECHS; m++)
		if ((mechanisms & (1U << m)) && !states[m].stands)
			return false;
	return true;
}

static void expect_refused(const struct attempt *a, unsigned mechanisms)
{
	struct confinement *c;
	int said;

	confine_without = ALL & ~mechanisms;
	if (all_stand(mechanisms)) {
		c = walls();
		said = attempt_in(a->name, c);
		confinement_free(c);
		if (said == 0)
			fail_msg("%s: got through mechanisms %#x", a->name, mechanisms);
	}
	confine_without = 0;
}

/* With all powers, over the whole system: not root of a container. */
static bool is_root(void)
{
	const unsigned long long needed = 1 << 13 | 1 << 21 | 1 << 27; /* raw sockets, administration, devices */
	struct str status = STR_INIT, map = STR_INIT;
	struct error err = ERROR_INIT;
	unsigned long long caps = 0, first = 1, outside = 1, count = 0;
	const char *at;

	assert_int_equal(file_read("/proc/self/status", 65536, &status, &err), 0);
	assert_int_equal(file_read("/proc/self/uid_map", 65536, &map, &err), 0);
	at = strstr(str_cstr(&status), "CapEff:");
	if (at)
		(void)sscanf(at, "CapEff: %llx", &caps);
	(void)sscanf(str_cstr(&map), "%llu %llu %llu", &first, &outside, &count);
	str_release(&status);
	str_release(&map);
	return geteuid() == 0 && (caps & needed) == needed && !first && !outside && count == UINT32_MAX;
}

static bool gets_through(enum need need)
{
	return need == ANYBODY || (need == ROOT && is_root()) || (need == OTHERS && others);
}

static void test_attempts(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
		const struct attempt *a = &attempts[i];
		struct confinement *c;
		int said = attempt_in(a->name, NULL);

		if (said != 0 && gets_through(a->need))
			fail_msg("%s: does not even get through without walls: %s", a->name, strerror(said));
		c = walls();
		said = attempt_in(a->name, c);
		confinement_free(c);
		/* what no mechanism here could stop may pass */
		for (size_t k = 0; k < 4 && a->alone[k] && said == 0; k++)
			if (all_stand(a->alone[k]))
				fail_msg("%s: got through all walls", a->name);
		for (size_t k = 0; k < 4 && a->alone[k]; k++)
			expect_refused(a, a->alone[k]);
	}
}

/* What a compiler and a program must be able to do, behind all walls and behind any one. */
static void test_own_work(void **state)
{
	static const unsigned sets[] = { ALL, U, U | N, U | M, M, L, F, P, 0 };
	static const char script[] =
		"set -e; echo a >a; echo b >>a; mkdir d; mv a d/a; chmod 700 d/a; ln d/a l; rm d/a; rmdir d\n"
		"echo x >/dev/null; cat /dev/zero | head -c 10 >z; head -c 4 /dev/urandom >/dev/null\n"
		"test -r /proc/self/status; cat /proc/self/status >/dev/null; cat /proc/self/cgroup "
		"/proc/self/mountinfo >s\n"
		"ls /usr/bin >/dev/null; (sleep 0 & wait); test $(id -u) = $UID_WANTED; pwd; echo done >>l; cat l\n";
	char *uid = xasprintf("UID_WANTED=%ld", (long)getuid()), *wanted = xasprintf("%s\nb\ndone\n", own);
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	const char *const env[] = { "PATH=/usr/bin:/bin", uid, NULL };

	(void)state;
	for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
		struct confinement *c = walls();
		struct child_spec spec = { .argv = argv, .env = env, .cwd = own, .confine = c, .allow_many = true };
		struct child_result r;
		struct error err = ERROR_INIT;

		furnish();
		confine_without = ALL & ~sets[i];
		if (child_run(&spec, &r, &err))
			fail_msg("mechanisms %#x: %s", sets[i], err.msg);
		if (!child_ok(&r) || strstr(str_cstr(&r.out), "\nb\ndone\n") == NULL)
			fail_msg("mechanisms %#x: %s%s", sets[i], str_cstr(&r.out), str_cstr(&r.err));
		child_result_release(&r);
		confinement_free(c);
	}
	confine_without = 0;
	free(wanted);
	free(uid);
}

static int run_script(struct confinement *c, const char *script, const char *cwd, struct error *err)
{
	const char *const argv[] = { "/bin/sh", "-c", script, NULL };
	struct child_spec spec = { .argv = argv, .env = prober_env, .cwd = cwd, .confine = c };
	struct child_result r;
	int rc = child_run(&spec, &r, err);

	if (rc == 0) {
		rc = child_ok(&r) ? 0 : 1;
		child_result_release(&r);
	}
	return rc;
}

/* A folder that was removed and made anew, or that comes later, is seen. */
static void test_new_folders(void **state)
{
	struct confinement *c = walls();
	struct error err = ERROR_INIT;
	char *later = xasprintf("%s/later", folder), *script = xasprintf("echo x >%s/x", later);

	(void)state;
	confinement_write(c, later);
	furnish();
	assert_int_equal(run_script(c, "echo x >x", own, &err), 0);
	assert_int_equal(run_script(c, script, own, &err), 1);
	furnish();
	assert_int_equal(run_script(c, "echo x >x", own, &err), 0);
	assert_int_equal(dir_make(later, &err), 0);
	assert_int_equal(run_script(c, "echo x >x", own, &err), 0);
	assert_int_equal(run_script(c, script, own, &err), 0);
	confinement_rest(c);
	assert_int_equal(run_script(c, "test -e x", own, &err), 0);
	confinement_free(c);
	free(script);
	free(later);
}

static size_t count_fds(void)
{
	struct strlist names = STRLIST_INIT;
	struct error err = ERROR_INIT;
	size_t n;

	assert_int_equal(dir_list("/proc/self/fd", &names, &err), 0);
	n = names.len;
	strlist_release(&names);
	return n;
}

static void test_sharing(void **state)
{
	struct confinement *a = walls(), *b = walls();
	struct error err = ERROR_INIT;
	size_t before, with;

	(void)state;
	furnish();
	assert_int_equal(run_script(a, ":", own, &err), 0);
	confinement_rest(a);
	before = count_fds();
	assert_int_equal(run_script(a, ":", own, &err), 0);
	with = count_fds();
	assert_int_equal(run_script(b, ":", own, &err), 0);
	assert_int_equal(count_fds(), with); /* the same folders: the same descriptors */
	confinement_rest(a);
	assert_int_equal(count_fds(), with);
	assert_int_equal(run_script(b, ":", own, &err), 0);
	confinement_free(b);
	assert_int_equal(count_fds(), before);
	confinement_free(a);
}

/* The walls are no holes themselves: nothing of them is open in the child, and it still dies with us. */
static void test_nothing_inherited(void **state)
{
	const char *const argv[] = { self_path, "look", "", NULL };
	struct confinement *c = walls();
	struct child_spec spec = { .argv = argv, .env = prober_env, .cwd = own, .confine = c };
	struct child_result r;
	struct error err = ERROR_INIT;

	(void)state;
	furnish();
	assert_int_equal(child_run(&spec, &r, &err), 0);
	assert_string_equal(str_cstr(&r.out), "descriptors 3, death signal 9\n");
	child_result_release(&r);
	spec.cwd = NULL; /* ours, in whatever namespace */
	assert_int_equal(child_run(&spec, &r, &err), 0);
	assert_true(child_ok(&r));
	child_result_release(&r);
	confinement_free(c);
}

static void test_cwd_is_kept(void **state)
{
	const char *const argv[] = { "/bin/pwd", NULL };
	struct confinement *c = walls();
	struct child_spec spec = { .argv = argv, .env = prober_env, .confine = c };
	struct child_result r;
	struct error err = ERROR_INIT;
	char here[4096], *wanted;

	(void)state;
	assert_non_null(getcwd(here, sizeof here));
	wanted = xasprintf("%s\n", here);
	assert_int_equal(child_run(&spec, &r, &err), 0);
	assert_string_equal(str_cstr(&r.out), wanted);
	child_result_release(&r);
	confinement_free(c);
	free(wanted);
}

/* Killed as ever: the child, its group, and what left both. */
static void test_kill(void **state)
{
	struct confinement *c = walls();
	const char *const argv[] = { "/bin/sh", "-c", "setsid sleep 1234 & sleep 1234", NULL };
	struct child_spec spec = {
		.argv = argv, .env = prober_env, .cwd = own, .confine = c, .deadline_ns = INT64_C(300000000)
	};
	struct child_result r;
	struct error err = ERROR_INIT;

	(void)state;
	furnish();
	assert_int_equal(child_run(&spec, &r, &err), 0);
	assert_int_equal(r.end, CHILD_DEADLINE);
	child_result_release(&r);
	errno = 0;
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(errno, ECHILD);
	confinement_free(c);
}

/* So many Landlock domains around us that no further one fits: what was promised can't be kept. */
static void use_up_layers(void)
{
	const uint64_t handled = 1 << 11; /* block devices: nobody makes any */
	int fd = (int)syscall(444, &handled, sizeof handled, 0);

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	while (!syscall(446, fd, 0))
		;
}

static void test_no_wall_no_child(void **state)
{
	struct error err = ERROR_INIT;
	struct confinement *c = walls();
	int status;
	pid_t pid;

	(void)state;
	furnish();
	assert_int_equal(run_script(c, ":", own, &err), 0);
	if (all_stand(L)) {
		pid = fork();
		if (pid == 0) {
			use_up_layers();
			if (run_script(c, "echo >ran", own, &err) != -1 || err.kind != ERR_INFRA ||
			    !strstr(err.msg, "/bin/sh: a wall around it does not stand (Landlock") ||
			    !strstr(err.msg, "GOALLOC_CONFINE=off"))
				_exit(1);
			_exit(0);
		}
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_int_equal(status, 0);
		assert_int_equal(run_script(c, "test ! -e ran", own, &err), 0);
	}
	confinement_free(c);
}

/* A folder that cannot be opened is an error, not a hole. */
static void test_bad_folder(void **state)
{
	struct confinement *c = walls();
	struct error err = ERROR_INIT;
	char *loop = xasprintf("%s/loop", folder);

	(void)state;
	furnish();
	assert_int_equal(symlink("loop", loop), 0);
	confinement_read(c, loop);
	if (all_stand(L)) {
		assert_int_equal(run_script(c, ":", own, &err), -1);
		assert_non_null(strstr(err.msg, "cannot run /bin/sh: cannot confine the program: Landlock: "));
	}
	confinement_free(c);
	free(loop);
}

struct heard {
	char warn[256], note[512];
};

static void hear(void *ctx, const struct event *e)
{
	struct heard *h = ctx;

	if (e->kind == EVENT_WARN)
		snprintf(h->warn, sizeof h->warn, "%s", e->text);
	if (e->kind == EVENT_NOTE)
		snprintf(h->note, sizeof h->note, "%s", e->text);
}

static void test_off(void **state)
{
	struct heard h = { .note = "" };
	const struct event_sink sink = { hear, &h };
	struct confinement *c = walls();
	struct error err = ERROR_INIT;
	bool stands;

	(void)state;
	furnish();
	setenv("GOALLOC_CONFINE", "off", 1);
	confine_without = 1U << 31; /* to be found out again */
	assert_int_equal(confine_announce(&sink, &err), 0);
	assert_non_null(strstr(h.warn, "GOALLOC_CONFINE=off"));
	assert_int_equal(run_script(c, "echo >../out/new", own, &err), 0);
	assert_true(confine_find("files", &stands));
	assert_false(stands);
	setenv("GOALLOC_CONFINE", "no", 1);
	assert_int_equal(confine_announce(&sink, &err), -1);
	assert_int_equal(err.kind, ERR_USAGE);
	assert_non_null(strstr(err.msg, "'no'"));
	unsetenv("GOALLOC_CONFINE");
	confine_without = 0;
	confinement_free(c);
}

static void test_checks(void **state)
{
	struct heard h = { .note = "" };
	const struct event_sink sink = { hear, &h };
	struct confine_check all[CONFINE_CHECKS];
	struct error err = ERROR_INIT;

	(void)state;
	assert_false(confine_find("moat", NULL));
	confine_without = ALL;
	confine_checks(all);
	for (size_t i = 0; i < CONFINE_CHECKS; i++) {
		assert_false(all[i].stands);
		assert_string_equal(all[i].held_by, "");
		assert_non_null(strstr(all[i].lacking, "left out"));
		assert_true(*all[i].advice);
	}
	assert_int_equal(confine_announce(&sink, &err), 0);
	assert_non_null(strstr(h.note, "not confined: files, attributes, reads, network"));
	confine_without = ALL & ~F;
	confine_checks(all);
	if (all_stand(F)) {
		assert_string_equal(all[3].name, "network");
		assert_true(all[3].stands);
		assert_string_equal(all[3].held_by, "seccomp");
		assert_non_null(strstr(all[3].lacking, "network namespace: left out; Landlock (TCP): left out"));
		assert_false(all[0].stands);
	}
	confine_without = 0;
	confine_checks(all);
	for (size_t i = 0; i < CONFINE_CHECKS; i++)
		assert_true(all[i].stands || *all[i].lacking);
}

#ifndef __SANITIZE_THREAD__ /* which adds a thread to every process, and those cannot change these namespaces */
static bool works(int flags)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(unshare(flags) || ((flags & CLONE_NEWNS) && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)));
	waitpid(pid, &status, 0);
	return status == 0;
}
#endif

/* What this system has, found out in another way, is found and used. */
static void test_all_is_found(void **state)
{
	long abi = syscall(444, NULL, 0, 1);

	(void)state;
	assert_true(all_stand(P));
#ifndef __SANITIZE_THREAD__
	assert_int_equal(all_stand(U), works(CLONE_NEWUSER));
	assert_int_equal(all_stand(N), works(CLONE_NEWUSER | CLONE_NEWNET) || works(CLONE_NEWNET));
	if (syscall(442, -1, "", 0, NULL, 0) < 0 && errno != ENOSYS)
		assert_int_equal(all_stand(M), works(CLONE_NEWUSER | CLONE_NEWNS) || works(CLONE_NEWNS));
#endif
	assert_int_equal(all_stand(L), abi >= 1);
	assert_int_equal(all_stand(T), abi >= 4);
	assert_int_equal(all_stand(S), abi >= 6);
#if defined __x86_64__ || defined __aarch64__
	assert_int_equal(all_stand(F), prctl(PR_GET_SECCOMP, 0, 0, 0, 0) == 0);
#endif
}

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

/* Where a child may have been, what we write follows nothing that it left. */
static void test_our_own_writing(void **state)
{
	struct str text = STR_INIT;
	struct error err = ERROR_INIT;
	char *trap = xasprintf("%s/trap", own), *victim = xasprintf("%s/out/file", folder);
	struct str kept = STR_INIT;

	(void)state;
	furnish();
	str_add(&text, "ours");
	assert_int_equal(symlink(victim, trap), 0);
	assert_int_equal(scratch_write(trap, &text, &err), -1);
	assert_int_equal(file_read(victim, 100, &kept, &err), 0);
	assert_string_equal(kept.p, "text\n");
	assert_int_equal(unlink(trap), 0);
	assert_int_equal(mkfifo(trap, 0600), 0);
	assert_int_equal(scratch_write(trap, &text, &err), -1); /* and it does not wait for a reader */
	assert_int_equal(unlink(trap), 0);
	assert_int_equal(scratch_write(trap, &text, &err), 0);
	str_release(&kept);
	str_release(&text);
	free(victim);
	free(trap);
}

/* Inside its own walls it finds less than outside, makes do with that, and its children are no freer for it. */
static void test_walls_within_walls(void **state)
{
	const char *const argv[] = { self_path, "nest", "", NULL };
	struct confinement *c = walls();
	struct child_spec spec = { .argv = argv, .env = prober_env, .cwd = own, .confine = c, .allow_many = true };
	struct child_result r;
	struct error err = ERROR_INIT;

	(void)state;
	furnish();
	assert_int_equal(child_run(&spec, &r, &err), 0);
	assert_string_equal(str_cstr(&r.out), "nested 0\n");
	child_result_release(&r);
	confinement_free(c);
}

static int be_nested(void)
{
	struct confinement *c = confinement_new();
	struct error err = ERROR_INIT;
	char here[4096];
	int rc;

	if (!getcwd(here, sizeof here))
		return 1;
	confinement_write(c, here);
	rc = run_script(c, "echo x >x && ! { echo x >../out/x; } 2>/dev/null", here, &err);
	printf("nested %d%s\n", rc, err.msg);
	confinement_free(c);
	return 0;
}

static void open_listeners(void)
{
	struct sockaddr_in at = loopback(0);
	struct sockaddr_un hidden = { .sun_family = AF_UNIX };
	socklen_t n = sizeof at;
	int tcp = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), udp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int abstract = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), length;

	if (bind(tcp, (struct sockaddr *)&at, sizeof at) || listen(tcp, 128) ||
	    getsockname(tcp, (struct sockaddr *)&at, &n))
		abort();
	snprintf(env_tcp, sizeof env_tcp, PROBER_TCP "=%d", ntohs(at.sin_port));
	at = loopback(0);
	if (bind(udp, (struct sockaddr *)&at, sizeof at) || getsockname(udp, (struct sockaddr *)&at, &n))
		abort();
	snprintf(env_udp, sizeof env_udp, PROBER_UDP "=%d", ntohs(at.sin_port));
	length = snprintf(hidden.sun_path + 1, sizeof hidden.sun_path - 1, "goalloc-test-%ld", (long)getpid());
	if (bind(abstract, (struct sockaddr *)&hidden,
	         (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length)) ||
	    listen(abstract, 128))
		abort();
	snprintf(env_abstract, sizeof env_abstract, PROBER_ABSTRACT "=%s", hidden.sun_path + 1);
	snprintf(env_address, sizeof env_address, PROBER_ADDRESS "=%llx", (unsigned long long)(uintptr_t)word);
}

static int be_child(const char *task, const char *argument)
{
	int open = 0, signal = 0;

	if (!strcmp(task, "nest"))
		return be_nested();
	if (!strcmp(task, "look")) {
		for (int fd = 0; fd < 1024; fd++)
			open += fcntl(fd, F_GETFD) >= 0;
		prctl(PR_GET_PDEATHSIG, &signal);
		printf("descriptors %d, death signal %d\n", open, signal);
		return 0;
	}
	for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
		if (!strcmp(attempts[i].name, argument)) {
			printf("attempt %d\n", attempts[i].run());
			return 0;
		}
	}
	return 2;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_attempts),
		cmocka_unit_test(test_own_work),
		cmocka_unit_test(test_new_folders),
		cmocka_unit_test(test_sharing),
		cmocka_unit_test(test_nothing_inherited),
		cmocka_unit_test(test_cwd_is_kept),
		cmocka_unit_test(test_kill),
		cmocka_unit_test(test_no_wall_no_child),
		cmocka_unit_test(test_bad_folder),
		cmocka_unit_test(test_off),
		cmocka_unit_test(test_checks),
		cmocka_unit_test(test_all_is_found),
		cmocka_unit_test(test_our_own_writing),
		cmocka_unit_test(test_walls_within_walls),
#if defined __x86_64__ || defined __aarch64__
		cmocka_unit_test(test_filter_decides),
#endif

		cmocka_unit_test(test_filter_numbers),
	};
	struct error err = ERROR_INIT;
	ssize_t n = readlink("/proc/self/exe", self_path, sizeof self_path - 1);
	int rc;

	if (n < 0)
		return 1;
	if (argc == 2 && !strcmp(argv[1], "who"))
		return geteuid() != getuid();
	if (argc == 3)
		return be_child(argv[1], argv[2]);
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
	unsetenv("GOALLOC_CONFINE");
	folder = test_folder();
	own = xasprintf("%s/own", folder);
	open_listeners();
	cmocka_set_message_output(CM_OUTPUT_TAP);
	rc = cmocka_run_group_tests_name("confine", tests, NULL, NULL);
	(void)tree_remove(folder, &err);
	free(folder);
	free(own);
	return rc;
}
