/* Processes that keep the other processors busy: what the alarms are worth beside a busy neighbour. */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/host.h"
#include "cmd/selftest.h"

static void burn(int cpu)
{
	volatile unsigned long n = 0;
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET((size_t)cpu, &one);
	(void)sched_setaffinity(0, sizeof one, &one);
	for (;;)
		n++;
}

int selftest_load_start(pid_t **pids, size_t *n, struct error *err)
{
	struct host_cpus allowed;
	struct host host;
	const pid_t parent = getpid();
	int own, count;
	size_t cap = 0;

	*pids = NULL;
	*n = 0;
	host_allowed(&allowed);
	host_read("", &allowed, &host);
	own = host_measuring_cpu(&host, &allowed);
	count = host_cpus_count(&allowed);
	for (int cpu = 0; cpu < HOST_CPUS && cpu < CPU_SETSIZE; cpu++) {
		pid_t pid;

		if (!host_cpus_has(&allowed, cpu) || (cpu == own && count > 1))
			continue;
		pid = fork();
		if (pid < 0) {
			error_errno(err, ERR_INFRA, "cannot start a process to keep processor %d busy", cpu);
			selftest_load_stop(*pids, *n);
			*pids = NULL;
			*n = 0;
			return -1;
		}
		if (!pid) {
			signal(SIGINT, SIG_DFL);
			signal(SIGTERM, SIG_DFL);
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			(void)close_range(3, ~0U, 0); /* locks and databases are not for it to hold */
			if (getppid() == parent)
				burn(cpu);
			_Exit(0);
		}
		*pids = vec_grow(*pids, &cap, *n + 1, sizeof **pids);
		(*pids)[(*n)++] = pid;
	}
	return 0;
}

void selftest_load_stop(pid_t *pids, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		kill(pids[i], SIGKILL);
		waitpid(pids[i], NULL, 0);
	}
	free(pids);
}
