/* Writing nights. */
#include "store/night.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "store/cell.h"
#include "store/rows.h"

static struct value real_or_null(double d)
{
	return isfinite(d) ? value_real(d) : value_text_or_null(NULL);
}

/* Logarithms are stored as ratios, which whoever queries the view wants: not every SQLite has exp(). */
static struct value ratio_or_null(double log_ratio)
{
	return real_or_null(exp(log_ratio));
}

static enum night_state state_named(const char *name)
{
	if (!strcmp(name, "judged"))
		return NIGHT_JUDGED;
	return !strcmp(name, "measured") ? NIGHT_MEASURED : NIGHT_MEASURING;
}

int store_night_find(struct store *s, const char *date, int64_t *id, int64_t *session, enum night_state *state,
                     struct error *err)
{
	const struct value v = value_text(date);
	sqlite3_stmt *stmt;
	int status;

	*id = *session = 0;
	*state = NIGHT_NONE;
	if (db_query(s, "SELECT id, session_id, state FROM night WHERE date = ?1", &v, 1, &stmt, err))
		return -1;
	status = db_step(s, stmt, err);
	if (status > 0) {
		const char *name = (const char *)sqlite3_column_text(stmt, 2);

		*id = sqlite3_column_int64(stmt, 0);
		*session = sqlite3_column_int64(stmt, 1);
		*state = state_named(name ? name : "");
	}
	db_done(stmt);
	return status < 0 ? error_prefix(err, "looking for the night of %s", date) : 0;
}

/* A transaction's body may come here, too. */
static int forget(struct store *s, int64_t id, struct error *err)
{
	const struct value v = value_int(id);

	return db_run(s, "DELETE FROM night_news WHERE night_id = ?1", &v, 1, err) ||
	                       db_run(s, "DELETE FROM night_point WHERE night_id = ?1", &v, 1, err) ||
	                       db_run(s, "DELETE FROM night_toolchain WHERE night_id = ?1", &v, 1, err)
	               ? -1
	               : 0;
}

static int begin(struct store *s, const struct night *n, int64_t *id, struct error *err)
{
	char now[32] = "";
	struct value v[10] = { value_text(n->date),
		               value_int(s->session),
		               value_int(0),
		               value_text(n->baseline),
		               value_text(n->baseline_digest),
		               value_text(n->machine),
		               value_text(n->kernel),
		               value_text(n->cpu),
		               value_text(n->governor),
		               value_text(n->conditions) };

	clock_stamp(now, sizeof now);
	v[1] = s->session ? value_int(s->session) : value_text_or_null(NULL);
	v[2] = value_text(now);
	if (db_int(s,
	           "INSERT INTO night (date, session_id, started_at, state, verdict, exit_code, baseline, "
	           "baseline_digest, machine, kernel, cpu, governor, conditions)"
	           " VALUES (?1, ?2, ?3, 'measuring', '', 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
	           " ON CONFLICT (date) DO UPDATE SET session_id = ?2, state = 'measuring', verdict = '', exit_code = "
	           "0,"
	           " finished_at = NULL, baseline = ?4, baseline_digest = ?5, machine = ?6, kernel = ?7, cpu = ?8,"
	           " governor = ?9, conditions = ?10 RETURNING id",
	           v, 10, id, NULL, err))
		return -1;
	return forget(s, *id, err);
}

int store_night_begin(struct store *s, const struct night *n, int64_t *id, struct error *err)
{
	*id = 0;
	if (db_begin(s, err) || db_end(s, begin(s, n, id, err), err))
		return error_prefix(err, "beginning the night of %s", n->date);
	return 0;
}

int store_session_resume(struct store *s, int64_t session, struct error *err)
{
	const struct value v = value_int(session);
	bool found;
	int64_t id;

	if (db_int(s, "SELECT id FROM session WHERE id = ?1", &v, 1, &id, &found, err))
		return -1;
	if (!found)
		return error_set(err, ERR_INFRA, "there is no session %lld to go on with", (long long)session);
	s->session = session;
	s->recorded = true; /* by whoever began it: finishing it must not delete it */
	s->replaced = false;
	return 0;
}

int store_session_blocks(struct store *s, const struct toolchain *t, const struct mode *m, const struct gocase *c,
                         const char *key, int *blocks, struct error *err)
{
	const struct place p = { .t = t, .m = m, .c = c, .key = key };
	struct value v[3] = { value_int(0), value_int(SAMPLE_TIME), value_int(s->session) };
	bool same_key;
	int64_t id, n;

	*blocks = 0;
	if (cell_find(s, &p, &id, &same_key, err))
		return -1;
	if (!id || !same_key)
		return 0;
	v[0] = value_int(id);
	if (db_int(s,
	           "SELECT count(DISTINCT block) FROM sample WHERE cell_id = ?1 AND purpose = ?2 AND session_id = ?3",
	           v, 3, &n, NULL, err))
		return -1;
	*blocks = n > INT32_MAX ? INT32_MAX : (int)n;
	return 0;
}

/* ---- points ---- */

static int put_toolchain(struct store *s, int64_t night, const struct night_toolchain *t, struct error *err)
{
	const struct value v[] = { value_int(night),
		                   value_text(t->go),
		                   value_text(t->digest),
		                   value_text(t->version_output),
		                   value_int(version_order(&t->version)),
		                   value_int(t->local) };

	return db_run(s,
	              "INSERT OR REPLACE INTO night_toolchain (night_id, go, digest, go_version_output, version_order, "
	              "local)"
	              " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	              v, 6, err);
}

static int series_id(struct store *s, const struct night_series *x, int64_t *id, struct error *err)
{
	const struct value v[] = { value_text(x->go),        value_text(x->goarch),      value_text(x->mode),
		                   value_text(x->case_name), value_text(x->case_sha256), value_text(x->benchmark) };
	bool found;

	if (db_int(s,
	           "SELECT id FROM night_series WHERE go = ?1 AND goarch = ?2 AND mode = ?3 AND case_name = ?4 AND "
	           "case_sha256 = ?5 AND benchmark = ?6",
	           v, 6, id, &found, err))
		return -1;
	if (found)
		return 0;
	return db_int(s,
	              "INSERT INTO night_series (go, goarch, mode, case_name, case_sha256, benchmark)"
	              " VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id",
	              v, 6, id, NULL, err);
}

static int put_point(struct store *s, int64_t night, int64_t series, const struct night_point *p, struct error *err)
{
	const bool timed = p->ns > 0 && isfinite(p->ns);
	const struct value none = value_text_or_null(NULL);
	const struct value v[] = { value_int(night),
		                   value_int(series),
		                   value_text(p->status),
		                   value_int((int64_t)p->pairs),
		                   p->pairs ? ratio_or_null(p->log_ratio) : none,
		                   p->pairs ? ratio_or_null(p->low) : none,
		                   p->pairs ? ratio_or_null(p->high) : none,
		                   timed ? value_real(p->ns) : none,
		                   p->baseline_ns > 0 ? real_or_null(p->baseline_ns) : none,
		                   p->counted ? real_or_null(p->allocs) : none,
		                   p->counted ? real_or_null(p->bytes) : none,
		                   p->counted ? value_int(p->allocs_low) : none,
		                   p->counted ? value_int(p->allocs_high) : none,
		                   p->counted ? value_int(p->bytes_low) : none,
		                   p->counted ? value_int(p->bytes_high) : none };

	return db_run(s,
	              "INSERT INTO night_point (night_id, series_id, status, pairs, ratio, ratio_low, ratio_high, ns, "
	              "baseline_ns, allocs, bytes, allocs_low, allocs_high, bytes_low, bytes_high)"
	              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
	              v, sizeof v / sizeof *v, err);
}

static int put_points(struct store *s, int64_t id, const struct night_record *r, struct error *err)
{
	const struct value night = value_int(id);
	int64_t *ids = xcalloc(r->nseries + 1, sizeof *ids);
	int status = 0;

	for (size_t i = 0; i < r->ntoolchains && !status; i++)
		status = put_toolchain(s, id, &r->toolchains[i], err);
	for (size_t i = 0; i < r->nseries && !status; i++)
		status = series_id(s, &r->series[i], &ids[i], err);
	for (size_t i = 0; i < r->npoints && !status; i++)
		status = put_point(s, id, ids[r->points[i].series], &r->points[i], err);
	if (!status)
		status = db_run(s, "UPDATE night SET state = 'measured' WHERE id = ?1", &night, 1, err);
	free(ids);
	return status;
}

int store_night_points(struct store *s, int64_t id, const struct night_record *r, struct error *err)
{
	if (db_begin(s, err) || db_end(s, put_points(s, id, r, err), err))
		return error_prefix(err, "recording the night's points");
	return 0;
}

/* ---- reports ---- */

static int put_news(struct store *s, int64_t night, size_t seq, const struct night_news *n, struct error *err)
{
	const struct value v[] = { value_int(night),         value_int((int64_t)seq),   value_text(n->kind),
		                   value_text(n->state),     value_text(n->metric),     value_text(n->go),
		                   value_text(n->old_go),    value_text(n->goarch),     value_text(n->mode),
		                   value_text(n->case_name), value_text(n->benchmark),  value_text(n->old_text),
		                   value_text(n->new_text),  real_or_null(n->relative), real_or_null(n->low),
		                   real_or_null(n->high),    real_or_null(n->p),        value_text(n->since),
		                   value_int(n->worse),      value_text(n->accepted),   value_text(n->why) };

	return db_run(
		s,
		"INSERT INTO night_news (night_id, seq, kind, state, metric, go, old_go, goarch, mode, case_name, "
		"benchmark, old_text, new_text, relative, low, high, p, since, worse, accepted, why) VALUES (?1, "
		"?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
		v, sizeof v / sizeof *v, err);
}

static int judged(struct store *s, int64_t id, const struct night_news *news, size_t n, const char *verdict,
                  int exit_code, struct error *err)
{
	char now[32];
	struct value v[4] = { value_int(id), value_text(verdict), value_int(exit_code) };
	int status = db_run(s, "DELETE FROM night_news WHERE night_id = ?1", v, 1, err);

	clock_stamp(now, sizeof now);
	v[3] = value_text(now);
	for (size_t i = 0; i < n && !status; i++)
		status = put_news(s, id, i, &news[i], err);
	if (!status)
		status = db_run(s,
		                "UPDATE night SET state = 'judged', verdict = ?2, exit_code = ?3,"
		                " finished_at = coalesce(finished_at, ?4) WHERE id = ?1",
		                v, 4, err);
	return status;
}

int store_night_judged(struct store *s, int64_t id, const struct night_news *news, size_t n, const char *verdict,
                       int exit_code, struct error *err)
{
	if (db_begin(s, err) || db_end(s, judged(s, id, news, n, verdict, exit_code, err), err))
		return error_prefix(err, "recording what the night says");
	return 0;
}

/* ---- retention ---- */

struct sessions {
	int64_t *ids;
	size_t len, cap;
};

static int add_session(void *ctx, sqlite3_stmt *stmt, struct error *err)
{
	struct sessions *l = ctx;

	(void)err;
	l->ids = vec_grow(l->ids, &l->cap, l->len + 1, sizeof *l->ids);
	l->ids[l->len++] = sqlite3_column_int64(stmt, 0);
	return 0;
}

int store_night_prune(struct store *s, size_t keep, size_t *pruned, struct error *err)
{
	const struct value v[] = { value_int(keep > INT32_MAX ? INT32_MAX : (int64_t)keep), value_int(SAMPLE_ALLOCS) };
	struct sessions old = { .ids = NULL };
	/* those that have samples still: most nights were pruned on nights before */
	int status =
		each_row(s,
	                 "SELECT DISTINCT session_id FROM sample_run WHERE purpose <> ?2 AND session_id IN (SELECT "
	                 "session_id FROM night ORDER BY date DESC LIMIT -1 OFFSET ?1)"
	                 " AND session_id NOT IN (SELECT session_id FROM (SELECT session_id FROM night ORDER BY date "
	                 "DESC LIMIT ?1) WHERE session_id IS NOT NULL)",
	                 v, 2, add_session, &old, err);

	if (!status && old.len)
		status = store_prune_samples(s, old.ids, old.len, err);
	if (pruned)
		*pruned = status ? 0 : old.len;
	free(old.ids);
	return status ? error_prefix(err, "removing the samples of old nights") : 0;
}

/* ---- the pinned baseline ---- */

int store_pinned(struct store *s, const char *spec, char **go, struct error *err)
{
	const struct value v = value_text(spec);
	sqlite3_stmt *stmt;
	int status;

	*go = NULL;
	if (db_query(s, "SELECT go FROM night_pin WHERE spec = ?1", &v, 1, &stmt, err))
		return -1;
	status = db_step(s, stmt, err);
	if (status > 0)
		*go = xstrdup((const char *)sqlite3_column_text(stmt, 0));
	db_done(stmt);
	if (!*go)
		*go = xstrdup("");
	return status < 0 ? -1 : 0;
}

int store_pin(struct store *s, const char *spec, const char *go, struct error *err)
{
	char now[32];
	struct value v[3] = { value_text(spec), value_text(go) };

	clock_stamp(now, sizeof now);
	v[2] = value_text(now);
	if (db_run(s, "INSERT OR IGNORE INTO night_pin (spec, go, pinned_at) VALUES (?1, ?2, ?3)", v, 3, err))
		return error_prefix(err, "pinning the baseline");
	return 0;
}
