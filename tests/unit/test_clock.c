#include "testing.h"

#include <time.h>

#include "base/clock.h"

#define S INT64_C(1000000000)

static void test_monotonic(void **state)
{
	int64_t last = clock_ns();

	(void)state;
	assert_true(last > 0);
	for (int i = 0; i < 1000; i++) {
		int64_t now = clock_ns();

		assert_true(now >= last);
		last = now;
	}
}

static void test_stamp(void **state)
{
	char buf[21];
	struct tm tm = { 0 };
	time_t before = time(NULL), stamp;

	(void)state;
	setenv("TZ", "America/New_York", 1); /* UTC whatever the zone */
	tzset();
	clock_stamp(buf, sizeof buf);
	assert_int_equal(strlen(buf), 20);
	assert_non_null(strptime(buf, "%Y-%m-%dT%H:%M:%SZ", &tm));
	stamp = timegm(&tm);
	assert_in_range(stamp, before, time(NULL));
}

static void test_parse(void **state)
{
	static const struct {
		const char *text;
		int64_t ns;
	} good[] = {
		{ "90", 90 * S },
		{ "90s", 90 * S },
		{ "5m", 300 * S },
		{ "1h30m", 5400 * S },
		{ "250ms", 250000000 },
		{ "0", 0 },
		{ "1.5s", 1500000000 },
		{ "0.25", 250000000 },
		{ "1h1m1s1ms", 3661 * S + 1000000 },
		{ "9223372036", 9223372036 * S },
	};
	static const char *const bad[] = {
		"",           "s",
		"-5",         "5x",
		"1h30",       "30m1h",
		"5m5m",       " 5",
		"5 ",         "1.5.5s",
		"1.",         ".5",
		"inf",        "0x10",
		"1e3",        "5mss",
		"9223372037", "99999999999999999999999h",
		"2562048h",   "1.00000000000000000001s",
		"5\n",
	};
	struct error err = ERROR_INIT;
	int64_t ns;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		ns = -1;
		if (duration_parse(good[i].text, &ns, &err) || ns != good[i].ns)
			fail_msg("'%s' gave %lld", good[i].text, (long long)ns);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		ns = 42;
		error_clear(&err);
		if (!duration_parse(bad[i], &ns, &err))
			fail_msg("'%s' was taken for %lld", bad[i], (long long)ns);
		assert_int_equal(err.kind, ERR_USAGE);
		assert_int_equal(ns, 42);
	}
}

static void test_format_duration(void **state)
{
	static const struct {
		int64_t ns;
		const char *text;
	} table[] = {
		{ 0, "0 ns" },
		{ 999, "999 ns" },
		{ 12400, "12 us" },
		{ 999499, "999 us" },
		{ 999500, "1 ms" },
		{ 250 * S / 1000, "250 ms" },
		{ 999500000, "1.0 s" },
		{ 1240000000, "1.2 s" },
		{ 1250000000, "1.3 s" },
		{ 9960000000, "10.0 s" },
		{ 59949999999, "59.9 s" },
		{ 59950000000, "1 min 0 s" },
		{ 184 * S, "3 min 4 s" },
		{ 3599 * S + S / 2, "1 h 0 min" },
		{ 7500 * S, "2 h 5 min" },
		{ -1240000000, "-1.2 s" },
		{ INT64_MIN, "-2562047 h 47 min" },
	};
	char buf[32];

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		duration_format(table[i].ns, buf, sizeof buf);
		assert_string_equal(buf, table[i].text);
	}
}

static void test_format_bytes(void **state)
{
	static const struct {
		uint64_t n;
		const char *text;
	} table[] = {
		{ 0, "0 B" },           { 999, "999 B" },     { 1000, "1.0 kB" },       { 12345678, "12.3 MB" },
		{ 999949, "999.9 kB" }, { 999951, "1.0 MB" }, { 2147483648, "2.1 GB" }, { UINT64_MAX, "18.4 EB" },
	};
	char buf[32];

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		bytes_format(table[i].n, buf, sizeof buf);
		assert_string_equal(buf, table[i].text);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_monotonic),       cmocka_unit_test(test_stamp),        cmocka_unit_test(test_parse),
	cmocka_unit_test(test_format_duration), cmocka_unit_test(test_format_bytes),
};

TEST_MAIN(tests)
