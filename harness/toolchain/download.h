/*
 * One transfer, read as a stream: http, https or file. The caller asks for bytes, the transfer moves only as far as
 * is needed for them (libcurl's multi interface with a single easy handle), so a slow disk slows the sender down
 * instead of filling memory.
 *
 * download_open .. download_read until *n is 0 .. download_free. After a failure download_verdict says whether trying
 * again, or asking the next source, makes sense. One thread per transfer; several transfers may run in several threads.
 */
#ifndef GOALLOC_TOOLCHAIN_DOWNLOAD_H
#define GOALLOC_TOOLCHAIN_DOWNLOAD_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

struct download_options {
	const char *url;    /* borrowed until download_free; may hold credentials, never shown */
	const char *shown;  /* the address for messages, without credentials */
	uint64_t max_bytes; /* more is an error; 0: DOWNLOAD_MAX_BYTES */
	long stall_seconds; /* no bytes for so long is an error; 0: $GOALLOC_STALL_SECONDS, else DOWNLOAD_STALL */
};
#define DOWNLOAD_MAX_BYTES (UINT64_C(2) << 30)
#define DOWNLOAD_STALL 30

enum download_verdict {
	DOWNLOAD_FINE,
	DOWNLOAD_GONE,      /* 404, 410, no such file: the next source of a "," list may have it */
	DOWNLOAD_TRANSIENT, /* 408, 429, 5xx, cut off, stalled: worth another try */
	DOWNLOAD_FAILED,    /* anything else: trying again gives the same */
};

struct download;
/* Never NULL; an address that cannot be used shows at the first read. */
struct download *download_open(const struct download_options *o);
/*
 * The next bytes, valid until the next call; *n == 0 at the end, reached only when everything the server promised
 * has come. ERR_INFRA with the address and the reason, ERR_INTERRUPTED.
 */
int download_read(struct download *d, const void **p, size_t *n, struct error *err);
void download_free(struct download *d);

enum download_verdict download_verdict(const struct download *d);
uint64_t download_done(const struct download *d);    /* bytes handed out */
uint64_t download_total(const struct download *d);   /* as announced; 0: unknown */
const char *download_type(const struct download *d); /* Content-Type; "" if unknown */
long download_retry_after(const struct download *d); /* seconds the server asked to wait; 0: none */

/* The whole of a small thing, appended to *out. */
int download_text(const struct download_options *o, struct str *out, enum download_verdict *verdict, struct error *err);
/* "https://user:secret@host/path?token" as "https://host/path": an address as it may be shown. The caller frees. */
char *url_without_credentials(const char *url);
/* Waits before the next try; an interrupt ends it (ERR_INTERRUPTED). */
int download_pause(int64_t ns, struct error *err);

#endif
