#!/usr/bin/env bash
# What real compilers say about the sources in tests/eras, anew: tests/eras/goX.Y/NAME.txt for test_diagnostics_eras.
# Environment: GOALLOC (the program), CACHE (a toolchain cache; default: goalloc's own).   eras.sh
set -eu
cd "$(dirname "$0")/../.."
: "${GOALLOC:=build/goalloc}"
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
"$GOALLOC" ${CACHE:+--cache "$CACHE"} toolchain install 1.4,1.9,1.12,1.13 >"$T/toolchains"
while IFS=$'\t' read -r go _ root; do
  era=${go%.*}
  compiler=compile
  [ "$era" != go1.4 ] || compiler=6g
  mkdir -p "tests/eras/$era"
  for file in tests/eras/*.go; do
    name=$(basename "$file" .go)
    needs=$(sed -n 's,^// go: 1\.\([0-9]*\).*,\1,p' "$file")
    [ "${needs:-2}" -le "${era#go1.}" ] || continue
    # the dumps of -m -m up to 1.6 are large and tell nothing more
    flags=(-m -m)
    [ "$era" != go1.4 ] || flags=(-m)
    (cd tests/eras && env -i PATH=/usr/bin:/bin HOME="$T" TMPDIR="$T" GOROOT="$root" GOTOOLCHAIN=local \
      "$root/bin/go" tool "$compiler" -o "$T/x.o" -p x -complete "${flags[@]}" "$name.go") >"tests/eras/$era/$name.txt" 2>&1
  done
done <"$T/toolchains"
