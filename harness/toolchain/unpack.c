#include "toolchain/unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/hash.h"

#define TRAILER 22 /* bytes of a zip's end record without a comment */

struct unpacker {
	const struct unpack_options *options;
	size_t max_files;
	uint64_t max_bytes;
	/* the stream */
	unpack_read *read;
	void *read_ctx;
	struct error read_error;
	uint64_t packed;
	unsigned char tail[TRAILER]; /* the last bytes that came */
	/* the folder */
	int root, dir;  /* dir: the folder last written to, -1 if none */
	char *dir_name; /* its name, "" for the root */
	/* what was seen */
	struct h1 *h1;
	struct strlist names; /* files and folders, with the prefix: to find those that differ only in case */
	struct unpack_result *out;
};

void unpack_result_release(struct unpack_result *r)
{
	str_release(&r->sums);
}

static void keep_tail(struct unpacker *u, const unsigned char *p, size_t n)
{
	if (n >= TRAILER) {
		memcpy(u->tail, p + n - TRAILER, TRAILER);
	} else {
		memmove(u->tail, u->tail + n, TRAILER - n);
		memcpy(u->tail + TRAILER - n, p, n);
	}
}

static la_ssize_t on_read(struct archive *a, void *ctx, const void **p)
{
	struct unpacker *u = ctx;
	size_t n = 0;

	if (u->read(u->read_ctx, p, &n, &u->read_error)) {
		archive_set_error(a, EIO, "the stream broke off");
		return ARCHIVE_FATAL;
	}
	u->packed += n;
	if (n)
		keep_tail(u, *p, n);
	return (la_ssize_t)n;
}

static int corrupt(struct unpacker *u, const char *name, const char *why, struct error *err)
{
	(void)u;
	return error_set(err, ERR_CORRUPT, "the archive is not what it should be: %s: %s", name, why);
}

/* libarchive's complaint, or the reader's if that is where it began. */
static int archive_failed(struct unpacker *u, struct archive *a, const char *name, struct error *err)
{
	const char *why = archive_error_string(a);

	if (u->read_error.kind != ERR_NONE) {
		*err = u->read_error;
		return -1;
	}
	return error_set(err, ERR_CORRUPT, "the archive is truncated or damaged%s%s: %s", name ? " at " : "",
	                 name ? name : "", why ? why : "no reason given");
}

/* Makes u->dir the folder `name` (relative, "" for the root), creating it. No component may be a symlink. */
static int enter(struct unpacker *u, const char *name, struct error *err)
{
	int fd;

	if (u->dir >= 0 && !strcmp(u->dir_name, name))
		return 0;
	fd = fcntl(u->root, F_DUPFD_CLOEXEC, 0);
	for (const char *p = name; fd >= 0 && *p;) {
		size_t n = strcspn(p, "/");
		char *part = xstrndup(p, n);
		int next = -1;

		if (!mkdirat(fd, part, 0755) || errno == EEXIST)
			next = openat(fd, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		int saved = errno;

		free(part);
		close(fd);
		errno = saved;
		fd = next;
		p += n;
		p += *p == '/';
	}
	if (fd < 0) {
		if (errno == ENOTDIR || errno == ELOOP)
			return corrupt(u, name, "a file and a folder of one name", err);
		return error_errno(err, ERR_INFRA, "cannot create folder %s/%s", u->options->folder, name);
	}
	if (u->dir >= 0)
		close(u->dir);
	free(u->dir_name);
	u->dir = fd;
	u->dir_name = xstrdup(name);
	return 0;
}

static int disk_error(struct unpacker *u, const char *name, struct error *err)
{
	const char *advice = errno == ENOSPC || errno == EDQUOT ? " (free some space or name another --cache)" : "";
	int saved = errno;

	return error_set(err, ERR_INFRA, "cannot write %s/%s: %s%s", u->options->folder, name, strerror(saved), advice);
}

/* Opens the file for writing, in its folder; -1 on error. */
static int create(struct unpacker *u, const char *name, struct error *err)
{
	const char *slash = strrchr(name, '/');
	char *folder = slash ? xstrndup(name, (size_t)(slash - name)) : xstrdup("");
	int fd = -1;

	if (!enter(u, folder, err)) {
		fd = openat(u->dir, slash ? slash + 1 : name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		            0644);
		if (fd < 0 && errno == EEXIST)
			corrupt(u, name, "the name comes twice", err);
		else if (fd < 0)
			disk_error(u, name, err);
	}
	free(folder);
	return fd;
}

static int write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t w = write(fd, p, n);

		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return -1;
		p += w;
		n -= (size_t)w;
	}
	return 0;
}

static int check_amount(struct unpacker *u, const char *name, struct error *err)
{
	if (u->out->bytes > u->max_bytes)
		return corrupt(u, name, "it unpacks to more bytes than any toolchain has", err);
	if (u->out->bytes > UNPACK_RATIO_FROM && u->out->bytes / UNPACK_MAX_RATIO > u->packed)
		return corrupt(u, name, "it unpacks to far more than was sent", err);
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
			return corrupt(u, name, "it has holes", err);
		hash_add(h, p, n);
		*size += n;
		u->out->bytes += n;
		if (check_amount(u, name, err))
			return -1;
		if (fd >= 0 && write_all(fd, p, n))
			return disk_error(u, name, err);
	}
	return rc == ARCHIVE_EOF ? 0 : archive_failed(u, a, name, err);
}

static int unpack_file(struct unpacker *u, struct archive *a, const char *full, struct error *err)
{
	const char *name = full + strlen(u->options->prefix);
	bool keep = goroot_needs(name);
	struct hash *h = hash_new();
	uint64_t size = 0;
	char hex[HASH_HEX];
	int fd = keep ? create(u, goroot_name(name), err) : -1;
	int rc = keep && fd < 0 ? -1 : copy_data(u, a, name, fd, h, &size, err);

	/* some file systems say only now that the disk is full */
	if (fd >= 0 && close(fd) && !rc)
		rc = disk_error(u, name, err);
	hash_hex(h, hex);
	if (rc)
		return -1;
	if (!h1_add(u->h1, full, hex))
		return corrupt(u, name, "its name cannot be hashed", err);
	if (keep) {
		u->out->kept++;
		u->out->kept_bytes += size;
		str_addf(&u->out->sums, "%s  %llu  %s\n", hex, (unsigned long long)size, name);
	} else {
		str_addf(&u->out->sums, "%s  -  %s\n", hex, name);
	}
	return 0;
}

static int unpack_folder(struct unpacker *u, struct archive *a, const char *full, struct error *err)
{
	const char *name = full + strlen(u->options->prefix);
	struct hash *h = hash_new();
	uint64_t size = 0;
	char hex[HASH_HEX];
	int rc = copy_data(u, a, name, -1, h, &size, err);

	hash_hex(h, hex);
	if (rc)
		return -1;
	if (size)
		return corrupt(u, name, "a folder with content", err);
	/* the module hash counts folders too, as empty files with a slash at the end of their name */
	h1_add(u->h1, full, hex);
	str_addf(&u->out->sums, "%s  -  %s\n", hex, name);
	return 0;
}

static int unpack_entry(struct unpacker *u, struct archive *a, struct archive_entry *e, struct error *err)
{
	const char *full = archive_entry_pathname_utf8(e);
	const char *problem = full ? unpack_name_problem(full, u->options->prefix) : "the name is not UTF-8";
	char *copy;
	size_t n;
	int rc;

	if (problem)
		return corrupt(u, full ? full : "an entry", problem, err);
	if (++u->out->files > u->max_files)
		return corrupt(u, full, "more files than any toolchain has", err);
	if (archive_entry_is_encrypted(e))
		return corrupt(u, full, "it is encrypted", err);
	if (archive_entry_symlink(e) || archive_entry_hardlink(e))
		return corrupt(u, full, "a link: only files and folders are allowed", err);
	copy = xstrdup(full); /* reading data may change the entry */
	n = strlen(copy);
	strlist_add(&u->names, copy);
	if (archive_entry_filetype(e) == AE_IFDIR || (n && copy[n - 1] == '/'))
		rc = archive_entry_filetype(e) == AE_IFDIR && copy[n - 1] == '/'
		             ? unpack_folder(u, a, copy, err)
		             : corrupt(u, copy, "neither a file nor a folder", err);
	else if (archive_entry_filetype(e) == AE_IFREG)
		rc = unpack_file(u, a, copy, err);
	else
		rc = corrupt(u, copy, "neither a file nor a folder: only these are allowed", err);
	free(copy);
	return rc;
}

static int by_case(const void *pa, const void *pb)
{
	const char *a = *(char *const *)pa, *b = *(char *const *)pb;
	int c = strcasecmp(a, b);

	return c ? c : strcmp(a, b);
}

/* Names that differ only in case would be one file on some disks. Folders count too, as parents of what is in them. */
static int check_case(struct unpacker *u, struct error *err)
{
	struct strlist all = STRLIST_INIT;
	const char *last = "";
	int rc = 0;

	for (size_t i = 0; i < u->names.len; i++) {
		const char *name = u->names.items[i];
		size_t n = strlen(name);
		const char *slash;

		while (n && name[n - 1] == '/')
			n--;
		strlist_take(&all, xstrndup(name, n));
		slash = strrchr(all.items[all.len - 1], '/');
		n = slash ? (size_t)(slash - all.items[all.len - 1]) : 0;
		if (strlen(last) == n && !strncmp(last, name, n))
			continue; /* the folder of the file before: its parents are in the list */
		for (size_t k = n; k;) {
			strlist_take(&all, xstrndup(name, k));
			if (k == n)
				last = all.items[all.len - 1];
			while (k && name[k - 1] != '/')
				k--;
			k -= k > 0;
		}
	}
	if (all.len > 1)
		qsort(all.items, all.len, sizeof *all.items, by_case);
	for (size_t i = 1; !rc && i < all.len; i++)
		if (!strcasecmp(all.items[i - 1], all.items[i]) && strcmp(all.items[i - 1], all.items[i]))
			rc = corrupt(u, all.items[i], "another name differs from it only in case", err);
	strlist_release(&all);
	return rc;
}

/* What follows the last entry: must come to its end, and be the end of a zip with as many entries as were seen. */
static int finish_stream(struct unpacker *u, struct error *err)
{
	const void *p;
	size_t n;
	unsigned count;

	do {
		if (u->read(u->read_ctx, &p, &n, err))
			return -1;
		u->packed += n;
		if (n)
			keep_tail(u, p, n);
	} while (n);
	if (u->packed < TRAILER || memcmp(u->tail, "PK\5\6", 4))
		return error_set(err, ERR_CORRUPT, "the archive is truncated: its end record is missing");
	count = u->tail[10] | (unsigned)u->tail[11] << 8;
	if (count != 0xffff && count != u->out->files)
		return error_set(err, ERR_CORRUPT, "the archive's end record says %u entries, %zu are there", count,
		                 u->out->files);
	return 0;
}

static int read_entries(struct unpacker *u, struct archive *a, struct error *err)
{
	struct archive_entry *e;
	const char *twice;
	int rc;

	while ((rc = archive_read_next_header(a, &e)) == ARCHIVE_OK)
		if (unpack_entry(u, a, e, err))
			return -1;
	if (rc != ARCHIVE_EOF)
		return archive_failed(u, a, NULL, err);
	if (u->read_error.kind != ERR_NONE) {
		*err = u->read_error;
		return -1;
	}
	if (finish_stream(u, err))
		return -1;
	if (!u->out->files)
		return error_set(err, ERR_CORRUPT, "the archive is empty");
	twice = h1_duplicate(u->h1);
	if (twice)
		return corrupt(u, twice, "the name comes twice", err);
	return check_case(u, err);
}

/* libarchive converts names by the locale: in "C" every name that is not ASCII would be an error. */
static locale_t utf8_locale(void)
{
	static const char *const names[] = { "C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8" };
	locale_t l = (locale_t)0;

	for (size_t i = 0; !l && i < sizeof names / sizeof *names; i++)
		l = newlocale(LC_CTYPE_MASK, names[i], (locale_t)0);
	return l;
}

int unpack_zip(unpack_read *read, void *ctx, const struct unpack_options *options, struct unpack_result *out,
               struct error *err)
{
	struct unpacker u = {
		.options = options,
		.max_files = options->max_files ? options->max_files : UNPACK_MAX_FILES,
		.max_bytes = options->max_bytes ? options->max_bytes : UNPACK_MAX_BYTES,
		.read = read,
		.read_ctx = ctx,
		.read_error = ERROR_INIT,
		.dir = -1,
		.h1 = h1_new(),
		.out = out,
	};
	locale_t utf8 = utf8_locale(), before = utf8 ? uselocale(utf8) : (locale_t)0;
	struct archive *a = archive_read_new();
	int rc = -1;

	memset(out, 0, sizeof *out);
	u.root = open(options->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (u.root < 0)
		error_errno(err, ERR_INFRA, "cannot open folder %s", options->folder);
	else if (!a || archive_read_support_format_zip_streamable(a) || archive_read_support_filter_none(a))
		error_set(err, ERR_INFRA, "libarchive cannot read zip archives");
	else if (archive_read_open2(a, &u, NULL, on_read, NULL, NULL))
		archive_failed(&u, a, NULL, err);
	else
		rc = read_entries(&u, a, err);
	if (!rc)
		h1_text(u.h1, out->h1);
	archive_read_free(a);
	if (utf8) {
		uselocale(before);
		freelocale(utf8);
	}
	if (u.root >= 0)
		close(u.root);
	if (u.dir >= 0)
		close(u.dir);
	free(u.dir_name);
	h1_free(u.h1);
	strlist_release(&u.names);
	return rc;
}
