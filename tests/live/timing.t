#!/usr/bin/env bash
# Times of two real releases: both sides of each pair in one block of one session, next to each other, and how is recorded.
# Nothing here says how noisy the machine is.
# shellcheck source=tests/live/live.sh
. "${TESTS:?run it through tests/run.sh}/live/live.sh"
DB=$T/times.db
what=(--match 'slice/append_growth,pointer/return_local' --mode default --only time)
# samples without another one of the same benchmark in the same block, right before or behind it
alone() {
  sql "$DB" "SELECT count(*) FROM samples a WHERE a.purpose <> 'allocs' AND a.session = $1 AND NOT EXISTS (SELECT 1 FROM samples b
    WHERE b.session = a.session AND b.block = a.block AND b.purpose = a.purpose AND b.case_name = a.case_name
    AND b.benchmark = a.benchmark AND b.go <> a.go AND abs(b.position - a.position) = 1)"
}
count() { sql "$DB" "SELECT count(*) FROM samples WHERE purpose = '$1'"; }

run goalloc --db "$DB" run --go 1.9.2,latest "${what[@]}" --blocks 12
is "$status" 0 "two releases, twelve pairs"
n=$(sql "$DB" "SELECT count(DISTINCT case_name || benchmark) FROM samples")
is "$(count time)" $((n * 2 * 12)) "... of each benchmark"
is "$(alone 1)" 0 "both sides of each pair stand next to each other"
is "$(sql "$DB" "SELECT count(DISTINCT a.position < b.position) FROM samples a JOIN samples b USING (session, block, case_name, benchmark)
  WHERE a.go = 'go1.9.2' AND b.go <> 'go1.9.2'")" 2 "either is first"
like "$(sql "$DB" "SELECT conditions FROM sessions")" '^cpu=([0-9]+|any) GOMAXPROCS=1 GOGC=100 sample=2ms slack=10ms$' "the session says how it timed"
like "$out" "^$n time comparisons: $n with the pairs asked for, 0 without; 12 to 12 pairs each" "the run says what it has"
suspected=$(printf '%s\n' "$out" | sed -nE 's/.*; ([0-9]+) looked slower or faster, .*/\1/p')
if [ "${suspected:-0}" = 0 ]; then
  is "$(count confirm)" 0 "nothing looks changed: nothing is timed again"
else
  is "$(sql "$DB" "SELECT count(DISTINCT case_name || benchmark) FROM samples WHERE purpose = 'confirm'")" "$suspected" "what looks changed, and only that, is timed again"
fi

before=$(count time)
run goalloc --db "$DB" run --go 1.9.2,latest "${what[@]}" --blocks 12
like "$out" " 0 measured now" "a second run has nothing to do"
is "$(count time)" "$before" "... and does nothing"

run goalloc --db "$DB" run --go 1.4.3 --baseline 1.9.2 "${what[@]}" --blocks 2
is "$status" 0 "another release against a baseline that is there already"
is "$(sql "$DB" "SELECT count(*) FROM samples WHERE session = 2 AND go = 'go1.9.2' AND purpose = 'time'")" \
  "$(sql "$DB" "SELECT count(*) FROM samples WHERE session = 2 AND go = 'go1.4.3' AND purpose = 'time'")" "the baseline is timed again beside it"
is "$(alone 2)" 0 "... next to it"
like "$(sql "$DB" "SELECT conditions FROM sessions WHERE session = 2")" ' baseline=go1\.9\.2$' "the session names the baseline"
like "$out" "fewer than the [0-9]+ pairs .*--precision" "two pairs decide nothing, and the run says what would"

run goalloc --db "$DB" run --go 1.4.3,1.9.2 "${what[@]}" --precision 40%
is "$status" 0 "until each ratio is known within 40 %"
like "$out" "known within 40 %" "... and how many are"
is "$(sql "$DB" "SELECT count(*) FROM (SELECT 1 FROM samples WHERE purpose <> 'allocs' GROUP BY session, go, case_name, benchmark, block HAVING count(*) > 1)")" 0 "no sample is there twice"
run goalloc --db "$DB" run --go 1.4.3 --baseline 1.4..1.9 "${what[@]}"
is_error 2 "--baseline.*name one" "a baseline is one toolchain"
done_testing
