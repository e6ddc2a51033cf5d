#include "toolchain/fetch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "toolchain/download.h"
#include "toolchain/info.h"
#include "toolchain/local.h"
#include "toolchain/unpack.h"

#define REPORT_NS INT64_C(50000000) /* progress is told at most so often */

/* One attempt's stream, between the transfer and the unpacker. */
struct stream {
	struct download *d;
	const struct event_sink *sink;
	const char *task, *shown;
	bool begun;
	int64_t reported;
};

void fetched_release(struct fetched *f)
{
	free(f->goroot);
	f->goroot = NULL;
	str_release(&f->sums);
}

static int on_read(void *ctx, const void **p, size_t *n, struct error *err)
{
	struct stream *s = ctx;
	int64_t now;

	if (download_read(s->d, p, n, err))
		return -1;
	if (!s->begun && memcmp(*n >= 4 ? *p : "none", "PK\3\4", 4)) {
		const char *type = download_type(s->d);

		return error_set(err, ERR_CORRUPT, "%s: not a zip archive but %.60s: is the source a module proxy?",
		                 s->shown,
		                 !*n     ? "nothing at all"
		                 : *type ? type
		                         : "something else");
	}
	s->begun = true;
	now = clock_ns();
	if (now - s->reported >= REPORT_NS || !*n) {
		s->reported = now;
		event_progress(s->sink, s->task, download_done(s->d), download_total(s->d), UNIT_BYTES);
	}
	return 0;
}

struct want {
	const char *go, *name, *prefix, *task;
	const char *digest, *trust; /* "": nobody vouches for it; and who does */
	const char *staging;
	char *goroot;
	const struct event_sink *sink;
};

/* Once: download and unpack into the emptied staging folder. */
static int attempt(const struct want *w, const char *url, const char *shown, struct unpack_result *out,
                   enum download_verdict *verdict, struct error *err)
{
	struct download_options o = { .url = url, .shown = shown, .sink = w->sink };
	struct unpack_options u = { .prefix = w->prefix, .folder = w->goroot };
	struct stream s = { .sink = w->sink, .task = w->task, .shown = shown };
	int rc;

	*verdict = DOWNLOAD_FAILED;
	if (tree_remove(w->staging, err) || dir_make(w->goroot, err))
		return -1;
	s.d = download_open(&o);
	rc = unpack_archive(on_read, &s, &u, out, err);
	if (rc) {
		*verdict = download_verdict(s.d);
		if (err->kind == ERR_CORRUPT && !strstr(err->msg, shown))
			error_prefix(err, "%s", shown);
	}
	download_free(s.d);
	return rc;
}

/* The transfer itself goes on after a broken connection; only a file that became another one is begun anew, once. */
static int with_retries(const struct want *w, const char *url, const char *shown, struct unpack_result *out,
                        enum download_verdict *verdict, struct error *err)
{
	if (!attempt(w, url, shown, out, verdict, err))
		return 0;
	unpack_result_release(out);
	if (*verdict != DOWNLOAD_CHANGED || err->kind == ERR_INTERRUPTED)
		return -1;
	event_note(w->sink, "%s: %s; starting over", w->go, err->msg);
	error_clear(err);
	return attempt(w, url, shown, out, verdict, err);
}

/* Asks one base after the other; *from is the one that had it. */
static int from_any(const struct source *s, const struct strlist *urls, const struct want *w, struct unpack_result *out,
                    size_t *from, struct error *err)
{
	int rc = error_set(err, ERR_INFRA, "the source is empty");

	for (size_t i = 0; i < urls->len; i++) {
		enum download_verdict verdict;
		const char *path = urls->items[i] + strlen(urls->items[i]) - strlen(w->name) - strlen("v0.0.1-.zip");
		char *shown = xasprintf("%s/golang.org/toolchain/@v/%s", source_base_name(s, i), path);

		error_clear(err);
		rc = with_retries(w, urls->items[i], shown, out, &verdict, err);
		free(shown);
		if (!rc)
			*from = i;
		if (!rc || err->kind == ERR_INTERRUPTED || !source_next_after(s, i, verdict))
			break;
		event_note(w->sink, "%s: %s; trying the next source", w->go, err->msg);
	}
	return rc;
}

/* The output of `go version` must name the version asked for: a right digest of the wrong thing is still wrong. */
static int check_version(const char *go, const char *output, struct error *err)
{
	static const char before[] = "go version ";
	size_t n = strlen(go);

	if (str_starts(output, before) && str_starts(output + strlen(before), go) &&
	    strchr(" ", output[strlen(before) + n]))
		return 0;
	return error_set(err, ERR_CORRUPT, "it calls itself '%.100s'", output);
}

static int make_usable(const struct want *w, struct toolchain *t, struct error *err)
{
	char *scratch = xasprintf("%s/scratch", w->staging);
	char *go = xasprintf("%s/bin/go", w->goroot);
	int rc = -1;

	if (!path_is_file(go)) {
		error_set(err, ERR_CORRUPT, "there is no bin/go in it");
	} else if (!dir_make(scratch, err)) {
		t->version_output = toolchain_version_output(t, scratch, err);
		rc = t->version_output ? check_version(w->go, t->version_output, err) : -1;
	}
	free(go);
	free(scratch);
	return rc;
}

static int download_and_check(const struct source *s, const struct go_version *v, const struct want *w,
                              struct fetched *out, struct toolchain *t, struct error *err)
{
	struct unpack_result r = { 0 };
	struct strlist urls = STRLIST_INIT;
	char size[32], took[32];
	int64_t start = clock_ns();
	size_t from = 0;
	int rc;

	event_start(w->sink, w->task, 0, UNIT_BYTES);
	source_zip_urls(s, v, host_goos(), host_goarch(), &urls);
	rc = from_any(s, &urls, w, &r, &from, err);
	if (!rc && *w->digest && strcmp(r.h1, w->digest))
		rc = error_set(
			err, ERR_CORRUPT,
			"wrong digest: %s sent %s, right is %s (%s); nothing was installed. Somebody changed the "
			"archive: try another --source",
			source_base_name(s, from), r.h1, w->digest, w->trust);
	if (!rc) {
		t->source = xstrdup(source_base_name(s, from));
		t->digest = xstrdup(r.h1);
		rc = make_usable(w, t, err);
	}
	if (rc) {
		event_fail(w->sink, w->task, err->msg);
	} else {
		str_add_bytes(&out->sums, r.sums.p, r.sums.len);
		out->goroot = xstrdup(w->goroot);
		bytes_format(r.kept_bytes, size, sizeof size);
		duration_format(clock_ns() - start, took, sizeof took);
		char *text = xasprintf("%zu files, %s, in %s", r.kept, size, took);

		event_done(w->sink, w->task, text);
		free(text);
	}
	unpack_result_release(&r);
	strlist_release(&urls);
	return rc;
}

int fetch_toolchain(const struct source *s, struct trust *trust, const struct go_version *v, const char *staging,
                    const struct event_sink *sink, struct fetched *out, struct toolchain *t, struct error *err)
{
	char go[GO_VERSION_TEXT], name[CACHE_NAME], digest[H1_TEXT];
	struct want w = { .go = go, .name = name, .digest = digest, .staging = staging, .sink = sink };
	enum trust_kind how;
	char *prefix, *task;
	int rc;

	version_format(v, go, sizeof go);
	cache_name(v, host_goos(), host_goarch(), name);
	if (trust_digest(trust, name, digest, &how, err))
		return -1;
	w.trust = trust_name(how);
	w.prefix = prefix = xasprintf("golang.org/toolchain@v0.0.1-%s/", name);
	w.task = task = xasprintf("download %s", go);
	w.goroot = xasprintf("%s/goroot", staging);
	t->version = *v;
	t->go = xstrdup(go);
	t->goos = xstrdup(host_goos());
	t->goarch = xstrdup(host_goarch());
	t->goroot = xstrdup(w.goroot);
	t->trust = xstrdup(w.trust);
	rc = download_and_check(s, v, &w, out, t, err);
	if (!rc && how == TRUST_DATABASE)
		trust_say(trust, go);
	free(w.goroot);
	free(prefix);
	free(task);
	return rc;
}
