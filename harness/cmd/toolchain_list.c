/* goalloc toolchain list: what is installed, what there is. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/file.h"
#include "cmd/toolchain_verbs.h"
#include "toolchain/digests.h"
#include "toolchain/info.h"
#include "toolchain/use.h"

int platform_parse(const char *text, struct platform *out, struct error *err)
{
	static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz0123456789";
	size_t n, m;

	memset(out, 0, sizeof *out);
	if (!text) {
		str_copy(out->goos, sizeof out->goos, host_goos(), strlen(host_goos()));
		str_copy(out->goarch, sizeof out->goarch, host_goarch(), strlen(host_goarch()));
		return 0;
	}
	n = strspn(text, alphabet);
	m = text[n] ? strspn(text + n + 1, alphabet) : 0;
	if (!n || !m || n >= sizeof out->goos || m >= sizeof out->goarch || !strchr("/-", text[n]) || text[n + 1 + m])
		return error_set(err, ERR_USAGE,
		                 "--platform: '%s' is no platform: write for example linux/amd64 or darwin/arm64",
		                 text);
	str_copy(out->goos, sizeof out->goos, text, n);
	str_copy(out->goarch, sizeof out->goarch, text + n + 1, m);
	return 0;
}

bool platform_is_host(const struct platform *p)
{
	return !strcmp(p->goos, host_goos()) && !strcmp(p->goarch, host_goarch());
}

int table_out(const struct table *t, const char *format_name, struct error *err)
{
	enum format format;

	return format_parse(format_name, "text,json,csv", &format, err) ? -1 : print_table(t, format, err);
}

static const struct toolchain *installed_as(const struct toolchain_list *l, const char *go)
{
	for (size_t i = 0; i < l->len; i++)
		if (!strcmp(l->items[i].go, go))
			return &l->items[i];
	return NULL;
}

/* Bytes for people, in formats for people; a whole number for machines; empty if unknown. */
static void size_cell(struct table *t, bool people, uint64_t bytes)
{
	char text[32];

	bytes_format(bytes, text, sizeof text);
	if (!bytes)
		table_cell(t, "");
	else if (people)
		table_cell(t, text);
	else
		table_cellf(t, "%" PRIu64, bytes);
}

static void used_cell(struct table *t, const char *cache, const char *name)
{
	time_t seconds = (time_t)(use_last(cache, name) / INT64_C(1000000000));
	struct tm tm;
	char text[32] = "";

	if (seconds && gmtime_r(&seconds, &tm))
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
	table_cell(t, text);
}

struct row {
	const char *go;
	const struct toolchain *have; /* NULL: not installed */
	uint64_t size;                /* of the archive */
	const char *date;
};

static void list_row(struct table *t, const char *cache, const struct platform *p, bool people, const struct row *r)
{
	char name[128], digest[128];
	bool pinned;

	snprintf(name, sizeof name, "%s.%s-%s", r->go, p->goos, p->goarch);
	pinned = digest_pinned(name, digest, sizeof digest) != NULL;
	table_cell(t, r->go);
	table_cell(t, r->have ? "true" : "false");
	table_cell(t, pinned ? "true" : "false");
	table_cell(t, r->have ? r->have->digest : pinned ? digest : "");
	table_cell(t, r->have ? r->have->source : "");
	table_cell(t, r->have ? r->have->goroot : "");
	table_cell(t, r->have ? r->have->installed_at : "");
	size_cell(t, people, r->size);
	table_cell(t, r->date);
	size_cell(t, people, r->have ? tree_bytes(r->have->goroot) : 0);
	if (r->have)
		used_cell(t, cache, name);
	else
		table_cell(t, "");
	table_cell(t, r->have && r->have->trust ? r->have->trust : "");
}

static void columns(struct table *t, bool people, bool available)
{
	const enum column_type size = people ? COLUMN_TEXT : COLUMN_NUMBER;

	table_column(t, "go", "toolchain", COLUMN_TEXT, false);
	table_column(t, "installed", "installed", COLUMN_BOOL, !available);
	table_column(t, "pinned", "pinned", COLUMN_BOOL, false);
	table_column(t, "digest", "digest", COLUMN_TEXT, true);
	table_column(t, "source", "source", COLUMN_TEXT, true);
	table_column(t, "path", "path", COLUMN_TEXT, true);
	table_column(t, "installed_at", "installed at", COLUMN_TEXT, true);
	table_column(t, "size", "archive", size, !available);
	table_column(t, "date", "released", COLUMN_TEXT, false);
	table_column(t, "disk", "on disk", size, available);
	table_column(t, "used_at", "last used", COLUMN_TEXT, available);
	table_column(t, "trust", "vouched for by", COLUMN_TEXT, available);
}

static int list_available(struct app *app, const struct platform *p, const struct install_options *o, bool people,
                          const struct toolchain_list *installed, struct table *t, struct error *err)
{
	struct version_list versions = VERSION_LIST_INIT;
	struct source *source = NULL;
	int status = cache_versions(app->cache, o, p->goos, p->goarch, &app->sink, &versions, err);
	struct error ignored = ERROR_INIT;
	bool may_ask = !o->offline;

	for (size_t i = 0; !status && i < versions.len; i++) {
		char go[GO_VERSION_TEXT], name[CACHE_NAME], date[11];
		struct row r = { .go = go, .date = date };

		version_format(&versions.items[i], go, sizeof go);
		digest_details(cache_name(&versions.items[i], p->goos, p->goarch, name), &r.size, date);
		/* what is not pinned yet can only be asked for; what nobody says stays empty */
		if (!*date && may_ask && !source)
			may_ask = !source_open(o->source, NULL, &source, &ignored);
		if (!*date && may_ask &&
		    source_describe(source, &versions.items[i], p->goos, p->goarch, &r.size, date, &ignored) &&
		    ignored.kind == ERR_INTERRUPTED)
			status = error_set(err, ERR_INTERRUPTED, "%s", ignored.msg);
		r.have = installed_as(installed, go);
		list_row(t, app->cache, p, people, &r);
	}
	source_free(source);
	version_list_release(&versions);
	return status;
}

int toolchain_list(struct app *app, bool available, const struct platform *p, const struct install_options *options,
                   const char *format, struct error *err)
{
	struct toolchain_list installed = TOOLCHAIN_LIST_INIT;
	const bool people = !strcmp(format, "text");
	struct table t;
	int status = 0;

	table_init(&t, "");
	columns(&t, people, available);
	if (platform_is_host(p))
		status = cache_list(app->cache, &installed, err);
	if (!status && available)
		status = list_available(app, p, options, people, &installed, &t, err);
	for (size_t i = 0; !status && !available && i < installed.len; i++) {
		char name[CACHE_NAME], date[11];
		struct row r = { .go = installed.items[i].go, .have = &installed.items[i], .date = date };

		digest_details(cache_name(&installed.items[i].version, p->goos, p->goarch, name), &r.size, date);
		list_row(&t, app->cache, p, people, &r);
	}
	if (!status && !table_rows(&t))
		table_note(&t,
		           "No toolchain for %s/%s is installed in %s; `goalloc toolchain install 1.22` fetches one.",
		           p->goos, p->goarch, app->cache);
	if (!status)
		status = table_out(&t, format, err);
	table_release(&t);
	toolchain_list_release(&installed);
	return status;
}
