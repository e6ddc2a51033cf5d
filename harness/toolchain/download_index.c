#include "toolchain/download_index.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

/*
 * jansson builds the whole tree, 30 to 60 bytes a value: how many there are and how deep is looked at before. Strings
 * are skipped, so that what is in them does not count; whether it is JSON at all is jansson's to say.
 */
static int check_cost(const char *text, size_t n, struct error *err)
{
	size_t depth = 0, values = 0;
	bool quoted = false;

	if (n > INDEX_MAX_BYTES)
		return error_set(err, ERR_CORRUPT, "the download index has %zu bytes, too many to be one", n);
	for (size_t i = 0; i < n; i++) {
		if (quoted && text[i] == '\\')
			i++;
		else if (text[i] == '"')
			quoted = !quoted;
		else if (quoted)
			continue;
		else if (text[i] == '[' || text[i] == '{')
			depth++;
		else if ((text[i] == ']' || text[i] == '}') && depth)
			depth--;
		values += !quoted && strchr("[{,:", text[i]) && text[i];
		if (depth > INDEX_MAX_DEPTH || values > INDEX_MAX_VALUES)
			return error_set(err, ERR_CORRUPT,
			                 "the download index has more values, or deeper ones, than any");
	}
	return 0;
}

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* "go1.9.2.linux-amd64.tar.gz"; for darwin also "go1.2.2.darwin-amd64-osx10.8.tar.gz": *variant is 8. */
static bool is_filename(const char *name, const char *version, const char *goos, const char *goarch, int *variant)
{
	char *stem = xasprintf("%s.%s-%s", version, goos, goarch);
	bool starts = str_starts(name, stem);
	const char *rest = starts ? name + strlen(stem) : "";
	int end = -1;

	free(stem);
	*variant = 0;
	if (!strcmp(goos, "darwin") && sscanf(rest, "-osx10.%2d%n", variant, &end) == 1 && end > 0 && *variant > 0)
		rest += end;
	return starts && !strcmp(rest, ".tar.gz");
}

/* Puts the file among the others; of two for one version the newer variant stays. */
static int add(struct download_index *x, const struct index_file *f, struct error *err)
{
	for (size_t i = x->len; i-- > 0;) {
		struct index_file *old = &x->items[i];

		if (version_compare(&old->version, &f->version))
			continue;
		if (!strcmp(old->filename, f->filename) && strcmp(old->sha256, f->sha256) != 0)
			return error_set(err, ERR_CORRUPT, "the download index names two digests for %s", f->filename);
		if (f->variant > old->variant)
			*old = *f;
		return 0;
	}
	if (x->len == INDEX_MAX_RELEASES)
		return error_set(err, ERR_CORRUPT, "the download index has more releases than there can be");
	x->items = vec_grow(x->items, &x->cap, x->len + 1, sizeof *x->items);
	x->items[x->len++] = *f;
	return 0;
}

static int read_file(const json_t *file, const char *version, const struct go_version *v, const char *goos,
                     const char *goarch, struct download_index *x, struct error *err)
{
	const char *name = text_of(file, "filename"), *sha256 = text_of(file, "sha256");
	struct index_file f = { .version = *v };
	json_int_t size = json_integer_value(json_object_get(file, "size"));

	if (strcmp(text_of(file, "kind"), "archive") != 0 || strcmp(text_of(file, "os"), goos) != 0 ||
	    strcmp(text_of(file, "arch"), goarch) != 0 || strcmp(text_of(file, "version"), version) != 0)
		return 0;
	if (strlen(name) >= sizeof f.filename || !is_filename(name, version, goos, goarch, &f.variant) ||
	    strlen(sha256) != HASH_HEX - 1 || strspn(sha256, "0123456789abcdef") != HASH_HEX - 1)
		return 0;
	str_copy(f.filename, sizeof f.filename, name, strlen(name));
	str_copy(f.sha256, sizeof f.sha256, sha256, strlen(sha256));
	f.size = size > 0 ? (uint64_t)size : 0;
	return add(x, &f, err);
}

static int read_release(const json_t *release, const char *goos, const char *goarch, struct download_index *x,
                        struct error *err)
{
	const json_t *files = json_object_get(release, "files");
	const char *version = text_of(release, "version");
	struct go_version v;

	if (!json_is_array(files) || !str_starts(version, "go") || !version_parse(version, &v))
		return 0;
	x->releases++;
	if (!version_at_least(&v, 1, 2))
		return 0;
	for (size_t i = 0; i < json_array_size(files); i++)
		if (read_file(json_array_get(files, i), version, &v, goos, goarch, x, err))
			return -1;
	return 0;
}

static int by_version(const void *a, const void *b)
{
	return version_compare(&((const struct index_file *)a)->version, &((const struct index_file *)b)->version);
}

int download_index_parse(const char *text, size_t n, const char *goos, const char *goarch, struct download_index *out,
                         struct error *err)
{
	json_error_t why;
	json_t *all;
	int rc = 0;

	if (check_cost(text, n, err))
		return -1;
	all = json_loadb(text, n, JSON_REJECT_DUPLICATES, &why);
	if (!all)
		return error_set(err, ERR_CORRUPT, "the download index is no JSON: line %d, column %d", why.line,
		                 why.column);
	if (!json_is_array(all))
		rc = error_set(err, ERR_CORRUPT, "the download index is no list of releases");
	for (size_t i = 0; !rc && i < json_array_size(all); i++)
		rc = read_release(json_array_get(all, i), goos, goarch, out, err);
	json_decref(all);
	if (rc) {
		download_index_release(out);
		return -1;
	}
	if (out->len)
		qsort(out->items, out->len, sizeof *out->items, by_version);
	return 0;
}

const struct index_file *download_index_find(const struct download_index *x, const struct go_version *v)
{
	struct index_file key = { .version = *v };

	return x->len ? bsearch(&key, x->items, x->len, sizeof *x->items, by_version) : NULL;
}

void download_index_release(struct download_index *x)
{
	free(x->items);
	*x = (struct download_index)DOWNLOAD_INDEX_INIT;
}
