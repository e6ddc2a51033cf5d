/* goalloc toolchain digest: what the checksum database says of releases, verified, beside what is pinned. */
#include "cmd/toolchain_verbs.h"

#include <string.h>

#include "toolchain/digests.h"
#include "toolchain/info.h"
#include "toolchain/source.h"
#include "toolchain/spec.h"
#include "toolchain/trust.h"

/* What the SPEC names among the versions that the source lists for the platform; exact versions need no list. */
static int resolve(struct source *s, const char *spec, const struct platform *p, struct wanted_list *out,
                   struct error *err)
{
	struct version_list versions = VERSION_LIST_INIT;
	int status = spec_check(spec, err);

	if (!status && spec_needs_versions(spec))
		status = source_versions(s, p->goos, p->goarch, &versions, err);
	if (!status)
		status = spec_resolve(spec, versions.items, versions.len, out, err);
	for (size_t i = 0; !status && i < out->len; i++) {
		if (out->items[i].local)
			status = error_set(err, ERR_USAGE,
			                   "%s is a local toolchain: the checksum database knows releases alone",
			                   out->items[i].path);
		else
			version_canonical(&out->items[i].version);
	}
	version_list_release(&versions);
	return status;
}

/* One row a version; *differ counts those that are pinned as something else. */
static int look_up(struct app *app, struct trust *trust, const struct wanted_list *l, const struct platform *p,
                   struct table *t, size_t *differ, struct error *err)
{
	static const char task[] = "checksum database";
	int status = 0;

	event_start(&app->sink, task, l->len, UNIT_COUNT);
	for (size_t i = 0; i < l->len && !status; i++) {
		char name[CACHE_NAME], digest[H1_TEXT], pinned[H1_TEXT];
		bool have, same;

		cache_name(&l->items[i].version, p->goos, p->goarch, name);
		if (trust_look_up(trust, name, digest, err)) {
			status = error_prefix(err, "%s", name);
			break;
		}
		have = digest_pinned(name, pinned, sizeof pinned);
		same = have && !strcmp(pinned, digest);
		table_cell(t, name);
		table_cell(t, digest);
		table_cell(t, !have ? "no" : same ? "yes" : "DIFFERENT");
		*differ += have && !same;
		event_progress(&app->sink, task, i + 1, l->len, UNIT_COUNT);
	}
	if (status)
		event_fail(&app->sink, task, err->msg);
	else
		event_done(&app->sink, task, NULL);
	return status;
}

int toolchain_digest(struct app *app, const char *spec, const struct platform *p, const struct install_options *options,
                     const char *format, struct error *err)
{
	struct wanted_list wanted = WANTED_LIST_INIT;
	struct source *source = NULL;
	struct trust *trust = NULL;
	struct table t;
	size_t differ = 0;
	int status = -1;

	if (options->offline)
		return error_set(err, ERR_INFRA, "offline, the checksum database is not asked: leave --offline out");
	table_init(&t, "");
	table_column(&t, "name", "toolchain", COLUMN_TEXT, false);
	table_column(&t, "digest", "digest", COLUMN_TEXT, false);
	table_column(&t, "pinned", "pinned", COLUMN_TEXT, false);
	if (source_open(options->source, &app->sink, &source, err) || resolve(source, spec, p, &wanted, err))
		goto out;
	trust = trust_open(app->cache, source, &app->sink);
	status = look_up(app, trust, &wanted, p, &t, &differ, err);
	if (!status)
		status = table_out(&t, format, err);
	if (!status && differ)
		status = error_set(
			err, ERR_CORRUPT,
			"%zu of %zu digests differ from what is pinned: a released toolchain never changes, so "
			"somebody is lying; install nothing before you know who",
			differ, wanted.len);
out:
	table_release(&t);
	trust_free(trust);
	source_free(source);
	wanted_list_release(&wanted);
	return status;
}
