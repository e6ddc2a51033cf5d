#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "toolchain/download.h"

/* The end of the credentials before a host: the last '@' of p[0..n), NULL if there is none. */
static const char *last_at(const char *p, size_t n)
{
	while (n--)
		if (p[n] == '@')
			return p + n;
	return NULL;
}

/*
 * "user:pass/word@host" reads as the host "user" with the port "pass": a port that is no number betrays a secret with
 * a "/", "?" or "#" that ought to be percent-encoded.
 */
static bool odd_port(const char *authority, size_t n)
{
	const char *colon = NULL;

	for (size_t i = 0; i < n; i++)
		if (authority[i] == ':')
			colon = authority + i;
		else if (authority[i] == ']')
			colon = NULL;
	return colon && strspn(colon + 1, "0123456789") < (size_t)(authority + n - colon - 1);
}

char *url_without_credentials(const char *url)
{
	const char *scheme = strstr(url, "://"), *authority, *at;
	size_t len;

	/* without a scheme it is no address, and may hold a secret all the same */
	authority = scheme ? scheme + 3 : url;
	len = strcspn(authority, "/?#");
	at = last_at(authority, len);
	if (!at && scheme && odd_port(authority, len)) {
		at = last_at(authority, strlen(authority));
		if (!at || at[-1] == '/')
			return xasprintf("%.*s...", (int)(authority - url), url);
	}
	if (!at)
		return xstrndup(url, strcspn(url, "?#"));
	return xasprintf("%.*s%.*s", (int)(authority - url), url, (int)strcspn(at + 1, "?#"), at + 1);
}
