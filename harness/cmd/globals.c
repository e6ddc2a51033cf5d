#include "cmd/globals.h"

#include <stddef.h>

const struct global_row global_table[] = {
	{ "db", 'd', '\0', "FILE", "the database (results/goalloc.db)" },
	{ "cache", 'c', '\0', "DIR", "toolchains and build results ($XDG_CACHE_HOME/goalloc)" },
	{ "source", 's', '\0', "URL",
	  "where toolchains come from (a module proxy; $GOALLOC_SOURCE, $GOPROXY, go env GOPROXY)" },
	{ "offline", 'o', '\0', NULL, "never touch the network: what is installed is all there is" },
	{ "max-cache", 'm', '\0', "SIZE",
	  "remove toolchains unused for the longest time until the cache is this small" },
	{ "quiet", 'q', 'q', NULL, "say less on standard error" },
	{ "verbose", 'v', 'v', NULL, "say more on standard error" },
	{ "progress", 'p', '\0', "HOW", "auto, tty, plain or none" },
	{ "color", 'C', '\0', "WHEN", "auto, always or never (auto: on a terminal, unless NO_COLOR is set)" },
	{ "version", 'V', '\0', NULL, "the version" },
	{ "help", 'h', 'h', NULL, "this text; after a command: its options" },
	{ NULL, 0, '\0', NULL, NULL },
};

const struct exit_row exit_table[] = {
	{ 0, "fine" },
	{ 1, "a regression was found" },
	{ 2, "wrong usage" },
	{ 3, "infrastructure or missing data" },
	{ 4, "the evidence does not suffice" },
	{ 130, "interrupted" },
	{ 0, NULL },
};
