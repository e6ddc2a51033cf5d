#!/usr/bin/env python3
"""Installs toolchains while connections break at random bytes and processes are killed at random times.

    tests/tools/torture.py --goalloc PROGRAM [--seed N] [--keep] [INSTALLS]

A server on the loopback interface (server.py) ends every connection at a random byte, a quarter of its answers know no
ranges, a few are 503. In every round one to three processes install into one cache at once, some of them killed with
SIGKILL after a random time. After each round: what `toolchain list` shows verifies (`toolchain verify`, and again here,
byte by byte against the archive), nothing else is to be seen, and a process that was not killed has not failed. In every
third round one more install, left alone, must finish and leave nothing in staging/.

Ends with one line of counts; status 1 if anything was bad. Times of death depend on the machine, so a seed repeats the
plan, not every byte of its execution.
"""
import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import zipfile

TOOLS = os.path.dirname(os.path.abspath(__file__))
AVERAGE = 300000  # bytes of a connection's life
CACHES = 3
LARGE = [f"1.51.{i}" for i in range(4)]


class Torture:
    def __init__(self, options, folder):
        self.program = options.goalloc
        self.random = random.Random(options.seed)
        self.folder = folder
        self.attempted = self.finished = self.killed = self.verified = self.failed = 0
        self.visible = self.bad = 0  # wrong in what is visible as installed; wrong in all
        proxy = os.path.join(folder, "proxy")
        digests = subprocess.run([sys.executable, os.path.join(TOOLS, "fake_proxy.py"), proxy, "--large"],
                                 check=True, capture_output=True).stdout
        with open(os.path.join(folder, "digests"), "wb") as f:
            f.write(digests)
        self.archives = self.read_archives(os.path.join(proxy, "golang.org", "toolchain", "@v"))
        self.server = subprocess.Popen([sys.executable, os.path.join(TOOLS, "server.py"), "--seed",
                                        str(options.seed), proxy], stdout=subprocess.PIPE, text=True)
        self.base = "http://127.0.0.1:" + self.server.stdout.readline().strip()
        self.env = {k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")}
        self.env |= {"GOALLOC_DIGESTS": os.path.join(folder, "digests"), "GOALLOC_RETRIES": "200",
                     "GOALLOC_RETRY_MS": "3", "GOALLOC_STALL_SECONDS": "60"}

    @staticmethod
    def read_archives(folder):
        """What each archive holds: {go: {name: bytes}}."""
        found = {}
        for name in os.listdir(folder):
            if "go1.51." in name:
                with zipfile.ZipFile(os.path.join(folder, name)) as z:
                    files = {n.split("/", 2)[2]: z.read(n) for n in z.namelist()}
                found["go" + name.split("-go")[1].rsplit(".", 2)[0]] = files
        return found

    def complain(self, text, visible=False):
        self.bad += 1
        self.visible += visible
        print("torture: BAD:", text, file=sys.stderr)

    def call(self, cache, *words):
        return subprocess.run([self.program, "--cache", cache, "--progress", "none", *words], env=self.env,
                              capture_output=True, text=True)

    def start(self, cache, versions):
        self.attempted += 1
        return subprocess.Popen([self.program, "--cache", cache, "--progress", "none", "--source",
                                 self.base + f"/zip-random-{AVERAGE}", "toolchain", "install", ",".join(versions)],
                                env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def end(self, process, killer):
        """Waits for it; a process that was not killed must have done its work."""
        err = process.communicate()[1]
        if killer:
            killer.cancel()
        if process.returncode == 0:
            self.finished += 1
        elif process.returncode == -signal.SIGKILL:
            self.killed += 1
        else:
            self.failed += 1
            self.complain(f"an install ended with {process.returncode}: {err.strip()}")

    def check(self, cache):
        shown = json.loads(self.call(cache, "toolchain", "list", "--format", "json").stdout or "[]")
        verify = self.call(cache, "toolchain", "verify") if shown else None
        if verify and verify.returncode != 0:
            self.complain(f"toolchain verify: {verify.stdout}{verify.stderr}", visible=True)
        for row in shown:
            files = self.archives.get(row["go"])
            if files is None:
                self.complain(f"{row['go']} is listed, and was never asked for", visible=True)
                continue
            wrong = [n for n, data in files.items() if read(os.path.join(row["path"], n)) != data]
            if wrong:
                self.complain(f"{row['go']} differs in {len(wrong)} files, as {wrong[0]}", visible=True)
            else:
                self.verified += 1
        infos = [n[:-5] for n in listing(os.path.join(cache, "toolchains")) if n.endswith(".info")]
        if len(infos) != len(shown):
            self.complain(f"{len(infos)} .info files, {len(shown)} toolchains listed", visible=True)
        return [row["go"][2:] for row in shown]

    def round(self, number, left):
        cache = os.path.join(self.folder, f"cache{self.random.randrange(CACHES)}")
        running = []
        for _ in range(min(left, self.random.choice((1, 1, 2, 3)))):
            process = self.start(cache, self.random.sample(LARGE, self.random.randint(1, 3)))
            killer = None
            if self.random.random() < 0.4:
                killer = threading.Timer(self.random.random() ** 2 * 0.5, process.kill)
                killer.start()
            running.append((process, killer))
        for process, killer in running:
            self.end(process, killer)
        there = self.check(cache)
        if number % 3 == 2 and self.attempted < self.goal:
            gone = self.random.choice(LARGE)
            if gone in there and self.call(cache, "toolchain", "remove", gone).returncode != 0:
                self.complain(f"{gone} cannot be removed")
            self.end(self.start(cache, [gone]), None)
            if listing(os.path.join(cache, "staging")):
                self.complain(f"staging/ holds {listing(os.path.join(cache, 'staging'))} after an install")
            there = self.check(cache)
        for version in there:  # so that there is something to do
            if self.random.random() < 0.6:
                self.call(cache, "toolchain", "remove", version)

    def run(self, goal):
        self.goal = goal
        number = 0
        while self.attempted < goal and not self.bad:
            self.round(number, goal - self.attempted)
            number += 1
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(self.base + "/counts") as f:
            return json.load(f)


def read(path):
    try:
        with open(path, "rb") as f:
            return f.read()
    except OSError:
        return None


def listing(folder):
    return os.listdir(folder) if os.path.isdir(folder) else []


def main():
    parser = argparse.ArgumentParser(description="installs while connections break and processes die")
    parser.add_argument("installs", nargs="?", type=int, default=1000)
    parser.add_argument("--goalloc", required=True)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", action="store_true", help="leave the caches for a look at them")
    options = parser.parse_args()
    options.goalloc = os.path.abspath(options.goalloc)
    print(f"torture: seed {options.seed}, {options.installs} installs", flush=True)
    folder = tempfile.mkdtemp(prefix="goalloc-torture-")
    torture = Torture(options, folder)
    began = time.monotonic()
    try:
        counts = torture.run(options.installs)
    finally:
        torture.server.terminate()
        torture.server.wait()
        if options.keep:
            print("torture: kept", folder)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"torture: {torture.attempted} installs attempted, {torture.finished} finished, "
          f"{torture.killed} processes killed, {torture.failed} failed; {counts['cut']} connections cut, "
          f"{counts['resumed']} resumed, {counts['without_ranges']} begun anew without ranges, {counts['busy']} busy; "
          f"{torture.verified} verified, {torture.visible} visible but bad, {torture.bad - torture.visible} other faults; "
          f"{time.monotonic() - began:.0f} s, seed {options.seed}")
    sys.exit(1 if torture.bad else 0)


if __name__ == "__main__":
    main()
