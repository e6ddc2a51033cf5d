/*
 * Why a count changed: one cause a change, with the lines that show it. Wrong is worse than unknown. Pure.
 */
#ifndef GOALLOC_ANALYSIS_CAUSE_H
#define GOALLOC_ANALYSIS_CAUSE_H

#include <stddef.h>

enum cause {
	CAUSE_NONE,     /* not asked: times, outputs, statuses, what the compiler said */
	CAUSE_UNKNOWN,  /* the evidence does not suffice, or contradicts itself */
	CAUSE_ESCAPE,   /* a decision changed: something moved to the heap, or no longer */
	CAUSE_INLINING, /* a callee became inlined or devirtualised, or ceased to be, and thereby the rest */
	CAUSE_LOWERING, /* the same decision, but another call into the runtime is emitted, or none */
	CAUSE_GROWTH,   /* sites and calls are equal: the runtime takes other sizes (append, maps, size classes) */
	CAUSE_LIBRARY,  /* it allocates otherwise within a function of the standard library that the case calls */
	CAUSE_COUNTERS, /* Go changed what its counters count (the accounting epochs): no change of behaviour */
	CAUSES
};

/* The table of causes: the contract's word, and what it means for people. */
struct cause_info {
	const char *name;    /* "escape"; "" for none */
	const char *meaning; /* "the compiler decided otherwise whether something lives on the heap" */
};
const struct cause_info *cause_info(enum cause c);
int cause_parse(const char *name); /* -1: none of them */
/* Those that occur, CAUSE_NONE aside, the most frequent first (equal ones as in the table); returns how many. */
size_t causes_by_count(const size_t counts[CAUSES], enum cause order[CAUSES]);

#endif
