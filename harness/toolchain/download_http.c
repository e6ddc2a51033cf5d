#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/str.h"
#include "toolchain/download_internal.h"

#ifndef GOALLOC_VERSION
#define GOALLOC_VERSION "dev"
#endif

#define CONNECT_SECONDS 20L
#define MAX_REDIRECTS 5L
#define POLL_MS 200                      /* how soon an interrupt is seen */
#define HEAD_MAX ((size_t)256 << 10)     /* bytes of all heads of one request */
#define RECEIVE_BUFFER ((long)256 << 10) /* bytes libcurl reads at once */
#define SECOND INT64_C(1000000000)

void http_init(void)
{
	curl_global_init(CURL_GLOBAL_DEFAULT);
}

/* The first body is about to come: what is known of the file from now on. */
static void begin(struct transfer *t)
{
	struct download *d = t->d;

	t->total = t->answer.has_length ? t->answer.length : 0;
	str_copy(t->version.etag, sizeof t->version.etag, t->answer.etag, strlen(t->answer.etag));
	str_copy(t->version.modified, sizeof t->version.modified, t->answer.modified, strlen(t->answer.modified));
	pthread_mutex_lock(&d->lock);
	d->news.total = t->total;
	str_copy(d->news.type, sizeof d->news.type, t->answer.type, strlen(t->answer.type));
	pthread_mutex_unlock(&d->lock);
}

static size_t on_head(char *p, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;
	size_t len = size * n;

	if (t->answer.bytes + len > HEAD_MAX) {
		t->too_much_head = true;
		return 0;
	}
	if (!answer_line(&t->answer, p, len))
		return len;
	t->kind = answer_judge(&t->answer, t->received, t->total, t->d->max_bytes, &t->version);
	t->skip = t->kind == ANSWER_SKIP ? t->received : 0;
	if (t->kind == ANSWER_BODY && !t->received)
		begin(t);
	return t->kind == ANSWER_WAIT || t->kind == ANSWER_BODY || t->kind == ANSWER_SKIP ? len : 0;
}

static size_t on_bytes(char *p, size_t size, size_t n, void *ctx)
{
	struct transfer *t = ctx;
	size_t len = size * n, rest = len;

	if (t->kind != ANSWER_BODY && t->kind != ANSWER_SKIP)
		return len; /* of an answer that only leads elsewhere */
	t->came += len;
	if (t->skip) {
		size_t part = t->skip < len ? (size_t)t->skip : len;

		t->skip -= part;
		p += part;
		rest -= part;
	}
	if (t->received + rest > (t->total ? t->total : t->d->max_bytes)) {
		t->too_large = true;
		return 0;
	}
	if (rest && !ring_put(t->d->ring, p, rest, &t->blocked_ns)) {
		t->stopped = true;
		return 0;
	}
	t->received += rest;
	return len;
}

static const char *first_env(const char *a, const char *b)
{
	const char *v = getenv(a);

	if (!v || !*v)
		v = getenv(b);
	return v && *v ? v : NULL;
}

/* What distributions' libcurl does not read by itself, and the go command does. */
static void read_environment(struct transfer *t)
{
	const char *v;

	if ((v = first_env("SSL_CERT_FILE", "CURL_CA_BUNDLE")))
		curl_easy_setopt(t->easy, CURLOPT_CAINFO, v);
	if ((v = first_env("SSL_CERT_DIR", "SSL_CERT_DIR")))
		curl_easy_setopt(t->easy, CURLOPT_CAPATH, v);
	curl_easy_setopt(t->easy, CURLOPT_NETRC, (long)CURL_NETRC_OPTIONAL);
	if ((v = first_env("NETRC", "NETRC")))
		curl_easy_setopt(t->easy, CURLOPT_NETRC_FILE, v);
	/* libcurl takes http_proxy only in small letters, for fear of a web server's "Proxy:" header in a CGI script */
	if (str_starts(t->d->url, "http:") && !getenv("REQUEST_METHOD") && (v = first_env("http_proxy", "HTTP_PROXY")))
		curl_easy_setopt(t->easy, CURLOPT_PROXY, v);
}

static void prepare(struct transfer *t)
{
	bool tls = str_starts(t->d->url, "https:");

	curl_easy_setopt(t->easy, CURLOPT_URL, t->d->url);
	curl_easy_setopt(t->easy, CURLOPT_USERAGENT, "goalloc/" GOALLOC_VERSION);
	curl_easy_setopt(t->easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->reason);
	curl_easy_setopt(t->easy, CURLOPT_HEADERFUNCTION, on_head);
	curl_easy_setopt(t->easy, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(t->easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, on_bytes);
	curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(t->easy, CURLOPT_BUFFERSIZE, RECEIVE_BUFFER);
	curl_easy_setopt(t->easy, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(t->easy, CURLOPT_MAXREDIRS, MAX_REDIRECTS);
#if LIBCURL_VERSION_NUM >= 0x075500
	curl_easy_setopt(t->easy, CURLOPT_PROTOCOLS_STR, "http,https");
	/* a redirect must not lead from a protected source to an open one, nor to files */
	curl_easy_setopt(t->easy, CURLOPT_REDIR_PROTOCOLS_STR, tls ? "https" : "http,https");
#else
	curl_easy_setopt(t->easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
	curl_easy_setopt(t->easy, CURLOPT_REDIR_PROTOCOLS,
	                 (long)(tls ? CURLPROTO_HTTPS : CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
#if LIBCURL_VERSION_NUM >= 0x075700
	/* an interrupt does not wait for a name server */
	curl_easy_setopt(t->easy, CURLOPT_QUICK_EXIT, 1L);
#endif
	curl_easy_setopt(t->easy, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	read_environment(t);
}

/* Asks for the rest alone, of the same version if the server can tell. NULL, or headers to be freed. */
static struct curl_slist *ask_for_rest(struct transfer *t)
{
	const char *version = answer_if_range(&t->version);
	struct curl_slist *headers = NULL;
	char range[32], line[160];
	struct str s = STR_INIT;

	if (!t->received || t->whole)
		return NULL;
	str_addf(&s, "%llu-", (unsigned long long)t->received);
	str_copy(range, sizeof range, s.p, s.len);
	curl_easy_setopt(t->easy, CURLOPT_RANGE, range);
	if (version) {
		str_reset(&s);
		str_addf(&s, "If-Range: %s", version);
		str_copy(line, sizeof line, s.p, s.len);
		headers = curl_slist_append(NULL, line);
		curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, headers);
	}
	str_release(&s);
	return headers;
}

static int too_slow(struct transfer *t, uint64_t bytes, long seconds, struct error *err)
{
	t->slow = true;
	t->verdict = DOWNLOAD_TRANSIENT;
	if (!bytes)
		return error_set(err, ERR_INFRA, "%s: it stalled: nothing came for %ld s", t->d->shown, seconds);
	return error_set(err, ERR_INFRA, "%s: it is too slow: %llu bytes came in %ld s, less than %d a second",
	                 t->d->shown, (unsigned long long)bytes, seconds, DOWNLOAD_MIN_RATE);
}

/*
 * Moves the request to its end. Only time in which the sender could have sent counts as its slowness: not what a full
 * ring costs, as it would with libcurl's low-speed limit.
 */
static int pump(struct transfer *t, CURLcode *result, struct error *err)
{
	const int64_t limit = t->d->stall_seconds * SECOND;
	const uint64_t least = (uint64_t)t->d->stall_seconds * DOWNLOAD_MIN_RATE;
	int64_t silent = 0, waited = 0; /* since the last byte; since `in_window` began to count */
	uint64_t in_window = 0;

	for (;;) {
		const int64_t start = clock_ns();
		int running = 0, left = 0;
		CURLMcode rc = CURLM_OK;
		CURLMsg *m;

		t->came = 0;
		t->blocked_ns = 0;
		rc = curl_multi_perform(t->d->multi, &running);
		while ((m = curl_multi_info_read(t->d->multi, &left))) {
			if (m->msg == CURLMSG_DONE) {
				*result = m->data.result;
				return 0;
			}
		}
		if (rc == CURLM_OK)
			rc = curl_multi_poll(t->d->multi, NULL, 0, POLL_MS, NULL);
		t->stopped = t->stopped || !ring_sleep(t->d->ring, 0);
		if (rc != CURLM_OK || t->stopped) {
			t->verdict = DOWNLOAD_FAILED;
			return error_set(err, ERR_INFRA, "%s: %s", t->d->shown,
			                 t->stopped ? "given up" : curl_multi_strerror(rc));
		}
		silent += clock_ns() - start - t->blocked_ns;
		waited += clock_ns() - start - t->blocked_ns;
		in_window += t->came;
		if (t->came)
			silent = 0;
		if (silent > limit)
			return too_slow(t, 0, t->d->stall_seconds, err);
		if (waited > limit && in_window < least && silent < limit / 2)
			return too_slow(t, in_window, t->d->stall_seconds, err);
		if (waited > limit && in_window >= least)
			waited = (int64_t)(in_window = 0);
	}
}

/* The request has ended by itself: with everything, or with what? */
static int conclude(struct transfer *t, CURLcode result, struct error *err)
{
	struct download *d = t->d;

	t->verdict = DOWNLOAD_FAILED;
	if (t->stopped)
		return error_set(err, ERR_INFRA, "%s: given up", d->shown);
	if (t->kind == ANSWER_END)
		return 0;
	if (t->kind == ANSWER_TOO_LARGE || (t->too_large && !t->total))
		return error_set(err, ERR_INFRA, "%s: larger than the %llu bytes it may be", d->shown,
		                 (unsigned long long)d->max_bytes);
	if (t->too_much_head)
		return error_set(err, ERR_INFRA,
		                 "%s: the head of its answer does not end: is the source a module proxy?", d->shown);
	if (t->kind == ANSWER_CHANGED || t->too_large || (t->skip && result == CURLE_OK)) {
		t->verdict = DOWNLOAD_CHANGED;
		return error_set(err, ERR_INFRA, "%s: the file changed on the server while it was being read",
		                 d->shown);
	}
	if (t->kind == ANSWER_REFUSED)
		return failure_of_status(t, err);
	if (t->kind == ANSWER_CONFUSED) {
		t->whole = true;
		t->verdict = DOWNLOAD_TRANSIENT;
		return error_set(err, ERR_INFRA, "%s: it sent another part than the one asked for", d->shown);
	}
	if (result != CURLE_OK)
		return failure_of_curl(t, result, err);
	if (t->kind == ANSWER_WAIT) /* an end without any answer that counts */
		return failure_of_status(t, err);
	if (t->total && t->received != t->total) {
		t->verdict = DOWNLOAD_TRANSIENT;
		return error_set(err, ERR_INFRA, "%s: %llu bytes were announced, %llu came (it was cut off)", d->shown,
		                 (unsigned long long)t->total, (unsigned long long)t->received);
	}
	t->verdict = DOWNLOAD_FINE;
	return 0;
}

int http_request(struct transfer *t, struct error *err)
{
	struct curl_slist *headers = NULL;
	CURLcode result = CURLE_OK;
	int rc = -1;

	memset(&t->answer, 0, sizeof t->answer);
	t->kind = ANSWER_WAIT;
	t->skip = 0;
	t->too_large = t->too_much_head = t->stopped = t->slow = false;
	t->verdict = DOWNLOAD_FAILED;
	t->reason[0] = '\0';
	t->easy = curl_easy_init();
	if (!t->easy)
		return error_set(err, ERR_INFRA, "%s: libcurl cannot start a transfer", t->d->shown);
	prepare(t);
	headers = ask_for_rest(t);
	if (curl_multi_add_handle(t->d->multi, t->easy) != CURLM_OK) {
		error_set(err, ERR_INFRA, "%s: libcurl cannot start a transfer", t->d->shown);
	} else {
		rc = pump(t, &result, err);
		if (!rc)
			rc = conclude(t, result, err);
		curl_multi_remove_handle(t->d->multi, t->easy);
	}
	curl_easy_cleanup(t->easy);
	curl_slist_free_all(headers);
	t->easy = NULL;
	return rc;
}
