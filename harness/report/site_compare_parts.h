/*
 * What the parts of site_compare_data.c share: the series of one mode, and the JSON that they are written to. Each part
 * writes one value or more of the object, with the comma before it. The caller of compare_data owns what `p` points at;
 * `scope` lives as long as that call.
 */
#ifndef GOALLOC_REPORT_SITE_COMPARE_PARTS_H
#define GOALLOC_REPORT_SITE_COMPARE_PARTS_H

#include "report/site_compare.h"

/* The mode's series, in the history's order: a case's together. */
struct scope {
	const struct page *p;
	const struct history *h;
	const char *mode;
	const struct series **series;
	size_t n;
	const char **cases; /* sorted, each once */
	size_t *first;      /* of each case: its first series */
	size_t ncases;
	struct str *out;
};

/* The case's place in `cases`; -1: not in this mode. */
long scope_case(const struct scope *s, const char *name);
/* The place in `series` of a benchmark of case `c`; -1: none, or a case's own row. */
long scope_series(const struct scope *s, long c, const char *benchmark);
/* `before`, then the text as JSON; NULL is "". */
void compare_data_string(struct str *out, const char *before, const char *text);

/* "series": of each benchmark its figures by release, and which of them differ by noise only. */
void compare_data_series(const struct scope *s);
/* "texts" and "steps": what changed from release to release. */
void compare_data_steps(const struct scope *s);
/* "pairs" and "times": which releases were timed side by side, and what came of it. */
void compare_data_times(const struct scope *s, const struct time_pairs *times);

#endif
