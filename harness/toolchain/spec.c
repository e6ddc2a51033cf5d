#include "toolchain/spec.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/str.h"
#include "toolchain/spec_parts.h"

void wanted_list_release(struct wanted_list *l)
{
	for (size_t i = 0; i < l->len; i++) {
		free(l->items[i].name);
		free(l->items[i].path);
	}
	free(l->items);
	*l = (struct wanted_list)WANTED_LIST_INIT;
}

static int by_version(const void *a, const void *b)
{
	return version_compare(a, b);
}

static struct wanted *add(struct wanted_list *l)
{
	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	memset(&l->items[l->len], 0, sizeof *l->items);
	return &l->items[l->len++];
}

static void add_release(struct wanted_list *l, const struct go_version *v)
{
	for (size_t i = 0; i < l->len; i++)
		if (!l->items[i].local && !version_compare(&l->items[i].version, v))
			return;
	add(l)->version = *v;
}

/* The characters a local toolchain's name may have: it becomes a column, a key, part of file names. */
static bool name_char(int c)
{
	return isalnum(c) || c == '.' || c == '_' || c == '-' || c == '+';
}

/* The folder's name, as a name that no release can have. */
static char *name_of_path(const char *path)
{
	const char *end = path + strlen(path), *start;
	struct go_version v;
	char *name;

	while (end > path && end[-1] == '/')
		end--;
	start = end;
	while (start > path && start[-1] != '/')
		start--;
	name = end > start ? xstrndup(start, (size_t)(end - start)) : xstrdup("root");
	for (char *p = name; *p; p++)
		if (!name_char((unsigned char)*p))
			*p = '_';
	if (version_parse(name, &v) || name[0] == '.') {
		char *longer = xasprintf("local-%s", name);

		free(name);
		name = longer;
	}
	return name;
}

static int add_local(const char *part, struct wanted_list *out, struct error *err)
{
	const char *slash = strchr(part, '/'), *equals = strchr(part, '=');
	struct go_version v;
	char *name, *path;

	if (equals && (!slash || equals < slash)) {
		bool good = equals > part && part[0] != '-' && part[0] != '.';

		for (const char *p = part; p < equals; p++)
			good = good && name_char((unsigned char)*p);
		name = xstrndup(part, (size_t)(equals - part));
		if (!good || version_parse(name, &v)) {
			free(name);
			return error_set(err, ERR_USAGE,
			                 "SPEC '%s': a local toolchain's name is made of letters, digits and . _ + - "
			                 "and is not itself a version, as in tip=/path/to/goroot",
			                 part);
		}
		if (!equals[1]) {
			free(name);
			return error_set(err, ERR_USAGE, "SPEC '%s': no path after the '='", part);
		}
		path = path_absolute(equals + 1);
	} else {
		name = name_of_path(part);
		path = path_absolute(part);
	}
	for (size_t i = 0; i < out->len; i++) {
		if (!out->items[i].local || strcmp(out->items[i].name, name))
			continue;
		int same = !strcmp(out->items[i].path, path);

		if (!same)
			error_set(err, ERR_USAGE,
			          "SPEC '%s': two local toolchains are called '%s'; write NAME=PATH to tell them apart",
			          part, name);
		free(name);
		free(path);
		return same ? 0 : -1;
	}
	struct wanted *w = add(out);

	w->local = true;
	w->name = name;
	w->path = path;
	return 0;
}

static int add_part(const char *part, const struct go_version *sorted, size_t n, struct wanted_list *out,
                    struct error *err)
{
	struct version_range range;

	if (spec_part_kind(part) == PART_LOCAL)
		return add_local(part, out, err);
	if (spec_part_range(part, sorted, n, &range, err))
		return -1;
	for (size_t i = 0; i < range.len; i++)
		add_release(out, &range.items[i]);
	free(range.items);
	return 0;
}

static int by_rank(const void *pa, const void *pb)
{
	const struct wanted *a = pa, *b = pb;

	if (a->local != b->local)
		return a->local ? 1 : -1;
	return a->local ? strcmp(a->name, b->name) : version_compare(&a->version, &b->version);
}

bool spec_needs_versions(const char *spec)
{
	struct strlist parts = STRLIST_INIT;
	bool needs = false;

	strlist_split(&parts, spec, ',');
	for (size_t i = 0; i < parts.len; i++) {
		enum part_kind kind = spec_part_kind(parts.items[i]);

		needs = needs || (kind != PART_LOCAL && kind != PART_EXACT);
	}
	strlist_release(&parts);
	return needs;
}

int spec_check(const char *spec, struct error *err)
{
	struct strlist parts = STRLIST_INIT;
	struct version_range none;
	int rc = 0;

	strlist_split(&parts, spec, ',');
	if (!parts.len)
		rc = error_set(err, ERR_USAGE, "no toolchain named: try 1.9.2, 1.13..1.27, latest or all");
	for (size_t i = 0; !rc && i < parts.len; i++)
		if (spec_part_kind(parts.items[i]) == PART_UNKNOWN)
			rc = spec_part_range(parts.items[i], NULL, 0, &none, err);
	strlist_release(&parts);
	return rc;
}

int spec_resolve(const char *spec, const struct go_version *versions, size_t n, struct wanted_list *out,
                 struct error *err)
{
	struct strlist parts = STRLIST_INIT;
	struct go_version *sorted = NULL;
	int rc;

	if (n) {
		sorted = xreallocarray(NULL, n, sizeof *sorted);
		memcpy(sorted, versions, n * sizeof *sorted);
		qsort(sorted, n, sizeof *sorted, by_version);
	}
	strlist_split(&parts, spec, ',');
	rc = spec_check(spec, err);
	for (size_t i = 0; !rc && i < parts.len; i++)
		rc = add_part(parts.items[i], sorted, n, out, err);
	if (rc)
		wanted_list_release(out);
	else
		qsort(out->items, out->len, sizeof *out->items, by_rank);
	strlist_release(&parts);
	free(sorted);
	return rc;
}
