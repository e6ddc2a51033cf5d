#!/usr/bin/env bash
# Pins the module digests of toolchains in harness/toolchain/digests.txt.
#
#   tests/tools/pin-digests.sh              looks up what the source lists and is not pinned yet, and adds it
#   tests/tools/pin-digests.sh --recheck    looks up everything that is pinned, too
#
# The digests come from `goalloc toolchain digest`: the checksum database's answers, with signature and proofs verified; sizes
# and days come from `goalloc toolchain list --available`. Which proxy and which database: $GOPROXY and $GOSUMDB, or what
# `go env` says. A digest that differs from the pinned one is an alarm and ends with status 1: a released toolchain never
# changes, so it is never an update. Whatever goes wrong (status 3), nothing is written.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
file=${DIGESTS_FILE:-$root/harness/toolchain/digests.txt}
goalloc=${GOALLOC:-$root/build/goalloc}
platforms=${PLATFORMS:-linux/amd64 linux/arm64 darwin/amd64 darwin/arm64}
unset GOALLOC_DIGESTS

die() {
  echo "pin-digests: $*; nothing was written" >&2
  exit 3
}

recheck=0
case $# in
  0) ;;
  *)
    [ "$*" = --recheck ] || { echo "pin-digests: '$*': --recheck or nothing" >&2; exit 2; }
    recheck=1
    ;;
esac
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
cp "$file" "$T/new"
alarm=0
for platform in $platforms; do
  suffix=.${platform/\//-}
  # NAME SIZE DATE of everything listed for the platform; what is pinned but listed no more is rechecked too
  "$goalloc" toolchain list --available --platform "$platform" --format csv >"$T/csv" || die "$platform cannot be listed"
  tr -d '\r' <"$T/csv" | awk -F, -v suffix="$suffix" '
    NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
    { print $column["go"] suffix, $column["size"] ? $column["size"] : "-", $column["date"] ? $column["date"] : "-" }
  ' >"$T/listed"
  [ -s "$T/listed" ] || die "the source lists nothing for $platform"
  awk -v s="$suffix" '/^go/ && substr($1, length($1) - length(s) + 1) == s { print $1 }' "$file" | sort >"$T/pinned"
  cut -d' ' -f1 "$T/listed" | sort >"$T/names"
  if [ "$recheck" = 1 ]; then
    sort -u "$T/names" "$T/pinned" >"$T/wanted"
  else
    comm -23 "$T/names" "$T/pinned" >"$T/wanted"
  fi
  wanted=$(wc -l <"$T/wanted")
  [ "$wanted" -gt 0 ] || { echo "$platform: all $(wc -l <"$T/pinned") pinned"; continue; }
  # a SPEC of exact versions: go1.9, the release, is written 1.9.0, for 1.9 is the newest patch
  spec=$(sed -E "s/${suffix//./\\.}\$//; s/^go([0-9]+\.[0-9]+)\$/\1.0/" "$T/wanted" | paste -sd, -)
  # it ends with a status for digests that differ, too: they are dealt with below, line by line
  "$goalloc" toolchain digest "$spec" --platform "$platform" --format csv >"$T/csv" 2>"$T/errors" || [ -s "$T/csv" ] ||
    die "$platform: $(cat "$T/errors")"
  n=0
  while IFS=, read -r name digest _; do
    [ "$name" != name ] || continue
    [[ $digest =~ ^h1:[A-Za-z0-9+/]{43}=$ ]] || die "$name: there is no digest in the answer"
    grep -qxF -- "$name" "$T/wanted" || die "$name was not asked for"
    n=$((n + 1))
    old=$(awk -v n="$name" '$1 == n { print $2 }' "$file")
    if [ -z "$old" ]; then
      read -r _ size date < <(grep -F -- "$name " "$T/listed")
      if [ "$size" = - ] || [ "$date" = - ]; then size='' date=''; fi
      echo "$name $digest${size:+ $size $date}" >>"$T/new"
      echo "pinned   $name $digest"
    elif [ "$old" != "$digest" ]; then
      echo "ALARM    $name is pinned as $old, the checksum database says $digest" >&2
      alarm=1
    fi
  done < <(tr -d '\r' <"$T/csv")
  [ "$n" = "$wanted" ] || die "$platform: $n of $wanted were answered"
  echo "$platform: $n looked up"
done
if [ "$alarm" = 1 ]; then
  echo "pin-digests: digests of released toolchains have changed; nothing was written" >&2
  exit 1
fi
{
  grep '^#' "$T/new" || true
  # as versions (a candidate before its release, go1.9 before go1.9.1), then by platform
  grep '^go' "$T/new" | awk '{
    version = platform = $1
    sub(/^.*\./, "", platform)
    sub(/\.[^.]*$/, "", version)
    sub(/^go/, "", version)
    if (version ~ /^[0-9]+\.[0-9]+$/) version = version ".0"
    print platform, version "\t" $0
  }' | LC_ALL=C sort -s -k2,2V -k1,1 | cut -f2-
} >"$T/sorted"
cmp -s "$T/sorted" "$file" || cat "$T/sorted" >"$file"
