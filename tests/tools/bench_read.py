#!/usr/bin/env python3
"""How long the reading commands take on a full history: medians, beside two yardsticks of the same machine and minute.

  bench_read.py GOALLOC --db FILE | --fixture PROGRAM [--runs N]

With --fixture a database of full size is made from the fixture's: 182 cases, 3 modes, 26 releases, with as many samples, decisions,
calls and sites as the real one has. The yardsticks: starting the program (--version), and SQLite reading every decision once.
Commands take turns, so that a busy machine is unkind to all of them alike.
"""
import argparse
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

CASES, MODES, RELEASES = 182, ["default", "noinline", "noopt"], 26
ROWS_A_CELL = {"sample": 6, "decision": 9, "runtime_call": 5, "alloc_site": 2}


def columns(db, table):
    return [row[1] for row in db.execute(f"PRAGMA table_info({table})")]


def template(db, table):
    """A row of the fixture's, or one of the kind: ids of text and numbers of 1."""
    row = db.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()
    return dict(zip(columns(db, table), row or [1] * len(columns(db, table))))


def insert(db, table, rows):
    names = columns(db, table)
    places = ", ".join("?" * len(names))
    db.executemany(f"INSERT INTO {table} VALUES ({places})", ([row[name] for name in names] for row in rows))


def grow(path):
    db = sqlite3.connect(path)
    db.execute("PRAGMA foreign_keys = OFF")
    toolchain, case_file, cell = (template(db, t) for t in ("toolchain", "case_file", "cell"))
    children = {table: template(db, table) for table in ROWS_A_CELL}
    for table in ["toolchain", "case_file", "cell", "output", "raw_output", *ROWS_A_CELL]:
        db.execute(f"DELETE FROM {table}")
    insert(db, "text", ({"id": 1000 + i, "hash": i, "text": f"text number {i}"} for i in range(8000)))
    minor = 10**8  # the digits of patch, stage and its number: see version_order.c
    order = toolchain["version_order"] // (minor * 10**4) * minor * 10**4
    insert(db, "toolchain", (
        {**toolchain, "id": i, "go": f"go1.{i + 1}.2", "version_order": order + (i + 1) * minor + 3 * 10**4 + 2000}
        for i in range(1, RELEASES + 1)))
    insert(db, "case_file", (
        {**case_file, "id": i, "case_name": f"family{i % 20}/case_{i}", "sha256": f"{i:064x}"} for i in range(1, CASES + 1)))
    cells = [
        {**cell, "id": 0, "toolchain_id": t, "mode": mode, "case_file_id": c, "case_name": f"family{c % 20}/case_{c}",
         "key": f"{t:032x}{c:032x}", "status": "ok", "stages": 3}
        for t in range(1, RELEASES + 1) for mode in MODES for c in range(1, CASES + 1)]
    for i, row in enumerate(cells):
        row["id"] = i + 1
    insert(db, "cell", cells)
    for table, count in ROWS_A_CELL.items():
        insert(db, table, (child(table, children[table], row, seq) for row in cells for seq in range(count)))
    db.commit()
    db.execute("VACUUM")
    db.close()


def child(table, sample, cell, seq):
    """Texts differ by case, counts by release now and then: there is something to find."""
    case, release = cell["case_file_id"], cell["toolchain_id"]
    row = {**sample, "cell_id": cell["id"], "seq": seq}
    for name in ("function", "file", "callee", "subject"):
        if name in row:
            row[name] = 1000 + (case * 40 + seq + (release // 9 if name == "subject" else 0)) % 8000
    if "benchmark" in row:
        row["benchmark"] = 1000 + case * 40 + seq // 2
    if "line" in row:
        row["line"] = 10 + seq
    if table == "sample":
        row.update(ordinal=seq // 2, purpose=0, n=1000, mallocs=1000 * ((case + release) // 13), bytes=16000)
    return row


def timed(command):
    start = time.perf_counter()
    result = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if result.returncode not in (0, 1):
        sys.exit(f"bench_read: {' '.join(command)}: {result.stderr.strip()}")
    return time.perf_counter() - start


def has_command(goalloc, name):
    return subprocess.run([goalloc, name, "--help"], capture_output=True).returncode == 0


def releases_and_case(path):
    """The two releases in the middle of the history, the ends of it, and a case."""
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    go = [r[0] for r in db.execute(
        "SELECT DISTINCT go FROM toolchains WHERE go IN (SELECT go FROM cells WHERE mode = 'default') ORDER BY version_order")]
    case = db.execute("SELECT case_name FROM cells WHERE mode = 'default' AND status = 'ok' ORDER BY case_name").fetchone()
    size = db.execute("SELECT (SELECT count(*) FROM cells), (SELECT count(*) FROM decisions)").fetchone()
    db.close()
    if len(go) < 2 or not case:
        sys.exit(f"bench_read: {path} has fewer than two releases")
    return go, case[0], size


def scan(path):
    start = time.perf_counter()
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    db.execute("SELECT count(line + col + kind + subject) FROM decision").fetchone()
    db.close()
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("goalloc")
    parser.add_argument("--db")
    parser.add_argument("--fixture")
    parser.add_argument("--runs", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="goalloc-bench-read-") as folder:
        path = os.path.join(folder, "full.db")
        if options.db:
            shutil.copy(options.db, path)  # reading may migrate
        elif options.fixture:
            subprocess.run([options.fixture, path], check=True)
            grow(path)
        else:
            sys.exit("bench_read: --db or --fixture is needed")
        bench(options, path)


def bench(options, path):
    go, case, (cells, decisions) = releases_and_case(path)
    middle = len(go) // 2
    a, b = go[max(middle - 1, 0)], go[middle]
    run = [options.goalloc, "--progress", "none", "--db", path]
    rows = [
        ("start: --version", lambda: timed([options.goalloc, "--version"])),
        ("sqlite: every decision", lambda: scan(path)),
        (f"compare {a} {b}", lambda: timed([*run, "compare", a, b])),
        (f"compare {go[0]} {go[-1]}", lambda: timed([*run, "compare", go[0], go[-1]])),
        (f"compare {a} {b} --mode all", lambda: timed([*run, "compare", a, b, "--mode", "all"])),
        ("trend", lambda: timed([*run, "trend"])),
        ("trend --mode all", lambda: timed([*run, "trend", "--mode", "all"])),
        ("status", lambda: timed([*run, "status"])),
    ]
    if has_command(options.goalloc, "explain"):
        rows.insert(5, (f"explain {case}", lambda: timed([*run, "explain", case, "--go", f"{a},{b}"])))
    times = [[] for _ in rows]
    for turn in range(options.runs + 1):
        for i, (_, work) in enumerate(rows):
            seconds = work()
            if turn:  # the first turn only warms the caches
                times[i].append(seconds)
    start, read = (statistics.median(t) for t in times[:2])
    print(f"{os.path.basename(options.db) if options.db else 'synthetic'}: {cells} cells, {decisions} decisions, "
          f"{os.path.getsize(path) >> 20} MiB; medians of {options.runs} runs")
    print(f"{'':44} {'ms':>8} {'x start':>8} {'x sqlite':>8}")
    for (name, _), t in zip(rows, times):
        median = statistics.median(t)
        print(f"{name:44} {median * 1000:8.1f} {median / start:8.1f} {median / read:8.2f}")


if __name__ == "__main__":
    main()
