/* The child's part: from plain data to standing walls, by system calls alone. */
#include "base/confine_internal.h"

#include <errno.h>
#ifdef __linux__
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NR_LANDLOCK_RESTRICT_SELF 446
#define LAST_CAPABILITY 63
#define CAPABILITY_DAC_OVERRIDE 1
#define CAPABILITY_FOWNER 3
#define CAPABILITY_SETPCAP 8
#ifndef SECCOMP_FILTER_FLAG_SPEC_ALLOW
#define SECCOMP_FILTER_FLAG_SPEC_ALLOW (1UL << 2)
#endif

int confine_spaces(const struct gear *g)
{
	if (g->user >= 0 && setns(g->user, CLONE_NEWUSER))
		return MECH_USER;
	if (g->net >= 0 && setns(g->net, CLONE_NEWNET))
		return MECH_NET;
	if (g->mount >= 0 && setns(g->mount, CLONE_NEWNS))
		return MECH_MOUNT;
	return -1;
}

/*
 * Root's powers over the system go. Those over files stay, or a cache that belongs to somebody else could not be used;
 * what may be written is the other walls' business. Best effort: who may not drop has none that count.
 */
static void drop_capabilities(void)
{
	for (unsigned long i = 0; i <= LAST_CAPABILITY; i++)
		if (i != CAPABILITY_DAC_OVERRIDE && i != CAPABILITY_FOWNER && i != CAPABILITY_SETPCAP)
			(void)prctl(PR_CAPBSET_DROP, i, 0UL, 0UL, 0UL);
	(void)prctl(PR_CAPBSET_DROP, (unsigned long)CAPABILITY_SETPCAP, 0UL, 0UL, 0UL); /* needed until now */
}

int confine_rights(const struct gear *g)
{
	if (g->drop_capabilities)
		drop_capabilities();
	if (g->no_new_privs && prctl(PR_SET_NO_NEW_PRIVS, 1UL, 0UL, 0UL, 0UL))
		return MECH_PRIVILEGES;
	if (g->ruleset >= 0 && syscall(NR_LANDLOCK_RESTRICT_SELF, g->ruleset, 0U))
		return MECH_LANDLOCK;
	if (!g->filter)
		return -1;
	/*
	 * A filter alone makes kernels before 5.16 turn off speculation for the process, which then runs slower: what is
	 * measured must not depend on the walls.
	 */
	if (!syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, g->filter))
		return -1;
	if (errno == EINVAL && !syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0UL, g->filter))
		return -1;
	return MECH_FILTER;
}

#else

int confine_spaces(const struct gear *g)
{
	(void)g;
	return -1;
}

int confine_rights(const struct gear *g)
{
	(void)g;
	return -1;
}

#endif
