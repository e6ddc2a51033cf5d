/*
 * Inside the reading of machine code: what a listing holds, symbol by symbol. Names and bytes are owned, pieces are not.
 *
 * code_read .. code_mask_loop .. (assembly_code.c makes results of it) .. code_reading_release.
 */
#ifndef GOALLOC_BENCH_ASSEMBLY_CODE_H
#define GOALLOC_BENCH_ASSEMBLY_CODE_H

#include "base/str.h"
#include "bench/assembly_text.h"

struct ref {
	long at, size; /* of the field that the linker fills */
	char *name;
	struct piece addend;
};

/* An instruction that reads or writes something 128 bytes or more behind what a register points to. */
struct access {
	long from, to; /* of the instruction in the function's bytes; to: -1 until the next one is seen */
	long far;
};

/* A symbol of the listing: a function, or data that may refer to some. */
struct node {
	char *name;
	bool function;
	bool any;         /* calls through a pointer */
	struct str bytes; /* of a function; in 1.2 the text of its instructions */
	struct ref *refs;
	size_t len, cap;
	struct access *accesses; /* of benchmarks */
	size_t naccesses, accesses_cap;
	size_t seen; /* by which search, counted from 1 */
};

struct reading {
	struct node *nodes;
	size_t len, cap;
	struct piece package; /* "path/pkg" of our own symbols, from 1.20 on */
	bool plain;           /* the listing of 1.2 */
	long first;           /* the counter of its function's first instruction */
	size_t steps, search;
};

/* Reads all of the listing; symbols come in its order. */
void code_read(struct reading *r, struct piece text);
/* Is this a benchmark, or a closure in one? */
bool code_in_benchmark(const struct node *node);
/* Makes nothing of where testing.B keeps b.N: see assembly_code_loop.c. */
void code_mask_loop(struct reading *r);
void code_reading_release(struct reading *r);

#endif
