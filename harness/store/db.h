/*
 * Inside the store: the connection, statements, transactions, errors. Only the files of this folder (and their tests)
 * include it.
 *
 * A struct store owns its connection, its prepared statements and, for writing, the lock. Statements come from
 * db_query(): step them, then db_done(). SQL texts are constants: they are prepared once and found again by address.
 */
#ifndef GOALLOC_STORE_DB_H
#define GOALLOC_STORE_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"
#include "store/store.h"
#include "toolchain/version.h"

#define STORE_VERSION 5                 /* user_version of the newest schema: the number of migrations */
#define STORE_APPLICATION_ID 0x676f616c /* "goal": tells our files from other programs' databases */
#define DB_BUSY_MS 10000                /* how long to wait for another program's lock */
#define DB_STATEMENTS 128

struct arena;
struct selection;

struct db_statement {
	const char *sql;
	sqlite3_stmt *stmt;
};

struct store {
	sqlite3 *db;
	char *path; /* as the user named it: for messages */
	int lock_fd;
	int64_t session;
	bool recorded;            /* something in this session */
	bool replaced;            /* something was deleted: there may be unused texts */
	struct arena *runs_known; /* for the writer: what it knows of cells' sample_run rows (runs.c) */
	int64_t *runs_due;        /* ids of cells that have none yet */
	size_t nruns_due, runs_due_cap;
	struct db_statement statements[DB_STATEMENTS];
	/* for the readers */
	bool snapshot;               /* what was read once stays true: the transaction lasts until store_close() */
	struct selection *selection; /* the cells read last (selection.h) */
	struct arena *texts;         /* interned texts, by id */
};

enum value_type { VALUE_INT, VALUE_REAL, VALUE_TEXT, VALUE_BLOB };

/* What is bound to a parameter. Texts and bytes are borrowed until db_done(). */
struct value {
	enum value_type type;
	int64_t i;
	double d;
	const void *p; /* NULL: SQL's NULL */
	size_t n;
};
struct value value_int(int64_t i);
struct value value_uint(uint64_t i); /* cut to INT64_MAX: SQLite's integers are signed */
struct value value_real(double d);
struct value value_text(const char *s); /* NULL counts as ""; bytes that are not UTF-8 become U+FFFD */
struct value value_text_or_null(const char *s);
struct value value_blob(const void *p, size_t n);
struct value value_bytes(const void *p,
                         size_t n); /* TEXT if it is valid UTF-8 without NULs, else BLOB: all bytes kept */

/* Prepares (or finds) `sql` and binds `n` values to ?1 and on. */
int db_query(struct store *s, const char *sql, const struct value *v, size_t n, sqlite3_stmt **out, struct error *err);
/* 1: a row, 0: no more, -1: error. */
int db_step(struct store *s, sqlite3_stmt *stmt, struct error *err);
void db_done(sqlite3_stmt *stmt); /* NULL is fine */
/* Runs a statement without a result. */
int db_run(struct store *s, const char *sql, const struct value *v, size_t n, struct error *err);
/* First column of the first row; *found (may be NULL) false and *out 0 without one. */
int db_int(struct store *s, const char *sql, const struct value *v, size_t n, int64_t *out, bool *found,
           struct error *err);

int db_begin(struct store *s, struct error *err);
/* Commits if status is 0, else rolls back; returns status or -1. */
int db_end(struct store *s, int status, struct error *err);

/* The one-line error of a result code: what, where, what to do. Always returns -1. */
int db_error(const struct store *s, int rc, struct error *err);
void db_close(struct store *s); /* statements and connection */

/* The id of an interned text, made if need be; inside a transaction. */
int text_id(struct store *s, const char *text, int64_t *id, struct error *err);
/* The id of a content, kept once by its SHA-256; inside a transaction. */
int content_id(struct store *s, const struct str *bytes, int64_t *id, struct error *err);
/* The id of the toolchain's row, made or brought up to date; inside a transaction. */
int toolchain_id(struct store *s, const struct toolchain *t, int64_t *id, struct error *err);

/*
 * A version as a number that sorts as versions do, and back: decimal digits MM mmmm pppp s nnn (major, minor,
 * patch + 1, stage, number of the stage). Any number decodes to some version; numbers beyond their digits are cut.
 */
int64_t version_order(const struct go_version *v);
struct go_version version_from_order(int64_t order);

#endif
