/* goalloc export: raw samples for other people's tools. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/changes.h"
#include "cmd/command.h"
#include "cmd/export_bench.h"
#include "cmd/export_datasette.h"
#include "cmd/history.h"
#include "cmd/history_data.h"
#include "cmd/options.h"
#include "report/table.h"

static void sample_table(const struct sample_rows *rows, struct table *t)
{
	static const char *const text[] = { "go", "goos", "goarch", "mode", "case_name", "benchmark", "purpose" };
	static const char *const number[] = { "session",     "block",     "position",      "n",
		                              "elapsed_ns",  "mallocs",   "bytes",         "gc_count",
		                              "gc_pause_ns", "ns_per_op", "allocs_per_op", "bytes_per_op" };

	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		table_column(t, text[i], text[i], COLUMN_TEXT, false);
	for (size_t i = 0; i < sizeof number / sizeof *number; i++)
		table_column(t, number[i], number[i], COLUMN_NUMBER, false);
	for (size_t i = 0; i < rows->len; i++) {
		const struct sample_row *r = &rows->items[i];
		const char *const words[] = {
			r->go, r->goos, r->goarch, r->mode, r->case_name, r->benchmark, r->purpose
		};
		const int64_t n = r->n > 0 ? r->n : 1;
		const int64_t numbers[] = { r->session, r->block, r->position, r->n,          r->elapsed_ns,
			                    r->mallocs, r->bytes, r->gc_count, r->gc_pause_ns };

		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			table_cell(t, words[k]);
		for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
			table_cellf(t, "%" PRId64, numbers[k]);
		table_cellf(t, "%.6g", (double)r->elapsed_ns / (double)n);
		table_cellf(t, "%" PRId64, r->mallocs / n);
		table_cellf(t, "%" PRId64, r->bytes / n);
	}
}

/* What is printed case by case, as if it were one table. */
struct exporting {
	bool bench;
	enum format format;
	const struct session_rows *sessions;
	size_t cases; /* printed so far */
};

/* Of a whole table the part that continues one: without the header, without the brackets around a list. */
static const char *continuation(const struct exporting *e, struct str *text)
{
	static const char end[] = "\n]\n";
	const char *rest;

	if (e->format == FORMAT_JSON) {
		if (text->len >= sizeof end - 1) {
			text->len -= sizeof end - 1;
			text->p[text->len] = '\0';
		}
		if (e->cases)
			text->p[0] = ',';
		return text->p;
	}
	rest = e->cases ? strstr(text->p, "\r\n") : NULL;
	return rest ? rest + 2 : text->p;
}

static int print_case(void *ctx, const struct sample_rows *rows, struct error *err)
{
	struct exporting *e = ctx;
	struct str out = STR_INIT, part;
	struct table t;
	int status = 0;

	table_init(&t, "");
	if (e->bench) {
		export_bench(rows, e->sessions, !e->cases, &out);
		status = print_out(&out, err);
	} else {
		sample_table(rows, &t);
		status = table_print(&t, e->format, 0, &out, err);
		if (!status) {
			part = out;
			part.p = (char *)(uintptr_t)continuation(e, &out);
			part.len = out.len - (size_t)(part.p - out.p);
			status = print_out(&part, err);
		}
	}
	e->cases++;
	table_release(&t);
	str_release(&out);
	return status;
}

static int print_end(const struct exporting *e, struct error *err)
{
	struct str end = STR_INIT;
	int status;

	if (e->bench || e->format != FORMAT_JSON)
		return 0;
	str_add(&end, "\n]\n");
	status = print_out(&end, err);
	str_release(&end);
	return status;
}

/* --go takes a SPEC as everywhere; one that names nothing measured finds no samples. */
static int name_toolchain(struct store *db, struct toolchain_rows *rows, struct row_filter *filter, struct error *err)
{
	const char *go;

	if (!filter->go)
		return 0;
	if (store_toolchains(db, rows, err))
		return -1;
	go = measured_named(rows, filter->go);
	if (go)
		filter->go = go;
	return 0;
}

static int export(struct app *app, struct row_filter *filter, const char *format_name, struct error *err)
{
	struct exporting e = { .bench = !strcmp(format_name, "bench"), .format = FORMAT_CSV };
	struct toolchain_rows toolchains = { 0 };
	struct session_rows sessions = { 0 };
	struct store *db = NULL;
	int status = -1;

	if ((!e.bench && format_parse(format_name, "csv,json", &e.format, err)) ||
	    store_open(app->db, STORE_READ, &db, err) || name_toolchain(db, &toolchains, filter, err) ||
	    store_sessions(db, &sessions, err))
		goto out;
	e.sessions = &sessions;
	if (store_samples_by_case(db, filter, print_case, &e, err))
		goto out;
	status = e.cases ? print_end(&e, err)
	                 : error_set(err, ERR_INFRA, "no samples match in %s; run `goalloc run` first", app->db);
out:
	if (status && err->kind == ERR_USAGE)
		error_set(err, ERR_USAGE, "--format: '%s' is none of bench, csv, json, history, datasette",
		          format_name);
	session_rows_release(&sessions);
	toolchain_rows_release(&toolchains);
	store_close(db);
	return status;
}

static int describe(struct app *app, struct error *err)
{
	struct str out = STR_INIT;
	struct store *db = NULL;
	int status = store_open(app->db, STORE_READ, &db, err);

	if (!status)
		status = export_datasette(db, app->db, &out, err);
	if (!status)
		status = print_out(&out, err);
	store_close(db);
	str_release(&out);
	return status;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	struct row_filter filter = { .go = NULL };
	struct strlist words = STRLIST_INIT;
	const char *format = "csv", *older = NULL;
	bool imported = false;
	const struct option_row rows[] = {
		{ "format", OPTION_TEXT, "FORMAT",
		  "csv, json; bench: for benchstat; history: counts along the releases; datasette: its metadata",
		  &format },
		{ "widen", OPTION_TEXT, "FILE", "of a history: what varied in this older one varies", &older },
		{ "imported", OPTION_FLAG, NULL, "of a history: what was imported from logs, too", &imported },
		{ "go", OPTION_TEXT, "SPEC", "only this toolchain: 1.9.2, latest, tip", &filter.go },
		{ "mode", OPTION_TEXT, "NAME", "only this mode", &filter.mode },
		{ "match", OPTION_TEXT, "GLOB", "only these cases", &filter.case_glob },
	};
	int status = options_parse(&command_export, rows, sizeof rows / sizeof *rows, argc, argv, &words, 0, 0, err);

	if (!status && older && strcmp(format, "history") != 0)
		status = error_set(err, ERR_USAGE, "--widen is for --format history");
	if (!status && imported && strcmp(format, "history") != 0)
		status = error_set(err, ERR_USAGE,
		                   "--imported is for --format history: the others have all samples; --match "
		                   "'imported/*' takes the imported ones alone");
	filter.measured = !strcmp(format, "history") && !imported;
	if (!status && !strcmp(format, "history"))
		status = filter.go ? error_set(err, ERR_USAGE, "--format history is of all releases: without --go")
		                   : history_export(app, &filter, older, err);
	else if (!status && !strcmp(format, "datasette"))
		status = describe(app, err);
	else if (!status)
		status = export(app, &filter, format, err);
	strlist_release(&words);
	return status < 0 ? -1 : 0;
}

const struct command command_export = {
	.name = "export",
	.usage = "[--format csv|json|bench|history|datasette] [OPTION ...]",
	.summary = "raw samples for benchstat, pandas, R; the history as data",
	.examples =
		"  goalloc export --format csv > samples.csv\n"
		"  goalloc export --format bench > all.txt; benchstat -col go -filter purpose:time all.txt\n"
		"  goalloc export --format history > history.tsv\n"
		"  goalloc export --format datasette > metadata.json; datasette -m metadata.json results/goalloc.db\n",
	.run = run,
};
