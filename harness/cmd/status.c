/* goalloc status: cells done and failed, and why. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "bench/record.h"
#include "cmd/command.h"
#include "cmd/history.h"
#include "cmd/history_data.h"
#include "cmd/options.h"
#include "cmd/status_text.h"
#include "cmd/terminal.h"
#include "report/table.h"

struct tally {
	const char *go, *mode;
	size_t by_status[CELL_STATUSES], untimed;
};

static size_t status_index(const char *name)
{
	for (size_t i = 0; i < CELL_STATUSES; i++)
		if (!strcmp(cell_status_name((enum cell_status)i), name))
			return i;
	return CELL_RUN_FAILED; /* a word of a database from elsewhere: certainly not fine */
}

static struct tally *tally_of(struct tally *tallies, size_t *n, const struct cell_row *c)
{
	for (size_t i = 0; i < *n; i++)
		if (!strcmp(tallies[i].go, c->go) && !strcmp(tallies[i].mode, c->mode))
			return &tallies[i];
	tallies[*n] = (struct tally){ .go = c->go, .mode = c->mode };
	return &tallies[(*n)++];
}

static void count_cells(const struct dataset *d, struct table *t)
{
	struct tally *tallies = xcalloc(d->cells.len + 1, sizeof *tallies);
	size_t n = 0;

	for (size_t i = 0; i < d->cells.len; i++) {
		const struct cell_row *c = &d->cells.items[i];
		struct tally *y = tally_of(tallies, &n, c);

		y->by_status[status_index(c->status)]++;
		y->untimed += !strcmp(c->status, "ok") && !(c->stages & STAGE_TIME);
	}
	table_column(t, "go", "toolchain", COLUMN_TEXT, false);
	table_column(t, "mode", "mode", COLUMN_TEXT, false);
	for (size_t k = 0; k < CELL_STATUSES; k++)
		table_column(t, cell_status_name((enum cell_status)k), cell_status_name((enum cell_status)k),
		             COLUMN_NUMBER, false);
	table_column(t, "untimed", "not timed", COLUMN_NUMBER, false);
	for (size_t r = 0; r < d->history.nreleases; r++)
		for (size_t i = 0; i < n; i++) {
			if (strcmp(tallies[i].go, d->history.releases[r].go) != 0)
				continue;
			table_cell(t, tallies[i].go);
			table_cell(t, tallies[i].mode);
			for (size_t k = 0; k < CELL_STATUSES; k++)
				table_cellf(t, "%zu", tallies[i].by_status[k]);
			table_cellf(t, "%zu", tallies[i].untimed);
		}
	free(tallies);
}

static void list_failures(const struct dataset *d, bool unsupported, struct table *t)
{
	table_column(t, "case_name", "case", COLUMN_TEXT, false);
	table_column(t, "mode", "mode", COLUMN_TEXT, false);
	table_column(t, "go", "toolchain", COLUMN_TEXT, false);
	table_column(t, "status", "status", COLUMN_TEXT, false);
	table_column(t, "reason", "why", COLUMN_TEXT, false);
	table_flows(t);
	for (size_t i = 0; i < d->cells.len; i++) {
		const struct cell_row *c = &d->cells.items[i];

		if (!strcmp(c->status, "ok") || (!unsupported && !strcmp(c->status, "unsupported")))
			continue;
		table_cell(t, c->case_name);
		table_cell(t, c->mode);
		table_cell(t, c->go);
		table_cell(t, c->status);
		table_cell(t, c->reason);
	}
}

static void add_notes(const struct dataset *d, const struct row_filter *filter, const char *db, size_t failures,
                      struct table *t)
{
	if (!d->cells.len)
		table_note(t, "Nothing %s in %s yet: `goalloc run` measures.",
		           filter->case_glob ? "that matches was measured" : "was measured", db);
	else if (!failures)
		table_note(t, "No cell failed.");
	else
		table_note(t, "%zu cells failed: `goalloc status --failed` says why.", failures);
}

static int show(struct app *app, const struct row_filter *filter, bool failed, bool all, enum format format,
                struct error *err)
{
	const struct text_look look = terminal_look();
	const bool text = format == FORMAT_TEXT && !failed && !all;
	struct str out = STR_INIT;
	struct table counts, failures;
	struct dataset d;
	int status = -1;

	if (dataset_load(app, filter, DATASET_CELLS, &d, err))
		return -1;
	table_init(&counts, "Cells");
	table_init(&failures, "Cells without a result");
	list_failures(&d, all, &failures);
	if (text) {
		status = status_text(&d, &look, &out, err);
		if (!status)
			add_notes(&d, filter, app->db, table_rows(&failures), &counts);
		if (!status) /* the notes alone */
			status = table_print_text(&(struct table){ .title = (char *)"", .notes = counts.notes }, &look,
			                          &out, err);
	} else if (failed || all) {
		status = format == FORMAT_TEXT ? table_print_text(&failures, &look, &out, err)
		                               : table_print(&failures, format, 0, &out, err);
	} else {
		count_cells(&d, &counts);
		add_notes(&d, filter, app->db, table_rows(&failures), &counts);
		status = table_print(&counts, format, 0, &out, err);
	}
	if (!status)
		status = print_out(&out, err);
	str_release(&out);
	table_release(&counts);
	table_release(&failures);
	dataset_release(&d);
	return status;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	struct row_filter filter = { .go = NULL };
	struct strlist words = STRLIST_INIT;
	const char *format_name = "text", *against = NULL;
	bool failed = false, all = false;
	enum format format = FORMAT_TEXT;
	const struct option_row rows[] = {
		{ "failed", OPTION_FLAG, NULL, "the cells that failed, and why", &failed },
		{ "unsupported", OPTION_FLAG, NULL, "those and the ones a toolchain is too old for", &all },
		{ "against", OPTION_TEXT, "FILE", "which counts differ from the history in FILE; exit code 1 if any",
		  &against },
		{ "match", OPTION_TEXT, "GLOB", "only these cases", &filter.case_glob },
		{ "format", OPTION_TEXT, "FORMAT", "text, markdown, html, latex, csv, json", &format_name },
	};
	int status = options_parse(&command_status, rows, sizeof rows / sizeof *rows, argc, argv, &words, 0, 0, err);

	if (!status)
		status = format_parse(format_name, NULL, &format, err);
	if (!status && against)
		status = history_against(app, &filter, against, format, err);
	else if (!status)
		status = show(app, &filter, failed, all, format, err);
	else if (status == OPTIONS_HELP)
		status = 0;
	strlist_release(&words);
	return status;
}

const struct command command_status = {
	.name = "status",
	.usage = "[OPTION ...]",
	.summary = "cells done, missing and failed, and why",
	.examples = "  goalloc status\n"
		    "  goalloc status --failed\n"
		    "  goalloc status --unsupported --format csv\n"
		    "  goalloc status --against results/reference/history.tsv\n",
	.run = run,
};
