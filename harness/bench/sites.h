/*
 * Where a benchmark allocates: the runner's answer to "sites", parsed, and every stack attributed to one place. Pure
 * text in, structs out; the answer is hostile (the case can write into the same pipe). Owns strings:
 * alloc_site_list_release.
 *
 * The figures are those of runtime.MemProfile at rate 1, by the second difference over SITES_N and twice as many
 * iterations: what a benchmark allocates once, before or after its loop, is not among them, while allocs/op, which
 * `go test` rounds down, spreads it over the iterations.
 *
 * What the profile counts is not quite what the counters count, in every release since 1.3: objects without pointers of
 * less than 16 bytes are packed into blocks, and the profile sees the block when it is begun, as one object of 16 bytes
 * allocated by whoever began it. So an int in an interface is 0.5 objects and 8 bytes per op; sites that share blocks
 * share them as evenly as sixteen beginnings at different places can make them. The bytes add up to B/op, the objects
 * to less than allocs/op then. All other objects, and all bytes (those of the size class), are the same in both, but:
 *   - 1.2: the counters see stack segments, too, when a large frame needs one at every call; they are no allocation.
 *   - 1.3 does not count the packed objects at all, 1.5 counts 16 bytes for each of them.
 */
#ifndef GOALLOC_BENCH_SITES_H
#define GOALLOC_BENCH_SITES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Iterations asked for, a multiple of the runner's rounds; it does them and twice as many. */
#define SITES_N INT64_C(128)
#define SITES_MAX_FRAMES 64  /* of a stack: the profile keeps 32, inlined calls come on top */
#define SITES_MAX_ROWS 10000 /* of one benchmark */

struct alloc_site {
	const char *benchmark; /* borrowed from the case */
	char *function;        /* "BenchmarkX", "(*T).M": without the case's package path; "time.goFunc" with it */
	char *file;            /* the case's file; below GOROOT/src: "time/sleep.go" */
	int line;
	char *callee; /* what the case called there, when the allocation is not its own: "strconv.Itoa"; else "" */
	double objects_per_op, bytes_per_op;
};
struct alloc_site_list {
	struct alloc_site *items;
	size_t len, cap;
};
void alloc_site_list_release(struct alloc_site_list *l);

/* Of a stack; strings are borrowed. */
struct site_frame {
	const char *function, *file;
	int line;
};
/* The case a stack may belong to. */
struct site_case {
	const char *package; /* as it was compiled: "goalloc/cases/c0123456789ab" */
	const char *built;   /* base name of its file there: "growth.go" */
	const char *file;    /* and in the library: "growth_test.go" */
};

/*
 * The place a stack is attributed to (function, file and line are set, to be freed; no figures), innermost frame first.
 * - The innermost frame in the case's own file is the site. Where other frames outside the runtime are within it, the
 *   innermost of them is the callee. (Before 1.9 an inlined call is code of its caller: then it is none.)
 * - Without one, the stack is of a goroutine that runs a library's function: its innermost frame outside the runtime;
 *   or the runtime's own: its outermost but for those that every goroutine and thread begins with.
 * False: the harness's own (package main or testing, and nothing of the case), or empty.
 */
bool site_attribute(const struct site_case *c, const struct site_frame *frames, size_t n, struct alloc_site *out);

/*
 * Adds the sites of one benchmark to the list, those of one place and callee summed up, sorted by file, line, function,
 * callee. What is not the case's, and less than an object in two iterations, is a stray of the runtime's (a thread, a
 * collection's worker) and left out. False, and nothing added, when the text is not wholly a runner's answer for `n` iterations.
 */
bool sites_parse(const struct str *answer, int64_t n, const struct site_case *c, const char *benchmark,
                 struct alloc_site_list *out);

#endif
