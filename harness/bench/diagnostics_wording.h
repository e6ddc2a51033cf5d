/*
 * Inside the diagnostics parser: what a line of compiler output is, in the words of all eras. Owns nothing; pieces point
 * into the line.
 */
#ifndef GOALLOC_BENCH_DIAGNOSTICS_WORDING_H
#define GOALLOC_BENCH_DIAGNOSTICS_WORDING_H

#include "bench/diagnostics.h"
#include "bench/diagnostics_text.h"

enum where { AT_START, AT_END, WITHIN };
enum cut {
	CUT_ALL,      /* the subject is all the rest */
	CUT_NAME,     /* the subject is a name, the detail what follows */
	CUT_LEAK,     /* the same, and from 1.25 on its function is in it: "p leaks to {heap} for F with derefs=0:" */
	CUT_FUNCTION, /* the subject is all, but for a function before it up to 1.13 */
	CUT_LATER,    /* "SUBJECT escapes to heap in FUNCTION:", "SUBJECT escapes to heap, level=..." */
	CUT_CONTENT, /* "FUNCTION leaking param SUBJECT content to result R": today's "leaking param: S to result R level=1" */
	CUT_MESSAGE, /* the subject is the message, but for a function before it */
};
struct wording {
	enum where where;
	const char *text;
	const char *also;      /* must be in the line, too; NULL: nothing */
	enum line_class class; /* LINE_DECISION, LINE_EXPLANATION or LINE_NOTE */
	enum decision_kind kind;
	enum cut cut;
};

struct line {
	struct position at;            /* nowhere: file "", line 0 */
	struct piece rest;             /* what stands behind the place: the message, or a reason */
	struct piece address;          /* "x" where "&x" is said to escape: explains why x is moved to the heap */
	const struct wording *wording; /* of what states, explains or notes; of unknown messages, too; else NULL */
};
/* Splits a line (without its newline) and says what it is. Unknown lines with a place have a wording of DECISION_OTHER. */
enum line_class line_read(struct piece text, struct line *out);

#endif
