#!/usr/bin/env python3
"""Kills measuring runs at random moments, and looks at what they leave in the database.

    tests/tools/torture_run.py --goalloc PROGRAM [--seed N] [--go SPEC] [--cases PATH] [--cache DIR] [KILLS]

One run, left alone, is the measure of all things. Then a run into an empty database is killed with SIGKILL (it and all
it has started) after a random time, started again, killed again, until one comes to its end; then the next database
begins, until KILLS (200) runs were killed. After each death: the database is whole (integrity_check, foreign keys), no
cell is there twice, every cell that was there before is there still, and there are at least as many as the run had
reported as measured; no timing sample is there twice, and none without its other side. After each end: the same cells,
decisions, runtime calls, allocation sites by line, counts and numbers of pairs of times as in the measure (times, numbers of
iterations and what depends on them aside).

Ends with one line of counts; status 1 if anything was bad. Moments of death depend on the machine: a seed repeats the
plan, not every step of its execution.
"""
import argparse
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

CONTENT = {
    "cells": "SELECT go, goos, goarch, mode, case_name, status, reason, key, stages FROM cells",
    "decisions": "SELECT go, mode, case_name, file, line, col, function, kind, subject, detail FROM decisions",
    "runtime calls": "SELECT go, mode, case_name, file, line, function, callee, calls FROM runtime_calls",
    "compiler output": "SELECT go, mode, case_name, level, text FROM compiler_output",
    "sites": "SELECT go, mode, case_name, benchmark, function, file, line, callee FROM alloc_sites"
             " WHERE objects_per_op > 0.9",
    "counts": "SELECT go, mode, case_name, benchmark, purpose, min(allocs_per_op) FROM samples WHERE purpose = 'allocs'"
              " GROUP BY 1, 2, 3, 4, 5",
    "pairs of times": "SELECT a.mode, a.case_name, a.benchmark, count(*) FROM samples a JOIN samples b ON a.go < b.go"
                      " AND (a.session, a.block, a.mode, a.case_name, a.benchmark, a.purpose)"
                      " = (b.session, b.block, b.mode, b.case_name, b.benchmark, b.purpose)"
                      " WHERE a.purpose = 'time' GROUP BY 1, 2, 3",
    "outputs": "SELECT go, mode, case_name, stdout, stderr, exit_status FROM outputs",
}


FAULTS = {
    "timed twice": "SELECT session, go, mode, case_name, benchmark, block FROM samples WHERE purpose <> 'allocs'"
                   " GROUP BY 1, 2, 3, 4, 5, 6, purpose HAVING count(*) > 1",
    "one side alone": "SELECT session, mode, case_name, benchmark, block FROM samples s WHERE purpose <> 'allocs'"
                      " AND (SELECT count(*) FROM cells c WHERE c.mode = s.mode AND c.case_name = s.case_name"
                      " AND c.status = 'ok') = 2 GROUP BY 1, 2, 3, 4, 5, purpose HAVING count(*) = 1",
}


def content(path):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return {name: sorted(db.execute(sql).fetchall(), key=repr) for name, sql in CONTENT.items()}
    finally:
        db.close()


def cells(path):
    """Every cell as often as it is there; None without a database, or before its first tables."""
    if not os.path.exists(path):
        return None
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'cells'").fetchall():
            return None
        return db.execute("SELECT go, goos, goarch, mode, case_name FROM cells").fetchall()
    finally:
        db.close()


def samples(path):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return db.execute("SELECT count(*) FROM samples").fetchone()[0]
    finally:
        db.close()


def faults(path):
    db = sqlite3.connect(path)
    try:
        found = [str(row) for sql in ("PRAGMA integrity_check", "PRAGMA foreign_key_check")
                 for row in db.execute(sql).fetchall() if row != ("ok",)]
        if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'samples'").fetchall():
            found += [f"{name}: {row}" for name, sql in FAULTS.items() for row in db.execute(sql).fetchall()]
        return found
    finally:
        db.close()


class Torture:
    def __init__(self, options, folder):
        self.options, self.folder = options, folder
        self.random = random.Random(options.seed)
        self.kills = self.ends = self.failed = self.bad = 0

    def wrong(self, what):
        self.bad += 1
        print(f"BAD: {what}", file=sys.stderr)

    def start(self, db, log):
        o = self.options
        command = [o.goalloc, "--db", db, "--progress", "plain"] + (["--cache", o.cache] if o.cache else [])
        command += ["run", "--go", o.go, "--cases", o.cases, "--mode", "default,noopt", "--blocks", "3"]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=open(log, "w"), start_new_session=True)

    def undisturbed(self):
        db, log = os.path.join(self.folder, "measure.db"), os.path.join(self.folder, "log")
        begun = time.monotonic()
        if self.start(db, log).wait():
            sys.exit(f"the run that nobody disturbed failed:\n{open(log).read()}")
        return content(db), samples(db), time.monotonic() - begun

    def reported(self, log):
        """How many cells the run said were measured: the last number of each toolchain and mode."""
        last = {}
        for name, n in re.findall(r"^measure (\S+ \S+): (?:done )?(\d+) of", open(log).read(), re.M):
            last[name] = int(n)
        return sum(last.values())

    def round(self, db, log, lasts):
        """One run, killed or not; true when it came to its end."""
        before = cells(db) or []
        p = self.start(db, log)
        try:
            status = p.wait(self.random.uniform(0, lasts))
        except subprocess.TimeoutExpired:
            os.killpg(p.pid, signal.SIGKILL)
            p.wait()
            self.kills += 1
            status = None
        after = cells(db) or []
        if os.path.exists(db):
            for fault in faults(db):
                self.wrong(f"the database: {fault}")
        if len(after) != len(set(after)):
            self.wrong("a cell is there twice")
        if set(before) - set(after):
            self.wrong(f"lost: {sorted(set(before) - set(after))}")
        if len(set(after) - set(before)) < self.reported(log):
            self.wrong(f"{self.reported(log)} reported, {len(set(after) - set(before))} recorded")
        if status:
            self.failed += 1
            self.wrong(f"a run that nobody killed failed:\n{open(log).read()}")
        return status is not None

    def run(self):
        measure, taken, lasts = self.undisturbed()
        print(f"undisturbed: {len(measure['cells'])} cells, {len(measure['decisions'])} decisions, {lasts:.1f} s", flush=True)
        log = os.path.join(self.folder, "log")
        number = 0
        while self.kills < self.options.kills:
            db = os.path.join(self.folder, f"{number}.db")
            number += 1
            # what is measured already shortens the runs that follow: so do their lives
            left = lasts
            while not self.round(db, log, left):
                done = samples(db) / max(1, taken) if cells(db) else 0
                left = lasts * (1 - done) + max(0.5, lasts / 8)
                if self.kills % 20 == 0:
                    print(f"{self.kills} killed, {self.ends} came to an end, {self.bad} bad", flush=True)
            self.ends += 1
            now = content(db)
            for name in CONTENT:
                if now[name] != measure[name]:
                    self.wrong(f"{name} differ: {sorted(set(now[name]) ^ set(measure[name]), key=repr)[:4]}")
            os.unlink(db)
        print(f"{self.kills} killed, {self.ends} came to an end and were compared, {self.failed} failed, {self.bad} bad")
        return 1 if self.bad else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--goalloc", required=True)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--go", default="1.9,latest")
    parser.add_argument("--cases", default="cases/fmt")
    parser.add_argument("--cache")
    parser.add_argument("kills", nargs="?", type=int, default=200)
    options = parser.parse_args()
    options.goalloc = os.path.abspath(options.goalloc)
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {options.seed}", flush=True)
    folder = tempfile.mkdtemp(prefix="goalloc-torture-run-")
    try:
        return Torture(options, folder).run()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
