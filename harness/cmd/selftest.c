/*
 * goalloc selftest: how far the alarms can be trusted on this machine. The whole path, from compiling to the verdict, over
 * comparisons whose truth is known: one toolchain under two names, and cases changed by a known share.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/rng.h"
#include "cmd/calibrated.h"
#include "cmd/options.h"
#include "cmd/selftest.h"
#include "cmd/timing_judge.h"
#include "report/calibration_table.h"
#include "store/store.h"

#define BUDGET_NS (180 * INT64_C(1000000000))
#define EACH 1 /* benchmarks of every effect in a report with changes: 5 of 48 */
#define FULL_EACH 5

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
		rc = selftest_run(s, err);
	selftest_load_stop(busy, nbusy);
	if (!rc)
		rc = selftest_record(s, selftest_verdict(s), err);
	if (!rc && *output)
		draw(s, output);
	if (!rc) {
		rc = print(s, true, format, err);
	} else if (selftest_rows(s, rows) && !selftest_record(s, CALIBRATION_INTERRUPTED, &ignored) &&
	           !print(s, false, format, &ignored)) {
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
