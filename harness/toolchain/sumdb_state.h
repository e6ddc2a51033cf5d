/*
 * Inside the checksum database: what is remembered of one on disk (sumdb.h says what lies where). Shared by any
 * number of processes: files are replaced whole, and `latest` under a lock. sumdb_state_open .. sumdb_state_free.
 */
#ifndef GOALLOC_TOOLCHAIN_SUMDB_STATE_H
#define GOALLOC_TOOLCHAIN_SUMDB_STATE_H

#include <stdbool.h>

#include "base/error.h"
#include "base/str.h"
#include "toolchain/tlog.h"

struct sumdb_state;
/* Below `folder`, for the database of that name. Nothing is created yet. */
struct sumdb_state *sumdb_state_open(const char *folder, const char *name);
void sumdb_state_free(struct sumdb_state *s);
const char *sumdb_state_folder(const struct sumdb_state *s);

/* The remembered head's note, appended; nothing when there is none. ERR_INFRA when it is there but cannot be read. */
int sumdb_state_latest(const struct sumdb_state *s, struct str *out, struct error *err);
/* Replaces it if it still is `old`; *lost: it is not, somebody else was faster, and nothing was written. ERR_INFRA. */
int sumdb_state_advance(const struct sumdb_state *s, const struct str *old, const char *note, size_t n, bool *lost,
                        struct error *err);
/* Keeps two notes that exclude each other as evidence; a disk that refuses does not matter any more. */
void sumdb_state_forked(const struct sumdb_state *s, const struct str *a, const char *b, size_t n);

/* The first t->width hashes of a tile, if so many were put away. */
bool sumdb_state_tile(const struct sumdb_state *s, const struct tlog_tile *t, unsigned char *out);
/* Puts a tile away; a failure costs no more than reading it again. */
void sumdb_state_keep(const struct sumdb_state *s, const struct tlog_tile *t, const unsigned char *data);

#endif
