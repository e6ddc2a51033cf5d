/*
 * Modes: named sets of compiler flags and environment. A table of three, and those that users define:
 * "NAME=WORD WORD ..." where a word is KEY=VALUE (environment, upper-case keys on a list of allowed ones) or a
 * compiler flag starting with '-'. Owns its strings: mode_list_release.
 */
#ifndef GOALLOC_BENCH_MODE_H
#define GOALLOC_BENCH_MODE_H

#include "base/error.h"
#include "base/str.h"

struct mode {
	char *name;
	struct strlist flags; /* compiler flags: "-N", "-l" */
	struct strlist env;   /* "GOEXPERIMENT=...", "GOARCH=386" */
};
struct mode_list {
	struct mode *items;
	size_t len, cap;
};
#define MODE_LIST_INIT                                                                                                 \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0                                                                      \
	}

#define MODE_DEFAULT_NAMES "default,noinline,noopt"

/* Names from the comma-separated list, looked up in `defined` (may be NULL) and the table. ERR_USAGE names what exists. */
int mode_select(const char *names, const struct mode_list *defined, struct mode_list *out, struct error *err);
int mode_define(const char *definition, struct mode_list *defined, struct error *err);
/* GOARCH the mode compiles for; `host` unless its environment says otherwise. */
const char *mode_goarch(const struct mode *m, const char *host);
void mode_list_release(struct mode_list *l);

#endif
