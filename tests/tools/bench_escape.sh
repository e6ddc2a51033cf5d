#!/usr/bin/env bash
# What the compiler says and emits, of the whole library, all minors and three modes: how long it takes, and what of that the
# compilers themselves need; `make bench-escape` runs it.   bench_escape.sh SPEC
# Toolchains are made warm first, in one mode (from 1.20 on that compiles the standard library). The floor is
# the compilers' own CPU time divided by the cores: nobody can be faster. On a busy machine the ratio says
# what the neighbours take, too: own CPU against the compilers' still tells what is ours.
# Environment: GOALLOC (the program), CACHE (a toolchain cache; default: goalloc's own), MODES, MATCH.
set -euo pipefail
spec=${1:-all}
: "${GOALLOC:=build/goalloc}" "${MODES:=default,noinline,noopt}" "${MATCH:=*}"
T=$(mktemp -d "${TMPDIR:-/tmp}/goalloc-bench-escape-XXXXXX")
trap 'rm -rf "$T"' EXIT
run() { # DATABASE OPTION...
  local db=$1
  shift
  "$GOALLOC" ${CACHE:+--cache "$CACHE"} --db "$db" --progress none run --go "$spec" --only escape --seed 1 "$@"
}
run "$T/warm.db" --mode default --match "$MATCH" >/dev/null
start=$(date +%s.%N)
run "$T/bench.db" --mode "$MODES" --match "$MATCH" | tee "$T/summary"
end=$(date +%s.%N)
awk -v start="$start" -v end="$end" -v cores="$(getconf _NPROCESSORS_ONLN)" '
  # "2 min 47 s", "1.3 s", "48 ms": seconds
  function seconds(text, n, w, i, sum) {
    n = split(text, w, " ")
    for (i = 1; i < n; i += 2)
      sum += w[i] * (w[i + 1] == "h" ? 3600 : w[i + 1] == "min" ? 60 : w[i + 1] == "s" ? 1 : w[i + 1] == "ms" ? 1e-3 : 1e-6)
    return sum
  }
  match($0, /\([^)]* of CPU in the compilers/) { compilers = seconds(substr($0, RSTART + 1, RLENGTH - 25)) }
  match($0, /own CPU [^,]*,/) { own = seconds(substr($0, RSTART + 8, RLENGTH - 9)) }
  END {
    if (!compilers) { print "bench-escape: nothing was compiled"; exit 1 }
    wall = end - start
    printf "wall %.1f s on %d cores; the compilers need %.1f s of CPU, goalloc %.1f s; ", wall, cores, compilers, own
    printf "wall against the compilers on all cores: %.2f\n", wall / (compilers / cores)
  }' "$T/summary"
