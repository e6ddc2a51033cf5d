/*
 * The pages of the cases: OUTPUT/case/SLUG.html, the same data in OUTPUT/data/case/SLUG.json. Called by site_write.
 *
 * A page says what the case asks and what came out, draws its counts and times by release (its script, from the data in the
 * page; a table has the same numbers), lists its changes with causes, and shows the source with what was said, emitted and
 * allocated at each line. It is readable without scripts: then of the newest release.
 *
 * data/case/SLUG.json: {"generator", "case", "file", "title", "question", "answer", "releases": ["go1.2.2", ...],
 *   "modes": [{"mode", "goos", "goarch",
 *     "measured": [i, ...]    releases whose lines are known, as places in `releases`
 *     "lines": [{"line": 31 (0: outside of the file), "runs": [{"from", "to": places in `releases`,
 *       "differs": what differs from the release before `from`: "said emitted happened",
 *       "said", "emitted", "happened", "found": texts, an entry a line; left out where empty}]}],
 *     "benchmarks": [{"name", "allocs", "bytes", "ns", "ns_low", "ns_high": one number a release, null: not measured;
 *       "allocs_low", "allocs_high", "bytes_low", "bytes_high": where measuring again may give another;
 *       "allocs_step", "bytes_step": -1, 0, 1: it moved from the release before, beyond noise}]}],
 *   "changes": [{"go", "old_go", "mode", "benchmark", "metric", "direction", "old", "new", "cause", "evidence", "said"}]}
 */
#ifndef GOALLOC_REPORT_SITE_CASE_H
#define GOALLOC_REPORT_SITE_CASE_H

#include "report/site.h"

int site_cases_write(const struct site_input *in, const char *output_dir, struct error *err);

#endif
