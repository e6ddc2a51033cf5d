/* Where to measure, and keeping there. */
#include "base/host_internal.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>

#include "base/alloc.h"

bool host_own_cpu(const char *root, const struct host_cpus *allowed, int *cpu, struct host_cpus *rest)
{
	struct host h = { .cpus = 0 };
	struct host_cpus siblings;
	char *file, *text;

	text = host_text(root, "sys/devices/system/cpu/isolated");
	if (text)
		host_cpus_parse(text, &h.isolated);
	free(text);
	*cpu = host_measuring_cpu(&h, allowed);
	*rest = *allowed;
	if (*cpu < 0)
		return false;
	file = xasprintf("sys/devices/system/cpu/cpu%d/topology/thread_siblings_list", *cpu);
	text = host_text(root, file);
	if (!text || host_cpus_parse(text, &siblings))
		siblings = (struct host_cpus){ { 0 } };
	free(text);
	free(file);
	host_cpus_add(&siblings, *cpu);
	for (size_t i = 0; i < HOST_CPUS / 64; i++)
		rest->bits[i] &= ~siblings.bits[i];
	return host_cpus_count(rest) > 0;
}

bool host_bind(const struct host_cpus *cpus)
{
#ifdef __linux__
	cpu_set_t *set = CPU_ALLOC(HOST_CPUS);
	const size_t size = CPU_ALLOC_SIZE(HOST_CPUS);
	bool bound;

	if (!set)
		return false;
	CPU_ZERO_S(size, set);
	for (int i = 0; i < HOST_CPUS; i++)
		if (host_cpus_has(cpus, i))
			CPU_SET_S((size_t)i, size, set);
	bound = sched_setaffinity(0, size, set) == 0;
	CPU_FREE(set);
	return bound;
#else
	(void)cpus;
	errno = ENOSYS;
	return false;
#endif
}
