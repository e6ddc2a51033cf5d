/*
 * The formats and sizes of figures. Inside report/ only. figure_formats_choose .. figure_formats_release.
 */
#ifndef GOALLOC_REPORT_FIGURE_FORMATS_H
#define GOALLOC_REPORT_FIGURE_FORMATS_H

#include "report/figures.h"

struct figure_formats {
	struct str names;        /* "svg png data": as asked for */
	struct str pictures;     /* "svg png": what gnuplot draws */
	struct strlist suffixes; /* of the files that it leaves: ".svg", ".png"; none for the data alone */
	char *font;              /* of print; "" for the screen */
};
/* What options->formats asks for; ERR_USAGE for an unknown format, for one without the width that it needs, for a wrong width or font. */
int figure_formats_choose(const struct figure_options *options, struct figure_formats *out, struct error *err);
void figure_formats_release(struct figure_formats *f);

/* Adds those of a format's files: ".svg"; none for an unknown one. */
void figure_format_suffixes(const char *name, struct strlist *out);

/* In cm; 0: the screen's. */
double figure_width(const struct figure_options *options, const char *name);
double figure_font_pt(const struct figure_options *options);

#endif
