/*
 * The data file of a figure: a head of comments that says what it was drawn by and as what, then the blocks. Inside report/
 * only. Pure but for reading the scripts.
 */
#ifndef GOALLOC_REPORT_FIGURE_FILE_H
#define GOALLOC_REPORT_FIGURE_FILE_H

#include "report/figure_data.h"
#include "report/figure_formats.h"

/* The file's bytes; `scripts` is the folder of the gnuplot scripts. Its head changes whenever the figure must be drawn again. */
int figure_file(const struct figure *f, const struct figure_options *options, const struct figure_formats *formats,
                const char *scripts, struct str *out, struct error *err);
/* Is what the old file says of its pictures true for the new one, in all of its formats, though perhaps in others, too? */
bool figure_file_says(const struct str *old, const struct str *new);
/* Adds the names of the formats that a file says it was drawn as; none if it is no such file. */
void figure_file_formats(const struct str *file, struct strlist *out);

#endif
