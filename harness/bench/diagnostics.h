/*
 * What the compiler said: the text of -m and -m -m, parsed into decisions. Pure text in, structs out; hostile input
 * is fine; lines that are not about a place are counted, not lost. Owns strings: decision_list_release.
 */
#ifndef GOALLOC_BENCH_DIAGNOSTICS_H
#define GOALLOC_BENCH_DIAGNOSTICS_H

#include <stddef.h>

enum decision_kind {
	DECISION_MOVED_TO_HEAP,
	DECISION_ESCAPES,
	DECISION_DOES_NOT_ESCAPE,
	DECISION_LEAKING_PARAM,
	DECISION_LEAKING_CONTENT,
	DECISION_LEAKING_RESULT,
	DECISION_CAN_INLINE,
	DECISION_CANNOT_INLINE,
	DECISION_INLINED_CALL,
	DECISION_DEVIRTUALIZED,
	DECISION_OTHER,
	DECISION_KINDS,
};
const char *decision_kind_name(enum decision_kind k); /* "moved_to_heap", the contract's words */
int decision_kind_parse(const char *name);            /* -1: none of them */

struct decision {
	char *file;     /* base name as the compiler printed it */
	int line, col;  /* col 0: not printed (before 1.9) */
	char *function; /* "" when the compiler did not say */
	enum decision_kind kind;
	char *subject; /* "s", "make([]int, n)", "&T{...}", "inlining call to f" -> "f" */
	char *detail;  /* the reasons of -m -m, "to result ~r0 level=0", the cost of inlining ...; "" if none */
};

/* What a line is. Every byte of the input is in a line of one of these classes, its newline with it. */
enum line_class {
	LINE_DECISION,    /* states one */
	LINE_EXPLANATION, /* heads the reasons of one (-m -m) */
	LINE_REASON,      /* one of them */
	LINE_NOTE,        /* known to be no decision: about directives, inlining's budget, ... */
	LINE_PACKAGE,     /* "# package" */
	LINE_DUMP,        /* the analysis at work: -m -m up to 1.6 */
	LINE_BLANK,
	LINE_UNKNOWN, /* in no table; with a place it becomes a DECISION_OTHER, else it is left out */
	LINE_CLASSES,
};
const char *line_class_name(enum line_class c); /* "decision", "explanation", ... */
/* Of one line, with or without its carriage return, without its newline. */
enum line_class diagnostics_class(const char *line, size_t n);
struct line_count {
	size_t lines, bytes;
};

struct decision_list {
	struct decision *items;
	size_t len, cap;
	size_t lines;   /* read */
	size_t unknown; /* of them LINE_UNKNOWN */
	struct line_count classes[LINE_CLASSES]; /* lines and bytes read, by class: they sum up to the input */
};
#define DECISION_LIST_INIT                                                                                             \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0, .lines = 0, .unknown = 0, .classes = {{ 0, 0 }}                                            \
	}

/*
 * Parses `n` bytes of compiler output (-m, -m -m or both, one after the other; any era since 1.2) and adds to `out`,
 * which stays sorted by file, line, column, kind, subject. Duplicate statements about one place are merged, one
 * without a column into one with; the reasons that -m -m gives become the detail, one a line. Wording is normalised
 * so that equal decisions of different releases compare equal: the subject of "&T literal" is "&T{...}", of
 * "make([]int, 1 << 4)" "make([]int, 16)"; a function is the top-level one ("F" for "F.func1", "" outside
 * functions). Columns and result names (~r0 in the detail) differ between eras all the same: compare by line, kind
 * and subject.
 */
void diagnostics_parse(const char *text, size_t n, struct decision_list *out);
/*
 * Sets `function` from the source: the enclosing top-level func of each line ("(*T).M", "F", "F.func1" is F);
 * outside of those, and in other files than the one that most decisions are about, what the compiler said stays.
 * `source` is the Go file the decisions are about. Also names the slice of a variadic call's arguments "... argument"
 * where 1.13 to 1.17 say "[]interface {} literal" (told apart by what stands at its place).
 */
void diagnostics_functions(struct decision_list *l, const char *source, size_t n);
/* The same for the decisions in `file`, a base name: where a list is about many files. */
void diagnostics_functions_in(struct decision_list *l, const char *file, const char *source, size_t n);
void decision_list_release(struct decision_list *l);

#endif
