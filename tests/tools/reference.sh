#!/usr/bin/env bash
# Makes results/reference/ anew from a run of the default set into a database of its own: the counts as a table, what
# changed, two figures, and on what it was measured. The README's numbers come from here. Counts do not depend on the
# machine; a difference in counts.csv after this is news or a bug.
set -euo pipefail
cd "$(dirname "$0")/../.."
db=build/reference.db
out=results/reference
mkdir -p "$out"
rm -f "$db" "$db-wal" "$db-shm"
build/goalloc --db "$db" run --seed 20261123
build/goalloc --db "$db" plot --output build/reference-figures >/dev/null
cp build/reference-figures/heatmap.png build/reference-figures/changes.png "$out/"
build/goalloc --db "$db" trend --summary --format markdown > "$out/changes.md"
sqlite3 -csv -header "$db" "
  SELECT case_name, benchmark, mode, go, min(allocs_per_op) AS allocs_per_op, min(bytes_per_op) AS bytes_per_op
  FROM samples WHERE n >= 100 GROUP BY case_name, benchmark, mode, go
  ORDER BY case_name, benchmark, mode, CAST(substr(go, 5) AS INTEGER), go" | tr -d '\r' > "$out/counts.csv"
{
  sqlite3 -line "$db" "SELECT started_at, finished_at, command_line, tool_version, seed, kernel, cpu, governor, load FROM sessions"
  echo
  echo "toolchains:"
  sqlite3 -separator ' ' "$db" "SELECT go, goos || '/' || goarch, digest FROM toolchains ORDER BY CAST(substr(go, 5) AS INTEGER), go"
} > "$out/run.txt"
echo "results/reference/: counts.csv, changes.md, changes.png, heatmap.png, run.txt"
