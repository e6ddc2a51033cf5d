#include "store/cell.h"

#include <stdlib.h>

static const char *target(const struct place *p)
{
	return mode_goarch(p->m, p->t->goarch);
}

int cell_find(struct store *s, const struct place *p, int64_t *id, bool *same_key, struct error *err)
{
	const struct value v[] = { value_text(p->t->go),  value_text(p->t->goos), value_text(p->t->goarch),
		                   value_text(target(p)), value_text(p->m->name), value_text(p->c->name),
		                   value_text(p->key) };
	sqlite3_stmt *stmt;
	int status;

	*id = 0;
	*same_key = false;
	if (db_query(s,
	             "SELECT c.id, c.key = ?7 FROM cell c JOIN toolchain t ON t.id = c.toolchain_id"
	             " WHERE t.go = ?1 AND t.goos = ?2 AND t.goarch = ?3 AND c.goarch = ?4 AND c.mode = ?5 AND "
	             "c.case_name = ?6",
	             v, 7, &stmt, err))
		return -1;
	status = db_step(s, stmt, err);
	if (status > 0) {
		*id = sqlite3_column_int64(stmt, 0);
		*same_key = sqlite3_column_int(stmt, 1) != 0;
	}
	db_done(stmt);
	return status < 0 ? -1 : 0;
}

static int case_file_id(struct store *s, const struct gocase *c, int64_t *id, struct error *err)
{
	const struct value v[] = { value_text(c->name),
		                   value_text(c->sha256),
		                   value_text(c->family),
		                   value_text(c->file),
		                   value_text(c->kind == CASE_PROGRAM ? "program" : "benchmark"),
		                   value_text(c->title),
		                   value_text(c->question),
		                   value_text(c->why),
		                   value_text(c->answer),
		                   value_bytes(c->source.p, c->source.len) };
	bool found;

	if (db_int(s, "SELECT id FROM case_file WHERE case_name = ?1 AND sha256 = ?2", v, 2, id, &found, err))
		return -1;
	if (found)
		return 0;
	return db_int(
		s,
		"INSERT INTO case_file (case_name, sha256, family, file, kind, title, question, why, answer, source)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING id",
		v, 10, id, NULL, err);
}

static char *join(const struct strlist *l)
{
	struct str out = STR_INIT;

	for (size_t i = 0; i < l->len; i++)
		str_addf(&out, "%s%s", i ? " " : "", l->items[i]);
	return str_detach(&out);
}

static int insert_cell(struct store *s, const struct place *p, int64_t *id, struct error *err)
{
	char *flags = join(&p->m->flags), *environment = join(&p->m->env);
	int64_t toolchain = 0, file = 0;
	int status = toolchain_id(s, p->t, &toolchain, err) || case_file_id(s, p->c, &file, err) ? -1 : 0;
	const struct value v[] = { value_int(toolchain),   value_text(target(p)),  value_text(p->m->name),
		                   value_text(p->c->name), value_int(file),        value_text(p->key),
		                   value_text(flags),      value_text(environment) };

	if (!status)
		status = db_int(s,
		                "INSERT INTO cell (toolchain_id, goarch, mode, case_name, case_file_id, key, flags, "
		                "environment,"
		                " status, reason, stages, binary_sha256, build_ms)"
		                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'ok', '', 0, '', 0) RETURNING id",
		                v, 8, id, NULL, err);
	free(flags);
	free(environment);
	return status;
}

int cell_make(struct store *s, const struct place *p, int64_t *id, struct error *err)
{
	bool same_key;

	if (!s->session)
		return error_set(err, ERR_INFRA, "database %s: nothing can be recorded outside a session", s->path);
	if (cell_find(s, p, id, &same_key, err))
		return -1;
	if (*id && same_key)
		return 0;
	if (*id) {
		const struct value old = value_int(*id);

		s->replaced = true;
		if (db_run(s, "DELETE FROM cell WHERE id = ?1", &old, 1, err))
			return -1;
	}
	return insert_cell(s, p, id, err);
}

int cell_update(struct store *s, int64_t id, const struct cell_record *r, struct error *err)
{
	const bool ran = r->status != CELL_OK || (r->stages & (STAGE_ALLOCS | STAGE_TIME));
	const struct value v[] = { value_int(id),          value_text(cell_status_name(r->status)),
		                   value_text(r->reason),  value_int(ran),
		                   value_int(r->stages),   value_text(r->binary_sha256),
		                   value_int(r->build_ms), value_int(s->session) };

	return db_run(s,
	              "UPDATE cell SET status = iif(?4 OR status NOT IN ('run_failed', 'timeout'), ?2, status),"
	              " reason = iif(?4 OR status NOT IN ('run_failed', 'timeout'), ?3, reason), stages = stages | ?5,"
	              " binary_sha256 = iif(?6 = '', binary_sha256, ?6), build_ms = iif(?7 > 0, ?7, build_ms),"
	              " session_id = ?8 WHERE id = ?1",
	              v, 8, err);
}
