/*
 * Is the code that a benchmark runs the same in two releases? Pure.
 *
 * What is compared is the case's own code: the benchmark's function and all that may run on its behalf and was compiled with
 * the case, which includes what was inlined into it and its instances of the library's generic functions. Same bytes, same
 * names at the same places, but for where testing.B keeps b.N. Then the compiler cannot be why a time changed: it wrote the same. What is
 * called by name in the runtime and the library is another release's, what tables and types hold is not compared, and
 * where the linker put it all is anyone's guess: those, the machine and chance remain. Package initialisation counts only
 * where a call through a pointer could lead to anything.
 *
 * code_index_new .. code_find .. code_compare .. code_index_free. The index borrows the rows.
 */
#ifndef GOALLOC_ANALYSIS_CODE_H
#define GOALLOC_ANALYSIS_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include "store/read.h"

enum code_verdict {
	CODE_UNKNOWN, /* not recorded (by an earlier version, or the compiler could not list it), or not comparable: 1.2 */
	CODE_SAME,
	CODE_DIFFERS,
	CODE_VERDICTS
};
/* "", "same", "differs": for machines' columns. */
const char *code_verdict_name(enum code_verdict v);

/* The rows of one cell. */
struct code_side {
	const struct code_row *rows;
	size_t n;
};
struct code_index;
struct code_index *code_index_new(const struct code_rows *rows);
void code_index_free(struct code_index *x); /* NULL is fine */
/* The cell's rows; none if it has none, or x is NULL. */
struct code_side code_find(const struct code_index *x, const char *go, const char *goos, const char *goarch,
                           const char *mode, const char *case_name);

/*
 * The same, and nothing in it leaves the case (bench/assembly.h): whatever runs again and again is the very same in both.
 * The two do identical work; only where the code lies in memory may differ, and chance.
 */
bool code_identical(struct code_side old, struct code_side new, const char *function);

/* From `function` on: a benchmark, or "main" of a program. Rows may be anything: what is incomplete is unknown. */
enum code_verdict code_compare(struct code_side old, struct code_side new, const char *function);

#endif
