#!/usr/bin/env python3
"""Writes the vectors that tests/unit/test_vectors.c holds harness/analysis to: `make vectors`.

What SciPy has is taken from SciPy; what it has not (Walsh averages and their interval, the conditional distribution
over mid-ranks with Pratt's zeros) is counted here in whole numbers and fractions, one possibility at a time, and checked
against SciPy where both answer. published.tsv is not made here: it was copied by hand from the tables it names.
Needs numpy and scipy (1.15 or newer); the tests need the committed files alone.
"""

import itertools
import os
import random
from fractions import Fraction

import numpy
import scipy
from scipy import stats

HERE = os.path.dirname(os.path.abspath(__file__))


def write(name, columns, rows):
    with open(os.path.join(HERE, name), "w", encoding="ascii") as out:
        out.write(f"# made by make.py with SciPy {scipy.__version__}\n#" + "\t".join(columns) + "\n")
        for row in rows:
            out.write("\t".join(row) + "\n")


def number(x):
    return repr(float(x))


def numbers(values):
    return ",".join(number(v) for v in values) or "-"


def samples():
    """Differences of many kinds; all of them on a grid where that makes ties, so that sums are exact."""
    r = random.Random(6)
    yield [0.5]
    yield [0.0]
    yield [0.0] * 7
    yield [2.0] * 6
    yield [-1.0, 1.0]
    # Hollander & Wolfe, table 3.1 (Hamilton depression scale factor IV), before minus after treatment
    yield [0.952, -0.147, 1.022, 0.43, 0.62, 0.59, 0.49, -0.08, 0.01]
    for n in (2, 3, 5, 6, 7, 9, 10, 12, 13):
        yield [r.gauss(0.3, 1) for _ in range(n)]  # no ties
        yield [r.randint(-3, 4) / 4 for _ in range(n)]  # ties and zeros
        yield [r.randint(1, 9) / 8 for _ in range(n)]  # all of one sign
        yield [r.gauss(0, 1) / r.uniform(0.01, 1) for _ in range(n)]  # heavy tails
    for n in (25, 60, 100):
        yield [r.gauss(0.2, 1) for _ in range(n)]
    for n in (101, 200, 400):
        yield [r.gauss(0.1, 1) for _ in range(n)]
        yield [r.randint(-8, 9) / 4 for _ in range(n)]


def signed_rank(x):
    """T+, T- and the two-sided p."""
    ranks = stats.rankdata(numpy.abs(x))
    signed = [(int(round(2 * q)), v) for q, v in zip(ranks, x) if v != 0]
    plus = sum(q for q, v in signed if v > 0)
    minus = sum(q for q, v in signed if v < 0)
    if not signed:
        return 0, 0, 1.0
    if len(signed) > 100:
        return plus / 2, minus / 2, stats.wilcoxon(x, zero_method="pratt", correction=True, method="asymptotic").pvalue
    if len(signed) <= 13:
        sums = [sum(c) for c in itertools.product(*[(0, q) for q, _ in signed])]
        least = sum(s <= min(plus, minus) for s in sums)
        p = min(Fraction(1), Fraction(2 * least, len(sums)))
        if len(x) > 1:
            method = stats.PermutationMethod(n_resamples=2 ** len(x))
            theirs = stats.wilcoxon(x, zero_method="pratt", method=method).pvalue
            assert abs(float(p) - theirs) < 1e-12, (x, p, theirs)
        return plus / 2, minus / 2, float(p)
    ways = {0: 1}  # of the doubled sum: in how many choices of signs
    for q, _ in signed:
        longer = dict(ways)
        for total, w in ways.items():
            longer[total + q] = longer.get(total + q, 0) + w
        ways = longer
    p = min(Fraction(1), Fraction(2 * sum(w for t, w in ways.items() if t <= min(plus, minus)), 2 ** len(signed)))
    if len(set(q for q, _ in signed)) == len(x):
        assert abs(float(p) - stats.wilcoxon(x, method="exact").pvalue) < 1e-12
    return plus / 2, minus / 2, float(p)


def counts(n):
    """How many of the 2^n choices of signs give T+ = 0, 1, ... without ties."""
    ways = [1]
    for rank in range(1, n + 1):
        longer = ways + [0] * rank
        for s, w in enumerate(ways):
            longer[s + rank] += w
        ways = longer
    return ways


def hodges_lehmann(x, level):
    """Estimate, ends and exact level; 0 as the fifth where no interval of the level exists."""
    n = len(x)
    walsh = sorted((x[i] + x[j]) / 2 for i in range(n) for j in range(i, n))
    tail = (1 - Fraction(level)) / 2
    below, c = Fraction(0), 0
    for ways in counts(n):
        if below + Fraction(ways, 2**n) > tail:
            break
        below += Fraction(ways, 2**n)
        c += 1
    known = c > 0
    if not known:
        below, c = Fraction(1, 2**n), 1
    return numpy.median(walsh), walsh[c - 1], walsh[len(walsh) - c], 1 - 2 * below, int(known)


def median(x, level):
    """Ends of the interval of the median and their exact coverage."""
    n, x = len(x), sorted(x)
    tail = float((1 - Fraction(level)) / 2)
    k = int(stats.binom.ppf(tail, n, 0.5))
    while k > 0 and stats.binom.cdf(k - 1, n, 0.5) > tail:
        k -= 1
    known = k > 0
    k = max(k, 1)
    return x[k - 1], x[n - k], 1 - 2 * stats.binom.cdf(k - 1, n, 0.5), int(known)


def proportion(k, n, level):
    """Clopper and Pearson's interval, from beta quantiles."""
    tail = (1 - float(level)) / 2
    low = stats.beta.ppf(tail, k, n - k + 1) if k else 0.0
    high = stats.beta.isf(tail, k + 1, n - k) if k < n else 1.0
    if n <= 200:
        theirs = stats.binomtest(k, n).proportion_ci(float(level), "exact")
        assert abs(low - theirs.low) < 1e-9 and abs(high - theirs.high) < 1e-9, (k, n, level)
    return low, high


def main():
    all_samples = list(samples())
    write("signed_rank.tsv", ["differences", "plus", "minus", "p"],
          [[numbers(x)] + [number(v) for v in signed_rank(x)] for x in all_samples])
    levels = ("0.95", "0.9", "0.99")
    write("hodges_lehmann.tsv", ["differences", "level", "estimate", "low", "high", "coverage", "exists"],
          [[numbers(x), level] + [number(v) for v in hodges_lehmann(x, level)]
           for x in all_samples if len(x) <= 100 for level in levels])
    write("median.tsv", ["values", "level", "low", "high", "coverage", "exists"],
          [[numbers(x), level] + [number(v) for v in median(x, level)] for x in all_samples for level in levels])
    counts_of = [(k, n) for n in (1, 2, 10, 48, 299, 2000, 100000) for k in sorted({0, 1, n // 100, n // 3, n - 1, n})]
    write("proportion.tsv", ["found", "trials", "level", "low", "high"],
          [[str(k), str(n), level] + [number(v) for v in proportion(k, n, level)]
           for k, n in counts_of if k <= n for level in levels])
    beta = [(a, b, x) for a in (0.5, 1, 2.5, 40, 3000) for b in (0.5, 1, 7, 900) for x in (1e-6, 0.01, 0.3, 0.5, 0.77, 0.999)]
    write("beta.tsv", ["a", "b", "x", "value"], [[number(v) for v in (a, b, x, stats.beta.cdf(x, a, b))] for a, b, x in beta])
    r = random.Random(7)
    families = [[0.03], [0.01, 0.02, 0.03, 0.04], [1.0, 0.0, 0.5], [0.2] * 5, [0.05, 0.001, 0.8, 0.001]]
    families += [[r.random() ** 3 for _ in range(n)] for n in (2, 10, 57, 400)]
    # Benjamini & Hochberg 1995, section 4: 15 hypotheses of the thrombolysis study
    families.append([0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
                     0.6528, 0.7590, 1.0])
    write("multiple.tsv", ["p", "q"], [[numbers(p), numbers(stats.false_discovery_control(p))] for p in families])


main()
