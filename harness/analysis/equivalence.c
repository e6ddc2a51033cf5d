#include "analysis/equivalence.h"

#include <math.h>

#include "analysis/hodges_lehmann.h"

bool equivalent_ratios(const double *log_ratios, size_t n, double margin, double alpha)
{
	const double most = log1p(margin);

	return hodges_lehmann_within(log_ratios, n, 1 - 2 * alpha, -most, most);
}
