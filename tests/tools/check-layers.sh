#!/usr/bin/env bash
# Holds the includes to the layers: each folder of harness/ may include only itself and those below it; only store knows
# sqlite3.h, only toolchain knows curl, archive and jansson; only cmd and main print or exit.
set -u
cd "$(dirname "$0")/../.." || exit 3
layers=(base toolchain bench store analysis report cmd)
bad=0
declare -A rank
for i in "${!layers[@]}"; do rank[${layers[$i]}]=$i; done
complain() { echo "check-layers: $*" >&2; bad=1; }

for file in harness/*/*.[ch]; do
  layer=$(basename "$(dirname "$file")")
  [ -n "${rank[$layer]:-}" ] || { complain "$file: no layer named $layer"; continue; }
  while read -r header; do
    other=${header%%/*}
    [ -n "${rank[$other]:-}" ] || continue
    [ "${rank[$other]}" -le "${rank[$layer]}" ] || complain "$file includes $header: $other is above $layer"
  done < <(sed -n 's/^#include "\([a-z]*\/[^"]*\)".*/\1/p' "$file")
  grep -q '^#include <sqlite3.h>' "$file" && [ "$layer" != store ] && complain "$file includes sqlite3.h"
  grep -qE '^#include <(curl/|archive|jansson)' "$file" && [ "$layer" != toolchain ] && complain "$file includes curl, archive or jansson"
  if [ "$layer" != cmd ] && grep -nE '(^|[^a-z_])(printf|puts|exit)\(|fprintf\(std(out|err)' "$file" | grep -vE '^[0-9]+:\s*(/?\*|//)'; then
    complain "$file prints or exits"
  fi
done
[ "$bad" = 0 ] && echo "check-layers: fine"
exit "$bad"
