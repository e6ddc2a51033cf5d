/* What the machine is set to, and what is wrong with that for somebody who times. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/process.h"
#include "cmd/doctor.h"

#define UNMEASURED "not measured here; "
#define MOST_LOAD 0.5  /* a cpu */
#define MOST_STEAL 1.0 /* percent */

struct view {
	const struct host *before, *after;
	const struct host_cpus *allowed;
	int cpus;      /* to be used */
	bool measured; /* something lies between before and after */
};

/* A function a row: it fills state, found, advice, cost, and a value where there is one. */
typedef void judge(const struct view *v, struct doctor_check *c);

static void bad(struct doctor_check *c, char *advice, const char *cost)
{
	c->state = DOCTOR_BAD;
	c->advice = advice;
	c->cost = xstrdup(cost);
}

static void unknown(struct doctor_check *c, const char *found)
{
	c->state = DOCTOR_UNKNOWN;
	c->found = xstrdup(found);
}

static void set_value(struct doctor_check *c, double value, const char *unit)
{
	c->has_value = true;
	c->value = value;
	c->unit = unit;
}

/* What was added between two readings; a counter that ran backwards added nothing. */
static int64_t added(int64_t before, int64_t after)
{
	return before != HOST_UNKNOWN && after > before ? after - before : 0;
}

static void judge_governor(const struct view *v, struct doctor_check *c)
{
	const struct host *h = v->after;

	if (!h->governed) {
		unknown(c, "the system does not say (usual in a virtual machine)");
		return;
	}
	c->found = xasprintf("%s on %" PRId64 " of %" PRId64 " cpus", h->governor,
	                     h->slow_governed ? h->slow_governed : h->governed, h->governed);
	if (h->slow_governed)
		bad(c, xstrdup("sudo cpupower frequency-set -g performance"),
		    UNMEASURED "how fast a sample runs depends on what ran before it");
}

static void judge_boost(const struct view *v, struct doctor_check *c)
{
	const struct host *h = v->after;

	if (h->boost == HOST_UNKNOWN) {
		unknown(c, "the system does not say");
		return;
	}
	c->found = xstrdup(h->boost ? "on" : "off");
	if (h->boost)
		bad(c, xasprintf("echo %d | sudo tee /%s", strstr(h->boost_file, "no_turbo") ? 1 : 0, h->boost_file),
		    UNMEASURED "the clock depends on heat and on how many cores are busy");
}

static void judge_smt(const struct view *v, struct doctor_check *c)
{
	if (v->after->smt == HOST_UNKNOWN) {
		unknown(c, "the system does not say");
		return;
	}
	c->found = xstrdup(v->after->smt ? "two hardware threads a core" : "one hardware thread a core");
	if (v->after->smt)
		bad(c, xstrdup("echo off | sudo tee /sys/devices/system/cpu/smt/control"),
		    UNMEASURED "whatever runs on the other thread shares the core's units and caches");
}

static void judge_cpus(const struct view *v, struct doctor_check *c)
{
	int allowed = host_cpus_count(v->allowed), cpu = host_measuring_cpu(v->after, v->allowed);
	bool isolated = host_cpus_has(&v->after->isolated, cpu);

	if (!allowed) {
		unknown(c, "the system does not say");
		return;
	}
	c->found = xasprintf("%d allowed; to time on: cpu %d, %s", allowed, cpu,
	                     isolated ? "isolated" : "which others may use too");
	set_value(c, allowed, "cpus");
	if (allowed < 2)
		bad(c, xstrdup("allow two cpus or more (taskset, cpuset, docker run --cpuset-cpus)"),
		    UNMEASURED "what is timed shares its cpu with goalloc and everything else");
}

static void judge_load(const struct view *v, struct doctor_check *c)
{
	double load = (double)v->before->load_hundredths / 100, each;

	if (v->before->load_hundredths == HOST_UNKNOWN || v->cpus < 1) {
		unknown(c, "the system does not say");
		return;
	}
	each = load / v->cpus;
	c->found = xasprintf("%.2f over the last minute, %.2f a cpu", load, each);
	set_value(c, each, "a cpu");
	if (each >= MOST_LOAD)
		bad(c, xstrdup("stop what else runs: ps -eo pcpu,pid,args --sort=-pcpu | head"),
		    "measured where it matters: spread, outliers, switches");
}

static void judge_steal(const struct view *v, struct doctor_check *c)
{
	const struct host *h = v->after;
	double boot, now = 0;
	int64_t ticks;

	if (h->ticks == HOST_UNKNOWN || h->ticks < 1) {
		unknown(c, "the system does not say");
		return;
	}
	ticks = added(v->before->ticks, h->ticks);
	boot = 100 * (double)h->steal / (double)h->ticks;
	if (ticks)
		now = 100 * (double)added(v->before->steal, h->steal) / (double)ticks;
	c->found = ticks && v->measured ? xasprintf("%.2f %% while measuring, %.2f %% since boot", now, boot)
	                                : xasprintf("%.2f %% since boot", boot);
	set_value(c, ticks && v->measured ? now : boot, "%");
	if (now >= MOST_STEAL || boot >= MOST_STEAL)
		bad(c, xstrdup("a machine whose cpus are not shared with other guests"),
		    "measured where it matters: spread, outliers");
}

static void judge_throttled(const struct view *v, struct doctor_check *c)
{
	int64_t all = v->after->throttled, now = added(v->before->throttled, all);

	if (all == HOST_UNKNOWN) {
		unknown(c, "no control group says");
		return;
	}
	c->found = v->measured ? xasprintf("%" PRId64 " times while measuring, %" PRId64 " in all", now, all)
	                       : xasprintf("%" PRId64 " times in all", all);
	set_value(c, (double)all, "times");
	if (all)
		bad(c, xstrdup("raise the quota: docker run --cpus, systemctl set-property UNIT CPUQuota="),
		    "measured where it matters: outliers (each time everything stops for up to a period, often 0.1 s)");
}

static void judge_quota(const struct view *v, struct doctor_check *c)
{
	int64_t quota = v->after->quota_permille;

	if (quota == HOST_UNKNOWN || quota == HOST_NONE) {
		if (quota == HOST_NONE)
			c->found = xstrdup("none");
		else
			unknown(c, "no control group says");
		return;
	}
	c->found = xasprintf("%.2f cpus of %d", (double)quota / 1000, v->cpus);
	set_value(c, (double)quota / 1000, "cpus");
	if (quota < (int64_t)v->cpus * 1000)
		bad(c, xstrdup("raise the quota: docker run --cpus, systemctl set-property UNIT CPUQuota="),
		    UNMEASURED "see throttled");
}

static void judge_memory(const struct view *v, struct doctor_check *c)
{
	int64_t limit = v->after->memory_limit;

	if (limit == HOST_UNKNOWN) {
		unknown(c, "no control group says");
		return;
	}
	c->found = limit == HOST_NONE ? xstrdup("none") : xasprintf("%.2f GB", (double)limit / 1e9);
	if (limit == HOST_NONE)
		return;
	set_value(c, (double)limit / 1e9, "GB");
	if (limit < (int64_t)CHILD_MAX_RSS)
		bad(c, xstrdup("raise the limit: docker run --memory, systemctl set-property UNIT MemoryMax="),
		    UNMEASURED "a large case may be killed, or made to wait for memory");
}

static void judge_thermal(const struct view *v, struct doctor_check *c)
{
	int64_t all = v->after->thermal_events, now = added(v->before->thermal_events, all);

	if (all == HOST_UNKNOWN) {
		unknown(c, "the system does not say");
		return;
	}
	c->found = v->measured ? xasprintf("%" PRId64 " times while measuring, %" PRId64 " since boot", now, all)
	                       : xasprintf("%" PRId64 " times since boot", all);
	set_value(c, (double)(v->measured ? now : all), "times");
	if (now || (all && !v->measured))
		bad(c, xstrdup("cool it, or lower the clock: sudo cpupower frequency-set -u FREQUENCY"),
		    "measured where it matters: drift, spread");
}

static void judge_clock(const struct view *v, struct doctor_check *c)
{
	static const struct {
		const char *name;
		bool fine;
	} clocks[] = {
		{ "tsc", true },
		{ "kvm-clock", true },
		{ "hyperv_clocksource_tsc_page", true },
		{ "xen", true },
		{ "arch_sys_counter", true },
		{ "hpet", false },
		{ "acpi_pm", false },
		{ "jiffies", false },
		{ "refined-jiffies", false },
		{ "hyperv_clocksource_msr", false },
	};
	const struct host *h = v->after;
	struct strlist others = STRLIST_INIT;

	c->found = xstrdup(*h->clocksource ? h->clocksource : "the system does not say");
	c->state = DOCTOR_UNKNOWN;
	strlist_split(&others, h->clocksources, ' ');
	for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
		const char *better = strlist_has(&others, "tsc")         ? "tsc"
		                     : strlist_has(&others, "kvm-clock") ? "kvm-clock"
		                                                         : NULL;

		if (strcmp(clocks[i].name, h->clocksource) != 0)
			continue;
		c->state = DOCTOR_FINE;
		if (!clocks[i].fine)
			bad(c,
			    better ? xasprintf("echo %s | sudo tee "
			                       "/sys/devices/system/clocksource/clocksource0/current_clocksource",
			                       better)
			           : xstrdup("a kernel and a machine whose tsc counts steadily (dmesg says why not)"),
			    UNMEASURED "reading the clock is a slow way to a device, or the clock is coarse");
	}
	strlist_release(&others);
}

static void judge_aslr(const struct view *v, struct doctor_check *c)
{
	static const char *const words[] = { "off", "stacks and libraries", "stacks, libraries and heaps" };

	if (v->after->aslr == HOST_UNKNOWN) {
		unknown(c, "the system does not say");
		return;
	}
	c->found = xasprintf("%s", words[v->after->aslr]);
	if (!v->after->aslr)
		bad(c, xstrdup("sudo sysctl kernel.randomize_va_space=2"),
		    UNMEASURED "one layout for all samples: its effect looks like the release's (Mytkowicz et al., "
		               "ASPLOS 2009)");
}

static void judge_pages(const struct view *v, struct doctor_check *c)
{
	if (!*v->after->hugepages) {
		unknown(c, "the system does not say");
		return;
	}
	c->found = xstrdup(v->after->hugepages);
	if (!strcmp(v->after->hugepages, "always"))
		bad(c, xstrdup("echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled"),
		    UNMEASURED "which pages become large ones depends on what memory is free");
}

static void judge_swap(const struct view *v, struct doctor_check *c)
{
	int64_t kb = v->after->swap_used_kb;

	if (kb == HOST_UNKNOWN) {
		unknown(c, "the system does not say");
		return;
	}
	c->found = xasprintf("%.0f MB in use", (double)kb / 1000);
	set_value(c, (double)kb / 1000, "MB");
	if (kb)
		bad(c, xstrdup("free some memory, then sudo swapoff -a"),
		    UNMEASURED "a page that comes back from disk takes milliseconds");
}

static void judge_power(const struct view *v, struct doctor_check *c)
{
	if (v->after->on_battery == HOST_UNKNOWN) {
		unknown(c, "no battery and no adapter tells");
		return;
	}
	c->found = xstrdup(v->after->on_battery ? "battery" : "mains");
	if (v->after->on_battery)
		bad(c, xstrdup("plug it in"), UNMEASURED "the clock is often lowered on battery");
}

static void judge_hypervisor(const struct view *v, struct doctor_check *c)
{
	if (v->after->hypervisor == 1)
		unknown(c, "a virtual machine: other guests, boost and heat cannot be seen from in here; steal shows "
		           "some");
	else if (v->after->hypervisor == HOST_UNKNOWN)
		unknown(c, "the system does not say");
	else
		c->found = xstrdup("none");
}

static const struct {
	const char *name, *what;
	judge *judge;
} facts[] = {
	{ "governor", "the clock does not follow the load", judge_governor },
	{ "boost", "the clock does not rise above its nominal rate", judge_boost },
	{ "smt", "no two hardware threads share a core", judge_smt },
	{ "cpus", "two cpus or more may be used, one of them for nothing but what is timed", judge_cpus },
	{ "load", "less than half of each cpu is busy", judge_load },
	{ "steal", "other guests take less than 1 % of the cpus", judge_steal },
	{ "cpu_quota", "no control group limits the cpus", judge_quota },
	{ "throttled", "no cpu quota was used up", judge_throttled },
	{ "memory_limit", "a child may have its 2 GiB", judge_memory },
	{ "thermal", "no cpu is slowed down by heat", judge_thermal },
	{ "clocksource", "the clock is a register of the cpu", judge_clock },
	{ "aslr", "each process has its own layout (of stacks and mappings; a Go program's code stays where it is)",
	  judge_aslr },
	{ "hugepages", "the kernel makes no large pages unasked", judge_pages },
	{ "swap", "nothing is swapped out", judge_swap },
	{ "power", "mains", judge_power },
	{ "hypervisor", "no other guests on this hardware", judge_hypervisor },
};

void doctor_add_machine(struct doctor_list *l, const struct host *before, const struct host *after,
                        const struct host_cpus *allowed)
{
	int n = host_cpus_count(allowed);
	const struct view v = { .before = before,
		                .after = after,
		                .allowed = allowed,
		                .cpus = n ? n : (int)after->cpus,
		                .measured = before != after };

	for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
		struct doctor_check c = { .group = DOCTOR_MACHINE, .name = facts[i].name, .what = facts[i].what };

		facts[i].judge(&v, &c);
		doctor_add(l, &c);
	}
}
