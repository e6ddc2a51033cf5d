/*
 * Inside the finding of causes: what all of its parts look at, and what they give each other. Borrows everything; pure.
 */
#ifndef GOALLOC_ANALYSIS_CAUSE_INTERNAL_H
#define GOALLOC_ANALYSIS_CAUSE_INTERNAL_H

#include "analysis/cause_find.h"
#include "bench/diagnostics.h"

/* What the place is about, and which way it went: more allocations (new > old) or fewer. */
struct cause_looking {
	const struct cause_question *q;
	const struct cause_place *p;
	bool more;
	struct str *evidence;
};

/* ---- evidence (cause_place.c) ---- */
const struct cause_side *cause_side_of(const struct cause_looking *l, int side);
/* A line of evidence: "x_test.go:12: " and the text. */
void cause_note(const struct cause_looking *l, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Behind it: "1 -> 0 objects"; the step of objects and of bytes. */
void cause_add_step(const struct cause_looking *l, const double sides[2], const char *unit);
void cause_add_steps(const struct cause_looking *l);

/* ---- inlining (cause_inlining.c) ---- */
/* Is what the compiler calls `said` what the profile calls `profiled`? The package's name is not always there. */
bool cause_same_function(const char *said, const char *profiled);
bool cause_is_kind(const struct decision_row *d, enum decision_kind kind);
/* In how many lines is the call said to be inlined on that side: of all lines (line 0), or of that one? */
size_t cause_inlined(const struct cause_side *s, int line, const char *function);
/* Does the callee let its parameters go elsewhere than before? Then that is what decided, inlined or not. */
bool cause_leaks_changed(const struct cause_looking *l, const char *function);
/* More is inlined in that line and less allocated, or the other way round; adds the evidence. */
bool cause_inlining_at(const struct cause_looking *l, int line);
/* The same in one of the lines that the compiler's reasons name. */
bool cause_inlining_in_reasons(const struct cause_looking *l, const struct difference *d);

/* ---- what was emitted (cause_runtime.c) ---- */
/* From the calls into the runtime at the place's line: another one, or the same that does otherwise. */
enum cause cause_emitted(const struct cause_looking *l);
/* What is known of the calls in a generic function's instance, which is compiled with the case. */
enum cause cause_of_instance(const struct cause_looking *l, const char *function);
/* Is it that what took 32 bytes takes 24 since 1.16? */
bool cause_size_class_of_24(const struct cause_looking *l);

#endif
