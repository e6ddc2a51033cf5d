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

--night kills nights instead (goalloc nightly), two of them on each database. Beside the above: one session a night, no
sample twice and none lost, as many timing blocks as in the measure, the nights' points and exact reports as there, and
in the folder of reports at any moment nothing but whole ones.

Ends with one line of counts; status 1 if anything was bad. Moments of death depend on the machine: a seed repeats the
plan, not every step of its execution.
"""
import argparse
import json
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

NIGHTS = {
    "nights": "SELECT night, state, baseline, session FROM nights",
    "sessions": "SELECT session, finished_at IS NOT NULL FROM sessions",
    "points": "SELECT night, go, digest, goarch, mode, case_name, case_sha256, benchmark, status, baseline, pairs,"
              " ratio IS NOT NULL, ns_per_op IS NOT NULL, round(allocs_per_op), bytes_per_op IS NOT NULL FROM night_points",
    "exact reports": "SELECT night, kind, state, metric, go, old_go, goarch, mode, case_name, benchmark, old_text, new_text,"
                     " since, worse, accepted FROM night_reports WHERE metric <> 'time'",
    "blocks": "SELECT session, go, mode, case_name, benchmark, count(DISTINCT block) FROM samples WHERE purpose = 'time'"
              " GROUP BY 1, 2, 3, 4, 5",
}
SAMPLES = "SELECT session, go, mode, case_name, benchmark, purpose, block, n, elapsed_ns FROM samples WHERE purpose <> 'allocs'"
TWICE = ("SELECT session, go, mode, case_name, benchmark, purpose, block FROM samples WHERE purpose <> 'allocs'"
         " GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING count(*) > 1")
DATES = ["2027-01-01", "2027-01-02"]

FAULTS = {
    "timed twice": "SELECT session, go, mode, case_name, benchmark, block FROM samples WHERE purpose <> 'allocs'"
                   " GROUP BY 1, 2, 3, 4, 5, 6, purpose HAVING count(*) > 1",
    "one side alone": "SELECT session, mode, case_name, benchmark, block FROM samples s WHERE purpose <> 'allocs'"
                      " AND (SELECT count(*) FROM cells c WHERE c.mode = s.mode AND c.case_name = s.case_name"
                      " AND c.status = 'ok') = 2 GROUP BY 1, 2, 3, 4, 5, purpose HAVING count(*) = 1",
}


def content(path, tables=CONTENT):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return {name: sorted(db.execute(sql).fetchall(), key=repr) for name, sql in tables.items()}
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


def rows(path, sql):
    """The rows of a view; none before it is there."""
    if not os.path.exists(path):
        return []
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'night_points'").fetchall():
            return []
        return db.execute(sql).fetchall()
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
    tables = CONTENT

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
        self.taken = samples(db)
        return content(db), time.monotonic() - begun

    def measure(self):
        return self.undisturbed()

    def finished(self, db, number):
        """Has what begins with an empty database come to its end?"""
        return True

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

    def left(self, db, measure, lasts):
        """How long a run may live: what is measured already shortens those that follow."""
        done = samples(db) / max(1, self.taken) if cells(db) else 0
        return lasts * (1 - done) + max(0.5, lasts / 8)

    def run(self):
        measure, lasts = self.measure()
        print(f"undisturbed: {len(measure['cells'])} cells, {len(measure['decisions'])} decisions, {lasts:.1f} s", flush=True)
        log = os.path.join(self.folder, "log")
        number = 0
        while self.kills < self.options.kills:
            db = os.path.join(self.folder, f"{number}.db")
            number += 1
            left = lasts
            while not self.round(db, log, left) or not self.finished(db, number):
                left = self.left(db, measure, lasts)
                if self.kills % 20 == 0:
                    print(f"{self.kills} killed, {self.ends} came to an end, {self.bad} bad", flush=True)
            self.ends += 1
            now = content(db, self.tables)
            for name in self.tables:
                if now[name] != measure[name]:
                    self.wrong(f"{name} differ: {sorted(set(now[name]) ^ set(measure[name]), key=repr)[:4]}")
            os.unlink(db)
        print(f"{self.kills} killed, {self.ends} came to an end and were compared, {self.failed} failed, {self.bad} bad")
        return 1 if self.bad else 0


class Nights(Torture):
    """Two nights a database; the second has nothing to do but to time."""
    tables = {**CONTENT, **NIGHTS}

    def __init__(self, options, folder):
        super().__init__(options, folder)
        self.night = 0
        self.config = os.path.join(folder, "night.conf")

    def start(self, db, log):
        o = self.options
        self.results = db + ".reports"
        with open(self.config, "w") as f:
            f.write(f"go = {o.go}\nbaseline = {o.go.split(',')[0]}\ncases = {os.path.abspath(o.cases)}\nblocks = 4\nprecision = 0\n"
                    f"fail-on = none\nresults = {self.results}\n")
        command = [o.goalloc, "--db", db, "--progress", "plain"] + (["--cache", o.cache] if o.cache else [])
        command += ["nightly", "--config", self.config, "--date", DATES[self.night]]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=open(log, "w"), start_new_session=True)

    def measure(self):
        db, log = os.path.join(self.folder, "measure.db"), os.path.join(self.folder, "log")
        begun = time.monotonic()
        for self.night in range(len(DATES)):
            if self.start(db, log).wait():
                sys.exit(f"the night that nobody disturbed failed:\n{open(log).read()}")
        self.night = 0
        return content(db, self.tables), (time.monotonic() - begun) / len(DATES)

    def finished(self, db, number):
        self.night = (self.night + 1) % len(DATES)
        if self.night == 0:
            shutil.rmtree(self.results)
        return self.night == 0

    def left(self, db, measure, lasts):
        done = len(rows(db, SAMPLES)) / max(1, len(measure["blocks"]) * 4) * len(DATES) - self.night
        return lasts * (1.4 - min(1, max(0, done)))  # the start, which every run has to go through, aside

    def reported(self, log):
        """A night says of the cells it has already that they are there, and times them."""
        return 0

    def round(self, db, log, lasts):
        before = rows(db, SAMPLES)
        ended = super().round(db, log, lasts)
        after = rows(db, SAMPLES)
        if len(cells(db) or []) < super().reported(log):
            self.wrong(f"{super().reported(log)} cells reported, {len(cells(db) or [])} recorded")
        if set(before) - set(after):
            self.wrong(f"samples lost: {sorted(set(before) - set(after))[:4]}")
        if rows(db, TWICE):
            self.wrong(f"samples twice: {rows(db, TWICE)[:4]}")
        self.check_folders()
        return ended

    def check_folders(self):
        """Whatever is named as a night is whole, and so is what `latest` names."""
        names = os.listdir(self.results) if os.path.isdir(self.results) else []
        for name in names:
            folder = os.path.join(self.results, name)
            if name.startswith("."):
                continue
            try:
                with open(os.path.join(folder, "summary.json")) as f:
                    summary = json.load(f)
                with open(os.path.join(folder, "summary.md")) as f:
                    page = f.read()
                if name != "latest" and summary["night"] != name or not page.startswith("# Night of " + summary["night"]):
                    self.wrong(f"the report of {name} is another night's")
            except (OSError, ValueError) as e:
                self.wrong(f"the report of {name}: {e}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--goalloc", required=True)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--go", default="1.9,latest")
    parser.add_argument("--cases", default="cases/fmt")
    parser.add_argument("--night", action="store_true")
    parser.add_argument("--cache")
    parser.add_argument("kills", nargs="?", type=int, default=200)
    options = parser.parse_args()
    options.goalloc = os.path.abspath(options.goalloc)
    if options.seed is None:
        options.seed = random.SystemRandom().randrange(1 << 32)
    print(f"seed {options.seed}", flush=True)
    folder = tempfile.mkdtemp(prefix="goalloc-torture-run-")
    try:
        return (Nights if options.night else Torture)(options, folder).run()
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
