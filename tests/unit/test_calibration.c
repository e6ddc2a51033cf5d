/* Exact intervals of a share against SciPy, what may be concluded from them, and the cases with known changes. */
#include "testing.h"

#include <math.h>

#include "analysis/calibration.h"
#include "bench/injected.h"
#include "cmd/selftest.h"
#include "vector_file.h"

static void assert_close(double got, double want, double relative)
{
	if (!(fabs(got - want) <= relative * fmax(fabs(want), 1e-290)))
		fail_msg("%.17g instead of %.17g", got, want);
}

static void beta_function(void **state)
{
	struct vector_file v;

	(void)state;
	vector_open(&v, "beta.tsv");
	while (vector_row(&v)) {
		double a = vector_number(&v), b = vector_number(&v), x = vector_number(&v), want = vector_number(&v);

		assert_close(beta_regularised(a, b, x), want, want < 1e-250 ? 1e-6 : 1e-9);
	}
	assert_true(v.rows >= 100);
	assert_float_equal(beta_regularised(2, 3, -1), 0, 0);
	assert_float_equal(beta_regularised(2, 3, 2), 1, 0);
}

static void intervals(void **state)
{
	struct vector_file v;

	(void)state;
	vector_open(&v, "proportion.tsv");
	while (vector_row(&v)) {
		size_t k = (size_t)vector_number(&v), n = (size_t)vector_number(&v);
		double level = vector_number(&v), low = vector_number(&v), high = vector_number(&v), got[2];

		proportion_interval(k, n, level, &got[0], &got[1]);
		assert_float_equal(got[0], low, 1e-10);
		assert_float_equal(got[1], high, 1e-10);
	}
	assert_true(v.rows >= 80);
}

/* Clopper & Pearson's own chart is not a table; Newcombe, Statist. Med. 17 (1998), table I has the exact limits. */
static void published_intervals(void **state)
{
	static const struct {
		size_t k, n;
		double low, high;
	} rows[] = { { 81, 263, 0.2527, 0.3676 },
		     { 15, 148, 0.0578, 0.1617 },
		     { 0, 20, 0, 0.1684 },
		     { 1, 29, 0.0009, 0.1776 } };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		double low, high;

		proportion_interval(rows[i].k, rows[i].n, 0.95, &low, &high);
		assert_float_equal(low, rows[i].low, 0.00005);
		assert_float_equal(high, rows[i].high, 0.00005);
	}
}

static void ends_of_intervals(void **state)
{
	double low, high;

	(void)state;
	proportion_interval(0, 0, 0.95, &low, &high);
	assert_true(low == 0 && high == 1);
	proportion_interval(9, 3, 0.95, &low, &high);
	assert_true(low > 0.29 && high == 1);
	assert_int_equal(proportion_trials_needed(0.01, 0.95), 299);
	assert_int_equal(proportion_trials_needed(0.05, 0.95), 59);
	assert_int_equal(proportion_trials_needed(0.5, 0.75), 2); /* exactly: not one more for rounding */
}

static void conclusions(void **state)
{
	static const struct {
		struct calibration_tally comparisons, reports, exact;
		enum calibration_verdict verdict;
	} rows[] = {
		{ { .comparisons = 2000, .found = 12 },
		  { .comparisons = 60, .found = 2 },
		  { .comparisons = 9 },
		  CALIBRATION_FINE },
		{ { .comparisons = 298 }, { .comparisons = 6 }, { 0 }, CALIBRATION_TOO_FEW },
		{ { .comparisons = 299 }, { .comparisons = 6 }, { 0 }, CALIBRATION_FINE },
		{ { 0 }, { 0 }, { 0 }, CALIBRATION_TOO_FEW },
		/* 29 of 2,000 might still be 1 %; 31 are not */
		{ { .comparisons = 2000, .found = 28 }, { .comparisons = 60 }, { 0 }, CALIBRATION_FINE },
		{ { .comparisons = 2000, .found = 31 }, { .comparisons = 60 }, { 0 }, CALIBRATION_BROKEN },
		{ { .comparisons = 2000 }, { .comparisons = 60, .found = 9 }, { 0 }, CALIBRATION_BROKEN },
		{ { .comparisons = 2000 },
		  { .comparisons = 60 },
		  { .comparisons = 900, .found = 1 },
		  CALIBRATION_BROKEN },
		/* few, and bad already */
		{ { .comparisons = 20, .found = 6 }, { .comparisons = 1, .found = 1 }, { 0 }, CALIBRATION_BROKEN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(calibration_judge(&rows[i].comparisons, &rows[i].reports, &rows[i].exact,
		                                   &calibration_promise_default),
		                 rows[i].verdict);
}

/* ---- the cases ---- */

static size_t count_text(const struct str *text, const char *what)
{
	size_t n = 0;

	for (const char *p = str_cstr(text); (p = strstr(p, what)); p++)
		n++;
	return n;
}

static void cases_pass_for_the_same(void **state)
{
	struct case_list base = CASE_LIST_INIT, changed = CASE_LIST_INIT;
	struct error err = ERROR_INIT;
	int more[INJECTED_TIMES] = { [0] = 3, [INJECTED_TIMES - 1] = 10 };
	size_t benchmarks = 0;
	char *digests[3];

	(void)state;
	assert_int_equal(injected_time_cases(NULL, &base, &err), 0);
	assert_int_equal(injected_time_cases(more, &changed, &err), 0);
	assert_int_equal(base.len, changed.len);
	for (size_t i = 0; i < base.len; i++) {
		const struct gocase *a = &base.items[i], *b = &changed.items[i];
		bool edited = i == 0 || i == base.len - 1;

		assert_string_equal(a->name, b->name);
		assert_string_equal(a->sha256, b->sha256);
		assert_int_equal(a->benchmarks.len, b->benchmarks.len);
		benchmarks += a->benchmarks.len;
		assert_int_equal(count_text(&a->source, " = 100\n"), a->benchmarks.len);
		assert_int_equal(count_text(&b->source, " = 100\n"), a->benchmarks.len - edited);
	}
	assert_int_equal(benchmarks, INJECTED_TIMES);
	assert_int_equal(count_text(&changed.items[0].source, "times1 = 103\n"), 1);
	assert_int_equal(count_text(&changed.items[changed.len - 1].source, "times6 = 110\n"), 1);
	digests[0] = injected_digest("h1:x", "a", &base);
	digests[1] = injected_digest("h1:x", "b", &base);
	digests[2] = injected_digest("h1:x", "a", &changed);
	assert_string_not_equal(digests[0], digests[1]);
	assert_string_not_equal(digests[0], digests[2]);
	for (int i = 0; i < 3; i++)
		free(digests[i]);
	case_list_release(&base);
	case_list_release(&changed);
}

static void count_cases_change(void **state)
{
	struct case_list base = CASE_LIST_INIT, changed = CASE_LIST_INIT;
	struct error err = ERROR_INIT;
	int kinds[3] = { 0 };

	(void)state;
	assert_int_equal(injected_count_cases(false, &base, &err), 0);
	assert_int_equal(injected_count_cases(true, &changed, &err), 0);
	assert_int_equal(base.len, 1);
	assert_int_equal(base.items[0].benchmarks.len, INJECTED_COUNTS);
	assert_string_equal(base.items[0].sha256, changed.items[0].sha256);
	assert_int_equal(count_text(&base.items[0].source, "objects3 = 1000\n"), 1);
	assert_int_equal(count_text(&changed.items[0].source, "objects3 = 1001\n"), 1);
	for (int i = -1; i <= INJECTED_COUNTS; i++)
		kinds[injected_count_kind(i)]++;
	assert_int_equal(kinds[INJECTED_SAME], 2);
	assert_int_equal(kinds[INJECTED_ALLOC], 4);
	assert_int_equal(kinds[INJECTED_SIZE], 4);
	case_list_release(&base);
	case_list_release(&changed);
}

/* Every benchmark is changed as often as any other, every effect is used as often. */
static void plans_are_even(void **state)
{
	int changed[INJECTED_TIMES] = { 0 }, effects[11] = { 0 }, pairs[INJECTED_TIMES][11] = { { 0 } };

	(void)state;
	for (int report = 0; report < 48; report++) {
		int more[INJECTED_TIMES], n = 0;

		selftest_plan(7, report, 1, more);
		for (int i = 0; i < INJECTED_TIMES; i++) {
			n += more[i] > 0;
			changed[i] += more[i] > 0;
			effects[more[i]]++;
			pairs[i][more[i]]++;
		}
		assert_int_equal(n, SELFTEST_EFFECTS);
	}
	for (int k = 0; k < SELFTEST_EFFECTS; k++)
		assert_int_equal(effects[selftest_effects[k]], 48);
	for (int i = 0; i < INJECTED_TIMES; i++) {
		assert_int_equal(changed[i], 5);
		for (int k = 0; k < SELFTEST_EFFECTS; k++)
			assert_int_equal(pairs[i][selftest_effects[k]], 1);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(beta_function),       cmocka_unit_test(intervals),
	cmocka_unit_test(published_intervals), cmocka_unit_test(ends_of_intervals),
	cmocka_unit_test(conclusions),         cmocka_unit_test(cases_pass_for_the_same),
	cmocka_unit_test(count_cases_change),  cmocka_unit_test(plans_are_even),
};

TEST_MAIN(tests)
