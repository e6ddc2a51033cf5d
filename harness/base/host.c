#include "base/host.h"

#include <ctype.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/host_internal.h"

#define CPU "sys/devices/system/cpu"
#define SUPPLIES "sys/class/power_supply"
#define MOST_SUPPLIES 64

void host_allowed(struct host_cpus *out)
{
	*out = (struct host_cpus){ { 0 } };
#ifdef __linux__
	cpu_set_t *set = CPU_ALLOC(HOST_CPUS);

	if (!set)
		return;
	if (!sched_getaffinity(0, CPU_ALLOC_SIZE(HOST_CPUS), set))
		for (int i = 0; i < HOST_CPUS; i++)
			if (CPU_ISSET_S((size_t)i, CPU_ALLOC_SIZE(HOST_CPUS), set))
				host_cpus_add(out, i);
	CPU_FREE(set);
#endif
}

int host_measuring_cpu(const struct host *h, const struct host_cpus *allowed)
{
	int last = -1;

	for (int i = HOST_CPUS - 1; i >= 0; i--) {
		if (!host_cpus_has(allowed, i))
			continue;
		if (host_cpus_has(&h->isolated, i))
			return i;
		if (last < 0)
			last = i;
	}
	return last;
}

static void read_cpus(const char *root, const char *file, struct host_cpus *out)
{
	char *path = xasprintf(CPU "/%s", file), *text = host_text(root, path);

	if (!text || host_cpus_parse(text, out))
		*out = (struct host_cpus){ { 0 } };
	free(path);
	free(text);
}

static void read_governors(const char *root, const struct host_cpus *of, struct host *out)
{
	for (int i = 0; i < HOST_CPUS; i++) {
		char word[HOST_WORD];
		char *path;
		bool slow;

		if (!host_cpus_has(of, i))
			continue;
		path = xasprintf(CPU "/cpu%d/cpufreq/scaling_governor", i);
		if (host_word(root, path, word, sizeof word)) {
			slow = strcmp(word, "performance") != 0;
			if (!out->governed || (slow && !out->slow_governed))
				memcpy(out->governor, word, sizeof word);
			out->governed++;
			out->slow_governed += slow;
		}
		free(path);
	}
}

/* Times the clock was lowered because of heat; a package's count is seen by each of its cpus: the largest one counts. */
static void read_thermal(const char *root, const struct host_cpus *of, struct host *out)
{
	for (int i = 0; i < HOST_CPUS; i++) {
		for (const char *const *f = (const char *const[]){ "core", "package", NULL };
		     host_cpus_has(of, i) && *f; f++) {
			char *path = xasprintf(CPU "/cpu%d/thermal_throttle/%s_throttle_count", i, *f);
			int64_t n = host_number(root, path);

			if (n > out->thermal_events)
				out->thermal_events = n;
			free(path);
		}
	}
}

/* Two switches with opposite senses: that of intel_pstate and that of the other drivers. */
static void read_boost(const char *root, struct host *out)
{
	static const struct {
		const char *file;
		int64_t on;
	} switches[] = { { CPU "/intel_pstate/no_turbo", 0 }, { CPU "/cpufreq/boost", 1 } };

	for (size_t i = 0; i < sizeof switches / sizeof *switches; i++) {
		int64_t v = host_number(root, switches[i].file);

		if (v != 0 && v != 1)
			continue;
		out->boost = v == switches[i].on;
		str_copy(out->boost_file, sizeof out->boost_file, switches[i].file, strlen(switches[i].file));
		return;
	}
}

static void read_smt(const char *root, const struct host_cpus *of, struct host *out)
{
	int64_t active = host_number(root, CPU "/smt/active");

	if (active == 0 || active == 1)
		out->smt = active;
	for (int i = 0; i < HOST_CPUS && out->smt != 1; i++) {
		struct host_cpus siblings;
		char *file;

		if (!host_cpus_has(of, i))
			continue;
		file = xasprintf("cpu%d/topology/thread_siblings_list", i);
		read_cpus(root, file, &siblings);
		free(file);
		if (host_cpus_count(&siblings))
			out->smt = host_cpus_count(&siblings) > 1;
	}
}

/* "cpu  user nice system idle iowait irq softirq steal guest guest_nice": proc(5); guest time is in user's already. */
static void read_stat(const char *root, struct host *out)
{
	char *text = host_text(root, "proc/stat"), *save = NULL;
	int64_t sum = 0, v = 0;
	int i = 0;

	if (text && str_starts(text, "cpu ")) {
		text[strcspn(text, "\n")] = '\0';
		for (char *word = strtok_r(text + 4, " ", &save); word && i < 8;
		     word = strtok_r(NULL, " ", &save), i++) {
			v = host_count(word);
			if (v == HOST_UNKNOWN || v > INT64_MAX / 16)
				break;
			sum += v;
		}
	}
	if (i == 8) {
		out->ticks = sum;
		out->steal = v;
	}
	free(text);
}

/* "0.35 0.80 1.02 1/234 567" */
static void read_load(const char *root, struct host *out)
{
	char line[128];
	const char *dot;
	char whole[HOST_WORD];
	int64_t v;

	if (!host_word(root, "proc/loadavg", line, sizeof line))
		return;
	dot = strchr(line, '.');
	if (!dot || !isdigit((unsigned char)dot[1]) || !isdigit((unsigned char)dot[2]))
		return;
	str_copy(whole, sizeof whole, line, (size_t)(dot - line));
	v = host_count(whole);
	if (v >= 0 && v < 1000000)
		out->load_hundredths = v * 100 + INT64_C(10) * (dot[1] - '0') + (dot[2] - '0');
}

static void read_hypervisor(const char *root, struct host *out)
{
	char *text = host_text(root, "proc/cpuinfo"), *flags = text ? strstr(text, "\nflags") : NULL;

	if (flags) {
		flags[1 + strcspn(flags + 1, "\n")] = '\0';
		out->hypervisor = strstr(flags, " hypervisor") != NULL;
	}
	free(text);
}

static void read_swap(const char *root, struct host *out)
{
	char *text = host_text(root, "proc/meminfo");
	int64_t total = text ? host_field(text, "SwapTotal") : HOST_UNKNOWN;
	int64_t unused = text ? host_field(text, "SwapFree") : HOST_UNKNOWN;

	if (total >= 0 && unused >= 0 && unused <= total)
		out->swap_used_kb = total - unused;
	free(text);
}

/* A mains adapter that is connected settles it; a battery that is emptied says the opposite. */
static void read_power(const char *root, struct host *out)
{
	struct error ignored = ERROR_INIT;
	struct strlist names = STRLIST_INIT;
	char *folder = xasprintf("%s/" SUPPLIES, root);
	bool discharging = false;

	if (!dir_list(folder, &names, &ignored))
		for (size_t i = 0; i < names.len && i < MOST_SUPPLIES; i++) {
			char word[HOST_WORD];
			char *online = xasprintf(SUPPLIES "/%s/online", names.items[i]);
			char *status = xasprintf(SUPPLIES "/%s/status", names.items[i]);

			if (host_number(root, online) == 1)
				out->on_battery = 0;
			if (host_word(root, status, word, sizeof word))
				discharging = discharging || !strcmp(word, "Discharging");
			free(online);
			free(status);
		}
	if (out->on_battery == HOST_UNKNOWN && discharging)
		out->on_battery = 1;
	strlist_release(&names);
	free(folder);
}

/* "always [madvise] never": the word in brackets */
static void read_hugepages(const char *root, struct host *out)
{
	char line[128];
	const char *open;

	if (!host_word(root, "sys/kernel/mm/transparent_hugepage/enabled", line, sizeof line))
		return;
	open = strchr(line, '[');
	if (open && strchr(open, ']'))
		str_copy(out->hugepages, sizeof out->hugepages, open + 1, (size_t)(strchr(open, ']') - open - 1));
}

void host_read(const char *root, const struct host_cpus *allowed, struct host *out)
{
	static const char clocks[] = "sys/devices/system/clocksource/clocksource0";
	struct host_cpus online;
	char *current = xasprintf("%s/current_clocksource", clocks),
	     *others = xasprintf("%s/available_clocksource", clocks);

	memset(out, 0, sizeof *out);
	out->boost = out->smt = out->hypervisor = out->load_hundredths = out->ticks = out->steal = HOST_UNKNOWN;
	out->swap_used_kb = out->thermal_events = out->on_battery = HOST_UNKNOWN;
	read_cpus(root, "online", &online);
	read_cpus(root, "isolated", &out->isolated);
	out->cpus = host_cpus_count(&online) ? host_cpus_count(&online) : HOST_UNKNOWN;
	if (host_cpus_count(allowed))
		online = *allowed;
	read_governors(root, &online, out);
	read_thermal(root, &online, out);
	read_boost(root, out);
	read_smt(root, &online, out);
	read_stat(root, out);
	read_load(root, out);
	read_hypervisor(root, out);
	read_swap(root, out);
	read_power(root, out);
	read_hugepages(root, out);
	host_read_cgroup(root, out);
	out->aslr = host_number(root, "proc/sys/kernel/randomize_va_space");
	if (out->aslr > 2)
		out->aslr = HOST_UNKNOWN;
	host_word(root, current, out->clocksource, sizeof out->clocksource);
	host_word(root, others, out->clocksources, sizeof out->clocksources);
	free(current);
	free(others);
}
