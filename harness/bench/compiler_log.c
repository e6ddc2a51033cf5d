#include "bench/compiler_log.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bench/bench_log.h"
#include "bench/diagnostics.h"

#define LONGEST_NAME 400

static struct compiler_text *text_of(struct compiler_log *l, const char *pkg, size_t n)
{
	struct compiler_text *t;

	/* package by package: the last ones are the likeliest */
	for (size_t i = l->len; i > 0; i--)
		if (strlen(l->items[i - 1].pkg) == n && !memcmp(l->items[i - 1].pkg, pkg, n))
			return &l->items[i - 1];
	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	t = &l->items[l->len++];
	*t = (struct compiler_text){ .pkg = xstrndup(pkg, n), .text = STR_INIT };
	return t;
}

/* "# pkg", "# pkg [pkg.test]": the name, or nothing. */
static size_t package_name(const char *line, size_t n)
{
	size_t k = 0;

	while (k < n && line[k] != ' ' && line[k] != '\r' && line[k] != '\t' && line[k] != '\0')
		k++;
	return k <= LONGEST_NAME ? k : 0;
}

/* Does the line speak of the file that go test writes? No package of anybody's has one of that name: go build passes over "_*". */
static bool of_testmain(const char *line, size_t n)
{
	static const char name[] = "_testmain.go";
	const char *colon = memchr(line, ':', n);
	const size_t file = colon ? (size_t)(colon - line) : 0, own = sizeof name - 1;

	return file >= own && !memcmp(colon - own, name, own) &&
	       (file == own || colon[-(ptrdiff_t)own - 1] == '/' || colon[-(ptrdiff_t)own - 1] == '\\');
}

static void forget_empty(struct compiler_log *l)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->len; i++)
		if (l->items[i].decisions && !l->items[i].testmain) {
			l->items[kept++] = l->items[i];
		} else {
			free(l->items[i].pkg);
			str_release(&l->items[i].text);
		}
	l->len = kept;
}

void compiler_log_split(const char *text, size_t n, struct compiler_log *out)
{
	const char *pkg = "";
	size_t pkg_len = 0;
	struct compiler_text *at = NULL;

	*out = (struct compiler_log){ .items = NULL };
	for (size_t i = 0; i < n;) {
		const char *line = text + i, *end = memchr(line, '\n', n - i);
		const size_t length = end ? (size_t)(end - line) : n - i;
		const enum line_class class = diagnostics_class(line, length);

		i += length + 1;
		if (class == LINE_PACKAGE && length > 2) {
			pkg = line + 2;
			pkg_len = package_name(pkg, length - 2);
			at = NULL;
			continue;
		}
		if (bench_log_class(line, length) != BENCH_LINE_OTHER)
			continue;
		if (!at)
			at = text_of(out, pkg, pkg_len);
		at->decisions += class == LINE_DECISION;
		at->testmain |= of_testmain(line, length);
		at->reasons |= class == LINE_EXPLANATION || class == LINE_REASON || class == LINE_DUMP;
		str_add_bytes(&at->text, line, length);
		str_add_char(&at->text, '\n');
	}
	forget_empty(out);
}

void compiler_log_release(struct compiler_log *l)
{
	for (size_t i = 0; i < l->len; i++) {
		free(l->items[i].pkg);
		str_release(&l->items[i].text);
	}
	free(l->items);
	*l = (struct compiler_log){ .items = NULL };
}
