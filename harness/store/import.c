#include "store/import.h"

#include <string.h>

#include "store/cell.h"
#include "store/read.h"

/* What is known of an installed toolchain stays; a new one says that nobody vouched for it. Strings live in the statement. */
struct known_toolchain {
	struct str source, digest, output, installed, trust;
};

static void column(struct str *to, sqlite3_stmt *stmt, int i)
{
	const void *p = sqlite3_column_text(stmt, i);

	str_add(to, "");
	if (p)
		str_add_bytes(to, p, (size_t)sqlite3_column_bytes(stmt, i));
}

static int read_toolchain(struct store *s, const struct import_record *r, struct known_toolchain *k, struct error *err)
{
	const struct value v[] = { value_text(r->go), value_text(r->goos), value_text(r->goarch) };
	sqlite3_stmt *stmt;
	int status;

	if (db_query(s,
	             "SELECT source, digest, go_version_output, installed_at, trust FROM toolchain"
	             " WHERE go = ?1 AND goos = ?2 AND goarch = ?3",
	             v, 3, &stmt, err))
		return -1;
	status = db_step(s, stmt, err);
	if (status > 0) {
		column(&k->source, stmt, 0);
		column(&k->digest, stmt, 1);
		column(&k->output, stmt, 2);
		column(&k->installed, stmt, 3);
		column(&k->trust, stmt, 4);
	} else {
		str_add(&k->source, IMPORT_SOURCE);
	}
	db_done(stmt);
	return status < 0 ? -1 : 0;
}

static const char *holds(const struct import_record *r)
{
	return r->decisions ? "decisions" : "results";
}

/* 1: this log is known since an earlier session, 0: it is not, -1: error, or the cell is none of ours. */
static int look(struct store *s, int64_t cell, const struct import_record *r, struct error *err)
{
	const struct value v[] = { value_int(cell), value_text(r->sha256), value_text(holds(r)),
		                   value_int(s->session) };
	int64_t logs, same;

	if (!cell)
		return 0;
	if (db_int(s, "SELECT count(*) FROM imported_log WHERE cell_id = ?1", v, 1, &logs, NULL, err) ||
	    db_int(s,
	           "SELECT count(*) FROM imported_log WHERE cell_id = ?1 AND sha256 = ?2 AND holds = ?3 AND session_id "
	           "<> ?4",
	           v, 4, &same, NULL, err))
		return -1;
	if (!logs)
		return error_set(err, ERR_USAGE,
		                 "%s was measured by goalloc with %s, mode %s: a log must not replace that; import it "
		                 "into another database (--db)",
		                 r->c->name, r->go, r->mode->name);
	return same > 0;
}

static int put(struct store *s, int64_t cell, const struct import_record *r, unsigned stages, struct error *err)
{
	const struct value log[] = { value_int(cell), value_text(r->sha256), value_int(s->session), value_text(r->file),
		                     value_text(holds(r)) };
	const struct value update[] = { value_int(cell), value_int(stages), value_int(s->session) };
	const bool mm = r->level && !strcmp(r->level, "-m -m");
	const struct cell_record said = { .raw_m = mm ? NULL : r->raw,
		                          .raw_mm = mm ? r->raw : NULL,
		                          .decisions = r->decisions };

	return db_run(s,
	              "INSERT OR IGNORE INTO imported_log (cell_id, sha256, session_id, file, holds) VALUES (?1, ?2, "
	              "?3, ?4, ?5)",
	              log, 5, err) ||
	                       db_run(s, "UPDATE cell SET stages = stages | ?2, session_id = ?3 WHERE id = ?1", update,
	                              3, err) ||
	                       (r->decisions && cell_put_escape(s, cell, &said, err)) ||
	                       (r->samples && cell_put_samples(s, cell, r->c, r->samples, err))
	               ? -1
	               : 0;
}

static unsigned stages_of(const struct import_record *r)
{
	unsigned stages = r->decisions ? STAGE_ESCAPE : 0;

	for (size_t i = 0; r->samples && i < r->samples->len; i++)
		stages |= r->samples->items[i].purpose == SAMPLE_ALLOCS ? STAGE_ALLOCS : STAGE_TIME;
	return stages;
}

static int import(struct store *s, const struct import_record *r, bool *known, struct error *err)
{
	struct known_toolchain k = { .source = STR_INIT };
	struct toolchain t = { .version = r->version };
	struct place place = { .t = &t, .m = r->mode, .c = r->c, .key = CELL_KEY_IMPORTED };
	bool same_key;
	int64_t cell = 0;
	int status;

	*known = false;
	if (read_toolchain(s, r, &k, err))
		return -1;
	t.go = (char *)r->go;
	t.goos = (char *)r->goos;
	t.goarch = (char *)r->goarch;
	t.source = (char *)str_cstr(&k.source);
	t.digest = (char *)str_cstr(&k.digest);
	t.version_output = (char *)str_cstr(&k.output);
	t.installed_at = (char *)str_cstr(&k.installed);
	t.trust = (char *)str_cstr(&k.trust);
	status = cell_find(s, &place, &cell, &same_key, err);
	if (!status)
		status = look(s, cell, r, err);
	*known = status > 0;
	if (!status && !(status = cell_make(s, &place, &cell, err)))
		status = put(s, cell, r, stages_of(r), err);
	str_release(&k.source);
	str_release(&k.digest);
	str_release(&k.output);
	str_release(&k.installed);
	str_release(&k.trust);
	return status < 0 ? -1 : 0;
}

int store_import(struct store *s, const struct import_record *r, bool *known, struct error *err)
{
	if (!s->session)
		return error_set(err, ERR_INFRA, "database %s: nothing can be recorded outside a session", s->path);
	if (db_begin(s, err) || db_end(s, import(s, r, known, err), err))
		return error_prefix(err, "importing %s into %s", r->file, s->path);
	s->recorded |= !*known;
	return 0;
}
