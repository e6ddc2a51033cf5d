/*
 * The database: one SQLite file, WAL, STRICT tables, public views (schema.sql), versioned by user_version.
 *
 * Only this folder knows sqlite3.h. store_open .. (reads and writes) .. store_close. A store for writing holds a lock
 * beside the file ("FILE.lock"): a second writer is refused with the holder's pid. Readers work at any time. Errors are ERR_INFRA and
 * name the file; a database of a newer version says which goalloc wrote it.
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
/* STORE_READ of a missing file: ERR_INFRA, "run `goalloc run` first". Old versions are migrated on STORE_WRITE; on STORE_READ
 * they are migrated too if the file is writable, else read through a migrated in-memory copy. */
int store_open(const char *path, enum store_access access, struct store **out, struct error *err);
void store_close(struct store *s); /* NULL is fine */

/* ---- writing ---- */
struct session_info {
	const char *command_line, *tool_version;
	uint64_t seed;
	const char *machine, *kernel, *cpu, *governor, *load;
};
/* Starts a session: *id is its row, used for all that is recorded from now on. */
int store_session_begin(struct store *s, const struct session_info *info, struct error *err);
int store_session_finish(struct store *s, struct error *err);
int64_t store_session_id(const struct store *s);
int store_toolchain(struct store *s, const struct toolchain *t, struct error *err); /* upsert */
/* The engine's recorder, bound to this store. */
struct engine_recorder store_recorder(struct store *s);

#endif
