/* What the columns of the paper kit's data mean. Pure; inside the kit only. */
#ifndef GOALLOC_REPORT_PAPER_DICTIONARY_H
#define GOALLOC_REPORT_PAPER_DICTIONARY_H

#include "report/table.h"

/* The columns of dictionary.csv, then a row for each column of a file: "samples" is data/samples.csv. */
void paper_dictionary_begin(struct table *t);
/* Unit and text: the file's own line in paper_columns.tsv, else the view's of that name in store/views.tsv, else that of any file. Empty without. */
void paper_dictionary_row(struct table *t, const char *file, const char *column);

#endif
