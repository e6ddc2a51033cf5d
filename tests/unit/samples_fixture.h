/* What the tests of samples share: samples added one by one, and what a filter reads of them, as text. */
#ifndef GOALLOC_TESTS_SAMPLES_FIXTURE_H
#define GOALLOC_TESTS_SAMPLES_FIXTURE_H

#include "store_fixture.h"

#include "store/cell.h"

static inline void add(struct scratch *x, struct store *s, const struct sheet *f, enum sample_purpose purpose,
                       int block)
{
	const struct place p = { .t = &f->toolchain, .m = &f->mode, .c = &f->c, .key = "key-1" };
	struct sample sample = f->samples[0];
	const struct sample_list list = { .items = &sample, .len = 1, .cap = 1 };
	int64_t id;

	sample.purpose = purpose;
	sample.block = block;
	must(x, db_begin(s, &x->err));
	must(x, db_end(s, cell_make(s, &p, &id, &x->err) || cell_put_samples(s, id, &f->c, &list, &x->err) ? -1 : 0,
	               &x->err));
	s->recorded = true;
}

static inline void name_release(struct sheet *f, const char *go, int minor)
{
	f->toolchain.go = text(go);
	f->toolchain.version.minor = minor;
}

static inline int64_t next_session(struct scratch *x, struct store *s)
{
	must(x, store_session_finish(s, &x->err));
	must(x, store_session_begin(s, &some_session, &x->err));
	return store_session_id(s);
}

/* "go1.9.2 allocs 1/0, ..." of all rows: release, purpose, session/block. */
static inline char *read_as_text(struct scratch *x, const struct row_filter *filter)
{
	struct store *s = open_store(x, STORE_READ);
	struct sample_rows rows;
	struct str out = STR_INIT;

	must(x, store_samples(s, filter, &rows, &x->err));
	str_add(&out, "");
	for (size_t i = 0; i < rows.len; i++)
		str_addf(&out, "%s%s %s %d/%d", i ? ", " : "", rows.items[i].go, rows.items[i].purpose,
		         (int)rows.items[i].session, (int)rows.items[i].block);
	sample_rows_release(&rows);
	store_close(s);
	return str_detach(&out);
}

static inline void assert_read(struct scratch *x, const struct row_filter *filter, const char *expected)
{
	char *got = read_as_text(x, filter);

	assert_string_equal(got, expected);
	free(got);
}

static const struct row_filter counts = { .purposes = 1u << SAMPLE_ALLOCS };

/* One cell: counted and timed in session 1, timed in 2, confirmed in 2, counted again in 3. */
static inline void fill_one(struct scratch *x, struct sheet *f)
{
	struct store *s = open_session(x);

	sheet_fill(f);
	f->sample_list.len = 1;
	record(x, s, f);
	add(x, s, f, SAMPLE_TIME, 1);
	add(x, s, f, SAMPLE_TIME, 2);
	next_session(x, s);
	add(x, s, f, SAMPLE_TIME, 1);
	add(x, s, f, SAMPLE_CONFIRM, 1);
	next_session(x, s);
	record(x, s, f);
	must(x, store_session_finish(s, &x->err));
	store_close(s);
}

/* Every row, and the blocks, as a recount of the samples gives them. */
static inline void assert_runs(const struct scratch *x)
{
	assert_int_equal(number_of(x->path,
	                           "SELECT count(*) FROM (SELECT cell_id, purpose, session_id, min(seq), max(seq),"
	                           " count(DISTINCT block) FROM sample GROUP BY 1, 2, 3 EXCEPT SELECT cell_id, purpose,"
	                           " session_id, first, last, blocks FROM sample_run)"),
	                 0);
	assert_int_equal(number_of(x->path, "SELECT count(*) FROM sample_run"),
	                 number_of(x->path, "SELECT count(*) FROM (SELECT 1 FROM sample GROUP BY cell_id, purpose,"
	                                    " session_id)"));
}

#endif
