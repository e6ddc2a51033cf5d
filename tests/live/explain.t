#!/usr/bin/env bash
# explain with real compilers: at each marked line what two releases said, emitted and allocated, joined; and a change told
# from what stays.
# shellcheck source=tests/live/live.sh
. "${TESTS:?run it through tests/run.sh}/live/live.sh"
DB=$T/explain.db
OLD=go1.9.2
mkdir -p "$T/cases/explain"
cat >"$T/cases/explain/joined_test.go" <<'GO'
// title: Joined
// question: Do the three observations meet at one line?
// why: The lines are marked.
// answer: stays allocates everywhere, changes only where the stack buffer of variable size is unknown.
// go: 1.2

package explain

import "testing"

type node struct {
	next *node
	data [6]int
}

var (
	kept  *node
	total int
	size  = 32
)

//go:noinline
func fresh(n int) *node {
	return &node{data: [6]int{n}} // stays
}

//go:noinline
func sum(n int) int {
	b := make([]byte, n) // changes
	for i := range b {
		total += int(b[i])
	}
	return len(b)
}

func BenchmarkStays(b *testing.B) {
	for i := 0; i < b.N; i++ {
		kept = fresh(i)
	}
}

func BenchmarkChanges(b *testing.B) {
	for i := 0; i < b.N; i++ {
		total += sum(size)
	}
}
GO
line_of() { grep -n "// $1\$" "$T/cases/explain/joined_test.go" | cut -d: -f1; }
STAYS=$(line_of stays) CHANGES=$(line_of changes)
run "$GOALLOC" --cache "$CACHE" --db "$DB" --offline -q run --go "$OLD,$NEWEST" --mode default --only escape,allocs --cases "$T/cases/explain"
is "$status" 0 "both releases are measured"

run "$GOALLOC" --db "$DB" explain explain/joined --go "$OLD,$NEWEST" --format json
is "$status" 0 "explain finds the case"
# go, benchmark, what was said of the line (stack or heap), emitted, objects and bytes per op: of the two marked lines
is "$(printf '%s' "$out" | python3 -c '
import json, sys
stays, changes, old, new = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
for r in json.load(sys.stdin):
    if r["line"] not in (stays, changes):
        continue
    name = "stays" if r["line"] == stays else "changes"
    print(name, "old" if r["go"] == old else "new", r["benchmark"] or "-", (r["said"] or "-").split(" ")[0],
          (r["emitted"] or "-").split(" ")[0], r["objects_per_op"], r["bytes_per_op"], r["findings"] or "-", "changed" if r["changed"] else "as before")
' "$STAYS" "$CHANGES" "$OLD" "$NEWEST" | sort)" "changes new - stack makeslice None None - changed
changes old Changes heap makeslice 1 32 - changed
stays new Stays heap newobject 1 64 - as before
stays old Stays heap newobject 1 64 - as before" "said, emitted and happened meet at the marked lines"

run "$GOALLOC" --db "$DB" explain explain/joined --go "$OLD,$NEWEST"
is "$status" 0 "for people"
like "$out" "^\*.* $CHANGES \|" "the line that differs is marked"
like "$out" "^[^*]* $STAYS \|" "the one that stays is not"
done_testing
