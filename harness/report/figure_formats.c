#include "report/figure_formats.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/process.h"

#define DEFAULT_PT 8
#define GUTTER_CM 0.6

static const struct {
	const char *name;
	bool print; /* it needs a width */
	const char *suffixes[3];
} formats[] = {
	{ "svg", false, { ".svg" } }, { "png", false, { ".png" } },
	{ "pdf", false, { ".pdf" } }, { "cairolatex", true, { "-latex.tex", "-latex.pdf" } },
	{ "data", false, { NULL } },
};
static const size_t nformats = sizeof formats / sizeof *formats;

/* nformats: there is none of that name. */
static size_t format_named(const char *name)
{
	size_t k = 0;

	while (k < nformats && strcmp(formats[k].name, name) != 0)
		k++;
	return k;
}

void figure_format_suffixes(const char *name, struct strlist *out)
{
	const size_t k = format_named(name);

	if (k == nformats)
		return;
	for (const char *const *s = formats[k].suffixes; *s; s++)
		strlist_add(out, *s);
}

/* Which figures need both columns of a page: by the beginning of their names. */
static const struct {
	const char *prefix;
	bool wide;
} spans[] = {
	{ "heatmap", true },       { "changes", true }, { "family-", true }, { "time-", true },  { "forest", true },
	{ "distribution-", true }, { "causes", false }, { "slope", false },  { "power", false },
};

bool figure_is_wide(const char *name)
{
	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
		if (str_starts(name, spans[i].prefix))
			return spans[i].wide;
	return false;
}

double figure_width(const struct figure_options *options, const char *name)
{
	if (!(options->column_cm > 0))
		return 0;
	if (!figure_is_wide(name))
		return options->column_cm;
	return options->wide_cm > 0 ? options->wide_cm : 2 * options->column_cm + GUTTER_CM;
}

double figure_font_pt(const struct figure_options *options)
{
	return options->font_pt > 0 ? options->font_pt : DEFAULT_PT;
}

/* A child with our own PATH and fonts. */
static bool is_installed(const char *fc_match, const char *family)
{
	const char *const argv[] = { fc_match, "-f", "%{family}", family, NULL };
	struct strlist env = STRLIST_INIT;
	struct error ignored = ERROR_INIT;
	struct child_result r = { 0 };
	bool found;

	if (getenv("HOME"))
		strlist_addf(&env, "HOME=%s", getenv("HOME"));
	if (getenv("FONTCONFIG_FILE"))
		strlist_addf(&env, "FONTCONFIG_FILE=%s", getenv("FONTCONFIG_FILE"));
	strlist_add(&env, "LC_ALL=C.UTF-8");
	const struct child_spec spec = { .argv = argv, .env = (const char *const *)env.items };

	found = !child_run(&spec, &r, &ignored) && child_ok(&r) && strstr(str_cstr(&r.out), family);
	child_result_release(&r);
	strlist_release(&env);
	return found;
}

/* What LaTeX itself would take, or else what is as narrow; "serif" may be anything. */
static char *serif(void)
{
	static const char *const families[] = { "Latin Modern Roman", "CMU Serif", "TeX Gyre Termes",
		                                "Liberation Serif" };
	char *fc_match = program_find("fc-match");
	const char *found = NULL;

	for (size_t i = 0; fc_match && !found && i < sizeof families / sizeof *families; i++)
		if (is_installed(fc_match, families[i]))
			found = families[i];
	free(fc_match);
	return xstrdup(found ? found : "serif");
}

/* It becomes part of gnuplot's commands. */
static bool font_is_plain(const char *font)
{
	for (const char *p = font; *p; p++)
		if (!isalnum((unsigned char)*p) && *p != ' ' && *p != '-')
			return false;
	return *font;
}

static int choose_size(const struct figure_options *o, struct figure_formats *out, struct error *err)
{
	const double widths[] = { o->column_cm, o->wide_cm };

	for (size_t i = 0; i < 2; i++)
		if (widths[i] != 0 && !(widths[i] >= 5 && widths[i] <= 60))
			return error_set(err, ERR_USAGE, "a figure %g cm wide: print is from 5 to 60 cm wide",
			                 widths[i]);
	if (o->font_pt != 0 && !(o->font_pt >= 4 && o->font_pt <= 20))
		return error_set(err, ERR_USAGE, "text of %g pt in figures: it is from 4 to 20 pt", o->font_pt);
	if (o->font && !font_is_plain(o->font))
		return error_set(err, ERR_USAGE, "no font is called '%s': letters, digits, blanks and '-'", o->font);
	free(out->font);
	out->font = !(o->column_cm > 0) ? xstrdup("") : o->font ? xstrdup(o->font) : serif();
	return 0;
}

static int unknown(const char *name, struct error *err)
{
	struct str known = STR_INIT;

	for (size_t i = 0; i < nformats; i++)
		str_addf(&known, "%s%s", i ? ", " : "", formats[i].name);
	error_set(err, ERR_USAGE, "no figure format '%s': one of %s", name, str_cstr(&known));
	str_release(&known);
	return -1;
}

static int add_format(const struct figure_options *o, const char *name, struct figure_formats *out, struct error *err)
{
	const size_t k = format_named(name);

	if (k == nformats)
		return unknown(name, err);
	if (formats[k].print && !(o->column_cm > 0))
		return error_set(err, ERR_USAGE, "%s is for print: it needs the width of a column (--width %g)", name,
		                 FIGURE_COLUMN_CM);
	str_addf(&out->names, "%s%s", out->names.len ? " " : "", name);
	figure_format_suffixes(name, &out->suffixes);
	if (formats[k].suffixes[0])
		str_addf(&out->pictures, "%s%s", out->pictures.len ? " " : "", name);
	return 0;
}

int figure_formats_choose(const struct figure_options *options, struct figure_formats *out, struct error *err)
{
	struct strlist asked = STRLIST_INIT;
	int rc = 0;

	*out = (struct figure_formats){ .names = STR_INIT, .font = NULL };
	strlist_split(&asked, options->formats, ',');
	for (size_t i = 0; !rc && i < asked.len; i++) {
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again |= !strcmp(asked.items[k], asked.items[i]);
		rc = again ? 0 : add_format(options, asked.items[i], out, err);
	}
	if (!rc && !asked.len)
		rc = error_set(err, ERR_USAGE, "no figure format given: svg, png, pdf");
	strlist_release(&asked);
	return rc ? rc : choose_size(options, out, err);
}

void figure_formats_release(struct figure_formats *f)
{
	str_release(&f->names);
	str_release(&f->pictures);
	strlist_release(&f->suffixes);
	free(f->font);
	*f = (struct figure_formats){ .font = NULL };
}
