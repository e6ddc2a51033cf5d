/* The parts of the paper kit's methods. Inside report/ only. */
#ifndef GOALLOC_REPORT_PAPER_METHODS_H
#define GOALLOC_REPORT_PAPER_METHODS_H

#include "report/paper_facts.h"

/* Distinct values as text: "a; b", their number where they are many, "not recorded" where all are empty. */
void methods_values(const struct strlist *values, struct str *out);
/* "NAME: VALUES" of one field of the marked sessions; `name` is LaTeX. */
void methods_field(const struct paper_input *in, const bool *marked, enum session_field field, const char *name,
                   struct str *out);
/* "4 to 9 (median 6)", "6". */
void methods_spread(const struct spread *s, struct str *out);
/* How times were taken and judged. */
void methods_times(const struct paper_input *in, const struct paper_facts *f, struct str *out);
void methods_calibration(const struct paper_input *in, struct str *out);

#endif
