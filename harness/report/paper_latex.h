/*
 * LaTeX, piece by piece, for the paper kit. Inside report/ only. Everything is appended to *out; NULL counts as "".
 *
 * Needs in the document: fontenc T1, amssymb, array, booktabs, siunitx; longtable for long ones.
 */
#ifndef GOALLOC_REPORT_PAPER_LATEX_H
#define GOALLOC_REPORT_PAPER_LATEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Escaped (escape_latex), for pdfLaTeX with T1 fonts: a character that those have not is written as U+XXXX. */
void latex_text(struct str *out, const char *s);
/* The same in \texttt{}, with places where a line may break: behind / . _ and the like, before a capital, at last anywhere. */
void latex_name(struct str *out, const char *s);

/* A share in running text: "12.5\,\%". */
void latex_share(struct str *out, double share, int digits);
/* For S columns: a number as it is, a range "a..b" or any other text in braces, centred. */
void latex_figure(struct str *out, const char *text);
/* "0.034", or less than 0.001: for such columns. */
void latex_p(struct str *out, double p);
#define LATEX_P_COLUMN "S[table-format=1.3]"

/* Digits before and behind the decimal point, over the figures of a column. */
struct latex_width {
	int before, behind;
	bool sign;
};
/* Takes the figure into account if it is a number. */
void latex_measure(struct latex_width *w, const char *text);
/* "S[table-format=4.2]" */
void latex_column(struct str *out, const struct latex_width *w);

/* A name column, a share of the line: "0.2". */
#define LATEX_NAME(share) ">{\\raggedright\\arraybackslash}p{" share "\\linewidth}"

/*
 * \begin{table*} ... \begin{tabular}{COLUMNS}\toprule, `columns` and `caption` being LaTeX. Rows end with latex_row_end. A caption
 * ends without a full stop.
 */
void latex_table_begin(struct str *out, const char *label, const char *caption, const char *columns, const char *head);
void latex_table_end(struct str *out);
/* The same over pages: `head` is said again on each. */
void latex_long_begin(struct str *out, const char *label, const char *caption, const char *columns, const char *head);
void latex_long_end(struct str *out);
void latex_row_end(struct str *out);
/* In the place of a table that there is none, and why, as a comment: the text says it. `why` is one line. */
void latex_nothing(struct str *out, const char *why);

#endif
