/*
 * A night's report: a page for people, the same for programs, figures. Text is made here, files are written by who calls.
 *
 * summary.json, "schema": 1. Fields keep their names and meaning; new ones may come. Numbers that are not known are null.
 *   schema, night, verdict ("nothing new", "news", "regression", "machine changed", "undecided"), exit_code, tool_version
 *   baseline {go, digest}; toolchains [{go, digest, version, local}]
 *   machine {changed, certain, unsettled, relative, low, high, noise, benchmarks, nights, since, machine, kernel, cpu,
 *     governor, conditions}: relative is the baseline's times against their level, 0.05 is 5 % slower
 *   counts {worse, better, other, accepted, open, cleared, failing, undecided, followed, learning, failed_cases}
 *   reports [{kind, state, metric, go, old_go, goarch, mode, case, benchmark, old, new, relative, low, high, p, since, worse,
 *     accepted, why}]: kind is machine, release, counts, status, time or whole; state is new, open or cleared
 *   figures ["machine.png", ...]
 */
#ifndef GOALLOC_REPORT_NIGHT_H
#define GOALLOC_REPORT_NIGHT_H

#include "analysis/nights.h"
#include "base/error.h"
#include "base/str.h"
#include "report/figures.h"

/* All borrowed. The night is the last of `nights`. */
struct night_report {
	const struct nights *nights;
	const struct judgement *judgement;
	const struct night_verdict *verdict;
	size_t undecided;              /* comparisons of times that stay open */
	const struct strlist *figures; /* names without suffix */
	const struct strlist *notes;   /* lines for people, of the accepted changes */
	const char *tool_version;
};

void night_markdown(const struct night_report *r, struct str *out);
void night_json(const struct night_report *r, struct str *out);
/* Draws what there is to see: `machine` (from three nights on) and `series` (what is accused). Names go to *names. */
int night_figures(const struct night_report *r, const struct figure_options *options, struct strlist *names,
                  struct error *err);
/* The cases of tonight that are not ok. */
size_t night_failed_cases(const struct nights *n);

#endif
