/*
 * Changes: where two releases differ, and along the whole history. The exact part: allocations, bytes, decisions,
 * outputs of programs; times by what was measured side by side (time_verdict.h). Pure.
 *
 * Lists own their strings; change_list_release.
 */
#ifndef GOALLOC_ANALYSIS_CHANGE_H
#define GOALLOC_ANALYSIS_CHANGE_H

#include <stdbool.h>

#include "analysis/cause.h"
#include "analysis/code.h"
#include "analysis/history.h"
#include "analysis/time_verdict.h"
#include "store/read.h"

enum metric {
	METRIC_ALLOCS = 1,
	METRIC_BYTES = 2,
	METRIC_TIME = 4,
	METRIC_ESCAPE = 8,
	METRIC_OUTPUT = 16,
	METRIC_STATUS = 32
};
#define METRIC_EXACT (METRIC_ALLOCS | METRIC_BYTES | METRIC_ESCAPE | METRIC_OUTPUT | METRIC_STATUS)
#define METRIC_ALL (METRIC_EXACT | METRIC_TIME)

/* The table of metrics: name on the command line, column title, unit. */
struct metric_info {
	enum metric metric;
	const char *name, *title, *unit;
};
extern const struct metric_info metric_table[];
extern const size_t metric_count;
const struct metric_info *metric_info(enum metric m);
/* Comma-separated names to a mask; ERR_USAGE lists the names. */
int metrics_parse(const char *names, unsigned *mask, struct error *err);

/* Of a time along many releases: the release begins a new level. */
struct time_level {
	size_t releases;         /* that the new level has, in the session; 0: it is none */
	double ratio, low, high; /* of the new level to the one before, its 95 % interval */
	double p, q;             /* permutation; adjusted over all benchmarks that were looked at */
	int64_t session;         /* whose times they are */
};
/* New levels of times, in all. */
struct level_summary {
	size_t series;   /* benchmarks timed in LEVELS_LEAST releases or more of one session */
	size_t levels;   /* found, beyond the noise */
	size_t family;   /* of their p-values */
	size_t sessions; /* that the times come from, one for each benchmark */
	int64_t session; /* the last of them */
};
enum { LEVELS_LEAST = 8 };

struct change {
	enum metric metric;
	char *mode, *case_name, *benchmark; /* benchmark "" where none */
	char *old_go, *new_go;
	struct go_version new_version;
	/* numbers; escape: 0 -> 1 appeared, 1 -> 0 vanished (of the heap decision where there is one); output: 0 -> 1;
	 * status: 0 is ok, 1 is not */
	double old_value, new_value;
	struct count_range old_range, new_range; /* of counts: what measuring again may print; else zero */
	char *old_text,
		*new_text; /* as shown: "3", "12..13", "7.5", "-", "line 12: make([]int, n) escapes to heap", a line of output */
	char *where; /* "append_growth_test.go:12": of an escape change, of the first evidence of a count's; else "" */
	/* for count changes: up to three heap decisions of the same case that changed in the same step, e.g.
	 * "line 31: make([]int, n) no longer escapes; ..."; for status: the reason; "" if none */
	char *said;
	enum cause cause; /* of count changes; CAUSE_NONE of others */
	char *evidence;   /* the lines that show it, '\n' between them: "x_test.go:12: newobject 1 -> 0"; "" if none */
	enum code_verdict code; /* of time changes: is the case's own code the same in both releases (code.h)? */
	bool worse;             /* more allocs, bytes, time, or a new heap decision, or ok -> failed */
	bool epoch; /* the step crosses a border where Go changed the counters themselves (1.3, 1.4, 1.5, 1.6) */
	struct time_result time; /* of a time: slower, faster or suspected; else the verdict is TIME_NONE */
	struct time_level level; /* of a time in changes_along; time.verdict is TIME_NONE where the pairs say nothing */
	const char *accepted_why; /* why it is known and accepted (accept.h), borrowed; NULL: it is not */
};
/* One comparison of times, whatever came of it. Names are borrowed from the history, or constants. */
struct time_outcome {
	const char *mode, *case_name, *benchmark, *old_go, *new_go;
	const struct series *series;
	double old_ns, new_ns;  /* medians per op of the pairs that `result.told` is from; 0 without pairs */
	enum code_verdict code; /* is the case's own code the same (code.h)? result.identical: all that runs, too */
	struct time_result result;
};
/*
 * For qsort over pointers to outcomes, as they are told: slower and faster, suspected, cleared, open, same, identical; the larger first,
 * then as the history has them.
 */
int time_outcome_order(const void *a, const void *b);

struct change_list {
	struct change *items;
	size_t len, cap;
	size_t stale; /* series left out of a step because the case was edited between its two measurements */
	struct time_summary times;     /* of the last comparison in which times were asked for */
	struct time_outcome *outcomes; /* all of that comparison, in the order of the history; they outlive neither */
	size_t noutcomes;
	struct level_summary levels; /* of changes_along */
};
#define CHANGE_LIST_INIT                                                                                               \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0, .outcomes = NULL, .noutcomes = 0                                    \
	}
void change_list_release(struct change_list *l);

/* What the changes are taken from; decisions, outputs may be NULL when their metric is not asked for; calls, sites without causes. */
struct evidence {
	const struct history *history;
	const struct decision_rows *decisions;
	const struct output_rows *outputs;
	const struct call_rows *calls;
	const struct site_rows *sites;
	const struct code_rows *codes;     /* for times: is the code the same? NULL: unknown */
	const struct sample_rows *samples; /* for times: without, they all stay open */
	const struct time_rules *rules;    /* NULL: time_rules_default */
};

/*
 * OLD against NEW (names of the history's releases), metrics of the mask, appended to *out. Sorted: metric, case,
 * mode, benchmark, then heap decisions first, line. `compared` (may be NULL) gets the number of series that both
 * releases have: a case that one of them does not support, or that was edited in between, is none.
 *
 * Counts differ when the printed integers differ beyond noise (strays of the runtime, random hash seeds): allocs
 * by >= 1 and a quarter unrounded, bytes by >= 1 and more than 0.5 %. Times are compared in pairs, samples of one
 * block of one session, and differ by the verdict over the whole list (time_verdict.h): slower and faster are changes.
 * Suspected ones are listed too, never as `worse`: that is not known yet. old_value and new_value are the medians of the pairs
 * that the ratio is from. Within a step they come largest first. Escape statements are matched by line and
 * subject within a case whose bytes are the same; messages that only differ in wording are equal (see
 * diagnostics.h, statement.h); releases whose escape stage is not recorded are not compared. That an unsupported
 * case becomes supported is no change.
 */
void changes_between(const struct evidence *e, const char *old_go, const char *new_go, unsigned metrics,
                     struct change_list *out, size_t *compared);
/*
 * Every step between neighbouring releases of the history that have the cell and the metric, newest release first:
 * where a release failed to build, the step is from the one before it.
 *
 * Times besides, where one session has timed LEVELS_LEAST releases or more: at which release does a new level begin, by the
 * exact segmentation of the logarithms of the releases' medians (changepoint.h)? Only times of one session
 * compare: that which has most of the benchmark's releases, of several the latest. A level is told whose permutation p, corrected over
 * all benchmarks, is at most alpha, whose interval is beside no change, and which differs by the threshold. It has two releases
 * at least: of the newest alone only its pairs tell.
 */
void changes_along(const struct evidence *e, unsigned metrics, struct change_list *out);
/* Why, in one line for people: the first line of the evidence, and how many there are; or else what the compiler said. */
void change_why(const struct change *c, struct str *out);
/* Of a time: new / old, by its pairs, or of a new level that has none by what the level is to the one before. */
double change_time_ratio(const struct change *c);
/* A time per operation, in ns, with three digits or more. The caller frees. */
char *change_time_text(double ns);
/* Do two program outputs say the same, addresses (0x...) aside? */
bool output_same(const char *a, const char *b);

#endif
