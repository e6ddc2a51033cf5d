/* Measuring the noise, and what is made of it. */
#include "testing.h"

#include <math.h>
#include <sched.h>

#include "analysis/noise_floor.h"
#include "base/host.h"
#include "base/interrupt.h"
#include "base/rng.h"
#include "bench/noise.h"

/* cmocka's own compares floats */
static void assert_near(double got, double wanted, double within)
{
	if (!(fabs(got - wanted) <= within))
		fail_msg("%.12g, not %.12g", got, wanted);
}

/* Two-sided 5 %: critical values of Wilcoxon's table (Hollander, Wolfe, Chicken, table A.4), one less than the rank. */
static void test_ranks(void **state)
{
	static const size_t table[][2] = { { 6, 0 },   { 7, 2 },   { 8, 3 },   { 9, 5 },    { 10, 8 },
		                           { 15, 25 }, { 20, 52 }, { 25, 89 }, { 30, 137 }, { 50, 434 } };

	(void)state;
	for (size_t n = 1; n < 6; n++)
		assert_int_equal(noise_signed_rank(n), 0);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		assert_int_equal(noise_signed_rank(table[i][0]), table[i][1] + 1);
	/* 51 by the normal distribution: next to what counting gives for 50 and 52 would */
	assert_in_range(noise_signed_rank(51), 450, 460);
	assert_in_range(noise_signed_rank(1000), 231000, 233000);
}

static void test_figures(void **state)
{
	const double a[] = { 100, 101, 99, 100, 102, 110, 103, 104, 100, 250 };
	struct noise_floor f;

	(void)state;
	noise_floor(a, 10, &f);
	assert_near(f.median, 101.5, 1e-9);
	assert_near(f.mad, 1.5 / 101.5, 1e-9);
	assert_near(f.spread, (103.75 - 100) / 101.5, 1e-9);
	assert_near(f.drift, 104.0 / 100 - 1, 1e-9);
	assert_near(f.outliers, 0.1, 1e-9);
	noise_floor(a, 1, &f);
	assert_true(f.mad == 0 && f.spread == 0 && f.drift == 0 && f.outliers == 0);
}

/* Figures that can be worked out by hand. */
static void test_blocks(void **state)
{
	double same[10], two[10];

	(void)state;
	for (int i = 0; i < 10; i++) {
		same[i] = 5e6;
		two[i] = i % 2 ? 1.02 : 1;
	}
	assert_true(noise_half_width(same, 10, 6) == 0);
	assert_int_equal(noise_blocks(same, 10, 0.01), 6);
	/* every difference is log 1.02 up or down: six blocks, of which the extremes count, hold both but once in 32 */
	assert_near(noise_half_width(two, 10, 6), 0.02, 1e-6);
	/* of many Walsh averages half are 0, a quarter on each side: the interval is that middle */
	assert_near(noise_half_width(two, 10, 1000), 0, 1e-6);
	assert_int_equal(noise_blocks(two, 10, 0.03), 6);
	assert_true(noise_blocks(two, 10, 0.01) > 6);
	assert_int_equal(noise_blocks((const double[]){ 1, 100, 1, 90, 1, 95, 3, 80 }, 8, 1e-12),
	                 NOISE_MOST_BLOCKS + 1);
}

static int by_value(const void *pa, const void *pb)
{
	double a = *(const double *)pa, b = *(const double *)pb;

	return (a > b) - (a < b);
}

/* The same draws, and all their Walsh averages sorted: of 36, the fourth from either end (Wilcoxon's table, n = 8). */
static void test_definition(void **state)
{
	const double x[] = { 1, 1.5, 1.1, 0.7, 1.9, 1.3 };
	double widths[200];
	struct rng r;

	(void)state;
	rng_seed(&r, 1);
	for (int d = 0; d < 200; d++) {
		double drawn[8], walsh[36];
		size_t n = 0;

		for (int i = 0; i < 8; i++) {
			size_t at = (size_t)rng_below(&r, 5);

			drawn[i] = log(x[at + 1] / x[at]) * (rng_next(&r) >> 63 ? 1 : -1);
			for (int j = 0; j <= i; j++)
				walsh[n++] = (drawn[i] + drawn[j]) / 2;
		}
		qsort(walsh, n, sizeof *walsh, by_value);
		widths[d] = (walsh[32] - walsh[3]) / 2;
	}
	qsort(widths, 200, sizeof *widths, by_value);
	/* the quantile 0.8 of 200 values lies a fifth of the way from the 160th to the 161st */
	assert_near(noise_half_width(x, 6, 8), expm1(widths[159] + 0.2 * (widths[160] - widths[159])), 1e-6);
}

/* Normal noise: the estimate's variance is pi/3 of the mean's (Hodges, Lehmann 1963), so the width is known. */
static void test_normal(void **state)
{
	static double x[2000];
	struct rng r;

	(void)state;
	rng_seed(&r, 7);
	for (int i = 0; i < 2000; i++) { /* Box, Muller 1958 */
		double u = ((double)(rng_next(&r) >> 11) + 0.5) / 9007199254740992.0;
		double v = (double)(rng_next(&r) >> 11) / 9007199254740992.0;

		x[i] = exp(0.02 * sqrt(-2 * log(u)) * cos(2 * M_PI * v));
	}
	for (size_t n = 25; n <= 400; n *= 4) {
		double wanted = 1.96 * 0.02 * sqrt(2) * sqrt(M_PI / 3 / (double)n);
		double got = noise_half_width(x, 2000, n);

		if (got < wanted * 0.97 || got > wanted * 1.25)
			fail_msg("%zu blocks: %g, not about %g", n, got, wanted);
	}
	/* 1.96^2 * 2 * pi/3 * (2 / 1)^2 = 32 would do for half of the draws */
	assert_in_range(noise_blocks(x, 2000, 0.01), 33, 46);
}

static void test_measuring(void **state)
{
	struct host_cpus allowed;
	struct host h;
	struct noise_sample s[8];
	struct noise_config c = { .samples = 8, .sample_ns = 1000000 };
	struct error err = ERROR_INIT;

	(void)state;
	host_allowed(&allowed);
	host_read("", &allowed, &h);
	c.cpu = host_measuring_cpu(&h, &allowed);
	assert_int_equal(noise_measure(&c, s, &err), 0);
	for (int i = 0; i < 8; i++) {
		assert_true(s[i].ns > 0 && s[i].stop_ns >= 0 && s[i].stop_ns < s[i].ns && s[i].switches >= 0);
		assert_int_equal(s[i].bound, 1);
	}
	host_allowed(&allowed); /* this process is where it was */
	assert_int_equal(sched_getcpu() >= 0, 1);
	assert_true(host_cpus_has(&allowed, c.cpu));
	c.cpu = 4000; /* none such */
	assert_int_equal(noise_measure(&c, s, &err), 0);
	assert_int_equal(s[7].bound, 0);
	c.cpu = -1;
	assert_int_equal(noise_measure(&c, s, &err), 0);
	assert_int_equal(s[7].bound, 0);
}

static int last_done, starts;
static void hear(void *ctx, const struct event *e)
{
	(void)ctx;
	starts += e->kind == EVENT_START;
	if (e->kind == EVENT_PROGRESS)
		last_done = (int)e->done;
	if (e->kind == EVENT_PROGRESS && e->done == 7)
		interrupt_raise();
}

/* 10,000 samples would take long, so progress is told; and an interrupt ends it. */
static void test_progress_and_interrupt(void **state)
{
	static struct noise_sample s[NOISE_MOST_SAMPLES];
	const struct event_sink sink = { .emit = hear };
	const struct noise_config c = { .samples = NOISE_MOST_SAMPLES, .sample_ns = 1000000, .cpu = -1, .sink = &sink };
	struct error err = ERROR_INIT;

	(void)state;
	assert_int_equal(noise_measure(&c, s, &err), -1);
	interrupt_clear();
	assert_int_equal(err.kind, ERR_INTERRUPTED);
	assert_int_equal(starts, 1);
	assert_int_equal(last_done, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_definition),
		cmocka_unit_test(test_ranks),
		cmocka_unit_test(test_figures),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_normal),
		cmocka_unit_test(test_measuring),
		cmocka_unit_test(test_progress_and_interrupt),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
