#include "base/process_proc.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/process_internal.h"

int proc_parse(const char *line, uint64_t page, struct proc *out)
{
	/* the name in parentheses is the process's own choice and may hold anything, ")" too */
	const char *p = strrchr(line, ')');
	int pid, parent, session;
	long long rss;

	if (!p || sscanf(line, "%d (", &pid) != 1)
		return -1;
	/* fields 3 to 6, then 24 (proc(5)) */
	if (sscanf(p + 1, " %*c %d %*d %d %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %lld",
	           &parent, &session, &rss) != 3)
		return -1;
	*out = (struct proc){ .pid = pid, .parent = parent, .session = session };
	out->rss = rss > 0 ? (uint64_t)rss * page : 0;
	return 0;
}

#ifdef __linux__
/* As much of a small file as fits, terminated; -1 if it cannot be read. */
static int read_small(int at, const char *name, char *buf, size_t size)
{
	int fd = openat(at, name, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -1;
	n = read(fd, buf, size - 1);
	close(fd);
	if (n < 0)
		return -1;
	buf[n] = '\0';
	return 0;
}

static int by_pid(const void *a, const void *b)
{
	const struct proc *x = a, *y = b;

	return (x->pid > y->pid) - (x->pid < y->pid);
}

void proc_list_read(struct proc_list *l)
{
	const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	DIR *dir = opendir("/proc");
	struct dirent *e;

	l->len = 0;
	if (!dir)
		return;
	while ((e = readdir(dir))) {
		char name[300], text[1024];
		struct proc p;

		if (!isdigit((unsigned char)e->d_name[0]))
			continue;
		snprintf(name, sizeof name, "%s/stat", e->d_name);
		if (read_small(dirfd(dir), name, text, sizeof text) || proc_parse(text, page, &p))
			continue; /* has just ended */
		l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
		l->items[l->len++] = p;
	}
	closedir(dir);
	if (l->len > 1)
		qsort(l->items, l->len, sizeof *l->items, by_pid);
}

int proc_children(pid_t **pids, size_t *n)
{
	char name[64], buf[4096];
	struct str text = STR_INIT;
	size_t cap = 0;
	ssize_t got;
	int fd;

	*pids = NULL;
	*n = 0;
	/* orphans go to the first living thread, and that is the first of all while main runs */
	snprintf(name, sizeof name, "/proc/self/task/%ld/children", (long)getpid());
	fd = open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	while ((got = read(fd, buf, sizeof buf)) > 0)
		str_add_bytes(&text, buf, (size_t)got);
	close(fd);
	for (const char *p = str_cstr(&text);;) {
		char *end;
		long pid = strtol(p, &end, 10);

		if (end == p)
			break;
		*pids = vec_grow(*pids, &cap, *n + 1, sizeof **pids);
		(*pids)[(*n)++] = (pid_t)pid;
		p = end;
	}
	str_release(&text);
	return 0;
}

uint64_t process_rss(pid_t pid)
{
	char name[64], text[128];
	unsigned long long size, resident;

	snprintf(name, sizeof name, "/proc/%ld/statm", (long)pid);
	if (read_small(AT_FDCWD, name, text, sizeof text) || sscanf(text, "%llu %llu", &size, &resident) != 2)
		return 0;
	return resident * (uint64_t)sysconf(_SC_PAGESIZE);
}
#else
void proc_list_read(struct proc_list *l)
{
	l->len = 0;
}

int proc_children(pid_t **pids, size_t *n)
{
	*pids = NULL;
	*n = 0;
	return 0; /* nothing is adopted there */
}

uint64_t process_rss(pid_t pid)
{
	(void)pid;
	return 0;
}
#endif

void proc_list_release(struct proc_list *l)
{
	free(l->items);
	*l = (struct proc_list){ 0 };
}

static const struct proc *find(const struct proc_list *l, pid_t pid)
{
	size_t low = 0, high = l->len;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (l->items[mid].pid < pid)
			low = mid + 1;
		else
			high = mid;
	}
	return low < l->len && l->items[low].pid == pid ? &l->items[low] : NULL;
}

const struct proc *proc_below(const struct proc_list *l, const struct proc *p, pid_t above)
{
	/* no more steps than processes: numbers used again while we looked may close a circle */
	for (size_t steps = 0; p && steps <= l->len; steps++) {
		if (p->parent == above)
			return p;
		p = find(l, p->parent);
	}
	return NULL;
}
