#include "cmd/history.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "toolchain/spec.h"
#include "toolchain/source.h"

int dataset_load(struct app *app, const struct row_filter *filter, unsigned what, struct dataset *d, struct error *err)
{
	memset(d, 0, sizeof *d);
	if (store_open(app->db, STORE_READ, &d->db, err) || store_cells(d->db, filter, &d->cells, err) ||
	    store_samples(d->db, filter, &d->samples, err) || store_outputs(d->db, filter, &d->outputs, err) ||
	    store_toolchains(d->db, &d->toolchains, err) || store_sessions(d->db, &d->sessions, err))
		goto fail;
	if ((what & DATASET_ESCAPE) && store_decisions(d->db, filter, &d->decisions, err))
		goto fail;
	history_build(&d->cells, &d->samples, &d->history);
	d->evidence = (struct evidence){ .history = &d->history,
		                         .decisions = what & DATASET_ESCAPE ? &d->decisions : NULL,
		                         .outputs = &d->outputs };
	return 0;
fail:
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
	toolchain_rows_release(&d->toolchains);
	session_rows_release(&d->sessions);
	store_close(d->db);
	memset(d, 0, sizeof *d);
}

static const struct release *resolve(const struct dataset *d, const char *spec, struct error *err)
{
	struct version_list versions = VERSION_LIST_INIT;
	struct wanted_list wanted = WANTED_LIST_INIT;
	const struct release *found = NULL;

	for (size_t i = 0; i < d->history.nreleases; i++)
		if (str_starts(d->history.releases[i].go, "go"))
			version_list_add(&versions, &d->history.releases[i].version);
	if (versions.len && !spec_resolve(spec, versions.items, versions.len, &wanted, err) && wanted.len == 1)
		for (size_t i = 0; i < d->history.nreleases; i++)
			if (!version_compare(&d->history.releases[i].version, &wanted.items[0].version))
				found = &d->history.releases[i];
	wanted_list_release(&wanted);
	version_list_release(&versions);
	return found;
}

const struct release *dataset_release_named(const struct dataset *d, const char *spec, struct error *err)
{
	const struct release *found = history_release_named(&d->history, spec);
	struct str have = STR_INIT;

	if (!found)
		found = resolve(d, spec, err);
	if (found)
		return found;
	for (size_t i = 0; i < d->history.nreleases; i++)
		str_addf(&have, "%s%s", i ? ", " : "", d->history.releases[i].go);
	error_set(err, ERR_INFRA, "%s was not measured (measured: %s); run `goalloc run --go %s` first", spec,
	          have.len ? have.p : "nothing", spec);
	str_release(&have);
	return NULL;
}

char *dataset_caption(const struct dataset *d)
{
	const struct session_row *last = d->sessions.len ? &d->sessions.items[d->sessions.len - 1] : NULL;
	const struct toolchain_row *t = d->toolchains.len ? &d->toolchains.items[0] : NULL;

	return xasprintf(
		"goalloc %s; %s/%s; %s; measured %.10s; counts over N >= 100 iterations; times: medians of random "
		"blocks",
		last ? last->tool_version : GOALLOC_VERSION, t ? t->goos : "?", t ? t->goarch : "?",
		last ? last->cpu : "?", last ? last->started_at : "?");
}
