#!/usr/bin/env bash
# Line coverage of a --coverage build, a line per source folder and one in all: coverage.sh BUILD
set -euo pipefail
build=$1
find "$build/harness" -name '*.gcda' | while read -r data; do
  (cd "$(dirname "$data")" && gcov -n "$(basename "$data")" 2>/dev/null)
done | awk '
  /^File / { file = $2; gsub(/\047/, "", file); keep = file ~ /^harness\// }
  /^Lines executed/ && keep {
    split($0, part, /[:%]| of /); folder = file; sub(/\/[^\/]*$/, "", folder)
    percent = part[2]; lines = part[4]; done[folder] += percent * lines / 100; all[folder] += lines; keep = 0
  }
  END {
    for (f in all) { printf "%-20s %6.1f %%  of %d lines\n", f, 100 * done[f] / all[f], all[f]; d += done[f]; a += all[f] }
    if (a) printf "%-20s %6.1f %%  of %d lines\n", "all", 100 * d / a, a
  }' | sort
