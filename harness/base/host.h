/*
 * What Linux tells of this machine that bears on timing: clock frequency, hyperthreads, limits, who takes time away.
 *
 * Everything is read below a root folder ("" is the real one; tests make their own), and every file is hostile: bounded,
 * and what is missing, too long, or not what it should be is unknown (HOST_UNKNOWN, or an empty text), never an error.
 * Elsewhere than on Linux all is unknown. Plain data, nothing to free. Read before and after a measurement, the
 * differences of the counters are what happened meanwhile.
 */
#ifndef GOALLOC_BASE_HOST_H
#define GOALLOC_BASE_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

#define HOST_CPUS 4096 /* those above are not looked at */
#define HOST_UNKNOWN (-1)
#define HOST_NONE INT64_MAX /* no limit */
#define HOST_WORD 48

struct host_cpus {
	uint64_t bits[HOST_CPUS / 64];
};

struct host {
	/* processors */
	int64_t cpus;              /* online */
	int64_t governed;          /* cpus whose governor is known */
	int64_t slow_governed;     /* those among them that have another than "performance" */
	char governor[HOST_WORD];  /* of the first of these, else of any */
	int64_t boost;             /* 1: the clock may rise above its nominal rate for a while; 0: not */
	char boost_file[64];       /* that says so, below the root */
	int64_t smt;               /* 1: some core runs two hardware threads; 0: none does */
	struct host_cpus isolated; /* kept free by the kernel (isolcpus=) */
	int64_t hypervisor;        /* 1: a virtual machine */

	/* who else wants the processors */
	int64_t load_hundredths; /* average of the last minute, times 100 */
	int64_t ticks, steal;    /* of all cpus since boot: total, and taken by the hypervisor */
	int64_t swap_used_kb;    /* 0: none in use */
	int64_t thermal_events;  /* times a cpu was slowed down because it was hot, since boot */
	int64_t on_battery;      /* 1 or 0 where there is a battery or a mains adapter */

	/* control groups, the tightest of this process's own and those above */
	int64_t quota_permille; /* cpu time a second: 1500 are one and a half cpus; HOST_NONE */
	int64_t throttled;      /* times the quota was used up */
	int64_t memory_limit;   /* bytes; HOST_NONE */

	/* the kernel's settings */
	int64_t aslr; /* randomize_va_space: 0, 1, 2 */
	char clocksource[HOST_WORD];
	char clocksources[128]; /* that could be chosen */
	char hugepages[HOST_WORD];
};

/* The cpus this process may run on; empty where the system does not say. */
void host_allowed(struct host_cpus *out);
/* Only these cpus' governors are looked at (all that are online when it is empty). */
void host_read(const char *root, const struct host_cpus *allowed, struct host *out);
/* The cpu to measure on: an isolated one if one is allowed, else the last allowed (interrupts prefer the first); -1: none. */
int host_measuring_cpu(const struct host *h, const struct host_cpus *allowed);
/*
 * The cpu to measure on, when it can be kept apart from whoever measures: *rest gets those of `allowed` that share no core with
 * it (hyperthreads do), for everything else. False if there are none.
 */
bool host_own_cpu(const char *root, const struct host_cpus *allowed, int *cpu, struct host_cpus *rest);
/* From now on this thread runs on these cpus only, and what it starts. False, and errno set, if the system refuses. */
bool host_bind(const struct host_cpus *cpus);

bool host_cpus_has(const struct host_cpus *c, int cpu);
void host_cpus_add(struct host_cpus *c, int cpu); /* outside [0, HOST_CPUS): nothing */
int host_cpus_count(const struct host_cpus *c);
/* "0-3,8" (cpuset(7)) into *out; -1, and *out empty, if it is no such list. Cpus from HOST_CPUS on are left out. */
int host_cpus_parse(const char *text, struct host_cpus *out);
/* A decimal number without sign within [0, INT64_MAX), blanks around it; HOST_UNKNOWN if it is none. */
int64_t host_count(const char *text);

#endif
