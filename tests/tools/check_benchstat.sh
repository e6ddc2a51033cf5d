#!/usr/bin/env bash
# What benchstat makes of `goalloc export --format bench`, with real measurements: no warning, the same medians and numbers of samples,
# every p right by its own test, geometric means. GOALLOC, BENCHSTAT: the programs; GO: OLD,NEW; CACHE; MATCH: cases; BLOCKS: pairs.
set -euo pipefail
: "${GOALLOC:?}" "${BENCHSTAT:?}"
tools=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/goalloc-benchstat-XXXXXX")
trap 'rm -rf "$work"' EXIT
goalloc() { "$GOALLOC" ${CACHE:+--cache "$CACHE"} --db "$work/x.db" "$@"; }
goalloc run --go "${GO:-latest~1,latest}" --match "${MATCH:-slice/*,map/*}" --only allocs,time --blocks "${BLOCKS:-12}" --mode default >"$work/run"
tail -n 3 "$work/run" >&2
# the oldest and the newest of what was measured
mapfile -t go < <(goalloc status --format csv | tr -d '\r' | sed -n '2,$s/,.*//p' | sed -n '1p;$p')
goalloc export --format bench >"$work/all.txt"
goalloc export --format csv >"$work/samples.csv"
goalloc compare "${go[@]}" --verdicts --format json --with-summary >"$work/verdicts.json"
for purpose in time confirm; do
  "$BENCHSTAT" -col go -filter "purpose:$purpose" -format csv "$work/all.txt" >"$work/$purpose.csv" 2>"$work/$purpose.err"
  # that there are few samples of some it may say; that it does not understand, never
  if grep -vE 'need >= [0-9]+ samples|all samples are equal|no (benchmark|data)' "$work/$purpose.err"; then
    echo "check_benchstat: benchstat warns of purpose $purpose" >&2
    exit 1
  fi
done
exec_status=0
PYTHONDONTWRITEBYTECODE=1 "$tools/agree_verdicts.py" "$work/time.csv" "$work/confirm.csv" "$work/verdicts.json" "$work/samples.csv" "${go[@]}" || exec_status=$?
exit "$exec_status"
