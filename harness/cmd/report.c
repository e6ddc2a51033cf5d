/* goalloc report: the static HTML site, figures included, and the kit for a paper. */
#include <stdlib.h>
#include <string.h>

#include "cmd/calibrated.h"
#include "cmd/command.h"
#include "cmd/history.h"
#include "cmd/options.h"
#include "cmd/paper.h"
#include "report/figures.h"
#include "report/site.h"

/* A report without figures beats none: a failure to draw is a warning here. */
static void draw(struct app *app, struct dataset *d, const struct calibrations *known, const char *dir,
                 const char *caption, struct strlist *names)
{
	struct error err = ERROR_INIT;
	char *scripts = data_folder("plots");
	struct figure_options o = { .script_dir = scripts,
		                    .output_dir = dir,
		                    .mode = "default",
		                    .caption = caption,
		                    .formats =
		                            "svg,pdf", /* what a page shows, and print; a PNG takes as long as both */
		                    .sink = &app->sink };

	if (figures_draw(&d->history, &o, names, &err) || calibration_draw(known, &o, names, &err)) {
		event_warn(&app->sink, "the report has no figures: %s", err.msg);
		while (names->len)
			free(names->items[--names->len]);
	}
	free(scripts);
}

/* For the pages of cases: read one by one, since all of them at once are hundreds of megabytes. */
static int read_compiler(void *ctx, const char *case_name, struct compiler_rows *out, struct error *err)
{
	return store_compiler_output_of(ctx, NULL, case_name, out, err);
}

static int write_report(struct app *app, const char *output, const char *figures, bool bare, struct error *err)
{
	struct change_list changes = CHANGE_LIST_INIT;
	struct strlist names = STRLIST_INIT;
	struct str out = STR_INIT;
	struct calibrations known = { .items = NULL };
	struct case_rows cases = { .items = NULL };
	struct dataset d;
	char *caption;
	int status;

	if (dataset_load(app, NULL, DATASET_ESCAPE | DATASET_CAUSES | DATASET_CODES | DATASET_RECENT, &d, err))
		return -1;
	if (!d.history.len) {
		error_set(err, ERR_INFRA, "%s has no results; run `goalloc run` first", app->db);
		dataset_release(&d);
		return -1;
	}
	if (output_folder(output, "--output", err) || site_check(output, err) ||
	    store_calibrations(d.db, &known, err) || store_cases(d.db, &cases, err)) {
		calibrations_release(&known);
		dataset_release(&d);
		return -1;
	}
	caption = dataset_caption(&d);
	changes_along(&d.evidence, METRIC_ALL, &changes);
	if (!bare)
		draw(app, &d, &known, figures, caption, &names);
	struct site_input in = { .history = &d.history,
		                 .changes = &changes,
		                 .toolchains = &d.toolchains,
		                 .sessions = &d.sessions,
		                 .cells = &d.cells,
		                 .outputs = &d.outputs,
		                 .calibrations = &known,
		                 .figure_dir = figures,
		                 .figures = &names,
		                 .caption = caption,
		                 .evidence = &d.evidence,
		                 .cases = &cases,
		                 .compiler_output = read_compiler,
		                 .ctx = d.db };
	status = site_write(&in, output, err);
	str_addf(&out, "%s/index.html\n", output);
	if (!status)
		status = print_out(&out, err);
	free(caption);
	str_release(&out);
	strlist_release(&names);
	change_list_release(&changes);
	calibrations_release(&known);
	case_rows_release(&cases);
	dataset_release(&d);
	return status;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	const char *output = NULL, *figures = "plots", *paper = NULL, *compare = NULL;
	struct strlist words = STRLIST_INIT;
	bool bare = false;
	const struct option_row rows[] = {
		{ "output", OPTION_TEXT, "DIR", "where the page goes (results/report)", &output },
		{ "figures", OPTION_TEXT, "DIR", "where the figures are drawn (plots)", &figures },
		{ "no-figures", OPTION_FLAG, NULL, "tables only", &bare },
		{ "paper", OPTION_TEXT, "DIR",
		  "the kit for a paper into this folder; of the page only what --output asks for", &paper },
		{ "compare", OPTION_TEXT, "OLD,NEW", "what the paper compares (the two newest releases measured)",
		  &compare },
	};
	int status = options_parse(&command_report, rows, sizeof rows / sizeof *rows, argc, argv, &words, 0, 0, err);

	if (!status && compare && !paper)
		status = error_set(err, ERR_USAGE, "--compare is of the paper: give --paper DIR, too");
	if (!status && (output || !paper))
		status = write_report(app, output ? output : "results/report", figures, bare, err);
	if (!status && paper)
		status = paper_write(app, paper, compare, bare, err);
	strlist_release(&words);
	return status < 0 ? -1 : 0;
}

const struct command command_report = {
	.name = "report",
	.usage = "[OPTION ...]",
	.summary = "write the static HTML report, or the kit for a paper",
	.examples =
		"  goalloc report\n"
		"  goalloc report --output /srv/www/goalloc --no-figures\n"
		"  goalloc report --paper paper --compare 1.24,1.27\n"
		"\nFigures are drawn as SVG and PDF; a PNG that `goalloc plot` drew of the same data is taken, too.\n",
	.run = run,
};
