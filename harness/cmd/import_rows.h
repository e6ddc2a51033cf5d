/* What a log says, as what is recorded: a case that stands for a package, samples from its lines. Pure. */
#ifndef GOALLOC_CMD_IMPORT_ROWS_H
#define GOALLOC_CMD_IMPORT_ROWS_H

#include "bench/bench_log.h"
#include "bench/record.h"

#define IMPORT_FAMILY "imported" /* of the cases that stand for packages: no measured case is compared with them */

/*
 * The case that stands for a package; `unnamed` is the name of one that the log does not name. In the case's name '/' becomes '+' and '+'
 * becomes "++", so that two packages stay two; what no import path holds becomes '_'. The caller releases.
 */
struct gocase import_case(const char *pkg, const char *unnamed);
/*
 * Each line is a sample of what was allocated and one of the time; a benchmark's lines are blocks of their own. The samples borrow the
 * names of the benchmarks, which become the case's.
 */
void import_samples(const struct bench_group *g, struct gocase *c, struct sample_list *out);

#endif
