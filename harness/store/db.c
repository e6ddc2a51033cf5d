#include "store/db.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "store/arena.h"

int db_error(const struct store *s, int rc, struct error *err)
{
	const char *path = s->path, *said = s->db ? sqlite3_errmsg(s->db) : sqlite3_errstr(rc);
	int system = s->db ? sqlite3_system_errno(s->db) : 0;

	switch (rc & 0xff) {
	case SQLITE_FULL:
		return error_set(err, ERR_INFRA,
		                 "database %s: the disk is full; free some space and run again: what was recorded "
		                 "before is safe",
		                 path);
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return error_set(
			err, ERR_INFRA,
			"database %s is read-only; make the file and its folder writable, or choose another with --db",
			path);
	case SQLITE_NOTADB:
		return error_set(err, ERR_INFRA, "%s is not a database; move it away, or choose another with --db",
		                 path);
	case SQLITE_CORRUPT:
		return error_set(
			err, ERR_INFRA,
			"database %s is damaged (%s); restore it from a copy, or move it away and measure again", path,
			said);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return error_set(err, ERR_INFRA, "database %s is locked by another program; close that and run again",
		                 path);
	case SQLITE_CANTOPEN:
		return error_set(err, ERR_INFRA, "cannot open database %s: %s", path, system ? strerror(system) : said);
	case SQLITE_IOERR:
		return error_set(err, ERR_INFRA, "database %s: %s%s%s; check the disk and run again", path, said,
		                 system ? ": " : "", system ? strerror(system) : "");
	default:
		return error_set(err, ERR_INFRA, "database %s: %s", path, said);
	}
}

static int prepare(struct store *s, const char *sql, sqlite3_stmt **out, struct error *err)
{
	size_t i = 0;
	int rc;

	while (i < DB_STATEMENTS && s->statements[i].sql && s->statements[i].sql != sql)
		i++;
	if (i == DB_STATEMENTS)
		return error_set(err, ERR_INFRA, "database %s: more than %d statements", s->path, DB_STATEMENTS);
	if (!s->statements[i].sql) {
		rc = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s->statements[i].stmt, NULL);
		if (rc != SQLITE_OK)
			return db_error(s, rc, err);
		s->statements[i].sql = sql;
	}
	*out = s->statements[i].stmt;
	return 0;
}

static int bind_text(sqlite3_stmt *stmt, int at, const struct value *v)
{
	struct str repaired = STR_INIT;
	int rc;

	if (utf8_valid(v->p, v->n))
		return sqlite3_bind_text64(stmt, at, v->p, v->n, SQLITE_STATIC, SQLITE_UTF8);
	utf8_repair(&repaired, v->p, v->n);
	rc = sqlite3_bind_text64(stmt, at, str_cstr(&repaired), repaired.len, SQLITE_TRANSIENT, SQLITE_UTF8);
	str_release(&repaired);
	return rc;
}

static int bind_value(sqlite3_stmt *stmt, int at, const struct value *v)
{
	switch (v->type) {
	case VALUE_INT:
		return sqlite3_bind_int64(stmt, at, v->i);
	case VALUE_REAL:
		return sqlite3_bind_double(stmt, at, v->d);
	case VALUE_TEXT:
		return v->p ? bind_text(stmt, at, v) : sqlite3_bind_null(stmt, at);
	case VALUE_BLOB:
		break;
	}
	return v->p ? sqlite3_bind_blob64(stmt, at, v->p, v->n, SQLITE_STATIC) : sqlite3_bind_null(stmt, at);
}

int db_query(struct store *s, const char *sql, const struct value *v, size_t n, sqlite3_stmt **out, struct error *err)
{
	sqlite3_stmt *stmt = NULL;

	*out = NULL;
	if (prepare(s, sql, &stmt, err))
		return -1;
	sqlite3_reset(stmt);
	for (size_t i = 0; i < n; i++) {
		int rc = bind_value(stmt, (int)i + 1, &v[i]);

		if (rc != SQLITE_OK) {
			db_error(s, rc, err);
			db_done(stmt);
			return -1;
		}
	}
	*out = stmt;
	return 0;
}

int db_step(struct store *s, sqlite3_stmt *stmt, struct error *err)
{
	int rc = sqlite3_step(stmt);

	if (rc == SQLITE_ROW)
		return 1;
	return rc == SQLITE_DONE ? 0 : db_error(s, rc, err);
}

void db_done(sqlite3_stmt *stmt)
{
	sqlite3_reset(stmt);
	if (stmt)
		sqlite3_clear_bindings(stmt);
}

int db_run(struct store *s, const char *sql, const struct value *v, size_t n, struct error *err)
{
	sqlite3_stmt *stmt;
	int status;

	if (db_query(s, sql, v, n, &stmt, err))
		return -1;
	status = db_step(s, stmt, err);
	db_done(stmt);
	return status < 0 ? -1 : 0;
}

int db_int(struct store *s, const char *sql, const struct value *v, size_t n, int64_t *out, bool *found,
           struct error *err)
{
	sqlite3_stmt *stmt;
	int status;

	*out = 0;
	if (found)
		*found = false;
	if (db_query(s, sql, v, n, &stmt, err))
		return -1;
	status = db_step(s, stmt, err);
	if (status > 0) {
		*out = sqlite3_column_int64(stmt, 0);
		if (found)
			*found = true;
	}
	db_done(stmt);
	return status < 0 ? -1 : 0;
}

int db_begin(struct store *s, struct error *err)
{
	return db_run(s, "BEGIN IMMEDIATE", NULL, 0, err);
}

int db_end(struct store *s, int status, struct error *err)
{
	struct error ignored = ERROR_INIT; /* of rolling back: the first error is the one to tell */

	if (!status)
		status = db_run(s, "COMMIT", NULL, 0, err);
	if (status && !sqlite3_get_autocommit(s->db))
		db_run(s, "ROLLBACK", NULL, 0, &ignored);
	if (status) { /* the runs made in this transaction are gone */
		arena_free(s->runs_known);
		s->runs_known = NULL;
	}
	return status;
}

void db_close(struct store *s)
{
	for (size_t i = 0; i < DB_STATEMENTS; i++)
		sqlite3_finalize(s->statements[i].stmt);
	memset(s->statements, 0, sizeof s->statements);
	sqlite3_close(s->db);
	s->db = NULL;
}
