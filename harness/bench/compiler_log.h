/*
 * Logs of what the compiler said (`go build -gcflags=-m ./... 2> log`), as people have kept them: the text of each package for
 * diagnostics_parse(). Hostile text; owns what it finds: compiler_log_split() .. compiler_log_release().
 */
#ifndef GOALLOC_BENCH_COMPILER_LOG_H
#define GOALLOC_BENCH_COMPILER_LOG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

struct compiler_text {
	char *pkg;        /* of the "# pkg" line above it; "" where there is none */
	struct str text;  /* its lines */
	bool reasons;     /* -m -m: with what led to the decisions */
	size_t decisions; /* lines that state one, at least 1 */
	bool testmain;    /* false: see below */
};
struct compiler_log {
	struct compiler_text *items;
	size_t len, cap;
};
/* A package that comes several times (its tests are compiled, too) is one text. Lines of benchmarks are left out, and so is
 * the main package that go test writes around a package's tests: its lines move with the release, and are nobody's. */
void compiler_log_split(const char *text, size_t n, struct compiler_log *out);
void compiler_log_release(struct compiler_log *l);

#endif
