#!/usr/bin/env bash
# The default run cold and warm, by stage, and against plain loops of `go test -bench . -benchmem` over the same
# toolchains, cases and modes: with go test's default settings and with -benchtime 20ms. One run, both sides; the allocs/op
# of all three are compared. Environment:
#   BENCH_GO     toolchains of the comparison (the default set)
#   BENCH_SLOW   toolchains of the loop with default settings, which takes about 1.5 s a benchmark (the same)
#   BENCH_MATCH  globs of cases (all)
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$PWD/build/goalloc
root=$PWD
W=${BENCH_DIR:-$PWD/build/bench}
mkdir -p "$W"
match=${BENCH_MATCH:-*}
go_args=()
[ -n "${BENCH_GO:-}" ] && go_args=(--go "$BENCH_GO")
ours() { # database [option...]
  local db=$1
  shift
  "$program" --cache "$W/cache" --progress none --db "$db" run ${go_args[@]+"${go_args[@]}"} --match "$match" --seed 1 "$@"
}
now() { date +%s.%N; }
since() { echo "$(now) - $1" | bc 2>/dev/null || awk -v a="$1" -v b="$(now)" 'BEGIN { print b - a }'; }

modes='default|
noinline|-l
noopt|-N -l'

# One loop over everything, as one would write it in a shell: loop BENCHTIME TOOLCHAINS -> $W/loop-BENCHTIME.txt, seconds.
loop() {
  local benchtime=$1 list=$2 start
  : > "$W/loop-$benchtime.txt"
  start=$(now)
  while read -r go _ goroot; do
    local cgo=CGO_ENABLED=0
    case "$go" in go1.[2-9] | go1.[2-9].*) cgo=UNUSED= ;; esac
    while IFS='|' read -r mode flags; do
      while read -r name file; do
        echo "@ $go $mode $name"
        env -i GOROOT="$goroot" HOME="$W" GOCACHE="$W/gocache-$go" GOPATH="$W/gopath" PATH="$goroot/bin:/usr/bin:/bin" \
          GOTOOLCHAIN=local GOENV=off GO111MODULE=off GOFLAGS='' "$cgo" \
          "$goroot/bin/go" test -run NONE -bench . -benchmem -benchtime "$benchtime" -gcflags "$flags" "$file" 2>&1 || true
      done < "$W/cases.txt"
    done <<< "$modes"
  done < "$list" > "$W/loop-$benchtime.txt"
  since "$start"
}

# "go mode case benchmark allocs" of a loop's output
loop_counts() {
  awk '/^@ / { at = $2 " " $3 " " $4; next }
       /^Benchmark/ && / allocs\/op/ { name = $1; sub(/-[0-9]+$/, "", name); print at, name, $(NF - 1) }' "$1" | sort
}
our_counts() {
  sqlite3 -separator ' ' "$1" "SELECT go, mode, case_name, benchmark, min(allocs_per_op) FROM samples WHERE n >= 100 AND purpose = 'allocs'
    GROUP BY go, mode, case_name, benchmark" | sort
}
compare_counts() { # loop name
  loop_counts "$W/loop-$1.txt" > "$W/theirs"
  our_counts "$W/warm.db" > "$W/ours"
  join -j 1 <(sed 's/ /|/;s/ /|/;s/ /|/' "$W/ours") <(sed 's/ /|/;s/ /|/;s/ /|/' "$W/theirs") > "$W/joined-$1"
  awk -v n="$1" '{ all++; if ($2 == $3) same++; else print "  differs: " $0 " (ours, go test)" }
    END { printf "allocs/op against go test -benchtime %s: %d of %d identical\n", n, same, all }' "$W/joined-$1"
}

"$program" case list --format csv --match "$match" | awk -F, '$2 == "benchmark" { print $1 }' |
  while read -r name; do echo "$name $root/cases/${name}_test.go"; done > "$W/cases.txt"

rm -rf "$W/cache" "$W"/*.db*
echo "== cold: nothing installed"
ours "$W/cold.db"
"$program" --cache "$W/cache" toolchain list --format csv | awk -F, 'NR > 1 { print $1, "-", $6 }' > "$W/toolchains.txt"
echo "== warm: toolchains installed, standard libraries built, an empty database, no binaries"
rm -rf "$W/cache/bundles"
start=$(now)
ours "$W/warm.db"
warm=$(since "$start")
echo "== nothing left to do"
ours "$W/warm.db"
echo "== warm, one timing sample a benchmark, as the loops of go test take"
rm -rf "$W/cache/bundles"
start=$(now)
ours "$W/once.db" --blocks 1
once=$(since "$start")

echo "== loop of go test -benchtime 20ms (warmed by one case per toolchain and mode first)"
head -1 "$W/cases.txt" > "$W/first"; cp "$W/cases.txt" "$W/all"; cp "$W/first" "$W/cases.txt"
loop 1ms "$W/toolchains.txt" > /dev/null
cp "$W/all" "$W/cases.txt"
fast=$(loop 20ms "$W/toolchains.txt")
awk -v a="$fast" -v b="$warm" -v c="$once" 'BEGIN {
  printf "go test loop at 20 ms: %.0f s; goalloc: %.0f s, ratio %.1f; with one timing sample: %.0f s, ratio %.1f\n", a, b, a / b, c, a / c }'
compare_counts 20ms

if [ "${BENCH_SLOW:-}" != none ]; then
  cp "$W/toolchains.txt" "$W/slow.txt"
  if [ -n "${BENCH_SLOW:-}" ]; then grep -E "^($(echo "$BENCH_SLOW" | tr , '|')) " "$W/toolchains.txt" > "$W/slow.txt"; fi
  echo "== loop of go test with default settings over $(cut -d' ' -f1 "$W/slow.txt" | tr '\n' ' ')"
  slow=$(loop 1s "$W/slow.txt")
  rm -f "$W"/part.db*
  rm -rf "$W/cache/bundles"
  go_args=(--go "$(cut -d' ' -f1 "$W/slow.txt" | paste -sd,)")
  start=$(now)
  ours "$W/part.db"
  part=$(since "$start")
  awk -v a="$slow" -v b="$part" 'BEGIN { printf "go test loop at its defaults: %.0f s; goalloc over the same: %.0f s; ratio %.1f\n", a, b, a / b }'
  compare_counts 1s
fi
