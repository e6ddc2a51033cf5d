/*
 * The larger verbs of `goalloc toolchain`, one file each; toolchain.c parses the options and calls them. They print to
 * stdout and return what a command returns (see command.h).
 */
#ifndef GOALLOC_CMD_TOOLCHAIN_VERBS_H
#define GOALLOC_CMD_TOOLCHAIN_VERBS_H

#include <stdbool.h>

#include "base/error.h"
#include "cmd/command.h"
#include "report/table.h"
#include "toolchain/cache.h"

struct platform {
	char goos[13], goarch[13]; /* as much as a toolchain's name has room for */
};
/* "linux/arm64" or "linux-arm64"; NULL: the host's. ERR_USAGE. */
int platform_parse(const char *text, struct platform *out, struct error *err);
bool platform_is_host(const struct platform *p);

/* Prints in one of the formats text, json, csv. */
int table_out(const struct table *t, const char *format, struct error *err);

/* toolchain_list.c: what is installed, or what the source offers with size, date and whether it is installed. */
int toolchain_list(struct app *app, bool available, const struct platform *p, const struct install_options *options,
                   const char *format, struct error *err);

/*
 * toolchain_digest.c: one row a release that `spec` names: name, digest, and whether it is pinned ("yes", "no",
 * "DIFFERENT"). ERR_CORRUPT, after the table, when a digest differs from the pinned one; ERR_INFRA offline.
 */
int toolchain_digest(struct app *app, const char *spec, const struct platform *p, const struct install_options *options,
                     const char *format, struct error *err);

#endif
