#!/usr/bin/env bash
# goalloc report: whole pages, nothing asked from anywhere, nobody else's files touched, what is not possible said.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
DB=$T/results.db
"$FIXTURE" "$DB" || { fail "the fixture is written"; done_testing; exit 1; }

run goalloc --db "$DB" report --output "$T/site" --no-figures
is "$status" 0 "report"
is "$out" "$T/site/index.html" "it says where the start page is"
for f in index.html compare.html cases.html releases.html figures.html outputs.html provenance.html style.css data/compare-default.json \
  case/slice.better.html release/go1.27.4.html; do
  if [ -s "$T/site/$f" ]; then pass "$f"; else fail "$f"; fi
done
is "$(grep -rlE '(src|href)="?(https?:)?//' "$T/site" | wc -l)" 0 "nothing is asked from anywhere"
is "$(cd "$T/site" && grep -rhoE 'href="[^"#:]+' --include='*.html' . | wc -l | awk '{ print ($1 > 50) }')" 1 "there are links"
missing=$(cd "$T/site" && find . -name '*.html' | while read -r page; do
  grep -oE '(href|src)="[^"#]+' "$page" | sed 's/^[a-z]*="//' | grep -v : | sort -u | while read -r to; do
    [ -e "$(dirname "$page")/$to" ] || echo "$page -> $to"
  done
done)
is "$missing" "" "each leads to a file"
is "$(python3 -c 'import json,sys; d=json.load(open(sys.argv[1])); print(d["generator"], d["schema"], [r[0] for r in d["releases"]][-1])' \
  "$T/site/data/compare-default.json")" "goalloc report 1 go1.27.4" "the data of the compare page is JSON"
like "$(cat "$T/site/index.html")" "href=\"compare.html#old=.*&amp;new=go1.27.4" "the start page leads to a comparison"
like "$(cat "$T/site/index.html")" "Not calibrated on this machine" "and says that nothing is known of its alarms"

touch -d 2020-01-01 "$T/stamp"
find "$T/site" -type f -exec touch -d 2019-01-01 {} +
run goalloc --db "$DB" report --output "$T/site" --no-figures
is "$(find "$T/site" -type f -newer "$T/stamp" | wc -l)" 0 "what did not change is not written again"

mkdir -p "$T/theirs"
echo mine >"$T/theirs/notes.txt"
echo "<html>mine</html>" >"$T/theirs/index.html"
run goalloc --db "$DB" report --output "$T/theirs" --no-figures
is_error 3 "index.html is not a file of goalloc's and stays as it is: .*--output" "somebody else's start page stays"
is "$(ls "$T/theirs")" "index.html
notes.txt" "and nothing was written beside it"
rm "$T/theirs/index.html"
run goalloc --db "$DB" report --output "$T/theirs" --no-figures
is "$status $(cat "$T/theirs/notes.txt")" "0 mine" "a folder that is not empty keeps what it has"
run goalloc --db "$DB" report --output "$T/theirs/notes.txt" --no-figures
is_error 3 "notes.txt.*--output" "a file is no folder"
run goalloc --db "$DB" report --output /proc/nowhere --no-figures
is_error 3 "/proc/nowhere.*--output" "a folder that cannot be made"

cp "$DB" "$T/one.db"
sqlite3 "$T/one.db" "PRAGMA foreign_keys = ON; DELETE FROM toolchain WHERE go <> 'go1.27.4'" 2>"$T/.sql" || cat "$T/.sql"
run goalloc --db "$T/one.db" report --output "$T/one" --no-figures
is "$status" 0 "one release alone"
like "$(cat "$T/one/index.html")" "One release alone has nothing to be compared with" "is said to be so"
done_testing
