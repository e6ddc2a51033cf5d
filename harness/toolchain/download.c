#include "toolchain/download.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/interrupt.h"

#ifndef GOALLOC_VERSION
#define GOALLOC_VERSION "dev"
#endif

#define CONNECT_SECONDS 20L
#define MAX_REDIRECTS 5L
#define POLL_MS 200            /* how soon an interrupt is seen */
#define FULL ((size_t)4 << 20) /* bytes waiting at which the sender is paused */
#define FILE_CHUNK ((size_t)256 << 10)

struct download {
	const char *url;
	char *shown;
	uint64_t max_bytes, done, total;
	enum download_verdict verdict;
	/* file: sources */
	int fd;
	/* http: sources */
	CURLM *multi;
	CURL *easy;
	struct str buffer; /* arrived, not yet handed out; its bytes are handed out all at once */
	struct str handed;
	bool started, paused, ended, too_large;
	CURLcode result;
	long stall_seconds;
	char reason[CURL_ERROR_SIZE];
};

static void init_curl(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

static size_t on_bytes(char *p, size_t size, size_t n, void *ctx)
{
	struct download *d = ctx;
	size_t len = size * n;

	if (d->buffer.len >= FULL) {
		d->paused = true;
		return CURL_WRITEFUNC_PAUSE;
	}
	if (d->done + d->buffer.len + len > d->max_bytes) {
		d->too_large = true;
		return CURL_WRITEFUNC_ERROR;
	}
	str_add_bytes(&d->buffer, p, len);
	return len;
}

static const char *first_env(const char *a, const char *b)
{
	const char *v = getenv(a);

	if (!v || !*v)
		v = getenv(b);
	return v && *v ? v : NULL;
}

static long stall_seconds(long given)
{
	const char *own = getenv("GOALLOC_STALL_SECONDS");
	long n = given ? given : own ? strtol(own, NULL, 10) : 0;

	return n > 0 && n < 86400 ? n : DOWNLOAD_STALL;
}

static void open_http(struct download *d)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	bool tls = str_starts(d->url, "https:");
	const char *file;

	pthread_once(&once, init_curl);
	d->easy = curl_easy_init();
	d->multi = curl_multi_init();
	if (!d->easy || !d->multi)
		return;
	curl_easy_setopt(d->easy, CURLOPT_URL, d->url);
	curl_easy_setopt(d->easy, CURLOPT_USERAGENT, "goalloc/" GOALLOC_VERSION);
	curl_easy_setopt(d->easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(d->easy, CURLOPT_ERRORBUFFER, d->reason);
	curl_easy_setopt(d->easy, CURLOPT_WRITEFUNCTION, on_bytes);
	curl_easy_setopt(d->easy, CURLOPT_WRITEDATA, d);
	curl_easy_setopt(d->easy, CURLOPT_FAILONERROR, 1L);
	curl_easy_setopt(d->easy, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(d->easy, CURLOPT_MAXREDIRS, MAX_REDIRECTS);
#if LIBCURL_VERSION_NUM >= 0x075500
	curl_easy_setopt(d->easy, CURLOPT_PROTOCOLS_STR, "http,https");
	/* a redirect must not lead from a protected source to an open one, nor to files */
	curl_easy_setopt(d->easy, CURLOPT_REDIR_PROTOCOLS_STR, tls ? "https" : "http,https");
#else
	curl_easy_setopt(d->easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
	curl_easy_setopt(d->easy, CURLOPT_REDIR_PROTOCOLS,
	                 (long)(tls ? CURLPROTO_HTTPS : CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
	curl_easy_setopt(d->easy, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(d->easy, CURLOPT_NETRC, (long)CURL_NETRC_OPTIONAL);
	/* distributions' libcurl reads neither variable by itself; the curl command and the go command do */
	file = first_env("CURL_CA_BUNDLE", "SSL_CERT_FILE");
	if (file)
		curl_easy_setopt(d->easy, CURLOPT_CAINFO, file);
	if (first_env("SSL_CERT_DIR", "SSL_CERT_DIR"))
		curl_easy_setopt(d->easy, CURLOPT_CAPATH, getenv("SSL_CERT_DIR"));
	d->started = curl_multi_add_handle(d->multi, d->easy) == CURLM_OK;
}

struct download *download_open(const struct download_options *o)
{
	struct download *d = xcalloc(1, sizeof *d);

	d->url = o->url;
	d->shown = xstrdup(o->shown);
	d->max_bytes = o->max_bytes ? o->max_bytes : DOWNLOAD_MAX_BYTES;
	d->stall_seconds = stall_seconds(o->stall_seconds);
	d->fd = -1;
	if (!str_starts(o->url, "file:"))
		open_http(d);
	return d;
}

static int fail(struct download *d, enum download_verdict verdict)
{
	d->verdict = verdict;
	return -1;
}

static int open_file(struct download *d, struct error *err)
{
	CURLU *u = curl_url();
	char *path = NULL;
	int rc = -1;

	if (u && !curl_url_set(u, CURLUPART_URL, d->url, 0))
		curl_url_get(u, CURLUPART_PATH, &path, CURLU_URLDECODE);
	if (!path)
		error_set(err, ERR_INFRA, "%s: not a file address", d->shown);
	else if (!path_exists(path))
		error_set(err, ERR_INFRA, "%s: no such file", d->shown);
	else
		rc = file_open(path, &d->fd, &d->total, err);
	if (rc)
		fail(d, path && !path_exists(path) ? DOWNLOAD_GONE : DOWNLOAD_FAILED);
	else
		d->handed.p = vec_grow(d->handed.p, &d->handed.cap, FILE_CHUNK, 1);
	curl_free(path);
	curl_url_cleanup(u);
	return rc;
}

static int read_file(struct download *d, const void **p, size_t *n, struct error *err)
{
	ssize_t got;

	if (d->fd < 0 && open_file(d, err))
		return -1;
	do {
		if (interrupt_check(err))
			return fail(d, DOWNLOAD_FAILED);
		got = read(d->fd, d->handed.p, FILE_CHUNK);
	} while (got < 0 && errno == EINTR);
	if (got < 0) {
		error_errno(err, ERR_INFRA, "cannot read %s", d->shown);
		return fail(d, DOWNLOAD_FAILED);
	}
	if (d->done + (uint64_t)got > d->max_bytes) {
		error_set(err, ERR_INFRA, "%s: larger than the %llu bytes it may be", d->shown,
		          (unsigned long long)d->max_bytes);
		return fail(d, DOWNLOAD_FAILED);
	}
	*p = d->handed.p;
	*n = (size_t)got;
	d->done += (uint64_t)got;
	return 0;
}

/* What HTTP statuses mean here; the first row that covers one counts. */
static const struct {
	long from, to;
	enum download_verdict verdict;
	const char *advice;
} statuses[] = {
	{ 404, 404, DOWNLOAD_GONE, "not there" },
	{ 410, 410, DOWNLOAD_GONE, "not there" },
	{ 401, 403, DOWNLOAD_FAILED, "not allowed: does the source want credentials?" },
	{ 407, 407, DOWNLOAD_FAILED, "the web proxy wants credentials" },
	{ 408, 408, DOWNLOAD_TRANSIENT, "it was too slow" },
	{ 429, 429, DOWNLOAD_TRANSIENT, "too many requests: try again later or name another --source" },
	{ 501, 501, DOWNLOAD_FAILED, "is the source a module proxy?" },
	{ 500, 599, DOWNLOAD_TRANSIENT, "the server is in trouble: try again later or name another --source" },
	{ 0, 999, DOWNLOAD_FAILED, "is the source a module proxy?" },
};

static int status_failure(struct download *d, struct error *err)
{
	long status = 0;
	size_t i = 0;

	curl_easy_getinfo(d->easy, CURLINFO_RESPONSE_CODE, &status);
	while (i + 1 < sizeof statuses / sizeof *statuses && (status < statuses[i].from || status > statuses[i].to))
		i++;
	fail(d, statuses[i].verdict);
	return error_set(err, ERR_INFRA, "%s: the server answered with HTTP status %ld (%s)", d->shown, status,
	                 statuses[i].advice);
}

/* libcurl's failures that have a verdict or advice of their own. */
static const struct {
	CURLcode code;
	enum download_verdict verdict;
	const char *advice;
} failures[] = {
	{ CURLE_COULDNT_RESOLVE_HOST, DOWNLOAD_FAILED, "is the network reachable, and the name right?" },
	{ CURLE_COULDNT_RESOLVE_PROXY, DOWNLOAD_FAILED, "is the web proxy's name right?" },
	{ CURLE_COULDNT_CONNECT, DOWNLOAD_FAILED, "is the source up and reachable?" },
	{ CURLE_PEER_FAILED_VERIFICATION, DOWNLOAD_FAILED, "name the certificates to trust with $SSL_CERT_FILE" },
	{ CURLE_SSL_CACERT_BADFILE, DOWNLOAD_FAILED, "look at $SSL_CERT_FILE and $CURL_CA_BUNDLE" },
	{ CURLE_TOO_MANY_REDIRECTS, DOWNLOAD_FAILED, "it redirects in a circle: is the address right?" },
	{ CURLE_UNSUPPORTED_PROTOCOL, DOWNLOAD_FAILED, "only http and https, and no redirect from https to http" },
	{ CURLE_OPERATION_TIMEDOUT, DOWNLOAD_TRANSIENT, NULL },
	{ CURLE_PARTIAL_FILE, DOWNLOAD_TRANSIENT, "it was cut off" },
	{ CURLE_GOT_NOTHING, DOWNLOAD_TRANSIENT, NULL },
	{ CURLE_RECV_ERROR, DOWNLOAD_TRANSIENT, NULL },
	{ CURLE_SEND_ERROR, DOWNLOAD_TRANSIENT, NULL },
	{ CURLE_SSL_CONNECT_ERROR, DOWNLOAD_TRANSIENT, NULL },
	{ CURLE_HTTP2, DOWNLOAD_TRANSIENT, NULL },
	{ CURLE_HTTP2_STREAM, DOWNLOAD_TRANSIENT, NULL },
};

static int http_failure(struct download *d, struct error *err)
{
	const char *reason = d->reason[0] ? d->reason : curl_easy_strerror(d->result);
	const char *advice = NULL;

	fail(d, DOWNLOAD_FAILED);
	if (d->too_large)
		return error_set(err, ERR_INFRA, "%s: larger than the %llu bytes it may be", d->shown,
		                 (unsigned long long)d->max_bytes);
	if (d->result == CURLE_HTTP_RETURNED_ERROR)
		return status_failure(d, err);
	for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
		if (failures[i].code == d->result) {
			fail(d, failures[i].verdict);
			advice = failures[i].advice;
		}
	}
	return error_set(err, ERR_INFRA, "%s: %s%s%s%s", d->shown, reason, advice ? " (" : "", advice ? advice : "",
	                 advice ? ")" : "");
}

/*
 * Moves the transfer until there are bytes or it has ended. Only the time spent here counts towards a stall: a slow
 * disk between two calls is not the sender's fault, as it would be with libcurl's low-speed limit.
 */
static int pump(struct download *d, struct error *err)
{
	const int64_t start = clock_ns();

	while (!d->buffer.len && !d->ended) {
		int running = 0, left = 0;
		CURLMsg *m;
		CURLMcode rc;

		if (interrupt_check(err))
			return fail(d, DOWNLOAD_FAILED);
		if (clock_ns() - start > d->stall_seconds * INT64_C(1000000000)) {
			error_set(err, ERR_INFRA, "%s: it stalled: nothing came for %ld s", d->shown, d->stall_seconds);
			return fail(d, DOWNLOAD_TRANSIENT);
		}
		rc = curl_multi_perform(d->multi, &running);
		while ((m = curl_multi_info_read(d->multi, &left))) {
			if (m->msg == CURLMSG_DONE) {
				d->ended = true;
				d->result = m->data.result;
			}
		}
		if (rc == CURLM_OK && !d->buffer.len && !d->ended)
			rc = curl_multi_poll(d->multi, NULL, 0, POLL_MS, NULL);
		if (rc != CURLM_OK) {
			error_set(err, ERR_INFRA, "%s: %s", d->shown, curl_multi_strerror(rc));
			return fail(d, DOWNLOAD_FAILED);
		}
	}
	return 0;
}

static int read_http(struct download *d, const void **p, size_t *n, struct error *err)
{
	struct str swap;
	curl_off_t length = -1;

	if (!d->started) {
		error_set(err, ERR_INFRA, "%s: libcurl cannot start a transfer", d->shown);
		return fail(d, DOWNLOAD_FAILED);
	}
	str_reset(&d->handed);
	if (d->paused) {
		d->paused = false;
		curl_easy_pause(d->easy, CURLPAUSE_CONT); /* may deliver at once */
	}
	if (pump(d, err))
		return -1;
	/* what came before a failure is of no use to anyone: better the reason at once */
	if (d->ended && d->result != CURLE_OK)
		return http_failure(d, err);
	if (!d->total && !curl_easy_getinfo(d->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length) && length > 0)
		d->total = (uint64_t)length;
	swap = d->handed;
	d->handed = d->buffer;
	d->buffer = swap;
	*p = d->handed.p;
	*n = d->handed.len;
	d->done += d->handed.len;
	if (!*n && d->total && d->done != d->total) {
		error_set(err, ERR_INFRA, "%s: %llu bytes were announced, %llu came", d->shown,
		          (unsigned long long)d->total, (unsigned long long)d->done);
		return fail(d, DOWNLOAD_TRANSIENT);
	}
	return 0;
}

int download_read(struct download *d, const void **p, size_t *n, struct error *err)
{
	*p = NULL;
	*n = 0;
	return str_starts(d->url, "file:") ? read_file(d, p, n, err) : read_http(d, p, n, err);
}

void download_free(struct download *d)
{
	if (!d)
		return;
	if (d->multi && d->easy)
		curl_multi_remove_handle(d->multi, d->easy);
	curl_easy_cleanup(d->easy);
	curl_multi_cleanup(d->multi);
	if (d->fd >= 0)
		close(d->fd);
	str_release(&d->buffer);
	str_release(&d->handed);
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
	const char *type = NULL;

	if (d->easy)
		curl_easy_getinfo(d->easy, CURLINFO_CONTENT_TYPE, &type);
	return type ? type : "";
}

long download_retry_after(const struct download *d)
{
	curl_off_t seconds = 0;

	if (d->easy)
		curl_easy_getinfo(d->easy, CURLINFO_RETRY_AFTER, &seconds);
	return seconds > 0 && seconds < 3600 ? (long)seconds : 0;
}

int download_text(const struct download_options *o, struct str *out, enum download_verdict *verdict, struct error *err)
{
	struct download *d = download_open(o);
	const void *p = NULL;
	size_t n = 0;
	int rc;

	while (!(rc = download_read(d, &p, &n, err)) && n)
		str_add_bytes(out, p, n);
	*verdict = d->verdict;
	download_free(d);
	return rc;
}

char *url_without_credentials(const char *url)
{
	const char *authority = strstr(url, "://");
	size_t len, stop = strcspn(url, "?#");
	const char *at = NULL;

	if (!authority)
		return xstrndup(url, stop);
	authority += 3;
	len = strcspn(authority, "/?#");
	for (size_t i = 0; i < len; i++)
		if (authority[i] == '@')
			at = authority + i;
	if (!at)
		return xstrndup(url, stop);
	return xasprintf("%.*s%.*s", (int)(authority - url), url, (int)(url + stop - at - 1), at + 1);
}

int download_pause(int64_t ns, struct error *err)
{
	const int64_t end = clock_ns() + ns;

	for (int64_t left = ns; left > 0; left = end - clock_ns()) {
		int64_t slice = left < POLL_MS * INT64_C(1000000) ? left : POLL_MS * INT64_C(1000000);

		if (interrupt_check(err))
			return -1;
		nanosleep(&(struct timespec){ .tv_nsec = (long)slice }, NULL);
	}
	return 0;
}
