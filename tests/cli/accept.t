#!/usr/bin/env bash
# Accepted changes and the end of compare, from a database with known contents (tests/tools/fixture.c).
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
DB=$T/results.db A=$T/accepted.txt
"$FIXTURE" "$DB" || { fail "the fixture is written"; done_testing; exit 1; }
compare() { run goalloc --db "$DB" compare 1.9.2 latest "$@"; }

# ---- the verdict, without a file ----
compare --metric allocs,bytes,output
is "$status" 0 "without --fail-on the exit code is 0"
is "$(printf '%s\n' "$out" | tail -1)" "Verdict: 2 worse, 2 better, 1 otherwise; exit code 0 (nothing to --fail-on)." \
  "the last line is the verdict"
compare --metric allocs --fail-on bytes,allocs
is "$status" 1 "--fail-on exits with 1"
like "$(printf '%s\n' "$out" | tail -1)" "^Verdict: 2 worse, 2 better; exit code 1: allocs, bytes\.$" "... and the verdict says so, and why"

cp "$DB" "$T/short.db"
sqlite3 "$T/short.db" "DELETE FROM sample WHERE purpose = 1 AND block > 2"
run goalloc --db "$T/short.db" compare 1.9.2 latest --metric time --fail-on time
is "$status" 4 "what cannot be decided exits with 4"
like "$(printf '%s\n' "$out" | tail -1)" "^Verdict: 0 worse, 0 better, 2 open; exit code 4\.$" "... and the verdict counts it"

# ---- largest first ----
run goalloc --db "$DB" compare 1.9.2 latest --metric bytes
is "$(printf '%s\n' "$out" | grep -oE 'slice/(better|worse)' | head -1)" slice/worse "from nothing to something is the largest"
run goalloc --db "$DB" compare 1.9.2 latest --metric bytes --format csv
is "$(printf '%s\n' "$out" | grep -oE 'slice/(better|worse)' | head -1)" slice/better "data keep their order"

compare --metric bytes --fail-on bytes --threshold 100%
like "$(printf '%s\n' "$out" | tail -1)" "exit code $status: bytes\.$" "from nothing to something is above every threshold"
run goalloc --db "$DB" compare latest 1.9.2 --metric bytes --fail-on bytes --threshold 100%
like "$(printf '%s\n' "$out" | tail -1)" "exit code $status: bytes\.$" "the verdict names the exit code that there is"

# ---- accepted ----
printf '# known\nslice/worse  allocs,bytes  since 1.27  why: a known reason\n' > "$A"
compare --fail-on allocs,bytes --accept "$A"
is "$status" 0 "accepted changes do not count for --fail-on"
like "$out" "slice/worse .* accepted " "... they are listed as accepted"
like "$out" "^Accepted by .*accepted.txt, line 2 \(slice/worse since 1.27\): 2 changes: a known reason" "... with the entry and its reason"
like "$(printf '%s\n' "$out" | tail -1)" "worse \(2 of them accepted\)" "... and counted apart in the verdict"
is "$(printf '%s\n' "$out" | grep -E '^(allocs|B)/op' | tail -2 | grep -c accepted)" 2 "... below the others"
compare --fail-on allocs,status --accept "$A"
is "$status" 1 "what no entry covers still counts"
compare --fail-on allocs,bytes --accept "$A" --format csv
is "$status" 0 "as data: the same exit code"
like "$(printf '%s\n' "$out" | head -1)" ",accepted,accepted_why" "... the columns"
like "$out" "allocs/op,slice/worse,.*,accepted,.*,true,a known reason" "... a row"
like "$out" "allocs/op,slice/better,.*,better,.*,false,,,,,,,1,1,0,0.?$" "... and one that is not accepted"
run goalloc --db "$DB" trend --format csv
unlike "$(printf '%s\n' "$out" | head -1)" "accepted" "trend has no such columns"

# ---- entries that are over ----
printf 'slice/worse allocs since 1.27 until 2020-01-31 why: old\nslice/* allocs since 1.27 benchmark Nothing why: x\nslice/better escape since 1.27 up-to 3 why: x\n' > "$A"
compare --accept "$A"
is_error 2 "accepted.txt: line 3: can be up to a number only for one metric; write an entry each" "a file that is wrong: line, what, and what to do"
printf 'slice/worse allocs since 1.27 until 2020-01-31 why: old\nmap/broken allocs since 1.22 why: x\nslice/worse bytes since 1.27 up-to 40 why: x\nslice/better time since 1.27 why: x\n' > "$A"
compare --fail-on allocs --accept "$A"
is "$status" 1 "an expired entry covers nothing"
like "$out" "line 1 \(slice/worse since 1.27\) expired after 2020-01-31: 1 changes count again" "... and is reported"
like "$out" "line 3 .* accepts no more than 40: 1 changes go beyond it" "so is one that accepts less than happened"
unlike "$out" "accepted.txt, line 4" "one of a metric that was not compared is not"
printf 'slice/better allocs since 1.22 why: x\nslice/worse allocs since 1.13 why: x\n' > "$A"
run goalloc --db "$DB" compare 1.9.2 1.22 --accept "$A"
like "$out" "line 1 \(slice/better since 1.22\) matches nothing that changed here any more: remove it" "an entry that matches nothing is reported"
run goalloc --db "$DB" compare 1.9.2 1.22 --accept "$A" --format csv
like "$err" "line 1 \(slice/better since 1.22\) matches nothing" "... on stderr when data are printed"
unlike "$out" "matches nothing" "... and not among them"
run goalloc --db "$DB" compare 1.22 latest --accept "$A"
unlike "$out" "accepted.txt, line" "what lies outside of the comparison is not"
run goalloc --db "$DB" compare 1.9.2 1.22 --accept "$A" --match slice/better
unlike "$out" "accepted.txt, line" "nor what --match left only a part of"
compare --accept "$T/missing.txt"
is_error 3 "missing.txt" "a file that is not there is no empty one"

# ---- proposing ----
compare --metric allocs,bytes,status --propose
is "$status" 0 "--propose"
printf '%s\n' "$out" > "$A"
like "$out" "^slice/worse  allocs,bytes  since 1.27  why:$" "an entry a case"
like "$out" "^# allocs/op 0 -> 2" "... what it is about above it"
unlike "$out" "^slice/better" "... and none for what became better"
compare --accept "$A"
is_error 2 "line [0-9]+: there is no reason behind why:" "the reason is left to people"
sed -i 's/why:$/why: looked at/' "$A"
compare --metric allocs,bytes,status --fail-on allocs,bytes,status --accept "$A"
is "$status" 0 "with reasons it is a file that accepts all"
unlike "$out" "matches nothing|expired" "... and nothing more"
compare --metric allocs,bytes,status --accept "$A" --propose
unlike "$out" "^(slice|map)/" "what is accepted is not proposed again"
done_testing
