/* Any bytes as a log of go test -bench and of the compiler: nothing crashes, and what is taken is what the headers promise. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bench/bench_log.h"
#include "bench/compiler_log.h"
#include "bench/diagnostics.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_value(double v, int64_t n)
{
	if (v != -1 && (!isfinite(v) || v < 0 || v * (double)n > 9.1e18))
		abort();
}

static void check_results(const struct bench_log *log)
{
	size_t results = 0;

	for (size_t i = 0; i < log->len; i++) {
		const struct bench_group *g = &log->groups[i];

		if (!g->len || !g->pkg || !g->goos || !g->goarch || !g->cpu || !g->go || !g->mode)
			abort();
		results += g->len;
		for (size_t k = 0; k < g->len; k++) {
			const struct bench_result *r = &g->items[k];

			if (strncmp(r->benchmark, "Benchmark", 9) != 0 || r->n < 1 || r->procs < 1 ||
			    r->procs != g->items[0].procs)
				abort();
			check_value(r->ns_per_op, r->n);
			check_value(r->bytes_per_op, r->n);
			check_value(r->allocs_per_op, r->n);
		}
	}
	if (results + log->broken > log->lines || (log->broken > 0) != (log->first_broken > 0) ||
	    log->first_broken > log->lines || log->units.len > BENCH_LOG_UNITS)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bench_log results;
	struct compiler_log said;
	size_t bytes = 0;

	bench_log_parse((const char *)data, size, &results);
	check_results(&results);
	bench_log_release(&results);
	compiler_log_split((const char *)data, size, &said);
	for (size_t i = 0; i < said.len; i++) {
		struct decision_list decisions = DECISION_LIST_INIT;
		const struct compiler_text *t = &said.items[i];

		for (size_t k = 0; k < i; k++)
			if (!strcmp(said.items[k].pkg, t->pkg))
				abort();
		if (!t->decisions)
			abort();
		bytes += t->text.len;
		diagnostics_parse(t->text.p, t->text.len, &decisions);
		decision_list_release(&decisions);
	}
	if (bytes > size + 1)
		abort();
	compiler_log_release(&said);
	return 0;
}
