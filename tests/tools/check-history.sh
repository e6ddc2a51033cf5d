#!/usr/bin/env bash
# Measures with real toolchains, into a database of its own, and compares with the committed history: every figure that
# does not reproduce, not even when its case is measured again by itself, is listed, and the exit code is 1.   check-history.sh
# Environment: GO (a SPEC; default: every release of the file), MODE (default: its modes), CASES (a file or folder; cases),
# FILE (results/reference/history.tsv), DB (build/check-history.db, made anew), GOALLOC, CACHE (goalloc's own).
set -eu
cd "$(dirname "$0")/../.."
: "${GOALLOC:=build/goalloc}" "${FILE:=results/reference/history.tsv}" "${DB:=build/check-history.db}" "${CASES:=cases}"
: "${GO:=$(sed -n 's/^#releases\t//p' "$FILE" | tr '\t' ,)}"
: "${MODE:=$(awk -F'\t' '!/^#/ && $3 != "mode" && !seen[$3]++ { printf "%s%s", comma, $3; comma = "," }' "$FILE")}"
mkdir -p "$(dirname "$DB")"
measure() { # database [glob of cases]: measures into it, anew, and compares; 1 if anything differs
  rm -f "$1" "$1-wal" "$1-shm"
  "$GOALLOC" ${CACHE:+--cache "$CACHE"} --db "$1" run --go "$GO" --mode "$MODE" --cases "$CASES" ${2:+--match "$2"} \
    --only allocs >&2 || return
  "$GOALLOC" --db "$1" status --against "$FILE" --format csv > "$DB.differences"
}
status=0
measure "$DB" || status=$?
# The counters are the process's: on a busy machine a stray block of the runtime gets in. Strays only add, so what is
# true shows when the cases in question are measured again, by themselves.
for attempt in 2 3; do
  [ "$status" = 1 ] || break
  cases=$(tail -n +2 "$DB.differences" | cut -d, -f1 | sort -u | paste -sd,)
  [ -n "$cases" ] || break
  echo "measured again, attempt $attempt: $cases" >&2
  status=0
  measure "$DB.again" "$cases" || status=$?
done
[ "$status" -le 1 ] || exit "$status"
if [ "$status" = 1 ]; then cat "$DB.differences"; fi
"$GOALLOC" --db "$DB" status --against "$FILE" | tail -1 || true
exit "$status"
