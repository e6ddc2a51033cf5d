/* goalloc import: what others measured before, from logs of go test -bench and of the compiler. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "bench/bench_log.h"
#include "bench/compiler_log.h"
#include "bench/engine.h"
#include "cmd/command.h"
#include "cmd/import_rows.h"
#include "cmd/options.h"
#include "store/import.h"

#define LARGEST_LOG ((size_t)1 << 28)
#define UNNAMED "unnamed"

struct request {
	const char *go, *mode, *package, *format;
};

/* A file, read and taken apart. */
struct log {
	char *name; /* without folders */
	char sha256[HASH_HEX];
	struct bench_log results;
	struct compiler_log said;
};

/* What is the same for all of an import. */
struct import {
	struct app *app;
	struct store *db;
	char go[GO_VERSION_TEXT];
	struct go_version version;
	const struct request *asked;
	struct table done;
};

/* ---- reading ---- */

static int read_log(const char *path, struct log *l, struct error *err)
{
	const char *slash = strrchr(path, '/');
	struct str text = STR_INIT;
	struct hash *hash;
	uint64_t size;
	int fd;

	*l = (struct log){ .name = xstrdup(slash ? slash + 1 : path), .results = BENCH_LOG_INIT };
	if (file_open(path, &fd, &size, err))
		return -1;
	close(fd);
	if (size > LARGEST_LOG)
		return error_set(err, ERR_INFRA, "%s is larger than %zu MB: import it in parts, a package at a time",
		                 path, LARGEST_LOG >> 20);
	if (file_read(path, LARGEST_LOG, &text, err)) {
		str_release(&text);
		return -1;
	}
	hash = hash_new();
	hash_add(hash, str_cstr(&text), text.len);
	hash_hex(hash, l->sha256);
	bench_log_parse(str_cstr(&text), text.len, &l->results);
	compiler_log_split(str_cstr(&text), text.len, &l->said);
	str_release(&text);
	if (l->results.len || l->said.len)
		return 0;
	return error_set(err, ERR_INFRA, "%s holds neither results of go test -bench nor words of the compiler (-m)%s",
	                 path,
	                 l->results.json ? "; it is the output of go test -json: take the text out of it first, with "
	                                   "`jq -j 'select(.Output).Output'`"
	                                 : "");
}

static void log_release(struct log *l)
{
	free(l->name);
	bench_log_release(&l->results);
	compiler_log_release(&l->said);
}

/* What a log of goalloc's own export says of itself must be what it is imported as. */
static int check_own(const struct import *im, const struct log *l, struct error *err)
{
	for (size_t i = 0; i < l->results.len; i++) {
		const struct bench_group *g = &l->results.groups[i];

		if (*g->go && strcmp(g->go, im->go) != 0)
			return error_set(err, ERR_USAGE,
			                 "%s: results of %s, and --go says %s; take one toolchain at a time out of a "
			                 "database with `goalloc export --format bench --go %s`",
			                 l->name, g->go, im->go, im->go);
		if (*g->mode && im->asked->mode && strcmp(g->mode, im->asked->mode) != 0)
			return error_set(err, ERR_USAGE, "%s: results of mode %s, and --mode says %s", l->name, g->mode,
			                 im->asked->mode);
	}
	return 0;
}

static void warn_of(const struct import *im, const struct log *l)
{
	const struct bench_log *b = &l->results;
	struct str units = STR_INIT;
	size_t few = 0;

	if (b->broken)
		event_warn(&im->app->sink,
		           "%s: %zu lines begin like results but are cut or broken (the first is line %zu): left out",
		           l->name, b->broken, b->first_broken);
	for (size_t i = 0; i < b->units.len; i++)
		str_addf(&units, "%s%s", i ? ", " : "", b->units.items[i]);
	if (units.len)
		event_warn(&im->app->sink, "%s: values in other units are left out: %s", l->name, str_cstr(&units));
	str_release(&units);
	for (size_t i = 0; i < b->len; i++)
		for (size_t k = 0; k < b->groups[i].len; k++)
			few += b->groups[i].items[k].allocs_per_op >= 0 && b->groups[i].items[k].n < ENGINE_MIN_N;
	if (few)
		event_warn(
			&im->app->sink,
			"%s: %zu results are of fewer than %d iterations: their allocations are kept, but not compared",
			l->name, few, (int)ENGINE_MIN_N);
}

/* ---- recording ---- */

static const char *unnamed(const struct import *im)
{
	return im->asked->package ? im->asked->package : UNNAMED;
}

/* Completes `said` with what is the same for a log, and records it. */
static int record(struct import *im, const struct log *l, const struct import_record *said, const char *mode_name,
                  struct error *err)
{
	struct import_record r = *said;
	struct mode_list defined = MODE_LIST_INIT, modes = MODE_LIST_INIT;
	char *definition = xasprintf("%s=", mode_name);
	bool known = false;
	/* a mode that nobody defined here is a name alone: with which flags, the log does not say */
	int status = mode_select(mode_name, NULL, &modes, err);

	if (status) {
		error_clear(err);
		status = mode_define(definition, &defined, err);
		if (!status)
			status = mode_select(mode_name, &defined, &modes, err);
	}
	if (!status) {
		r.go = im->go;
		r.version = im->version;
		r.mode = &modes.items[0];
		r.file = l->name;
		r.sha256 = l->sha256;
		status = store_import(im->db, &r, &known, err);
	}
	if (!status) {
		table_cell(&im->done, l->name);
		table_cell(&im->done, r.c->name);
		table_cell(&im->done, im->go);
		table_cell(&im->done, mode_name);
		table_cellf(&im->done, "%zu", r.c->benchmarks.len);
		table_cellf(&im->done, "%zu", r.samples ? r.samples->len : 0);
		table_cellf(&im->done, "%zu", r.decisions ? r.decisions->len : 0);
		table_cell(&im->done, known ? "known already" : "imported");
	}
	free(definition);
	mode_list_release(&modes);
	mode_list_release(&defined);
	return status;
}

static int record_results(struct import *im, const struct log *l, const struct bench_group *g, struct error *err)
{
	struct gocase c = import_case(g->pkg, unnamed(im));
	struct sample_list samples = SAMPLE_LIST_INIT;
	struct import_record r = { .goos = *g->goos ? g->goos : host_goos(),
		                   .goarch = *g->goarch ? g->goarch : host_goarch(),
		                   .c = &c,
		                   .samples = &samples };
	int status;

	import_samples(g, &c, &samples);
	status = record(im, l, &r, im->asked->mode ? im->asked->mode : *g->mode ? g->mode : "default", err);
	sample_list_release(&samples);
	gocase_release(&c);
	return status;
}

static int record_said(struct import *im, const struct log *l, const struct compiler_text *t, struct error *err)
{
	struct gocase c = import_case(t->pkg, unnamed(im));
	struct decision_list decisions = DECISION_LIST_INIT;
	struct import_record r = {
		.goos = l->results.len && *l->results.groups->goos ? l->results.groups->goos : host_goos(),
		.goarch = l->results.len && *l->results.groups->goarch ? l->results.groups->goarch : host_goarch(),
		.c = &c,
		.decisions = &decisions,
		.raw = &t->text,
		.level = t->reasons ? "-m -m" : "-m"
	};
	int status;

	diagnostics_parse(str_cstr(&t->text), t->text.len, &decisions);
	status = record(im, l, &r, im->asked->mode ? im->asked->mode : "default", err);
	decision_list_release(&decisions);
	gocase_release(&c);
	return status;
}

static int begin_session(struct import *im, const struct log *logs, size_t n, struct error *err)
{
	struct session_info info = { .tool_version = GOALLOC_VERSION,
		                     .machine = IMPORT_FAMILY,
		                     .kernel = "unknown",
		                     .cpu = "",
		                     .governor = "unknown",
		                     .load = "unknown" };
	struct str line = STR_INIT;
	int status;

	add_command_line(im->app, &line);
	info.command_line = str_cstr(&line);
	/* one processor in all logs is that of the session */
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < logs[i].results.len; k++) {
			const char *cpu = logs[i].results.groups[k].cpu;

			if (*cpu && strcmp(cpu, info.cpu) != 0)
				info.cpu = *info.cpu ? "several" : cpu;
		}
	if (!*info.cpu)
		info.cpu = "unknown";
	status = store_session_begin(im->db, &info, err);
	str_release(&line);
	return status;
}

/* The same log twice on one command line counts once. */
static bool given_before(const struct log *logs, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(logs[k].sha256, logs[i].sha256))
			return true;
	return false;
}

static int record_all(struct import *im, const struct log *logs, size_t n, struct error *err)
{
	struct error late = ERROR_INIT;
	int status = begin_session(im, logs, n, err);

	for (size_t i = 0; i < n && !status; i++) {
		if (given_before(logs, i))
			continue;
		for (size_t k = 0; k < logs[i].results.len && !status; k++)
			status = record_results(im, &logs[i], &logs[i].results.groups[k], err);
		for (size_t k = 0; k < logs[i].said.len && !status; k++)
			status = record_said(im, &logs[i], &logs[i].said.items[k], err);
	}
	if (store_session_finish(im->db, &late) && !status) {
		*err = late;
		status = -1;
	}
	return status;
}

static void columns(struct table *t)
{
	table_init(t, "");
	table_column(t, "file", "log", COLUMN_TEXT, false);
	table_column(t, "case_name", "case", COLUMN_TEXT, false);
	table_column(t, "go", "go", COLUMN_TEXT, false);
	table_column(t, "mode", "mode", COLUMN_TEXT, false);
	table_column(t, "benchmarks", "benchmarks", COLUMN_NUMBER, false);
	table_column(t, "samples", "samples", COLUMN_NUMBER, false);
	table_column(t, "decisions", "decisions", COLUMN_NUMBER, false);
	table_column(t, "state", "state", COLUMN_TEXT, false);
}

/* All logs are read before anything is recorded: a wrong one leaves no half of an import. */
static int import_logs(struct import *im, const struct strlist *paths, enum format format, struct error *err)
{
	struct log *logs = xcalloc(paths->len, sizeof *logs);
	size_t n = 0;
	int status = 0;

	columns(&im->done);
	while (n < paths->len && !status) {
		status = read_log(paths->items[n], &logs[n], err);
		if (!status)
			status = check_own(im, &logs[n], err);
		if (!status)
			warn_of(im, &logs[n]);
		n++;
	}
	if (!status)
		status = store_open(im->app->db, STORE_WRITE, &im->db, err);
	if (!status)
		status = record_all(im, logs, n, err);
	if (!status)
		status = print_table(&im->done, format, err);
	table_release(&im->done);
	store_close(im->db);
	for (size_t i = 0; i < n; i++)
		log_release(&logs[i]);
	free(logs);
	return status;
}

/* The exact patch: behaviour changes between the patches of a minor, too. */
static int parse_version(struct import *im, struct error *err)
{
	const char *text = im->asked->go;

	if (!text)
		return error_set(err, ERR_USAGE,
		                 "--go VERSION is missing: which release are the logs of? `go version` named it");
	if (!version_parse(text, &im->version))
		return error_set(err, ERR_USAGE, "--go: '%s' is no exact version: write for example 1.22.5 or 1.26rc1",
		                 text);
	if (im->version.stage == GO_RELEASE && im->version.patch < 0)
		return error_set(err, ERR_USAGE,
		                 "--go: %s does not say which patch; write %s.0 for the first release of it, or the "
		                 "one that `go version` named",
		                 text, text);
	version_canonical(&im->version);
	version_format(&im->version, im->go, sizeof im->go);
	return 0;
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	struct request asked = { .format = "text" };
	struct import im = { .app = app, .asked = &asked };
	struct strlist words = STRLIST_INIT;
	enum format format = FORMAT_TEXT;
	const struct option_row rows[] = {
		{ "go", OPTION_TEXT, "VERSION", "the exact release that the logs are of: 1.22.5 (needed)", &asked.go },
		{ "mode", OPTION_TEXT, "NAME", "the mode they were made in (default)", &asked.mode },
		{ "package", OPTION_TEXT, "PACKAGE", "the package of what names none (" UNNAMED ")", &asked.package },
		{ "format", OPTION_TEXT, "FORMAT", "text, markdown, html, latex, csv, json", &asked.format },
	};
	int status = options_parse(&command_import, rows, sizeof rows / sizeof *rows, argc, argv, &words, 1, -1, err);

	if (!status)
		status = format_parse(asked.format, NULL, &format, err);
	if (!status)
		status = parse_version(&im, err);
	if (!status)
		status = import_logs(&im, &words, format, err);
	strlist_release(&words);
	return status < 0 ? -1 : 0;
}

const struct command command_import = {
	.name = "import",
	.usage = "FILE ... --go VERSION [OPTION ...]",
	.summary = "take in logs of go test -bench and of the compiler (-m) that you have kept",
	.examples =
		"  goalloc import bench-1.21.txt --go 1.21.13\n"
		"  goalloc import old/*.log --go 1.8.7 --package example.com/project\n"
		"  go build -gcflags=-m ./... 2> said.txt; goalloc import said.txt --go 1.22.5\n"
		"  goalloc compare 1.21.13 1.22.5 --match 'imported/*'\n"
		"\nEach package becomes a case imported/PACKAGE ('/' is written '+'). Allocations of two imports are\n"
		"compared like others; times are not: they were not taken side by side.\n",
	.run = run,
};
