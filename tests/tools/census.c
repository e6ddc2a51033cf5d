/*
 * What the parser makes of real compiler output: census NAME GOROOT FILE [PATTERN].
 *
 * FILE holds what a toolchain's compiler printed with -m -m about its whole standard library, one "# PACKAGE" heading
 * before each package (tests/tools/census.sh makes it). Every package is parsed on its own, as the harness parses a case.
 * Prints one line of figures, then what the parser did not know; with a PATTERN, the decisions whose text holds it
 * instead. Exit status 1 if lines about the heap are unknown, or decisions have no function.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "bench/diagnostics.h"

#define MAX_INPUT ((size_t)2 << 30)
#define MAX_SOURCE ((size_t)16 << 20)
#define EXAMPLES 5

struct census {
	const char *goroot, *pattern;
	size_t lines, bytes, decisions, kinds[DECISION_KINDS], homeless;
	struct line_count classes[LINE_CLASSES];
	size_t mentions; /* lines of unknown wording about the heap */
	struct strlist unknown, nowhere;
	int64_t ns;
};

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static bool mentions(const char *line, size_t n)
{
	static const char *const words[] = { "escap", "heap", "stack", "leak", "moved", "moving" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (memmem(line, n, words[i], strlen(words[i])))
			return true;
	return false;
}

/* The path that stands before a base name in the package's output; its folder, if the name alone is printed. */
static char *source_path(const struct census *c, const char *package, const char *text, size_t n, const char *base)
{
	static const char *const roots[] = { "src/", "src/pkg/", "src/vendor/" };
	char *needle = xasprintf("/%s:", base), *path = NULL;
	const char *at = text;

	for (size_t i = 0; i < sizeof roots / sizeof *roots && !path; i++) {
		path = xasprintf("%s/%s%s/%s", c->goroot, roots[i], package, base);
		if (!path_is_file(path)) {
			free(path);
			path = NULL;
		}
	}
	while (!path && (at = memmem(at, n - (size_t)(at - text), needle, strlen(needle)))) {
		const char *start = at, *end = at + strlen(needle) - 1;

		while (start > text && start[-1] != '\n' && start[-1] != ' ')
			start--;
		if (*start == '/')
			path = xstrndup(start, (size_t)(end - start));
		else if (!strncmp(start, "$GOROOT/", 8))
			path = xasprintf("%s%.*s", c->goroot, (int)(end - start) - 7, start + 7);
		at = end;
	}
	free(needle);
	return path;
}

/* Functions from the sources, as the harness does it for a case. */
static void fill_functions(const struct census *c, const char *package, const char *text, size_t n,
                           struct decision_list *l)
{
	struct strlist files = STRLIST_INIT; /* the list shrinks on the way */

	for (size_t i = 0; i < l->len; i++)
		if (!i || strcmp(l->items[i].file, l->items[i - 1].file))
			strlist_add(&files, l->items[i].file);
	diagnostics_functions_in(l, "", "", 0);
	for (size_t i = 0; i < files.len; i++) {
		struct str source = STR_INIT;
		struct error err = ERROR_INIT;
		char *path = source_path(c, package, text, n, files.items[i]);

		if (path && file_read(path, MAX_SOURCE, &source, &err) == 0)
			diagnostics_functions_in(l, files.items[i], str_cstr(&source), source.len);
		str_release(&source);
		free(path);
	}
	strlist_release(&files);
}

static void note(struct strlist *examples, const char *package, const char *line, size_t n)
{
	if (examples->len < EXAMPLES)
		strlist_addf(examples, "%s: %.*s", package, (int)(n < 300 ? n : 300), line);
}

static void look_at_unknown(struct census *c, const char *package, const char *text, size_t n)
{
	for (const char *p = text, *end = text + n; p < end;) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		size_t len = (size_t)((stop ? stop : end) - p);

		if (diagnostics_class(p, len) == LINE_UNKNOWN) {
			bool about = mentions(p, len);

			c->mentions += about;
			note(&c->unknown, about ? "HEAP" : package, p, len);
		}
		p += len + 1;
	}
}

static void add_package(struct census *c, const char *package, const char *text, size_t n)
{
	struct decision_list l = DECISION_LIST_INIT;
	int64_t start = now();

	diagnostics_parse(text, n, &l);
	c->ns += now() - start;
	fill_functions(c, package, text, n, &l);
	for (size_t i = 0; i < l.len; i++) {
		const struct decision *d = &l.items[i];
		char *line = xasprintf("%s:%d:%d: [%s] %s %s {%s}", d->file, d->line, d->col, d->function,
		                       decision_kind_name(d->kind), d->subject, d->detail);

		c->kinds[d->kind]++;
		if (!*d->function) {
			c->homeless++;
			note(&c->nowhere, package, line, strlen(line));
		}
		if (c->pattern && strstr(line, c->pattern))
			printf("%s: %s\n", package, line);
		free(line);
	}
	if (l.classes[LINE_UNKNOWN].lines)
		look_at_unknown(c, package, text, n);
	for (int k = 0; k < LINE_CLASSES; k++) {
		c->classes[k].lines += l.classes[k].lines;
		c->classes[k].bytes += l.classes[k].bytes;
		c->bytes += l.classes[k].bytes;
	}
	c->lines += l.lines;
	c->decisions += l.len;
	start = now();
	decision_list_release(&l);
	c->ns += now() - start;
}

/* Each "# PACKAGE" heading begins a package. */
static void add_all(struct census *c, const char *text, size_t n)
{
	for (const char *p = text, *end = text + n; p < end;) {
		const char *next = memmem(p + 1, (size_t)(end - p) - 1, "\n# ", 3);
		size_t len = next ? (size_t)(next - p) + 1 : (size_t)(end - p);
		const char *stop = memchr(p, '\n', len);
		char *package = len > 2 && *p == '#' && stop ? xstrndup(p + 2, (size_t)(stop - p) - 2) : xstrdup("");

		add_package(c, package, p, len);
		free(package);
		p += len;
	}
}

static void print(const struct census *c, const char *name)
{
	printf("%-8s %9zu lines %10zu bytes %7zu decisions:", name, c->lines, c->bytes, c->decisions);
	for (int k = 0; k < DECISION_KINDS; k++)
		printf(" %s %zu", decision_kind_name((enum decision_kind)k), c->kinds[k]);
	printf("; lines:");
	for (int k = 0; k < LINE_CLASSES; k++)
		printf(" %s %zu", line_class_name((enum line_class)k), c->classes[k].lines);
	printf("; unknown about the heap %zu; without a function %zu; %.0f MB/s\n", c->mentions, c->homeless,
	       c->ns ? (double)c->bytes * 1e3 / (double)c->ns : 0);
	for (size_t i = 0; i < c->unknown.len; i++)
		printf("         unknown: %s\n", c->unknown.items[i]);
	for (size_t i = 0; i < c->nowhere.len; i++)
		printf("         without a function: %s\n", c->nowhere.items[i]);
}

int main(int argc, char **argv)
{
	struct census c = { .goroot = argc > 2 ? argv[2] : "", .pattern = argc > 4 ? argv[4] : NULL };
	struct str text = STR_INIT;
	struct error err = ERROR_INIT;

	if (argc < 4 || argc > 5) {
		fprintf(stderr, "usage: census NAME GOROOT FILE [PATTERN]\n");
		return 2;
	}
	if (file_read(argv[3], MAX_INPUT, &text, &err) < 0) {
		fprintf(stderr, "census: %s\n", err.msg);
		return 3;
	}
	add_all(&c, str_cstr(&text), text.len);
	if (!c.pattern)
		print(&c, argv[1]);
	if (c.bytes != text.len) {
		fprintf(stderr, "census: %s: %zu of %zu bytes accounted for\n", argv[1], c.bytes, text.len);
		return 1;
	}
	str_release(&text);
	strlist_release(&c.unknown);
	strlist_release(&c.nowhere);
	return c.mentions || c.homeless;
}
