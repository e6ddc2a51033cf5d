/*
 * Versions of the schema: a table of steps, each SQL text leading from one user_version to the next. Inside the
 * store.
 *
 * migrate() brings a database of any older version to the newest in one transaction: it runs the steps that are
 * missing, makes the public views anew, and sets user_version and application_id. Killed or failed, nothing has
 * changed. A new version of the schema: append a step (ALTER TABLE ..., UPDATE ...), bump STORE_VERSION, adapt
 * views.sql.
 */
#ifndef GOALLOC_STORE_MIGRATE_H
#define GOALLOC_STORE_MIGRATE_H

#include "store/db.h"

struct schema {
	const char *const *steps; /* steps[v] leads from version v to v + 1; steps[0] makes the tables */
	int version;              /* number of steps: the newest version */
	const char *views;        /* CREATE VIEW statements */
};
extern const struct schema schema_newest;

/* What the file holds. */
enum database_kind { DATABASE_EMPTY, DATABASE_OLDER, DATABASE_CURRENT };
/*
 * Is it ours, and of which version? Errors: not a database, of another program, of a newer version (naming the
 * goalloc that wrote it), or of ours without its tables.
 */
int migrate_inspect(struct store *s, const struct schema *schema, enum database_kind *kind, struct error *err);
int migrate(struct store *s, const struct schema *schema, struct error *err);

#endif
