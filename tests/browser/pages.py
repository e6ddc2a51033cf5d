#!/usr/bin/env python3
"""Looks at a report in Chromium and says in TAP what is so: see every_page.py, start_page.py, compare_page.py, case_page.py, release_page.py."""
import argparse
import os
import sys

import case_page
import compare_page
import every_page
import release_page
import start_page
import tap
from devtools import Browser, BrowserError


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("goalloc", "scratch", "pictures", "name", "site", "db"):
        parser.add_argument("--" + name, required=name != "pictures")
    parser.add_argument("--cases", type=int, default=3, help="case pages to look at")
    parser.add_argument("--releases", type=int, default=2, help="release pages to look at")
    o = parser.parse_args()
    os.makedirs(o.scratch, exist_ok=True)
    try:
        with Browser(o.scratch) as browser:
            walled(browser)
            site = every_page.check(browser, o.site, o.name, o.pictures, o.cases, o.releases)
            known = compare_page.check(browser, site, o.name, o.goalloc, o.db)
            start_page.check(browser, site, o.name, known)
            case_page.check(browser, site, o.name)
            release_page.check(browser, site, o.name)
    except BrowserError as problem:
        tap.ok(False, f"{o.name}: the browser does what it is told", problem)
    return tap.finish()


def walled(browser):
    """An address that is nobody's by definition: without the wall, asking it would take long and end otherwise."""
    tab = browser.page()
    try:
        tab.open("http://192.0.2.1/")
        said = "it answers"
    except BrowserError as problem:
        said = str(problem)
    tap.ok("ERR_PROXY_CONNECTION_FAILED" in said, "the browser reaches nothing beyond this machine", said)
    tab.close()


if __name__ == "__main__":
    sys.exit(main())
