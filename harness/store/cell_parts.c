#include "store/cell.h"
#include "store/runs.h"

#include <string.h>

#define NO_ORDINAL 9999 /* of a benchmark that the case does not list: behind the others */

static int put_raw(struct store *s, int64_t cell, const char *level, const struct str *text, struct error *err)
{
	struct value v[3] = { value_int(cell), value_text(level) };
	int64_t content;

	if (!text)
		return 0;
	if (content_id(s, text, &content, err))
		return -1;
	v[2] = value_int(content);
	return db_run(s, "INSERT OR REPLACE INTO raw_output (cell_id, level, content) VALUES (?1, ?2, ?3)", v, 3, err);
}

static int put_decisions(struct store *s, int64_t cell, const struct decision_list *l, struct error *err)
{
	for (size_t i = 0; i < l->len; i++) {
		const struct decision *d = &l->items[i];
		int64_t file, function, kind, subject, detail;
		struct value v[9];

		if (text_id(s, d->file, &file, err) || text_id(s, d->function, &function, err) ||
		    text_id(s, decision_kind_name(d->kind), &kind, err) || text_id(s, d->subject, &subject, err) ||
		    text_id(s, d->detail, &detail, err))
			return -1;
		v[0] = value_int(cell);
		v[1] = value_int((int64_t)i);
		v[2] = value_int(file);
		v[3] = value_int(d->line);
		v[4] = value_int(d->col);
		v[5] = value_int(function);
		v[6] = value_int(kind);
		v[7] = value_int(subject);
		v[8] = value_int(detail);
		if (db_run(s,
		           "INSERT INTO decision (cell_id, seq, file, line, col, function, kind, subject, detail)"
		           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
		           v, 9, err))
			return -1;
	}
	return 0;
}

static int put_calls(struct store *s, int64_t cell, const struct runtime_call_list *l, struct error *err)
{
	for (size_t i = 0; i < l->len; i++) {
		const struct runtime_call *c = &l->items[i];
		int64_t file, function, callee;
		struct value v[7];

		if (text_id(s, c->file, &file, err) || text_id(s, c->function, &function, err) ||
		    text_id(s, c->callee, &callee, err))
			return -1;
		v[0] = value_int(cell);
		v[1] = value_int((int64_t)i);
		v[2] = value_int(file);
		v[3] = value_int(c->line);
		v[4] = value_int(function);
		v[5] = value_int(callee);
		v[6] = value_int(c->calls);
		if (db_run(s,
		           "INSERT INTO runtime_call (cell_id, seq, file, line, function, callee, calls)"
		           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
		           v, 7, err))
			return -1;
	}
	return 0;
}

static int put_codes(struct store *s, int64_t cell, const struct code_list *l, struct error *err)
{
	const struct value id = value_int(cell);

	for (size_t i = 0; i < l->len; i++) {
		const struct code *c = &l->items[i];
		int64_t function, digest, refers;
		struct value v[7];

		if (text_id(s, c->function, &function, err) || text_id(s, c->digest, &digest, err) ||
		    text_id(s, c->refers, &refers, err))
			return -1;
		v[0] = id;
		v[1] = value_int((int64_t)i);
		v[2] = value_int(function);
		v[3] = value_int(digest);
		v[4] = value_int(c->bytes);
		v[5] = value_int(refers);
		v[6] = value_int(c->leaves);
		if (db_run(s,
		           "INSERT INTO function_code (cell_id, seq, function, digest, bytes, refers, leaves)"
		           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
		           v, 7, err))
			return -1;
	}
	return db_run(s, "UPDATE cell SET codes = 2 WHERE id = ?1", &id, 1, err);
}

int cell_put_escape(struct store *s, int64_t cell, const struct cell_record *r, struct error *err)
{
	static const char *const wipe[] = { "DELETE FROM decision WHERE cell_id = ?1",
		                            "DELETE FROM runtime_call WHERE cell_id = ?1",
		                            "DELETE FROM function_code WHERE cell_id = ?1",
		                            "DELETE FROM raw_output WHERE cell_id = ?1" };
	const struct value id = value_int(cell);

	for (size_t i = 0; i < sizeof wipe / sizeof *wipe; i++) {
		if (db_run(s, wipe[i], &id, 1, err))
			return -1;
		s->replaced |= sqlite3_changes(s->db) > 0;
	}
	return put_raw(s, cell, "-m", r->raw_m, err) || put_raw(s, cell, "-m -m", r->raw_mm, err) ||
	                       (r->decisions && put_decisions(s, cell, r->decisions, err)) ||
	                       (r->calls && put_calls(s, cell, r->calls, err)) ||
	                       (r->codes && put_codes(s, cell, r->codes, err))
	               ? -1
	               : 0;
}

static int64_t ordinal(const struct gocase *c, const char *benchmark)
{
	for (size_t i = 0; i < c->benchmarks.len; i++)
		if (!strcmp(c->benchmarks.items[i], benchmark))
			return (int64_t)i;
	return NO_ORDINAL;
}

int cell_put_samples(struct store *s, int64_t cell, const struct gocase *c, const struct sample_list *l,
                     struct error *err)
{
	const struct value id = value_int(cell);
	int64_t seq, first;

	if (!l->len)
		return 0;
	if (runs_begin(s, cell, &first, err))
		return -1;
	seq = first;
	for (size_t i = 0; i < l->len; i++) {
		const struct sample *p = &l->items[i];
		int64_t benchmark;
		struct value v[14];

		if (text_id(s, p->benchmark, &benchmark, err))
			return -1;
		v[0] = id;
		v[1] = value_int(seq++);
		v[2] = value_int(s->session);
		v[3] = value_int(benchmark);
		v[4] = value_int(ordinal(c, p->benchmark));
		v[5] = value_int(p->purpose);
		v[6] = value_int(p->block);
		v[7] = value_int(p->position);
		v[8] = value_int(p->n);
		v[9] = value_int(p->elapsed_ns);
		v[10] = value_uint(p->mallocs);
		v[11] = value_uint(p->bytes);
		v[12] = value_uint(p->gc_count);
		v[13] = value_uint(p->gc_pause_ns);
		if (db_run(s,
		           "INSERT INTO sample (cell_id, seq, session_id, benchmark, ordinal, purpose, block, "
		           "position, n,"
		           " elapsed_ns, mallocs, bytes, gc_count, gc_pause_ns)"
		           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
		           v, 14, err))
			return -1;
	}
	return runs_add(s, cell, first, l, err);
}

static int put_sites(struct store *s, int64_t cell, const struct alloc_site_list *l, struct error *err)
{
	for (size_t i = 0; i < l->len; i++) {
		const struct alloc_site *a = &l->items[i];
		int64_t benchmark, function, file, callee;
		struct value v[9];

		if (text_id(s, a->benchmark, &benchmark, err) || text_id(s, a->function, &function, err) ||
		    text_id(s, a->file, &file, err) || text_id(s, a->callee, &callee, err))
			return -1;
		v[0] = value_int(cell);
		v[1] = value_int((int64_t)i);
		v[2] = value_int(benchmark);
		v[3] = value_int(function);
		v[4] = value_int(file);
		v[5] = value_int(a->line);
		v[6] = value_real(a->objects_per_op);
		v[7] = value_real(a->bytes_per_op);
		v[8] = value_int(callee);
		if (db_run(s,
		           "INSERT INTO alloc_site (cell_id, seq, benchmark, function, file, line, objects_per_op,"
		           " bytes_per_op, callee) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
		           v, 9, err))
			return -1;
	}
	return 0;
}

int cell_put_run(struct store *s, int64_t cell, const struct cell_record *r, struct error *err)
{
	struct value v[4] = { value_int(cell) };
	int64_t out, errors;

	if (r->stages & STAGE_ALLOCS) {
		if (runs_delete(s, cell, SAMPLE_ALLOCS, err) ||
		    db_run(s, "DELETE FROM alloc_site WHERE cell_id = ?1", v, 1, err))
			return -1;
		s->replaced |= sqlite3_changes(s->db) > 0; /* their texts may be nobody's now */
		if (db_run(s, "DELETE FROM output WHERE cell_id = ?1", v, 1, err))
			return -1;
		s->replaced |= sqlite3_changes(s->db) > 0;
		if (r->sites && put_sites(s, cell, r->sites, err))
			return -1;
	}
	if (r->samples && cell_put_samples(s, cell, r->c, r->samples, err))
		return -1;
	if (!r->out || !r->err)
		return 0;
	if (content_id(s, r->out, &out, err) || content_id(s, r->err, &errors, err))
		return -1;
	s->replaced |= !(r->stages & STAGE_ALLOCS); /* an output of the same cell may have been there */
	v[1] = value_int(out);
	v[2] = value_int(errors);
	v[3] = value_int(r->exit_status);
	return db_run(s, "INSERT OR REPLACE INTO output (cell_id, stdout, stderr, exit_status) VALUES (?1, ?2, ?3, ?4)",
	              v, 4, err);
}
