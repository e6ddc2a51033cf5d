/*
 * How fast the parser reads real compiler output: bench_parse NAME GOROOT FILE (GOROOT is not used: the arguments are
 * those of census, in whose place tests/tools/census.sh calls it).
 *
 * Every package of FILE is parsed on its own, as the harness parses a case, over and over for two seconds of CPU. Beside it,
 * in turns over the same bytes: finding the ends of the lines (memchr), and their SHA-256. One line of figures.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/hash.h"
#include "bench/diagnostics.h"

#define MAX_INPUT ((size_t)2 << 30)
#define LONG_ENOUGH INT64_C(2000000000)

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* Each returns a figure that depends on all it did. */
static size_t parse(const char *text, size_t n)
{
	struct decision_list l = DECISION_LIST_INIT;
	size_t decisions;

	diagnostics_parse(text, n, &l);
	decisions = l.len;
	decision_list_release(&l);
	return decisions;
}

static size_t split(const char *text, size_t n)
{
	size_t lines = 0;

	for (const char *p = text, *end = text + n; p < end; lines++) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));

		p = stop ? stop + 1 : end;
	}
	return lines;
}

static size_t digest(const char *text, size_t n)
{
	struct hash *h = hash_new();
	char hex[HASH_HEX];

	hash_add(h, text, n);
	hash_hex(h, hex);
	return (size_t)hex[0];
}

static const struct {
	const char *name;
	size_t (*work)(const char *text, size_t n);
} sides[] = { { "parser", parse }, { "lines alone", split }, { "sha256", digest } };
#define SIDES (sizeof sides / sizeof *sides)

/* Each "# PACKAGE" heading begins a package. */
struct package {
	const char *text;
	size_t n;
};
struct packages {
	struct package *items;
	size_t len, cap;
};

static void find_packages(const char *text, size_t n, struct packages *out)
{
	for (const char *p = text, *end = text + n; p < end;) {
		const char *next = memmem(p + 1, (size_t)(end - p) - 1, "\n# ", 3);
		size_t len = next ? (size_t)(next - p) + 1 : (size_t)(end - p);

		out->items = vec_grow(out->items, &out->cap, out->len + 1, sizeof *out->items);
		out->items[out->len++] = (struct package){ .text = p, .n = len };
		p += len;
	}
}

static size_t over_packages(const struct packages *all, size_t (*work)(const char *text, size_t n))
{
	size_t sum = 0;

	for (size_t i = 0; i < all->len; i++)
		sum += work(all->items[i].text, all->items[i].n);
	return sum;
}

int main(int argc, char **argv)
{
	struct str text = STR_INIT;
	struct packages all = { .items = NULL };
	struct error err = ERROR_INIT;
	int64_t ns[SIDES] = { 0 };
	size_t sums[SIDES] = { 0 }, rounds = 0;
	double speed[SIDES];

	if (argc != 4) {
		fprintf(stderr, "usage: bench_parse NAME GOROOT FILE\n");
		return 2;
	}
	if (file_read(argv[3], MAX_INPUT, &text, &err) < 0) {
		fprintf(stderr, "bench_parse: %s\n", err.msg);
		return 3;
	}
	find_packages(str_cstr(&text), text.len, &all);
	for (; ns[0] < LONG_ENOUGH; rounds++) {
		for (size_t i = 0; i < SIDES; i++) {
			int64_t start = now();

			sums[i] = over_packages(&all, sides[i].work);
			ns[i] += now() - start;
		}
	}
	printf("%-8s %6.1f MB, %zu rounds, %zu decisions:", argv[1], (double)text.len / 1e6, rounds, sums[0]);
	for (size_t i = 0; i < SIDES; i++) {
		speed[i] = (double)text.len * (double)rounds * 1e3 / (double)(ns[i] ? ns[i] : 1);
		printf(" %s %.0f MB/s%s", sides[i].name, speed[i], i + 1 < SIDES ? "," : "");
	}
	printf("; the parser at %.2f of sha256\n", speed[0] / speed[2]);
	free(all.items);
	str_release(&text);
	return 0;
}
