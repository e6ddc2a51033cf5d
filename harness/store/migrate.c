#include "store/migrate.h"

#include <string.h>

#include "harness/store/schema.sql.h"
#include "harness/store/schema_2.sql.h"
#include "harness/store/schema_3.sql.h"
#include "harness/store/schema_4.sql.h"
#include "harness/store/schema_5.sql.h"
#include "harness/store/views.sql.h"

static const char *const steps[] = { embedded_schema_sql, embedded_schema_2_sql, embedded_schema_3_sql,
	                             embedded_schema_4_sql, embedded_schema_5_sql };
_Static_assert(sizeof steps / sizeof *steps == STORE_VERSION, "a step for every version");

const struct schema schema_newest = { .steps = steps, .version = STORE_VERSION, .views = embedded_views_sql };

/* Reading a table that is really a view or a virtual one would run SQL or code of whoever made the file. */
static int check_tables(struct store *s, struct error *err)
{
	static const char *const tables[] = { "alloc_site",   "calibration",  "calibration_row", "case_file",
		                              "cell",         "content",      "decision",        "function_code",
		                              "imported_log", "night",        "night_news",      "night_pin",
		                              "night_point",  "night_series", "night_toolchain", "output",
		                              "raw_output",   "runtime_call", "sample",          "sample_run",
		                              "session",      "text",         "toolchain" };

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		const struct value name = value_text(tables[i]);
		bool found;
		int64_t one;

		if (db_int(s,
		           "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1 AND sql LIKE 'CREATE TABLE "
		           "%'",
		           &name, 1, &one, &found, err))
			return -1;
		if (!found)
			return error_set(
				err, ERR_INFRA,
				"database %s lacks the table %s; restore it from a copy, or choose another with --db",
				s->path, tables[i]);
	}
	return 0;
}

static int stop_now(void *unused)
{
	(void)unused;
	return 1;
}

/* The tool_version of the last session into buf: sessions is a public view, so it is there in every version. */
static void last_writer(struct store *s, char *buf, size_t size)
{
	const char *text = NULL;
	sqlite3_stmt *stmt = NULL;
	size_t n = 0;

	/* a view from outside may run for ever: give it a limit of instructions */
	sqlite3_progress_handler(s->db, 10000000, stop_now, NULL);
	if (sqlite3_prepare_v2(s->db, "SELECT tool_version FROM sessions ORDER BY session DESC LIMIT 1", -1, &stmt,
	                       NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		text = (const char *)sqlite3_column_text(stmt, 0);
	for (; text && *text && n + 1 < size && n < 40; text++)
		buf[n++] = *text > ' ' && *text < 0x7f ? *text : '?';
	buf[n] = '\0';
	sqlite3_finalize(stmt);
	sqlite3_progress_handler(s->db, 0, NULL, NULL);
}

int migrate_inspect(struct store *s, const struct schema *schema, enum database_kind *kind, struct error *err)
{
	int64_t version, id, objects;

	if (db_int(s, "PRAGMA user_version", NULL, 0, &version, NULL, err) ||
	    db_int(s, "PRAGMA application_id", NULL, 0, &id, NULL, err) ||
	    db_int(s, "SELECT count(*) FROM sqlite_schema", NULL, 0, &objects, NULL, err))
		return -1;
	if (!id && !version && !objects) {
		*kind = DATABASE_EMPTY;
		return 0;
	}
	if (id != STORE_APPLICATION_ID || version < 0)
		return error_set(
			err, ERR_INFRA,
			"%s is a database of another program; choose another file with --db (nothing was changed)",
			s->path);
	if (version > schema->version) {
		char writer[64];

		last_writer(s, writer, sizeof writer);
		return error_set(
			err, ERR_INFRA,
			"database %s has version %lld, written by goalloc %s; this one reads up to version %d: "
			"upgrade goalloc, or choose another database with --db",
			s->path, (long long)version, *writer ? writer : "of a later release", schema->version);
	}
	*kind = version < schema->version ? DATABASE_OLDER : DATABASE_CURRENT;
	return *kind == DATABASE_CURRENT ? check_tables(s, err) : 0;
}

static int execute(struct store *s, const char *sql, struct error *err)
{
	int rc = sqlite3_exec(s->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : db_error(s, rc, err);
}

static int drop_views(struct store *s, struct error *err)
{
	for (;;) {
		sqlite3_stmt *stmt;
		char *drop = NULL;
		int more, status;

		if (db_query(s, "SELECT name FROM sqlite_schema WHERE type = 'view' LIMIT 1", NULL, 0, &stmt, err))
			return -1;
		more = db_step(s, stmt, err);
		if (more > 0)
			drop = sqlite3_mprintf("DROP VIEW \"%w\"", sqlite3_column_text(stmt, 0));
		db_done(stmt); /* no statement may be reading while the schema changes */
		if (more <= 0)
			return more;
		status = drop ? execute(s, drop, err) : db_error(s, SQLITE_NOMEM, err);
		sqlite3_free(drop);
		if (status)
			return -1;
	}
}

static int upgrade(struct store *s, const struct schema *schema, struct error *err)
{
	int64_t version;
	char pragmas[96];

	/* read again: another process may have migrated it before we got the lock */
	if (db_int(s, "PRAGMA user_version", NULL, 0, &version, NULL, err))
		return -1;
	if (version >= schema->version)
		return 0;
	if (drop_views(s, err)) /* before the steps: ALTER TABLE checks the views that use the table */
		return -1;
	for (int64_t v = version; v < schema->version; v++)
		if (execute(s, schema->steps[v], err))
			return error_prefix(err, "migrating from version %lld to %lld", (long long)v, (long long)v + 1);
	sqlite3_snprintf(sizeof pragmas, pragmas, "PRAGMA application_id = %d; PRAGMA user_version = %d",
	                 STORE_APPLICATION_ID, schema->version);
	return execute(s, schema->views, err) || execute(s, pragmas, err) ? -1 : 0;
}

int migrate(struct store *s, const struct schema *schema, struct error *err)
{
	if (db_begin(s, err))
		return -1;
	return db_end(s, upgrade(s, schema, err), err);
}
