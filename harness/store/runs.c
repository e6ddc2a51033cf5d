#include "store/runs.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "store/arena.h"

int runs_state(struct store *s, int64_t cell, enum runs_state *out, int64_t *next, struct error *err)
{
	const struct value id = value_int(cell);
	sqlite3_stmt *stmt;
	int status;

	*out = RUNS_COMPLETE;
	*next = 0;
	/* the newest session's run of a purpose is its last */
	if (db_query(s,
	             "SELECT coalesce((SELECT max(seq) FROM sample WHERE cell_id = ?1), -1) + 1, max("
	             " coalesce((SELECT last FROM sample_run WHERE cell_id = ?1 AND purpose = 0"
	             " ORDER BY session_id DESC LIMIT 1), -1),"
	             " coalesce((SELECT last FROM sample_run WHERE cell_id = ?1 AND purpose = 1"
	             " ORDER BY session_id DESC LIMIT 1), -1),"
	             " coalesce((SELECT last FROM sample_run WHERE cell_id = ?1 AND purpose = 2"
	             " ORDER BY session_id DESC LIMIT 1), -1))",
	             &id, 1, &stmt, err))
		return -1;
	status = db_step(s, stmt, err);
	if (status > 0) {
		const int64_t last = sqlite3_column_int64(stmt, 1);

		*next = sqlite3_column_int64(stmt, 0);
		if (*next > 0 && *next - 1 > last)
			*out = last < 0 ? RUNS_NONE : RUNS_BEHIND;
	}
	db_done(stmt);
	return status < 0 ? -1 : 0;
}

/* ---- writing ---- */

/* What is known of a cell while the store is open: the lock is ours, nobody else adds any. */
static const char complete[] = "", without[] = "without";

static const char *known(const struct store *s, int64_t cell)
{
	return s->runs_known ? arena_find(s->runs_known, cell) : NULL;
}

static void know(struct store *s, int64_t cell, const char *what)
{
	if (!s->runs_known)
		s->runs_known = arena_new();
	arena_remember(s->runs_known, cell, what);
}

/* From all samples of the cell: a third of a microsecond each. */
static int make_runs(struct store *s, int64_t cell, struct error *err)
{
	const struct value id = value_int(cell);

	if (db_run(s, "DELETE FROM sample_run WHERE cell_id = ?1", &id, 1, err) ||
	    db_run(s,
	           "INSERT INTO sample_run (cell_id, purpose, session_id, first, last, blocks, last_block)"
	           " SELECT cell_id, purpose, session_id, min(seq), max(seq), count(DISTINCT block), max(block)"
	           " FROM sample WHERE cell_id = ?1 GROUP BY purpose, session_id",
	           &id, 1, err))
		return -1;
	know(s, cell, complete);
	return 0;
}

/* The seq behind the cell's last sample, and the session of that one; 0 and 0 if there is none. */
static int behind_last(struct store *s, int64_t cell, int64_t *seq, int64_t *session, struct error *err)
{
	const struct value id = value_int(cell);
	sqlite3_stmt *stmt;
	int status;

	*seq = *session = 0;
	if (db_query(s, "SELECT seq + 1, session_id FROM sample WHERE cell_id = ?1 ORDER BY seq DESC LIMIT 1", &id, 1,
	             &stmt, err))
		return -1;
	status = db_step(s, stmt, err);
	if (status > 0) {
		*seq = sqlite3_column_int64(stmt, 0);
		*session = sqlite3_column_int64(stmt, 1);
	}
	db_done(stmt);
	return status < 0 ? -1 : 0;
}

static int look_at(struct store *s, int64_t cell, struct error *err)
{
	enum runs_state state;
	int64_t next;

	if (runs_state(s, cell, &state, &next, err))
		return -1;
	if (state == RUNS_BEHIND)
		return make_runs(s, cell, err);
	know(s, cell, state == RUNS_NONE ? without : complete);
	if (state == RUNS_NONE) {
		s->runs_due = vec_grow(s->runs_due, &s->runs_due_cap, s->nruns_due + 1, sizeof *s->runs_due);
		s->runs_due[s->nruns_due++] = cell;
	}
	return 0;
}

int runs_begin(struct store *s, int64_t cell, int64_t *seq, struct error *err)
{
	int64_t session;

	if (!known(s, cell) && look_at(s, cell, err))
		return -1;
	if (behind_last(s, cell, seq, &session, err))
		return -1;
	/* a session that was taken up again stands behind a later one: no longer in the order that readers count on */
	if (known(s, cell) == without && session > s->session)
		return make_runs(s, cell, err);
	return 0;
}

static int add_run(struct store *s, int64_t cell, int64_t seq, const struct sample_list *l, enum sample_purpose purpose,
                   struct error *err)
{
	struct value v[8] = { value_int(cell), value_int(purpose), value_int(s->session) };
	int64_t blocks = 0, first = -1, last = -1;
	int first_block = 0, block = 0;

	for (size_t i = 0; i < l->len; i++) {
		const struct sample *p = &l->items[i];

		if (p->purpose != purpose)
			continue;
		if (first < 0) {
			first = seq + (int64_t)i;
			first_block = p->block;
		}
		blocks += first == seq + (int64_t)i || p->block != block;
		block = p->block;
		last = seq + (int64_t)i;
	}
	if (first < 0)
		return 0;
	v[3] = value_int(first);
	v[4] = value_int(last);
	v[5] = value_int(blocks);
	v[6] = value_int(block);
	v[7] = value_int(first_block);
	return db_run(s,
	              "INSERT INTO sample_run (cell_id, purpose, session_id, first, last, blocks, last_block)"
	              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET last = ?5,"
	              " blocks = blocks + ?6 - (last_block = ?8), last_block = ?7",
	              v, 8, err);
}

int runs_add(struct store *s, int64_t cell, int64_t seq, const struct sample_list *l, struct error *err)
{
	if (known(s, cell) == without)
		return 0;
	for (int purpose = 0; purpose < SAMPLE_PURPOSES; purpose++)
		if (add_run(s, cell, seq, l, (enum sample_purpose)purpose, err))
			return -1;
	return 0;
}

int runs_delete(struct store *s, int64_t cell, enum sample_purpose purpose, struct error *err)
{
	struct value v[] = { value_int(cell), value_int(purpose) };

	if ((!known(s, cell) && look_at(s, cell, err)) || (known(s, cell) == without && make_runs(s, cell, err)))
		return -1;
	return db_run(s,
	              "DELETE FROM sample WHERE cell_id = ?1 AND purpose = ?2"
	              " AND seq >= (SELECT min(first) FROM sample_run WHERE cell_id = ?1 AND purpose = ?2)"
	              " AND seq <= (SELECT max(last) FROM sample_run WHERE cell_id = ?1 AND purpose = ?2)",
	              v, 2, err) ||
	                       db_run(s, "DELETE FROM sample_run WHERE cell_id = ?1 AND purpose = ?2", v, 2, err)
	               ? -1
	               : 0;
}

int runs_catch_up(struct store *s, int64_t most, struct error *err)
{
	while (s->nruns_due && most > 0) {
		const int64_t cell = s->runs_due[--s->nruns_due];
		enum runs_state state;
		int64_t next;

		if (runs_state(s, cell, &state, &next, err) || (state == RUNS_NONE && make_runs(s, cell, err)))
			return -1;
		most -= state == RUNS_NONE ? next : 0;
	}
	return 0;
}

int store_prune_samples(struct store *s, const int64_t *sessions, size_t n, struct error *err)
{
	int status = db_begin(s, err);

	if (status)
		return -1;
	for (size_t i = 0; i < n && !status; i++) {
		const struct value v[] = { value_int(sessions[i]), value_int(SAMPLE_ALLOCS) };

		status = db_run(s,
		                "DELETE FROM sample WHERE (cell_id, seq) IN (SELECT s.cell_id, s.seq FROM sample_run r"
		                " CROSS JOIN sample s ON s.cell_id = r.cell_id AND s.seq BETWEEN r.first AND r.last"
		                " AND s.purpose = r.purpose AND s.session_id = r.session_id"
		                " WHERE r.session_id = ?1 AND r.purpose <> ?2)",
		                v, 2, err) ||
		                         db_run(s, "DELETE FROM sample_run WHERE session_id = ?1 AND purpose <> ?2", v,
		                                2, err)
		                 ? -1
		                 : 0;
	}
	return db_end(s, status, err);
}
