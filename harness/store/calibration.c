/* What selftest found: written in one transaction, read back newest first. */
#include <math.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "store/rows.h"

static int put(struct store *s, const struct calibration *c, int64_t *number, struct error *err)
{
	const struct calibration_info *i = &c->info;
	const struct value v[] = { value_text(i->measured_at), value_int(i->wall_ms),   value_text(i->tool_version),
		                   value_text(i->go),          value_text(i->machine),  value_text(i->kernel),
		                   value_text(i->cpu),         value_text(i->governor), value_text(i->load),
		                   value_text(i->conditions),  value_int(i->loaded),    value_text(i->seed),
		                   value_text(i->settings),    value_text(i->verdict),  value_int(*number) };
	int64_t id;

	if (*number && db_run(s, "DELETE FROM calibration WHERE id = ?1", &v[14], 1, err)) /* with its rows */
		return -1;
	if (db_int(s,
	           "INSERT INTO calibration (measured_at, wall_ms, tool_version, go, machine, kernel, cpu, governor, "
	           "load,"
	           " conditions, loaded, seed, settings, verdict, id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
	           "?11,"
	           " ?12, ?13, ?14, nullif(?15, 0)) RETURNING id",
	           v, sizeof v / sizeof *v, &id, NULL, err))
		return -1;
	for (size_t k = 0; k < c->len; k++) {
		const struct calibration_row *r = &c->rows[k];
		const struct value w[] = {
			value_int(id),           value_int((int64_t)k), value_text(r->metric),     value_text(r->truth),
			value_text(r->what),     value_real(r->effect), value_int(r->comparisons), value_int(r->found),
			value_int(r->suspected), value_int(r->open),    value_real(r->low),        value_real(r->high)
		};

		if (db_run(s,
		           "INSERT INTO calibration_row (calibration_id, ordinal, metric, truth, what, effect, "
		           "comparisons,"
		           " found, suspected, open, low, high) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
		           "?12)",
		           w, sizeof w / sizeof *w, err))
			return -1;
	}
	*number = id;
	return 0;
}

int store_calibration(struct store *s, const struct calibration *c, int64_t *id, struct error *err)
{
	if (db_begin(s, err) || db_end(s, put(s, c, id, err), err))
		return error_prefix(err, "recording the calibration");
	return 0;
}

struct reading {
	struct arena *a;
	struct calibrations *out;
	size_t cap, rows_cap;
	int64_t last; /* the calibration being read */
};

/* Finite, and within [0, most]: the file may hold anything. */
static double column_share(sqlite3_stmt *stmt, int col, double most)
{
	double x = sqlite3_column_double(stmt, col);

	return isfinite(x) && x > 0 ? fmin(x, most) : 0;
}

static void begin(struct reading *r, sqlite3_stmt *stmt)
{
	struct calibrations *out = r->out;

	r->rows_cap = 0;
	out->items = vec_grow(out->items, &r->cap, out->len + 1, sizeof *out->items);
	out->items[out->len++] = (struct calibration){
		.info = { .measured_at = column_string(r->a, stmt, 1),
		          .wall_ms = column_count(stmt, 2),
		          .tool_version = column_string(r->a, stmt, 3),
		          .go = column_string(r->a, stmt, 4),
		          .machine = column_string(r->a, stmt, 5),
		          .kernel = column_string(r->a, stmt, 6),
		          .cpu = column_string(r->a, stmt, 7),
		          .governor = column_string(r->a, stmt, 8),
		          .load = column_string(r->a, stmt, 9),
		          .conditions = column_string(r->a, stmt, 10),
		          .loaded = sqlite3_column_int64(stmt, 11) != 0,
		          .seed = column_string(r->a, stmt, 12),
		          .settings = column_string(r->a, stmt, 13),
		          .verdict = column_string(r->a, stmt, 14) },
	};
}

static int read_row(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct reading *r = ctx;
	struct calibration *c;
	double low, high;

	(void)err;
	if (!r->out->len || sqlite3_column_int64(stmt, 0) != r->last)
		begin(r, stmt);
	r->last = sqlite3_column_int64(stmt, 0);
	c = &r->out->items[r->out->len - 1];
	if (sqlite3_column_type(stmt, 15) == SQLITE_NULL) /* a run without rows */
		return 0;
	low = column_share(stmt, 23, 1);
	high = column_share(stmt, 24, 1);
	c->rows = vec_grow(c->rows, &r->rows_cap, c->len + 1, sizeof *c->rows);
	c->rows[c->len++] = (struct calibration_row){ .metric = column_string(r->a, stmt, 16),
		                                      .truth = column_string(r->a, stmt, 17),
		                                      .what = column_string(r->a, stmt, 18),
		                                      .effect = column_share(stmt, 19, 1e6),
		                                      .comparisons = column_count(stmt, 20),
		                                      .found = column_count(stmt, 21),
		                                      .suspected = column_count(stmt, 22),
		                                      .low = low,
		                                      .high = high < low ? low : high,
		                                      .open = column_count(stmt, 25) };
	return 0;
}

int store_calibrations(struct store *s, struct calibrations *out, struct error *err)
{
	struct reading r = { .a = arena_new(), .out = out };

	*out = (struct calibrations){ .arena = r.a };
	if (!each_row(
		    s,
		    "SELECT c.id, measured_at, wall_ms, tool_version, go, machine, kernel, cpu, governor, load,"
		    " conditions, loaded, seed, settings, verdict, r.ordinal, metric, truth, what, effect, comparisons,"
		    " found, suspected, low, high, open FROM calibration c"
		    " LEFT JOIN calibration_row r ON r.calibration_id = c.id ORDER BY c.id DESC, r.ordinal",
		    NULL, 0, read_row, &r, err))
		return 0;
	calibrations_release(out);
	return -1;
}

void calibrations_release(struct calibrations *c)
{
	for (size_t i = 0; i < c->len; i++)
		free(c->items[i].rows);
	free(c->items);
	arena_free(c->arena);
	*c = (struct calibrations){ .items = NULL };
}
