#!/usr/bin/env bash
# Does what goroot_needs() keeps suffice in every era?   tests/tools/kept.sh CACHE [VERSION...]
# For every toolchain installed in CACHE (whole or not): copies the files that would be kept, and builds, tests (with
# its vet), lists export data and compiles with the copy, for its own platform and for GOARCH=386, with and without cgo.
# Prints a line per toolchain, with the sizes before and after in MB; exits 1 if anything fails.
set -u
cache=$(cd "${1:?usage: kept.sh CACHE [VERSION...]}" && pwd) || exit 2
shift
cd "$(dirname "$0")/../.." || exit 3
T=$(mktemp -d "${TMPDIR:-/tmp}/goalloc-kept-XXXXXX")
trap 'chmod -R u+w "$T"; rm -rf "$T"' EXIT
cat >"$T/dropped.c" <<'END'
#include <stdio.h>
#include <string.h>
#include "toolchain/unpack.h"
int main(void)
{
	char line[4096];

	while (fgets(line, sizeof line, stdin)) {
		line[strcspn(line, "\n")] = '\0';
		if (!goroot_needs(line))
			puts(line);
	}
	return 0;
}
END
cc -D_GNU_SOURCE -Iharness -o "$T/dropped" "$T/dropped.c" harness/toolchain/goroot.c harness/base/str.c harness/base/alloc.c || exit 3
mkdir -p "$T/path/src/m" "$T/path/src/c"
cat >"$T/path/src/m/main.go" <<'END'
package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"runtime/pprof"
	"sync"
)

func main() {
	var m sync.Mutex
	m.Lock()
	b, _ := json.Marshal(map[string]int{"a": len(http.StatusText(200))})
	pprof.Lookup("heap")
	fmt.Fprintln(os.Stdout, string(b))
}
END
cat >"$T/path/src/m/main_test.go" <<'END'
package main

import "testing"

func TestIt(t *testing.T) { main() }
func BenchmarkIt(b *testing.B) {
	for i := 0; i < b.N; i++ {
		main()
	}
}
END
printf 'package main\n\n// int two(void) { return 2; }\nimport "C"\n\nfunc main() { println(C.two()) }\n' >"$T/path/src/c/main.go"
bad=0
for root in "$cache"/toolchains/go*/; do
  root=${root%/}
  name=$(basename "$root")
  version=${name%%.linux*}
  version=${version%%.darwin*}
  [ $# = 0 ] || case " $* " in *" ${version#go} "*) ;; *) continue ;; esac
  minor=$(echo "$version" | cut -d. -f2)
  G=$T/$version
  mkdir "$G"
  cp -a "$root" "$G/goroot"
  before=$(du -sm "$G/goroot" | cut -f1)
  (cd "$G/goroot" && find . -type f | sed 's,^\./,,' | "$T/dropped" | tr '\n' '\0' | xargs -0r rm -f && find . -depth -type d -empty -delete
    find . -type d -exec touch -d 2020-01-01T00:00:00Z {} +)
  after=$(du -sm "$G/goroot" | cut -f1)
  mkdir "$G/home" "$G/tmp" "$G/gocache"
  clean=(env -i "PATH=$PATH" GOTOOLCHAIN=local GOENV=off GO111MODULE=off GOFLAGS= GOPROXY=off GOSUMDB=off "GOPATH=$T/path"
    "GOCACHE=$G/gocache" "HOME=$G/home" "TMPDIR=$G/tmp" "GOROOT=$G/goroot")
  [ "$minor" -ge 10 ] && clean+=(CGO_ENABLED=0)
  go=$G/goroot/bin/go
  failures=''
  try() { # name command...
    local what=$1
    shift
    if ! (cd "$G/home" && "$@") >"$G/log" 2>&1; then
      failures="$failures $what"
      sed "s/^/    $version $what: /" "$G/log" | head -5 >&2
    fi
  }
  try build "${clean[@]}" "$go" build -o m m
  try run ./m
  if [ "$minor" -le 9 ]; then
    # nothing of the standard library may have been compiled again
    try fresh sh -c '! "$@" 2>&1 | grep -q .' sh "${clean[@]}" "$go" list -f '{{if .Stale}}{{.ImportPath}}{{end}}' fmt encoding/json net/http testing runtime
    try rebuilt sh -c '! "$@" 2>&1 | grep -vE "^(m|_/|command-line)" | grep -q .' sh "${clean[@]}" "$go" build -v -o m m
  fi
  try test-c "${clean[@]}" "$go" test -c m
  try test "${clean[@]}" "$go" test -bench . m
  if [ "$minor" -le 4 ]; then compiler=6g; else compiler=compile; fi
  exports=()
  if [ "$minor" -ge 11 ]; then
    try export "${clean[@]}" "$go" list -export std
    "${clean[@]}" "$go" list -deps -export -f '{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}' m >"$G/importcfg" 2>/dev/null
    exports=(-importcfg "$G/importcfg" -p main)
  fi
  try compile "${clean[@]}" "$go" tool $compiler -m ${exports[@]+"${exports[@]}"} -o "$G/m.o" "$T/path/src/m/main.go"
  [ "$minor" -ge 10 ] && try 386 "${clean[@]}" GOARCH=386 "$go" build -o m386 m
  [ "$minor" -ge 10 ] && try cgo "${clean[@]}" CGO_ENABLED=1 "$go" build -o c c
  try version "${clean[@]}" "$go" version
  [ -z "$failures" ] || bad=1
  echo "$version $before $after ${failures:-fine}"
  chmod -R u+w "$G"
  rm -rf "$G"
done
exit "$bad"
