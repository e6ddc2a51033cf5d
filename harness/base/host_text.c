/* Small files of /proc and /sys, and what is written in them. */
#include "base/host_internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"

#define LARGEST ((size_t)4 << 20) /* /proc/cpuinfo of 1,000 cpus has 1.5 MB */

char *host_text(const char *root, const char *path)
{
	struct error ignored = ERROR_INIT;
	struct str text = STR_INIT;
	char *full = xasprintf("%s/%s", root, path);
	int rc = file_read(full, LARGEST, &text, &ignored);

	free(full);
	if (!rc)
		return str_detach(&text);
	str_release(&text);
	return NULL;
}

bool host_word(const char *root, const char *path, char *out, size_t size)
{
	char *text = host_text(root, path);
	size_t n = text ? strcspn(text, "\n") : 0;
	bool fine = n > 0 && n < size;

	for (size_t i = 0; fine && i < n; i++)
		fine = isascii((unsigned char)text[i]) && isprint((unsigned char)text[i]);
	str_copy(out, size, fine ? text : "", fine ? n : 0);
	free(text);
	return fine;
}

/* The digits at *s; *end is behind them. */
static int64_t digits(const char *s, const char **end)
{
	int64_t v = 0;
	bool fine = isdigit((unsigned char)*s) != 0;

	for (; isdigit((unsigned char)*s); s++) {
		fine = fine && v <= (INT64_MAX - 10) / 10;
		v = fine ? v * 10 + (*s - '0') : 0;
	}
	*end = s;
	return fine ? v : HOST_UNKNOWN;
}

int64_t host_count(const char *text)
{
	const char *end;
	int64_t v = digits(text + strspn(text, " \t"), &end);

	return end[strspn(end, " \t\n")] ? HOST_UNKNOWN : v;
}

int64_t host_number(const char *root, const char *path)
{
	char *text = host_text(root, path);
	int64_t v = text ? host_count(text) : HOST_UNKNOWN;

	free(text);
	return v;
}

int64_t host_field(const char *text, const char *key)
{
	size_t n = strlen(key);

	for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *end;
		size_t gap;

		if (strncmp(line, key, n) != 0)
			continue;
		gap = strspn(line + n, ": \t");
		if (gap)
			return digits(line + n + gap, &end);
	}
	return HOST_UNKNOWN;
}

bool host_cpus_has(const struct host_cpus *c, int cpu)
{
	return cpu >= 0 && cpu < HOST_CPUS && (c->bits[cpu / 64] >> (cpu % 64) & 1);
}

void host_cpus_add(struct host_cpus *c, int cpu)
{
	if (cpu >= 0 && cpu < HOST_CPUS)
		c->bits[cpu / 64] |= UINT64_C(1) << (cpu % 64);
}

int host_cpus_count(const struct host_cpus *c)
{
	int n = 0;

	for (size_t i = 0; i < HOST_CPUS / 64; i++)
		n += __builtin_popcountll(c->bits[i]);
	return n;
}

int host_cpus_parse(const char *text, struct host_cpus *out)
{
	const char *s = text;
	struct host_cpus all = { { 0 } };

	*out = all;
	while (*s && *s != '\n') {
		int64_t from = digits(s, &s), to = from;

		if (*s == '-')
			to = digits(s + 1, &s);
		if (from < 0 || to < from)
			return -1;
		for (int64_t i = from; i <= to && i < HOST_CPUS; i++)
			host_cpus_add(&all, (int)i);
		if (*s == ',' && isdigit((unsigned char)s[1]))
			s++;
		else if (*s && *s != '\n')
			return -1;
	}
	*out = all;
	return 0;
}
