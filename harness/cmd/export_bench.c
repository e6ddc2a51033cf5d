#include "cmd/export_bench.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "bench/record.h"
#include "report/table.h"

static const char *cpu_of(const struct session_rows *sessions, int64_t session)
{
	for (size_t i = 0; i < sessions->len; i++)
		if (sessions->items[i].session == session)
			return sessions->items[i].cpu;
	return "unknown";
}

static bool same_benchmark(const struct sample_row *a, const struct sample_row *b)
{
	return !strcmp(a->go, b->go) && !strcmp(a->mode, b->mode) && !strcmp(a->case_name, b->case_name) &&
	       !strcmp(a->goos, b->goos) && !strcmp(a->goarch, b->goarch) && !strcmp(a->benchmark, b->benchmark);
}

/* What Go takes for a blank (unicode.IsSpace), and what acts instead of showing. */
static bool separates(uint32_t cp)
{
	return cp <= ' ' || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F || cp == 0x205F ||
	       cp == 0x3000 || cp == UTF8_INVALID || utf8_is_control(cp);
}

/* A name is one word: what a database from elsewhere has more in it must not become other fields or lines. */
static void add_name(struct str *out, const char *name)
{
	size_t n;

	if (!str_starts(name, "Benchmark"))
		str_add(out, "Benchmark");
	for (const char *p = name; *p; p += n) {
		uint32_t cp;

		n = utf8_next(p, &cp);
		if (separates(cp))
			str_add_char(out, '_');
		else
			str_add_bytes(out, p, n);
	}
}

/* What the configuration lines say: a setting holds until it is written again. */
enum { KEY_GO, KEY_MODE, KEY_GOOS, KEY_GOARCH, KEY_PKG, KEY_CPU, KEY_PURPOSE, KEYS };
static const char *const key_names[KEYS] = { "go", "mode", "goos", "goarch", "pkg", "cpu", "purpose" };

/* Writes those that change. All of them at another case or toolchain, so that a part of the file can stand alone. */
static void add_config(const char *const *values, const char **now, bool first, struct str *out)
{
	bool all = !now[0];

	for (size_t i = KEY_GO; i <= KEY_PKG && !all; i++)
		all = strcmp(values[i], now[i]) != 0;
	if (all && !first)
		str_add_char(out, '\n');
	for (size_t i = 0; i < KEYS; i++) {
		if (!all && !strcmp(values[i], now[i]))
			continue;
		str_addf(out, "%s: ", key_names[i]);
		escape_text(out, values[i]);
		str_add_char(out, '\n');
		now[i] = values[i];
	}
}

static void add_line(const struct sample_row *r, bool time, bool counts, struct str *out)
{
	const int64_t n = r->n > 0 ? r->n : 1;

	add_name(out, r->benchmark);
	str_addf(out, "\t%" PRId64, n);
	if (time)
		str_addf(out, "\t%.10g ns/op", (double)r->elapsed_ns / (double)n);
	if (counts)
		str_addf(out, "\t%" PRId64 " B/op\t%" PRId64 " allocs/op", count_printed((double)r->bytes / (double)n),
		         count_printed((double)r->mallocs / (double)n));
	str_add_char(out, '\n');
}

void export_bench(const struct sample_rows *rows, const struct session_rows *sessions, bool first, struct str *out)
{
	const char *now[KEYS] = { NULL };
	bool counted = false; /* the benchmark has samples of processes that counted: they come first */

	for (size_t i = 0; i < rows->len; i++) {
		const struct sample_row *r = &rows->items[i];
		const char *const values[KEYS] = { r->go,     r->mode,      r->goos,
			                           r->goarch, r->case_name, cpu_of(sessions, r->session),
			                           r->purpose };
		const bool counts = !strcmp(r->purpose, sample_purpose_name(SAMPLE_ALLOCS));

		if (!i || !same_benchmark(r, &rows->items[i - 1]))
			counted = false;
		counted |= counts;
		add_config(values, now, first && !now[0], out);
		/* nothing counted and nothing seen may be a log without counts: then no zeros are claimed */
		add_line(r, !counts, counts || (!counted && (r->mallocs || r->bytes)), out);
	}
}
