/*
 * One line that says why a cell failed: found in what the compiler or the program left. Pure; hostile text is fine:
 * control bytes become blanks, what is not UTF-8 becomes '?', long lines are cut. The caller frees.
 */
#ifndef GOALLOC_BENCH_REASON_H
#define GOALLOC_BENCH_REASON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/process.h"

#define REASON_MAX 300 /* bytes, without the NUL */

/* The text as one clean line. */
char *reason_line(const char *text, size_t n);
/* Of a compiler or a go command that failed: its first line that is not a heading and not a statement of -m. */
char *reason_from_build(const struct child_result *r);
/* Of a case that ran and left no sample: its own word, its panic, or how it ended. */
char *reason_from_run(const struct child_result *r);
/* True when the output tells of the machine, not of the case: a full disk, no memory. Then nothing may be recorded. */
bool reason_is_machine(const struct child_result *r);

/* Replaces every `from` (not empty) in the text: folders of this machine say nothing to a reader elsewhere. */
void text_replace(struct str *text, const char *from, const char *to);
/* The same for a line that came from above: frees it and returns the new one. */
char *reason_replace(char *line, const char *from, const char *to);

#endif
