/*
 * One transfer, read as a stream: http, https or file.
 *
 * An http transfer has a thread of its own that receives ahead into a bounded ring (DOWNLOAD_AHEAD bytes): the network
 * and the unpacker work at the same time, and a slow disk slows the sender down instead of filling memory. A
 * connection that breaks, stalls, trickles or is answered with "busy" is opened again by that thread, asking for the
 * rest alone, so that the caller sees one stream without a seam; bytes that came before a failure are always handed
 * out first.
 *
 * download_open .. download_read until *n is 0 .. download_free. After a failure download_verdict says whether
 * starting over, or asking the next source, makes sense. One caller's thread per transfer; several transfers may run
 * in several threads.
 */
#ifndef GOALLOC_TOOLCHAIN_DOWNLOAD_H
#define GOALLOC_TOOLCHAIN_DOWNLOAD_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/event.h"
#include "base/str.h"

struct download_options {
	const char *url;    /* borrowed until download_free; may hold credentials, never shown */
	const char *shown;  /* the address for messages, without credentials */
	uint64_t max_bytes; /* more is an error; 0: DOWNLOAD_MAX_BYTES */
	/*
	 * How long, while waiting for the sender and for nothing else, it may take for the next byte, and for
	 * DOWNLOAD_MIN_RATE times as many bytes; 0: $GOALLOC_STALL_SECONDS, else DOWNLOAD_STALL.
	 */
	long stall_seconds;
	/* further connections without progress before it gives up; 0: $GOALLOC_RETRIES, else DOWNLOAD_RETRIES */
	int retries;
	/* before the first of them; each further one doubles it; 0: $GOALLOC_RETRY_MS, else DOWNLOAD_RETRY_MS */
	long retry_ms;
	/* told of each new connection; may be NULL; used, from another thread, until download_free */
	const struct event_sink *sink;
};
#define DOWNLOAD_MAX_BYTES (UINT64_C(2) << 30)
#define DOWNLOAD_STALL 30        /* seconds */
#define DOWNLOAD_MIN_RATE 1000   /* bytes per second, on average over stall_seconds of waiting */
#define DOWNLOAD_RETRIES 6       /* a stall or a trickle counts as three */
#define DOWNLOAD_RETRY_MS 250    /* with a random factor from 0.5 to 1.5 */
#define DOWNLOAD_LONGEST_WAIT 60 /* seconds that a server may ask to wait (Retry-After) */
#define DOWNLOAD_AHEAD ((size_t)1 << 20)

enum download_verdict {
	DOWNLOAD_FINE,
	DOWNLOAD_GONE,      /* 404, 410, no such file: the next source of a "," list may have it */
	DOWNLOAD_TRANSIENT, /* 408, 429, 5xx, cut off, stalled, more often than it was tried again */
	DOWNLOAD_CHANGED,   /* the file became another one in the middle: start over, from the first byte */
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

enum download_verdict download_verdict(const struct download *d); /* of what download_read last returned */
uint64_t download_done(const struct download *d);                 /* bytes handed out */
uint64_t download_total(const struct download *d);                /* as announced; 0: unknown */
const char *download_type(const struct download *d);              /* Content-Type; "" if unknown */

/* The whole of a small thing, appended to *out; after a failure *out is as it was. */
int download_text(const struct download_options *o, struct str *out, enum download_verdict *verdict, struct error *err);
/* Only how large it is, in bytes, by its first bytes; 0 when the server does not say. */
int download_size(const struct download_options *o, uint64_t *size, enum download_verdict *verdict, struct error *err);
/* "https://user:secret@host/path?token" as "https://host/path": an address as it may be shown. The caller frees. */
char *url_without_credentials(const char *url);

#endif
