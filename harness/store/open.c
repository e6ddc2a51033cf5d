#include <errno.h>
#include <libgen.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "store/db.h"
#include "store/migrate.h"
#include "store/selection.h"

_Static_assert(SQLITE_VERSION_NUMBER >= 3037000, "SQLite 3.37 or newer is needed: STRICT tables");

#define MAX_VALUE (256 << 20) /* bytes of one value or row: more is not ours */

static struct store *store_new(const char *path)
{
	struct store *s = xcalloc(1, sizeof *s);

	s->path = xstrdup(path);
	s->lock_fd = -1;
	return s;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	db_close(s);
	file_unlock(s->lock_fd);
	selection_free(s->selection);
	arena_free(s->texts);
	arena_free(s->runs_known);
	free(s->runs_due);
	free(s->path);
	free(s);
}

/* What a hostile file could misuse is off; errors are precise; waiting is bounded. */
static int harden(struct store *s, struct error *err)
{
	static const struct {
		int option, value;
	} config[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },      { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 }, { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },        { SQLITE_DBCONFIG_DQS_DML, 0 },
	};

	for (size_t i = 0; i < sizeof config / sizeof *config; i++)
		sqlite3_db_config(s->db, config[i].option, config[i].value, (int *)NULL);
	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_busy_timeout(s->db, DB_BUSY_MS);
	sqlite3_limit(s->db, SQLITE_LIMIT_LENGTH, MAX_VALUE);
	sqlite3_limit(s->db, SQLITE_LIMIT_ATTACHED, 0);
	return db_run(s, "PRAGMA cell_size_check = ON", NULL, 0, err) ||
	                       db_run(s, "PRAGMA foreign_keys = ON", NULL, 0, err) ||
	                       db_run(s, "PRAGMA synchronous = NORMAL", NULL, 0, err) ||
	                       /* what a night writes to: 32 MB of the log between two waits for the disk, and a cache for it */
	                       db_run(s, "PRAGMA wal_autocheckpoint = 8000", NULL, 0, err) ||
	                       db_run(s, "PRAGMA cache_size = -32000", NULL, 0, err)
	               ? -1
	               : 0;
}

/* "file:///a%20b?immutable=1": a URI is the only way to say that nobody writes. */
static char *immutable_uri(const char *absolute)
{
	struct str uri = STR_INIT;

	str_add(&uri, "file://");
	for (const char *p = absolute; *p; p++) {
		if (strchr("%?#", *p) || *p <= ' ' || *p >= 0x7f)
			str_addf(&uri, "%%%02X", (unsigned char)*p);
		else
			str_add_char(&uri, *p);
	}
	str_add(&uri, "?immutable=1");
	return str_detach(&uri);
}

/*
 * Absolute, so that no name means something special to SQLite (":memory:", "file:..."). Immutable is for a file in
 * a folder that cannot be written: WAL needs a companion file there, even for reading.
 */
static int open_file(struct store *s, bool create, bool immutable, struct error *err)
{
	char *absolute = path_absolute(s->path), *uri = immutable ? immutable_uri(absolute) : NULL;
	int flags = immutable ? SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
	                      : SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
	/* no mutex: a store is used by one thread at a time */
	int rc = sqlite3_open_v2(uri ? uri : absolute, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
	int status = rc == SQLITE_OK ? harden(s, err) : db_error(s, rc, err);

	free(absolute);
	free(uri);
	return status;
}

#define ORPHAN_WAIT_MS 5000 /* it only has to be scheduled once */

/* The lock's name follows links, so that two names of one file share it. */
static int lock(struct store *s, struct error *err)
{
	char *real = realpath(s->path, NULL), *name = xasprintf("%s.lock", real ? real : s->path);
	long holder = 0;
	int status = file_lock(name, 0, &s->lock_fd, &holder, err);

	/* whoever was killed has left a child between fork and exec at most: it shares the lock, and is about to die, too */
	if (status && holder && kill((pid_t)holder, 0) && errno == ESRCH) {
		error_clear(err);
		status = file_lock(name, ORPHAN_WAIT_MS, &s->lock_fd, &holder, err);
	}
	if (status && holder)
		error_set(err, ERR_INFRA,
		          "database %s is being written by process %ld; wait until it has finished, or choose another "
		          "with --db",
		          s->path, holder);
	else if (status)
		error_prefix(err,
		             "database %s cannot be written; make its folder writable, or choose another with --db",
		             s->path);
	free(real);
	free(name);
	return status;
}

static int check_file(const char *path, enum store_access access_wanted, struct error *err)
{
	struct stat st;

	if (stat(path, &st)) {
		if (errno != ENOENT)
			return error_errno(err, ERR_INFRA, "cannot open database %s", path);
		if (access_wanted == STORE_READ)
			return error_set(
				err, ERR_INFRA,
				"there is no database %s; run `goalloc run` first, or choose another with --db", path);
		return 0;
	}
	if (!S_ISREG(st.st_mode))
		return error_set(err, ERR_INFRA, "%s is not a database but a %s; choose another with --db", path,
		                 S_ISDIR(st.st_mode) ? "folder" : "special file");
	if (access(path, R_OK))
		return error_errno(err, ERR_INFRA,
		                   "database %s cannot be read; make it readable, or choose another with --db", path);
	if (access_wanted == STORE_WRITE && access(path, W_OK))
		return error_errno(err, ERR_INFRA,
		                   "database %s cannot be written; make it writable, or choose another with --db",
		                   path);
	return 0;
}

static int make_folder(const char *path, struct error *err)
{
	char *copy = xstrdup(path);
	int status = dir_make(dirname(copy), err);

	free(copy);
	return status;
}

static int open_for_writing(struct store *s, struct error *err)
{
	enum database_kind kind;

	if (make_folder(s->path, err) || lock(s, err) || open_file(s, true, false, err) ||
	    migrate_inspect(s, &schema_newest, &kind, err) || db_run(s, "PRAGMA journal_mode = WAL", NULL, 0, err))
		return -1;
	return kind == DATABASE_CURRENT ? 0 : migrate(s, &schema_newest, err);
}

/* Replaces the connection by one to a migrated copy in memory. */
static int migrate_copy(struct store *s, struct error *err)
{
	sqlite3 *memory = NULL, *file = s->db;
	sqlite3_backup *backup;
	int rc = sqlite3_open_v2(":memory:", &memory, SQLITE_OPEN_READWRITE, NULL);

	backup = rc == SQLITE_OK ? sqlite3_backup_init(memory, "main", file, "main") : NULL;
	if (backup) {
		sqlite3_backup_step(backup, -1);
		rc = sqlite3_backup_finish(backup);
	} else if (rc == SQLITE_OK) {
		rc = sqlite3_errcode(memory);
	}
	db_close(s);
	s->db = memory;
	if (rc != SQLITE_OK)
		return db_error(s, rc, err);
	return harden(s, err) || migrate(s, &schema_newest, err) ? -1 : 0;
}

/* An older database is brought up to date in place if nobody writes it and we may, else in a copy. */
static int update_for_reading(struct store *s, struct error *err)
{
	struct error ignored = ERROR_INIT;
	int status;

	if (sqlite3_db_readonly(s->db, "main") == 1 || lock(s, &ignored))
		return migrate_copy(s, err);
	status = migrate(s, &schema_newest, err);
	file_unlock(s->lock_fd);
	s->lock_fd = -1;
	return status;
}

/*
 * A log with content must be replayed first, which "nobody writes" forbids: what we then read might be half of the
 * truth.
 */
static bool has_log(const struct store *s)
{
	char *name = xasprintf("%s-wal", s->path);
	struct stat st;
	bool found = !stat(name, &st) && st.st_size > 0;

	free(name);
	return found;
}

/* Did reading fail because the folder cannot be written? */
static bool wants_folder(const struct store *s)
{
	int code = s->db ? sqlite3_errcode(s->db) & 0xff : SQLITE_OK;

	return code == SQLITE_CANTOPEN || code == SQLITE_READONLY;
}

static int open_for_reading(struct store *s, struct error *err)
{
	enum database_kind kind;
	int status;

	status = open_file(s, false, false, err) || migrate_inspect(s, &schema_newest, &kind, err) ? -1 : 0;
	if (status && wants_folder(s) && !has_log(s)) {
		db_close(s);
		error_clear(err);
		status = open_file(s, false, true, err) || migrate_inspect(s, &schema_newest, &kind, err) ? -1 : 0;
	}
	if (status)
		return -1;
	if (kind == DATABASE_EMPTY)
		return error_set(err, ERR_INFRA,
		                 "database %s is empty; run `goalloc run` first, or choose another with --db", s->path);
	if (kind == DATABASE_OLDER && update_for_reading(s, err))
		return -1;
	/* one transaction to the end: all lists are of the same moment, even beside a writer */
	s->snapshot = !db_run(s, "PRAGMA query_only = ON", NULL, 0, err) && !db_run(s, "BEGIN", NULL, 0, err);
	return s->snapshot ? 0 : -1;
}

int store_open(const char *path, enum store_access access_wanted, struct store **out, struct error *err)
{
	struct store *s;
	int status;

	*out = NULL;
	if (check_file(path, access_wanted, err))
		return -1;
	s = store_new(path);
	status = access_wanted == STORE_WRITE ? open_for_writing(s, err) : open_for_reading(s, err);
	if (status)
		store_close(s);
	else
		*out = s;
	return status;
}
