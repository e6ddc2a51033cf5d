/* What base/host.h reads, out of folders made here that look like /sys and /proc. */
#include "testing.h"

#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/host_internal.h"

#define CPU "sys/devices/system/cpu/"
#define GROUP "sys/fs/cgroup/"

static char *root;

static int setup(void **state)
{
	(void)state;
	root = test_folder();
	return 0;
}

static int teardown(void **state)
{
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(tree_remove(root, &err), 0);
	free(root);
	return 0;
}

static void put_bytes(const char *path, const void *p, size_t n)
{
	struct error err = ERROR_INIT;
	char *full = xasprintf("%s/%s", root, path), *folder = xstrndup(full, (size_t)(strrchr(full, '/') - full));

	assert_int_equal(dir_make(folder, &err), 0);
	assert_int_equal(file_write(full, p, n, &err), 0);
	free(full);
	free(folder);
}

static void put(const char *path, const char *text)
{
	put_bytes(path, text, strlen(text));
}

static struct host_cpus cpus(const char *list)
{
	struct host_cpus c;

	assert_int_equal(host_cpus_parse(list, &c), 0);
	return c;
}

static struct host look(const char *allowed)
{
	struct host_cpus c = cpus(allowed);
	struct host h;

	memset(&h, 0x5a, sizeof h);
	host_read(root, &c, &h);
	return h;
}

static void assert_all_unknown(const struct host *h)
{
	const int64_t all[] = { h->cpus,
		                h->boost,
		                h->smt,
		                h->hypervisor,
		                h->load_hundredths,
		                h->ticks,
		                h->steal,
		                h->swap_used_kb,
		                h->thermal_events,
		                h->on_battery,
		                h->quota_permille,
		                h->throttled,
		                h->memory_limit,
		                h->aslr };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i] != HOST_UNKNOWN)
			fail_msg("figure %zu is %lld, not unknown", i, (long long)all[i]);
	assert_int_equal(h->governed, 0);
	assert_int_equal(host_cpus_count(&h->isolated), 0);
	assert_string_equal(h->governor, "");
	assert_string_equal(h->clocksource, "");
	assert_string_equal(h->clocksources, "");
	assert_string_equal(h->hugepages, "");
}

static void test_nothing_there(void **state)
{
	struct host h = look("0-1");

	(void)state;
	assert_all_unknown(&h);
}

static void test_cpu_lists(void **state)
{
	struct host_cpus c = cpus("0-2,5,4095-9223372036854775000\n");

	(void)state;
	assert_int_equal(host_cpus_count(&c), 5);
	assert_true(host_cpus_has(&c, 2) && host_cpus_has(&c, 5) && host_cpus_has(&c, 4095));
	assert_false(host_cpus_has(&c, 3) || host_cpus_has(&c, -1) || host_cpus_has(&c, HOST_CPUS));
	c = cpus("\n");
	assert_int_equal(host_cpus_count(&c), 0);
	for (const char *const *bad = (const char *const[]){ "-1", "3-1", "1,", "1,,2", "a", "1 2", "0-", "0x3",
	                                                     "99999999999999999999", NULL };
	     *bad; bad++) {
		assert_int_equal(host_cpus_parse(*bad, &c), -1);
		assert_int_equal(host_cpus_count(&c), 0);
	}
}

static void test_numbers(void **state)
{
	(void)state;
	assert_int_equal(host_count("0\n"), 0);
	assert_int_equal(host_count(" 17 \n"), 17);
	assert_int_equal(host_count("922337203685477580\n"), 922337203685477580);
	for (const char *const *bad =
	             (const char *const[]){ "", "\n", "-1", "+1", "1.5", "1x", "0x10", "1 2",
	                                    "99999999999999999999999999", "9223372036854775808", NULL };
	     *bad; bad++)
		if (host_count(*bad) != HOST_UNKNOWN)
			fail_msg("'%s' is taken for a number", *bad);
	assert_int_equal(host_field("nr_periods 5\nnr_throttled 7\n", "nr_throttled"), 7);
	assert_int_equal(host_field("SwapTotal:       12 kB", "SwapTotal"), 12);
	assert_int_equal(host_field("nr_throttledx 7\n", "nr_throttled"), HOST_UNKNOWN);
	assert_int_equal(host_field("nr_throttled9 7\n", "nr_throttled"), HOST_UNKNOWN);
	assert_int_equal(host_field("", "a"), HOST_UNKNOWN);
	assert_int_equal(host_field("a -3\n", "a"), HOST_UNKNOWN);
}

static void test_processors(void **state)
{
	struct host_cpus both = cpus("0-1");
	struct host h;

	(void)state;
	put(CPU "online", "0-3\n");
	put(CPU "isolated", "1\n");
	put(CPU "cpu0/cpufreq/scaling_governor", "performance\n");
	put(CPU "cpu1/cpufreq/scaling_governor", "powersave\n");
	put(CPU "cpu2/cpufreq/scaling_governor", "schedutil\n");
	put(CPU "cpu0/thermal_throttle/core_throttle_count", "11\n");
	put(CPU "cpu1/thermal_throttle/package_throttle_count", "3\n");
	put(CPU "cpu2/thermal_throttle/core_throttle_count", "99\n");
	put(CPU "cpu0/topology/thread_siblings_list", "0,4\n");
	put("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu hypervisor lahf_lm\n");
	h = look("0-1");
	assert_int_equal(h.cpus, 4);
	assert_int_equal(h.governed, 2);
	assert_int_equal(h.slow_governed, 1);
	assert_string_equal(h.governor, "powersave");
	assert_int_equal(h.thermal_events, 11);
	assert_int_equal(h.smt, 1);
	assert_int_equal(h.hypervisor, 1);
	assert_int_equal(host_measuring_cpu(&h, &both), 1);
	both = cpus("0-3");
	assert_int_equal(host_measuring_cpu(&h, &both), 1);
	both = cpus("0,2-3");
	assert_int_equal(host_measuring_cpu(&h, &both), 3);
	both = cpus("");
	assert_int_equal(host_measuring_cpu(&h, &both), -1);

	h = look("0"); /* what the others are set to does not matter */
	assert_int_equal(h.slow_governed, 0);
	assert_string_equal(h.governor, "performance");
	h = look(""); /* not known which: all that are online */
	assert_int_equal(h.governed, 3);

	put(CPU "cpu0/topology/thread_siblings_list", "0\n");
	put("proc/cpuinfo", "flags\t: x\nprocessor\t: 0\nflags\t\t: fpu lahf_lm\nbugs\t: hypervisor\n");
	h = look("0");
	assert_int_equal(h.smt, 0);
	assert_int_equal(h.hypervisor, 0);
	put(CPU "smt/active", "1\n");
	h = look("0");
	assert_int_equal(h.smt, 1);
}

static void test_boost(void **state)
{
	static const struct {
		const char *file, *text;
		int64_t boost;
	} rows[] = { { CPU "cpufreq/boost", "1\n", 1 },         { CPU "cpufreq/boost", "0\n", 0 },
		     { CPU "cpufreq/boost", "2\n", -1 },        { CPU "cpufreq/boost", "-1\n", -1 },
		     { CPU "intel_pstate/no_turbo", "0\n", 1 }, { CPU "intel_pstate/no_turbo", "1\n", 0 } };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct host h;

		put(rows[i].file, rows[i].text);
		h = look("0");
		assert_int_equal(h.boost, rows[i].boost);
		assert_string_equal(h.boost_file, rows[i].boost < 0 ? "" : rows[i].file);
	}
}

static void test_time_taken(void **state)
{
	struct host h;

	(void)state;
	put("proc/stat", "cpu  100 20 30 800 10 1 2 37 50 5\ncpu0 1 1 1 1 1 1 1 1 1 1\n");
	put("proc/loadavg", "12.34 2.00 1.00 3/200 4711\n");
	put("proc/meminfo", "MemTotal: 100 kB\nSwapTotal:  1000 kB\nSwapFree:  250 kB\n");
	h = look("0");
	assert_int_equal(h.ticks, 1000);
	assert_int_equal(h.steal, 37);
	assert_int_equal(h.load_hundredths, 1234);
	assert_int_equal(h.swap_used_kb, 750);
	/* hostile ones */
	put("proc/loadavg", "-1.00 2.00\n");
	put("proc/meminfo", "SwapTotal:  1000 kB\nSwapFree:  2500 kB\n");
	for (const char *const *bad =
	             (const char *const[]){ "cpu  1 2 3\n", "cpu  1 2 3 4 5 6 7 -8 0 0\n",
	                                    "cpu  4611686018427387904 4611686018427387904 1 1 1 1 1 1\n",
	                                    "intr 1 2 3 4 5 6 7 8\n", "", NULL };
	     *bad; bad++) {
		put("proc/stat", *bad);
		h = look("0");
		assert_all_unknown(&h);
	}
	for (const char *const *bad = (const char *const[]){ "1", "1.", "1.2", "x.00", "99999999999.00", ".50", NULL };
	     *bad; bad++) {
		put("proc/loadavg", *bad);
		h = look("0");
		assert_all_unknown(&h);
	}
}

static void test_settings(void **state)
{
	struct host h;

	(void)state;
	put("proc/sys/kernel/randomize_va_space", "2\n");
	put("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n");
	put("sys/devices/system/clocksource/clocksource0/available_clocksource", "tsc hpet acpi_pm \n");
	put("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never\n");
	h = look("0");
	assert_int_equal(h.aslr, 2);
	assert_string_equal(h.clocksource, "hpet");
	assert_string_equal(h.clocksources, "tsc hpet acpi_pm ");
	assert_string_equal(h.hugepages, "always");
	put("proc/sys/kernel/randomize_va_space", "3\n");
	put("sys/devices/system/clocksource/clocksource0/current_clocksource", "\033[2Jtsc\n");
	put("sys/devices/system/clocksource/clocksource0/available_clocksource", "t\xffsc\n");
	put("sys/kernel/mm/transparent_hugepage/enabled", "always]madvise[ never\n");
	h = look("0");
	assert_all_unknown(&h);
}

static void test_power(void **state)
{
	struct host h;

	(void)state;
	put("sys/class/power_supply/BAT0/status", "Discharging\n");
	h = look("0");
	assert_int_equal(h.on_battery, 1);
	put("sys/class/power_supply/AC/online", "1\n");
	h = look("0");
	assert_int_equal(h.on_battery, 0);
}

static void test_cgroup_v2(void **state)
{
	struct host h;

	(void)state;
	put("proc/self/cgroup", "0::/a/b\n");
	put(GROUP "a/b/cpu.max", "max 100000\n");
	put(GROUP "a/b/memory.max", "max\n");
	h = look("0");
	assert_true(h.quota_permille == HOST_NONE && h.memory_limit == HOST_NONE);
	assert_int_equal(h.throttled, HOST_UNKNOWN);
	put(GROUP "a/cpu.max", "150000 100000\n"); /* above binds, too */
	put(GROUP "a/cpu.stat", "usage_usec 5\nnr_periods 9\nnr_throttled 40\nthrottled_usec 3\n");
	put(GROUP "memory.max", "1000000\n");
	h = look("0");
	assert_int_equal(h.quota_permille, 1500);
	assert_int_equal(h.throttled, 40);
	assert_int_equal(h.memory_limit, 1000000);
	put(GROUP "a/b/cpu.max", "50000 100000\n");
	put(GROUP "a/b/cpu.stat", "nr_throttled 17\n");
	put(GROUP "a/b/memory.max", "500\n");
	h = look("0");
	assert_int_equal(h.quota_permille, 500);
	assert_int_equal(h.throttled, 40); /* the largest */
	assert_int_equal(h.memory_limit, 500);
	for (const char *const *bad =
	             (const char *const[]){ "-5 100000", "5 0", "5", "max", "", "9223372036854775000 1", "x y", NULL };
	     *bad; bad++) {
		put(GROUP "a/b/cpu.max", *bad);
		h = look("0");
		assert_int_equal(h.quota_permille, 1500); /* that of the one above */
	}
}

static void test_cgroup_v1(void **state)
{
	struct host h;

	(void)state;
	put("proc/self/cgroup", "4:memory:/m\n2:cpu,cpuacct:/c\n1:name=systemd:/\n0::/\n");
	put(GROUP "cpu,cpuacct/c/cpu.cfs_quota_us", "-1\n");
	put(GROUP "cpu,cpuacct/c/cpu.cfs_period_us", "100000\n");
	put(GROUP "cpu,cpuacct/c/cpu.stat", "nr_periods 9\nnr_throttled 2\n");
	put(GROUP "memory/memory.limit_in_bytes", "9223372036854771712\n");
	h = look("0");
	assert_true(h.quota_permille == HOST_NONE && h.memory_limit == HOST_NONE);
	assert_int_equal(h.throttled, 2);
	put(GROUP "cpu,cpuacct/c/cpu.cfs_quota_us", "200000\n");
	put(GROUP "memory/m/memory.limit_in_bytes", "4096\n");
	h = look("0");
	assert_int_equal(h.quota_permille, 2000);
	assert_int_equal(h.memory_limit, 4096);
}

/* Names of groups that lead out of the tree, or on and on. */
static void test_cgroup_hostile(void **state)
{
	struct str deep = STR_INIT;
	struct host h;

	(void)state;
	put("secret/cpu.max", "50000 100000\n");
	put(GROUP "cpu.max", "70000 100000\n");
	put("proc/self/cgroup", "0::/../../../secret\n");
	h = look("0");
	assert_int_equal(h.quota_permille, 700); /* of the root alone */
	put("proc/self/cgroup", "3:../../../secret/cpu:/\n3:cpu\n::\n:\n\n0:cpu\n");
	h = look("0");
	assert_int_equal(h.quota_permille, HOST_UNKNOWN);
	put(GROUP "cpu,x/file", "");
	put("proc/self/cgroup", "3:cpu,x/../../../../secret:/\n");
	h = look("0");
	assert_int_equal(h.quota_permille, HOST_UNKNOWN);
	str_add(&deep, "0::");
	for (int i = 0; i < 5; i++) /* few levels, long names */
		str_addf(&deep, "/%0250d", 0);
	put("proc/self/cgroup", deep.p);
	h = look("0");
	assert_int_equal(h.quota_permille, HOST_UNKNOWN);
	str_reset(&deep);
	str_add(&deep, "0::");
	for (int i = 0; i < 200000; i++)
		str_add(&deep, "/a");
	put("proc/self/cgroup", deep.p);
	h = look("0");
	assert_int_equal(h.quota_permille, HOST_UNKNOWN);
	str_release(&deep);
}

/* Every file there is: endless, with NULs, without an end of line, a folder, a fifo. */
static void test_hostile_files(void **state)
{
	static const char *const files[] = { CPU "online",
		                             CPU "isolated",
		                             CPU "cpu0/cpufreq/scaling_governor",
		                             CPU "cpu0/thermal_throttle/core_throttle_count",
		                             CPU "cpu0/topology/thread_siblings_list",
		                             CPU "cpufreq/boost",
		                             CPU "smt/active",
		                             "proc/stat",
		                             "proc/loadavg",
		                             "proc/meminfo",
		                             "proc/cpuinfo",
		                             "proc/self/cgroup",
		                             "proc/sys/kernel/randomize_va_space",
		                             "sys/devices/system/clocksource/clocksource0/current_clocksource",
		                             "sys/devices/system/clocksource/clocksource0/available_clocksource",
		                             "sys/kernel/mm/transparent_hugepage/enabled",
		                             "sys/class/power_supply/AC/online",
		                             "sys/class/power_supply/BAT/status",
		                             GROUP "cpu.max",
		                             NULL };
	size_t large = (size_t)5 << 20;
	char *sevens = xmalloc(large);
	struct error err = ERROR_INIT;
	struct host h;

	(void)state;
	memset(sevens, '7', large);
	for (const char *const *f = files; *f; f++)
		put_bytes(*f,
		          "\0"
		          "1 2 3\n",
		          7);
	h = look("0");
	assert_all_unknown(&h);
	for (const char *const *f = files; *f; f++)
		put_bytes(*f, sevens, 300);
	h = look("0");
	assert_all_unknown(&h);
	memcpy(sevens, "x\nflags\t: hypervisor\n", 21);
	put_bytes("proc/cpuinfo", sevens, large);
	put_bytes("proc/stat", sevens, large);
	h = look("0");
	assert_all_unknown(&h);
	free(sevens);
	for (const char *const *f = files; *f; f++) {
		char *full = xasprintf("%s/%s", root, *f);

		assert_int_equal(unlink(full), 0);
		assert_int_equal((f - files) % 2 ? mkfifo(full, 0600) : dir_make(full, &err), 0);
		free(full);
	}
	h = look("0");
	assert_all_unknown(&h);
}

static void test_this_machine(void **state)
{
	struct host_cpus allowed;
	struct host h;

	(void)state;
	host_allowed(&allowed);
	host_read("", &allowed, &h);
	assert_true(host_cpus_count(&allowed) > 0);
	assert_true(host_cpus_has(&allowed, host_measuring_cpu(&h, &allowed)));
	assert_true(h.ticks > h.steal);
}

/* A cpu of its own is one that shares no core with those that are left for everything else. */
static void test_a_cpu_of_its_own(void **state)
{
	static const struct {
		const char *allowed, *isolated, *siblings; /* of the one that is measured on; NULL: not known */
		int cpu;
		bool own;
		const char *rest;
	} rows[] = {
		{ "0-1", NULL, "1", 1, true, "0" },          /* two cores */
		{ "0-1", NULL, "0-1", 1, false, "" },        /* one core, two threads */
		{ "0-3", NULL, "2-3", 3, true, "0-1" },      /* two cores of two: the sibling stays idle */
		{ "0-3", NULL, "1,3", 3, true, "0,2" },      /* the other way of counting them */
		{ "0-7", "2", "2,6", 2, true, "0-1,3-5,7" }, /* one that the kernel keeps free */
		{ "5", NULL, "5", 5, false, "" },            /* only one allowed */
		{ "0-1", NULL, NULL, 1, true, "0" },         /* nothing known of siblings */
		{ "", NULL, NULL, -1, false, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct host_cpus allowed = cpus(rows[i].allowed), want = cpus(rows[i].rest);
		struct host_cpus rest;
		struct error err = ERROR_INIT;
		char *path = xasprintf(CPU "cpu%d/topology/thread_siblings_list", rows[i].cpu);
		int cpu;

		assert_int_equal(tree_remove(root, &err), 0);
		put(CPU "online", "0-7");
		if (rows[i].isolated)
			put(CPU "isolated", rows[i].isolated);
		if (rows[i].siblings)
			put(path, rows[i].siblings);
		assert_int_equal(host_own_cpu(root, &allowed, &cpu, &rest), rows[i].own);
		assert_int_equal(cpu, rows[i].cpu);
		assert_memory_equal(&rest, &want, sizeof rest);
		free(path);
	}
}

static void test_binding_and_back(void **state)
{
	struct host_cpus before, one = { { 0 } }, now;
	int cpu = 0;

	(void)state;
	host_allowed(&before);
	while (cpu < HOST_CPUS && !host_cpus_has(&before, cpu))
		cpu++;
	host_cpus_add(&one, cpu);
	assert_true(host_bind(&one));
	host_allowed(&now);
	assert_memory_equal(&now, &one, sizeof now);
	assert_true(host_bind(&before));
	host_allowed(&now);
	assert_memory_equal(&now, &before, sizeof now);
	one = (struct host_cpus){ { 0 } };
	assert_false(host_bind(&one)); /* nowhere */
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_nothing_there),
		TEST(test_cpu_lists),
		TEST(test_numbers),
		TEST(test_processors),
		TEST(test_boost),
		TEST(test_time_taken),
		TEST(test_settings),
		TEST(test_power),
		TEST(test_cgroup_v2),
		TEST(test_cgroup_v1),
		TEST(test_cgroup_hostile),
		TEST(test_hostile_files),
		TEST(test_this_machine),
		TEST(test_a_cpu_of_its_own),
		TEST(test_binding_and_back),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
