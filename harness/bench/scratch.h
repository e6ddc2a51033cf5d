/*
 * This process's folder below the cache's scratch/, and sweeping away those of processes that died.
 */
#ifndef GOALLOC_BENCH_SCRATCH_H
#define GOALLOC_BENCH_SCRATCH_H

#include "base/error.h"
#include "base/str.h"

struct scratch {
	char *path; /* absolute; NULL when closed */
	char *lock_path;
	int lock; /* held as long as the folder is in use */
};
#define SCRATCH_INIT                                                                                                   \
	{                                                                                                              \
		.path = NULL, .lock_path = NULL, .lock = -1                                                            \
	}

/* Creates cache/scratch/run-XXXXXX. Folders of that name whose lock nobody holds are removed. */
int scratch_open(const char *cache, struct scratch *out, struct error *err);
/* Removes the folder; closing twice is fine. */
void scratch_close(struct scratch *s);
/* Writes a file that nobody needs after a crash: no fsync. */
int scratch_write(const char *path, const struct str *text, struct error *err);

#endif
