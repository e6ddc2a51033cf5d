/* The engine's recorder: one transaction per finished cell, replaced by key, merged by stage. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "store/cell.h"

#define BLOCK_MAX (INT32_MAX / 2) /* nobody times that often: a number from elsewhere */

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
	if (db_run(s, "UPDATE cell SET stages = stages | ?2, session_id = ?3 WHERE id = ?1", v, 3, err) ||
	    cell_put_samples(s, id, p->c, samples, err))
		return describe(err, p->t, p->m, p->c);
	return 0;
}

static int record_timing(void *ctx, const struct mode *m, const struct timed_cell *cells, size_t n, struct error *err)
{
	struct store *s = ctx;
	int status = 0;

	if (db_begin(s, err))
		return error_prefix(err, "recording times");
	for (size_t i = 0; i < n && !status; i++) {
		const struct place p = { .t = cells[i].toolchain, .m = m, .c = cells[i].c, .key = cells[i].key };

		status = put_timing(s, &p, cells[i].samples, err);
	}
	if (db_end(s, status, err))
		return -1;
	s->recorded = true;
	return 0;
}

static int read_have(struct store *s, int64_t id, struct engine_have *out, struct error *err)
{
	const struct value v[] = { value_int(id), value_int(SAMPLE_ALLOCS) };
	sqlite3_stmt *stmt;
	int status, k = 0;
	int64_t block;

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
	/* samples are numbered as they come: the first timing one is of the first session that timed */
	if (db_int(s, "SELECT session_id FROM sample WHERE cell_id = ?1 AND purpose <> ?2 ORDER BY seq LIMIT 1", v, 2,
	           &out->timed_since, NULL, err) ||
	    db_int(s, "SELECT block FROM sample WHERE cell_id = ?1 AND purpose <> ?2 ORDER BY seq DESC LIMIT 1", v, 2,
	           &block, NULL, err))
		return -1;
	out->last_block = block < 0 || block > BLOCK_MAX ? 0 : (int)block;
	return 0;
}

static int find(struct store *s, const struct place *p, int64_t *id, struct error *err)
{
	bool same_key;

	if (cell_find(s, p, id, &same_key, err)) {
		error_prefix(err, "looking up %s, %s, %s", p->t->go, p->m->name, p->c->name);
		return -1;
	}
	if (!same_key)
		*id = 0;
	return 0;
}

static int recorded(void *ctx, const struct toolchain *t, const struct mode *m, const struct gocase *c, const char *key,
                    struct engine_have *out, struct error *err)
{
	const struct place p = { .t = t, .m = m, .c = c, .key = key };
	int64_t id;

	memset(out, 0, sizeof *out);
	if (find(ctx, &p, &id, err))
		return -1;
	if (id && read_have(ctx, id, out, err))
		return error_prefix(err, "looking up %s, %s, %s", t->go, m->name, c->name);
	return 0;
}

/* The case's own word for the name: it lives longer than a row. NULL: the case has no such benchmark. */
static const char *own_name(const struct gocase *c, const char *name)
{
	for (size_t i = 0; name && i < c->benchmarks.len; i++)
		if (!strcmp(c->benchmarks.items[i], name))
			return c->benchmarks.items[i];
	return NULL;
}

#define BLOCKS_ENOUGH 1000 /* more are not asked for, and no report looks at more */

/*
 * The newest first, until they are of an earlier session or enough: what a year has left is not read to find last night's.
 * Whole sessions, so that both sides of a pair are read or none.
 */
static int read_times(struct store *s, int64_t id, const struct gocase *c, int64_t since, struct recorded_times *out,
                      struct error *err)
{
	const struct value v[] = { value_int(id) };
	int64_t last_session = 0, last_block = -1;
	size_t blocks = 0;
	sqlite3_stmt *stmt;
	int status;

	if (db_query(s,
	             "SELECT session_id, block, purpose, n, elapsed_ns, (SELECT text FROM text WHERE id = benchmark)"
	             " FROM sample WHERE cell_id = ?1 ORDER BY seq DESC",
	             v, 1, &stmt, err))
		return -1;
	while ((status = db_step(s, stmt, err)) > 0) {
		const int64_t session = sqlite3_column_int64(stmt, 0), block = sqlite3_column_int64(stmt, 1),
			      purpose = sqlite3_column_int64(stmt, 2), n = sqlite3_column_int64(stmt, 3),
			      elapsed = sqlite3_column_int64(stmt, 4);
		const char *name = own_name(c, (const char *)sqlite3_column_text(stmt, 5));

		if (purpose != SAMPLE_TIME && purpose != SAMPLE_CONFIRM)
			continue; /* counts are renewed later: their sessions say nothing */
		if (session < since || (session != last_session && blocks >= BLOCKS_ENOUGH))
			break;
		blocks += session != last_session || block != last_block;
		last_session = session;
		last_block = block;
		if (!name || session <= 0 || block < 0 || block > BLOCK_MAX || n <= 0 || elapsed <= 0)
			continue;
		out->items = vec_grow(out->items, &out->cap, out->len + 1, sizeof *out->items);
		out->items[out->len++] = (struct recorded_time){ .session = session,
			                                         .block = (int)block,
			                                         .purpose = (enum sample_purpose)purpose,
			                                         .benchmark = name,
			                                         .ns = (double)elapsed / (double)n };
	}
	db_done(stmt);
	return status < 0 ? -1 : 0;
}

static int recorded_times(void *ctx, const struct toolchain *t, const struct mode *m, const struct gocase *c,
                          const char *key, int64_t since, struct recorded_times *out, struct error *err)
{
	const struct place p = { .t = t, .m = m, .c = c, .key = key };
	int64_t id;

	if (find(ctx, &p, &id, err))
		return -1;
	if (id && read_times(ctx, id, c, since, out, err))
		return error_prefix(err, "looking up times of %s, %s, %s", t->go, m->name, c->name);
	return 0;
}

struct engine_recorder store_recorder(struct store *s)
{
	return (struct engine_recorder){
		.ctx = s, .have = recorded, .cell = record_cell, .timing = record_timing, .times = recorded_times
	};
}
