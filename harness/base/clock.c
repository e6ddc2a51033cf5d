#include "base/clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define SECOND INT64_C(1000000000)

int64_t clock_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * SECOND + t.tv_nsec;
}

void clock_stamp(char *buf, size_t size)
{
	time_t now = time(NULL);
	struct tm tm;

	if (!gmtime_r(&now, &tm) || !strftime(buf, size, "%Y-%m-%dT%H:%M:%SZ", &tm))
		if (size)
			buf[0] = '\0';
}

/* Longest names first, so that "ms" is not read as "m"; values fall, so that parts must too. */
static const struct unit {
	const char *name;
	int64_t ns;
} units[] = {
	{ "ms", 1000000 },
	{ "h", 3600 * SECOND },
	{ "m", 60 * SECOND },
	{ "s", SECOND },
};

static const struct unit *unit_at(const char *text)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (!strncmp(text, units[i].name, strlen(units[i].name)))
			return &units[i];
	return NULL;
}

/* Digits with an optional fraction, as value and its power of ten; false if there is none or it is too long. */
static bool read_number(const char **text, int64_t *value, int64_t *scale)
{
	const char *p = *text;
	bool fraction = false;

	*value = 0;
	*scale = 1;
	if (*p < '0' || *p > '9')
		return false;
	for (;; p++) {
		if (*p == '.' && !fraction && p[1] >= '0' && p[1] <= '9') {
			fraction = true;
			continue;
		}
		if (*p < '0' || *p > '9')
			break;
		if (*value > INT64_MAX / 100 || *scale >= 1000000)
			return false;
		*value = *value * 10 + (*p - '0');
		if (fraction)
			*scale *= 10;
	}
	*text = p;
	return true;
}

int duration_parse(const char *text, int64_t *ns, struct error *err)
{
	const char *p = text;
	int64_t sum = 0, last = INT64_MAX;

	do {
		const struct unit *unit;
		int64_t value, scale, size;

		if (!read_number(&p, &value, &scale))
			goto bad;
		unit = unit_at(p);
		if (!unit && (*p || p == text || last != INT64_MAX))
			goto bad;
		size = unit ? unit->ns : SECOND;
		if (size >= last || value > (INT64_MAX - sum) / size)
			goto bad;
		sum += value * size / scale;
		last = size;
		if (unit)
			p += strlen(unit->name);
	} while (*p);
	*ns = sum;
	return 0;
bad:
	return error_set(err, ERR_USAGE, "'%.60s' is not a duration: write 90s, 5m, 1h30m or 250ms", text);
}

void duration_format(int64_t ns, char *buf, size_t size)
{
	const char *sign = ns < 0 ? "-" : "";
	uint64_t n = ns < 0 ? 0 - (uint64_t)ns : (uint64_t)ns;
	uint64_t seconds = (n + SECOND / 2) / SECOND;

	/* each border is the first value that would be rounded up into the next unit */
	if (n < 1000)
		snprintf(buf, size, "%s%d ns", sign, (int)n);
	else if (n < 999500)
		snprintf(buf, size, "%s%d us", sign, (int)((n + 500) / 1000));
	else if (n < 999500000)
		snprintf(buf, size, "%s%d ms", sign, (int)((n + 500000) / 1000000));
	else if (n < UINT64_C(59950000000))
		snprintf(buf, size, "%s%d.%d s", sign, (int)((n + 50000000) / SECOND),
		         (int)((n + 50000000) / (SECOND / 10) % 10));
	else if (seconds < 3600)
		snprintf(buf, size, "%s%d min %d s", sign, (int)(seconds / 60), (int)(seconds % 60));
	else
		snprintf(buf, size, "%s%llu h %d min", sign, (unsigned long long)(seconds / 3600),
		         (int)(seconds % 3600 / 60));
}

void bytes_format(uint64_t n, char *buf, size_t size)
{
	static const char *const names[] = { "kB", "MB", "GB", "TB", "PB", "EB" };
	double value = (double)n / 1000;
	size_t i = 0;

	if (n < 1000) {
		snprintf(buf, size, "%d B", (int)n);
		return;
	}
	while (value >= 999.95 && i + 1 < sizeof names / sizeof *names) {
		value /= 1000;
		i++;
	}
	snprintf(buf, size, "%.1f %s", value, names[i]);
}
