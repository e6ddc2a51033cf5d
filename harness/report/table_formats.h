/*
 * The printers behind table_print, one a format. Inside report/ only.
 */
#ifndef GOALLOC_REPORT_TABLE_FORMATS_H
#define GOALLOC_REPORT_TABLE_FORMATS_H

#include "report/table.h"

typedef int table_printer(const struct table *t, unsigned width, struct str *out, struct error *err);
table_printer print_text, print_markdown, print_html, print_latex, print_csv, print_json;

/* The text of a cell; "" where the last row was left unfinished. */
const char *table_at(const struct table *t, size_t row, size_t column);

#endif
