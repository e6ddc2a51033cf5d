/*
 * What differs between Go's eras in building and running: one table (era.c), asked by the bench layer.
 * Sources: the eras table of the design notes, tried with every minor since 1.2.
 */
#ifndef GOALLOC_TOOLCHAIN_ERA_H
#define GOALLOC_TOOLCHAIN_ERA_H

#include <stdbool.h>

#include "base/str.h"
#include "toolchain/toolchain.h"

struct era {
	bool needs_goroot;         /* GOROOT must be set: up to 1.8 */
	bool leave_cgo_alone;      /* CGO_ENABLED unset: up to 1.9 */
	bool mtimes_uniform;       /* the standard library looks stale unless all mtimes agree: up to 1.9 */
	bool gcflags_pattern;      /* -gcflags=PATTERN=...: 1.10 on; before, flags hit what is built */
	bool std_built_on_use;     /* no pkg/OS_ARCH: 1.20 on */
	bool std_from_build_cache; /* export data must be asked for with `go list -export`: as std_built_on_use */
	bool compile_needs_p;      /* `go tool compile` wants -p: 1.19 on is fine with it, 1.20 demands */
	bool testing_init;         /* testing.Init must be called first: 1.13 on */
	bool noinline_directive;   /* //go:noinline honoured: 1.6 on */
	bool columns;              /* -m prints columns: 1.9 on */
	bool trims_paths; /* `go tool compile` needs -trimpath to print relative paths and may have it: 1.10 on */
	bool counts_own_goroutines; /* NumGoroutine counts the runtime's own: up to 1.5 */
	bool cross_std_in_goroot;   /* another platform's library must lie ready in GOROOT: up to 1.9 */
	bool calls_frames;          /* runtime.CallersFrames, which knows inlined calls: 1.7 on */
	bool go_list_exports;       /* `go list -export` builds a library for a mode's environment: 1.11 on */
	const char *compiler;       /* `go tool` name: "6g" (8g for 386) up to 1.4, then "compile" */
};

/* `goarch` is the target's (a mode may set GOARCH=386). */
void era_of(const struct go_version *v, const char *goarch, struct era *out);

/*
 * The minor of Go 1 since which the go command or the runtime heeds a variable of the environment (`n` bytes of name); 0
 * for one that always was, or is unknown here.
 */
int era_variable_since(const char *name, size_t n);

struct child_dirs {
	const char *gopath;  /* NULL: an empty folder of the scratch one */
	const char *gocache; /* per toolchain; used from 1.10 on, always set */
	const char *scratch; /* HOME and TMPDIR */
};
/*
 * The clean environment of every child of this toolchain: nothing inherited (but the PATH needed by cgo linkers),
 * GOTOOLCHAIN=local GOENV=off GO111MODULE=off GOFLAGS= GOPROXY=off GOSUMDB=off, own GOPATH GOCACHE HOME TMPDIR,
 * GOROOT and CGO_ENABLED as the era wants, then `extra` ("K=V", overriding).
 */
void era_environment(const struct toolchain *t, const struct child_dirs *dirs, const struct strlist *extra,
                     struct strlist *out);

#endif
