#!/usr/bin/env bash
# goalloc selftest with a real toolchain: the gate, counts, and one small report of times. What is asserted does not depend on
# how quiet the machine is.
# shellcheck source=tests/live/live.sh
. "${TESTS:?run it through tests/run.sh}/live/live.sh"
DB=$T/selftest.db

run goalloc --db "$DB" selftest --only gate,counts --match 'slice/append_growth,map/*' --format json --output ""
like "$status" "^(0|4)$" "the gate holds, or something stays open"
is "$(printf '%s' "$out" | python3 -c 'import json, sys
for r in json.load(sys.stdin):
    if r["metric"] == "counts":
        print(r["truth"], r["what"], r["found"] == r["comparisons"], r["found"] == 0, r["comparisons"] > 3)')" \
  "same allocs/op and B/op, all the same False True True
changed one allocation more True False True
changed one size class more True False True" "every count that changed is found, and no other"
is "$(printf '%s' "$out" | python3 -c 'import json, sys
for r in json.load(sys.stdin):
    if r["metric"] == "gate":
        changed = r["truth"] == "changed"
        print(r["what"], "held" if r["found"] == changed or (r["open"] and "time" in r["what"]) else "broken")')" \
  "--fail-on time: 25 % more time held
--fail-on allocs: one allocation more held
--fail-on bytes: one size class more held
--fail-on time,allocs,bytes: nothing changed held" "an injected regression turns the exit code to 1, nothing leaves it at 0; times may stay open"
is "$(sql "$DB" "SELECT count(*), count(DISTINCT calibration), min(go), min(loaded) FROM calibrations")" "7|1|$NEWEST|0" "it is stored"

run goalloc --db "$DB" selftest --only times --reports 1 --first 2 --each 2 --seed 5 --blocks 2 --keep "$T/kept" --format csv --output ""
is "$status" 4 "one small report cannot judge 1 %: exit code 4"
like "$err" "too few comparisons without a change to judge 1 % of false alarms: it takes 299" "and how many it takes"
is "$(printf '%s\n' "$out" | sed -n 's/^time,changed,\(+[0-9]* %\),[0-9.]*,\([0-9]*\),.*/\1 \2/p' | paste -sd' ')" "+1 % 2 +2 % 2 +3 % 2 +5 % 2 +10 % 2" "two of every effect"
is "$(printf '%s\n' "$out" | sed -n 's/^time,same,[^,]*beside[^,]*,0,\([0-9]*\),.*/\1/p;s/^time,same,.[^"]*beside[^"]*",0,\([0-9]*\),.*/\1/p')" 38 "and the rest unchanged"
is "$(grep -c . "$T/kept/2/verdicts.tsv")" 49 "what was compared is kept"
is "$(grep -hc 'times[1-6] = 110$' "$T"/kept/2/b/*/*.go | paste -sd+ | bc)" 2 "the changed side does 110 for 100 in two of them"
is "$(grep -hc 'times[1-6] = 100$' "$T"/kept/2/a/*/*.go | paste -sd+ | bc)" 48 "the other side in none"
is "$(find "$CACHE/selftest" -name '*.db' -o -name bundle | wc -l)" 0 "nothing stays in the cache"

# interrupted or killed, it leaves what was complete, marked
for signal in INT KILL; do
  "$GOALLOC" --cache "$CACHE" --progress none --db "$T/cut-$signal.db" selftest --only counts,times --match 'slice/append_growth' --reports 9 --blocks 2 --seed 5 \
    --format json --output "" >"$T/cut.json" 2>"$T/.err" &
  pid=$!
  pids+=("$pid")
  for _ in $(seq 6000); do
    [ "$(sql "$T/cut-$signal.db" "SELECT count(*) FROM calibrations WHERE metric = 'time'" 2>/dev/null || echo 0)" -gt 0 ] 2>/dev/null && break
    sleep 0.02
  done
  kill -"$signal" "$pid"
  wait "$pid" 2>/dev/null
  status=$?
  if [ "$signal" = INT ]; then
    is "$status" 130 "an interrupted selftest"
    like "$(cat "$T/.err")" "interrupted; what was complete before \(reports of times: [1-8]\) is stored, marked as interrupted" "... says what it leaves"
    is "$(python3 -c 'import json, sys; print({r["metric"] for r in json.load(open(sys.argv[1]))} == {"counts", "time"})' "$T/cut.json")" True "... and prints it"
  fi
  is "$(sql "$T/cut-$signal.db" "SELECT DISTINCT verdict FROM calibrations") $(sql "$T/cut-$signal.db" "SELECT count(DISTINCT calibration), count(DISTINCT metric), min(comparisons) > 0 FROM calibrations WHERE verdict = 'interrupted'")" \
    "interrupted 1|2|1" "SIG$signal: the reports so far are stored, with the mark"
done

# one at a time
exec 9>"$CACHE/selftest/lock"
flock 9
run goalloc --db "$DB" selftest --only gate --output ""
is_error 3 "another selftest .*is at work with this cache" "two would disturb each other"
exec 9>&-
done_testing
