// title: defer in a branch, and many defers
// question: Does a defer allocate that stands in a branch, or as one of nine?
// why: Since 1.14 up to eight defers outside loops are compiled into the function's end.
// answer: In a branch or as one of nine: none in every release. A literal deferred four times in a loop: 5
//   allocs up to go1.4, none from go1.5 to go1.16, and 4 (64 B) since go1.17.
// go: 1.2
// ref: https://go.dev/doc/go1.13#runtime
// ref: https://go.dev/doc/go1.14#runtime

package defers

import "testing"

type conditionalCount struct {
	n    int
	next *conditionalCount
}

func (c *conditionalCount) done(k int) { c.n += k }

var (
	conditionalCounter conditionalCount
	conditionalYes     = true
)

//go:noinline
func conditionalBranch(c *conditionalCount, yes bool) {
	if yes {
		defer c.done(1)
	}
	c.n++
}

//go:noinline
func conditionalNine(c *conditionalCount) {
	defer c.done(1)
	defer c.done(2)
	defer c.done(3)
	defer c.done(4)
	defer c.done(5)
	defer c.done(6)
	defer c.done(7)
	defer c.done(8)
	defer c.done(9)
	c.n++
}

//go:noinline
func conditionalLoopClosure(c *conditionalCount, n int) {
	for i := 0; i < n; i++ {
		defer func() { c.n++ }()
	}
}

func BenchmarkDeferInBranch(b *testing.B) {
	for i := 0; i < b.N; i++ {
		conditionalBranch(&conditionalCounter, conditionalYes)
	}
}

func BenchmarkDeferNine(b *testing.B) {
	for i := 0; i < b.N; i++ {
		conditionalNine(&conditionalCounter)
	}
}

func BenchmarkDeferClosureInLoopOfFour(b *testing.B) {
	for i := 0; i < b.N; i++ {
		conditionalLoopClosure(&conditionalCounter, 4)
	}
}
