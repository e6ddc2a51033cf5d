/* The packed side of the unpacker: what comes is counted, hashed, and must begin and end as an archive does. */
#include <string.h>

#include "toolchain/unpack_internal.h"

static const struct {
	const char *magic, *what;
	size_t n;
} formats[] = {
	[UNPACK_ZIP] = { "PK\3\4", "zip archive", 4 },
	[UNPACK_TAR_GZ] = { "\x1f\x8b\x08", "tar.gz archive", 3 },
};

bool unpack_begins(enum unpack_format format, const void *p, size_t n)
{
	return n >= formats[format].n && !memcmp(p, formats[format].magic, formats[format].n);
}

static void keep_tail(struct unpack_stream *s, const unsigned char *p, size_t n)
{
	if (n >= UNPACK_TAIL) {
		memcpy(s->tail, p + n - UNPACK_TAIL, UNPACK_TAIL);
	} else {
		memmove(s->tail, s->tail + n, UNPACK_TAIL - n);
		memcpy(s->tail + UNPACK_TAIL - n, p, n);
	}
}

int unpack_stream_next(struct unpack_stream *s, const void **p, size_t *n)
{
	size_t magic = formats[s->format].n;

	if (s->read(s->ctx, p, n, &s->error))
		return -1;
	/* libarchive would look for a beginning further on, as in a program that unpacks itself */
	if (s->packed < magic) {
		size_t left = magic - (size_t)s->packed;

		if (*n < left)
			left = *n;
		if (memcmp(left ? *p : "", formats[s->format].magic + s->packed, left) || (!*n && !s->packed))
			return error_set(&s->error, ERR_CORRUPT, "it does not begin as a %s does",
			                 formats[s->format].what);
	}
	s->packed += *n;
	if (*n && s->sha256)
		hash_add(s->sha256, *p, *n);
	if (*n)
		keep_tail(s, *p, *n);
	return 0;
}

/* A zip's end record, without a comment, is its very end; its directory comes before it. */
static int check_zip_end(const struct unpack_stream *s, size_t entries, struct error *err)
{
	const unsigned char *t = s->tail;
	unsigned count = t[10] | (unsigned)t[11] << 8;

	if (s->packed < UNPACK_TAIL || memcmp(t, "PK\5\6", 4) != 0 || t[20] || t[21])
		return error_set(err, ERR_CORRUPT,
		                 "the archive is truncated, or something follows it: its end record is missing");
	/* all ones: the real number is in the record for large archives */
	if (count != 0xffff && count != entries)
		return error_set(err, ERR_CORRUPT, "the archive's end record says %u entries, %zu are there", count,
		                 entries);
	return 0;
}

int unpack_stream_finish(struct unpack_stream *s, size_t entries, struct error *err)
{
	const uint64_t start = s->packed;
	const void *p;
	size_t n;

	do {
		if (unpack_stream_next(s, &p, &n)) {
			*err = s->error;
			return -1;
		}
		if (s->packed - start > UNPACK_MAX_REST)
			return error_set(err, ERR_CORRUPT, "far more follows the archive's last file than its end");
	} while (n);
	/* how a tar.gz must end, its digest says */
	return s->format == UNPACK_ZIP ? check_zip_end(s, entries, err) : 0;
}
