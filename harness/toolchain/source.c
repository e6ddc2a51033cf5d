#include "toolchain/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "toolchain/go_env.h"
#include "toolchain/source_internal.h"

#define OFFICIAL_INDEX "https://go.dev/dl"

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

/* Does the path end in "/dl"? (A host may be called so too.) */
static bool is_index(const char *url)
{
	const char *path = strchr(strstr(url, "://") + 3, '/');

	return path && str_ends(path, "/dl");
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
	b->index = is_index(b->url);
	b->memory = NULL;
	if (b->index) {
		b->memory = xcalloc(1, sizeof *b->memory);
		pthread_mutex_init(&b->memory->lock, NULL);
	}
}

/* "direct", in the words of the go command: the origin. Asked when no proxy could be reached, or none has it. */
static void add_origin(struct source *s)
{
	if (s->len)
		s->bases[s->len - 1].any_error = true;
	add_base(s, OFFICIAL_INDEX, false);
}

/* The go command's default list holds it: what nobody has asked for is worth a word to the curious alone. */
static void skip_direct(const char *origin, bool go, const struct event_sink *sink)
{
	void (*say)(const struct event_sink *, const char *, ...) = *origin == '`' ? event_debug : event_note;

	say(sink,
	    "%s: 'direct' is skipped: toolchains come from module proxies and download indexes, not from version "
	    "control%s",
	    origin, go ? "; the last resort is the official download index, " OFFICIAL_INDEX : "");
}

/* `go`: the list is one of the go command's own. */
static int parse(struct source *s, const char *text, const char *origin, bool go, const struct event_sink *sink,
                 struct error *err)
{
	bool off = false, direct = false, last_resort = false;

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
			          "%s: '%s' is not a source: give the base address of a module proxy or of a "
			          "download index (.../dl), as http://..., https://... or file:///...",
			          origin, shown);
			free(shown);
		} else if (direct) {
			last_resort = go;
			skip_direct(origin, go, sink);
		} else if (*p && !off) {
			add_base(s, p, text[n] == '|');
		}
		free(entry);
		if (bad)
			return -1;
		text += n + (text[n] != '\0');
	}
	if (last_resort)
		add_origin(s);
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
	rc = parse(s, text && *text ? text : "direct", origin, strstr(origin, "GOPROXY") != NULL, sink, err);
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
		if (s->bases[i].memory) {
			download_index_release(&s->bases[i].memory->index);
			pthread_mutex_destroy(&s->bases[i].memory->lock);
			free(s->bases[i].memory->goos);
			free(s->bases[i].memory->goarch);
			free(s->bases[i].memory);
		}
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

bool source_is_proxy(const struct source *s, size_t i)
{
	return !s->bases[i].index;
}

bool source_is_authentic(const struct source *s, size_t i)
{
	return str_starts(s->bases[i].url, "https://");
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

int source_give_up(const struct error *first, struct error *err)
{
	struct error last = *err;

	if (first->kind == ERR_NONE || err->kind == ERR_INTERRUPTED)
		return -1;
	return error_set(err, first->kind, "%.600s; and the next source: %.380s", first->msg, last.msg);
}
