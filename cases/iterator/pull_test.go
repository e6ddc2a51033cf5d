// title: iter.Pull
// question: What does turning a push iterator into next and stop functions cost, and each value then?
// why: A pulled iterator runs on a coroutine with a stack of its own.
// answer: 13 allocs (400 B) in go1.23-1.24 and 7 (256 B) since go1.25, for four values as for a hundred: the
//   values themselves cost none.
// go: 1.23
// ref: https://pkg.go.dev/iter#Pull

package iterators

import (
	"iter"
	"slices"
	"testing"
)

var (
	pullList = []int{11, 12, 13, 14}
	pullLong = make([]int, 100)
	pullSum  int
)

//go:noinline
func pullPull(s []int) int {
	next, stop := iter.Pull(slices.Values(s))
	defer stop()
	n := 0
	for {
		v, ok := next()
		if !ok {
			return n
		}
		n += v
	}
}

func BenchmarkPullFourValues(b *testing.B) {
	for i := 0; i < b.N; i++ {
		pullSum += pullPull(pullList)
	}
}

func BenchmarkPullHundredValues(b *testing.B) {
	for i := 0; i < b.N; i++ {
		pullSum += pullPull(pullLong)
	}
}
