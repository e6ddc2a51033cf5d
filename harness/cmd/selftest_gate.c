/* The gate: this very program, run on databases with and without a regression, must leave with the right exit code. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/process.h"
#include "cmd/selftest.h"

#define GATE_PERCENT 25

/* `goalloc compare a b --fail-on METRICS` on the database; *code is its exit code. */
static int gate_code(const struct selftest *s, const char *db, const char *metrics, int *code, struct error *err)
{
	char self[4096];
	const ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	const char *const env[] = { "LC_ALL=C.UTF-8", NULL };
	const char *const argv[] = { self,         "--db",  db,          "--cache", s->app->cache,
		                     "--progress", "none",  "compare",   "a",       "b",
		                     "--metric",   metrics, "--fail-on", metrics,   NULL };
	const struct child_spec spec = { .argv = argv, .env = env };
	struct child_result r;

	if (n <= 0)
		return error_errno(err, ERR_INFRA, "cannot find this program to run it (/proc/self/exe)");
	self[n] = '\0';
	if (child_run(&spec, &r, err))
		return error_prefix(err, "the gate");
	*code = r.end == CHILD_EXITED ? r.status : -1;
	if (*code != 0 && *code != 1 && *code != 4) {
		char how[128];

		child_end_text(&r, how, sizeof how);
		error_set(err, ERR_INFRA, "the gate: goalloc compare: %s: %.300s", how, str_cstr(&r.err));
		child_result_release(&r);
		return -1;
	}
	child_result_release(&r);
	return 0;
}

/* Our cases of one side: those for counts, and of those for times one. */
static int gate_cases(bool changed, struct case_list *times, struct case_list *counts, struct error *err)
{
	int more[INJECTED_TIMES];

	for (int i = 0; i < INJECTED_TIMES; i++)
		more[i] = changed ? GATE_PERCENT : 0;
	if (injected_time_cases(more, times, err) || injected_count_cases(changed, counts, err))
		return -1;
	case_list_filter(times, INJECTED_FAMILY "/hash");
	return 0;
}

/* Times and counts are measured one after the other, so that no time is judged of cases that are for counts. */
static int fill(struct selftest *s, const char *db, bool changed, struct error *err)
{
	struct selftest_report times = { .stages = STAGE_TIME, .number = changed }, counts = { .stages = STAGE_ALLOCS };
	char *digests[2] = { NULL, NULL };
	int rc = 0;

	for (int i = 0; i < 2 && !rc; i++)
		rc = gate_cases(i && changed, &times.cases[i], &counts.cases[i], err);
	for (int i = 0; i < 2 && !rc; i++) {
		char *half = injected_digest(s->real.items[0].digest, i ? "b" : "a", &times.cases[i]);

		/* one for both, or what was measured first would belong to a toolchain that was rebuilt since */
		digests[i] = injected_digest(half, "gate", &counts.cases[i]);
		times.digest[i] = counts.digest[i] = digests[i];
		free(half);
	}
	if (!rc)
		rc = selftest_measure(s, &times, db, err);
	if (!rc)
		rc = selftest_measure(s, &counts, db, err);
	selftest_report_release(&times);
	selftest_report_release(&counts);
	free(digests[0]);
	free(digests[1]);
	return rc;
}

int selftest_gate(struct selftest *s, struct error *err)
{
	static const struct {
		bool changed;
		const char *metrics, *what;
	} gates[SELFTEST_GATES] = {
		{ true, "time", "--fail-on time: 25 % more time" },
		{ true, "allocs", "--fail-on allocs: one allocation more" },
		{ true, "bytes", "--fail-on bytes: one size class more" },
		{ false, "time,allocs,bytes", "--fail-on time,allocs,bytes: nothing changed" },
	};
	char *db[2] = { selftest_database(s, "gate-same", err), selftest_database(s, "gate-changed", err) };
	int rc = db[0] && db[1] ? 0 : -1;

	for (int i = 0; i < 2 && !rc; i++)
		rc = fill(s, db[i], i, err);
	for (size_t i = 0; i < SELFTEST_GATES && !rc; i++) {
		struct selftest_gate *g = &s->gates[i];

		*g = (struct selftest_gate){ .what = gates[i].what, .changed = gates[i].changed };
		rc = gate_code(s, db[g->changed], gates[i].metrics, &g->code, err);
		s->ngates += !rc;
	}
	free(db[0]);
	free(db[1]);
	return rc;
}
