/*
 * A look at the processes of this machine (/proc of Linux; elsewhere everything is empty). What is read is already old:
 * a process may have ended and its number may be another's.
 */
#ifndef GOALLOC_BASE_PROCESS_PROC_H
#define GOALLOC_BASE_PROCESS_PROC_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct proc {
	pid_t pid, parent, session;
	uint64_t rss; /* bytes resident */
};

struct proc_list {
	struct proc *items; /* by pid */
	size_t len, cap;
};

void proc_list_read(struct proc_list *l);
void proc_list_release(struct proc_list *l);
/* The ancestor of p, or p itself, whose parent is `above`; NULL if p does not descend from it. */
const struct proc *proc_below(const struct proc_list *l, const struct proc *p, pid_t above);
/*
 * The children that this process has adopted, and others perhaps; the caller frees. 0, or -1 where the system does not
 * tell (a kernel without CONFIG_PROC_CHILDREN).
 */
int proc_children(pid_t **pids, size_t *n);
/* One line of /proc/PID/stat; -1 if it is not one. Pages are `page` bytes. */
int proc_parse(const char *line, uint64_t page, struct proc *out);

#endif
