/*
 * The database: one SQLite file, WAL, STRICT tables, public views (schema.sql), versioned by user_version.
 *
 * Only this folder knows sqlite3.h. store_open .. (reads and writes) .. store_close. A store for writing holds a
 * lock beside the file ("FILE.lock"): a second writer is refused with the holder's pid. Readers work at any time.
 * Errors are ERR_INFRA and name the file; a database of a newer version says which goalloc wrote it.
 */
#ifndef GOALLOC_STORE_STORE_H
#define GOALLOC_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "bench/engine.h"
#include "bench/record.h"
#include "toolchain/toolchain.h"

struct store;

enum store_access { STORE_READ, STORE_WRITE /* creates file and folders, migrates */ };
/*
 * STORE_READ of a missing file: ERR_INFRA, "run `goalloc run` first". Old versions are migrated on STORE_WRITE; on
 * STORE_READ they are migrated too if the file is writable, else read through a migrated in-memory copy.
 */
int store_open(const char *path, enum store_access access, struct store **out, struct error *err);
void store_close(struct store *s); /* NULL is fine */

/* ---- writing ---- */
struct session_info {
	const char *command_line, *tool_version;
	uint64_t seed;
	const char *machine, *kernel, *cpu, *governor, *load;
	const char *conditions; /* how it times (engine_conditions); NULL counts as "" */
};
/* Starts a session: all that is recorded from now on belongs to it. */
int store_session_begin(struct store *s, const struct session_info *info, struct error *err);
/* Stamps the end; a session that recorded nothing leaves no row. Sweeps what replaced cells left behind. */
int store_session_finish(struct store *s, struct error *err);
int64_t store_session_id(const struct store *s);
/* Has the session that began last recorded anything, so that its row stays? */
bool store_session_recorded(const struct store *s);
/*
 * Adds or updates its row. A local toolchain with another digest than before loses its cells: they were measured
 * with a compiler that is gone, and must not pass for the new one's under the same name.
 */
int store_toolchain(struct store *s, const struct toolchain *t, struct error *err);
/*
 * The engine's recorder, bound to this store; a session must have begun. A cell is unique by toolchain, target
 * platform (mode_goarch), mode and case name. Recorded with another key it is replaced with all that hangs on it;
 * with the same key stages merge: escape and allocs anew, timing samples added (STAGE_TIME is set by the first of
 * them).
 */
struct engine_recorder store_recorder(struct store *s);
struct calibration; /* read.h */
/*
 * Records one run of selftest with its rows, in one transaction; no session is needed. *id is 0 for a new one and then its number; with
 * that it takes the place of what was recorded before, as more of it becomes known.
 */
int store_calibration(struct store *s, const struct calibration *c, int64_t *id, struct error *err);
/*
 * Deletes the timing and confirming samples of these sessions, in one transaction; counts and the sessions' rows stay. Not while
 * one of the sessions records.
 */
int store_prune_samples(struct store *s, const int64_t *sessions, size_t n, struct error *err);

#endif
