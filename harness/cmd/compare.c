/* goalloc compare: what changed between two toolchains. */
#include <stdio.h>
#include <string.h>

#include "cmd/changes.h"
#include "cmd/command.h"
#include "cmd/history.h"
#include "cmd/options.h"

/* Did it grow by the relative `threshold` at least? Of a time its verdict has asked that; what has no amount always did. */
static bool counts(const struct change *c, double threshold)
{
	return !(c->metric & (METRIC_ALLOCS | METRIC_BYTES)) || c->new_value - c->old_value >= threshold * c->old_value;
}

/* The number of changes for the worse among the metrics of the mask; borders of the counters do not count. */
static size_t regressions(const struct change_list *changes, unsigned metrics, double threshold)
{
	size_t n = 0;

	for (size_t i = 0; i < changes->len; i++) {
		const struct change *c = &changes->items[i];

		n += c->worse && !c->epoch && (c->metric & metrics) && counts(c, threshold);
	}
	return n;
}

/* Was a verdict on times asked for that cannot be given? */
static int undecided(const struct time_summary *times, unsigned fail_on, struct error *err)
{
	const size_t open = times->verdicts[TIME_OPEN];

	if (!(fail_on & METRIC_TIME) || (times->comparisons && !open))
		return 0;
	if (!times->comparisons)
		return error_set(err, ERR_UNDECIDED,
		                 "no benchmark was timed with both; time them in one session: "
		                 "`goalloc run --only time --go OLD,NEW`");
	return error_set(
		err, ERR_UNDECIDED,
		"nothing is slower as far as can be told, but %zu of %zu time comparisons are open; more blocks "
		"decide them: `goalloc run --only time --go OLD,NEW`",
		open, times->comparisons);
}

static void add_notes(struct table *t, const struct change_list *changes, size_t counters, size_t compared,
                      const char *old_go, const char *new_go)
{
	struct str causes = STR_INIT;

	table_note(
		t,
		"%zu benchmarks and programs measured with both %s and %s; %zu differences, %zu of them for the worse.",
		compared, old_go, new_go, changes->len, regressions(changes, METRIC_ALL, 0));
	changes_causes(changes, &causes);
	if (causes.len)
		table_note(t, "Causes: %s.", str_cstr(&causes));
	if (counters)
		table_note(t,
		           "%zu more counts differ only because Go changed its counters between the two: no change of "
		           "behaviour.",
		           counters);
	changes_time_notes(&changes->times, old_go, new_go, t);
	str_release(&causes);
}

/* Causes need the calls and the sites of both releases; what is news of what the compiler said, the calls. */
static unsigned needed(unsigned metrics)
{
	return DATASET_ESCAPE | (metrics & (METRIC_ALLOCS | METRIC_BYTES | METRIC_ESCAPE) ? DATASET_CAUSES : 0);
}

static int compare(struct app *app, const char *const *specs, const struct row_filter *filter, unsigned metrics,
                   unsigned fail_on, double threshold, enum format format, struct error *err)
{
	struct time_rules rules = time_rules_default;
	struct change_list changes = CHANGE_LIST_INIT;
	const char *go[2], *old, *new;
	struct dataset d;
	struct table t;
	char title[160];
	size_t compared = 0, counters = 0;
	int status = -1;

	if (dataset_load_named(app, filter, specs, 2, needed(metrics | fail_on), &d, go, err))
		return -1;
	old = go[0];
	new = go[1];
	table_init(&t, "");
	warn_if_rebuilt(app, &d.toolchains, old);
	warn_if_rebuilt(app, &d.toolchains, new);
	if (threshold >= 0) {
		rules.threshold = threshold;
		rules.margin = threshold > rules.margin ? threshold : rules.margin;
	}
	d.evidence.rules = &rules;
	changes_between(&d.evidence, old, new, metrics | fail_on, &changes, &compared);
	if (!compared) {
		error_set(err, ERR_INFRA, "nothing was measured with both %s and %s; run `goalloc run --go %s,%s`", old,
		          new, old, new);
		goto out;
	}
	snprintf(title, sizeof title, "%s to %s", old, new);
	table_release(&t);
	table_init(&t, title);
	if (format != FORMAT_CSV && format != FORMAT_JSON)
		counters = changes_forget_counters(&changes);
	changes_table(&changes, false, &t);
	add_notes(&t, &changes, counters, compared, old, new);
	if (!print_table(&t, format, err))
		status = regressions(&changes, fail_on, threshold > 0 ? threshold : 0)
		                 ? 1
		                 : undecided(&changes.times, fail_on, err);
out:
	table_release(&t);
	change_list_release(&changes);
	dataset_release(&d);
	return status;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	const char *metric = NULL, *fail_on = NULL, *format_name = "text";
	struct row_filter filter = { .mode = "default" };
	struct strlist words = STRLIST_INIT;
	unsigned metrics = METRIC_EXACT, fail = 0;
	double threshold = -1; /* not given: 0 for counts, the default for times */
	enum format format = FORMAT_TEXT;
	const struct option_row rows[] = {
		{ "metric", OPTION_TEXT, "NAME,..", "allocs, bytes, escape, output, status (all of these), time",
		  &metric },
		{ "fail-on", OPTION_TEXT, "NAME,..", "exit 1 if one of these became worse", &fail_on },
		{ "threshold", OPTION_PERCENT, "P%", "the least relative change that --fail-on counts (0; of times 1%)",
		  &threshold },
		{ "mode", OPTION_TEXT, "NAME", "the mode (default); 'all' for every mode", &filter.mode },
		{ "match", OPTION_TEXT, "GLOB", "only these cases", &filter.case_glob },
		{ "format", OPTION_TEXT, "FORMAT", "text, markdown, html, latex, csv, json", &format_name },
	};
	int status = options_parse(&command_compare, rows, sizeof rows / sizeof *rows, argc, argv, &words, 2, 2, err);

	if (!status && !strcmp(filter.mode, "all"))
		filter.mode = NULL;
	if (!status && metric)
		status = metrics_parse(metric, &metrics, err);
	if (!status && fail_on)
		status = metrics_parse(fail_on, &fail, err);
	if (!status)
		status = format_parse(format_name, NULL, &format, err);
	if (!status)
		status = compare(app, (const char *const *)words.items, &filter, metrics, fail, threshold, format, err);
	else if (status == OPTIONS_HELP)
		status = 0;
	strlist_release(&words);
	return status;
}

const struct command command_compare = {
	.name = "compare",
	.usage = "OLD NEW [OPTION ...]",
	.summary = "what changed between two toolchains",
	.examples = "  goalloc compare 1.24 latest\n"
		    "  goalloc compare 1.9.2 1.27 --metric allocs --format markdown\n"
		    "  goalloc compare latest~1 latest --fail-on allocs,bytes\n"
		    "  goalloc compare latest~1 latest --metric time --fail-on time --threshold 3%\n",
	.run = run,
};
