/*
 * The compare pages: any two releases of one mode, chosen in the page. Inside report/ only.
 *
 * data/compare-MODE.json, "schema": 1, is what the page knows; indices are from 0, and releases ascend. Fields keep their names and
 * meaning; new ones may come. A number that is not known is null.
 *   generator, schema, mode, goos, goarch; modes [[mode, page]]; metrics [[name, title]]; causes [[name, meaning]]
 *   releases [[go, label, page]]
 *   texts ["..."]: what `steps` refers to
 *   cases [[name, page, status, content]]: status [[from release, "ok" or why not, reason]], content [[from release, number]]: two
 *     releases with other numbers measured different files, which are not compared
 *   series [[case, benchmark, allocs, bytes, allocs_same, bytes_same]]: allocs and bytes per operation [[from release, value, low,
 *     high, seen low, seen high]], without a value where nothing was counted, without the rest where it is deterministic; *_same
 *     [[old, new, new, ...]]: the values differ, but no more than measuring again might
 *   steps [[metric, case, series, old, new, old text, new text, sign, cause, why, where]]: between neighbouring releases that
 *     have the figure. series -1: of the whole case; sign 1 worse, -1 better, 0 otherwise, 2 only Go's counters, 3 suspected
 *   pairs [[old, new, blocks]]: releases that were timed side by side
 *   times [[old, new, blocks, threshold, rows, {verdict: number}]]: the pairs that were judged, neighbours first; rows [[series, ratio, low,
 *     high, q, verdict, pairs, old ns, new ns, 1 where the case's own code is the same]]; of verdicts that found nothing not all
 */
#ifndef GOALLOC_REPORT_SITE_COMPARE_H
#define GOALLOC_REPORT_SITE_COMPARE_H

#include "analysis/time_pairs.h"
#include "report/site_page.h"

/* The data of one mode. */
void compare_data(const struct page *p, const char *mode, const struct strlist *modes, const struct time_pairs *times,
                  struct str *out);
/* The pages of all modes, and their data. */
int compare_write(const struct page *p, const struct strlist *modes, const char *output_dir, struct error *err);

#endif
