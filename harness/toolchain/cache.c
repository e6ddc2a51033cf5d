#include "toolchain/cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "toolchain/info.h"

#define INDEX_MAX ((size_t)4 << 20)

char *cache_default_dir(void)
{
	const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	/* a relative one is to be ignored: XDG Base Directory Specification */
	if (xdg && xdg[0] == '/')
		return xasprintf("%s/goalloc", xdg);
	return home && *home ? xasprintf("%s/.cache/goalloc", home) : NULL;
}

int cache_list(const char *cache, struct toolchain_list *out, struct error *err)
{
	char *folder = xasprintf("%s/toolchains", cache);
	struct strlist names = STRLIST_INIT;
	int rc = path_is_dir(folder) ? dir_list(folder, &names, err) : 0;

	for (size_t i = 0; !rc && i < names.len; i++) {
		struct toolchain t;

		if (!str_ends(names.items[i], ".info"))
			continue;
		names.items[i][strlen(names.items[i]) - strlen(".info")] = '\0';
		if (info_read(cache, names.items[i], &t))
			continue;
		if (strcmp(t.goos, host_goos()) || strcmp(t.goarch, host_goarch()))
			toolchain_release(&t);
		else
			*toolchain_list_add(out) = t;
	}
	toolchain_list_sort(out);
	strlist_release(&names);
	free(folder);
	return rc;
}

static char *index_path(const char *cache)
{
	return xasprintf("%s/index/%s-%s", cache, host_goos(), host_goarch());
}

static void remember(const char *cache, const struct source *s, const struct version_list *l,
                     const struct event_sink *sink)
{
	char *folder = xasprintf("%s/index", cache), *path = index_path(cache);
	struct error err = ERROR_INIT;
	struct str text = STR_INIT;
	char stamp[32], version[GO_VERSION_TEXT];

	clock_stamp(stamp, sizeof stamp);
	str_addf(&text, "# %s %s\n", stamp, source_name(s));
	for (size_t i = 0; i < l->len; i++)
		str_addf(&text, "%s\n", version_format(&l->items[i], version, sizeof version));
	if (dir_make(folder, &err) || file_write(path, text.p, text.len, &err))
		event_warn(sink, "the list of versions cannot be remembered: %s", err.msg);
	str_release(&text);
	free(path);
	free(folder);
}

/* True when a list was remembered; *when gets its stamp. */
static bool recall(const char *cache, struct version_list *out, char when[32])
{
	char *path = index_path(cache);
	struct error ignored = ERROR_INIT;
	struct strlist lines = STRLIST_INIT;
	struct str text = STR_INIT;
	struct go_version v;

	str_copy(when, 32, "", 0);
	if (path_is_file(path) && !file_read(path, INDEX_MAX, &text, &ignored))
		strlist_split(&lines, str_cstr(&text), '\n');
	for (size_t i = 0; i < lines.len; i++) {
		if (str_starts(lines.items[i], "# "))
			str_copy(when, 32, lines.items[i] + 2, strcspn(lines.items[i] + 2, " "));
		else if (version_parse(lines.items[i], &v))
			version_list_add(out, &v);
	}
	version_list_sort(out);
	strlist_release(&lines);
	str_release(&text);
	free(path);
	return out->len > 0;
}

static int installed_versions(const char *cache, struct version_list *out, struct error *err)
{
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	int rc = cache_list(cache, &l, err);

	for (size_t i = 0; !rc && i < l.len; i++)
		version_list_add(out, &l.items[i].version);
	toolchain_list_release(&l);
	return rc;
}

/* cache_versions; *why says why the source could not be asked when only the installed ones are known. */
static int known_versions(const char *cache, const char *given, const struct event_sink *sink, struct version_list *out,
                          struct error *why, struct error *err)
{
	struct source *s = NULL;
	char when[32];
	int rc = source_open(given, sink, &s, err);

	error_clear(why);
	if (!rc)
		rc = source_versions(s, host_goos(), host_goarch(), out, err);
	if (!rc)
		remember(cache, s, out, sink);
	source_free(s);
	if (!rc || (err->kind != ERR_INFRA && err->kind != ERR_CORRUPT))
		return rc;
	version_list_release(out);
	if (recall(cache, out, when)) {
		event_warn(sink, "%s; going by the list of versions seen at %s", err->msg, when);
		return 0;
	}
	*why = *err;
	if (installed_versions(cache, out, err))
		return -1;
	if (!out->len) {
		*err = *why;
		return -1;
	}
	event_warn(sink, "%s; going by what is installed", why->msg);
	return 0;
}

int cache_versions(const char *cache, const char *given, const struct event_sink *sink, struct version_list *out,
                   struct error *err)
{
	struct error why;

	return known_versions(cache, given, sink, out, &why, err);
}

/* Is everything that the SPEC names exactly already here? Then nobody needs to be asked what exists. */
static bool all_installed(const char *cache, const struct wanted_list *l)
{
	char name[CACHE_NAME];
	struct toolchain t;

	for (size_t i = 0; i < l->len; i++) {
		if (l->items[i].local)
			continue;
		if (info_read(cache, cache_name(&l->items[i].version, host_goos(), host_goarch(), name), &t))
			return false;
		toolchain_release(&t);
	}
	return true;
}

static int resolve(const char *cache, const char *spec, const struct install_options *options,
                   const struct event_sink *sink, struct wanted_list *want, struct error *err)
{
	struct version_list versions = VERSION_LIST_INIT;
	struct error why = ERROR_INIT;
	int rc;

	if (spec_check(spec, err))
		return -1;
	if (!spec_needs_versions(spec)) {
		if (spec_resolve(spec, NULL, 0, want, err))
			return -1;
		if (options->offline || all_installed(cache, want))
			return 0;
		wanted_list_release(want);
	}
	rc = options->offline ? installed_versions(cache, &versions, err)
	                      : known_versions(cache, options->source, sink, &versions, &why, err);
	if (!rc && options->offline && !versions.len)
		rc = error_set(err, ERR_INFRA, "SPEC '%s': no toolchain is installed in %s to choose from offline",
		               spec, cache);
	if (!rc) {
		rc = spec_resolve(spec, versions.items, versions.len, want, err);
		/* what is not installed may well exist: the trouble is that the source cannot be asked */
		if (rc && why.kind != ERR_NONE) {
			struct error nothing = *err;

			*err = why;
			error_prefix(err, "%s, and the source cannot be asked", nothing.msg);
		}
	}
	version_list_release(&versions);
	return rc;
}

int cache_prepare(const char *cache, const char *spec, const struct install_options *options,
                  const struct event_sink *sink, struct toolchain_list *out, struct error *err)
{
	struct wanted_list want = WANTED_LIST_INIT;
	int rc = resolve(cache, spec, options, sink, &want, err);

	if (!rc)
		rc = cache_install(cache, &want, options, sink, out, err);
	wanted_list_release(&want);
	return rc;
}
