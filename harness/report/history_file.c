/* The history as data: what is kept, joined and written. */
#include "report/history_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STRAY_ALLOCS 1 /* per op: what counting the same program twice may differ by */
#define STRAY_BYTES 32

void history_file_release(struct history_file *f)
{
	free(f->releases);
	free(f->cases);
	free(f->runs);
	free(f->index);
	free(f->text);
	*f = (struct history_file)HISTORY_FILE_INIT;
}

size_t history_release_index(const struct history_file *f, const char *go)
{
	size_t i = 0;

	while (i < f->nreleases && strcmp(f->releases[i], go) != 0)
		i++;
	return i;
}

static int by_name(const void *key, const void *item)
{
	return strcmp(key, ((const struct history_case *)item)->name);
}

const struct history_case *history_case_named(const struct history_file *f, const char *name)
{
	return f->ncases ? bsearch(name, f->cases, f->ncases, sizeof *f->cases, by_name) : NULL;
}

/* ---- ranges ---- */

void figure_range_text(const struct figure_range *r, char *buf, size_t size)
{
	if (r->low == r->high)
		snprintf(buf, size, "%" PRId64, r->low);
	else
		snprintf(buf, size, "%" PRId64 "..%" PRId64, r->low, r->high);
}

/* How far beyond a range a measurement may lie. */
static int64_t leeway(const struct figure_range *r)
{
	int64_t width = r->high - r->low, thousandth = r->high / 1000;

	if (!width)
		return 0;
	return width > thousandth ? width : thousandth;
}

bool figure_reproduces(const struct figure_range *r, int64_t value)
{
	int64_t w = leeway(r);

	return value >= r->low - w && value <= r->high + w;
}

static void cover(struct figure_range *r, const struct figure_range *other)
{
	if (other->low < r->low)
		r->low = other->low;
	if (other->high > r->high)
		r->high = other->high;
}

/* Single numbers are one if equal; ranges if the ends of the one reproduce the other. */
static bool joinable(const struct figure_range *a, const struct figure_range *b)
{
	if (a->low == a->high || b->low == b->high)
		return a->low == b->low && a->high == b->high;
	return a->low <= b->high + leeway(b) && b->low <= a->high + leeway(a);
}

/* The same program counted twice: either may have caught the variation, and a stray block an operation is none of its own. */
static bool varies(const struct figure_range *old, const struct figure_range *now, int64_t stray)
{
	int64_t apart = old->low > now->value ? old->low - now->value : now->value - old->low;

	return figure_reproduces(old, now->value) || figure_reproduces(now, old->low) || apart <= stray;
}

size_t history_widen(struct history_file *measured, const struct history_file *older)
{
	size_t wider = 0;

	for (struct history_run *r = measured->runs; r < measured->runs + measured->len; r++) {
		const struct history_case *now = history_case_named(measured, r->case_name),
					  *then = history_case_named(older, r->case_name);
		size_t release = history_release_index(older, measured->releases[r->from]);
		const struct history_run *old;
		struct figure_range allocs = r->allocs, bytes = r->bytes;

		if (!now || !then || strcmp(now->sha256, then->sha256) != 0 || release == older->nreleases ||
		    *r->status)
			continue;
		old = history_find(older, r->case_name, r->benchmark, r->mode, release);
		if (!old || *old->status)
			continue;
		if (varies(&old->allocs, &allocs, STRAY_ALLOCS))
			cover(&r->allocs, &old->allocs);
		if (varies(&old->bytes, &bytes, STRAY_BYTES))
			cover(&r->bytes, &old->bytes);
		wider += r->allocs.low != allocs.low || r->allocs.high != allocs.high || r->bytes.low != bytes.low ||
		         r->bytes.high != bytes.high;
	}
	return wider;
}

/* ---- joining ---- */

static bool same_series(const struct history_run *a, const struct history_run *b)
{
	return !strcmp(a->case_name, b->case_name) && !strcmp(a->benchmark, b->benchmark) && !strcmp(a->mode, b->mode);
}

static bool covers(const struct figure_range *r, const struct figure_range *single)
{
	return r->low < r->high && r->low <= single->low && r->high >= single->high;
}

/* A single number between two releases where it varies around this very number was one by luck. */
static void share_luck(struct history_run *r)
{
	struct history_run *before = r - 1, *after = r + 1;

	if (!same_series(before, r) || !same_series(r, after) || *before->status || *r->status || *after->status ||
	    before->to + 1 != r->from || r->to + 1 != after->from)
		return;
	if (covers(&before->allocs, &r->allocs) && covers(&after->allocs, &r->allocs))
		cover(&r->allocs, &before->allocs);
	if (covers(&before->bytes, &r->bytes) && covers(&after->bytes, &r->bytes))
		cover(&r->bytes, &before->bytes);
}

void history_join(struct history_file *f)
{
	size_t n = 0;

	for (size_t i = 1; i + 1 < f->len; i++)
		share_luck(&f->runs[i]);
	for (size_t i = 0; i < f->len; i++) {
		struct history_run *last = n ? &f->runs[n - 1] : NULL;
		const struct history_run *r = &f->runs[i];

		if (last && same_series(last, r) && last->to + 1 == r->from && !strcmp(last->status, r->status) &&
		    joinable(&last->allocs, &r->allocs) && joinable(&last->bytes, &r->bytes)) {
			cover(&last->allocs, &r->allocs);
			cover(&last->bytes, &r->bytes);
			last->to = r->to;
		} else {
			f->runs[n++] = *r;
		}
	}
	f->len = n;
}

/* ---- writing ---- */

void history_digest(const struct history_file *f, char out[HASH_HEX])
{
	struct hash *h = hash_new();

	for (size_t i = 0; i < f->ncases; i++) {
		hash_add(h, f->cases[i].name, strlen(f->cases[i].name));
		hash_add(h, " ", 1);
		hash_add(h, f->cases[i].sha256, strlen(f->cases[i].sha256));
		hash_add(h, "\n", 1);
	}
	hash_hex(h, out);
}

static const char head[] =
	"# What the cases of goalloc allocate in every release of Go: a line for each benchmark, mode and run of "
	"releases\n"
	"# between which nothing changed. Written by `goalloc export --format history`; `make check-history` measures\n"
	"# again, and `goalloc status --against FILE` compares a database with it.\n"
	"#\n"
	"# allocs and bytes are per operation, as `go test -benchmem` prints them; a word instead says why there is no "
	"count.\n"
	"# One number reproduces exactly. LOW..HIGH is the range of what was seen, where measuring again gives "
	"another\n"
	"# number (random overflow buckets of old maps, the collector's own blocks, timers swept late); it reproduces\n"
	"# also where it is missed by no more than its own width or a thousandth. \"#case\": the SHA-256 of the case's "
	"file.\n"
	"#\n";

/* A name of a database from elsewhere may hold anything: what would break a line does not get there. */
static void word(struct str *out, const char *s, char after)
{
	size_t n = strnlen(s, HISTORY_MAX_NAME);

	if (!n)
		str_add_char(out, '-');
	for (size_t i = 0; i < n; i++)
		str_add_char(out, s[i] > ' ' && s[i] <= '~' ? s[i] : '?');
	str_add_char(out, after);
}

void history_write(const struct history_file *f, struct str *out)
{
	char digest[HASH_HEX];

	history_digest(f, digest);
	str_add(out, head);
	str_addf(out, "#format\t%d\n#platform\t", HISTORY_FORMAT);
	word(out, f->goos, '/');
	word(out, f->goarch, '\n');
	str_add(out, "#tool\tgoalloc ");
	word(out, f->tool, '\n');
	str_add(out, "#measured\t");
	word(out, f->date, '\n');
	str_add(out, "#releases\t");
	for (size_t i = 0; i < f->nreleases; i++)
		word(out, f->releases[i], i + 1 < f->nreleases ? '\t' : '\n');
	str_addf(out, "#cases\t%zu\t%s\n", f->ncases, digest);
	for (size_t i = 0; i < f->ncases; i++) {
		str_add(out, "#case\t");
		word(out, f->cases[i].name, '\t');
		word(out, f->cases[i].sha256, '\n');
	}
	str_add(out, "case\tbenchmark\tmode\tfrom\tto\tallocs\tbytes\n");
	for (size_t i = 0; i < f->len; i++) {
		const struct history_run *r = &f->runs[i];
		char allocs[48], bytes[48];

		figure_range_text(&r->allocs, allocs, sizeof allocs);
		figure_range_text(&r->bytes, bytes, sizeof bytes);
		word(out, r->case_name, '\t');
		word(out, r->benchmark, '\t');
		word(out, r->mode, '\t');
		word(out, f->releases[r->from], '\t');
		word(out, f->releases[r->to], '\t');
		word(out, *r->status ? r->status : allocs, '\t');
		word(out, *r->status ? r->status : bytes, '\n');
	}
}
