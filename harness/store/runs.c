#include "store/runs.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "store/arena.h"
#include "store/rows.h"

/*
 * Do the runs end where the samples end? Else somebody else added some, or an earlier version did. The newest session's run of a
 * purpose is its last.
 */
static int covered(struct store *s, int64_t cell, bool *out, int64_t *next, struct error *err)
{
	const struct value id = value_int(cell);
	sqlite3_stmt *stmt;
	int status;

	*out = false;
	*next = 0;
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
		*next = sqlite3_column_int64(stmt, 0);
		*out = *next <= 0 || *next - 1 <= sqlite3_column_int64(stmt, 1);
	}
	db_done(stmt);
	return status < 0 ? -1 : 0;
}

/* ---- writing ---- */

int runs_begin(struct store *s, int64_t cell, int64_t *seq, struct error *err)
{
	const struct value id = value_int(cell);
	bool fine;

	if (s->runs_known && arena_find(s->runs_known, cell))
		return db_int(s, "SELECT coalesce(max(seq), -1) + 1 FROM sample WHERE cell_id = ?1", &id, 1, seq, NULL,
		              err);
	if (covered(s, cell, &fine, seq, err))
		return -1;
	if (!fine &&
	    (db_run(s, "DELETE FROM sample_run WHERE cell_id = ?1", &id, 1, err) ||
	     db_run(s,
	            "INSERT INTO sample_run (cell_id, purpose, session_id, first, last, blocks, last_block)"
	            " SELECT cell_id, purpose, session_id, min(seq), max(seq), count(DISTINCT block), max(block)"
	            " FROM sample WHERE cell_id = ?1 GROUP BY purpose, session_id",
	            &id, 1, err)))
		return -1;
	/* the lock is ours until the store is closed: nobody else adds any */
	if (!s->runs_known)
		s->runs_known = arena_new();
	arena_remember(s->runs_known, cell, "");
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
	for (int purpose = 0; purpose < SAMPLE_PURPOSES; purpose++)
		if (add_run(s, cell, seq, l, (enum sample_purpose)purpose, err))
			return -1;
	return 0;
}

int runs_delete(struct store *s, int64_t cell, enum sample_purpose purpose, struct error *err)
{
	struct value v[] = { value_int(cell), value_int(purpose) };
	int64_t seq;

	return runs_begin(s, cell, &seq, err) ||
	                       db_run(s,
	                              "DELETE FROM sample WHERE cell_id = ?1 AND purpose = ?2"
	                              " AND seq >= (SELECT min(first) FROM sample_run WHERE cell_id = ?1 AND purpose = "
	                              "?2)"
	                              " AND seq <= (SELECT max(last) FROM sample_run WHERE cell_id = ?1 AND purpose = "
	                              "?2)",
	                              v, 2, err) ||
	                       db_run(s, "DELETE FROM sample_run WHERE cell_id = ?1 AND purpose = ?2", v, 2, err)
	               ? -1
	               : 0;
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

/* ---- reading ---- */

#define RUNS_AT_ONCE 8

static int read_run(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct runs_of_purpose *of = ctx;
	struct sample_run run = {
		.session = sqlite3_column_int64(stmt, 0),
		.first = sqlite3_column_int64(stmt, 1),
		.last = sqlite3_column_int64(stmt, 2),
		.blocks = column_count(stmt, 3),
	};

	(void)err;
	run.blocks += !run.blocks;
	of->items = vec_grow(of->items, &of->cap, of->len + 1, sizeof *of->items);
	of->items[of->len++] = run;
	return 0;
}

int runs_open(struct store *s, int64_t cell, struct sample_runs *out, struct error *err)
{
	bool fine;
	int64_t next;
	int status;

	*out = (struct sample_runs){ .cell = cell };
	status = covered(s, cell, &fine, &next, err);
	for (int purpose = 0; purpose < SAMPLE_PURPOSES && !status && !fine; purpose++) {
		const struct value v[] = { value_int(cell), value_int(purpose) };

		status = each_row(s,
		                  "SELECT session_id, min(seq), max(seq), count(DISTINCT block) FROM sample"
		                  " WHERE cell_id = ?1 AND purpose = ?2 GROUP BY session_id ORDER BY session_id DESC",
		                  v, 2, read_run, &out->of[purpose], err);
		out->of[purpose].all = true;
	}
	return status;
}

int run_at(struct store *s, struct sample_runs *runs, enum sample_purpose purpose, size_t at, struct sample_run **out,
           struct error *err)
{
	struct runs_of_purpose *of = &runs->of[purpose];

	*out = NULL;
	while (at >= of->len && !of->all) {
		const size_t before = of->len;
		const struct value v[] = { value_int(runs->cell), value_int(purpose),
			                   value_int(before ? of->items[before - 1].session : INT64_MAX),
			                   value_int(RUNS_AT_ONCE) };

		if (each_row(
			    s,
			    "SELECT session_id, first, last, blocks FROM sample_run WHERE cell_id = ?1 AND purpose = ?2"
			    " AND session_id < ?3 ORDER BY session_id DESC LIMIT ?4",
			    v, 4, read_run, of, err))
			return -1;
		of->all = of->len - before < RUNS_AT_ONCE;
	}
	if (at < of->len)
		*out = &of->items[at];
	return 0;
}

void runs_release(struct sample_runs *runs)
{
	for (int purpose = 0; purpose < SAMPLE_PURPOSES; purpose++)
		free(runs->of[purpose].items);
	memset(runs, 0, sizeof *runs);
}
