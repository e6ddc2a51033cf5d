/*
 * What the compiler emitted: the calls into runtime. in the text of -S, from 6g's listing to today's. Pure.
 */
#ifndef GOALLOC_BENCH_ASSEMBLY_H
#define GOALLOC_BENCH_ASSEMBLY_H

#include <stddef.h>

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
 */
void assembly_parse(const char *text, size_t n, struct runtime_call_list *out);
/*
 * Where the listing begins in what one process printed with -m -m -S: offset of its first line; n if there is none. In
 * every release since 1.2 nothing is said behind it. Of one architecture as of the other.
 */
size_t assembly_begins(const char *text, size_t n);
void runtime_call_list_release(struct runtime_call_list *l);

#endif
