/*
 * goalloc selftest: how far the alarms can be trusted on this machine. The whole path, from compiling to the verdict, over
 * comparisons whose truth is known: one toolchain under two names, and cases changed by a known share.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/rng.h"
#include "cmd/calibrated.h"
#include "cmd/machine.h"
#include "cmd/options.h"
#include "cmd/selftest.h"
#include "cmd/timing_judge.h"
#include "report/calibration_table.h"
#include "store/store.h"

#define BUDGET_NS (180 * INT64_C(1000000000))
#define EACH 1           /* benchmarks of every effect in a report with changes: 5 of 48 */
#define FULL_REPORTS 100 /* --full: 60 in which nothing changed, 40 with changes */
#define FULL_EACH 5
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

/* What was found so far into the database, in the place of what stood there of this selftest. */
static int record(struct selftest *s, enum calibration_verdict verdict, struct error *err)
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
	return record(s, CALIBRATION_INTERRUPTED, err);
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

/* As many reports as were asked for, or as the budget has room for: the next one may take as long as the longest so far. */
static int run_all(struct selftest *s, struct error *err)
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

static int parse_parts(const char *only, unsigned *parts, struct error *err)
{
	static const char *const names[] = { "gate", "counts", "times" };
	struct strlist words = STRLIST_INIT;
	int rc = 0;

	*parts = 0;
	strlist_split(&words, only, ',');
	for (size_t i = 0; i < words.len && !rc; i++) {
		size_t k = 0;

		while (k < 3 && strcmp(names[k], words.items[i]) != 0)
			k++;
		if (k == 3)
			rc = error_set(err, ERR_USAGE, "--only: '%.60s' is none of gate, counts, times",
			               words.items[i]);
		else
			*parts |= 1U << k;
	}
	if (!rc && !*parts)
		rc = error_set(err, ERR_USAGE, "--only: name at least one of gate, counts, times");
	strlist_release(&words);
	return rc;
}

/* ---- the result ---- */

/* A table without its figure beats none: a failure to draw is a warning here. */
static void draw(const struct selftest *s, const char *output)
{
	char *scripts = data_folder("plots");
	const struct figure_options o = {
		.script_dir = scripts, .output_dir = output, .formats = "svg,png,pdf", .sink = &s->app->sink
	};
	struct calibrations all = { .items = NULL };
	struct strlist names = STRLIST_INIT;
	struct error err = ERROR_INIT;

	if (store_calibrations(s->db, &all, &err) || calibration_draw(&all, &o, &names, &err))
		event_warn(&s->app->sink, "no figure: %s", err.msg);
	else if (names.len)
		event_note(&s->app->sink, "figure %s/%s.png (svg, pdf)", output, names.items[0]);
	calibrations_release(&all);
	strlist_release(&names);
	free(scripts);
}

static bool gate_is_right(const struct selftest_gate *g)
{
	return g->code == (g->changed ? 1 : 0);
}

static int print(const struct selftest *s, bool complete, enum format format, struct error *err)
{
	struct calibration_row rows[SELFTEST_ROWS];
	const struct calibration c = { .rows = rows, .len = selftest_rows(s, rows) };
	struct table t;
	char wall[32];
	int rc;

	table_init(&t, "How far alarms can be trusted on this machine");
	calibration_table(&c, &t);
	duration_format(clock_ns() - s->start_ns, wall, sizeof wall);
	table_note(&t,
	           "%s on both sides; %d reports in %s%s; seed %llu. Promised: at most 1 %% of comparisons without a "
	           "change "
	           "flagged, and at most 5 %% of reports.",
	           s->real.items[0].go, s->made, wall, s->load ? ", the other processors kept busy" : "",
	           (unsigned long long)s->seed);
	for (size_t i = 0; i < s->ngates; i++)
		table_note(&t, "%s: exit code %d%s", s->gates[i].what, s->gates[i].code,
		           gate_is_right(&s->gates[i]) ? ""
		           : s->gates[i].changed       ? ", not 1"
		                                       : ", not 0");
	for (size_t i = 0; i < s->flagged.len; i++)
		table_note(&t, "%s", s->flagged.items[i]);
	if (!complete)
		table_note(&t, "It was interrupted: this is what was complete, and nothing is judged by it.");
	rc = print_table(&t, format, err);
	table_release(&t);
	return rc;
}

/* 0, 1 where the promise does not hold, -1 where it cannot be told. */
static int conclude(const struct selftest *s, struct error *err)
{
	const enum calibration_verdict v = selftest_verdict(s);
	const size_t needed =
		proportion_trials_needed(calibration_promise_default.comparisons, calibration_promise_default.level);

	bool gate_open = false;

	for (size_t i = 0; i < s->ngates; i++) {
		gate_open |= s->gates[i].code == 4;
		if (!gate_is_right(&s->gates[i]) && s->gates[i].code != 4)
			return 1;
	}
	if (v == CALIBRATION_BROKEN)
		return 1;
	if (gate_open)
		return error_set(
			err, ERR_UNDECIDED,
			"the gate had comparisons that stayed open; a larger budget or a quieter machine decides "
			"them (`goalloc doctor` says how quiet it is)");
	if (v == CALIBRATION_TOO_FEW && (s->parts & SELFTEST_TIMES))
		return error_set(
			err, ERR_UNDECIDED,
			"too few comparisons without a change to judge 1 %% of false alarms: it takes %zu; give "
			"--budget or --reports more",
			needed);
	return 0;
}

static int selftest(struct selftest *s, enum format format, const char *output, struct error *err)
{
	struct calibration_row rows[SELFTEST_ROWS];
	struct error ignored = ERROR_INIT;
	pid_t *busy = NULL;
	size_t nbusy = 0;
	int rc = mode_select("default", NULL, &s->modes, err);

	s->start_ns = clock_ns();

	/* first what may be wrong without hours of work */
	if (!rc)
		rc = selftest_library(s, err);
	if (!rc)
		rc = store_open(s->app->db, STORE_WRITE, &s->db, err);
	if (!rc)
		rc = selftest_open(s, err);
	if (!rc && s->load)
		rc = selftest_load_start(&busy, &nbusy, err);
	if (!rc)
		rc = run_all(s, err);
	selftest_load_stop(busy, nbusy);
	if (!rc)
		rc = record(s, selftest_verdict(s), err);
	if (!rc && *output)
		draw(s, output);
	if (!rc) {
		rc = print(s, true, format, err);
	} else if (selftest_rows(s, rows) && !keep(s, &ignored) && !print(s, false, format, &ignored)) {
		error_set(err, err->kind,
		          "%s; what was complete before (reports of times: %d) is stored, marked as interrupted",
		          err->msg, s->made);
	}
	store_close(s->db);
	return rc ? -1 : conclude(s, err);
}

static int run(struct app *app, int argc, char **argv, struct error *err)
{
	struct selftest s = { .app = app, .budget_ns = -1, .first = 1, .lock = -1, .verbose = app->verbosity > 0 };
	struct strlist words = STRLIST_INIT;
	const char *format_name = "text", *output = "plots", *only = "gate,counts,times";
	enum format format;
	const struct option_row rows[] = {
		{ "go", OPTION_TEXT, "SPEC", "the toolchain, used under two names (the newest installed one)", &s.go },
		{ "budget", OPTION_DURATION, "DURATION",
		  "begin no new report after this time (3m; with --full or --reports: none)", &s.budget_ns },
		{ "reports", OPTION_INT, "N", "so many reports of times (as many as the budget allows)", &s.reports },
		{ "full", OPTION_FLAG, NULL, "enough of everything for figures to publish; takes long", &s.full },
		{ "match", OPTION_TEXT, "GLOB,..", "of the library only these cases", &s.match },
		{ "each", OPTION_INT, "N", "of 48 benchmarks, so many are changed by each effect (1; --full: 5)",
		  &s.each },
		{ "only", OPTION_TEXT, "PART,..", "gate, counts, times (all three)", &only },
		{ "first", OPTION_INT, "N", "begin with the Nth report of times of that seed (1)", &s.first },
		{ "keep", OPTION_TEXT, "DIR", "leave each report's cases and verdicts there", &s.keep },
		{ "load", OPTION_FLAG, NULL, "keep the other processors busy meanwhile", &s.load },
		{ "blocks", OPTION_INT, "N", "as of run: a fixed number instead of a precision", &s.blocks },
		{ "sample", OPTION_DURATION, "DURATION", "as of run (5ms)", &s.sample_ns },
		{ "precision", OPTION_PERCENT, "P%", "as of run with two toolchains (1.5%)", &s.precision },
		{ "seed", OPTION_SEED, "N", "repeat the order and the changes of an earlier one", &s.seed },
		{ "output", OPTION_TEXT, "DIR", "where the figure goes (plots; '' draws none)", &output },
		{ "format", OPTION_TEXT, "FORMAT", "text, markdown, html, latex, csv, json", &format_name },
	};
	int status;

	s.seed = rng_entropy() >> 1; /* 63 bits: SQLite's integers are signed */
	status = options_parse(&command_selftest, rows, sizeof rows / sizeof *rows, argc, argv, &words, 0, 0, err);
	if (!status)
		status = format_parse(format_name, NULL, &format, err);
	if (!status)
		status = parse_parts(only, &s.parts, err);
	if (!status && s.first < 1)
		status = error_set(err, ERR_USAGE, "--first: reports are counted from 1");
	if (!status && s.each * SELFTEST_EFFECTS > INJECTED_TIMES)
		status = error_set(err, ERR_USAGE, "--each %d: at most %d, for %d effects in %d benchmarks", s.each,
		                   INJECTED_TIMES / SELFTEST_EFFECTS, SELFTEST_EFFECTS, INJECTED_TIMES);
	if (!status) {
		s.precision = s.precision > 0 || s.blocks ? s.precision : PRECISION_OF_TWO;
		s.each = s.each ? s.each : s.full ? FULL_EACH : EACH;
		if (s.budget_ns < 0)
			s.budget_ns = s.full || s.reports ? 0 : BUDGET_NS;
		status = selftest(&s, format, output, err);
	} else if (status == OPTIONS_HELP) {
		status = 0;
	}
	selftest_close(&s);
	strlist_release(&words);
	return status;
}

const struct command command_selftest = {
	.name = "selftest",
	.usage = "[OPTION ...]",
	.summary = "how far alarms can be trusted here: false alarms, and changes found by size",
	.examples = "  goalloc selftest\n"
		    "  goalloc selftest --budget 10m --load\n"
		    "  goalloc selftest --go 1.22 --match 'slice/*,map/*' --reports 20 --format json\n"
		    "\nWhat is complete is stored as it comes: a selftest that is interrupted or killed leaves its "
		    "reports so far, "
		    "with the\nverdict 'interrupted'.\n"
		    "The exit code is 1 when more is flagged without a change than promised, or when an injected "
		    "regression does\n"
		    "not turn the exit code of compare to 1; 4 when the budget does not suffice to tell.\n",
	.needs_cache = true,
	.run = run,
};
