#!/usr/bin/env python3
"""Are goalloc's allocs/op and B/op those that `go test -bench . -benchmem` prints, for every case of the library?

  benchmem.py --goalloc PROGRAM [--go SPEC] [--cache DIR] [--keep DIR] [--match GLOB,..] [--times 20ms,200ms,2s] [--jobs 2] [--one-binary]

For each release of SPEC: goalloc counts (into a database of its own in --keep, if that lacks it), each case is compiled with
`go test -c`, and the test binaries run with -test.bench . -test.benchmem -test.benchtime, --jobs at a time. With --one-binary all cases are
packages that one test file imports, whose benchmarks call theirs: one link instead of 180; still a process for each case.

A figure that goalloc gives as one number must be printed exactly; of one that it gives as a range, a number that misses the range by
no more than its width, as in goalloc's own rule (report/history_file.h; without its thousandth), or by less than the 8 bytes that are
no difference for compare either (analysis/step.h): how wide a range is in a few processes is chance itself. Two 8-byte objects share a
block of 16 unless the collector runs between them: go test printed 5863418 B/op over 330 iterations and 5863422 over 1,791, where
five processes of goalloc gave 5863420..5863427 and, another day, 5863424..5863425.

`go test` counts from a benchmark's first iteration on. What only the first ones allocate (a pool that is filled, a thread that the
garbage collector starts) stands in its total once, and S/N of it in the printed figure: it vanishes as N grows. So what differs
runs again with the next of --times; what differs with the last of them is a difference.

Prints a line for each release and each difference; exit code 1 if there is any, or if a benchmark was not printed.
"""
import argparse
import concurrent.futures
import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

BYTES_LEAST = 7  # less than the least step between two size classes
LINE = re.compile(r"^(Benchmark\S+?)(?:-\d+)?\s+(\d+)\s+\S+ ns/op.*?\s(\d+) B/op\s+(\d+) allocs/op", re.M)


def output(*argv, **more):
    done = subprocess.run(argv, stdout=subprocess.PIPE, text=True, **more)
    if done.returncode:
        sys.exit("benchmem: %s ended with %d" % (" ".join(argv[:8]), done.returncode))
    return done.stdout


class Figure:
    """One number or a range, as goalloc's history writes it; `least`: by how much any range may be missed."""

    def __init__(self, text, least=0):
        self.least = least
        low, _, high = text.partition("..")
        self.low, self.high, self.text = int(low), int(high or low), text

    def holds(self, value):
        """Five processes show a part of what can happen: a range is good for as much again on either side."""
        width = self.high - self.low
        width = max(width, self.least) if width else 0
        return self.low - width <= value <= self.high + width


def counted(goalloc, db, globs):
    """{case: {benchmark: (allocs, bytes)}} of a database with one release."""
    cases = {}
    for line in output(goalloc, "--db", db, "export", "--format", "history", "--mode", "default").splitlines():
        if line.startswith("#") or not line:
            continue
        case, benchmark, _, _, _, allocs, size = line.split("\t")
        if allocs[0].isdigit() and any(fnmatch.fnmatch(case, g) for g in globs.split(",")):
            cases.setdefault(case, {})[benchmark] = Figure(allocs), Figure(size, BYTES_LEAST)
    return cases


class Release:
    """One Go release, and the test binaries that it compiles."""

    def __init__(self, go, goroot, folder, gocache, sources):
        self.go, self.goroot, self.folder, self.sources = go, goroot, folder, sources
        self.one = None
        self.env = {"GOROOT": goroot, "HOME": folder, "GOCACHE": gocache, "GOPATH": folder + "/gopath", "TMPDIR": folder,
                    "PATH": goroot + "/bin:/usr/bin:/bin", "GOTOOLCHAIN": "local", "GOENV": "off", "GO111MODULE": "off",
                    "GOFLAGS": ""}
        if int(re.match(r"go1\.(\d+)", go).group(1)) >= 10:
            self.env["CGO_ENABLED"] = "0"

    def source(self, case):
        return os.path.join(self.sources, case + "_test.go")

    def test_c(self, folder, *files):
        """The test binary in the folder, or None; and what was said."""
        done = subprocess.run([self.goroot + "/bin/go", "test", "-c", *files], cwd=folder, env=self.env,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        binaries = [f for f in os.listdir(folder) if f.endswith(".test")]
        return (os.path.join(folder, binaries[0]) if binaries else None), done.stdout

    def compile_all(self, cases):
        """One binary. Package variables: a call through one is not inlined into the benchmark that calls."""
        root = self.folder + "/gopath/src/agree"
        text, bodies = ["package all\n", "import \"testing\"\n"], []
        for i, case in enumerate(sorted(cases)):
            os.makedirs("%s/c%d" % (root, i))
            shutil.copy(self.source(case), "%s/c%d/c.go" % (root, i))
            text.append("import c%d \"agree/c%d\"\n" % (i, i))
            for b in cases[case]:
                bodies.append("var v%d%s = c%d.%s\n\nfunc %s(b *testing.B) { v%d%s(b) }\n" % (i, b, i, b, self.prefix(i) + b, i, b))
        os.makedirs(root + "/all")
        with open(root + "/all/all_test.go", "w") as f:
            f.write("".join(text + bodies))
        self.numbers = {case: i for i, case in enumerate(sorted(cases))}
        self.one, said = self.test_c(root + "/all")
        if not self.one:
            sys.exit("benchmem: %s builds no binary of all cases: %s" % (self.go, said[-500:]))

    @staticmethod
    def prefix(i):
        return "BenchmarkC%d_" % i

    def binary(self, case):
        """Binary, a folder to run in, what precedes the benchmarks' names, and what was said."""
        folder = os.path.join(self.folder, "cases", case.replace("/", "_"))
        os.makedirs(folder)
        if self.one:
            return self.one, folder, self.prefix(self.numbers[case]), ""
        shutil.copy(self.source(case), folder)
        binary, said = self.test_c(folder, os.path.basename(self.source(case)))
        return binary, folder, "", said

    def run(self, binary, folder, which, benchtime):
        """{name: (n, allocs, bytes)} as printed."""
        done = subprocess.run([binary, "-test.run", "NONE", "-test.bench", which, "-test.benchmem", "-test.benchtime", benchtime],
                              cwd=folder, env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return {m.group(1): (int(m.group(2)), int(m.group(4)), int(m.group(3))) for m in LINE.finditer(done.stdout)}, done


def agrees(figures, printed):
    return printed is not None and figures[0].holds(printed[1]) and figures[1].holds(printed[2])


def one_case(release, case, wanted, times):
    """Lines of differences; how many benchmarks ran again."""
    binary, folder, prefix, said = release.binary(case)
    if not binary:
        return ["%s %s: go test builds nothing: %s" % (release.go, case, said.strip()[-200:])], 0
    left, lines, again = dict(wanted), [], 0
    for k, benchtime in enumerate(times):
        again += len(left) if k else 0
        which = "^%s" % (prefix or ".") if not k else "^(%s)$" % "|".join(prefix + b for b in left)
        printed, done = release.run(binary, folder, which, benchtime)
        left = {b: f for b, f in left.items() if not agrees(f, printed.get(prefix + b))}
        if not left:
            break
    for benchmark, (allocs, size) in left.items():
        if prefix + benchmark in printed:
            n, a, b = printed[prefix + benchmark]
            lines.append("%s %s %s: go test prints %d allocs/op, %d B/op over %d iterations; goalloc %s allocs/op, %s B/op" %
                         (release.go, case, benchmark, a, b, n, allocs.text, size.text))
        else:
            lines.append("%s %s %s: go test prints nothing (exit %d): %s" %
                         (release.go, case, benchmark, done.returncode, done.stdout.strip()[-200:]))
    shutil.rmtree(folder)
    return lines, again


def one_release(options, go, goroot, db):
    start = time.monotonic()
    output(options.goalloc, *(["--cache", options.cache] if options.cache else []), "--db", db, "--progress", "none", "run", "--go", go,
           "--only", "allocs", "--mode", "default", "--match", options.match, "--cases", options.cases, stderr=subprocess.DEVNULL)
    middle = time.monotonic()
    cases = counted(options.goalloc, db, options.match)
    figures = [f for wanted in cases.values() for f in wanted.values()]
    ranges = sum(1 for a, b in figures if a.low < a.high or b.low < b.high)
    times, differences, again = options.times.split(","), [], 0
    with tempfile.TemporaryDirectory(prefix="goalloc-benchmem-") as folder:
        release = Release(go, goroot, folder, os.path.join(options.gocache or folder, "gocache"), options.cases)
        if options.one_binary and cases:
            release.compile_all(cases)
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for lines, n in pool.map(lambda case: one_case(release, case, cases[case], times), sorted(cases)):
                differences += lines
                again += n
    print("%s: %d benchmarks of %d cases compared, %d of them ranges, %d runs again for longer: %d differ (goalloc %.0f s, go test %.0f s)" %
          (go, len(figures), len(cases), ranges, again, len(differences), middle - start, time.monotonic() - middle))
    for line in differences:
        print("  " + line)
    sys.stdout.flush()
    return len(figures), len(differences)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--goalloc", required=True)
    p.add_argument("--go", default="1.9.2,1.13,1.19,1.24,latest")
    p.add_argument("--cache")
    p.add_argument("--gocache")
    p.add_argument("--keep")
    p.add_argument("--cases", default="cases")
    p.add_argument("--match", default="*")
    p.add_argument("--times", default="20ms,200ms,2s")
    p.add_argument("--jobs", type=int, default=2)
    p.add_argument("--one-binary", action="store_true")
    options = p.parse_args()
    if options.gocache:
        options.gocache = os.path.abspath(options.gocache)
    cache = ["--cache", options.cache] if options.cache else []
    installed = output(options.goalloc, *cache, "--progress", "none", "toolchain", "install", options.go).splitlines()
    with tempfile.TemporaryDirectory(prefix="goalloc-benchmem-") as folder:
        keep = options.keep or folder
        results = [one_release(options, go, goroot, "%s/%s.db" % (keep, go)) for go, _, goroot in (l.split("\t") for l in installed)]
    compared, different = (sum(r[i] for r in results) for i in (0, 1))
    print("%d figures of %d releases compared with go test -benchmem: %d differ" % (compared, len(results), different))
    sys.exit(1 if different or not compared else 0)


main()
