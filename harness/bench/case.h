/*
 * Cases: discovery from files alone, and what the comments on top of them say.
 *
 * A benchmark case is FAMILY/NAME_test.go, a program case FAMILY/NAME.go with package main; its name is FAMILY/NAME.
 * The list owns everything; case_list_release. Nothing is executed: files are read as hostile text.
 */
#ifndef GOALLOC_BENCH_CASE_H
#define GOALLOC_BENCH_CASE_H

#include "base/error.h"
#include "base/event.h"
#include "base/hash.h"
#include "base/str.h"
#include "toolchain/version.h"

enum case_kind { CASE_BENCHMARK, CASE_PROGRAM };

struct gocase {
	char *name;   /* "slice/append_growth" */
	char *family; /* "slice" */
	char *file;   /* "append_growth_test.go" */
	char *path;   /* where it was read */
	enum case_kind kind;
	char *package;     /* from the package clause */
	struct str source; /* the bytes */
	char sha256[HASH_HEX];
	char *title, *question, *why, *answer, *fast; /* "" when the file does not say */
	struct strlist refs;
	struct go_version min_go;  /* 1.2 when the file does not say */
	struct strlist benchmarks; /* "BenchmarkXxx" in file order; empty for programs */
};

struct case_list {
	struct gocase *items;
	size_t len, cap;
};
#define CASE_LIST_INIT                                                                                                 \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0                                                                      \
	}

/*
 * Adds the cases found at `path`: a case file, a folder of them, or a folder of families (two levels, no links
 * followed). A lone file's family is its folder's name. Sorted by name; a name twice is ERR_USAGE. A file that is not
 * a case (no benchmark, not package main) is skipped with a warning event; one that cannot be read is an error.
 */
int case_discover(const char *path, const struct event_sink *sink, struct case_list *out, struct error *err);
/* Parses one file's bytes: takes name parts from `path`. For tests and the fuzzer too. *is_case false: not one. */
int case_parse(const char *path, const char *bytes, size_t n, struct gocase *out, bool *is_case, struct error *err);
/* Keeps what one of the comma-separated globs matches (`slice?append*`, `*growth*`); NULL keeps all. */
void case_list_filter(struct case_list *l, const char *globs);
struct gocase *case_find(struct case_list *l, const char *name);
void gocase_release(struct gocase *c);
void case_list_release(struct case_list *l);

#endif
