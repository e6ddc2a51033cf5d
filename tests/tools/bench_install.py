#!/usr/bin/env python3
"""Times installing toolchains, both sides in one run: `make bench-install`.

    bench_install.py GOALLOC [--pairs N] [--parts newest,all,memory]

newest  goalloc against `go mod download golang.org/toolchain@...` into empty folders, in turn, and the ratio
all     every minor, two at a time: beside it the same archives through curl to nowhere (what the network allows) and the
        same files written again (what the disk allows), and how busy the processors were
memory  the largest resident size of goalloc while it installs four at once
Everything lies in a temporary folder on the disk of $TMPDIR and is removed at the end (15 GB for all). Needs go and curl.
"""
import argparse
import glob
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


def run(argv, env=None, quiet=True):
    """Wall seconds, CPU seconds and largest resident bytes of a command that must succeed."""
    start = time.monotonic()
    child = subprocess.Popen(argv, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE if quiet else None)
    errors = child.stderr.read() if quiet else b""
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit("bench_install: %s failed:\n%s" % (" ".join(argv), errors.decode(errors="replace")[-2000:]))
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def fresh(scratch, name):
    """A new folder. Nothing is removed before the end: file systems are slow for a while after removing many files."""
    folder = tempfile.mkdtemp(prefix=name + "-", dir=scratch)
    os.sync()  # what the run before wrote is not this run's to wait for
    return folder


def install(goalloc, cache, spec, *more):
    return run([goalloc, "--cache", cache, "--progress", "none", "toolchain", "install", spec, *more])


def newest(goalloc, scratch, pairs):
    cache = fresh(scratch, "cache")
    row = json.loads(subprocess.run([goalloc, "--cache", cache, "--progress", "none", "toolchain", "list", "--available",
                                     "--format", "json"], check=True, stdout=subprocess.PIPE).stdout)[-1]
    goos, goarch = subprocess.run(["go", "env", "GOHOSTOS", "GOHOSTARCH"], check=True, stdout=subprocess.PIPE,
                                  text=True).stdout.split()
    module = "golang.org/toolchain@v0.0.1-%s.%s-%s" % (row["go"], goos, goarch)
    env = dict(os.environ, GOTOOLCHAIN="local", GOFLAGS="-modcacherw")
    print("%s, %.1f MB; %d pairs, one after the other, empty folders" % (row["go"], (row["size"] or 0) / 1e6, pairs))
    theirs, ours = [], []
    for i in range(pairs):
        a = run(["go", "mod", "download", module], dict(env, GOMODCACHE=fresh(scratch, "modules")))
        b = install(goalloc, fresh(scratch, "cache"), row["go"][2:])
        theirs.append(a)
        ours.append(b)
        print("  pair %d: go mod download %.2f s (CPU %.2f s), goalloc %.2f s (CPU %.2f s), ratio %.2f" %
              (i + 1, a[0], a[1], b[0], b[1], a[0] / b[0]), flush=True)
    print("  median: go mod download %.2f s, goalloc %.2f s; ratio of the pairs %.2f (goal 2.5)" %
          (statistics.median(a[0] for a in theirs), statistics.median(b[0] for b in ours),
           statistics.median(a[0] / b[0] for a, b in zip(theirs, ours))))


def first_proxy():
    given = os.environ.get("GOALLOC_SOURCE") or subprocess.run(["go", "env", "GOPROXY"], check=True,
                                                               stdout=subprocess.PIPE, text=True).stdout
    return given.strip().replace("|", ",").split(",")[0].rstrip("/")


def all_minors(goalloc, scratch):
    cache = fresh(scratch, "cache")
    wall, cpu, _ = install(goalloc, cache, "all", "--jobs", "2")
    rows = json.loads(subprocess.run([goalloc, "--cache", cache, "--progress", "none", "toolchain", "list", "--format",
                                      "json"], check=True, stdout=subprocess.PIPE).stdout)
    sent, disk = sum(r["size"] or 0 for r in rows), sum(r["disk"] or 0 for r in rows)
    names = [os.path.basename(p) for p in glob.glob(os.path.join(cache, "toolchains", "go*-*")) if os.path.isdir(p)]
    urls = ["%s/golang.org/toolchain/@v/v0.0.1-%s.zip" % (first_proxy(), n) for n in sorted(names)]
    fetch = ["xargs", "-P", "2", "-n", "1", "curl", "-fsSL", "-o", os.devnull]
    start = time.monotonic()
    subprocess.run(fetch, input="\n".join(urls), text=True, check=True)
    network = time.monotonic() - start
    copy = fresh(scratch, "copy")
    start = time.monotonic()
    subprocess.run(["cp", "-R", os.path.join(cache, "toolchains"), copy], check=True)
    written = time.monotonic() - start
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    busy = cpu / wall / cores
    print("all %d minors, two at a time: %.1f s for %.2f GB sent, %.2f GB on disk (goal: at most 4 GB)" %
          (len(rows), wall, sent / 1e9, disk / 1e9))
    print("  network alone: %.1f s (the same archives through curl to nowhere, two at a time): %.0f %% of it" %
          (network, 100 * network / wall))
    print("  disk alone:    %.1f s (the same files copied once more): %.0f %% of it" % (written, 100 * written / wall))
    print("  processors:    %.1f s of CPU on %d cores: %.0f %% busy" % (cpu, cores, 100 * busy))
    shares = {"the network": network / wall, "the disk": written / wall, "the processors": busy}
    print("  the limit is %s" % max(shares, key=shares.get))


def memory(goalloc, scratch):
    wall, _, rss = install(goalloc, fresh(scratch, "cache"), "1.9,1.18,1.22,latest", "--jobs", "4")
    print("four at once: %.1f s, largest resident size of goalloc %.1f MB (goal: under 64 MB)" % (wall, rss / 1e6))


def main():
    parser = argparse.ArgumentParser(description="times installing toolchains, both sides in one run")
    parser.add_argument("goalloc")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--parts", default="newest,all,memory")
    options = parser.parse_args()
    goalloc, parts = os.path.abspath(options.goalloc), options.parts.split(",")
    scratch = tempfile.mkdtemp(prefix="goalloc-bench-")
    try:
        if "newest" in parts:
            newest(goalloc, scratch, options.pairs)
        if "all" in parts:
            all_minors(goalloc, scratch)
        if "memory" in parts:
            memory(goalloc, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    main()
