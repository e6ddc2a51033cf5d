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

static void add_notes(struct table *t, const struct change_list *changes, size_t compared, const char *old_go,
                      const char *new_go)
{
	size_t worse = regressions(changes, METRIC_ALL), epoch = 0;

	for (size_t i = 0; i < changes->len; i++)
		epoch += changes->items[i].epoch;
	table_note(
		t,
		"%zu benchmarks and programs measured with both %s and %s; %zu differences, %zu of them for the worse.",
		compared, old_go, new_go, changes->len, worse);
	if (epoch)
		table_note(
			t,
			"%zu differences cross a border where Go changed the counters themselves: they prove nothing.",
			epoch);
}

static int compare(struct app *app, const char *old_spec, const char *new_spec, const struct row_filter *filter,
                   unsigned metrics, unsigned fail_on, enum format format, struct error *err)
{
	struct change_list changes = CHANGE_LIST_INIT;
	const struct release *old, *new;
	struct dataset d;
	struct table t;
	char title[160];
	size_t compared = 0;
	int status = -1;

	if (dataset_load(app, filter, DATASET_ESCAPE | DATASET_CAUSES, &d, err))
		return -1;
	table_init(&t, "");
	old = dataset_release_named(&d, old_spec, err);
	new = old ? dataset_release_named(&d, new_spec, err) : NULL;
	if (!new)
		goto out;
	error_clear(err);
	warn_if_rebuilt(app, &d.toolchains, old->go);
	warn_if_rebuilt(app, &d.toolchains, new->go);
	changes_between(&d.evidence, old->go, new->go, metrics | fail_on, &changes, &compared);
	if (!compared) {
		error_set(err, ERR_INFRA, "nothing was measured with both %s and %s; run `goalloc run --go %s,%s`",
		          old->go, new->go, old->go, new->go);
		goto out;
	}
	snprintf(title, sizeof title, "%s to %s", old->go, new->go);
	table_release(&t);
	table_init(&t, title);
	changes_table(&changes, false, &t);
	add_notes(&t, &changes, compared, old->go, new->go);
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
		status = compare(app, words.items[0], words.items[1], &filter, metrics, fail, format, err);
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
