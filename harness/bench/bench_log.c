#include "bench/bench_log.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define MOST_N (INT64_C(1) << 50) /* iterations: no benchmark runs that often */
#define MOST_TOTAL 9.0e18         /* of nanoseconds, bytes, objects: what an int64_t holds */
#define LONGEST_NAME 400          /* of a benchmark or a value: longer ones are no names */
#define MOST_PROCS 99999

/* A word of a line. */
struct word {
	const char *p;
	size_t n;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

/* The next word from *at on; false at the end of the line. */
static bool next_word(const char *line, size_t n, size_t *at, struct word *w)
{
	while (*at < n && is_blank(line[*at]))
		(*at)++;
	w->p = line + *at;
	while (*at < n && !is_blank(line[*at]))
		(*at)++;
	w->n = (size_t)(line + *at - w->p);
	return w->n > 0;
}

static bool word_is(const struct word *w, const char *text)
{
	return strlen(text) == w->n && !memcmp(w->p, text, w->n);
}

/* "BenchmarkX": what the testing package takes for a benchmark's name (nothing lower-case behind the word). */
static bool is_benchmark(const struct word *w)
{
	return w->n >= 9 && w->n <= LONGEST_NAME && !memcmp(w->p, "Benchmark", 9) &&
	       (w->n == 9 || !islower((unsigned char)w->p[9])) && !memchr(w->p, '\0', w->n);
}

static bool read_count(const struct word *w, int64_t *out)
{
	int64_t value = 0;

	if (!w->n || w->n > 18)
		return false;
	for (size_t i = 0; i < w->n; i++) {
		if (!isdigit((unsigned char)w->p[i]))
			return false;
		value = value * 10 + (w->p[i] - '0');
	}
	*out = value;
	return value >= 1 && value <= MOST_N;
}

/* Decimal notation alone, as Go prints: no hexadecimal, no infinity. */
static bool read_value(const struct word *w, double *out)
{
	char text[64];
	char *end;

	if (!w->n || w->n >= sizeof text || !isdigit((unsigned char)w->p[w->n - 1]))
		return false;
	for (size_t i = 0; i < w->n; i++)
		if (!isdigit((unsigned char)w->p[i]) && !strchr("+-.eE", w->p[i]))
			return false;
	memcpy(text, w->p, w->n);
	text[w->n] = '\0';
	errno = 0;
	*out = strtod(text, &end);
	return !*end && isfinite(*out) && *out >= 0;
}

static void note_unit(struct bench_log *log, const struct word *w)
{
	char *unit;

	if (!log || log->units.len >= BENCH_LOG_UNITS)
		return;
	unit = xstrndup(w->p, w->n > 40 ? 40 : w->n);
	if (!strlist_has(&log->units, unit))
		strlist_add(&log->units, unit);
	free(unit);
}

/* A line that starts with a benchmark's name; `log` (may be NULL) learns the units that are not read. */
static enum bench_line read_result(const char *line, size_t n, struct bench_log *log, struct word *name,
                                   struct bench_result *r)
{
	struct word value, unit;
	size_t at = 0;
	bool any = false;

	*r = (struct bench_result){ .ns_per_op = -1, .bytes_per_op = -1, .allocs_per_op = -1 };
	if (!next_word(line, n, &at, name) || !is_benchmark(name))
		return BENCH_LINE_OTHER;
	/* with -v the name comes first, alone: its result is another line */
	if (!next_word(line, n, &at, &value))
		return BENCH_LINE_OTHER;
	if (!read_count(&value, &r->n))
		return BENCH_LINE_BROKEN;
	while (next_word(line, n, &at, &value)) {
		double number;
		double *to;

		if (!read_value(&value, &number) || !next_word(line, n, &at, &unit))
			return BENCH_LINE_BROKEN;
		to = word_is(&unit, "ns/op")       ? &r->ns_per_op
		     : word_is(&unit, "B/op")      ? &r->bytes_per_op
		     : word_is(&unit, "allocs/op") ? &r->allocs_per_op
		                                   : NULL;
		any = true;
		if (!to)
			note_unit(log, &unit);
		else if (*to >= 0 || number * (double)r->n > MOST_TOTAL)
			return BENCH_LINE_BROKEN; /* twice in a line, or more than there can be */
		else
			*to = number;
	}
	return any ? BENCH_LINE_RESULT : BENCH_LINE_BROKEN;
}

/* "key: value", as the format has it: the key starts lower-case and holds neither blanks nor capitals. */
static bool read_config(const char *line, size_t n, struct word *key, struct word *value)
{
	size_t k = 0;

	if (!n || !islower((unsigned char)line[0]))
		return false;
	while (k < n && line[k] != ':' && !is_blank(line[k]) && !isupper((unsigned char)line[k]))
		k++;
	if (k >= n || line[k] != ':' || (k + 1 < n && !is_blank(line[k + 1])))
		return false;
	*key = (struct word){ line, k };
	for (k++; k < n && is_blank(line[k]); k++)
		;
	while (n > k && is_blank(line[n - 1]))
		n--;
	*value = (struct word){ line + k, n - k };
	return value->n <= LONGEST_NAME && (!value->n || !memchr(value->p, '\0', value->n));
}

/* "ok \tpkg\t1.2s", "PASS", "FAIL\tpkg [build failed]": *pkg is empty where the line names none. */
static bool read_end(const char *line, size_t n, struct word *pkg)
{
	struct word first;
	size_t at = 0;

	*pkg = (struct word){ line, 0 };
	if (!n || is_blank(line[0]) || !next_word(line, n, &at, &first) ||
	    !(word_is(&first, "ok") || word_is(&first, "PASS") || word_is(&first, "FAIL")))
		return false;
	if (next_word(line, n, &at, pkg) && !word_is(&first, "PASS") && pkg->n <= LONGEST_NAME &&
	    !memchr(pkg->p, '\0', pkg->n))
		return true;
	pkg->n = 0;
	return !word_is(&first, "ok");
}

enum bench_line bench_log_class(const char *line, size_t n)
{
	struct word a, b;
	struct bench_result r;
	const enum bench_line found = read_result(line, n, NULL, &a, &r);

	if (found != BENCH_LINE_OTHER)
		return found;
	if (read_config(line, n, &a, &b))
		return BENCH_LINE_CONFIG;
	return read_end(line, n, &a) ? BENCH_LINE_END : BENCH_LINE_OTHER;
}

/* ---- groups ---- */

/* What the configuration lines say at a place of the log. */
enum setting { SET_PKG, SET_GOOS, SET_GOARCH, SET_CPU, SET_GO, SET_MODE, SET_PURPOSE, SETTINGS };
static const char *const setting_names[SETTINGS] = { "pkg", "goos", "goarch", "cpu", "go", "mode", "purpose" };

struct reader {
	struct bench_log *log;
	char *settings[SETTINGS];
	size_t unnamed; /* groups from here on have their package's name still to come */
};

static struct bench_group *group_of(struct reader *r)
{
	struct bench_log *log = r->log;
	struct bench_group *g;

	/* package by package: the last groups are the likeliest */
	for (size_t i = log->len; i > (*r->settings[SET_PKG] ? 0 : r->unnamed); i--) {
		g = &log->groups[i - 1];
		if (!strcmp(g->pkg, r->settings[SET_PKG]) && !strcmp(g->goos, r->settings[SET_GOOS]) &&
		    !strcmp(g->goarch, r->settings[SET_GOARCH]) && !strcmp(g->go, r->settings[SET_GO]) &&
		    !strcmp(g->mode, r->settings[SET_MODE]))
			return g;
	}
	log->groups = vec_grow(log->groups, &log->cap, log->len + 1, sizeof *log->groups);
	g = &log->groups[log->len++];
	*g = (struct bench_group){ .pkg = xstrdup(r->settings[SET_PKG]),
		                   .goos = xstrdup(r->settings[SET_GOOS]),
		                   .goarch = xstrdup(r->settings[SET_GOARCH]),
		                   .cpu = xstrdup(r->settings[SET_CPU]),
		                   .go = xstrdup(r->settings[SET_GO]),
		                   .mode = xstrdup(r->settings[SET_MODE]) };
	return g;
}

static void add_result(struct reader *r, const struct word *name, const struct bench_result *result)
{
	struct bench_group *g = group_of(r);

	g->items = vec_grow(g->items, &g->cap, g->len + 1, sizeof *g->items);
	g->items[g->len] = *result;
	g->items[g->len].procs = 1;
	g->items[g->len].confirm = !strcmp(r->settings[SET_PURPOSE], "confirm");
	g->items[g->len++].benchmark = xstrndup(name->p, name->n);
}

static void set(char **setting, const struct word *value)
{
	free(*setting);
	*setting = xstrndup(value->p, value->n);
}

/* The name that an old log says at the end is that of what came before it. */
static void end_package(struct reader *r, const struct word *pkg)
{
	struct word none = { "", 0 };

	for (size_t i = r->unnamed; i < r->log->len && pkg->n; i++)
		if (!*r->log->groups[i].pkg)
			set(&r->log->groups[i].pkg, pkg);
	if (!pkg->n)
		return;
	r->unnamed = r->log->len;
	set(&r->settings[SET_PKG], &none);
}

static void read_line(struct reader *r, const char *line, size_t n)
{
	struct bench_log *log = r->log;
	struct bench_result result;
	struct word a, b;

	log->lines++;
	if (n > 2 && !memcmp(line, "{\"", 2) && memmem(line, n, "\"Action\":", 9))
		log->json = true;
	switch (read_result(line, n, log, &a, &result)) {
	case BENCH_LINE_RESULT:
		add_result(r, &a, &result);
		return;
	case BENCH_LINE_BROKEN:
		if (!log->broken++)
			log->first_broken = log->lines;
		return;
	default:
		break;
	}
	if (read_config(line, n, &a, &b)) {
		for (size_t i = 0; i < SETTINGS; i++)
			if (word_is(&a, setting_names[i]))
				set(&r->settings[i], &b);
	} else if (read_end(line, n, &a)) {
		end_package(r, &a);
	}
}

/* ---- processors ---- */

/* Where "-8" at the end of a benchmark's name begins, or its length; *procs is 1 without one. */
static size_t stem(const char *name, int *procs)
{
	size_t n = strlen(name), k = n;
	int value = 0;

	*procs = 1;
	while (k > 0 && isdigit((unsigned char)name[k - 1]) && n - k < 6)
		k--;
	if (k == n || k < 10 || name[k - 1] != '-' || name[k] == '0')
		return n;
	for (size_t i = k; i < n; i++)
		value = value * 10 + (name[i] - '0');
	if (value > MOST_PROCS)
		return n;
	*procs = value;
	return k - 1;
}

/*
 * Takes the processors off the names of a group that ran with one number of them. Names that end in different numbers are either
 * of several (-cpu 1,2,4), or those of sub-benchmarks on one processor ("size-8", "size-16"): they stay.
 */
static void split_procs(struct bench_group *g)
{
	int first, procs;

	(void)stem(g->items[0].benchmark, &first);
	for (size_t i = 0; i < g->len; i++) {
		(void)stem(g->items[i].benchmark, &procs);
		if (procs != first)
			return;
	}
	for (size_t i = 0; i < g->len; i++)
		g->items[i].benchmark[stem(g->items[i].benchmark, &g->items[i].procs)] = '\0';
}

void bench_log_parse(const char *text, size_t n, struct bench_log *out)
{
	struct reader r = { .log = out };

	*out = (struct bench_log)BENCH_LOG_INIT;
	for (size_t i = 0; i < SETTINGS; i++)
		r.settings[i] = xstrdup("");
	for (size_t at = 0; at < n;) {
		const char *end = memchr(text + at, '\n', n - at);
		const size_t length = end ? (size_t)(end - text) - at : n - at;

		read_line(&r, text + at, length);
		at += length + 1;
	}
	for (size_t i = 0; i < SETTINGS; i++)
		free(r.settings[i]);
	for (size_t i = 0; i < out->len; i++)
		split_procs(&out->groups[i]);
}

void bench_log_release(struct bench_log *l)
{
	for (size_t i = 0; i < l->len; i++) {
		struct bench_group *g = &l->groups[i];

		for (size_t k = 0; k < g->len; k++)
			free(g->items[k].benchmark);
		free(g->items);
		free(g->pkg);
		free(g->goos);
		free(g->goarch);
		free(g->cpu);
		free(g->go);
		free(g->mode);
	}
	free(l->groups);
	strlist_release(&l->units);
	*l = (struct bench_log)BENCH_LOG_INIT;
}
