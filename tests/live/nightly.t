#!/usr/bin/env bash
# Real nights in small: one that finds a new release, one with nothing new, one that is killed and goes on.
# shellcheck source=tests/live/live.sh
. "${TESTS:?run it through tests/run.sh}/live/live.sh"
DB=$T/results/goalloc.db C=$T/n.conf R=$T/nights
config() { printf 'go = latest\nbaseline = 1.9.2\nmatch = append/copy_slice\nresults = %s\nfail-on = none\nprecision = 0\nblocks = 6\n' "$R" > "$C"; printf '%s\n' "$@" >> "$C"; }
night() { run goalloc --db "$DB" nightly --config "$C" --date "$@"; }

config
night 2027-01-01
is "$status" 0 "a night without any database before it"
like "$out" "^# Night of 2027-01-01: news" "the newest release against the one before it is news"
like "$out" "$NEWEST after go1.9.2 . append/copy_slice CopyByLoop . allocs" "... a count that changed, with its case"
is "$(sql "$DB" "SELECT count(DISTINCT go), count(DISTINCT session), min(pairs) >= 6, min(ratio) > 0 FROM night_points, nights USING (night)")" \
  "2|1|1|1" "both are timed side by side in one session"
is "$(sql "$DB" "SELECT count(*) FROM night_points WHERE go = 'go1.9.2' AND ratio = 1 AND ns_per_op > 0")" \
  "$(sql "$DB" "SELECT count(*) FROM night_points WHERE go = '$NEWEST' AND allocs_per_op >= 0")" "the baseline has a point beside each"
is "$(python3 -c 'import json,sys; s=json.load(open(sys.argv[1])); print(s["night"], s["baseline"]["go"], len(s["toolchains"]))' "$R/latest/summary.json")" \
  "2027-01-01 go1.9.2 2" "summary.json is json"

built=$(sql "$DB" "SELECT group_concat(session) FROM cells")
night 2027-01-02
like "$status $out" "^0 # Night of 2027-01-02: nothing new" "the second night has nothing new"
is "$(sql "$DB" "SELECT count(*) FROM samples WHERE purpose = 'allocs' AND session > 1")" 0 "... and counted nothing again"
is "$(sql "$DB" "SELECT group_concat(DISTINCT session) FROM samples WHERE purpose = 'time'")" "1,2" "... but timed all anew (built: $built)"

# a night that is killed goes on in its session
config 'blocks = 12'
sed -i '0,/^blocks = 6$/{/^blocks = 6$/d}' "$C"
"$GOALLOC" --cache "$CACHE" --progress none --db "$DB" nightly --config "$C" --date 2027-01-03 >/dev/null 2>&1 &
pid=$!
for _ in $(seq 600); do
  [ "$(sql "$DB" "SELECT count(*) FROM samples WHERE session = 3" 2>/dev/null || echo 0)" -gt 3 ] 2>/dev/null && break
  sleep 0.05
done
kill -9 "$pid" 2>/dev/null
wait "$pid" 2>/dev/null
there=$(sql "$DB" "SELECT count(*) FROM samples WHERE session = 3")
if [ "$there" -gt 0 ]; then pass "killed after $there timings"; else fail "killed in the middle"; fi
is "$(sql "$DB" "SELECT state FROM nights WHERE night = '2027-01-03'")" measuring "... it is known as unfinished"
night 2027-01-03
is "$status" 0 "the next start ends it"
is "$(sql "$DB" "SELECT count(*), count(DISTINCT session) FROM nights")" "3|3" "... as the same night, in the same session"
is "$(sql "$DB" "SELECT count(*) FROM (SELECT 1 FROM samples WHERE purpose = 'time' GROUP BY session, go, case_name, benchmark, block HAVING count(*) > 1)")" 0 \
  "... no timing is there twice"
is "$(sql "$DB" "SELECT min(n) || '|' || max(n) FROM (SELECT count(DISTINCT block) AS n FROM samples WHERE session = 3 AND purpose = 'time' GROUP BY go, benchmark)")" \
  "12|12" "... and all that were asked for are there"

# what cannot be reached does not stop a night
run goalloc --source "http://127.0.0.1:9/x" --db "$DB" nightly --config "$C" --date 2027-01-04
is "$status" 0 "a night without a source goes on with what is installed"
like "$err" "cannot|could not|refused|going on with what is installed" "... and says so"
run goalloc --offline --db "$DB" nightly --config "$C" --date 2027-01-05
is "$status" 0 "so does one that must not touch the network"

# a toolchain of one's own, rebuilt with an allocation more in its fmt
DB=$T/tip/goalloc.db R=$T/tips
cp -a "$(find "$CACHE/toolchains/" -maxdepth 1 -type d -name "$NEWEST.*")" "$T/goroot"
printf 'go = tip=%s\nbaseline = %s\nmatch = fmt/sprint_family\nresults = %s\nmetrics = allocs,bytes,time\nprecision = 0\nblocks = 1\n' \
  "$T/goroot" "$NEWEST" "$R" > "$C"
night 2027-02-01
like "$status $out" "^0 # Night of 2027-02-01: nothing new" "tip is the newest release: nothing new"
chmod u+w "$T/goroot/src/fmt"
sed 's/^func Sprint(a \.\.\.any) string {/var More []byte\n&\n\tMore = make([]byte, 100)/' "$T/goroot/src/fmt/print.go" > "$T/print.go"
mv -f "$T/print.go" "$T/goroot/src/fmt/print.go"
night 2027-02-02
is "$status" 1 "rebuilt with one allocation more: exit 1 at once"
like "$out" "tip . fmt/sprint_family Sprint[A-Za-z]* . allocs, \*\*worse\*\* . [0-9]+ → [0-9]+" "... with the benchmark"
is "$(sql "$DB" "SELECT DISTINCT CAST(new_text AS INTEGER) - CAST(old_text AS INTEGER) FROM night_reports WHERE metric = 'allocs'")" 1 \
  "... and it is one allocation wherever it is told"
is "$(sql "$DB" "SELECT count(DISTINCT digest), count(DISTINCT night) FROM night_points WHERE go = 'tip'")" "2|2" \
  "the points of the build that is gone are there still"
night 2027-02-03
like "$status $out" "^0 # Night of 2027-02-03: nothing new" "what was said once is not said again"
done_testing
