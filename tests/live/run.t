#!/usr/bin/env bash
# The main job on three real toolchains: everything measured, nothing twice, edits and kills cost only themselves.
# shellcheck source=tests/live/live.sh
. "${TESTS:?run it through tests/run.sh}/live/live.sh"
DB=$T/run.db
cp -r cases "$T/cases"

run goalloc --db "$DB" run --go "$LIVE" --mode default,noinline --blocks 1 --cases "$T/cases"
is "$status" 0 "the whole library with $LIVE"
bad=$(sql "$DB" "SELECT go, mode, case_name, status, reason FROM cells WHERE status NOT IN ('ok', 'unsupported')")
is "$bad" "" "every cell is ok or honestly unsupported"
is "$(sql "$DB" "SELECT count(*) FROM cells WHERE status='unsupported' AND reason NOT LIKE 'needs go1.%'")" 0 "unsupported says what it needs"
cases=$(goalloc case list --format csv | tail -n +2 | wc -l)
is "$(sql "$DB" "SELECT count(*) FROM cells")" $((cases * 6)) "a cell for every toolchain, mode and case"
run goalloc --db "$DB" run --go "$LIVE" --mode default,noinline --blocks 1 --cases "$T/cases"
like "$out" " 0 measured now" "a second run has nothing to do"

before=$(sql "$DB" "SELECT count(*) FROM samples WHERE case_name <> 'pointer/return_local'")
printf '\n// edited\n' >> "$T/cases/pointer/return_local_test.go"
run goalloc --db "$DB" run --go "$LIVE" --mode default,noinline --blocks 1 --cases "$T/cases"
like "$out" " 6 measured now" "an edited case is measured again, alone"
is "$(sql "$DB" "SELECT count(*) FROM samples WHERE case_name <> 'pointer/return_local'")" "$before" "... the others keep their samples"
is "$(sql "$DB" "SELECT count(*) FROM cells")" $((cases * 6)) "... and no cell is there twice"

# for programs
run goalloc --db "$T/json.db" run --go 1.9.2,latest --cases "$T/cases/slice" --match 'slice/append_growth' --blocks 2 --format json
is "$status" 0 "run --format json"
is "$(printf '%s' "$out" | python3 -c 'import json, sys
r = json.load(sys.stdin)
c, s = r["cells"], r["seconds"]
print(r["exit_code"], r["exit_reason"], r["error"], r["session"], c["all"], c["known"], c["measured"], c["ok"], r["samples"] > 0)
print(all(s[k] >= 0 for k in ("fetch", "compile", "build", "count", "time")), s["wall"] >= s["time"], r["comparisons"]["all"] == r["comparisons"]["known"] > 0)')" \
  "0 finished None 1 6 0 6 6 True
True True True" "... says what it came to"
run goalloc -q --db "$T/json.db" run --go 1.9.2,latest --cases "$T/cases/slice" --match 'slice/append_growth' --blocks 2 --format json
is "$(printf '%s' "$out" | python3 -c 'import json, sys; r = json.load(sys.stdin); print(r["session"], r["cells"]["known"], r["cells"]["measured"])')" "None 6 0" "... also where nothing was left to do, and with -q"
"$GOALLOC" --cache "$CACHE" --progress none --db "$T/stopped.db" run --go 1.9.2 --only escape,allocs --cases "$T/cases" --format json >"$T/stopped.json" 2>/dev/null &
pid=$!
for _ in $(seq 300); do
  [ "$(sql "$T/stopped.db" "SELECT count(*) FROM cells" 2>/dev/null || echo 0)" -gt 5 ] 2>/dev/null && break
  sleep 0.02
done
kill -INT "$pid"
wait "$pid"
is "$? $(python3 -c 'import json, sys; r = json.load(open(sys.argv[1])); print(r["exit_code"], r["exit_reason"], 0 < r["cells"]["measured"] < r["cells"]["all"], r["session"])' "$T/stopped.json")" \
  "130 130 interrupted True 1" "... and of a run that was interrupted"

# killed in the middle, resumed
DB=$T/killed.db
"$GOALLOC" --cache "$CACHE" --progress none --db "$DB" run --go 1.9.2 --only escape,allocs --cases "$T/cases" >/dev/null 2>&1 &
pid=$!
for _ in $(seq 300); do
  [ "$(sql "$DB" "SELECT count(*) FROM cells" 2>/dev/null || echo 0)" -gt 5 ] 2>/dev/null && break
  sleep 0.02
done
kill -9 "$pid" 2>/dev/null
wait "$pid" 2>/dev/null
done_before=$(sql "$DB" "SELECT count(*) FROM cells")
if [ "$done_before" -gt 0 ] && [ "$done_before" -lt $((cases * 3)) ]; then pass "killed after $done_before of $((cases * 3)) cells"; else fail "killed in the middle" "$done_before cells"; fi
is "$(sql "$DB" "PRAGMA integrity_check")" ok "the database is whole"
run goalloc --db "$DB" run --go 1.9.2 --only escape,allocs --cases "$T/cases"
like "$out" "$((cases * 3 - done_before)) measured now, $done_before already known" "the next run measures the rest"
is "$(sql "$DB" "SELECT count(*) FROM (SELECT 1 FROM samples GROUP BY go, mode, case_name, benchmark, n, purpose, block, position HAVING count(*) > 1)")" 0 "no sample is there twice"

# two at once
DB=$T/two.db
"$GOALLOC" --cache "$CACHE" --progress none --db "$DB" run --go 1.9.2 --only escape --mode default --cases "$T/cases" >"$T/first" 2>&1 &
first=$!
run goalloc --db "$DB" run --go 1.9.2 --only escape --mode default --cases "$T/cases"
second=$status
wait "$first"
if [ "$second" = 0 ] || printf '%s' "$err" | grep -qE 'pid|process'; then pass "two processes on one database: both work, or the second is told who is there"; else fail "two processes on one database" "$err"; fi
run goalloc --db "$DB" run --go 1.9.2 --only escape --mode default --cases "$T/cases"
is "$(sql "$DB" "SELECT count(*) FROM cells")" "$cases" "... and every cell is there once"

# reading what was measured
DB=$T/run.db
run goalloc --db "$DB" status
like "$out" "go1.9.2 +default" "status"
run goalloc --db "$DB" compare 1.9.2 latest --metric allocs --format csv
is "$status" 0 "compare"
like "$out" "string/bytes_as_key|goroutine/start|defer/inside_loop|slice/make_runtime_size" "compare finds known changes"
run goalloc --db "$DB" compare 1.9.2 latest --fail-on allocs
is "$status" 1 "compare --fail-on exits with 1 where something became worse"
run goalloc --db "$DB" trend --summary
like "$out" "What changed, and in which release" "trend --summary"
run goalloc --db "$DB" plot --output "$T/plots"
is "$status" 0 "plot"
for f in heatmap.svg heatmap.png heatmap.pdf; do
  if [ -s "$T/plots/$f" ]; then pass "$f is drawn"; else fail "$f is drawn"; fi
done
run goalloc --db "$DB" report --output "$T/report" --figures "$T/plots"
is "$status" 0 "report"
like "$(cat "$T/report/index.html")" "</html>" "the page is complete"
run goalloc --db "$DB" export --format json
is "$(printf '%s' "$out" | python3 -c 'import json,sys; print(len(json.load(sys.stdin)) > 100)')" True "export --format json is json"
run goalloc --db "$DB" export --format bench --go go1.9.2
like "$out" "^Benchmark[A-Za-z0-9_]+	[0-9]+	[0-9]+ B/op	[0-9]+ allocs/op$" "export --format bench is Go's format: what was counted"
like "$out" "^Benchmark[A-Za-z0-9_]+	[0-9]+	[0-9.e+]+ ns/op$" "... and what was timed"
done_testing
