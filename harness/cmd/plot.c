/* goalloc plot: gnuplot figures. */
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/calibrated.h"
#include "cmd/command.h"
#include "cmd/history.h"
#include "cmd/options.h"
#include "report/figures.h"

/* What is asked of a plot, and what it works on. */
struct plot {
	struct app *app;
	struct figure_options options;
	const char *sides, *case_glob, *width, *font;
	struct dataset data;
	const char *go[2]; /* of slope and forest; NULL where there are no two releases */
	struct strlist names, offered;
};

/* May `only` name it? */
static bool asked(const struct plot *p, const char *name)
{
	struct strlist globs = STRLIST_INIT;
	bool found = !p->options.only;

	strlist_split(&globs, p->options.only ? p->options.only : "", ',');
	for (size_t i = 0; !found && i < globs.len; i++)
		found = !fnmatch(globs.items[i], name, 0) ||
		        (str_ends(name, "-") && str_starts(globs.items[i], name)); /* one of many */
	strlist_release(&globs);
	return found;
}

/* ---- the parts ---- */

static int draw_history(struct plot *p, struct error *err)
{
	return figures_draw(&p->data.history, &p->options, &p->names, err);
}

static int draw_causes(struct plot *p, struct error *err)
{
	struct change_list along = CHANGE_LIST_INIT;
	int status;

	if (!asked(p, "causes"))
		return 0;
	changes_along(&p->data.evidence, METRIC_ALLOCS | METRIC_BYTES, &along);
	status = figures_draw_causes(&p->data.history, &along, &p->options, &p->names, err);
	change_list_release(&along);
	return status;
}

static bool compares(const struct plot *p)
{
	return asked(p, "slope") || asked(p, "forest");
}

/* The two newest releases; local toolchains only where there are no two others. */
static void newest_two(const struct history *h, const char *go[2])
{
	size_t n = 0;

	for (size_t i = h->nreleases; i-- && n < 2;)
		if (!h->releases[i].local)
			go[1 - n++] = h->releases[i].go;
	if (n < 2 && h->nreleases >= 2) {
		go[0] = h->releases[h->nreleases - 2].go;
		go[1] = h->releases[h->nreleases - 1].go;
	}
}

static int choose_sides(struct plot *p, struct error *err)
{
	struct strlist specs = STRLIST_INIT;
	int status = 0;

	if (!p->sides) {
		newest_two(&p->data.history, p->go);
		return 0;
	}
	strlist_split(&specs, p->sides, ',');
	if (specs.len != 2)
		status = error_set(err, ERR_USAGE, "--compare takes two releases, OLD,NEW: '%s' names %zu", p->sides,
		                   specs.len);
	for (size_t i = 0; !status && i < 2; i++) {
		const struct release *r = dataset_release_named(&p->data, specs.items[i], err);

		status = r ? 0 : -1;
		p->go[i] = r ? r->go : NULL;
	}
	strlist_release(&specs);
	return status;
}

static int draw_comparison(struct plot *p, struct error *err)
{
	struct change_list between = CHANGE_LIST_INIT;
	int status;

	if (!compares(p) || !p->go[0] || !p->go[1])
		return 0;
	changes_between(&p->data.evidence, p->go[0], p->go[1], METRIC_ALLOCS | METRIC_BYTES | METRIC_TIME, &between,
	                NULL);
	status = figures_draw_comparison(&p->data.history, &between, p->go[0], p->go[1], &p->options, &p->names, err);
	change_list_release(&between);
	return status;
}

/* A figure a case would be hundreds: only those that are asked for. */
static int draw_distribution(struct plot *p, struct error *err)
{
	if (!p->case_glob && (!p->options.only || !asked(p, "distribution-")))
		return 0;
	return figures_draw_distribution(&p->data.history, &p->data.samples, p->case_glob, &p->options, &p->names, err);
}

static int draw_calibration(struct plot *p, struct error *err)
{
	struct calibrations known;
	int status = store_calibrations(p->data.db, &known, err);

	if (!status) {
		status = calibration_draw(&known, &p->options, &p->names, err);
		calibrations_release(&known);
	}
	return status;
}

static int (*const parts[])(struct plot *p, struct error *err) = { draw_history, draw_causes, draw_comparison,
	                                                           draw_distribution, draw_calibration };

static int nothing_matches(const struct plot *p, struct error *err)
{
	struct str have = STR_INIT;

	for (size_t i = 0; i < p->offered.len && have.len < 600; i++)
		str_addf(&have, "%s%s", i ? ", " : "", p->offered.items[i]);
	error_set(err, ERR_USAGE, "no figure here has a name like %s; there are: %s%s", p->options.only,
	          have.len ? have.p : "none", have.len >= 600 ? ", ..." : "");
	str_release(&have);
	return -1;
}

/* What has to be read for the figures that are asked for. */
static unsigned needed(const struct plot *p)
{
	return DATASET_RECENT | (compares(p) || asked(p, "causes") ? DATASET_ESCAPE | DATASET_CAUSES : 0) |
	       (compares(p) ? DATASET_CODES : 0);
}

static int plot(struct plot *p, struct error *err)
{
	struct dataset *d = &p->data;
	char *folder = NULL, *caption;
	int status = 0;

	if (dataset_load(p->app, &(struct row_filter){ .mode = p->options.mode }, needed(p), d, err))
		return -1;
	caption = dataset_caption(d);
	p->options.caption = caption;
	if (!p->options.script_dir)
		p->options.script_dir = folder = data_folder("plots");
	p->options.offered = &p->offered;
	if (!d->history.len)
		status = error_set(err, ERR_INFRA, "%s has no results in mode %s; run `goalloc run` first", p->app->db,
		                   p->options.mode);
	else
		status = output_folder(p->options.output_dir, "--output", err);
	if (!status)
		status = choose_sides(p, err);
	for (size_t i = 0; !status && i < sizeof parts / sizeof *parts; i++)
		status = parts[i](p, err);
	if (!status && p->options.only && !p->names.len)
		status = nothing_matches(p, err);
	free(caption);
	free(folder);
	dataset_release(d);
	return status;
}

/* ---- options ---- */

/* "8.6", "8.6,17.8", "8.6cm": false if it is no such thing. Limits are the figures' business. */
static bool parse_width(const char *text, struct figure_options *o)
{
	double *const into[] = { &o->column_cm, &o->wide_cm };

	for (size_t i = 0; i < 2; i++) {
		char *end;

		*into[i] = strtod(text, &end);
		if (end == text || !(*into[i] > 0))
			return false;
		end += str_starts(end, "cm") ? 2 : 0;
		if (!*end)
			return true;
		if (*end != ',')
			return false;
		text = end + 1;
	}
	return false;
}

/* "Latin Modern Roman", "Latin Modern Roman,9", ",9"; the name goes to *name, for the caller to free. */
static bool parse_font(const char *text, struct figure_options *o, char **name)
{
	const char *comma = strchr(text, ',');
	char *end;

	*name = strndup(text, comma ? (size_t)(comma - text) : strlen(text));
	if (*name && **name)
		o->font = *name;
	if (!comma)
		return true;
	o->font_pt = strtod(comma + 1, &end);
	end += str_starts(end, "pt") ? 2 : 0;
	return end != comma + 1 && !*end && o->font_pt > 0;
}

/* What the words of the command line mean together. */
static int settle(struct plot *p, char **font, struct error *err)
{
	struct strlist formats = STRLIST_INIT;
	int status = 0;

	strlist_split(&formats, p->options.formats, ',');
	if (p->width && !parse_width(p->width, &p->options))
		status = error_set(err, ERR_USAGE,
		                   "--width '%s': CM of a column, or CM,CM of one and of both: 8.6,17.8", p->width);
	else if (!p->width && strlist_has(&formats, "cairolatex"))
		p->options.column_cm = FIGURE_COLUMN_CM;
	if (!status && p->font && !parse_font(p->font, &p->options, font))
		status = error_set(err, ERR_USAGE, "--font '%s': NAME, NAME,POINTS or ,POINTS", p->font);
	strlist_release(&formats);
	return status;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	struct plot p = {
		.app = app,
		.options = { .output_dir = "plots", .mode = "default", .formats = "svg,png,pdf", .sink = &app->sink },
		.names = STRLIST_INIT,
		.offered = STRLIST_INIT
	};
	struct strlist words = STRLIST_INIT;
	struct str out = STR_INIT;
	char *font = NULL;
	const struct option_row rows[] = {
		{ "output", OPTION_TEXT, "DIR", "where the figures go (plots)", &p.options.output_dir },
		{ "mode", OPTION_TEXT, "NAME", "the mode drawn (default)", &p.options.mode },
		{ "only", OPTION_TEXT, "NAME,..", "these figures; * and ? stand for letters: 'family-*,causes'",
		  &p.options.only },
		{ "compare", OPTION_TEXT, "OLD,NEW", "of slope and forest (the two newest releases)", &p.sides },
		{ "case", OPTION_TEXT, "GLOB,..", "draw every sample of the times of these cases, too: distribution-*",
		  &p.case_glob },
		{ "formats", OPTION_TEXT, "NAME,..",
		  "svg, png, pdf (these three), cairolatex for LaTeX, data alone: no gnuplot needed",
		  &p.options.formats },
		{ "width", OPTION_TEXT, "CM[,CM]", "for print: a column is so wide, a page of two: 8.6,17.8",
		  &p.width },
		{ "font", OPTION_TEXT, "NAME[,PT]", "of print (Latin Modern Roman where there is one, 8 pt)", &p.font },
		{ "scripts", OPTION_TEXT, "DIR", "gnuplot scripts of your own", &p.options.script_dir },
	};
	int status = options_parse(&command_plot, rows, sizeof rows / sizeof *rows, argc, argv, &words, 0, 0, err);

	if (status == OPTIONS_HELP) {
		status = 0;
	} else if (!status && !(status = settle(&p, &font, err))) {
		status = plot(&p, err);
		for (size_t i = 0; i < p.names.len; i++)
			str_addf(&out, "%s/%s\n", p.options.output_dir, p.names.items[i]);
		if (!status)
			status = print_out(&out, err);
	}
	free(font);
	str_release(&out);
	strlist_release(&p.names);
	strlist_release(&p.offered);
	strlist_release(&words);
	return status < 0 ? -1 : 0;
}

const struct command command_plot = {
	.name = "plot",
	.usage = "[OPTION ...]",
	.summary = "draw the figures with gnuplot (SVG, PNG, PDF, LaTeX)",
	.examples =
		"  goalloc plot\n"
		"  goalloc plot --only 'slope,forest' --compare 1.24,latest\n"
		"  goalloc plot --case 'slice/append*' --only 'distribution-*'\n"
		"  goalloc plot --mode noinline --output figures --formats pdf --width 8.6\n"
		"  goalloc plot --formats cairolatex --only changes,causes --output paper/figures\n"
		"  goalloc plot --formats data\n"
		"\nfigures:\n"
		"  heatmap         allocs/op of every benchmark in every release; changes: those that changed\n"
		"  family-FAMILY   allocs/op and B/op, release by release; time-FAMILY: times with their intervals\n"
		"  causes          how many counts changed in every release, and why\n"
		"  slope, forest   two releases: the counts that differ; the ratios with their intervals, by verdict\n"
		"  distribution-*  every sample of the times of a case, release by release: --case\n"
		"  power           what `goalloc selftest` found\n"
		"\nfor LaTeX: \\graphicspath{{figures/}}, \\input{figures/causes-latex}; packages graphicx, xcolor, "
		"amssymb.\n",
	.run = run,
};
