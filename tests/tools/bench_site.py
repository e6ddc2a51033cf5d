#!/usr/bin/env python3
"""The report of a full history: how large its pages are, how soon they can be used, how long writing it takes.

  bench_site.py GOALLOC --maker PROGRAM | --db FILE [--runs N] [--no-browser]

--maker makes a database of 150 cases, 26 releases and 3 modes (large_site.c). Limits: the start page 500 kB and usable in 1 s, the
site written in 10 s. Usable: the time from asking for the page until it has answered the first key, drawn. Exit status 1: a limit was passed.
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

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "browser"))
import every_page  # noqa: E402
from devtools import Browser  # noqa: E402

LIMIT_BYTES, LIMIT_START, LIMIT_WRITE = 500_000, 1.0, 10.0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("goalloc")
    parser.add_argument("--db")
    parser.add_argument("--maker")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--no-browser", action="store_true")
    o = parser.parse_args()
    passed = []
    with tempfile.TemporaryDirectory(prefix="goalloc-bench-site-") as folder:
        path = os.path.join(folder, "large.db")
        if o.db:
            shutil.copy(o.db, path)  # reading may migrate
        elif o.maker:
            subprocess.run([o.maker, path], check=True)
        else:
            sys.exit("bench_site: --db or --maker is needed")
        describe(path)
        passed += write(o, folder, path)
        site = os.path.join(folder, "site")
        passed += sizes(site)
        if not o.no_browser:
            with Browser(os.path.join(folder, "browser")) as browser:
                print(f"\n{browser.version}, medians of {o.runs} fresh tabs, ms (worst in brackets)")
                passed += start(browser, site, o.runs)
    for what in passed:
        print(f"over the limit: {what}")
    return 1 if passed else 0


def describe(path):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    count = lambda sql: db.execute(sql).fetchone()[0]
    print(f"{count('SELECT count(DISTINCT case_name) FROM cells')} cases x {count('SELECT count(DISTINCT go) FROM cells')} releases x "
          f"{count('SELECT count(DISTINCT mode) FROM cells')} modes: {count('SELECT count(*) FROM cells')} cells, "
          f"{count('SELECT count(*) FROM samples')} samples, {count('SELECT count(*) FROM decisions')} decisions, "
          f"{count('SELECT sum(length(text)) FROM compiler_output') / 1e6:.0f} MB of compiler output; {os.path.getsize(path) / 1e6:.0f} MB")
    db.close()


def write(o, folder, path):
    """Into an empty folder, into one that has the same already, and with figures."""
    passed = []
    # what the start and the reading of the database alone take
    rows = [("an empty folder", ["--no-figures"], 5, True), ("the same again", ["--no-figures"], 5, False), ("with figures", [], 1, True)]
    print(f"\nwritten into{'':20} {'s':>6}")
    for name, options, runs, fresh in rows:
        times = []
        for _ in range(runs):
            if fresh:
                shutil.rmtree(os.path.join(folder, "site"), ignore_errors=True)
            begin = time.perf_counter()
            subprocess.run([o.goalloc, "--progress", "none", "--db", path, "report", "--output", os.path.join(folder, "site"),
                            "--figures", os.path.join(folder, "figures"), *options], check=True, stdout=subprocess.DEVNULL)
            times.append(time.perf_counter() - begin)
        median = statistics.median(times)
        print(f"{name:32} {median:6.2f}   ({min(times):.2f} to {max(times):.2f}, {runs} runs)")
        if median > LIMIT_WRITE:
            passed.append(f"{name}: {median:.1f} s, {LIMIT_WRITE:.0f} s wanted")
    return passed


def sizes(site):
    kinds = {}
    for here, _, names in os.walk(site):
        for name in names:
            path = os.path.relpath(os.path.join(here, name), site)
            folder, ending = os.path.dirname(path), os.path.splitext(path)[1]
            kind = path if not folder else f"{folder}/*{ending}"
            kinds.setdefault(kind, []).append(os.path.getsize(os.path.join(here, name)))
    print(f"\n{'files':36} {'number':>6} {'kB':>9} {'largest':>9}")
    for kind, n in sorted(kinds.items()):
        print(f"{kind:36} {len(n):6} {sum(n) / 1e3:9.1f} {max(n) / 1e3:9.1f}")
    everything = [n for kind in kinds.values() for n in kind]
    print(f"{'all':36} {len(everything):6} {sum(everything) / 1e3:9.1f} {max(everything) / 1e3:9.1f}")
    index = kinds["index.html"][0]
    return [f"index.html: {index} bytes, {LIMIT_BYTES} wanted"] if index >= LIMIT_BYTES else []


TIMING = """(() => { const n = performance.getEntriesByType('navigation')[0];
    return [n.domInteractive, n.domContentLoadedEventEnd, n.loadEventEnd]; })()"""
CHOOSE = """() => { const e = document.querySelector('#new'); if (!e || e.options.length < 2) return false;
    e.selectedIndex = e.selectedIndex > 2 ? e.selectedIndex - 2 : 0; e.dispatchEvent(new Event('change', {bubbles: true})); return true; }"""


def visit(browser, url, slow):
    """Milliseconds: the page's own marks, then those of a person who presses Tab as soon as there is a page."""
    tab = browser.page()
    tab.size(1280, 900)
    if slow > 1:
        tab.call("Emulation.setCPUThrottlingRate", rate=slow)
    begin = time.perf_counter()
    tab.call("Page.navigate", url=url)
    while True:
        tab.key("Tab")
        if tab.evaluate("document.activeElement && document.activeElement !== document.body && document.readyState !== 'loading'"):
            break
    usable = (time.perf_counter() - begin) * 1000
    browser.wait(lambda: tab.loaded > 0, url)
    tab.settle()
    begin = time.perf_counter()
    chosen = tab.of(CHOOSE)
    tab.settle()
    choice = (time.perf_counter() - begin) * 1000
    result = [*tab.evaluate(TIMING), usable, choice if chosen else None]
    tab.close()
    return result


def start(browser, site, runs):
    passed = []
    pages = ["index.html", "compare.html", largest(site, "case"), largest(site, "release")]
    print(f"{'':44} {'interactive':>16} {'content':>16} {'loaded':>16} {'usable':>16} {'choice drawn':>16}")
    with every_page.Server(site) as server:
        for name, url, slow in [(f"{page}", every_page.file_url(site, page), 1) for page in pages if page] + [
                ("index.html, from a web server", server.url + "index.html", 1),
                ("index.html, processor 4 times slower", every_page.file_url(site, "index.html"), 4),
                ("compare.html, processor 4 times slower", every_page.file_url(site, "compare.html"), 4)]:
            visits = [visit(browser, url, slow) for _ in range(runs)]
            columns = list(zip(*visits))
            print(f"{name[:44]:44} " + " ".join(
                f"{statistics.median(c):8.0f} ({max(c):5.0f})" if None not in c else f"{'':16}" for c in columns))
            if name == "index.html" and statistics.median(columns[3]) > LIMIT_START * 1000:
                passed.append(f"index.html: usable after {statistics.median(columns[3]):.0f} ms, {LIMIT_START * 1000:.0f} wanted")
    return passed


def largest(site, folder):
    names = [f"{folder}/{n}" for n in os.listdir(os.path.join(site, folder))]
    return max(names, key=lambda n: os.path.getsize(os.path.join(site, n)), default=None)


if __name__ == "__main__":
    sys.exit(main())
