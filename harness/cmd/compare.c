/* goalloc compare: what changed between two toolchains. */
#include <stdio.h>
#include <string.h>

#include "cmd/changes.h"
#include "cmd/command.h"
#include "cmd/history.h"
#include "cmd/options.h"

/* The number of changes for the worse among the metrics of the mask; borders of the counters do not count. */
static size_t regressions(const struct change_list *changes, unsigned metrics)
{
	size_t n = 0;

	for (size_t i = 0; i < changes->len; i++)
		n += changes->items[i].worse && !changes->items[i].epoch && (changes->items[i].metric & metrics);
	return n;
}

static void add_notes(struct table *t, const struct change_list *changes, size_t counters, size_t compared,
                      const char *old_go, const char *new_go)
{
	struct str causes = STR_INIT;

	table_note(
		t,
		"%zu benchmarks and programs measured with both %s and %s; %zu differences, %zu of them for the worse.",
		compared, old_go, new_go, changes->len, regressions(changes, METRIC_ALL));
	changes_causes(changes, &causes);
	if (causes.len)
		table_note(t, "Causes: %s.", str_cstr(&causes));
	if (counters)
		table_note(t,
		           "%zu more counts differ only because Go changed its counters between the two: no change of "
		           "behaviour.",
		           counters);
	str_release(&causes);
}

/* Causes need the calls and the sites of both releases; what is news of what the compiler said, the calls. */
static unsigned needed(unsigned metrics)
{
	return DATASET_ESCAPE | (metrics & (METRIC_ALLOCS | METRIC_BYTES | METRIC_ESCAPE) ? DATASET_CAUSES : 0);
}

static int compare(struct app *app, const char *const *specs, const struct row_filter *filter, unsigned metrics,
                   unsigned fail_on, enum format format, struct error *err)
{
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
		status = regressions(&changes, fail_on) ? 1 : 0;
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
	enum format format = FORMAT_TEXT;
	const struct option_row rows[] = {
		{ "metric", OPTION_TEXT, "NAME,..", "allocs, bytes, escape, output, status (all of these), time",
		  &metric },
		{ "fail-on", OPTION_TEXT, "NAME,..", "exit 1 if one of these became worse", &fail_on },
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
		status = compare(app, (const char *const *)words.items, &filter, metrics, fail, format, err);
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
		    "  goalloc compare latest~1 latest --fail-on allocs,bytes\n",
	.run = run,
};
