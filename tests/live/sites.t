#!/usr/bin/env bash
# Where a benchmark allocates: the line that the profile names is the one in the source, and the numbers are those of the
# counters, in three eras.
# shellcheck source=tests/live/live.sh
. "${TESTS:?run it through tests/run.sh}/live/live.sh"
DB=$T/sites.db
mkdir -p "$T/cases/sites"
cat >"$T/cases/sites/where_test.go" <<'GO'
// title: Where
// question: Which line allocates?
// why: The lines are marked.
// answer: The marked ones.
// go: 1.2

package sites

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
)

type node struct {
	next *node
	data [6]int
}

var (
	kept    *node
	list    []*node
	anError error
	anyText = "too long to be a tiny object, and for the 64 bytes that a bytes.Buffer has had within itself"
	anyFunc func() int
	anInt64 *int64
	anInt16 *int16
	never   bool
	size    = 100
)

func fresh(n int) *node {
	for never {
	}
	return &node{data: [6]int{n}} // site: pointer
}

func grow(n int) []*node {
	for never {
	}
	var l []*node
	l = append(l, kept) // site: append one
	for i := 1; i < n; i++ {
		l = append(l, kept) // site: append more
	}
	return l
}

func capture(n *node) func() int { // site: captured
	for never {
	}
	return func() int { // site: closure
		return n.data[0]
	} // site: closure end
}

func (n *node) message() error {
	for never {
	}
	return fmt.Errorf("node of %s", anyText) // site: errorf
}

func repeat() string {
	for never {
	}
	return strings.Repeat("0123456789abcdef", size) // site: library
}

func buffer() {
	for never {
	}
	var b bytes.Buffer
	b.WriteString(anyText) // site: no result
	size += b.Len() - len(anyText)
}

func wide() *int64 {
	for never {
	}
	return new(int64) // site: eight bytes
}

func narrow() *int16 {
	for never {
	}
	return new(int16) // site: two bytes
}

func BenchmarkPacked(b *testing.B) {
	for i := 0; i < b.N; i++ {
		anInt64 = wide()
		anInt16 = narrow()
	}
}

func BenchmarkBuffer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		buffer()
	}
}

func BenchmarkPointer(b *testing.B) {
	for i := 0; i < b.N; i++ {
		kept = fresh(i)
	}
}

func BenchmarkAppend(b *testing.B) {
	for i := 0; i < b.N; i++ {
		list = grow(8)
	}
}

func BenchmarkClosure(b *testing.B) {
	kept = fresh(1)
	for i := 0; i < b.N; i++ {
		anyFunc = capture(kept)
	}
}

func BenchmarkMethod(b *testing.B) {
	kept = fresh(1)
	for i := 0; i < b.N; i++ {
		anError = kept.message()
	}
}

func BenchmarkLibrary(b *testing.B) {
	for i := 0; i < b.N; i++ {
		anyText = repeat()
	}
}

func BenchmarkOther(b *testing.B) {
	nodes := make(chan *node)
	go func() {
		for {
			nodes <- fresh(2)
		}
	}()
	for i := 0; i < b.N; i++ {
		kept = <-nodes
	}
}

func BenchmarkNothing(b *testing.B) {
	anError = errors.New("once")
	for i := 0; i < b.N; i++ {
		if never {
			kept = new(node)
		}
	}
}
GO
run goalloc --db "$DB" run --go "$LIVE" --mode default --only allocs --cases "$T/cases"
is "$status" 0 "measured with $LIVE"
unlike "$err" "no allocation sites" "every benchmark's profile is read"

line() { grep -n "// site: $1\$" "$T/cases/sites/where_test.go" | cut -d: -f1; }
site() { # go benchmark columns -> rows
  sql "$DB" "SELECT $3 FROM alloc_sites WHERE go='$1' AND benchmark='Benchmark$2' ORDER BY line, callee"
}
is "$(sql "$DB" "SELECT count(*) FROM alloc_sites WHERE file <> 'where_test.go'")" 0 "nothing is attributed to other files"
for go in go1.4.3 go1.9.2 "$NEWEST"; do
  is "$(site "$go" Pointer "function, line, objects_per_op, bytes_per_op, callee")" "fresh|$(line pointer)|1.0|64.0|" \
    "$go: a composite literal, at its line"
  is "$(site "$go" Append "DISTINCT line")" "$(line 'append one')
$(line 'append more')" "$go: both appends, at theirs"
  is "$(site "$go" Append "sum(objects_per_op), sum(bytes_per_op)")" "4.0|120.0" "$go: ... 8, 16, 32 and 64 bytes"
  wanted="capture|$(line closure)|1.0|"
  # 1.4 captures by reference, which moves the parameter to the heap, and is at the closure's end when it makes it
  [ "$go" = go1.4.3 ] && wanted="capture|$(line captured)|1.0|
capture|$(line 'closure end')|1.0|"
  is "$(site "$go" Closure "function, line, objects_per_op, callee")" "$wanted" "$go: a closure; the setup is not among it"
  is "$(site "$go" Method "DISTINCT function, line")" "(*node).message|$(line errorf)" "$go: a method, by its name"
  like "$(site "$go" Method "callee")" "^fmt\.Errorf|^errors\.New|^fmt\.Sprintf" "$go: ... and what it called to allocate"
  is "$(site "$go" Library "DISTINCT line")" "$(line library)" "$go: the library's allocation belongs to the line that calls it"
  like "$(site "$go" Library "callee")" "^(strings\.|bytealg\.|internal/)" "$go: ... which is said"
  is "$(sql "$DB" "SELECT DISTINCT line FROM alloc_sites WHERE go='$go' AND benchmark='BenchmarkBuffer' AND callee <> ''")" \
    "$(line 'no result')" "$go: a call is at its line, not at the next one, where it returns to"
  # beside it, now and then, what the runtime needs for one that waits
  is "$(sql "$DB" "SELECT function, line, round(objects_per_op) FROM alloc_sites WHERE go='$go' AND benchmark='BenchmarkOther' AND objects_per_op > 0.5")" \
    "fresh|$(line pointer)|1.0" "$go: another goroutine's"
  is "$(site "$go" Packed "line")" "$(line 'eight bytes')
$(line 'two bytes')" "$go: of two that share blocks both are seen"
  is "$(site "$go" Packed "round(sum(bytes_per_op))")" "$(sql "$DB" "SELECT round(1.0 * bytes / n) FROM samples WHERE go='$go' AND benchmark='BenchmarkPacked' ORDER BY n DESC LIMIT 1")" \
    "$go: ... and their bytes add up"
  is "$(site "$go" Nothing "*")" "" "$go: nothing where nothing is allocated"
done
# but for what a collection in between empties (the pools of fmt)
differ=$(sql "$DB" "SELECT s.go, s.benchmark, allocs_per_op, bytes_per_op, o, b FROM samples s LEFT JOIN (SELECT go, benchmark, sum(objects_per_op) o,
  sum(bytes_per_op) b FROM alloc_sites GROUP BY 1, 2) a ON a.go = s.go AND a.benchmark = s.benchmark
  WHERE purpose = 'allocs' AND n > 100 AND s.benchmark NOT IN ('BenchmarkOther', 'BenchmarkPacked')
  AND (round(1.0 * mallocs / n) <> round(ifnull(o, 0)) OR abs(1.0 * bytes / n - ifnull(b, 0)) > 1 + 0.05 * bytes / n)")
is "$differ" "" "the sites add up to allocs/op and B/op"
done_testing
