#!/usr/bin/env python3
"""How long the database takes with ten million samples: medians in seconds, and as multiples of starting the program.

  bench_store.py GOALLOC FOLDER [--samples N] [--runs N] [--work DIR]

FOLDER holds many_samples and store_night. Two databases are made: "spread" (26 releases, 3 modes and 10 sessions have the same number of
samples) and "piled" (400 nights upon three releases). Of each: compare of two releases without and with times, a night's
append (24,000 samples in 12,000 transactions), opening it for writing, and migrating it from version 4; at last exporting everything, with
the memory that it takes. Wall time; beside it, for a busy machine, what the process itself used of the processor.
"""
import argparse
import os
import re
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

TABLES_4 = {"alloc_site", "case_file", "cell", "content", "decision", "function_code", "output", "raw_output", "runtime_call", "sample",
            "session", "text", "toolchain"}


def cpu():
    r = resource.getrusage(resource.RUSAGE_CHILDREN)
    return r.ru_utime + r.ru_stime


def timed(command):
    """Wall and processor seconds; a compare that finds something ends with 0 or 1."""
    wall, used = time.perf_counter(), cpu()
    result = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    wall, used = time.perf_counter() - wall, cpu() - used
    if result.returncode not in (0, 1):
        sys.exit(f"bench_store: {' '.join(command)}: {result.stderr.strip()}")
    return wall, used


def median(work, runs):
    pairs = [work() for _ in range(runs + 1)][1:]  # the first only warms the caches
    return tuple(statistics.median(p[i] for p in pairs) for i in (0, 1))


def step(command, name):
    """Seconds of one step that store_night prints; the processor's seconds of all."""
    used = cpu()
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    used = cpu() - used
    if result.returncode:
        sys.exit(f"bench_store: {' '.join(command)}: {result.stderr.strip()}")
    return sum(float(l.split()[1]) for l in result.stdout.splitlines() if l.split()[0] in name), used


def make_version_4(path):
    """What version 5 added is taken out again."""
    db = sqlite3.connect(path)
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall():
        db.execute(f"DROP VIEW \"{name}\"")
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'").fetchall():
        if name not in TABLES_4:
            db.execute(f"DROP TABLE \"{name}\"")
    with open(os.path.join(os.path.dirname(__file__), "../../harness/store/schema_5.sql")) as f:
        for table, column in re.findall(r"^ALTER TABLE (\w+) ADD COLUMN (\w+)", f.read(), re.M):
            db.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    db.execute("PRAGMA user_version = 4")
    db.commit()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()


def export(goalloc, path):
    """Lines, wall seconds, and the peak of memory in MB of writing all samples as csv."""
    start = time.perf_counter()
    child = subprocess.Popen([goalloc, "--db", path, "export", "--format", "csv"], stdout=subprocess.PIPE)
    count = sum(block.count(b"\n") for block in iter(lambda: child.stdout.read(1 << 20), b""))
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    if status:
        sys.exit("bench_store: export failed")
    return count - 1, time.perf_counter() - start, usage.ru_maxrss / 1024


def bench(options, kind, path, start):
    run = [options.goalloc, "--progress", "none", "--db", path]
    night = os.path.join(options.folder, "store_night")
    db = sqlite3.connect(path)
    samples, cells = (db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("sample", "cell"))
    db.close()
    print(f"{kind}: {samples} samples, {cells} cells, {os.path.getsize(path) >> 20} MiB")
    rows = [
        ("compare", median(lambda: timed([*run, "compare", "latest~2", "latest"]), options.runs)),
        ("compare --metric time", median(lambda: timed([*run, "compare", "latest~2", "latest", "--metric", "time"]), options.runs)),
        ("status", median(lambda: timed([*run, "status"]), options.runs)),
        ("trend", median(lambda: timed([*run, "trend"]), options.runs)),
        ("open for writing", median(lambda: step([night, path, "open"], ("open", "close")), options.runs)),
        ("a night's append", median(lambda: step([night, path, "night"], ("append", "finish", "close")), 3)),
    ]
    make_version_4(path)
    rows.append(("migrate from version 4", step([night, path, "open"], ("open", "close"))))
    rows.append(("compare, migrated", median(lambda: timed([*run, "compare", "latest~2", "latest"]), options.runs)))
    rows.append(("... with times, migrated", median(lambda: timed([*run, "compare", "latest~2", "latest", "--metric", "time"]), options.runs)))
    rows.append(("the first append after it", step([night, path, "night"], ("append", "finish", "close"))))
    for name, (wall, used) in rows:
        print(f"  {name:28} {wall:8.3f} s {wall / start:8.1f} x start {used:8.3f} s of a processor")
    lines, seconds, memory = export(options.goalloc, path)
    print(f"  {'export, all samples':28} {seconds:8.3f} s {seconds / start:8.1f} x start, {lines} lines, peak memory {memory:.0f} MB")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("goalloc")
    parser.add_argument("folder")
    parser.add_argument("--samples", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--work", help="where the databases are made and kept (a folder that goes away)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="goalloc-bench-store-") as folder:
        start, used = median(lambda: timed([options.goalloc, "--version"]), 20)
        print(f"start: --version {start:.4f} s, {used:.4f} s of a processor")
        for kind in ("spread", "piled"):
            made = os.path.join(options.work or folder, kind + ".db")
            if not os.path.exists(made):
                subprocess.run([os.path.join(options.folder, "many_samples"), made, kind, str(options.samples)], check=True)
            path = os.path.join(folder, "copy.db")
            shutil.copy(made, path)
            bench(options, kind, path, start)
            os.remove(path)
            if not options.work:
                os.remove(made)


if __name__ == "__main__":
    main()
