/*
 * Reading runs: from their table, or of a cell that has none there from the samples themselves, from the newest session back as far as
 * is asked.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "store/rows.h"
#include "store/runs.h"

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
	if (sqlite3_column_type(stmt, 1) == SQLITE_NULL)
		return 0; /* the least seq of no samples */
	run.blocks += !run.blocks;
	of->items = vec_grow(of->items, &of->cap, of->len + 1, sizeof *of->items);
	of->items[of->len++] = run;
	return 0;
}

int runs_open(struct store *s, int64_t cell, struct sample_runs *out, struct error *err)
{
	enum runs_state state;
	int64_t next;
	int status;

	*out = (struct sample_runs){ .cell = cell, .below = INT64_MAX };
	status = runs_state(s, cell, &state, &next, err);
	out->none = state == RUNS_NONE;
	for (int purpose = 0; purpose < SAMPLE_PURPOSES && !status && state == RUNS_BEHIND; purpose++) {
		const struct value v[] = { value_int(cell), value_int(purpose) };

		status = each_row(s,
		                  "SELECT session_id, min(seq), max(seq), count(DISTINCT block) FROM sample"
		                  " WHERE cell_id = ?1 AND purpose = ?2 GROUP BY session_id ORDER BY session_id DESC",
		                  v, 2, read_run, &out->of[purpose], err);
		out->of[purpose].all = true;
	}
	return status;
}

/* ---- without the table ---- */

struct sample_place {
	int64_t seq, session;
	bool found;
};

static int read_place(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct sample_place *p = ctx;

	(void)err;
	*p = (struct sample_place){ sqlite3_column_int64(stmt, 0), sqlite3_column_int64(stmt, 1), true };
	return 0;
}

/* The run of a purpose among the samples of one session, which are those from one seq to another; none if it has none. */
static int add_run(struct store *s, struct sample_runs *runs, enum sample_purpose purpose, int64_t from, int64_t to,
                   struct error *err)
{
	const struct value v[] = { value_int(runs->cell), value_int(from), value_int(to), value_int(purpose) };
	struct runs_of_purpose *of = &runs->of[purpose];

	return each_row(s,
	                "SELECT max(session_id), min(seq), max(seq), count(DISTINCT block) FROM sample"
	                " WHERE cell_id = ?1 AND seq BETWEEN ?2 AND ?3 AND purpose = ?4",
	                v, 4, read_run, of, err);
}

/* All counts are of one session: whoever counts replaces what was there. */
static int find_counts(struct store *s, struct sample_runs *runs, struct error *err)
{
	struct value v[] = { value_int(runs->cell), value_int(SAMPLE_ALLOCS), value_int(0) };
	struct sample_place first = { .found = false }, behind = { .found = false };

	runs->of[SAMPLE_ALLOCS].all = true;
	if (each_row(s, "SELECT seq, session_id FROM sample WHERE cell_id = ?1 AND purpose = ?2 ORDER BY seq LIMIT 1",
	             v, 2, read_place, &first, err))
		return -1;
	if (!first.found)
		return 0;
	v[1] = value_int(first.seq);
	v[2] = value_int(first.session);
	if (each_row(s,
	             "SELECT seq, session_id FROM sample WHERE cell_id = ?1 AND seq > ?2 AND session_id <> ?3"
	             " ORDER BY seq LIMIT 1",
	             v, 3, read_place, &behind, err))
		return -1;
	return add_run(s, runs, SAMPLE_ALLOCS, first.seq, behind.found ? behind.seq - 1 : INT64_MAX, err);
}

/* One session back: its times and confirmations. False if there is no older one, or it is of before `oldest`. */
static int step_back(struct store *s, struct sample_runs *runs, int64_t oldest, bool *stepped, struct error *err)
{
	struct value v[] = { value_int(runs->cell), value_int(runs->below), value_int(0) };
	struct sample_place last = { .found = false }, before = { .found = false };

	*stepped = false;
	if (each_row(s, "SELECT seq, session_id FROM sample WHERE cell_id = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT 1",
	             v, 2, read_place, &last, err))
		return -1;
	if (!last.found)
		runs->of[SAMPLE_TIME].all = runs->of[SAMPLE_CONFIRM].all = true;
	if (!last.found || last.session < oldest)
		return 0;
	v[2] = value_int(last.session);
	if (each_row(s,
	             "SELECT seq, session_id FROM sample WHERE cell_id = ?1 AND seq < ?2 AND session_id <> ?3"
	             " ORDER BY seq DESC LIMIT 1",
	             v, 3, read_place, &before, err))
		return -1;
	runs->below = before.found ? before.seq + 1 : INT64_MIN;
	*stepped = true;
	return add_run(s, runs, SAMPLE_TIME, runs->below, last.seq, err) ||
	                       add_run(s, runs, SAMPLE_CONFIRM, runs->below, last.seq, err)
	               ? -1
	               : 0;
}

/* ---- one after the other ---- */

/* More of a purpose; *more is false if there are none, or none before `oldest` is reached. */
static int read_more(struct store *s, struct sample_runs *runs, enum sample_purpose purpose, int64_t oldest, bool *more,
                     struct error *err)
{
	struct runs_of_purpose *of = &runs->of[purpose];
	const size_t before = of->len;
	const struct value v[] = { value_int(runs->cell), value_int(purpose),
		                   value_int(before ? of->items[before - 1].session : INT64_MAX),
		                   value_int(RUNS_AT_ONCE) };

	*more = true;
	if (runs->none)
		return purpose == SAMPLE_ALLOCS ? find_counts(s, runs, err) : step_back(s, runs, oldest, more, err);
	if (each_row(s,
	             "SELECT session_id, first, last, blocks FROM sample_run WHERE cell_id = ?1 AND purpose = ?2"
	             " AND session_id < ?3 ORDER BY session_id DESC LIMIT ?4",
	             v, 4, read_run, of, err))
		return -1;
	of->all = of->len - before < RUNS_AT_ONCE;
	return 0;
}

int run_at(struct store *s, struct sample_runs *runs, enum sample_purpose purpose, size_t at, int64_t oldest,
           struct sample_run **out, struct error *err)
{
	struct runs_of_purpose *of = &runs->of[purpose];
	bool more = true;

	*out = NULL;
	while (at >= of->len && !of->all && more)
		if (read_more(s, runs, purpose, oldest, &more, err))
			return -1;
	if (at < of->len && of->items[at].session >= oldest)
		*out = &of->items[at];
	return 0;
}

void runs_release(struct sample_runs *runs)
{
	for (int purpose = 0; purpose < SAMPLE_PURPOSES; purpose++)
		free(runs->of[purpose].items);
	memset(runs, 0, sizeof *runs);
}
