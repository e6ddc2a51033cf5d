/*
 * goalloc: global options, the command table, signals, exit codes.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/progress.h"
#include "toolchain/cache.h"

static void print_usage(FILE *to)
{
	fprintf(to, "usage: goalloc [--db FILE] [--cache DIR] [--source URL] [--offline] [-q|-v] [--progress "
	            "auto|tty|plain|none] "
	            "COMMAND ...\n\n"
	            "Shows how Go's allocation behaviour changes from release to release.\n\ncommands:\n");
	for (size_t i = 0; command_table[i]; i++)
		fprintf(to, "  %-10s  %s\n", command_table[i]->name, command_table[i]->summary);
	fprintf(to, "\nglobal options:\n"
	            "  --db FILE       the database (results/goalloc.db)\n"
	            "  --cache DIR     toolchains and build results ($XDG_CACHE_HOME/goalloc)\n"
	            "  --source URL    where toolchains come from (a module proxy; $GOALLOC_SOURCE, $GOPROXY, go env "
	            "GOPROXY)\n"
	            "  --offline       never touch the network: what is installed is all there is\n"
	            "  --max-cache SIZE  remove toolchains unused for the longest time until the cache is this small\n"
	            "  -q, -v          say less, say more (on standard error)\n"
	            "  --progress HOW  auto, tty, plain or none\n"
	            "  --version       the version\n"
	            "\nexamples:\n"
	            "  goalloc run --go 1.9.2,1.22,latest\n"
	            "  goalloc trend slice/append_growth\n"
	            "  goalloc compare 1.24 latest\n"
	            "\nexit codes: 0 fine, 1 a regression was found, 2 wrong usage, 3 infrastructure or missing data,\n"
	            "4 the evidence does not suffice, 130 interrupted. `goalloc COMMAND --help` says more.\n");
}

struct globals {
	struct app app;
	const char *progress;
	const char *cache;
};

/* 0: go on with argv[optind]; -1: error; 1: all done (--help, --version). */
static int parse_globals(int argc, char **argv, struct globals *g, struct error *err)
{
	static const struct option table[] = {
		{ "db", required_argument, NULL, 'd' },
		{ "cache", required_argument, NULL, 'c' },
		{ "source", required_argument, NULL, 's' },
		{ "offline", no_argument, NULL, 'o' },
		{ "max-cache", required_argument, NULL, 'm' },
		{ "progress", required_argument, NULL, 'p' },
		{ "quiet", no_argument, NULL, 'q' },
		{ "verbose", no_argument, NULL, 'v' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

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

static int dispatch(int argc, char **argv, struct error *err)
{
	struct globals g = { .app = { .db = "results/goalloc.db", .argc = argc, .argv = argv }, .progress = "auto" };
	struct progress *progress = NULL;
	const struct command *command;
	char *cache = NULL;
	int status = parse_globals(argc, argv, &g, err);

	if (status)
		return status < 0 ? -1 : 0;
	command = command_find(argv[optind]);
	if (!command)
		return error_set(err, ERR_USAGE, "there is no command '%s'; see `goalloc --help`", argv[optind]);
	if (progress_begin(g.progress, g.app.verbosity, &progress, err))
		return -1;
	g.app.sink = progress_sink(progress);
	cache = g.cache ? path_absolute(g.cache) : cache_default_dir();
	if (!cache) {
		status = error_set(err, ERR_INFRA,
		                   "no cache folder: neither $XDG_CACHE_HOME nor $HOME is set; use --cache DIR");
	} else {
		g.app.cache = cache;
		status = command->run(&g.app, argc - optind, argv + optind, err);
	}
	progress_end(progress);
	free(cache);
	return status;
}

int main(int argc, char **argv)
{
	struct error err = ERROR_INIT;
	int status;

	interrupt_install();
	status = dispatch(argc, argv, &err);
	if (status >= 0)
		return fflush(stdout) ? 3 : status;
	fprintf(stderr, "goalloc: %s\n", err.msg);
	return error_exit_code(&err);
}
