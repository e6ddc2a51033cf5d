/*
 * The limits of this process's control groups: cgroup v2 (Documentation/admin-guide/cgroup-v2.rst) and v1
 * (admin-guide/cgroup-v1/). A limit above binds as well, so each group up to the root is looked at.
 */
#include "base/host_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define DEEPEST 32
#define LONGEST 1024                         /* of a group's name */
#define V1_NO_LIMIT (INT64_C(1) << 60)       /* memory without a limit is 2^63 less a page there */
#define LARGEST_QUOTA INT64_C(1000000000000) /* microseconds; more is nonsense */

static int64_t tighter(int64_t a, int64_t b)
{
	if (a == HOST_UNKNOWN || b == HOST_UNKNOWN)
		return a == HOST_UNKNOWN ? b : a;
	return a < b ? a : b;
}

static int64_t permille(int64_t quota, int64_t period)
{
	if (quota < 0 || period <= 0 || quota > LARGEST_QUOTA || period > LARGEST_QUOTA)
		return HOST_UNKNOWN;
	return quota * 1000 / period;
}

/* "max 100000", "150000 100000" */
static int64_t quota_v2(const char *text)
{
	char quota[HOST_WORD], period[HOST_WORD];
	size_t n = strcspn(text, " \n");

	if (n >= sizeof quota || text[n] != ' ')
		return HOST_UNKNOWN;
	if (n == 3 && !strncmp(text, "max", 3))
		return HOST_NONE;
	str_copy(quota, sizeof quota, text, n);
	str_copy(period, sizeof period, text + n + 1, strcspn(text + n + 1, "\n"));
	return permille(host_count(quota), host_count(period));
}

static int64_t quota_v1(const char *root, const char *folder)
{
	char quota[HOST_WORD];
	char *path = xasprintf("%s/cpu.cfs_quota_us", folder), *period = xasprintf("%s/cpu.cfs_period_us", folder);
	int64_t v = HOST_UNKNOWN;

	if (host_word(root, path, quota, sizeof quota))
		v = strcmp(quota, "-1") != 0 ? permille(host_count(quota), host_number(root, period)) : HOST_NONE;
	free(path);
	free(period);
	return v;
}

static int64_t limit_v2(const char *text)
{
	return strcmp(text, "max\n") && strcmp(text, "max") ? host_count(text) : HOST_NONE;
}

static void read_throttled(const char *root, const char *folder, struct host *out)
{
	char *path = xasprintf("%s/cpu.stat", folder), *text = host_text(root, path);
	int64_t n = text ? host_field(text, "nr_throttled") : HOST_UNKNOWN;

	if (n != HOST_UNKNOWN && (out->throttled == HOST_UNKNOWN || n > out->throttled))
		out->throttled = n;
	free(path);
	free(text);
}

static void read_cpu(const char *root, const char *folder, struct host *out)
{
	char *path = xasprintf("%s/cpu.max", folder), *text = host_text(root, path);

	out->quota_permille = tighter(out->quota_permille, text ? quota_v2(text) : quota_v1(root, folder));
	read_throttled(root, folder, out);
	free(path);
	free(text);
}

static void read_memory(const char *root, const char *folder, struct host *out)
{
	char *v2 = xasprintf("%s/memory.max", folder), *v1 = xasprintf("%s/memory.limit_in_bytes", folder);
	char *text = host_text(root, v2);
	int64_t limit = text ? limit_v2(text) : host_number(root, v1);

	if (limit >= V1_NO_LIMIT)
		limit = HOST_NONE;
	out->memory_limit = tighter(out->memory_limit, limit);
	free(v2);
	free(v1);
	free(text);
}

/* From the group up to the root of its hierarchy. A name from outside this namespace ("/../x") leads nowhere. */
static void climb(const char *root, const char *mount, const char *group,
                  void (*read)(const char *, const char *, struct host *), struct host *out)
{
	char *folder = xasprintf("%s%s", mount, strstr(group, "..") ? "" : group);
	size_t least = strlen(mount);

	for (int depth = 0; depth < DEEPEST; depth++) {
		char *slash;

		read(root, folder, out);
		slash = strrchr(folder, '/');
		if (!slash || (size_t)(slash - folder) < least)
			break;
		*slash = '\0';
	}
	free(folder);
}

static bool has_controller(const char *names, const char *name)
{
	struct strlist all = STRLIST_INIT;
	bool has;

	strlist_split(&all, names, ',');
	has = strlist_has(&all, name);
	strlist_release(&all);
	return has;
}

/* "4:memory:/a/b" of v1, "0::/a/b" of v2 */
static void read_line(const char *root, char *line, struct host *out)
{
	char *names = strchr(line, ':'), *group = names ? strchr(names + 1, ':') : NULL, *mount;

	if (!group || strlen(group) > LONGEST || group[1] != '/')
		return;
	*group++ = '\0';
	names++;
	if (!*names) {
		for (const char *const *m = (const char *const[]){ "sys/fs/cgroup", "sys/fs/cgroup/unified", NULL }; *m;
		     m++) {
			climb(root, *m, group, read_cpu, out);
			climb(root, *m, group, read_memory, out);
		}
		return;
	}
	mount = xasprintf("sys/fs/cgroup/%s", names);
	if (!strchr(names, '/')) {
		if (has_controller(names, "cpu"))
			climb(root, mount, group, read_cpu, out);
		if (has_controller(names, "memory"))
			climb(root, mount, group, read_memory, out);
	}
	free(mount);
}

void host_read_cgroup(const char *root, struct host *out)
{
	char *text = host_text(root, "proc/self/cgroup");

	out->quota_permille = out->throttled = out->memory_limit = HOST_UNKNOWN;
	for (char *line = text, *next; line && *line; line = next) {
		size_t n = strcspn(line, "\n");

		next = line + n + (line[n] == '\n');
		line[n] = '\0';
		read_line(root, line, out);
	}
	free(text);
}
