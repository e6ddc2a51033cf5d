#!/usr/bin/env bash
# The report of next to nothing: one release, one case, one sample.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
# shellcheck source=tests/browser/browser.sh
. "$TESTS/browser/browser.sh"
"$MAKERS/hostile_site" "$T/one.db" one || { fail "the database is made"; done_testing; exit 1; }
site one "$T/one.db"
look pages.py --name one --site "$T/one" --db "$T/one.db"
