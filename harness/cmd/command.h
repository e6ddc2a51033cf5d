/*
 * Commands: what main.c dispatches to, and what every command gets.
 *
 * One file a command, its `struct command` at the bottom; command_table (table.c) lists them. A command parses its
 * options (options.h), calls the layers below, renders to stdout, and returns 0, or -1 with *err filled, or a
 * positive exit code of the contract (1: a regression was found, ...). Only here and in main.c is anything printed.
 */
#ifndef GOALLOC_CMD_COMMAND_H
#define GOALLOC_CMD_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/event.h"
#include "base/str.h"
#include "report/table.h"

struct app {
	const char *db;     /* --db */
	const char *cache;  /* --cache, absolute; NULL: nobody named one, there is no home folder (needs_cache) */
	const char *source; /* --source or NULL */
	bool offline;       /* --offline: never touch the network */
	uint64_t max_cache; /* --max-cache, bytes; 0: any number */
	int verbosity;      /* -1 quiet, 0, 1 verbose */
	struct event_sink sink;
	int argc; /* the whole command line, for the session */
	char **argv;
};

struct command {
	const char *name;
	const char *usage;    /* what follows the name: "OLD NEW [OPTION ...]" */
	const char *summary;  /* one line */
	const char *examples; /* lines, indented by two spaces */
	bool needs_cache;     /* app->cache is used: without a home folder it must be named; else it may be NULL */
	int (*run)(struct app *app, int argc, char **argv, struct error *err);
};
extern const struct command *const command_table[];
const struct command *command_find(const char *name);

extern const struct command command_toolchain, command_case, command_run, command_status, command_compare,
	command_trend, command_explain, command_plot, command_report, command_export, command_import, command_doctor,
	command_selftest, command_nightly, command_help;

/* ---- small things commands share (shared.c) ---- */
/* Adds the program's words as it was called, separated by spaces: for the record, not to be run again. */
void add_command_line(const struct app *app, struct str *out);
/* Writes to stdout and checks it: a full disk or a closed pipe is an error, not silence. */
int print_out(const struct str *text, struct error *err);
/* The same of a table, as wide as the terminal. */
int print_table(const struct table *t, enum format format, struct error *err);
/* Width of the terminal stdout is, 0 if it is none. */
unsigned terminal_width(void);
unsigned terminal_height(void);
/* Makes the folder that results are to be written into, and sees that they can be; else ERR_INFRA, which names `option`. */
int output_folder(const char *path, const char *option, struct error *err);
/* "cases", "plots": the folder below the working directory if there, else the installed one. The caller frees. */
char *data_folder(const char *name);

#endif
