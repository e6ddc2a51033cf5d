/*
 * A module proxy in a temporary folder, with tiny toolchains whose bin/go is a shell script, and zips of any shape made
 * in memory. For the tests of unpacking and of the cache.
 */
#ifndef GOALLOC_TESTS_FAKE_TOOLCHAIN_H
#define GOALLOC_TESTS_FAKE_TOOLCHAIN_H

#include <archive.h>
#include <archive_entry.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/str.h"
#include "toolchain/h1.h"
#include "toolchain/toolchain.h"

struct fake_file {
	const char *name; /* a folder's ends with "/" */
	const char *text;
	const char *link; /* not NULL: a symlink to there */
};

static inline la_ssize_t fake_write(struct archive *a, void *ctx, const void *p, size_t n)
{
	(void)a;
	str_add_bytes(ctx, p, n);
	return (la_ssize_t)n;
}

/* Appends a zip, or a tar.gz, of the files (the last has a NULL name), each with `prefix` before its name. */
static inline void fake_archive(bool tar, const char *prefix, const struct fake_file *files, struct str *out)
{
	struct archive *a = archive_write_new();

	if (tar)
		archive_write_set_format_pax_restricted(a);
	else
		archive_write_set_format_zip(a);
	if (tar)
		archive_write_add_filter_gzip(a);
	archive_write_set_bytes_per_block(a, 1);
	archive_write_set_bytes_in_last_block(a, 1);
	if (archive_write_open(a, out, NULL, fake_write, NULL))
		abort();
	for (; files->name; files++) {
		struct archive_entry *e = archive_entry_new();
		char *name = xasprintf("%s%s", prefix, files->name);
		size_t n = files->text ? strlen(files->text) : 0;
		bool folder = str_ends(name, "/");

		archive_entry_set_pathname(e, name);
		archive_entry_set_filetype(e, files->link ? AE_IFLNK : folder ? AE_IFDIR : AE_IFREG);
		archive_entry_set_perm(e, 0644);
		if (files->link)
			archive_entry_set_symlink(e, files->link);
		else if (!folder)
			archive_entry_set_size(e, (la_int64_t)n);
		if (archive_write_header(a, e) < ARCHIVE_WARN)
			abort();
		if (n)
			archive_write_data(a, files->text, n);
		archive_entry_free(e);
		free(name);
	}
	archive_write_close(a);
	archive_write_free(a);
}

static inline void fake_zip(const char *prefix, const struct fake_file *files, struct str *out)
{
	fake_archive(false, prefix, files, out);
}

static inline void fake_h1(const char *prefix, const struct fake_file *files, char out[H1_TEXT])
{
	struct h1 *h = h1_new();

	for (; files->name; files++) {
		char *name = xasprintf("%s%s", prefix, files->name);
		struct hash *one = hash_new();
		char hex[HASH_HEX];

		if (files->text)
			hash_add(one, files->text, strlen(files->text));
		hash_hex(one, hex);
		h1_add(h, name, hex);
		free(name);
	}
	h1_text(h, out);
	h1_free(h);
}

static inline void fake_put(const char *folder, const char *name, const void *p, size_t n)
{
	char *path = xasprintf("%s/%s", folder, name);
	char *slash = strrchr(path, '/');
	struct error err = ERROR_INIT;

	*slash = '\0';
	if (dir_make(path, &err))
		abort();
	*slash = '/';
	if (file_write(path, p, n, &err))
		abort();
	free(path);
}

/* The zip of a toolchain `go` ("go1.98.1") that says it is `says`, for the host's platform; the digest in `h1`. */
static inline void fake_toolchain_zip(const char *go, const char *says, struct str *zip, char h1[H1_TEXT])
{
	char *platform = xasprintf("%s-%s", host_goos(), host_goarch());
	char *prefix = xasprintf("golang.org/toolchain@v0.0.1-%s.%s/", go, platform);
	char *script = xasprintf("#!/bin/sh\necho go version %s %s/%s\n", says, host_goos(), host_goarch());
	char *compile = xasprintf("pkg/tool/%s_%s/compile", host_goos(), host_goarch());
	const struct fake_file files[] = {
		{ "VERSION", go, NULL },
		{ "bin/go", script, NULL },
		{ compile, "#!/bin/sh\n", NULL },
		{ "src/_go.mod", "module std\n", NULL },
		{ "src/fmt/print.go", "package fmt\n", NULL },
		{ "src/fmt/fmt_test.go", "package fmt\n", NULL },
		{ "src/fmt/testdata/x", "data", NULL },
		{ NULL, NULL, NULL },
	};

	fake_zip(prefix, files, zip);
	fake_h1(prefix, files, h1);
	free(compile);
	free(script);
	free(prefix);
	free(platform);
}

/* Puts the zip into the proxy below `folder`, and the version into its list. */
static inline void fake_publish(const char *folder, const char *go, const struct str *zip)
{
	char *name = xasprintf("golang.org/toolchain/@v/v0.0.1-%s.%s-%s.zip", go, host_goos(), host_goarch());
	char *list = xasprintf("%s/golang.org/toolchain/@v/list", folder);
	struct str text = STR_INIT;
	struct error err = ERROR_INIT;

	if (path_is_file(list) && file_read(list, 1 << 20, &text, &err))
		abort();
	str_addf(&text, "v0.0.1-%s.%s-%s\nv0.0.1-%s.plan9-386\n", go, host_goos(), host_goarch(), go);
	fake_put(folder, "golang.org/toolchain/@v/list", text.p, text.len);
	if (zip)
		fake_put(folder, name, zip->p, zip->len);
	str_release(&text);
	free(list);
	free(name);
}

#endif
