/* goalloc trend: one row per change along the whole history, or one screen of it. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/changes.h"
#include "cmd/command.h"
#include "cmd/history.h"
#include "cmd/options.h"
#include "cmd/terminal.h"
#include "cmd/trend_text.h"
#include "report/history_page.h"

#define SUMMARY_PIPED 160 /* columns of the summary where there is no terminal */

struct trend_options {
	struct row_filter filter;
	unsigned metrics;
	bool summary;
	enum format format;
};

/* The page that people link to. */
static void page(const struct dataset *d, const struct change_list *changes, const char *mode, struct str *out)
{
	const struct session_row *last = dataset_session(d);
	const struct history *h = &d->history;
	struct history_page p = { .history = h,
		                  .changes = changes,
		                  .mode = mode,
		                  .tool = last ? last->tool_version : GOALLOC_VERSION,
		                  .goos = h->items[0].goos,
		                  .goarch = h->items[0].goarch,
		                  .cpu = last ? last->cpu : "?" };
	char date[11] = "?";

	if (last)
		str_copy(date, sizeof date, last->started_at, strnlen(last->started_at, sizeof date - 1));
	p.date = date;
	for (size_t i = 0; i < h->len; i++)
		p.cases += !i || strcmp(h->items[i].case_name, h->items[i - 1].case_name) != 0;
	history_page(&p, out);
}

static int trend(struct app *app, const struct trend_options *o, struct error *err)
{
	struct change_list changes = CHANGE_LIST_INIT;
	struct str out = STR_INIT;
	struct text_look look = terminal_look();
	struct dataset d;
	struct table t;
	bool marked;
	char *title;
	int status = -1;

	if (dataset_load(app, &o->filter,
	                 DATASET_ESCAPE | DATASET_CAUSES | (o->metrics & METRIC_TIME ? DATASET_RECENT : DATASET_COUNTS),
	                 &d, err))
		return -1;
	if (!d.history.len) {
		error_set(err, ERR_INFRA, "no results%s%s in %s; run `goalloc run` first",
		          o->filter.case_glob ? " for " : "", o->filter.case_glob ? o->filter.case_glob : "", app->db);
		dataset_release(&d);
		return -1;
	}
	changes_along(&d.evidence, o->metrics, &changes);
	title = xasprintf("What changed, and in which release? %s to %s, mode %s", d.history.releases[0].go,
	                  d.history.releases[d.history.nreleases - 1].go, o->filter.mode ? o->filter.mode : "all");
	table_init(&t, title);
	if (o->format == FORMAT_MARKDOWN && !o->summary) {
		page(&d, &changes, o->filter.mode, &out);
		status = print_out(&out, err);
		goto out;
	}
	if (o->summary)
		trend_summary(&changes, &t);
	else if (o->format == FORMAT_TEXT)
		trend_releases(&d, &changes, &t);
	else
		changes_table(&changes, true, &t);
	if (d.history.nreleases < 2)
		table_note(
			&t,
			"One release alone was measured, so that there is nothing it could differ from: `goalloc run "
			"--go 1.9.2,latest` measures more.");
	else if (!changes.len)
		table_note(&t, "No change between %zu releases.", d.history.nreleases);
	marked = !o->summary && o->format == FORMAT_TEXT;
	if (!marked)
		changes_range_note(&changes, &t);
	if (!o->summary)
		changes_time_notes(&changes, "OLD", "NEW", marked, &t);
	if (!o->summary)
		changes_level_notes(&changes.levels, &t);
	if (o->format == FORMAT_TEXT && look.width == 0 && o->summary)
		look.width = SUMMARY_PIPED;
	if (!(o->format == FORMAT_TEXT ? table_print_text(&t, &look, &out, err)
	                               : table_print(&t, o->format, 0, &out, err)))
		status = print_out(&out, err);
out:
	free(title);
	str_release(&out);
	table_release(&t);
	change_list_release(&changes);
	dataset_release(&d);
	return status;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	struct trend_options o = { .filter = { .mode = "default" },
		                   .metrics = METRIC_ALLOCS | METRIC_BYTES | METRIC_OUTPUT | METRIC_STATUS };
	const char *metric = NULL, *format = "text";
	struct strlist words = STRLIST_INIT;
	const struct option_row rows[] = {
		{ "metric", OPTION_TEXT, "NAME,..", "allocs, bytes, output, status (all of these), escape, time",
		  &metric },
		{ "mode", OPTION_TEXT, "NAME", "the mode (default); 'all' for every mode", &o.filter.mode },
		{ "summary", OPTION_FLAG, NULL, "one screen: a row per release and case", &o.summary },
		{ "format", OPTION_TEXT, "FORMAT", "text, html, latex, csv, json; markdown: a page", &format },
	};
	int status = options_parse(&command_trend, rows, sizeof rows / sizeof *rows, argc, argv, &words, 0, 1, err);

	if (!status && !strcmp(o.filter.mode, "all"))
		o.filter.mode = NULL;
	if (!status && words.len)
		o.filter.case_glob = words.items[0];
	if (!status && metric)
		status = metrics_parse(metric, &o.metrics, err);
	if (!status)
		status = format_parse(format, NULL, &o.format, err);
	if (!status)
		status = trend(app, &o, err);
	else if (status == OPTIONS_HELP)
		status = 0;
	strlist_release(&words);
	return status;
}

const struct command command_trend = {
	.name = "trend",
	.usage = "[NAME] [OPTION ...]",
	.summary = "one row per change along the whole history",
	.examples = "  goalloc trend --summary\n"
		    "  goalloc trend slice/append_growth\n"
		    "  goalloc trend 'interface/*' --metric allocs,escape --mode all\n"
		    "  goalloc trend --format markdown > changes.md\n",
	.run = run,
};
