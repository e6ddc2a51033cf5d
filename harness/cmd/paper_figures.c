/* The figures of the paper kit. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/calibrated.h"
#include "cmd/paper_parts.h"
#include "report/figures.h"

#define DISTRIBUTIONS 2 /* cases whose single samples are drawn */

/* Letters that stand for themselves in a pattern. */
static bool is_plain(const char *name)
{
	return *name && !name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_/-.")];
}

/* The cases with the largest changes of times, which come first; where there are none, the first that was timed. */
static char *distribution_cases(const struct paper_data *d)
{
	struct strlist names = STRLIST_INIT;
	struct str glob = STR_INIT;

	for (size_t i = 0; i < d->between.len; i++)
		if (d->between.items[i].metric == METRIC_TIME && is_plain(d->between.items[i].case_name) &&
		    names.len < DISTRIBUTIONS && !strlist_has(&names, d->between.items[i].case_name))
			strlist_add(&names, d->between.items[i].case_name);
	for (size_t i = 0; i < d->between.noutcomes && !names.len; i++)
		if (d->between.outcomes[i].result.pairs && is_plain(d->between.outcomes[i].case_name))
			strlist_add(&names, d->between.outcomes[i].case_name);
	for (size_t i = 0; i < names.len; i++)
		str_addf(&glob, "%s%s", i ? "," : "", names.items[i]);
	strlist_release(&names);
	return glob.len ? str_detach(&glob) : NULL;
}

/* What one call complains of keeps the others from nothing. */
static void tell(struct app *app, int failed, struct error *err)
{
	if (failed)
		event_warn(&app->sink, "not every figure of the paper was drawn: %s", err->msg);
	error_clear(err);
}

void paper_draw(struct app *app, struct paper_data *d, const char *dir)
{
	char *scripts = data_folder("plots"), *output = xasprintf("%s/figures", dir),
	     *caption = dataset_caption(&d->all);
	char *cases = distribution_cases(d);
	const struct history *h = &d->all.history;
	struct error err = ERROR_INIT;
	struct figure_options o = { .script_dir = scripts,
		                    .output_dir = output,
		                    .mode = d->in.mode,
		                    .caption = caption,
		                    .formats = "pdf,cairolatex",
		                    .column_cm = FIGURE_COLUMN_CM,
		                    .wide_cm = FIGURE_WIDE_CM,
		                    .sink = &app->sink };
	int failed = figures_draw(h, &o, &d->figures, &err);

	tell(app, failed, &err);
	if (!failed || d->figures.len) { /* without gnuplot the others would say the same */
		tell(app, figures_draw_causes(h, &d->along, &o, &d->figures, &err), &err);
		if (d->in.pair)
			tell(app,
			     figures_draw_comparison(&d->pair.history, &d->between, d->in.old_go, d->in.new_go, &o,
			                             &d->figures, &err),
			     &err);
		if (cases)
			tell(app, figures_draw_distribution(h, &d->all.samples, cases, &o, &d->figures, &err), &err);
		tell(app, calibration_draw(&d->calibrations, &o, &d->figures, &err), &err);
	}
	free(cases);
	free(caption);
	free(output);
	free(scripts);
}

int paper_list_figures(struct paper_kit *kit, const struct paper_data *d, struct error *err)
{
	static const struct {
		const char *folder, *ending;
	} files[] = { { "figures", ".pdf" },
		      { "figures", "-latex.tex" },
		      { "figures", "-latex.pdf" },
		      { "figures/data", ".tsv" } };
	int status = 0;

	for (size_t i = 0; i < d->figures.len; i++)
		for (size_t k = 0; k < sizeof files / sizeof *files && !status; k++) {
			char *path = xasprintf("%s/%s%s", files[k].folder, d->figures.items[i], files[k].ending);

			if (!strpbrk(d->figures.items[i], "/\n\\"))
				status = paper_kit_drawn(kit, path, err);
			free(path);
		}
	return status;
}
