/* goalloc explain: from the database, no more than is shown. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/explain.h"
#include "toolchain/source.h"
#include "toolchain/spec.h"

#define NEAR_MAX 3

bool benchmark_wanted(const struct explain_request *r, const char *name)
{
	return !r->benchmark || !strcmp(r->benchmark, name) || !strcmp(r->benchmark, benchmark_short(name));
}

/* ---- the case ---- */

/* Letters to insert, delete or replace, at most 99; names longer than `ROW` are never near. */
#define ROW 128
static unsigned edits(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);
	unsigned row[ROW + 1];

	if (n > ROW || m > ROW)
		return 99;
	for (size_t k = 0; k <= m; k++)
		row[k] = (unsigned)k;
	for (size_t i = 1; i <= n; i++) {
		unsigned corner = row[0];

		row[0] = (unsigned)i;
		for (size_t k = 1; k <= m; k++) {
			unsigned best = corner + (a[i - 1] != b[k - 1]);

			corner = row[k];
			best = best < row[k] + 1 ? best : row[k] + 1;
			row[k] = best < row[k - 1] + 1 ? best : row[k - 1] + 1;
		}
	}
	return row[m];
}

static const char *base(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash ? slash + 1 : name;
}

/* How far a name is from what was asked for: parts of names are nearest. */
static unsigned distance(const char *asked, const char *name)
{
	unsigned whole = edits(asked, name), last = edits(base(asked), base(name)) + 1;

	if (strstr(name, asked) || strstr(name, base(asked)))
		return 0;
	return whole < last ? whole : last;
}

static int unknown_case(const struct explain_request *r, const struct case_rows *cases, struct error *err)
{
	struct str near = STR_INIT;
	size_t n = 0;

	for (unsigned d = 0; d <= strlen(base(r->name)) / 3 && n < NEAR_MAX; d++)
		for (size_t i = 0; i < cases->len && n < NEAR_MAX; i++)
			if (distance(r->name, cases->items[i].case_name) == d &&
			    (!i || strcmp(cases->items[i].case_name, cases->items[i - 1].case_name) != 0))
				str_addf(&near, "%s%s", n++ ? ", " : "", cases->items[i].case_name);
	if (n)
		error_set(err, ERR_INFRA, "no results for a case '%s'; there are some for %s", r->name, near.p);
	else if (!cases->len)
		error_set(err, ERR_INFRA, "no results for a case '%s', nor for any other; run `goalloc run` first",
		          r->name);
	else
		error_set(
			err, ERR_INFRA,
			"no results for a case '%s'; `goalloc case list` names the cases, `goalloc run` measures them",
			r->name);
	str_release(&near);
	return -1;
}

/* The case's name as a pattern that matches nothing else. */
static char *as_glob(const char *name)
{
	struct str s = STR_INIT;

	for (; *name; name++) {
		if (strchr("*?[]\\", *name))
			str_add_char(&s, '\\');
		str_add_char(&s, *name == ',' ? '?' : *name);
	}
	return str_detach(&s);
}

static int load_case(struct app *app, const struct explain_request *r, struct explanation *x, struct error *err)
{
	struct dataset *d = &x->data;
	char *glob = as_glob(r->name);
	const struct row_filter filter = { .mode = r->mode, .case_glob = glob, .purposes = 1u << SAMPLE_ALLOCS };
	bool known = false;
	int status = -1;

	if (store_open(app->db, STORE_READ, &d->db, err) || store_cases(d->db, &x->cases, err) ||
	    store_toolchains(d->db, &d->toolchains, err))
		goto out;
	for (size_t i = 0; i < x->cases.len; i++)
		known = known || !strcmp(x->cases.items[i].case_name, r->name);
	if (!known) {
		unknown_case(r, &x->cases, err);
		goto out;
	}
	if (store_cells(d->db, &filter, &d->cells, err) || store_samples(d->db, &filter, &d->samples, err) ||
	    store_decisions(d->db, &filter, &d->decisions, err) || store_calls(d->db, &filter, &x->calls, err) ||
	    store_sites(d->db, &filter, &x->sites, err))
		goto out;
	for (size_t i = 0; i < d->cells.len; i++)
		if (!strcmp(d->cells.items[i].status, "ok"))
			x->newest = &d->cells.items[i];
	if (!x->newest) {
		error_set(err, ERR_INFRA, "%s has no results in the mode %s; `goalloc status --failed` says why",
		          r->name, r->mode);
		goto out;
	}
	history_build(&d->cells, &d->samples, &d->history);
	d->evidence = (struct evidence){ .history = &d->history,
		                         .decisions = &d->decisions,
		                         .outputs = &d->outputs,
		                         .calls = &x->calls,
		                         .sites = &x->sites };
	status = 0;
out:
	free(glob);
	return status;
}

/* ---- the releases ---- */

/* Of the platform of the newest fine cell: one table shows one platform. */
static const struct cell_row *cell_of(const struct explanation *x, const char *go)
{
	const struct dataset *d = &x->data;

	for (size_t i = 0; i < d->cells.len; i++) {
		const struct cell_row *c = &d->cells.items[i];

		if (!strcmp(c->go, go) && !strcmp(c->goos, x->newest->goos) && !strcmp(c->goarch, x->newest->goarch))
			return c;
	}
	return NULL;
}

/* What one part of --go names: a release, or several of those that were measured. */
static int names_of(const struct dataset *d, const char *spec, struct strlist *out, struct error *err)
{
	struct version_list versions = VERSION_LIST_INIT;
	struct wanted_list wanted = WANTED_LIST_INIT;
	struct error ignored = ERROR_INIT;
	const struct release *one;
	int status = 0;

	for (size_t i = 0; i < d->toolchains.len; i++)
		if (!d->toolchains.items[i].local)
			version_list_add(&versions, &d->toolchains.items[i].version);
	if (!measured_named(&d->toolchains, spec) &&
	    !spec_resolve(spec, versions.items, versions.len, &wanted, &ignored) && wanted.len > 1) {
		for (size_t i = 0; i < wanted.len; i++) {
			char version[GO_VERSION_TEXT];

			strlist_add(out, wanted.items[i].local
			                         ? wanted.items[i].name
			                         : version_format(&wanted.items[i].version, version, sizeof version));
		}
	} else {
		one = dataset_release_named(d, spec, err);
		if (one)
			strlist_add(out, one->go);
		else
			status = -1;
	}
	wanted_list_release(&wanted);
	version_list_release(&versions);
	return status;
}

/* The two sides of the newest change of counts that is none of the counters themselves; else the newest release. */
static void names_by_change(const struct explain_request *r, struct explanation *x, struct strlist *out)
{
	struct change_list changes = CHANGE_LIST_INIT;

	changes_along(&x->data.evidence, METRIC_ALLOCS | METRIC_BYTES, &changes);
	for (size_t i = 0; i < changes.len && !out->len; i++) {
		const struct change *c = &changes.items[i];

		if (c->epoch || c->cause == CAUSE_COUNTERS || !benchmark_wanted(r, c->benchmark))
			continue;
		strlist_add(out, c->old_go);
		strlist_add(out, c->new_go);
	}
	change_list_release(&changes);
	if (!out->len)
		strlist_add(out, x->newest->go);
}

static int choose(const struct explain_request *r, struct explanation *x, struct strlist *names, struct error *err)
{
	struct strlist specs = STRLIST_INIT;
	int status = 0;

	if (!r->go) {
		names_by_change(r, x, names);
		return 0;
	}
	strlist_split(&specs, r->go, ',');
	if (!specs.len)
		status = error_set(err, ERR_USAGE, "--go: which releases? (1.16,1.17)");
	for (size_t i = 0; i < specs.len && !status; i++)
		status = names_of(&x->data, specs.items[i], names, err);
	strlist_release(&specs);
	return status;
}

/* Those to be shown, in the order of the history: fine ones, of the text the newest of them was measured with. */
static int take_releases(const struct explain_request *r, const struct strlist *names, struct explanation *x,
                         struct error *err)
{
	const struct dataset *d = &x->data;
	const char *sha256 = NULL;

	x->releases = xcalloc(d->history.nreleases + 1, sizeof *x->releases);
	for (size_t i = 0; i < d->history.nreleases; i++) {
		const char *go = d->history.releases[i].go;
		const struct cell_row *c = strlist_has(names, go) ? cell_of(x, go) : NULL;

		if (c && strcmp(c->status, "ok") != 0)
			strlist_addf(&x->notes, "%s is left out: %s%s%s.", go, c->status, *c->reason ? ": " : "",
			             c->reason);
		else if (c)
			x->releases[x->len++] = (struct explained){ .go = go, .cell = c };
	}
	if (!x->len)
		return error_set(err, ERR_INFRA, "%s has no results with %s in the mode %s%s%s", r->name, r->go,
		                 r->mode, x->notes.len ? ": " : "", x->notes.len ? x->notes.items[0] : "");
	sha256 = x->releases[x->len - 1].cell->case_sha256;
	for (size_t i = 0, n = x->len; i < n; i++) {
		if (!strcmp(x->releases[i].cell->case_sha256, sha256))
			continue;
		strlist_addf(&x->notes,
		             "%s is left out: it was measured with another text of the case, whose lines are others; "
		             "`goalloc run --go %s --match %s` measures it anew.",
		             x->releases[i].go, x->releases[i].go, r->name);
	}
	x->len = 0;
	for (size_t i = 0; i < d->history.nreleases && x->releases[i].go; i++)
		if (!strcmp(x->releases[i].cell->case_sha256, sha256))
			x->releases[x->len++] = x->releases[i];
	for (size_t i = 0; i < x->cases.len && !x->text; i++)
		if (!strcmp(x->cases.items[i].case_name, r->name) && !strcmp(x->cases.items[i].sha256, sha256))
			x->text = &x->cases.items[i];
	if (!x->text)
		return error_set(err, ERR_CORRUPT, "the database has no source of %s", r->name);
	return 0;
}

/* ---- what they said, emitted, allocated ---- */

/* Joins every release that is shown, with the sites of the wanted benchmarks alone. */
static void join_releases(const struct explain_request *r, struct explanation *x)
{
	const struct dataset *d = &x->data;
	struct cell_evidence *rows = cell_evidence_of(&d->cells, &d->evidence);
	size_t used = 0;

	x->wanted = xcalloc(x->sites.len + 1, sizeof *x->wanted);
	for (size_t i = 0; i < x->len; i++) {
		struct explained *e = &x->releases[i];
		const size_t first = used;
		bool known;

		*e = explained_of(e->cell, &rows[e->cell - d->cells.items]);
		known = explained_sites_known(d->history.items, d->history.len, e->go, e->nsites);
		for (size_t k = 0; k < e->nsites; k++)
			if (benchmark_wanted(r, e->sites[k].benchmark))
				x->wanted[used++] = e->sites[k];
		e->sites = x->wanted + first;
		e->nsites = used - first;
		explained_join(e, x->text->file, &x->source, known);
	}
	free(rows);
}

static void compare_neighbours(struct explanation *x)
{
	x->differences = xcalloc(x->len, sizeof *x->differences);
	explained_differences(x->releases, x->len, x->differences);
	for (size_t i = 1; i < x->len; i++)
		changes_between(&x->data.evidence, x->releases[i - 1].go, x->releases[i].go,
		                METRIC_ALLOCS | METRIC_BYTES, &x->changes, NULL);
}

int explanation_load(struct app *app, const struct explain_request *r, struct explanation *x, struct error *err)
{
	struct strlist names = STRLIST_INIT;
	bool found = !r->benchmark;
	int status = -1;

	memset(x, 0, sizeof *x);
	if (load_case(app, r, x, err))
		goto out;
	for (size_t i = 0; i < x->data.history.len; i++)
		found = found || benchmark_wanted(r, x->data.history.items[i].benchmark);
	if (!found) {
		error_set(err, ERR_USAGE, "%s has no benchmark '%s'; `goalloc case show %s` names them", r->name,
		          r->benchmark, r->name);
		goto out;
	}
	if (choose(r, x, &names, err) || take_releases(r, &names, x, err))
		goto out;
	source_map_of(x->text->source, strlen(x->text->source), &x->source);
	join_releases(r, x);
	compare_neighbours(x);
	status = 0;
out:
	strlist_release(&names);
	if (status)
		explanation_release(x);
	return status;
}

void explanation_release(struct explanation *x)
{
	for (size_t i = 0; i < x->len; i++) {
		explained_release(&x->releases[i]);
		if (x->differences)
			differences_release(&x->differences[i]);
	}
	free(x->releases);
	free(x->wanted);
	free(x->differences);
	source_map_release(&x->source);
	call_rows_release(&x->calls);
	site_rows_release(&x->sites);
	case_rows_release(&x->cases);
	strlist_release(&x->notes);
	change_list_release(&x->changes);
	dataset_release(&x->data);
	memset(x, 0, sizeof *x);
}

bool explanation_is_imported(const struct explanation *x)
{
	return x->len && !strcmp(x->releases[x->len - 1].cell->key, CELL_KEY_IMPORTED);
}

unsigned explanation_step(const struct explanation *x, size_t i, int line)
{
	return explained_step(x->releases, x->differences, i, line);
}

unsigned explanation_differs(const struct explanation *x, int line)
{
	unsigned mask = 0;

	for (size_t i = 1; i < x->len; i++)
		mask |= explanation_step(x, i, line);
	return mask;
}
