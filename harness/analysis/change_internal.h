/*
 * Inside the analysis: the steps between two points of the history, compared metric by metric.
 */
#ifndef GOALLOC_ANALYSIS_CHANGE_INTERNAL_H
#define GOALLOC_ANALYSIS_CHANGE_INTERNAL_H

#include "analysis/change.h"
#include "analysis/history_internal.h"
#include "analysis/paired.h"
#include "analysis/statement.h"

/* A change on its way into the list, with what it is sorted by. */
struct finding {
	struct change change;
	size_t series; /* index: case, mode, benchmark in the history's order */
	size_t release;
	bool heap;
	int line;
	double size; /* of a time: |log ratio|; else 0 */
};

struct comparison {
	const struct history *history;
	unsigned metrics;
	struct ref *decisions, *outputs, *calls, *sites; /* a ref per cell, sorted */
	size_t ndecisions, noutputs, ncalls, nsites;
	struct finding *found;
	size_t len, cap;
	size_t stale;
	struct code_index *codes; /* NULL: not known */
	struct times *times;      /* compare_time.c; NULL where times are not asked for */
	bool along;               /* the whole history: new levels are looked for, too */
	/* the last differences asked for: all benchmarks of a case need the same ones */
	struct differences differences;
	const struct point *differences_old, *differences_new;
};

void comparison_init(struct comparison *c, const struct evidence *e, unsigned metrics);
void comparison_release(struct comparison *c);
/* Of n refs of one kind that of the series' cell at the point's release; NULL: it has no such row. */
const struct ref *comparison_ref(const struct ref *refs, size_t n, const struct series *s, const struct point *p);

/* One more found: where, between what; the rest is for the caller to fill. */
struct finding *finding_add(struct comparison *c, enum metric metric, size_t index, const struct point *old,
                            const struct point *new);
/* Takes back what was found. */
void findings_forget(struct comparison *c);

/* The series at `index`, between two of its points. Borrow; what differs is added to c->found. */
void compare_counts(struct comparison *c, size_t index, const struct point *old, const struct point *new);
/* Notes the pairs of a benchmark; times_finish adds what differs, once all are known. */
void compare_times(struct comparison *c, size_t index, const struct point *old, const struct point *new);
/* `names` of releases_by_name(); the rows of the evidence must outlive it. */
struct times *times_new(const struct evidence *e, const size_t *names);
void times_free(struct times *t);                                 /* NULL is fine */
void times_finish(struct comparison *c, struct change_list *out); /* summary and outcomes; changes go to c->found */
void times_restart(struct times *t);                              /* for another comparison of the same samples */
/* The samples that come first, of one point, borrowed until the next call; returns how many. */
size_t times_gather(struct times *t, const struct series *s, const struct point *p, const struct timed **out);
/* compare_levels.c: new levels go to c->found, or into what the pairs have found of the same step. */
void levels_find(struct comparison *c, const struct time_rules *rules, struct level_summary *out);
/* The case and mode of the series, between two of its points. */
void compare_escape(struct comparison *c, size_t index, const struct point *old, const struct point *new);
void compare_output(struct comparison *c, size_t index, const struct point *old, const struct point *new);
void compare_status(struct comparison *c, size_t index, const struct point *old, const struct point *new);

/* Can the point be compared in this metric at all? */
bool has_metric(const struct comparison *c, size_t index, const struct point *p, enum metric metric);

/* Where two outputs part, for people; false if they say the same. */
bool output_difference(const struct output_row *old, const struct output_row *new, struct str *old_text,
                       struct str *new_text);

#endif
