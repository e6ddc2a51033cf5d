/*
 * What the files of the download share, and nobody else: download.c the caller's side, download_file.c file: sources,
 * download_http.c one request, download_retry.c the thread that makes one request after the other, download_failure.c
 * what failures mean.
 */
#ifndef GOALLOC_TOOLCHAIN_DOWNLOAD_INTERNAL_H
#define GOALLOC_TOOLCHAIN_DOWNLOAD_INTERNAL_H

#include <curl/curl.h>
#include <pthread.h>
#include <stdbool.h>

#include "toolchain/download.h"
#include "toolchain/download_answer.h"
#include "toolchain/download_ring.h"

/* What the receiving thread tells the caller's. */
struct news {
	uint64_t total;
	char type[80];
	enum download_verdict verdict; /* with err; looked at once the ring has ended */
	struct error err;              /* kind ERR_NONE: everything has come */
};

struct download {
	/* as it was asked for: never changes */
	const char *url;
	char *shown;
	uint64_t max_bytes;
	long stall_seconds, retry_ms;
	int retries;
	const struct event_sink *sink;
	/* what the caller has seen: the caller's thread alone */
	uint64_t done, total;
	char type[80];
	enum download_verdict verdict;
	/* file: */
	int fd;
	unsigned char *chunk;
	/* http: */
	struct ring *ring;
	CURLM *multi; /* the receiving thread's, but for curl_multi_wakeup() */
	pthread_t thread;
	bool running;
	pthread_mutex_t lock; /* of news */
	struct news news;
};

/* One transfer as the receiving thread knows it, over all its requests. */
struct transfer {
	struct download *d;
	CURL *easy;
	uint64_t received, total; /* put into the ring; announced, 0: unknown */
	struct file_version version;
	bool whole; /* the server is no good at ranges: ask for everything, skip what one has */
	/* of the request under way, or the last one */
	struct answer answer;
	enum answer_kind kind;
	uint64_t skip;      /* bytes still to be passed over */
	uint64_t came;      /* bytes of the body since the clocks below were reset */
	int64_t blocked_ns; /* waited for the reader */
	bool too_large, too_much_head, stopped;
	bool slow; /* it failed by the sender's slowness */
	enum download_verdict verdict;
	char reason[CURL_ERROR_SIZE];
};

int download_read_file(struct download *d, const void **p, size_t *n, struct error *err);

/* Once in the life of the program, before anything of libcurl. */
void http_init(void);
/* One request for what is still missing; -1: t->verdict says what it was. */
int http_request(struct transfer *t, struct error *err);
/* The thread: requests until everything is in the ring, or nothing more is to be hoped. ctx: the struct download. */
void *http_thread(void *ctx);

/* Fill *err and t->verdict, return -1. */
int failure_of_status(struct transfer *t, struct error *err);
int failure_of_curl(struct transfer *t, CURLcode code, struct error *err);

#endif
