/* Samples: all of a cell, or those of the runs that are wanted. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "store/rows.h"
#include "store/runs.h"
#include "store/selection.h"

#define EVERY_PURPOSE ((1u << SAMPLE_PURPOSES) - 1)

struct sample_reading {
	struct store *s;
	struct sample_rows *out;
	size_t cap;
	sample_taker *take; /* NULL: they gather in `out` */
	void *ctx;
};

/* A number that nobody wrote is a time: neither counted nor a confirmation. */
static enum sample_purpose purpose_of(int64_t stored)
{
	return stored == SAMPLE_ALLOCS || stored == SAMPLE_CONFIRM ? (enum sample_purpose)stored : SAMPLE_TIME;
}

#define COLUMNS                                                                                                        \
	"benchmark, ordinal, block, position, n, elapsed_ns, mallocs, bytes, gc_count, gc_pause_ns" /* and then others */
#define NCOLUMNS 10

static int read_sample(struct sample_reading *r, const struct cell_row *cell, int64_t purpose, int64_t session,
                       sqlite3_stmt *stmt, struct error *err)
{
	struct sample_row *row;
	const char *benchmark;

	if (column_interned(r->s, stmt, 0, &benchmark, err))
		return -1;
	r->out->items = vec_grow(r->out->items, &r->cap, r->out->len + 1, sizeof *r->out->items);
	row = &r->out->items[r->out->len++];
	*row = (struct sample_row){
		.go = cell->go,
		.goos = cell->goos,
		.goarch = cell->goarch,
		.mode = cell->mode,
		.case_name = cell->case_name,
		.version = cell->version,
		.benchmark = benchmark,
		.purpose = sample_purpose_name(purpose_of(purpose)),
		.session = session < 0 ? 0 : session,
		.ordinal = column_count(stmt, 1),
		.block = column_count(stmt, 2),
		.position = column_count(stmt, 3),
		.n = column_count(stmt, 4),
		.elapsed_ns = column_count(stmt, 5),
		.mallocs = column_count(stmt, 6),
		.bytes = column_count(stmt, 7),
		.gc_count = column_count(stmt, 8),
		.gc_pause_ns = column_count(stmt, 9),
	};
	return 0;
}

/* ---- which times ---- */

/* The cells of one case and mode: the runs of cell i are runs[i]. */
struct group {
	struct store *s;
	const struct cell_row *cells;
	const int64_t *ids;
	struct sample_runs *runs;
	size_t n;
};

/* The newest sessions that timed both, until the blocks suffice. Were there any? */
static int want_common(struct group *g, size_t a, size_t b, int64_t enough, bool *any, struct error *err)
{
	struct sample_run *x, *y;
	size_t i = 0, k = 0;
	int64_t blocks = 0;

	while (blocks < enough) {
		if (run_at(g->s, &g->runs[a], SAMPLE_TIME, i, INT64_MIN, &x, err) ||
		    run_at(g->s, &g->runs[b], SAMPLE_TIME, k, INT64_MIN, &y, err))
			return -1;
		if (!x || !y)
			break;
		if (x->session == y->session) {
			x->wanted = y->wanted = true;
			blocks += x->blocks < y->blocks ? x->blocks : y->blocks;
		}
		i += x->session >= y->session;
		k += x->session <= y->session;
	}
	*any |= blocks > 0;
	return 0;
}

static int want_newest(struct group *g, size_t a, int64_t enough, struct error *err)
{
	struct sample_run *x;

	for (size_t i = 0; enough > 0; i++) {
		if (run_at(g->s, &g->runs[a], SAMPLE_TIME, i, INT64_MIN, &x, err))
			return -1;
		if (!x)
			break;
		x->wanted = true;
		enough -= x->blocks < enough ? x->blocks : enough;
	}
	return 0;
}

static bool same_target(const struct cell_row *a, const struct cell_row *b)
{
	return !strcmp(a->goarch, b->goarch) && !strcmp(a->goos, b->goos);
}

static int want_times(struct group *g, int64_t enough, struct error *err)
{
	int status = 0;

	for (size_t a = 0; a < g->n && !status; a++) {
		bool any = false;

		for (size_t b = 0; b < g->n && !status; b++)
			if (a != b && same_target(&g->cells[a], &g->cells[b]))
				status = want_common(g, a, b, enough, &any, err);
		if (!any && !status)
			status = want_newest(g, a, enough, err);
	}
	return status;
}

/* ---- in which order ---- */

static int by_place(const struct sample_row *a, const struct sample_row *b)
{
	int order = (a->ordinal > b->ordinal) - (a->ordinal < b->ordinal);

	if (!order && a->benchmark != b->benchmark)
		order = strcmp(a->benchmark, b->benchmark);
	if (!order && a->purpose != b->purpose)
		order = (!strcmp(a->purpose, "allocs") ? 0
		         : strcmp(a->purpose, "time")  ? 2
		                                       : 1) -
		        (!strcmp(b->purpose, "allocs") ? 0
		         : strcmp(b->purpose, "time")  ? 2
		                                       : 1);
	if (!order)
		order = (a->session > b->session) - (a->session < b->session);
	return order ? order : (a->block > b->block) - (a->block < b->block);
}

static void merge(const struct sample_row **from, size_t n, size_t half, const struct sample_row **to)
{
	for (size_t i = 0, a = 0, b = half; i < n; i++)
		to[i] = b >= n || (a < half && by_place(from[a], from[b]) <= 0) ? from[a++] : from[b++];
}

/* Merge sort: rows that compare equal stay in the order in which they were recorded. `other` has room for n. */
static void sort_places(const struct sample_row **rows, const struct sample_row **other, size_t n)
{
	const size_t half = n / 2;

	if (n < 2)
		return;
	sort_places(rows, other, half);
	sort_places(rows + half, other, n - half);
	if (by_place(rows[half - 1], rows[half]) <= 0)
		return;
	merge(rows, n, half, other);
	memcpy(rows, other, n * sizeof(const struct sample_row *));
}

static void sort_rows(struct sample_row *rows, size_t n)
{
	const struct sample_row **order = xreallocarray(NULL, 2 * n + 1, sizeof(const struct sample_row *));
	struct sample_row *sorted;
	bool moved = false;

	for (size_t i = 0; i < n; i++)
		order[i] = &rows[i];
	sort_places(order, order + n, n);
	for (size_t i = 0; i < n; i++)
		moved |= order[i] != &rows[i];
	if (moved) {
		sorted = xreallocarray(NULL, n, sizeof *sorted);
		for (size_t i = 0; i < n; i++)
			sorted[i] = *order[i];
		memcpy(rows, sorted, n * sizeof *rows);
		free(sorted);
	}
	free((void *)order);
}

/* ---- reading ---- */

static int read_all_samples(struct sample_reading *r, const struct cell_row *cell, int64_t id, struct error *err)
{
	const struct value v[] = { value_int(id) };
	sqlite3_stmt *stmt;
	int status;

	if (db_query(r->s,
	             "SELECT " COLUMNS ", purpose, session_id FROM sample WHERE cell_id = ?1"
	             " ORDER BY ordinal, benchmark, purpose, session_id, block, seq",
	             v, 1, &stmt, err))
		return -1;
	while ((status = db_step(r->s, stmt, err)) > 0)
		if ((status = read_sample(r, cell, sqlite3_column_int64(stmt, NCOLUMNS),
		                          sqlite3_column_int64(stmt, NCOLUMNS + 1), stmt, err)) < 0)
			break;
	db_done(stmt);
	return status < 0 ? -1 : 0;
}

static int read_run_samples(struct sample_reading *r, const struct cell_row *cell, int64_t id,
                            enum sample_purpose purpose, const struct sample_run *run, struct error *err)
{
	const struct value v[] = { value_int(id), value_int(run->first), value_int(run->last), value_int(purpose),
		                   value_int(run->session) };
	sqlite3_stmt *stmt;
	int status;

	if (db_query(r->s,
	             "SELECT " COLUMNS " FROM sample WHERE cell_id = ?1 AND seq BETWEEN ?2 AND ?3 AND purpose = ?4"
	             " AND session_id = ?5 ORDER BY seq",
	             v, 5, &stmt, err))
		return -1;
	while ((status = db_step(r->s, stmt, err)) > 0)
		if ((status = read_sample(r, cell, purpose, run->session, stmt, err)) < 0)
			break;
	db_done(stmt);
	return status < 0 ? -1 : 0;
}

static bool wanted(const struct row_filter *f, const struct sample_runs *runs, enum sample_purpose purpose,
                   const struct sample_run *run)
{
	const struct runs_of_purpose *times = &runs->of[SAMPLE_TIME];

	if (purpose == SAMPLE_ALLOCS)
		return true;
	if (f->session)
		return run->session == f->session;
	if (f->time_blocks <= 0 || purpose == SAMPLE_TIME)
		return f->time_blocks <= 0 || run->wanted;
	for (size_t i = 0; i < times->len; i++)
		if (times->items[i].session == run->session)
			return times->items[i].wanted;
	/* a session that only timed again what earlier ones had made look like a change */
	for (size_t i = 0; i < times->len; i++)
		if (times->items[i].wanted && times->items[i].session < run->session)
			return true;
	return false;
}

/* Runs of sessions before this one are not wanted. What was not read of the times is not. */
static int64_t oldest_wanted(const struct row_filter *f, const struct sample_runs *runs)
{
	const struct runs_of_purpose *times = &runs->of[SAMPLE_TIME];

	if (f->session)
		return f->session;
	if (f->time_blocks <= 0)
		return INT64_MIN;
	return times->len ? times->items[times->len - 1].session : INT64_MAX;
}

static int read_cell_samples(struct sample_reading *r, const struct row_filter *f, const struct cell_row *cell,
                             struct sample_runs *runs, struct error *err)
{
	unsigned purposes = f->purposes ? f->purposes : EVERY_PURPOSE;
	const int64_t least = oldest_wanted(f, runs);
	struct sample_run *run;

	if (run_at(r->s, runs, SAMPLE_ALLOCS, 0, INT64_MIN, &run, err))
		return -1;
	if (!run && (purposes & 1u << SAMPLE_ALLOCS))
		purposes |= 1u << SAMPLE_TIME;
	for (int k = 0; k < SAMPLE_PURPOSES; k++) {
		const enum sample_purpose purpose = (enum sample_purpose)k;
		const int64_t oldest = purpose == SAMPLE_ALLOCS ? INT64_MIN : least;

		if (!(purposes & 1u << purpose))
			continue;
		for (size_t i = 0;; i++) {
			if (run_at(r->s, runs, purpose, i, oldest, &run, err))
				return -1;
			if (!run)
				break;
			if (wanted(f, runs, purpose, run) && read_run_samples(r, cell, runs->cell, purpose, run, err))
				return -1;
			if (run->session <= oldest)
				break;
		}
	}
	return 0;
}

/* Everything in the order of the table, whatever its purposes; or what the runs say. */
static int read_group(struct sample_reading *r, const struct row_filter *f, struct group *g, struct error *err)
{
	const bool everything = !f->time_blocks && !f->session && (!f->purposes || f->purposes == EVERY_PURPOSE);
	int status = 0;

	for (size_t i = 0; i < g->n && everything && !status; i++)
		status = read_all_samples(r, &g->cells[i], g->ids[i], err);
	if (everything)
		return status;
	for (size_t i = 0; i < g->n && !status; i++)
		status = runs_open(r->s, g->ids[i], &g->runs[i], err);
	if (!status && f->time_blocks > 0)
		status = want_times(g, f->time_blocks, err);
	for (size_t i = 0; i < g->n && !status; i++) {
		const size_t before = r->out->len;

		status = read_cell_samples(r, f, &g->cells[i], &g->runs[i], err);
		if (r->out->len > before)
			sort_rows(r->out->items + before, r->out->len - before);
	}
	for (size_t i = 0; i < g->n; i++)
		runs_release(&g->runs[i]);
	return status;
}

static int read_wanted(struct sample_reading *r, const struct row_filter *f, const struct selection *cells,
                       struct error *err)
{
	struct sample_runs *runs = xcalloc(cells->n + 1, sizeof *runs);
	int status = 0;

	for (size_t at = 0, end; at < cells->n && !status; at = end) {
		struct group g = { .s = r->s, .cells = cells->rows + at, .ids = cells->ids + at, .runs = runs + at };

		for (end = at + 1; end < cells->n && !strcmp(cells->rows[end].case_name, cells->rows[at].case_name) &&
		                   !strcmp(cells->rows[end].mode, cells->rows[at].mode);)
			end++;
		g.n = end - at;
		status = read_group(r, f, &g, err);
		if (!status && r->take && r->out->len) {
			status = r->take(r->ctx, r->out, err);
			r->out->len = 0;
		}
	}
	free(runs);
	return status;
}

static int read_samples(struct sample_reading *r, const struct row_filter *f, struct error *err)
{
	static const struct row_filter everything;
	const struct selection *cells;

	r->out->arena = arena_new();
	if (!each_child_begin(r->s, f, r->out->arena, &cells, err) && !read_wanted(r, f ? f : &everything, cells, err))
		return 0;
	sample_rows_release(r->out);
	return -1;
}

int store_samples(struct store *s, const struct row_filter *f, struct sample_rows *out, struct error *err)
{
	struct sample_reading r = { .s = s, .out = out };

	*out = (struct sample_rows){ .items = NULL };
	return read_samples(&r, f, err);
}

int store_samples_by_case(struct store *s, const struct row_filter *f, sample_taker *take, void *ctx, struct error *err)
{
	struct sample_rows rows = { .items = NULL };
	struct sample_reading r = { .s = s, .out = &rows, .take = take, .ctx = ctx };
	int status = read_samples(&r, f, err);

	if (!status)
		sample_rows_release(&rows);
	return status;
}

void sample_rows_release(struct sample_rows *r)
{
	free(r->items);
	arena_free(r->arena);
	*r = (struct sample_rows){ .items = NULL };
}
