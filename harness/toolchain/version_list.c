#include "toolchain/version_list.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

#define LINE_PREFIX "v0.0.1-go"

void version_list_release(struct version_list *l)
{
	free(l->items);
	*l = (struct version_list)VERSION_LIST_INIT;
}

void version_list_add(struct version_list *l, const struct go_version *v)
{
	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	l->items[l->len++] = *v;
}

static int by_version(const void *a, const void *b)
{
	return version_compare(a, b);
}

void version_list_sort(struct version_list *l)
{
	if (l->len)
		qsort(l->items, l->len, sizeof *l->items, by_version);
}

void version_list_unique(struct version_list *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->len; i++)
		if (!n || version_compare(&l->items[n - 1], &l->items[i]))
			l->items[n++] = l->items[i];
	l->len = n;
}

/* "go1.9.2.linux-amd64", n bytes */
static bool parse_line(const char *p, size_t n, const char *platform, struct go_version *v)
{
	const size_t tail = strlen(platform);
	char version[GO_VERSION_TEXT];

	if (n <= tail || strncmp(p + n - tail, platform, tail) != 0 || n - tail >= sizeof version)
		return false;
	str_copy(version, sizeof version, p, n - tail);
	return version_parse(version, v);
}

size_t version_list_parse(const char *text, const char *goos, const char *goarch, struct version_list *out)
{
	char *platform = xasprintf(".%s-%s", goos, goarch);
	size_t known = 0;

	for (const char *p = text; *p;) {
		size_t n = strcspn(p, "\n"), used = n;
		struct go_version v;

		while (used && strchr(" \t\r", p[used - 1]))
			used--;
		if (used > strlen(LINE_PREFIX) && str_starts(p, LINE_PREFIX)) {
			const size_t skip = strlen(LINE_PREFIX) - strlen("go");

			known++;
			if (parse_line(p + skip, used - skip, platform, &v))
				version_list_add(out, &v);
		}
		p += n + (p[n] == '\n');
	}
	free(platform);
	return known;
}
