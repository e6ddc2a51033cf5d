/*
 * The parts of the unpacker: the packed stream on one side (unpack_stream.c), the folder on the other (unpack_disk.c),
 * the archive's entries between them (unpack.c). Nothing here is for others.
 */
#ifndef GOALLOC_TOOLCHAIN_UNPACK_INTERNAL_H
#define GOALLOC_TOOLCHAIN_UNPACK_INTERNAL_H

#include "base/hash.h"
#include "toolchain/unpack.h"

#define UNPACK_TAIL 22 /* bytes of a zip's end record without a comment */

/* The archive's bytes on their way to libarchive. */
struct unpack_stream {
	enum unpack_format format;
	unpack_read *read;
	void *ctx;
	struct error error; /* the reader's, or "no archive": libarchive only knows that it failed */
	uint64_t packed;
	unsigned char tail[UNPACK_TAIL]; /* the last bytes that came */
	struct hash *sha256;             /* NULL: not wanted */
};
/* The next bytes; *n == 0 at the end. On failure s->error says why. */
int unpack_stream_next(struct unpack_stream *s, const void **p, size_t *n);
/* Reads what follows the last entry to its end, which must be the end of an archive with so many entries. */
int unpack_stream_finish(struct unpack_stream *s, size_t entries, struct error *err);

/* The folder that is written into. The folders down to the last file stay open: the next file is mostly beside it. */
struct unpack_disk {
	const char *folder;
	int root; /* -1: not open */
	int fds[UNPACK_MAX_DEPTH];
	size_t ends[UNPACK_MAX_DEPTH]; /* of each one's name in `path` */
	size_t depth;
	struct str path;
	struct strlist made; /* all folders, and the bytes of their names */
	size_t made_bytes;
};
int unpack_disk_open(struct unpack_disk *d, const char *folder, struct error *err);
/* A new file for writing: *fd. ERR_CORRUPT when the name is taken, ERR_INFRA when the disk is the trouble. */
int unpack_disk_create(struct unpack_disk *d, const char *name, bool program, int *fd, struct error *err);
int unpack_disk_write(struct unpack_disk *d, int fd, const char *name, const void *p, size_t n, struct error *err);
/* Gives the file its time, and closes it whatever happens; some file systems say only now that the disk is full. */
int unpack_disk_close(struct unpack_disk *d, int fd, const char *name, struct error *err);
/* Gives all folders their time: after the last file. */
int unpack_disk_settle(struct unpack_disk *d, struct error *err);
void unpack_disk_release(struct unpack_disk *d);

int unpack_corrupt(const char *name, const char *why, struct error *err);

#endif
