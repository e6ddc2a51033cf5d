/* goalloc compare: what changed between two toolchains. */
#include <stdio.h>
#include <string.h>

#include "cmd/accepted.h"
#include "cmd/calibrated.h"
#include "cmd/changes.h"
#include "cmd/command.h"
#include "cmd/compare_json.h"
#include "cmd/history.h"
#include "cmd/imported_times.h"
#include "cmd/options.h"

/* Was a verdict on times asked for that cannot be given? */
static int undecided(const struct change_list *changes, unsigned fail_on, const char *old_go, const char *new_go,
                     struct error *err)
{
	const struct time_summary *times = &changes->times;
	const size_t open = times->verdicts[TIME_OPEN], suspected = changes_suspected_slower(changes);
	const struct imported_times imported = imported_times_of(changes);
	struct str what = STR_INIT, logs = STR_INIT;
	int status;

	if (!(fail_on & METRIC_TIME) || (times->comparisons && !open && !suspected))
		return 0;
	if (!times->comparisons)
		return error_set(err, ERR_UNDECIDED,
		                 "no benchmark was timed with both; time them in one session: "
		                 "`goalloc run --only time --go %s,%s`",
		                 old_go, new_go);
	imported_times_say(&imported, &logs);
	if (suspected)
		str_addf(&what, "%zu of %zu time comparisons look slower and are not confirmed", suspected,
		         times->comparisons);
	if (open > imported.comparisons)
		str_addf(&what, "%s%zu of %zu time comparisons are open", what.len ? ", " : "",
		         open - imported.comparisons, times->comparisons);
	if (!what.len)
		status = error_set(err, ERR_UNDECIDED, "of %zu time comparisons, %s", times->comparisons, str_cstr(&logs));
	else
		status = error_set(
			err, ERR_UNDECIDED,
			"nothing is slower as far as can be told, but %s; more blocks decide them, and what looks slower is "
			"timed again to confirm it: `goalloc run --only time --go %s,%s`%s%s",
			str_cstr(&what), old_go, new_go, logs.len ? "; of all, " : "", str_cstr(&logs));
	str_release(&what);
	str_release(&logs);
	return status;
}

static void add_notes(struct table *t, const struct change_list *changes, size_t counters, size_t compared,
                      const char *old_go, const char *new_go)
{
	struct str causes = STR_INIT;

	table_note(t, "%zu benchmarks and programs measured with both %s and %s; %zu differences.", compared, old_go,
	           new_go, changes->len);
	changes_causes(changes, &causes);
	if (causes.len)
		table_note(t, "Causes: %s.", str_cstr(&causes));
	if (counters)
		table_note(t,
		           "%zu more counts differ only because Go changed its counters between the two: no change of "
		           "behaviour.",
		           counters);
	changes_range_note(changes, t);
	changes_time_notes(changes, old_go, new_go, t);
	str_release(&causes);
}

/* Causes need the calls and the sites of both releases; what is news of what the compiler said, the calls. */
static unsigned needed(unsigned metrics)
{
	return DATASET_ESCAPE | (metrics & (METRIC_ALLOCS | METRIC_BYTES | METRIC_ESCAPE) ? DATASET_CAUSES : 0) |
	       (metrics & METRIC_TIME ? DATASET_CODES | DATASET_RECENT : DATASET_COUNTS);
}

/* What is asked of a comparison. */
struct request {
	struct row_filter filter;
	unsigned metrics, fail_on;
	double threshold; /* below 0: 0 for counts, the default for times */
	const char *accept;
	bool propose, verdicts, with_summary;
	enum format format;
};

/* Prints what was found; 0, the exit code 1, or -1 where the evidence does not suffice. */
static int conclude(struct app *app, const struct request *q, const struct accept_list *accepted,
                    struct change_list *changes, const struct release *old, const struct release *new, size_t compared,
                    struct table *t, struct error *err)
{
	const double least = q->threshold > 0 ? q->threshold : 0;
	struct compare_summary summary = {
		.old_go = old->go, .new_go = new->go, .compared = compared, .fail_on = q->fail_on, .changes = changes
	};
	struct error undecided_err = ERROR_INIT;
	struct str out = STR_INIT;
	int printed;
	int status = changes_worse(changes, q->fail_on, least)
	                     ? 1
	                     : undecided(changes, q->fail_on, old->go, new->go, &undecided_err);

	accepted_notes(app, accepted, q->accept, q->format, t);
	summary.exit_code = status < 0 ? error_exit_code(&undecided_err) : status;
	verdict_note(changes, q->fail_on, least, summary.exit_code, t);
	if (q->propose)
		printed = propose_print(changes, old, new, err);
	else if (q->with_summary)
		printed = compare_json(t, &summary, &out, err) || print_out(&out, err) ? -1 : 0;
	else
		printed = print_table(t, q->format, err);
	str_release(&out);
	if (printed)
		return -1;
	if (status < 0)
		*err = undecided_err;
	return status;
}

static int compare(struct app *app, const char *const *specs, const struct request *q, struct error *err)
{
	const unsigned metrics = q->metrics | q->fail_on;
	struct accept_list accepted = ACCEPT_LIST_INIT;
	struct time_rules rules = time_rules_default;
	struct change_list changes = CHANGE_LIST_INIT;
	const char *go[2], *old, *new;
	struct dataset d;
	struct table t;
	char title[160];
	size_t compared = 0, counters = 0;
	int status = -1;

	if (accepted_load(q->accept, &accepted, err))
		return -1;
	if (dataset_load_named(app, &q->filter, specs, 2, needed(metrics), &d, go, err)) {
		accept_release(&accepted);
		return -1;
	}
	old = go[0];
	new = go[1];
	table_init(&t, "");
	warn_if_rebuilt(app, &d.toolchains, old);
	warn_if_rebuilt(app, &d.toolchains, new);
	if (q->threshold >= 0) {
		rules.threshold = q->threshold;
		rules.margin = q->threshold > rules.margin ? q->threshold : rules.margin;
	}
	d.evidence.rules = &rules;
	changes_between(&d.evidence, old, new, metrics, &changes, &compared);
	if (!compared) {
		error_set(err, ERR_INFRA, "nothing was measured with both %s and %s; run `goalloc run --go %s,%s`", old,
		          new, old, new);
		goto out;
	}
	accepted_apply(&accepted, &d, &q->filter, metrics, old, new, &changes);
	snprintf(title, sizeof title, "%s to %s", old, new);
	table_release(&t);
	table_init(&t, title);
	if (q->format != FORMAT_CSV && q->format != FORMAT_JSON) {
		counters = changes_forget_counters(&changes);
		changes_largest_first(&changes);
	}
	if (q->verdicts)
		verdicts_table(&changes, &t);
	else
		changes_table(&changes, false, &t);
	add_notes(&t, &changes, counters, compared, old, new);
	if (metrics & METRIC_TIME)
		calibration_note(&d, &t);
	status = conclude(app, q, &accepted, &changes, history_release_named(&d.history, old),
	                  history_release_named(&d.history, new), compared, &t, err);
out:
	table_release(&t);
	change_list_release(&changes);
	dataset_release(&d);
	accept_release(&accepted);
	return status;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	const char *metric = NULL, *fail_on = NULL, *format_name = "text";
	struct request q = {
		.filter = { .mode = "default" }, .metrics = METRIC_EXACT, .threshold = -1, .format = FORMAT_TEXT
	};
	struct strlist words = STRLIST_INIT;
	const struct option_row rows[] = {
		{ "metric", OPTION_TEXT, "NAME,..", "allocs, bytes, escape, output, status (all of these), time",
		  &metric },
		{ "fail-on", OPTION_TEXT, "NAME,..", "exit 1 if one of these became worse", &fail_on },
		{ "threshold", OPTION_PERCENT, "P%", "the least relative change that --fail-on counts (0; of times 1%)",
		  &q.threshold },
		{ "accept", OPTION_TEXT, "FILE", "changes that are known: they do not count for --fail-on", &q.accept },
		{ "propose", OPTION_FLAG, NULL, "print what became worse as entries for such a FILE, not the table",
		  &q.propose },
		{ "mode", OPTION_TEXT, "NAME", "the mode (default); 'all' for every mode", &q.filter.mode },
		{ "match", OPTION_TEXT, "GLOB", "only these cases", &q.filter.case_glob },
		{ "verdicts", OPTION_FLAG, NULL,
		  "a row for each comparison of times, whatever came of it, not the changes", &q.verdicts },
		{ "with-summary", OPTION_FLAG, NULL, "with --format json: an object of rows, summary and notes",
		  &q.with_summary },
		{ "format", OPTION_TEXT, "FORMAT", "text, markdown, html, latex, csv, json", &format_name },
	};
	int status = options_parse(&command_compare, rows, sizeof rows / sizeof *rows, argc, argv, &words, 2, 2, err);

	if (!status && !strcmp(q.filter.mode, "all"))
		q.filter.mode = NULL;
	if (!status && metric)
		status = metrics_parse(metric, &q.metrics, err);
	if (!status && q.verdicts && !metric)
		q.metrics = METRIC_TIME;
	if (!status && fail_on)
		status = metrics_parse(fail_on, &q.fail_on, err);
	if (!status && q.verdicts && !((q.metrics | q.fail_on) & METRIC_TIME))
		status = error_set(err, ERR_USAGE, "--verdicts is about times: add time to --metric");
	if (!status)
		status = format_parse(format_name, NULL, &q.format, err);
	if (!status && q.with_summary && q.format != FORMAT_JSON)
		status = error_set(err, ERR_USAGE, "--with-summary is for --format json: the others have it");
	if (!status)
		status = compare(app, (const char *const *)words.items, &q, err);
	else if (status == OPTIONS_HELP)
		status = 0;
	strlist_release(&words);
	return status;
}

const struct command command_compare = {
	.name = "compare",
	.usage = "OLD NEW [OPTION ...]",
	.summary = "what changed between two toolchains",
	.examples =
		"  goalloc compare 1.24 latest\n"
		"  goalloc compare 1.9.2 1.27 --metric allocs --format markdown\n"
		"  goalloc compare latest~1 latest --fail-on allocs,bytes\n"
		"  goalloc compare latest~1 latest --metric time --fail-on time --threshold 3%\n"
		"  goalloc compare latest~1 latest --verdicts\n"
		"  goalloc compare 1.16 1.17 --propose > accepted.txt\n"
		"  goalloc compare 1.16 1.17 --fail-on allocs --accept accepted.txt\n"
		"\na line of such a file, with [what may be left out], and one for example:\n"
		"  CASES  METRICS  since VERSION  [until DATE]  [mode NAMES]  [benchmark GLOB]  [up-to N]  why: TEXT\n"
		"  goroutine/*  allocs,bytes  since 1.17  until 2027-01-31  why: go f(x) builds a closure since 1.17\n"
		"it holds where OLD < VERSION <= NEW. What matches nothing any more, or expired, is reported.\n"
		"\nverdicts on times: what the times of `goalloc run` make look like a change is timed again by it in "
		"fresh\n"
		"processes, and these alone decide: slower, faster, or cleared. Not timed again it is only suspected: "
		"no\n"
		"regression for --fail-on time, but exit code 4, and `goalloc run --only time --go OLD,NEW` confirms "
		"it.\n"
		"--threshold: the first times must differ by so much, the second by half of it.\n"
		"\nexit codes: 0 fine, 1 worse in what --fail-on names, 2 usage, 3 missing data, 4 it cannot be told "
		"(of times: some\n"
		"are open or suspected)\n",
	.run = run,
};
