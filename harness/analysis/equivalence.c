#include "analysis/equivalence.h"

#include <math.h>

#include "analysis/hodges_lehmann.h"

bool equivalent_ratios(const double *log_ratios, size_t n, double margin, double alpha)
{
	const double most = log1p(margin);
	struct location l;

	return !hodges_lehmann(log_ratios, n, 1 - 2 * alpha, &l) && -most <= l.low && l.high <= most;
}
