#include "analysis/calibration.h"

#include <math.h>

#define TINY 1e-300
#define CLOSE 1e-15
#define MOST_STEPS 100000

const struct calibration_promise calibration_promise_default = { .comparisons = 0.01, .reports = 0.05, .level = 0.95 };

const char *calibration_verdict_name(enum calibration_verdict v)
{
	static const char *const names[] = { [CALIBRATION_FINE] = "fine",
		                             [CALIBRATION_BROKEN] = "broken",
		                             [CALIBRATION_TOO_FEW] = "too few",
		                             [CALIBRATION_INTERRUPTED] = "interrupted" };

	return names[v];
}

static double not_zero(double x)
{
	return fabs(x) < TINY ? TINY : x;
}

/* The continued fraction; converges fast for x < (a + 1) / (a + b + 2). */
static double fraction(double a, double b, double x)
{
	double c = 1, d = 1 / not_zero(1 - (a + b) * x / (a + 1)), h = d;

	for (int m = 1; m < MOST_STEPS; m++) {
		const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
			     odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		double step;

		d = 1 / not_zero(1 + even * d);
		c = not_zero(1 + even / c);
		h *= d * c;
		d = 1 / not_zero(1 + odd * d);
		c = not_zero(1 + odd / c);
		step = d * c;
		h *= step;
		if (fabs(step - 1) < CLOSE)
			break;
	}
	return h;
}

double beta_regularised(double a, double b, double x)
{
	double front;

	if (!(x > 0))
		return 0;
	if (x >= 1)
		return 1;
	front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
	return x < (a + 1) / (a + b + 2) ? front * fraction(a, b, x) / a : 1 - front * fraction(b, a, 1 - x) / b;
}

/* x with I_x(a, b) = p: it grows with x, so halving finds it, to the last bit or so. */
static double beta_quantile(double a, double b, double p)
{
	double low = 0, high = 1;

	for (int i = 0; i < 200 && high - low > CLOSE * high; i++) {
		const double middle = low + (high - low) / 2;

		if (beta_regularised(a, b, middle) < p)
			low = middle;
		else
			high = middle;
	}
	return low + (high - low) / 2;
}

void proportion_interval(size_t k, size_t n, double level, double *low, double *high)
{
	const double tail = (1 - level) / 2;

	k = k > n ? n : k;
	*low = k ? beta_quantile((double)k, (double)(n - k + 1), tail) : 0;
	/* by the mirrored variable: near 1, a tail of so little is lost in 1 - x */
	*high = k < n ? 1 - beta_quantile((double)(n - k), (double)(k + 1), tail) : 1;
}

size_t proportion_trials_needed(double p, double level)
{
	return (size_t)ceil(log1p(-level) / log1p(-p) - 1e-9);
}

static int exceeds(const struct calibration_tally *t, double promise, double level)
{
	double low, high;

	proportion_interval(t->found, t->comparisons, level, &low, &high);
	return low > promise;
}

enum calibration_verdict calibration_judge(const struct calibration_tally *comparisons,
                                           const struct calibration_tally *reports,
                                           const struct calibration_tally *exact,
                                           const struct calibration_promise *promise)
{
	if (exact->found || exceeds(comparisons, promise->comparisons, promise->level) ||
	    exceeds(reports, promise->reports, promise->level))
		return CALIBRATION_BROKEN;
	if (comparisons->comparisons < proportion_trials_needed(promise->comparisons, promise->level))
		return CALIBRATION_TOO_FEW;
	return CALIBRATION_FINE;
}
