/*
 * Where a cell's samples stand: a run is what one session added for one purpose. Inside the store.
 *
 * Writing, in one transaction: runs_begin() .. insert the samples .. runs_add(). Reading: runs_open() .. run_at() ..
 * runs_release(). A run's samples are found between its first and last seq by their purpose and session; samples of another run
 * may stand between them.
 */
#ifndef GOALLOC_STORE_RUNS_H
#define GOALLOC_STORE_RUNS_H

#include "store/db.h"

/* The seq of the next sample of the cell. Runs that an earlier version did not write are made first. */
int runs_begin(struct store *s, int64_t cell, int64_t *seq, struct error *err);
/* Adds the samples just inserted from `seq` on: those of `l`, in its order. */
int runs_add(struct store *s, int64_t cell, int64_t seq, const struct sample_list *l, struct error *err);
/* Deletes the samples of a purpose, and what says that they are there. */
int runs_delete(struct store *s, int64_t cell, enum sample_purpose purpose, struct error *err);

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
	struct runs_of_purpose of[SAMPLE_PURPOSES];
};
/* Of a cell whose runs are not those of all its samples, all its samples are read. */
int runs_open(struct store *s, int64_t cell, struct sample_runs *out, struct error *err);
/* The run at a place, from 0; *out NULL behind the last one. The pointer is good until the next call. */
int run_at(struct store *s, struct sample_runs *runs, enum sample_purpose purpose, size_t at, struct sample_run **out,
           struct error *err);
void runs_release(struct sample_runs *runs);

#endif
