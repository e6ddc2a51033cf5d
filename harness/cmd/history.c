#include "cmd/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "cmd/import_rows.h"
#include "toolchain/local.h"
#include "toolchain/spec.h"
#include "toolchain/source.h"

/* Everything but the toolchains, from the open database. */
static int load_rows(const struct row_filter *filter, unsigned what, struct dataset *d, struct error *err)
{
	const bool results = !(what & DATASET_CELLS);
	struct row_filter samples = filter ? *filter : (struct row_filter){ .go = NULL };

	samples.purposes = what & DATASET_COUNTS ? 1u << SAMPLE_ALLOCS : 0;
	samples.time_blocks = what & DATASET_RECENT ? HISTORY_TIME_BLOCKS : 0;
	if (store_cells(d->db, filter, &d->cells, err) || store_sessions(d->db, &d->sessions, err) ||
	    (results &&
	     (store_samples(d->db, &samples, &d->samples, err) || store_outputs(d->db, filter, &d->outputs, err))) ||
	    ((what & DATASET_ESCAPE) && store_decisions(d->db, filter, &d->decisions, err)) ||
	    ((what & DATASET_CAUSES) &&
	     (store_calls(d->db, filter, &d->calls, err) || store_sites(d->db, filter, &d->sites, err))) ||
	    ((what & DATASET_CODES) && store_codes(d->db, filter, &d->codes, err)))
		return -1;
	history_build(&d->cells, &d->samples, &d->history);
	d->evidence = (struct evidence){ .history = &d->history,
		                         .decisions = what & DATASET_ESCAPE ? &d->decisions : NULL,
		                         .outputs = results ? &d->outputs : NULL,
		                         .calls = what & DATASET_CAUSES ? &d->calls : NULL,
		                         .sites = what & DATASET_CAUSES ? &d->sites : NULL,
		                         .codes = what & DATASET_CODES ? &d->codes : NULL,
		                         .samples = results ? &d->samples : NULL };
	return 0;
}

int dataset_load(struct app *app, const struct row_filter *filter, unsigned what, struct dataset *d, struct error *err)
{
	memset(d, 0, sizeof *d);
	if (!store_open(app->db, STORE_READ, &d->db, err) && !store_toolchains(d->db, &d->toolchains, err) &&
	    !load_rows(filter, what, d, err))
		return 0;
	dataset_release(d);
	return -1;
}

void dataset_release(struct dataset *d)
{
	history_release(&d->history);
	cell_rows_release(&d->cells);
	sample_rows_release(&d->samples);
	decision_rows_release(&d->decisions);
	output_rows_release(&d->outputs);
	call_rows_release(&d->calls);
	site_rows_release(&d->sites);
	code_rows_release(&d->codes);
	toolchain_rows_release(&d->toolchains);
	session_rows_release(&d->sessions);
	store_close(d->db);
	memset(d, 0, sizeof *d);
}

static const char *named_exactly(const struct toolchain_rows *rows, const char *name)
{
	for (size_t i = 0; i < rows->len; i++)
		if (!strcmp(rows->items[i].go, name))
			return rows->items[i].go;
	return NULL;
}

const char *measured_named(const struct toolchain_rows *rows, const char *spec)
{
	struct version_list versions = VERSION_LIST_INIT;
	struct wanted_list wanted = WANTED_LIST_INIT;
	struct error ignored = ERROR_INIT;
	const char *found = named_exactly(rows, spec);

	for (size_t i = 0; i < rows->len; i++)
		if (!rows->items[i].local)
			version_list_add(&versions, &rows->items[i].version);
	if (!found && !spec_resolve(spec, versions.items, versions.len, &wanted, &ignored) && wanted.len == 1) {
		const struct wanted *w = &wanted.items[0];
		char version[GO_VERSION_TEXT];

		found = named_exactly(rows, w->local ? w->name : version_format(&w->version, version, sizeof version));
	}
	wanted_list_release(&wanted);
	version_list_release(&versions);
	return found;
}

void warn_if_rebuilt(struct app *app, const struct toolchain_rows *rows, const char *go)
{
	for (size_t i = 0; i < rows->len; i++) {
		const struct toolchain_row *r = &rows->items[i];
		struct error ignored = ERROR_INIT;
		char digest[H1_TEXT];

		if (r->local && !strcmp(r->go, go) && path_is_dir(r->source) &&
		    !local_digest(r->source, r->goos, r->goarch, digest, &ignored) && strcmp(digest, r->digest) != 0)
			event_warn(&app->sink,
			           "%s in %s is another toolchain than the one that was measured (it was rebuilt?): "
			           "`goalloc run --go %s=%s` measures it",
			           go, r->source, go, r->source);
	}
}

static int not_measured(const struct toolchain_rows *rows, const char *spec, struct error *err)
{
	struct str have = STR_INIT;

	for (size_t i = 0; i < rows->len; i++)
		if (!i || strcmp(rows->items[i - 1].go, rows->items[i].go) != 0) /* one release, several platforms */
			str_addf(&have, "%s%s", have.len ? ", " : "", rows->items[i].go);
	error_set(err, ERR_INFRA, "%s was not measured (measured: %s); run `goalloc run --go %s` first", spec,
	          have.len ? have.p : "nothing", spec);
	str_release(&have);
	return -1;
}

const struct release *dataset_release_named(const struct dataset *d, const char *spec, struct error *err)
{
	const char *go = measured_named(&d->toolchains, spec);
	const struct release *found = history_release_named(&d->history, go ? go : spec);

	if (!found)
		not_measured(&d->toolchains, spec, err);
	return found;
}

int dataset_load_named(struct app *app, const struct row_filter *filter, const char *const *specs, size_t n,
                       unsigned what, struct dataset *d, const char **go, struct error *err)
{
	struct row_filter named = *filter;
	struct strlist releases = STRLIST_INIT;
	int status;

	memset(d, 0, sizeof *d);
	status = store_open(app->db, STORE_READ, &d->db, err) ||
	                         store_toolchains_measured(d->db, filter, &d->toolchains, err)
	                 ? -1
	                 : 0;
	for (size_t i = 0; i < n && !status; i++) {
		go[i] = measured_named(&d->toolchains, specs[i]);
		if (go[i])
			strlist_add(&releases, go[i]);
		else
			status = not_measured(&d->toolchains, specs[i], err);
	}
	named.releases = &releases;
	if (!status)
		status = load_rows(&named, what, d, err);
	strlist_release(&releases);
	if (status)
		dataset_release(d);
	return status;
}

static bool has_times(const struct history *h)
{
	for (size_t i = 0; i < h->len; i++)
		for (size_t k = 0; k < h->items[i].n; k++)
			if (h->items[i].points[k].timed)
				return true;
	return false;
}

const struct session_row *dataset_session(const struct dataset *d)
{
	for (size_t i = d->sessions.len; i-- > 0;)
		if (strcmp(d->sessions.items[i].machine, IMPORT_FAMILY) != 0)
			return &d->sessions.items[i];
	return d->sessions.len ? &d->sessions.items[d->sessions.len - 1] : NULL;
}

char *dataset_caption(const struct dataset *d)
{
	const struct session_row *last = dataset_session(d);
	const struct toolchain_row *t = d->toolchains.len ? &d->toolchains.items[0] : NULL;

	return xasprintf("goalloc %s; %s/%s; %s; measured %.10s; counts over N >= 100 iterations%s",
	                 last ? last->tool_version : GOALLOC_VERSION, t ? t->goos : "?", t ? t->goarch : "?",
	                 last ? last->cpu : "?", last ? last->started_at : "?",
	                 has_times(&d->history) ? "; times: medians of random blocks" : "");
}
