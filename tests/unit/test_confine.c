#include "testing.h"

#include "base/alloc.h"
#include "base/confine_internal.h"
#include "base/file.h"
#include "base/process_internal.h"
#include "bench/scratch.h"
#include "confine_prober.h"

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
