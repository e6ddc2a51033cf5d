#include "toolchain/download.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <signal.h>

#include "base/alloc.h"
#include "base/interrupt.h"
#include "toolchain/download_internal.h"

#define POLL_MS 200 /* how soon an interrupt is seen */

/* The number given, else the one in the environment if it is one within bounds, else the usual one. */
static long setting(long given, const char *variable, long min, long max, long usual)
{
	const char *own = getenv(variable);
	char *end = NULL;
	long n;

	if (given)
		return given;
	n = own ? strtol(own, &end, 10) : 0;
	return own && end != own && !*end && n >= min && n <= max ? n : usual;
}

static bool is_file(const struct download *d)
{
	return str_starts(d->url, "file:");
}

static void start(struct download *d)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	sigset_t all, before;

	pthread_once(&once, http_init);
	d->multi = curl_multi_init();
	d->ring = ring_new(DOWNLOAD_AHEAD);
	/* signals are for the threads that do something about them; a broken pipe is no reason to die */
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	d->running = d->multi && !pthread_create(&d->thread, NULL, http_thread, d);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct download *download_open(const struct download_options *o)
{
	struct download *d = xcalloc(1, sizeof *d);

	d->url = o->url;
	d->shown = xstrdup(o->shown);
	d->max_bytes = o->max_bytes ? o->max_bytes : DOWNLOAD_MAX_BYTES;
	d->stall_seconds = setting(o->stall_seconds, "GOALLOC_STALL_SECONDS", 1, 86400, DOWNLOAD_STALL);
	d->retries = (int)setting(o->retries, "GOALLOC_RETRIES", 0, 1000, DOWNLOAD_RETRIES);
	d->retry_ms = setting(o->retry_ms, "GOALLOC_RETRY_MS", 0, 60000, DOWNLOAD_RETRY_MS);
	d->sink = o->sink;
	d->fd = -1;
	pthread_mutex_init(&d->lock, NULL);
	if (!is_file(d))
		start(d);
	return d;
}

static void hear_news(struct download *d)
{
	pthread_mutex_lock(&d->lock);
	d->total = d->news.total;
	memcpy(d->type, d->news.type, sizeof d->type);
	pthread_mutex_unlock(&d->lock);
}

/* Everything is taken: was it all? */
static int at_end(struct download *d, struct error *err)
{
	int rc;

	pthread_mutex_lock(&d->lock);
	rc = d->news.err.kind != ERR_NONE ? -1 : 0;
	d->verdict = d->news.verdict;
	if (rc)
		*err = d->news.err;
	pthread_mutex_unlock(&d->lock);
	return rc;
}

static int read_http(struct download *d, const void **p, size_t *n, struct error *err)
{
	enum ring_taken taken;

	if (!d->running) {
		d->verdict = DOWNLOAD_FAILED;
		return error_set(err, ERR_INFRA, "%s: a transfer needs a thread, and none can be started", d->shown);
	}
	do {
		taken = ring_take(d->ring, p, n, POLL_MS);
		/* looked at after the waiting: the thread has seen it too, and given up for no other reason */
		if (interrupt_check(err)) {
			d->verdict = DOWNLOAD_FAILED;
			*n = 0;
			return -1;
		}
	} while (taken == RING_NOTHING_YET);
	hear_news(d);
	if (taken == RING_END)
		return at_end(d, err);
	d->done += *n;
	return 0;
}

int download_read(struct download *d, const void **p, size_t *n, struct error *err)
{
	*p = NULL;
	*n = 0;
	return is_file(d) ? download_read_file(d, p, n, err) : read_http(d, p, n, err);
}

void download_free(struct download *d)
{
	if (!d)
		return;
	if (d->running) {
		ring_close(d->ring);
		curl_multi_wakeup(d->multi);
		pthread_join(d->thread, NULL);
	}
	curl_multi_cleanup(d->multi);
	ring_free(d->ring);
	pthread_mutex_destroy(&d->lock);
	if (d->fd >= 0)
		close(d->fd);
	free(d->chunk);
	free(d->shown);
	free(d);
}

enum download_verdict download_verdict(const struct download *d)
{
	return d->verdict;
}

uint64_t download_done(const struct download *d)
{
	return d->done;
}

uint64_t download_total(const struct download *d)
{
	return d->total;
}

const char *download_type(const struct download *d)
{
	return d->type;
}

int download_text(const struct download_options *o, struct str *out, enum download_verdict *verdict, struct error *err)
{
	const size_t before = out->len;
	int rc = -1;

	*verdict = DOWNLOAD_CHANGED;
	for (int i = 0; i < 2 && rc && *verdict == DOWNLOAD_CHANGED; i++) {
		struct download *d = download_open(o);
		const void *p = NULL;
		size_t n = 0;

		while (!(rc = download_read(d, &p, &n, err)) && n)
			str_add_bytes(out, p, n);
		*verdict = d->verdict;
		download_free(d);
		if (rc && out->len > before) {
			out->len = before;
			out->p[before] = '\0';
		}
	}
	if (!rc)
		error_clear(err);
	return rc;
}

int download_size(const struct download_options *o, uint64_t *size, enum download_verdict *verdict, struct error *err)
{
	struct download *d = download_open(o);
	const void *p;
	size_t n;
	int rc = download_read(d, &p, &n, err);

	*size = rc ? 0 : d->total;
	*verdict = d->verdict;
	download_free(d);
	return rc;
}
