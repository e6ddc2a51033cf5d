#include <string.h>

#include "toolchain/download_internal.h"

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
	{ 425, 425, DOWNLOAD_TRANSIENT, "too early" },
	{ 429, 429, DOWNLOAD_TRANSIENT, "too many requests: try again later or name another --source" },
	{ 501, 501, DOWNLOAD_FAILED, "is the source a module proxy?" },
	{ 500, 599, DOWNLOAD_TRANSIENT, "the server is in trouble: try again later or name another --source" },
	{ 0, 999, DOWNLOAD_FAILED, "is the source a module proxy?" },
};

int failure_of_status(struct transfer *t, struct error *err)
{
	const long status = t->answer.status;
	size_t i = 0;

	while (i + 1 < sizeof statuses / sizeof *statuses && (status < statuses[i].from || status > statuses[i].to))
		i++;
	t->verdict = statuses[i].verdict;
	return error_set(err, ERR_INFRA, "%s: the server answered with HTTP status %ld (%s)", t->d->shown, status,
	                 statuses[i].advice);
}

/* libcurl's failures that have a verdict, words or advice of their own; words replace libcurl's. */
static const struct {
	CURLcode code;
	enum download_verdict verdict;
	const char *words, *advice;
} failures[] = {
	{ CURLE_URL_MALFORMAT, DOWNLOAD_FAILED, "the address is malformed", NULL },
	{ CURLE_COULDNT_RESOLVE_HOST, DOWNLOAD_FAILED, NULL, "is the network reachable, and the name right?" },
	/* libcurl's own words may show the proxy's credentials */
	{ CURLE_COULDNT_RESOLVE_PROXY, DOWNLOAD_FAILED, "the web proxy cannot be found",
	  "is its address in $HTTPS_PROXY or $HTTP_PROXY right?" },
	{ CURLE_COULDNT_CONNECT, DOWNLOAD_FAILED, NULL, "is the source up and reachable?" },
	{ CURLE_PEER_FAILED_VERIFICATION, DOWNLOAD_FAILED, NULL, "name the certificates to trust with $SSL_CERT_FILE" },
	{ CURLE_SSL_CACERT_BADFILE, DOWNLOAD_FAILED, NULL, "look at $SSL_CERT_FILE and $CURL_CA_BUNDLE" },
	{ CURLE_TOO_MANY_REDIRECTS, DOWNLOAD_FAILED, NULL, "it redirects in a circle: is the address right?" },
	{ CURLE_UNSUPPORTED_PROTOCOL, DOWNLOAD_FAILED, NULL,
	  "only http and https are spoken, and no redirect from https to http" },
	{ CURLE_WEIRD_SERVER_REPLY, DOWNLOAD_FAILED, NULL, "it does not speak HTTP: is the source a module proxy?" },
	{ CURLE_OPERATION_TIMEDOUT, DOWNLOAD_TRANSIENT, NULL, NULL },
	{ CURLE_PARTIAL_FILE, DOWNLOAD_TRANSIENT, NULL, "it was cut off" },
	{ CURLE_GOT_NOTHING, DOWNLOAD_TRANSIENT, NULL, NULL },
	{ CURLE_RECV_ERROR, DOWNLOAD_TRANSIENT, NULL, NULL },
	{ CURLE_SEND_ERROR, DOWNLOAD_TRANSIENT, NULL, NULL },
	{ CURLE_SSL_CONNECT_ERROR, DOWNLOAD_TRANSIENT, NULL, NULL },
	{ CURLE_HTTP2, DOWNLOAD_TRANSIENT, NULL, NULL },
	{ CURLE_HTTP2_STREAM, DOWNLOAD_TRANSIENT, NULL, NULL },
};

/* libcurl's words may quote an address, and with it credentials or a token: then the code's plain words. */
static const char *reason_of(const struct transfer *t, CURLcode code)
{
	return t->reason[0] && !strpbrk(t->reason, "@?") && !strstr(t->reason, "://") ? t->reason
	                                                                              : curl_easy_strerror(code);
}

int failure_of_curl(struct transfer *t, CURLcode code, struct error *err)
{
	const char *words = reason_of(t, code), *advice = NULL;

	t->verdict = DOWNLOAD_FAILED;
	for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
		if (failures[i].code != code)
			continue;
		t->verdict = failures[i].verdict;
		advice = failures[i].advice;
		if (failures[i].words)
			words = failures[i].words;
	}
	/* what sends bytes that are no answer at all is no web server */
	if (code == CURLE_UNSUPPORTED_PROTOCOL && strstr(words, "HTTP/0.9"))
		advice = "it does not speak HTTP: is the source a module proxy?";
	/* where something came from already there is somebody: a server that is restarted, a network that comes back */
	if (t->received && (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST))
		t->verdict = DOWNLOAD_TRANSIENT;
	return error_set(err, ERR_INFRA, "%s: %s%s%s%s", t->d->shown, words, advice ? " (" : "", advice ? advice : "",
	                 advice ? ")" : "");
}
