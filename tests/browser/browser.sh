# What the tests of the report's pages share: `site NAME DB` writes a report, `look SCRIPT ARGS..` lets a script of Python say
# the lines of TAP. Pictures go to build/screenshots.
# shellcheck shell=bash disable=SC2034,SC2154
PICTURES=$ROOT/build/screenshots
MAKERS=${MAKERS:-$(dirname "$FIXTURE")}
mkdir -p "$PICTURES"

site() { # name database [option ...]
  local name=$1 db=$2
  shift 2
  run goalloc --db "$db" report --output "$T/$name" --figures "$T/$name-figures" "$@"
  [ "$status" = 0 ] && return
  fail "$name: the report is written" "$err"
  done_testing
  exit 1
}
look() {
  PYTHONDONTWRITEBYTECODE=1 python3 "$TESTS/browser/$1" --goalloc "$GOALLOC" --scratch "$T/browser" --pictures "$PICTURES" "${@:2}"
}
