#!/usr/bin/env bash
# goalloc run without a toolchain: the object that it leaves for programs.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"

run goalloc --db "$T/run.db" --offline run --go 1.9.2 --format json
is "$status" 3 "a toolchain that is not there"
is "$(printf '%s' "$out" | python3 -c 'import json, sys
r = json.load(sys.stdin)
print(r["exit_code"], r["exit_reason"], "1.9.2" in r["error"], r["session"], r["cells"]["all"], r["comparisons"]["all"], r["seed"].isdigit())')" \
  "3 failed True None 0 0 True" "... is an object that says so"
like "$err" "1.9.2" "... beside the message"
run goalloc --db "$T/run.db" --offline run --go 1.9.2
is "$out" "" "people get the message alone"
run goalloc --db "$T/run.db" run --format json --only nothing
is_error 2 "none of escape, allocs, time" "wrong usage is no result"
run goalloc --db "$T/run.db" run --format csv
is_error 2 "csv.*text.*json|text,json.*csv" "an unknown format names the known ones"
run goalloc run --help
like "$out" "exit_code, exit_reason \(finished, interrupted, failed\)" "--help says what is in it"
done_testing
