/*
 * What the parts of `goalloc selftest` share.
 *
 * selftest.c has the options and says what came of it; selftest_run.c decides what is measured and in which order;
 * selftest_measure.c measures one report (engine, database) and judges it as compare does; selftest_plan.c says which
 * benchmark of a report was changed by how much; selftest_gate.c runs the program itself for its exit codes;
 * selftest_print.c makes the table; selftest_load.c keeps other processors busy.
 */
#ifndef GOALLOC_CMD_SELFTEST_H
#define GOALLOC_CMD_SELFTEST_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "analysis/calibration.h"
#include "analysis/change.h"
#include "bench/engine.h"
#include "bench/injected.h"
#include "cmd/command.h"
#include "store/read.h"

/* ---- the plan ---- */
#define SELFTEST_EFFECTS 5
extern const int selftest_effects[SELFTEST_EFFECTS]; /* percent: 1, 2, 3, 5, 10 */

/* The units more of each benchmark of our cases in the `number`th report with changes: `each` benchmarks of every effect. */
void selftest_plan(uint64_t seed, int number, int each, int more[INJECTED_TIMES]);

/* ---- tallies: one for each row of the table ---- */
enum tally {
	TALLY_OWN,     /* our cases, reports in which nothing changed */
	TALLY_BESIDE,  /* our cases, unchanged ones in reports in which others changed */
	TALLY_LIBRARY, /* benchmarks of the library */
	TALLY_REPORTS, /* reports in which nothing changed: any flag */
	TALLY_EFFECT,  /* and the other effects after it */
	TALLY_COUNTS = TALLY_EFFECT + SELFTEST_EFFECTS, /* counts in which nothing changed */
	TALLY_ALLOC,
	TALLY_SIZE,
	TALLIES
};

enum { SELFTEST_GATES = 4 };
enum { SELFTEST_GATE = 1, SELFTEST_COUNTS = 2, SELFTEST_TIMES = 4 };

/* What one run of selftest has. */
struct selftest {
	struct app *app;
	/* asked for */
	const char *go, *match, *keep;
	int64_t budget_ns, sample_ns;
	int reports, first, each, blocks;
	unsigned parts; /* SELFTEST_* */
	double precision;
	uint64_t seed;
	bool full, load, verbose;
	/* made */
	struct toolchain_list real; /* one: the toolchain */
	char *root;                 /* selftest/ in the cache: bundles, workspaces */
	char *scratch;              /* this run's folder in it: databases */
	char *gocache;              /* the real toolchain's */
	int lock;
	struct case_list library;
	struct mode_list modes;
	struct str conditions;
	/* found */
	struct calibration_tally tallies[TALLIES];
	struct strlist flagged; /* lines for people */
	struct selftest_gate {
		const char *what; /* "--fail-on time: 25 % more time" */
		bool changed;
		int code; /* the exit code */
	} gates[SELFTEST_GATES];
	size_t ngates;
	int made; /* reports */
	/* kept */
	struct store *db;
	int64_t calibration; /* its number there; 0: nothing is complete yet */
	int64_t start_ns;
};

/* ---- what is needed (selftest_open.c) ---- */
int selftest_library(struct selftest *s, struct error *err); /* its benchmark cases that s->match lets through */
/* The toolchain, and this run's folders, locked; after selftest_library. selftest_close gives everything back. */
int selftest_open(struct selftest *s, struct error *err);
void selftest_close(struct selftest *s);

/* ---- all reports (selftest_run.c) ---- */
/* As many as were asked for, or as the budget has room for: the next one may take as long as the longest so far. */
int selftest_run(struct selftest *s, struct error *err);
/* What was found so far into the database, in the place of what stood there of this selftest. */
int selftest_record(struct selftest *s, enum calibration_verdict verdict, struct error *err);

/* ---- one report ---- */
struct selftest_report {
	struct case_list cases[2]; /* of the sides a and b: the same names */
	const char *digest[2];     /* of the toolchains that the sides pass for; NULL: by what they are fed with */
	const int *more;           /* of our cases for times; NULL: nothing was changed */
	bool library;
	unsigned stages;
	int number;
	int64_t time_ns; /* wall time of timing, set by selftest_measure */
};
/* Measures it into the database at `db`, which is made if need be. */
int selftest_measure(struct selftest *s, struct selftest_report *r, const char *db, struct error *err);
/* Judges the database's times or counts as compare does, and adds to the tallies. */
int selftest_judge(struct selftest *s, const struct selftest_report *r, const char *db, struct error *err);
void selftest_report_release(struct selftest_report *r);
/* The path of a database of this run; one that is there is removed. The caller frees. */
char *selftest_database(const struct selftest *s, const char *name, struct error *err);

/*
 * For whoever wants to judge the same comparisons by other means: writes the report of times below s->keep, as
 * NUMBER/a/CASE/CASE_test.go, NUMBER/b/..., and NUMBER/verdicts.tsv, a line for each comparison: case, benchmark, percent more,
 * verdict, ratio; pairs, p, ratio of the first timing; pairs, p, ratio of the second; its first line holds the wall time of timing in ms.
 */
int selftest_keep(const struct selftest *s, const struct selftest_report *r, const struct change_list *changes,
                  struct error *err);

/* Does an injected regression turn the exit code to 1, and does nothing leave it at 0? */
int selftest_gate(struct selftest *s, struct error *err);

/* Starts a process that does nothing but work on each allowed processor but the one that times are taken on (on that one,
 * if there is no other); selftest_load_stop ends them. They die with us. */
int selftest_load_start(pid_t **pids, size_t *n, struct error *err);
void selftest_load_stop(pid_t *pids, size_t n);

/* ---- the result ---- */
#define CALIBRATION_ALL "all in which nothing changed"
/* Rows for the database and the table: as many as there are comparisons of; strings are constants or in *texts. */
#define SELFTEST_ROWS (TALLIES + 1 + SELFTEST_GATES)
size_t selftest_rows(const struct selftest *s, struct calibration_row rows[SELFTEST_ROWS]);
enum calibration_verdict selftest_verdict(const struct selftest *s);

#endif
