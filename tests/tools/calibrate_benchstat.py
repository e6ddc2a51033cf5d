#!/usr/bin/env python3
"""goalloc's alarms against the usual way's, over the same comparisons, in the same time: `make calibrate-benchstat`.

For each report: goalloc selftest measures and judges it; then the same cases are timed the usual way, `go test -count=10
-bench .` of one side, then of the other, and judged by benchstat. -benchtime is chosen so that both ways take the same wall
time (building aside). Each report has comparisons in which nothing changed and some with a known change; some are
without any change. Prints a table of false alarms and of what was found, for both.
"""

import argparse
import csv
import io
import os
import re
import subprocess
import sys
import tempfile
import time

EFFECTS = (1, 2, 3, 5, 10)


def run(argv, **kwargs):
    return subprocess.run(argv, text=True, capture_output=True, **kwargs)


class Tally(dict):
    def add(self, key, hit):
        n, k = self.get(key, (0, 0))
        self[key] = (n + 1, k + bool(hit))


def read_verdicts(folder):
    rows, wall = {}, 0
    with open(os.path.join(folder, "verdicts.tsv"), encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# wall_ms"):
                wall = int(line.split()[2]) / 1000
                continue
            case, benchmark, percent, verdict = line.rstrip("\n").split("\t")[:4]
            rows[case.split("/")[1] + "." + benchmark] = (int(percent), verdict)
    return rows, wall


def build(go, env, folder, out):
    binaries = []
    for side in ("a", "b"):
        for name in sorted(os.listdir(os.path.join(folder, side))):
            path = os.path.join(folder, side, name)
            binary = os.path.join(out, f"{side}.{name}.test")
            files = [f for f in os.listdir(path) if f.endswith(".go")]
            r = run([go, "test", "-c", "-o", binary] + files, cwd=path, env=env)
            if r.returncode:
                sys.exit(f"calibrate-benchstat: building {path}: {r.stderr.strip()[:400]}")
            binaries.append((side, name, binary))
    return binaries


def usual(binaries, benchtime, out, env):
    """Times all of side a, then all of side b; returns the seconds it took and the two files."""
    start, files = time.monotonic(), {}
    for side in ("a", "b"):
        files[side] = os.path.join(out, f"{side}.txt")
        with open(files[side], "w", encoding="utf-8") as results:
            for owner, name, binary in binaries:
                if owner != side:
                    continue
                r = run([binary, "-test.run=^$", "-test.bench=.", "-test.count=10", f"-test.benchtime={benchtime}ns"], env=env)
                if r.returncode:
                    sys.exit(f"calibrate-benchstat: {binary}: {r.stderr.strip()[:400]}")
                short = name.split(".")[1]
                results.write(re.sub(r"^Benchmark(\w+?)(-\d+)?\s", rf"Benchmark{short}.\1 ", r.stdout, flags=re.M))
    return time.monotonic() - start, files


def judge(benchstat, files):
    """{case.benchmark: (significant, ratio)} as benchstat's table has them."""
    r = run([benchstat, "-format", "csv", files["a"], files["b"]])
    if r.returncode:
        sys.exit(f"calibrate-benchstat: benchstat: {r.stderr.strip()[:400]}")
    found = {}
    for row in csv.reader(io.StringIO(r.stdout)):
        if len(row) >= 6 and "." in row[0] and row[1] and row[3]:
            ratio = float(row[3]) / float(row[1])
            case, benchmark = row[0].split(".", 1)
            found[f"{case}.Benchmark{benchmark}"] = (row[5].strip() not in ("~", "", "?"), ratio)
    return found


def line(name, *cells):
    print(f"{name:44}" + "".join(f"{c:>24}" for c in cells), flush=True)


def share(tally, key):
    n, k = tally.get(key, (0, 0))
    return f"{k} of {n} ({100 * k / n:.1f} %)" if n else "-"


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("goalloc")
    p.add_argument("--benchstat", default="benchstat")
    p.add_argument("--reports", type=int, default=12)
    p.add_argument("--each", type=int, default=3, help="benchmarks of each effect in a report with changes")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--cache", help="goalloc's cache")
    p.add_argument("--go", default="", help="a SPEC; the newest installed one without")
    p.add_argument("--options", default="", help="further options of goalloc selftest, in one word")
    a = p.parse_args()
    goalloc = [a.goalloc] + (["--cache", a.cache] if a.cache else []) + ["--progress", "none"]
    tallies = {"goalloc": Tally(), "benchstat": Tally(), "benchstat, 1 % or more": Tally()}
    walls, factor = {"goalloc": 0.0, "benchstat": 0.0}, 1.9
    started = time.strftime("%Y-%m-%d %H:%M")
    if run([a.benchstat, "-h"]).returncode not in (0, 2):
        sys.exit(f"calibrate-benchstat: {a.benchstat} does not run")
    with tempfile.TemporaryDirectory(prefix="goalloc-benchstat-") as scratch:
        # the toolchain, for building the same cases by hand
        listed = run(goalloc + ["toolchain", "list", "--format", "csv"])
        rows = list(csv.DictReader(io.StringIO(listed.stdout)))
        if not rows:
            sys.exit("calibrate-benchstat: no toolchain is installed; `goalloc toolchain install latest`")
        chosen = [r for r in rows if not a.go or r["go"] in (a.go, "go" + a.go)]
        if not chosen:
            sys.exit(f"calibrate-benchstat: {a.go} is not installed")
        root = chosen[-1]["path"]
        env = {"PATH": "/usr/bin:/bin", "HOME": scratch, "GOROOT": root, "GO111MODULE": "off", "GOFLAGS": "", "GOENV": "off",
               "GOTOOLCHAIN": "local", "GOPATH": os.path.join(scratch, "gopath"), "GOCACHE": os.path.join(scratch, "gocache")}
        # reports of the library's benchmarks are left out: their cases may need much longer
        numbers = [n for n in range(1, 4 * a.reports) if (n - 1) % 10 not in (2, 6, 9)][:a.reports]
        for number in numbers:
            keep = os.path.join(scratch, "kept")
            r = run(goalloc + ["--db", os.path.join(scratch, "own.db"), "selftest", "--only", "times", "--reports", "1", "--first",
                               str(number), "--seed", str(a.seed), "--each", str(a.each), "--keep", keep, "--output", ""] +
                    (["--go", a.go] if a.go else []) + a.options.split())
            if r.returncode not in (0, 1, 4):
                sys.exit(f"calibrate-benchstat: goalloc selftest: {r.stderr.strip()[:400]}")
            folder = os.path.join(keep, str(number))
            verdicts, wall = read_verdicts(folder)
            out = tempfile.mkdtemp(dir=scratch)
            binaries = build(os.path.join(root, "bin", "go"), env, folder, out)
            benchtime = max(1, int(1e9 * wall / (2 * 10 * len(verdicts) * factor)))
            took, files = usual(binaries, benchtime, out, env)
            factor *= took / wall  # what the loop's own trials and starts cost
            walls["goalloc"] += wall
            walls["benchstat"] += took
            theirs = judge(a.benchstat, files)
            if len(theirs) != len(verdicts) or set(theirs) != set(verdicts):
                sys.exit(f"calibrate-benchstat: {len(theirs)} comparisons of benchstat's against {len(verdicts)}: "
                         f"{sorted(set(theirs) ^ set(verdicts))[:4]}")
            pure, flags = True, dict.fromkeys(tallies, False)
            for key, (percent, verdict) in verdicts.items():
                significant, ratio = theirs[key]
                marks = {"goalloc": verdict in ("slower", "faster"), "benchstat": significant,
                         "benchstat, 1 % or more": significant and (ratio >= 1.01 or ratio <= 1 / 1.01)}
                ups = {"goalloc": verdict == "slower", "benchstat": significant and ratio > 1,
                       "benchstat, 1 % or more": significant and ratio >= 1.01}
                pure &= percent == 0
                for who, tally in tallies.items():
                    if percent:
                        tally.add(percent, ups[who])
                    else:
                        tally.add("same", marks[who])
                        flags[who] |= marks[who]
            for who, tally in tallies.items():
                if pure:
                    tally.add("report", flags[who])
            print(f"report {number}: goalloc {wall:.1f} s, the usual way {took:.1f} s (-benchtime {benchtime / 1e6:.1f}ms)",
                  file=sys.stderr, flush=True)
    print(f"\n{started} to {time.strftime('%H:%M')}: {a.reports} reports of 24 or 48 comparisons, seed {a.seed}; measuring took "
          f"goalloc {walls['goalloc']:.0f} s, the usual way {walls['benchstat']:.0f} s\n")
    line("", *tallies)
    line("false alarms, comparisons without a change", *[share(t, "same") for t in tallies.values()])
    line("reports without a change, with any flag", *[share(t, "report") for t in tallies.values()])
    for percent in EFFECTS:
        line(f"found of +{percent} %", *[share(t, percent) for t in tallies.values()])


main()
