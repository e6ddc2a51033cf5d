#!/usr/bin/env bash
# The torture in small: connections that end anywhere, processes killed at any time (make torture is the large one).
# shellcheck source=tests/lib.sh
. "${TESTS:?run it through tests/run.sh}/lib.sh"
export TMPDIR=$T
run python3 "$TESTS/tools/torture.py" --goalloc "$GOALLOC" 20
is "$status" 0 "20 installs"
like "$out" "20 installs attempted, .* 0 failed; .* 0 visible but bad, 0 other faults" "what is installed verifies, nothing else is visible"
like "$out" "[1-9][0-9]* connections cut, [1-9][0-9]* resumed" "connections were cut, and resumed"
done_testing
