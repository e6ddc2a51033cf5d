/* Reading nights. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "store/night.h"
#include "store/rows.h"

enum { CAP_NIGHTS, CAP_TOOLCHAINS, CAP_SERIES, CAP_POINTS, CAP_NEWS };

struct reading {
	struct nights *out;
	struct arena *a;
	int64_t *series_ids; /* of out->series */
	size_t series_ids_cap;
};

static double column_real(sqlite3_stmt *stmt, int col)
{
	int type = sqlite3_column_type(stmt, col);
	double d = type == SQLITE_FLOAT || type == SQLITE_INTEGER ? sqlite3_column_double(stmt, col) : NAN;

	return isfinite(d) ? d : NAN;
}

static double column_log(sqlite3_stmt *stmt, int col)
{
	double d = column_real(stmt, col);

	return d > 0 ? log(d) : NAN;
}

static int read_night(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct reading *r = ctx;
	struct nights *o = r->out;

	(void)err;
	o->items = vec_grow(o->items, &o->caps[CAP_NIGHTS], o->len + 1, sizeof *o->items);
	o->items[o->len++] = (struct night){
		.id = sqlite3_column_int64(stmt, 0),
		.date = column_string(r->a, stmt, 1),
		.started_at = column_string(r->a, stmt, 2),
		.finished_at = column_string(r->a, stmt, 3),
		.state = column_string(r->a, stmt, 4),
		.verdict = column_string(r->a, stmt, 5),
		.exit_code = column_small(stmt, 6),
		.baseline = column_string(r->a, stmt, 7),
		.baseline_digest = column_string(r->a, stmt, 8),
		.machine = column_string(r->a, stmt, 9),
		.kernel = column_string(r->a, stmt, 10),
		.cpu = column_string(r->a, stmt, 11),
		.governor = column_string(r->a, stmt, 12),
		.conditions = column_string(r->a, stmt, 13),
		.session = column_count(stmt, 14),
	};
	return 0;
}

/* Nights are few and come in the order of their rows here: the index grows along. */
static bool night_of(const struct nights *o, int64_t id, size_t *index)
{
	for (size_t i = o->len; i-- > 0;)
		if (o->items[i].id == id) {
			*index = i;
			return true;
		}
	return false;
}

static int read_toolchain(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct reading *r = ctx;
	struct nights *o = r->out;
	size_t night;

	(void)err;
	if (!night_of(o, sqlite3_column_int64(stmt, 0), &night))
		return 0;
	o->toolchains = vec_grow(o->toolchains, &o->caps[CAP_TOOLCHAINS], o->ntoolchains + 1, sizeof *o->toolchains);
	o->toolchains[o->ntoolchains++] =
		(struct night_toolchain){ .night = night,
		                          .go = column_string(r->a, stmt, 1),
		                          .digest = column_string(r->a, stmt, 2),
		                          .version_output = column_string(r->a, stmt, 3),
		                          .version = version_from_order(sqlite3_column_int64(stmt, 4)),
		                          .local = sqlite3_column_int64(stmt, 5) != 0 };
	return 0;
}

static int read_series(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct reading *r = ctx;
	struct nights *o = r->out;
	const struct night_series *last = o->nseries ? &o->series[o->nseries - 1] : NULL;
	struct night_series x;

	(void)err;
	x = (struct night_series){ .go = column_repeated(r->a, stmt, 1, last ? last->go : ""),
		                   .goarch = column_repeated(r->a, stmt, 2, last ? last->goarch : ""),
		                   .mode = column_repeated(r->a, stmt, 3, last ? last->mode : ""),
		                   .case_name = column_repeated(r->a, stmt, 4, last ? last->case_name : ""),
		                   .case_sha256 = column_repeated(r->a, stmt, 5, last ? last->case_sha256 : ""),
		                   .benchmark = column_string(r->a, stmt, 6) };
	o->series = vec_grow(o->series, &o->caps[CAP_SERIES], o->nseries + 1, sizeof *o->series);
	r->series_ids = vec_grow(r->series_ids, &r->series_ids_cap, o->nseries + 1, sizeof *r->series_ids);
	r->series_ids[o->nseries] = sqlite3_column_int64(stmt, 0);
	o->series[o->nseries++] = x;
	return 0;
}

/* The series come in the order of their ids. */
static bool series_of(const struct reading *r, int64_t id, size_t *index)
{
	size_t low = 0, high = r->out->nseries;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->series_ids[middle] < id)
			low = middle + 1;
		else
			high = middle;
	}
	*index = low;
	return low < r->out->nseries && r->series_ids[low] == id;
}

static int read_point(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct reading *r = ctx;
	struct nights *o = r->out;
	struct night_point p;
	size_t night, series;

	(void)err;
	if (!night_of(o, sqlite3_column_int64(stmt, 0), &night) ||
	    !series_of(r, sqlite3_column_int64(stmt, 1), &series))
		return 0;
	p = (struct night_point){
		.night = night,
		.series = series,
		.status = column_repeated(r->a, stmt, 2, o->npoints ? o->points[o->npoints - 1].status : ""),
		.pairs = (size_t)column_count(stmt, 3),
		.log_ratio = column_log(stmt, 4),
		.low = column_log(stmt, 5),
		.high = column_log(stmt, 6),
		.ns = column_real(stmt, 7),
		.baseline_ns = column_real(stmt, 8),
		.counted = sqlite3_column_type(stmt, 9) != SQLITE_NULL,
		.allocs = column_real(stmt, 9),
		.bytes = column_real(stmt, 10),
		.allocs_low = column_count(stmt, 11),
		.allocs_high = column_count(stmt, 12),
		.bytes_low = column_count(stmt, 13),
		.bytes_high = column_count(stmt, 14),
	};
	p.counted = p.counted && p.allocs >= 0 && p.bytes >= 0;
	o->points = vec_grow(o->points, &o->caps[CAP_POINTS], o->npoints + 1, sizeof *o->points);
	o->points[o->npoints++] = p;
	return 0;
}

static int read_news(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct reading *r = ctx;
	struct nights *o = r->out;
	size_t night;

	(void)err;
	if (!night_of(o, sqlite3_column_int64(stmt, 0), &night))
		return 0;
	o->news = vec_grow(o->news, &o->caps[CAP_NEWS], o->nnews + 1, sizeof *o->news);
	o->news[o->nnews++] = (struct night_news){
		.night = night,
		.kind = column_string(r->a, stmt, 1),
		.state = column_string(r->a, stmt, 2),
		.metric = column_string(r->a, stmt, 3),
		.go = column_string(r->a, stmt, 4),
		.old_go = column_string(r->a, stmt, 5),
		.goarch = column_string(r->a, stmt, 6),
		.mode = column_string(r->a, stmt, 7),
		.case_name = column_string(r->a, stmt, 8),
		.benchmark = column_string(r->a, stmt, 9),
		.old_text = column_string(r->a, stmt, 10),
		.new_text = column_string(r->a, stmt, 11),
		.relative = column_real(stmt, 12),
		.low = column_real(stmt, 13),
		.high = column_real(stmt, 14),
		.p = column_real(stmt, 15),
		.since = column_string(r->a, stmt, 16),
		.worse = sqlite3_column_int64(stmt, 17) != 0,
		.accepted = column_string(r->a, stmt, 18),
		.why = column_string(r->a, stmt, 19),
	};
	return 0;
}

/* The nights of the window: later statements ask for those between the first and the last date. */
static int read_window(struct store *s, struct reading *r, size_t most, const char *until, struct error *err)
{
	const struct value first[] = { value_text(until), value_int((int64_t)most) };
	struct value v[2];

	if (each_row(s,
	             "SELECT id, date, started_at, finished_at, state, verdict, exit_code, baseline, baseline_digest, "
	             "machine, kernel, cpu, governor, conditions, session_id FROM (SELECT * FROM night WHERE date <= ?1"
	             " ORDER BY date DESC LIMIT ?2) ORDER BY date",
	             first, 2, read_night, r, err))
		return -1;
	if (!r->out->len)
		return 0;
	v[0] = value_text(r->out->items[0].date);
	v[1] = value_text(until);
	return each_row(
		       s,
		       "SELECT night_id, go, digest, go_version_output, version_order, local FROM night_toolchain JOIN "
		       "night ON night.id = night_id WHERE date BETWEEN ?1 AND ?2"
		       " ORDER BY date, local, iif(local, 0, version_order), go",
		       v, 2, read_toolchain, r, err) ||
	                       each_row(s,
	                                "SELECT id, go, goarch, mode, case_name, case_sha256, benchmark FROM "
	                                "night_series"
	                                " ORDER BY id",
	                                NULL, 0, read_series, r, err) ||
	                       each_row(s,
	                                "SELECT night_id, series_id, status, pairs, ratio, ratio_low, ratio_high, ns, "
	                                "baseline_ns, allocs, bytes, allocs_low, allocs_high, bytes_low, bytes_high"
	                                " FROM night CROSS JOIN night_point ON night_id = night.id"
	                                " WHERE date BETWEEN ?1 AND ?2 ORDER BY date, series_id",
	                                v, 2, read_point, r, err) ||
	                       each_row(s,
	                                "SELECT night_id, kind, night_news.state, metric, go, old_go, goarch, mode, "
	                                "case_name, benchmark, old_text, new_text, relative, low, high, p, since, "
	                                "worse, "
	                                "accepted, why FROM night CROSS JOIN night_news ON night_id = night.id"
	                                " WHERE date BETWEEN ?1 AND ?2 ORDER BY date, seq",
	                                v, 2, read_news, r, err)
	               ? -1
	               : 0;
}

int store_nights(struct store *s, size_t most, const char *until, struct nights *out, struct error *err)
{
	struct reading r = { .out = out, .a = arena_new() };
	int status;

	*out = (struct nights){ .arena = r.a };
	status = read_window(s, &r, most, until ? until : "9999-99-99", err);
	free(r.series_ids);
	if (status) {
		nights_release(out);
		return error_prefix(err, "reading the nights");
	}
	return 0;
}

void nights_release(struct nights *n)
{
	free(n->items);
	free(n->toolchains);
	free(n->series);
	free(n->points);
	free(n->news);
	arena_free(n->arena);
	*n = (struct nights)NIGHTS_INIT;
}
