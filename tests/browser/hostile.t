#!/usr/bin/env bash
# The report of a database in which every text would be a tag, a script, a link or endless if it were not escaped.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
# shellcheck source=tests/browser/browser.sh
. "$TESTS/browser/browser.sh"
"$MAKERS/hostile_site" "$T/hostile.db" hostile || { fail "the database is made"; done_testing; exit 1; }
site hostile "$T/hostile.db"
look pages.py --name hostile --site "$T/hostile" --db "$T/hostile.db" --cases 4 --releases 3
