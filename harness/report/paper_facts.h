/*
 * What the paper kit's texts say of a database, counted once. Inside report/ only. paper_facts_read .. paper_facts_release.
 */
#ifndef GOALLOC_REPORT_PAPER_FACTS_H
#define GOALLOC_REPORT_PAPER_FACTS_H

#include "report/paper.h"

/* Smallest, middle, largest of a handful of numbers; n 0: none. */
struct spread {
	size_t n;
	int64_t low, median, high;
};

struct paper_facts {
	size_t families, programs, benchmark_cases, benchmarks; /* of the mode */
	struct strlist platforms;                               /* linux/amd64 */
	size_t imported;                                        /* cells of logs, not measured */
	/* counts: benchmarks in releases */
	size_t counted, varying;  /* how many are not the same in every process */
	struct spread iterations; /* of counting samples */
	struct spread processes;  /* for each */
	/* times of the comparison */
	struct spread pairs, again; /* over comparisons with any */
	size_t time_samples;        /* of both sides */
	/* sessions, by their place in in->sessions */
	bool *counting, *timing;
	size_t ncounting, ntiming;
};

void paper_facts_read(const struct paper_input *in, struct paper_facts *f);
void paper_facts_release(struct paper_facts *f);

bool paper_has_times(const struct paper_input *in);  /* comparisons with pairs */
bool paper_has_counts(const struct paper_input *in); /* differences of allocs/op or B/op */
/* A count of the point as a table shows it: "3", "12..13"; "" where it was not counted. */
void paper_count_text(const struct point *p, bool bytes, char *buf, size_t size);

/* How many distinct values, in order of appearance, one field of the marked sessions has. "" and "unknown" count as "". */
enum session_field {
	SESSION_MACHINE,
	SESSION_KERNEL,
	SESSION_CPU,
	SESSION_GOVERNOR,
	SESSION_LOAD,
	SESSION_TOOL,
	SESSION_SEED,
	SESSION_DATE
};
void paper_session_values(const struct paper_input *in, const bool *marked, enum session_field field,
                          struct strlist *out);
/* The values of KEY among the sessions' conditions (KEY=VALUE words). */
void paper_condition_values(const struct paper_input *in, const bool *marked, const char *key, struct strlist *out);

#endif
