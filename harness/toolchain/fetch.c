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
	enum unpack_format format;
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
	if (!s->begun && !unpack_begins(s->format, *p, *n)) {
		const char *type = download_type(s->d);

		return error_set(err, ERR_CORRUPT, "%s: not a %s but %.60s: is the source a %s?", s->shown,
		                 s->format == UNPACK_ZIP ? "zip archive" : "tar.gz archive",
		                 !*n     ? "nothing at all"
		                 : *type ? type
		                         : "something else",
		                 s->format == UNPACK_ZIP ? "module proxy" : "download index");
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
	const struct go_version *v;
	const char *go, *name, *prefix, *task;
	const char *digest, *trust;    /* "": there is none; and who vouches for it */
	const struct error *no_digest; /* why there is none; NULL: it is not asked for */
	const char *staging;
	char *goroot;
	const struct event_sink *sink;
};

/* Once: download and unpack into the emptied staging folder. */
static int attempt(const struct want *w, const struct source_file *file, struct unpack_result *out,
                   enum download_verdict *verdict, struct error *err)
{
	struct download_options o = { .url = file->url, .shown = file->shown, .sink = w->sink };
	struct unpack_options u = { .format = file->format, .prefix = w->prefix, .folder = w->goroot };
	struct stream s = { .sink = w->sink, .task = w->task, .shown = file->shown, .format = file->format };
	int rc;

	*verdict = DOWNLOAD_FAILED;
	if (tree_remove(w->staging, err) || dir_make(w->goroot, err))
		return -1;
	s.d = download_open(&o);
	rc = unpack_archive(on_read, &s, &u, out, err);
	if (rc) {
		*verdict = download_verdict(s.d);
		if (err->kind == ERR_CORRUPT && !strstr(err->msg, file->shown))
			error_prefix(err, "%s", file->shown);
	}
	download_free(s.d);
	return rc;
}

/* The transfer itself goes on after a broken connection; only a file that became another one is begun anew, once. */
static int with_retries(const struct want *w, const struct source_file *file, struct unpack_result *out,
                        enum download_verdict *verdict, struct error *err)
{
	if (!attempt(w, file, out, verdict, err))
		return 0;
	unpack_result_release(out);
	if (*verdict != DOWNLOAD_CHANGED || err->kind == ERR_INTERRUPTED)
		return -1;
	event_note(w->sink, "%s: %s; starting over", w->go, err->msg);
	error_clear(err);
	return attempt(w, file, out, verdict, err);
}

/*
 * From this minor on the Go project makes the module of the distribution by fixed rules (unpack.h), so that the module
 * hash that is trusted can be demanded of a tar.gz too. For older ones nobody has tried.
 */
#define MODULE_MADE_OF_ARCHIVE 21

/* Must an archive of whatever kind give the module hash that is trusted? */
static bool demands_module_hash(const struct want *w)
{
	return *w->digest && version_at_least(w->v, 1, MODULE_MADE_OF_ARCHIVE);
}

/* One base: where it has the archive, and all of that. *file is filled (the caller's to release) also on failure. */
static int from_base(const struct source *s, size_t i, const struct want *w, struct source_file *file,
                     struct unpack_result *out, enum download_verdict *verdict, struct error *err)
{
	int rc = source_file(s, i, w->v, host_goos(), host_goarch(), file, verdict, err);

	if (rc)
		return rc;
	/* what a proxy sends can be compared with nothing then; a download index brings a digest of its own */
	if (w->no_digest && !*file->sha256) {
		*err = *w->no_digest;
		*verdict = DOWNLOAD_GONE;
		return -1;
	}
	if (*file->sha256 && !source_is_authentic(s, i) && !demands_module_hash(w))
		event_warn(w->sink,
		           "%s: the download index %s does not come over https: its digests prove only that the "
		           "archive is the one it means, not who wrote it",
		           w->go, source_base_name(s, i));
	return with_retries(w, file, out, verdict, err);
}

/* Asks one base after the other; *from is the one that had it, *file what it said. */
static int from_any(const struct source *s, const struct want *w, struct unpack_result *out, size_t *from,
                    struct source_file *file, struct error *err)
{
	int rc = error_set(err, ERR_INFRA, "the source is empty");
	struct error first = ERROR_INIT;

	for (size_t i = 0; i < source_bases(s); i++) {
		enum download_verdict verdict;

		source_file_release(file);
		error_clear(err);
		rc = from_base(s, i, w, file, out, &verdict, err);
		if (!rc)
			*from = i;
		if (!rc || err->kind == ERR_INTERRUPTED || !source_next_after(s, i, verdict))
			break;
		event_note(w->sink, "%s: %s; trying the next source", w->go, err->msg);
		if (first.kind == ERR_NONE)
			first = *err;
	}
	return rc ? source_give_up(&first, err) : 0;
}

static int check_digest(const struct want *w, const struct source_file *file, const char *source,
                        const struct unpack_result *r, struct error *err)
{
	if (*file->sha256 && (strcmp(r->sha256, file->sha256) != 0 || (file->size && r->packed != file->size)))
		return error_set(
			err, ERR_CORRUPT,
			"wrong digest: %s sent %llu bytes with SHA-256 %s, its index says %llu and %s; nothing "
			"was installed. Try another --source",
			file->shown, (unsigned long long)r->packed, r->sha256, (unsigned long long)file->size,
			file->sha256);
	if (!*w->digest || !strcmp(r->h1, w->digest))
		return 0;
	if (*file->sha256 && !demands_module_hash(w))
		return 0;
	return error_set(err, ERR_CORRUPT,
	                 "wrong digest: %s sent %s, right is %s (%s); nothing was installed. Somebody changed the "
	                 "archive: try another --source",
	                 source, r->h1, w->digest, w->trust);
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

static int download_and_check(const struct source *s, const struct want *w, struct fetched *out, struct toolchain *t,
                              struct error *err)
{
	struct unpack_result r = { 0 };
	struct source_file file = { 0 };
	char size[32], took[32];
	int64_t start = clock_ns();
	size_t from = 0;
	int rc;

	event_start(w->sink, w->task, 0, UNIT_BYTES);
	rc = from_any(s, w, &r, &from, &file, err);
	if (!rc)
		rc = check_digest(w, &file, source_base_name(s, from), &r, err);
	if (!rc) {
		t->source = xstrdup(source_base_name(s, from));
		t->digest = xstrdup(r.h1);
		if (*r.sha256)
			t->archive_sha256 = xstrdup(r.sha256);
		rc = make_usable(w, t, err);
	}
	if (rc) {
		event_fail(w->sink, w->task, err->msg);
	} else {
		str_add_bytes(&out->sums, r.sums.p, r.sums.len);
		out->goroot = xstrdup(w->goroot);
		out->from_index = *file.sha256 && strcmp(r.h1, w->digest) != 0;
		bytes_format(r.kept_bytes, size, sizeof size);
		duration_format(clock_ns() - start, took, sizeof took);
		char *text = xasprintf("%zu files, %s, in %s", r.kept, size, took);

		event_done(w->sink, w->task, text);
		free(text);
	}
	unpack_result_release(&r);
	source_file_release(&file);
	return rc;
}

static bool has_index(const struct source *s)
{
	for (size_t i = 0; i < source_bases(s); i++)
		if (!source_is_proxy(s, i))
			return true;
	return false;
}

int fetch_toolchain(const struct source *s, struct trust *trust, const struct go_version *v, const char *staging,
                    const struct event_sink *sink, struct fetched *out, struct toolchain *t, struct error *err)
{
	char go[GO_VERSION_TEXT], name[CACHE_NAME], digest[H1_TEXT];
	struct error no_digest = ERROR_INIT;
	struct want w = { .v = v, .go = go, .name = name, .digest = digest, .staging = staging, .sink = sink };
	enum trust_kind how = TRUST_INDEX;
	char *prefix, *task;
	int rc;

	version_format(v, go, sizeof go);
	cache_name(v, host_goos(), host_goarch(), name);
	if (trust_digest(trust, name, digest, &how, &no_digest)) {
		/* an alarm is an alarm; that nobody knows the version yet may be made up for by a download index */
		if (!has_index(s) || no_digest.kind != ERR_INFRA) {
			*err = no_digest;
			return -1;
		}
		digest[0] = '\0';
		how = TRUST_INDEX;
		w.no_digest = &no_digest;
	}
	w.trust = trust_name(how);
	w.prefix = prefix = xasprintf("golang.org/toolchain@v0.0.1-%s/", name);
	w.task = task = xasprintf("download %s", go);
	w.goroot = xasprintf("%s/goroot", staging);
	t->version = *v;
	t->go = xstrdup(go);
	t->goos = xstrdup(host_goos());
	t->goarch = xstrdup(host_goarch());
	t->goroot = xstrdup(w.goroot);
	rc = download_and_check(s, &w, out, t, err);
	t->trust = xstrdup(out->from_index ? trust_name(TRUST_INDEX) : w.trust);
	if (!rc && how == TRUST_DATABASE)
		trust_say(trust, go);
	free(w.goroot);
	free(prefix);
	free(task);
	return rc;
}
