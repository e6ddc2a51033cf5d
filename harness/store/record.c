/* The engine's recorder: one transaction per finished cell, replaced by key, merged by stage. */
#include <string.h>

#include "store/cell.h"

static int put_cell(struct store *s, const struct cell_record *r, struct error *err)
{
	const struct place p = { .t = r->toolchain, .m = r->mode, .c = r->c, .key = r->key };
	int64_t id;

	return cell_make(s, &p, &id, err) || cell_update(s, id, r, err) ||
	                       ((r->stages & STAGE_ESCAPE) && cell_put_escape(s, id, r, err)) ||
	                       cell_put_run(s, id, r, err)
	               ? -1
	               : 0;
}

static int describe(struct error *err, const struct toolchain *t, const struct mode *m, const struct gocase *c)
{
	return error_prefix(err, "recording %s, %s, %s", t->go, m->name, c->name);
}

static int record_cell(void *ctx, const struct cell_record *r, struct error *err)
{
	struct store *s = ctx;

	if (db_begin(s, err) || db_end(s, put_cell(s, r, err), err))
		return describe(err, r->toolchain, r->mode, r->c);
	s->recorded = true;
	return 0;
}

static int put_timing(struct store *s, const struct place *p, const struct sample_list *samples, struct error *err)
{
	struct value v[3] = { value_int(0), value_int(STAGE_TIME), value_int(s->session) };
	int64_t id;

	if (cell_make(s, p, &id, err))
		return -1;
	v[0] = value_int(id);
	return db_run(s, "UPDATE cell SET stages = stages | ?2, session_id = ?3 WHERE id = ?1", v, 3, err) ||
	                       cell_put_samples(s, id, p->c, samples, err)
	               ? -1
	               : 0;
}

static int record_timing(void *ctx, const struct toolchain *t, const struct mode *m, const struct gocase *c,
                         const char *key, const struct sample_list *samples, struct error *err)
{
	const struct place p = { .t = t, .m = m, .c = c, .key = key };
	struct store *s = ctx;

	if (db_begin(s, err) || db_end(s, put_timing(s, &p, samples, err), err))
		return describe(err, t, m, c);
	s->recorded = true;
	return 0;
}

static int read_have(struct store *s, int64_t id, struct engine_have *out, struct error *err)
{
	const struct value v[] = { value_int(id), value_int(SAMPLE_TIME) };
	sqlite3_stmt *stmt;
	int64_t blocks;
	int status, k = 0;

	if (db_query(s, "SELECT status, stages, codes FROM cell WHERE id = ?1", v, 1, &stmt, err))
		return -1;
	status = db_step(s, stmt, err);
	if (status > 0) {
		const char *name = (const char *)sqlite3_column_text(stmt, 0);

		while (name && k < CELL_STATUSES && strcmp(cell_status_name((enum cell_status)k), name) != 0)
			k++;
		if (name && k < CELL_STATUSES) { /* a status that nobody wrote: as if nothing was there */
			out->status = (enum cell_status)k;
			out->stages = (unsigned)sqlite3_column_int64(stmt, 1) & STAGE_ALL;
			/* recorded before there were codes, or all that is asked of them: what the compiler says is had anew, all else stays */
			if (out->status == CELL_OK && sqlite3_column_int64(stmt, 2) < 2)
				out->stages &= ~(unsigned)STAGE_ESCAPE;
		}
	}
	db_done(stmt);
	if (status < 0 || !out->stages)
		return status < 0 ? -1 : 0;
	if (db_int(s,
	           "SELECT count(*) FROM (SELECT DISTINCT session_id, block FROM sample WHERE cell_id = ?1 AND purpose "
	           "= ?2)",
	           v, 2, &blocks, NULL, err))
		return -1;
	out->blocks = blocks > INT32_MAX ? INT32_MAX : (int)blocks;
	return 0;
}

static int recorded(void *ctx, const struct toolchain *t, const struct mode *m, const struct gocase *c, const char *key,
                    struct engine_have *out, struct error *err)
{
	const struct place p = { .t = t, .m = m, .c = c, .key = key };
	bool same_key;
	int64_t id;

	memset(out, 0, sizeof *out);
	if (cell_find(ctx, &p, &id, &same_key, err) || (id && same_key && read_have(ctx, id, out, err)))
		return error_prefix(err, "looking up %s, %s, %s", t->go, m->name, c->name);
	return 0;
}

struct engine_recorder store_recorder(struct store *s)
{
	return (struct engine_recorder){ .ctx = s, .have = recorded, .cell = record_cell, .timing = record_timing };
}
