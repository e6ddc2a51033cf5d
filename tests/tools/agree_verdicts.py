#!/usr/bin/env python3
"""Holds every verdict on times of a real database against benchstat's figures, and both against the samples.

    agree_verdicts.py TIME.csv CONFIRM.csv VERDICTS.json SAMPLES.csv OLD NEW

TIME.csv, CONFIRM.csv: `benchstat -col go -filter 'purpose:time'` (confirm) `-format csv` of `goalloc export --format bench`; VERDICTS.json:
`goalloc compare OLD NEW --verdicts --format json --with-summary`; SAMPLES.csv: `goalloc export --format csv`. For a database that holds
these two releases, timed in one session. Compared: medians (of confirmations where they decided), the number of samples, p of each
program's own test counted here from the samples, and the geometric means: benchstat's is of the medians, goalloc's of the ratios' estimates.
"""
import csv
import json
import math
import statistics
import sys
from collections import defaultdict

from agree_benchstat import mann_whitney, read_benchstat, signed_rank

EXACT = 14  # samples a side up to which the U test is counted out


def read_samples(path):
    """{purpose: {(case, benchmark, go): {(session, block): ns}}}"""
    out = defaultdict(lambda: defaultdict(dict))
    with open(path, newline="", encoding="utf-8") as f:
        for s in csv.DictReader(f):
            key = s["case_name"], s["benchmark"].removeprefix("Benchmark"), s["go"]
            out[s["purpose"]][key][s["session"], s["block"]] = float(s["elapsed_ns"]) / float(s["n"])
    return out


def close(a, b, relative=1e-6):
    return math.isclose(a, b, rel_tol=relative, abs_tol=1e-12)


class Agreement:
    def __init__(self, sides):
        self.sides, self.wrong = sides, []
        self.medians = self.counts = self.ranks = self.pairs = self.means = 0

    def say(self, row, text):
        self.wrong.append(f"{row['case_name']} {row['benchmark']}: {text}")

    def one(self, row, stat, samples, first):
        key = row["case_name"], row["benchmark"]
        old, new = (samples[(*key, go)] for go in self.sides)
        theirs = stat.get((*key, "sec/op"))
        if not theirs:
            return self.say(row, "benchstat has none")
        for go, mine, values in zip(self.sides, (row["old_ns"], row["new_ns"]), (old, new)):
            self.medians += 1
            if not close(mine, theirs[0][go] * 1e9):
                self.say(row, f"{go}: {mine} here, {theirs[0][go] * 1e9} there")
            if not close(mine, statistics.median(values.values())):
                self.say(row, f"{go}: {mine} here, {statistics.median(values.values())} by the samples")
        self.counts += 1
        if theirs[2] != (len(old), len(new)):
            self.say(row, f"{len(old)} and {len(new)} samples, by benchstat {theirs[2]}")
        if max(len(old), len(new)) <= EXACT and theirs[1]:
            self.ranks += 1
            exact = mann_whitney(list(old.values()), list(new.values()))
            if abs(exact - float(theirs[1])) > 0.00051:
                self.say(row, f"U test {exact:.4f} by the samples, {theirs[1]} by benchstat")
        if first:
            self.pairs += 1
            logs = [math.log(new[k] / old[k]) for k in sorted(old.keys() & new.keys())]
            if not close(signed_rank(logs), row["p"], 1e-9):
                self.say(row, f"signed ranks {signed_rank(logs)} by the samples, {row['p']} here")

    def benchstat_means(self, stat):
        """geomean of each table, that is of each case."""
        for (pkg, name, unit), (medians, _, _) in stat.items():
            if name != "geomean" or unit != "sec/op":
                continue
            for go in self.sides:
                own = [v[0][go] for (p, n, u), v in stat.items() if p == pkg and u == unit and n != "geomean" and v[0].get(go)]
                self.means += 1
                if own and not close(medians[go], math.exp(statistics.fmean(map(math.log, own))), 1e-4):
                    self.wrong.append(f"{pkg}: geomean of {go} {medians[go]}")

    def own_mean(self, rows, summary):
        logs = [math.log(r["first_ratio"]) for r in rows if r["first_ratio"]]
        self.means += 1
        if len(logs) != summary["paired"] or not close(summary["ratio"], math.exp(statistics.fmean(logs)), 1e-8):
            self.wrong.append(f"geometric mean {summary['ratio']} of {summary['paired']}: {math.exp(statistics.fmean(logs))} of {len(logs)}")


def main():
    stats = {"time": read_benchstat(sys.argv[1]), "confirm": read_benchstat(sys.argv[2])}
    with open(sys.argv[3], encoding="utf-8") as f:
        verdicts = json.load(f)
    samples, sides = read_samples(sys.argv[4]), sys.argv[5:7]
    a = Agreement(sides)
    for row in verdicts["rows"]:
        if not row["pairs"]:
            continue
        again = row["verdict"] in ("slower", "faster", "cleared")
        a.one(row, stats["confirm" if again else "time"], samples["confirm" if again else "time"], not again)
    a.benchstat_means(stats["time"])
    a.own_mean(verdicts["rows"], verdicts["summary"]["times"])
    for line in a.wrong:
        print(line)
    print(f"{a.medians} medians, {a.counts} numbers of samples, {a.ranks} U tests, {a.pairs} signed ranks, {a.means} geometric means: "
          f"{len(a.wrong)} wrong")
    return 1 if a.wrong else 0


sys.exit(main())
