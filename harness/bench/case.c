#include "bench/case.h"

#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"

/* A case is read by people: anything longer is not one. */
#define CASE_MAX_BYTES ((size_t)1 << 20)

static int add_file(const char *path, const struct event_sink *sink, struct case_list *out, struct error *err)
{
	struct str bytes = STR_INIT;
	struct gocase c;
	bool is_case = false;
	int r = file_read(path, CASE_MAX_BYTES, &bytes, err);

	if (r)
		goto out;
	r = case_parse(path, str_cstr(&bytes), bytes.len, &c, &is_case, err);
	if (r == 0 && is_case) {
		out->items = vec_grow(out->items, &out->cap, out->len + 1, sizeof *out->items);
		out->items[out->len++] = c;
		goto out;
	}
	if (r == 0)
		event_warn(sink,
		           "%s: not a case, left out: NAME_test.go needs a `func BenchmarkX(b *testing.B)` outside "
		           "package "
		           "main, NAME.go needs package main with func main, and NAME must be plain",
		           path);
	gocase_release(&c);
out:
	str_release(&bytes);
	return r;
}

/* Hidden entries and those that start with '_' are not looked at, as the go command does not. */
static bool is_hidden(const char *name)
{
	return *name == '.' || *name == '_';
}

/* The folder's case files; its subfolders too while `levels` lasts. */
static int add_folder(const char *path, int levels, const struct event_sink *sink, struct case_list *out,
                      struct error *err)
{
	struct strlist names = STRLIST_INIT;
	int r = dir_list(path, &names, err);

	for (size_t i = 0; i < names.len && r == 0; i++) {
		char *child = xasprintf("%s/%s", path, names.items[i]);
		struct stat st;

		if (is_hidden(names.items[i]))
			; /* left alone */
		else if (lstat(child, &st))
			r = error_errno(err, ERR_INFRA, "%s: cannot look at it", child);
		else if (S_ISDIR(st.st_mode) && levels > 0)
			r = add_folder(child, levels - 1, sink, out, err);
		else if (S_ISREG(st.st_mode) && str_ends(child, ".go"))
			r = add_file(child, sink, out, err);
		free(child);
	}
	strlist_release(&names);
	return r;
}

static int by_name(const void *a, const void *b)
{
	const struct gocase *x = a, *y = b;
	int r = strcmp(x->name, y->name);

	return r ? r : strcmp(x->path, y->path);
}

int case_discover(const char *path, const struct event_sink *sink, struct case_list *out, struct error *err)
{
	/* Resolved, so that "." and "x/.." have a folder's name to take the family from. */
	char *real = realpath(path, NULL);
	struct stat st;
	int r;

	if (!real && (errno == ENOENT || errno == ENOTDIR))
		return error_set(err, ERR_USAGE, "%s: no such file or folder; give a case file or a folder of cases",
		                 path);
	if (!real || stat(real, &st)) {
		free(real);
		return error_errno(err, ERR_INFRA, "%s: cannot look at it", path);
	}
	if (S_ISDIR(st.st_mode))
		r = add_folder(real, 1, sink, out, err);
	else if (S_ISREG(st.st_mode))
		r = add_file(real, sink, out, err);
	else
		r = error_set(err, ERR_USAGE, "%s: neither a file nor a folder", path);
	free(real);
	if (r)
		return r;
	if (out->len > 1)
		qsort(out->items, out->len, sizeof *out->items, by_name);
	for (size_t i = 1; i < out->len; i++) {
		const struct gocase *a = &out->items[i - 1], *b = &out->items[i];

		if (!strcmp(a->name, b->name))
			return error_set(err, ERR_USAGE, "two cases are called %s: %s and %s; rename one", b->name,
			                 a->path, b->path);
	}
	return 0;
}

/* A glob speaks of the whole name, or of the part after the family. */
static bool matches(const struct gocase *c, const struct strlist *globs)
{
	const char *slash = strchr(c->name, '/');

	for (size_t i = 0; i < globs->len; i++)
		if (!fnmatch(globs->items[i], c->name, 0) || (slash && !fnmatch(globs->items[i], slash + 1, 0)))
			return true;
	return false;
}

void case_list_filter(struct case_list *l, const char *globs)
{
	struct strlist wanted = STRLIST_INIT;
	size_t kept = 0;

	if (!globs)
		return;
	strlist_split(&wanted, globs, ',');
	for (size_t i = 0; i < l->len; i++) {
		if (matches(&l->items[i], &wanted))
			l->items[kept++] = l->items[i];
		else
			gocase_release(&l->items[i]);
	}
	l->len = kept;
	strlist_release(&wanted);
}

struct gocase *case_find(struct case_list *l, const char *name)
{
	for (size_t i = 0; i < l->len; i++)
		if (!strcmp(l->items[i].name, name))
			return &l->items[i];
	return NULL;
}

void case_list_release(struct case_list *l)
{
	for (size_t i = 0; i < l->len; i++)
		gocase_release(&l->items[i]);
	free(l->items);
	*l = (struct case_list)CASE_LIST_INIT;
}
