/* What doctor says of machines that are not at hand, and how it prints it. */
#include "testing.h"

#include "base/alloc.h"
#include "cmd/doctor.h"

static struct host unknown_host(void)
{
	struct host_cpus none = { { 0 } };
	struct host h;

	host_read("/nowhere", &none, &h);
	return h;
}

/* One row that is judged, out of a host where all else is unknown. */
struct row {
	const char *name;
	enum doctor_state state;
	const char *found, *advice; /* parts of what is said; NULL: nothing is */
};

static void assert_row(const struct host *before, const struct host *after, const struct row *r)
{
	struct doctor_list l = { 0 };
	struct host_cpus two;
	const struct doctor_check *c;

	assert_int_equal(host_cpus_parse("0-1", &two), 0);
	doctor_add_machine(&l, before, after, &two);
	c = doctor_find(&l, r->name);
	assert_non_null(c);
	if (c->state != r->state || !strstr(c->found, r->found))
		fail_msg("%s: state %d (wanted %d), found '%s' (wanted '%s')", r->name, (int)c->state, (int)r->state,
		         c->found, r->found);
	if (r->advice && !strstr(c->advice, r->advice))
		fail_msg("%s: advice '%s', wanted '%s'", r->name, c->advice, r->advice);
	/* advice and its reason exactly where something is wrong */
	assert_int_equal(*c->advice != '\0', c->state == DOCTOR_BAD);
	assert_int_equal(*c->cost != '\0', c->state == DOCTOR_BAD);
	doctor_release(&l);
}

static void assert_now(const struct host *h, const char *name, enum doctor_state state, const char *found,
                       const char *advice)
{
	assert_row(h, h, &(struct row){ name, state, found, advice });
}

static void test_unknown(void **state)
{
	struct host h = unknown_host();
	struct host_cpus none = { { 0 } };
	struct doctor_list l = { 0 };

	(void)state;
	doctor_add_machine(&l, &h, &h, &none);
	assert_int_equal(l.len, 16);
	for (size_t i = 0; i < l.len; i++)
		if (l.items[i].state != DOCTOR_UNKNOWN || !*l.items[i].found || *l.items[i].advice)
			fail_msg("%s is not simply unknown: %s", l.items[i].name, l.items[i].found);
	doctor_release(&l);
}

static void test_settings(void **state)
{
	struct host h = unknown_host();

	(void)state;
	h.governed = 8, strcpy(h.governor, "performance");
	assert_now(&h, "governor", DOCTOR_FINE, "performance on 8 of 8 cpus", NULL);
	h.slow_governed = 3, strcpy(h.governor, "powersave");
	assert_now(&h, "governor", DOCTOR_BAD, "powersave on 3 of 8 cpus", "cpupower frequency-set -g performance");
	h.boost = 0, strcpy(h.boost_file, "sys/devices/system/cpu/cpufreq/boost");
	assert_now(&h, "boost", DOCTOR_FINE, "off", NULL);
	h.boost = 1;
	assert_now(&h, "boost", DOCTOR_BAD, "on", "echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost");
	strcpy(h.boost_file, "sys/devices/system/cpu/intel_pstate/no_turbo");
	assert_now(&h, "boost", DOCTOR_BAD, "on", "echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo");
	h.smt = 0;
	assert_now(&h, "smt", DOCTOR_FINE, "one", NULL);
	h.smt = 1;
	assert_now(&h, "smt", DOCTOR_BAD, "two", "smt/control");
	h.aslr = 2;
	assert_now(&h, "aslr", DOCTOR_FINE, "heaps", NULL);
	h.aslr = 0;
	assert_now(&h, "aslr", DOCTOR_BAD, "off", "randomize_va_space=2");
	strcpy(h.hugepages, "madvise");
	assert_now(&h, "hugepages", DOCTOR_FINE, "madvise", NULL);
	strcpy(h.hugepages, "always");
	assert_now(&h, "hugepages", DOCTOR_BAD, "always", "echo madvise");
	h.on_battery = 0;
	assert_now(&h, "power", DOCTOR_FINE, "mains", NULL);
	h.on_battery = 1;
	assert_now(&h, "power", DOCTOR_BAD, "battery", "plug");
	h.hypervisor = 0;
	assert_now(&h, "hypervisor", DOCTOR_FINE, "none", NULL);
	h.hypervisor = 1;
	assert_now(&h, "hypervisor", DOCTOR_UNKNOWN, "virtual machine", NULL);
	strcpy(h.clocksource, "kvm-clock");
	assert_now(&h, "clocksource", DOCTOR_FINE, "kvm-clock", NULL);
	strcpy(h.clocksource, "hpet"), strcpy(h.clocksources, "hpet acpi_pm ");
	assert_now(&h, "clocksource", DOCTOR_BAD, "hpet", "dmesg");
	strcpy(h.clocksources, "tsc hpet acpi_pm ");
	assert_now(&h, "clocksource", DOCTOR_BAD, "hpet", "echo tsc | sudo tee");
	strcpy(h.clocksource, "sundial");
	assert_now(&h, "clocksource", DOCTOR_UNKNOWN, "sundial", NULL);
}

static void test_limits(void **state)
{
	struct host h = unknown_host();

	(void)state;
	h.quota_permille = h.memory_limit = HOST_NONE;
	assert_now(&h, "cpu_quota", DOCTOR_FINE, "none", NULL);
	assert_now(&h, "memory_limit", DOCTOR_FINE, "none", NULL);
	h.quota_permille = 1500, h.memory_limit = 1 << 30;
	assert_now(&h, "cpu_quota", DOCTOR_BAD, "1.50 cpus of 2", "docker run --cpus");
	assert_now(&h, "memory_limit", DOCTOR_BAD, "1.07 GB", "docker run --memory");
	h.quota_permille = 2000, h.memory_limit = INT64_C(8) << 30;
	assert_now(&h, "cpu_quota", DOCTOR_FINE, "2.00 cpus of 2", NULL);
	assert_now(&h, "memory_limit", DOCTOR_FINE, "8.59 GB", NULL);
	h.load_hundredths = 99;
	assert_now(&h, "load", DOCTOR_FINE, "0.99 over the last minute, 0.49 a cpu", NULL);
	h.load_hundredths = 100;
	assert_now(&h, "load", DOCTOR_BAD, "0.50 a cpu", "ps -eo");
	h.swap_used_kb = 0;
	assert_now(&h, "swap", DOCTOR_FINE, "0 MB", NULL);
	h.swap_used_kb = 5000;
	assert_now(&h, "swap", DOCTOR_BAD, "5 MB", "swapoff");
	assert_now(&h, "cpus", DOCTOR_FINE, "2 allowed; to time on: cpu 1, which others may use too", NULL);
	host_cpus_add(&h.isolated, 0);
	assert_now(&h, "cpus", DOCTOR_FINE, "cpu 0, isolated", NULL);
}

/* Counters: since boot, and what was added while something was measured. */
static void test_counters(void **state)
{
	struct host a = unknown_host(), b;

	(void)state;
	a.ticks = 100000, a.steal = 999, a.throttled = 0, a.thermal_events = 7;
	assert_now(&a, "steal", DOCTOR_FINE, "1.00 % since boot", NULL);
	assert_now(&a, "throttled", DOCTOR_FINE, "0 times in all", NULL);
	assert_now(&a, "thermal", DOCTOR_BAD, "7 times since boot", "cool it");
	b = a;
	b.ticks = 100100;
	assert_row(&a, &b, &(struct row){ "steal", DOCTOR_FINE, "0.00 % while measuring, 1.00 % since boot", NULL });
	assert_row(&a, &b, &(struct row){ "thermal", DOCTOR_FINE, "0 times while measuring, 7 since boot", NULL });
	b.steal = 1000, b.thermal_events = 9, b.throttled = 3;
	assert_row(&a, &b, &(struct row){ "steal", DOCTOR_BAD, "1.00 % while measuring", "not shared" });
	assert_row(&a, &b, &(struct row){ "thermal", DOCTOR_BAD, "2 times while measuring, 9 since boot", "cool it" });
	assert_row(&a, &b, &(struct row){ "throttled", DOCTOR_BAD, "3 times while measuring, 3 in all", "quota" });
	b.ticks = 50, b.steal = 0; /* ran backwards (a container moved): nothing is known of the time between */
	assert_row(&a, &b, &(struct row){ "steal", DOCTOR_FINE, "0.00 % since boot", NULL });
}

#define SAMPLES 60
static const struct doctor_check *noise_row(struct doctor_list *l, const struct noise_sample *s, const char *name)
{
	doctor_release(l);
	doctor_add_noise(l, s, SAMPLES, 1);
	return doctor_find(l, name);
}

static void test_noise(void **state)
{
	struct noise_sample s[SAMPLES];
	struct doctor_list l = { 0 };
	const struct doctor_check *c;

	(void)state;
	for (int i = 0; i < SAMPLES; i++)
		s[i] = (struct noise_sample){ .ns = 5000000 + i % 2 * 5000, .stop_ns = 1000, .bound = 1 };
	for (const char *const *name = doctor_noise_names; *name; name++) {
		c = noise_row(&l, s, *name);
		assert_non_null(c);
		assert_int_equal(c->state, DOCTOR_FINE);
		assert_string_equal(c->advice, "");
	}
	assert_int_equal(l.len, 5);
	assert_non_null(
		strstr(noise_row(&l, s, "spread")->found, "60 processes of 5.0 ms, bound to cpu 1: quartiles 0.10 %"));
	assert_non_null(strstr(noise_row(&l, s, "quiet")->found, "within 1 % after 6 blocks, within 3 % after 6;"));
	s[3].bound = 0;
	assert_non_null(strstr(noise_row(&l, s, "spread")->found, "not bound to a cpu"));

	for (int i = 0; i < 7; i++) {
		s[i * 9].ns = 6000000;
		s[i * 9].switches = 1;
	}
	s[7].stop_ns = 2500000;
	c = noise_row(&l, s, "outliers");
	assert_int_equal(c->state, DOCTOR_BAD);
	assert_non_null(
		strstr(c->found, "11.7 % of the samples are 10 % above the median or more; longest stop 2.50 ms"));
	c = noise_row(&l, s, "switches");
	assert_int_equal(c->state, DOCTOR_BAD);
	assert_non_null(strstr(c->found, "7 times in 60 samples"));
	assert_int_equal(noise_row(&l, s, "drift")->state, DOCTOR_FINE);
	for (int i = 30; i < SAMPLES; i++)
		s[i].ns += 100000;
	assert_int_equal(noise_row(&l, s, "drift")->state, DOCTOR_BAD);
	assert_non_null(strstr(noise_row(&l, s, "drift")->found, "+2.00 %"));
	for (int i = 0; i < SAMPLES; i++)
		s[i].ns = 1000000 * (1 + i * 37 % 60);
	c = noise_row(&l, s, "quiet");
	assert_int_equal(c->state, DOCTOR_BAD);
	assert_non_null(strstr(c->found, "within 1 % after more than 1000 blocks"));
	assert_true(c->value == 1001);
	assert_int_equal(noise_row(&l, s, "spread")->state, DOCTOR_BAD);
	doctor_release(&l);
}

/* No line is wider than the terminal, no word is lost, nothing of the machine's gets through as an escape sequence. */
static void test_text(void **state)
{
	struct doctor_list l = { 0 };
	struct str wide = STR_INIT, narrow = STR_INIT;
	struct error err = ERROR_INIT;
	struct host h = unknown_host();
	struct host_cpus two;

	(void)state;
	assert_int_equal(host_cpus_parse("0-1", &two), 0);
	h.aslr = 0, h.quota_permille = 10, h.hypervisor = 1, h.load_hundredths = 1000;
	doctor_add_walls(&l);
	doctor_add_machine(&l, &h, &h, &two);
	doctor_add(&l, &(struct doctor_check){
			       .group = DOCTOR_NOISE, .name = "x", .what = "w", .found = xstrdup("\033[2J") });
	assert_int_equal(doctor_print(&l, FORMAT_TEXT, &(struct text_look){ .width = 0 }, &wide, &err), 0);
	assert_int_equal(doctor_print(&l, FORMAT_TEXT, &(struct text_look){ .width = 80 }, &narrow, &err), 0);
	assert_null(strchr(wide.p, '\033'));
	assert_non_null(strstr(wide.p, "\nfact         fine     found\n"));
	assert_non_null(strstr(wide.p, "\naslr         no       off\n"));
	assert_non_null(strstr(wide.p, "\n                      to do: sudo sysctl kernel.randomize_va_space=2\n"));
	for (const char *p = narrow.p; *p;) {
		size_t n = strcspn(p, "\n");

		if (n > 80)
			fail_msg("%zu columns: %.*s", n, (int)n, p);
		p += n + (p[n] == '\n');
	}
	/* the same words in the same order */
	for (const char *a = wide.p, *b = narrow.p;;) {
		size_t n, m;

		a += strspn(a, " \n");
		b += strspn(b, " \n");
		n = strcspn(a, " \n"), m = strcspn(b, " \n");
		if (n != m || strncmp(a, b, n) != 0)
			fail_msg("'%.*s' became '%.*s'", (int)n, a, (int)m, b);
		if (!n)
			break;
		a += n, b += m;
	}
	str_reset(&narrow);
	assert_int_equal(doctor_print(&l, FORMAT_TEXT, &(struct text_look){ .width = 1 }, &narrow, &err),
	                 0); /* a terminal of one column */
	str_reset(&narrow);
	assert_int_equal(doctor_print(&l, FORMAT_JSON, NULL, &narrow, &err), 0);
	assert_non_null(strstr(narrow.p, "\"check\": \"boost\", \"ok\": null"));
	assert_non_null(strstr(narrow.p, "\"check\": \"aslr\", \"ok\": false"));
	str_release(&wide);
	str_release(&narrow);
	doctor_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unknown),  cmocka_unit_test(test_settings), cmocka_unit_test(test_limits),
		cmocka_unit_test(test_counters), cmocka_unit_test(test_noise),    cmocka_unit_test(test_text),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
