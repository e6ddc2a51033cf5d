/*
 * Where a cell's samples stand: a run is what one session added for one purpose. Inside the store.
 *
 * Writing, in one transaction: runs_begin() .. insert the samples .. runs_add(). Reading: runs_open() .. run_at() ..
 * runs_release(). A run's samples are found between its first and last seq by their purpose and session; samples of another run
 * may stand between them.
 *
 * Samples of versions before 5 have no runs. A cell without any is in the order in which goalloc records: sessions never go back,
 * and the counts are of one session. That is enough to read it from its end as far as is asked, and to add to it; its runs are
 * made when its counts are replaced, when that order would be left, or at the end of a session, a bounded number of samples each
 * time (runs_catch_up).
 */
#ifndef GOALLOC_STORE_RUNS_H
#define GOALLOC_STORE_RUNS_H

#include "store/db.h"

enum runs_state {
	RUNS_COMPLETE, /* they end where the samples end */
	RUNS_NONE,     /* there are samples and no runs */
	RUNS_BEHIND    /* somebody else added samples */
};
/* *next: the seq behind the last sample. */
int runs_state(struct store *s, int64_t cell, enum runs_state *out, int64_t *next, struct error *err);

/* The seq of the next sample of the cell. Where others added samples the runs are made anew first. */
int runs_begin(struct store *s, int64_t cell, int64_t *seq, struct error *err);
/* Adds the samples just inserted from `seq` on: those of `l`, in its order. */
int runs_add(struct store *s, int64_t cell, int64_t seq, const struct sample_list *l, struct error *err);
/* Deletes the samples of a purpose, and what says that they are there. */
int runs_delete(struct store *s, int64_t cell, enum sample_purpose purpose, struct error *err);
/* Makes runs of cells that had none when runs_begin() saw them, until they make up `most` samples; inside a transaction. */
int runs_catch_up(struct store *s, int64_t most, struct error *err);

struct sample_run {
	int64_t session, first, last; /* as stored: whatever the file holds */
	int64_t blocks;               /* different ones; at least 1 */
	bool wanted;                  /* the reader's own */
};
/* Of one cell and purpose, the newest session first; read as far as they were asked for. */
struct runs_of_purpose {
	struct sample_run *items;
	size_t len, cap;
	bool all; /* there are no more */
};
struct sample_runs {
	int64_t cell;
	bool none;     /* it has none: they are looked for among the samples */
	int64_t below; /* among those before this seq, then */
	struct runs_of_purpose of[SAMPLE_PURPOSES];
};
/* Of a cell whose runs are not those of all its samples, all its samples are read. */
int runs_open(struct store *s, int64_t cell, struct sample_runs *out, struct error *err);
/*
 * The run at a place, from 0; *out NULL behind the last one, and where the next one's session is older than `oldest`, without
 * looking beyond (INT64_MIN: any). The pointer is good until the next call.
 */
int run_at(struct store *s, struct sample_runs *runs, enum sample_purpose purpose, size_t at, int64_t oldest,
           struct sample_run **out, struct error *err);
void runs_release(struct sample_runs *runs);

#endif
