#!/usr/bin/env bash
# Usage: help, unknown words, exit code 2.
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"

run goalloc --help
is "$status" 0 "--help succeeds"
like "$out" "^usage: goalloc" "--help goes to stdout"
for command in run trend compare status plot report export case toolchain doctor; do
  run goalloc "$command" --help
  is "$status" 0 "$command --help succeeds"
  like "$out" "^examples:" "$command --help has examples"
done
run goalloc --version
like "$out" "^goalloc [0-9]+\.[0-9]+" "--version"
run goalloc
is_error 2 "no command given; see" "no command"
run goalloc frobnicate
is_error 2 "there is no command 'frobnicate'" "unknown command"
run goalloc run --frobnicate
is_error 2 "unknown option --frobnicate; see .goalloc run --help" "unknown option"
run goalloc run --go
is_error 2 "needs a value" "option without its value"
run goalloc run --budget soon
is_error 2 "budget.*'?soon" "a duration that is none"
run goalloc run --precision 0%
is_error 2 "precision.*not a percentage" "a percentage that is none"
run goalloc run --only said
is_error 2 "none of escape, allocs, time" "an unknown stage"
run goalloc run --mode fast
is_error 2 "fast.*default" "an unknown mode names the known ones"
run goalloc run --match 'nothing/*'
is_error 2 "no case matches 'nothing/\*'" "a glob that matches nothing"
run goalloc compare 1.9.2
is_error 2 "usage: goalloc compare OLD NEW" "a missing operand"
run goalloc trend --format yaml
is_error 2 "yaml.*text" "an unknown format names the known ones"
run goalloc --progress loud status
is_error 2 "none of auto, tty, plain, none" "an unknown progress style"
run goalloc case show no/such
is_error 2 "no case 'no/such'" "an unknown case"
run goalloc case list --cases "$T/nowhere"
is_error 2 "$T/nowhere" "cases that do not exist"
done_testing
