#include "toolchain/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "toolchain/download.h"
#include "toolchain/go_env.h"

#define MODULE_PATH "/golang.org/toolchain/@v"
#define VERSION_PREFIX "v0.0.1-"
#define LIST_MAX ((uint64_t)16 << 20)

struct base {
	char *url, *shown; /* without a slash at the end; shown has no credentials */
	bool any_error;    /* written before "|": the next is asked after any error, not only "not there" */
};

struct source {
	struct base *bases;
	size_t len, cap;
	char *name;
};

void version_list_release(struct version_list *l)
{
	free(l->items);
	*l = (struct version_list)VERSION_LIST_INIT;
}

void version_list_add(struct version_list *l, const struct go_version *v)
{
	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	l->items[l->len++] = *v;
}

static int by_version(const void *a, const void *b)
{
	return version_compare(a, b);
}

void version_list_sort(struct version_list *l)
{
	if (l->len)
		qsort(l->items, l->len, sizeof *l->items, by_version);
}

static bool usable(const char *url)
{
	static const char *const schemes[] = { "https://", "http://", "file:///" };

	for (const char *p = url; *p; p++)
		if ((unsigned char)*p <= ' ' || *p == 0x7f)
			return false;
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (str_starts(url, schemes[i]) && (i == 2 || url[strlen(schemes[i])]))
			return true;
	return false;
}

static void add_base(struct source *s, const char *url, bool any_error)
{
	struct base *b;
	size_t n = strlen(url);

	while (n && url[n - 1] == '/')
		n--;
	s->bases = vec_grow(s->bases, &s->cap, s->len + 1, sizeof *s->bases);
	b = &s->bases[s->len++];
	b->url = xstrndup(url, n);
	b->shown = url_without_credentials(b->url);
	b->any_error = any_error;
}

static int parse(struct source *s, const char *text, const char *origin, const struct event_sink *sink,
                 struct error *err)
{
	bool off = false, direct = false;

	while (*text && !off) {
		size_t n = strcspn(text, ",|");
		char *entry = xstrndup(text, n);
		char *p = entry + strspn(entry, " \t\r\n");
		size_t end = strlen(p);
		bool bad;

		while (end && strchr(" \t\r\n", p[end - 1]))
			p[--end] = '\0';
		off = !strcmp(p, "off");
		direct = !strcmp(p, "direct");
		bad = *p && !off && !direct && !usable(p);
		if (bad) {
			char *shown = url_without_credentials(p);

			error_set(err, ERR_USAGE,
			          "%s: '%s' is not a source: give the base address of a module proxy, "
			          "as http://..., https://... or file:///...",
			          origin, shown);
			free(shown);
		} else if (direct) {
			event_note(sink,
			           "%s: 'direct' is skipped: toolchains come from module proxies and download indexes, "
			           "not from version control",
			           origin);
		} else if (*p && !off) {
			add_base(s, p, text[n] == '|');
		}
		free(entry);
		if (bad)
			return -1;
		text += n + (text[n] != '\0');
	}
	if (s->len)
		return 0;
	if (off)
		return error_set(err, ERR_INFRA,
		                 "%s is 'off', which forbids downloading: use what is installed, or name a source with "
		                 "--source",
		                 origin);
	return error_set(err, ERR_INFRA,
	                 "%s names no module proxy to download toolchains from: name one with --source or "
	                 "$GOALLOC_SOURCE",
	                 origin);
}

int source_open(const char *given, const struct event_sink *sink, struct source **out, struct error *err)
{
	static const char *const variables[] = { "GOALLOC_SOURCE", "GOPROXY" };
	struct source *s = xcalloc(1, sizeof *s);
	const char *text = given && *given ? given : NULL, *origin = "--source";
	char *asked = NULL;
	int rc;

	*out = NULL;
	for (size_t i = 0; !text && i < sizeof variables / sizeof *variables; i++) {
		text = getenv(variables[i]);
		origin = i ? "$GOPROXY" : "$GOALLOC_SOURCE";
		if (text && !*text)
			text = NULL;
	}
	if (!text) {
		text = asked = go_env("GOPROXY");
		origin = "`go env GOPROXY`";
	}
	if (!text || !*text)
		rc = error_set(
			err, ERR_INFRA,
			"no source of toolchains is known: name a module proxy with --source, $GOALLOC_SOURCE or "
			"$GOPROXY, or install a go command that knows one");
	else
		rc = parse(s, text, origin, sink, err);
	free(asked);
	if (rc) {
		source_free(s);
		return -1;
	}
	struct str name = STR_INIT;

	for (size_t i = 0; i < s->len; i++)
		str_addf(&name, "%s%s", i ? "," : "", s->bases[i].shown);
	s->name = str_detach(&name);
	*out = s;
	return 0;
}

void source_free(struct source *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->len; i++) {
		free(s->bases[i].url);
		free(s->bases[i].shown);
	}
	free(s->bases);
	free(s->name);
	free(s);
}

const char *source_name(const struct source *s)
{
	return s->name;
}

size_t source_bases(const struct source *s)
{
	return s->len;
}

const char *source_base_name(const struct source *s, size_t i)
{
	return s->bases[i].shown;
}

const char *source_base_url(const struct source *s, size_t i)
{
	return s->bases[i].url;
}

bool source_only_files(const struct source *s)
{
	for (size_t i = 0; i < s->len; i++)
		if (!str_starts(s->bases[i].url, "file:"))
			return false;
	return true;
}

bool source_next_after(const struct source *s, size_t i, enum download_verdict verdict)
{
	return i + 1 < s->len && (s->bases[i].any_error || verdict == DOWNLOAD_GONE);
}

/* Reads "v0.0.1-go1.9.2.linux-amd64" lines; others (other platforms, things to come) are passed over. */
static int parse_list(const struct str *text, const char *platform, struct version_list *out)
{
	struct strlist lines = STRLIST_INIT;
	int known = 0;

	strlist_split(&lines, str_cstr(text), '\n');
	for (size_t i = 0; i < lines.len; i++) {
		const char *p = lines.items[i];
		char version[GO_VERSION_TEXT];
		struct go_version v;
		size_t n;

		if (!str_starts(p, VERSION_PREFIX "go"))
			continue;
		known++;
		p += strlen(VERSION_PREFIX);
		n = strlen(p);
		if (!str_ends(p, platform) || n <= strlen(platform) + 1 || p[n - strlen(platform) - 1] != '.')
			continue;
		n -= strlen(platform) + 1;
		if (n >= sizeof version)
			continue;
		str_copy(version, sizeof version, p, n);
		if (version_parse(version, &v))
			version_list_add(out, &v);
	}
	strlist_release(&lines);
	return known;
}

static int fetch_list(const struct base *b, struct str *text, enum download_verdict *verdict, struct error *err)
{
	char *url = xasprintf("%s" MODULE_PATH "/list", b->url);
	char *shown = xasprintf("%s" MODULE_PATH "/list", b->shown);
	struct download_options o = { .url = url, .shown = shown, .max_bytes = LIST_MAX };
	int rc;

	str_reset(text);
	error_clear(err);
	rc = download_text(&o, text, verdict, err);
	free(url);
	free(shown);
	return rc;
}

int source_versions(struct source *s, const char *goos, const char *goarch, struct version_list *out, struct error *err)
{
	char *platform = xasprintf("%s-%s", goos, goarch);
	struct str text = STR_INIT;
	int rc = -1;

	for (size_t i = 0; i < s->len; i++) {
		enum download_verdict verdict = DOWNLOAD_FINE;

		rc = fetch_list(&s->bases[i], &text, &verdict, err);
		if (!rc && !parse_list(&text, platform, out))
			rc = error_set(err, ERR_INFRA,
			               "%s: its answer to " MODULE_PATH
			               "/list names no toolchain: is it a module proxy?",
			               s->bases[i].shown);
		else if (!rc && !out->len)
			rc = error_set(err, ERR_INFRA, "%s offers no toolchain for %s/%s", s->bases[i].shown, goos,
			               goarch);
		if (!rc || err->kind == ERR_INTERRUPTED || !source_next_after(s, i, verdict))
			break;
	}
	if (rc)
		error_prefix(err, "cannot read the list of toolchains");
	version_list_sort(out);
	str_release(&text);
	free(platform);
	return rc;
}

void source_zip_urls(const struct source *s, const struct go_version *v, const char *goos, const char *goarch,
                     struct strlist *out)
{
	char text[GO_VERSION_TEXT];

	version_format(v, text, sizeof text);
	for (size_t i = 0; i < s->len; i++)
		strlist_addf(out, "%s" MODULE_PATH "/" VERSION_PREFIX "%s.%s-%s.zip", s->bases[i].url, text, goos,
		             goarch);
}
