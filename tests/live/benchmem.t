#!/usr/bin/env bash
# allocs/op and B/op are those that `go test -bench . -benchmem` prints: the whole library, five releases of five eras.
# A figure that goalloc gives as one number is printed so; a range is missed by its own width or 7 bytes at most (tests/tools/benchmem.py).
# shellcheck source=tests/live/live.sh
. "${TESTS:?run it through tests/run.sh}/live/live.sh"
agree() { # more options
  run python3 tests/tools/benchmem.py --goalloc "$GOALLOC" --cache "$CACHE" --gocache "$CACHE" --keep "$T" --one-binary --times 5ms,200ms,2s "$@"
}
agree --go 1.9.2,1.13,1.19,1.24,latest
is "$status" 0 "goalloc and go test agree in every figure"
is "$(printf '%s\n' "$out" | grep -c ': 0 differ (')" 5 "... in each of five releases"
like "$out" '^[0-9]+ figures of 5 releases compared with go test -benchmem: 0 differ$' "... and say of how many"
newest=$(printf '%s\n' "$out" | sed -n "s/^$NEWEST: \([0-9]*\) benchmarks .*/\1/p")
is "$newest" "$(sql "$T/$NEWEST.db" "SELECT count(*) FROM (SELECT DISTINCT case_name, benchmark FROM samples)")" "every benchmark of $NEWEST was compared"

# a binary of one case alone prints the same; and a count that is another one is seen
run python3 tests/tools/benchmem.py --goalloc "$GOALLOC" --cache "$CACHE" --gocache "$CACHE" --keep "$T" --go 1.9.2 --match 'append/copy_slice,string/concat'
is "$status" 0 "cases compiled by themselves agree too"
sqlite3 "$T/go1.9.2.db" "UPDATE sample SET mallocs = mallocs + n WHERE cell_id = (SELECT c.id FROM cell c WHERE c.case_name = 'append/copy_slice')
  AND ordinal = 0; UPDATE sample SET bytes = bytes + n WHERE cell_id = (SELECT c.id FROM cell c WHERE c.case_name = 'string/concat') AND ordinal = 0"
run python3 tests/tools/benchmem.py --goalloc "$GOALLOC" --cache "$CACHE" --gocache "$CACHE" --keep "$T" --go 1.9.2 --match 'append/copy_slice,string/concat' --times 1ms
is "$status" 1 "one allocation more, and one byte more, are differences"
is "$(printf '%s\n' "$out" | grep -c '^  go1.9.2 ')" 2 "... both"
done_testing
