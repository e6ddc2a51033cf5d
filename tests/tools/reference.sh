#!/usr/bin/env bash
# Makes results/reference/ anew: the history as data, the page of changes, a figure, and on what it was measured. Every
# case, mode and minor release is measured (about half an hour), or DB=FILE names a database where that was done before.
# What the committed history says varies goes on to vary; ALSO="FILE ..." names databases of further measurements that
# are to widen its ranges, too. A difference in history.tsv after this is news or a bug.
set -euo pipefail
cd "$(dirname "$0")/../.."
: "${GOALLOC:=build/goalloc}" "${OUT:=results/reference}" "${ALSO:=}"
if [ -z "${DB:-}" ]; then
  DB=build/reference.db
  rm -f "$DB" "$DB-wal" "$DB-shm"
  "$GOALLOC" --db "$DB" run --go all --only escape,allocs --seed 20261125
fi
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
mkdir -p "$OUT"
if [ -f "$OUT/history.tsv" ]; then cp "$OUT/history.tsv" "$T/known"; fi
for db in $ALSO "$DB"; do
  known=()
  if [ -f "$T/known" ]; then known=(--widen "$T/known"); fi
  "$GOALLOC" --db "$db" export --format history ${known[@]+"${known[@]}"} > "$T/history.tsv"
  cp "$T/history.tsv" "$T/known"
done
cp "$T/history.tsv" "$OUT/history.tsv"
"$GOALLOC" --db "$DB" trend --format markdown > "$OUT/changes.md"
"$GOALLOC" --db "$DB" plot --output build/reference-figures --formats png >/dev/null
cp build/reference-figures/changes.png "$OUT/"
{
  sqlite3 -line "$DB" "SELECT started_at, finished_at, tool_version, seed, kernel, cpu, governor, load FROM sessions" | tr -d '\r'
  echo
  echo "toolchains:"
  sqlite3 -separator ' ' "$DB" "SELECT go, goos || '/' || goarch, digest FROM toolchains ORDER BY version_order" | tr -d '\r'
} > "$OUT/run.txt"
echo "$OUT: history.tsv, changes.md, changes.png, run.txt"
