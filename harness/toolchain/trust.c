#include "toolchain/trust.h"

#include <fnmatch.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "toolchain/digests.h"
#include "toolchain/go_env.h"
#include "toolchain/sumdb.h"

#define MODULE "golang.org/toolchain"

struct trust {
	const char *cache;
	const struct source *source;
	const struct event_sink *sink;
	pthread_mutex_t lock; /* of what follows */
	bool asked;           /* the environment has been looked at */
	char *gosumdb, *gonosumdb;
	struct sumdb *db;
	char *base, *shown; /* where the database is reached, and that without credentials; NULL: not known yet */
};

const char *trust_name(enum trust_kind kind)
{
	static const char *const names[] = { [TRUST_PINNED] = "pinned",
		                             [TRUST_DATABASE] = "checksum database",
		                             [TRUST_INDEX] = "download index",
		                             [TRUST_NONE] = "none" };

	return names[kind];
}

struct trust *trust_open(const char *cache, const struct source *source, const struct event_sink *sink)
{
	struct trust *t = xcalloc(1, sizeof *t);

	t->cache = cache;
	t->source = source;
	t->sink = sink;
	pthread_mutex_init(&t->lock, NULL);
	return t;
}

void trust_free(struct trust *t)
{
	if (!t)
		return;
	sumdb_free(t->db);
	free(t->gosumdb);
	free(t->gonosumdb);
	free(t->base);
	free(t->shown);
	pthread_mutex_destroy(&t->lock);
	free(t);
}

/* The first elements of the path, as many as the pattern has, against it. */
static bool matches_prefix(const char *pattern, const char *path)
{
	size_t slashes = 0, n = 0;
	char *prefix;
	bool yes;

	for (const char *p = pattern; *p; p++)
		slashes += *p == '/';
	for (; path[n]; n++)
		if (path[n] == '/' && !slashes--)
			break;
	prefix = xstrndup(path, n);
	yes = !fnmatch(pattern, prefix, FNM_PATHNAME);
	free(prefix);
	return yes;
}

bool module_matches(const char *patterns, const char *path)
{
	struct strlist l = STRLIST_INIT;
	bool yes = false;

	strlist_split(&l, patterns, ',');
	for (size_t i = 0; i < l.len && !yes; i++) {
		char *p = l.items[i];

		for (size_t n = strlen(p); n && p[n - 1] == '/'; n--)
			p[n - 1] = '\0';
		yes = *p && matches_prefix(p, path);
	}
	strlist_release(&l);
	return yes;
}

static bool has_flag(const char *flags, const char *name)
{
	struct strlist l = STRLIST_INIT;
	bool yes = false;

	strlist_split(&l, flags, ' ');
	for (size_t i = 0; i < l.len && !yes; i++) {
		const char *p = l.items[i] + strspn(l.items[i], "-");

		yes = *l.items[i] == '-' && str_starts(p, name) && strchr("=", p[strlen(name)]);
	}
	strlist_release(&l);
	return yes;
}

static bool is_off(const struct trust *t)
{
	return t->gosumdb && !strcmp(t->gosumdb, "off");
}

static bool is_exempt(const struct trust *t)
{
	return t->gonosumdb && module_matches(t->gonosumdb, MODULE);
}

/* Is the source such that the go command, too, lets GOSUMDB=off and GONOSUMDB have their way with toolchains? */
static bool source_is_own_folder(const struct trust *t)
{
	return source_bases(t->source) == 1 && source_only_files(t->source);
}

/* What the environment says, once; what it says in vain is said back. */
static void ask_environment(struct trust *t)
{
	char *check, *flags, *insecure;

	if (t->asked)
		return;
	t->asked = true;
	t->gosumdb = go_env("GOSUMDB");
	t->gonosumdb = go_env("GONOSUMDB");
	if (!t->gonosumdb)
		t->gonosumdb = go_env("GOPRIVATE");
	check = xstrdup(getenv("GONOSUMCHECK"));
	flags = go_env("GOFLAGS");
	insecure = go_env("GOINSECURE");
	if (check && *check)
		event_warn(t->sink,
		           "GONOSUMCHECK is set, which means nothing to the go command, nor here: toolchains are "
		           "checked");
	if (flags && has_flag(flags, "insecure"))
		event_warn(t->sink, "GOFLAGS holds -insecure, which the go command no longer heeds, nor is it here: "
		                    "toolchains are checked");
	if (insecure && module_matches(insecure, MODULE))
		event_warn(t->sink,
		           "GOINSECURE matches " MODULE ", which turns no checksums off, as with the go command: "
		           "toolchains are checked");
	if (is_exempt(t) && !source_is_own_folder(t))
		event_warn(t->sink,
		           "GONOSUMDB (or GOPRIVATE) matches " MODULE ", which counts for every module but this "
		           "one, as with the go command: toolchains are checked with the checksum database");
	free(check);
	free(flags);
	free(insecure);
}

static int fetch_at(const struct trust *t, const char *base, const char *shown_base, const char *path, uint64_t max,
                    struct str *out, enum download_verdict *verdict, struct error *err)
{
	char *url = xasprintf("%s%s", base, path), *shown = xasprintf("%s%s", shown_base, path);
	struct download_options o = { .url = url, .shown = shown, .max_bytes = max, .sink = t->sink };
	int rc = download_text(&o, out, verdict, err);

	free(url);
	free(shown);
	return rc;
}

/* One small answer of the database. */
static int on_fetch(void *ctx, const char *path, uint64_t max, struct str *out, enum download_verdict *verdict,
                    struct error *err)
{
	const struct trust *t = ctx;

	return fetch_at(t, t->base, t->shown, path, max, out, verdict, err);
}

/* Does base i of the source pass the database on? 1, 0, or -1 when it is in trouble and no other may be asked. */
static int proxy_supports(const struct trust *t, size_t i, const char *base, const char *shown, struct error *err)
{
	enum download_verdict verdict = DOWNLOAD_FINE;
	struct str nothing = STR_INIT;
	int rc = fetch_at(t, base, shown, "/supported", SUMDB_ANSWER_MAX, &nothing, &verdict, err);

	str_release(&nothing);
	if (!rc)
		return 1;
	return err->kind != ERR_INTERRUPTED && (verdict == DOWNLOAD_GONE || source_next_after(t->source, i, verdict))
	               ? 0
	               : -1;
}

/* t->lock is held, t->db is open. */
static int find_base(struct trust *t, struct error *err)
{
	const char *name = sumdb_name(t->db), *own = sumdb_url(t->db);
	size_t n = own ? 0 : source_bases(t->source);

	for (size_t i = 0; i < n; i++) {
		char *base, *shown;
		int supports;

		if (!source_is_proxy(t->source, i)) /* a download index knows nothing of it */
			continue;
		base = xasprintf("%s/sumdb/%s", source_base_url(t->source, i), name);
		shown = xasprintf("%s/sumdb/%s", source_base_name(t->source, i), name);
		supports = proxy_supports(t, i, base, shown, err);
		if (supports > 0) {
			t->base = base;
			t->shown = shown;
			return 0;
		}
		free(base);
		free(shown);
		if (supports < 0)
			return -1;
		error_clear(err);
	}
	t->base = own ? xstrdup(own) : xasprintf("https://%s", name);
	t->shown = url_without_credentials(t->base);
	return 0;
}

/* t->lock is held. */
static int open_database(struct trust *t, struct error *err)
{
	char *folder;
	int rc;

	if (t->db)
		return 0;
	if (!t->gosumdb)
		return error_set(err, ERR_INFRA, "no checksum database is known: name one with $GOSUMDB");
	if (is_off(t))
		return error_set(err, ERR_INFRA, "GOSUMDB=off turns the checksum database off: unset it");
	folder = xasprintf("%s/sumdb", t->cache);
	rc = sumdb_open(t->gosumdb, folder, on_fetch, t, &t->db, err);
	free(folder);
	if (!rc && find_base(t, err)) {
		sumdb_free(t->db);
		t->db = NULL;
		rc = error_prefix(err, "the checksum database cannot be reached");
	}
	return rc;
}

/* t->lock is held. "go1.28.0.linux-amd64" is the module's version v0.0.1-NAME. */
static int ask_database(struct trust *t, const char *name, char out[H1_TEXT], struct error *err)
{
	char *version = xasprintf("v0.0.1-%s", name);
	int rc = open_database(t, err);

	if (!rc)
		rc = sumdb_lookup(t->db, MODULE, version, out, err);
	free(version);
	return rc;
}

int trust_look_up(struct trust *t, const char *name, char out[H1_TEXT], struct error *err)
{
	int rc;

	pthread_mutex_lock(&t->lock);
	ask_environment(t);
	rc = ask_database(t, name, out, err);
	pthread_mutex_unlock(&t->lock);
	return rc;
}

int trust_digest(struct trust *t, const char *name, char out[H1_TEXT], enum trust_kind *how, struct error *err)
{
	int rc = 0;

	*how = TRUST_PINNED;
	if (digest_pinned(name, out, H1_TEXT))
		return 0;
	pthread_mutex_lock(&t->lock);
	ask_environment(t);
	if (source_is_own_folder(t) && (is_off(t) || is_exempt(t))) {
		*how = TRUST_NONE;
		*out = '\0';
		event_warn(t->sink,
		           "%s IS NOT CHECKED: its digest is not pinned, %s, and the source is a folder: what lies "
		           "there is "
		           "taken as it is",
		           name, is_off(t) ? "GOSUMDB=off" : "GONOSUMDB (or GOPRIVATE) matches " MODULE);
	} else {
		*how = TRUST_DATABASE;
		rc = ask_database(t, name, out, err);
		if (rc && err->kind == ERR_INFRA)
			error_prefix(err,
			             "its digest is not pinned (a line '%s h1:...' in a file named by $GOALLOC_DIGESTS "
			             "would "
			             "pin it), so the checksum database is to vouch for it",
			             name);
	}
	pthread_mutex_unlock(&t->lock);
	return rc;
}

void trust_say(struct trust *t, const char *what)
{
	pthread_mutex_lock(&t->lock);
	if (t->db)
		event_note(
			t->sink,
			"%s is not pinned: its digest was checked with the checksum database %s (signed tree of %llu "
			"records, by way of %s)",
			what, sumdb_name(t->db), (unsigned long long)sumdb_size(t->db), t->shown);
	pthread_mutex_unlock(&t->lock);
}
