/* What the selftest found, as rows for the database, a table, and a verdict. */
#include <stdio.h>
#include <string.h>

#include "cmd/selftest.h"

static const struct {
	const char *metric, *truth, *what;
	double effect;
} kinds[TALLIES] = {
	[TALLY_OWN] = { "time", "same", "cases made for it, all the same", 0 },
	[TALLY_BESIDE] = { "time", "same", "cases made for it, beside changed ones", 0 },
	[TALLY_LIBRARY] = { "time", "same", "the library's benchmarks", 0 },
	[TALLY_REPORTS] = { "time", "report", "whole reports, all the same", 0 },
	[TALLY_EFFECT + 0] = { "time", "changed", "+1 %", 0.01 },
	[TALLY_EFFECT + 1] = { "time", "changed", "+2 %", 0.02 },
	[TALLY_EFFECT + 2] = { "time", "changed", "+3 %", 0.03 },
	[TALLY_EFFECT + 3] = { "time", "changed", "+5 %", 0.05 },
	[TALLY_EFFECT + 4] = { "time", "changed", "+10 %", 0.10 },
	[TALLY_COUNTS] = { "counts", "same", "allocs/op and B/op, all the same", 0 },
	[TALLY_ALLOC] = { "counts", "changed", "one allocation more", 0 },
	[TALLY_SIZE] = { "counts", "changed", "one size class more", 0 },
};

static void add_row(struct calibration_row *row, const char *metric, const char *truth, const char *what, double effect,
                    const struct calibration_tally *t)
{
	*row = (struct calibration_row){ .metric = metric,
		                         .truth = truth,
		                         .what = what,
		                         .effect = effect,
		                         .comparisons = (int64_t)t->comparisons,
		                         .found = (int64_t)t->found,
		                         .suspected = (int64_t)t->suspected,
		                         .open = (int64_t)t->open };
	proportion_interval(t->found, t->comparisons, calibration_promise_default.level, &row->low, &row->high);
}

/* All times in which nothing changed. */
static struct calibration_tally all_same(const struct selftest *s)
{
	struct calibration_tally all = { 0 };

	for (int i = TALLY_OWN; i <= TALLY_LIBRARY; i++) {
		all.comparisons += s->tallies[i].comparisons;
		all.found += s->tallies[i].found;
		all.suspected += s->tallies[i].suspected;
		all.open += s->tallies[i].open;
	}
	return all;
}

size_t selftest_rows(const struct selftest *s, struct calibration_row rows[SELFTEST_ROWS])
{
	const struct calibration_tally all = all_same(s);
	size_t n = 0;

	if (all.comparisons)
		add_row(&rows[n++], "time", "all", CALIBRATION_ALL, 0, &all);
	for (int i = 0; i < TALLIES; i++)
		if (s->tallies[i].comparisons)
			add_row(&rows[n++], kinds[i].metric, kinds[i].truth, kinds[i].what, kinds[i].effect,
			        &s->tallies[i]);
	for (size_t i = 0; i < s->ngates; i++)
		add_row(&rows[n++], "gate", s->gates[i].changed ? "changed" : "same", s->gates[i].what, 0,
		        &(struct calibration_tally){ .comparisons = 1,
		                                     .found = s->gates[i].code == 1,
		                                     .suspected = s->gates[i].code == 1,
		                                     .open = s->gates[i].code == 4 });
	return n;
}

enum calibration_verdict selftest_verdict(const struct selftest *s)
{
	const struct calibration_tally all = all_same(s);

	return calibration_judge(&all, &s->tallies[TALLY_REPORTS], &s->tallies[TALLY_COUNTS],
	                         &calibration_promise_default);
}
