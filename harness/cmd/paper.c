#include "cmd/paper.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/accepted.h"
#include "cmd/calibrated.h"
#include "cmd/changes.h"
#include "cmd/paper_parts.h"
#include "store/view.h"

#define ALONG (METRIC_ALLOCS | METRIC_BYTES | METRIC_ESCAPE | METRIC_OUTPUT | METRIC_STATUS)

/* The mode that papers are about: default, or else the first that was measured. */
static int load_mode(struct app *app, const char *mode, struct paper_data *d, struct error *err)
{
	return dataset_load(app, &(struct row_filter){ .mode = mode },
	                    DATASET_ESCAPE | DATASET_CAUSES | DATASET_CODES | DATASET_RECENT, &d->all, err);
}

static int load_all(struct app *app, struct paper_data *d, struct error *err)
{
	if (dataset_load(app, NULL, DATASET_COUNTS, &d->counts, err) || load_mode(app, "default", d, err))
		return -1;
	if (!d->counts.history.len)
		return error_set(err, ERR_INFRA, "%s has no results; run `goalloc run` first", app->db);
	d->in.mode = "default";
	if (!d->all.history.len) {
		d->in.mode = d->counts.history.items[0].mode;
		dataset_release(&d->all);
		if (load_mode(app, d->in.mode, d, err))
			return -1;
	}
	if (store_cells(d->all.db, NULL, &d->cells, err) || store_cases(d->all.db, &d->cases, err) ||
	    store_toolchains_measured(d->all.db, NULL, &d->toolchains, err) ||
	    store_calibrations(d->all.db, &d->calibrations, err))
		return -1;
	changes_along(&d->all.evidence, ALONG, &d->along);
	return 0;
}

/* ---- modes, as the view cells has them ---- */

enum { MODE_NAME, MODE_FLAGS, MODE_ENVIRONMENT, MODE_FIELDS };
struct mode_reading {
	struct strlist *texts;
	size_t columns[MODE_FIELDS];
	bool begun;
};

static int add_mode(void *ctx, const char *const *cells, size_t n, struct error *err)
{
	static const char *const names[MODE_FIELDS] = { "mode", "flags", "environment" };
	struct mode_reading *r = ctx;

	(void)err;
	for (size_t i = 0; i < n && !r->begun; i++)
		for (size_t k = 0; k < MODE_FIELDS; k++)
			if (!strcmp(cells[i], names[k]))
				r->columns[k] = i;
	for (size_t i = 0; i < r->texts->len && r->begun; i += MODE_FIELDS)
		if (cells[r->columns[MODE_NAME]] && !strcmp(r->texts->items[i], cells[r->columns[MODE_NAME]]))
			return 0;
	for (size_t k = 0; k < MODE_FIELDS && r->begun; k++)
		strlist_add(r->texts, cells[r->columns[k]] ? cells[r->columns[k]] : "");
	r->begun = true;
	return 0;
}

static int load_modes(struct paper_data *d, struct error *err)
{
	struct mode_reading r = { .texts = &d->mode_texts };

	if (store_view(d->all.db, "cells", add_mode, &r, err))
		return -1;
	d->in.nmodes = d->mode_texts.len / MODE_FIELDS;
	d->modes = xcalloc(d->in.nmodes + 1, sizeof *d->modes);
	for (size_t i = 0; i < d->in.nmodes; i++) {
		char *const *texts = d->mode_texts.items + MODE_FIELDS * i;

		d->modes[i] = (struct paper_mode){ texts[MODE_NAME], texts[MODE_FLAGS], texts[MODE_ENVIRONMENT] };
	}
	d->in.modes = d->modes;
	return 0;
}

/* The SPECs of the two releases, or that there are none: only one release. */
static int choose(const struct paper_data *d, const char *compare, struct strlist *specs, struct error *err)
{
	const struct history *h = &d->all.history;
	size_t n = h->nreleases;

	if (compare) {
		strlist_split(specs, compare, ',');
		return specs->len == 2 ? 0
		                       : error_set(err, ERR_USAGE, "--compare '%s': two toolchains are wanted, OLD,NEW",
		                                   compare);
	}
	while (n > 2 && h->releases[n - 1].local &&
	       h->releases[n - 2].local) /* rather releases than builds of one's own */
		n--;
	if (n > 2 && h->releases[n - 1].local && !h->releases[n - 3].local)
		n--;
	for (size_t i = n < 2 ? n : n - 2; i < n; i++)
		strlist_add(specs, h->releases[i].go);
	return 0;
}

static int load_pair(struct app *app, const char *compare, struct paper_data *d, struct error *err)
{
	struct paper_input *in = &d->in;
	struct strlist specs = STRLIST_INIT;
	const char *go[2] = { NULL, NULL };
	int status = choose(d, compare, &specs, err);

	if (!status && specs.len == 2) {
		status = dataset_load_named(
			app, &(struct row_filter){ .mode = in->mode }, (const char *const *)specs.items, 2,
			DATASET_ESCAPE | DATASET_CAUSES | DATASET_CODES | DATASET_RECENT, &d->pair, go, err);
		if (!status) {
			d->pair.evidence.rules = &time_rules_default;
			changes_between(&d->pair.evidence, go[0], go[1], METRIC_ALL, &d->between, &in->compared);
			if (compare && !in->compared)
				status = error_set(
					err, ERR_INFRA,
					"nothing was measured with both %s and %s; run `goalloc run --go %s,%s`", go[0],
					go[1], go[0], go[1]);
			in->counters = changes_forget_counters(&d->between);
			changes_largest_first(&d->between);
			in->old_go = go[0];
			in->new_go = go[1];
			in->pair = &d->pair.history;
			in->changes = &d->between;
			in->pair_samples = &d->pair.samples;
		}
	}
	strlist_release(&specs);
	return status;
}

static bool has_counts(const struct history *h)
{
	for (size_t i = 0; i < h->len; i++)
		for (size_t k = 0; k < h->items[i].n && *h->items[i].benchmark; k++)
			if (h->items[i].points[k].counted)
				return true;
	return false;
}

static int load(struct app *app, const char *compare, struct paper_data *d, struct error *err)
{
	if (load_all(app, d, err) || load_modes(d, err) || load_pair(app, compare, d, err))
		return -1;
	d->in.history = &d->all.history;
	d->in.along = &d->along;
	d->in.samples = &d->all.samples;
	d->in.toolchains = &d->toolchains;
	d->in.sessions = &d->all.sessions;
	d->in.cells = &d->cells;
	d->in.cases = &d->cases;
	d->in.calibration = calibration_shown(&d->calibrations);
	d->in.figures = &d->figures;
	d->in.tool = GOALLOC_VERSION;
	d->in.history_file = has_counts(&d->counts.history);
	return 0;
}

static void release(struct paper_data *d)
{
	strlist_release(&d->figures);
	strlist_release(&d->mode_texts);
	free(d->modes);
	change_list_release(&d->between);
	change_list_release(&d->along);
	toolchain_rows_release(&d->toolchains);
	calibrations_release(&d->calibrations);
	case_rows_release(&d->cases);
	cell_rows_release(&d->cells);
	dataset_release(&d->pair);
	dataset_release(&d->all);
	dataset_release(&d->counts);
}

static int write_parts(struct paper_kit *kit, const struct paper_input *in, struct error *err)
{
	struct str text = STR_INIT;
	int status = 0;

	for (const struct paper_part *p = paper_parts; p->path && !status; p++) {
		str_reset(&text);
		p->write(in, &text);
		status = paper_kit_add(kit, p->path, &text, p->executable, err);
	}
	str_release(&text);
	return status;
}

static void tell_kept(struct app *app, const char *dir, const struct strlist *kept)
{
	for (size_t i = 0; i < kept->len; i++)
		event_warn(&app->sink,
		           "%s/%s is not as the kit wrote it and was left alone; without it, it is written anew", dir,
		           kept->items[i]);
}

static int write_kit(struct app *app, struct paper_data *d, const char *dir, bool bare, struct error *err)
{
	struct strlist kept = STRLIST_INIT;
	struct paper_kit *kit;
	int status;

	if (paper_kit_open(dir, &kit, err))
		return -1;
	if (!bare)
		paper_draw(app, d, dir);
	status = write_parts(kit, &d->in, err) || paper_write_data(kit, d, err) ||
	                         paper_write_cases(app, kit, d, err) || paper_list_figures(kit, d, err) ||
	                         paper_kit_finish(kit, &kept, err)
	                 ? -1
	                 : 0;
	tell_kept(app, dir, &kept);
	strlist_release(&kept);
	paper_kit_free(kit);
	return status;
}

int paper_write(struct app *app, const char *dir, const char *compare, bool bare, struct error *err)
{
	struct paper_data *d = xcalloc(1, sizeof *d);
	struct str out = STR_INIT;
	int status = load(app, compare, d, err) || write_kit(app, d, dir, bare, err) ? -1 : 0;

	if (!status) {
		str_addf(&out, "%s/paper.tex\n", dir);
		status = print_out(&out, err);
	}
	str_release(&out);
	release(d);
	free(d);
	return status;
}
