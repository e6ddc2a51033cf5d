/*
 * Said, emitted and happened of one case in one release, joined by source line, and where they disagree. Pure.
 *
 * join_of .. (join_line_at, joins_differ) .. join_release. Strings are borrowed from the rows and from the source map,
 * which must outlive the join; notes are owned.
 *
 * The line is what all three have in common in every era. Within a line an expression is matched with the calls it can
 * become ("make([]" with makeslice), so that `append(s, &T{})` is not blamed on &T{...}. What is compared is the whole
 * statement, since its lines are attributed otherwise in other eras.
 *
 * What a finding never is: a line that no measured code reaches, or a statement that runs once before the loop; a function
 * that is inlined somewhere, whose copies are decided where it is called, while -S and the profile (since 1.9) show
 * their code at its own lines; a benchmark whose sites were not recorded. Objects are those of bench/sites.h: a packed
 * one is half a block.
 */
#ifndef GOALLOC_ANALYSIS_JOIN_H
#define GOALLOC_ANALYSIS_JOIN_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/emitted.h"
#include "analysis/join_source.h"
#include "analysis/statement.h"
#include "store/read.h"

enum finding_kind {
	SAID_HEAP_NOT_EMITTED,
	SAID_HEAP_NOT_ALLOCATED,
	SAID_STACK_BUT_ALLOCATED,
	ALLOCATED_UNSAID,
	ALLOCATED_UNCLEAR,
	ALLOCATED_NOT_EMITTED,
	ALLOCATED_IN_CALLEE,
	ALLOCATED_OUTSIDE,
	FINDING_KINDS
};
struct finding_info {
	const char *name;    /* "said_heap_not_allocated" */
	const char *meaning; /* one sentence */
};
const struct finding_info *finding_info(enum finding_kind k);

struct join_finding {
	enum finding_kind kind;
	int line;   /* 0: outside of the case's file */
	char *note; /* what it was: "growslice: append grows its slice"; never NULL */
};

struct joined_call {
	const char *group; /* of emitted.h */
	enum allocating allocates;
	int line, calls;
};
struct joined_site {
	const char *benchmark, *function, *file, *callee;
	int line;
	double objects, bytes; /* per op */
};
struct joined_inlining {
	const char *callee; /* inlined at the line */
	int line;
};
/* Slices of the lists of the join. */
struct joined_line {
	int line;
	const struct statement *said;
	const struct joined_inlining *inlining;
	const struct joined_call *calls; /* those that may allocate */
	const struct joined_site *sites; /* by benchmark as in the rows, callee */
	size_t nsaid, ninlining, ncalls, nsites;
	unsigned findings; /* bits: 1 << enum finding_kind */
};

struct join_input {
	const char *go, *file; /* the case's file, as decisions, calls and sites name it */
	struct go_version version;
	const struct source_map *source;
	const struct decision_row *decisions;
	const struct call_row *calls;
	const struct site_row *sites;
	size_t ndecisions, ncalls, nsites; /* of this case, mode and release alone */
	bool said_known, sites_known;      /* were they recorded at all? */
};
struct join {
	struct go_version version;
	bool said_known, sites_known;
	struct joined_line *lines; /* sorted; those with something on them */
	size_t len, cap;
	struct joined_site *elsewhere; /* not in the case's file */
	size_t nelsewhere;
	struct join_finding *findings; /* by line, kind */
	size_t nfindings, findings_cap;
	/* what the lines are slices of */
	struct statements said;
	struct joined_inlining *inlining;
	struct joined_call *calls;
	struct joined_site *sites;
	size_t ninlining, ncalls, nsites;
};
void join_of(const struct join_input *in, struct join *out);
void join_release(struct join *j);
/* NULL if nothing is known of it. */
const struct joined_line *join_line_at(const struct join *j, int line);

enum { DIFFERS_SAID = 1, DIFFERS_EMITTED = 2, DIFFERS_HAPPENED = 4 };
/*
 * What differs at the line between two releases of the same source, as a mask. Said: as `differences` (statements_diff)
 * has it, wording aside. Emitted: calls that may allocate, by group. Happened: objects by a quarter or more, bytes by
 * more than 2 and 2 % (or 0.75 and a quarter: packed bytes), of any benchmark; not where both moved between lines at the border of 1.9, since when inlined calls
 * keep their lines;
 * nor small objects across a border where Go changed how it counts them.
 */
unsigned joins_differ(const struct join *old, const struct join *new, const struct differences *differences, int line);
/* Does the row of one line and benchmark allocate otherwise in the two? NULL is nothing. */
bool sites_differ(double old_objects, double old_bytes, double new_objects, double new_bytes);

#endif
