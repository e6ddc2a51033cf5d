/*
 * What keeps a row from being taken at its word: a mark in the row, and one footnote for all rows that have it.
 *
 * doubts_init .. (doubts_of_change | doubts_of_outcome .. doubts_mark)* .. doubts_notes .. doubts_release. Borrows the dataset.
 */
#ifndef GOALLOC_CMD_DOUBTS_H
#define GOALLOC_CMD_DOUBTS_H

#include "cmd/history.h"
#include "report/table.h"

enum doubt {
	DOUBT_RANGE,     /* a count that is not deterministic */
	DOUBT_N,         /* the two sides were measured over other numbers of iterations */
	DOUBT_IMPORTED,  /* from logs */
	DOUBT_COUNTERS,  /* Go changed its counters between the two */
	DOUBT_CODE,      /* the case's own code is the same */
	DOUBT_BUSY,      /* the session began on a busy machine */
	DOUBT_UNBOUND,   /* it could not be bound to a processor */
	DOUBT_SUSPECTED, /* not timed again yet */
	DOUBT_UNDECIDED, /* timed again, which did not decide it */
	DOUBT_FEW,       /* too few blocks for any decision */
	DOUBT_UNPAIRED,  /* no block has both sides */
	DOUBT_NOISY,     /* enough blocks, too much noise */
	DOUBT_FAMILY,    /* clear alone, not among so many */
	DOUBT_LAYOUT,    /* no larger than what identical code shows */
	DOUBTS
};

struct doubts {
	const struct dataset *data;
	const struct change_list *changes;
	const char *old_go, *new_go; /* for the commands in footnotes */
	int number[DOUBTS];          /* its mark; 0: not seen yet */
	int used;
	char *busy; /* the sessions that DOUBT_BUSY means, in words */
};
void doubts_init(const struct dataset *data, const struct change_list *changes, const char *old_go, const char *new_go,
                 struct doubts *d);
void doubts_release(struct doubts *d);
/* Masks of 1 << enum doubt. */
unsigned doubts_of_change(struct doubts *d, const struct change *c);
unsigned doubts_of_outcome(struct doubts *d, const struct time_outcome *o);
/* "[1][3]"; marks are given in the order in which they are asked for. */
void doubts_mark(struct doubts *d, unsigned mask, struct str *out);
/* A note for each mark that was given, by number. */
void doubts_notes(const struct doubts *d, struct table *t);

#endif
