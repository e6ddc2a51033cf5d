#!/usr/bin/env bash
# The counts are those that `go test -bench -benchmem` prints.
# shellcheck source=tests/live/live.sh
. "${TESTS:?run it through tests/run.sh}/live/live.sh"
DB=$T/agree.db
sample='append/copy_slice closure/capture slice/make_runtime_size interface/conversion string/concat'
run goalloc --db "$DB" run --go 1.9.2,latest --only allocs --mode default --match "$(echo "$sample" | tr ' ' ,)"
is "$status" 0 "five cases are counted"
while read -r go _ goroot; do
  [ "$go" = go1.4.3 ] && continue
  cgo=CGO_ENABLED=0
  [ "$go" = go1.9.2 ] && cgo=X=
  for name in $sample; do
    env -i GOROOT="$goroot" HOME="$T" GOCACHE="$T/gocache" GOPATH="$T/gopath" PATH="$goroot/bin:/usr/bin:/bin" GOTOOLCHAIN=local \
      GOENV=off GO111MODULE=off GOFLAGS='' "$cgo" "$goroot/bin/go" test -run NONE -bench . -benchmem -benchtime 20ms \
      "cases/${name}_test.go" 2>&1 | awk '/^Benchmark/ { sub(/-[0-9]+$/, "", $1); print $1, $(NF-1) }' | sort >"$T/theirs"
    sql "$DB" "SELECT benchmark || ' ' || min(allocs_per_op) FROM samples WHERE go='$go' AND case_name='$name' AND purpose='allocs' GROUP BY benchmark" |
      sort >"$T/ours"
    if [ -s "$T/theirs" ]; then pass "$go $name: go test ran"; else fail "$go $name: go test ran"; fi
    is "$(cat "$T/ours")" "$(cat "$T/theirs")" "$go $name: the same allocs/op as go test"
  done
done < "$T/installed"
done_testing
