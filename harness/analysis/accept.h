/*
 * Known and accepted changes: a text that people write, and which changes of a comparison it covers. Pure.
 *
 * accept_parse .. accept_apply .. accept_release. The list owns its strings; changes borrow the `why` of the entry that
 * covers them, so the list must outlive them.
 *
 * One entry a line; words are separated by blanks or tabs; '#' begins a comment line:
 *
 *   CASES  METRICS  since VERSION  [until DATE]  [mode NAMES]  [benchmark GLOB]  [up-to N]  why: TEXT
 *
 * An entry covers a change of its cases and metrics between OLD and NEW if the border it names lies between the two:
 * OLD < VERSION <= NEW. A VERSION without a patch begins with its first beta; a local toolchain counts as newer than
 * every release, and its name may stand for VERSION. The direction does not matter: an improvement is known, too.
 */
#ifndef GOALLOC_ANALYSIS_ACCEPT_H
#define GOALLOC_ANALYSIS_ACCEPT_H

#include <stdbool.h>
#include <stddef.h>

#include "analysis/change.h"
#include "analysis/history.h"
#include "base/error.h"
#include "base/str.h"

enum {
	ACCEPT_MAX_BYTES = 1 << 20, /* of the text */
	ACCEPT_MAX_ENTRIES = 1000,
	ACCEPT_MAX_LINE = 2000, /* bytes */
	ACCEPT_MAX_WORD = 200,
	ACCEPT_MAX_STARS = 8, /* in a glob: more only cost time */
	ACCEPT_DATE = 11      /* "2027-01-01" and its end */
};
/* The same for people, as comment lines: the head of a file that is to be written. */
extern const char accept_template[];

/* What became of an entry in one comparison. */
enum accept_state {
	ACCEPT_OUTSIDE, /* it says nothing about this comparison, or only a part of what it names was compared */
	ACCEPT_USED,    /* it covers changes */
	ACCEPT_STALE,   /* what it names was compared, and nothing of it changed */
	ACCEPT_EXPIRED, /* its day is over: what it would cover counts again */
	ACCEPT_BEYOND,  /* what it names changed by more than it accepts, and nothing else of it did */
};
struct accept_entry {
	size_t line;                 /* of the text, from 1 */
	char *cases;                 /* as written */
	struct strlist globs, modes; /* modes: empty is every mode ("*"); one without `mode` is about "default" */
	unsigned metrics;
	char *since; /* as written */
	struct go_version version;
	bool local;              /* `since` is the name of a local toolchain, version is not set */
	char until[ACCEPT_DATE]; /* the last day on which it holds; "" for ever */
	char *benchmark;         /* a glob, with or without the word Benchmark; NULL: any */
	double up_to;            /* the highest new value that is accepted; below 0: any */
	char *why;
	/* from accept_apply */
	enum accept_state state;
	size_t covered; /* changes it covers (would cover, if expired), those of earlier entries included */
	size_t beyond;  /* changes that it would cover but for `up-to` */
};
struct accept_list {
	struct accept_entry *items;
	size_t len, cap;
};
#define ACCEPT_LIST_INIT                                                                                               \
	{                                                                                                              \
		.items = NULL, .len = 0, .cap = 0                                                                      \
	}
/*
 * Any bytes. ERR_USAGE with the line, what is wrong there and what to write instead; *out is empty then. What is accepted
 * is bounded as above.
 */
int accept_parse(const char *text, size_t n, struct accept_list *out, struct error *err);
void accept_release(struct accept_list *l);

/* What was compared. */
struct accept_scope {
	const struct history *history;
	const struct release *old, *new; /* of the history */
	unsigned metrics;                /* METRIC_* */
	const char *mode;                /* NULL: every mode */
	bool some_cases;   /* only some cases were asked for: an entry without changes may have some elsewhere */
	const char *today; /* "2027-01-01", UTC */
};
/*
 * Sets accepted_why of every change that an entry covers (the first such), and state and numbers of every entry. Changes
 * of the counters alone (epoch) need no entry and use none.
 */
void accept_apply(struct accept_list *l, const struct accept_scope *scope, struct change_list *changes);

#endif
