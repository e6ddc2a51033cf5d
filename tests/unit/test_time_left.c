/* Time left, from rates that change, and the line that shows it. */
#include "testing.h"

#include <math.h>

#include "cmd/progress_line.h"
#include "cmd/time_left.h"

#define S INT64_C(1000000000)

/* From `done` at `from`, `rate` units a second until `until`, noted four times a second. */
static uint64_t go_on(struct time_left *t, int64_t from, int64_t until, uint64_t done, double rate, uint64_t total)
{
	const uint64_t before = done;

	for (int64_t now = from + S / 4; now <= until; now += S / 4) {
		done = before + (uint64_t)(rate * (double)(now - from) / (double)S);
		time_left_note(t, now, done, total);
	}
	return done;
}

static void assert_seconds(double ns, double want, double within)
{
	if (fabs(ns / (double)S - want) > within)
		fail_msg("%.1f s, wanted %.1f within %.1f", ns / (double)S, want, within);
}

static void test_steady(void **state)
{
	struct time_left t;

	(void)state;
	time_left_start(&t, 5 * S);
	assert_true(time_left_by_rate(&t, 5 * S) < 0);
	go_on(&t, 5 * S, 15 * S, 0, 10, 300);
	assert_seconds(time_left_by_rate(&t, 15 * S), 20, 0.5);
	time_left_note(&t, 16 * S, 300, 300);
	assert_seconds(time_left_by_rate(&t, 16 * S), 0, 0);
	time_left_note(&t, 16 * S, 310, 300); /* more than was foreseen */
	assert_seconds(time_left_by_rate(&t, 16 * S), 0, 0);
}

/* Nothing done, nothing known; the first second says nothing. */
static void test_unknown(void **state)
{
	struct time_left t = { 0 };

	(void)state;
	assert_true(time_left_by_rate(&t, S) < 0);
	time_left_start(&t, 0);
	time_left_note(&t, S / 2, 50, 100);
	assert_true(time_left_by_rate(&t, S / 2) < 0);
	time_left_start(&t, 0);
	go_on(&t, 0, 20 * S, 0, 0, 100);
	assert_true(time_left_by_rate(&t, 20 * S) < 0);
	time_left_note(&t, 20 * S, 5, 0); /* of how many is not known */
	assert_true(time_left_by_rate(&t, 20 * S) < 0);
}

/* 5,000 that were known in the first quarter of a second, then one a second: soon the second rate counts alone. */
static void test_cached_start(void **state)
{
	struct time_left t;

	(void)state;
	time_left_start(&t, 0);
	time_left_note(&t, S / 4, 5000, 5100);
	go_on(&t, S / 4, 12 * S, 5000, 1, 5100);
	assert_seconds(time_left_by_rate(&t, 12 * S), 89, 12);
	go_on(&t, 12 * S, 60 * S, 5011, 1, 5100);
	assert_seconds(time_left_by_rate(&t, 60 * S), 41, 3);
}

/* What went slowly long ago is forgotten. */
static void test_faster(void **state)
{
	struct time_left t;
	uint64_t done;

	(void)state;
	time_left_start(&t, 0);
	done = go_on(&t, 0, 40 * S, 0, 0.5, 1000);
	done = go_on(&t, 40 * S, 80 * S, done, 10, 1000);
	assert_seconds(time_left_by_rate(&t, 80 * S), (double)(1000 - done) / 10, 6);
}

static void test_parts(void **state)
{
	struct event_part parts[] = { { 2, 4, 20 * S }, { 10, 100, 5 * S }, { 0, 0, 0 }, { 7, 7, 3 * S } };

	(void)state;
	assert_seconds(time_left_by_parts(parts, 4), 2 * 10 + 90 * 0.5, 0.001);
	parts[2].total = 1; /* one kind of step has not been taken yet: nobody knows */
	assert_true(time_left_by_parts(parts, 4) < 0);
	assert_seconds(time_left_by_parts(NULL, 0), 0, 0);
}

/* An estimate that jumps is followed step by step; one that is right runs down with the clock. */
static void test_smooth(void **state)
{
	struct time_left t = { 0 };
	int64_t shown = time_left_show(&t, 0, 100.0 * S), before;

	(void)state;
	assert_seconds((double)shown, 100, 0);
	for (int i = 1; i <= 10; i++)
		shown = time_left_show(&t, i * S, (100.0 - i) * S);
	assert_seconds((double)shown, 90, 0.001);
	before = shown;
	shown = time_left_show(&t, 10 * S + S / 10, 200.0 * S);
	assert_in_range((uint64_t)(shown - before + S), 0, 4 * S); /* 2.5 % of the way in a tenth of a second */
	for (int i = 11; i < 40; i++)
		shown = time_left_show(&t, i * S, 200.0 * S);
	assert_seconds((double)shown, 200, 5);
	shown = time_left_show(&t, 40 * S, -1); /* unknown again: it runs on */
	assert_seconds((double)shown, 199, 5);
	assert_int_equal(time_left_show(&t, 1000 * S, -1), 0);
	t = (struct time_left){ 0 };
	assert_true(time_left_show(&t, 0, -1) < 0);
}

static void formats(double s, const char *want)
{
	char buf[32];

	time_left_format((int64_t)(s * 1e9), buf, sizeof buf);
	assert_string_equal(buf, want);
}

static void test_format(void **state)
{
	(void)state;
	formats(0, "less than 5 s");
	formats(4.9, "less than 5 s");
	formats(5, "5 s");
	formats(11, "15 s");
	formats(89, "90 s");
	formats(91, "2 min");
	formats(3600, "60 min");
	formats(7900, "2 h 10 min");
}

static void lines(const struct progress_view *v, unsigned width, const char *want)
{
	struct str out = STR_INIT;

	progress_line(v, &(struct text_look){ .width = width }, &out);
	assert_string_equal(str_cstr(&out), want);
	str_release(&out);
}

static void test_line(void **state)
{
	struct progress_view v = { .stage = { .name = "measure",
		                              .text = "go1.22.12 noopt slice/append_growth",
		                              .done = 136,
		                              .total = 546,
		                              .unit = UNIT_COUNT },
		                   .left_ns = 130 * S,
		                   .spent_ns = 40 * S };
	const struct progress_task inner = {
		.name = "download go1.9\x1b[2J", .done = 34000000, .total = 66000000, .unit = UNIT_BYTES
	};
	struct str out = STR_INIT;

	(void)state;
	lines(&v, 119, "measure [####----------------] 136 of 546, 3 min left: go1.22.12 noopt slice/append_growth");
	lines(&v, 79, "measure 136 of 546, 3 min left: go1.22.12 noopt slice/append_growth");
	lines(&v, 49, "measure 136/546, 3 min: go1.22.12 noopt slice/ap\xE2\x80\xA6");
	lines(&v, 19, "measure 136/546, 3\xE2\x80\xA6");
	for (unsigned width = 1; width < 130; width++) {
		str_reset(&out);
		progress_line(&v, &(struct text_look){ .width = width }, &out);
		assert_in_range(text_width(str_cstr(&out)), 0, width);
	}
	str_reset(&out);
	progress_plain(&v, &out);
	assert_string_equal(out.p, "measure: 136 of 546, 3 min left: go1.22.12 noopt slice/append_growth (40.0 s)");
	v.inner = &inner;
	v.left_ns = -1;
	lines(&v, 69, "measure 136 of 546: download go1.9\\x1b[2J 34.0 MB of 66.0 MB");
	lines(&v, 99, "measure [####----------------] 136 of 546: download go1.9\\x1b[2J 34.0 MB of 66.0 MB");
	v.stage = (struct progress_task){ .name = "wait", .unit = UNIT_NONE };
	v.inner = NULL;
	lines(&v, 79, "wait");
	v.stage = (struct progress_task){ .name = "x", .done = 9, .total = 3, .unit = UNIT_COUNT };
	lines(&v, 119, "x [####################] 9 of 3");
	str_release(&out);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(test_steady), cmocka_unit_test(test_unknown), cmocka_unit_test(test_cached_start),
	cmocka_unit_test(test_faster), cmocka_unit_test(test_parts),   cmocka_unit_test(test_smooth),
	cmocka_unit_test(test_format), cmocka_unit_test(test_line),
};
TEST_MAIN(tests)
