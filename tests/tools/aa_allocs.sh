#!/usr/bin/env bash
# No false alarm: every release of GO (a SPEC; all) is measured twice, under two names, and compared with itself. A line a release:
# how many benchmarks were compared and how many differences found in allocs/op and B/op; each difference; exit code 1 if
# there is any.   aa_allocs.sh
# Environment: GO, MODE (default), MATCH (globs of cases), LOAD=1 (a process spins on each cpu but one meanwhile), WORK (a
# folder for the databases, build/aa-allocs), GOALLOC, CACHE (goalloc's own).
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${GOALLOC:=build/goalloc}" "${GO:=all}" "${MODE:=default}" "${MATCH:=*}" "${WORK:=build/aa-allocs}" "${LOAD:=}"
cache=(${CACHE:+--cache "$CACHE"})
mkdir -p "$WORK"
spinning=()
stop() { if [ ${#spinning[@]} -gt 0 ]; then kill "${spinning[@]}" 2>/dev/null || true; fi; }
trap stop EXIT
if [ -n "$LOAD" ]; then
  for _ in $(seq 2 "$(nproc)"); do
    (while :; do :; done) &
    spinning+=($!)
  done
fi
"$GOALLOC" ${cache[@]+"${cache[@]}"} --progress none toolchain install "$GO" > "$WORK/installed"
releases=0 compared=0 different=0
while IFS=$'\t' read -r go _ goroot; do
  db=$WORK/$go.db
  rm -f "$db" "$db-wal" "$db-shm"
  "$GOALLOC" ${cache[@]+"${cache[@]}"} --progress none --db "$db" run --go "a=$goroot,b=$goroot" --mode "$MODE" --match "$MATCH" --only allocs \
    > "$WORK/$go.log" 2>&1 || { echo "$go: cannot be measured: $(tail -1 "$WORK/$go.log")"; exit 3; }
  "$GOALLOC" --progress none --db "$db" compare a b --mode "$MODE" --metric allocs,bytes > "$WORK/$go.txt"
  "$GOALLOC" --progress none --db "$db" compare a b --mode "$MODE" --metric allocs,bytes --format csv > "$WORK/$go.csv"
  # programs have no counts: what is compared is what was counted under both names
  n=$(sqlite3 "$db" "SELECT count(*) FROM (SELECT case_name, benchmark FROM samples WHERE purpose = 'allocs' AND go = 'a'
    INTERSECT SELECT case_name, benchmark FROM samples WHERE purpose = 'allocs' AND go = 'b')")
  d=$(($(tr -d '\r' < "$WORK/$go.csv" | grep -c .) - 1))
  echo "$go: $n benchmarks compared with themselves in allocs/op and B/op: $d differences"
  [ "$d" = 0 ] || tail -n +2 "$WORK/$go.csv" | tr -d '\r' | cut -c1-300 | sed 's/^/  /'
  releases=$((releases + 1)) compared=$((compared + 2 * n)) different=$((different + d))
done < "$WORK/installed"
echo "$compared comparisons in $releases releases${LOAD:+, under load}: $different differences"
[ "$different" = 0 ]
