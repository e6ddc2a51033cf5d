#!/usr/bin/env bash
# The report of a full history (150 cases, 26 releases, 3 modes): how large it is. How fast: make bench-site.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
# shellcheck source=tests/browser/browser.sh
. "$TESTS/browser/browser.sh"
cd "$ROOT" || exit 1
"$MAKERS/large_site" "$T/large.db" 6 || { fail "the database is made"; done_testing; exit 1; }
site large "$T/large.db" --no-figures
is "$(sql "$T/large.db" "SELECT count(DISTINCT case_name) || ' x ' || count(DISTINCT go) || ' x ' || count(DISTINCT mode) FROM cells")" \
  "150 x 26 x 3" "cases, releases, modes"
size=$(stat -c %s "$T/large/index.html")
if [ "$size" -lt 500000 ]; then pass "the start page has $size bytes, less than 500,000"; else fail "the start page has less than 500,000 bytes" "$size"; fi
is "$(find "$T/large/case" -name '*.html' | wc -l) $(find "$T/large/release" -name '*.html' | wc -l)" "150 26" "a page for each case and release"
largest=$(find "$T/large" -type f -printf '%s %P\n' | sort -n | tail -1)
if [ "${largest%% *}" -lt 4000000 ]; then pass "the largest file has ${largest%% *} bytes"; else fail "no file has 4 MB" "$largest"; fi
total=$(find "$T/large" -type f -printf '%s\n' | awk '{ s += $1 } END { print s }')
if [ "$total" -lt 200000000 ]; then pass "all files have $total bytes"; else fail "all files have less than 200 MB" "$total"; fi
like "$(python3 "$TESTS/browser/links.py" "$T/large")" '^[0-9]+ pages: every link and anchor resolves$' "every link and anchor resolves"
done_testing
