#!/usr/bin/env bash
# goalloc nightly without measuring: nights that are recorded already (made by SQL) are judged, told, pruned.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
DB=$T/results.db C=$T/n.conf R=$T/nights
"$FIXTURE" "$DB" || { fail "the fixture is written"; done_testing; exit 1; }
mkdir -p "$T/cases/slice"
for name in better worse; do
  printf 'package slice\nimport "testing"\nfunc BenchmarkX(b *testing.B) { for i := 0; i < b.N; i++ {} }\n' > "$T/cases/slice/${name}_test.go"
done
config() { printf 'results = %s\ncases = %s\n' "$R" "$T/cases" > "$C"; printf '%s\n' "$@" >> "$C"; }
night() { run goalloc --db "$DB" nightly --config "$C" --date "$@"; }

# ---- the configuration ----
run goalloc nightly --print-config
is "$status" 0 "--print-config"
printf '%s\n' "$out" > "$T/example.conf"
for key in go baseline cases match modes define-mode metrics precision budget blocks sample jobs fail-on threshold accept \
  results keep-nights keep-days keep-samples max-cache; do
  like "$out" "^#? ?$key = " "... has $key"
done
printf 'gp = latest\n' > "$C"
run goalloc --db "$DB" nightly --config "$C"
is_error 2 "n.conf: line 1: there is no key 'gp'; there are go, baseline, .*max-cache" "an unknown key"
printf '# fine\n\nbudget = soon\n' > "$C"
run goalloc --db "$DB" nightly --config "$C"
is_error 2 "n.conf: line 3: budget: " "a bad value, with its line"
run goalloc --db "$DB" nightly --config "$T/none.conf"
is_error 3 "none.conf" "no such file"
run goalloc --db "$DB" nightly --date tomorrow
is_error 2 "tomorrow.*2027-01-31" "no date"
config 'match = no/such'
night 2027-01-01
is_error 2 "no case matches no/such" "no case"
config "accept = $T/accepted.txt"
printf 'slice/* since\n' > "$T/accepted.txt"
night 2027-01-01
is_error 2 "accepted.txt: line 1" "a mistake in the accepted changes is told before anything is measured"

# ---- a first night: the newest release against the one before ----
sql "$DB" "INSERT INTO night (date, session_id, started_at, state, verdict, exit_code, baseline, baseline_digest, machine, kernel, cpu,
    governor, conditions) VALUES ('2027-01-01', 1, 'x', 'measured', '', 0, 'go1.22.12', 'd', 'm', 'k', 'c', 'g', '');
  INSERT INTO night_toolchain SELECT 1, go, digest, go_version_output, version_order, 0 FROM toolchain WHERE go <> 'go1.9.2';"
config
night 2027-01-01
is "$status" 1 "an allocation more in the newest release: exit 1"
like "$out" "^# Night of 2027-01-01: regression" "the verdict comes first"
like "$out" "go1.27.4 after go1.22.12 . slice/worse Worse . allocs, \*\*worse\*\* . 0 → 2" "... the change with it"
unlike "$out" "map/broken" "... and nothing of cases that the night has not"
is "$(cat "$R/2027-01-01/summary.md")" "$out" "the page is in the night's folder"
is "$(readlink "$R/latest")" 2027-01-01 "... and latest names it"
is "$(python3 -c 'import json,sys; s=json.load(open(sys.argv[1])); print(s["schema"], s["verdict"], s["exit_code"], s["counts"]["failing"], sorted({(r["kind"], r["metric"]) for r in s["reports"]}))' "$R/2027-01-01/summary.json")" \
  "1 regression 1 2 [('release', 'allocs'), ('release', 'bytes'), ('release', 'escape')]" "summary.json says the same"
is "$(sql "$DB" "SELECT state, verdict, exit_code FROM nights")" "judged|regression|1" "... and so does the view nights"
before=$(sql "$DB" "SELECT * FROM night_reports")
night 2027-01-01
is "$status $(sql "$DB" "SELECT * FROM night_reports")" "1 $before" "told again, it says the same, once"
run "$GOALLOC" --cache "$CACHE" --progress plain --db "$DB" nightly --config "$C" --date 2027-01-01
like "$err" "is measured: judged again, nothing measured" "... and that nothing was measured"
printf 'slice/worse allocs,bytes since 1.27 why: known\n' > "$T/accepted.txt"
config "accept = $T/accepted.txt"
night 2027-01-01
is "$status" 0 "what is accepted does not fail the night"
like "$out" "slice/worse Worse . allocs, accepted .* known" "... and says why"
config 'fail-on = none'
night 2027-01-01
is "$status" 0 "fail-on = none"
config 'fail-on = time'
cp "$DB" "$T/saved.db"
sql "$DB" "DELETE FROM sample WHERE purpose = 1 AND block > 2"
night 2027-01-01
is "$status" 4 "a time that cannot be decided, and is asked for: exit 4"

cp "$T/saved.db" "$DB"

# ---- many nights of a toolchain that is rebuilt: 40 without a change, then one benchmark is 10 % slower ----
sql "$DB" "PRAGMA foreign_keys = ON; DELETE FROM night;
  WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 49)
  INSERT INTO night (id, date, started_at, state, verdict, exit_code, baseline, baseline_digest, machine, kernel, cpu, governor,
    conditions) SELECT i + 1, date('2027-01-01', i || ' days'), 'x', 'measured', '', 0, 'go1.22.12', 'd', 'm', 'k', 'c', 'g', '' FROM n;
  INSERT INTO night_toolchain SELECT id, 'go1.22.12', 'd', 'v', 10022001320000, 0 FROM night;
  INSERT INTO night_toolchain SELECT id, 'tip', 'd' || id, 'v', 10028000000000, 1 FROM night;
  WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 11)
  INSERT INTO night_series SELECT 1 + i + 12 * g, iif(g, 'tip', 'go1.22.12'), 'amd64', 'default', 'slice/worse', 's', 'Benchmark' || i
    FROM n, (SELECT 0 AS g UNION SELECT 1);
  INSERT INTO night_point SELECT n.id, s.id, 'ok', 12,
      iif(go = 'tip', (1 + ((n.id * 7919 + s.id * 104729 + n.id * s.id * 31) % 1000) / 100000.0) * iif(s.id = 15 AND n.id > 40, 1.1, 1), 1),
      NULL, NULL, 100 + n.id % 3, 100 + n.id % 3, 1, 16, 1, 1, 16, 16 FROM night n, night_series s;
  UPDATE night_point SET ratio_low = ratio - 0.004, ratio_high = ratio + 0.004"
tell() { # the verdict of each night from 2027-01-01 + $1 to + $2 days
  for i in $(seq "$1" "$2"); do
    night "$(date -u -d "2027-01-01 + $i days" +%F)"
    printf '%s:%s ' "$i" "$status"
  done
}
config 'fail-on = time'
verdicts=$(tell 0 49)
is "$(printf '%s' "$verdicts" | tr ' ' '\n' | grep -c ':1$')" 1 "a time that became worse is told once"
like "$verdicts" "(42|43|44):1 " "... as soon as four nights show it"
like "$verdicts" "(41|42):4 " "... and before that it is undecided"
like "$(cat "$R"/2027-02-1*/summary.md)" "tip . slice/worse 2 . time, \*\*worse\*\* .*\(\+(9|10)\.[0-9] %.*2027-02-10" "... with its size and its first night"
for f in series.png series.svg machine.png data/series.tsv; do
  if [ -s "$R/2027-02-13/$f" ]; then pass "$f is drawn"; else fail "$f is drawn" "$(ls "$R/2027-02-13")"; fi
done
like "$(cat "$R/2027-02-13/summary.md")" '!\[series\]\(series.png\)' "... and shown"

# ---- the machine ----
cp "$DB" "$T/saved.db"
sql "$DB" "UPDATE night SET cpu = 'another' WHERE id = 50; UPDATE night_point SET ratio = ratio * 1.3, ns = ns * 2 WHERE night_id = 50"
night 2027-02-19
is "$status" 4 "another processor, and times are asked for: nothing can be decided"
like "$out" "^# Night of 2027-02-19: undecided" "... the night says so"
like "$out" "Another machine or processor" "... and why"
unlike "$out" "\*\*worse\*\*" "... and accuses nobody"
config
night 2027-02-19
is "$status" 0 "... which is no failure where times are not asked for"
like "$out" "^# Night of 2027-02-19: machine changed" "... but is said"
cp "$T/saved.db" "$DB"
sql "$DB" "UPDATE night_point SET allocs = 2, allocs_low = 2, allocs_high = 2 WHERE night_id = 50 AND series_id = 20"
night 2027-02-19
is "$status" 1 "one allocation more than last night: exit 1 at once"
like "$out" "tip . slice/worse 7 . allocs, \*\*worse\*\* . 1 → 2 \(\+100.0 %\) .* against the night of 2027-02-18" "... with the night it is compared with"

# ---- retention, and nothing but nights is touched ----
cp "$T/saved.db" "$DB"
mkdir -p "$R/mine" "$R/2026-99"
config 'keep-nights = 10' 'keep-samples = 1'
samples=$(sql "$DB" "SELECT count(*) FROM samples WHERE purpose <> 'allocs'")
sql "$DB" "UPDATE night SET session_id = 1 WHERE id = 3"
night 2027-02-19
is "$(find "$R" -maxdepth 1 -name '2027-*' | wc -l)" 10 "keep-nights"
is "$(find "$R/mine" "$R/2026-99" "$R/2027-02-10" "$R/2027-02-19" -maxdepth 0 | wc -l)" 4 "... keeps the newest and whatever is no night's"
is "$((samples > 0)) $(sql "$DB" "SELECT count(*) FROM samples WHERE purpose <> 'allocs'")" "1 0" "keep-samples: timings of old nights go"
is "$(sql "$DB" "SELECT count(*) > 0 FROM samples WHERE purpose = 'allocs'")" 1 "... counts stay"
is "$(sql "$DB" "SELECT count(*) FROM night_points")" 1200 "... and so do the nights' points"
config 'keep-days = 5'
night 2027-02-19
is "$(find "$R" -maxdepth 1 -name '2027-*' -printf '%f\n' | sort | head -1)" 2027-02-14 "keep-days"

# ---- a night killed before it was told is told by the next one; overlapping nights ----
rm -rf "$R"
sql "$DB" "UPDATE night SET state = 'measured', verdict = '' WHERE id = 49"
config
night 2027-02-19
is "$(sql "$DB" "SELECT state FROM nights WHERE night = '2027-02-18'")" judged "what was measured and not told is told by the next start"
if [ -s "$R/2027-02-18/summary.json" ]; then pass "... in a folder of its own"; else fail "... in a folder of its own"; fi
is "$(readlink "$R/latest")" 2027-02-19 "... and latest is the newest"
exec 9> "$DB.nightly"
flock 9
echo $$ >&9
night 2027-02-19
is_error 3 "another night is running on .*results.db \(process $$\).*--wait" "a second start says who is there"
"$GOALLOC" --cache "$CACHE" --db "$DB" --progress none nightly --config "$C" --date 2027-02-19 --wait > "$T/waited" 2>&1 9>&- &
waiting=$!
sleep 0.3
if kill -0 "$waiting" 2>/dev/null; then pass "--wait waits"; else fail "--wait waits" "$(cat "$T/waited")"; fi
flock -u 9
wait "$waiting"
is "$?" 0 "... and goes on when the other is done"
(exit 0) &
dead=$!
wait "$dead"
exec 9> "$DB.nightly"
flock 9
echo "$dead" >&9
(sleep 0.5; flock -u 9) &
night 2027-02-19
is "$status" 0 "the lock of a night that was killed a moment ago is waited for"
wait
done_testing
