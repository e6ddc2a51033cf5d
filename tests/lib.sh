# Shell tests with TAP. Source it, then write
#   plan_later
#   run goalloc case list          # sets $status, $out (stdout), $err (stderr)
#   is "$status" 0 "the list comes"
#   done_testing
# Every test file has a scratch folder of its own ($T), removed at the end, and a cache inside it ($CACHE).
# shellcheck shell=bash disable=SC2034
set -u
: "${GOALLOC:?run through tests/run.sh}" "${ROOT:?}"
T=$(mktemp -d "${TMPDIR:-/tmp}/goalloc-cli-XXXXXX")
CACHE=$T/cache
export LC_ALL=C.UTF-8
count=0 failures=0 pids=()

cleanup() {
  local pid
  for pid in ${pids[@]+"${pids[@]}"}; do kill "$pid" 2>/dev/null; done
  chmod -R u+w "$T" 2>/dev/null
  rm -rf "$T"
}
trap cleanup EXIT

goalloc() { "$GOALLOC" --cache "$CACHE" --progress none "$@"; }

run() {
  "$@" >"$T/.out" 2>"$T/.err" </dev/null
  status=$?
  out=$(cat "$T/.out") err=$(cat "$T/.err")
}

report() { # result name [diagnostic]
  count=$((count + 1))
  if [ "$1" = 0 ]; then
    echo "ok $count - $2"
  else
    failures=$((failures + 1))
    echo "not ok $count - $2"
    printf '%s\n' "${3:-}" | head -20 | cut -c1-400 | sed 's/^/# /'
  fi
}
pass() { report 0 "$1"; }
fail() { report 1 "$1" "${2:-}"; }
is() { if [ "$1" = "$2" ]; then pass "$3"; else fail "$3" "got: $1
wanted: $2
stderr: ${err:-}"; fi; }
like() { # text pattern(ERE) name
  if printf '%s\n' "$1" | grep -qE -- "$2"; then pass "$3"; else fail "$3" "no match for: $2
in: $1
stderr: ${err:-}"; fi; }
unlike() { if printf '%s\n' "$1" | grep -qE -- "$2"; then fail "$3" "matches $2: $1"; else pass "$3"; fi; }
# An error for people: exit code, one line on stderr, nothing on stdout, and what it must say.
is_error() { # code pattern name
  if [ "$status" = "$1" ] && [ "$(printf '%s\n' "$err" | wc -l)" = 1 ] && [ -z "$out" ] &&
    printf '%s\n' "$err" | grep -qE -- "$2"; then
    pass "$3"
  else
    fail "$3" "status $status, wanted $1; stderr wanted one line like: $2
stderr: $err
stdout: $out"
  fi
}
skip_all() { echo "1..0 # SKIP $1"; exit 0; }
done_testing() {
  echo "1..$count"
  [ "$failures" = 0 ]
}
sql() { sqlite3 -batch "$1" "$2"; }
