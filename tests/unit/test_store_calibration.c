/* What selftest found: kept as it comes, one row of calibration however often it is recorded. */
#include "store_fixture.h"

static struct calibration_row row(const char *what, int64_t comparisons)
{
	return (struct calibration_row){
		.metric = "time", .truth = "same", .what = what, .comparisons = comparisons, .high = 1
	};
}

static struct calibration found(struct calibration_row *rows, size_t n, const char *verdict)
{
	return (struct calibration){ .info = { .measured_at = "2026-11-27T00:00:00Z",
		                               .tool_version = "0",
		                               .go = "go1.27.4",
		                               .machine = "m",
		                               .kernel = "k",
		                               .cpu = "c",
		                               .governor = "g",
		                               .load = "0",
		                               .conditions = "",
		                               .seed = "7",
		                               .settings = "selftest",
		                               .verdict = verdict },
		                     .rows = rows,
		                     .len = n };
}

static void more_takes_the_place_of_less(void **state)
{
	struct scratch *x = *state;
	struct calibration_row rows[2] = { row("first", 3), row("second", 5) };
	struct calibration part = found(rows, 1, "interrupted"), whole = found(rows, 2, "fine");
	struct calibrations all;
	struct store *db = NULL;
	int64_t id = 0, other = 0, before;

	assert_int_equal(store_open(x->path, STORE_WRITE, &db, &x->err), 0);
	assert_int_equal(store_calibration(db, &whole, &other, &x->err), 0);
	assert_int_equal(store_calibration(db, &part, &id, &x->err), 0);
	assert_true(id > other && other > 0);
	before = id;
	assert_int_equal(store_calibrations(db, &all, &x->err), 0);
	assert_int_equal(all.len, 2);
	assert_string_equal(all.items[0].info.verdict, "interrupted");
	assert_int_equal(all.items[0].len, 1);
	calibrations_release(&all);
	rows[0].comparisons = 4;
	assert_int_equal(store_calibration(db, &whole, &id, &x->err), 0);
	assert_int_equal(id, before);
	assert_int_equal(store_calibrations(db, &all, &x->err), 0);
	assert_int_equal(all.len, 2);
	assert_string_equal(all.items[0].info.verdict, "fine");
	assert_int_equal(all.items[0].len, 2);
	assert_int_equal(all.items[0].rows[0].comparisons, 4);
	assert_int_equal(all.items[1].rows[0].comparisons, 3);
	calibrations_release(&all);
	store_close(db);
}

static const struct CMUnitTest tests[] = {
	STORE_TEST(more_takes_the_place_of_less),
};

TEST_MAIN(tests)
