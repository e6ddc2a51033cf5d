/* goalloc trend: one row per change along the whole history, or one screen of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "cmd/changes.h"
#include "cmd/command.h"
#include "cmd/history.h"
#include "cmd/options.h"
#include "report/figure_data.h"
#include "report/history_page.h"

/* ---- the summary: a row per release and case, newest release first ---- */

/* Rows of one release and case, in the order of the list: [from, to). */
static size_t same_case(const struct change_list *l, size_t from)
{
	size_t to = from + 1;

	while (to < l->len && !strcmp(l->items[to].new_go, l->items[from].new_go) &&
	       !strcmp(l->items[to].case_name, l->items[from].case_name))
		to++;
	return to;
}

static int by_release_and_case(const void *a, const void *b)
{
	const struct change *x = a, *y = b;
	int order = version_compare(&y->new_version, &x->new_version);

	if (!order)
		order = strcmp(y->new_go, x->new_go);
	if (!order)
		order = strcmp(x->case_name, y->case_name);
	if (!order)
		order = strcmp(x->benchmark, y->benchmark);
	return order ? order : (int)x->metric - (int)y->metric;
}

/* "MakeSmall 1 -> 0, MakeLarge 1 -> 0, ..." for one metric; returns how many benchmarks. */
static size_t summarise(const struct change_list *l, size_t from, size_t to, enum metric metric, char *buf, size_t size)
{
	size_t n = 0, used = 0;

	buf[0] = '\0';
	for (size_t i = from; i < to; i++) {
		const struct change *c = &l->items[i];

		if (c->metric != metric || c->epoch)
			continue;
		if (n++ < 2 && used < size)
			used += (size_t)snprintf(buf + used, size - used, "%s%s %s -> %s", n > 1 ? ", " : "",
			                         metric == METRIC_OUTPUT ? "prints" : benchmark_label(c->benchmark),
			                         c->old_text, c->new_text);
	}
	if (n > 2 && used < size)
		snprintf(buf + used, size - used, ", %zu more", n - 2);
	return n;
}

static void summary_rows(struct change_list *l, size_t max_rows, struct table *t)
{
	size_t shown = 0, hidden = 0, epoch = 0, bytes_only = 0;

	if (l->len)
		qsort(l->items, l->len, sizeof *l->items, by_release_and_case);
	for (size_t from = 0, to; from < l->len; from = to) {
		char text[256];
		size_t better = 0, worse = 0;
		const struct change *c = &l->items[from];
		const struct change *told = NULL; /* whose cause stands for all */

		to = same_case(l, from);
		for (size_t i = from; i < to; i++) {
			epoch += l->items[i].epoch;
			if (l->items[i].metric == METRIC_ALLOCS && !l->items[i].epoch)
				*(l->items[i].worse ? &worse : &better) += 1;
			if (!l->items[i].epoch &&
			    (!told || (told->cause <= CAUSE_UNKNOWN && l->items[i].cause > CAUSE_UNKNOWN)))
				told = &l->items[i];
		}
		if (!summarise(l, from, to, METRIC_ALLOCS, text, sizeof text) &&
		    !summarise(l, from, to, METRIC_OUTPUT, text, sizeof text)) {
			char ignored[64];

			bytes_only += summarise(l, from, to, METRIC_BYTES, ignored, sizeof ignored) > 0;
			continue;
		}
		if (shown >= max_rows) {
			hidden++;
			continue;
		}
		shown++;
		table_cell(t, c->new_go);
		table_cell(t, c->case_name);
		table_cell(t, worse && better ? "both" : worse ? "worse" : better ? "better" : "differs");
		table_cell(t, text);
		table_cell(t, told ? cause_info(told->cause)->name : "");
		changes_why_cell(t, told);
	}
	if (hidden)
		table_note(t, "%zu more rows: `goalloc trend --metric allocs`.", hidden);
	table_note(t, "%zu cases changed in B/op alone: `goalloc trend --metric bytes`.", bytes_only);
	if (epoch)
		table_note(t, "%zu differences where Go changed the counters themselves are left out.", epoch);
}

static void summary_table(struct change_list *l, struct table *t)
{
	unsigned height = terminal_height();

	table_column(t, "go", "release", COLUMN_TEXT, false);
	table_column(t, "case_name", "case", COLUMN_TEXT, false);
	table_column(t, "verdict", "", COLUMN_TEXT, false);
	table_column(t, "allocs", "allocs/op, or output", COLUMN_TEXT, false);
	table_column(t, "cause", "cause", COLUMN_TEXT, false);
	table_column(t, "why", "why", COLUMN_TEXT, false);
	summary_rows(l, height > 20 ? height - 12 : 34, t);
}

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
	struct dataset d;
	struct table t;
	char *title;
	unsigned width = terminal_width();
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
		summary_table(&changes, &t);
	else
		changes_table(&changes, true, &t);
	if (d.history.nreleases < 2)
		table_note(&t, "One release alone was measured, so that there is nothing it could differ from: `goalloc run "
		               "--go 1.9.2,latest` measures more.");
	else if (!changes.len)
		table_note(&t, "No change between %zu releases.", d.history.nreleases);
	changes_range_note(&changes, &t);
	if (!o->summary)
		changes_time_notes(&changes, "OLD", "NEW", &t);
	if (!o->summary)
		changes_level_notes(&changes.levels, &t);
	if (!table_print(&t, o->format, o->summary && !width ? 160 : width, &out, err))
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
