/*
 * What a server answers to a request for a file, or for the rest of one: the head of the answer, line by line, and the
 * judgement what to do with its body. No network here: everything follows from the lines.
 *
 * Zero a struct answer for each request, hand every head line to answer_line(); when it returns true a head is
 * complete: answer_judge().
 */
#ifndef GOALLOC_TOOLCHAIN_DOWNLOAD_ANSWER_H
#define GOALLOC_TOOLCHAIN_DOWNLOAD_ANSWER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct answer {
	long status;     /* of the last head; 0: none yet */
	bool complete;   /* its empty line has come */
	bool moved;      /* it has a Location */
	bool has_length; /* Content-Length */
	uint64_t length;
	bool has_range;                   /* a Content-Range in bytes that makes sense */
	bool unsatisfied;                 /* one with a "*" for the range */
	uint64_t range_from, range_total; /* total 0: not told */
	char type[80];                    /* Content-Type */
	char etag[128];                   /* with its quotes, W/ and all; "" if none or too long */
	char modified[64];                /* Last-Modified */
	long retry_after;                 /* seconds, 0: none; the HTTP date is turned into seconds from now */
	size_t bytes;                     /* of all heads of this request */
};
/* Lines above, of a version that the transfer began with. */
struct file_version {
	char etag[128], modified[64];
};

/* One line with its line end. True when it ends a head. */
bool answer_line(struct answer *a, const char *line, size_t n);

enum answer_kind {
	ANSWER_WAIT,      /* a redirect or an interim one: another head follows */
	ANSWER_BODY,      /* the body goes on where the transfer stands */
	ANSWER_SKIP,      /* the body begins at 0: the server does not know ranges */
	ANSWER_END,       /* there was nothing left to send: the transfer is complete */
	ANSWER_CHANGED,   /* the file is another one than before */
	ANSWER_CONFUSED,  /* a range that was not asked for: ask without ranges */
	ANSWER_TOO_LARGE, /* more is announced than may come */
	ANSWER_REFUSED,   /* a status that means failure */
};
/* `done` bytes came before, of `total` (0: unknown) of the version *was; max: bytes that the file may have. */
enum answer_kind answer_judge(const struct answer *a, uint64_t done, uint64_t total, uint64_t max,
                              const struct file_version *was);
/* What may be sent as If-Range: the strong ETag, else the Last-Modified, else NULL. */
const char *answer_if_range(const struct file_version *was);

#endif
