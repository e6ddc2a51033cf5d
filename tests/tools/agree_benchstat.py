#!/usr/bin/env python3
"""Holds goalloc's figures against benchstat's, and both against the samples.

    agree_benchstat.py BENCHSTAT.csv COMPARE.csv SAMPLES.csv OLD NEW time|confirm

BENCHSTAT.csv: `benchstat -col go -format csv` of `goalloc export --format bench`; COMPARE.csv: `goalloc compare OLD NEW --metric
time,allocs,bytes --format csv`; SAMPLES.csv: `goalloc export --format csv`. The two programs take the same medians, but not the same
test: benchstat's is Mann and Whitney's U of two independent heaps, goalloc's Wilcoxon's signed ranks of the pairs. So medians are
compared with each other, and each p with an exact one of its own kind, counted here from the samples. Says what it compared.
"""
import csv
import math
import re
import statistics
import sys
from collections import defaultdict
from fractions import Fraction


def ranks(values):
    """Ranks from 1, ties sharing their mean, as exact fractions."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    out, i = [Fraction(0)] * len(values), 0
    while i < len(order):
        k = i
        while k + 1 < len(order) and values[order[k + 1]] == values[order[i]]:
            k += 1
        for j in range(i, k + 1):
            out[order[j]] = Fraction(i + k + 2, 2)
        i = k + 1
    return out


def tails(counts, seen):
    total = sum(counts.values())
    low = sum(c for v, c in counts.items() if v <= seen)
    high = sum(c for v, c in counts.items() if v >= seen)
    return float(min(Fraction(1), 2 * min(Fraction(low, total), Fraction(high, total))))


def mann_whitney(a, b):
    """Exact, two-sided: the rank sum of len(a) out of all, over every choice."""
    r = ranks(a + b)
    ways = [defaultdict(int) for _ in range(len(a) + 1)]
    ways[0][Fraction(0)] = 1
    for x in r:
        for n in range(len(a), 0, -1):
            for total, count in list(ways[n - 1].items()):
                ways[n][total + x] += count
    return tails(ways[len(a)], sum(r[:len(a)], Fraction(0)))


def signed_rank(differences):
    """Exact, two-sided: the sum of the ranks of the positive ones over every choice of signs; zeros left out."""
    d = [x for x in differences if x]
    if not d:
        return 1.0
    r = ranks([abs(x) for x in d])
    ways = {Fraction(0): 1}
    for x in r:
        after = defaultdict(int)
        for total, count in ways.items():
            after[total] += count
            after[total + x] += count
        ways = after
    return tails(ways, sum((x for x, y in zip(r, d) if y > 0), Fraction(0)))


def read_benchstat(path):
    """{(pkg, benchmark, unit): ({go: median}, p, (n, n))}; a table is a block of lines behind configuration lines. The benchmark "geomean" is
    that of the table. p and n are strings; where benchstat gives one n, both sides have as many."""
    out, pkg, unit, columns = {}, "", None, ()
    with open(path, newline="", encoding="utf-8") as f:
        for row in csv.reader(f):
            if len(row) == 1 and row[0].startswith("pkg: "):
                pkg = row[0][5:]
            elif len(row) > 3 and row[0] == "" and row[1].endswith("/op"):
                unit = row[1]
            elif len(row) > 3 and row[0] == "":
                columns = row[1], row[3]
            elif len(row) > 3 and row[0] == "geomean" and unit:
                out[pkg, "geomean", unit] = ({columns[0]: float(row[1] or "nan"), columns[1]: float(row[3] or "nan")}, None, None)
            elif len(row) > 6 and row[0] and unit:
                p = re.search(r"p=([0-9.]+)", row[6])
                n = re.search(r"n=([0-9]+)(?:\+([0-9]+))?", row[6])
                out[pkg, row[0], unit] = ({columns[0]: float(row[1]), columns[1]: float(row[3])}, p and p.group(1),
                                          n and (int(n.group(1)), int(n.group(2) or n.group(1))))
    return out


def main():
    benchstat = read_benchstat(sys.argv[1])
    old_go, new_go = sys.argv[4], sys.argv[5]
    times = defaultdict(dict)
    with open(sys.argv[3], newline="", encoding="utf-8") as f:
        for s in csv.DictReader(f):
            if s["purpose"] == sys.argv[6]:
                key = s["case_name"], s["benchmark"].removeprefix("Benchmark"), s["go"]
                times[key][s["session"], s["block"]] = float(s["elapsed_ns"]) / float(s["n"])
    wrong, medians, tests = [], 0, 0
    with open(sys.argv[2], newline="", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    for row in rows:
        unit = {"ns/op": "sec/op"}.get(row["metric"], row["metric"])
        theirs = benchstat.get((row["case_name"], row["benchmark"], unit))
        if not theirs:
            wrong.append(f"benchstat has no {unit} of {row['case_name']} {row['benchmark']}")
            continue
        factor = 1e9 if unit == "sec/op" else 1
        for side, mine, other in ((old_go, row["old_value"], theirs[0].get(old_go, -1)), (new_go, row["new_value"], theirs[0].get(new_go, -1))):
            medians += 1
            if not math.isclose(float(mine), other * factor, rel_tol=1e-6):
                wrong.append(f"{row['case_name']} {row['benchmark']} {side} {unit}: {mine} here, {other * factor} there")
        if unit != "sec/op":
            continue
        old, new = (times[row["case_name"], row["benchmark"], go] for go in (old_go, new_go))
        if not math.isclose(statistics.median(old.values()), float(row["old_value"]), rel_tol=1e-9):
            wrong.append(f"{row['case_name']}: the median of the samples is {statistics.median(old.values())}")
        if theirs[2] != (len(old), len(new)):
            wrong.append(f"{row['case_name']}: {len(old)} and {len(new)} samples, by benchstat {theirs[2]}")
        exact = f"{mann_whitney(list(old.values()), list(new.values())):.3f}"
        if exact != theirs[1]:
            wrong.append(f"{row['case_name']}: U test {exact} from the samples, {theirs[1]} by benchstat")
        pairs = [math.log(new[k] / old[k]) for k in sorted(old.keys() & new.keys())]
        if row["p"] and not math.isclose(signed_rank(pairs), float(row["p"]), rel_tol=1e-9):
            wrong.append(f"{row['case_name']}: signed ranks {signed_rank(pairs)} from the samples, {row['p']} by compare")
        tests += bool(row["p"])
    for line in wrong:
        print(line)
    print(f"{medians} medians, {tests} p-values of each kind: {len(wrong)} wrong")


if __name__ == "__main__":
    main()
