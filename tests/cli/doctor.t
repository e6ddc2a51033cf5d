#!/usr/bin/env bash
# goalloc doctor: which walls stand, what they cost, and what is said where they do not.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
WALLS="files attributes reads network sockets memory signals kernel privileges"

run goalloc doctor
is "$status" 0 "doctor informs"
like "$out" "^wall +stands +by" "a table for people"
for wall in $WALLS; do like "$out" "^$wall +(yes|no) " "$wall is in it"; done
like "$out" "^price +(yes|no) +-?[0-9.]+ ms more a child: median [0-9.]+ against [0-9.]+, p95 [0-9.]+ against [0-9.]+" "what a child costs, both sides"

run goalloc doctor --format json --children 5
is "$status" 0 "json"
is "$(printf '%s' "$out" | python3 -c 'import json, sys
d = json.load(sys.stdin)
print(*[r["check"] for r in d], all(r["group"] == "confinement" and r["ok"] in (True, False) for r in d), type(d[-1]["value"]).__name__, d[-1]["unit"])')" \
  "$WALLS price True float ms" "json holds a row for each check"

run goalloc doctor --format csv --children 0
is "$(printf '%s\n' "$out" | tail -n +2 | cut -d, -f2 | tr '\n' ' ')" "$WALLS " "--children 0 measures nothing"
stands() { printf '%s\n' "$out" | grep "^confinement,$1," | cut -d, -f3; }
first=$(printf '%s\n' "$out" | grep '^confinement,.*,yes,' | head -1 | cut -d, -f2)
if [ -n "$first" ]; then
  run goalloc doctor --children 0 --require "$first"
  is "$status" 0 "a wall that stands is required: fine"
fi

# turned off: nothing stands, all of it is said, and asking for it fails
run env GOALLOC_CONFINE=off "$GOALLOC" doctor --format csv --children 0
is "$status" 0 "doctor still informs when confinement is off"
is "$(printf '%s\n' "$out" | grep -c ',no,')" 9 "no wall stands then"
like "$out" "unset GOALLOC_CONFINE" "and what to do is said"
run env GOALLOC_CONFINE=off "$GOALLOC" doctor --children 0 --require network,files
is "$status" 3 "required walls that do not stand: exit 3"
like "$err" "^goalloc: required, but not standing: network, files; " "they are named"
like "$out" "^network +no " "the table comes all the same"

run goalloc doctor --require moat
is_error 2 "--require moat: none of files, attributes" "an unknown wall names the known ones"
run goalloc doctor --children many
is_error 2 "children.*many" "a number that is none"
run goalloc doctor --children 1000000
is_error 2 "at most 100000" "too many"
run goalloc doctor here
is_error 2 "doctor" "an operand too many"
run env GOALLOC_CONFINE=maybe "$GOALLOC" doctor
is_error 2 "GOALLOC_CONFINE is 'maybe': only 'off'" "a value of GOALLOC_CONFINE that means nothing"

done_testing
