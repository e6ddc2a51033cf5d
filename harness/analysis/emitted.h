/*
 * What the compiler emitted, so that releases compare: the runtime's functions under one name each, whatever their era
 * calls them ("new", "newobject", "mallocgcSmallScanNoHeaderSC2"), and whether a call of them allocates. A table; pure.
 */
#ifndef GOALLOC_ANALYSIS_EMITTED_H
#define GOALLOC_ANALYSIS_EMITTED_H

#include <stdbool.h>

/* Does a call of it put something on the heap? */
enum allocating {
	ALLOCATES_NEVER, /* chanrecv1, memmove, ... and whatever is not in the table */
	ALLOCATES_MAYBE, /* growslice, makemap_small, slicebytetostring with a buffer, convT64 of a small value, ... */
	ALLOCATES_ALWAYS,
};
struct emitted {
	const char *
		name; /* of the group: "newobject", "growslice", "convT", "concatstring", ...; else the callee itself */
	enum allocating allocates;
	bool value; /* it makes a value that an expression of the source stands for: an object, a slice, a string, a box */
};

/* Of a callee without "runtime.", of any era; the name is borrowed from the table or from the argument. */
struct emitted emitted_of(const char *callee);

#endif
