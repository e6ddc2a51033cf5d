#include "toolchain/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8_locale.h"
#include "toolchain/unpack_internal.h"

struct unpacker {
	const struct unpack_options *options;
	size_t max_files;
	uint64_t max_bytes;
	const char *within; /* the prefix of names in the archive */
	struct unpack_stream stream;
	struct unpack_disk disk;
	struct h1 *h1;
	struct str names;            /* of files and folders, without the prefix, each with its NUL */
	size_t names_len, names_cap; /* how many, and where each begins: to look at them all in the end */
	size_t *starts;
	size_t entries;
	struct unpack_result *out;
};

void unpack_result_release(struct unpack_result *r)
{
	str_release(&r->sums);
}

int unpack_corrupt(const char *name, const char *why, struct error *err)
{
	return error_set(err, ERR_CORRUPT, "the archive is not what it should be: %.200s%s: %s", name,
	                 strlen(name) > 200 ? "..." : "", why);
}

static la_ssize_t on_read(struct archive *a, void *ctx, const void **p)
{
	struct unpacker *u = ctx;
	size_t n = 0;

	if (unpack_stream_next(&u->stream, p, &n)) {
		archive_set_error(a, EIO, "the stream broke off");
		return ARCHIVE_FATAL;
	}
	return (la_ssize_t)n;
}

/* libarchive's complaint, or the stream's if that is where it began. */
static int archive_failed(struct unpacker *u, struct archive *a, const char *name, struct error *err)
{
	const char *why = archive_error_string(a);

	if (u->stream.error.kind != ERR_NONE) {
		*err = u->stream.error;
		return -1;
	}
	return error_set(err, ERR_CORRUPT, "the archive is truncated or damaged%s%.200s: %s", name ? " at " : "",
	                 name ? name : "", why ? why : "no reason given");
}

static int check_amount(struct unpacker *u, const char *name, struct error *err)
{
	if (u->out->bytes > u->max_bytes)
		return unpack_corrupt(name, "it unpacks to more bytes than any toolchain has", err);
	if (u->out->bytes > UNPACK_RATIO_FROM && u->out->bytes / UNPACK_MAX_RATIO > u->stream.packed)
		return unpack_corrupt(name, "it unpacks to far more than was sent", err);
	return 0;
}

/* Streams one file's bytes through the hash and, if fd is not -1, to disk. */
static int copy_data(struct unpacker *u, struct archive *a, const char *name, int fd, struct hash *h, uint64_t *size,
                     struct error *err)
{
	const void *p;
	size_t n;
	la_int64_t offset;
	int rc;

	while ((rc = archive_read_data_block(a, &p, &n, &offset)) == ARCHIVE_OK) {
		if (offset < 0 || (uint64_t)offset != *size)
			return unpack_corrupt(name, "it has holes", err);
		hash_add(h, p, n);
		*size += n;
		u->out->bytes += n;
		if (check_amount(u, name, err) || (fd >= 0 && unpack_disk_write(&u->disk, fd, name, p, n, err)))
			return -1;
	}
	return rc == ARCHIVE_EOF ? 0 : archive_failed(u, a, name, err);
}

/* What the header says of an entry, copied: reading its data may change it. */
struct entry {
	char *name;      /* without the prefix; in the module's words: _go.mod */
	bool folder;     /* the name ends with "/" */
	bool in_module;  /* counts towards the module hash */
	int64_t claimed; /* its size; -1: not said */
};

/* Remembers a name before anything is done for it; there may be only so much of them. */
static int remember(struct unpacker *u, const char *name, struct error *err)
{
	if (u->names.len + strlen(name) > UNPACK_MAX_NAMES)
		return unpack_corrupt(name, "more and longer names than any toolchain has", err);
	u->starts = vec_grow(u->starts, &u->names_cap, u->names_len + 1, sizeof *u->starts);
	u->starts[u->names_len++] = u->names.len;
	str_add_bytes(&u->names, name, strlen(name) + 1);
	return 0;
}

static int note_sum(struct unpacker *u, const struct entry *e, const char *hex, bool kept, uint64_t size,
                    struct error *err)
{
	char *full;
	bool fine;

	if (!e->in_module)
		return 0;
	full = xasprintf("%s%s", u->options->prefix, e->name);
	fine = h1_add(u->h1, full, hex);
	free(full);
	if (!fine)
		return unpack_corrupt(e->name, "its name cannot be hashed", err);
	if (kept)
		str_addf(&u->out->sums, "%s  %llu  %s\n", hex, (unsigned long long)size, e->name);
	else
		str_addf(&u->out->sums, "%s  -  %s\n", hex, e->name);
	return 0;
}

static int unpack_file(struct unpacker *u, struct archive *a, const struct entry *e, struct error *err)
{
	bool keep = !e->folder && e->in_module && goroot_needs(e->name);
	const char *name = goroot_name(e->name);
	struct hash *h = hash_new();
	uint64_t size = 0;
	char hex[HASH_HEX];
	int fd = -1;
	int rc = keep ? unpack_disk_create(&u->disk, name, goroot_is_program(name), &fd, err) : 0;

	if (!rc)
		rc = copy_data(u, a, e->name, fd, h, &size, err);
	if (fd >= 0) {
		struct error second = ERROR_INIT;

		if (unpack_disk_close(&u->disk, fd, name, rc ? &second : err))
			rc = -1;
	}
	hash_hex(h, hex);
	if (rc)
		return -1;
	if (e->folder && size)
		return unpack_corrupt(e->name, "a folder with content", err);
	if (e->claimed >= 0 && (uint64_t)e->claimed != size)
		return unpack_corrupt(e->name, "its size is not what its header says", err);
	if (keep) {
		u->out->kept++;
		u->out->kept_bytes += size;
	}
	return note_sum(u, e, hex, keep, size, err);
}

/* In modules made of a tar.gz go.mod is called _go.mod, wherever it is: a module may hold no other. */
static char *module_name(enum unpack_format format, const char *name)
{
	size_t n = strlen(name), base = n;

	while (base && name[base - 1] != '/')
		base--;
	if (format == UNPACK_ZIP || strcmp(name + base, "go.mod") != 0)
		return xstrdup(name);
	return xasprintf("%.*s_go.mod", (int)base, name);
}

static const char *kind_problem(struct archive_entry *e, bool slash)
{
	if (archive_entry_is_encrypted(e))
		return "it is encrypted";
	if (archive_entry_symlink(e) || archive_entry_hardlink(e))
		return "a link: only files and folders are allowed";
	if (archive_entry_sparse_count(e) > 0)
		return "it has holes";
	if (archive_entry_filetype(e) != (slash ? AE_IFDIR : AE_IFREG))
		return "neither a file nor a folder: only these are allowed";
	return NULL;
}

static int unpack_entry(struct unpacker *u, struct archive *a, struct archive_entry *e, struct error *err)
{
	const bool tar = u->options->format == UNPACK_TAR_GZ;
	const char *raw = archive_entry_pathname_utf8(e);
	const char *problem = raw ? unpack_name_problem(raw, u->within) : "the name is not UTF-8";
	struct entry entry = { .claimed = archive_entry_size_is_set(e) ? archive_entry_size(e) : -1 };
	int rc;

	if (problem)
		return unpack_corrupt(raw ? raw : "an entry", problem, err);
	if (++u->entries > u->max_files)
		return unpack_corrupt(raw, "more files than any toolchain has", err);
	entry.folder = str_ends(raw, "/");
	problem = kind_problem(e, entry.folder);
	if (problem)
		return unpack_corrupt(raw, problem, err);
	entry.name = module_name(u->options->format, raw + strlen(u->within));
	/* a zip's module hash counts folders too, as empty files; one made of a tar.gz has none */
	entry.in_module = !tar || (!entry.folder && !goroot_not_in_module(entry.name));
	rc = remember(u, entry.name, err);
	if (!rc)
		rc = unpack_file(u, a, &entry, err);
	free(entry.name);
	return rc;
}

static int check_names(struct unpacker *u, struct error *err)
{
	const char **all = xcalloc(u->names_len + 1, sizeof *all);
	const char *which, *problem;
	int rc = 0;

	for (size_t i = 0; i < u->names_len; i++)
		all[i] = u->names.p + u->starts[i];
	problem = unpack_names_problem(all, u->names_len, &which);
	if (problem)
		rc = unpack_corrupt(which, problem, err);
	free(all);
	return rc;
}

static int read_entries(struct unpacker *u, struct archive *a, struct error *err)
{
	struct archive_entry *e;
	int rc;

	while ((rc = archive_read_next_header(a, &e)) == ARCHIVE_OK)
		if (unpack_entry(u, a, e, err))
			return -1;
	if (rc != ARCHIVE_EOF || u->stream.error.kind != ERR_NONE)
		return archive_failed(u, a, NULL, err);
	if (unpack_stream_finish(&u->stream, u->entries, err))
		return -1;
	if (check_names(u, err))
		return -1;
	u->out->files = h1_count(u->h1);
	if (!u->out->files)
		return error_set(err, ERR_CORRUPT, "the archive is empty");
	return unpack_disk_settle(&u->disk, err);
}

/* Only the one kind that was asked for: nothing is guessed from what comes. */
static int support(struct archive *a, enum unpack_format format)
{
	if (format == UNPACK_ZIP)
		return archive_read_support_format_zip_streamable(a) || archive_read_support_filter_none(a) ? -1 : 0;
	return archive_read_support_format_tar(a) || archive_read_support_filter_gzip(a) ? -1 : 0;
}

static int unpack_stream(struct unpacker *u, struct error *err)
{
	struct archive *a = archive_read_new();
	int rc = -1;

	if (!a || support(a, u->options->format))
		error_set(err, ERR_INFRA, "libarchive cannot read such archives");
	else if (archive_read_open2(a, u, NULL, on_read, NULL, NULL))
		archive_failed(u, a, NULL, err);
	else
		rc = read_entries(u, a, err);
	archive_read_free(a);
	return rc;
}

int unpack_archive(unpack_read *read, void *ctx, const struct unpack_options *options, struct unpack_result *out,
                   struct error *err)
{
	struct unpacker u = {
		.options = options,
		.max_files = options->max_files ? options->max_files : UNPACK_MAX_FILES,
		.max_bytes = options->max_bytes ? options->max_bytes : UNPACK_MAX_BYTES,
		.within = options->format == UNPACK_ZIP ? options->prefix : "go/",
		.stream = { .format = options->format, .read = read, .ctx = ctx, .error = ERROR_INIT },
		.h1 = h1_new(),
		.out = out,
	};
	struct utf8_locale utf8;
	int rc;

	/* libarchive converts names by the locale: in "C" every name that is not ASCII would be an error */
	utf8_locale_enter(&utf8);
	memset(out, 0, sizeof *out);
	if (options->format == UNPACK_TAR_GZ)
		u.stream.sha256 = hash_new();
	rc = unpack_disk_open(&u.disk, options->folder, err);
	if (!rc)
		rc = unpack_stream(&u, err);
	out->packed = u.stream.packed;
	if (u.stream.sha256)
		hash_hex(u.stream.sha256, out->sha256);
	if (!rc)
		h1_text(u.h1, out->h1);
	utf8_locale_leave(&utf8);
	unpack_disk_release(&u.disk);
	h1_free(u.h1);
	str_release(&u.names);
	free(u.starts);
	return rc;
}
