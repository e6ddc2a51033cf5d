#include "report/paper_sums.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

void sums_add(struct sums *l, const char *hex, const char *path, bool placed)
{
	struct sum *s;

	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	s = &l->items[l->len++];
	*s = (struct sum){ .path = xstrdup(path), .placed = placed };
	str_copy(s->hex, sizeof s->hex, hex, HASH_HEX - 1);
}

void sums_release(struct sums *l)
{
	for (size_t i = 0; i < l->len; i++)
		free(l->items[i].path);
	free(l->items);
	*l = (struct sums){ .items = NULL };
}

static bool is_inside(const char *path)
{
	if (!*path || *path == '/')
		return false;
	for (const char *p = path; *p; p += strcspn(p, "/"), p += *p == '/')
		if (!strncmp(p, "..", 2) && (!p[2] || p[2] == '/'))
			return false;
	return true;
}

void sums_parse(const char *text, struct sums *out)
{
	for (const char *line = text; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		const size_t n = strcspn(line, "\n"), path = HASH_HEX + 1; /* behind the digest and two blanks */
		char *copy;

		if (n <= path || strspn(line, "0123456789abcdef") != HASH_HEX - 1 ||
		    strncmp(line + HASH_HEX - 1, "  ", 2) != 0)
			continue;
		copy = xstrndup(line, n);
		if (is_inside(copy + path))
			sums_add(out, copy, copy + path, true);
		free(copy);
	}
}

void sums_write(const struct sums *l, struct str *out)
{
	for (size_t i = 0; i < l->len; i++)
		str_addf(out, "%s  %s\n", l->items[i].hex, l->items[i].path);
}

bool sums_have(const struct sums *l, const char *path, const char *hex)
{
	for (size_t i = 0; i < l->len; i++)
		if (!strcmp(l->items[i].path, path) && (!hex || !strcmp(l->items[i].hex, hex)))
			return true;
	return false;
}
