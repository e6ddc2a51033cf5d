// title: A function that returns one of two arguments
// question: Do both arguments escape when a function returns one of them, and the caller keeps the result local
//   or stores it?
// why: min, max, coalesce and default helpers return one of their pointers.
// answer: Kept local none, stored both: 2 allocs (16 B each) in every release, as either may be the one; a
//   function that returns what its argument points to costs none.
// go: 1.2
// ref: go/src/cmd/compile/internal/escape/leaks.go

package escape

import "testing"

type twoResultsItem struct {
	n    int
	next *twoResultsItem
}

var (
	twoResultsInput = 1001
	twoResultsHeld  *twoResultsItem
	twoResultsSum   int
	twoResultsNever bool
)

//go:noinline
func twoResultsMax(a, b *twoResultsItem) *twoResultsItem {
	for twoResultsNever {
	}
	if a.n > b.n {
		return a
	}
	return b
}

// twoResultsNext returns what its argument points to, not the argument.
//
//go:noinline
func twoResultsNext(a *twoResultsItem) *twoResultsItem {
	for twoResultsNever {
	}
	return a.next
}

//go:noinline
func twoResultsLocal(n int) int {
	a, b := twoResultsItem{n: n}, twoResultsItem{n: n + 1}
	return twoResultsMax(&a, &b).n
}

//go:noinline
func twoResultsKeep(n int) {
	a, b := twoResultsItem{n: n}, twoResultsItem{n: n + 1}
	twoResultsHeld = twoResultsMax(&a, &b)
}

//go:noinline
func twoResultsKeepNext(n int) {
	a := twoResultsItem{n: n}
	twoResultsHeld = twoResultsNext(&a)
}

func BenchmarkOneOfTwoLocal(b *testing.B) {
	for i := 0; i < b.N; i++ {
		twoResultsSum += twoResultsLocal(twoResultsInput)
	}
}

func BenchmarkOneOfTwoKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		twoResultsKeep(twoResultsInput)
	}
}

func BenchmarkContentKept(b *testing.B) {
	for i := 0; i < b.N; i++ {
		twoResultsKeepNext(twoResultsInput)
	}
}
