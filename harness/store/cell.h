/*
 * One cell of the database while it is being recorded: its row, and what hangs on it. Inside the store; all functions
 * but cell_find() work inside a transaction and a session.
 */
#ifndef GOALLOC_STORE_CELL_H
#define GOALLOC_STORE_CELL_H

#include "store/db.h"

/* Where a cell is found: one per toolchain, target platform, mode and case. Borrows all. */
struct place {
	const struct toolchain *t;
	const struct mode *m;
	const struct gocase *c;
	const char *key; /* of the content wanted there */
};

/* Finds the cell of this place, whatever its key; *id 0 if there is none. */
int cell_find(struct store *s, const struct place *p, int64_t *id, bool *same_key, struct error *err);
/* The cell of this place and key: found, or made after throwing away what another key left. */
int cell_make(struct store *s, const struct place *p, int64_t *id, struct error *err);
/*
 * Status, stages and the rest. The newest word wins, except that a cell which failed when it ran is not made fine by a
 * record that did not run it.
 */
int cell_update(struct store *s, int64_t id, const struct cell_record *r, struct error *err);

/* Everything the compiler said and emitted, anew. */
int cell_put_escape(struct store *s, int64_t id, const struct cell_record *r, struct error *err);
/* Counts and outputs replace the earlier ones of the same key: measuring twice must not count twice. */
int cell_put_run(struct store *s, int64_t id, const struct cell_record *r, struct error *err);
/* Adds samples: timings add up. */
int cell_put_samples(struct store *s, int64_t id, const struct gocase *c, const struct sample_list *l,
                     struct error *err);

#endif
