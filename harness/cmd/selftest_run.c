/* Which reports a selftest makes, one after the other, and what is stored after each. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/rng.h"
#include "cmd/machine.h"
#include "cmd/selftest.h"
#include "store/store.h"

#define FULL_REPORTS 100      /* --full: 60 in which nothing changed, 40 with changes */
#define LIBRARY_BENCHMARKS 24 /* in a report of the library's */
#define OWN_CASES 4           /* of our eight, in a report in which nothing changed: 24 benchmarks */
#define TASK "selftest"

/* ---- reports ---- */

static int add_copy(struct case_list *l, const struct gocase *c, struct error *err)
{
	struct gocase copy;
	bool is_case;

	if (case_parse(c->path, str_cstr(&c->source), c->source.len, &copy, &is_case, err)) {
		gocase_release(&copy);
		return -1;
	}
	l->items = vec_grow(l->items, &l->cap, l->len + 1, sizeof *l->items);
	l->items[l->len++] = copy;
	return 0;
}

/* Cases of the library, drawn, until there are `benchmarks`; 0: all. */
static int library_cases(const struct selftest *s, uint64_t seed, size_t benchmarks, struct selftest_report *r,
                         struct error *err)
{
	size_t *order = xcalloc(s->library.len + 1, sizeof *order), have = 0;
	struct rng rng;
	int rc = 0;

	for (size_t i = 0; i < s->library.len; i++)
		order[i] = i;
	rng_seed(&rng, seed);
	rng_shuffle(&rng, order, s->library.len);
	for (size_t i = 0; i < s->library.len && !rc && (!benchmarks || have < benchmarks); i++) {
		const struct gocase *c = &s->library.items[order[i]];

		rc = add_copy(&r->cases[0], c, err) || add_copy(&r->cases[1], c, err) ? -1 : 0;
		have += c->benchmarks.len;
	}
	free(order);
	return rc;
}

static int run_report(struct selftest *s, struct selftest_report *r, struct error *err)
{
	char *db = selftest_database(s, "report", err);
	int rc = db ? 0 : -1;

	if (!rc)
		rc = selftest_measure(s, r, db, err);
	if (!rc)
		rc = selftest_judge(s, r, db, err);
	if (rc)
		error_prefix(err, "report %d", r->number);
	free(db);
	return rc;
}

/* Counts: the library and the cases for it. */
static int run_counts(struct selftest *s, struct error *err)
{
	struct selftest_report ours = { .stages = STAGE_ALLOCS }, theirs = { .stages = STAGE_ALLOCS, .library = true };
	int rc = injected_count_cases(false, &ours.cases[0], err) || injected_count_cases(true, &ours.cases[1], err) ||
	                         run_report(s, &ours, err) ||
	                         library_cases(s, s->seed, s->full ? 0 : LIBRARY_BENCHMARKS, &theirs, err) ||
	                         (theirs.cases[0].len && run_report(s, &theirs, err))
	                 ? -1
	                 : 0;

	selftest_report_release(&ours);
	selftest_report_release(&theirs);
	return rc;
}

/* Keeps OWN_CASES of our cases, others from report to report. */
static void keep_some(struct case_list *l, int number)
{
	const size_t all = l->len, first = (size_t)number * OWN_CASES % all;
	size_t kept = 0;

	for (size_t i = 0; i < all; i++)
		if ((i + all - first) % all < OWN_CASES)
			l->items[kept++] = l->items[i];
		else
			gocase_release(&l->items[i]);
	l->len = kept;
}

/*
 * Times, in turns of ten: in four reports some of our cases are changed, the second of them and every other; in the rest nothing
 * is, in our cases or, as often, in the library's.
 */
static int run_times(struct selftest *s, int number, struct error *err)
{
	struct selftest_report r = { .stages = STAGE_TIME, .number = number };
	const int turn = (number - 1) % 10;
	int more[INJECTED_TIMES], rc = 0;

	r.library = (turn == 2 || turn == 6 || turn == 9) && s->library.len;
	if (turn % 2 && turn < 9) {
		selftest_plan(s->seed, (number - 1) / 10 * 4 + turn / 2, s->each, more);
		r.more = more;
	}
	if (r.library)
		rc = library_cases(s, s->seed + (uint64_t)number, LIBRARY_BENCHMARKS, &r, err);
	else
		rc = injected_time_cases(NULL, &r.cases[0], err) || injected_time_cases(r.more, &r.cases[1], err) ? -1
		                                                                                                  : 0;
	for (int i = 0; i < 2 && !rc && !r.library && !r.more; i++)
		keep_some(&r.cases[i], number);
	if (!rc)
		rc = run_report(s, &r, err);
	selftest_report_release(&r);
	return rc;
}

/* ---- what is kept ---- */

int selftest_record(struct selftest *s, enum calibration_verdict verdict, struct error *err)
{
	struct calibration_row rows[SELFTEST_ROWS];
	struct calibration c = { .rows = rows, .len = selftest_rows(s, rows) };
	struct str line = STR_INIT, seed = STR_INIT;
	struct machine m;
	char now[32];
	int rc;

	machine_read(&m);
	clock_stamp(now, sizeof now);
	add_command_line(s->app, &line);
	str_addf(&seed, "%llu", (unsigned long long)s->seed);
	c.info.measured_at = now;
	c.info.wall_ms = (clock_ns() - s->start_ns) / 1000000;
	c.info.tool_version = GOALLOC_VERSION;
	c.info.go = s->real.items[0].go;
	c.info.machine = m.machine;
	c.info.kernel = m.kernel;
	c.info.cpu = m.cpu;
	c.info.governor = m.governor;
	c.info.load = m.load;
	c.info.conditions = str_cstr(&s->conditions);
	c.info.loaded = s->load;
	c.info.seed = str_cstr(&seed);
	c.info.settings = str_cstr(&line);
	c.info.verdict = calibration_verdict_name(verdict);
	rc = store_calibration(s->db, &c, &s->calibration, err);
	str_release(&line);
	str_release(&seed);
	machine_release(&m);
	return rc;
}

/* What is complete is stored at once, so that neither an interrupt nor a kill takes it away; until the end it is not judged. */
static int keep(struct selftest *s, struct error *err)
{
	return selftest_record(s, CALIBRATION_INTERRUPTED, err);
}

/* Reports of times that are made, of how many, and when the budget is over. */
static void tell(const struct selftest *s, int wanted, int64_t start)
{
	const int64_t spent = clock_ns() - start;

	event_emit(&s->app->sink, &(struct event){ .kind = EVENT_PROGRESS,
	                                           .task = TASK,
	                                           .done = (uint64_t)s->made,
	                                           .total = (uint64_t)wanted,
	                                           .unit = UNIT_COUNT,
	                                           .most_ns = s->budget_ns > spent ? s->budget_ns - spent : 0 });
}

int selftest_run(struct selftest *s, struct error *err)
{
	const int64_t start = clock_ns();
	const int wanted = s->reports ? s->reports : s->full ? FULL_REPORTS : 0;
	int64_t longest = 0;
	int rc;

	event_start(&s->app->sink, TASK, (uint64_t)wanted, UNIT_COUNT);
	tell(s, wanted, start);
	rc = s->parts & SELFTEST_GATE ? selftest_gate(s, err) || keep(s, err) : 0;
	if (!rc && (s->parts & SELFTEST_COUNTS))
		rc = run_counts(s, err) || keep(s, err);
	while (!rc && (s->parts & SELFTEST_TIMES) && (!wanted || s->made < wanted)) {
		const int64_t before = clock_ns();
		int64_t now;

		if (s->budget_ns && s->made && before - start + longest > s->budget_ns)
			break;
		rc = run_times(s, s->first + s->made, err);
		now = clock_ns();
		longest = now - before > longest ? now - before : longest;
		s->made += !rc;
		rc = rc ? rc : keep(s, err);
		tell(s, wanted, start);
	}
	if (rc)
		event_fail(&s->app->sink, TASK, err->msg);
	else
		event_done(&s->app->sink, TASK, NULL);
	return rc ? -1 : 0;
}
