#!/usr/bin/env bash
# Runs test suites through prove and closes with one line "N passed, N failed".
#   tests/run.sh BUILD SUITE...     suites: unit cli live browser
# GOALLOC (the program) comes from the build folder; tests find it and the sources through the environment.
set -u
cd "$(dirname "$0")/.." || exit 3
build=$1
shift
export GOALLOC=$PWD/$build/goalloc MAKERS=$PWD/$build/tests FIXTURE=$PWD/$build/tests/fixture TESTS=$PWD/tests ROOT=$PWD
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:abort_on_error=0} UBSAN_OPTIONS=print_stacktrace=1
unset GOALLOC_SOURCE GOALLOC_DIGESTS GOALLOC_CONFINE XDG_CACHE_HOME NO_INSTALL COLUMNS LINES
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
for suite in "$@"; do
  echo "== $suite"
  case "$suite" in
    unit) files=$(find "$build/tests" -name 'test_*' -type f -perm -u+x ! -name '*.*' | sort) ;;
    *) files=$(find "tests/$suite" -name '*.t' | sort) ;;
  esac
  [ -n "$files" ] || { echo "no tests in suite $suite"; status=1; continue; }
  # only live tests are about this machine's own go command and its settings, and those that measure before they look
  case "$suite" in
    live | browser) hermetic=(env) ;;
    *) hermetic=(env -u GOPROXY -u GOSUMDB -u GONOSUMDB -u GOPRIVATE -u GOFLAGS -u GOINSECURE) ;;
  esac
  jobs=2
  [ "$suite" = live ] && jobs=1
  # shellcheck disable=SC2086 # a list of names of ours
  "${hermetic[@]}" prove --merge --timer -v -j "$jobs" --exec '' $files 2>&1 | tee -a "$log" | grep -vE '^ok |^1\.\.' || true
  [ "${PIPESTATUS[0]}" -eq 0 ] || status=1
done
passed=$(grep -cE '^ok [0-9]' "$log")
failed=$(grep -cE '^not ok [0-9]' "$log")
skipped=$(grep -cE '^ok .*# SKIP' "$log")
passed=$((passed - skipped))
# a suite that died without a "not ok" of its own (crash, wrong plan) is a failure too
[ "$status" -ne 0 ] && [ "$failed" -eq 0 ] && failed=1
[ "$skipped" -gt 0 ] && grep -E '^ok .*# SKIP|^1\.\.0 # SKIP' "$log"
echo
if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
exit "$status"
