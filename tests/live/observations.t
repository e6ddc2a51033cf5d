#!/usr/bin/env bash
# What go1.9.2 showed (amd64), and what the newest release shows, measured with both.
# shellcheck source=tests/live/live.sh
. "${TESTS:?run it through tests/run.sh}/live/live.sh"
DB=$T/observations.db
run goalloc --db "$DB" run --go 1.9.2,latest --only escape,allocs --match 'string/*,slice/*,pointer/*,fmt/*,channel/send*,interface/*'
is "$status" 0 "the cases of the analysis are measured with go1.9.2 and $NEWEST"
new=$NEWEST

output() { sql "$DB" "SELECT $3 FROM outputs WHERE go='$1' AND mode='default' AND case_name='$2'"; }
said() { # go case kind subject-pattern -> count
  sql "$DB" "SELECT count(*) FROM decisions WHERE go='$1' AND mode='${5:-default}' AND case_name='$2' AND kind='$3' AND subject LIKE '$4'"
}
allocs() { # go case benchmark
  sql "$DB" "SELECT DISTINCT allocs_per_op FROM samples WHERE go='$1' AND mode='${4:-default}' AND case_name='$2' AND benchmark LIKE '$3' AND purpose='allocs' ORDER BY n DESC LIMIT 1"
}
at_least() { if [ "${1:-0}" -ge "$2" ] 2>/dev/null; then pass "$3"; else fail "$3" "got $1, wanted at least $2"; fi; }

both=$(output go1.9.2 string/empty_bytes_alias "stdout || stderr")
like "$both" "b b" "1.9.2: append to []byte(\"\") twice aliases: b b"
like "$both" "\[0/32\]" "1.9.2: its capacity is 32"
both=$(output go1.9.2 string/empty_bytes_alias_fmt "stdout || stderr")
like "$both" "a b" "1.9.2: passed to fmt.Println the conversion escapes: a b"
like "$both" "\[0/0\]" "1.9.2: ... with capacity 0"
like "$(output go1.9.2 string/empty_bytes_literal "stdout || stderr")" "a b" "1.9.2: []byte{} prints a b"
for go in go1.9.2 "$new"; do
  at_least "$(said "$go" pointer/return_local moved_to_heap s)" 1 "$go: moved to heap: s"
  at_least "$(said "$go" fmt/println_int escapes '%')" 1 "$go: fmt.Println's argument escapes"
  at_least "$(said "$go" fmt/keep_argument leaking_param '%')" 1 "$go: storing the variadic slice leaks the parameter"
  at_least "$(said "$go" channel/send_pointer moved_to_heap '%')" 1 "$go: what is sent to a channel escapes"
  at_least "$(said "$go" slice/of_pointers moved_to_heap '%')" 1 "$go: moved to heap: str"
  at_least "$(said "$go" slice/of_pointers does_not_escape 'make(%')" 1 "$go: the constant make of pointers does not escape"
  at_least "$(said "$go" slice/make_large escapes 'make(%')" 1 "$go: 64 KiB and more escape"
  at_least "$(said "$go" slice/make_large does_not_escape 'make(%')" 1 "$go: 1 KiB does not"
done
at_least "$(said go1.9.2 slice/of_pointers escapes 'make(%')" 1 "1.9.2: with a run-time size the make escapes"
at_least "$(said go1.9.2 slice/make_runtime_size escapes 'make(%')" 1 "1.9.2: a run-time size escapes"
at_least "$(said go1.9.2 interface/method_call moved_to_heap '%')" 1 "1.9.2: a value called through an interface moves to the heap"
at_least "$(sql "$DB" "SELECT count(*) FROM decisions WHERE go='go1.9.2' AND case_name='interface/method_call' AND kind='does_not_escape'")" 1 "1.9.2: f2 s does not escape"
is "$(sql "$DB" "SELECT count(DISTINCT mode) FROM cells WHERE case_name='interface/method_call' AND status='ok'")" 3 "measured in three modes"
at_least "$(sql "$DB" "SELECT count(*) FROM runtime_calls WHERE go='go1.9.2' AND case_name LIKE 'string/empty_bytes_alias%' AND callee='stringtoslicebyte'")" 1 "1.9.2: stringtoslicebyte is called"
at_least "$(sql "$DB" "SELECT count(*) FROM runtime_calls WHERE go='$new' AND case_name='pointer/return_local' AND (callee='newobject' OR callee LIKE 'mallocgc%')")" 1 "$new: the heap is asked for memory"
is "$(sql "$DB" "SELECT count(*) FROM samples WHERE n < 100 AND purpose='allocs'")" 0 "N is at least 100 wherever a count is taken"
is "$(sql "$DB" "SELECT count(*) FROM decisions WHERE kind='other' AND (subject LIKE '%escape%' OR subject LIKE '%heap%' OR detail LIKE '%escapes to heap%' AND subject='')")" 0 "no statement about escape is left unparsed"
at_least "$(sql "$DB" "SELECT count(*) FROM decisions WHERE go='go1.9.2' AND function <> ''")" 50 "decisions know their function"
done_testing
