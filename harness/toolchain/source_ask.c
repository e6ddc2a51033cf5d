/* What the bases of a source say: the list of versions, where an archive is, how large and how old. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "toolchain/source_internal.h"

#define MODULE_PATH "/golang.org/toolchain/@v"
#define VERSION_PREFIX "v0.0.1-"
#define LIST_MAX ((uint64_t)16 << 20)
#define INFO_MAX ((uint64_t)64 << 10)

/* A small thing at a base. */
static int fetch_text(const struct base *b, const char *path, uint64_t max, struct str *text,
                      enum download_verdict *verdict, struct error *err)
{
	char *url = xasprintf("%s%s", b->url, path), *shown = xasprintf("%s%s", b->shown, path);
	struct download_options o = { .url = url, .shown = shown, .max_bytes = max };
	int rc;

	str_reset(text);
	error_clear(err);
	rc = download_text(&o, text, verdict, err);
	free(url);
	free(shown);
	return rc;
}

/* Under the memory's lock: the index, fetched if it is not there. */
static int load_index(const struct base *b, const char *goos, const char *goarch, enum download_verdict *verdict,
                      struct error *err)
{
	/* a folder cannot be asked anything: there it is a file */
	const char *path = str_starts(b->url, "file:") ? "/index.json" : "/?mode=json&include=all";
	struct memory *m = b->memory;
	struct str text = STR_INIT;
	int rc;

	if (m->there && !strcmp(m->goos, goos) && !strcmp(m->goarch, goarch))
		return 0;
	m->there = false;
	download_index_release(&m->index);
	rc = fetch_text(b, path, INDEX_MAX_BYTES, &text, verdict, err);
	if (!rc && download_index_parse(str_cstr(&text), text.len, goos, goarch, &m->index, err)) {
		rc = error_prefix(err, "%s", b->shown);
	} else if (!rc && !m->index.releases) {
		rc = error_set(err, ERR_INFRA, "%s: its answer names no release of Go: is it a download index?",
		               b->shown);
	} else if (!rc) {
		free(m->goos);
		free(m->goarch);
		m->goos = xstrdup(goos);
		m->goarch = xstrdup(goarch);
		m->there = true;
	}
	if (rc)
		download_index_release(&m->index);
	str_release(&text);
	return rc;
}

static int index_versions(const struct base *b, const char *goos, const char *goarch, struct version_list *out,
                          enum download_verdict *verdict, struct error *err)
{
	int rc;

	pthread_mutex_lock(&b->memory->lock);
	rc = load_index(b, goos, goarch, verdict, err);
	for (size_t i = 0; !rc && i < b->memory->index.len; i++)
		version_list_add(out, &b->memory->index.items[i].version);
	pthread_mutex_unlock(&b->memory->lock);
	return rc;
}

static int proxy_versions(const struct base *b, const char *goos, const char *goarch, struct version_list *out,
                          enum download_verdict *verdict, struct error *err)
{
	struct str text = STR_INIT;
	int rc = fetch_text(b, MODULE_PATH "/list", LIST_MAX, &text, verdict, err);

	if (!rc && !version_list_parse(str_cstr(&text), goos, goarch, out))
		rc = error_set(err, ERR_INFRA,
		               "%s: its answer to " MODULE_PATH "/list names no toolchain: is it a module proxy?",
		               b->shown);
	str_release(&text);
	return rc;
}

int source_versions(struct source *s, const char *goos, const char *goarch, struct version_list *out, struct error *err)
{
	struct error first = ERROR_INIT;
	int rc = -1;

	for (size_t i = 0; i < s->len; i++) {
		enum download_verdict verdict = DOWNLOAD_FINE;

		rc = (s->bases[i].index ? index_versions : proxy_versions)(&s->bases[i], goos, goarch, out, &verdict,
		                                                           err);
		if (!rc && !out->len)
			rc = error_set(err, ERR_INFRA, "%s offers no toolchain for %s/%s", s->bases[i].shown, goos,
			               goarch);
		if (!rc || err->kind == ERR_INTERRUPTED || !source_next_after(s, i, verdict))
			break;
		if (first.kind == ERR_NONE)
			first = *err;
	}
	if (rc) {
		source_give_up(&first, err);
		error_prefix(err, "cannot read the list of toolchains");
	}
	version_list_sort(out);
	version_list_unique(out);
	return rc;
}

static int index_file(const struct base *b, const struct go_version *v, const char *goos, const char *goarch,
                      struct source_file *out, enum download_verdict *verdict, struct error *err)
{
	const struct index_file *f = NULL;
	char text[GO_VERSION_TEXT];
	int rc;

	pthread_mutex_lock(&b->memory->lock);
	rc = load_index(b, goos, goarch, verdict, err);
	if (!rc)
		f = download_index_find(&b->memory->index, v);
	if (f) {
		out->url = xasprintf("%s/%s", b->url, f->filename);
		out->shown = xasprintf("%s/%s", b->shown, f->filename);
		out->format = UNPACK_TAR_GZ;
		out->size = f->size;
		str_copy(out->sha256, sizeof out->sha256, f->sha256, strlen(f->sha256));
	} else if (!rc) {
		*verdict = DOWNLOAD_GONE;
		rc = error_set(err, ERR_INFRA, "%s lists no archive of %s for %s/%s", b->shown,
		               version_format(v, text, sizeof text), goos, goarch);
	}
	pthread_mutex_unlock(&b->memory->lock);
	return rc;
}

int source_file(const struct source *s, size_t i, const struct go_version *v, const char *goos, const char *goarch,
                struct source_file *out, enum download_verdict *verdict, struct error *err)
{
	const struct base *b = &s->bases[i];
	char text[GO_VERSION_TEXT];

	memset(out, 0, sizeof *out);
	*verdict = DOWNLOAD_FINE;
	if (b->index)
		return index_file(b, v, goos, goarch, out, verdict, err);
	version_format(v, text, sizeof text);
	out->url = xasprintf("%s" MODULE_PATH "/" VERSION_PREFIX "%s.%s-%s.zip", b->url, text, goos, goarch);
	out->shown = xasprintf("%s" MODULE_PATH "/" VERSION_PREFIX "%s.%s-%s.zip", b->shown, text, goos, goarch);
	out->format = UNPACK_ZIP;
	return 0;
}

void source_file_release(struct source_file *f)
{
	free(f->url);
	free(f->shown);
	f->url = f->shown = NULL;
}

/* The day in a proxy's answer {"Version": ..., "Time": "2026-09-01T12:00:00Z"}; "" when there is none. */
static void read_day(const char *text, char date[11])
{
	static const char shape[] = "dddd-dd-ddT";
	const char *p = strstr(text, "\"Time\"");

	date[0] = '\0';
	if (!p)
		return;
	p += strlen("\"Time\"");
	p += strspn(p, " \t\r\n:");
	if (*p++ != '"')
		return;
	for (size_t i = 0; shape[i]; i++)
		if (shape[i] == 'd' ? p[i] < '0' || p[i] > '9' : p[i] != shape[i])
			return;
	str_copy(date, 11, p, 10);
}

static int describe_at(const struct source *s, size_t i, const struct go_version *v, const char *goos,
                       const char *goarch, uint64_t *size, char date[11], enum download_verdict *verdict,
                       struct error *err)
{
	struct source_file f;
	struct download_options o = { 0 };
	struct str text = STR_INIT;
	char version[GO_VERSION_TEXT];
	int rc = source_file(s, i, v, goos, goarch, &f, verdict, err);

	if (!rc && s->bases[i].index) {
		*size = f.size;
	} else if (!rc) {
		char *path = xasprintf(MODULE_PATH "/" VERSION_PREFIX "%s.%s-%s.info",
		                       version_format(v, version, sizeof version), goos, goarch);

		rc = fetch_text(&s->bases[i], path, INFO_MAX, &text, verdict, err);
		free(path);
		o.url = f.url;
		o.shown = f.shown;
		if (!rc) {
			struct error ignored = ERROR_INIT;

			read_day(str_cstr(&text), date);
			/* it is there: that a server will not say how large it is does not matter */
			if (download_size(&o, size, verdict, &ignored) && ignored.kind == ERR_INTERRUPTED) {
				*err = ignored;
				rc = -1;
			}
		}
	}
	source_file_release(&f);
	str_release(&text);
	return rc;
}

int source_describe(const struct source *s, const struct go_version *v, const char *goos, const char *goarch,
                    uint64_t *size, char date[11], struct error *err)
{
	struct error first = ERROR_INIT;
	int rc = -1;

	*size = 0;
	date[0] = '\0';
	for (size_t i = 0; i < s->len; i++) {
		enum download_verdict verdict = DOWNLOAD_FINE;

		error_clear(err);
		rc = describe_at(s, i, v, goos, goarch, size, date, &verdict, err);
		if (!rc || err->kind == ERR_INTERRUPTED || !source_next_after(s, i, verdict))
			break;
		if (first.kind == ERR_NONE)
			first = *err;
	}
	return rc ? source_give_up(&first, err) : 0;
}
