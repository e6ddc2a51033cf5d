#include "toolchain/cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "toolchain/index.h"
#include "toolchain/info.h"

/* So long a list of versions is taken for new: less than from one night to the next. */
#define LIST_SECONDS INT64_C(43200)

char *cache_default_dir(void)
{
	const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	/* a relative one is to be ignored: XDG Base Directory Specification */
	if (xdg && xdg[0] == '/')
		return xasprintf("%s/goalloc", xdg);
	return home && *home ? xasprintf("%s/.cache/goalloc", home) : NULL;
}

char *cache_gocache(const char *cache, const char *go)
{
	char *absolute = path_absolute(cache), *path = xasprintf("%s/gocache/%s", absolute, go);

	free(absolute);
	return path;
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

static int installed_versions(const char *cache, struct version_list *out, struct error *err)
{
	struct toolchain_list l = TOOLCHAIN_LIST_INIT;
	int rc = cache_list(cache, &l, err);

	for (size_t i = 0; !rc && i < l.len; i++)
		version_list_add(out, &l.items[i].version);
	toolchain_list_release(&l);
	return rc;
}

/* Asks the source, and remembers what it says. */
static int ask(const char *cache, const char *given, const char *goos, const char *goarch,
               const struct event_sink *sink, struct version_list *out, struct error *err)
{
	struct source *s = NULL;
	int rc = source_open(given, sink, &s, err);

	if (!rc)
		rc = source_versions(s, goos, goarch, out, err);
	if (!rc)
		index_remember(cache, goos, goarch, source_name(s), out, sink);
	source_free(s);
	return rc;
}

/* cache_versions; *why says why the source could not be asked when only the installed ones are known. */
static int known_versions(const char *cache, const struct install_options *o, const char *goos, const char *goarch,
                          const struct event_sink *sink, struct version_list *out, struct error *why, struct error *err)
{
	struct index_age age;
	int rc = o->offline ? error_set(err, ERR_INFRA, "offline, the source is not asked which versions exist")
	                    : ask(cache, o->source, goos, goarch, sink, out, err);

	error_clear(why);
	if (!rc || (err->kind != ERR_INFRA && err->kind != ERR_CORRUPT))
		return rc;
	version_list_release(out);
	if (index_recall(cache, goos, goarch, out, &age)) {
		event_warn(sink, "%s; going by the list of versions seen at %s", err->msg, age.stamp);
		return 0;
	}
	*why = *err;
	if (strcmp(goos, host_goos()) || strcmp(goarch, host_goarch()))
		return -1; /* what is installed is the host's */
	if (installed_versions(cache, out, err))
		return -1;
	if (!out->len) {
		*err = *why;
		return -1;
	}
	event_warn(sink, "%s; going by what is installed", why->msg);
	return 0;
}

int cache_versions(const char *cache, const struct install_options *options, const char *goos, const char *goarch,
                   const struct event_sink *sink, struct version_list *out, struct error *err)
{
	struct error why;

	return known_versions(cache, options, goos ? goos : host_goos(), goarch ? goarch : host_goarch(), sink, out,
	                      &why, err);
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

/* Another source may offer other versions. Where none is known any more, the list is all there is. */
static bool from_this_source(const char *given, const char *seen)
{
	struct source *s = NULL;
	struct error ignored = ERROR_INIT;
	bool same = source_open(given, NULL, &s, &ignored) || !strncmp(source_name(s), seen, strlen(seen));

	source_free(s);
	return same;
}

/* A list of versions seen lately, and everything that the SPEC means by it is here: then nobody is asked either. */
static bool by_recent_list(const char *cache, const char *spec, const struct install_options *o,
                           const struct event_sink *sink, struct wanted_list *want)
{
	struct version_list versions = VERSION_LIST_INIT;
	struct error ignored = ERROR_INIT;
	struct index_age age;
	bool good = index_recall(cache, host_goos(), host_goarch(), &versions, &age) && age.seconds >= 0 &&
	            age.seconds < LIST_SECONDS && from_this_source(o->source, age.source) &&
	            !spec_resolve(spec, versions.items, versions.len, want, &ignored);

	if (good && !all_installed(cache, want)) {
		wanted_list_release(want);
		good = false;
	}
	if (good)
		event_debug(sink, "'%s' is understood by the list of versions seen at %s (--refresh asks the source)",
		            spec, age.stamp);
	version_list_release(&versions);
	return good;
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
	if (!options->offline && !options->refresh && by_recent_list(cache, spec, options, sink, want))
		return 0;
	rc = options->offline ? installed_versions(cache, &versions, err)
	                      : known_versions(cache, options, host_goos(), host_goarch(), sink, &versions, &why, err);
	if (!rc && options->offline && !versions.len)
		rc = error_set(err, ERR_INFRA, "SPEC '%s': no toolchain is installed in %s to choose from offline",
		               spec, cache);
	if (!rc) {
		rc = spec_resolve(spec, versions.items, versions.len, want, err);
		if (rc && options->offline && err->kind == ERR_USAGE) {
			error_prefix(err, "offline only what is installed counts; install it first, without --offline");
			err->kind = ERR_INFRA;
		}
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
