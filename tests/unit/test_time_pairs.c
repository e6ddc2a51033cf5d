/* Every two releases that were timed side by side: which they are, and that each is judged as compare judges it. */
#include "history_fixture.h"

#include "analysis/time_pairs.h"

static const char *const releases[] = { "go1.9.2", "go1.13", "go1.20" };

/* So many blocks of one session, in which each release of the mask is timed: each takes a tenth more than the one before. */
static void add_session(struct rows *r, int64_t session, size_t blocks, unsigned mask, const char *purpose)
{
	for (size_t k = 0; k < blocks; k++)
		for (size_t i = 0; i < COUNT(releases); i++) {
			const int64_t base = 100000 + 1000 * (int64_t)(k * 7 % 10);
			struct sample_row *s;

			if (!(mask & 1u << i))
				continue;
			s = add_time(r, releases[i], "BenchmarkX", base + base / 10 * (int64_t)i);
			s->session = session;
			s->block = (int64_t)k;
			s->purpose = purpose;
		}
}

static void add_cells(struct rows *r)
{
	for (size_t i = 0; i < COUNT(releases); i++)
		add_cell(r, releases[i], "default", "a/b");
}

static struct time_pairs find(struct rows *r, size_t most)
{
	const struct evidence e = { .history = &r->history, .samples = &r->samples };
	struct time_pairs pairs = TIME_PAIRS_INIT;

	build(r);
	time_pairs_find(&e, most, &pairs);
	return pairs;
}

static void pairs_share_blocks(void **state)
{
	struct rows *r = *state;
	struct time_pairs p;

	add_cells(r);
	add_session(r, 1, 6, 1 | 4, "time"); /* the first and the last */
	add_session(r, 2, 3, 1 | 2, "time");
	add_session(r, 3, 2, 4, "time"); /* alone: beside nothing */
	p = find(r, 100);
	assert_int_equal(p.len, 2);
	assert_int_equal(p.items[0].old, 0);
	assert_int_equal(p.items[0].new, 1);
	assert_int_equal(p.items[0].blocks, 3);
	assert_true(p.items[0].judged); /* neighbours, though nothing can be told */
	assert_int_equal(p.items[0].outcomes[0].result.verdict, TIME_OPEN);
	assert_int_equal(p.items[1].new, 2);
	assert_int_equal(p.items[1].blocks, 6);
	assert_true(p.items[1].judged);
	assert_int_equal(p.items[1].len, 1);
	assert_int_equal(p.items[1].outcomes[0].result.verdict, TIME_SUSPECTED);
	assert_float_equal(p.items[1].outcomes[0].result.told.ratio, 1.2, 1e-2);
	time_pairs_release(&p);
}

/* Five blocks can't be significant, whatever they show: only neighbours are judged all the same. */
static void few_blocks_are_not_judged(void **state)
{
	struct rows *r = *state;
	struct time_pairs p;

	add_cells(r);
	add_session(r, 1, 5, 7, "time");
	p = find(r, 100);
	assert_int_equal(p.len, 3);
	for (size_t i = 0; i < p.len; i++)
		assert_int_equal(p.items[i].judged, p.items[i].old + 1 == p.items[i].new);
	assert_int_equal(p.left_out, 0);
	time_pairs_release(&p);
}

static void judged_as_compare_judges(void **state)
{
	struct rows *r = *state;
	struct time_pairs p;

	add_cells(r);
	add_session(r, 1, 7, 7, "time");
	add_session(r, 1, 7, 5, "confirm");
	p = find(r, 100);
	assert_int_equal(p.len, 3);
	for (size_t i = 0; i < p.len; i++) {
		const struct evidence e = { .history = &r->history, .samples = &r->samples };
		const struct time_pair *pair = &p.items[i];
		struct change_list l = CHANGE_LIST_INIT;

		changes_between(&e, releases[pair->old], releases[pair->new], METRIC_TIME, &l, NULL);
		assert_int_equal(pair->len, l.noutcomes);
		assert_int_equal(pair->outcomes[0].result.verdict, l.outcomes[0].result.verdict);
		assert_float_equal(pair->outcomes[0].result.told.ratio, l.outcomes[0].result.told.ratio, 0);
		assert_float_equal(pair->outcomes[0].result.q, l.outcomes[0].result.q, 0);
		assert_memory_equal(&pair->summary.verdicts, &l.times.verdicts, sizeof l.times.verdicts);
		change_list_release(&l);
	}
	assert_int_equal(p.items[1].outcomes[0].result.verdict, TIME_SLOWER); /* timed again */
	time_pairs_release(&p);
}

static void no_more_than_asked(void **state)
{
	struct rows *r = *state;
	struct time_pairs p;

	add_cells(r);
	add_session(r, 1, 7, 7, "time");
	p = find(r, 0);
	assert_int_equal(p.left_out, 1);
	assert_false(p.items[1].judged);
	assert_true(p.items[0].judged && p.items[2].judged);
	time_pairs_release(&p);
}

static void hostile_blocks(void **state)
{
	struct rows *r = *state;
	struct time_pairs p;

	add_cells(r);
	add_session(r, 1, 2, 7, "time");
	r->sample[0].block = INT64_MAX;
	r->sample[1].block = -1;
	p = find(r, 100);
	assert_int_equal(p.len, 3);
	time_pairs_release(&p);
	r->samples.len = 0;
	p = find(r, 100);
	assert_int_equal(p.len, 0);
	time_pairs_release(&p);
}

static const struct CMUnitTest tests[] = {
	ROWS_TEST(pairs_share_blocks),       ROWS_TEST(few_blocks_are_not_judged),
	ROWS_TEST(judged_as_compare_judges), ROWS_TEST(no_more_than_asked),
	ROWS_TEST(hostile_blocks),
};
TEST_MAIN(tests)
