/*
 * Finding the cause of one count's change: what was said, emitted and allocated in the two releases, line by line.
 * Inside the analysis. Borrows everything; pure.
 */
#ifndef GOALLOC_ANALYSIS_CAUSE_FIND_H
#define GOALLOC_ANALYSIS_CAUSE_FIND_H

#include <stdbool.h>

#include "analysis/cause.h"
#include "analysis/statement.h"
#include "base/str.h"
#include "store/read.h"

/* One benchmark in one release: rows as the store sorts them. */
struct cause_side {
	const struct go_version *version;
	const struct decision_row *decisions;
	size_t ndecisions;
	const struct call_row *calls;
	size_t ncalls;
	const struct site_row *sites; /* of this benchmark alone */
	size_t nsites;
	double count; /* the counter that changed, per op, unrounded */
};
struct cause_question {
	struct cause_side old, new;
	const struct differences *differences; /* statements_diff of the two */
	bool bytes;                            /* the counter is B/op; else allocs/op */
	bool epoch;                            /* between the two the counters themselves changed */
};

/*
 * The cause, and its evidence (appended, a line each). Every place whose amount changed votes for a cause with what it
 * adds to the change; the one that explains most of it wins, if it explains more than half. In doubt CAUSE_UNKNOWN;
 * across a border of the counters what only the counters can have done is CAUSE_COUNTERS.
 */
enum cause cause_find(const struct cause_question *q, struct str *evidence);

/* One place where the benchmark allocates, in both releases. */
struct cause_place {
	const char *file, *callee; /* callee "": the line's own */
	int line;
	const char *functions[2];    /* the site's, old and new; NULL where there is none */
	double objects[2], bytes[2]; /* per op, old and new */
};
struct cause_places {
	struct cause_place *items; /* by file, line, callee */
	size_t len;
};
/*
 * Places of both sides matched. Up to 1.8 the profile does not see inlined functions: with a release of that age on one
 * side the callees of a line are taken together.
 */
void cause_places_of(const struct cause_question *q, struct cause_places *out);
void cause_places_release(struct cause_places *p);
/* Did the amount that the question is about change there, beyond what sharing of blocks does? */
bool cause_place_changed(const struct cause_place *p, bool bytes);

/* Of one place: its cause, and the line that shows it. */
enum cause cause_of_place(const struct cause_question *q, const struct cause_place *p, struct str *evidence);

#endif
