#include <curl/curl.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "toolchain/download_internal.h"

#define FILE_CHUNK ((size_t)256 << 10)

/* The path of a file: address, percent-decoded; NULL if it is none. Freed with curl_free(). */
static char *path_of(const char *url)
{
	CURLU *u = curl_url();
	char *path = NULL;

	if (u && !curl_url_set(u, CURLUPART_URL, url, 0))
		curl_url_get(u, CURLUPART_PATH, &path, CURLU_URLDECODE);
	curl_url_cleanup(u);
	return path;
}

static int open_file(struct download *d, struct error *err)
{
	char *path = path_of(d->url);
	int rc = -1;

	d->verdict = DOWNLOAD_FAILED;
	if (!path) {
		error_set(err, ERR_INFRA, "%s: not a file address", d->shown);
	} else if (!path_exists(path)) {
		d->verdict = DOWNLOAD_GONE;
		error_set(err, ERR_INFRA, "%s: no such file", d->shown);
	} else {
		rc = file_open(path, &d->fd, &d->total, err);
	}
	if (!rc) {
		d->verdict = DOWNLOAD_FINE;
		d->chunk = xmalloc(FILE_CHUNK);
	}
	curl_free(path);
	return rc;
}

int download_read_file(struct download *d, const void **p, size_t *n, struct error *err)
{
	ssize_t got;

	if (d->fd < 0 && open_file(d, err))
		return -1;
	d->verdict = DOWNLOAD_FAILED;
	do {
		if (interrupt_check(err))
			return -1;
		got = read(d->fd, d->chunk, FILE_CHUNK);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return error_errno(err, ERR_INFRA, "cannot read %s", d->shown);
	if (d->done + (uint64_t)got > d->max_bytes)
		return error_set(err, ERR_INFRA, "%s: larger than the %llu bytes it may be", d->shown,
		                 (unsigned long long)d->max_bytes);
	d->verdict = DOWNLOAD_FINE;
	*p = d->chunk;
	*n = (size_t)got;
	d->done += (uint64_t)got;
	return 0;
}
