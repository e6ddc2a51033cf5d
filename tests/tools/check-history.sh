#!/usr/bin/env bash
# Measures with real toolchains, into a database of its own, and compares with the committed history: every figure that
# does not reproduce is listed, and the exit code is 1.   check-history.sh
# Environment: GO (a SPEC; default: every release of the file), MODE (default: its modes), CASES (a file or folder; cases),
# FILE (results/reference/history.tsv), DB (build/check-history.db, made anew), GOALLOC, CACHE (goalloc's own).
set -eu
cd "$(dirname "$0")/../.."
: "${GOALLOC:=build/goalloc}" "${FILE:=results/reference/history.tsv}" "${DB:=build/check-history.db}" "${CASES:=cases}"
: "${GO:=$(sed -n 's/^#releases\t//p' "$FILE" | tr '\t' ,)}"
: "${MODE:=$(awk -F'\t' '!/^#/ && $3 != "mode" && !seen[$3]++ { printf "%s%s", comma, $3; comma = "," }' "$FILE")}"
rm -f "$DB" "$DB-wal" "$DB-shm"
mkdir -p "$(dirname "$DB")"
"$GOALLOC" ${CACHE:+--cache "$CACHE"} --db "$DB" run --go "$GO" --mode "$MODE" --cases "$CASES" --only allocs >&2
"$GOALLOC" --db "$DB" status --against "$FILE"
