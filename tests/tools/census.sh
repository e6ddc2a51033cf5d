#!/usr/bin/env bash
# The parser against what compilers of all eras really print; `make census` runs it.   census.sh SPEC
# Part 1: the whole standard library of each toolchain, compiled with -m -m (up to a minute and 1.6 GB each, one at a
# time, under TMPDIR): no line about the heap may be unknown, no decision without a function.
# Part 2, from 1.14 on: the library's cases, against the compiler's own -json log.
# Environment: GOALLOC, CENSUS and CENSUS_JSON (the programs; without the last no part 2), CACHE (a toolchain cache; default: goalloc's own).
# Ends with "census: clean" or exits 1.
set -u
spec=${1:-all}
: "${GOALLOC:=build/goalloc}" "${CENSUS:=build/release/tests/census}" "${CENSUS_JSON=build/release/tests/census_json}"
die() { echo "census: $*" >&2; exit 3; }
T=$(mktemp -d "${TMPDIR:-/tmp}/goalloc-census-XXXXXX") || exit 3
trap 'chmod -R u+w "$T"; rm -rf "$T"' EXIT
"$GOALLOC" ${CACHE:+--cache "$CACHE"} toolchain install "$spec" >"$T/toolchains" || die "$spec cannot be installed"
mkdir -p "$T/home" "$T/path/src/census"

# Every case as a package of its own, in a file with a name of its own; _test would keep it from being built.
for file in cases/*/*.go; do
  name=$(basename "$(dirname "$file")")_$(basename "$file" .go)
  name=${name%_test}
  mkdir -p "$T/path/src/census/$name"
  cp "$file" "$T/path/src/census/$name/$name.go" || die "no room"
done

# tool NAME ARGUMENT...: of the toolchain $root, in a clean environment
tool() {
  local name=$1
  shift
  env -i PATH=/usr/local/bin:/usr/bin:/bin HOME="$T/home" TMPDIR="$T" GOPATH="$T/path" GOCACHE="$T/cache" GOROOT="$root" \
    GOTOOLCHAIN=local GOENV=off GO111MODULE=off GOFLAGS='' GOPROXY=off GOSUMDB=off GOWORK=off CGO_ENABLED=0 LC_ALL=C \
    "$root/bin/$name" "$@"
}

# The go command of 1.4 does not rebuild its library, and those before may not: their compiler is called directly.
library() {
  if [ "$minor" -ge 10 ]; then
    tool go build -gcflags='all=-m -m' std
  elif [ "$minor" -ge 5 ]; then
    tool go build -a -gcflags='-m -m' std
  else
    tool go list -f '{{.ImportPath}} {{.Dir}}{{range .GoFiles}} {{.}}{{end}}' std | while read -r package dir files; do
      [ -n "$files" ] || continue
      echo "# $package"
      runtime=
      [ "$package" != runtime ] || runtime=-+
      # shellcheck disable=SC2086 # file names of the library, without spaces
      (cd "$dir" && tool go tool 6g -o "$T/x.6" -p "$package" $runtime -m -m $files)
    done
  fi
}

log() {
  local packages=() dir needs
  for dir in "$T"/path/src/census/*/; do
    dir=$(basename "$dir")
    needs=$(sed -n 's,^// go: 1\.\([0-9]*\).*,\1,p' "$T/path/src/census/$dir/$dir.go")
    [ "${needs:-2}" -gt "$minor" ] || packages+=("census/$dir")
  done
  tool go build -gcflags="-m -m -json=0,$T/log" "${packages[@]}"
}

status=0
while IFS=$'\t' read -r go _ root; do
  minor=${go#go1.}
  minor=${minor%%.*}
  library >"$T/output" 2>&1
  "$CENSUS" "$go" "$root" "$T/output" || status=1
  if [ "$minor" -ge 14 ] && [ -n "$CENSUS_JSON" ]; then
    log >"$T/output" 2>&1
    "$CENSUS_JSON" "$go" "$T/output" "$T/log" || status=1
  fi
  rm -rf "$T/output" "$T/log" "$T/cache"
done <"$T/toolchains"
[ -s "$T/toolchains" ] || die "$spec names no toolchain"
[ "$status" = 0 ] && echo "census: clean"
exit "$status"
