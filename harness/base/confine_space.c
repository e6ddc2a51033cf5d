/*
 * Namespaces. Making them costs a millisecond or more, so they are made once, by a helper process that lives as long as
 * it takes to open its /proc/PID/ns, and children enter them with setns.
 *
 * A user namespace comes first: in it anybody may make the others, and root in it is root over nothing outside. Ids stay
 * what they are, or the files that children leave would belong to somebody else.
 */
#include "base/confine_internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#ifdef __linux__
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"

#define NR_MOUNT_SETATTR 442
#define OF_ALL_BELOW 0x8000U /* AT_RECURSIVE */
#define ATTR_RDONLY 1U
#define ATTR_NOSUID 2U
struct mount_attributes { /* struct mount_attr of newer headers */
	uint64_t set, clear, propagation, userns_fd;
};

static int helper_namespace(const struct helper *h, const char *name)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%ld/ns/%s", (long)h->pid, name);
	return lift_fd(open(path, O_RDONLY | O_CLOEXEC));
}

static int write_map(const struct helper *h, const char *name, const char *text, size_t n)
{
	char path[64];
	int fd, rc;

	snprintf(path, sizeof path, "/proc/%ld/%s", (long)h->pid, name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	rc = write(fd, text, n) == (ssize_t)n ? 0 : -1;
	if (rc < 0) {
		int saved = errno;

		close(fd);
		errno = saved;
		return -1;
	}
	return close(fd);
}

/* Every id that we know of, as itself: what root may do. */
static void whole_map(const char *name, struct str *out)
{
	char *path = xasprintf("/proc/self/%s", name);
	FILE *f = fopen(path, "re");
	unsigned long inside, outside, count;

	while (f && fscanf(f, "%lu %lu %lu", &inside, &outside, &count) == 3)
		str_addf(out, "%lu %lu %lu\n", inside, inside, count);
	if (f)
		fclose(f);
	free(path);
}

static int map_ids(const struct helper *h, const char *name, unsigned long own)
{
	struct str text = STR_INIT;
	int rc = -1;

	if (geteuid() == 0) {
		whole_map(name, &text);
		rc = text.len ? write_map(h, name, text.p, text.len) : -1;
	}
	if (rc < 0) {
		str_reset(&text);
		str_addf(&text, "%lu %lu 1\n", own, own);
		rc = write_map(h, name, text.p, text.len);
	}
	str_release(&text);
	return rc;
}

struct common_plan {
	bool user, net;
};

static void make_common(int up, int down, const void *ctx)
{
	const struct common_plan *plan = ctx;

	if (plan->user && !helper_say(up, down, unshare(CLONE_NEWUSER) ? errno : 0))
		return;
	if (plan->net)
		helper_say(up, down, unshare(CLONE_NEWNET) ? errno : 0);
}

static void lost(struct mech_state *s, int number)
{
	s->stands = false;
	snprintf(s->why, sizeof s->why, "%s", strerror(number));
}

static int take(const struct helper *h, const char *name, struct mech_state *s, int number)
{
	int fd = -1;

	if (!number) {
		fd = helper_namespace(h, name);
		number = fd < 0 ? errno : 0;
	}
	if (number)
		lost(s, number);
	return fd;
}

void space_common(struct gear *g, struct mech_state *states)
{
	const struct common_plan plan = { .user = states[MECH_USER].stands, .net = states[MECH_NET].stands };
	struct helper h;

	if (!plan.user && !plan.net)
		return;
	if (helper_start(&h, make_common, &plan)) {
		for (int m = MECH_USER; m <= MECH_NET; m++)
			if (states[m].stands)
				lost(&states[m], errno);
		return;
	}
	if (plan.user) {
		int number = helper_hear(&h);

		/* without this only root may map groups; kernels before 3.19 do not have it */
		(void)!write_map(&h, "setgroups", "deny", strlen("deny"));
		if (!number && (map_ids(&h, "gid_map", getegid()) || map_ids(&h, "uid_map", geteuid())))
			number = errno;
		g->user = take(&h, "user", &states[MECH_USER], number);
		helper_tell(&h);
	}
	if (plan.net)
		g->net = take(&h, "net", &states[MECH_NET], helper_hear(&h));
	helper_end(&h);
}

struct mount_plan {
	const struct gear *gear;
	const char *const *folders;
	size_t n;
};

static int mount_attributes(const char *path, unsigned int how, const struct mount_attributes *a)
{
	return (int)syscall(NR_MOUNT_SETATTR, AT_FDCWD, path, how, a, sizeof *a);
}

static int make_readonly(const struct mount_plan *plan)
{
	const struct mount_attributes readonly = { .set = ATTR_RDONLY | ATTR_NOSUID },
				      writable = { .clear = ATTR_RDONLY };

	if (plan->gear->user >= 0 && setns(plan->gear->user, CLONE_NEWUSER))
		return -1;
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return -1;
	for (size_t i = 0; i < plan->n; i++)
		if (mount(plan->folders[i], plan->folders[i], NULL, MS_BIND, NULL))
			return -1;
	if (mount_attributes("/", OF_ALL_BELOW, &readonly))
		return -1;
	for (size_t i = 0; i < plan->n; i++)
		if (mount_attributes(plan->folders[i], 0, &writable))
			return -1;
	return 0;
}

static void make_mounts(int up, int down, const void *ctx)
{
	helper_say(up, down, make_readonly(ctx) ? errno : 0);
}

int space_mount(const struct gear *g, const struct strlist *folders, int *fd, char *why, size_t size)
{
	const char **there = xcalloc(folders->len + 1, sizeof *there);
	struct mount_plan plan = { .gear = g, .folders = there };
	struct mech_state state = { .stands = true };
	struct helper h;

	for (size_t i = 0; i < folders->len; i++)
		if (path_is_dir(folders->items[i]))
			there[plan.n++] = folders->items[i];
	*fd = -1;
	if (helper_start(&h, make_mounts, &plan)) {
		lost(&state, errno);
	} else {
		*fd = take(&h, "mnt", &state, helper_hear(&h));
		helper_end(&h);
	}
	free(there);
	snprintf(why, size, "%s", state.why);
	return *fd < 0 ? -1 : 0;
}

/* What it says is a mechanism and its errno. A mount namespace with another root is one we are locked out of by chroot. */
static void try_gear(int up, int down, const void *ctx)
{
	struct stat before, after;
	int said[2], rc = stat("/", &before);

	(void)down;
	said[0] = confine_spaces(ctx);
	said[1] = errno;
	if (said[0] < 0 && !rc && !stat("/", &after) &&
	    (before.st_dev != after.st_dev || before.st_ino != after.st_ino)) {
		said[0] = MECH_MOUNT;
		said[1] = EXDEV;
	}
	if (said[0] < 0) {
		said[0] = confine_rights(ctx);
		said[1] = errno;
	}
	(void)!write(up, said, sizeof said);
}

int space_try(const struct gear *g, int *number)
{
	struct helper h;
	int said[2] = { MECH_USER, EIO };
	ssize_t n;

	if (helper_start(&h, try_gear, g)) {
		*number = errno;
		return MECH_USER;
	}
	do {
		n = read(h.up, said, sizeof said);
	} while (n < 0 && errno == EINTR);
	helper_end(&h);
	*number = said[1];
	return said[0];
}

#else

void space_common(struct gear *g, struct mech_state *states)
{
	(void)g;
	(void)states;
}

int space_mount(const struct gear *g, const struct strlist *folders, int *fd, char *why, size_t size)
{
	(void)g;
	(void)folders;
	*fd = -1;
	snprintf(why, size, "%s", strerror(ENOSYS));
	return -1;
}

int space_try(const struct gear *g, int *number)
{
	(void)g;
	*number = 0;
	return -1;
}

#endif
