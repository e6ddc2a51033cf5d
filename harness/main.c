/*
 * goalloc: global options, the command table, signals, exit codes.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "cmd/command.h"
#include "cmd/globals.h"
#include "cmd/options.h"
#include "cmd/progress.h"
#include "cmd/terminal.h"
#include "report/text.h"
#include "toolchain/cache.h"

static void print_usage(FILE *to)
{
	fprintf(to, "usage: goalloc [--db FILE] [--cache DIR] [--source URL] [--offline] [-q|-v] [--progress "
	            "auto|tty|plain|none] [--color auto|always|never] "
	            "COMMAND ...\n\n" PROGRAM_PURPOSE "\n\ncommands:\n");
	for (size_t i = 0; command_table[i]; i++)
		fprintf(to, "  %-10s  %s\n", command_table[i]->name, command_table[i]->summary);
	fprintf(to, "\nglobal options:\n");
	for (const struct global_row *g = global_table; g->name; g++) {
		char left[40];

		snprintf(left, sizeof left, "%s%.1s%s--%s%s%s", g->letter ? "-" : "", &g->letter, g->letter ? ", " : "",
		         g->name, g->arg ? " " : "", g->arg ? g->arg : "");
		fprintf(to, "  %-17s %s\n", left, g->help);
	}
	fprintf(to, "\nexamples:\n" PROGRAM_EXAMPLES "\nexit codes:");
	for (const struct exit_row *e = exit_table; e->meaning; e++)
		fprintf(to, "%s %d %s", e == exit_table ? "" : ",", e->code, e->meaning);
	fprintf(to, ".\n`goalloc COMMAND --help` says more.\n");
}

struct globals {
	struct app app;
	const char *progress, *colour;
	const char *cache;
};

/* 0: go on with argv[optind]; -1: error; 1: all done (--help, --version). */
static int parse_globals(int argc, char **argv, struct globals *g, struct error *err)
{
	struct option table[32] = { { .name = NULL } };
	int c;

	for (size_t i = 0; global_table[i].name && i + 1 < sizeof table / sizeof *table; i++)
		table[i] = (struct option){ .name = global_table[i].name,
			                    .has_arg = global_table[i].arg ? required_argument : no_argument,
			                    .val = global_table[i].key };
	opterr = 0;
	while ((c = getopt_long(argc, argv, "+qvh", table, NULL)) != -1) {
		switch (c) {
		case 'd':
			g->app.db = optarg;
			break;
		case 'c':
			g->cache = optarg;
			break;
		case 's':
			g->app.source = optarg;
			break;
		case 'o':
			g->app.offline = true;
			break;
		case 'm':
			if (size_parse(optarg, &g->app.max_cache, err))
				return error_prefix(err, "--max-cache");
			break;
		case 'p':
			g->progress = optarg;
			break;
		case 'C':
			g->colour = optarg;
			break;
		case 'q':
			g->app.verbosity = -1;
			break;
		case 'v':
			g->app.verbosity = 1;
			break;
		case 'h':
			print_usage(stdout);
			return 1;
		case 'V':
			printf("goalloc %s\n", GOALLOC_VERSION);
			return 1;
		default:
			return error_set(err, ERR_USAGE, "unknown option or missing value at %s; see `goalloc --help`",
			                 argv[optind > 0 ? optind - 1 : 0]);
		}
	}
	if (optind >= argc)
		return error_set(err, ERR_USAGE, "no command given; see `goalloc --help`");
	return 0;
}

static bool asks_for_help(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			return true;
	return false;
}

static int dispatch(int argc, char **argv, struct error *err)
{
	struct globals g = { .app = { .db = "results/goalloc.db", .argc = argc, .argv = argv },
		             .progress = "auto",
		             .colour = "auto" };
	struct progress *progress = NULL;
	const struct command *command;
	char *cache = NULL;
	int status = parse_globals(argc, argv, &g, err);

	if (status)
		return status < 0 ? -1 : 0;
	command = command_find(argv[optind]);
	if (!command)
		return error_set(err, ERR_USAGE, "there is no command '%s'; see `goalloc --help`", argv[optind]);
	if (terminal_colours(g.colour, err) || progress_begin(g.progress, g.app.verbosity, &progress, err))
		return -1;
	g.app.sink = progress_sink(progress);
	cache = g.cache ? path_absolute(g.cache) : cache_default_dir();
	g.app.cache = cache;
	if (!cache && command->needs_cache && !asks_for_help(argc - optind, argv + optind))
		status = error_set(err, ERR_INFRA,
		                   "no cache folder: neither $XDG_CACHE_HOME nor $HOME is set; use --cache DIR");
	else
		status = command->run(&g.app, argc - optind, argv + optind, err);
	progress_end(progress);
	free(cache);
	return status;
}

/*
 * Whoever starts us may have closed 0, 1 or 2: the next file that is opened, a database perhaps, would take its place and get
 * what is printed. /dev/null takes it instead; of standard output for reading alone, so that writing stays an error.
 */
static void hold_standard_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", fd == STDERR_FILENO ? O_WRONLY : O_RDONLY) < 0)
			_exit(3);
}

/* Names of files, cases and toolchains, and what compilers and servers said, are in it: nothing of that acts on the terminal. */
static void print_error(const struct error *err)
{
	const struct text_look look = { .width = isatty(STDERR_FILENO) ? terminal_error_width() : 0 };
	char *text = xasprintf("goalloc: %s", err->msg), *safe = text_printable(text, &look);
	struct str lines = STR_INIT;

	text_wrap(&lines, safe, 0, 2, look.width);
	fputs(str_cstr(&lines), stderr);
	str_release(&lines);
	free(safe);
	free(text);
}

int main(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	int status;

	hold_standard_descriptors();
	interrupt_install();
	status = dispatch(argc, argv, &err);
	if (status >= 0 && (fflush(stdout) || ferror(stdout)))
		status = error_set(&err, ERR_INFRA,
		                   "cannot write to standard output; is the disk full, or the reader gone?");
	if (status >= 0)
		return status;
	print_error(&err);
	return error_exit_code(&err);
}
