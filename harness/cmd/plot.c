/* goalloc plot: gnuplot figures. */
#include <stdlib.h>

#include "cmd/calibrated.h"
#include "cmd/command.h"
#include "cmd/history.h"
#include "cmd/options.h"
#include "report/figures.h"

static int draw_calibration(const struct dataset *d, const struct figure_options *o, struct strlist *names,
                            struct error *err)
{
	struct calibrations known;
	int status = store_calibrations(d->db, &known, err);

	if (!status) {
		status = calibration_draw(&known, o, names, err);
		calibrations_release(&known);
	}
	return status;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	struct figure_options o = {
		.output_dir = "plots", .mode = "default", .formats = "svg,png,pdf", .sink = &app->sink
	};
	struct strlist words = STRLIST_INIT, names = STRLIST_INIT;
	const char *scripts = NULL;
	struct str out = STR_INIT;
	struct dataset d;
	const struct option_row rows[] = {
		{ "output", OPTION_TEXT, "DIR", "where the figures go (plots)", &o.output_dir },
		{ "mode", OPTION_TEXT, "NAME", "the mode drawn (default)", &o.mode },
		{ "formats", OPTION_TEXT, "NAME,..", "svg, png, pdf (all)", &o.formats },
		{ "scripts", OPTION_TEXT, "DIR", "gnuplot scripts of your own", &scripts },
	};
	int status = options_parse(&command_plot, rows, sizeof rows / sizeof *rows, argc, argv, &words, 0, 0, err);
	char *folder = NULL, *caption = NULL;

	if (!status && !dataset_load(app, &(struct row_filter){ .mode = o.mode }, DATASET_RECENT, &d, err)) {
		folder = data_folder("plots");
		caption = dataset_caption(&d);
		o.script_dir = scripts ? scripts : folder;
		o.caption = caption;
		if (!d.history.len)
			status = error_set(err, ERR_INFRA, "%s has no results in mode %s; run `goalloc run` first",
			                   app->db, o.mode);
		else
			status = output_folder(o.output_dir, "--output", err);
		if (!status)
			status = figures_draw(&d.history, &o, &names, err);
		if (!status)
			status = draw_calibration(&d, &o, &names, err);
		for (size_t i = 0; i < names.len; i++)
			str_addf(&out, "%s/%s\n", o.output_dir, names.items[i]);
		if (!status)
			status = print_out(&out, err);
		dataset_release(&d);
	} else if (!status) {
		status = -1;
	}
	free(folder);
	free(caption);
	str_release(&out);
	strlist_release(&names);
	strlist_release(&words);
	return status < 0 ? -1 : 0;
}

const struct command command_plot = {
	.name = "plot",
	.usage = "[OPTION ...]",
	.summary = "draw the figures with gnuplot (SVG, PNG, PDF)",
	.examples = "  goalloc plot\n"
		    "  goalloc plot --mode noinline --output figures --formats pdf\n",
	.run = run,
};
