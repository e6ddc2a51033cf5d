/*
 * What the compiler emitted: the calls into runtime. in the text of -S, from 6g's listing to today's. Pure.
 */
#ifndef GOALLOC_BENCH_ASSEMBLY_H
#define GOALLOC_BENCH_ASSEMBLY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/hash.h"

struct runtime_call {
	char *file; /* base name */
	int line;
	char *function; /* "BenchmarkX", "(*T).M": without the package path */
	char *callee;   /* "newobject", without "runtime." */
	int calls;      /* call instructions in this function at this line */
};
struct runtime_call_list {
	struct runtime_call *items;
	size_t len, cap;
};
#define RUNTIME_CALL_LIST_INIT                                                                                         \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0                                                                      \
	}

/*
 * Adds rows, sorted by function, line, callee. Calls of no interest are left out: checks that fail (panic*,
 * throwinit), morestack*, write barriers (gcWriteBarrier*, writebarrier*, wb*), duff*. A callee is named as its era
 * names it: "new" in 1.2 and 1.3, "newobject" since, also "mallocgcSmallScanNoHeaderSC2" and its like in 1.27.
 * Functions of other packages that this one holds copies of keep their package: "slices.insertionSortOrdered[int]".
 *
 * A call in an inlined body belongs to the function it is inlined into, in all eras. Its file and line are those of the
 * outermost inlined call up to 1.11, and from 1.12 on those of the body itself, which may be in another file (of the
 * library, too): across that border equal code differs in the line. What the compiler makes of defer and go is called
 * from functions of its own, named as their era does ("print·1", "wrap·1", "f·dwrap·3", "f.func1", "f.deferwrap1"); the line of
 * "deferreturn" is that of a return, of the last defer, or of anything near. What go and defer are given is a newobject
 * of its own from 1.17 on (386: 1.18).
 */
void assembly_parse(const char *text, size_t n, struct runtime_call_list *out);
/*
 * The machine code of one function. Two with one digest have the same bytes and refer, at the same places of them, to
 * the same symbols at the same distance from their beginning. What is no instruction does not count: lines, pcdata and funcdata,
 * attributes of symbols, where the code lies. Nor does what a symbol holds: a table, a type's description.
 *
 * Names are those of the case's package without its path, as in 1.2 or 1.27: "F", "(*T).M", "F.func1", "type.T",
 * "go.string.\"x\""; what an era names in its own way (print·1, F·dwrap·1, go.shape.int_0, statictmp_1) stays so, and its
 * user differs. The bytes stand in the listing since 1.3, before the linker: where an address goes there is nothing yet
 * (x86), or the instruction's own bits (arm64), so nothing is masked for that. Where testing.B
 * keeps b.N is: in most releases it moved, and in many a benchmark nothing else did (x86; the distance that all benchmarks of
 * the listing have in common, if there is just one of 128 bytes and more). For 1.2 it is the text of the instructions, with
 * jumps counted from the function's first.
 */
struct code {
	char *function;
	char digest[HASH_HEX];
	long bytes; /* of its instructions; 0 if the listing has none (1.2) */
	/*
	 * Other functions of the listing whose code may run on its behalf, sorted, each with a newline behind it: those that it
	 * calls or takes the address of, itself or through data (a closure, an interface's table, a type's methods).
	 * "*\n" alone: any of them. So it is where it calls through a pointer, in 1.2, and where there are too many to tell.
	 */
	char *refers;
	/*
	 * May it run or read what is not in the listing: the runtime, the library? False only where it is sure that what it
	 * does again and again is its own: what runs when a check fails, the stack grows or the collector works is left out,
	 * as is what a benchmark says to testing.B once.
	 */
	bool leaves;
};
struct code_list {
	struct code *items;
	size_t len, cap;
};
#define CODE_LIST_INIT                                                                                                 \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0                                                                      \
	}
/* Adds every function of the listing, instances of the library's generic functions included, sorted by name. */
void assembly_codes(const char *text, size_t n, struct code_list *out);
void code_list_release(struct code_list *l);
/*
 * Where the listing begins in what one process printed with -m -m -S: offset of its first line; n if there is none. In
 * every release since 1.2 nothing is said behind it. Of one architecture as of the other.
 */
size_t assembly_begins(const char *text, size_t n);
void runtime_call_list_release(struct runtime_call_list *l);

#endif
